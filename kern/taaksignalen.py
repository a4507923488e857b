"""Signalen van de kalender: een taak die eraan komt of te laat is, met één handeling (eisen §5.3)."""

from collections.abc import Collection, Iterator
from datetime import date

from django.urls import reverse

from kern.actions.verplichtingen import VOORAF
from kern.beleid import waarden
from kern.models import Rolvervulling
from kern.opmaak import datum
from kern.permissions import Recht
from kern.queries.kalender import grens, te_doen
from kern.registers import Signaal, Signaalsoort


def kalendertaken(
    gemeenten: Collection[int], peildatum: date, eigenaar_ids: Collection[int] | None = None
) -> Iterator[Signaal]:
    """Taken van jou, of van jouw rol als er geen eigenaar is. Te laat is Moet, daarvoor Let op."""
    if not gemeenten:
        return
    normen = waarden([VOORAF], gemeenten, peildatum)
    grenzen = {g: grens(peildatum, normen[g, VOORAF]) for g in gemeenten}
    for taak in te_doen(gemeenten, grenzen, _rollen(gemeenten, peildatum, eigenaar_ids)):
        te_laat = taak.vervaldatum < peildatum
        url = reverse("kern:kalendertaak", args=[taak.pk])
        norm = normen[taak.gemeente_id, VOORAF]
        yield Signaal(
            soort="kern.taak",
            sleutel=f"taak-{taak.pk}-{'laat' if te_laat else 'komt'}",
            niveau="moet" if te_laat else "let_op",
            reden=f"Moest op {datum(taak.vervaldatum)}"
            if te_laat
            else f"Uiterlijk {datum(taak.vervaldatum)}",
            onderwerp=taak.titel,
            onderwerp_url=url,
            actie="Rond af",
            actie_url=url,
            gemeente_id=taak.gemeente_id,
            eigenaar_id=taak.eigenaar_id,
            vanaf=taak.vervaldatum,
            norm=str(norm) if norm else "",
            norm_versie=norm.versie,
        )


def _rollen(gemeenten, peildatum, eigenaar_ids) -> dict[int, set[str]] | None:
    """The roles of these people in these gemeenten, also through a verband."""
    if eigenaar_ids is None:
        return None
    rollen: dict[int, set[str]] = {pk: set() for pk in eigenaar_ids}
    rijen = Rolvervulling.objects.op(peildatum).filter(gebruiker_id__in=rollen)
    for gebruiker_id, rol in rijen.values_list("gebruiker_id", "rol"):
        rollen[gebruiker_id].add(rol)
    return rollen


TAAK = Signaalsoort(
    "kern.taak",
    "Taak uit de kalender",
    "moet",
    Recht.TAAK_AFRONDEN,
    kalendertaken,
    "Een verplichting of afspraak moet binnenkort gedaan zijn, of is te laat.",
    per_dossier=False,
)
