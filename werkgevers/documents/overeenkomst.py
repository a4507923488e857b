"""Documenten van werkgevers: de detacheringsovereenkomst als PDF, uit gegevens die bij de versie blijven staan."""

from typing import Any

from kern.opmaak import bedrag as geld
from kern.opmaak import getal
from kern.pdf import Pdf, render_pdf
from werkgevers.choices import METHODEN_PER_UUR
from werkgevers.queries.tariefuitleg import leg_tarief_uit
from werkgevers.queries.tarieven import normen_van
from werkgevers.rules.tarief import samen

DAGEN = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")


def overeenkomst_gegevens(overeenkomst, versie) -> dict[str, Any]:
    """Alles wat in het stuk staat, als tekst: zo is later te zien waaruit het is gemaakt (ontwerp §2.7)."""
    relatie = overeenkomst.relatie
    tarieven = []
    for tarief in overeenkomst.tarieven.geldig().order_by("begindatum"):
        if tarief.einddatum and tarief.einddatum < versie.begindatum:
            continue
        normen = normen_van(overeenkomst.gemeente_id, tarief.begindatum.replace(day=1))
        gelezen = leg_tarief_uit(tarief, versie, normen, None)
        uitleg = gelezen.uitleg or samen([])
        prijs = (
            f"{geld(uitleg.regels[0].prijs)} per uur"
            if tarief.methode in METHODEN_PER_UUR and uitleg.regels
            else f"{geld(uitleg.bedrag)} per maand"
        )
        tarieven.append(
            {
                "vanaf": f"{tarief.begindatum:%d-%m-%Y}",
                "tot": f"{tarief.einddatum:%d-%m-%Y}" if tarief.einddatum else "",
                "methode": tarief.get_methode_display(),
                "prijs": gelezen.probleem or prijs,
                "stappen": [[stap.wat, stap.formule, stap.uitkomst] for stap in uitleg.stappen],
                "normen": list(uitleg.versies),
            }
        )
    return {
        "nummer": overeenkomst.nummer,
        "versie": versie.versie,
        "gemeente": overeenkomst.gemeente.naam,
        "werkgever": {
            "naam": relatie.naam,
            "kvk": relatie.kvk,
            "adres": f"{relatie.straat} {relatie.huisnummer}, {relatie.postcode} {relatie.plaats}",
        },
        "medewerker": overeenkomst.persoon.weergavenaam,
        "soort": overeenkomst.get_soort_display(),
        "begin": f"{versie.begindatum:%d-%m-%Y}",
        "einde": f"{versie.einddatum:%d-%m-%Y}" if versie.einddatum else "",
        "uren_per_week": getal(versie.uren_per_week),
        "dagen": [[dag, getal(uren)] for dag, uren in zip(DAGEN, versie.weekpatroon, strict=True) if uren],
        "werklocatie": versie.werklocatie,
        "werkzaamheden": versie.werkzaamheden,
        "verlof": versie.verlof_doorbelast,
        "ziekte": versie.ziekte_doorbelast,
        "feestdagen": versie.feestdag_doorbelast,
        "btw": versie.get_btw_categorie_display(),
        "btw_reden": versie.btw_reden,
        "betaaltermijn": versie.betaaltermijn_dagen,
        "inkoopnummer": versie.inkoopnummer,
        "afspraken": versie.afspraken,
        "tarieven": tarieven,
        "overeengekomen_door": str(versie.overeengekomen_door),
        "opgesteld_door": str(versie.opgesteld_door),
        "opgesteld_op": f"{versie.opgesteld_op:%d-%m-%Y}",
    }


def overeenkomst_pdf(gegevens: dict[str, Any]) -> Pdf:
    return render_pdf("documenten/overeenkomst.html", {"o": gegevens})
