"""App configuration of formatie: menu and signals."""

from django.apps import AppConfig


class FormatieConfig(AppConfig):
    name = "formatie"

    def ready(self):
        from formatie.signalen import CASELOAD, EENMANSTAAK, weken_te_hoog
        from kern.permissions import Recht
        from kern.registers import (
            Caseloadduur,
            Deellijst,
            Menupunt,
            caseloadduren,
            deellijsten,
            menu,
            signaalsoorten,
        )

        menu.voeg_toe(Menupunt("Formatie", "formatie:overzicht", 65, (Recht.FORMATIE_INZIEN,)))
        signaalsoorten.voeg_toe(CASELOAD, EENMANSTAAK)
        caseloadduren.voeg_toe(Caseloadduur("formatie", weken_te_hoog))
        deellijsten.voeg_toe(
            Deellijst("Mijn caseload", "formatie:mijn-caseload", 5, Recht.CONTACT_VASTLEGGEN)
        )
