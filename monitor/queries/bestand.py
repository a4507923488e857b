"""De bestandsanalyse op een peildatum, als tabellen van bevroren cijfers.

Pagina, csv, json en PDF lezen alle vier deze tabellen; er is geen tweede plek waar wordt geteld.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Exists, OuterRef

from kern.models import Gemeente
from monitor.queries.bestand_wsw import (
    formele_werkgevers,
    gemengde_werklocaties,
    wsw_per_gemeente,
    wsw_personen,
    wsw_tabel,
)
from monitor.queries.tabel import LADDER_LIJST, PERSONEN, UITKERINGEN, Cijfer, Rij, Rijen, Tabel
from reintegratie import queries as ladder
from wsw import queries as wsw


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
            Rij("doelgroep-a", "A: Wsw, ook begeleid werken", (wsw_personen(a, "wsw"),)),
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
                (wsw_personen(beschut, wsw.BESCHUT_ZONDER_UITKERING),),
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
