"""Wat er te factureren is en wat al is gefactureerd (RH-149; functies V3–V6)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from dateutil.relativedelta import relativedelta
from django.db.models import DateTimeField, Exists, ExpressionWrapper, F, OuterRef, Q, Sum

from kern import opmaak
from kern.models import Gemeente
from kern.registers import Zoekresultaat
from werkgevers.choices import Versiestatus, Voorstelsoort
from werkgevers.models import (
    Factuur,
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


def zonder_creditering(gemeente: Gemeente, van: date, tot: date) -> dict[tuple[int, date], Decimal]:
    """Per overeenkomst en maand wat er zonder gedeeltelijke creditfacturen zou zijn gefactureerd."""
    regels = Factuurregel.objects.filter(
        factuur__gemeente=gemeente, maand__gte=van, maand__lte=tot, vervallen=False, crediteert=None
    )
    return {
        (pk, maand): som
        for pk, maand, som in regels.order_by()
        .values_list("overeenkomst_id", "maand")
        .annotate(som=Sum("bedrag"))
    }


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
