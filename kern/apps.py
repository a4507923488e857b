"""App configuration of kern."""

from django.apps import AppConfig


class KernConfig(AppConfig):
    name = "kern"

    def ready(self):
        import kern.imports.taken
        import kern.lists.taken  # noqa: F401 - names the large export
        from kern.kaderwacht import KADER_VERLOPEN, blok
        from kern.permissions import Recht
        from kern.registers import Menupunt, Werkvoorraadblok, menu, signaalsoorten, werkvoorraadblokken
        from kern.taaksignalen import TAAK

        signaalsoorten.voeg_toe(KADER_VERLOPEN)
        werkvoorraadblokken.voeg_toe(
            Werkvoorraadblok(
                "kaders", "Beleidskaders", 70, Recht.BELEID_INZIEN, "kern/werkvoorraad_kaders.html", blok
            )
        )

        menu.voeg_toe(
            Menupunt("Werkvoorraad", "kern:werkvoorraad", 10),
            # Eight points at most: who only does tasks finds them in the werkvoorraad, with a link to the rest.
            Menupunt("Afspraken", "kern:afspraken", 68, (Recht.AFSPRAAK_WIJZIGEN,)),
            Menupunt(
                "Beheer", "kern:beheer", 90, (Recht.GEBRUIKER_BEHEREN, Recht.BELEID_INZIEN, Recht.IMPORTEREN)
            ),
        )
        signaalsoorten.voeg_toe(TAAK)
