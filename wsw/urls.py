"""Addresses of wsw."""

from django.urls import path

from wsw.views import dossier, lijst

app_name = "wsw"
urlpatterns = [
    path("wsw/", lijst.medewerkers, name="medewerkers"),
    path("personen/<str:nummer>/wsw/", dossier.blad, name="dossierblad"),
    path("personen/<str:nummer>/wsw/beginnen/", dossier.beginnen, name="beginnen"),
    path("wsw/dienstverbanden/<int:pk>/indeling/", dossier.indeling_wijzigen, name="indeling-wijzigen"),
    path("wsw/dienstverbanden/<int:pk>/beeindigen/", dossier.beeindigen, name="beeindigen"),
    path("wsw/dienstverbanden/<int:pk>/kennismaking/", dossier.kennismaking, name="kennismaking"),
    path("wsw/indelingen/<int:pk>/verbeteren/", dossier.indeling_verbeteren, name="indeling-verbeteren"),
]
