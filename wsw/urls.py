"""Addresses of wsw."""

from django.urls import path

from wsw.views import dossier, lijst, mutaties, salarissen, statistiek, terugval

app_name = "wsw"
urlpatterns = [
    path("wsw/", lijst.medewerkers, name="medewerkers"),
    path("personen/<str:nummer>/wsw/", dossier.blad, name="dossierblad"),
    path("personen/<str:nummer>/wsw/beginnen/", dossier.beginnen, name="beginnen"),
    path("wsw/dienstverbanden/<int:pk>/indeling/", dossier.indeling_wijzigen, name="indeling-wijzigen"),
    path("wsw/dienstverbanden/<int:pk>/beeindigen/", dossier.beeindigen, name="beeindigen"),
    path("wsw/dienstverbanden/<int:pk>/kennismaking/", dossier.kennismaking, name="kennismaking"),
    path("wsw/indelingen/<int:pk>/verbeteren/", dossier.indeling_verbeteren, name="indeling-verbeteren"),
    path("terugvalplekken/", terugval.plekken, name="terugvalplekken"),
    path("terugvalplekken/nieuw/", terugval.plek_nieuw, name="terugvalplek-nieuw"),
    path("terugvalplekken/mensen/", terugval.herplaatsingen, name="herplaatsingen"),
    path("terugvalplekken/<int:pk>/", terugval.plek, name="terugvalplek"),
    path("terugvalplekken/<int:pk>/wijzigen/", terugval.plek_wijzigen, name="terugvalplek-wijzigen"),
    path("personen/<str:nummer>/terugvalplek/", terugval.terugval, name="terugval"),
    path("wsw/herplaatsingen/<int:pk>/afsluiten/", terugval.afsluiten, name="herplaatsing-afsluiten"),
    path("wsw/mutaties/", mutaties.mutaties, name="mutaties"),
    path("wsw/mutaties/versturen/<str:maand>/", mutaties.versturen, name="mutaties-versturen"),
    path("wsw/mutaties/<int:pk>/terugnemen/", mutaties.terugnemen, name="mutatie-terugnemen"),
    path("wsw/mutaties/leveringen/<int:pk>/", mutaties.levering, name="mutatielevering"),
    path(
        "wsw/mutaties/leveringen/<int:pk>/bevestigen/", mutaties.bevestigen, name="mutatielevering-bevestigen"
    ),
    path(
        "wsw/mutaties/leveringen/<int:pk>/bestand/<slug:vorm>/",
        mutaties.bestand,
        name="mutatielevering-bestand",
    ),
    path("wsw/salarispartijen/nieuw/", mutaties.partij_nieuw, name="salarispartij-nieuw"),
    path("wsw/salarispartijen/<int:pk>/wijzigen/", mutaties.partij_wijzigen, name="salarispartij-wijzigen"),
    path("personen/<str:nummer>/wsw/mutatie/", mutaties.nieuw, name="mutatie-nieuw"),
    path("betalingen/salarissen/", salarissen.overzicht, name="betaalopdrachten"),
    path("betalingen/salarissen/maand/<str:maand>/", salarissen.opstellen, name="betaalopdracht-opstellen"),
    path("betalingen/salarissen/<int:pk>/", salarissen.opdracht, name="betaalopdracht"),
    path(
        "betalingen/salarissen/<int:pk>/goedkeuren/", salarissen.goedkeuren, name="betaalopdracht-goedkeuren"
    ),
    path(
        "betalingen/salarissen/<int:pk>/bestand/<slug:vorm>/",
        salarissen.bestand,
        name="betaalopdracht-bestand",
    ),
    path("leveringen/panteia/", statistiek.begin, name="statistiek-begin"),
    path("leveringen/panteia/<str:periode>/", statistiek.halfjaar, name="statistiek"),
    path("leveringen/panteia/<str:periode>/vastzetten/", statistiek.vastzetten, name="statistiek-vastzetten"),
    path("leveringen/panteia/versies/<int:pk>/verzonden/", statistiek.verzonden, name="statistiek-verzonden"),
    path("leveringen/panteia/versies/<int:pk>/<slug:vorm>/", statistiek.bestand, name="statistiek-bestand"),
    path("wsw/dienstverbanden/<int:pk>/kenmerken/", dossier.kenmerken, name="kenmerken"),
]
