"""Health check for the proxy and the container: does the database answer?"""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.views.decorators.http import require_safe


@require_safe
@login_not_required
def gezond(request):
    """200 "goed", or 503 within a few seconds when the database does not answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except DatabaseError:
        return HttpResponse("database antwoordt niet", status=503, content_type="text/plain")
    return HttpResponse("goed", content_type="text/plain")
