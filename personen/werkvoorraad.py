"""Blokken van personen op de startpagina."""

from django.utils import timezone

from personen.models import Contactmoment, Toewijzing

MAX_AFSPRAKEN = 15


def afspraken(request) -> dict | None:
    """Vervolgafspraken van vandaag en van eerder: wat te laat is, blijft staan tot het gedaan is (V17)."""
    vandaag = timezone.localdate()
    mensen = {request.user.pk, *request.user.toegang.vervangt}
    eigen = Toewijzing.objects.op(vandaag).filter(gebruiker_id__in=mensen)
    rijen = (
        Contactmoment.objects.zichtbaar_voor(request.user)
        .filter(persoon_id__in=eigen.values("persoon_id"), ingetrokken_op=None)
        .filter(vervolg_op__lte=vandaag, vervolg_gedaan_op=None)
        .select_related("persoon")
        .order_by("vervolg_op", "pk")
    )
    eerste = list(rijen[: MAX_AFSPRAKEN + 1])
    if not eerste:
        return None
    return {"afspraken": eerste[:MAX_AFSPRAKEN], "vandaag": vandaag, "meer": len(eerste) > MAX_AFSPRAKEN}
