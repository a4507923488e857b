"""Addresses of werkgevers."""

from django.urls import path

from werkgevers import betaling_urls, factuur_urls
from werkgevers.views import overeenkomst_stappen as stappen
from werkgevers.views import overeenkomsten, plaatsingen, relaties, uren

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
    path(
        "werkgevers/<str:nummer>/overeenkomsten/", overeenkomsten.van_werkgever, name="relatie-overeenkomsten"
    ),
    path("personen/<str:nummer>/overeenkomst/nieuw/", stappen.nieuw, name="overeenkomst-nieuw"),
    path("detacheringen/", overeenkomsten.lijst, name="overeenkomsten"),
    path("detacheringen/<int:pk>/", overeenkomsten.tonen, name="overeenkomst"),
    path("detacheringen/<int:pk>/wijzigen/", stappen.wijzigen, name="overeenkomst-wijzigen"),
    path("detacheringen/<int:pk>/verlengen/", stappen.verlengen, name="overeenkomst-verlengen"),
    path("detacheringen/<int:pk>/beeindigen/", stappen.beeindigen, name="overeenkomst-beeindigen"),
    path("detacheringen/<int:pk>/tarief/", stappen.tarief, name="overeenkomst-tarief"),
    path("detacheringen/<int:pk>/opstellen/", stappen.opstellen, name="overeenkomst-opstellen"),
    path("detacheringen/<int:pk>/tekenen/", stappen.tekenen, name="overeenkomst-tekenen"),
    path("detacheringen/<int:pk>/intrekken/", stappen.intrekken, name="overeenkomst-intrekken"),
    path("detacheringen/<int:pk>/versies/", overeenkomsten.versies, name="overeenkomst-versies"),
    path(
        "detacheringen/<int:pk>/versies/<int:versie>/overeenkomst.pdf",
        overeenkomsten.stuk,
        name="overeenkomst-pdf",
    ),
    path(
        "detacheringen/<int:pk>/versies/<int:versie>/getekend/", overeenkomsten.scan, name="overeenkomst-scan"
    ),
    path(
        "detacheringen/<int:pk>/versies/<int:versie>/scan/",
        stappen.scan_toevoegen,
        name="overeenkomst-scan-nieuw",
    ),
    path("detacheringen/<int:pk>/uren/<str:maand>/", uren.van_overeenkomst, name="uren-overeenkomst"),
    path("detacheringen/<int:pk>/uren/<str:maand>/openen/", uren.heropenen, name="uren-openen"),
    path("uren/", uren.nu, name="uren-nu"),
    path("uren/<str:maand>/", uren.overzicht, name="uren"),
    path("uren/<str:maand>/<str:nummer>/", uren.van_werkgever, name="uren-werkgever"),
    *factuur_urls.urlpatterns,
    *betaling_urls.urlpatterns,
]
