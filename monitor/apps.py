"""App configuration of monitor."""

from django.apps import AppConfig


class MonitorConfig(AppConfig):
    name = "monitor"

    def ready(self):
        from kern.permissions import Recht
        from kern.registers import Menupunt, menu, signaalsoorten
        from monitor.rapportsignalen import GOEDKEUREN, VRIJGEVEN

        menu.voeg_toe(Menupunt("Monitor", "monitor:bestand", 70, (Recht.MONITOR_INZIEN,)))
        signaalsoorten.voeg_toe(GOEDKEUREN, VRIJGEVEN)
