"""Elke nacht: overeenkomsten beginnen en eindigen op hun dag."""

from django.utils import timezone

from kern.jobs import dagelijks
from werkgevers.actions.overeenkomst import werk_statussen_bij


@dagelijks("overeenkomststatus", cron="5 0 * * *")
def overeenkomststatus() -> None:
    werk_statussen_bij(timezone.localdate())
