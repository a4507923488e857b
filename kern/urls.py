"""Addresses of kern."""

from django.urls import path

from kern.views import (
    beleidskader,
    concepten,
    gezond,
    informatie,
    start,
    taken,
    weergaven,
)
from kern.views.componenten import galerij

app_name = "kern"
urlpatterns = [
    path("hulp/", informatie.hulp, name="hulp"),
    path("toegankelijkheid/", informatie.toegankelijkheid, name="toegankelijkheid"),
    path("privacy/", informatie.privacy, name="privacy"),
    path("gezond/", gezond.gezond, name="gezond"),
    path("", start.naar_werkvoorraad, name="start"),
    path("componenten/", galerij, name="componenten"),
    path("werkvoorraad/", start.werkvoorraad, name="werkvoorraad"),
    path("beheer/", start.beheer, name="beheer"),
    path("concepten/bewaar/", concepten.concept_bewaren, name="concept-bewaren"),
    path("werkvoorraad/concepten/", concepten.concepten, name="concepten"),
    path("werkvoorraad/concepten/<int:pk>/weggooien/", concepten.concept_weggooien, name="concept-weggooien"),
    path("ongedaan/<uuid:pk>/", concepten.ongedaan, name="ongedaan"),
    path("aanwezig/<str:onderwerp>/", concepten.aanwezig, name="aanwezig"),
    path("taken/", taken.taken, name="taken"),
    path("taken/<int:pk>/", taken.taak, name="taak"),
    path("taken/<int:pk>/stoppen/", taken.taak_stoppen, name="taak-stoppen"),
    path("taken/<int:pk>/opnieuw/", taken.taak_opnieuw, name="taak-opnieuw"),
    path("taken/<int:pk>/bestand/", taken.taak_bestand, name="taak-bestand"),
    path("beheer/beleidskader/", beleidskader.kader_lijst, name="kaders"),
    path("beheer/beleidskader/vergelijken/", beleidskader.kader_vergelijken, name="kaders-vergelijken"),
    path("beheer/beleidskader/<slug:kader>/", beleidskader.kader_detail, name="kader"),
    path(
        "beheer/beleidskader/<slug:kader>/waarde/<int:pk>/vaststellen/",
        beleidskader.parameter_vaststellen,
        name="parameter-vaststellen",
    ),
    path(
        "beheer/beleidskader/<slug:kader>/waarde/<int:pk>/vervallen/",
        beleidskader.parameter_vervallen,
        name="parameter-vervallen",
    ),
    path("beheer/beleidskader/<slug:kader>/<str:code>/", beleidskader.parameter_detail, name="parameter"),
    path(
        "beheer/beleidskader/<slug:kader>/<str:code>/nieuw/",
        beleidskader.parameter_voorstellen,
        name="parameter-voorstellen",
    ),
    path("lijsten/<slug:code>/zoeken/", weergaven.lijst_zoeken, name="lijst-zoeken"),
    path("lijsten/<slug:code>/keuze/", weergaven.lijst_keuze, name="lijst-keuze"),
    path("lijsten/<slug:code>/kolommen/", weergaven.lijst_kolommen, name="lijst-kolommen"),
    path("lijsten/<slug:code>/bsn/", weergaven.lijst_bsn, name="lijst-bsn"),
    path("lijsten/<slug:code>/weergave/", weergaven.weergave_bewaren, name="weergave-bewaren"),
    path("weergaven/<int:pk>/", weergaven.weergave_wijzigen, name="weergave-wijzigen"),
    path("weergaven/<int:pk>/verwijderen/", weergaven.weergave_verwijderen, name="weergave-verwijderen"),
]
