"""App configuration of formatie."""

from django.apps import AppConfig


class FormatieConfig(AppConfig):
    name = "formatie"
