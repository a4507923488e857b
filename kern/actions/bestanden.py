"""Bestanden bewaren: één plek die grootte en SHA-256 bij de bytes zet."""

import hashlib

from kern.downloads import MEDIATYPEN
from kern.models import Bestand


def bewaar_bestand(
    inhoud: bytes, naam: str, mediatype: str = MEDIATYPEN["pdf"], *, gemeente, door
) -> Bestand:
    """Bewaar deze bytes zoals ze zijn. Een leeg bestand of een te lange naam is een ValidationError."""
    bestand = Bestand(
        gemeente=gemeente,
        naam=naam,
        mediatype=mediatype,
        grootte=len(inhoud),
        sha256=hashlib.sha256(inhoud).hexdigest(),
        inhoud=inhoud,
        gemaakt_door=door,
    )
    # The foreign keys are kept by the database; asking for them again would cost two queries a file.
    bestand.full_clean(exclude=["inhoud", "gemeente", "gemaakt_door"])
    bestand.save()
    return bestand
