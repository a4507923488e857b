"""Rekenregels van de Wsw. Geen database, geen klok."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from dateutil.relativedelta import relativedelta

from kern.opmaak import bedrag
from wsw.choices import Cao, Handicapcategorie, Herkomst, Regeling

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


def herplaatsen_voor(laatste_werkdag: date, maanden: int) -> date:
    """De uiterste eerste dag van een nieuwe plek, in kalendermaanden na de laatste werkdag (RH-069).

    Na 30-6-2026 is dat met 2 maanden 30-8-2026 (61 dagen); na 1-7-2026 is dat 1-9-2026 (62 dagen).
    """
    return laatste_werkdag + relativedelta(months=maanden)


def bereikte_week(laatste_werkdag: date, peildatum: date, weken: Sequence[int | Decimal]) -> int | None:
    """De hoogste signaalweek die op de peildatum is bereikt, of None (RH-069: 4, 6 en 8 weken)."""
    bereikt = [int(week) for week in weken if peildatum >= laatste_werkdag + timedelta(weeks=int(week))]
    return max(bereikt, default=None)


def tekort_aan_plekken(*, plaatsen: int, bezet: int, nodig: int) -> str:
    """Waarom er te weinig terugvalplekken zijn, als zin; leeg als het past (RH-122)."""
    if bezet >= plaatsen:
        return f"Geen terugvalplek vrij: {bezet} van {plaatsen} bezet"
    if plaatsen < nodig:
        return f"Er zijn {plaatsen} terugvalplekken; per jaar zijn er ten minste {nodig} nodig"
    return ""


def fouten_in_betaalopdracht(*, totaal: Decimal, posten: Mapping[str, Decimal]) -> dict[str, str]:
    """Waarom deze bedragen niet kunnen, per veld (RH-150); leeg als ze kloppen. Posten samen zijn het totaal."""
    if totaal <= 0:
        return {"totaal": "Het bedrag is meer dan nul. Kijk het na bij de salarispartij."}
    verschil = totaal - sum(posten.values(), Decimal(0))
    if posten and verschil:
        meer = "meer" if verschil < 0 else "minder"
        return {
            "totaal": f"De posten zijn samen {bedrag(abs(verschil))} {meer} dan dit totaal. Pas een van beide aan."
        }
    return {}


# Wsw-statistiek: contract hours of a full-time week and the weight of each category, of law and regulation.
_SE_UREN = Decimal(36)
_SE_FACTOR = {
    Handicapcategorie.LICHT: Decimal("1.00"),
    Handicapcategorie.MATIG: Decimal("1.00"),
    Handicapcategorie.ERNSTIG: Decimal("1.25"),
}


def standaardeenheden(uren: Decimal, handicapcategorie: str) -> Decimal:
    """Standaardeenheden: uren / 36 × factor, ernstig 1,25 en anders 1,00, in vier decimalen (regels.md §2.3).

    36 uur matig 1,0000; 36 uur ernstig 1,2500; 24 uur ernstig 0,8333; 18 uur ernstig 0,6250; 32 uur matig 0,8889.
    """
    factor = _SE_FACTOR[Handicapcategorie(handicapcategorie)]
    return (uren / _SE_UREN * factor).quantize(Decimal("0.0001"), ROUND_HALF_UP)
