"""Signalen van de kalender: een taak die eraan komt of te laat is, met één handeling (eisen §5.3)."""

from collections.abc import Collection, Iterator
from datetime import date

from django.urls import reverse

from kern.actions.verplichtingen import VOORAF
from kern.beleid import waarden
from kern.models import Deelname, Rolvervulling
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
    rollen = _rollen(peildatum, eigenaar_ids)
    for taak in te_doen(gemeenten, grenzen, eigenaar_ids, rollen):
        te_laat = taak.vervaldatum < peildatum
        url = reverse("kern:kalendertaak", args=[taak.pk])
        norm = normen[taak.gemeente_id, VOORAF]
        yield Signaal(
            soort="kern.taak",
            sleutel=f"taak-{taak.pk}!{'laat' if te_laat else 'komt'}",
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
            groep=taak.titel,
        )


def _rollen(peildatum, eigenaar_ids) -> set[tuple[str, int]]:
    """(role, gemeente) of these people, also through a verband: a role counts only where it was given."""
    if eigenaar_ids is None:
        return set()
    rijen = Rolvervulling.objects.op(peildatum).filter(gebruiker_id__in=eigenaar_ids)
    rijen = set(rijen.values_list("rol", "gemeente_id", "verband_id"))
    deelnames = Deelname.objects.op(peildatum).filter(verband_id__in={verband for *_, verband in rijen})
    paren = {(rol, gemeente) for rol, gemeente, _ in rijen if gemeente}
    return paren | {
        (rol, deelname.gemeente_id)
        for deelname in deelnames
        for rol, _, verband in rijen
        if verband == deelname.verband_id
    }


TAAK = Signaalsoort(
    "kern.taak",
    "Taak uit de kalender",
    "moet",
    Recht.TAAK_AFRONDEN,
    kalendertaken,
    "Een verplichting of afspraak moet binnenkort gedaan zijn, of is te laat.",
    per_dossier=False,
)
