"""De opzoekfunctie: wiens kader geldt, en wat de database zelf weigert."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from kern import beleid
from kern.models import Parameter
from kern.queries.beleid import kaderregels
from tests.factories.kern import (
    BeleidskaderFactory,
    DeelnameFactory,
    ParameterFactory,
    SamenwerkingsverbandFactory,
)


def test_de_waarde_van_een_tweede_gemeente_verandert_de_eerste_niet(gemeente, andere_gemeente):
    ParameterFactory(kader=BeleidskaderFactory(gemeente=gemeente), waarde="45")
    ParameterFactory(kader=BeleidskaderFactory(gemeente=andere_gemeente), waarde="60")

    assert beleid.waarde("norm.wsw", gemeente, date(2021, 1, 1)).waarde == Decimal(45)
    assert beleid.waarde("norm.wsw", andere_gemeente, date(2021, 1, 1)).waarde == Decimal(60)


def test_het_kader_van_het_verband_geldt_alleen_zolang_de_gemeente_deelneemt(gemeente):
    verband = SamenwerkingsverbandFactory()
    DeelnameFactory(
        verband=verband, gemeente=gemeente, begindatum=date(2019, 1, 1), einddatum=date(2020, 12, 31)
    )
    ParameterFactory(kader=BeleidskaderFactory(gemeente=None, verband=verband), waarde="50")

    assert beleid.waarde("norm.wsw", gemeente, date(2020, 12, 31)).waarde == Decimal(50)
    assert not beleid.waarde("norm.wsw", gemeente, date(2021, 1, 1))


def test_de_eigen_waarde_gaat_voor_die_van_het_verband_en_die_voor_nederland(gemeente):
    verband = SamenwerkingsverbandFactory()
    DeelnameFactory(verband=verband, gemeente=gemeente)
    ParameterFactory(kader=BeleidskaderFactory(gemeente=None), waarde="1")
    ParameterFactory(kader=BeleidskaderFactory(gemeente=None, verband=verband), waarde="2")
    assert beleid.waarde("norm.wsw", gemeente, date(2021, 1, 1)).waarde == Decimal(2)

    ParameterFactory(kader=BeleidskaderFactory(gemeente=gemeente), waarde="3")

    assert beleid.waarde("norm.wsw", gemeente, date(2021, 1, 1)).waarde == Decimal(3)


def test_een_norm_van_nul_is_wel_vastgesteld(gemeente):
    ParameterFactory(kader=BeleidskaderFactory(gemeente=gemeente), waarde="0")

    assert beleid.waarde("norm.wsw", gemeente, date(2021, 1, 1))


def test_een_concept_telt_niet_mee(gemeente):
    ParameterFactory(kader=BeleidskaderFactory(gemeente=gemeente), status="concept")

    assert not beleid.waarde("norm.wsw", gemeente, date(2021, 1, 1))


@pytest.mark.parametrize("vaststeller", ["dezelfde", "niemand"])
def test_postgresql_weigert_vaststellen_zonder_tweede_paar_ogen(consulent, gemeente, vaststeller):
    parameter = ParameterFactory(
        kader=BeleidskaderFactory(gemeente=gemeente), status="concept", opgesteld_door=consulent
    )
    wie = consulent if vaststeller == "dezelfde" else None

    with pytest.raises(IntegrityError, match="parameter_vier_ogen"), transaction.atomic():
        Parameter.objects.filter(pk=parameter.pk).update(status="vastgesteld", vastgesteld_door=wie)


def test_een_verlopen_kader_geeft_geen_waarde_ook_niet_bij_een_open_parameter(gemeente):
    kader = BeleidskaderFactory(gemeente=gemeente, einddatum=date(2021, 12, 31))
    ParameterFactory(kader=kader, waarde="45")

    assert beleid.waarde("norm.wsw", gemeente, date(2021, 12, 31)).waarde == Decimal(45)
    assert not beleid.waarde("norm.wsw", gemeente, date(2022, 1, 1))
    assert [regel.eigen for regel in kaderregels(kader, date(2022, 1, 1)) if regel.eigen] == []
