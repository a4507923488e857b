"""A form that is sent twice does its work once (B5): `@eenmalig` on a view that accepts POST.

Every TredeForm carries a hidden random `eenmalig`. The first request with that token inserts a row
inside the transaction of the whole view; a second one, also in parallel, waits on that row, finds it
and gets the answer of the first. A form that comes back with errors gives its token free again.
"""

import hashlib
from datetime import timedelta
from functools import wraps

from django.db import connection, transaction
from django.shortcuts import redirect
from django.utils import timezone

from kern.models import Eenmalig

BEWAAR_DAGEN = 2


def eenmalig(view):
    """Decorator: put it under @vereist. Works for every POST that carries the field `eenmalig`."""

    @wraps(view)
    def eerste_keer(request, *args, **kwargs):
        token = request.POST.get("eenmalig", "") if request.method == "POST" else ""
        if not token:
            return view(request, *args, **kwargs)
        sleutel = sleutel_van(request.user.pk, request.path, token)
        with transaction.atomic():
            if not _neem(sleutel, request):
                vorige = Eenmalig.objects.get(pk=sleutel)
                return redirect(vorige.antwoord or request.path)
            antwoord = view(request, *args, **kwargs)
            adres = antwoord.headers.get("Location") or antwoord.headers.get("HX-Redirect")
            if adres:
                Eenmalig.objects.filter(pk=sleutel).update(antwoord=adres[:500])
            else:
                Eenmalig.objects.filter(pk=sleutel).delete()
        return antwoord

    return eerste_keer


def sleutel_van(gebruiker_id: int, pad: str, token: str) -> str:
    """Bound to this user and this page: someone else's token is worth nothing."""
    return hashlib.sha256(f"{gebruiker_id}:{pad}:{token}".encode()).hexdigest()


def ruim_eenmalig_op() -> int:
    """Throw away tokens of forms that nobody sends again."""
    return Eenmalig.objects.filter(gemaakt_op__lt=timezone.now() - timedelta(days=BEWAAR_DAGEN)).delete()[0]


def _neem(sleutel: str, request) -> bool:
    """Insert the row; False when it is there already. Waits for a parallel request with the same token."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into kern_eenmalig (sleutel, gebruiker_id, pad, antwoord, gemaakt_op)"
            " values (%s, %s, %s, '', %s) on conflict (sleutel) do nothing",
            [sleutel, request.user.pk, request.path[:300], timezone.now()],
        )
        return cursor.rowcount == 1
