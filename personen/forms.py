"""Formulieren van het dossier: alleen de vorm van de invoer; de regels staan in de acties."""

from datetime import date

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone

from kern.forms import (
    BsnField,
    DatumField,
    DatumMetKeuzesField,
    KeuzeField,
    MeerkeuzeField,
    ModelKeuzeField,
    PostcodeField,
    TekstField,
    TredeFilterForm,
    TredeForm,
)
from kern.models import Gebruiker
from kern.permissions import Recht, rollen_met
from kern.uploads import BestandenField
from personen.choices import (
    BIJZONDERE_KENMERKEN,
    Belemmering,
    Contactwijze,
    Documentsoort,
    Geslacht,
    Gesprekspartner,
    Kenmerksoort,
    Plansoort,
    RedenEindeDossier,
)
from personen.models import Document

GEBOREN_VANAF = date(1900, 1, 1)


def neem_fouten_over(form, fout: ValidationError, **velden: str) -> None:
    """Zet de fouten van een actie bij de velden van het formulier; `velden`: modelveld="formulierveld"."""
    per_veld = fout.error_dict if hasattr(fout, "error_dict") else {NON_FIELD_ERRORS: fout.error_list}
    for naam, fouten in per_veld.items():
        doel = velden.get(naam, naam)
        form.add_error(doel if doel in form.fields else None, fouten)


class ZoekForm(forms.Form):
    """Het ene zoekveld; de vraag gaat met POST, zodat er geen naam in een adres komt."""

    q = forms.CharField(required=False, max_length=200, strip=True)

    def clean_q(self):
        # Characters that cannot be stored cannot be in a name either.
        return "".join(teken for teken in self.cleaned_data["q"] if teken.isprintable())


class ZoekfilterForm(TredeFilterForm):
    """Welke dossiers meedoen; zonder keuze zijn dat de lopende."""

    status = MeerkeuzeField(
        label="Dossiers",
        choices=[("lopend", "lopend"), ("beeindigd", "beëindigd"), ("mijn", "alleen mijn caseload")],
    )


class ContactForm(TredeForm):
    """Snelinvoer van een contactmoment."""

    verslag = TekstField(label="Wat is besproken?", regels=4)
    datum = DatumField(label="Datum")
    wijze = KeuzeField(label="Hoe", choices=Contactwijze.choices, radio=True)
    met = KeuzeField(label="Met wie", choices=Gesprekspartner.choices, radio=False, leeg=None)
    vervolg_op = DatumMetKeuzesField(
        label="Vervolg",
        required=False,
        keuzes=("over 1 week", "over 2 weken", "over 6 weken", "over 3 maanden"),
        geen="geen vervolg",
    )

    def __init__(self, *args, **kwargs):
        kwargs["initial"] = {
            "datum": timezone.localdate(),
            "wijze": Contactwijze.TELEFOON,
            "met": Gesprekspartner.INWONER,
            **(kwargs.get("initial") or {}),
        }
        super().__init__(*args, **kwargs)


class TijdlijnForm(TredeFilterForm):
    """Welke soort en welk jaar op de tijdlijn; tot en overslaan zijn de plek waar een blad begint."""

    soort = KeuzeField(label="Toon", choices=[], leeg="alles", radio=False)
    jaar = KeuzeField(label="Jaar", choices=[], leeg="alle jaren", radio=False)
    tot = forms.DateField(widget=forms.HiddenInput, input_formats=["%Y-%m-%d"])
    overslaan = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=500)

    def __init__(self, *args, soorten=(), jaren=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["soort"].choices = [("", "alles"), *soorten]
        self.fields["jaar"].choices = [("", "alle jaren"), *((str(j), str(j)) for j in jaren)]


class PersoonForm(TredeForm):
    """Gegevens van een persoon."""

    voorletters = TekstField(label="Voorletters", max_length=20, required=False)
    voornamen = TekstField(label="Voornamen", max_length=120, required=False)
    roepnaam = TekstField(label="Roepnaam", max_length=60, required=False)
    tussenvoegsel = TekstField(label="Tussenvoegsel", max_length=20, required=False)
    achternaam = TekstField(label="Achternaam", max_length=100)
    geboortedatum = DatumField(label="Geboortedatum", niet_voor=GEBOREN_VANAF)
    geslacht = KeuzeField(label="Geslacht", choices=Geslacht.choices, radio=False, leeg=None)
    telefoon = TekstField(label="Telefoon", max_length=20, required=False)
    email = forms.EmailField(label="E-mailadres", required=False, max_length=254)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["geboortedatum"].niet_na = timezone.localdate()


class NieuwPersoonForm(PersoonForm):
    """Een nieuw dossier, met het BSN en de eerste dag van de begeleiding."""

    bsn = BsnField(label="BSN", required=False)
    gemeente = KeuzeField(label="Gemeente", choices=[])
    vanaf = DatumField(label="Begeleiding vanaf")
    toch = forms.CharField(required=False, widget=forms.HiddenInput, max_length=5)
    field_order = ["gemeente", "bsn"]

    def __init__(self, *args, gemeenten, **kwargs):
        kwargs["initial"] = {"vanaf": timezone.localdate(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        keuzes = [(str(gemeente.pk), gemeente.naam) for gemeente in gemeenten]
        self.fields["gemeente"].choices = keuzes
        if len(keuzes) == 1:
            self.fields["gemeente"].widget = forms.HiddenInput()
            self.fields["gemeente"].initial = keuzes[0][0]


class BsnWijzigForm(TredeForm):
    """Het BSN wijzigen: leeg laten is verwijderen, daarom een apart formulier zonder het oude nummer."""

    bsn = BsnField(label="Nieuw BSN")


class BsnForm(TredeForm):
    """Waarom iemand het hele BSN wil zien."""

    reden = TekstField(label="Waarvoor heb je het BSN nodig?", max_length=200, min_length=3)


class AdresForm(TredeForm):
    vanaf = DatumField(label="Vanaf")
    straat = TekstField(label="Straat", max_length=100)
    huisnummer = TekstField(label="Huisnummer", max_length=20)
    postcode = PostcodeField(label="Postcode")
    plaats = TekstField(label="Plaats", max_length=80)

    def __init__(self, *args, **kwargs):
        kwargs["initial"] = {"vanaf": timezone.localdate(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)


class KenmerkForm(TredeForm):
    """Een gedateerd kenmerk; bijzondere soorten staan er alleen in met het recht daarvoor."""

    soort = KeuzeField(label="Soort", choices=[], radio=False)
    waarde = TekstField(
        label="Wat",
        max_length=200,
        help_text="Geen diagnose. Bij een belemmering: " + ", ".join(Belemmering.labels) + ".",
    )
    toelichting = TekstField(label="Toelichting", max_length=300, required=False)
    bron = TekstField(
        label="Bron", max_length=120, required=False, help_text="Bijvoorbeeld UWV of de inwoner."
    )
    vanaf = DatumField(label="Vanaf")
    tot = DatumField(label="Tot en met", required=False)

    def __init__(self, *args, bijzonder: bool, **kwargs):
        kwargs["initial"] = {"vanaf": timezone.localdate(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        soorten = [(c, n) for c, n in Kenmerksoort.choices if bijzonder or c not in BIJZONDERE_KENMERKEN]
        self.fields["soort"].choices = [("", "Kies …"), *soorten]
        if not bijzonder:
            self.fields["waarde"].help_text = "Geen diagnose en niets over gezondheid of schulden."

    def clean(self):
        schoon = super().clean() or self.cleaned_data
        if schoon.get("soort") == Kenmerksoort.BELEMMERING and schoon.get("waarde"):
            namen = {str(label).lower(): waarde for waarde, label in Belemmering.choices}
            waarde = namen.get(schoon["waarde"].lower(), schoon["waarde"].lower())
            if waarde not in Belemmering.values:
                self.add_error("waarde", f"Kies uit: {', '.join(Belemmering.labels)}.")
            schoon["waarde"] = waarde
        return schoon


class LaatsteDagForm(TredeForm):
    """Per welke dag iets eindigt."""

    per = DatumField(label="Laatste dag")

    def __init__(self, *args, **kwargs):
        kwargs["initial"] = {"per": timezone.localdate(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)


class BeeindigForm(LaatsteDagForm):
    reden = KeuzeField(label="Reden", choices=RedenEindeDossier.choices, radio=True)


class BeginForm(TredeForm):
    vanaf = DatumField(label="Begeleiding vanaf")

    def __init__(self, *args, **kwargs):
        kwargs["initial"] = {"vanaf": timezone.localdate(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)


class ToewijsForm(TredeForm):
    """Wie de contactpersoon wordt: collega's die in deze gemeente contact mogen vastleggen."""

    aan = ModelKeuzeField(Gebruiker.objects.none(), label="Nieuwe contactpersoon")
    vanaf = DatumField(label="Vanaf")
    reden = TekstField(label="Reden", max_length=200, required=False)

    def __init__(self, *args, gemeente_id, gebruiker, **kwargs):
        kwargs["initial"] = {"vanaf": timezone.localdate(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.fields["aan"].queryset = collegas(gebruiker, gemeente_id)


KEUZES_OP_EEN_RIJ = 12


class HerverdeelForm(ToewijsForm):
    """Zoals toewijzen, voor veel dossiers; met de overdrachtsbladen erbij voor wie die mag zien."""

    bladen = forms.BooleanField(
        label="Maak ook de overdrachtsbladen (één pdf, een bladzijde per dossier)", required=False
    )

    def __init__(self, *args, gemeente_id, gebruiker, **kwargs):
        super().__init__(*args, gemeente_id=gemeente_id, gebruiker=gebruiker, **kwargs)
        aan = self.fields["aan"]
        # A team fits in a row of choices: one press instead of opening a list and choosing from it.
        if aan.queryset.count() <= KEUZES_OP_EEN_RIJ:
            aan.empty_label = None
            aan.widget = forms.RadioSelect(choices=aan.choices)
        if not gebruiker.mag(Recht.CONTACT_INZIEN, gemeente_id):
            del self.fields["bladen"]


def collegas(gebruiker, gemeente_id):
    """Actieve collega's met een rol die in deze gemeente contact mag vastleggen."""
    from django.db.models import Q

    from kern.models import Rolvervulling

    rollen = Rolvervulling.objects.op(timezone.localdate()).filter(
        Q(gemeente_id=gemeente_id) | Q(verband__deelnames__gemeente_id=gemeente_id),
        rol__in=rollen_met(Recht.CONTACT_VASTLEGGEN),
    )
    zichtbaar = Gebruiker.objects.zichtbaar_voor(gebruiker)
    return zichtbaar.filter(pk__in=rollen.values("gebruiker_id"), is_active=True).order_by("naam", "pk")


class DocumentForm(TredeForm):
    """Eén of meer bestanden met dezelfde soort en datum; die staan er bij het volgende bestand weer."""

    bestanden = BestandenField(label="Bestanden")
    soort = KeuzeField(label="Soort", choices=Documentsoort.choices, radio=False)
    datum = DatumField(label="Datum van het document")
    omschrijving = TekstField(label="Omschrijving", max_length=200, required=False)
    bewaren_tot = DatumField(label="Bewaren tot en met", required=False)

    def __init__(self, *args, **kwargs):
        kwargs["initial"] = {"datum": timezone.localdate(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)


class PlanForm(TredeForm):
    """Een plan dat op papier is gemaakt."""

    soort = KeuzeField(label="Soort plan", choices=Plansoort.choices)
    opgesteld_op = DatumField(label="Opgesteld op")
    getekend_op = DatumField(label="Getekend op", required=False)
    evaluatie_op = DatumField(label="Evaluatie op", required=False)
    document = ModelKeuzeField(
        Document.objects.none(), label="Scan van het plan", required=False, empty_label="geen"
    )

    def __init__(self, *args, persoon, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["document"].queryset = Document.objects.filter(
            persoon=persoon, verwijderd_op=None
        ).order_by("-datum", "-pk")
