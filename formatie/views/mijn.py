"""Mijn caseload: hoeveel dossiers tegen welke norm, en welke; ook van een collega voor wie het team leidt (V1)."""

from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from formatie.forms import MedewerkerForm
from formatie.queries.caseload import NORM_BIJ, belasting_van, dossiers_op
from formatie.queries.telling import normen_op
from formatie.tables import CASELOAD
from kern.beleid import NietVastgesteld
from kern.decorators import vereist
from kern.lists import gekozen, toon_lijst, wis_keuze
from kern.lists.selection import bewaar_keuze
from kern.models import Gemeente
from kern.permissions import Recht
from personen.models import Persoon, Toewijzing
from personen.tables import PERSONEN

RECHTEN = (Recht.CONTACT_VASTLEGGEN, Recht.TEAM_INZIEN)


@require_safe
@vereist(*RECHTEN)
def mijn_caseload(request):
    """De norm per gemeente met teller en noemer, en de dossiers met de eerstvolgende actie bovenaan."""
    vandaag = timezone.localdate()
    form = MedewerkerForm(request.GET, gebruiker=request.user)
    gekozen_collega = form.cleaned_data.get("medewerker") if form.is_valid() else None
    wie = gekozen_collega or request.user
    gemeenten = _gemeenten(request.user)
    normen = {gemeente.pk: normen_op(gemeente, vandaag) for gemeente in gemeenten}
    context = {"wie": wie, "is_zelf": wie == request.user, "vandaag": vandaag}
    if not request.htmx and not request.GET.get("export"):
        stand = [_stand(wie, gemeente, vandaag, normen[gemeente.pk]) for gemeente in gemeenten]
        context["standen"] = [
            regel for regel in stand if regel["belasting"].fte or any(regel["per_klasse"].values())
        ]
    return toon_lijst(
        request,
        CASELOAD,
        _rijen(request, vandaag, normen),
        template="formatie/mijn_caseload.html",
        context=context,
    )


def _stand(wie, gemeente, vandaag, normen) -> dict:
    belasting = belasting_van(wie, gemeente, vandaag, normen)
    return {
        "gemeente": gemeente,
        "belasting": belasting,
        "per_klasse": belasting.per_klasse,
        "normen": [normen[code] for code in NORM_BIJ.values()],
    }


def _gemeenten(gebruiker) -> list[Gemeente]:
    return list(Gemeente.objects.met_recht(gebruiker, *RECHTEN))


def _rijen(request, vandaag, normen):
    """Own assignments, and those of colleagues in gemeenten where the user leads a team.

    The segment comes from the kader of the first of these gemeenten that has a scheme.
    """
    zichtbaar = Persoon.objects.zichtbaar_voor(request.user)
    leidt = request.user.toegang.gemeenten_met(Recht.TEAM_INZIEN)
    rijen = Toewijzing.objects.op(vandaag).filter(persoon__in=zichtbaar)
    rijen = rijen.filter(gebruiker=request.user) | rijen.filter(persoon__gemeente_id__in=leidt)
    schemas = [norm["segment.schema"] for norm in normen.values()]
    schema = next((schema for schema in schemas if schema), NietVastgesteld("segment.schema", vandaag))
    return dossiers_op(rijen, vandaag, schema)


@require_safe
@vereist(Recht.PERSOON_TOEWIJZEN)
def caseload_herverdelen(request):
    """De gekozen dossiers, naar de pagina die herverdeelt."""
    return _neem_over(request, "personen:herverdelen")


@require_safe
@vereist(Recht.CONTACT_INZIEN)
def caseload_bladen(request):
    """De gekozen dossiers, naar de pagina die hun overdrachtsbladen maakt."""
    return _neem_over(request, "personen:overdrachtsbladen")


def _neem_over(request, route):
    """Hand the choice of this list to the list of persons, which has the pages that act on it."""
    vandaag = timezone.localdate()
    normen = {gemeente.pk: normen_op(gemeente, vandaag) for gemeente in _gemeenten(request.user)}
    personen: set[int] = set()
    if normen:
        keuze = gekozen(request, CASELOAD, _rijen(request, vandaag, normen))
        personen = set(keuze.values_list("persoon_id", flat=True))
    bewaar_keuze(request, PERSONEN.code, "", gekozen=personen, zichtbaar=personen, alles=False)
    wis_keuze(request, CASELOAD.code)
    return redirect(route)
