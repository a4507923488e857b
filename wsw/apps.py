"""App configuration of wsw."""

from django.apps import AppConfig


class WswConfig(AppConfig):
    name = "wsw"
