"""Twee mensen wijzigen hetzelfde: niemand overschrijft stil het werk van de ander (C4), en je ziet elkaar (C5).

In an action, after select_for_update: `controleer_versie(persoon, versie)`. In the view:

    try:
        wijzig_persoon(persoon, versie=form.versie, door=request.user, **form.cleaned_data)
    except Verouderd as fout:
        return botsing(request, form, fout.huidig)

The conflict page shows per field both texts as two choices. Each choice *is* the value, so the page
posts to the same address and the same view handles it.
"""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import connection
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kern.models import Aanwezigheid, Gebeurtenis, Gebruiker

NIET_TONEN = ("versie", "eenmalig")
GEZIEN = timedelta(seconds=30)


class Verouderd(ValidationError):
    """Iemand anders bewaarde intussen een nieuwere versie; `huidig` is die versie."""

    def __init__(self, huidig):
        super().__init__("Iemand anders heeft dit intussen gewijzigd. Bekijk eerst de verschillen.")
        self.huidig = huidig


def controleer_versie(huidig, versie: int | None) -> None:
    """Call inside the action, after select_for_update; None (an import, an undo) skips the check."""
    if versie is not None and huidig.versie != versie:
        raise Verouderd(huidig)


@dataclass(frozen=True)
class Verschil:
    """Eén veld waarover je moet kiezen. De waarden zijn zoals de browser ze stuurt."""

    naam: str
    label: str
    mijn_tekst: str
    hun_tekst: str
    mijn_waarden: list[str]
    hun_waarden: list[str]
    kies_hun: bool

    @property
    def enkelvoudig(self) -> bool:
        return len(self.mijn_waarden) <= 1 and len(self.hun_waarden) <= 1

    @property
    def mijn(self) -> str:
        return self.mijn_waarden[0] if self.mijn_waarden else ""

    @property
    def hun(self) -> str:
        return self.hun_waarden[0] if self.hun_waarden else ""


def botsing(
    request,
    form,
    huidig,
    *,
    annuleren: str = "",
    waarden: dict[str, Any] | None = None,
    basis: dict[str, Any] | None = None,
):
    """De pagina met beide teksten per veld, status 409. `waarden`: voor velden die niet in het model staan.

    `basis` zegt wat er stond toen iemand begon, als de historie dat niet weet.
    """
    velden = [veld for veld in form if veld.name not in NIET_TONEN and not _is_bestand(veld)]
    nu = {veld.name: _waarde(huidig, veld.name) for veld in velden} | (waarden or {})
    basis = _oude_waarden(huidig, form) if basis is None else basis
    verschillen, gelijk = [], []
    for veld in velden:
        if _kaal(form.cleaned_data.get(veld.name)) == _kaal(nu[veld.name]):
            gelijk += [(_invoernaam(veld), waarde) for waarde in _mijn_invoer(veld)]
        else:
            verschillen.append(_verschil(veld, nu[veld.name], basis))
    wie, wanneer = _laatste_hand(huidig)
    context = {
        "form": form,
        "verschillen": verschillen,
        "gelijk": gelijk,
        "versie": huidig.versie,
        "eenmalig": secrets.token_urlsafe(),
        "wie": wie,
        "wanneer": wanneer,
        "annuleren": annuleren or request.path,
    }
    return render(request, "kern/botsing.html", context, status=409)


def _laatste_hand(huidig) -> tuple[Gebruiker | None, Any]:
    """Who changed it last and when: from the field history, or else from the log."""
    geschiedenis = getattr(huidig, "events", None)
    rij = geschiedenis.order_by("-pgh_id").first() if geschiedenis is not None else None
    wie = (getattr(rij, "pgh_context", None) or {}).get("gebruiker")
    if rij is not None and wie:
        return Gebruiker.objects.filter(pk=wie).first(), rij.pgh_created_at
    laatste = Gebeurtenis.objects.van(huidig).select_related("gebruiker").first()
    return getattr(laatste, "gebruiker", None), getattr(laatste, "tijdstip", None)


def _is_bestand(veld) -> bool:
    return isinstance(veld.field, forms.FileField)


def _waarde(huidig, naam: str):
    """The value as a form starts with: of a foreign key its number."""
    return getattr(huidig, f"{naam}_id", getattr(huidig, naam, None))


def _kaal(waarde):
    """Comparable: nothing is "", a record is its number."""
    if waarde is None or waarde == "":
        return ""
    return getattr(waarde, "pk", waarde)


def _invoernaam(veld) -> str:
    """The name under which one value can be posted; of a field in parts, the part one types in."""
    widget = veld.field.widget
    if isinstance(widget, forms.MultiWidget):
        namen = widget.widgets_names  # type: ignore[attr-defined]  # the stubs leave this attribute out
        return f"{veld.html_name}{namen[-1]}"
    return veld.html_name


def _mijn_invoer(veld) -> list[str]:
    waarde = veld.field.widget.value_from_datadict(veld.form.data, {}, veld.html_name)
    return _als_invoer(waarde)


def _als_invoer(waarde) -> list[str]:
    """A value as the browser would send it; a checkbox that is off is an empty text."""
    if isinstance(waarde, bool):
        return ["on"] if waarde else [""]
    if isinstance(waarde, list | tuple | set):
        return [str(w) for w in waarde]
    return ["" if waarde is None else str(waarde)]


def _verschil(veld, hun, basis) -> Verschil:
    mijn = veld.form.cleaned_data.get(veld.name)
    # Not touched by me since I opened it: then the other one's text is the newer.
    kies_hun = veld.name in basis and _kaal(mijn) == _kaal(basis[veld.name])
    return Verschil(
        naam=_invoernaam(veld),
        label=str(veld.label),
        mijn_tekst=_tekst(veld, mijn),
        hun_tekst=_tekst(veld, hun),
        mijn_waarden=_mijn_invoer(veld),
        hun_waarden=_als_invoer(veld.field.prepare_value(hun)),
        kies_hun=kies_hun,
    )


def _tekst(veld, waarde) -> str:
    """The value in words: the label of a choice, a date as dd-mm-jjjj."""
    waarde = _kaal(waarde)
    if waarde == "":
        return "(leeg)"
    if isinstance(waarde, bool):
        return "ja" if waarde else "nee"
    if isinstance(waarde, list | tuple | set):
        return ", ".join(_tekst(veld, deel) for deel in waarde) or "(leeg)"
    for sleutel, label in getattr(veld.field, "choices", None) or []:
        if str(sleutel) == str(waarde):
            return str(label)
    tekst = veld.field.prepare_value(waarde)
    return f"{tekst:%d-%m-%Y}" if isinstance(tekst, date) else str(tekst)


def _oude_waarden(huidig, form) -> dict[str, Any]:
    """What stood there when the user opened the form, from the history table; {} without history."""
    geschiedenis = getattr(huidig, "events", None)
    if geschiedenis is None or form.versie is None:
        return {}
    rij = geschiedenis.filter(versie=form.versie).order_by("-pgh_id").first()
    return {naam: _waarde(rij, naam) for naam in form.fields if hasattr(rij, naam)} if rij else {}


# ---- who else is here (C5) ---------------------------------------------------------------------------
def meld_aanwezig(gebruiker, onderwerp: str) -> list[str]:
    """Ik wijzig dit nu; geeft de namen van collega's die dat ook doen."""
    nu = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into kern_aanwezigheid (gebruiker_id, onderwerp, gezien_op) values (%s, %s, %s)"
            " on conflict (onderwerp, gebruiker_id) do update set gezien_op = excluded.gezien_op",
            [gebruiker.pk, onderwerp[:120], nu],
        )
    # Only colleagues: someone of another gemeente who guesses the address learns nothing.
    collegas = Gebruiker.objects.zichtbaar_voor(gebruiker).exclude(pk=gebruiker.pk)
    anderen = Aanwezigheid.objects.filter(onderwerp=onderwerp[:120], gezien_op__gt=nu - GEZIEN)
    anderen = anderen.filter(gebruiker__in=collegas).order_by("gezien_op")
    return list(anderen.values_list("gebruiker__naam", flat=True))


def aanwezigen(request, onderwerp: str) -> dict:
    """Context for `{% include "kern/_aanwezig.html" %}`: onderwerp is a code like "persoon:P-10482"."""
    namen = meld_aanwezig(request.user, onderwerp)
    return {"aanwezig": namen, "aanwezig_url": reverse("kern:aanwezig", args=[onderwerp])}
