"""Keuzelijsten van formatie."""

from django.db.models import TextChoices


class Tabel(TextChoices):
    """De twee tabellen van bron 000 §4.4 c."""

    WSW = "wsw", "Wsw"
    PW = "pw", "re-integratie PW"


class Versie(TextChoices):
    """Naast elkaar in de tabel: wat er is en wat wordt voorgesteld (RH-168)."""

    HUIDIG = "huidig", "huidige formatie"
    VOORSTEL = "voorstel", "voorgestelde formatie"


class Taak(TextChoices):
    """Waaruit de fte wordt berekend."""

    VAST = "vast", "vast aantal fte"
    WSW = "wsw", "detachering en jobcoaching"
    PLAATSING = "plaatsing", "werkgeversbenadering"
    ONTWIKKELING = "ontwikkeling", "ontwikkeling"
    LOONWAARDE = "loonwaarde", "loonwaardemetingen"
