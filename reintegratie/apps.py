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
            Menupunt,
            Tijdlijnbron,
            Werkvoorraadblok,
            deellijsten,
            dossierbladen,
            dossiergronden,
            dossierregels,
            importsoorten,
            menu,
            signaalsoorten,
            tijdlijnbronnen,
            werkvoorraadblokken,
        )
        from reintegratie import dossier, lks_jobs, lks_signalen, overdracht_signalen, traject_signalen  # noqa: F401  (lks_jobs names its job)
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
        wijzig = ("Wijzig trede", "reintegratie:trede-meten", Recht.REINTEGRATIE_WIJZIGEN)
        dossierregels.voeg_toe(Dossierregel("trede", 20, recht, dossier.regel, actie=wijzig))
        tijdlijnbronnen.voeg_toe(
            Tijdlijnbron("reintegratie", "Re-integratie", recht, rijen=dossier.rijen, maak=dossier.MAAK)
        )
        signaalsoorten.voeg_toe(lks_signalen.BESLUIT_NODIG, lks_signalen.FORFAITAIR_EINDIGT)
        tijdlijnbronnen.voeg_toe(
            Tijdlijnbron(
                "lks",
                "Loonkostensubsidie",
                Recht.LKS_INZIEN,
                rijen=lks_signalen.rijen,
                maak=lks_signalen.MAAK,
            )
        )
        menu.voeg_toe(
            Menupunt("Betalingen", "reintegratie:betalingen", 55, (Recht.LKS_BETALEN, Recht.LKS_GOEDKEUREN))
        )
        deellijsten.voeg_toe(Deellijst("Loonkostensubsidie", "reintegratie:lks-lijst", 30, Recht.LKS_INZIEN))
        deellijsten.voeg_toe(Deellijst("Trajecten", "reintegratie:trajecten", 25, recht))
        dossierbladen.voeg_toe(
            Dossierblad(
                "trajecten",
                "Trajecten",
                "reintegratie:trajectblad",
                35,
                recht,
                sneltoets="j",
                anker="#nieuw-traject",
            )
        )
        signaalsoorten.voeg_toe(*traject_signalen.SIGNAALSOORTEN)
        tijdlijnbronnen.voeg_toe(
            Tijdlijnbron(
                "trajecten", "Trajecten", recht, rijen=traject_signalen.rijen, maak=traject_signalen.MAAK
            )
        )
        deellijsten.voeg_toe(Deellijst("Overdrachten", "reintegratie:overdrachten", 27, recht))
        signaalsoorten.voeg_toe(*overdracht_signalen.SIGNAALSOORTEN)
        werkvoorraadblokken.voeg_toe(
            Werkvoorraadblok(
                "overdrachten",
                "Overdrachten",
                25,
                recht,
                "reintegratie/werkvoorraad_overdrachten.html",
                overdracht_signalen.blok,
            )
        )
