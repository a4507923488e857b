"""Addresses of reintegratie."""

from django.urls import path

from reintegratie.views import betalingen, dossier, ladder, lks

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
    path("lks/", lks.lijst, name="lks-lijst"),
    path("lks/herzien/", lks.herzien, name="lks-herzien"),
    path("lks/<int:pk>/", lks.tonen, name="lks"),
    path("lks/<int:pk>/besluit/", lks.besluiten, name="lks-besluit"),
    path("lks/<int:pk>/besluit/pdf/", lks.besluit_pdf, name="lks-besluit-pdf"),
    path("lks/<int:pk>/afwijzen/", lks.afwijzen, name="lks-afwijzen"),
    path("lks/<int:pk>/beeindigen/", lks.beeindigen, name="lks-beeindigen"),
    path("personen/<str:nummer>/lks/nieuw/", lks.nieuw, name="lks-nieuw"),
    path("betalingen/lks/", betalingen.overzicht, name="betalingen"),
    path("betalingen/lks/<str:maand>/", betalingen.maand, name="betaallijst"),
    path("betalingen/lks/<str:maand>/opstellen/", betalingen.opstellen, name="betaallijst-opstellen"),
    path("betalingen/lks/<str:maand>/goedkeuren/", betalingen.goedkeuren, name="betaallijst-goedkeuren"),
    path("betalingen/lks/<str:maand>/export/", betalingen.export, name="betaallijst-export"),
    path("betalingen/lks/<str:maand>/pdf/", betalingen.pdf, name="betaallijst-pdf"),
]
