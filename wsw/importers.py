"""Inlezen van het Wsw-bestand: dienstverband, indeling per datum, plaatsing en contactpersoon (journey 2)."""

from collections import Counter, defaultdict
from datetime import date

from kern.imports.plan import EEN_DAG, Plan, Rij, fout, geldt_op, leg_per_datum_vast, overlapt, volgende_na
from kern.models import Gemeente, Organisatie, Organisatierol, Organisatierolsoort
from kern.registers import Dossiergrond, Importsoort
from personen.choices import RedenEindeDossier
from personen.importdossier import volg_dossier
from personen.personenboek import Groep, Personenboek, eis_einde_met_reden, eis_periode
from werkgevers.choices import DIENSTVERBANDSOORTEN, Plaatsingssoort, RedenEindePlaatsing
from werkgevers.importers import Relatieboek
from werkgevers.models import Plaatsing
from werkgevers.rules import zoeknaam
from wsw import choices
from wsw.choices import SUBSOORT_BIJ_GROEP, Herkomst, RedenEinde, Regeling, Subsoort
from wsw.importvelden import VELDEN
from wsw.models import Dienstverband, Indeling
from wsw.rules import LAATSTE_INSTROOMDAG, cao_bij, fouten_bij_begin

_SOORT_BIJ_GROEP = {
    "individueel": Plaatsingssoort.INDIVIDUELE_DETACHERING,
    "groep": Plaatsingssoort.GROEPSDETACHERING,
    "beschut": Plaatsingssoort.BESCHUT,
    "begeleid_werken": Plaatsingssoort.BEGELEID_WERKEN,
}
_REDEN_DOSSIER = {
    RedenEinde.AOW: RedenEindeDossier.AOW,
    RedenEinde.OVERLEDEN: RedenEindeDossier.OVERLEDEN,
    RedenEinde.ZIEK: RedenEindeDossier.ZIEK,
    RedenEinde.VERZOEK: RedenEindeDossier.VERZOEK,
    RedenEinde.REGULIER: RedenEindeDossier.WERK,
}


class _Werk:
    """Wat bij elke rij van het Wsw-bestand nodig is, in het geheugen."""

    def __init__(self, plan: Plan, boek: Personenboek, gemeente):
        self.plan, self.boek, self.gemeente = plan, boek, gemeente
        self.relaties = Relatieboek(gemeente)
        self.organisaties = {zoeknaam(o.naam): o.pk for o in Organisatie.objects.all()}
        self.gemeenten = {
            sleutel: g.pk for g in Gemeente.objects.all() for sleutel in (g.code, zoeknaam(g.naam))
        }
        rollen = Organisatierol.objects.filter(gemeente=gemeente, soort=Organisatierolsoort.FORMEEL_WERKGEVER)
        self.werkgeversrollen = list(rollen)
        self._indelingen: dict[int, list[Indeling]] | None = None

    def indelingen(self, dienstverband: Dienstverband) -> list[Indeling]:
        if self._indelingen is None:
            self._indelingen = defaultdict(list)
            bekend = {dv.pk: dv for lijst in self.boek.alle(Dienstverband) for dv in lijst if dv.pk}
            for indeling in Indeling.objects.filter(dienstverband__in=list(bekend)).order_by("begindatum"):
                self._indelingen[id(bekend[indeling.dienstverband_id])].append(indeling)
        return self._indelingen[id(dienstverband)]


def verwerk(plan: Plan, rijen: list[Rij], *, gemeente, door, vandaag: date) -> None:
    boek = Personenboek(plan, rijen, gemeente=gemeente, door=door, vandaag=vandaag, grond="wsw")
    werk = _Werk(plan, boek, gemeente)
    for groep in boek.groepen(rijen, _volgorde):
        dienstverbanden = boek.feiten(Dienstverband, groep.persoon)
        for rij in groep.rijen:
            with plan.rij(rij):
                boek.zet_persoon(groep, rij)
                dienstverband, geraakt = _zet_dienstverband(werk, groep, rij, dienstverbanden)
                _zet_indeling(werk, groep, rij, dienstverband)
                _zet_plaatsing(werk, groep, rij, dienstverband)
                _sluit_wat_erop_rust(werk, groep.persoon, dienstverband)
                boek.wijs_toe(groep, rij, rij["begindatum"])
                if geraakt:
                    reden = _REDEN_DOSSIER.get(dienstverband.reden_einde, RedenEindeDossier.ANDER)
                    groep.geraakt.append((dienstverband.begindatum, dienstverband.einddatum, str(reden)))
        volg_dossier(boek, groep, [(dv.begindatum, dv.einddatum) for dv in dienstverbanden])


def _volgorde(rij: Rij) -> tuple:
    begin = rij["begindatum"]
    indeling = rij["indeling_vanaf"] or begin
    return begin, indeling, rij["plaatsing_vanaf"] or indeling


# ---- dienstverband -----------------------------------------------------------------------------------
def _zet_dienstverband(
    werk: _Werk, groep: Groep, rij: Rij, dienstverbanden: list
) -> tuple[Dienstverband, bool]:
    """Maak het dienstverband of werk het bij; True als zijn periode nieuw of anders is."""
    begin, einde = rij["begindatum"], rij["einddatum"]
    eis_einde_met_reden(rij)
    eis_periode(begin, einde, "einddatum")
    bestaand = next((dv for dv in dienstverbanden if dv.begindatum == begin), None)
    if ander := overlapt(
        dienstverbanden, begin, einde or (bestaand and bestaand.einddatum), behalve=bestaand
    ):
        raise fout(
            "begindatum",
            f"Overlapt met het dienstverband vanaf {ander.begindatum:%d-%m-%Y}. Pas de datums aan.",
        )
    herkomstgemeente = _herkomstgemeente(werk, rij)
    if bestaand is None:
        velden = _velden_nieuw(rij) | {"herkomstgemeente_id": herkomstgemeente or werk.gemeente.pk}
        nieuw = Dienstverband(
            persoon=groep.persoon,
            begindatum=begin,
            einddatum=einde,
            reden_einde=rij["reden_einde"] or "",
            **velden,
        )
        werk.plan.voeg_toe(nieuw, dienstverbanden)
        return nieuw, True
    velden = groep.nu(
        rij,
        "regeling",
        "wsw_sinds",
        "herkomst",
        "cao",
        "handicapcategorie",
        "indicatie_tot",
        "kennismaking_op",
    )
    if herkomstgemeente and groep.is_laatste(rij, "herkomstgemeente"):
        velden["herkomstgemeente_id"] = herkomstgemeente
    if {"regeling", "wsw_sinds", "herkomst"} & velden.keys():
        samen = {
            veld: velden.get(veld, getattr(bestaand, veld)) for veld in ("regeling", "herkomst", "wsw_sinds")
        }
        _eis_begin(begindatum=begin, **samen)
    werk.plan.wijzig(bestaand, **velden)
    geraakt = bool(einde) and werk.plan.wijzig(bestaand, einddatum=einde, reden_einde=rij["reden_einde"])
    return bestaand, geraakt


def _velden_nieuw(rij: Rij) -> dict:
    begin = rij["begindatum"]
    regeling = rij["regeling"] or Regeling.WSW
    herkomst = rij["herkomst"]
    if herkomst is None and regeling == Regeling.NIEUW_BESCHUT:
        herkomst = Herkomst.NIEUW_BESCHUT
    if herkomst is None and begin <= LAATSTE_INSTROOMDAG:
        herkomst = Herkomst.VOOR_2015
    wsw_sinds = rij["wsw_sinds"]
    if wsw_sinds is None and herkomst == Herkomst.VOOR_2015 and begin <= LAATSTE_INSTROOMDAG:
        wsw_sinds = begin
    # Without a known origin a start after 2014 is new inflow, and that is refused (RH-037).
    herkomst = herkomst or Herkomst.VOOR_2015
    _eis_begin(regeling=regeling, herkomst=herkomst, begindatum=begin, wsw_sinds=wsw_sinds)
    return {
        "regeling": str(regeling),
        "herkomst": str(herkomst),
        "wsw_sinds": wsw_sinds,
        "cao": rij["cao"] or str(cao_bij(regeling)),
        **rij.kies("handicapcategorie", "indicatie_tot", "kennismaking_op"),
    }


def _eis_begin(**velden) -> None:
    for veld, tekst in fouten_bij_begin(**velden).items():
        raise fout(veld, tekst)


def _herkomstgemeente(werk: _Werk, rij: Rij) -> int | None:
    tekst = rij["herkomstgemeente"]
    if not tekst:
        return None
    sleutel = tekst.zfill(4) if tekst.isdigit() else zoeknaam(tekst)
    if sleutel not in werk.gemeenten:
        raise fout(
            "herkomstgemeente", f"Gemeente {tekst[:40]!r} is niet bekend. Vul de naam of de CBS-code in."
        )
    return werk.gemeenten[sleutel]


# ---- indeling ----------------------------------------------------------------------------------------
def _zet_indeling(werk: _Werk, groep: Groep, rij: Rij, dienstverband: Dienstverband) -> None:
    dag = rij["indeling_vanaf"] or dienstverband.begindatum
    if dag < dienstverband.begindatum or (dienstverband.einddatum and dag > dienstverband.einddatum):
        raise fout("indeling_vanaf", "Deze dag valt buiten het dienstverband. Pas de datum aan.")
    indelingen = werk.indelingen(dienstverband)
    geldend = geldt_op(indelingen, dag)
    subsoort = rij["subsoort"] or ""
    if subsoort and SUBSOORT_BIJ_GROEP[Subsoort(subsoort)] != rij["groep"]:
        raise fout("subsoort", "Intern hoort bij individueel, en wol bij beschut. Pas groep of merk aan.")
    waarden = {
        "groep": rij["groep"],
        "subsoort": subsoort,
        "uren_per_week": rij["uren"],
        "formele_werkgever_id": _formele_werkgever(werk, rij, dag, geldend),
        "schaal": rij["schaal"] or (geldend.schaal if geldend else ""),
        "voorzien": bool(geldend and geldend.voorzien) if rij["voorzien"] is None else rij["voorzien"],
    }
    if geldend and not rij["indeling_vanaf"] and not _gelijk(geldend, waarden):
        if werk.plan.is_nieuw(geldend):
            raise fout(
                "indeling_vanaf",
                "Dit dienstverband heeft in het bestand twee indelingen. Vul in vanaf wanneer deze geldt.",
            )
        huidig = max(indelingen, key=lambda i: i.begindatum)
        if _gelijk(huidig, waarden):
            return
        raise fout(
            "indeling_vanaf",
            f"Groep, uren of werkgever is anders dan vastgelegd ({huidig.get_groep_display()}, "
            f"{huidig.uren_per_week.normalize():f} uur). Vul in vanaf welke dag dit geldt.",
        )
    vast = leg_per_datum_vast(
        werk.plan,
        indelingen,
        lambda **velden: Indeling(dienstverband=dienstverband, **velden),
        dag,
        **waarden,
    )
    if vast.einddatum is None and dienstverband.einddatum:
        werk.plan.wijzig(vast, einddatum=dienstverband.einddatum)


def _gelijk(indeling: Indeling, waarden: dict) -> bool:
    return all(getattr(indeling, veld) == waarde for veld, waarde in waarden.items())


def _formele_werkgever(werk: _Werk, rij: Rij, dag: date, geldend: Indeling | None) -> int:
    naam = rij["formele_werkgever"]
    if naam:
        if zoeknaam(naam) in werk.organisaties:
            return werk.organisaties[zoeknaam(naam)]
        raise fout(
            "formele_werkgever",
            f"Organisatie {naam[:60]!r} is niet bekend. Controleer de naam, of vraag de beheerder.",
        )
    if geldend:
        return geldend.formele_werkgever_id
    op_dag = {rol.organisatie_id for rol in werk.werkgeversrollen if rol.geldt_op(dag)}
    if len(op_dag) == 1:
        return op_dag.pop()
    raise fout("formele_werkgever", f"Vul in wie op {dag:%d-%m-%Y} de formele werkgever is.")


# ---- plaatsing ---------------------------------------------------------------------------------------
def _zet_plaatsing(werk: _Werk, groep: Groep, rij: Rij, dienstverband: Dienstverband) -> None:
    if not rij["werkgever"]:
        if rij["plaatsing_vanaf"] or rij["plaatsing_tot"] or rij["contract_tot"]:
            raise fout("werkgever", "Vul de werkgever van deze plaatsing in.")
        return
    relatie = werk.relaties.zoek(rij["werkgever"], "werkgever")
    plaatsingen = werk.boek.feiten(Plaatsing, groep.persoon)
    van_sw = [p for p in plaatsingen if p.soort in DIENSTVERBANDSOORTEN]
    dag, tot = _dagen_van_plaatsing(groep, rij, dienstverband, van_sw, relatie)
    if dag is None:
        return
    if rij["contract_tot"] and rij["contract_tot"] < dag:
        raise fout("contract_tot", "Het contract eindigt voordat de plaatsing begint. Pas een van beide aan.")
    zelfde = next((p for p in van_sw if p.relatie_id == relatie.pk and p.geldt_op(dag)), None)
    los = rij.kies("werklocatie", "contract_tot")
    if zelfde:
        if groep.is_laatste(rij, "werkgever"):
            werk.plan.wijzig(zelfde, **los)
        if rij["plaatsing_tot"]:
            werk.plan.wijzig(
                zelfde, einddatum=tot, reden_einde=zelfde.reden_einde or str(RedenEindePlaatsing.ANDER)
            )
        return
    for lopend in van_sw:
        if lopend.begindatum < dag and (lopend.einddatum is None or lopend.einddatum >= dag):
            reden = lopend.reden_einde or str(RedenEindePlaatsing.ANDERE_PLEK)
            werk.plan.wijzig(lopend, einddatum=dag - EEN_DAG, reden_einde=reden)
    reden = str(RedenEindePlaatsing.ANDER) if tot else ""
    later = volgende_na(van_sw, dag)
    if later and (tot is None or tot >= later.begindatum):
        tot, reden = later.begindatum - EEN_DAG, str(RedenEindePlaatsing.ANDERE_PLEK)
    if overlapt(van_sw, dag, tot):
        raise fout("plaatsing_vanaf", "Op deze dag begint al een andere plaatsing. Pas de datum aan.")
    soort = rij["plaatsing_soort"] or (
        Plaatsingssoort.INTERN if rij["subsoort"] == Subsoort.INTERN else _SOORT_BIJ_GROEP[rij["groep"]]
    )
    nieuw = Plaatsing(
        persoon=groep.persoon,
        relatie=relatie,
        soort=str(soort),
        begindatum=dag,
        einddatum=tot,
        reden_einde=reden,
        uren_per_week=rij["uren"],
        **los,
    )
    werk.plan.voeg_toe(nieuw, plaatsingen)


def _dagen_van_plaatsing(
    groep, rij: Rij, dienstverband, van_sw: list, relatie
) -> tuple[date | None, date | None]:
    """Eerste en laatste dag van de plaatsing in deze rij; geen eerste dag als er niets te doen is."""
    dag, tot = rij["plaatsing_vanaf"], rij["plaatsing_tot"]
    if dag is None:
        lopend = [p for p in van_sw if p.einddatum is None or p.einddatum == dienstverband.einddatum]
        if zelfde := next((p for p in lopend if p.relatie_id == relatie.pk), None):
            dag = zelfde.begindatum
        elif any(p.relatie_id == relatie.pk for p in van_sw) and not groep.is_laatste(rij, "werkgever"):
            return None, None
        elif lopend and not rij["indeling_vanaf"]:
            raise fout(
                "plaatsing_vanaf",
                f"De werkgever is anders dan vastgelegd. Vul in vanaf welke dag {relatie.naam} geldt.",
            )
        else:
            dag = rij["indeling_vanaf"] or dienstverband.begindatum
    eis_periode(dag, tot, "plaatsing_tot")
    if dag < dienstverband.begindatum or (dienstverband.einddatum and dag > dienstverband.einddatum):
        raise fout("plaatsing_vanaf", "Deze dag valt buiten het dienstverband. Pas de datum aan.")
    if tot and dienstverband.einddatum and tot > dienstverband.einddatum:
        raise fout("plaatsing_tot", "Deze dag ligt na het einde van het dienstverband. Pas de datum aan.")
    return dag, tot


def _sluit_wat_erop_rust(werk: _Werk, persoon, dienstverband: Dienstverband) -> None:
    """Een dienstverband dat eindigt, neemt zijn indeling en plaatsingen mee."""
    laatste = dienstverband.einddatum
    if laatste is None:
        return
    for indeling in werk.indelingen(dienstverband):
        if indeling.begindatum > laatste:
            raise fout(
                "einddatum", f"Er is een indeling vanaf {indeling.begindatum:%d-%m-%Y}. Kies een latere dag."
            )
        if indeling.einddatum is None or indeling.einddatum > laatste:
            werk.plan.wijzig(indeling, einddatum=laatste)
    for plaatsing in werk.boek.feiten(Plaatsing, persoon):
        hoort_erbij = (
            plaatsing.soort in DIENSTVERBANDSOORTEN
            and dienstverband.begindatum <= plaatsing.begindatum <= laatste
        )
        if hoort_erbij and (plaatsing.einddatum is None or plaatsing.einddatum > laatste):
            werk.plan.wijzig(plaatsing, einddatum=laatste, reden_einde=str(RedenEindePlaatsing.DIENSTVERBAND))


# ---- totalen -----------------------------------------------------------------------------------------
def controletotalen(rijen: list[Rij]) -> dict[str, dict[str, int]]:
    """Rijen, en rijen per groep."""
    groepen = Counter(rij["groep"] or "onbekend" for rij in rijen)
    return {
        "Rijen": {"totaal": len(rijen)},
        "Groep": {g: groepen[g] for g in (*choices.Groep.values, "onbekend") if groepen[g]},
    }


def stand(gemeente, peildatum: date) -> dict[str, dict[str, int]]:
    """Medewerkers per groep op de peildatum."""
    lopend = Indeling.objects.op(peildatum).filter(dienstverband__persoon__gemeente=gemeente)
    per_groep = Counter(lopend.values_list("groep", flat=True))
    return {"Groep": {groep: per_groep[groep] for groep in choices.Groep.values}}


def _perioden(persoon_ids):
    dienstverbanden = Dienstverband.objects.filter(persoon_id__in=persoon_ids)
    return dienstverbanden.values_list("persoon_id", "begindatum", "einddatum")


GROND = Dossiergrond("wsw", _perioden)
SOORT = Importsoort(
    code="wsw-bestand",
    naam="Wsw-bestand",
    uitleg="Medewerkers met hun dienstverband, groep, uren, werkgever en contactpersoon.",
    velden=VELDEN,
    verwerk=verwerk,
    controletotalen=controletotalen,
    stand=stand,
    volgorde=30,
)
