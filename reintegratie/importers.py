"""Inlezen van het bijstandsbestand: uitkering, treden, plan en contactpersoon."""

from collections import Counter
from datetime import date

from kern.imports import cells
from kern.imports.plan import Plan, Rij, fout, overlapt
from kern.registers import Dossiergrond, Importsoort, Importveld
from personen.choices import Plansoort, RedenEindeDossier
from personen.importdossier import volg_dossier
from personen.importvelden import CONTACTPERSOON, WIE
from personen.personenboek import Groep, Personenboek, eis_einde_met_reden, eis_periode
from reintegratie.choices import RedenEindeUitkering, Trede, Uitkeringssoort
from reintegratie.models import Tredemeting, Uitkering

VELDEN = (
    *WIE,
    Importveld(
        "uitkering_soort",
        "Soort uitkering",
        cells.keuze(Uitkeringssoort.choices),
        uitleg="pw, ioaw, ioaz of bbz; leeg is pw",
        voorbeeld="pw",
        ook_bekend_als=("regeling",),
    ),
    Importveld(
        "begindatum",
        "Begin uitkering",
        cells.datum,
        verplicht=True,
        voorbeeld="01-02-2018",
        ook_bekend_als=("ingangsdatum",),
    ),
    Importveld(
        "einddatum",
        "Einde uitkering",
        cells.datum,
        uitleg="laatste dag, met een reden",
        ook_bekend_als=("beëindigingsdatum",),
    ),
    Importveld(
        "reden_einde",
        "Reden einde",
        cells.keuze(RedenEindeUitkering.choices),
        uitleg="werk, verhuisd, aow, …",
    ),
    Importveld(
        "partner_bsn", "BSN partner", cells.bsn, uitleg="de partner heeft een eigen rij of een dossier"
    ),
    Importveld(
        "huidige_trede",
        "Huidige trede",
        cells.trede,
        uitleg="1 t/m 6",
        voorbeeld="3",
        ook_bekend_als=("trede", "ladder"),
    ),
    Importveld(
        "doeltrede",
        "Doeltrede",
        cells.trede,
        uitleg="1 t/m 6",
        voorbeeld="4",
        ook_bekend_als=("streeftrede", "ambitietrede"),
    ),
    Importveld(
        "trede_datum",
        "Datum van de trede",
        cells.datum,
        voorbeeld="15-09-2019",
        ook_bekend_als=("datum meting", "meetdatum"),
    ),
    Importveld("bron", "Bron van de trede", cells.tekst(120), voorbeeld="diagnose"),
    Importveld("beoordelaar", "Beoordelaar", cells.tekst(80), uitleg="gebruikersnaam", voorbeeld="consulent"),
    *CONTACTPERSOON,
    Importveld(
        "plan_soort", "Soort plan", cells.keuze(Plansoort.choices), uitleg="pop, pva of iop", voorbeeld="pop"
    ),
    Importveld("plan_opgesteld_op", "Plan opgesteld op", cells.datum, voorbeeld="20-09-2019"),
    Importveld("plan_getekend_op", "Plan getekend op", cells.datum, voorbeeld="25-09-2019"),
)

_REDEN_DOSSIER = {
    RedenEindeUitkering.WERK: RedenEindeDossier.WERK,
    RedenEindeUitkering.ZELFSTANDIG: RedenEindeDossier.ZELFSTANDIG,
    RedenEindeUitkering.OPLEIDING: RedenEindeDossier.OPLEIDING,
    RedenEindeUitkering.VERHUISD: RedenEindeDossier.VERHUISD,
    RedenEindeUitkering.OVERLEDEN: RedenEindeDossier.OVERLEDEN,
    RedenEindeUitkering.AOW: RedenEindeDossier.AOW,
    RedenEindeUitkering.VERZOEK: RedenEindeDossier.VERZOEK,
}


def verwerk(plan: Plan, rijen: list[Rij], *, gemeente, door, vandaag: date) -> None:
    boek = Personenboek(plan, rijen, gemeente=gemeente, door=door, vandaag=vandaag, grond="uitkering")
    for groep in boek.groepen(
        rijen, lambda rij: (rij["begindatum"], rij["trede_datum"] or rij["begindatum"])
    ):
        uitkeringen = boek.feiten(Uitkering, groep.persoon)
        for rij in groep.rijen:
            with plan.rij(rij):
                boek.zet_persoon(groep, rij)
                uitkering, geraakt = _zet_uitkering(boek, groep, rij, uitkeringen)
                beoordelaar = (
                    boek.gebruiker(rij["beoordelaar"], "beoordelaar") if rij["beoordelaar"] else None
                )
                _zet_trede(boek, groep, rij, beoordelaar)
                boek.wijs_toe(groep, rij, rij["begindatum"])
                contactpersoon = (
                    boek.gebruiker(rij["contactpersoon"], "contactpersoon") if rij["contactpersoon"] else None
                )
                boek.zet_plan(groep, rij, beoordelaar, contactpersoon)
                if geraakt:
                    reden = _REDEN_DOSSIER.get(uitkering.reden_einde, RedenEindeDossier.ANDER)
                    groep.geraakt.append((uitkering.begindatum, uitkering.einddatum, str(reden)))
        volg_dossier(boek, groep, [(u.begindatum, u.einddatum) for u in uitkeringen])
    boek.controleer_partners()


def _zet_uitkering(boek: Personenboek, groep: Groep, rij: Rij, uitkeringen: list) -> tuple[Uitkering, bool]:
    """Maak de uitkering of werk haar bij; True als haar periode nieuw of anders is."""
    begin, einde = rij["begindatum"], rij["einddatum"]
    eis_einde_met_reden(rij)
    eis_periode(begin, einde, "einddatum")
    bestaand = next((u for u in uitkeringen if u.begindatum == begin), None)
    if ander := overlapt(uitkeringen, begin, einde or (bestaand and bestaand.einddatum), behalve=bestaand):
        raise fout(
            "begindatum", f"Overlapt met de uitkering vanaf {ander.begindatum:%d-%m-%Y}. Pas de datums aan."
        )
    partner = boek.partner(rij, groep.persoon)
    if bestaand is None:
        nieuw = Uitkering(
            persoon=groep.persoon,
            soort=rij["uitkering_soort"] or str(Uitkeringssoort.PW),
            begindatum=begin,
            einddatum=einde,
            reden_einde=rij["reden_einde"] or "",
            partner=partner,
        )
        boek.plan.voeg_toe(nieuw, uitkeringen)
        return nieuw, True
    if soort := groep.nu(rij, "uitkering_soort"):
        boek.plan.wijzig(bestaand, soort=soort["uitkering_soort"])
    if partner is not None and groep.is_laatste(rij, "partner_bsn"):
        boek.plan.wijzig(bestaand, **({"partner_id": partner.pk} if partner.pk else {"partner": partner}))
    geraakt = bool(einde) and boek.plan.wijzig(bestaand, einddatum=einde, reden_einde=rij["reden_einde"])
    return bestaand, geraakt


def _zet_trede(boek: Personenboek, groep: Groep, rij: Rij, beoordelaar: int | None) -> None:
    """Een meting op de dag die het bestand noemt; zonder dag alleen als er niets verandert."""
    waarden = rij.kies("huidige_trede", "doeltrede")
    if not waarden:
        if rij["trede_datum"]:
            raise fout("huidige_trede", "Vul de huidige trede of de doeltrede in, of haal de datum weg.")
        return
    metingen = boek.feiten(Tredemeting, groep.persoon)
    dag = rij["trede_datum"]
    if dag is None:
        laatste = max(metingen, key=lambda m: m.datum, default=None)
        if laatste and all(getattr(laatste, veld) == waarde for veld, waarde in waarden.items()):
            return
        raise fout("trede_datum", "Vul in op welke dag deze trede is vastgesteld.")
    if dag > boek.vandaag:
        raise fout("trede_datum", f"{dag:%d-%m-%Y} ligt in de toekomst. Pas de datum aan.")
    velden = waarden | rij.kies("bron") | ({"beoordelaar_id": beoordelaar} if beoordelaar else {})
    if bestaand := next((m for m in metingen if m.datum == dag), None):
        if boek.plan.is_nieuw(bestaand) and any(
            getattr(bestaand, v) not in (None, w) for v, w in waarden.items()
        ):
            raise fout(
                "trede_datum",
                f"Op {dag:%d-%m-%Y} staan in het bestand twee verschillende treden. Kies er een.",
            )
        boek.plan.wijzig(bestaand, **velden)
    else:
        boek.plan.voeg_toe(Tredemeting(persoon=groep.persoon, datum=dag, **velden), metingen)


# ---- totalen -----------------------------------------------------------------------------------------
def controletotalen(rijen: list[Rij]) -> dict[str, dict[str, int]]:
    """Rijen, en rijen per huidige trede en doeltrede (6 naar 1, zoals de bron)."""
    return {
        "Rijen": {"totaal": len(rijen)},
        "Huidige trede": _per_trede(rij["huidige_trede"] for rij in rijen),
        "Doeltrede": _per_trede(rij["doeltrede"] for rij in rijen),
    }


def _per_trede(treden) -> dict[str, int]:
    aantal = Counter(treden)
    return {str(int(t)): aantal[t] for t in sorted(Trede, reverse=True)} | {"onbekend": aantal[None]}


def stand(gemeente, peildatum: date) -> dict[str, dict[str, int]]:
    """Lopende uitkeringen, en de laatste meting van wie er een heeft, op de peildatum."""
    lopend = Uitkering.objects.op(peildatum).filter(persoon__gemeente=gemeente)
    personen = lopend.values("persoon_id")
    laatste = Tredemeting.objects.filter(persoon__in=personen).laatste_op(peildatum)
    treden = list(laatste.values_list("huidige_trede", "doeltrede"))
    return {
        "Lopende uitkeringen": {"totaal": lopend.count()},
        "Huidige trede": _per_trede(huidig for huidig, _ in treden),
        "Doeltrede": _per_trede(doel for _, doel in treden),
    }


def _perioden(persoon_ids):
    return Uitkering.objects.filter(persoon_id__in=persoon_ids).values_list(
        "persoon_id", "begindatum", "einddatum"
    )


GROND = Dossiergrond("uitkering", _perioden)
SOORT = Importsoort(
    code="bijstandsbestand",
    naam="Bijstandsbestand",
    uitleg="Mensen met een uitkering, hun trede en doeltrede, contactpersoon en plan.",
    velden=VELDEN,
    verwerk=verwerk,
    controletotalen=controletotalen,
    stand=stand,
    volgorde=40,
)
