"""Regels van relaties en plaatsingen. Geen database, geen klok."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from dateutil.relativedelta import relativedelta


def zoeknaam(naam: str) -> str:
    """De naam om op te zoeken en te sorteren: kleine letters, zonder accenten en leestekens."""
    ontleed = unicodedata.normalize("NFKD", naam)
    letters = "".join(teken for teken in ontleed if not unicodedata.combining(teken)).casefold()
    return " ".join(re.sub(r"[^0-9a-z]+", " ", letters).split())[:200]


def bereikte_grens(contract_tot: date, peildatum: date, maanden: Sequence[int | Decimal]) -> int | None:
    """De kleinste termijn (in maanden) die op de peildatum is bereikt, of None (RH-123).

    Met 6, 3 en 1: een contract tot en met 31-12-2026 bereikt 6 op 30-6-2026, 3 op 30-9-2026, 1 op 30-11-2026.
    """
    bereikt = [int(m) for m in maanden if peildatum >= contract_tot - relativedelta(months=int(m))]
    return min(bereikt) if bereikt else None
