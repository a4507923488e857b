"""Addresses of werkgevers."""

from django.urls import path

from werkgevers.views import plaatsingen, relaties

app_name = "werkgevers"
urlpatterns = [
    path("werkgevers/", relaties.relaties, name="relaties"),
    path("werkgevers/nieuw/", relaties.relatie_nieuw, name="relatie-nieuw"),
    path("werkgevers/<str:nummer>/", relaties.relatie, name="relatie"),
    path("werkgevers/<str:nummer>/wijzigen/", relaties.relatie_wijzigen, name="relatie-wijzigen"),
    path(
        "werkgevers/<str:nummer>/contactpersonen/nieuw/",
        relaties.contactpersoon_nieuw,
        name="contactpersoon-nieuw",
    ),
    path(
        "werkgevers/<str:nummer>/contactpersonen/<int:pk>/",
        relaties.contactpersoon_wijzigen,
        name="contactpersoon-wijzigen",
    ),
    path("plaatsingen/", plaatsingen.plaatsingen, name="plaatsingen"),
    path("plaatsingen/<int:pk>/beeindigen/", plaatsingen.beeindigen, name="plaatsing-beeindigen"),
    path("plaatsingen/<int:pk>/verlengen/", plaatsingen.verlengen, name="plaatsing-verlengen"),
    path("personen/<str:nummer>/plaatsingen/", plaatsingen.blad, name="dossierblad"),
    path("personen/<str:nummer>/plaatsingen/nieuw/", plaatsingen.nieuw, name="plaatsing-nieuw"),
]
