"""All models of personen, by subject."""

from personen.models.dossier import (
    Contactmoment,
    ContactmomentQuerySet,
    Document,
    DocumentQuerySet,
    Ontwikkelplan,
)
from personen.models.loonwaarde import (
    Hoofdtaak,
    Loonwaardemeting,
    LoonwaardemetingQuerySet,
    Meetbevoegdheid,
    MeetbevoegdheidQuerySet,
    Meetopdracht,
    MeetopdrachtQuerySet,
)
from personen.models.persoon import (
    Adres,
    Dossierperiode,
    Kenmerk,
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
    "Hoofdtaak",
    "Kenmerk",
    "Loonwaardemeting",
    "LoonwaardemetingQuerySet",
    "Meetbevoegdheid",
    "MeetbevoegdheidQuerySet",
    "Meetopdracht",
    "MeetopdrachtQuerySet",
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
