"""Mensen verzinnen: naam, geboortedatum, BSN uit een reeks die nooit is uitgegeven (999…)."""

import os
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from django.utils import timezone

from demo.names import ACHTERNAMEN, STRATEN, VOORNAMEN_MAN, VOORNAMEN_VROUW

# The life of the demo goes on until today; with TREDE_DEMO_DAG the same day gives the same data.
VANDAAG = date.fromisoformat(os.environ.get("TREDE_DEMO_DAG") or str(timezone.localdate()))


def bsn_reeks():
    """Geldige BSN's vanaf 999000000, in volgorde: 9·a + 8·b + … + 2·h − i is deelbaar door 11."""
    for nummer in range(999_000_000, 1_000_000_000):
        cijfers = [int(c) for c in str(nummer)]
        som = (
            sum(gewicht * cijfer for gewicht, cijfer in zip(range(9, 1, -1), cijfers[:8], strict=True))
            - cijfers[8]
        )
        if som % 11 == 0:
            yield str(nummer)


@dataclass
class Mens:
    """Eén verzonnen mens met de velden die elk importbestand kent."""

    bsn: str
    roepnaam: str
    tussenvoegsel: str
    achternaam: str
    geslacht: str
    geboortedatum: date
    straat: str
    huisnummer: str
    postcode: str
    plaats: str
    extra: dict = field(default_factory=dict)

    @property
    def voorletters(self) -> str:
        return f"{self.roepnaam[0]}."

    def kop(self) -> dict:
        """De velden waarmee een import iemand herkent."""
        return {
            "bsn": self.bsn,
            "voorletters": self.voorletters,
            "roepnaam": self.roepnaam,
            "tussenvoegsel": self.tussenvoegsel,
            "achternaam": self.achternaam,
            "geboortedatum": self.geboortedatum,
            "geslacht": self.geslacht,
        }

    def adres(self) -> dict:
        return {
            "straat": self.straat,
            "huisnummer": self.huisnummer,
            "postcode": self.postcode,
            "plaats": self.plaats,
        }


class Bevolking:
    """Maakt mensen van één gemeente; twee mensen hebben nooit dezelfde naam en geboortedatum."""

    def __init__(self, random: Random, bsns, plaatsen: tuple[str, ...], postcode: int):
        self.random, self.bsns, self.plaatsen, self.postcode = random, bsns, plaatsen, postcode
        self._gezien: set[tuple] = set()

    def mens(
        self, *, geboren: date | None = None, jongst: int = 19, oudst: int = 64, op: date = VANDAAG
    ) -> Mens:
        """Iemand die op `op` tussen `jongst` en `oudst` jaar is, of geboren is op `geboren`."""
        r = self.random
        while True:
            geslacht = r.choice("vm")
            roepnaam = r.choice(VOORNAMEN_VROUW if geslacht == "v" else VOORNAMEN_MAN)
            tussenvoegsel, achternaam = r.choice(ACHTERNAMEN)
            geboortedatum = geboren or op - timedelta(days=r.randint(jongst * 365 + 5, oudst * 365))
            sleutel = (achternaam, geboortedatum)
            if sleutel not in self._gezien:
                break
            if geboren:
                geboren -= timedelta(days=1)
        self._gezien.add(sleutel)
        letters = "".join(r.choice("ABCDEGHJKLMNPRSTVWXZ") for _ in range(2))
        return Mens(
            bsn=next(self.bsns),
            roepnaam=roepnaam,
            tussenvoegsel=tussenvoegsel,
            achternaam=achternaam,
            geslacht=geslacht,
            geboortedatum=geboortedatum,
            straat=r.choice(STRATEN),
            huisnummer=str(r.randint(1, 180)),
            postcode=f"{self.postcode + r.randint(0, 8)} {letters}",
            plaats=r.choice(self.plaatsen),
        )


def dag_tussen(random: Random, eerste: date, laatste: date) -> date:
    """Een dag van eerste tot en met laatste."""
    return eerste + timedelta(days=random.randint(0, (laatste - eerste).days))


def koppel_treden(huidig: dict, doel: dict) -> list[tuple]:
    """Verdeel huidige en doeltreden over mensen, zo dat niemand een lager doel heeft dan nu.

    `huidig` en `doel` zijn trede → aantal (None = onbekend). Laagste bij laagste: dat past precies als
    onder elke trede evenveel of minder doelen liggen dan standen.
    """

    def rij(telling):
        bekend = [t for t in range(1, 7) for _ in range(telling.get(t, 0))]
        return bekend, telling.get(None, 0)

    nu, nu_onbekend = rij(huidig)
    straks, straks_onbekend = rij(doel)
    # Unknown current treden go to the lowest goals' side, unknown goals to the highest current ones.
    nu = [None] * nu_onbekend + nu
    straks = straks + [None] * straks_onbekend
    if len(nu) != len(straks):
        raise ValueError("huidig en doel tellen niet even veel mensen")
    return list(zip(nu, straks, strict=True))
