"""Wat er te factureren is en wat al is gefactureerd (RH-149; functies V3–V6)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from dateutil.relativedelta import relativedelta
from django.db.models import DateTimeField, Exists, ExpressionWrapper, F, Max, OuterRef, Q, Sum
from django.utils import timezone

from kern import opmaak
from kern.models import Gemeente
from kern.registers import Zoekresultaat
from werkgevers.choices import Versiestatus, Voorstelsoort
from werkgevers.models import (
    Factuur,
    Factuurreeks,
    Factuurregel,
    Factuurrun,
    Factuurvoorstel,
    Overeenkomstversie,
    Tariefafspraak,
    Urenstaat,
)
from werkgevers.rules.factuurrun import Groep, Maandstand, groep, maandstand

# Up to here every settled month is compared; older ones only where something changed after the invoice, so
# that a run of an old gemeente does not recompute years (V4: a tariff in the past may go back further).
VERSCHIL_MAANDEN = 12
EEN_MAAND = timedelta(days=31)  # the first of the next month, or a few days into it
NUL = Decimal(0)


def afgerekende_maanden(gemeente: Gemeente, van: date, tot: date) -> dict[tuple[int, date], Decimal]:
    """Per overeenkomst en maand wat er per saldo is gefactureerd, voor maanden die zijn afgerekend."""
    regels = Factuurregel.objects.filter(factuur__gemeente=gemeente, maand__gte=van, maand__lte=tot)
    open_ = set(
        regels.filter(soort=Voorstelsoort.MAAND, vervallen=False, crediteert=None).values_list(
            "overeenkomst_id", "maand"
        )
    )
    sommen = regels.order_by().values_list("overeenkomst_id", "maand").annotate(som=Sum("bedrag"))
    return {(pk, maand): som for pk, maand, som in sommen if (pk, maand) in open_}


def per_categorie(
    gemeente: Gemeente, van: date, tot: date, **welke
) -> dict[tuple[int, date], dict[str, Decimal]]:
    """Per overeenkomst en maand wat er per btw-categorie per saldo is gefactureerd, zonder nullen.

    Met `vervallen=False, crediteert=None` is dat wat er zonder creditfacturen met de hand zou zijn gefactureerd.
    """
    regels = Factuurregel.objects.filter(
        factuur__gemeente=gemeente, maand__gte=van, maand__lte=tot, **welke
    ).order_by()
    per: dict[tuple[int, date], dict[str, Decimal]] = defaultdict(dict)
    sommen = regels.values_list("overeenkomst_id", "maand", "btw_categorie").annotate(som=Sum("bedrag"))
    for pk, maand, categorie, som in sommen:
        if som:
            per[pk, maand][categorie] = som
    return dict(per)


def saldo_van(sleutels: Iterable[tuple[int, date]]) -> dict[tuple[int, date, str], Decimal]:
    """Wat er per overeenkomst, maand en btw-categorie per saldo is gefactureerd."""
    sleutels = set(sleutels)
    regels = Factuurregel.objects.filter(
        overeenkomst__in={pk for pk, _ in sleutels}, maand__in={maand for _, maand in sleutels}
    ).order_by()
    sommen = regels.values_list("overeenkomst_id", "maand", "btw_categorie").annotate(som=Sum("bedrag"))
    return {(pk, maand, categorie): som for pk, maand, categorie, som in sommen}


def laatste_factuurdatum(gemeente: Gemeente) -> date:
    """De laatste dag die een factuur mag hebben: vandaag, of die van een reeks die daar al voorbij is."""
    vandaag = timezone.localdate()
    reeksen = Factuurreeks.objects.filter(gemeente=gemeente, laatste_datum__gt=vandaag)
    return reeksen.aggregate(dag=Max("laatste_datum"))["dag"] or vandaag


def te_crediteren(sleutels: Iterable[tuple[int, date]]) -> list[tuple[Factuurregel, Decimal]]:
    """Elke regel van deze overeenkomsten en maanden met wat er nog van te crediteren is, oudste eerst.

    Wat een run al terugrekende (een negatief verschil) hoort bij geen regel in het bijzonder. Het telt eerst bij
    de factuur die de creditfactuur noemt, en anders bij de oudste: samen nooit meer dan er is gefactureerd.
    """
    sleutels = set(sleutels)
    regels = [
        regel
        for regel in Factuurregel.objects.filter(
            overeenkomst__in={pk for pk, _ in sleutels},
            maand__in={maand for _, maand in sleutels},
            crediteert=None,
        )
        .select_related("factuur")
        .prefetch_related("creditregels")
        .order_by("factuur__factuurdatum", "pk")
        if (regel.overeenkomst_id, regel.maand) in sleutels
    ]
    rest = {regel.pk: regel.bedrag + sum(c.bedrag for c in regel.creditregels.all()) for regel in regels}
    bronnen = [regel for regel in regels if rest[regel.pk] > 0 and not regel.factuur.is_credit]
    terug = {regel: -rest[regel.pk] for regel in regels if rest[regel.pk] < 0}
    for hoort_bij in (_genoemd_en_zelfde_btw, _zelfde_btw, _zelfde_maand):
        for af in terug:
            for bron in bronnen:
                if hoort_bij(af, bron):
                    deel = min(terug[af], rest[bron.pk])
                    terug[af] -= deel
                    rest[bron.pk] -= deel
    return [(regel, rest[regel.pk]) for regel in regels]


def _zelfde_maand(af: Factuurregel, bron: Factuurregel) -> bool:
    return (af.overeenkomst_id, af.maand) == (bron.overeenkomst_id, bron.maand)


def _zelfde_btw(af: Factuurregel, bron: Factuurregel) -> bool:
    return _zelfde_maand(af, bron) and af.btw_categorie == bron.btw_categorie


def _genoemd_en_zelfde_btw(af: Factuurregel, bron: Factuurregel) -> bool:
    return _zelfde_btw(af, bron) and af.factuur.verwijst_naar_id == bron.factuur_id


def gewijzigde_oude_maanden(gemeente: Gemeente, voor: date) -> set[tuple[int, date]]:
    """Afgerekende maanden van voor die dag waar ná de factuur een tarief, versie, uren of einde veranderde."""
    na = OuterRef("factuur__gemaakt_op")
    eind = ExpressionWrapper(OuterRef("maand") + EEN_MAAND, output_field=DateTimeField())
    geldt = (Q(einddatum=None) | Q(einddatum__gte=OuterRef("maand"))) & Q(begindatum__lt=eind)
    zelfde = Q(overeenkomst=OuterRef("overeenkomst"))
    tarief = Tariefafspraak.objects.filter(zelfde, geldt, afgesproken_op__gt=na)
    versie = Overeenkomstversie.objects.filter(
        zelfde, geldt, status=Versiestatus.GETEKEND, opgesteld_op__gt=na
    )
    uren = Urenstaat.objects.filter(zelfde, maand=OuterRef("maand"), compleet_op__gt=na)
    regels = Factuurregel.objects.filter(
        Exists(tarief) | Exists(versie) | Exists(uren) | Q(overeenkomst__einddatum__lt=F("maand")),
        factuur__gemeente=gemeente, maand__lt=voor, soort=Voorstelsoort.MAAND, vervallen=False, crediteert=None,
    )  # fmt: skip
    return set(regels.values_list("overeenkomst_id", "maand"))


def standen_van(gemeente: Gemeente, maand: date) -> dict[int, Maandstand]:
    """Per overeenkomst wat er over een maand is gefactureerd, om mee te vergelijken."""
    per: dict[int, list] = defaultdict(list)
    regels = Factuurregel.objects.filter(
        factuur__gemeente=gemeente, maand=maand, soort=Voorstelsoort.MAAND, vervallen=False, crediteert=None
    ).order_by("deel")
    for pk, *rij in regels.values_list("overeenkomst_id", "aantal", "eenheid", "prijs", "bedrag"):
        per[pk].append(rij)
    return {pk: maandstand(rijen) for pk, rijen in per.items()}


@dataclass(frozen=True)
class Runstand:
    """De cijfers van een run: wat klaarstaat, wat definitief is, wat aandacht vraagt, en de vorige maand."""

    klaar: int
    klaar_bedrag: Decimal
    problemen: int
    facturen: int
    factuurbedrag: Decimal
    vorige: Decimal | None
    mensen: int

    @property
    def totaal(self) -> Decimal:
        """Zonder btw: wat definitief is en wat klaarstaat samen."""
        return self.klaar_bedrag + self.factuurbedrag

    @property
    def verandering(self) -> Decimal | None:
        """In procenten ten opzichte van de vorige maand."""
        if not self.vorige:
            return None
        return ((self.totaal - self.vorige) / self.vorige * 100).quantize(Decimal("0.1"))


def runstand(run: Factuurrun) -> Runstand:
    """De stand van een run, in vier query's."""
    groepen = groepen_van(run)
    voorstellen = [rij for rijen in groepen.values() for rij in rijen]
    facturen = list(Factuur.objects.filter(run=run, verwijst_naar=None).values_list("totaal_excl", flat=True))
    credits = (
        Factuur.objects.filter(run=run).exclude(verwijst_naar=None).aggregate(som=Sum("totaal_excl"))["som"]
        or NUL
    )
    vorige = (
        Factuur.objects.filter(run__gemeente=run.gemeente_id, run__maand=run.maand - relativedelta(months=1))
        .order_by()
        .aggregate(som=Sum("totaal_excl"))["som"]
    )
    return Runstand(
        klaar=len(groepen),
        klaar_bedrag=sum((rij.bedrag for rij in voorstellen), NUL),
        problemen=run.voorstellen.filter(soort=Voorstelsoort.PROBLEEM).count(),
        facturen=len(facturen),
        factuurbedrag=sum(facturen, NUL) + credits,
        vorige=vorige,
        mensen=len({rij.overeenkomst_id for rij in voorstellen}),
    )


def groepen_van(run: Factuurrun) -> dict[Groep, list[Factuurvoorstel]]:
    """De voorstellen die nog geen factuur zijn, per factuur die ze worden; in vaste volgorde."""
    rijen = (
        run.voorstellen.filter(factuur=None)
        .exclude(soort=Voorstelsoort.PROBLEEM)
        .exclude(bedrag=0)
        .select_related("relatie", "overeenkomst")
        .order_by("relatie__zoeknaam", "overeenkomst__volgnummer", "maand", "pk")
    )
    groepen: dict[Groep, list[Factuurvoorstel]] = defaultdict(list)
    for rij in rijen:
        groepen[groep_van(rij)].append(rij)
    return dict(sorted(groepen.items()))


def groep_van(rij: Factuurvoorstel) -> Groep:
    gegevens = rij.gegevens
    return groep(
        naam=rij.relatie.zoeknaam,
        relatie_id=rij.relatie_id,
        termijn=gegevens["termijn"],
        referentie=gegevens["referentie"],
        categorie=gegevens["categorie"],
    )


def verdwenen(run: Factuurrun) -> list:
    """Overeenkomsten die vorige maand op een factuur stonden en nu niet: (nummer, werkgever, bedrag, reden)."""
    vorige = run.maand - relativedelta(months=1)
    nu = set(run.voorstellen.values_list("overeenkomst_id", flat=True))
    regels = (
        Factuurregel.objects.filter(
            factuur__gemeente=run.gemeente_id,
            maand=vorige,
            soort=Voorstelsoort.MAAND,
            vervallen=False,
            crediteert=None,
        )
        .exclude(overeenkomst__in=nu)
        .select_related("overeenkomst__relatie")
    )
    per: dict = {}
    for regel in regels:
        per.setdefault(regel.overeenkomst, []).append(regel.bedrag)
    gevonden = []
    for overeenkomst, bedragen in per.items():
        einde = overeenkomst.einddatum
        reden = f"eindigde op {einde:%d-%m-%Y}" if einde and einde < run.maand else "geldt deze maand niet"
        gevonden.append((overeenkomst, sum(bedragen, NUL), reden))
    return gevonden


def regels_van(overeenkomst, gebruiker) -> list[Factuurregel]:
    """Wat van een overeenkomst is gefactureerd, nieuwste eerst; leeg voor wie facturen niet mag zien."""
    eigen = Factuur.objects.zichtbaar_voor(gebruiker).values("pk")
    regels = Factuurregel.objects.filter(overeenkomst=overeenkomst, factuur__in=eigen).select_related(
        "factuur"
    )
    return list(regels.order_by("-maand", "-pk")[:36])


def zoek_facturen(tekst, gebruiker, *, limiet) -> list[Zoekresultaat]:
    """Facturen op (een deel van) hun nummer of hun betalingskenmerk."""
    kaal = tekst.replace(" ", "").upper()
    if len(kaal) < 4:
        return []
    rijen = Factuur.objects.zichtbaar_voor(gebruiker).filter(
        Q(nummer__contains=kaal) | Q(betalingskenmerk=kaal)
    )
    return [
        Zoekresultaat(
            rij.nummer, rij.get_absolute_url(), (rij.relatie.naam, opmaak.bedrag(rij.totaal)), rij.soort
        )
        for rij in rijen.select_related("relatie").order_by("-factuurdatum", "-pk")[:limiet]
    ]
