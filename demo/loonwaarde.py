"""Loonwaarde en loonkostensubsidie van Rijssen-Holten: twee gediplomeerden, metingen, 45 subsidies, twaalf betaallijsten.

Uit de bron: 45 LKS in de actieve caseload (RH-161), twee gediplomeerden sinds het najaar van 2019 (RH-137),
een meting kost gemiddeld 4,5 uur (RH-135). De rest is verzonnen.
"""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from dateutil.relativedelta import relativedelta
from django.db import transaction

from demo.people import VANDAAG, dag_tussen
from kern.models import Gebruiker, Gemeente
from personen.actions import (
    leg_diploma_vast,
    leg_meting_vast,
    start_dossierperiode,
    vraag_meting_aan,
    wijs_toe,
)
from personen.loonwaarde_rules import Taak
from personen.models import Dossierperiode, Meetbevoegdheid, Persoon, Toewijzing
from reintegratie.lks_actions import herzie_lks, ken_lks_toe, vraag_lks_aan
from reintegratie.lks_betalingen import keur_betaallijst_goed, stel_betaallijst_op
from werkgevers.models import Relatie
from wsw.models import Dienstverband

CODE = "1742"
METERS = ("rh-consulent-2", "rh-wsw-2")
CONSULENTEN = ("consulent", "rh-consulent-3", "rh-consulent-4", "rh-consulent-2")
LOPEND, FORFAITAIR, WSW = 45, 4, 30
WERK = (
    ("Inpak", ("inpakken", "dozen vouwen", "opruimen")),
    ("Magazijn", ("orders verzamelen", "inruimen", "vegen")),
    ("Groen", ("schoffelen", "bladblazen", "afval prikken")),
    ("Keuken", ("afwassen", "snijden", "tafels dekken")),
)


def maak_loonwaarde(random: Random) -> dict[str, int]:
    """Alles via de acties. Is er al een diploma, dan is de demo er en gebeurt er niets."""
    if Meetbevoegdheid.objects.exists():
        return {}
    gemeente = Gemeente.objects.get(code=CODE)
    mensen = {g.username: g for g in Gebruiker.objects.all()}
    meters = [mensen[naam] for naam in METERS]
    for meter in meters:
        leg_diploma_vast(
            meter, diploma="Loonwaarde-expert", behaald_op=date(2019, 10, 14), begindatum=date(2019, 10, 14),
            door=mensen["teammanager"],
        )  # fmt: skip
    werkgevers = list(Relatie.objects.filter(gemeente=gemeente, kvk__gt="").order_by("pk"))
    metingen = _wsw_metingen(random, gemeente, meters, mensen)
    subsidies = _subsidies(random, gemeente, meters, mensen, werkgevers)
    for jaar in range(2024, VANDAAG.year + 1):
        herzie_lks(gemeente, jaar, door=mensen["consulent"])
    lijsten = _betaallijsten(gemeente, mensen)
    return {"metingen Wsw": metingen, "loonkostensubsidies": subsidies, "betaallijsten": lijsten}


def _wsw_metingen(random, gemeente, meters, mensen) -> int:
    dienstverbanden = (
        Dienstverband.objects.op(VANDAAG)
        .filter(persoon__gemeente=gemeente, regeling="wsw", indelingen__groep__in=["individueel", "groep"])
        .select_related("persoon")
        .order_by("persoon_id")
        .distinct()
    )
    gekozen = list(dienstverbanden)[:WSW]
    for dienstverband in gekozen:
        dag = dag_tussen(random, date(2022, 1, 10), VANDAAG - timedelta(days=30))
        _meet(random, dienstverband.persoon, dag, meters)
    rest = list(dienstverbanden)[WSW : WSW + 2]
    for dienstverband in rest:
        vraag_meting_aan(
            dienstverband.persoon, beoordelaar=meters[0], uiterlijk_op=VANDAAG + timedelta(days=21),
            toelichting="Contract wordt verlengd", door=mensen["consulent-wsw"],
        )  # fmt: skip
    return len(gekozen)


def _meet(random, persoon, dag, meters):
    eigen = Toewijzing.objects.op(dag).filter(persoon=persoon).values_list("gebruiker_id", flat=True).first()
    meter = next(m for m in meters if m.pk != eigen)
    plek, namen = random.choice(WERK)
    aandelen = random.choice([(50, 30, 20), (60, 25, 15), (40, 40, 20)])
    taken = [
        Taak(
            naam, Decimal(aandeel), Decimal(random.randrange(55, 96, 5)), Decimal(random.randrange(75, 101, 5)),
            Decimal(random.randrange(80, 101, 5)),
        )
        for naam, aandeel in zip(namen, aandelen, strict=True)
    ]  # fmt: skip
    return leg_meting_vast(
        persoon, datum=dag, beoordelaar=meter, werkplek=plek, functie="Algemeen medewerker", taken=taken,
        uren_per_week=Decimal(random.choice([24, 28, 32, 36])), werkdagen=Decimal(random.choice([4, 5])),
        tijdsbesteding=Decimal(random.choice(["4.0", "4.5", "5.0"])), volgende_op=dag + relativedelta(months=24),
        door=meter,
    )  # fmt: skip


def _subsidies(random, gemeente, meters, mensen, werkgevers) -> int:
    """45 lopende subsidies voor mensen die uit de uitkering aan het werk gingen, en één aanvraag zonder besluit."""
    personen = (
        Persoon.objects.filter(gemeente=gemeente, uitkeringen__reden_einde="werk")
        .exclude(pk__in=Persoon.objects.lopend_op(VANDAAG))
        .exclude(dienstverbanden__isnull=False)
        .exclude(dossierperioden__einddatum__gte=VANDAAG - timedelta(days=150))
        .order_by("pk")
        .distinct()
    )
    gekozen = list(personen)[: LOPEND + 1]
    for nummer, persoon in enumerate(gekozen):
        with transaction.atomic():
            _subsidie(random, nummer, persoon, meters, mensen, werkgevers)
    return len(gekozen)


def _subsidie(random, nummer, persoon, meters, mensen, werkgevers) -> None:
    forfaitair, aanvraag = nummer < FORFAITAIR, nummer == LOPEND
    vroegst = Dossierperiode.objects.filter(persoon=persoon).order_by("-einddatum").first().einddatum
    if forfaitair or aanvraag:
        begin = VANDAAG - timedelta(days=random.randint(40, 120))
    else:
        begin = dag_tussen(random, date(2024, 1, 8), VANDAAG - timedelta(days=60))
    begin = max(begin, vroegst + timedelta(days=1))
    consulent = mensen[CONSULENTEN[nummer % len(CONSULENTEN)]]
    start_dossierperiode(persoon, vanaf=begin, door=consulent)
    wijs_toe(persoon, aan=consulent, vanaf=begin, door=mensen["teammanager"])
    meting = None if forfaitair else _meet(random, persoon, begin + timedelta(days=10), meters)
    uren = Decimal(random.choice([16, 20, 24, 28, 32, 36, 38]))
    subsidie = vraag_lks_aan(
        persoon, relatie=random.choice(werkgevers), begindatum=begin, dienstverband_vanaf=begin,
        aangevraagd_op=begin, grondslag="forfaitair" if forfaitair else "meting",
        zonder_meting_sinds=begin if forfaitair else None, uren_per_week=uren,
        sectornorm=Decimal(random.choice([36, 38, 40])), door=consulent,
    )  # fmt: skip
    if not aanvraag:
        ken_lks_toe(subsidie, meting=meting, besloten_op=begin + timedelta(days=28), door=consulent)


def _betaallijsten(gemeente, mensen) -> int:
    """De laatste twaalf hele maanden, opgesteld door de administratie en goedgekeurd door de teammanager."""
    deze = VANDAAG.replace(day=1)
    for terug in range(12, 0, -1):
        lijst = stel_betaallijst_op(gemeente, deze - relativedelta(months=terug), door=mensen["financien"])
        keur_betaallijst_goed(lijst, door=mensen["teammanager"])
    return 12
