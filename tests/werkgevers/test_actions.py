"""Relaties, contactpersonen en plaatsingen (RH-081, RH-130, RH-177)."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from kern.models import Gebeurtenis
from tests.factories.personen import PersoonFactory
from tests.factories.werkgevers import PlaatsingFactory, RelatieFactory
from werkgevers.actions import (
    beeindig_plaatsing,
    maak_relatie,
    start_plaatsing,
    verleng_contract,
    voeg_contactpersoon_toe,
    wijzig_contactpersoon,
    wijzig_relatie,
)
from werkgevers.choices import RedenEindePlaatsing
from werkgevers.models import Plaatsing, Relatie

pytestmark = pytest.mark.django_db


def test_relaties_krijgen_elk_een_eigen_nummer(gemeente, consulent):
    eerste = maak_relatie(gemeente=gemeente, naam="Groen BV", door=consulent)
    tweede = maak_relatie(gemeente=gemeente, naam="Café Zo!", door=consulent)

    assert int(tweede.nummer[2:]) == int(eerste.nummer[2:]) + 1
    assert eerste.nummer.startswith("W-")
    assert tweede.zoeknaam == "cafe zo"


def test_hetzelfde_kvk_nummer_staat_bij_het_veld(gemeente, andere_gemeente, consulent):
    maak_relatie(gemeente=gemeente, naam="Groen BV", kvk="12345678", door=consulent)
    maak_relatie(gemeente=andere_gemeente, naam="Groen BV", kvk="12345678", door=consulent)

    with pytest.raises(ValidationError) as fout:
        maak_relatie(gemeente=gemeente, naam="Groen Twee BV", kvk="12345678", door=consulent)

    assert fout.value.message_dict == {"kvk": ["Er is al een relatie met dit KvK-nummer. Zoek die op."]}
    assert Relatie.objects.count() == 2


def test_wijzigen_noemt_de_velden_in_het_logboek(gemeente, consulent):
    relatie = RelatieFactory(gemeente=gemeente, naam="Groen BV")

    wijzig_relatie(relatie, naam="Groen & Meer BV", branche="groen", door=consulent)

    relatie.refresh_from_db()
    assert (relatie.naam, relatie.zoeknaam, relatie.versie) == ("Groen & Meer BV", "groen meer bv", 2)
    assert Gebeurtenis.objects.get().omschrijving == "Gegevens gewijzigd: naam, branche"


def test_een_contactpersoon_kan_op_niet_actief(gemeente, consulent):
    relatie = RelatieFactory(gemeente=gemeente)
    contactpersoon = voeg_contactpersoon_toe(relatie, naam="B. Baas", functie="directeur", door=consulent)

    wijzig_contactpersoon(contactpersoon, actief=False, door=consulent)

    assert relatie.contactpersonen.get().actief is False


def test_dezelfde_werkgever_tweemaal_tegelijk_staat_bij_de_eerste_dag(gemeente, consulent):
    persoon = PersoonFactory(gemeente=gemeente)
    relatie = RelatieFactory(gemeente=gemeente)
    gegevens = {"relatie": relatie, "soort": "stage", "door": consulent}
    start_plaatsing(persoon, begindatum=date(2020, 1, 1), **gegevens)
    start_plaatsing(
        persoon, begindatum=date(2020, 6, 1), **gegevens | {"relatie": RelatieFactory(gemeente=gemeente)}
    )

    with pytest.raises(ValidationError) as fout:
        start_plaatsing(persoon, begindatum=date(2020, 6, 1), **gegevens)

    assert fout.value.message_dict == {
        "begindatum": ["Deze persoon werkt in deze periode al bij deze werkgever."]
    }
    assert Plaatsing.objects.count() == 2


@pytest.mark.parametrize(
    ("anders", "veld"),
    [
        ({"contract_tot": date(2019, 12, 31)}, "contract_tot"),
        ({"einddatum": date(2019, 12, 31), "reden_einde": "contract"}, "einddatum"),
        ({"einddatum": date(2020, 12, 31)}, "reden_einde"),
        ({"reden_einde": "contract"}, "reden_einde"),
        ({"uren_per_week": 41}, "uren_per_week"),
        ({"soort": "vakantie"}, "soort"),
    ],
)
def test_een_verkeerde_plaatsing_wordt_geweigerd_bij_het_veld(gemeente, consulent, anders, veld):
    persoon = PersoonFactory(gemeente=gemeente)
    gegevens = {
        "relatie": RelatieFactory(gemeente=gemeente),
        "soort": "stage",
        "begindatum": date(2020, 1, 1),
    }

    with pytest.raises(ValidationError) as fout:
        start_plaatsing(persoon, door=consulent, **(gegevens | anders))

    assert list(fout.value.message_dict) == [veld]
    assert not Plaatsing.objects.exists()


def test_verlengen_kan_alleen_naar_een_latere_dag(gemeente, consulent):
    plaatsing = PlaatsingFactory(persoon__gemeente=gemeente, contract_tot=date(2020, 6, 30))

    verleng_contract(plaatsing, tot=date(2020, 12, 31), door=consulent)
    with pytest.raises(ValidationError) as fout:
        verleng_contract(plaatsing, tot=date(2020, 12, 31), door=consulent)

    assert fout.value.message_dict == {
        "tot": ["Het contract loopt al tot en met 31-12-2020. Kies een latere dag."]
    }


def test_een_plaatsing_eindigt_een_keer(gemeente, consulent):
    plaatsing = PlaatsingFactory(persoon__gemeente=gemeente)
    beeindig_plaatsing(plaatsing, per=date(2020, 1, 31), reden=RedenEindePlaatsing.CONTRACT, door=consulent)

    with pytest.raises(ValidationError) as fout:
        beeindig_plaatsing(
            plaatsing, per=date(2020, 3, 31), reden=RedenEindePlaatsing.CONTRACT, door=consulent
        )

    assert fout.value.message_dict == {"per": ["Deze plaatsing eindigde al op 31-01-2020."]}
    plaatsing.refresh_from_db()
    assert plaatsing.einddatum == date(2020, 1, 31)
