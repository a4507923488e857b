"""Bij welke factuur hoort een bijschrijving? Voorstellen met een reden en een zekerheid. Geen database, geen klok.

Volgorde (regels §6.4): het RF-kenmerk, een factuurnummer in de tekst, rekening en bedrag, naam en bedrag.
Alleen wat zeker is, mag Trede zelf koppelen; de rest is een voorstel voor een mens.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from stdnum import iso11649

from werkgevers.rules.bank import Bankregel

# A debtor can have a direct debit taken back up to thirteen months later (SEPA rulebook).
STORNOTERMIJN = timedelta(days=400)
# C1742-2026-0005 or C2026-0005. Credits and invoices count separately, so the same digits exist in both.
_CREDITNUMMER = re.compile(
    r"(?<![A-Za-z])C[NR]?[-\s]?(?:\d{4}[-/.\s]?)?\d{4}[-/.\s]?\d{3,6}(?!\d)", re.IGNORECASE
)
NUL = Decimal(0)


class Zekerheid(StrEnum):
    ZEKER = "zeker"
    WAARSCHIJNLIJK = "waarschijnlijk"
    MOGELIJK = "mogelijk"
    GEEN = "geen"


@dataclass(frozen=True)
class OpenPost:
    """Een factuur waarop nog geld wordt verwacht."""

    sleutel: int
    nummer: str
    kenmerk: str  # RF…
    debiteur: int
    naam: str
    open: Decimal
    vervaldatum: date
    incassokenmerk: str = ""  # end-to-end id of a direct debit that is on its way


@dataclass(frozen=True)
class Incassogroep:
    """Eigen incasso's die de bank als één bedrag bijschrijft."""

    nummer: str
    posten: tuple[tuple[int, Decimal], ...]

    @property
    def bedrag(self) -> Decimal:
        return sum((bedrag for _, bedrag in self.posten), NUL)


@dataclass(frozen=True)
class Ontvangst:
    """Een eerder geboekte bijschrijving, om een storno bij te vinden."""

    sleutel: int
    datum: date
    bedrag: Decimal
    tegenrekening: str
    eindreferentie: str
    toewijzingen: tuple[tuple[int, Decimal], ...]


@dataclass(frozen=True)
class Voorstel:
    """Hoe een regel te verdelen: (factuur, bedrag), waarom, en hoe zeker. `rest` blijft over."""

    zekerheid: Zekerheid
    reden: str
    toewijzingen: tuple[tuple[int, Decimal], ...] = ()
    rest: Decimal = NUL


@dataclass
class Postenindex:
    """Open posten, klaar om snel in te zoeken; `rekeningen` zijn de rekeningen waarvan een debiteur eerder betaalde."""

    posten: Sequence[OpenPost]
    rekeningen: dict[str, frozenset[int]] = field(default_factory=dict)
    betaald: dict[str, str] = field(default_factory=dict)  # digits or RF -> number of an invoice paid before
    groepen: Sequence[Incassogroep] = ()

    def __post_init__(self):
        self.open = {post.sleutel: post.open for post in self.posten}
        self.op_kenmerk = {post.kenmerk: post for post in self.posten if post.kenmerk}
        self.op_incasso = {post.incassokenmerk: post for post in self.posten if post.incassokenmerk}
        self.op_cijfers: dict[str, OpenPost] = {}
        for post in self.posten:
            # F1742-2026-0391 is also written as 2026-0391.
            self.op_cijfers.setdefault(cijfers(post.nummer.partition("-")[2]), post)
            self.op_cijfers[cijfers(post.nummer)] = post
        self.op_debiteur: dict[int, list[OpenPost]] = {}
        self.op_naam: dict[str, list[OpenPost]] = {}
        for post in sorted(self.posten, key=lambda p: (p.vervaldatum, p.nummer)):
            self.op_debiteur.setdefault(post.debiteur, []).append(post)
            self.op_naam.setdefault(bedrijfsnaam(post.naam), []).append(post)

    def boek(self, toewijzingen: Iterable[tuple[int, Decimal]]) -> None:
        """Remember what an earlier line of the same file took, so that the next one sees what is left."""
        for sleutel, bedrag in toewijzingen:
            self.open[sleutel] -= bedrag

    def over(self, post: OpenPost) -> Decimal:
        return self.open[post.sleutel]


def koppel(regel: Bankregel, index: Postenindex) -> Voorstel:
    """Het beste voorstel voor een bijschrijving."""
    if regel.bedrag <= 0:
        return Voorstel(Zekerheid.GEEN, "Dit is een afschrijving.", rest=regel.bedrag)
    for probeer in (_op_incasso, _op_batch, _op_rf, _op_nummer, _op_rekening, _op_naam, _op_bedrag):
        voorstel = probeer(regel, index)
        if voorstel:
            return voorstel
    reden = "Geen kenmerk, factuurnummer, bekende rekening of bedrag dat past."
    return Voorstel(Zekerheid.GEEN, reden, rest=regel.bedrag)


def koppel_storno(regel: Bankregel, ontvangsten: Iterable[Ontvangst]) -> tuple[Ontvangst | None, str]:
    """De ontvangst die met deze storno wordt teruggedraaid, met de reden. Een storno opent de factuur weer."""
    kandidaten = [
        ontvangst
        for ontvangst in ontvangsten
        if ontvangst.bedrag == -regel.bedrag
        and timedelta(0) <= regel.datum - ontvangst.datum <= STORNOTERMIJN
    ]
    if regel.eindreferentie:
        zelfde = [o for o in kandidaten if o.eindreferentie == regel.eindreferentie]
        if zelfde:
            return max(
                zelfde, key=lambda o: o.datum
            ), f"Zelfde kenmerk als de ontvangst: {regel.eindreferentie}."
    if regel.tegenrekening:
        zelfde = [o for o in kandidaten if o.tegenrekening == regel.tegenrekening]
        if zelfde:
            return max(zelfde, key=lambda o: o.datum), "Zelfde rekening en bedrag als de ontvangst."
    return None, "Er is geen ontvangst met dit bedrag van deze rekening."


def verdeel(
    bedrag: Decimal, posten: Sequence[OpenPost], index: Postenindex
) -> tuple[tuple[int, Decimal], ...]:
    """Het bedrag over de posten, de oudste eerst; een deelbetaling blijft staan op de laatste die nog iets krijgt."""
    rest, delen = bedrag, []
    for post in sorted(posten, key=lambda p: (p.vervaldatum, p.nummer)):
        deel = min(rest, index.over(post))
        if deel > 0:
            delen.append((post.sleutel, deel))
            rest -= deel
    return tuple(delen)


def rf_kenmerken(tekst: str) -> list[str]:
    """Alle geldige RF-kenmerken (ISO 11649) in een tekst, ook met spaties erin geschreven."""
    gevonden = []
    plat = tekst.upper()
    for begin in re.finditer(r"\bRF\d{2}", plat):
        staart = plat[begin.start() : begin.start() + 40]
        woorden = re.split(r"[\s\-./,;]+", staart)
        # Longest first: the check digits say how much of the text belongs to it.
        for aantal in range(len(woorden), 0, -1):
            kandidaat = "".join(woorden[:aantal])
            if len(kandidaat) <= 25 and iso11649.is_valid(kandidaat):
                gevonden.append(kandidaat)
                break
    return gevonden


def cijfers(nummer: str) -> str:
    """F1742-2026-0391 → 174220260391."""
    return re.sub(r"\D", "", nummer)


def bedrijfsnaam(naam: str) -> str:
    """Een naam om te vergelijken: zonder accenten, leestekens en rechtsvorm."""
    ontleed = unicodedata.normalize("NFKD", naam)
    letters = "".join(t for t in ontleed if not unicodedata.combining(t)).casefold()
    # "B.V." is one word with dots in it.
    woorden = re.sub(r"[^0-9a-z]+", " ", letters.replace(".", "")).split()
    return " ".join(
        w for w in woorden if w not in {"bv", "nv", "vof", "cv", "stichting", "de", "het", "inzake"}
    )


def _op_incasso(regel: Bankregel, index: Postenindex) -> Voorstel | None:
    post = index.op_incasso.get(regel.eindreferentie) if regel.eindreferentie else None
    if not post:
        return None
    return _voorstel(regel, [post], index, Zekerheid.ZEKER, f"Eigen incasso {regel.eindreferentie}.")


def _op_batch(regel: Bankregel, index: Postenindex) -> Voorstel | None:
    tekst = f"{regel.eindreferentie} {regel.kenmerk} {regel.bankreferentie} {regel.omschrijving}"
    genoemd = [groep for groep in index.groepen if groep.nummer in tekst]
    heel = [groep for groep in genoemd if groep.bedrag == regel.bedrag]
    posten = heel[0].posten if heel else tuple(post for groep in genoemd for post in groep.posten)
    if not posten or sum(bedrag for _, bedrag in posten) != regel.bedrag:
        return None
    if any(index.open.get(sleutel, NUL) < bedrag for sleutel, bedrag in posten):
        return None
    return Voorstel(Zekerheid.ZEKER, f"Eigen incassobatch {genoemd[0].nummer}.", posten)


def _op_rf(regel: Bankregel, index: Postenindex) -> Voorstel | None:
    kenmerken = dict.fromkeys(
        kenmerk
        for bron in (regel.kenmerk, regel.eindreferentie, regel.omschrijving)
        for kenmerk in rf_kenmerken(bron)
    )
    posten = [index.op_kenmerk[k] for k in kenmerken if k in index.op_kenmerk]
    if posten:
        wat = "Betalingskenmerk" if len(posten) == 1 else "Betalingskenmerken"
        past = sum(index.over(post) for post in posten) == regel.bedrag
        zekerheid = Zekerheid.ZEKER if past or _een_debiteur(posten) else Zekerheid.WAARSCHIJNLIJK
        return _voorstel(regel, posten, index, zekerheid, f"{wat} van {_namen(posten)}.")
    betaald = next((index.betaald[k] for k in kenmerken if k in index.betaald), "")
    return _al_betaald(regel, betaald) if betaald else None


def _op_nummer(regel: Bankregel, index: Postenindex) -> Voorstel | None:
    tekst = f"{regel.omschrijving} | {regel.kenmerk} | {regel.eindreferentie}"
    zonder_credits = _CREDITNUMMER.sub(" | ", tekst)
    gevonden = _nummers_in(zonder_credits)
    posten = list(dict.fromkeys(index.op_cijfers[n] for n in gevonden if n in index.op_cijfers))
    if not posten:
        betaald = next(
            (index.betaald[n] for n in gevonden if n in index.betaald and (gevonden[n] or len(n) > 9)), ""
        )
        return _al_betaald(regel, betaald) if betaald else None
    # Bare digits can also be a date; letters before them, the amount or the account settle it.
    voluit = all(_is_voluit(post, gevonden) for post in posten)
    bedrag_past = sum(index.over(post) for post in posten) == regel.bedrag
    van_debiteur = index.rekeningen.get(regel.tegenrekening, frozenset()) & {post.debiteur for post in posten}
    zeker = bedrag_past or (
        (voluit or bool(van_debiteur)) and zonder_credits == tekst and _een_debiteur(posten)
    )
    wat = "Factuurnummer" if len(posten) == 1 else "Factuurnummers"
    reden = f"{wat} {_namen(posten)} in de omschrijving"
    reden += ", en het bedrag klopt." if bedrag_past else "."
    return _voorstel(regel, posten, index, Zekerheid.ZEKER if zeker else Zekerheid.WAARSCHIJNLIJK, reden)


def _een_debiteur(posten: Sequence[OpenPost]) -> bool:
    """Whoever pays for two employers at once is believed only when the amount is exactly theirs."""
    return len({post.debiteur for post in posten}) == 1


def _is_voluit(post: OpenPost, gevonden: dict[str, bool]) -> bool:
    """With its letters, or so long that it cannot be anything else."""
    heel, kort = cijfers(post.nummer), cijfers(post.nummer.partition("-")[2])
    return gevonden.get(heel, False) or (heel in gevonden and len(heel) > 9) or gevonden.get(kort, False)


def _op_rekening(regel: Bankregel, index: Postenindex) -> Voorstel | None:
    debiteuren = index.rekeningen.get(regel.tegenrekening, frozenset())
    posten = [p for d in sorted(debiteuren) for p in index.op_debiteur.get(d, []) if index.over(p) > 0]
    if not posten:
        return None
    gelijk = [post for post in posten if index.over(post) == regel.bedrag]
    if len(gelijk) == 1:
        return _voorstel(
            regel, gelijk, index, Zekerheid.ZEKER, "Bekende rekening, en het bedrag klopt precies."
        )
    if gelijk:
        reden = f"Bekende rekening; {len(gelijk)} facturen hebben dit bedrag. Dit is de oudste."
        return _voorstel(regel, gelijk[:1], index, Zekerheid.WAARSCHIJNLIJK, reden)
    if sum(index.over(post) for post in posten) == regel.bedrag:
        reden = f"Bekende rekening; samen zijn de {len(posten)} open facturen precies dit bedrag."
        return _voorstel(regel, posten, index, Zekerheid.WAARSCHIJNLIJK, reden)
    return _voorstel(
        regel, posten, index, Zekerheid.MOGELIJK, "Bekende rekening, ander bedrag. De oudste eerst."
    )


def _op_naam(regel: Bankregel, index: Postenindex) -> Voorstel | None:
    naam = bedrijfsnaam(regel.tegennaam)
    posten = [p for p in index.op_naam.get(naam, []) if index.over(p) > 0] if naam else []
    if not posten:
        return None
    gelijk = [post for post in posten if index.over(post) == regel.bedrag]
    if gelijk:
        reden = "Zelfde naam en bedrag, nieuwe rekening."
        return _voorstel(regel, gelijk[:1], index, Zekerheid.WAARSCHIJNLIJK, reden)
    return _voorstel(regel, posten, index, Zekerheid.MOGELIJK, "Zelfde naam, ander bedrag. De oudste eerst.")


def _op_bedrag(regel: Bankregel, index: Postenindex) -> Voorstel | None:
    gelijk = [post for post in index.posten if index.over(post) == regel.bedrag]
    if len(gelijk) != 1:
        return None
    return _voorstel(regel, gelijk, index, Zekerheid.MOGELIJK, "Dit is de enige open factuur met dit bedrag.")


def _voorstel(regel, posten, index, zekerheid, reden) -> Voorstel:
    delen = verdeel(regel.bedrag, posten, index)
    rest = regel.bedrag - sum((bedrag for _, bedrag in delen), NUL)
    if not delen:
        return _al_betaald(regel, _namen(posten))
    if rest:
        reden += " Er is te veel betaald."
    elif any(index.over(post) > dict(delen).get(post.sleutel, NUL) for post in posten):
        reden += " Er is niet alles betaald."
    return Voorstel(zekerheid, reden, delen, rest)


def _al_betaald(regel: Bankregel, nummer: str) -> Voorstel:
    return Voorstel(
        Zekerheid.GEEN, f"{nummer} is al betaald. Kies een andere factuur of betaal terug.", rest=regel.bedrag
    )


def _namen(posten: Sequence[OpenPost]) -> str:
    namen = [post.nummer for post in posten]
    return namen[0] if len(namen) == 1 else f"{', '.join(namen[:-1])} en {namen[-1]}"


def _nummers_in(tekst: str) -> dict[str, bool]:
    """Every number one can read in the text, with True when letters stand right before it (F-2026-0391).

    Groups of digits with one separator between them also count as one number: a bank breaks lines anywhere.
    """
    gevonden: dict[str, bool] = {}
    groepen = list(re.finditer(r"\d+", tekst))
    for begin in range(len(groepen)):
        voor = tekst[: groepen[begin].start()].rstrip("-")
        letters = bool(re.search(r"(?<![A-Za-z])[A-Za-z]{1,3}$", voor))
        samen = groepen[begin][0]
        for einde in range(begin, min(begin + 4, len(groepen))):
            if einde > begin:
                tussen = tekst[groepen[einde - 1].end() : groepen[einde].start()]
                if not re.fullmatch(r"[-/. ]{1,3}", tussen):
                    break
                samen += groepen[einde][0]
            if len(samen) >= 5:
                gevonden[samen] = gevonden.get(samen, False) or letters
    return gevonden
