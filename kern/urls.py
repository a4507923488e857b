"""Addresses of kern."""

from django.urls import path

from kern.views import gezond, start, taken

app_name = "kern"
urlpatterns = [
    path("gezond/", gezond.gezond, name="gezond"),
    path("", start.naar_werkvoorraad, name="start"),
    path("werkvoorraad/", start.werkvoorraad, name="werkvoorraad"),
    path("beheer/", start.beheer, name="beheer"),
    path("taken/", taken.taken, name="taken"),
    path("taken/<int:pk>/", taken.taak, name="taak"),
    path("taken/<int:pk>/stoppen/", taken.taak_stoppen, name="taak-stoppen"),
    path("taken/<int:pk>/opnieuw/", taken.taak_opnieuw, name="taak-opnieuw"),
    path("taken/<int:pk>/bestand/", taken.taak_bestand, name="taak-bestand"),
]
