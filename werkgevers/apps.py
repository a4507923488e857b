"""App configuration of werkgevers."""

from django.apps import AppConfig


class WerkgeversConfig(AppConfig):
    name = "werkgevers"
