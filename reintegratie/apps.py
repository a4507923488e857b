"""App configuration of reintegratie."""

from django.apps import AppConfig


class ReintegratieConfig(AppConfig):
    name = "reintegratie"

    def ready(self):
        from kern.registers import dossiergronden, importsoorten
        from reintegratie.importers import GROND, SOORT

        importsoorten.voeg_toe(SOORT)
        dossiergronden.voeg_toe(GROND)
