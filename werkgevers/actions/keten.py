"""Wat elke stap van een overeenkomst deelt: het slot, de open versie, bewaren en het logboek."""

from kern.controle import controleer
from kern.logbook import leg_vast
from kern.versions import controleer_versie
from werkgevers.choices import Versiestatus
from werkgevers.models import Overeenkomst, Overeenkomstversie

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
