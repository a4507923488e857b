"""Signaal: een gemist doel waarbij nog geen bijsturing is afgesproken (RH-078)."""

from collections.abc import Collection, Iterator
from datetime import date

from django.db.models import Exists, OuterRef
from django.urls import reverse

from kern.models import Afspraak, Afspraaksoort
from kern.opmaak import datum
from kern.permissions import Recht
from kern.registers import Signaal, Signaalsoort
from monitor.choices import Oordeel
from monitor.models import Peilmoment, Peilwaarde


def zonder_bijsturing(
    gemeenten: Collection[int], peildatum: date, eigenaar_ids: Collection[int] | None = None
) -> Iterator[Signaal]:
    """Gemiste doelen van het laatste peilmoment zonder bijsturing; voor de teammanager, van niemand in het bijzonder."""
    if eigenaar_ids is not None:
        return
    later = Peilmoment.objects.filter(
        gemeente=OuterRef("peilmoment__gemeente"),
        peildatum__gt=OuterRef("peilmoment__peildatum"),
        peildatum__lte=peildatum,
    )
    bijsturing = Afspraak.objects.filter(
        gemeente=OuterRef("peilmoment__gemeente"),
        soort=Afspraaksoort.BIJSTURING,
        kpi=OuterRef("kpi"),
        peildatum=OuterRef("peilmoment__peildatum"),
    ).exclude(status="vervallen")
    rijen = Peilwaarde.objects.filter(
        ~Exists(later),
        ~Exists(bijsturing),
        peilmoment__gemeente_id__in=gemeenten,
        peilmoment__peildatum__lte=peildatum,
        oordeel=Oordeel.NIET_OP_DOEL,
    ).select_related("peilmoment")
    for waarde in rijen.order_by("peilmoment__gemeente_id", "volgorde"):
        moment = waarde.peilmoment
        yield Signaal(
            soort="monitor.zonder_bijsturing",
            sleutel=f"peilwaarde-{waarde.pk}",
            niveau="let_op",
            reden=f"{waarde.naam} is niet op doel op {datum(moment.peildatum)}, zonder bijsturing",
            onderwerp=f"Peilmoment {datum(moment.peildatum)}",
            onderwerp_url=reverse("monitor:peilmoment", args=[moment.pk]),
            actie="Leg bijsturing vast",
            actie_url=reverse("monitor:bijsturing", args=[moment.pk, waarde.kpi]),
            gemeente_id=moment.gemeente_id,
            eigenaar_id=None,
            vanaf=moment.peildatum,
            norm="Bij elk gemist doel hoort bijsturing met eigenaar en datum",
        )


ZONDER_BIJSTURING = Signaalsoort(
    code="monitor.zonder_bijsturing",
    naam="Gemist doel zonder bijsturing",
    niveau="let_op",
    recht=Recht.AFSPRAAK_WIJZIGEN,
    vind=zonder_bijsturing,
    uitleg="Een doel van het laatste peilmoment is niet gehaald en er is nog geen bijsturing afgesproken.",
    per_dossier=False,
)
