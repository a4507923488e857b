"""Blok van werkgevers op de startpagina: contracten die aflopen, in één klik."""

from dateutil.relativedelta import relativedelta
from django.db.models import Min
from django.urls import reverse
from django.utils import timezone

from werkgevers.models import Plaatsing

MAANDEN = 6


def aflopende_contracten(request) -> dict | None:
    """Hoeveel lopende plaatsingen een contract hebben dat binnen zes maanden eindigt, of al afliep."""
    vandaag = timezone.localdate()
    grens = vandaag + relativedelta(months=MAANDEN)
    plaatsingen = Plaatsing.objects.zichtbaar_voor(request.user).op(vandaag)
    rijen = plaatsingen.filter(einddatum=None, contract_tot__lte=grens)
    eerste = rijen.aggregate(eerste=Min("contract_tot"))["eerste"]
    if eerste is None:
        return None
    return {
        "aantal": rijen.count(),
        "eerste": eerste,
        "maanden": MAANDEN,
        "adres": f"{reverse('werkgevers:plaatsingen')}?eindigt={MAANDEN}",
    }
