"""Guard of every view: which right it asks."""

from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied

from kern.permissions import Recht


def vereist(*rechten: Recht):
    """Only who has one of these rights in some gemeente; other people's records are 404 by scope.

    The rights are kept on the view, so that the matrix test can read them.
    """

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not any(request.user.mag(recht) for recht in rechten):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        bewaakt: Any = guarded  # a function carries attributes, which its type does not say
        bewaakt.rechten = rechten
        return bewaakt

    return decorate


def iedereen(view):
    """Every logged-in user may open this page: it shows only their own things."""
    view.rechten = ()
    return view
