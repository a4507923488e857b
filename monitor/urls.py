"""Addresses of monitor."""

from django.urls import path

from monitor import rapport_views as rapport
from monitor.views import bedragen, bestand, dashboard, doelen, peilmoment

app_name = "monitor"
urlpatterns = [
    path("monitor/", dashboard.begin, name="begin"),
    path("monitor/bestand/", bestand.bestand, name="bestand"),
    path("monitor/participatie/", dashboard.dashboard, {"onderwerp": "participatie"}, name="participatie"),
    path("monitor/wsw/", dashboard.dashboard, {"onderwerp": "wsw"}, name="wsw"),
    path("monitor/re-integratie/", dashboard.dashboard, {"onderwerp": "re-integratie"}, name="re-integratie"),
    path("monitor/pdca/", dashboard.pdca, name="pdca"),
    path("monitor/cijfers/<slug:code>/", dashboard.rijen, name="rijen"),
    path("monitor/bedragen/", bedragen.bedragen, name="bedragen"),
    path("monitor/bedragen/lijst/", bedragen.bedragenlijst, name="bedragenlijst"),
    path("monitor/doelen/", doelen.doelen, name="doelen"),
    path("monitor/doelen/nieuw/", doelen.doel, name="doel"),
    path("monitor/doelen/<int:pk>/", doelen.doelwaarde, name="doelwaarde"),
    path("monitor/doelen/<int:pk>/wijzigen/", doelen.wijzigen, name="doelwaarde-wijzigen"),
    path("monitor/doelen/<int:pk>/beeindigen/", doelen.beeindigen, name="doelwaarde-beeindigen"),
    path("monitor/peilmomenten/", peilmoment.peilmomenten, name="peilmomenten"),
    path("monitor/peilmomenten/vastzetten/", peilmoment.vastzetten, name="vastzetten"),
    path("monitor/peilmomenten/vergelijken/", peilmoment.vergelijken, name="vergelijken"),
    path("monitor/peilmomenten/<int:pk>/", peilmoment.peilmoment, name="peilmoment"),
    path("monitor/peilmomenten/<int:pk>/correcties/", peilmoment.correctie, name="correcties"),
    path(
        "monitor/peilmomenten/<int:pk>/correcties/<slug:code>/",
        peilmoment.correctierijen,
        name="correctierijen",
    ),
    path("monitor/peilmomenten/<int:pk>/cijfers/<slug:code>/", peilmoment.peilrijen, name="peilrijen"),
    path(
        "monitor/peilmomenten/<int:pk>/cijfers/<slug:code>/bijsturing/",
        peilmoment.bijsturing,
        name="bijsturing",
    ),
    path("monitor/peilmomenten/<int:pk>/antwoord/<int:afspraak>/", peilmoment.antwoord, name="antwoord"),
    path("monitor/collegerapport/", rapport.rapporten, name="rapporten"),
    path("monitor/peilmoment/<int:pk>/collegerapport/", rapport.rapport_nieuw, name="rapport-nieuw"),
    path("monitor/collegerapport/<int:pk>/", rapport.rapport, name="rapport"),
    path("monitor/collegerapport/<int:pk>/voorbeeld/", rapport.rapport_voorbeeld, name="rapport-voorbeeld"),
    path("monitor/collegerapport/<int:pk>/rapport.pdf", rapport.rapport_pdf, name="rapport-pdf"),
    path(
        "monitor/collegerapport/<int:pk>/voorleggen/", rapport.rapport_voorleggen, name="rapport-voorleggen"
    ),
    path(
        "monitor/collegerapport/<int:pk>/goedkeuren/", rapport.rapport_goedkeuren, name="rapport-goedkeuren"
    ),
    path("monitor/collegerapport/<int:pk>/vrijgeven/", rapport.rapport_vrijgeven, name="rapport-vrijgeven"),
    path(
        "monitor/collegerapport/<int:pk>/terugzetten/",
        rapport.rapport_terugzetten,
        name="rapport-terugzetten",
    ),
    path(
        "monitor/collegerapport/<int:pk>/verbeteren/", rapport.rapport_verbeteren, name="rapport-verbeteren"
    ),
]
