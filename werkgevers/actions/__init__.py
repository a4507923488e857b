"""Elke wijziging bij werkgevers: door=, in één transactie, vastgelegd in het logboek."""

from werkgevers.actions.relatie import (
    CONTACTVELDEN,
    RELATIEVELDEN,
    beeindig_plaatsing,
    beeindig_plaatsingen_van,
    maak_relatie,
    start_plaatsing,
    verleng_contract,
    voeg_contactpersoon_toe,
    volgend_relatienummer,
    wijzig_contactpersoon,
    wijzig_relatie,
)

__all__ = [
    "CONTACTVELDEN",
    "RELATIEVELDEN",
    "beeindig_plaatsing",
    "beeindig_plaatsingen_van",
    "maak_relatie",
    "start_plaatsing",
    "verleng_contract",
    "voeg_contactpersoon_toe",
    "volgend_relatienummer",
    "wijzig_contactpersoon",
    "wijzig_relatie",
]
