"""De gemeente van een pagina: welke iemand mag zien, welke is gekozen, en welke links dat onthouden."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse

from kern.forms.datums import lees_maand
from kern.forms.gemeente import GemeentefilterForm
from kern.models import Gebruiker, Gemeente
from kern.permissions import Recht


@dataclass(frozen=True)
class Gemeentekeuze:
    """De gemeenten die deze gebruiker mag zien, en welke is gekozen."""

    gemeenten: list[Gemeente]
    gekozen: Gemeente
    gebruiker: Gebruiker

    @classmethod
    def uit(cls, request, recht: Recht, code: str | None = None) -> Self:
        """De gemeente uit het adres als de gebruiker haar mag zien; anders de laatst gebruikte of de eerste."""
        gemeenten = list(Gemeente.objects.met_recht(request.user, recht))
        code = request.GET.get("gemeente", "")[:4] if code is None else code
        laatste = request.user.laatste_gemeente_id
        gekozen = min(gemeenten, key=lambda g: (g.code != code, g.pk != laatste, g.naam))
        return cls(gemeenten, gekozen, request.user)

    def vast(self, **extra) -> dict[str, str]:
        """De parameters die bij elke link van deze pagina blijven staan."""
        vast = {"gemeente": self.gekozen.code} if len(self.gemeenten) > 1 else {}
        return vast | {naam: str(waarde) for naam, waarde in extra.items() if waarde not in (None, "")}

    def blad(self, naam: str, route: str, hier: str, **extra) -> dict:
        """Eén pagina van de subnavigatie; `hier` is de route waar je nu bent."""
        return {"naam": naam, "url": met_vraag(reverse(route), self.vast(**extra)), "actief": route == hier}


def met_vraag(pad: str, vraag: dict) -> str:
    return f"{pad}?{urlencode(vraag)}" if vraag else pad


def gemeente_en_maand(request, eigen: Iterable[Gemeente], maand: str) -> tuple[Gemeente, date]:
    """The gemeente of a page about one month (the only one, or ?gemeente=) and its first day; otherwise 404."""
    eerste = lees_maand(maand)
    gemeenten = list(eigen)
    form = GemeentefilterForm(request.GET, gemeenten=gemeenten)
    code = form.cleaned_data.get("gemeente") if form.is_valid() else ""
    if eerste is None or not gemeenten or (request.GET.get("gemeente") and not code):
        raise Http404
    return next((gemeente for gemeente in gemeenten if gemeente.code == code), gemeenten[0]), eerste
