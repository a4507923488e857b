"""App configuration of kern."""

from django.apps import AppConfig


class KernConfig(AppConfig):
    name = "kern"

    def ready(self):
        import kern.imports.taken  # noqa: F401 - names its two kinds of jobs
        from kern.permissions import Recht
        from kern.registers import Menupunt, menu

        menu.voeg_toe(
            Menupunt("Werkvoorraad", "kern:werkvoorraad", 10),
            Menupunt(
                "Beheer", "kern:beheer", 90, (Recht.GEBRUIKER_BEHEREN, Recht.BELEID_INZIEN, Recht.IMPORTEREN)
            ),
        )
