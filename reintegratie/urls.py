"""Addresses of reintegratie."""

from django.urls import path

from reintegratie.views import betalingen, dossier, instrumenten, ladder, lks, trajecten

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
    path("trajecten/", trajecten.lijst, name="trajecten"),
    path("trajecten/kosten/", instrumenten.kosten, name="trajectkosten"),
    path("trajecten/<int:pk>/", trajecten.tonen, name="traject"),
    path("trajecten/<int:pk>/wijzigen/", trajecten.wijzigen, name="traject-wijzigen"),
    path("trajecten/<int:pk>/pauzeren/", trajecten.pauzeren, name="traject-pauzeren"),
    path("trajecten/<int:pk>/hervatten/", trajecten.hervatten, name="traject-hervatten"),
    path("trajecten/<int:pk>/verlengen/", trajecten.verlengen, name="traject-verlengen"),
    path("trajecten/<int:pk>/evalueren/", trajecten.evalueren, name="traject-evalueren"),
    path("trajecten/<int:pk>/beeindigen/", trajecten.beeindigen, name="traject-beeindigen"),
    path("trajecten/<int:pk>/stap/", trajecten.stap_gedaan, name="traject-stap"),
    path("personen/<str:nummer>/trajecten/", trajecten.blad, name="trajectblad"),
    path("personen/<str:nummer>/trajecten/beginnen/", trajecten.beginnen, name="traject-beginnen"),
    path("instrumenten/", instrumenten.lijst, name="instrumenten"),
    path("instrumenten/nieuw/", instrumenten.nieuw, name="instrument-nieuw"),
    path("instrumenten/<int:pk>/", instrumenten.tonen, name="instrument"),
    path("instrumenten/<int:pk>/versie/", instrumenten.nieuwe_versie, name="instrument-versie"),
    path("instrumenten/<int:pk>/beeindigen/", instrumenten.beeindigen, name="instrument-beeindigen"),
]
