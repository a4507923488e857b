"""A run of 200 invoices on a database of its own; test_klap.py starts this in processes that it kills.

`python -m tests.werkgevers.grote_run maak 200` makes the world and starts the job;
`python -m tests.werkgevers.grote_run stand` prints what is there as JSON.
"""

import hashlib
import json
import os
import sys
from datetime import date


def maak(aantal: int) -> None:
    from django.core.management import call_command
    from django.db import transaction

    from tests.factories.kern import GebruikerFactory, GemeenteFactory
    from tests.werkgevers.factuur_wereld import OKTOBER, administratie, overeenkomst, werkgever, zet_afzender
    from werkgevers.actions.factureren import bereid_voor, start_definitief

    call_command("migrate", verbosity=0)
    # One commit: with fsync on, thousands of small ones take minutes.
    with transaction.atomic():
        gemeente = GemeenteFactory(code="1742", naam="Rijssen-Holten")
        zet_afzender(gemeente)
        door, consulent, collega = administratie(gemeente), GebruikerFactory(), GebruikerFactory()
        handen = {"overeengekomen_door": consulent, "opgesteld_door": collega}
        for nummer in range(1, aantal + 1):
            overeenkomst(gemeente, werkgever(gemeente, nummer), compleet_door=collega, **handen)
        run = bereid_voor(gemeente, OKTOBER, door=door, factuurdatum=date(2026, 11, 2))
        start_definitief(run, door=door)


def stand() -> dict:
    from kern.models import Achtergrondtaak
    from werkgevers.models import Factuur, Factuurreeks, Factuurregel, Factuurrun, Factuurvoorstel

    facturen = list(Factuur.objects.select_related("bestand").order_by("volgnummer"))
    return {
        "run": Factuurrun.objects.get().status,
        "taak": Achtergrondtaak.objects.get(soort="factuurrun").status,
        "nummers": [factuur.volgnummer for factuur in facturen],
        "laatste": Factuurreeks.objects.get().laatste,
        "overeenkomsten": Factuurregel.objects.values("overeenkomst").distinct().count(),
        "regels": Factuurregel.objects.count(),
        "open": Factuurvoorstel.objects.filter(factuur=None).count(),
        "hele_pdf": all(hashlib.sha256(bytes(f.bestand.inhoud)).hexdigest() == f.sha256 for f in facturen),
    }


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()
    if sys.argv[1] == "maak":
        maak(int(sys.argv[2]))
    else:
        print(json.dumps(stand()))  # noqa: T201 - read by the test
