"""App configuration of personen: menu, dossier pages and sources of the timeline."""

from django.apps import AppConfig


class PersonenConfig(AppConfig):
    name = "personen"

    def ready(self):
        from kern.permissions import Recht
        from kern.registers import (
            Caseloadbron,
            Dossierblad,
            Menupunt,
            Tijdlijnbron,
            Werkvoorraadblok,
            caseloadbronnen,
            dossierbladen,
            importsoorten,
            menu,
            signaalsoorten,
            tijdlijnbronnen,
            werkvoorraadblokken,
        )
        from personen import jobs, loonwaarde_dossier, loonwaarde_importers, signalen, werkvoorraad  # noqa: F401  (jobs names its job)
        from personen.importers import SOORT
        from personen.queries.tijdlijn import BRONNEN, PUNTEN

        importsoorten.voeg_toe(SOORT, loonwaarde_importers.SOORT)
        menu.voeg_toe(Menupunt("Personen", "personen:lijst", 20, (Recht.PERSOON_INZIEN,)))
        signaalsoorten.voeg_toe(*signalen.SIGNAALSOORTEN)
        caseloadbronnen.voeg_toe(
            Caseloadbron(
                "personen",
                signalen.caseload_per_medewerker,
                signalen.zonder_eigenaar,
                signalen.caseload_lijst,
            )
        )
        werkvoorraadblokken.voeg_toe(
            Werkvoorraadblok(
                "afspraken",
                "Afspraken",
                20,
                Recht.CONTACT_VASTLEGGEN,
                "personen/werkvoorraad_afspraken.html",
                werkvoorraad.afspraken,
            )
        )

        dossierbladen.voeg_toe(
            Dossierblad(
                "loonwaarde", "Loonwaarde", "personen:loonwaarde", 70, Recht.LOONWAARDE_INZIEN, sneltoets="m"
            ),
            Dossierblad("tijdlijn", "Tijdlijn", "personen:tijdlijn", 10, Recht.PERSOON_INZIEN),
            Dossierblad(
                "contactmomenten",
                "Contactmomenten",
                "personen:contactmomenten",
                40,
                Recht.CONTACT_INZIEN,
                aantal=lambda persoon: persoon.aantal_contacten,
            ),
            Dossierblad("plan", "Plan", "personen:plan", 50, Recht.PLAN_INZIEN, sneltoets="o"),
            Dossierblad(
                "documenten",
                "Documenten",
                "personen:documenten",
                80,
                Recht.DOCUMENT_INZIEN,
                aantal=lambda persoon: persoon.aantal_documenten,
            ),
            Dossierblad("gegevens", "Gegevens", "personen:gegevens", 85, Recht.PERSOON_INZIEN),
            Dossierblad("inzage", "Inzage", "personen:inzage", 90, Recht.INZAGE_RAADPLEGEN, sneltoets="i"),
            Dossierblad("overdracht", "Overdracht", "personen:overdracht", 95, Recht.CONTACT_INZIEN),
        )
        signaalsoorten.voeg_toe(loonwaarde_dossier.OPNIEUW_METEN, loonwaarde_dossier.OPDRACHT)
        tijdlijnbronnen.voeg_toe(
            Tijdlijnbron(
                "loonwaarde",
                "Loonwaarde",
                Recht.LOONWAARDE_INZIEN,
                rijen=loonwaarde_dossier.rijen,
                maak=loonwaarde_dossier.MAAK,
            )
        )
        for code, naam, recht in (
            ("contact", "Contact", Recht.CONTACT_INZIEN),
            ("document", "Document", Recht.DOCUMENT_INZIEN),
            ("plan", "Plan", Recht.PLAN_INZIEN),
            ("contactpersoon", "Contactpersoon", Recht.PERSOON_INZIEN),
            ("begeleiding", "Begeleiding", Recht.PERSOON_INZIEN),
            ("kenmerk", "Kenmerk", Recht.KENMERK_INZIEN),
            ("bijzonder", "Bijzonder kenmerk", Recht.BIJZONDER_INZIEN),
            ("wijziging", "Wijziging", Recht.PERSOON_INZIEN),
        ):
            tijdlijnbronnen.voeg_toe(Tijdlijnbron(code, naam, recht, rijen=BRONNEN[code], maak=PUNTEN))
