"""App configuration of werkgevers."""

from django.apps import AppConfig


class WerkgeversConfig(AppConfig):
    name = "werkgevers"

    def ready(self):
        from kern.registers import importsoorten
        from werkgevers.importers import SOORT

        importsoorten.voeg_toe(SOORT)
