"""Elke wijziging van relaties, contactpersonen en plaatsingen."""

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from kern.controle import controleer
from kern.logbook import leg_vast
from kern.models import Deelname
from kern.versions import controleer_versie
from personen.models import Persoon
from werkgevers.choices import Relatiesoort
from werkgevers.models import Contactpersoon, Plaatsing, Relatie
from werkgevers.rules import zoeknaam

_VELD_RELATIE = {
    "relatie_kvk_uniek": "kvk",
    "relatie_kvk_acht_cijfers": "kvk",
    "relatie_btw_nummer_vorm": "btw_nummer",
    "relatie_naam_niet_leeg": "naam",
}
_VELD_PLAATSING = {
    "plaatsing_geen_overlap": "begindatum",
    "plaatsing_einde_na_begin": "einddatum",
    "plaatsing_einde_heeft_reden": "reden_einde",
    "plaatsing_uren": "uren_per_week",
    "plaatsing_contract_na_begin": "contract_tot",
}
RELATIEVELDEN = (
    "naam",
    "soorten",
    "kvk",
    "btw_nummer",
    "branche",
    "straat",
    "huisnummer",
    "postcode",
    "plaats",
    "telefoon",
    "email",
    "werknemers",
    "verband",
)
CONTACTVELDEN = ("naam", "functie", "telefoon", "email", "actief")


@transaction.atomic
def maak_relatie(*, gemeente, naam, door, **velden) -> Relatie:
    """Maak een werkgever of andere relatie met een eigen nummer (W-301, W-302, …)."""
    _alleen(velden, RELATIEVELDEN)
    velden["soorten"] = list(velden.get("soorten") or [Relatiesoort.WERKGEVER])
    _controleer_verband(gemeente.pk, velden.get("verband"))
    relatie = Relatie(gemeente=gemeente, naam=naam.strip(), zoeknaam=zoeknaam(naam), nummer="W-0", **velden)
    controleer(relatie, _VELD_RELATIE)
    relatie.nummer = volgend_relatienummer()
    relatie.save()
    leg_vast(
        "relatie.gemaakt", onderwerp=relatie, door=door, omschrijving=f"{relatie.nummer} {relatie} toegevoegd"
    )
    return relatie


def volgend_relatienummer() -> str:
    """Het volgende relatienummer; een nummer wordt nooit twee keer gegeven."""
    with connection.cursor() as cursor:
        cursor.execute("select nextval('relatie_nummer')")
        return f"W-{cursor.fetchone()[0]}"


@transaction.atomic
def wijzig_relatie(relatie, *, door, versie=None, **velden) -> Relatie:
    """Wijzig de gegevens van een relatie; wat ontbreekt, blijft gelijk."""
    _alleen(velden, RELATIEVELDEN)
    relatie = Relatie.objects.select_for_update(of=("self",)).get(pk=relatie.pk)
    controleer_versie(relatie, versie)
    if "soorten" in velden:
        velden["soorten"] = list(velden["soorten"])
    anders = [veld for veld, waarde in velden.items() if getattr(relatie, veld) != waarde]
    if not anders:
        return relatie
    if "verband" in anders:
        _controleer_verband(relatie.gemeente_id, velden["verband"])
    for veld in anders:
        setattr(relatie, veld, velden[veld])
    relatie.zoeknaam = zoeknaam(relatie.naam)
    relatie.versie += 1
    controleer(relatie, _VELD_RELATIE)
    relatie.save()
    namen = ", ".join(str(Relatie._meta.get_field(veld).verbose_name) for veld in anders)
    leg_vast(
        "relatie.gewijzigd",
        onderwerp=relatie,
        door=door,
        omschrijving=f"Gegevens gewijzigd: {namen}",
        velden=anders,
    )
    return relatie


def _controleer_verband(gemeente_id, verband) -> None:
    """Delen kan alleen in een verband waaraan de eigen gemeente nu deelneemt (WV-055)."""
    deelnames = Deelname.objects.op(timezone.localdate()).filter(gemeente_id=gemeente_id)
    if verband is not None and not deelnames.filter(verband=verband).exists():
        raise ValidationError(
            {"verband": "Deze gemeente doet niet mee in dit samenwerkingsverband. Kies een ander."}
        )


@transaction.atomic
def voeg_contactpersoon_toe(relatie, *, naam, door, **velden) -> Contactpersoon:
    """Voeg iemand toe met wie de gemeente bij deze werkgever contact heeft."""
    _alleen(velden, CONTACTVELDEN)
    contactpersoon = Contactpersoon(relatie=relatie, naam=naam.strip(), **velden)
    controleer(contactpersoon)
    contactpersoon.save()
    leg_vast(
        "contactpersoon.toegevoegd",
        onderwerp=relatie,
        door=door,
        omschrijving=f"Contactpersoon {contactpersoon} toegevoegd",
    )
    return contactpersoon


@transaction.atomic
def wijzig_contactpersoon(contactpersoon, *, door, versie=None, **velden) -> Contactpersoon:
    """Wijzig een contactpersoon, of zet hem op niet actief."""
    _alleen(velden, CONTACTVELDEN)
    met_relatie = Contactpersoon.objects.select_related("relatie__gemeente")
    contactpersoon = met_relatie.select_for_update(of=("self",)).get(pk=contactpersoon.pk)
    controleer_versie(contactpersoon, versie)
    contactpersoon.versie += 1
    for veld, waarde in velden.items():
        setattr(contactpersoon, veld, waarde)
    controleer(contactpersoon)
    contactpersoon.save()
    leg_vast(
        "contactpersoon.gewijzigd",
        onderwerp=contactpersoon.relatie,
        door=door,
        omschrijving=f"Contactpersoon {contactpersoon} gewijzigd",
    )
    return contactpersoon


@transaction.atomic
def start_plaatsing(
    persoon,
    *,
    relatie,
    soort,
    begindatum,
    door,
    uren_per_week=None,
    werklocatie="",
    leidinggevende="",
    contract_tot=None,
    einddatum=None,
    reden_einde="",
) -> Plaatsing:
    """Iemand begint bij een werkgever (RH-177)."""
    # One writer per person: two starts at once become one start and one message.
    persoon = Persoon.objects.select_for_update(of=("self",)).select_related("gemeente").get(pk=persoon.pk)
    plaatsing = Plaatsing(
        persoon=persoon,
        relatie=relatie,
        soort=soort,
        begindatum=begindatum,
        einddatum=einddatum,
        reden_einde=reden_einde,
        uren_per_week=uren_per_week,
        werklocatie=werklocatie,
        leidinggevende=leidinggevende,
        contract_tot=contract_tot,
    )
    controleer(plaatsing, _VELD_PLAATSING)
    plaatsing.save()
    tot = f", contract tot en met {contract_tot:%d-%m-%Y}" if contract_tot else ""
    _leg_plaatsing_vast(plaatsing, "begonnen", door, f"Begonnen bij {relatie} op {begindatum:%d-%m-%Y}{tot}")
    return plaatsing


@transaction.atomic
def beeindig_plaatsing(plaatsing, *, per, reden, door, versie=None) -> Plaatsing:
    """Zet de laatste dag van een plaatsing."""
    plaatsing = _plaatsing_op_slot(plaatsing)
    controleer_versie(plaatsing, versie)
    if plaatsing.einddatum:
        raise ValidationError({"per": f"Deze plaatsing eindigde al op {plaatsing.einddatum:%d-%m-%Y}."})
    return _beeindig(plaatsing, per=per, reden=reden, door=door)


def beeindig_plaatsingen_van(persoon, *, soorten, per, reden, door) -> list[Plaatsing]:
    """Beëindig alle lopende plaatsingen van deze soorten; een plaatsing die later begint, houdt dit tegen."""
    lopend = Plaatsing.objects.filter(
        Q(einddatum=None) | Q(einddatum__gt=per), persoon=persoon, soort__in=soorten
    )
    lopend = list(lopend.select_for_update(of=("self",)).select_related("relatie", "persoon__gemeente"))
    for plaatsing in lopend:
        if plaatsing.begindatum > per:
            raise ValidationError(
                {
                    "per": f"Er is een plaatsing bij {plaatsing.relatie} vanaf {plaatsing.begindatum:%d-%m-%Y}. "
                    "Kies een latere dag."
                }
            )
    return [_beeindig(plaatsing, per=per, reden=reden, door=door) for plaatsing in lopend]


@transaction.atomic
def verleng_contract(plaatsing, *, tot, door, versie=None) -> Plaatsing:
    """Spreek een latere laatste dag van het contract af; een eerdere dag is beëindigen."""
    plaatsing = _plaatsing_op_slot(plaatsing)
    controleer_versie(plaatsing, versie)
    if plaatsing.einddatum:
        raise ValidationError(
            {"tot": f"Deze plaatsing eindigde op {plaatsing.einddatum:%d-%m-%Y}. Begin een nieuwe."}
        )
    oud = plaatsing.contract_tot
    if oud and tot <= oud:
        raise ValidationError(
            {"tot": f"Het contract loopt al tot en met {oud:%d-%m-%Y}. Kies een latere dag."}
        )
    plaatsing.contract_tot = tot
    plaatsing.versie += 1
    controleer(plaatsing, {**_VELD_PLAATSING, "plaatsing_contract_na_begin": "tot"})
    plaatsing.save(update_fields=["contract_tot", "versie"])
    was = f" (was {oud:%d-%m-%Y})" if oud else ""
    _leg_plaatsing_vast(
        plaatsing, "verlengd", door, f"Contract bij {plaatsing.relatie} loopt tot en met {tot:%d-%m-%Y}{was}"
    )
    return plaatsing


def _beeindig(plaatsing, *, per, reden, door):
    if per < plaatsing.begindatum:
        raise ValidationError(
            {"per": f"De laatste dag ligt voor de eerste dag ({plaatsing.begindatum:%d-%m-%Y})."}
        )
    plaatsing.einddatum, plaatsing.reden_einde = per, reden
    plaatsing.versie += 1
    controleer(plaatsing, {**_VELD_PLAATSING, "plaatsing_einde_heeft_reden": "reden"})
    plaatsing.save(update_fields=["einddatum", "reden_einde", "versie"])
    _leg_plaatsing_vast(
        plaatsing,
        "beeindigd",
        door,
        f"Plaatsing bij {plaatsing.relatie} beëindigd, laatste dag {per:%d-%m-%Y}: "
        f"{plaatsing.get_reden_einde_display()}",
    )
    return plaatsing


def _plaatsing_op_slot(plaatsing) -> Plaatsing:
    met_namen = Plaatsing.objects.select_related("relatie", "persoon__gemeente")
    return met_namen.select_for_update(of=("self",)).get(pk=plaatsing.pk)


def _leg_plaatsing_vast(plaatsing, wat, door, omschrijving) -> None:
    leg_vast(
        f"plaatsing.{wat}",
        onderwerp=plaatsing,
        door=door,
        gemeente=plaatsing.persoon.gemeente,
        dossier=plaatsing.persoon_id,
        omschrijving=omschrijving,
    )


def _alleen(velden, toegestaan) -> None:
    if onbekend := set(velden) - set(toegestaan):
        raise TypeError(f"onbekend: {', '.join(sorted(onbekend))}")
