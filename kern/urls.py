"""Addresses of kern."""

from django.urls import path

from kern.views import beleidskader, gezond, start, taken

app_name = "kern"
urlpatterns = [
    path("gezond/", gezond.gezond, name="gezond"),
    path("", start.naar_werkvoorraad, name="start"),
    path("werkvoorraad/", start.werkvoorraad, name="werkvoorraad"),
    path("beheer/", start.beheer, name="beheer"),
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
]
