"""A small page with everything a form view has: for the tests of concept, double submit, conflict and undo."""

import time

from django import forms
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template import engines
from django.urls import path

from config.urls import handler400, handler403, handler404, handler500  # noqa: F401
from config.urls import urlpatterns as echte
from kern.concepts import concept_voor
from kern.decorators import iedereen
from kern.forms import DatumMetKeuzesField, TekstField, TredeForm
from kern.logbook import leg_vast
from kern.models import Gemeente, Team
from kern.once import eenmalig
from kern.undo import met_ongedaan, ongedaan_soort
from kern.versions import Verouderd, aanwezigen, botsing, controleer_versie
from personen.models import Persoon

PAGINA = (
    '{% extends "base.html" %}{% block inhoud %}{% formulier form=form %}{% endformulier %}{% endblock %}'
)


class TeamForm(TredeForm):
    naam = TekstField(max_length=80)
    taakvelden = TekstField(required=False, regels=3)
    actief = forms.BooleanField(required=False)
    vervolg = DatumMetKeuzesField(required=False)


@iedereen
@eenmalig
def nieuw_team(request):
    # On /proef/elders/ the form stands on another page than it is sent to.
    plek = concept_voor(request, "team", "T-1", titel="Nieuw team", actie="/proef/")
    form = plek.vul(TeamForm(request.POST or None))
    if form.is_valid():
        with transaction.atomic():
            team = Team.objects.create(
                gemeente=Gemeente.objects.get(),
                naam=form.cleaned_data["naam"],
                taakvelden=form.cleaned_data["taakvelden"],
            )
            plek.gooi_weg()
        if "traag" in request.GET:
            time.sleep(0.5)
        met_ongedaan(request, f"Team {team.naam} gemaakt.", "test.team", team=team.pk)
        return redirect("/klaar/")
    return HttpResponse(engines["django"].from_string(PAGINA).render({"form": form}, request))


@ongedaan_soort("test.team")
def haal_team_weg(gegevens, *, door):
    team = Team.objects.get(pk=gegevens["team"])
    leg_vast("team.weg", onderwerp=team, door=door, omschrijving="Team ongedaan gemaakt")
    team.delete()
    return "Het team is weer weg."


class PersoonForm(TredeForm):
    roepnaam = TekstField(required=False)
    achternaam = TekstField()
    email = TekstField(required=False)


@iedereen
def persoon_wijzigen(request, pk):
    persoon = get_object_or_404(Persoon, pk=pk)
    begin = {v: getattr(persoon, v) for v in ("roepnaam", "achternaam", "email")}
    form = PersoonForm(request.POST or None, initial=begin, versie=persoon.versie)
    if form.is_valid():
        try:
            with transaction.atomic():
                nu = Persoon.objects.select_for_update().get(pk=pk)
                controleer_versie(nu, form.versie)
                for veld, waarde in form.cleaned_data.items():
                    setattr(nu, veld, waarde)
                nu.versie += 1
                nu.save()
                leg_vast(
                    "persoon.gewijzigd", onderwerp=nu, door=request.user, omschrijving="Gewijzigd", dossier=nu
                )
        except Verouderd as fout:
            return botsing(request, form, fout.huidig)
        return redirect("/klaar/")
    context = {"form": form, **aanwezigen(request, f"persoon:{persoon.nummer}")}
    return HttpResponse(
        engines["django"]
        .from_string(
            '{% extends "base.html" %}{% block inhoud %}{% include "kern/_aanwezig.html" %}'
            "{% formulier form=form %}{% endformulier %}{% endblock %}"
        )
        .render(context, request)
    )


@iedereen
def klaar(request):
    return HttpResponse("klaar")


urlpatterns = [
    *echte,
    path("proef/", nieuw_team),
    path("proef/elders/", nieuw_team),
    path("proef/<int:pk>/", persoon_wijzigen),
    path("klaar/", klaar),
]
