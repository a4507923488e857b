"""De bladen van een werkgever: elk onderdeel zet zijn eigen blad erbij, met een eigen adres."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from kern.permissions import Recht
from kern.registers import Register


@dataclass(frozen=True)
class Werkgeverblad:
    """Een blad van een werkgever. `route` krijgt het relatienummer; `aantal(relatie, gebruiker)` telt."""

    code: str
    naam: str
    route: str
    volgorde: int
    recht: Recht
    aantal: Callable[[Any, Any], int] | None = None


werkgeverbladen = Register("werkgeverblad")


def bladen_van(relatie, gebruiker, actief: str) -> list[dict]:
    """De subnavigatie van deze werkgever: alleen wat deze gebruiker mag zien."""
    return [
        {
            "naam": blad.naam,
            "url": reverse(blad.route, args=[relatie.nummer]),
            "actief": blad.code == actief,
            "aantal": blad.aantal(relatie, gebruiker) if blad.aantal else None,
        }
        for blad in werkgeverbladen.alle()
        if gebruiker.mag(blad.recht, None if relatie.verband_id else relatie.gemeente_id)
    ]
