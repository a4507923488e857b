"""Wat er in een collegerapport hoort: de hoofdstukken, wat nog ontbreekt, en welke aantallen te zien zijn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kern.models import Afspraak, Afspraaksoort
from kern.registers import kpis
from monitor.afscherming import Verband, Zicht, scherm_af
from monitor.choices import Eenheid, Oordeel, Opbouw
from monitor.models import Peilmoment, Peilwaarde, Rapport, Rapportstatus
from personen.rules import leesniveau

SAMENVATTING, FORMATIE = "samenvatting", "formatie"
MAX_WOORDEN, MAX_ZINNEN = 80, 5  # schermen, Collegerapport: per goal 80 words; the summary five sentences
AANTALLEN = (Eenheid.PERSONEN, Eenheid.UITKERINGEN, Eenheid.AANTAL)
GETOETST = (Oordeel.OP_DOEL, Oordeel.NIET_OP_DOEL)


@dataclass(frozen=True)
class Hoofdstuk:
    """Een stuk van het rapport met een eigen toelichting."""

    code: str
    titel: str
    vraag: str
    verplicht: bool
    gemist: bool = False


def hoofdstukken(waarden: Sequence[Peilwaarde]) -> list[Hoofdstuk]:
    """De samenvatting, elk doel, en de formatie. Bij een gemist doel is de toelichting verplicht."""
    doelen = [
        Hoofdstuk(
            w.kpi, w.naam, "Waarom is dit zo?", w.oordeel == Oordeel.NIET_OP_DOEL,
            w.oordeel == Oordeel.NIET_OP_DOEL,
        )
        for w in waarden
        if w.oordeel in GETOETST
    ]  # fmt: skip
    return [
        Hoofdstuk(SAMENVATTING, "Samenvatting", "Wat moet het college weten?", True),
        *doelen,
        Hoofdstuk(FORMATIE, "Formatie", "Wat valt op aan de formatie?", False),
    ]


def waarden_van(peilmoment: Peilmoment) -> list[Peilwaarde]:
    return list(peilmoment.waarden.order_by("volgorde", "pk"))


def bijsturing_bij(peilmoment: Peilmoment) -> dict[str, list[Afspraak]]:
    """De bijsturing die bij deze peildatum hoort, per cijfer."""
    rijen = Afspraak.objects.bijsturing_op(peilmoment.gemeente, peilmoment.peildatum)
    per_kpi: dict[str, list[Afspraak]] = {}
    for afspraak in rijen.select_related("eigenaar").order_by("pk"):
        per_kpi.setdefault(afspraak.kpi, []).append(afspraak)
    return per_kpi


def eerdere_bijsturing(peilmoment: Peilmoment) -> list[Afspraak]:
    """Bijsturing van de vorige peildatum, met het antwoord dat er nu op is."""
    alle = Afspraak.objects.filter(
        gemeente=peilmoment.gemeente, soort=Afspraaksoort.BIJSTURING, peildatum__lt=peilmoment.peildatum
    )
    laatste = alle.order_by("-peildatum").values_list("peildatum", flat=True).first()
    return list(alle.filter(peildatum=laatste).select_related("eigenaar").order_by("pk")) if laatste else []


def ontbreekt(rapport: Rapport, waarden: Sequence[Peilwaarde], teksten: Mapping[str, str]) -> list[str]:
    """Wat er nog moet voordat het rapport ter goedkeuring kan (RH-078); leeg als het klaar is."""
    per_kpi = bijsturing_bij(rapport.peilmoment)
    mist = []
    for hoofdstuk in hoofdstukken(waarden):
        tekst = teksten.get(hoofdstuk.code, "")
        if hoofdstuk.gemist and not per_kpi.get(hoofdstuk.code):
            mist.append(
                f"{hoofdstuk.titel}: het doel is niet gehaald en er is geen bijsturing. Leg die eerst vast."
            )
        if hoofdstuk.verplicht and not tekst.strip():
            mist.append(f"{hoofdstuk.titel}: de toelichting ontbreekt.")
        if te_lang := te_veel(hoofdstuk.code, tekst):
            mist.append(f"{hoofdstuk.titel}: {te_lang}")
    return mist


def te_veel(code: str, tekst: str) -> str:
    """Waarom een tekst te lang is, of leeg."""
    woorden, zinnen = len(tekst.split()), leesniveau(tekst).zinnen
    if code == SAMENVATTING and zinnen > MAX_ZINNEN:
        return f"de samenvatting heeft {zinnen} zinnen. Maak er hoogstens {MAX_ZINNEN} van."
    if code != SAMENVATTING and woorden > MAX_WOORDEN:
        return f"de tekst heeft {woorden} woorden. Maak er hoogstens {MAX_WOORDEN} van."
    return ""


def telt_op(waarde: Peilwaarde) -> bool:
    """Telt dit cijfer op over het jaar? Dan is het jaar een eigen aantal, naast het halfjaar."""
    kpi = kpis.get(waarde.kpi)
    opbouw = waarde.gegevens.get("opbouw") or (kpi.opbouw if kpi else "")
    return opbouw == Opbouw.TELT_OP


# ---- small counts --------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Afgeschermd:
    """Alle aantallen achter een rapport, met wat ervan te zien is."""

    waarden: dict[str, int]
    zicht: dict[str, Zicht]

    def van(self, *sleutels: str) -> Zicht:
        """Het strengste zicht van deze aantallen: een percentage is te zien als alles erachter te zien is."""
        gevonden = [self.zicht.get(sleutel, Zicht.GETOOND) for sleutel in sleutels]
        if Zicht.KLEIN in gevonden:
            return Zicht.KLEIN if len(sleutels) == 1 else Zicht.VERBORGEN
        return Zicht.VERBORGEN if Zicht.VERBORGEN in gevonden else Zicht.GETOOND

    def als_json(self) -> dict[str, list]:
        return {sleutel: [waarde, str(self.zicht[sleutel])] for sleutel, waarde in self.waarden.items()}


def sleutels_van(waarde: Peilwaarde, peildatum: date, vorige: date) -> dict[str, tuple[str, ...]]:
    """Welke aantallen er achter `waarde`, `vorige` en `jaar` van een cijfer zitten; leeg bij een bedrag."""
    if waarde.eenheid == Eenheid.EURO:
        return {"waarde": (), "vorige": (), "jaar": ()}
    jaar = f"jaar-{peildatum}" if telt_op(waarde) and peildatum.month > 6 else str(peildatum)
    perioden = {"waarde": str(peildatum), "vorige": str(vorige), "jaar": jaar}
    if waarde.eenheid in AANTALLEN:
        return {wat: (f"{waarde.kpi}@{periode}",) for wat, periode in perioden.items()}
    return {
        wat: tuple(f"{waarde.kpi}.{deel}@{periode}" for deel in ("teller", "rest", "noemer"))
        for wat, periode in perioden.items()
    }


def aantallen(
    waarden: Sequence[Peilwaarde], peildatum: date, vorige: date
) -> tuple[dict[str, int], list[Verband]]:
    """Elk aantal in het rapport onder een vaste naam, en de optellingen die een lezer kan maken."""
    gevonden: dict[str, int] = {}
    verbanden: list[Verband] = []
    for waarde in waarden:
        sleutels = sleutels_van(waarde, peildatum, vorige)
        if waarde.eenheid in AANTALLEN:
            _zet(gevonden, sleutels["waarde"][0], waarde.waarde)
            _zet(gevonden, sleutels["vorige"][0], waarde.vorige)
            _zet(gevonden, sleutels["jaar"][0], waarde.jaar)
            verbanden.append(Verband(sleutels["jaar"][0], (sleutels["waarde"][0], sleutels["vorige"][0])))
            groepen = {
                f"{waarde.kpi}/{naam}@{peildatum}": aantal
                for naam, aantal in (waarde.gegevens.get("groepen") or {}).items()
            }
            for sleutel, aantal in groepen.items():
                _zet(gevonden, sleutel, Decimal(aantal))
            if groepen:
                verbanden.append(Verband(sleutels["waarde"][0], tuple(groepen)))
        elif waarde.eenheid == Eenheid.PROCENT:
            for wat, (teller, noemer) in _tellers(waarde).items():
                deel, rest, geheel = sleutels[wat]
                # An unknown count is treated as small, so that its percentage is not shown.
                _zet(gevonden, deel, Decimal(0) if teller is None else teller)
                _zet(gevonden, geheel, Decimal(0) if noemer is None else noemer)
                _zet(gevonden, rest, gevonden_verschil(gevonden, geheel, deel))
                verbanden.append(Verband(geheel, (deel, rest)))
    nu, toen = str(peildatum), str(vorige)
    # This half-year's benefits are those of the last one, plus who came and minus who left.
    verbanden.append(
        Verband(
            f"uitkeringsdossiers@{nu}", (f"uitkeringsdossiers@{toen}", f"instroom@{nu}"), (f"uitstroom@{nu}",)
        )
    )
    return gevonden, [v for v in verbanden if len(set(v.termen())) == 1 + len(v.delen) + len(v.aftrek)]


def gevonden_verschil(gevonden: Mapping[str, int], geheel: str, deel: str) -> Decimal | None:
    if geheel not in gevonden or deel not in gevonden:
        return None
    return Decimal(gevonden[geheel] - gevonden[deel])


def _tellers(waarde: Peilwaarde) -> dict[str, tuple[Decimal | None, Decimal | None]]:
    """Numerator and denominator of each percentage of this figure that has a value."""
    tellers = {"waarde": (waarde.teller, waarde.noemer)} if waarde.waarde is not None else {}
    for wat, getal in (("vorige", waarde.vorige), ("jaar", waarde.jaar)):
        if getal is None:
            continue
        paar = waarde.gegevens.get(wat) or {}
        if "teller" in paar and "noemer" in paar:
            tellers[wat] = (_decimaal(paar["teller"]), _decimaal(paar["noemer"]))
        elif wat == "jaar" and getal == waarde.waarde:
            tellers[wat] = tellers["waarde"]
        else:
            tellers[wat] = (None, None)
    return tellers


def _decimaal(getal) -> Decimal | None:
    return None if getal is None else Decimal(str(getal))


def _zet(gevonden: dict[str, int], sleutel: str, getal: Decimal | None) -> None:
    # Never a second value under one name; a part of a person (a couple, fte) counts as the whole below it.
    if getal is not None and sleutel not in gevonden:
        gevonden[sleutel] = int(getal)


def afgeschermd(rapport: Rapport, waarden: Sequence[Peilwaarde], vorige: date) -> Afgeschermd:
    """Wat er van elk aantal te zien is, ook met de eerder vrijgegeven rapporten ernaast."""
    gevonden, verbanden = aantallen(waarden, rapport.peilmoment.peildatum, vorige)
    openbaar, verborgen = set(), set()
    eerder = Rapport.objects.filter(
        gemeente=rapport.gemeente,
        status=Rapportstatus.VRIJGEGEVEN,
        peilmoment__peildatum__lte=rapport.peilmoment.peildatum,
    ).order_by("peilmoment__peildatum", "nummer")
    for cellen in eerder.values_list("cellen", flat=True):
        for sleutel, (getal, zicht) in cellen.items():
            gevonden.setdefault(sleutel, getal)
            if zicht == Zicht.GETOOND and gevonden[sleutel] == getal:
                openbaar.add(sleutel)
            elif zicht != Zicht.GETOOND:
                verborgen.add(sleutel)
    zicht = scherm_af(gevonden, verbanden, openbaar=openbaar - verborgen, eerder_verborgen=verborgen)
    return Afgeschermd(gevonden, zicht)
