"""Elke wijziging in re-integratie: uitkering en trede."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kern.controle import controleer
from kern.logbook import leg_vast
from kern.permissions import Recht
from kern.undo import ongedaan_soort
from kern.versions import controleer_versie
from personen.models import Persoon
from reintegratie.models import Tredemeting, Uitkering
from reintegratie.rules import fout_in_trede

_VELD_UITKERING = {
    "uitkering_geen_overlap": "begindatum",
    "uitkering_einde_na_begin": "einddatum",
    "uitkering_einde_heeft_reden": "reden_einde",
}
_VELD_METING = {
    "tredemeting_een_per_dag": "datum",
    "tredemeting_huidig_1_tot_6": "huidige_trede",
    "tredemeting_doel_1_tot_6": "doeltrede",
    "tredemeting_niet_leeg": "huidige_trede",
}


@transaction.atomic
def start_uitkering(
    persoon, *, soort, begindatum, door, partner=None, einddatum=None, reden_einde=""
) -> Uitkering:
    """Een uitkering begint; terugkomen is een nieuwe periode. Een paar heeft samen één uitkering (HT-005)."""
    persoon = _op_slot(persoon)
    if partner is not None:
        if partner.pk == persoon.pk:
            raise ValidationError({"partner": "Kies iemand anders als partner."})
        if partner.gemeente_id != persoon.gemeente_id:
            raise ValidationError({"partner": "Deze persoon heeft geen dossier in deze gemeente."})
    uitkering = Uitkering(
        persoon=persoon,
        soort=soort,
        partner=partner,
        begindatum=begindatum,
        einddatum=einddatum,
        reden_einde=reden_einde,
    )
    controleer(uitkering, _VELD_UITKERING)
    uitkering.save()
    leg_vast(
        "uitkering.begonnen",
        onderwerp=uitkering,
        door=door,
        gemeente=persoon.gemeente,
        dossier=persoon,
        omschrijving=f"Uitkering {uitkering.get_soort_display()} begonnen op {begindatum:%d-%m-%Y}",
    )
    return uitkering


@transaction.atomic
def beeindig_uitkering(uitkering, *, per, reden, door, versie=None) -> Uitkering:
    """Zet de laatste dag en de reden (RH-047)."""
    met_persoon = Uitkering.objects.select_related("persoon__gemeente")
    uitkering = met_persoon.select_for_update(of=("self",)).get(pk=uitkering.pk)
    controleer_versie(uitkering, versie)
    if uitkering.einddatum:
        raise ValidationError({"per": f"Deze uitkering eindigde al op {uitkering.einddatum:%d-%m-%Y}."})
    if per < uitkering.begindatum:
        raise ValidationError(
            {"per": f"De laatste dag ligt voor de eerste dag ({uitkering.begindatum:%d-%m-%Y})."}
        )
    uitkering.einddatum, uitkering.reden_einde = per, reden
    uitkering.versie += 1
    controleer(uitkering, {**_VELD_UITKERING, "uitkering_einde_heeft_reden": "reden"})
    uitkering.save(update_fields=["einddatum", "reden_einde", "versie"])
    leg_vast(
        "uitkering.beeindigd",
        onderwerp=uitkering,
        door=door,
        gemeente=uitkering.persoon.gemeente,
        dossier=uitkering.persoon_id,
        omschrijving=(
            f"Uitkering beëindigd, laatste dag {per:%d-%m-%Y}: {uitkering.get_reden_einde_display()}"
        ),
        reden=reden,
    )
    return uitkering


@transaction.atomic
def meet_trede(
    persoon,
    *,
    datum,
    door,
    huidige_trede=None,
    doeltrede=None,
    bron="",
    beoordelaar=None,
    reden="",
    bewijs=None,
) -> Tredemeting:
    """Leg de huidige trede en de doeltrede vast op een datum; eerdere metingen blijven staan (RH-042).

    Verandert er iets ten opzichte van de vorige meting, dan hoort er een reden bij; een document mag.
    """
    persoon = _op_slot(persoon)
    _controleer_treden(datum, huidige_trede, doeltrede)
    _controleer_bewijs(bewijs, persoon)
    vorige = persoon.tredemetingen.filter(datum__lt=datum).order_by("-datum", "-pk").first()
    anders = vorige and (vorige.huidige_trede, vorige.doeltrede) != (huidige_trede, doeltrede)
    if anders and not reden.strip():
        raise ValidationError({"reden": "Schrijf op waarom de trede of de doeltrede verandert."})
    meting = Tredemeting(
        persoon=persoon,
        datum=datum,
        huidige_trede=huidige_trede,
        doeltrede=doeltrede,
        bron=bron,
        beoordelaar=beoordelaar or door,
        reden=reden.strip(),
        bewijs=bewijs,
    )
    controleer(meting, _VELD_METING)
    meting.save()
    was = f", was {_in_woorden(vorige)}" if vorige else ""
    leg_vast(
        "trede.gemeten",
        onderwerp=meting,
        door=door,
        gemeente=persoon.gemeente,
        dossier=persoon,
        omschrijving=f"{_in_woorden(meting)} op {datum:%d-%m-%Y}{was}",
    )
    return meting


@transaction.atomic
def corrigeer_meting(meting, *, reden, door, versie=None, **velden) -> Tredemeting:
    """Herstel een fout in een meting; de oude waarden staan in de geschiedenis en in het logboek."""
    met_persoon = Tredemeting.objects.select_related("persoon__gemeente")
    meting = met_persoon.select_for_update(of=("self",)).get(pk=meting.pk)
    controleer_versie(meting, versie)
    if not reden.strip():
        raise ValidationError({"reden": "Schrijf op waarom je deze meting verbetert."})
    voor = f"{_in_woorden(meting)} op {meting.datum:%d-%m-%Y}"
    for veld in ("datum", "huidige_trede", "doeltrede", "bron", "beoordelaar", "bewijs"):
        setattr(meting, veld, velden.get(veld, getattr(meting, veld)))
    _controleer_treden(meting.datum, meting.huidige_trede, meting.doeltrede)
    _controleer_bewijs(meting.bewijs, meting.persoon)
    meting.reden = reden
    meting.versie += 1
    controleer(meting, _VELD_METING)
    meting.save()
    leg_vast(
        "trede.verbeterd",
        onderwerp=meting,
        door=door,
        gemeente=meting.persoon.gemeente,
        dossier=meting.persoon_id,
        omschrijving=(
            f"Meting verbeterd: {voor} is {_in_woorden(meting)} op {meting.datum:%d-%m-%Y}. Reden: {reden}"
        ),
    )
    return meting


@ongedaan_soort("trede")
@transaction.atomic
def haal_meting_weg(gegevens, *, door) -> str:
    """De weg terug na een nieuwe meting, zolang zij niet is verbeterd."""
    rijen = Tredemeting.objects.select_for_update(of=("self",)).select_related("persoon__gemeente")
    meting = rijen.filter(pk=gegevens["meting"]).first()
    if meting is None or [meting.huidige_trede, meting.doeltrede, str(meting.datum)] != gegevens["stand"]:
        raise ValidationError("Deze meting is intussen veranderd. Verbeter haar met de hand.")
    if not door.mag(Recht.REINTEGRATIE_WIJZIGEN, meting.persoon.gemeente_id):
        raise PermissionDenied
    leg_vast(
        "trede.ongedaan",
        onderwerp=meting,
        door=door,
        gemeente=meting.persoon.gemeente,
        dossier=meting.persoon_id,
        omschrijving=f"Meting ongedaan gemaakt: {_in_woorden(meting)} op {meting.datum:%d-%m-%Y}",
    )
    meting.delete()
    return "De vorige trede geldt weer."


def _controleer_treden(datum, huidige_trede, doeltrede) -> None:
    fouten = {
        veld: melding
        for veld, waarde in (("huidige_trede", huidige_trede), ("doeltrede", doeltrede))
        if (melding := fout_in_trede(waarde))
    }
    if datum > timezone.localdate():
        fouten["datum"] = "Deze dag ligt in de toekomst. Vul de dag van de beoordeling in."
    if fouten:
        raise ValidationError(fouten)


def _controleer_bewijs(bewijs, persoon) -> None:
    if bewijs is not None and bewijs.persoon_id != persoon.pk:
        raise ValidationError({"bewijs": "Dit document hoort bij iemand anders."})


def _op_slot(persoon) -> Persoon:
    """One writer per person: two starts at once become one start and one message."""
    return Persoon.objects.select_for_update(of=("self",)).select_related("gemeente").get(pk=persoon.pk)


def _in_woorden(meting) -> str:
    return f"Trede {meting.huidige_trede or 'onbekend'} naar {meting.doeltrede or 'onbekend'}"
