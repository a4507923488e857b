"""De catalogus van instrumenten: een nieuw instrument, een nieuwe versie per datum, en het einde (C34)."""

import tomllib
from datetime import timedelta
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from kern.controle import controleer
from kern.logbook import leg_vast
from kern.models import Deelname, Gemeente
from kern.versions import controleer_versie
from reintegratie.models import Instrument

BESTAND = Path(__file__).resolve().parent / "gegevens/instrumenten.toml"
_VELDEN = {
    "instrument_einde_na_begin": "einddatum",
    "instrument_geen_overlap": "begindatum",
    "instrument_versie_uniek": "code",
    "instrument_kosten_bij_grondslag": "kosten",
    "instrument_een_langste_duur": "max_maanden",
    "instrument_doeltreden": "doeltrede_van",
}


@transaction.atomic
def maak_instrument(*, gemeente, code, door, **velden) -> Instrument:
    """Zet een instrument in de catalogus van deze gemeente."""
    if Instrument.objects.filter(gemeente=gemeente, code=code).exists():
        raise ValidationError(
            {"code": "Deze code bestaat al. Open het instrument en maak een nieuwe versie."}
        )
    instrument = Instrument(gemeente=gemeente, code=code, **velden)
    controleer(instrument, _VELDEN)
    instrument.save()
    _log("instrument.gemaakt", instrument, door, f"Instrument {instrument} toegevoegd")
    return instrument


@transaction.atomic
def nieuwe_instrumentversie(instrument, *, begindatum, door, versie=None, **velden) -> Instrument:
    """Vanaf `begindatum` geldt een nieuwe versie; de vorige eindigt de dag ervoor. Lopende trajecten blijven zo.

    `versie` is het versienummer dat de gebruiker zag: heeft een collega er intussen een gemaakt, dan Verouderd.
    """
    rijen = Instrument.objects.select_for_update(of=("self",)).select_related("gemeente")
    laatste = rijen.filter(gemeente=instrument.gemeente_id, code=instrument.code).order_by("-versie").first()
    assert laatste is not None
    controleer_versie(laatste, versie)
    if begindatum <= laatste.begindatum:
        raise ValidationError(
            {"begindatum": f"Versie {laatste.versie} geldt vanaf {laatste.begindatum:%d-%m-%Y}. "
             "Kies een latere dag."}
        )  # fmt: skip
    if laatste.einddatum is None or laatste.einddatum >= begindatum:
        laatste.einddatum = begindatum - timedelta(days=1)
        laatste.save(update_fields=["einddatum"])
    nieuw = Instrument(
        gemeente=laatste.gemeente, code=laatste.code, versie=laatste.versie + 1, begindatum=begindatum, **velden
    )  # fmt: skip
    controleer(nieuw, _VELDEN)
    nieuw.save()
    _log(
        "instrument.versie",
        nieuw,
        door,
        f"Instrument {nieuw}: versie {nieuw.versie} vanaf {begindatum:%d-%m-%Y}",
    )
    return nieuw


@transaction.atomic
def beeindig_instrument(instrument, *, per, door) -> Instrument:
    """`per` is de laatste dag waarop een traject ermee kan beginnen; wat loopt, loopt door."""
    instrument = (
        Instrument.objects.select_for_update(of=("self",)).select_related("gemeente").get(pk=instrument.pk)
    )
    if instrument.einddatum and instrument.einddatum < per:
        raise ValidationError({"per": f"Deze versie eindigde al op {instrument.einddatum:%d-%m-%Y}."})
    instrument.einddatum = per
    controleer(instrument, {**_VELDEN, "instrument_einde_na_begin": "per"})
    instrument.save(update_fields=["einddatum"])
    _log("instrument.beeindigd", instrument, door, f"Instrument {instrument} tot en met {per:%d-%m-%Y}")
    return instrument


@transaction.atomic
def laad_instrumenten(bestand: Path = BESTAND, *, door=None) -> int:
    """Zet de instrumenten van de brondocumenten in de catalogus; geeft hoeveel er nieuw zijn.

    Een code die er bij een gemeente al staat, blijft zoals hij is: daarna beheert de gemeente hem zelf.
    """
    nieuw = 0
    for catalogus in tomllib.loads(bestand.read_text())["catalogus"]:
        for gemeente in _gemeenten_van(catalogus):
            bekend = set(Instrument.objects.filter(gemeente=gemeente).values_list("code", flat=True))
            for rij in catalogus["instrument"]:
                if rij["code"] not in bekend:
                    velden = {**rij, "begindatum": catalogus["begindatum"]}
                    van_tot = velden.pop("doeltrede", (None, None))
                    velden["doeltrede_van"], velden["doeltrede_tot"] = van_tot
                    maak_instrument(gemeente=gemeente, door=door, **velden)
                    nieuw += 1
    return nieuw


def _gemeenten_van(catalogus):
    if "gemeente" in catalogus:
        return Gemeente.objects.filter(code=catalogus["gemeente"])
    deelnames = Deelname.objects.filter(verband__code=catalogus["verband"])
    return Gemeente.objects.filter(pk__in=deelnames.values("gemeente_id")).order_by("code")


def _log(soort, instrument, door, omschrijving) -> None:
    leg_vast(soort, onderwerp=instrument, gemeente=instrument.gemeente, door=door, omschrijving=omschrijving)
