"""Documenten in het dossier, en plannen die op papier zijn gemaakt en getekend."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from kern.actions.bestanden import bewaar_bestand
from kern.logbook import leg_vast
from kern.uploads import Upload
from personen.choices import Documentsoort, Plansoort, Planstatus
from personen.models import Document, Ondertekening, Ontwikkelplan, Persoon


@transaction.atomic
def voeg_document_toe(
    persoon, *, upload: Upload, datum, door, soort=Documentsoort.OVERIG, omschrijving="", bewaren_tot=None
) -> Document:
    """Bewaar een gecontroleerd bestand (`kern.uploads.lees_upload`) in het dossier."""
    bestand = bewaar_bestand(
        upload.inhoud, upload.naam, upload.mediatype, gemeente=persoon.gemeente, door=door
    )
    document = Document(
        persoon=persoon,
        bestand=bestand,
        soort=soort,
        datum=datum,
        omschrijving=omschrijving.strip(),
        bewaren_tot=bewaren_tot,
        toegevoegd_door=door,
    )
    if datum > timezone.localdate():
        raise ValidationError(
            {"datum": "De datum van het document ligt in de toekomst. Controleer de datum."}
        )
    document.full_clean()
    document.save()
    _log(
        "document.toegevoegd", document, persoon, door, f"Document toegevoegd: {document.get_soort_display()}"
    )
    return document


@transaction.atomic
def verwijder_document(document, *, door) -> Document:
    """Haal een document uit het dossier; het blijft bewaard tot de bewaartermijn en kan terug."""
    document = (
        Document.objects.select_for_update(of=("self",))
        .select_related("persoon__gemeente")
        .get(pk=document.pk)
    )
    getekend = Ondertekening.objects.filter(document=document)
    if getekend.exists() or Ontwikkelplan.objects.filter(document=document).exists():
        raise ValidationError("Dit document hoort bij een plan. Daarom kun je het niet verwijderen.")
    if document.verwijderd_op is None:
        document.verwijderd_op = timezone.now()
        document.save(update_fields=["verwijderd_op"])
        _log("document.verwijderd", document, document.persoon, door, "Document uit het dossier gehaald")
    return document


@transaction.atomic
def herstel_document(document, *, door) -> Document:
    """Zet een verwijderd document terug in het dossier."""
    document = (
        Document.objects.select_for_update(of=("self",))
        .select_related("persoon__gemeente")
        .get(pk=document.pk)
    )
    if document.verwijderd_op is not None:
        document.verwijderd_op = None
        document.save(update_fields=["verwijderd_op"])
        _log("document.hersteld", document, document.persoon, door, "Document teruggezet in het dossier")
    return document


@transaction.atomic
def registreer_plan(
    persoon, *, opgesteld_op, door, soort=Plansoort.POP, getekend_op=None, evaluatie_op=None, document=None
) -> Ontwikkelplan:
    """Leg vast dat er een plan op papier is: datums, handtekening en zo nodig de scan."""
    Persoon.objects.select_for_update(of=("self",)).get(pk=persoon.pk)
    plannen = Ontwikkelplan.objects.filter(persoon=persoon, soort=soort)
    hoogste = plannen.aggregate(hoogste=Max("versie"))["hoogste"] or 0
    plan = Ontwikkelplan(
        persoon=persoon,
        soort=soort,
        versie=hoogste + 1,
        opgesteld_op=opgesteld_op,
        getekend_op=getekend_op,
        evaluatie_op=evaluatie_op,
        document=document,
        opgesteld_door=door,
        status=Planstatus.GETEKEND if getekend_op else Planstatus.TER_ONDERTEKENING,
    )
    _controleer_plan(plan)
    plan.full_clean()
    plan.save()
    _vervang_ouder(plan)
    _log("plan.geregistreerd", plan, persoon, door, f"Plan vastgelegd: {plan}")
    return plan


@transaction.atomic
def wijzig_plan(plan, *, door, **velden) -> Ontwikkelplan:
    """Vul een plan aan dat nog niet is getekend; een getekend plan staat vast."""
    plan = (
        Ontwikkelplan.objects.select_for_update(of=("self",))
        .select_related("persoon__gemeente")
        .get(pk=plan.pk)
    )
    if plan.digitaal or plan.status not in (Planstatus.CONCEPT, Planstatus.TER_ONDERTEKENING):
        raise ValidationError("Dit plan is getekend en staat vast. Leg een nieuwe versie vast.")
    onbekend = velden.keys() - {"opgesteld_op", "getekend_op", "evaluatie_op", "document"}
    if onbekend:
        raise TypeError(f"onbekende velden: {', '.join(sorted(onbekend))}")
    for naam, waarde in velden.items():
        setattr(plan, naam, waarde)
    _controleer_plan(plan)
    if plan.getekend_op:
        plan.status = Planstatus.GETEKEND
    plan.full_clean()
    plan.save()
    _vervang_ouder(plan)
    _log("plan.gewijzigd", plan, plan.persoon, door, f"Plan aangevuld: {plan}")
    return plan


def _vervang_ouder(plan) -> None:
    """Een nieuwer getekend plan van dezelfde soort vervangt wat tot nu toe gold."""
    if plan.status != Planstatus.GETEKEND:
        return
    ouder = Ontwikkelplan.objects.filter(persoon_id=plan.persoon_id, soort=plan.soort, versie__lt=plan.versie)
    ouder.filter(status__in=[Planstatus.GETEKEND, Planstatus.GEWEIGERD]).update(status=Planstatus.VERVANGEN)


def _controleer_plan(plan) -> None:
    vandaag = timezone.localdate()
    fouten = {}
    if plan.opgesteld_op and plan.opgesteld_op > vandaag:
        fouten["opgesteld_op"] = "Deze datum ligt in de toekomst. Controleer de datum."
    if plan.getekend_op and plan.getekend_op > vandaag:
        fouten["getekend_op"] = "Deze datum ligt in de toekomst. Controleer de datum."
    elif plan.getekend_op and plan.opgesteld_op and plan.getekend_op < plan.opgesteld_op:
        fouten["getekend_op"] = "Het plan is getekend voordat het is opgesteld. Controleer de datums."
    if plan.document and plan.document.persoon_id != plan.persoon_id:
        fouten["document"] = "Dit document hoort bij een ander dossier."
    if fouten:
        raise ValidationError(fouten)


def _log(soort, onderwerp, persoon, door, omschrijving) -> None:
    leg_vast(
        soort,
        onderwerp=onderwerp,
        dossier=persoon,
        gemeente=persoon.gemeente,
        door=door,
        omschrijving=omschrijving,
    )
