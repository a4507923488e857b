"""Uitkering en trede: perioden, metingen, meldingen (RH-042, RH-047, HT-005, HT-010)."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from kern.models import Gebeurtenis
from reintegratie.actions import beeindig_uitkering, corrigeer_meting, meet_trede, start_uitkering
from reintegratie.choices import RedenEindeUitkering
from reintegratie.models import Tredemeting, Uitkering
from tests.factories.personen import PersoonFactory
from tests.factories.reintegratie import TredemetingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def persoon(gemeente):
    return PersoonFactory(gemeente=gemeente)


def test_terugkomen_is_een_nieuwe_periode(persoon, consulent):
    eerste = start_uitkering(persoon, soort="pw", begindatum=date(2018, 1, 1), door=consulent)
    beeindig_uitkering(eerste, per=date(2018, 12, 31), reden=RedenEindeUitkering.WERK, door=consulent)

    start_uitkering(persoon, soort="pw", begindatum=date(2019, 6, 1), door=consulent)

    assert Uitkering.objects.op(date(2018, 12, 31)).count() == 1
    assert Uitkering.objects.op(date(2019, 1, 1)).count() == 0
    assert Uitkering.objects.op(date(2019, 6, 1)).count() == 1


def test_overlap_staat_bij_de_eerste_dag(persoon, consulent):
    start_uitkering(persoon, soort="pw", begindatum=date(2018, 1, 1), door=consulent)

    with pytest.raises(ValidationError) as fout:
        start_uitkering(persoon, soort="ioaw", begindatum=date(2019, 1, 1), door=consulent)

    assert fout.value.message_dict == {"begindatum": ["In deze periode is er al een uitkering."]}


def test_je_bent_niet_je_eigen_partner(persoon, consulent):
    with pytest.raises(ValidationError) as fout:
        start_uitkering(persoon, soort="pw", begindatum=date(2018, 1, 1), partner=persoon, door=consulent)

    assert list(fout.value.message_dict) == ["partner"]


def test_een_partner_uit_een_andere_gemeente_wordt_geweigerd(persoon, consulent, andere_gemeente):
    vreemde = PersoonFactory(gemeente=andere_gemeente)

    with pytest.raises(ValidationError) as fout:
        start_uitkering(persoon, soort="pw", begindatum=date(2018, 1, 1), partner=vreemde, door=consulent)

    assert list(fout.value.message_dict) == ["partner"]


def test_einde_voor_begin_staat_bij_de_laatste_dag(persoon, consulent):
    uitkering = start_uitkering(persoon, soort="pw", begindatum=date(2018, 1, 1), door=consulent)

    with pytest.raises(ValidationError) as fout:
        beeindig_uitkering(uitkering, per=date(2017, 12, 31), reden=RedenEindeUitkering.WERK, door=consulent)

    assert list(fout.value.message_dict) == ["per"]
    uitkering.refresh_from_db()
    assert uitkering.einddatum is None


def test_een_meting_bewaart_bron_en_beoordelaar_en_de_vorige_blijft_staan(persoon, consulent):
    meet_trede(
        persoon, datum=date(2019, 1, 1), huidige_trede=3, doeltrede=5, bron="CompetenSYS", door=consulent
    )
    meet_trede(
        persoon, datum=date(2020, 1, 1), huidige_trede=4, doeltrede=5, reden="werkt mee", door=consulent
    )

    metingen = list(Tredemeting.objects.order_by("datum").values_list("huidige_trede", "bron", "beoordelaar"))
    assert metingen == [(3, "CompetenSYS", consulent.pk), (4, "", consulent.pk)]
    laatste = Gebeurtenis.objects.order_by("-pk").first()
    assert laatste.omschrijving == "Trede 4 naar 5 op 01-01-2020, was Trede 3 naar 5"


@pytest.mark.parametrize("veld", ["huidige_trede", "doeltrede"])
@pytest.mark.parametrize("waarde", [0, 7, 99])
def test_een_trede_buiten_1_tot_6_bestaat_niet(persoon, consulent, veld, waarde):
    with pytest.raises(ValidationError) as fout:
        meet_trede(persoon, datum=date(2019, 1, 1), door=consulent, **{veld: waarde})

    assert fout.value.message_dict == {veld: [f"{waarde} bestaat niet. Kies 1 t/m 6."]}


def test_een_meting_in_de_toekomst_wordt_geweigerd(persoon, consulent):
    with pytest.raises(ValidationError) as fout:
        meet_trede(persoon, datum=date(2100, 1, 1), huidige_trede=3, door=consulent)

    assert list(fout.value.message_dict) == ["datum"]


def test_een_lege_meting_wordt_geweigerd(persoon, consulent):
    with pytest.raises(ValidationError) as fout:
        meet_trede(persoon, datum=date(2019, 1, 1), door=consulent)

    assert fout.value.message_dict == {"huidige_trede": ["Vul de huidige trede of de doeltrede in."]}


def test_twee_metingen_op_een_dag_staan_bij_de_datum(persoon, consulent):
    meet_trede(persoon, datum=date(2019, 1, 1), huidige_trede=3, door=consulent)

    with pytest.raises(ValidationError) as fout:
        meet_trede(persoon, datum=date(2019, 1, 1), huidige_trede=4, door=consulent)

    assert list(fout.value.message_dict) == ["datum"]


def test_een_correctie_vraagt_een_reden_en_staat_in_het_logboek(persoon, consulent):
    meting = TredemetingFactory(persoon=persoon, huidige_trede=3, doeltrede=4, datum=date(2019, 1, 1))

    with pytest.raises(ValidationError) as fout:
        corrigeer_meting(meting, huidige_trede=2, reden="", door=consulent)
    corrigeer_meting(meting, huidige_trede=2, reden="verkeerd getypt", door=consulent)

    meting.refresh_from_db()
    assert list(fout.value.message_dict) == ["reden"]
    assert (meting.huidige_trede, meting.doeltrede) == (2, 4)
    assert Gebeurtenis.objects.get().omschrijving == (
        "Meting verbeterd: Trede 3 naar 4 op 01-01-2019 is Trede 2 naar 4 op 01-01-2019. Reden: verkeerd getypt"
    )
