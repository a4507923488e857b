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
        from werkgevers import betaling_jobs, dossier, factuur_jobs, overeenkomst_jobs, werkvoorraad  # noqa: F401
        from werkgevers.betaling_signalen import SIGNALEN
        from werkgevers.bladen import Werkgeverblad, werkgeverbladen
        from werkgevers.importers import SOORT
        from werkgevers.overeenkomst_signalen import SOORTEN
        from werkgevers.queries import zoek_overeenkomsten, zoek_relaties
        from werkgevers.queries.facturatie import zoek_facturen
        from werkgevers.signalen import CONTRACT_LOOPT_AF
        from werkgevers.uren_importers import SOORT as UREN
        from werkgevers.views.facturen import aantal_facturen
        from werkgevers.views.overeenkomsten import aantal_overeenkomsten

        importsoorten.voeg_toe(SOORT, UREN)
        recht = Recht.WERKGEVER_INZIEN
        menu.voeg_toe(Menupunt("Werkgevers", "werkgevers:relaties", 40, (recht,)))
        menu.voeg_toe(Menupunt("Facturen", "werkgevers:facturen", 50, (Recht.FACTUUR_INZIEN,)))
        dossierbladen.voeg_toe(Dossierblad("plaatsingen", "Plaatsingen", "werkgevers:dossierblad", 60, recht))
        tijdlijnbronnen.voeg_toe(
            Tijdlijnbron("plaatsing", "Plaatsing", recht, rijen=dossier.rijen, maak=dossier.MAAK)
        )
        zoekbronnen.voeg_toe(
            Zoekbron("werkgevers", "Werkgevers", 10, recht, zoek_relaties),
            Zoekbron("overeenkomsten", "Overeenkomsten", 20, Recht.OVEREENKOMST_INZIEN, zoek_overeenkomsten),
        )
        signaalsoorten.voeg_toe(CONTRACT_LOOPT_AF, *SOORTEN, *SIGNALEN)
        inzien = Recht.OVEREENKOMST_INZIEN
        werkgeverbladen.voeg_toe(
            Werkgeverblad("overzicht", "Mensen en contact", "werkgevers:relatie", 10, recht),
            Werkgeverblad(
                "overeenkomsten", "Overeenkomsten", "werkgevers:relatie-overeenkomsten", 20, inzien,
                aantal_overeenkomsten,
            ),
            Werkgeverblad(
                "betalingen", "Betalingen", "werkgevers:relatie-betalingen", 45, Recht.BETALING_INZIEN
            ),
        )  # fmt: skip
        werkgeverbladen.voeg_toe(
            Werkgeverblad(
                "facturen",
                "Facturen",
                "werkgevers:relatie-facturen",
                40,
                Recht.FACTUUR_INZIEN,
                aantal_facturen,
            )
        )
        zoekbronnen.voeg_toe(Zoekbron("facturen", "Facturen", 20, Recht.FACTUUR_INZIEN, zoek_facturen))
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
        werkvoorraadblokken.voeg_toe(
            Werkvoorraadblok(
                "overeenkomsten",
                "Overeenkomsten en uren",
                35,
                inzien,
                "werkgevers/werkvoorraad_overeenkomsten.html",
                werkvoorraad.overeenkomsten,
            )
        )
