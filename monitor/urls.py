"""Addresses of monitor."""

from django.urls import path

from monitor import views

app_name = "monitor"
urlpatterns = [
    path("monitor/bestand/", views.bestand, name="bestand"),
]
