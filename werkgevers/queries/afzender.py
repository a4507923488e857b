"""Wie factureert: naam, adres, nummers en rekening van de gemeente, uit haar beleidskader op een dag."""

from dataclasses import dataclass
from datetime import date

from kern.beleid import waarden
from kern.models import Gemeente
from kern.parameters import parametercode
from werkgevers.rules.factuur import Partij

# Field of Partij or of the account → parameter code.
AFZENDERCODES = {
    "naam": "factuur.afzender.naam",
    "straat": "factuur.afzender.straat",
    "postcode": "factuur.afzender.postcode",
    "plaats": "factuur.afzender.plaats",
    "kvk": "factuur.afzender.kvk",
    "oin": "factuur.afzender.oin",
    "btw_id": "factuur.afzender.btw_nummer",
    "email": "factuur.afzender.email",
    "telefoon": "factuur.afzender.telefoon",
    "iban": "factuur.afzender.iban",
    "bic": "factuur.afzender.bic",
}
_VERPLICHT = ("naam", "straat", "postcode", "plaats", "btw_id", "iban")


@dataclass(frozen=True)
class Afzender:
    """De gemeente als leverancier, met haar rekening en de versies van de waarden."""

    partij: Partij
    iban: str
    bic: str
    ontbreekt: tuple[str, ...]
    versies: tuple[str, ...]


def afzender(gemeente: Gemeente, peildatum: date) -> Afzender:
    """De gegevens zoals ze op die dag gelden; `ontbreekt` noemt wat nog in het beleidskader moet."""
    gevonden = waarden(AFZENDERCODES.values(), [gemeente], peildatum)
    velden = {veld: gevonden[gemeente.pk, code] for veld, code in AFZENDERCODES.items()}
    tekst = {veld: str(waarde.waarde) if waarde else "" for veld, waarde in velden.items()}
    ontbreekt = [veld for veld in _VERPLICHT if not tekst[veld]]
    if not (tekst["kvk"] or tekst["oin"]):
        ontbreekt.append("kvk")
    iban, bic = tekst.pop("iban").replace(" ", ""), tekst.pop("bic")
    return Afzender(
        Partij(**tekst),
        iban,
        bic,
        tuple(parametercode(AFZENDERCODES[veld]).naam for veld in ontbreekt),
        tuple(waarde.versie for waarde in velden.values() if waarde),
    )
