"""Concepts: what someone typed is on the server before it is saved, and comes back (B1, B2, B7).

A form view that wants it:

    plek = concept_voor(request, "contactmoment", persoon.nummer, titel=f"Contact {persoon}")
    form = plek.vul(ContactForm(request.POST or None))
    if form.is_valid():
        with transaction.atomic():
            leg_contact_vast(...)
            plek.gooi_weg()

and nothing in the template: `{% formulier form=form %}` sees `form.concept` and adds autosave, the button
[Bewaar als concept] and the line that says when it was saved. No files and no BSN are kept.
"""

import json
import re
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core import signing
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from kern.models import Concept

ZOUT = "kern.concept"
MAX_BYTES = 200_000
BEWAAR_DAGEN = 30
NOOIT = re.compile(
    r"bsn|burgerservicenummer|password|wachtwoord|csrfmiddlewaretoken|eenmalig|als_concept", re.I
)
_NEGEN_CIJFERS = re.compile(r"[\s.]*(?:\d[\s.]*){8,9}")

# Fields of a form that was sent while the session had ended; set by ReloginMiddleware for one request.
ingevuld: ContextVar[QueryDict | None] = ContextVar("ingevuld", default=None)


def te_bewaren(data: QueryDict) -> dict[str, list[str]]:
    """The fields that may be kept: no BSN, password, token, and nothing larger than MAX_BYTES in all.

    Raises: ValueError when it is too much.
    """
    velden = {
        naam: [w for w in data.getlist(naam) if not _is_bsn(w)]
        for naam in data
        if naam != "concept" and not NOOIT.search(naam)
    }
    if len(json.dumps(velden)) > MAX_BYTES:
        raise ValueError("te groot")
    return {naam: waarden for naam, waarden in velden.items() if waarden}


def _is_bsn(waarde: str) -> bool:
    """Nine digits that pass the elfproef: whatever the field is called, that is not kept."""
    if not _NEGEN_CIJFERS.fullmatch(waarde):
        return False
    cijfers = re.sub(r"\D", "", waarde).zfill(9)
    som = sum(int(c) * g for c, g in zip(cijfers, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True))
    return som % 11 == 0 and cijfers != "000000000"


def als_querydict(gegevens: dict[str, list[str]]) -> QueryDict:
    data = QueryDict(mutable=True)
    for naam, waarden in gegevens.items():
        data.setlist(naam, [str(w) for w in waarden])
    return data


def vul_in(form: forms.BaseForm, data: QueryDict) -> bool:
    """Show in an unbound form what was typed before; False when this data is of another form."""
    namen = {naam: form.add_prefix(naam) for naam, veld in form.fields.items() if not veld.widget.is_hidden}
    if form.is_bound or not any(_heeft(form.fields[naam], data, invoer) for naam, invoer in namen.items()):
        return False
    for naam, veld in form.fields.items():
        invoer = form.add_prefix(naam)
        if isinstance(veld, forms.FileField) or NOOIT.search(naam):
            continue
        if not veld.widget.value_omitted_from_data(data, {}, invoer):
            form.initial[naam] = veld.widget.value_from_datadict(data, {}, invoer)
    return True


def _heeft(veld, data, invoer: str) -> bool:
    """True when the data holds this field; a checkbox that is off leaves no trace."""
    return invoer in data or (
        not isinstance(veld.widget, forms.CheckboxInput | forms.CheckboxSelectMultiple | forms.SelectMultiple)
        and not veld.widget.value_omitted_from_data(data, {}, invoer)
    )


def vul_onderbroken(form: forms.BaseForm) -> None:
    """Called by every TredeForm: bring back what was sent after the session had ended."""
    data = ingevuld.get()
    if data is not None:
        vul_in(form, data)


@dataclass
class Conceptplek:
    """De plek waar het concept van één gebruiker voor één formulier en één onderwerp staat."""

    gebruiker: Any
    formulier: str
    onderwerp: str
    titel: str
    pad: str
    actie: str = ""  # where the form is sent to, when that is not the page that shows it

    def __post_init__(self):
        self.concept = self._rijen().first()

    def _rijen(self):
        return Concept.objects.filter(
            gebruiker=self.gebruiker, formulier=self.formulier, onderwerp=self.onderwerp
        )

    @property
    def url(self) -> str:
        return reverse("kern:concept-bewaren")

    @property
    def sleutel(self) -> str:
        """Goes along in a hidden field; signed, so that nobody saves under another form or page."""
        inhoud = [self.gebruiker.pk, self.formulier, self.onderwerp, self.titel, self.pad, self.actie]
        return signing.dumps(inhoud, salt=ZOUT)

    @property
    def bewaard_om(self) -> str:
        if not self.concept:
            return ""
        moment = timezone.localtime(self.concept.gewijzigd_op)
        vandaag = moment.date() == timezone.localdate()
        return f"{moment:%H.%M}" if vandaag else f"{moment:%H.%M} op {moment:%d-%m-%Y}"

    def vul(self, form):
        """Hang het concept aan het formulier; een leeg formulier krijgt wat er eerder was getypt."""
        form.concept = self
        if self.concept:
            vul_in(form, als_querydict(self.concept.gegevens))
        vul_onderbroken(form)
        return form

    def gooi_weg(self) -> None:
        """Het formulier is bewaard: het concept kan weg, in dezelfde transactie."""
        self._rijen().delete()


def concept_voor(
    request, formulier: str, onderwerp: str = "", *, titel: str = "", actie: str = ""
) -> Conceptplek:
    """De plek voor dit formulier. `onderwerp` is een nummer (P-10482), nooit een naam of BSN.

    `actie` is het adres waar het formulier heen gaat, als dat een ander is dan de pagina waar het op staat.
    """
    pad = request.get_full_path()[:300]
    return Conceptplek(request.user, formulier, onderwerp, titel or formulier, pad, actie)


def lees_sleutel(sleutel: str, gebruiker) -> dict | None:
    """The place that a hidden field names, or None when it is forged or of someone else."""
    try:
        pk, formulier, onderwerp, titel, pad, actie = signing.loads(sleutel, salt=ZOUT, max_age=24 * 3600)
    except (signing.BadSignature, ValueError):
        return None
    if pk != gebruiker.pk:
        return None
    return {"formulier": formulier, "onderwerp": onderwerp, "titel": titel, "pad": pad, "actie": actie}
