"""Een ontwikkelplan maken: situatie, doelen, stappen en afspraken, elk apart bewaard (RH-082, HT-036)."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from kern.logbook import leg_vast
from kern.permissions import Recht
from kern.versions import controleer_versie
from personen.choices import Plansoort, Planstatus, Stapstatus
from personen.models import Doel, Ontwikkelplan, Persoon, Planinhoud, Standaardtekst, Stap, Stapvoortgang
from personen.queries.plan import lees_plan

TEKSTEN = ("eigen_woorden", "sterk", "hulp_bij", "gemeente_doet", "inwoner_doet")
VELDEN = (*TEKSTEN, "standaardtekst", "bestede_uren")
VASTE_TEKST = {Plansoort.POP: "pw-44a", Plansoort.PLAN_VAN_AANPAK: "pw-44a", Plansoort.IOP: "wsw-iop"}


@transaction.atomic
def begin_plan(persoon, *, door, soort=Plansoort.POP, opgesteld_op=None, **velden) -> Ontwikkelplan:
    """Begin een plan op het scherm; er is er per soort hoogstens één in de maak."""
    vandaag = timezone.localdate()
    opgesteld_op = opgesteld_op or vandaag
    if opgesteld_op > vandaag:
        raise ValidationError({"opgesteld_op": "Deze datum ligt in de toekomst. Controleer de datum."})
    vorige = _laatste(persoon, soort)
    plan = _maak_versie(persoon, soort, vorige, opgesteld_op, door)
    code = VASTE_TEKST[Plansoort(soort)]
    tekst = Standaardtekst.objects.op(opgesteld_op).filter(code=code).order_by("-versie").first()
    inhoud = Planinhoud(plan=plan, standaardtekst=tekst)
    _vul(inhoud, velden)
    inhoud.full_clean()
    inhoud.save()
    _log("plan.begonnen", plan, plan, door, f"Plan begonnen: {plan}")
    return plan


@transaction.atomic
def nieuwe_versie(plan, *, door, opgesteld_op=None) -> Ontwikkelplan:
    """Maak versie n+1 als kopie van het geldende plan; dat blijft gelden tot de nieuwe is getekend."""
    plan = vergrendel(plan)
    if not plan.geldt:
        raise ValidationError("Alleen van een getekend plan maak je een nieuwe versie.")
    nieuw = _maak_versie(plan.persoon, plan.soort, plan, opgesteld_op or timezone.localdate(), door)
    weergave = lees_plan(plan)
    kopie = Planinhoud(plan=nieuw)
    if weergave.inhoud:
        _vul(kopie, {naam: getattr(weergave.inhoud, naam) for naam in VELDEN if naam != "bestede_uren"})
    kopie.full_clean()
    kopie.save()
    for oud in weergave.doelen:
        doel = Doel.objects.create(
            plan=nieuw,
            **{naam: getattr(oud.doel, naam) for naam in ("eigenaar", "tekst", "klaar_voor", "volgorde")},
        )
        for oude_stap in oud.stappen:
            _kopieer_stap(oude_stap, doel, door)
    _log("plan.begonnen", nieuw, nieuw, door, f"Nieuwe versie begonnen: {nieuw}")
    return nieuw


def _kopieer_stap(oud, doel, door) -> None:
    stap = Stap.objects.create(
        doel=doel,
        **{naam: getattr(oud, naam) for naam in ("tekst", "wie", "voor", "volgorde", "voorbeeld")},
    )
    if oud.stand != Stapstatus.OPEN:
        Stapvoortgang.objects.create(stap=stap, status=oud.stand, datum=oud.stand_op, door=door)


@transaction.atomic
def wijzig_planinhoud(plan, *, door, versie=None, **velden) -> Planinhoud:
    """Bewaar teksten en afspraken van een concept; `evaluatie_op` staat bij het plan zelf."""
    plan = concept(plan)
    inhoud = Planinhoud.objects.select_for_update(of=("self",)).get(plan=plan)
    controleer_versie(inhoud, versie)
    if "evaluatie_op" in velden:
        plan.evaluatie_op = velden.pop("evaluatie_op")
        if plan.evaluatie_op and plan.evaluatie_op <= plan.opgesteld_op:
            raise ValidationError({"evaluatie_op": "Kies een dag na het opstellen van het plan."})
        plan.save(update_fields=["evaluatie_op"])
    _vul(inhoud, velden)
    inhoud.versie += 1
    inhoud.full_clean()
    inhoud.save()
    tel_op(plan)
    _log("plan.gewijzigd", inhoud, plan, door, f"Tekst gewijzigd: {plan}")
    return inhoud


@transaction.atomic
def voeg_doel_toe(plan, *, tekst, klaar_voor, door, eigenaar="inwoner") -> Doel:
    """Zet een doel bij het plan; het staat meteen bewaard."""
    plan = concept(plan)
    volgorde = (plan.doelen.aggregate(m=Max("volgorde"))["m"] or 0) + 1
    doel = Doel(plan=plan, tekst=tekst.strip(), klaar_voor=klaar_voor, eigenaar=eigenaar, volgorde=volgorde)
    _controleer_dag(plan, "klaar_voor", klaar_voor)
    return _bewaar(doel, plan, door, "doel.toegevoegd", "Doel toegevoegd aan het plan")


@transaction.atomic
def wijzig_doel(doel, *, door, versie=None, **velden) -> Doel:
    """Wijzig een doel van een concept."""
    plan = concept(doel.plan)
    doel = Doel.objects.select_for_update().get(pk=doel.pk)
    controleer_versie(doel, versie)
    _zet(doel, velden, {"tekst", "klaar_voor", "eigenaar"})
    _controleer_dag(plan, "klaar_voor", doel.klaar_voor)
    doel.versie += 1
    return _bewaar(doel, plan, door, "doel.gewijzigd", "Doel van het plan gewijzigd")


@transaction.atomic
def verwijder_doel(doel, *, door) -> dict:
    """Haal een doel met zijn stappen uit een concept. Geeft wat nodig is om het terug te zetten."""
    plan = concept(doel.plan)
    terug = {
        "plan": plan.pk,
        "doel": _als_gegevens(doel, ("tekst", "eigenaar", "volgorde"), "klaar_voor"),
        "stappen": [
            _als_gegevens(stap, ("tekst", "wie", "volgorde", "voorbeeld_id"), "voor")
            for stap in doel.stappen.all()
        ],
    }
    _log("doel.verwijderd", doel, plan, door, "Doel uit het plan gehaald")
    doel.delete()
    tel_op(plan)
    return terug


@transaction.atomic
def voeg_stap_toe(doel, *, tekst, voor, door, wie="inwoner", voorbeeld=None) -> Stap:
    """Zet een stap bij een doel; uit de voorbeelden of zelf geschreven."""
    plan = concept(doel.plan)
    volgorde = (doel.stappen.aggregate(m=Max("volgorde"))["m"] or 0) + 1
    stap = Stap(doel=doel, tekst=tekst.strip(), wie=wie, voor=voor, voorbeeld=voorbeeld, volgorde=volgorde)
    _controleer_dag(plan, "voor", voor)
    return _bewaar(stap, plan, door, "stap.toegevoegd", "Stap toegevoegd aan het plan")


@transaction.atomic
def wijzig_stap(stap, *, door, versie=None, **velden) -> Stap:
    """Wijzig een stap van een concept."""
    plan = concept(stap.doel.plan)
    stap = Stap.objects.select_for_update(of=("self",)).select_related("doel").get(pk=stap.pk)
    controleer_versie(stap, versie)
    _zet(stap, velden, {"tekst", "voor", "wie"})
    _controleer_dag(plan, "voor", stap.voor)
    stap.versie += 1
    return _bewaar(stap, plan, door, "stap.gewijzigd", "Stap van het plan gewijzigd")


@transaction.atomic
def verwijder_stap(stap, *, door) -> dict:
    """Haal een stap uit een concept. Geeft wat nodig is om hem terug te zetten."""
    plan = concept(stap.doel.plan)
    terug = {
        "doel": stap.doel_id,
        "stap": _als_gegevens(stap, ("tekst", "wie", "volgorde", "voorbeeld_id"), "voor"),
    }
    _log("stap.verwijderd", stap, plan, door, "Stap uit het plan gehaald")
    stap.delete()
    tel_op(plan)
    return terug


@transaction.atomic
def zet_doel_terug(gegevens, *, door) -> Doel:
    """Maak het weghalen van een doel ongedaan."""
    plan = concept(Ontwikkelplan.objects.get(pk=gegevens["plan"]))
    _eis_recht(plan, door)
    doel = Doel(plan=plan, **gegevens["doel"])
    _bewaar(doel, plan, door, "doel.teruggezet", "Doel teruggezet in het plan")
    for stap in gegevens["stappen"]:
        _bewaar(Stap(doel=doel, **stap), plan, door, "stap.teruggezet", "Stap teruggezet in het plan")
    return doel


@transaction.atomic
def zet_stap_terug(gegevens, *, door) -> Stap:
    """Maak het weghalen van een stap ongedaan."""
    doel = Doel.objects.select_related("plan").filter(pk=gegevens["doel"]).first()
    if doel is None:
        raise ValidationError("Het doel van deze stap is er niet meer.")
    plan = concept(doel.plan)
    _eis_recht(plan, door)
    return _bewaar(Stap(doel=doel, **gegevens["stap"]), plan, door, "stap.teruggezet", "Stap teruggezet")


# ---- shared ------------------------------------------------------------------------------------------
def _eis_recht(plan, door) -> None:
    """The way back stays open for a day; who lost the right in between may not take it."""
    if not door.mag(Recht.PLAN_WIJZIGEN, plan.persoon.gemeente_id):
        raise PermissionDenied


def vergrendel(plan) -> Ontwikkelplan:
    """Het plan zoals het nu in de database staat, op slot tot het einde van de handeling."""
    eigen = Ontwikkelplan.objects.select_for_update(of=("self",)).select_related("persoon__gemeente")
    return eigen.get(pk=plan.pk)


def concept(plan) -> Ontwikkelplan:
    """Alleen een concept mag veranderen."""
    plan = vergrendel(plan)
    if not plan.digitaal:
        raise ValidationError("Dit plan is op papier gemaakt. Vul het aan, of maak een nieuwe versie.")
    if plan.status == Planstatus.TER_ONDERTEKENING:
        raise ValidationError("Dit plan wacht op een handtekening. Haal het eerst terug om het te wijzigen.")
    if plan.status != Planstatus.CONCEPT:
        raise ValidationError("Dit plan staat vast. Maak een nieuwe versie om iets te wijzigen.")
    return plan


def tel_op(plan) -> None:
    """De inhoud is veranderd: wie de tekenpagina nog open heeft, moet opnieuw lezen."""
    Ontwikkelplan.objects.filter(pk=plan.pk).update(revisie=F("revisie") + 1)


def _laatste(persoon, soort):
    return Ontwikkelplan.objects.filter(persoon=persoon, soort=soort).order_by("-versie").first()


def _maak_versie(persoon, soort, vorige, opgesteld_op, door) -> Ontwikkelplan:
    Persoon.objects.select_for_update(of=("self",)).get(pk=persoon.pk)
    eigen = Ontwikkelplan.objects.filter(persoon=persoon, soort=soort)
    hoogste = eigen.aggregate(m=Max("versie"))["m"] or 0
    plan = Ontwikkelplan(
        persoon=persoon,
        soort=soort,
        versie=hoogste + 1,
        opgesteld_op=opgesteld_op,
        opgesteld_door=door,
        status=Planstatus.CONCEPT,
        digitaal=True,
        vorige=vorige,
    )
    plan.full_clean()
    plan.save()
    return plan


def _vul(inhoud, velden) -> None:
    _zet(inhoud, velden, set(VELDEN))
    for naam in TEKSTEN:
        setattr(inhoud, naam, (getattr(inhoud, naam) or "").strip())


def _zet(ding, velden, toegestaan) -> None:
    onbekend = velden.keys() - toegestaan
    if onbekend:
        raise TypeError(f"onbekende velden: {', '.join(sorted(onbekend))}")
    for naam, waarde in velden.items():
        setattr(ding, naam, waarde)


def _controleer_dag(plan, veld, dag) -> None:
    if dag and dag < plan.opgesteld_op and not plan.vorige_id:
        raise ValidationError(
            {veld: f"Deze dag ligt voor het begin van het plan ({plan.opgesteld_op:%d-%m-%Y})."}
        )


def _als_gegevens(ding, velden, dag) -> dict:
    return {naam: getattr(ding, naam) for naam in velden} | {dag: getattr(ding, dag).isoformat()}


def _bewaar(ding, plan, door, soort, omschrijving):
    ding.full_clean()
    ding.save()
    tel_op(plan)
    _log(soort, ding, plan, door, omschrijving)
    return ding


def _log(soort, onderwerp, plan, door, omschrijving) -> None:
    leg_vast(
        soort,
        onderwerp=onderwerp,
        dossier=plan.persoon,
        gemeente=plan.persoon.gemeente,
        door=door,
        omschrijving=omschrijving,
    )
