"""Perioden: van en tot en met, beide dagen inbegrepen ("laatste dag"); overlap weigert PostgreSQL.

One home for dated facts: every model with `begindatum` and `einddatum` builds on this.
"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q, Value


class DateRange(Func):
    function = "daterange"
    output_field = DateRangeField()


def periode_expressie(begin: str = "begindatum", einde: str = "einddatum") -> DateRange:
    """De periode als daterange met beide dagen inbegrepen; een lege einddatum is open."""
    return DateRange(F(begin), F(einde), Value("[]"))


def geen_overlap(naam: str, *velden: str, melding: str, condition: Q | None = None) -> ExclusionConstraint:
    """Constraint: voor dezelfde `velden` overlappen twee perioden nooit."""
    return ExclusionConstraint(
        name=naam,
        expressions=[(veld, RangeOperators.EQUAL) for veld in velden]
        + [(periode_expressie(), RangeOperators.OVERLAPS)],
        condition=condition,
        violation_error_message=melding,
    )


def einde_na_begin(naam: str) -> models.CheckConstraint:
    """Constraint: de laatste dag ligt niet voor de eerste."""
    return models.CheckConstraint(
        name=naam,
        condition=Q(einddatum=None) | Q(einddatum__gte=F("begindatum")),
        violation_error_message="De laatste dag ligt voor de eerste dag.",
    )


class PeriodeQuerySet(models.QuerySet):
    """Zoeken op peildatum, voor elk model met begindatum en einddatum."""

    def op(self, peildatum):
        """Rijen die op de peildatum gelden."""
        return self.filter(Q(einddatum=None) | Q(einddatum__gte=peildatum), begindatum__lte=peildatum)

    def tussen(self, eerste, laatste):
        """Rijen die op enig moment van eerste t/m laatste dag gelden."""
        return self.filter(Q(einddatum=None) | Q(einddatum__gte=eerste), begindatum__lte=laatste)


class Periode(models.Model):
    """Iets dat geldt van en tot en met een dag; zonder einddatum loopt het door."""

    begindatum = models.DateField("eerste dag")
    einddatum = models.DateField("laatste dag", null=True, blank=True)

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        # Keyed on the field, so that Django skips the exclusion constraint: PostgreSQL would refuse
        # daterange(later, earlier) with a server error.
        if self.begindatum and self.einddatum and self.einddatum < self.begindatum:
            raise ValidationError(
                {"einddatum": "De laatste dag ligt voor de eerste dag. Pas een van beide aan."}
            )

    def geldt_op(self, peildatum) -> bool:
        return self.begindatum <= peildatum and (self.einddatum is None or self.einddatum >= peildatum)
