"""Formulieren van gemeenten, samenwerkingsverbanden en organisatierollen."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from kern.forms.base import PeriodeMixin, TredeForm
from kern.forms.fields import DatumField, KeuzeField, ModelKeuzeField, TekstField
from kern.models import Gemeente, Organisatierolsoort
from kern.permissions import Recht


def eigen_gemeenten(door):
    return Gemeente.objects.met_recht(door, Recht.ORGANISATIE_BEHEREN)


class EigenGemeenteField(ModelKeuzeField):
    """Een gemeente waar deze gebruiker organisaties beheert; de enige staat al klaar."""

    def __init__(self, door, **kwargs):
        gemeenten = eigen_gemeenten(door)
        if gemeenten.count() == 1:
            kwargs.setdefault("initial", gemeenten.first())
        super().__init__(gemeenten, label="Gemeente", **kwargs)


class GemeenteForm(TredeForm):
    code = TekstField(label="CBS-code", max_length=4, help_text="Vier cijfers, bijvoorbeeld 1742.")
    naam = TekstField(max_length=80)

    def clean_code(self):
        code = self.cleaned_data["code"]
        if not (len(code) == 4 and code.isascii() and code.isdigit()):
            raise ValidationError("Een CBS-code heeft vier cijfers.")
        return code


class WerknaamForm(TredeForm):
    werknaam = TekstField(
        max_length=80, required=False, help_text="De naam waaronder je gemeente dit werk doet. Leeg mag."
    )


class VerbandForm(TredeForm):
    naam = TekstField(max_length=120)
    soort = TekstField(max_length=60, required=False, help_text="Bijvoorbeeld: gemeenschappelijke regeling.")


class NieuwVerbandForm(VerbandForm):
    begindatum = DatumField(label="Eerste dag", initial=timezone.localdate)

    def __init__(self, *args, door, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["gemeente"] = EigenGemeenteField(
            door, help_text="Deze gemeente doet als eerste mee. Andere beheerders stappen later in."
        )
        self.order_fields(["naam", "soort", "gemeente", "begindatum"])


class DeelnameForm(PeriodeMixin, TredeForm):
    begindatum = DatumField(label="Eerste dag", initial=timezone.localdate)
    einddatum = DatumField(label="Laatste dag", required=False)

    def __init__(self, *args, door, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["gemeente"] = EigenGemeenteField(door)
        self.order_fields(["gemeente", "begindatum", "einddatum"])


class OrganisatierolForm(PeriodeMixin, TredeForm):
    naam = TekstField(
        label="Organisatie",
        max_length=120,
        help_text="Bestaat deze naam al, dan gaat het om dezelfde organisatie.",
    )
    soort = KeuzeField(label="Rol", choices=Organisatierolsoort.choices, radio=False)
    begindatum = DatumField(label="Eerste dag", initial=timezone.localdate)
    einddatum = DatumField(label="Laatste dag", required=False)
    bron = TekstField(
        label="Besluit of overeenkomst", max_length=200, required=False, help_text="Waar dit op rust."
    )

    def __init__(self, *args, door, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["gemeente"] = EigenGemeenteField(door)
        self.order_fields(["gemeente", "naam", "soort", "begindatum", "einddatum", "bron"])


class LaatsteDagForm(TredeForm):
    laatste_dag = DatumField(label="Laatste dag", initial=timezone.localdate)
