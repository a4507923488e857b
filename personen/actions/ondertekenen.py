"""Een plan tekenen, bevriezen, intrekken en volgen (HT-040, schermen "Ondertekenen")."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from kern.actions.bestanden import bewaar_bestand
from kern.logbook import leg_vast
from kern.pdf import render_pdf
from personen.actions.documenten import voeg_document_toe
from personen.actions.plannen import tel_op, vergrendel
from personen.choices import (
    Documentsoort,
    Ondertekenaar,
    Ondertekenwijze,
    Planstatus,
    Stapstatus,
)
from personen.documents import plandocument
from personen.models import Ondertekening, Ontwikkelplan, Planevaluatie, Stapvoortgang
from personen.queries.plan import lees_plan


@transaction.atomic
def bied_plan_aan(plan, *, door) -> Ontwikkelplan:
    """Het plan is af: de tekst gaat op slot tot er is getekend of tot iemand het terughaalt."""
    plan = vergrendel(plan)
    if plan.status != Planstatus.CONCEPT or not plan.digitaal:
        raise ValidationError("Alleen een concept kan naar ondertekenen.")
    if mist := lees_plan(plan).ontbreekt:
        raise ValidationError(mist)
    plan.status = Planstatus.TER_ONDERTEKENING
    plan.save(update_fields=["status"])
    _log("plan.aangeboden", plan, door, f"Klaar om te tekenen: {plan}")
    return plan


@transaction.atomic
def haal_plan_terug(plan, *, door) -> Ontwikkelplan:
    """Terug naar concept om iets te wijzigen; een handtekening die er al stond, vervalt."""
    plan = vergrendel(plan)
    if plan.status != Planstatus.TER_ONDERTEKENING or not plan.digitaal:
        raise ValidationError("Alleen een plan dat op een handtekening wacht, kun je terughalen.")
    vervallen = plan.ondertekeningen.count()
    plan.ondertekeningen.all().delete()
    plan.status = Planstatus.CONCEPT
    plan.save(update_fields=["status"])
    tel_op(plan)
    _log("plan.teruggehaald", plan, door, f"Terug naar concept: {plan}", vervallen_handtekeningen=vervallen)
    return plan


@transaction.atomic
def onderteken(
    plan, *, wie, hoe, naam, door, datum=None, reden="", upload=None, document=None, revisie=None
) -> Ondertekening:
    """Eén partij tekent, of tekent niet met een reden. Met de laatste van de twee staat het plan vast."""
    plan = vergrendel(plan)
    vandaag = timezone.localdate()
    datum = datum or vandaag
    if plan.status != Planstatus.TER_ONDERTEKENING or not plan.digitaal:
        raise ValidationError("Dit plan wacht niet op een handtekening. Open de nieuwste versie.")
    if revisie is not None and revisie != plan.revisie:
        raise ValidationError(
            "Het plan is gewijzigd nadat je deze pagina opende. Lees het opnieuw en teken dan."
        )
    if datum > vandaag:
        raise ValidationError({"datum": "Deze datum ligt in de toekomst. Controleer de datum."})
    if datum < plan.opgesteld_op:
        raise ValidationError(
            {"datum": f"Het plan is van {plan.opgesteld_op:%d-%m-%Y}. Tekenen kan vanaf die dag."}
        )
    if hoe == Ondertekenwijze.PAPIER and upload:
        document = voeg_document_toe(
            plan.persoon,
            upload=upload,
            datum=datum,
            door=door,
            soort=Documentsoort.PLAN,
            omschrijving=f"Getekend: {plan}",
        )
    ondertekening = Ondertekening(
        plan=plan,
        wie=wie,
        hoe=hoe,
        naam=naam.strip(),
        datum=datum,
        reden=reden.strip() if hoe == Ondertekenwijze.GEWEIGERD else "",
        document=document if hoe == Ondertekenwijze.PAPIER else None,
        door=door,
    )
    ondertekening.full_clean()
    ondertekening.save()
    _log("plan.ondertekend", plan, door, f"Ondertekening {plan}: {ondertekening}")
    _rond_af(plan, door)
    return ondertekening


def _rond_af(plan, door) -> None:
    """Met beide partijen: pdf, hash en status in één keer; daarna laat de database niets meer toe."""
    partijen = {o.wie: o for o in plan.ondertekeningen.all()}
    if set(partijen) != set(Ondertekenaar):
        return
    geweigerd = partijen[Ondertekenaar.INWONER].hoe == Ondertekenwijze.GEWEIGERD
    plan.status = Planstatus.GEWEIGERD if geweigerd else Planstatus.GETEKEND
    plan.getekend_op = None if geweigerd else max(o.datum for o in partijen.values())
    weergave = lees_plan(plan)
    tekst = weergave.inhoud.standaardtekst if weergave.inhoud else None
    plan.kaderversie = f"{tekst.bron}; {tekst.code} versie {tekst.versie}"[:200] if tekst else ""
    pdf = render_pdf("documenten/ontwikkelplan.html", plandocument(weergave))
    naam = f"plan-{plan.persoon.nummer}-versie-{plan.versie}.pdf"
    plan.bestand = bewaar_bestand(pdf.bytes, naam, gemeente=plan.persoon.gemeente, door=door)
    plan.sha256 = pdf.sha256
    ouder = Ontwikkelplan.objects.filter(
        persoon=plan.persoon, soort=plan.soort, status__in=[Planstatus.GETEKEND, Planstatus.GEWEIGERD]
    )
    for oud in ouder.exclude(pk=plan.pk):
        oud.status = Planstatus.VERVANGEN
        oud.save(update_fields=["status"])
    plan.full_clean()
    plan.save()
    _log("plan.vastgezet", plan, door, f"Plan staat vast: {plan}", sha256=pdf.sha256)


@transaction.atomic
def trek_plan_in(plan, *, door) -> Ontwikkelplan:
    """Stop met een plan dat nog niet is getekend; het blijft leesbaar."""
    plan = vergrendel(plan)
    if not plan.is_open:
        raise ValidationError("Een getekend plan trek je niet in. Maak een nieuwe versie.")
    plan.status = Planstatus.INGETROKKEN
    plan.save(update_fields=["status"])
    _log("plan.ingetrokken", plan, door, f"Plan ingetrokken: {plan}")
    return plan


@transaction.atomic
def zet_stap_op(stap, *, status, door, datum=None) -> Stapvoortgang:
    """Vink een stap aan: een regel in het logboek van de stap, zonder nieuwe versie van het plan."""
    plan = vergrendel(stap.doel.plan)
    if plan.status in (Planstatus.VERVANGEN, Planstatus.INGETROKKEN):
        raise ValidationError("Dit plan geldt niet meer. Werk in de nieuwste versie.")
    datum = datum or timezone.localdate()
    if datum > timezone.localdate():
        raise ValidationError({"datum": "Deze datum ligt in de toekomst. Controleer de datum."})
    regel = Stapvoortgang(stap=stap, status=status, datum=datum, door=door)
    regel.full_clean()
    regel.save()
    _log("stap.voortgang", plan, door, f"Stap {Stapstatus(status).label}: {plan}")
    return regel


@transaction.atomic
def evalueer_plan(plan, *, datum, verslag, door, volgende_op=None) -> Planevaluatie:
    """Leg vast hoe het met het plan gaat en wanneer jullie weer kijken."""
    plan = vergrendel(plan)
    if not plan.geldt:
        raise ValidationError("Evalueer het plan dat nu geldt.")
    if datum > timezone.localdate():
        raise ValidationError({"datum": "Deze datum ligt in de toekomst. Controleer de datum."})
    evaluatie = Planevaluatie(
        plan=plan, datum=datum, verslag=verslag.strip(), volgende_op=volgende_op, door=door
    )
    evaluatie.full_clean()
    evaluatie.save()
    _log("plan.geevalueerd", plan, door, f"Plan geëvalueerd: {plan}")
    return evaluatie


def _log(soort, plan, door, omschrijving, **gegevens) -> None:
    leg_vast(
        soort,
        onderwerp=plan,
        dossier=plan.persoon,
        gemeente=plan.persoon.gemeente,
        door=door,
        omschrijving=omschrijving,
        **gegevens,
    )
