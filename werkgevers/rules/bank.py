"""Bankafschriften lezen (regels §6.4): camt.053 of MT940 in, één soort regels uit. Geen database, geen klok.

Een bestand wordt helemaal gelezen of helemaal geweigerd. Het saldo moet sluiten: begin plus alle regels is einde.
"""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

CAMT = "camt.053"
MT940 = "MT940"
MAX_REGELS = 50_000
MAX_TEKST = 1_000
# What an ISO 20022 amount can be at most; more is a broken file, not money.
MAX_BEDRAG = Decimal("9999999999.99")


class Bankfout(ValueError):
    """Het bestand kan niet worden gelezen; de tekst zegt in het Nederlands waarom en wat je doet."""


@dataclass(frozen=True)
class Bankregel:
    """Eén bij- of afschrijving. `bedrag` is positief als er geld binnenkomt."""

    datum: date
    bedrag: Decimal
    omschrijving: str = ""
    tegenrekening: str = ""
    tegennaam: str = ""
    kenmerk: str = ""  # structured reference of the creditor: RF… or betalingskenmerk
    eindreferentie: str = ""  # end-to-end id
    bankreferentie: str = ""
    machtiging: str = ""
    storno: bool = False
    reden: str = ""  # why the bank sent it back
    valutadatum: date | None = None


@dataclass(frozen=True)
class Afschrift:
    """Eén afschrift van één rekening."""

    soort: str
    kenmerk: str
    rekening: str
    datum: date
    regels: tuple[Bankregel, ...]
    beginsaldo: Decimal | None = None
    eindsaldo: Decimal | None = None
    waarschuwingen: tuple[str, ...] = ()

    @property
    def bij(self) -> Decimal:
        return sum((regel.bedrag for regel in self.regels if regel.bedrag > 0), Decimal(0))

    @property
    def af(self) -> Decimal:
        return sum((regel.bedrag for regel in self.regels if regel.bedrag < 0), Decimal(0))


def lees_bankbestand(inhoud: bytes) -> tuple[Afschrift, ...]:
    """De afschriften in een bestand; de inhoud bepaalt de soort, niet de naam. Raises Bankfout."""
    from werkgevers.rules.camt import lees_camt
    from werkgevers.rules.mt940 import lees_mt940

    if not inhoud.strip():
        raise Bankfout("Het bestand is leeg. Haal het opnieuw op bij de bank.")
    if inhoud[:4] == b"PK\x03\x04":
        raise Bankfout("Dit is een zip-bestand. Pak het eerst uit en kies het bestand dat erin zit.")
    begin = inhoud[:400].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")
    if begin.startswith(b"<"):
        afschriften = lees_camt(inhoud)
    elif b":20:" in inhoud[:2000]:
        afschriften = lees_mt940(inhoud)
    else:
        raise Bankfout(
            "Dit is geen bankafschrift dat we kennen. Haal bij de bank een bestand op van de soort camt.053 of MT940."
        )
    if sum(len(afschrift.regels) for afschrift in afschriften) > MAX_REGELS:
        raise Bankfout("Er staan te veel regels in dit bestand. Haal een kortere periode op.")
    for afschrift in afschriften:
        controleer_saldo(afschrift)
    return afschriften


def controleer_saldo(afschrift: Afschrift) -> None:
    """Begin plus alle regels is einde; anders is het bestand niet heel. Zonder saldo valt er niets te controleren."""
    if afschrift.beginsaldo is None or afschrift.eindsaldo is None:
        return
    verschil = afschrift.eindsaldo - afschrift.beginsaldo - afschrift.bij - afschrift.af
    if verschil:
        raise Bankfout(
            f"Het saldo van afschrift {afschrift.kenmerk} sluit niet: er is een verschil van {_geld(verschil)} euro. "
            "Het bestand is niet compleet. Haal het opnieuw op bij de bank."
        )


def vingerafdrukken(rekening: str, regels: Iterable[Bankregel]) -> list[str]:
    """Waaraan een regel te herkennen is, ook als hij nog eens in een ander bestand staat.

    Twee echt gelijke regels op één dag zijn er twee: hun volgorde op die dag telt mee.
    """
    gezien: Counter[str] = Counter()
    afdrukken = []
    for regel in regels:
        delen = (
            rekening, regel.datum.isoformat(), f"{regel.bedrag:.2f}", regel.tegenrekening, regel.kenmerk,
            regel.eindreferentie, regel.bankreferentie, regel.omschrijving,
        )  # fmt: skip
        kern = "\x1f".join(delen)
        gezien[kern] += 1
        afdrukken.append(hashlib.sha256(f"{kern}\x1f{gezien[kern]}".encode()).hexdigest())
    return afdrukken


def schoon(tekst: str | None) -> str:
    """Tekst van de bank: op één regel, zonder stuurtekens, begrensd."""
    zichtbaar = "".join(t if unicodedata.category(t)[0] != "C" else " " for t in tekst or "")
    return " ".join(zichtbaar.split())[:MAX_TEKST]


def rekeningnummer(tekst: str | None) -> str:
    """Een rekeningnummer zonder spaties en punten, in hoofdletters."""
    return re.sub(r"[^0-9A-Z]", "", (tekst or "").upper())[:34]


def niets(tekst: str) -> str:
    """Leeg als de bank alleen zegt dat er niets is meegegeven."""
    return "" if tekst.upper() in {"NOTPROVIDED", "NONREF", "NOTPROV", "EREF", "NONE"} else tekst


def _geld(bedrag: Decimal) -> str:
    return f"{bedrag:.2f}".replace(".", ",")
