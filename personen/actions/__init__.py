"""Elke wijziging van een dossier: door=, in één transactie, vastgelegd in het logboek."""

from personen.actions.contact import (
    herstel_contact,
    leg_contact_vast,
    open_vervolg_opnieuw,
    rond_vervolg_af,
    trek_contact_in,
    wijzig_contact,
)
from personen.actions.documenten import (
    herstel_document,
    registreer_plan,
    verwijder_document,
    voeg_document_toe,
    wijzig_plan,
)
from personen.actions.dossier import (
    Toewijzingsstap,
    beeindig_dossierperiode,
    maak_toewijzing_ongedaan,
    start_dossierperiode,
    wijs_toe,
)
from personen.actions.kenmerken import beeindig_kenmerk, leg_kenmerk_vast
from personen.actions.persoon import (
    leg_adres_vast,
    maak_persoon,
    mogelijk_dezelfde,
    neem_nummers,
    toon_bsn,
    wijzig_persoon,
)

__all__ = [
    "Toewijzingsstap",
    "beeindig_dossierperiode",
    "beeindig_kenmerk",
    "herstel_contact",
    "herstel_document",
    "leg_adres_vast",
    "leg_contact_vast",
    "leg_kenmerk_vast",
    "maak_persoon",
    "maak_toewijzing_ongedaan",
    "mogelijk_dezelfde",
    "neem_nummers",
    "open_vervolg_opnieuw",
    "registreer_plan",
    "rond_vervolg_af",
    "start_dossierperiode",
    "toon_bsn",
    "trek_contact_in",
    "verwijder_document",
    "voeg_document_toe",
    "wijs_toe",
    "wijzig_contact",
    "wijzig_persoon",
    "wijzig_plan",
]
