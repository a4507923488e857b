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
from personen.models.plan import (
    Doel,
    Ondertekening,
    Planevaluatie,
    Planinhoud,
    Standaardtekst,
    Stap,
    Stapvoortgang,
    Voorbeeldstap,
)

__all__ = [
    "Adres",
    "Contactmoment",
    "ContactmomentQuerySet",
    "Document",
    "DocumentQuerySet",
    "Doel",
    "Dossierperiode",
    "Kenmerk",
    "Ondertekening",
    "Ontwikkelplan",
    "Persoon",
    "PersoonQuerySet",
    "Planevaluatie",
    "Planinhoud",
    "Standaardtekst",
    "Stap",
    "Stapvoortgang",
    "Toewijzing",
    "Voorbeeldstap",
]
