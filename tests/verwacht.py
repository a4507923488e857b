"""What a route is expected to do, in words that a person writes and reads (tests/matrix.py)."""

from dataclasses import dataclass

from kern.permissions import Recht


@dataclass(frozen=True)
class Verwacht:
    """Wat een route hoort te doen.

    `rechten`: één hiervan is genoeg; leeg = iedereen die ingelogd is.
    `object`: een sleutel van tests.objects.OBJECTEN als er een nummer in het adres staat.
    `methoden`: "GET", "POST" of "GET POST".
    `open`: ook zonder inloggen. `bibliotheek`: een view van een bibliotheek, zonder @vereist.
    `kwargs`: vaste waarden in het adres (geen object van een gemeente).
    `get` en `post`: statussen die goed zijn voor wie mag.
    """

    rechten: tuple[Recht, ...] = ()
    object: str = ""
    methoden: str = "GET"
    open: bool = False
    bibliotheek: bool = False
    kwargs: tuple[tuple[str, object], ...] = ()
    get: tuple[int, ...] = (200, 302)
    post: tuple[int, ...] = (200, 302, 303, 400, 409, 422)
