"""App configuration of wsw: dossier page, timeline, line above the dossier, signals."""

from django.apps import AppConfig


class WswConfig(AppConfig):
    name = "wsw"

    def ready(self):
        from kern.permissions import Recht
        from kern.registers import (
            Contracturen,
            Deellijst,
            Dossierblad,
            Dossierregel,
            Tijdlijnbron,
            contracturen,
            deellijsten,
            dossierbladen,
            dossiergronden,
            dossierregels,
            importsoorten,
            signaalsoorten,
            tijdlijnbronnen,
        )
        from wsw import dossier
        from wsw.importers import GROND, SOORT
        from wsw.queries import contractperioden
        from wsw.signalen import ZONDER_KENNISMAKING, ZONDER_LOONWAARDE

        importsoorten.voeg_toe(SOORT)
        dossiergronden.voeg_toe(GROND)
        contracturen.voeg_toe(Contracturen("dienstverband", contractperioden))
        deellijsten.voeg_toe(Deellijst("Wsw-medewerkers", "wsw:medewerkers", 10, Recht.WSW_INZIEN))
        dossierbladen.voeg_toe(Dossierblad("wsw", "Wsw", "wsw:dossierblad", 20, Recht.WSW_INZIEN))
        dossierregels.voeg_toe(Dossierregel("wsw", 10, Recht.WSW_INZIEN, dossier.regel))
        tijdlijnbronnen.voeg_toe(
            Tijdlijnbron("wsw", "Wsw", Recht.WSW_INZIEN, rijen=dossier.rijen, maak=dossier.MAAK)
        )
        signaalsoorten.voeg_toe(ZONDER_KENNISMAKING, ZONDER_LOONWAARDE)
