"""App configuration of monitor."""

from django.apps import AppConfig


class MonitorConfig(AppConfig):
    name = "monitor"

    def ready(self):
        from kern.permissions import Recht
        from kern.registers import Menupunt, menu

        menu.voeg_toe(Menupunt("Monitor", "monitor:bestand", 70, (Recht.MONITOR_INZIEN,)))
