"""Addresses of formatie."""

from django.urls import path

from formatie.views import functieboek, mijn, overzicht, scenario

app_name = "formatie"
urlpatterns = [
    path("caseload/", mijn.mijn_caseload, name="mijn-caseload"),
    path("caseload/herverdelen/", mijn.caseload_herverdelen, name="caseload-herverdelen"),
    path("caseload/overdrachtsbladen/", mijn.caseload_bladen, name="caseload-bladen"),
    path("formatie/", overzicht.overzicht, name="overzicht"),
    path("formatie/caseload/", overzicht.caseload, name="caseload"),
    path("formatie/prognose/", overzicht.prognose, name="prognose"),
    path("formatie/scenario/", scenario.wat_als, name="wat-als"),
    path("formatie/scenario/bewaren/", scenario.scenario_bewaren, name="scenario-bewaren"),
    path("formatie/scenario/<int:pk>/", scenario.scenario, name="scenario"),
    path(
        "formatie/scenario/<int:pk>/verwijderen/", scenario.scenario_verwijderen, name="scenario-verwijderen"
    ),
    path("formatie/functieboek/", functieboek.functieboek, name="functieboek"),
    path("formatie/functies/nieuw/", functieboek.functie_nieuw, name="functie-nieuw"),
    path("formatie/functies/<int:pk>/", functieboek.functie_wijzigen, name="functie-wijzigen"),
    path("formatie/functies/<int:pk>/formatie/", functieboek.plaats_nieuw, name="plaats-nieuw"),
    path("formatie/plaatsen/<int:pk>/", functieboek.plaats_wijzigen, name="plaats-wijzigen"),
    path("formatie/plaatsen/<int:pk>/beeindigen/", functieboek.plaats_beeindigen, name="plaats-beeindigen"),
]
