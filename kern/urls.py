"""Addresses of kern."""

from django.urls import path

from kern.views import gezond, start

app_name = "kern"
urlpatterns = [
    path("gezond/", gezond.gezond, name="gezond"),
    path("", start.naar_werkvoorraad, name="start"),
    path("werkvoorraad/", start.werkvoorraad, name="werkvoorraad"),
    path("beheer/", start.beheer, name="beheer"),
]
