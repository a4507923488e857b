"""The settings of the product plus Django's admin, which only the bench knows."""

from config.settings import *  # noqa: F403
from config.settings import INSTALLED_APPS, STORAGES

INSTALLED_APPS = [*INSTALLED_APPS, "django.contrib.admin"]
ROOT_URLCONF = "bench.urls"
# The manifest of production needs `collectstatic`; the addresses in the page are what counts here.
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
SILENCED_SYSTEM_CHECKS = ["admin.E406", "admin.E408", "admin.E409", "admin.E410"]
