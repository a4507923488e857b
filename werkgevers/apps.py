"""App configuration of werkgevers: menu, dossier page, timeline, signals."""

from django.apps import AppConfig


class WerkgeversConfig(AppConfig):
    name = "werkgevers"

    def ready(self):
        from kern.permissions import Recht
        from kern.registers import (
            Dossierblad,
            Menupunt,
            Tijdlijnbron,
            Werkvoorraadblok,
            Zoekbron,
            dossierbladen,
            importsoorten,
            menu,
            signaalsoorten,
            tijdlijnbronnen,
            werkvoorraadblokken,
            zoekbronnen,
        )
        from werkgevers import dossier, werkvoorraad
        from werkgevers.importers import SOORT
        from werkgevers.queries import zoek_relaties
        from werkgevers.signalen import CONTRACT_LOOPT_AF

        importsoorten.voeg_toe(SOORT)
        recht = Recht.WERKGEVER_INZIEN
        menu.voeg_toe(Menupunt("Werkgevers", "werkgevers:relaties", 40, (recht,)))
        dossierbladen.voeg_toe(Dossierblad("plaatsingen", "Plaatsingen", "werkgevers:dossierblad", 60, recht))
        tijdlijnbronnen.voeg_toe(
            Tijdlijnbron("plaatsing", "Plaatsing", recht, rijen=dossier.rijen, maak=dossier.MAAK)
        )
        zoekbronnen.voeg_toe(Zoekbron("werkgevers", "Werkgevers", 10, recht, zoek_relaties))
        signaalsoorten.voeg_toe(CONTRACT_LOOPT_AF)
        werkvoorraadblokken.voeg_toe(
            Werkvoorraadblok(
                "contracten",
                "Aflopende contracten",
                30,
                recht,
                "werkgevers/werkvoorraad_contracten.html",
                werkvoorraad.aflopende_contracten,
            )
        )
