"""Checking a record before it is saved: every broken constraint is reported at the field that can mend it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models


def controleer(instance: models.Model, velden: Mapping[str, str] | None = None) -> None:
    """`full_clean()` with the message of each constraint at a field; ValidationError when something is wrong.

    `velden` says which field belongs to which constraint. Without an entry the message stands above the form.
    """
    velden = velden or {}
    fouten: dict = {}
    try:
        instance.full_clean(validate_constraints=False)
    except ValidationError as fout:
        fouten = fout.update_error_dict(fouten)
    # As Django does: a field that is wrong already is left out, so that PostgreSQL never sees an end
    # before a start (it answers that with a server error).
    weggelaten = {naam for naam in fouten if naam != NON_FIELD_ERRORS}
    for model, constraints in instance.get_constraints():
        for constraint in constraints:
            try:
                constraint.validate(model, instance, exclude=weggelaten)
            except ValidationError as fout:
                fouten.setdefault(velden.get(constraint.name, NON_FIELD_ERRORS), []).extend(fout.error_list)
    if fouten:
        raise ValidationError(fouten)


def controleer_velden(instance: models.Model) -> None:
    """Only what can be said without asking the database, for rows that `database_zegt_waarom` saves."""
    verwijzingen = {veld.name for veld in instance._meta.concrete_fields if veld.is_relation}
    instance.clean_fields(exclude=verwijzingen)
    instance.clean()


@contextmanager
def database_zegt_waarom(*modellen: type[models.Model]) -> Iterator[None]:
    """Let the database alone check the constraints; a broken one is still its own Dutch ValidationError.

    For actions that save many rows: asking beforehand costs a question per constraint and row. Stands around the
    transaction that is then undone.
    """
    try:
        yield
    except IntegrityError as fout:
        naam = getattr(getattr(fout.__cause__, "diag", None), "constraint_name", None)
        for model in modellen:
            for constraint in model._meta.constraints:
                if constraint.name == naam:
                    raise ValidationError(constraint.get_violation_error_message()) from fout
        raise


def zet_fouten(form, fout: ValidationError) -> None:
    """Put the errors of an action at the fields of the form; what has no field there stands above the form."""
    per_veld = fout.error_dict if hasattr(fout, "error_dict") else {NON_FIELD_ERRORS: fout.error_list}
    for naam, fouten in per_veld.items():
        form.add_error(naam if naam in form.fields else None, fouten)
