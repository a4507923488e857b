"""Elke wijziging in de Wsw: dienstverband, indeling per datum, kennismaking."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kern.controle import controleer
from kern.logbook import leg_vast
from kern.versions import controleer_versie
from personen.models import Persoon
from werkgevers.actions import beeindig_plaatsingen_van
from werkgevers.choices import DIENSTVERBANDSOORTEN, RedenEindePlaatsing
from wsw.choices import Regeling
from wsw.models import Dienstverband, Indeling
from wsw.rules import cao_bij, fouten_bij_begin

_VELD_DIENSTVERBAND = {
    "dienstverband_geen_overlap": "begindatum",
    "dienstverband_einde_na_begin": "einddatum",
    "dienstverband_einde_heeft_reden": "reden_einde",
    "dienstverband_geen_nieuwe_wsw_instroom": "wsw_sinds",
    "dienstverband_wsw_na_2014_is_overname": "herkomst",
}
_VELD_INDELING = {
    "indeling_geen_overlap": "begindatum",
    "indeling_einde_na_begin": "einddatum",
    "indeling_uren": "uren_per_week",
    "indeling_subsoort_past_bij_groep": "subsoort",
}
_INDELINGSVELDEN = ("groep", "subsoort", "formele_werkgever", "uren_per_week", "schaal", "voorzien")


@transaction.atomic
def start_dienstverband(
    persoon,
    *,
    regeling,
    herkomst,
    begindatum,
    groep,
    formele_werkgever,
    uren_per_week,
    door,
    herkomstgemeente=None,
    wsw_sinds=None,
    subsoort="",
    schaal="",
    voorzien=False,
    cao=None,
    handicapcategorie="",
    indicatie_tot=None,
    kennismaking_op=None,
    einddatum=None,
    reden_einde="",
) -> Dienstverband:
    """Begin een dienstverband met zijn eerste indeling; nieuwe Wsw-instroom wordt geweigerd (RH-037)."""
    persoon = _op_slot(persoon)
    if fouten := fouten_bij_begin(
        regeling=regeling, herkomst=herkomst, begindatum=begindatum, wsw_sinds=wsw_sinds
    ):
        raise ValidationError(fouten)
    dienstverband = Dienstverband(
        persoon=persoon,
        regeling=regeling,
        herkomst=herkomst,
        herkomstgemeente=herkomstgemeente or persoon.gemeente,
        wsw_sinds=wsw_sinds,
        cao=cao or cao_bij(regeling),
        handicapcategorie=handicapcategorie,
        indicatie_tot=indicatie_tot,
        kennismaking_op=kennismaking_op,
        begindatum=begindatum,
        einddatum=einddatum,
        reden_einde=reden_einde,
    )
    controleer(dienstverband, _VELD_DIENSTVERBAND)
    dienstverband.save()
    indeling = Indeling(
        dienstverband=dienstverband,
        begindatum=begindatum,
        einddatum=einddatum,
        groep=groep,
        subsoort=subsoort,
        formele_werkgever=formele_werkgever,
        uren_per_week=uren_per_week,
        schaal=schaal,
        voorzien=voorzien,
    )
    controleer(indeling, _VELD_INDELING)
    indeling.save()
    leg_vast(
        "dienstverband.begonnen",
        onderwerp=dienstverband,
        door=door,
        gemeente=persoon.gemeente,
        dossier=persoon,
        omschrijving=(
            f"{_regeling(dienstverband)} begonnen op {begindatum:%d-%m-%Y}: "
            f"{indeling.get_groep_display()}, {formele_werkgever}"
        ),
    )
    return dienstverband


@transaction.atomic
def beeindig_dienstverband(dienstverband, *, per, reden, door, versie=None) -> Dienstverband:
    """Zet de laatste dag; de indeling en de plaatsingen van dit dienstverband eindigen op dezelfde dag."""
    dienstverband = _dienstverband_op_slot(dienstverband)
    controleer_versie(dienstverband, versie)
    if dienstverband.einddatum:
        raise ValidationError(
            {"per": f"Dit dienstverband eindigde al op {dienstverband.einddatum:%d-%m-%Y}."}
        )
    if per < dienstverband.begindatum:
        raise ValidationError(
            {"per": f"De laatste dag ligt voor de eerste dag ({dienstverband.begindatum:%d-%m-%Y})."}
        )
    later = dienstverband.indelingen.filter(begindatum__gt=per).order_by("begindatum").first()
    if later:
        raise ValidationError(
            {"per": f"Er is al een indeling vanaf {later.begindatum:%d-%m-%Y}. Kies een latere dag."}
        )
    beeindig_plaatsingen_van(
        dienstverband.persoon,
        soorten=DIENSTVERBANDSOORTEN,
        per=per,
        reden=RedenEindePlaatsing.DIENSTVERBAND,
        door=door,
    )
    dienstverband.indelingen.filter(Q(einddatum=None) | Q(einddatum__gt=per)).update(einddatum=per)
    dienstverband.einddatum, dienstverband.reden_einde = per, reden
    dienstverband.versie += 1
    controleer(dienstverband, {**_VELD_DIENSTVERBAND, "dienstverband_einde_heeft_reden": "reden"})
    dienstverband.save(update_fields=["einddatum", "reden_einde", "versie"])
    leg_vast(
        "dienstverband.beeindigd",
        onderwerp=dienstverband,
        door=door,
        gemeente=dienstverband.persoon.gemeente,
        dossier=dienstverband.persoon_id,
        omschrijving=(
            f"{_regeling(dienstverband)} beëindigd, laatste dag {per:%d-%m-%Y}: "
            f"{dienstverband.get_reden_einde_display()}"
        ),
        per=str(per),
        reden=reden,
    )
    return dienstverband


@transaction.atomic
def wijzig_indeling(dienstverband, *, per, door, versie=None, **nieuw) -> Indeling:
    """Geef een dienstverband vanaf `per` een andere indeling; de oude blijft staan tot en met de dag ervoor.

    `nieuw`: groep, subsoort, formele_werkgever, uren_per_week, schaal, voorzien. Wat ontbreekt, blijft gelijk.
    Een andere formele werkgever is een overgang zonder onderbreking van het dienstverband (RH-170).
    """
    dienstverband = _dienstverband_op_slot(dienstverband)
    controleer_versie(dienstverband, versie)
    if onbekend := set(nieuw) - set(_INDELINGSVELDEN):
        raise TypeError(f"onbekend: {', '.join(sorted(onbekend))}")
    if per < dienstverband.begindatum:
        raise ValidationError(
            {"per": f"Het dienstverband begint pas op {dienstverband.begindatum:%d-%m-%Y}."}
        )
    if dienstverband.einddatum and per > dienstverband.einddatum:
        raise ValidationError({"per": f"Het dienstverband eindigde op {dienstverband.einddatum:%d-%m-%Y}."})
    oud = (
        dienstverband.indelingen.select_for_update()
        .filter(begindatum__lte=per)
        .order_by("-begindatum")
        .first()
    )
    if oud is None or not oud.geldt_op(per):
        raise ValidationError({"per": "Op deze dag is er geen indeling om te wijzigen. Kies een andere dag."})
    if oud.begindatum == per:
        raise ValidationError(
            {
                "per": f"De huidige indeling begint al op {per:%d-%m-%Y}. Kies een latere dag of verbeter die indeling."
            }
        )
    waarden = {veld: nieuw.get(veld, getattr(oud, veld)) for veld in _INDELINGSVELDEN}
    anders = [veld for veld in _INDELINGSVELDEN if waarden[veld] != getattr(oud, veld)]
    if not anders:
        raise ValidationError("Er is niets gewijzigd. Pas een veld aan, of ga terug.")
    nieuwe = Indeling(dienstverband=dienstverband, begindatum=per, einddatum=oud.einddatum, **waarden)
    oud.einddatum = per - timedelta(days=1)
    oud.save(update_fields=["einddatum"])
    controleer(nieuwe, {**_VELD_INDELING, "indeling_geen_overlap": "per"})
    nieuwe.save()
    dienstverband.versie += 1
    dienstverband.save(update_fields=["versie"])
    leg_vast(
        "indeling.gewijzigd",
        onderwerp=nieuwe,
        door=door,
        gemeente=dienstverband.persoon.gemeente,
        dossier=dienstverband.persoon_id,
        omschrijving=f"Indeling per {per:%d-%m-%Y}: {_in_woorden(oud)} wordt {_in_woorden(nieuwe)}",
        velden=anders,
    )
    return nieuwe


@transaction.atomic
def verbeter_indeling(indeling, *, reden, door, versie=None, **nieuw) -> Indeling:
    """Herstel een fout in een indeling; de oude waarden staan in de geschiedenis. Datums blijven gelijk."""
    # The dienstverband first, as wijzig_indeling does; its version too, so that a form which began with the
    # old values is refused.
    dienstverband = _dienstverband_op_slot(indeling.dienstverband)
    indeling = (
        Indeling.objects.select_for_update(of=("self",))
        .select_related("dienstverband__persoon__gemeente")
        .get(pk=indeling.pk)
    )
    controleer_versie(indeling, versie)
    if not reden.strip():
        raise ValidationError({"reden": "Schrijf op waarom je dit verbetert."})
    voor = _in_woorden(indeling)
    for veld in _INDELINGSVELDEN:
        setattr(indeling, veld, nieuw.get(veld, getattr(indeling, veld)))
    controleer(indeling, _VELD_INDELING)
    indeling.versie += 1
    indeling.save(update_fields=[*_INDELINGSVELDEN, "versie"])
    dienstverband.versie += 1
    dienstverband.save(update_fields=["versie"])
    persoon = indeling.dienstverband.persoon
    leg_vast(
        "indeling.verbeterd",
        onderwerp=indeling,
        door=door,
        gemeente=persoon.gemeente,
        dossier=persoon,
        omschrijving=f"Indeling verbeterd: {voor} is {_in_woorden(indeling)}. Reden: {reden}",
    )
    return indeling


@transaction.atomic
def leg_kennismaking_vast(dienstverband, *, op, door, versie=None) -> Dienstverband:
    """Leg vast wanneer het eerste kennismakingsgesprek was (RH-040)."""
    dienstverband = _dienstverband_op_slot(dienstverband)
    controleer_versie(dienstverband, versie)
    if op > timezone.localdate():
        raise ValidationError({"op": "Deze dag ligt in de toekomst. Vul de dag van het gesprek in."})
    dienstverband.kennismaking_op = op
    dienstverband.versie += 1
    controleer(dienstverband, _VELD_DIENSTVERBAND)
    dienstverband.save(update_fields=["kennismaking_op", "versie"])
    leg_vast(
        "dienstverband.kennismaking",
        onderwerp=dienstverband,
        door=door,
        gemeente=dienstverband.persoon.gemeente,
        dossier=dienstverband.persoon_id,
        omschrijving=f"Kennisgemaakt op {op:%d-%m-%Y}",
    )
    return dienstverband


@transaction.atomic
def wijzig_kenmerken(dienstverband, *, handicapcategorie, indicatie_tot, door, versie=None) -> Dienstverband:
    """De arbeidshandicapcategorie en de geldigheid van de indicatie (Wsw art. 11; nodig voor de statistiek)."""
    dienstverband = _dienstverband_op_slot(dienstverband)
    controleer_versie(dienstverband, versie)
    dienstverband.handicapcategorie, dienstverband.indicatie_tot = handicapcategorie, indicatie_tot
    dienstverband.versie += 1
    controleer(dienstverband, _VELD_DIENSTVERBAND)
    dienstverband.save(update_fields=["handicapcategorie", "indicatie_tot", "versie"])
    leg_vast(
        "dienstverband.kenmerken",
        onderwerp=dienstverband,
        door=door,
        gemeente=dienstverband.persoon.gemeente,
        dossier=dienstverband.persoon_id,
        omschrijving="Arbeidshandicapcategorie en indicatie gewijzigd",
    )
    return dienstverband


def _op_slot(persoon) -> Persoon:
    """One writer per person: two starts at once become one start and one message."""
    return Persoon.objects.select_for_update(of=("self",)).select_related("gemeente").get(pk=persoon.pk)


def _dienstverband_op_slot(dienstverband) -> Dienstverband:
    met_persoon = Dienstverband.objects.select_related("persoon__gemeente")
    return met_persoon.select_for_update(of=("self",)).get(pk=dienstverband.pk)


def _regeling(dienstverband) -> str:
    return "Wsw-dienstverband" if dienstverband.regeling == Regeling.WSW else "Dienstverband nieuw beschut"


def _in_woorden(indeling) -> str:
    delen = [indeling.get_groep_display()]
    if indeling.subsoort:
        delen.append(indeling.get_subsoort_display())
    delen += [
        str(indeling.formele_werkgever),
        f"{indeling.uren_per_week.normalize():f} uur".replace(".", ","),
    ]
    return ", ".join(delen)
