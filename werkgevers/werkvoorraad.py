"""Blokken van werkgevers op de startpagina: contracten die aflopen, overeenkomsten en uren, in één klik."""

from dateutil.relativedelta import relativedelta
from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone

from werkgevers.choices import Overeenkomststatus
from werkgevers.models import Overeenkomst, Plaatsing, Urenstaat
from werkgevers.rules.tarief import laatste_dag

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


def overeenkomsten(request) -> dict | None:
    """Wat er bij overeenkomsten op iemand wacht, en hoeveel er nog missen in de uren van vorige maand."""
    maand = timezone.localdate().replace(day=1) - relativedelta(months=1)
    eigen = Overeenkomst.objects.zichtbaar_voor(request.user)
    stand = eigen.aggregate(
        op_te_stellen=Count("pk", filter=Q(status=Overeenkomststatus.OVEREENGEKOMEN)),
        te_tekenen=Count("pk", filter=Q(status=Overeenkomststatus.OPGESTELD)),
    )
    compleet = Urenstaat.objects.compleet().filter(maand=maand)
    zonder_uren = (
        eigen.ooit_getekend()
        .tussen(maand, laatste_dag(maand))
        .exclude(pk__in=compleet.values("overeenkomst"))
        .count()
    )
    if not (zonder_uren or any(stand.values())):
        return None
    return {
        **stand,
        "zonder_uren": zonder_uren,
        "maand": maand,
        "uren_adres": reverse("werkgevers:uren", args=[f"{maand:%Y-%m}"]) + "?mist=1",
        "lijst_adres": reverse("werkgevers:overeenkomsten"),
    }
