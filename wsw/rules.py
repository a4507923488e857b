"""Rekenregels van de Wsw. Geen database, geen klok."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from wsw.choices import Cao, Herkomst, Regeling

# Wsw art. 1: only who was in service on 31-12-2014 belongs to the Wsw. A date of the law, not a norm.
LAATSTE_INSTROOMDAG = date(2014, 12, 31)

GEEN_INSTROOM = (
    "Nieuwe instroom in de Wsw kan niet meer sinds 1-1-2015. "
    "Neem je iemand over van een andere formele werkgever? Kies dan 'overgenomen'."
)


def fouten_bij_begin(
    *, regeling: str, herkomst: str, begindatum: date, wsw_sinds: date | None
) -> dict[str, str]:
    """Waarom dit dienstverband niet kan beginnen, per veld (RH-037, Wsw art. 1); leeg als het mag."""
    if regeling == Regeling.NIEUW_BESCHUT:
        if herkomst != Herkomst.NIEUW_BESCHUT:
            return {"herkomst": "Kies bij nieuw beschut als herkomst 'indicatie nieuw beschut'."}
        return {}
    if herkomst == Herkomst.NIEUW_BESCHUT:
        return {
            "herkomst": "Deze herkomst hoort bij nieuw beschut, niet bij de Wsw. Kies een andere herkomst."
        }
    if begindatum > LAATSTE_INSTROOMDAG and herkomst != Herkomst.OVERNAME:
        return {"herkomst": GEEN_INSTROOM}
    if wsw_sinds is None:
        return {"wsw_sinds": "Vul in sinds wanneer deze medewerker in de Wsw zit."}
    if wsw_sinds > LAATSTE_INSTROOMDAG:
        return {
            "wsw_sinds": "Deze dag ligt na 31-12-2014. Nieuwe instroom in de Wsw kan niet meer sinds 1-1-2015."
        }
    if wsw_sinds > begindatum:
        return {"wsw_sinds": "Deze dag ligt na de eerste dag van het dienstverband. Kies een eerdere dag."}
    return {}


def cao_bij(regeling: str) -> Cao:
    """Cao SW bij de Wsw, cao Aan de slag bij nieuw beschut (regels.md §2.5)."""
    return Cao.AAN_DE_SLAG if regeling == Regeling.NIEUW_BESCHUT else Cao.SW


def deel_van_voltijd(uren: Decimal, voltijd: Decimal) -> Decimal:
    """Uren per week als deel van de voltijdweek, in fte met twee decimalen; afgerond aan het eind (C7)."""
    if voltijd <= 0:
        raise ValueError(f"een voltijdweek heeft meer dan 0 uur, niet {voltijd}")
    return (uren / voltijd).quantize(Decimal("0.01"), ROUND_HALF_UP)
