"""App configuration of reintegratie."""

from django.apps import AppConfig


class ReintegratieConfig(AppConfig):
    name = "reintegratie"
