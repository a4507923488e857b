"""Formulieren om een heel beleidskader te maken, te verlengen of af te sluiten."""

from typing import cast

from django.db.models import Q
from django.utils import timezone

from kern.actions.beleid import mag_in_kader
from kern.forms.base import PeriodeMixin, TredeForm
from kern.forms.fields import DatumField, KeuzeField, ModelKeuzeField, TekstField
from kern.models import Beleidskader, Beleidsstatus, Gemeente, Samenwerkingsverband
from kern.permissions import Recht


class EigenaarField(KeuzeField):
    """De gemeenten en verbanden waarvoor deze gebruiker beleid mag voorstellen."""

    def __init__(self, door, **kwargs):
        waar = door.toegang.gemeenten_met(Recht.BELEID_WIJZIGEN)
        gemeenten = Gemeente.objects.met_recht(door, Recht.BELEID_WIJZIGEN)
        verbanden = [
            verband
            for verband in Samenwerkingsverband.objects.filter(deelnames__gemeente__in=waar).distinct()
            if mag_in_kader(door, Recht.BELEID_WIJZIGEN, Beleidskader(verband=verband))
        ]
        self.eigenaars: dict[str, dict[str, Gemeente | Samenwerkingsverband]]
        self.eigenaars = {f"g{g.pk}": {"gemeente": g} for g in gemeenten}
        self.eigenaars |= {f"v{v.pk}": {"verband": v} for v in verbanden}
        keuzes = [(f"g{g.pk}", g.naam) for g in gemeenten]
        keuzes += [(f"v{v.pk}", f"{v.naam} (alle gemeenten)") for v in verbanden]
        kwargs.setdefault("initial", keuzes[0][0] if len(keuzes) == 1 else None)
        super().__init__(choices=keuzes, radio=False, label="Van wie is dit kader?", **kwargs)


class KaderForm(PeriodeMixin, TredeForm):
    """Een nieuw kader, eventueel met de waarden van een ouder kader."""

    naam = TekstField(max_length=200, help_text="Bijvoorbeeld de naam van het beleidsplan.")
    begindatum = DatumField(label="Eerste dag")
    einddatum = DatumField(label="Laatste dag", required=False, help_text="Leeg: het kader loopt door.")
    bron = TekstField(max_length=300, help_text="Het document waar dit kader op rust.")
    besluit = TekstField(max_length=300, required=False, help_text="Wie besloot, en wanneer.")
    bestuurder = TekstField(label="Verantwoordelijk wethouder", max_length=120, required=False)

    def __init__(self, *args, door, **kwargs):
        super().__init__(*args, **kwargs)
        eigenaar = EigenaarField(door)
        zichtbaar = Beleidskader.objects.zichtbaar_voor(door).values("pk")
        oud = Beleidskader.objects.filter(
            Q(gemeente__isnull=False) | Q(verband__isnull=False),
            pk__in=zichtbaar,
            status=Beleidsstatus.VASTGESTELD,
        )
        overnemen = ModelKeuzeField(
            oud,
            label="Begin met de waarden van",
            required=False,
            empty_label="Geen: begin leeg",
            help_text="Ze komen mee als concept en gelden pas als het kader is vastgesteld.",
            to_field_name="code",
        )
        self.fields = {"eigenaar": eigenaar} | self.fields | {"neem_over": overnemen}

    def clean(self):
        schoon = super().clean() or self.cleaned_data
        veld = cast(EigenaarField, self.fields["eigenaar"])
        if code := schoon.pop("eigenaar", None):
            schoon |= {"gemeente": None, "verband": None} | veld.eigenaars[code]
        return schoon


class EindeForm(TredeForm):
    """Een andere laatste dag voorstellen: verlengen, afsluiten of laten doorlopen."""

    einddatum = DatumField(
        label="Nieuwe laatste dag", required=False, help_text="Leeg: het kader loopt door zonder laatste dag."
    )
    bron = TekstField(
        label="Besluit", max_length=300, help_text="Op welk besluit rust dit, met datum of nummer?"
    )

    def __init__(self, *args, kader, **kwargs):
        super().__init__(*args, **kwargs)
        verlopen = kader.einddatum and kader.einddatum < timezone.localdate()
        self.fields["einddatum"].initial = None if verlopen else kader.einddatum
