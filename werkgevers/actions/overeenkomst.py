"""De keten van een overeenkomst: overeenkomen, opstellen, tekenen, beëindigen (RH-024, RH-025, RH-134)."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from kern.beleid import waarde
from kern.controle import controleer
from kern.models import Gemeente
from werkgevers.actions.keten import (
    VELD,
    VELD_VERSIE,
    bewaar,
    controleer_contracturen,
    log,
    op_slot,
    open_versie,
)
from werkgevers.actions.tarief import VELD_TARIEF, leg_tarief_vast
from werkgevers.choices import (
    Herkomst,
    Overeenkomststatus,
    RedenEindeOvereenkomst,
    Versiestatus,
)
from werkgevers.models import Overeenkomst, Overeenkomstversie
from werkgevers.rules.uren import gelijke_week

INHOUD = (
    "uren_per_week", "weekpatroon", "werklocatie", "werkzaamheden", "verlof_doorbelast", "ziekte_doorbelast",
    "feestdag_doorbelast", "btw_categorie", "btw_reden", "betaaltermijn_dagen", "inkoopnummer", "afspraken",
)  # fmt: skip


@transaction.atomic
def kom_overeen(
    persoon,
    *,
    relatie,
    soort,
    begindatum,
    door,
    tarief,
    einddatum=None,
    plaatsing=None,
    herkomst=Herkomst.NIEUW,
    **inhoud,
) -> Overeenkomst:
    """Spreek de inhoud af: wie, waar, hoe lang, hoeveel uur en voor welk tarief (RH-024, RH-133)."""
    _alleen(inhoud)
    if relatie.gemeente_id != persoon.gemeente_id and relatie.verband_id is None:
        raise ValidationError({"relatie": "Deze werkgever hoort bij een andere gemeente. Kies een ander."})
    nu = timezone.now()
    # One number after the other, without holes: who is second waits, and a mistake gives the number back.
    gemeente = Gemeente.objects.select_for_update(no_key=True).get(pk=persoon.gemeente_id)
    hoogste = Overeenkomst.objects.filter(gemeente=gemeente).aggregate(n=Max("volgnummer"))["n"] or 0
    overeenkomst = Overeenkomst(
        nummer=f"D-{hoogste + 1}",
        volgnummer=hoogste + 1,
        gemeente=gemeente,
        relatie=relatie,
        persoon=persoon,
        plaatsing=plaatsing,
        soort=soort,
        herkomst=herkomst,
        begindatum=begindatum,
        einddatum=einddatum,
        overeengekomen_door=door,
        overeengekomen_op=nu,
    )
    controleer(overeenkomst, VELD)
    overeenkomst.save()
    versie = Overeenkomstversie(
        overeenkomst=overeenkomst,
        versie=1,
        begindatum=begindatum,
        einddatum=einddatum,
        overeengekomen_door=door,
        overeengekomen_op=nu,
    )
    _zet_inhoud(versie, inhoud)
    controleer(versie, VELD_VERSIE)
    versie.save()
    controleer_contracturen(overeenkomst, versie)
    _eerste_tarief(overeenkomst, dict(tarief), door)
    tot = f" tot en met {einddatum:%d-%m-%Y}" if einddatum else ""
    log(
        overeenkomst, "overeengekomen", door,
        f"{overeenkomst} overeengekomen met {relatie}: {versie.uren_per_week} uur per week "
        f"vanaf {begindatum:%d-%m-%Y}{tot}",
    )  # fmt: skip
    return overeenkomst


def _eerste_tarief(overeenkomst, tarief, door) -> None:
    vanaf = tarief.setdefault("begindatum", overeenkomst.begindatum)
    if vanaf > overeenkomst.begindatum and overeenkomst.herkomst != Herkomst.VOORTGEZET:
        raise ValidationError(
            {
                VELD_TARIEF.get("begindatum", "tarief_vanaf"): (
                    f"Op de eerste dag ({overeenkomst.begindatum:%d-%m-%Y}) is er geen tarief. "
                    "Laat het tarief op die dag beginnen."
                )
            }
        )
    leg_tarief_vast(overeenkomst, door=door, **tarief)


@transaction.atomic
def wijzig_overeenkomst(
    overeenkomst, *, per, door, versie=None, aanleiding="", einddatum=None, **inhoud
) -> Overeenkomstversie:
    """Spreek een wijziging af. Voor het tekenen wijzigt de versie zelf; daarna komt er een nieuwe versie."""
    _alleen(inhoud)
    overeenkomst = op_slot(overeenkomst, versie)
    if overeenkomst.status == Overeenkomststatus.BEEINDIGD and not _afgelopen(overeenkomst):
        raise ValidationError("Deze overeenkomst is beëindigd. Kom een nieuwe overeen.")
    nu = timezone.now()
    open_nu = open_versie(overeenkomst)
    laatste = overeenkomst.versies.filter(status=Versiestatus.GETEKEND).order_by("-versie").first()
    if laatste is None:
        nieuw = open_nu
        nieuw.begindatum, nieuw.einddatum = per, einddatum
        overeenkomst.begindatum, overeenkomst.einddatum = per, einddatum
        overeenkomst.status = Overeenkomststatus.OVEREENGEKOMEN
        overeenkomst.overeengekomen_door, overeenkomst.overeengekomen_op = door, nu
        overeenkomst.opgesteld_door = overeenkomst.opgesteld_op = None
        _schuif_eerste_tarief(overeenkomst)
    else:
        if per <= laatste.begindatum:
            raise ValidationError(
                {
                    "per": f"Versie {laatste.versie} geldt vanaf {laatste.begindatum:%d-%m-%Y}. Kies een latere dag."
                }
            )
        hoogste = overeenkomst.versies.aggregate(n=Max("versie"))["n"]
        nieuw = open_nu or Overeenkomstversie(overeenkomst=overeenkomst, versie=hoogste + 1)
        if open_nu is None:
            for veld in INHOUD:
                setattr(nieuw, veld, getattr(laatste, veld))
        nieuw.begindatum, nieuw.einddatum = per, einddatum
    nieuw.status, nieuw.aanleiding = Versiestatus.OVEREENGEKOMEN, aanleiding
    nieuw.overeengekomen_door, nieuw.overeengekomen_op = door, nu
    nieuw.opgesteld_door = nieuw.opgesteld_op = nieuw.bestand = None
    nieuw.sha256, nieuw.gegevens = "", {}
    _zet_inhoud(nieuw, inhoud)
    controleer(nieuw, VELD_VERSIE)
    nieuw.save()
    controleer_contracturen(overeenkomst, nieuw)
    bewaar(overeenkomst)
    wat = "gewijzigd" if laatste is None else f"versie {nieuw.versie} afgesproken"
    log(overeenkomst, "gewijzigd", door, f"{overeenkomst} {wat} per {per:%d-%m-%Y}{_na(aanleiding)}")
    return nieuw


def verleng_overeenkomst(overeenkomst, *, tot, door, versie=None) -> Overeenkomstversie:
    """Spreek een latere laatste dag af, met verder dezelfde inhoud; ook dit wordt opgesteld en getekend."""
    oud = overeenkomst.einddatum
    if oud is None:
        raise ValidationError({"tot": "Deze overeenkomst heeft geen laatste dag. Verlengen hoeft niet."})
    if tot <= oud:
        raise ValidationError(
            {"tot": f"De overeenkomst loopt al tot en met {oud:%d-%m-%Y}. Kies een latere dag."}
        )
    per = overeenkomst.begindatum if not overeenkomst.getekend_op else oud + timedelta(days=1)
    return wijzig_overeenkomst(
        overeenkomst, per=per, einddatum=tot, door=door, versie=versie, aanleiding="verlenging"
    )


@transaction.atomic
def trek_versie_in(overeenkomst, *, door, versie=None) -> Overeenkomst:
    """Een afspraak die niet doorgaat: de open versie vervalt. Zonder getekende versie gaat alles niet door."""
    overeenkomst = op_slot(overeenkomst, versie)
    nieuw = open_versie(overeenkomst)
    if nieuw is None:
        raise ValidationError("Er is geen open afspraak om in te trekken.")
    nieuw.status = Versiestatus.VERVALLEN
    nieuw.save(update_fields=["status"])
    if not overeenkomst.getekend_op:
        overeenkomst.status = Overeenkomststatus.BEEINDIGD
        overeenkomst.einddatum = overeenkomst.einddatum or overeenkomst.begindatum
        overeenkomst.reden_einde = RedenEindeOvereenkomst.NIET_DOORGEGAAN
    bewaar(overeenkomst)
    log(overeenkomst, "ingetrokken", door, f"{overeenkomst} versie {nieuw.versie} gaat niet door")
    return overeenkomst


@transaction.atomic
def beeindig_overeenkomst(overeenkomst, *, per, reden, door, toelichting="", versie=None) -> Overeenkomst:
    """Zet de laatste dag met een reden; een open nieuwe versie vervalt."""
    overeenkomst = op_slot(overeenkomst, versie)
    if overeenkomst.status == Overeenkomststatus.BEEINDIGD:
        raise ValidationError(f"Deze overeenkomst eindigde al op {overeenkomst.einddatum:%d-%m-%Y}.")
    if not overeenkomst.getekend_op:
        return trek_versie_in(overeenkomst, door=door)
    if overeenkomst.einddatum and per > overeenkomst.einddatum:
        raise ValidationError(
            {
                "per": f"De overeenkomst loopt tot en met {overeenkomst.einddatum:%d-%m-%Y}. Kies die dag of eerder."
            }
        )
    if per < overeenkomst.begindatum:
        raise ValidationError(
            {"per": f"De laatste dag ligt voor de eerste dag ({overeenkomst.begindatum:%d-%m-%Y})."}
        )
    overeenkomst.versies.filter(status__in=[Versiestatus.OVEREENGEKOMEN, Versiestatus.OPGESTELD]).update(
        status=Versiestatus.VERVALLEN
    )
    _kort_versies_in(overeenkomst, per)
    overeenkomst.status, overeenkomst.einddatum = Overeenkomststatus.BEEINDIGD, per
    overeenkomst.reden_einde, overeenkomst.toelichting_einde = reden, toelichting
    bewaar(overeenkomst)
    log(
        overeenkomst, "beeindigd", door,
        f"{overeenkomst} beëindigd, laatste dag {per:%d-%m-%Y}: {overeenkomst.get_reden_einde_display()}"
        f"{_na(toelichting)}",
    )  # fmt: skip
    return overeenkomst


def _kort_versies_in(overeenkomst, per) -> None:
    """De versie die op de laatste dag geldt, eindigt dan ook; een latere versie telt niet meer mee."""
    for versie in overeenkomst.versies.filter(status=Versiestatus.GETEKEND):
        if versie.begindatum <= per and (versie.einddatum is None or versie.einddatum > per):
            versie.einddatum = per
            versie.save(update_fields=["einddatum"])


@transaction.atomic
def werk_statussen_bij(vandaag: date) -> int:
    """Elke nacht: wat getekend is en begint, loopt; wat zijn laatste dag voorbij is, is beëindigd."""
    rijen = Overeenkomst.objects.select_for_update(of=("self",)).select_related(
        "persoon__gemeente", "gemeente"
    )
    aantal = 0
    for rij in rijen.filter(status=Overeenkomststatus.GETEKEND, begindatum__lte=vandaag):
        rij.status = Overeenkomststatus.LOPEND
        bewaar(rij)
        log(rij, "begonnen", None, f"{rij} is begonnen")
        aantal += 1
    open_versies = Overeenkomstversie.objects.filter(
        status__in=[Versiestatus.OVEREENGEKOMEN, Versiestatus.OPGESTELD]
    )
    voorbij = rijen.filter(status=Overeenkomststatus.LOPEND, einddatum__lt=vandaag)
    # An extension that waits for a signature keeps the agreement from ending by itself.
    for rij in voorbij.exclude(pk__in=open_versies.values("overeenkomst")):
        rij.status, rij.reden_einde = Overeenkomststatus.BEEINDIGD, RedenEindeOvereenkomst.AFGELOPEN
        bewaar(rij)
        log(rij, "beeindigd", None, f"{rij} is afgelopen op {rij.einddatum:%d-%m-%Y}")
        aantal += 1
    return aantal


def _afgelopen(overeenkomst) -> bool:
    return overeenkomst.reden_einde == RedenEindeOvereenkomst.AFGELOPEN


def _zet_inhoud(versie, inhoud) -> None:
    for veld, inhoud_waarde in inhoud.items():
        setattr(versie, veld, inhoud_waarde)
    if "uren_per_week" in inhoud and not inhoud.get("weekpatroon"):
        versie.weekpatroon = gelijke_week(versie.uren_per_week)
    if versie.weekpatroon and sum(versie.weekpatroon) != versie.uren_per_week:
        raise ValidationError(
            {
                "weekpatroon": f"De dagen zijn samen {sum(versie.weekpatroon)} uur en geen {versie.uren_per_week}."
            }
        )


def _schuif_eerste_tarief(overeenkomst) -> None:
    """Begint een overeenkomst die nog niet is getekend op een andere dag, dan begint haar tarief mee."""
    eerste = overeenkomst.tarieven.geldig().order_by("begindatum").first()
    if eerste is None or eerste.begindatum == overeenkomst.begindatum:
        return
    overeenkomst.tarieven.geldig().update(vervallen_op=timezone.now())
    eerste.pk, eerste._state.adding = None, True
    eerste.begindatum, eerste.einddatum = overeenkomst.begindatum, None
    eerste.save()


def _alleen(inhoud) -> None:
    if onbekend := set(inhoud) - set(INHOUD):
        raise TypeError(f"onbekend: {', '.join(sorted(onbekend))}")


def _na(tekst: str) -> str:
    return f": {tekst}" if tekst else ""


def betaaltermijn(gemeente, dag) -> int:
    """De termijn als er niets anders is afgesproken; de wet noemt 30 dagen (BW 6:119a)."""
    termijn = waarde("factuur.betaaltermijn_dagen", gemeente, dag)
    return int(termijn.waarde) if termijn else 30
