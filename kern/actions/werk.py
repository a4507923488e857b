"""Wijzigingen rond iemands eigen werk: concepten, uitstel van signalen, signaalsoorten aan en uit."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from kern.concepts import als_querydict, te_bewaren
from kern.logbook import leg_vast
from kern.models import Concept, Signaalinstelling, Signaalstatus
from kern.registers import signaalsoorten
from kern.undo import ongedaan_soort


@transaction.atomic
def bewaar_concept(*, door, formulier, onderwerp, titel, pad, data) -> Concept:
    """Bewaar wat iemand heeft getypt. Geen logboek: het is nog niets, en alleen de maker ziet het.

    Raises: ValidationError als het te veel is.
    """
    try:
        gegevens = te_bewaren(data)
    except ValueError:
        raise ValidationError("Dit is te veel om als concept te bewaren. Maak de tekst korter.") from None
    concept, _ = Concept.objects.update_or_create(
        gebruiker=door,
        formulier=formulier,
        onderwerp=onderwerp,
        defaults={"titel": titel[:200], "pad": pad[:300], "gegevens": gegevens},
    )
    return concept


@transaction.atomic
def gooi_concept_weg(concept, *, door) -> dict:
    """Gooi een eigen concept weg; geeft wat nodig is om het terug te halen."""
    if concept.gebruiker_id != door.pk:
        raise ValidationError("Dit concept is van een collega.")
    terug = {v: getattr(concept, v) for v in ("formulier", "onderwerp", "titel", "pad", "gegevens")}
    concept.delete()
    return terug


@ongedaan_soort("concept")
def haal_concept_terug(gegevens, *, door) -> str:
    """Zet een weggegooid concept terug, als er geen nieuwer concept voor hetzelfde formulier is."""
    sleutel = {"formulier": gegevens["formulier"], "onderwerp": gegevens["onderwerp"]}
    if Concept.objects.filter(gebruiker=door, **sleutel).exists():
        raise ValidationError("Er is al een nieuwer concept van dit formulier. Het oude komt niet terug.")
    data = als_querydict(gegevens["gegevens"])
    bewaar_concept(door=door, data=data, titel=gegevens["titel"], pad=gegevens["pad"], **sleutel)
    return "Het concept staat er weer."


@transaction.atomic
def stel_signaal_uit(status, *, tot, door, dossier_id=None) -> Signaalstatus:
    """Verberg een signaal tot en met de dag voor `tot`; op die dag staat het er weer, als het dan nog waar is."""
    status = Signaalstatus.objects.select_for_update().get(pk=status.pk)
    vandaag = timezone.localdate()
    if status.gebruiker_id != door.pk:
        raise ValidationError("Dit signaal is van een collega.")
    if tot <= vandaag:
        raise ValidationError({"tot": "Kies een dag na vandaag."})
    if (tot - vandaag).days > 366:
        raise ValidationError({"tot": "Kies een dag binnen een jaar."})
    status.handeling, status.tot = Signaalstatus.Handeling.UITGESTELD, tot
    status.save(update_fields=["handeling", "tot", "gewijzigd_op"])
    leg_vast(
        "signaal.uitgesteld",
        onderwerp=status,
        door=door,
        omschrijving=f"Signaal uitgesteld tot {tot:%d-%m-%Y}: {_naam(status.soort)}",
        dossier=dossier_id,
    )
    return status


@ongedaan_soort("signaal.uitstel")
def haal_uitstel_weg(gegevens, *, door) -> str:
    """Zet een uitgesteld signaal weer op de werkvoorraad, als het uitstel nog hetzelfde is."""
    status = Signaalstatus.objects.select_for_update().filter(pk=gegevens["status"], gebruiker=door).first()
    if status is None or str(status.tot) != gegevens["tot"]:
        raise ValidationError("Dit uitstel is intussen gewijzigd.")
    status.handeling, status.tot = Signaalstatus.Handeling.GETOOND, None
    status.save(update_fields=["handeling", "tot", "gewijzigd_op"])
    leg_vast(
        "signaal.hervat",
        onderwerp=status,
        door=door,
        omschrijving=f"Uitstel ongedaan gemaakt: {_naam(status.soort)}",
        dossier=gegevens.get("dossier_id"),
    )
    return "Het signaal staat er weer."


@transaction.atomic
def zet_signaalsoort(soort: str, *, gemeente, uit: bool, reden: str, door) -> Signaalinstelling:
    """Zet een soort signaal voor een gemeente uit of weer aan; uitzetten vraagt een reden."""
    if signaalsoorten.get(soort) is None:
        raise ValidationError("Deze soort signaal bestaat niet.")
    if uit and not reden.strip():
        raise ValidationError({"reden": "Vul in waarom dit signaal uit gaat."})
    instelling, _ = Signaalinstelling.objects.update_or_create(
        gemeente=gemeente, soort=soort, defaults={"uit": uit, "reden": reden[:200], "gewijzigd_door": door}
    )
    leg_vast(
        "signaal.uitgezet" if uit else "signaal.aangezet",
        onderwerp=instelling,
        door=door,
        omschrijving=f"Signaal {'uit' if uit else 'aan'}: {_naam(soort)} in {gemeente}",
        reden=reden,
    )
    return instelling


def _naam(code: str) -> str:
    soort = signaalsoorten.get(code)
    return soort.naam if soort else code
