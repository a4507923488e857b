"""Addresses of the rows of a list: a route is resolved for the first rows, after that only filled in.

`reverse()` for fifty rows is a tenth of a list page. The mould is made from real answers of `reverse()` and
checked against a second one; a route or key that is not plain (a converter that rewrites, a character that is
quoted) simply keeps asking.
"""

import re
from dataclasses import dataclass

from django.urls import reverse

# Only keys that stand in an address as they are.
_KAAL = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)


@dataclass
class _Mal:
    """An address cut into segments; `plekken` says which segment is which argument."""

    segmenten: list[str]
    plekken: tuple[int, ...]
    bewezen_met: tuple[str, ...]
    bewezen: bool = False

    def vul(self, teksten: tuple[str, ...]) -> str:
        segmenten = self.segmenten.copy()
        for plek, tekst in zip(self.plekken, teksten, strict=True):
            segmenten[plek] = tekst
        return "/".join(segmenten)


# For the life of the process: it has one list of routes and one place under its host.
_mallen: dict[tuple[str, int], _Mal | None] = {}


def adres(route: str, argumenten: list) -> str:
    """The address of one row, as `reverse(route, args=argumenten)`."""
    teksten = tuple(map(str, argumenten))
    sleutel = (route, len(teksten))
    if not all(map(_KAAL.fullmatch, teksten)):
        return reverse(route, args=argumenten)
    mal = _mallen.get(sleutel)
    if mal is not None and mal.bewezen:
        return mal.vul(teksten)
    url = reverse(route, args=argumenten)
    if sleutel not in _mallen:
        mal = _maak(url, teksten)
        if mal is not None:  # else: this row's keys say nothing, another's may
            _mallen[sleutel] = mal
    elif mal is not None and all(a != b for a, b in zip(teksten, mal.bewezen_met, strict=True)):
        mal.bewezen = mal.vul(teksten) == url
        if not mal.bewezen:
            _mallen[sleutel] = None
    return url


def _maak(url: str, teksten: tuple[str, ...]) -> _Mal | None:
    """None when a key is not exactly one segment of the address."""
    segmenten = url.split("/")
    if len(set(teksten)) < len(teksten) or any(segmenten.count(tekst) != 1 for tekst in teksten):
        return None
    return _Mal(segmenten, tuple(map(segmenten.index, teksten)), teksten)
