"""De betaalopdracht salarissen: opstellen door de één, goedkeuren door de ander, dan vast (RH-150)."""

from datetime import date
from decimal import Decimal

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from kern.controle import controleer
from kern.logbook import leg_vast
from kern.models import Bestand, Gemeente
from kern.opmaak import bedrag as als_bedrag
from kern.versions import controleer_versie
from werkgevers.rules.tarief import laatste_dag
from wsw.choices import Opdrachtstatus, Salarispost
from wsw.models import Betaalopdracht, Betaalopdrachtregel, Dienstverband, Salarispartij
from wsw.rules import fouten_in_betaalopdracht
from wsw.salaris_documents import opdracht_pdf

_SLOT = 20260904  # advisory lock: one order of a gemeente at a time


@transaction.atomic
def stel_betaalopdracht_op(
    gemeente: Gemeente,
    maand: date,
    *,
    totaal: Decimal,
    door,
    medewerkers=None,
    kenmerk="",
    posten=None,
    versie=None,
) -> Betaalopdracht:
    """Leg vast wat er volgens de salarispartij te betalen is, of opnieuw zolang niemand het goedkeurde.

    `posten` verdeelt het bedrag per Salarispost; samen zijn zij precies het totaal. Leeg: één post.
    """
    posten = {soort: bedrag for soort, bedrag in (posten or {}).items() if bedrag}
    if fouten := fouten_in_betaalopdracht(totaal=totaal, posten=posten):
        raise ValidationError(fouten)
    _op_slot(gemeente)
    _controleer_maand(gemeente, maand)
    opdracht = (
        Betaalopdracht.objects.select_for_update(of=("self",)).filter(gemeente=gemeente, maand=maand).first()
    )
    if opdracht and opdracht.status == Opdrachtstatus.GOEDGEKEURD:
        raise ValidationError("Deze opdracht is goedgekeurd en staat vast. Verreken het volgende maand.")
    if opdracht:
        controleer_versie(opdracht, versie)
    partij = Salarispartij.objects.filter(gemeente=gemeente).op(maand).select_related("organisatie").first()
    if partij is None:
        raise ValidationError("Er is in deze maand geen salarispartij. Leg die eerst vast bij Mutaties.")
    opdracht = opdracht or Betaalopdracht(gemeente=gemeente, maand=maand, versie=0)
    opdracht.ontvanger, opdracht.totaal, opdracht.kenmerk = str(partij), totaal, kenmerk.strip()
    opdracht.medewerkers = medewerkers
    opdracht.in_dienst = in_dienst_op(gemeente, laatste_dag(maand))
    opdracht.opgesteld_door, opdracht.opgesteld_op = door, timezone.now()
    opdracht.versie += 1
    controleer(opdracht, {"betaalopdracht_bedrag": "totaal"})
    opdracht.save()
    opdracht.regels.all().delete()
    for soort, bedrag in (posten or {Salarispost.SALARISSEN: totaal}).items():
        regel = Betaalopdrachtregel(opdracht=opdracht, soort=soort, bedrag=bedrag)
        controleer(regel, {"betaalopdrachtregel_bedrag": soort})
        regel.save()
    _log("opgesteld", opdracht, door)
    return opdracht


def in_dienst_op(gemeente, dag: date) -> int:
    """Hoeveel dienstverbanden er volgens Trede op deze dag zijn, om het bestand van de salarispartij na te kijken."""
    return Dienstverband.objects.op(dag).filter(persoon__gemeente=gemeente).count()


def _controleer_maand(gemeente, maand) -> None:
    if maand.day != 1:
        raise ValidationError("Een betaalopdracht gaat over een hele maand.")
    if maand > timezone.localdate().replace(day=1):
        raise ValidationError("Deze maand is nog niet begonnen. Kies een eerdere maand.")
    vorige = Betaalopdracht.objects.filter(gemeente=gemeente, maand__lt=maand).order_by("-maand").first()
    if vorige and vorige.status != Opdrachtstatus.GOEDGEKEURD:
        raise ValidationError(f"Laat eerst de opdracht van {vorige.maand:%m-%Y} goedkeuren.")
    if vorige and maand != vorige.maand + relativedelta(months=1):
        raise ValidationError(
            f"De volgende opdracht is die van {vorige.maand + relativedelta(months=1):%m-%Y}."
        )


@transaction.atomic
def keur_betaalopdracht_goed(opdracht, *, door, versie=None) -> Betaalopdracht:
    """Een ander dan wie haar opstelde keurt goed; daarna staat de opdracht vast, met haar PDF."""
    opdracht = (
        Betaalopdracht.objects.select_for_update(of=("self",))
        .select_related("gemeente", "opgesteld_door")
        .get(pk=opdracht.pk)
    )
    controleer_versie(opdracht, versie)
    if opdracht.status == Opdrachtstatus.GOEDGEKEURD:
        raise ValidationError("Deze opdracht is al goedgekeurd.")
    if opdracht.opgesteld_door_id == door.pk:
        raise ValidationError("Je stelde deze opdracht zelf op. Vraag een collega om haar goed te keuren.")
    nu = timezone.now()
    pdf = opdracht_pdf(opdracht, list(opdracht.regels.all()), goedgekeurd_door=door, goedgekeurd_op=nu)
    bestand = Bestand(
        gemeente=opdracht.gemeente, naam=f"betaalopdracht-salarissen-{opdracht.gemeente.code}-{opdracht.maand:%Y-%m}.pdf",
        mediatype="application/pdf", grootte=len(pdf.bytes), sha256=pdf.sha256, inhoud=pdf.bytes, gemaakt_door=door,
    )  # fmt: skip
    bestand.save()
    opdracht.bestand = bestand
    opdracht.status, opdracht.goedgekeurd_door, opdracht.goedgekeurd_op = Opdrachtstatus.GOEDGEKEURD, door, nu
    controleer(opdracht)
    opdracht.save()
    _log("goedgekeurd", opdracht, door)
    return opdracht


def _op_slot(gemeente) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s, %s)", [_SLOT, gemeente.pk])


def _log(wat, opdracht, door) -> None:
    leg_vast(
        f"betaalopdracht.{wat}", onderwerp=opdracht, door=door, totaal=str(opdracht.totaal),
        omschrijving=f"{opdracht} {wat}: {als_bedrag(opdracht.totaal)} aan {opdracht.ontvanger}".capitalize(),
    )  # fmt: skip
