"""Addresses of monitor."""

from django.urls import path

from monitor import rapport_views as rapport
from monitor import views

app_name = "monitor"
urlpatterns = [
    path("monitor/bestand/", views.bestand, name="bestand"),
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
