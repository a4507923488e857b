"""Begeleiding beginnen en beëindigen, en de contactpersoon toewijzen (HT-032, V9)."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.dateparse import parse_date

from kern.logbook import leg_vast
from kern.models import Gebruiker
from kern.permissions import Recht
from kern.undo import ongedaan_soort
from personen.choices import RedenEindeDossier
from personen.models import Dossierperiode, Loonwaardemeting, Persoon, Toewijzing


@dataclass(frozen=True)
class Toewijzingsstap:
    """Wat één toewijzing veranderde; genoeg om haar terug te draaien."""

    persoon_id: int
    nieuw_id: int
    vorige_id: int | None = None
    vorige_einde: date | None = None
    # Filled when the running row itself got another contact person, because it began the same day.
    vorige_gebruiker_id: int | None = None
    # Who it went to; None in what was kept before this was recorded.
    aan_id: int | None = None

    @property
    def gegevens(self) -> dict:
        """Als gegevens voor `met_ongedaan(request, tekst, "toewijzing", stappen=[stap.gegevens, …])`."""
        return asdict(self) | {"vorige_einde": self.vorige_einde.isoformat() if self.vorige_einde else None}


@transaction.atomic
def start_dossierperiode(persoon, *, vanaf, door) -> Dossierperiode:
    """De gemeente gaat deze persoon begeleiden; terugkomen is een nieuwe periode."""
    periode = Dossierperiode(persoon=persoon, begindatum=vanaf)
    periode.full_clean()
    periode.save()
    terug = Dossierperiode.objects.filter(persoon=persoon, begindatum__lt=vanaf).exists()
    leg_vast(
        "dossier.gestart",
        onderwerp=periode,
        dossier=persoon,
        gemeente=persoon.gemeente,
        door=door,
        omschrijving=f"Begeleiding {'opnieuw ' if terug else ''}begonnen op {vanaf:%d-%m-%Y}",
    )
    return periode


@transaction.atomic
def beeindig_dossierperiode(persoon, *, per, reden, door) -> Dossierperiode:
    """`per` is de laatste dag. De contactpersoon eindigt dezelfde dag."""
    lopend = Dossierperiode.objects.select_for_update(of=("self",)).filter(persoon=persoon, einddatum=None)
    periode = lopend.order_by("-begindatum").first()
    if periode is None:
        raise ValidationError("Dit dossier loopt niet. Er is niets om te beëindigen.")
    periode.einddatum, periode.reden_einde = per, reden
    periode.full_clean()
    periode.save(update_fields=["einddatum", "reden_einde"])
    for toewijzing in Toewijzing.objects.filter(persoon=persoon, einddatum=None, begindatum__lte=per):
        toewijzing.einddatum = per
        toewijzing.save(update_fields=["einddatum"])
    leg_vast(
        "dossier.beeindigd",
        onderwerp=periode,
        dossier=persoon,
        gemeente=persoon.gemeente,
        door=door,
        omschrijving=f"Begeleiding beëindigd per {per:%d-%m-%Y}: {RedenEindeDossier(reden).label}",
        reden=reden,
    )
    return periode


@transaction.atomic
def wijs_toe(personen: Persoon | Iterable[Persoon], *, aan, vanaf, door, reden="") -> list[Toewijzingsstap]:
    """Maak `aan` de contactpersoon van één of meer personen; de vorige eindigt de dag ervoor.

    Alles of niets. Wie al contactpersoon is, wordt overgeslagen. Geeft de stappen om terug te draaien.
    """
    if isinstance(personen, Persoon):
        personen = [personen]
    if not aan.is_active:
        raise ValidationError({"aan": f"{aan} werkt niet meer met Trede. Kies een ander."})
    ids = sorted({persoon.pk for persoon in personen})
    # Locked in one order, so that two reassignments at once wait for each other instead of colliding.
    vast = list(Persoon.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))
    return [stap for persoon in vast if (stap := _wijs_een_toe(persoon, aan, vanaf, door, reden))]


def _wijs_een_toe(persoon, aan, vanaf, door, reden) -> Toewijzingsstap | None:
    lopend = Toewijzing.objects.filter(persoon=persoon).order_by("-begindatum").first()
    if lopend and lopend.einddatum and lopend.einddatum < vanaf:
        lopend = None
    if lopend and lopend.begindatum > vanaf:
        raise ValidationError(
            {
                "vanaf": f"De contactpersoon van {persoon.nummer} is vastgelegd vanaf "
                f"{lopend.begindatum:%d-%m-%Y}. Kies een latere dag."
            }
        )
    if lopend and lopend.gebruiker_id == aan.pk and lopend.einddatum is None:
        return None
    mat = Loonwaardemeting.objects.geldig().filter(persoon=persoon, beoordelaar=aan, datum__gte=vanaf)
    if meting := mat.order_by("-datum").first():
        raise ValidationError(
            {
                "aan": f"{aan} mat de loonwaarde van {persoon.nummer} op {meting.datum:%d-%m-%Y} en kan daarom "
                "niet al vanaf deze dag contactpersoon zijn. Kies een latere dag of een ander."
            }
        )
    if lopend and lopend.begindatum == vanaf:
        stap = Toewijzingsstap(persoon.pk, lopend.pk, vorige_gebruiker_id=lopend.gebruiker_id, aan_id=aan.pk)
        lopend.gebruiker, lopend.reden = aan, reden
        lopend.full_clean()
        lopend.save(update_fields=["gebruiker", "reden"])
    else:
        vorige_id, vorige_einde = (lopend.pk, lopend.einddatum) if lopend else (None, None)
        if lopend:
            lopend.einddatum = vanaf - timedelta(days=1)
            lopend.save(update_fields=["einddatum"])
        nieuw = Toewijzing(persoon=persoon, gebruiker=aan, begindatum=vanaf, reden=reden)
        nieuw.full_clean()
        nieuw.save()
        stap = Toewijzingsstap(persoon.pk, nieuw.pk, vorige_id, vorige_einde, aan_id=aan.pk)
    leg_vast(
        "toewijzing.gemaakt",
        onderwerp=persoon,
        dossier=persoon,
        door=door,
        omschrijving=f"{aan} is contactpersoon vanaf {vanaf:%d-%m-%Y}" + (f": {reden}" if reden else ""),
        gebruiker=aan.pk,
    )
    return stap


@transaction.atomic
def maak_toewijzing_ongedaan(stappen: Iterable[Toewijzingsstap], *, door) -> int:
    """Draai toewijzingen terug voor wie mag toewijzen. Geeft het aantal personen."""
    stappen = list(stappen)
    gemeenten = Persoon.objects.filter(pk__in={stap.persoon_id for stap in stappen})
    for gemeente_id in set(gemeenten.values_list("gemeente_id", flat=True)):
        if not door.mag(Recht.PERSOON_TOEWIJZEN, gemeente_id):
            raise PermissionDenied
    return zet_contactpersoon_terug(stappen, door=door)


@transaction.atomic
def zet_contactpersoon_terug(stappen: Iterable[Toewijzingsstap], *, door) -> int:
    """De vorige contactpersoon is het weer; wie dat mag, controleert de aanroeper. Geeft het aantal personen.

    Alles of niets: is één dossier intussen van weer een ander, of gestopt, dan verandert er niets.
    """
    aantal = 0
    for stap in sorted(stappen, key=lambda stap: stap.persoon_id):
        persoon = Persoon.objects.select_for_update(of=("self",)).get(pk=stap.persoon_id)
        nieuw = Toewijzing.objects.filter(persoon=persoon).order_by("-begindatum").first()
        if (
            nieuw is None
            or nieuw.pk != stap.nieuw_id
            or nieuw.einddatum is not None
            or stap.aan_id not in (None, nieuw.gebruiker_id)
        ):
            raise ValidationError(f"De toewijzing van {persoon.nummer} is intussen veranderd.")
        _eis_niet_de_meter(persoon, stap, nieuw)
        if stap.vorige_gebruiker_id:
            nieuw.gebruiker = Gebruiker.objects.get(pk=stap.vorige_gebruiker_id)
            nieuw.save(update_fields=["gebruiker"])
        else:
            nieuw.delete()
            if stap.vorige_id:
                Toewijzing.objects.filter(pk=stap.vorige_id, persoon=persoon).update(
                    einddatum=stap.vorige_einde
                )
        leg_vast(
            "toewijzing.ongedaan",
            onderwerp=persoon,
            dossier=persoon,
            door=door,
            omschrijving="Wijziging van de contactpersoon ongedaan gemaakt",
        )
        aantal += 1
    return aantal


def _eis_niet_de_meter(persoon, stap: Toewijzingsstap, nieuw: Toewijzing) -> None:
    """Who measured the loonwaarde since then cannot be the contact person again for those days."""
    vorige = Toewijzing.objects.filter(pk=stap.vorige_id, persoon=persoon).first()
    wie = stap.vorige_gebruiker_id or (vorige.gebruiker_id if vorige else None)
    metingen = Loonwaardemeting.objects.geldig().filter(
        persoon=persoon, beoordelaar_id=wie, datum__gte=nieuw.begindatum
    )
    if wie and metingen.exists():
        raise ValidationError(
            f"De vorige contactpersoon van {persoon.nummer} mat intussen de loonwaarde en kan het daarom niet "
            "weer worden vanaf die dag. Wijs met de hand een contactpersoon toe."
        )


def toewijzingsstappen(gegevens: Iterable[dict]) -> list[Toewijzingsstap]:
    """De stappen uit wat `Toewijzingsstap.gegevens` bewaarde."""
    return [
        Toewijzingsstap(**stap | {"vorige_einde": parse_date(stap["vorige_einde"] or "")})
        for stap in gegevens
    ]


@ongedaan_soort("toewijzing")
def zet_toewijzing_terug(gegevens, *, door) -> str:
    """De weg terug van `met_ongedaan(…, "toewijzing", stappen=…)`, ook voor een hele lijst tegelijk."""
    aantal = maak_toewijzing_ongedaan(toewijzingsstappen(gegevens["stappen"]), door=door)
    return "De vorige contactpersoon is het weer." if aantal == 1 else f"{aantal} dossiers zijn teruggezet."
