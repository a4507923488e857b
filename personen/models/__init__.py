"""All models of personen, by subject."""

from personen.models.persoon import (
    Adres,
    Contactmoment,
    ContactmomentQuerySet,
    Document,
    DocumentQuerySet,
    Dossierperiode,
    Kenmerk,
    Ontwikkelplan,
    Persoon,
    PersoonQuerySet,
    Toewijzing,
)

__all__ = [
    "Adres",
    "Contactmoment",
    "ContactmomentQuerySet",
    "Document",
    "DocumentQuerySet",
    "Dossierperiode",
    "Kenmerk",
    "Ontwikkelplan",
    "Persoon",
    "PersoonQuerySet",
    "Toewijzing",
]
