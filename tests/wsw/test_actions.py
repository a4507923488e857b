"""Dienstverband en indeling: wat mag, wat niet, en wat blijft staan (RH-034–RH-040, RH-129, RH-170)."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from kern.models import Gebeurtenis
from tests.factories.kern import OrganisatieFactory
from tests.factories.personen import PersoonFactory
from tests.factories.werkgevers import PlaatsingFactory
from tests.factories.wsw import DienstverbandFactory, IndelingFactory
from werkgevers.choices import Plaatsingssoort, RedenEindePlaatsing
from wsw.actions import (
    beeindig_dienstverband,
    leg_kennismaking_vast,
    start_dienstverband,
    verbeter_indeling,
    wijzig_indeling,
)
from wsw.choices import Cao, Groep, Herkomst, RedenEinde, Regeling, Subsoort
from wsw.models import Dienstverband, Indeling

pytestmark = pytest.mark.django_db


@pytest.fixture
def persoon(gemeente):
    return PersoonFactory(gemeente=gemeente)


@pytest.fixture
def basis(consulent):
    """A take-over on 1-1-2021, as RH-170 describes it."""
    return {
        "regeling": Regeling.WSW,
        "herkomst": Herkomst.OVERNAME,
        "begindatum": date(2021, 1, 1),
        "wsw_sinds": date(2008, 5, 1),
        "groep": Groep.GROEP,
        "formele_werkgever": OrganisatieFactory(naam="Gemeente Rijssen-Holten"),
        "uren_per_week": Decimal("32"),
        "door": consulent,
    }


def test_een_overname_begint_met_een_indeling_en_een_regel_in_het_logboek(persoon, basis, consulent):
    dienstverband = start_dienstverband(persoon, **basis)

    indeling = dienstverband.indelingen.get()
    assert (indeling.groep, indeling.begindatum, indeling.einddatum) == (Groep.GROEP, date(2021, 1, 1), None)
    assert dienstverband.herkomstgemeente == persoon.gemeente
    assert dienstverband.cao == Cao.SW
    gebeurtenis = Gebeurtenis.objects.get()
    assert gebeurtenis.soort == "dienstverband.begonnen"
    assert (gebeurtenis.gebruiker, gebeurtenis.dossier_id) == (consulent, persoon.pk)
    assert gebeurtenis.gemeente == persoon.gemeente


@pytest.mark.parametrize(
    ("anders", "veld"),
    [
        ({"herkomst": Herkomst.VOOR_2015}, "herkomst"),
        ({"herkomst": Herkomst.NIEUW_BESCHUT}, "herkomst"),
        ({"wsw_sinds": None}, "wsw_sinds"),
        ({"wsw_sinds": date(2015, 1, 1)}, "wsw_sinds"),
        ({"begindatum": date(2008, 4, 30)}, "wsw_sinds"),
        ({"regeling": Regeling.NIEUW_BESCHUT}, "herkomst"),
    ],
)
def test_nieuwe_instroom_in_de_wsw_wordt_geweigerd_bij_het_veld(persoon, basis, anders, veld):
    with pytest.raises(ValidationError) as fout:
        start_dienstverband(persoon, **(basis | anders))

    assert list(fout.value.message_dict) == [veld]
    assert not Dienstverband.objects.exists()
    assert not Gebeurtenis.objects.exists()


def test_de_melding_over_instroom_zegt_wat_je_kunt_doen(persoon, basis):
    with pytest.raises(ValidationError) as fout:
        start_dienstverband(persoon, **(basis | {"herkomst": Herkomst.VOOR_2015}))

    assert fout.value.message_dict["herkomst"] == [
        "Nieuwe instroom in de Wsw kan niet meer sinds 1-1-2015. "
        "Neem je iemand over van een andere formele werkgever? Kies dan 'overgenomen'."
    ]


def test_nieuw_beschut_mag_wel_beginnen_en_krijgt_cao_aan_de_slag(persoon, basis):
    dienstverband = start_dienstverband(
        persoon,
        **basis
        | {
            "regeling": Regeling.NIEUW_BESCHUT,
            "herkomst": Herkomst.NIEUW_BESCHUT,
            "wsw_sinds": None,
            "groep": Groep.BESCHUT,
        },
    )

    assert dienstverband.cao == Cao.AAN_DE_SLAG


def test_overlap_staat_bij_de_eerste_dag(persoon, basis):
    start_dienstverband(persoon, **basis)

    with pytest.raises(ValidationError) as fout:
        start_dienstverband(persoon, **(basis | {"begindatum": date(2022, 1, 1)}))

    assert fout.value.message_dict == {"begindatum": ["In deze periode is er al een dienstverband."]}
    assert Dienstverband.objects.count() == 1


def test_einde_voor_begin_staat_bij_de_laatste_dag(persoon, basis):
    with pytest.raises(ValidationError) as fout:
        start_dienstverband(persoon, **basis, einddatum=date(2020, 12, 31), reden_einde=RedenEinde.AOW)

    assert list(fout.value.message_dict) == ["einddatum"]


def test_een_laatste_dag_zonder_reden_wordt_geweigerd(persoon, basis):
    with pytest.raises(ValidationError) as fout:
        start_dienstverband(persoon, **basis, einddatum=date(2022, 12, 31))

    assert fout.value.message_dict == {"reden_einde": ["Een laatste dag en een reden horen bij elkaar."]}


def test_een_merk_hoort_bij_zijn_groep(persoon, basis):
    with pytest.raises(ValidationError) as fout:
        start_dienstverband(persoon, **(basis | {"subsoort": Subsoort.WOL}))

    assert "subsoort" in fout.value.message_dict
    assert not Dienstverband.objects.exists()


def test_een_andere_indeling_geldt_per_datum_en_de_oude_blijft_staan(persoon, basis, consulent):
    dienstverband = start_dienstverband(persoon, **basis)

    wijzig_indeling(
        dienstverband,
        per=date(2022, 7, 1),
        groep=Groep.BESCHUT,
        subsoort=Subsoort.WOL,
        uren_per_week=Decimal("24"),
        door=consulent,
    )

    rijen = dienstverband.indelingen.order_by("begindatum").values_list(
        "begindatum", "einddatum", "groep", "uren_per_week"
    )
    assert list(rijen) == [
        (date(2021, 1, 1), date(2022, 6, 30), Groep.GROEP, Decimal("32.00")),
        (date(2022, 7, 1), None, Groep.BESCHUT, Decimal("24.00")),
    ]


def test_de_formele_werkgever_wisselt_zonder_gat_in_het_dienstverband(persoon, basis, consulent):
    dienstverband = start_dienstverband(persoon, **basis)
    hrm = OrganisatieFactory(naam="HRM-partij")

    wijzig_indeling(dienstverband, per=date(2023, 1, 1), formele_werkgever=hrm, door=consulent)

    assert (
        dienstverband.indelingen.op(date(2022, 12, 31)).get().formele_werkgever == basis["formele_werkgever"]
    )
    assert dienstverband.indelingen.op(date(2023, 1, 1)).get().formele_werkgever == hrm
    assert Dienstverband.objects.get().einddatum is None


@pytest.mark.parametrize("per", [date(2020, 12, 31), date(2021, 1, 1)])
def test_een_indeling_wijzigt_niet_op_of_voor_haar_eerste_dag(persoon, basis, consulent, per):
    dienstverband = start_dienstverband(persoon, **basis)

    with pytest.raises(ValidationError) as fout:
        wijzig_indeling(dienstverband, per=per, groep=Groep.BESCHUT, door=consulent)

    assert list(fout.value.message_dict) == ["per"]
    assert Indeling.objects.count() == 1


def test_een_wijziging_zonder_verschil_wordt_geweigerd(persoon, basis, consulent):
    dienstverband = start_dienstverband(persoon, **basis)

    with pytest.raises(ValidationError, match="niets gewijzigd"):
        wijzig_indeling(dienstverband, per=date(2022, 1, 1), groep=Groep.GROEP, door=consulent)


def test_beeindigen_sluit_ook_de_indeling_en_de_lopende_plaatsing(persoon, basis, consulent):
    dienstverband = start_dienstverband(persoon, **basis)
    plaatsing = PlaatsingFactory(persoon=persoon, begindatum=date(2021, 1, 1))
    vrijwillig = PlaatsingFactory(persoon=persoon, soort=Plaatsingssoort.STAGE, begindatum=date(2021, 1, 1))

    beeindig_dienstverband(dienstverband, per=date(2024, 3, 31), reden=RedenEinde.AOW, door=consulent)

    plaatsing.refresh_from_db()
    vrijwillig.refresh_from_db()
    assert dienstverband.indelingen.get().einddatum == date(2024, 3, 31)
    assert (plaatsing.einddatum, plaatsing.reden_einde) == (
        date(2024, 3, 31),
        RedenEindePlaatsing.DIENSTVERBAND,
    )
    assert vrijwillig.einddatum is None
    dienstverband.refresh_from_db()
    assert (dienstverband.einddatum, dienstverband.reden_einde) == (date(2024, 3, 31), RedenEinde.AOW)


def test_een_beeindigd_dienstverband_eindigt_niet_nog_eens(consulent, gemeente):
    dienstverband = DienstverbandFactory(
        persoon__gemeente=gemeente, einddatum=date(2020, 1, 1), reden_einde=RedenEinde.AOW
    )

    with pytest.raises(ValidationError) as fout:
        beeindig_dienstverband(dienstverband, per=date(2021, 1, 1), reden=RedenEinde.AOW, door=consulent)

    assert fout.value.message_dict == {"per": ["Dit dienstverband eindigde al op 01-01-2020."]}


def test_een_latere_indeling_houdt_het_beeindigen_tegen(persoon, basis, consulent):
    dienstverband = start_dienstverband(persoon, **basis)
    wijzig_indeling(dienstverband, per=date(2024, 1, 1), groep=Groep.BESCHUT, door=consulent)

    with pytest.raises(ValidationError) as fout:
        beeindig_dienstverband(dienstverband, per=date(2023, 6, 30), reden=RedenEinde.AOW, door=consulent)

    assert fout.value.message_dict == {
        "per": ["Er is al een indeling vanaf 01-01-2024. Kies een latere dag."]
    }


def test_een_latere_plaatsing_houdt_het_beeindigen_tegen_en_er_verandert_niets(persoon, basis, consulent):
    dienstverband = start_dienstverband(persoon, **basis)
    PlaatsingFactory(persoon=persoon, begindatum=date(2024, 1, 1))

    with pytest.raises(ValidationError) as fout:
        beeindig_dienstverband(dienstverband, per=date(2023, 6, 30), reden=RedenEinde.AOW, door=consulent)

    assert list(fout.value.message_dict) == ["per"]
    assert dienstverband.indelingen.get().einddatum is None


def test_verbeteren_vraagt_een_reden_en_houdt_de_datums(persoon, basis, consulent):
    indeling = start_dienstverband(persoon, **basis).indelingen.get()

    with pytest.raises(ValidationError) as fout:
        verbeter_indeling(indeling, reden=" ", door=consulent, groep=Groep.BESCHUT)
    verbeter_indeling(indeling, reden="verkeerd overgenomen", door=consulent, groep=Groep.BESCHUT)

    indeling.refresh_from_db()
    assert list(fout.value.message_dict) == ["reden"]
    assert (indeling.groep, indeling.begindatum) == (Groep.BESCHUT, date(2021, 1, 1))


def test_een_kennismaking_in_de_toekomst_bestaat_niet(consulent, gemeente):
    dienstverband = IndelingFactory(dienstverband__persoon__gemeente=gemeente).dienstverband

    with pytest.raises(ValidationError) as fout:
        leg_kennismaking_vast(dienstverband, op=date(2100, 1, 1), door=consulent)

    assert list(fout.value.message_dict) == ["op"]
