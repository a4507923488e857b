"""App configuration of personen."""

from django.apps import AppConfig


class PersonenConfig(AppConfig):
    name = "personen"
