"""Forms of users, roles, teams, replacement and one's own settings: shape of input, never saves."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from kern.forms import (
    DatumField,
    GetalField,
    JaNeeField,
    KeuzeField,
    ModelKeuzeField,
    PeriodeMixin,
    TekstField,
    TredeFilterForm,
    TredeForm,
)
from kern.models import Gebruiker, Team
from kern.permissions import Rol
from kern.user_access import te_beheren_gemeenten, te_beheren_verbanden, zichtbare_gebruikers


class GebruikersnaamField(TekstField):
    """Small letters, digits, dot and dash: easy to say, never a BSN."""

    def clean(self, value):
        value = super().clean(value).strip().lower()
        if value and not re.fullmatch(r"[a-z][a-z0-9.\-]{1,79}", value):
            raise ValidationError(
                "Gebruik kleine letters, cijfers, een punt of een streepje. Begin met een letter."
            )
        if re.search(r"[0-9]{8,9}", value):
            raise ValidationError("Een gebruikersnaam mag geen BSN of ander lang nummer bevatten.")
        return value


class PlekField(KeuzeField):
    """One list of the gemeenten and verbanden where this beheerder may give roles."""

    def __init__(self, door, **kwargs):
        self.gemeenten = {f"g{g.pk}": g for g in te_beheren_gemeenten(door)}
        self.verbanden = {f"v{v.pk}": v for v in te_beheren_verbanden(door)}
        keuzes = [(code, g.naam) for code, g in self.gemeenten.items()]
        keuzes += [(code, f"{v.naam} (alle gemeenten)") for code, v in self.verbanden.items()]
        kwargs.setdefault("initial", keuzes[0][0] if len(keuzes) == 1 else None)
        super().__init__(choices=keuzes, radio=False, label="Gemeente of samenwerkingsverband", **kwargs)

    def plek(self, code: str) -> dict:
        """De waarden voor de actie: gemeente of verband."""
        return {"gemeente": self.gemeenten.get(code), "verband": self.verbanden.get(code)}


class RolForm(PeriodeMixin, TredeForm):
    """A role, from and to."""

    rol = KeuzeField(choices=Rol.choices, radio=False)
    begindatum = DatumField(label="Eerste dag")
    einddatum = DatumField(label="Laatste dag", required=False, help_text="Leeg: tot je de rol beëindigt.")

    def __init__(self, *args, door, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["plek"] = PlekField(door)
        self.fields["begindatum"].initial = timezone.localdate
        self.order_fields(
            ["naam", "username", "email", "rol", "plek", "team", "fte", "begindatum", "einddatum"]
        )

    def clean(self):
        schoon = super().clean() or self.cleaned_data
        veld = self.fields["plek"]
        if isinstance(veld, PlekField) and "plek" in schoon:
            schoon |= veld.plek(schoon["plek"])
        return schoon


class NieuweGebruikerForm(RolForm):
    """A new user with the first role and team: one form, five clicks (schermen §3 rol 8)."""

    naam = TekstField(max_length=120)
    username = GebruikersnaamField(label="Gebruikersnaam", max_length=80)
    email = forms.EmailField(label="E-mailadres", required=False)
    fte = GetalField(label="Fte in dit team", required=False, min_value=0, max_value=1.5, initial=1)

    def __init__(self, *args, door, **kwargs):
        super().__init__(*args, door=door, **kwargs)
        teams = Team.objects.filter(gemeente__in=te_beheren_gemeenten(door)).select_related("gemeente")
        self.fields["team"] = ModelKeuzeField(teams, required=False, empty_label="Geen team")
        self.order_fields(
            ["naam", "username", "email", "rol", "plek", "team", "fte", "begindatum", "einddatum"]
        )


class GebruikerForm(TredeForm):
    naam = TekstField(max_length=120)
    email = forms.EmailField(label="E-mailadres", required=False)


class KoppelingForm(TredeForm):
    """The number of the gemeente account; who has it may log in without a Trede password."""

    uid = TekstField(
        label="Nummer van het gemeenteaccount",
        max_length=191,
        required=False,
        help_text="Je ICT-afdeling kent dit nummer (object-id of sub). Leeg: geen koppeling.",
    )


class EindeForm(TredeForm):
    """The last day; or at once."""

    laatste_dag = DatumField(required=False, help_text="Leeg: de toegang stopt nu meteen.")


class TeamForm(TredeForm):
    naam = TekstField(max_length=80)
    taakvelden = TekstField(max_length=300, required=False, help_text="Bijvoorbeeld: PW-Werk, Jeugd, Wmo.")

    def __init__(self, *args, door, met_gemeente=True, **kwargs):
        super().__init__(*args, **kwargs)
        if met_gemeente:
            gemeenten = te_beheren_gemeenten(door)
            eerste = gemeenten.first() if gemeenten.count() == 1 else None
            self.fields["gemeente"] = ModelKeuzeField(gemeenten, initial=eerste)


class TeamlidForm(PeriodeMixin, TredeForm):
    fte = GetalField(label="Fte in dit team", min_value=0, max_value=1.5, initial=1)
    begindatum = DatumField(label="Eerste dag")
    einddatum = DatumField(label="Laatste dag", required=False)

    def __init__(self, *args, door, **kwargs):
        super().__init__(*args, **kwargs)
        teams = Team.objects.filter(gemeente__in=te_beheren_gemeenten(door)).select_related("gemeente")
        self.fields["team"] = ModelKeuzeField(teams)
        self.fields["begindatum"].initial = timezone.localdate
        self.order_fields(["team", "fte", "begindatum", "einddatum"])


class VervangingForm(PeriodeMixin, TredeForm):
    """Who takes over, from and to; the last day is always known."""

    begindatum = DatumField(label="Eerste dag")
    einddatum = DatumField(label="Laatste dag")
    reden = TekstField(
        max_length=120,
        required=False,
        help_text="Bijvoorbeeld: vakantie. Schrijf niets over iemands gezondheid.",
    )

    def __init__(self, *args, collegas, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["vervanger"] = ModelKeuzeField(collegas, label="Vervanger")
        self.fields["begindatum"].initial = timezone.localdate
        self.order_fields(["vervanger", "begindatum", "einddatum", "reden"])


def collegas_van(afwezige: Gebruiker, *, door: Gebruiker):
    """Actieve collega's uit dezelfde gemeenten; nooit de afwezige zelf en nooit de beheerder die dit doet."""
    basis = (
        Gebruiker.objects.zichtbaar_voor(afwezige) if door.pk == afwezige.pk else zichtbare_gebruikers(door)
    )
    return basis.filter(is_active=True).exclude(pk__in={afwezige.pk, door.pk}).order_by("naam")


class SneltoetsenForm(TredeForm):
    met_eenmalig = False
    sneltoetsen = JaNeeField(label="Sneltoetsen gebruiken", help_text="Bijvoorbeeld / om te zoeken.")


class ToegangVragenForm(TredeForm):
    """Why someone needs a page that the role does not give."""

    pagina = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    reden = TekstField(
        label="Waarvoor heb je deze pagina nodig?",
        max_length=300,
        regels=3,
        help_text="Schrijf geen naam of BSN op.",
    )

    def clean_pagina(self):
        return schone_pagina(self.cleaned_data["pagina"])


class PaginaFilterForm(TredeFilterForm):
    """?pagina= of the page to ask access."""

    pagina = forms.CharField(required=False, max_length=200)

    def clean_pagina(self):
        return schone_pagina(self.cleaned_data["pagina"])


def schone_pagina(pagina: str) -> str:
    """Alleen een eigen adres, zonder vraagteken: daarin staat nooit een naam of BSN."""
    return pagina if re.fullmatch(r"/[a-zA-Z0-9/_\-.]*", pagina or "") and "//" not in pagina else ""


class RollenFilterForm(TredeFilterForm):
    """?export=csv of the table of roles."""

    export = forms.ChoiceField(required=False, choices=[("csv", "csv")])
