"""Personen toevoegen en wijzigen, hun adres, en hun BSN tonen."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Q

from kern.logbook import leg_inzage_vast, leg_vast
from kern.models import Inzagesoort
from kern.namen import vouw
from kern.versions import controleer_versie
from personen.models import Adres, Persoon
from personen.rules import geldig_bsn, namen_van

_VELDEN = (
    "bsn",
    "voornamen",
    "roepnaam",
    "voorletters",
    "tussenvoegsel",
    "achternaam",
    "geboortedatum",
    "geslacht",
    "telefoon",
    "email",
)
BSN_FOUT = "Dit BSN klopt niet. Controleer de 9 cijfers."


def neem_nummers(aantal: int = 1) -> list[str]:
    """De volgende dossiernummers (P-10001, P-10002, …); een nummer komt nooit twee keer voor."""
    with connection.cursor() as cursor:
        cursor.execute("select nextval('persoon_nummer') from generate_series(1, %s)", [aantal])
        return [f"P-{nummer}" for (nummer,) in cursor.fetchall()]


def mogelijk_dezelfde(gemeente, *, bsn="", achternaam="", geboortedatum=None, behalve=None):
    """Dossiers die over dezelfde mens kunnen gaan: zelfde BSN, of zelfde achternaam en geboortedatum."""
    zelfde = Q(pk=None)
    if bsn:
        zelfde |= Q(bsn=bsn)
    if achternaam and geboortedatum:
        naam = vouw(achternaam)
        zelfde |= Q(geboortedatum=geboortedatum) & (
            Q(sorteernaam=naam) | Q(sorteernaam__startswith=f"{naam} ")
        )
    gevonden = Persoon.objects.filter(zelfde, gemeente=gemeente)
    return gevonden.exclude(pk=behalve.pk) if behalve else gevonden


@transaction.atomic
def maak_persoon(*, gemeente, door, toch=False, **velden) -> Persoon:
    """Een nieuw dossier. Lijkt het op een bestaand dossier, dan een ValidationError, tenzij `toch`.

    Een dossier met hetzelfde BSN kan nooit een tweede keer, ook niet met `toch`.
    """
    persoon = Persoon(gemeente=gemeente, **_schoon(velden))
    _controleer_bsn(persoon)
    if not toch:
        dubbel = mogelijk_dezelfde(
            gemeente, bsn=persoon.bsn, achternaam=persoon.achternaam, geboortedatum=persoon.geboortedatum
        ).first()
        if dubbel:
            raise ValidationError(
                f"Er is al een dossier dat hierop lijkt: {dubbel.nummer}. Controleer of het dezelfde mens is.",
                code="dubbel",
            )
    (persoon.nummer,) = neem_nummers()
    for naam, waarde in namen_van(persoon).items():
        setattr(persoon, naam, waarde)
    persoon.full_clean()
    persoon.save()
    leg_vast("persoon.gemaakt", onderwerp=persoon, dossier=persoon, door=door, omschrijving="Dossier gemaakt")
    return persoon


@transaction.atomic
def wijzig_persoon(persoon, *, door, versie=None, **velden) -> Persoon:
    """Wijzig gegevens; `versie` is de versie die de gebruiker voor zich had (None: niet controleren).

    Een verouderde versie geeft `kern.versions.Verouderd` en verandert niets.
    """
    persoon = Persoon.objects.select_for_update(of=("self",)).get(pk=persoon.pk)
    controleer_versie(persoon, versie)
    gewijzigd = {naam: waarde for naam, waarde in _schoon(velden).items() if getattr(persoon, naam) != waarde}
    if not gewijzigd:
        return persoon
    for naam, waarde in gewijzigd.items():
        setattr(persoon, naam, waarde)
    _controleer_bsn(persoon)
    for naam, waarde in namen_van(persoon).items():
        setattr(persoon, naam, waarde)
    persoon.versie += 1
    persoon.full_clean()
    persoon.save()
    namen = [str(Persoon._meta.get_field(naam).verbose_name) for naam in gewijzigd]
    leg_vast(
        "persoon.gewijzigd",
        onderwerp=persoon,
        dossier=persoon,
        door=door,
        omschrijving=f"Gewijzigd: {', '.join(namen)}",
        velden=sorted(gewijzigd),
    )
    return persoon


@transaction.atomic
def leg_adres_vast(persoon, *, vanaf, straat, huisnummer, postcode, plaats, door) -> Adres:
    """Een nieuw adres vanaf een dag; het lopende adres eindigt de dag ervoor."""
    Persoon.objects.select_for_update(of=("self",)).get(pk=persoon.pk)
    lopend = Adres.objects.filter(persoon=persoon, einddatum=None).first()
    if lopend and lopend.begindatum >= vanaf:
        raise ValidationError(
            {"vanaf": f"Het huidige adres geldt vanaf {lopend.begindatum:%d-%m-%Y}. Kies een latere dag."}
        )
    if lopend:
        lopend.einddatum = vanaf - timedelta(days=1)
        lopend.save(update_fields=["einddatum"])
    adres = Adres(
        persoon=persoon,
        begindatum=vanaf,
        straat=straat,
        huisnummer=huisnummer,
        postcode=postcode,
        plaats=plaats,
    )
    adres.full_clean()
    adres.save()
    leg_vast(
        "adres.vastgelegd",
        onderwerp=adres,
        dossier=persoon,
        gemeente=persoon.gemeente,
        door=door,
        omschrijving=f"Nieuw adres vanaf {vanaf:%d-%m-%Y}",
    )
    return adres


@transaction.atomic
def toon_bsn(persoon, *, door, reden, als_vervanger=False) -> str:
    """Geef het BSN; wie, wanneer en waarom staat daarna in de inzage van het dossier (G1)."""
    reden = (reden or "").strip()
    if len(reden) < 3:
        raise ValidationError({"reden": "Vul in waarvoor je het BSN nodig hebt."})
    if not persoon.bsn:
        raise ValidationError("Van deze persoon is geen BSN bekend.")
    leg_inzage_vast(
        Inzagesoort.BSN,
        door=door,
        pagina=f"BSN van {persoon.nummer}",
        gemeente_id=persoon.gemeente_id,
        dossier_id=persoon.pk,
        reden=reden,
        als_vervanger=als_vervanger,
    )
    return persoon.bsn


def _schoon(velden: dict) -> dict:
    onbekend = velden.keys() - set(_VELDEN)
    if onbekend:
        raise TypeError(f"onbekende velden: {', '.join(sorted(onbekend))}")
    schoon = {naam: waarde.strip() if isinstance(waarde, str) else waarde for naam, waarde in velden.items()}
    if "bsn" in schoon:
        schoon["bsn"] = schoon["bsn"] or None
    return schoon


def _controleer_bsn(persoon) -> None:
    if persoon.bsn and not geldig_bsn(persoon.bsn):
        raise ValidationError({"bsn": BSN_FOUT})
