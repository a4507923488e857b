"""Voorstellen, vaststellen en laten vervallen: vier ogen, geen overlap, oude waarde blijft."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from kern import beleid
from kern.actions.beleid import laat_parameter_vervallen, stel_parameter_vast, stel_parameter_voor
from kern.actions.kaders_laden import laad_kaders
from kern.models import Gebeurtenis, Gemeente, Parameter
from kern.permissions import Rol
from tests.factories.kern import (
    BeleidskaderFactory,
    DeelnameFactory,
    ParameterFactory,
    SamenwerkingsverbandFactory,
)


@pytest.fixture
def kader(gemeente):
    return BeleidskaderFactory(code="eigen", gemeente=gemeente, begindatum=date(2020, 1, 1))


@pytest.fixture
def norm(kader):
    return ParameterFactory(kader=kader, code="norm.wsw", waarde="45", begindatum=date(2020, 1, 1))


@pytest.fixture
def beleidsadviseur(maak_gebruiker, gemeente):
    return maak_gebruiker(Rol.BELEID, gemeente, naam="B. Beleid")


@pytest.fixture
def teammanager(maak_gebruiker, gemeente):
    return maak_gebruiker(Rol.TEAMMANAGER, gemeente, naam="T. Manager")


@pytest.fixture
def voorstel(kader, norm, beleidsadviseur):
    return stel_parameter_voor(
        kader,
        code="norm.wsw",
        waarde=Decimal("50.0000"),
        begindatum=date(2027, 1, 1),
        bron="Besluit DT",
        door=beleidsadviseur,
    )


def test_een_voorstel_verandert_nog_niets(gemeente, voorstel):
    assert voorstel.versie == 2
    assert voorstel.waarde == "50"
    assert beleid.waarde("norm.wsw", gemeente, date(2027, 6, 1)).waarde == Decimal(45)


def test_na_vaststellen_eindigt_de_oude_waarde_de_dag_ervoor(gemeente, norm, voorstel, teammanager):
    stel_parameter_vast(voorstel, door=teammanager)

    norm.refresh_from_db()
    assert norm.einddatum == date(2026, 12, 31)
    assert beleid.waarde("norm.wsw", gemeente, date(2026, 12, 31)).waarde == Decimal(45)
    assert beleid.waarde("norm.wsw", gemeente, date(2027, 1, 1)).waarde == Decimal(50)
    assert beleid.waarde("norm.wsw", gemeente, date(2027, 1, 1)).versie == "eigen/norm.wsw/v2"


def test_vaststellen_komt_met_voor_en_na_in_het_logboek(voorstel, teammanager):
    stel_parameter_vast(voorstel, door=teammanager)

    gebeurtenis = Gebeurtenis.objects.get(soort="parameter.vastgesteld")
    assert gebeurtenis.gebruiker == teammanager
    assert (gebeurtenis.gegevens["voor"], gebeurtenis.gegevens["na"]) == ("45", "50")


def test_wie_het_opstelde_stelt_het_niet_zelf_vast(maak_gebruiker, gemeente, kader, norm):
    allebei = maak_gebruiker(Rol.BELEID, gemeente)
    allebei.rolvervullingen.create(rol=Rol.TEAMMANAGER, gemeente=gemeente, begindatum=date(2019, 1, 1))
    eigen = stel_parameter_voor(
        kader, code="norm.wsw", waarde=Decimal(50), begindatum=date(2027, 1, 1), bron="Besluit", door=allebei
    )

    with pytest.raises(ValidationError, match="zelf opgesteld"):
        stel_parameter_vast(eigen, door=allebei)


def test_zonder_het_recht_stelt_niemand_vast(voorstel, consulent):
    with pytest.raises(PermissionDenied):
        stel_parameter_vast(voorstel, door=consulent)


def test_een_teammanager_van_een_andere_gemeente_stelt_niet_vast(voorstel, maak_gebruiker, andere_gemeente):
    with pytest.raises(PermissionDenied):
        stel_parameter_vast(voorstel, door=maak_gebruiker(Rol.TEAMMANAGER, andere_gemeente))


def test_het_landelijke_kader_wijzigt_niemand(beleidsadviseur):
    nederland = BeleidskaderFactory(code="nederland", gemeente=None)

    with pytest.raises(PermissionDenied):
        stel_parameter_voor(
            nederland,
            code="wml.maand",
            waarde=Decimal(1),
            begindatum=date(2027, 1, 1),
            bron="x",
            door=beleidsadviseur,
        )


def test_een_kader_van_een_verband_vraagt_het_recht_bij_alle_deelnemers(
    beleidsadviseur, gemeente, andere_gemeente
):
    verband = SamenwerkingsverbandFactory()
    DeelnameFactory(verband=verband, gemeente=gemeente)
    DeelnameFactory(verband=verband, gemeente=andere_gemeente)
    gedeeld = BeleidskaderFactory(gemeente=None, verband=verband)

    with pytest.raises(PermissionDenied):
        stel_parameter_voor(
            gedeeld,
            code="norm.wsw",
            waarde=Decimal(1),
            begindatum=date(2027, 1, 1),
            bron="x",
            door=beleidsadviseur,
        )


def test_een_begindatum_voor_een_latere_waarde_geeft_een_fout_bij_de_datum(kader, norm, beleidsadviseur):
    ParameterFactory(kader=kader, code="norm.ontwikkeling", waarde="85", begindatum=date(2027, 1, 1))

    with pytest.raises(ValidationError) as fout:
        stel_parameter_voor(
            kader,
            code="norm.ontwikkeling",
            waarde=Decimal(80),
            begindatum=date(2026, 7, 1),
            bron="x",
            door=beleidsadviseur,
        )

    assert fout.value.message_dict == {
        "begindatum": [
            "Vanaf 01-01-2027 is al een waarde vastgesteld (versie 1). "
            "Kies een latere begindatum, of vul een laatste dag voor die datum in."
        ]
    }


def test_een_waarde_met_laatste_dag_past_voor_een_latere(kader, beleidsadviseur, teammanager, gemeente):
    ParameterFactory(kader=kader, code="norm.ontwikkeling", waarde="85", begindatum=date(2027, 1, 1))
    eerder = stel_parameter_voor(
        kader,
        code="norm.ontwikkeling",
        waarde=Decimal(80),
        begindatum=date(2026, 7, 1),
        einddatum=date(2026, 12, 31),
        bron="x",
        door=beleidsadviseur,
    )

    stel_parameter_vast(eerder, door=teammanager)

    assert beleid.waarde("norm.ontwikkeling", gemeente, date(2026, 12, 31)).waarde == Decimal(80)
    assert beleid.waarde("norm.ontwikkeling", gemeente, date(2027, 1, 1)).waarde == Decimal(85)


def test_een_begindatum_buiten_het_kader_geeft_een_fout_bij_de_datum(kader, beleidsadviseur):
    with pytest.raises(ValidationError) as fout:
        stel_parameter_voor(
            kader,
            code="norm.wsw",
            waarde=Decimal(50),
            begindatum=date(2019, 12, 31),
            bron="x",
            door=beleidsadviseur,
        )

    assert fout.value.message_dict == {
        "begindatum": ["Dit kader geldt vanaf 01-01-2020. Kies een dag daarbinnen."]
    }


def test_er_is_hoogstens_een_concept_per_waarde(kader, voorstel, beleidsadviseur):
    with pytest.raises(ValidationError, match="al een concept"):
        stel_parameter_voor(
            kader,
            code="norm.wsw",
            waarde=Decimal(55),
            begindatum=date(2028, 1, 1),
            bron="x",
            door=beleidsadviseur,
        )


def test_zonder_bron_geen_voorstel(kader, beleidsadviseur):
    with pytest.raises(ValidationError) as fout:
        stel_parameter_voor(
            kader,
            code="norm.wsw",
            waarde=Decimal(50),
            begindatum=date(2027, 1, 1),
            bron="",
            door=beleidsadviseur,
        )

    assert "bron" in fout.value.message_dict


def test_een_vastgesteld_concept_wordt_niet_nog_eens_vastgesteld(voorstel, teammanager):
    stel_parameter_vast(voorstel, door=teammanager)

    with pytest.raises(ValidationError, match="geen concept meer"):
        stel_parameter_vast(voorstel, door=teammanager)


@time_machine.travel("2026-11-22 12:00+01:00")
def test_een_waarde_die_nog_niet_inging_geeft_de_dagen_terug(gemeente, norm, voorstel, teammanager):
    stel_parameter_vast(voorstel, door=teammanager)

    laat_parameter_vervallen(voorstel, reden="Besluit ingetrokken", door=teammanager)

    norm.refresh_from_db()
    assert norm.einddatum is None
    assert beleid.waarde("norm.wsw", gemeente, date(2027, 6, 1)).waarde == Decimal(45)


def _volgende(kader, maker, vaststeller, begin, einde=None):
    rij = stel_parameter_voor(
        kader, code="norm.wsw", waarde=Decimal(60), begindatum=begin, einddatum=einde, bron="x", door=maker
    )
    return stel_parameter_vast(rij, door=vaststeller)


@time_machine.travel("2026-11-22 12:00+01:00")
def test_intrekken_van_een_tijdelijke_waarde_laat_de_oude_zonder_einde_lopen(
    kader, norm, beleidsadviseur, teammanager
):
    tijdelijk = _volgende(kader, beleidsadviseur, teammanager, date(2027, 1, 1), date(2027, 6, 30))

    laat_parameter_vervallen(tijdelijk, reden="Ingetrokken", door=teammanager)

    norm.refresh_from_db()
    assert norm.einddatum is None


@time_machine.travel("2026-11-22 12:00+01:00")
def test_intrekken_verlengt_een_waarde_niet_voorbij_haar_eigen_vastgestelde_einde(
    kader, beleidsadviseur, teammanager
):
    oud = ParameterFactory(
        kader=kader, code="norm.wsw", begindatum=date(2020, 1, 1), einddatum=date(2027, 12, 31)
    )
    nieuw = _volgende(kader, beleidsadviseur, teammanager, date(2027, 7, 1))

    laat_parameter_vervallen(nieuw, reden="Ingetrokken", door=teammanager)

    oud.refresh_from_db()
    assert oud.einddatum == date(2027, 12, 31)


@time_machine.travel("2026-11-22 12:00+01:00")
def test_een_waarde_die_vanzelf_afliep_krijgt_geen_dagen_van_een_ander(kader, beleidsadviseur, teammanager):
    oud = ParameterFactory(
        kader=kader, code="norm.wsw", begindatum=date(2020, 1, 1), einddatum=date(2026, 12, 31)
    )
    nieuw = _volgende(kader, beleidsadviseur, teammanager, date(2027, 1, 1))

    laat_parameter_vervallen(nieuw, reden="Ingetrokken", door=teammanager)

    oud.refresh_from_db()
    assert oud.einddatum == date(2026, 12, 31)


@time_machine.travel("2026-11-22 12:00+01:00")
def test_de_middelste_van_drie_intrekken_laat_geen_gat_en_geen_overlap(
    kader, norm, beleidsadviseur, teammanager
):
    tweede = _volgende(kader, beleidsadviseur, teammanager, date(2027, 1, 1))
    derde = _volgende(kader, beleidsadviseur, teammanager, date(2027, 7, 1))

    laat_parameter_vervallen(tweede, reden="Ingetrokken", door=teammanager)
    norm.refresh_from_db()
    assert norm.einddatum == date(2027, 6, 30)

    derde.refresh_from_db()
    laat_parameter_vervallen(derde, reden="Ingetrokken", door=teammanager)
    norm.refresh_from_db()
    assert norm.einddatum is None


@time_machine.travel("2027-02-01 12:00+01:00")
def test_een_waarde_die_al_gold_vervalt_niet(voorstel, teammanager):
    stel_parameter_vast(voorstel, door=teammanager)

    with pytest.raises(ValidationError, match="geldt al"):
        laat_parameter_vervallen(voorstel, reden="Vergissing", door=teammanager)


def test_de_opsteller_trekt_het_eigen_concept_in(voorstel, beleidsadviseur):
    laat_parameter_vervallen(voorstel, reden="Anders besloten", door=beleidsadviseur)

    voorstel.refresh_from_db()
    assert voorstel.status == "vervallen"


def test_opnieuw_laden_laat_de_opvolging_van_een_gebruiker_staan(db, maak_gebruiker):
    laad_kaders()
    gemeente = Gemeente.objects.get(code="1742")
    oud = Parameter.objects.get(kader__code="rijssen-holten", code="norm.wsw")
    voorstel = stel_parameter_voor(
        oud.kader,
        code="norm.wsw",
        waarde=Decimal(50),
        begindatum=date(2027, 1, 1),
        bron="Besluit",
        door=maak_gebruiker(Rol.BELEID, gemeente),
    )
    stel_parameter_vast(voorstel, door=maak_gebruiker(Rol.TEAMMANAGER, gemeente))

    opnieuw = laad_kaders()

    oud.refresh_from_db()
    assert oud.einddatum == date(2026, 12, 31)
    assert (opnieuw.toegevoegd, opnieuw.gewijzigd) == (0, 0)
