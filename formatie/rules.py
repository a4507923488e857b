"""Formatie: hoeveel fte een caseload vraagt, en hoe het bestand kleiner wordt. Puur rekenen, zonder database.

Exacte uitkomsten zijn Decimal met zes cijfers achter de komma; afronden gebeurt één keer, bij het tonen
(C3 in eisen.md §6). Normen komen als argument binnen, uit het beleidskader.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from dateutil.relativedelta import relativedelta

EXACT = Decimal("0.000001")


def rond_fte(waarde: Decimal, decimalen: int) -> Decimal:
    """Rond af, half naar boven. Het aantal decimalen is een keuze van wie de tabel maakt (C3)."""
    return waarde.quantize(Decimal(1).scaleb(-decimalen), ROUND_HALF_UP)


def fte_voor(mensen: int, norm: Decimal, opslag: Decimal = Decimal(0)) -> Decimal:
    """Nodige fte: mensen gedeeld door de norm per fte, plus een vaste opslag (RH-010, RH-160).

    ValueError bij een norm van nul of minder: daar valt niets mee te berekenen.
    """
    if norm <= 0:
        raise ValueError("De norm moet groter zijn dan 0.")
    if mensen < 0:
        raise ValueError("Het aantal mensen kan niet kleiner zijn dan 0.")
    return (Decimal(mensen) / norm + opslag).quantize(EXACT, ROUND_HALF_UP)


@dataclass(frozen=True)
class Verdeling:
    """De actieve caseload, gesplitst in plaatsing en ontwikkeling (RH-163)."""

    totaal: int
    naar_werk: int
    fte_plaatsing: Decimal
    fte_ontwikkeling: Decimal

    @property
    def ontwikkeling(self) -> int:
        return self.totaal - self.naar_werk

    @property
    def fte(self) -> Decimal:
        return self.fte_plaatsing + self.fte_ontwikkeling


def verdeel(totaal: int, naar_werk: int, norm_plaatsing: Decimal, norm_ontwikkeling: Decimal) -> Verdeling:
    """Wie dit jaar naar werk gaat, telt bij werkgeversbenadering; de rest bij ontwikkeling (RH-163).

    ValueError als er meer mensen naar werk gaan dan er zijn.
    """
    if naar_werk > totaal:
        raise ValueError("Er kunnen niet meer mensen naar werk gaan dan er in de caseload zitten.")
    return Verdeling(
        totaal,
        naar_werk,
        fte_voor(naar_werk, norm_plaatsing),
        fte_voor(totaal - naar_werk, norm_ontwikkeling),
    )


@dataclass(frozen=True)
class PerFte:
    """Een caseload per fte met teller en noemer erbij, zodat iedereen het kan narekenen (RH-162, C2)."""

    mensen: int
    fte: Decimal

    @property
    def exact(self) -> Decimal | None:
        """Mensen per fte; None zonder fte."""
        return (Decimal(self.mensen) / self.fte).quantize(EXACT, ROUND_HALF_UP) if self.fte else None

    @property
    def afgerond(self) -> int | None:
        return None if self.exact is None else int(self.exact.quantize(Decimal(1), ROUND_HALF_UP))


def boven_norm(stand: PerFte, norm: Decimal, grens: Decimal) -> bool:
    """Is de caseload meer dan `grens` (bijvoorbeeld 1,10) maal de norm? Zonder fte: nee."""
    return stand.exact is not None and stand.exact > norm * grens


@dataclass(frozen=True)
class Jaarstand:
    """Het verwachte aantal mensen op 1 januari van een jaar; exact, met breuk."""

    jaar: int
    aantal: Decimal
    percentage: Decimal | None

    @property
    def afgerond(self) -> int:
        return int(self.aantal.quantize(Decimal(1), ROUND_HALF_UP))


def krimp(start: int, startjaar: int, percentages: dict[int, Decimal], tot_jaar: int) -> list[Jaarstand]:
    """Prognose: elk jaar vertrekt het percentage van dat jaar van wie er op 1 januari is (RH-038).

    `percentages` is jaar → procent; ontbreekt een jaar, dan geldt dat van het laatste jaar ervoor.
    ValueError als er voor het eerste jaar geen percentage is.
    """
    stand = Decimal(start)
    rijen = [Jaarstand(startjaar, stand, None)]
    procent: Decimal | None = None
    for jaar in range(startjaar, tot_jaar):
        procent = percentages.get(jaar, procent)
        if procent is None:
            raise ValueError(f"Er is geen uitstroompercentage voor {jaar}.")
        stand = stand * (1 - procent / 100)
        rijen.append(Jaarstand(jaar + 1, stand, procent))
    return rijen


def jaarlijks_percentage(begin: int, eind: int, jaren: int) -> Decimal:
    """Het vaste percentage waarmee `begin` in `jaren` jaar krimpt naar `eind` (TW-006), drie decimalen."""
    if begin <= 0 or eind <= 0 or jaren <= 0:
        raise ValueError("Begin, eind en jaren moeten groter zijn dan 0.")
    factor = (Decimal(eind) / Decimal(begin)) ** (Decimal(1) / Decimal(jaren))
    return ((1 - factor) * 100).quantize(Decimal("0.001"), ROUND_HALF_UP)


def aantal_in_dienst_op(aow_datums: list[date | None], peildatum: date) -> int:
    """Hoeveel mensen op de peildatum hun AOW-datum nog niet hebben bereikt; onbekend telt mee."""
    return sum(1 for aow in aow_datums if aow is None or aow > peildatum)


# ---- AOW: wie wanneer uit dienst gaat ------------------------------------------------------------------
def aow_datum(geboortedatum: date, tabel: Sequence[Mapping]) -> date | None:
    """De dag waarop iemand de AOW-leeftijd bereikt (art. 7a AOW); None als de tabel zijn geboortejaar niet kent.

    Op die dag vervalt de Wsw-indicatie (Wsw art. 12).
    """
    for rij in tabel:
        if rij["geboren_van"] <= geboortedatum <= rij["geboren_tot"]:
            return _leeftijd_op(geboortedatum, rij)
    return None


def aow_horizon(tabel: Sequence[Mapping]) -> date | None:
    """Tot en met deze dag is van iedereen bekend of de AOW-leeftijd is bereikt; daarna niet meer."""
    laatste = max(tabel, key=lambda rij: rij["geboren_tot"], default=None)
    return _leeftijd_op(laatste["geboren_tot"], laatste) if laatste else None


def _leeftijd_op(geboortedatum: date, rij: Mapping) -> date:
    return geboortedatum + relativedelta(years=int(rij["jaren"]), months=int(rij["maanden"]))


# ---- De formatieberekening: dezelfde som voor telling, plan en wat-als ----------------------------------
AANTALLEN = (
    "wsw_individueel", "wsw_groep", "wsw_beschut", "wsw_voorzien", "wsw_terugval",
    "pw_uitkering", "pw_begeleid_werken", "pw_lks", "pw_passief", "naar_werk",
)  # fmt: skip
GETALLEN = (
    "norm_wsw", "norm_plaatsing", "norm_ontwikkeling", "opslag_wsw", "opslag_pw",
    "vast_accountmanager", "vast_liaison", "vast_administratie",
    "herbeoordelingen_per_jaar", "herbeoordeling_uren", "productieve_uren", "uitstroom_wsw",
    "nu_wsw", "nu_plaatsing", "nu_ontwikkeling",
)  # fmt: skip
# A caseload or the norm it is divided by stays unknown when it is not set; it never counts as 0. What comes on top of it
# (opslag, voorzien, terugval) is a rule of its own: not set is off, so nothing is added and nothing taken away.


@dataclass(frozen=True)
class Invoer:
    """Alles waarmee de formatie wordt berekend. None is "niet vastgesteld" of "niet geteld".

    Zonder caseload of norm is er geen uitkomst. Zonder opslag, voorzien of terugval geldt die regel niet.
    """

    wsw_individueel: int | None = None
    wsw_groep: int | None = None
    wsw_beschut: int | None = None
    wsw_voorzien: int | None = None
    wsw_terugval: int | None = None
    pw_uitkering: int | None = None
    pw_begeleid_werken: int | None = None
    pw_lks: int | None = None
    pw_passief: int | None = None
    naar_werk: int | None = None
    norm_wsw: Decimal | None = None
    norm_plaatsing: Decimal | None = None
    norm_ontwikkeling: Decimal | None = None
    opslag_wsw: Decimal | None = None
    opslag_pw: Decimal | None = None
    vast_accountmanager: Decimal | None = None
    vast_liaison: Decimal | None = None
    vast_administratie: Decimal | None = None
    herbeoordelingen_per_jaar: Decimal | None = None
    herbeoordeling_uren: Decimal | None = None
    productieve_uren: Decimal | None = None
    uitstroom_wsw: Decimal | None = None
    nu_wsw: Decimal | None = None
    nu_plaatsing: Decimal | None = None
    nu_ontwikkeling: Decimal | None = None

    @property
    def wsw_totaal(self) -> int | None:
        """Individueel, groep en beschut samen (RH-156)."""
        return _som(self.wsw_individueel, self.wsw_groep, self.wsw_beschut)

    @property
    def wsw_actief(self) -> int | None:
        """Totaal min wie al begeleiding heeft, plus de verwachte terugval (RH-157)."""
        if self.wsw_totaal is None:
            return None
        return max(self.wsw_totaal - (self.wsw_voorzien or 0), 0) + (self.wsw_terugval or 0)

    @property
    def pw_actief(self) -> int | None:
        """Uitkering, begeleid werken en loonkostensubsidie samen (RH-161)."""
        return _som(self.pw_uitkering, self.pw_begeleid_werken, self.pw_lks)

    @property
    def ontwikkeling(self) -> int | None:
        """Wie niet dit jaar naar werk gaat (RH-163)."""
        if self.pw_actief is None or self.naar_werk is None:
            return None
        return max(self.pw_actief - self.naar_werk, 0)


def _som(*delen: int | None) -> int | None:
    bekend = [deel for deel in delen if deel is not None]
    return sum(bekend) if bekend else None


def invoer_naar_json(invoer: Invoer) -> dict:
    """Getallen als tekst, zodat er niets verloren gaat; wat onbekend is, staat er niet in."""
    waarden = {naam: getattr(invoer, naam) for naam in (*AANTALLEN, *GETALLEN)}
    return {
        naam: waarde if isinstance(waarde, int) else f"{waarde.normalize():f}"
        for naam, waarde in waarden.items()
        if waarde is not None
    }


def invoer_uit_json(bewaard: Mapping) -> Invoer:
    """Het omgekeerde; wat er niet in staat of anders heet, is onbekend."""
    velden: dict[str, Any] = {n: int(bewaard[n]) for n in AANTALLEN if bewaard.get(n) is not None}
    velden |= {n: Decimal(bewaard[n]) for n in GETALLEN if bewaard.get(n) is not None}
    return Invoer(**velden)


@dataclass(frozen=True)
class Post:
    """Eén regel van de berekening: mensen, norm, precies, nodig (afgerond) en wat er nu is."""

    code: str
    naam: str
    mensen: int | None
    norm: Decimal | None
    exact: Decimal | None
    nodig: Decimal | None
    nu: Decimal | None = None
    som: str = ""

    @property
    def verschil(self) -> Decimal | None:
        return None if self.nodig is None or self.nu is None else self.nodig - self.nu


@dataclass(frozen=True)
class Uitkomst:
    """De uitkomst van één berekening, per tabel, met totalen van de afgeronde regels (C3)."""

    invoer: Invoer
    pw: tuple[Post, ...]
    wsw: tuple[Post, ...]
    herbeoordeling: Post

    @property
    def pw_totaal(self) -> Post:
        return _totaal("pw-totaal", "Totaal re-integratie PW", self.pw)

    @property
    def wsw_totaal(self) -> Post:
        return _totaal("wsw-totaal", "Totaal Wsw", self.wsw)

    @property
    def klanten(self) -> Post:
        """De regels die van de caseload afhangen: 2,0 + 3,1 = 5,1 (RH-163)."""
        totaal = _totaal("pw-klanten", "Plaatsing en ontwikkeling samen", self.pw[:2])
        return replace(totaal, mensen=self.invoer.pw_actief)


def _totaal(code: str, naam: str, posten: Sequence[Post]) -> Post:
    """Som van de regels die bekend zijn; is er een onbekend, dan is het totaal ook onbekend."""

    def som(veld: str) -> Decimal | None:
        waarden = [getattr(post, veld) for post in posten]
        return None if None in waarden else sum(waarden, Decimal(0))

    # What is there now counts what is known: a post that nobody holds is no gap in the figures.
    nu = sum((post.nu for post in posten if post.nu is not None), Decimal(0))
    return Post(code, naam, None, None, som("exact"), som("nodig"), nu)


def bereken(invoer: Invoer, *, decimalen: int = 1) -> Uitkomst:
    """De hele formatie (RH-160, RH-163, RH-166 tot en met RH-168).

    Afgerond worden alleen de regels die uit een caseload komen, op `decimalen` (C3); vaste posten niet.
    ValueError bij een norm van nul, of als er meer mensen naar werk gaan dan er zijn.
    """
    if invoer.naar_werk is not None and invoer.pw_actief is not None and invoer.naar_werk > invoer.pw_actief:
        raise ValueError("Er kunnen niet meer mensen naar werk gaan dan er in de caseload zitten.")
    pw = (
        _klantpost(
            "plaatsing", "Werkgeversbenadering", invoer.naar_werk, invoer.norm_plaatsing, None, invoer.nu_plaatsing,
            decimalen,
        ),
        _klantpost(
            "ontwikkeling", "Ontwikkeling", invoer.ontwikkeling, invoer.norm_ontwikkeling, None,
            invoer.nu_ontwikkeling, decimalen,
        ),
        _vaste_post("accountmanager", "Accountmanager (PR)", invoer.vast_accountmanager),
        _vaste_post("loonwaarde", "Loonwaardemetingen", invoer.opslag_pw, nu=Decimal(0)),
    )  # fmt: skip
    wsw = (
        _klantpost(
            "wsw", "Detachering, jobcoaching en loonwaardemetingen", invoer.wsw_actief, invoer.norm_wsw,
            invoer.opslag_wsw, invoer.nu_wsw, decimalen,
        ),
        _vaste_post("liaison", "Liaisonfunctie", invoer.vast_liaison, nu=Decimal(0)),
        _vaste_post("administratie", "Financiële administratie", invoer.vast_administratie, nu=Decimal(0)),
    )  # fmt: skip
    return Uitkomst(invoer, pw, wsw, _herbeoordeling(invoer, decimalen))


def _klantpost(code, naam, mensen, norm, opslag, nu, decimalen) -> Post:
    if mensen is None or norm is None:
        return Post(code, naam, mensen, norm, None, None, nu)
    exact = fte_voor(mensen, norm, opslag or Decimal(0))
    som = f"{mensen} / {_nl(norm)}" + (f" + {_nl(opslag)}" if opslag else "")
    return Post(code, naam, mensen, norm, exact, rond_fte(exact, decimalen), nu, som)


def _vaste_post(code, naam, fte, *, nu=None) -> Post:
    """Een vaste post is er nu ook, tenzij de taak nieuw is (`nu` is dan 0)."""
    return Post(
        code, naam, None, None, fte, fte, fte if nu is None else nu, "vast" if fte is not None else ""
    )


def _herbeoordeling(invoer: Invoer, decimalen: int) -> Post:
    """Extra werk van consulenten inkomen: mensen × keer per jaar × uren / uren van een fte (RH-166, C16)."""
    naam = "Herbeoordeling doeltrede 3 of lager"
    delen = (invoer.herbeoordelingen_per_jaar, invoer.herbeoordeling_uren, invoer.productieve_uren)
    keer, uren, jaar = delen
    if invoer.pw_passief is None or keer is None or uren is None or not jaar:
        return Post("herbeoordeling", naam, invoer.pw_passief, None, None, None)
    exact = (invoer.pw_passief * keer * uren / jaar).quantize(EXACT, ROUND_HALF_UP)
    som = f"{invoer.pw_passief} × {_nl(keer)} × {_nl(uren)} / {_nl(jaar)}"
    return Post("herbeoordeling", naam, invoer.pw_passief, None, exact, rond_fte(exact, decimalen), None, som)


def _nl(getal: Decimal) -> str:
    """Zoals een mens het schrijft: 45, 0,3."""
    tekst = f"{getal:f}"
    return (tekst.rstrip("0").rstrip(".") if "." in tekst else tekst).replace(".", ",")
