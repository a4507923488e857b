"""Wat er in een collegerapport hoort: de hoofdstukken, wat nog ontbreekt, en welke aantallen te zien zijn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kern.models import Afspraak, Afspraaksoort
from kern.registers import kpis
from monitor.afscherming import GRENS, Verband, Zicht, klopt, scherm_af
from monitor.choices import Eenheid, Oordeel, Opbouw
from monitor.models import Peilmoment, Peilwaarde, Rapport, Rapportstatus
from monitor.queries.bijsturing import bij_peilmoment
from monitor.queries.dashboard import vorige_peildatum
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


def eerdere_bijsturing(peilmoment: Peilmoment) -> list[Afspraak]:
    """Bijsturing van de vorige peildatum, met het antwoord dat er nu op is."""
    alle = Afspraak.objects.filter(
        gemeente=peilmoment.gemeente, soort=Afspraaksoort.BIJSTURING, peildatum__lt=peilmoment.peildatum
    )
    laatste = alle.order_by("-peildatum").values_list("peildatum", flat=True).first()
    return list(alle.filter(peildatum=laatste).select_related("eigenaar").order_by("pk")) if laatste else []


def ontbreekt(rapport: Rapport, waarden: Sequence[Peilwaarde], teksten: Mapping[str, str]) -> list[str]:
    """Wat er nog moet voordat het rapport ter goedkeuring kan (RH-078); leeg als het klaar is."""
    per_kpi = bij_peilmoment(rapport.peilmoment)
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


def opbouw_van(waarde: Peilwaarde) -> str:
    """Hoe het cijfer groeit: zoals vastgezet, en anders zoals het nu bekend is."""
    kpi = kpis.get(waarde.kpi)
    return waarde.gegevens.get("opbouw") or (kpi.opbouw if kpi else "")


def telt_op(waarde: Peilwaarde) -> bool:
    """Telt dit cijfer op over het jaar? Dan is het jaar een eigen aantal, naast het halfjaar."""
    return opbouw_van(waarde) == Opbouw.TELT_OP


# ---- small counts --------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Afgeschermd:
    """De aantallen achter een rapport, met wat ervan te zien is."""

    waarden: dict[str, int]
    zicht: dict[str, Zicht]

    def van(self, *sleutels: str) -> Zicht:
        """Het strengste zicht van deze aantallen: een percentage is te zien als alles erachter te zien is.

        Een percentage wordt nooit "<5": dat zou een ander getal zijn dan het aantal dat klein is.
        """
        gevonden = [self.zicht.get(sleutel, Zicht.GETOOND) for sleutel in sleutels]
        if Zicht.KLEIN in gevonden:
            is_aantal = len(sleutels) == 1 and "." not in sleutels[0].split("@")[0]
            return Zicht.KLEIN if is_aantal else Zicht.VERBORGEN
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
    # Without known counts there is one name that nobody filled in: such a percentage is not shown.
    return {
        wat: tuple(f"{waarde.kpi}.{naam}@{periode}" for naam in _delen(waarde, wat) or ("onbekend",))
        for wat, periode in perioden.items()
    }


@dataclass(frozen=True)
class Aantallen:
    """Elk aantal in een rapport onder een vaste naam, de optellingen die een lezer kan maken, en wat hij al weet."""

    getallen: dict[str, int]
    verbanden: list[Verband]
    minstens: dict[str, int]


def aantallen(waarden: Sequence[Peilwaarde], peildatum: date, vorige: date) -> Aantallen:
    """De aantallen van één rapport; dezelfde voor elk rapport over dit peilmoment, want de cijfers staan vast."""
    gevonden: dict[str, int] = {}
    verbanden: list[Verband] = []
    minstens: dict[str, int] = {}
    for waarde in waarden:
        sleutels = sleutels_van(waarde, peildatum, vorige)
        if waarde.eenheid in AANTALLEN:
            _zet(gevonden, sleutels["waarde"][0], waarde.waarde)
            _zet(gevonden, sleutels["vorige"][0], waarde.vorige)
            _zet(gevonden, sleutels["jaar"][0], waarde.jaar)
            verbanden.append(Verband(sleutels["jaar"][0], (sleutels["waarde"][0], sleutels["vorige"][0])))
            groepen = groepen_van(waarde, peildatum)
            for sleutel, aantal in groepen.items():
                _zet(gevonden, sleutel, Decimal(aantal))
                # Only groups with somebody in them are counted, so a reader knows that this is no 0.
                minstens[sleutel] = min(1, aantal)
            if groepen:
                verbanden.append(Verband(sleutels["waarde"][0], tuple(groepen)))
        elif waarde.eenheid == Eenheid.PROCENT:
            for wat in ("waarde", "vorige", "jaar"):
                delen = _delen(waarde, wat) if getattr(waarde, wat) is not None else {}
                for sleutel, aantal in zip(sleutels[wat], delen.values() or (0,), strict=False):
                    _zet(gevonden, sleutel, Decimal(aantal))
                if "rest" in delen:
                    teller, rest, noemer = sleutels[wat]
                    verbanden.append(Verband(noemer, (teller, rest)))
                zelfde = _zelfde_als(waarde, wat, peildatum, vorige)
                verbanden += [
                    Verband(sleutel, (zelfde[deel],))
                    for sleutel, deel in zip(sleutels[wat], delen, strict=False)
                    if deel in zelfde
                ]
    nu, toen = str(peildatum), str(vorige)
    # This half-year's benefits are those of the last one, plus who came and minus who left.
    verbanden.append(
        Verband(
            f"uitkeringsdossiers@{nu}", (f"uitkeringsdossiers@{toen}", f"instroom@{nu}"), (f"uitstroom@{nu}",)
        )
    )
    # Beschut werk less nieuw beschut is the Wsw part: it is not printed, and two numbers that are give it away.
    if (geheel := gevonden.get(f"beschut@{nu}")) and (
        deel := gevonden.get(f"nieuw_beschut@{nu}")
    ) is not None:
        gevonden[f"beschut.wsw@{nu}"] = geheel - deel
        verbanden.append(Verband(f"beschut@{nu}", (f"nieuw_beschut@{nu}", f"beschut.wsw@{nu}")))
    sluitend = [v for v in verbanden if len(set(v.termen())) == 1 + len(v.delen) + len(v.aftrek)]
    return Aantallen(gevonden, sluitend, minstens)


def groepen_van(waarde: Peilwaarde, peildatum: date) -> dict[str, int]:
    """De groepen van een cijfer die in het rapport staan; bij een klein geheel niet, want dan is elke groep één of twee."""
    groepen = waarde.gegevens.get("groepen") or {}
    if waarde.waarde is None or waarde.waarde < GRENS:
        return {}
    return {f"{waarde.kpi}/{naam}@{peildatum}": aantal for naam, aantal in groepen.items()}


def _zelfde_als(waarde: Peilwaarde, wat: str, peildatum: date, vorige: date) -> dict[str, str]:
    """Welk aantal achter een percentage ook zelf in een rapport staat, onder welke naam."""
    dag = vorige if wat == "vorige" else peildatum
    begin = vorige_peildatum(dag)
    if wat == "jaar" and telt_op(waarde):
        begin = date(peildatum.year - 1, 12, 31)
    per_kpi = {
        "extra_uitstroom": {"deel0": f"uitstroom@{dag}"},
        "daling_uitkeringen": {"deel0": f"uitkeringsdossiers@{begin}", "deel1": f"uitkeringsdossiers@{dag}"},
        "wsw_plan": {"noemer": f"wsw_dossiers@{dag}"},
        "wsw_loonwaarde": {"noemer": f"wsw_dossiers@{dag}"},
    }
    zelfde = per_kpi.get(waarde.kpi, {})
    delen: list[list] = waarde.gegevens.get("delen") or []
    if waarde.kpi == "extra_uitstroom" and wat == "waarde" and len(delen) == 2:
        zelfde |= {"deel1": f"uitstroom@{delen[1][3]}"}  # the same part of the base year
    return zelfde


def _delen(waarde: Peilwaarde, wat: str) -> dict[str, int]:
    """De aantallen achter een percentage: wie meetelt, wie niet en samen; anders elk aantal apart."""
    if wat == "waarde":
        delen = [(deel[1], deel[4]) for deel in waarde.gegevens.get("delen") or ()]
    else:
        delen = [(aantal, teller) for aantal, teller in waarde.gegevens.get(f"delen_{wat}") or ()]
    if not delen and wat == "jaar" and waarde.jaar == waarde.waarde:
        return _delen(waarde, "waarde")
    if not delen and wat == "waarde" and waarde.teller is not None and waarde.noemer is not None:
        delen = [(int(waarde.teller), True), (int(waarde.noemer), False)]
    if len(delen) == 2 and delen[0][1] and not delen[1][1] and delen[0][0] <= delen[1][0]:
        teller, noemer = delen[0][0], delen[1][0]
        return {"teller": teller, "rest": noemer - teller, "noemer": noemer}
    return {f"deel{plek}": aantal for plek, (aantal, _) in enumerate(delen)}


def _zet(gevonden: dict[str, int], sleutel: str, getal: Decimal | None) -> None:
    # Never a second value under one name; a part of a person (a couple, fte) counts as the whole below it.
    if getal is not None and sleutel not in gevonden:
        gevonden[sleutel] = int(getal)


class _Boek:
    """De aantallen van alle rapporten bij elkaar. Werd een aantal later anders, dan is dat een eigen aantal."""

    def __init__(self) -> None:
        self.getallen: dict[str, int] = {}
        self.verbanden: list[Verband] = []
        self.minstens: dict[str, int] = {}

    def naam(self, sleutel: str, getal: int) -> str:
        if self.getallen.setdefault(sleutel, getal) == getal:
            return sleutel
        anders = f"{sleutel}~{getal}"
        self.getallen[anders] = getal
        return anders

    def neem_op(self, nieuw: Aantallen) -> None:
        namen = {sleutel: self.naam(sleutel, getal) for sleutel, getal in nieuw.getallen.items()}
        self.minstens |= {namen[sleutel]: getal for sleutel, getal in nieuw.minstens.items()}
        for v in nieuw.verbanden:
            if klopt(v, nieuw.getallen):  # a sum with a number that is not there helps no reader
                delen, aftrek = (tuple(namen[s] for s in deel) for deel in (v.delen, v.aftrek))
                self.verbanden.append(Verband(namen[v.geheel], delen, aftrek))


def afgeschermd(rapport: Rapport, waarden: Sequence[Peilwaarde], vorige: date) -> Afgeschermd:
    """Wat er van elk aantal te zien is, ook met elk ander vrijgegeven rapport ernaast, van voor en van na deze dag.

    De optellingen van die rapporten tellen mee: wat daar verborgen is, kan een getal van nu verraden.
    """
    boek = _Boek()
    eigen = aantallen(waarden, rapport.peilmoment.peildatum, vorige)
    boek.neem_op(eigen)
    openbaar, verborgen = set(), set()
    ander = Rapport.objects.filter(gemeente=rapport.gemeente, status=Rapportstatus.VRIJGEGEVEN)
    ander = ander.select_related("peilmoment").prefetch_related("peilmoment__waarden")
    for oud in ander.order_by("peilmoment__peildatum", "nummer"):
        dag = oud.peilmoment.peildatum
        boek.neem_op(aantallen(list(oud.peilmoment.waarden.all()), dag, vorige_peildatum(dag)))
        for sleutel, (getal, zicht) in oud.cellen.items():
            naam = boek.naam(sleutel, getal)
            if zicht == Zicht.GETOOND:
                openbaar.add(naam)
            else:  # corrected since, the number says nearly the same
                verborgen |= {naam, sleutel}
    # What stands in no report is hidden as well; what was shown once stays known.
    verborgen |= boek.getallen.keys() - eigen.getallen.keys()
    zicht = scherm_af(
        boek.getallen, boek.verbanden, openbaar=openbaar, eerder_verborgen=verborgen - openbaar,
        minstens=boek.minstens,
    )  # fmt: skip
    return Afgeschermd(eigen.getallen, {sleutel: zicht[sleutel] for sleutel in eigen.getallen})
