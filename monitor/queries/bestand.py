"""De bestandsanalyse op een peildatum, als tabellen van bevroren cijfers.

Pagina, csv, json en PDF lezen alle vier deze tabellen; er is geen tweede plek waar wordt geteld.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Exists, OuterRef

from kern.models import Gemeente
from reintegratie import queries as ladder
from wsw import queries as wsw

PERSONEN, FTE, UITKERINGEN = "personen", "fte", "uitkeringen"
WSW_LIJST, LADDER_LIJST = "wsw", "participatieladder"


@dataclass(frozen=True)
class Rijen:
    """Waar de rijen achter een cijfer staan: welke lijst, met welke filters."""

    lijst: str
    filters: tuple[tuple[str, str], ...]
    peildatum: date | None = None  # another day than that of the page: in a comparison


@dataclass(frozen=True)
class Cijfer:
    """Eén getal met zijn eenheid. `waarde` None betekent: geen gegevens, en dat is niet 0."""

    waarde: int | Decimal | None
    eenheid: str
    rijen: Rijen | None = None
    met_teken: bool = False


@dataclass(frozen=True)
class Rij:
    """Eén regel van een tabel. `soort`: gewoon, deel (telt al mee in de regel erboven) of totaal."""

    code: str
    naam: str
    cijfers: tuple[Cijfer, ...]
    soort: str = "gewoon"


@dataclass(frozen=True)
class Tabel:
    """Een tabel met kolommen, regels en de definitie van wat er is geteld."""

    code: str
    titel: str
    eerste_kop: str
    kolommen: tuple[str, ...]
    rijen: tuple[Rij, ...]
    definities: tuple[tuple[str, str], ...] = ()
    leeg: bool = False
    leegtekst: str = "Geen gegevens over deze peildatum."


@dataclass(frozen=True)
class Bestandsanalyse:
    """Alle tabellen over één of meer gemeenten op één peildatum."""

    peildatum: date
    gemeenten: tuple[Gemeente, ...]
    tabellen: tuple[Tabel, ...]
    ladder: ladder.Ladderstand
    normen: tuple[str, ...]
    in_beide: int = 0

    def tabel(self, code: str) -> Tabel | None:
        return next((tabel for tabel in self.tabellen if tabel.code == code), None)

    @property
    def gemeentenaam(self) -> str:
        if len(self.gemeenten) == 1:
            return self.gemeenten[0].naam
        return f"{len(self.gemeenten)} gemeenten samen"

    @property
    def leeg(self) -> bool:
        return all(tabel.leeg for tabel in self.tabellen)


def bestandsanalyse(gemeenten: Sequence[Gemeente], peildatum: date) -> Bestandsanalyse:
    """De hele analyse; het aantal query's hangt niet af van het aantal mensen of gemeenten."""
    bestand = wsw.bestand_op(peildatum, gemeenten)
    locaties = wsw.werklocaties_op(peildatum, [gemeente.pk for gemeente in gemeenten])
    samen, apart = ladder.ladder_op(peildatum, gemeenten)
    tabellen = [wsw_tabel(bestand), *_als(len(gemeenten) > 1, wsw_per_gemeente, bestand)]
    tabellen += [formele_werkgevers(bestand), gemengde_werklocaties(locaties)]
    tabellen += [laddertabel(samen), perspectieftabel(samen), omvang(samen)]
    tabellen += _als(len(gemeenten) > 1, ladder_per_gemeente, samen, apart)
    tabellen.append(doelgroepen(bestand, peildatum, [gemeente.pk for gemeente in gemeenten]))
    dubbel = in_beide_groepen(peildatum, [gemeente.pk for gemeente in gemeenten])
    return Bestandsanalyse(peildatum, tuple(gemeenten), tuple(tabellen), samen, bestand.normen, dubbel)


def in_beide_groepen(peildatum: date, gemeenten: Sequence[int]) -> int:
    """Mensen met een uitkering én een dienstverband op de peildatum; zij staan in beide tabellen (RH-034)."""
    werkt = wsw.dienstverbanden_op(peildatum, gemeenten).filter(persoon_id=OuterRef("pk"))
    return ladder.mensen_op(peildatum, gemeenten).filter(Exists(werkt)).count()


def _als(nodig: bool, maak: Callable[..., Tabel], *delen) -> list[Tabel]:
    return [maak(*delen)] if nodig else []


# ---- Wsw ---------------------------------------------------------------------------------------------
_DEEL = {"wsw-intern", "wsw-wol"}
_TOTAAL = {"wsw-zonder-bw", "wsw", "sw"}


def wsw_tabel(bestand: wsw.Bestandstand) -> Tabel:
    """Het Wsw-bestand per groep in personen en fte; begeleid werken en nieuw beschut apart (RH-035, TW-020)."""
    rijen, definities = [], []
    for code in wsw.GETELD:
        populatie, aantal = wsw.POPULATIES[code], bestand.totaal.per_populatie[code]
        if code == "wsw-zonder-indeling" and not aantal.personen:
            continue
        soort = "deel" if code in _DEEL else "totaal" if code in _TOTAAL else "gewoon"
        fte = None if code == "wsw-zonder-indeling" else aantal.fte
        rijen.append(Rij(code, populatie.naam, (_personen(aantal.personen, code), Cijfer(fte, FTE)), soort))
        definities.append((populatie.naam, populatie.definitie))
    return Tabel(
        "wsw",
        "Wsw-bestand per groep",
        "Groep",
        ("Personen", "Fte"),
        tuple(rijen),
        (
            (
                "Wie telt mee",
                "Wie op de peildatum een lopend dienstverband heeft en uit deze gemeente komt. Elke persoon telt "
                "één keer, in de groep van zijn indeling op die dag.",
            ),
            *definities,
            ("fte", "Contracturen per week gedeeld door de voltijdweek van de cao op de peildatum."),
        ),
        leeg=bestand.leeg,
    )


_KOLOMMEN = (
    ("Individueel", "wsw-individueel"),
    ("Groep", "wsw-groep"),
    ("Beschut", "wsw-beschut"),
    ("Totaal zonder begeleid werken", "wsw-zonder-bw"),
    ("Begeleid werken", "wsw-begeleid-werken"),
    ("Nieuw beschut", "nieuw-beschut"),
)


def wsw_per_gemeente(bestand: wsw.Bestandstand) -> Tabel:
    """Hetzelfde bestand per gemeente van herkomst, in personen."""
    rijen = [
        Rij(
            stand.sleutel,
            stand.naam,
            tuple(
                _personen(stand.personen(code), code, ("herkomst", stand.sleutel)) for _, code in _KOLOMMEN
            ),
        )
        for stand in bestand.per_gemeente
    ]
    totaal = tuple(_personen(bestand.totaal.personen(code), code) for _, code in _KOLOMMEN)
    return Tabel(
        "wsw-per-gemeente",
        "Wsw-bestand per gemeente",
        "Gemeente van herkomst",
        tuple(kop for kop, _ in _KOLOMMEN),
        (*rijen, Rij("totaal", "Totaal", totaal, "totaal")),
        (("Gemeente van herkomst", "De gemeente die voor deze medewerker betaalt."),),
        leeg=bestand.leeg,
    )


def formele_werkgevers(bestand: wsw.Bestandstand) -> Tabel:
    """Wie de formele werkgever is, per groep, in personen (RH-170)."""
    rijen = [
        Rij(
            f"werkgever-{stand.sleutel}",
            stand.naam,
            tuple(
                _personen(stand.personen(code), code, _bij_werkgever(stand.sleutel)) for _, code in _KOLOMMEN
            ),
        )
        for stand in bestand.per_formele_werkgever
    ]
    return Tabel(
        "formele-werkgever",
        "Formele werkgever",
        "Formele werkgever",
        tuple(kop for kop, _ in _KOLOMMEN),
        tuple(rijen),
        (("Formele werkgever", "De organisatie waar het dienstverband op de peildatum is."),),
        leeg=bestand.leeg,
    )


def _bij_werkgever(sleutel: str) -> tuple[str, str]:
    """The filter of the list; someone without an indeling has no formal employer yet."""
    return ("zonder_indeling", "on") if sleutel == "0" else ("formele_werkgever", sleutel)


def gemengde_werklocaties(locaties: Sequence[wsw.Locatiestand]) -> Tabel:
    """Werklocaties waar mensen uit verschillende gemeenten werken (RH-116: de werf, 36 = 29 + 3 + 2 + 1 + 1)."""
    rijen = []
    for nummer, locatie in enumerate((stand for stand in locaties if len(stand.herkomst) > 1), start=1):
        plek = (("werkgever", locatie.nummer), ("werklocatie", locatie.werklocatie or "geen"))
        naam = f"{locatie.werklocatie} ({locatie.werkgever})" if locatie.werklocatie else locatie.werkgever
        alles = _personen(locatie.personen, "wsw-alle-herkomst", *plek)
        rijen.append(Rij(f"locatie-{nummer}", naam, (alles,), "totaal"))
        for gemeente, code, aantal in locatie.herkomst:
            cijfer = _personen(aantal, "wsw-alle-herkomst", *plek, ("herkomst", code))
            rijen.append(Rij(f"locatie-{nummer}-{code}", f"waarvan {gemeente}", (cijfer,), "deel"))
    return Tabel(
        "werklocaties",
        "Werklocaties met gemengde herkomst",
        "Werklocatie",
        ("Personen",),
        tuple(rijen),
        (
            (
                "Gemengde herkomst",
                "Wsw-medewerkers met een plaatsing op deze plek, als zij uit meer dan één gemeente komen. Ook wie "
                "voor een andere gemeente telt, staat hier. Wie op twee plekken werkt, telt op beide plekken.",
            ),
        ),
        leeg=not rijen,
        leegtekst="Er zijn op deze peildatum geen werklocaties met mensen uit verschillende gemeenten.",
    )


def _personen(aantal: int, populatie: str, *filters: tuple[str, str]) -> Cijfer:
    return Cijfer(aantal, PERSONEN, Rijen(WSW_LIJST, (("populatie", populatie), *filters)))


# ---- Participatieladder ------------------------------------------------------------------------------
def laddertabel(stand: ladder.Ladderstand) -> Tabel:
    """Huidige trede, doeltrede en verschil (huidig min doel, zoals in de bron); onbekend sluit de kolommen (C20)."""
    rijen = [
        Rij(
            f"trede-{rij.sleutel}",
            rij.naam,
            (
                _mensen(rij.huidig, f"huidig-{rij.sleutel}"),
                _mensen(rij.doel, f"doel-{rij.sleutel}"),
                Cijfer(rij.verschil, PERSONEN, met_teken=True),
            ),
        )
        for rij in stand.rijen
    ]
    totaal = (
        _mensen(stand.totaal, "alle"),
        _mensen(sum(rij.doel for rij in stand.rijen), "alle"),
        Cijfer(sum(rij.verschil for rij in stand.rijen), PERSONEN, met_teken=True),
    )
    return Tabel(
        "ladder",
        "Participatieladder",
        "Trede",
        ("Huidige trede", "Doeltrede", "Verschil"),
        (*rijen, Rij("totaal", "Totaal", totaal, "totaal")),
        (
            ("Wie telt mee", ladder.TELT_MEE),
            ("Verschil", "Huidig min doel. Een min betekent: er groeien mensen naar deze trede toe."),
        ),
        leeg=stand.leeg,
    )


def perspectieftabel(stand: ladder.Ladderstand) -> Tabel:
    """Betaald werk nu en als doel: trede 5 en 6 samen (RH-044: 92 naar 192)."""
    cijfers = (
        _mensen(stand.perspectief_nu, "huidig-betaald"),
        _mensen(stand.perspectief_doel, "doel-betaald"),
    )
    return Tabel(
        "perspectief",
        "Perspectief op betaald werk",
        "Trede",
        ("Nu", "Doel"),
        (Rij("betaald-werk", "trede 5 en 6 samen", cijfers),),
        (("Perspectief op betaald werk", "Mensen met trede 5 of 6, al dan niet met ondersteuning."),),
        leeg=stand.leeg,
    )


def omvang(stand: ladder.Ladderstand) -> Tabel:
    """Personen en uitkeringen naast elkaar: een paar is twee personen en één uitkering (HT-005)."""
    return Tabel(
        "omvang",
        "Personen en uitkeringen",
        "Eenheid",
        ("Aantal",),
        (
            Rij("personen", "personen met een uitkering", (_mensen(stand.totaal, "alle"),)),
            Rij(
                "uitkeringen",
                "lopende uitkeringen",
                (
                    Cijfer(
                        stand.uitkeringen, UITKERINGEN, Rijen(LADDER_LIJST, (("populatie", "aanvragers"),))
                    ),
                ),
            ),
        ),
        (("Uitkering", "Een paar heeft samen één uitkering en telt als twee personen."),),
        leeg=stand.leeg,
    )


def doelgroepen(bestand: wsw.Bestandstand, peildatum: date, gemeenten: Sequence[int]) -> Tabel:
    """Doelgroep A en B, ieder één keer: wie in allebei hoort, telt in A (RH-034, C15)."""
    a = bestand.totaal.personen("wsw")
    uitkering = ladder.populatie_op(peildatum, gemeenten, ladder.ZONDER_WSW).count()
    beschut = wsw.populatie_op(peildatum, gemeenten, wsw.BESCHUT_ZONDER_UITKERING).count()
    totaal = a + uitkering + beschut
    return Tabel(
        "doelgroepen",
        "Doelgroep A en B, ieder één keer",
        "Doelgroep",
        ("Personen",),
        (
            Rij("doelgroep-a", "A: Wsw, ook begeleid werken", (_personen(a, "wsw"),)),
            Rij("doelgroep-b", "B: Participatiewet", (Cijfer(uitkering + beschut, PERSONEN),)),
            Rij(
                "b-uitkering",
                "waarvan met een uitkering, zonder Wsw-dienstverband",
                (_mensen(uitkering, ladder.ZONDER_WSW),),
                "deel",
            ),
            Rij(
                "b-nieuw-beschut",
                "waarvan nieuw beschut, zonder uitkering",
                (_personen(beschut, wsw.BESCHUT_ZONDER_UITKERING),),
                "deel",
            ),
            Rij("totaal", "Totaal", (Cijfer(totaal, PERSONEN),), "totaal"),
        ),
        (
            ("Doelgroep A", "Iedereen met een lopend Wsw-dienstverband, ook begeleid werken."),
            ("Doelgroep B", "Iedereen met een lopende uitkering of een dienstverband nieuw beschut."),
            ("Ieder één keer", "Wie in allebei de groepen hoort, telt alleen in A."),
        ),
        leeg=not totaal,
    )


def ladder_per_gemeente(samen: ladder.Ladderstand, apart: Sequence[ladder.Ladderstand]) -> Tabel:
    """Per gemeente: personen, betaald werk nu en als doel, en onbekend."""
    return Tabel(
        "ladder-per-gemeente",
        "Participatieladder per gemeente",
        "Gemeente",
        ("Personen", "Trede 5 en 6 nu", "Trede 5 en 6 als doel", "Huidige trede onbekend"),
        (
            *(Rij(stand.sleutel, stand.naam, _kerncijfers(stand)) for stand in apart),
            Rij("totaal", "Totaal", _kerncijfers(samen), "totaal"),
        ),
        leeg=samen.leeg,
    )


def _kerncijfers(stand: ladder.Ladderstand) -> tuple[Cijfer, ...]:
    bij = (("gemeente", stand.sleutel),) if stand.sleutel else ()
    return (
        _mensen(stand.totaal, "alle", *bij),
        _mensen(stand.perspectief_nu, "huidig-betaald", *bij),
        _mensen(stand.perspectief_doel, "doel-betaald", *bij),
        _mensen(stand.onbekend.huidig, "huidig-onbekend", *bij),
    )


def _mensen(aantal: int, populatie: str, *filters: tuple[str, str]) -> Cijfer:
    return Cijfer(aantal, PERSONEN, Rijen(LADDER_LIJST, (("populatie", populatie), *filters)))


# ---- vergelijken -------------------------------------------------------------------------------------
def vergelijking(nu: Bestandsanalyse, eerder: Bestandsanalyse) -> Tabel:
    """De aantallen personen op twee peildatums, met het verschil in personen en in procenten (K3)."""
    rijen = []
    for code, kolom, voor in (("wsw", 0, ""), ("ladder", 0, "huidige trede "), ("ladder", 1, "doeltrede ")):
        nieuw, oud = nu.tabel(code), eerder.tabel(code)
        if nieuw is None or oud is None:  # both analyses always have these tables
            continue
        toen = {rij.code: rij.cijfers[kolom] for rij in oud.rijen}
        for rij in nieuw.rijen:
            cijfer, was = rij.cijfers[kolom], toen.get(rij.code)
            a = None if nieuw.leeg else cijfer.waarde
            b = None if oud.leeg else was.waarde if was else 0
            rijen.append(
                Rij(
                    f"{code}-{kolom}-{rij.code}",
                    f"{voor}{rij.naam}",
                    (
                        replace(cijfer, waarde=a),
                        Cijfer(b, PERSONEN, _van_toen(was, eerder.peildatum)),
                        Cijfer(None if a is None or b is None else a - b, PERSONEN, met_teken=True),
                        Cijfer(_procent(a, b), "%", met_teken=True),
                    ),
                    rij.soort,
                )
            )
    kolommen = (f"{nu.peildatum:%d-%m-%Y}", f"{eerder.peildatum:%d-%m-%Y}", "Verschil", "Verschil in %")
    return Tabel(
        "vergelijking",
        f"Vergelijking met {eerder.peildatum:%d-%m-%Y}",
        "Personen",
        kolommen,
        tuple(rijen),
        (("Verschil", "De peildatum min de eerdere datum, met plus of min."),),
        leeg=nu.leeg and eerder.leeg,
    )


def _van_toen(was: Cijfer | None, peildatum: date) -> Rijen | None:
    """Dezelfde lijst als achter het cijfer van nu, op de eerdere datum."""
    return replace(was.rijen, peildatum=peildatum) if was and was.rijen else None


def _procent(nu, toen) -> Decimal | None:
    if nu is None or not toen:
        return None
    return (Decimal(nu - toen) * 100 / Decimal(toen)).quantize(Decimal("0.1"), ROUND_HALF_UP)
