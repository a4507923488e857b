"""App configuration of monitor: menu, figures and the import of amounts."""

from django.apps import AppConfig


class MonitorConfig(AppConfig):
    name = "monitor"

    def ready(self):
        from kern.permissions import Recht
        from kern.registers import Menupunt, importsoorten, kpis, menu, signaalsoorten
        from monitor import jobs  # noqa: F401  # registers the job
        from monitor.importers import SOORT
        from monitor.queries.kpis import ALLE
        from monitor.rapportsignalen import GOEDKEUREN, VRIJGEVEN
        from monitor.signalen import ZONDER_BIJSTURING

        menu.voeg_toe(Menupunt("Monitor", "monitor:begin", 70, (Recht.MONITOR_INZIEN,)))
        kpis.voeg_toe(*ALLE)
        importsoorten.voeg_toe(SOORT)
        signaalsoorten.voeg_toe(ZONDER_BIJSTURING, GOEDKEUREN, VRIJGEVEN)
