"""Namen vouwen, zodat zoeken en sorteren niet struikelen over accenten. Puur: geen database."""

import re
import unicodedata
from functools import lru_cache

# Letters that Unicode does not take apart in a base letter and an accent.
_LETTERS = str.maketrans(
    {
        "ı": "i", "ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th",
        "ħ": "h", "ŀ": "l", "ŋ": "n", "ŧ": "t", "ə": "e",
    }
)  # fmt: skip
_APOSTROF = re.compile(r"['’‘`´ʼ′.]")
_SCHEIDING = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=20_000)  # an import asks for the same names again and again
def vouw(tekst: str) -> str:
    """Kleine letters zonder accenten; y en ij zijn één, ph is f, leestekens zijn een spatie.

    Zo vindt "ozdemir" Özdemir, "dyk" van Dijk en "josef" Joseph (snel-en-veilig.md §6.1).
    """
    klein = unicodedata.normalize("NFKD", tekst.lower())
    kaal = "".join(teken for teken in klein if not unicodedata.combining(teken)).translate(_LETTERS)
    woorden = _SCHEIDING.sub(" ", _APOSTROF.sub("", kaal)).strip()
    return woorden.replace("ij", "y").replace("ph", "f")
