"""Gedateerde kenmerken; bijzondere alleen met het recht daarvoor (AVG art. 9, C36)."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from kern.logbook import leg_vast
from kern.permissions import Recht
from personen.choices import BIJZONDERE_KENMERKEN, Kenmerksoort
from personen.models import Kenmerk, Persoon

# Of these a person has one value at a time (constraint kenmerk_een_tegelijk).
EEN_TEGELIJK = frozenset(
    {
        Kenmerksoort.TAALNIVEAU,
        Kenmerksoort.STATUSHOUDER,
        Kenmerksoort.OPLEIDING,
        Kenmerksoort.STARTKWALIFICATIE,
    }
)


@transaction.atomic
def leg_kenmerk_vast(
    persoon, *, soort, waarde, vanaf, door, tot=None, toelichting="", bron="", vervang=True
) -> Kenmerk:
    """Leg een kenmerk vast vanaf een dag. Van wie er één tegelijk is, eindigt de vorige de dag ervoor."""
    _mag(persoon, soort, door)
    Persoon.objects.select_for_update(of=("self",)).get(pk=persoon.pk)
    if vervang and soort in EEN_TEGELIJK:
        lopend = Kenmerk.objects.filter(persoon=persoon, soort=soort, einddatum=None).first()
        if lopend and lopend.begindatum < vanaf:
            lopend.einddatum = vanaf - timedelta(days=1)
            lopend.save(update_fields=["einddatum"])
    kenmerk = Kenmerk(
        persoon=persoon,
        soort=soort,
        waarde=waarde.strip(),
        toelichting=toelichting.strip(),
        bron=bron.strip(),
        begindatum=vanaf,
        einddatum=tot,
    )
    kenmerk.full_clean()
    kenmerk.save()
    _log("kenmerk.vastgelegd", kenmerk, persoon, door, f"vastgelegd vanaf {vanaf:%d-%m-%Y}")
    return kenmerk


@transaction.atomic
def beeindig_kenmerk(kenmerk, *, per, door) -> Kenmerk:
    """`per` is de laatste dag waarop het kenmerk geldt."""
    kenmerk = (
        Kenmerk.objects.select_for_update(of=("self",)).select_related("persoon__gemeente").get(pk=kenmerk.pk)
    )
    _mag(kenmerk.persoon, kenmerk.soort, door)
    if kenmerk.einddatum:
        raise ValidationError(f"Dit kenmerk is al beëindigd per {kenmerk.einddatum:%d-%m-%Y}.")
    kenmerk.einddatum = per
    kenmerk.full_clean()
    kenmerk.save(update_fields=["einddatum"])
    _log("kenmerk.beeindigd", kenmerk, kenmerk.persoon, door, f"beëindigd per {per:%d-%m-%Y}")
    return kenmerk


def _mag(persoon, soort, door) -> None:
    if soort in BIJZONDERE_KENMERKEN and not door.mag(Recht.BIJZONDER_WIJZIGEN, persoon.gemeente_id):
        raise PermissionDenied


def _log(code, kenmerk, persoon, door, wat) -> None:
    # The log line is read by people without the right to special data: it names the kind of data only.
    naam = "Bijzonder kenmerk" if kenmerk.is_bijzonder else kenmerk.get_soort_display().capitalize()
    leg_vast(
        code,
        onderwerp=kenmerk,
        dossier=persoon,
        gemeente=persoon.gemeente,
        door=door,
        omschrijving=f"{naam} {wat}",
    )
