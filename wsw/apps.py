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
            Gebeurtenisvolger,
            Tijdlijnbron,
            contracturen,
            deellijsten,
            dossierbladen,
            dossiergronden,
            dossierregels,
            gebeurtenisvolgers,
            importsoorten,
            signaalsoorten,
            tijdlijnbronnen,
        )
        from wsw import dossier, mutatie_volger, terugval_actions, terugval_signalen
        from wsw.importers import GROND, SOORT
        from wsw.queries import contractperioden
        from wsw.signalen import ZONDER_KENNISMAKING, ZONDER_LOONWAARDE

        importsoorten.voeg_toe(SOORT)
        dossiergronden.voeg_toe(GROND)
        contracturen.voeg_toe(Contracturen("dienstverband", contractperioden))
        deellijsten.voeg_toe(Deellijst("Wsw-medewerkers", "wsw:medewerkers", 10, Recht.WSW_INZIEN))
        dossierbladen.voeg_toe(
            Dossierblad("wsw", "Wsw", "wsw:dossierblad", 20, Recht.WSW_INZIEN, sneltoets="w")
        )
        dossierregels.voeg_toe(
            Dossierregel(
                "wsw",
                10,
                Recht.WSW_INZIEN,
                dossier.regel,
                ("Geef mutatie door", "wsw:mutatie-nieuw", Recht.WSW_WIJZIGEN),
                actie_bij_regel=True,
            )
        )
        tijdlijnbronnen.voeg_toe(
            Tijdlijnbron("wsw", "Wsw", Recht.WSW_INZIEN, rijen=dossier.rijen, maak=dossier.MAAK)
        )
        signaalsoorten.voeg_toe(ZONDER_KENNISMAKING, ZONDER_LOONWAARDE, *terugval_signalen.SIGNAALSOORTEN)
        deellijsten.voeg_toe(
            Deellijst("Wsw-statistiek", "wsw:statistiek-begin", 16, Recht.STATISTIEK_LEVEREN)
        )
        deellijsten.voeg_toe(Deellijst("Mutaties", "wsw:mutaties", 14, Recht.WSW_INZIEN))
        deellijsten.voeg_toe(Deellijst("Terugvalplekken", "wsw:terugvalplekken", 12, Recht.WSW_INZIEN))
        gebeurtenisvolgers.voeg_toe(
            Gebeurtenisvolger("mutaties", mutatie_volger.SOORTEN, mutatie_volger.volg),
            Gebeurtenisvolger(
                "terugval",
                frozenset({"plaatsing.begonnen", "plaatsing.beeindigd", "plaatsing.ongedaan"}),
                terugval_actions.volg_plaatsingen,
            ),
        )
