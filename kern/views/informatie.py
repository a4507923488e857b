"""Fixed pages in the footer: help, accessibility, privacy; and security.txt."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kern.decorators import iedereen


@require_safe
@iedereen
def hulp(request):
    return render(request, "kern/hulp.html")


@require_safe
@login_not_required
def toegankelijkheid(request):
    return render(request, "kern/toegankelijkheid.html")


@require_safe
@login_not_required
def privacy(request):
    return render(
        request,
        "kern/privacy.html",
        {
            "inactief_minuten": settings.SESSION_IDLE_SECONDS // 60,
            "maximaal_uren": settings.SESSION_MAX_SECONDS // 3600,
        },
    )


@require_safe
@login_not_required
def security_txt(request):
    """RFC 9116: where to report a weak spot (BIO2 5.24.08)."""
    expires = (timezone.now() + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    lines = [
        f"Contact: {settings.CVD_CONTACT}",
        f"Expires: {expires}",
        "Preferred-Languages: nl, en",
        f"Canonical: {request.build_absolute_uri('/.well-known/security.txt')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
