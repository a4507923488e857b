"""Wat een maand kost, of waarom er nog geen bedrag is (functies V3–V6, eisen RH-149)."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from tests.factories.overeenkomsten import (
    OvereenkomstFactory,
    OvereenkomstversieFactory,
    TariefafspraakFactory,
    UrenstaatFactory,
    UurregelFactory,
)
from werkgevers.models import Overeenkomst, Tariefafspraak, Urenstaat
from werkgevers.queries.tarieven import te_factureren

pytestmark = pytest.mark.django_db
OKTOBER = date(2026, 10, 1)


def maak(uren="104", *, gemeente=None, tarief=True, compleet=True, **velden):
    if gemeente:
        velden["persoon__gemeente"] = gemeente
    overeenkomst = OvereenkomstFactory(**velden)
    OvereenkomstversieFactory(overeenkomst=overeenkomst)
    if tarief:
        TariefafspraakFactory(overeenkomst=overeenkomst)
    if uren is not None:
        staat = UrenstaatFactory(overeenkomst=overeenkomst, maand=OKTOBER, open=True)
        UurregelFactory(urenstaat=staat, uren=Decimal(uren))
        if compleet:
            Urenstaat.objects.filter(pk=staat.pk).update(
                compleet_op=overeenkomst.overeengekomen_op, compleet_door=overeenkomst.opgesteld_door
            )
    return overeenkomst


def enige(overeenkomst):
    (post,) = te_factureren(overeenkomst.gemeente, OKTOBER)
    return post


def test_uren_maal_tarief():
    post = enige(maak())

    assert (post.probleem, post.bedrag) == ("", Decimal("451.36"))  # 104 × 4,34


def test_nul_uur_bevestigd_is_geen_probleem_en_kost_niets():
    post = enige(maak(uren="0"))

    assert (post.probleemsoort, post.bedrag) == ("", Decimal("0.00"))


@pytest.mark.parametrize(
    ("velden", "soort"),
    [
        ({"tarief": False}, "geen_tarief"),
        ({"uren": None}, "geen_uren"),
        ({"compleet": False}, "geen_uren"),
        ({"relatie__straat": ""}, "geen_adres"),
        ({"relatie__kvk": ""}, "geen_kvk"),
    ],
)
def test_een_slechte_overeenkomst_zegt_waarom(velden, soort):
    assert enige(maak(**velden)).probleemsoort == soort


def test_tarief_dat_later_begint_is_een_gat_op_de_eerste_dag():
    overeenkomst = maak(tarief=False)
    TariefafspraakFactory(overeenkomst=overeenkomst, begindatum=date(2026, 10, 5))

    post = enige(overeenkomst)

    assert post.probleemsoort == "geen_tarief"
    assert "01-10-2026" in post.probleem


def test_een_ander_tarief_halverwege_de_maand_geeft_twee_regels():
    overeenkomst = maak(tarief=False, uren=None)
    TariefafspraakFactory(
        overeenkomst=overeenkomst, methode="vast_maand", bedrag=400, einddatum=date(2026, 10, 15)
    )
    TariefafspraakFactory(
        overeenkomst=overeenkomst, methode="vast_maand", bedrag=500, begindatum=date(2026, 10, 16)
    )
    UrenstaatFactory(overeenkomst=overeenkomst, maand=OKTOBER)

    post = enige(overeenkomst)

    # 400 × 15/31 = 193,55; 500 × 16/31 = 258,06
    assert [regel.bedrag for regel in post.uitleg.regels] == [Decimal("193.55"), Decimal("258.06")]


def test_een_overeenkomst_die_op_3_oktober_eindigt_telt_drie_dagen():
    overeenkomst = maak(
        tarief=False, uren=None, einddatum=date(2026, 10, 3), status="beeindigd", reden_einde="werkgever"
    )
    TariefafspraakFactory(overeenkomst=overeenkomst, methode="vast_maand", bedrag=500)
    UrenstaatFactory(overeenkomst=overeenkomst, maand=OKTOBER)

    assert enige(overeenkomst).bedrag == Decimal("48.39")  # 500 × 3/31


@pytest.mark.parametrize(("doorbelast", "bedrag"), [(True, "451.36"), (False, "381.92")])
def test_ziekte_komt_alleen_in_rekening_als_dat_is_afgesproken(doorbelast, bedrag):
    overeenkomst = OvereenkomstFactory()
    OvereenkomstversieFactory(overeenkomst=overeenkomst, ziekte_doorbelast=doorbelast)
    TariefafspraakFactory(overeenkomst=overeenkomst)
    staat = UrenstaatFactory(overeenkomst=overeenkomst, maand=OKTOBER, open=True)
    UurregelFactory(urenstaat=staat, uren=88)
    UurregelFactory(urenstaat=staat, soort="ziek", uren=16)
    Urenstaat.objects.update(
        compleet_op=overeenkomst.overeengekomen_op, compleet_door=overeenkomst.opgesteld_door
    )

    assert enige(overeenkomst).bedrag == Decimal(bedrag)  # 104 × 4,34 of 88 × 4,34


def test_het_aantal_vragen_hangt_niet_af_van_het_aantal_overeenkomsten(django_assert_max_num_queries):
    eerste = maak()
    with django_assert_max_num_queries(9) as twee:
        te_factureren(eerste.gemeente, OKTOBER)
    for _ in range(5):
        maak(gemeente=eerste.gemeente)
    with django_assert_max_num_queries(len(twee)):
        assert len(te_factureren(eerste.gemeente, OKTOBER)) == 6


def test_de_database_weigert_twee_tarieven_tegelijk():
    overeenkomst = maak(uren=None)

    with pytest.raises(IntegrityError), transaction.atomic():
        TariefafspraakFactory(overeenkomst=overeenkomst, begindatum=date(2026, 5, 1))


def test_de_database_weigert_dezelfde_handen():
    ander = maak(uren=None)

    with pytest.raises(IntegrityError), transaction.atomic():
        OvereenkomstFactory(overeengekomen_door=ander.opgesteld_door, opgesteld_door=ander.opgesteld_door)


def test_de_database_weigert_een_tweede_overeenkomst_voor_dezelfde_plaatsing():
    eerste = maak(uren=None)

    with pytest.raises(IntegrityError), transaction.atomic():
        OvereenkomstFactory(persoon=eerste.persoon, relatie=eerste.relatie, begindatum=date(2026, 6, 1))


def test_een_getekende_versie_staat_vast():
    versie = OvereenkomstversieFactory()
    versie.uren_per_week = 30

    with pytest.raises(IntegrityError, match="staat vast"), transaction.atomic():
        versie.save()


def test_een_complete_maand_weigert_andere_uren():
    staat = UrenstaatFactory()

    with pytest.raises(IntegrityError, match="compleet"), transaction.atomic():
        UurregelFactory(urenstaat=staat)


def test_een_maand_begint_op_de_eerste_en_uren_zijn_nooit_minder_dan_nul():
    with pytest.raises(IntegrityError), transaction.atomic():
        UrenstaatFactory(maand=date(2026, 10, 2))
    with pytest.raises(IntegrityError), transaction.atomic():
        UurregelFactory(uren=-1)


def test_een_overeenkomst_en_een_tarief_blijven_bestaan():
    overeenkomst = maak(uren=None)

    for vraag in (Tariefafspraak.objects.all(), Overeenkomst.objects.filter(pk=overeenkomst.pk)):
        with pytest.raises(DatabaseError), transaction.atomic():
            vraag._raw_delete("default")
