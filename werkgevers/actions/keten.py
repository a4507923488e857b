"""Wat elke stap van een overeenkomst deelt: het slot, de open versie, bewaren en het logboek."""

from django.core.exceptions import ValidationError

from kern.controle import controleer
from kern.logbook import leg_vast
from kern.opmaak import getal
from kern.versions import controleer_versie
from personen.models import Persoon
from werkgevers.choices import Versiestatus
from werkgevers.models import Overeenkomst, Overeenkomstversie
from werkgevers.queries.contract import afspraken_van, contracten_van
from werkgevers.rules.uren import boven_contract

VELD = {
    "overeenkomst_geen_overlap": "begindatum",
    "overeenkomst_einde_na_begin": "einddatum",
    "overeenkomst_einde_heeft_reden": "reden",
}
VELD_VERSIE = {
    "overeenkomstversie_uren": "uren_per_week",
    "overeenkomstversie_btw_reden": "btw_reden",
    "overeenkomstversie_betaaltermijn": "betaaltermijn_dagen",
    "overeenkomstversie_einde_na_begin": "einddatum",
    "overeenkomstversie_geen_overlap": "per",
}


def op_slot(overeenkomst, versie) -> Overeenkomst:
    rijen = Overeenkomst.objects.select_for_update(of=("self",)).select_related(
        "relatie", "persoon__gemeente", "gemeente"
    )
    overeenkomst = rijen.get(pk=overeenkomst.pk)
    controleer_versie(overeenkomst, versie)
    return overeenkomst


def controleer_contracturen(overeenkomst, nieuw: Overeenkomstversie) -> None:
    """Alle overeenkomsten van iemand samen zijn niet meer uren dan zijn contract (V30)."""
    # Two agreements of one person at the same moment: the second one waits and then sees the first.
    Persoon.objects.select_for_update(no_key=True).only("pk").get(pk=overeenkomst.persoon_id)
    pk = overeenkomst.persoon_id
    te_veel = boven_contract(
        afspraken_van([pk])[pk], contracten_van([pk])[pk], nieuw.begindatum, nieuw.einddatum
    )
    if te_veel is None:
        return
    dag, samen, contract = te_veel
    raise ValidationError(
        {
            "uren_per_week": (
                f"Alle overeenkomsten samen zijn vanaf {dag:%d-%m-%Y} {getal(samen)} uur per week. "
                f"Het contract is {getal(contract)} uur. Spreek minder uren af."
            )
        }
    )


def open_versie(overeenkomst) -> Overeenkomstversie | None:
    return overeenkomst.versies.filter(
        status__in=[Versiestatus.OVEREENGEKOMEN, Versiestatus.OPGESTELD]
    ).first()


def bewaar(overeenkomst) -> None:
    overeenkomst.versie += 1
    controleer(overeenkomst, VELD)
    overeenkomst.save()


def log(overeenkomst, wat, door, omschrijving) -> None:
    leg_vast(
        f"overeenkomst.{wat}",
        onderwerp=overeenkomst,
        door=door,
        gemeente=overeenkomst.gemeente,
        dossier=overeenkomst.persoon_id,
        omschrijving=omschrijving,
    )
