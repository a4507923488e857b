"""Addresses of reintegratie."""

from django.urls import path

from reintegratie.views import dossier, ladder

app_name = "reintegratie"
urlpatterns = [
    path("participatieladder/", ladder.ladder, name="ladder"),
    path("personen/<str:nummer>/re-integratie/", dossier.blad, name="dossierblad"),
    path("personen/<str:nummer>/re-integratie/trede/", dossier.trede_meten, name="trede-meten"),
    path(
        "personen/<str:nummer>/re-integratie/uitkering/",
        dossier.uitkering_beginnen,
        name="uitkering-beginnen",
    ),
    path("uitkeringen/<int:pk>/beeindigen/", dossier.uitkering_beeindigen, name="uitkering-beeindigen"),
    path("tredemetingen/<int:pk>/verbeteren/", dossier.meting_verbeteren, name="meting-verbeteren"),
]
