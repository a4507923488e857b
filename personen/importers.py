"""Inlezen van personen: wie iemand is, adres, kenmerken, dossierperiode en contactpersoon."""

from collections import Counter
from datetime import date

from kern.imports import cells
from kern.imports.plan import Plan, Rij
from kern.registers import Importsoort, Importveld
from personen.choices import Kenmerksoort, RedenEindeDossier
from personen.importdossier import sluit_toewijzing, zet_dossierperiode
from personen.importvelden import CONTACTPERSOON, WIE
from personen.models import Dossierperiode
from personen.personenboek import Personenboek

VELDEN = (
    *WIE[:2],
    Importveld("voornamen", "Voornamen", cells.tekst(120), voorbeeld="Anna Bertha"),
    *WIE[2:],
    Importveld("straat", "Straat", cells.tekst(100), voorbeeld="Dorpsstraat", ook_bekend_als=("straatnaam",)),
    Importveld("huisnummer", "Huisnummer", cells.tekst(20), voorbeeld="12 a", ook_bekend_als=("huisnr",)),
    Importveld("postcode", "Postcode", cells.postcode, voorbeeld="7461 AB"),
    Importveld("plaats", "Plaats", cells.tekst(80), voorbeeld="Rijssen", ook_bekend_als=("woonplaats",)),
    Importveld(
        "telefoon",
        "Telefoon",
        cells.telefoon,
        voorbeeld="06-12345678",
        ook_bekend_als=("telefoonnummer", "tel"),
    ),
    Importveld(
        "email", "E-mailadres", cells.email, voorbeeld="anna@voorbeeld.nl", ook_bekend_als=("e-mail", "mail")
    ),
    Importveld(
        "dossier_vanaf",
        "Dossier vanaf",
        cells.datum,
        uitleg="eerste dag van de begeleiding; leeg: er komt geen periode bij",
        voorbeeld="01-03-2026",
    ),
    Importveld("dossier_tot", "Dossier tot en met", cells.datum, uitleg="laatste dag, met een reden"),
    Importveld(
        "reden_einde",
        "Reden einde",
        cells.keuze(RedenEindeDossier.choices),
        uitleg="bijvoorbeeld werk, verhuisd of aow",
    ),
    *CONTACTPERSOON,
    Importveld("taalniveau", "Taalniveau", cells.tekst(200), voorbeeld="B1"),
    Importveld(
        "opleiding", "Hoogste opleiding", cells.tekst(200), voorbeeld="mbo 2", ook_bekend_als=("opleiding",)
    ),
    Importveld("statushouder", "Statushouder", cells.ja_nee, uitleg="ja of nee", voorbeeld="nee"),
    Importveld(
        "extern_kenmerk",
        "Nummer in ander systeem",
        cells.tekst(200),
        voorbeeld="A-1001",
        ook_bekend_als=("clientnummer", "cliëntnummer"),
    ),
)


def verwerk(plan: Plan, rijen: list[Rij], *, gemeente, door, vandaag: date) -> None:
    boek = Personenboek(plan, rijen, gemeente=gemeente, door=door, vandaag=vandaag)
    for groep in boek.groepen(rijen, lambda rij: (rij["dossier_vanaf"] or date.min,)):
        for rij in groep.rijen:
            with plan.rij(rij):
                persoon = boek.zet_persoon(groep, rij)
                zet_dossierperiode(boek, groep, rij)
                vanaf = rij["dossier_vanaf"]
                boek.zet_adres(groep, rij, vanaf)
                boek.wijs_toe(groep, rij, vanaf or vandaag)
                sluit_toewijzing(boek, persoon)
                _zet_kenmerken(boek, groep, rij, vanaf)


def _zet_kenmerken(boek: Personenboek, groep, rij: Rij, vanaf: date | None) -> None:
    statushouder = {True: "ja", False: "", None: None}[rij["statushouder"]]
    boek.zet_kenmerk(groep, rij, Kenmerksoort.TAALNIVEAU, rij["taalniveau"], vanaf, code="taalniveau")
    boek.zet_kenmerk(groep, rij, Kenmerksoort.OPLEIDING, rij["opleiding"], vanaf, code="opleiding")
    boek.zet_kenmerk(groep, rij, Kenmerksoort.STATUSHOUDER, statushouder, vanaf, code="statushouder")
    boek.zet_kenmerk(
        groep,
        rij,
        Kenmerksoort.EXTERN_KENMERK,
        rij["extern_kenmerk"],
        vanaf,
        code="extern_kenmerk",
        meer=True,
    )


def controletotalen(rijen: list[Rij]) -> dict[str, dict[str, int]]:
    """Rijen, en hoeveel daarvan een BSN hebben."""
    bsn = Counter("met BSN" if rij["bsn"] else "zonder BSN" for rij in rijen)
    return {"Rijen": {"totaal": len(rijen)}, "BSN": dict(sorted(bsn.items()))}


def stand(gemeente, peildatum: date) -> dict[str, dict[str, int]]:
    """Personen met een lopend dossier op de peildatum."""
    lopend = Dossierperiode.objects.op(peildatum).filter(persoon__gemeente=gemeente)
    return {"Lopende dossiers": {"totaal": lopend.values("persoon_id").distinct().count()}}


SOORT = Importsoort(
    code="personen",
    naam="Personen",
    uitleg="Namen, adressen, contactpersonen en kenmerken. Zonder uitkering of dienstverband.",
    velden=VELDEN,
    verwerk=verwerk,
    controletotalen=controletotalen,
    stand=stand,
    volgorde=20,
)
