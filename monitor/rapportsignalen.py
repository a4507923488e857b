"""Signalen van het collegerapport: iets wacht op jouw akkoord, of kan worden vrijgegeven."""

from collections.abc import Collection, Iterator
from datetime import date

from django.urls import reverse

from kern.permissions import Recht
from kern.registers import Signaal, Signaalsoort
from monitor.models import Rapport, Rapportstatus
from monitor.rapport_actions import lopende_vrijgave


def _zoek(gemeenten, status, eigenaar_ids) -> Iterator[Rapport]:
    rijen = Rapport.objects.filter(gemeente_id__in=gemeenten, status=status).select_related("peilmoment")
    for rapport in rijen:
        # Who wrote it cannot approve it: no signal without an action.
        if (
            status != Rapportstatus.TER_GOEDKEURING
            or eigenaar_ids is None
            or not set(eigenaar_ids) <= rapport.schrijvers()
        ):
            yield rapport


def goed_te_keuren(
    gemeenten: Collection[int], peildatum: date, eigenaar_ids: Collection[int] | None = None
) -> Iterator[Signaal]:
    """Rapporten die een ander voorlegde."""
    for rapport in _zoek(gemeenten, Rapportstatus.TER_GOEDKEURING, eigenaar_ids):
        yield _signaal(
            rapport, "monitor.rapport_goedkeuren", "Ligt ter goedkeuring", "Keur goed", "rapport-goedkeuren"
        )


def vrij_te_geven(
    gemeenten: Collection[int], peildatum: date, eigenaar_ids: Collection[int] | None = None
) -> Iterator[Signaal]:
    """Goedgekeurde rapporten die nog niet zijn vrijgegeven."""
    for rapport in _zoek(gemeenten, Rapportstatus.GOEDGEKEURD, eigenaar_ids):
        if lopende_vrijgave(rapport) is None:  # asked already: nothing to do but wait
            yield _signaal(
                rapport, "monitor.rapport_vrijgeven", "Is goedgekeurd", "Geef vrij", "rapport-vrijgeven"
            )


def _signaal(rapport, soort, reden, actie, route) -> Signaal:
    return Signaal(
        soort=soort,
        sleutel=f"rapport-{rapport.pk}-{rapport.versie}",
        niveau="let_op",
        reden=reden,
        onderwerp=str(rapport).capitalize(),
        onderwerp_url=rapport.get_absolute_url(),
        actie=actie,
        actie_url=reverse(f"monitor:{route}", args=[rapport.pk]),
        gemeente_id=rapport.gemeente_id,
        eigenaar_id=None,
        vanaf=(rapport.goedgekeurd_op or rapport.ingediend_op).date(),
    )


GOEDKEUREN = Signaalsoort(
    "monitor.rapport_goedkeuren",
    "Collegerapport wacht op akkoord",
    "let_op",
    Recht.RAPPORT_GOEDKEUREN,
    goed_te_keuren,
    "Een collega legde een collegerapport voor dat jij kunt goedkeuren.",
    per_dossier=False,
)
VRIJGEVEN = Signaalsoort(
    "monitor.rapport_vrijgeven",
    "Collegerapport kan worden vrijgegeven",
    "let_op",
    Recht.RAPPORT_VRIJGEVEN,
    vrij_te_geven,
    "Een collegerapport is goedgekeurd en nog niet vrijgegeven.",
    per_dossier=False,
)
