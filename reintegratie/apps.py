"""App configuration of reintegratie: dossier page, timeline, line above the dossier."""

from django.apps import AppConfig


class ReintegratieConfig(AppConfig):
    name = "reintegratie"

    def ready(self):
        from kern.permissions import Recht
        from kern.registers import (
            Deellijst,
            Dossierblad,
            Dossierregel,
            Tijdlijnbron,
            deellijsten,
            dossierbladen,
            dossiergronden,
            dossierregels,
            importsoorten,
            tijdlijnbronnen,
        )
        from reintegratie import dossier
        from reintegratie.importers import GROND, SOORT

        importsoorten.voeg_toe(SOORT)
        dossiergronden.voeg_toe(GROND)
        recht = Recht.REINTEGRATIE_INZIEN
        deellijsten.voeg_toe(Deellijst("Participatieladder", "reintegratie:ladder", 20, recht))
        dossierbladen.voeg_toe(
            Dossierblad(
                "re-integratie",
                "Re-integratie",
                "reintegratie:dossierblad",
                30,
                recht,
                sneltoets="t",
                anker="#trede",
            )
        )
        dossierregels.voeg_toe(Dossierregel("trede", 20, recht, dossier.regel))
        tijdlijnbronnen.voeg_toe(
            Tijdlijnbron("reintegratie", "Re-integratie", recht, rijen=dossier.rijen, maak=dossier.MAAK)
        )
