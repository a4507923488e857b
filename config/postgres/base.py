"""Django's PostgreSQL backend that starts its own server when no DATABASE_URL is given.

Only when a connection is really made: `manage.py check`, mypy and the linters need no server.
Two database roles: the owner migrates, the application role (settings.DATABASE_APP_ROLE) does the
work and has no right to change or empty the log tables (kern/management/commands/databaserol.py).
"""

from django.conf import settings
from django.db.backends.postgresql import base

from kern.own_server import start_own_server


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL, from DATABASE_URL or from the embedded server."""

    def get_connection_params(self):
        if not self.settings_dict["HOST"]:
            self.settings_dict["HOST"] = start_own_server(settings.DATA_DIR)
            self.settings_dict["USER"] = "postgres" if settings.AS_OWNER else settings.DATABASE_APP_ROLE
        return super().get_connection_params()
