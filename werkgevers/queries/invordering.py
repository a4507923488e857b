"""Normen van het invorderen, en wie nu een brief zou krijgen."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Exists, OuterRef
from django.utils import timezone

from kern.beleid import waarde, waarden
from kern.models import Gemeente, Parameter
from werkgevers.choices import Aanmaningsoort, Voorstelstatus
from werkgevers.models import Afboeking, Betalingtoewijzing, Factuur, Incassoregel, Relatie
from werkgevers.queries.openstaand import met_afspraak, met_laatste_brief, openstaand
from werkgevers.rules.invordering import (
    Mutatie,
    Rekening,
    Rentevoet,
    incassokosten,
    laatste_dag_brief,
    rente,
    rente_vanaf,
    volgende_brief,
)

CODES = (
    "aanmaning.herinnering_dagen",
    "aanmaning.termijn_dagen",
    "incasso.brief_dagen",
    "incasso.bezorgdagen",
    "wik.staffel",
    "wik.minimum",
    "wik.maximum",
)
# Until then the bank may still reject a direct debit (five bank working days, SEPA Core rulebook).
INCASSO_ONDERWEG = timedelta(days=7)
HANDEL, WETTELIJK = "rente.handel", "rente.wettelijk"


def is_particulier(relatie: Relatie) -> bool:
    """Zonder KvK-nummer gelden de regels voor een particulier: eerst de brief met veertien dagen, wettelijke rente."""
    return not relatie.kvk


@dataclass(frozen=True)
class Invorderingsnormen:
    """De waarden van een gemeente op de peildatum; wat niet is vastgesteld staat uit."""

    peildatum: date
    waarden: dict
    versies: tuple[str, ...]
    ontbreekt: tuple[str, ...]

    def getal(self, code: str) -> int | None:
        gevonden = self.waarden.get(code)
        return int(gevonden.waarde) if gevonden else None


def normen_van(gemeente: Gemeente, peildatum: date) -> Invorderingsnormen:
    gevonden = {code: w for (_, code), w in waarden(CODES, [gemeente], peildatum).items()}
    versies = tuple(w.versie for w in gevonden.values() if w)
    ontbreekt = tuple(code for code, w in gevonden.items() if not w)
    return Invorderingsnormen(peildatum, {c: w for c, w in gevonden.items() if w}, versies, ontbreekt)


def rentevoeten(
    gemeente: Gemeente, code: str, van: date, tot: date
) -> tuple[tuple[Rentevoet, ...], tuple[str, ...]]:
    """De percentages van `van` tot en met `tot`, per periode, met de versies van de waarden."""
    grenzen = {van}
    for begin, einde in Parameter.objects.filter(code=code).values_list("begindatum", "einddatum"):
        grenzen.add(begin)
        if einde:
            grenzen.add(einde + timedelta(days=1))
    dagen = sorted(dag for dag in grenzen if van <= dag <= tot)
    voeten, versies = [], []
    for dag, straks in zip(dagen, [*dagen[1:], tot + timedelta(days=1)], strict=True):
        gevonden = waarde(code, gemeente, dag)
        if gevonden:
            voeten.append(Rentevoet(dag, straks - timedelta(days=1), gevonden.waarde))
            versies.append(gevonden.versie)
    return tuple(voeten), tuple(dict.fromkeys(versies))


def kosten_van(hoofdsom: Decimal, normen: Invorderingsnormen) -> Rekening:
    """De incassokosten met uitleg; ontbreekt er een norm, dan nul en staat dat erbij."""
    staffel, minimum, maximum = (
        normen.waarden.get(f"wik.{deel}") for deel in ("staffel", "minimum", "maximum")
    )
    if not (staffel and minimum and maximum):
        return Rekening(Decimal("0.00"), ontbreekt="Incassokosten: niet vastgesteld, niet gerekend.")
    return incassokosten(hoofdsom, staffel=staffel.waarde, minimum=minimum.waarde, maximum=maximum.waarde)


@dataclass(frozen=True)
class Briefregel:
    """Een factuur in een brief, met haar rente tot en met de dag van de brief."""

    factuur: Factuur
    open: Decimal
    rente: Rekening


@dataclass(frozen=True)
class Brief:
    """Een voorgestelde brief aan één werkgever."""

    relatie: Relatie
    soort: str
    regels: tuple[Briefregel, ...]
    kosten: Rekening
    uiterste_datum: date
    versies: tuple[str, ...]

    @property
    def hoofdsom(self) -> Decimal:
        return sum((regel.open for regel in self.regels), Decimal(0))

    @property
    def rente(self) -> Decimal:
        return sum((regel.rente.bedrag for regel in self.regels), Decimal(0))


@dataclass(frozen=True)
class Voorstel:
    """De brieven die nu aan de beurt zijn, en de facturen die door een afspraak wachten."""

    brieven: tuple[Brief, ...]
    tegengehouden: tuple[tuple[Factuur, object], ...]
    ontbreekt: tuple[str, ...]


def voorgestelde_brieven(gemeente: Gemeente, peildatum: date) -> Voorstel:
    """Wie op de peildatum een herinnering of aanmaning krijgt. Zonder vastgestelde termijnen: niemand."""
    normen = normen_van(gemeente, peildatum)
    eerste, termijn = normen.getal("aanmaning.herinnering_dagen"), normen.getal("aanmaning.termijn_dagen")
    if eerste is None or termijn is None:
        return Voorstel((), (), normen.ontbreekt)
    te_laat = met_laatste_brief(
        openstaand(Factuur.objects.filter(gemeente=gemeente, vervaldatum__lt=peildatum))
    ).exclude(
        Exists(
            Incassoregel.objects.filter(
                factuur=OuterRef("pk"), vervallen=False, batch__incassodag__gte=peildatum - INCASSO_ONDERWEG
            )
        )
    )
    facturen = list(te_laat.select_related("relatie").defer("gegevens").order_by("vervaldatum", "pk"))
    afspraken = met_afspraak(Factuur.objects.filter(pk__in=[f.pk for f in facturen]), peildatum)
    groepen: dict[tuple[Relatie, str], list[Factuur]] = {}
    tegengehouden = []
    for factuur in facturen:
        soort = volgende_brief(
            vervaldatum=factuur.vervaldatum, laatste=factuur.brief or "", laatste_tot=factuur.brief_tot,
            peildatum=peildatum, herinnering_na=eerste, particulier=is_particulier(factuur.relatie),
        )  # fmt: skip
        if soort and factuur.pk in afspraken:
            tegengehouden.append((factuur, afspraken[factuur.pk]))
        elif soort:
            groepen.setdefault((factuur.relatie, soort), []).append(factuur)
    voeten = _voeten_voor(gemeente, groepen, peildatum)
    verloop = verloop_van([f.pk for (_, soort), rij in groepen.items() for f in rij if _rekent(soort)])
    brieven = tuple(
        _brief(relatie, soort, rij, normen, termijn, voeten, verloop)
        for (relatie, soort), rij in groepen.items()
    )
    return Voorstel(brieven, tuple(tegengehouden), normen.ontbreekt)


def verloop_van(facturen: Iterable[int]) -> dict[int, list[Mutatie]]:
    """Per factuur wat er op welke dag af ging (betaald, afgeboekt) of weer bij kwam (storno)."""
    pks, verloop = list(facturen), defaultdict(list)
    betaald = Betalingtoewijzing.objects.filter(factuur__in=pks)
    for pk, dag, bedrag in betaald.values_list("factuur_id", "betaling__datum", "bedrag"):
        verloop[pk].append(Mutatie(dag, -bedrag))
    af = Afboeking.objects.filter(factuur__in=pks, status=Voorstelstatus.GOEDGEKEURD)
    for pk, moment, bedrag in af.values_list("factuur_id", "besloten_op", "bedrag"):
        verloop[pk].append(Mutatie(timezone.localtime(moment).date(), -bedrag))
    return verloop


def _rekent(soort: str) -> bool:
    return soort == Aanmaningsoort.AANMANING


def _voeten_voor(gemeente, groepen, peildatum) -> dict:
    """Percentages once per kind of interest, from the oldest invoice that needs them."""
    uit = {}
    for code, particulier in ((HANDEL, False), (WETTELIJK, True)):
        dagen = [
            factuur.vervaldatum
            for (relatie, soort), rij in groepen.items()
            if _rekent(soort) and is_particulier(relatie) == particulier
            for factuur in rij
        ]
        uit[code] = rentevoeten(gemeente, code, min(dagen), peildatum) if dagen else ((), ())
    return uit


def _brief(relatie, soort, facturen: Iterable[Factuur], normen, termijn: int, voeten, verloop) -> Brief:
    met_kosten = _rekent(soort)
    code = WETTELIJK if is_particulier(relatie) else HANDEL
    percentages, versies = voeten[code] if met_kosten else ((), ())
    naam = "Wettelijke rente" if is_particulier(relatie) else "Wettelijke handelsrente"
    regels = tuple(
        Briefregel(
            factuur,
            factuur.open,
            # A credit invoice says that the claim was never there; a payment counts from its own day.
            rente(
                factuur.totaal - factuur.gecrediteerd,
                mutaties=verloop.get(factuur.pk, ()),
                van=rente_vanaf(factuur.vervaldatum),
                tot=normen.peildatum,
                voeten=percentages,
                wat=naam,
            )
            if met_kosten
            else Rekening(Decimal("0.00")),
        )
        for factuur in facturen
    )
    hoofdsom = sum((regel.open for regel in regels), Decimal(0))
    dagen = termijn
    uiterste = normen.peildatum + timedelta(days=dagen)
    if soort == Aanmaningsoort.VEERTIENDAGENBRIEF:
        bezorgd = normen.peildatum + timedelta(days=normen.getal("incasso.bezorgdagen") or 0)
        uiterste = laatste_dag_brief(bezorgd, normen.getal("incasso.brief_dagen") or termijn)
    kosten = (
        Rekening(Decimal("0.00")) if soort == Aanmaningsoort.HERINNERING else kosten_van(hoofdsom, normen)
    )
    return Brief(relatie, soort, regels, kosten, uiterste, (*normen.versies, *versies))
