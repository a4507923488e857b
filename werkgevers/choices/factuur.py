"""Keuzelijsten van facturen."""

from django.db.models import TextChoices


class Runstatus(TextChoices):
    """Hoe ver een factuurrun is: voorbereid, bezig met definitief maken, of definitief."""

    VOORBEREID = "voorbereid", "voorbereid"
    BEZIG = "bezig", "wordt definitief"
    DEFINITIEF = "definitief", "definitief"


class Factuursoort(TextChoices):
    FACTUUR = "factuur", "factuur"
    CREDIT = "credit", "creditfactuur"


class Factuurreekscode(TextChoices):
    """Elke reeks heeft per gemeente en jaar een eigen nummering zonder gaten (art. 35a Wet OB)."""

    FACTUUR = "F", "facturen"
    CREDIT = "C", "creditfacturen"


class Voorstelsoort(TextChoices):
    """Wat een run voorstelt: het maandbedrag, een verschil over een maand die al gefactureerd is, of een probleem."""

    MAAND = "maand", "maandbedrag"
    VERSCHIL = "verschil", "verschil"
    PROBLEEM = "probleem", "vraagt aandacht"


class Verzendwijze(TextChoices):
    EMAIL = "email", "per e-mail"
    EFACTUUR = "efactuur", "als e-factuur"
    POST = "post", "per post"
