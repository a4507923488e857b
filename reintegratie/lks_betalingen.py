"""De maandelijkse betaallijst: opstellen, goedkeuren door een ander, en vaststaan (RH-128)."""

from datetime import date

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from kern.actions.bestanden import bewaar_bestand
from kern.controle import controleer
from kern.logbook import leg_vast
from kern.models import Gemeente
from reintegratie.choices import Betaalstatus
from reintegratie.lks_documents import betaallijst_pdf
from reintegratie.lks_queries import totaal_van, voorgestelde_regels
from reintegratie.models import Betaallijst, Betaalregel

_SLOT = 20260902  # advisory lock: one list of a gemeente at a time


@transaction.atomic
def stel_betaallijst_op(gemeente: Gemeente, maand: date, *, door) -> Betaallijst:
    """Maak de lijst van een maand, of maak haar opnieuw zolang zij niet is goedgekeurd."""
    _op_slot(gemeente)
    _controleer_maand(gemeente, maand)
    lijst = Betaallijst.objects.select_for_update(of=("self",)).filter(gemeente=gemeente, maand=maand).first()
    if lijst and lijst.status == Betaalstatus.GOEDGEKEURD:
        raise ValidationError(
            "Deze lijst is goedgekeurd en staat vast. Een verbetering komt op de volgende lijst."
        )
    lijst = lijst or Betaallijst(gemeente=gemeente, maand=maand)
    lijst.opgesteld_door, lijst.opgesteld_op = door, timezone.now()
    lijst.aantal, lijst.totaal = 0, 0
    controleer(lijst)
    lijst.save()
    lijst.regels.all().delete()
    for regel in voorgestelde_regels(gemeente.pk, maand):
        rij = Betaalregel(
            lijst=lijst, subsidie=regel.subsidie, maand=regel.maand, bedrag=regel.bedrag, verbetert=regel.verbetert,
            omschrijving=regel.omschrijving, rekening=regel.uitleg.als_json(),
        )  # fmt: skip
        rij.save()
    lijst.aantal, lijst.totaal = totaal_van(lijst)
    lijst.save(update_fields=["aantal", "totaal"])
    _log("betaallijst.opgesteld", lijst, door, "opgesteld")
    return lijst


def _controleer_maand(gemeente, maand) -> None:
    if maand.day != 1:
        raise ValidationError("Een betaallijst gaat over een hele maand.")
    deze = timezone.localdate().replace(day=1)
    if maand > deze:
        raise ValidationError("Deze maand is nog niet begonnen. Kies een eerdere maand.")
    lijsten = Betaallijst.objects.filter(gemeente=gemeente)
    if lijsten.filter(maand__gt=maand).exists():
        raise ValidationError(
            "Er is al een lijst van een latere maand. Een verbetering komt vanzelf op de volgende lijst."
        )
    vorige = lijsten.filter(maand__lt=maand).order_by("-maand").first()
    if vorige and vorige.status != Betaalstatus.GOEDGEKEURD:
        raise ValidationError(f"Keur eerst de lijst van {vorige.maand:%m-%Y} goed.")
    if vorige and maand != vorige.maand + relativedelta(months=1):
        raise ValidationError(f"De volgende lijst is die van {vorige.maand + relativedelta(months=1):%m-%Y}.")


@transaction.atomic
def keur_betaallijst_goed(lijst, *, door) -> Betaallijst:
    """Een ander dan wie haar opstelde keurt goed; daarna staat de lijst vast, met haar PDF."""
    _op_slot(lijst.gemeente)
    lijst = (
        Betaallijst.objects.select_for_update(of=("self",))
        .select_related("gemeente", "opgesteld_door")
        .get(pk=lijst.pk)
    )
    if lijst.status == Betaalstatus.GOEDGEKEURD:
        raise ValidationError("Deze lijst is al goedgekeurd.")
    if lijst.opgesteld_door_id == door.pk:
        raise ValidationError("Je hebt deze lijst zelf opgesteld. Vraag een collega om haar goed te keuren.")
    regels = list(
        lijst.regels.select_related("subsidie__persoon", "subsidie__relatie", "verbetert").order_by("pk")
    )
    _eis_ongewijzigd(lijst, regels)
    nu = timezone.now()
    pdf = betaallijst_pdf(lijst, regels, goedgekeurd_door=door, goedgekeurd_op=nu)
    naam = f"betaallijst-lks-{lijst.gemeente.code}-{lijst.maand:%Y-%m}.pdf"
    lijst.bestand = bewaar_bestand(pdf.bytes, naam, gemeente=lijst.gemeente, door=door)
    lijst.status, lijst.goedgekeurd_door, lijst.goedgekeurd_op = Betaalstatus.GOEDGEKEURD, door, nu
    controleer(lijst)
    lijst.save()
    _log("betaallijst.goedgekeurd", lijst, door, "goedgekeurd")
    return lijst


def _eis_ongewijzigd(lijst, regels) -> None:
    """What is approved is what is due now; otherwise someone approves yesterday's figures."""
    nu = [(r.subsidie.pk, r.maand, r.bedrag) for r in voorgestelde_regels(lijst.gemeente_id, lijst.maand)]
    if sorted(nu) != sorted((regel.subsidie_id, regel.maand, regel.bedrag) for regel in regels):
        raise ValidationError(
            "Er is sinds het opstellen iets veranderd. Laat de lijst opnieuw opstellen en controleer haar weer."
        )


def _op_slot(gemeente) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s, %s)", [_SLOT, gemeente.pk])


def _log(soort, lijst, door, werk) -> None:
    leg_vast(
        soort, onderwerp=lijst, gemeente=lijst.gemeente, door=door, aantal=lijst.aantal, totaal=str(lijst.totaal),
        omschrijving=f"Betaallijst loonkostensubsidie {lijst.maand:%m-%Y} {werk}: {lijst.aantal} regels, € {lijst.totaal}",
    )  # fmt: skip
