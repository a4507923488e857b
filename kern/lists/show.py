"""toon_lijst: one request of a list, from GET parameters to the page, the part for htmx, or the file."""

from collections.abc import Callable

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from kern.lists.definition import Lijst
from kern.lists.page import Lijstpagina
from kern.lists.rows import Rijenpagina
from kern.lists.saved import weergaven_van

DEEL = "components/lijst.html"
PAGINA = "components/lijst_pagina.html"


def toon_lijst(
    request,
    lijst: Lijst,
    queryset,
    *,
    template: str = PAGINA,
    context=None,
    gemeente_id: int | None = None,
    dossier_id: int | None = None,
    verberg=(),
    verrijk: Callable[[list[dict]], None] | None = None,
) -> HttpResponse:
    """Show a list or give its export.

    `queryset` is already `zichtbaar_voor` the user, with the annotations its columns name. `template`
    extends components/lijst_pagina.html, or includes components/lijst.html; the list is `lijst` in the
    context. `gemeente_id` when all rows are of one gemeente (a list inside a record), with `dossier_id`
    when that record is a person's: an export is logged under it. `verberg`: columns this user may not see
    or has no use for. `verrijk(rijen)` adds to the rows of the page what the template of a list needs.

    With a `RijenFilter` as filterset, or none and a plain list, `queryset` is a list of rows (dicts with a pk).
    """
    weergaven = weergaven_van(request.user, lijst.code, request.path) if lijst.bewaarbaar else []
    standaard = next((weergave for weergave in weergaven if weergave.standaard), None)
    if standaard and not request.GET:
        # Who opens the bare list lands on the default view, visibly: it is in the URL.
        return HttpResponseRedirect(standaard.url)
    soort = Rijenpagina if isinstance(queryset, list) else Lijstpagina
    pagina = soort(request, lijst, queryset, gemeente_id, verberg, weergaven, dossier_id)
    if pagina.stand.export:
        return pagina.exporteer()
    pagina.laad()
    if verrijk:
        verrijk(pagina.blad.rijen)
    waarden = {**(context or {}), "lijst": pagina}
    if request.htmx and not request.htmx.history_restore_request:
        return render(request, DEEL, waarden)
    return render(request, template, waarden)
