"""Which column of the file fills which field: by code, by name, by a known other name, or remembered."""

import re

from kern.models import Importkoppeling
from kern.registers import Importsoort


def stel_koppeling_voor(soort: Importsoort, kop: list[str], onthouden: dict[str, str]) -> dict[str, str]:
    """{field code: column name}. What was chosen last time wins, then code, name and other names."""
    per_sleutel = {_sleutel(naam): naam for naam in reversed(kop)}
    koppeling: dict[str, str] = {}
    for veld in soort.velden:
        namen = (onthouden.get(veld.code, ""), veld.code, veld.naam, *veld.ook_bekend_als)
        gevonden = next(
            (per_sleutel[_sleutel(naam)] for naam in namen if naam and _sleutel(naam) in per_sleutel), None
        )
        if gevonden and gevonden not in koppeling.values():
            koppeling[veld.code] = gevonden
    return koppeling


def onthouden_koppeling(gemeente, soort: str) -> dict[str, str]:
    """What this gemeente chose last time for this kind of file."""
    rij = Importkoppeling.objects.filter(gemeente=gemeente, soort=soort).first()
    return rij.koppeling if rij else {}


def ontbrekend(soort: Importsoort, koppeling: dict[str, str]) -> list:
    """Fields that must have a column and have none."""
    return [veld for veld in soort.velden if veld.verplicht and not koppeling.get(veld.code)]


def niet_gebruikt(kop: list[str], koppeling: dict[str, str]) -> list[str]:
    """Columns of the file that are not read."""
    return [naam for naam in kop if naam not in koppeling.values()]


def _sleutel(naam: str) -> str:
    return re.sub(r"[\W_]", "", naam.lower())
