"""App configuration of wsw."""

from django.apps import AppConfig


class WswConfig(AppConfig):
    name = "wsw"

    def ready(self):
        from kern.registers import dossiergronden, importsoorten
        from wsw.importers import GROND, SOORT

        importsoorten.voeg_toe(SOORT)
        dossiergronden.voeg_toe(GROND)
