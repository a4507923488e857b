"""De kaders uit de bestanden. Verwachte waarden komen uit de documenten en de wet zelf."""

import io
import json
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from kern import beleid
from kern.actions.kaders_laden import laad_kaders
from kern.models import Deelname, Gebeurtenis, Gemeente, Organisatierol, Parameter
from kern.parameters import Looptijd, catalogus

RH, HVT, TW, ROOSENDAAL, ALMELO = "1742", "1735", "1700", "1674", "0141"


def waarde(code, gemeentecode, dag):
    return beleid.waarde(code, Gemeente.objects.get(code=gemeentecode), dag)


# ---- what the documents say --------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("code", "gemeente", "dag", "verwacht"),
    [
        ("norm.ontwikkeling", RH, date(2020, 7, 1), Decimal(85)),  # RH-012, beslispunt DT d
        ("norm.werkgeversbenadering", RH, date(2020, 7, 1), Decimal(45)),  # RH-013
        ("norm.wsw", RH, date(2021, 1, 1), Decimal(45)),  # RH-010
        ("formatie.verwacht_naar_werk", RH, date(2020, 7, 1), Decimal(90)),  # RH-163
        ("tarief.band.groep.min", RH, date(2021, 1, 1), Decimal(7500)),  # RH-113
        ("tarief.band.individueel.max", RH, date(2021, 1, 1), Decimal(12500)),  # RH-113
        ("wsw.uitstroompct", RH, date(2022, 12, 31), Decimal(9)),  # RH-038
        ("wsw.uitstroompct", RH, date(2023, 1, 1), Decimal("7.75")),  # RH-038
        ("loonwaarde.eigen_vanaf", RH, date(2020, 7, 1), date(2020, 7, 1)),  # RH-026
        ("statistiek.deadlines", RH, date(2021, 1, 1), ("15-02", "15-08")),  # RH-105
        ("reserve.saldo", RH, date(2024, 12, 31), Decimal(684000)),  # RH-185
        ("vrijlating.max_maand", HVT, date(2018, 3, 1), Decimal(201)),  # HT-065
        ("uitstroompremie.bedrag", HVT, date(2018, 3, 1), Decimal(750)),  # HT-066
        ("uitstroompremie.termijnen", HVT, date(2018, 3, 1), (3, 6)),  # HT-066
        ("werkpremie.ritme", HVT, date(2017, 12, 31), "jaar"),  # HT-064
        ("werkpremie.ritme", HVT, date(2018, 1, 1), "maand"),  # HT-064
        ("beschut.taakstelling", HVT, date(2017, 7, 1), Decimal(3)),  # HT-062
        ("beschut.taakstelling", HVT, date(2018, 7, 1), Decimal(4)),  # HT-062
        ("kader.periode", HVT, date(2018, 7, 1), Looptijd(date(2018, 1, 1), date(2021, 12, 31))),  # HT-001
        ("uitvoering.contract_einde", TW, date(2025, 6, 1), date(2026, 10, 1)),  # TW-044
        ("detachering.max_maanden", ROOSENDAAL, date(2021, 1, 1), Decimal(23)),  # WV-037
        ("leerwerk.max_maanden", ROOSENDAAL, date(2021, 1, 1), Decimal(6)),  # WV-034
        ("leverancier.min_aandeel", ROOSENDAAL, date(2021, 1, 1), Decimal(70)),  # WV-052
        ("wml.maand", RH, date(2026, 1, 1), Decimal("2294.40")),  # regels §1.4
        ("wml.maand", RH, date(2026, 6, 30), Decimal("2294.40")),
        ("wml.maand", RH, date(2026, 7, 1), Decimal("2337.00")),
        ("wml.uur", RH, date(2026, 7, 1), Decimal("14.99")),
        ("lks.werkgeverslasten", RH, date(2017, 12, 31), Decimal(23)),  # regels §1.3
        ("lks.werkgeverslasten", RH, date(2018, 1, 1), Decimal("23.5")),
        ("bijstand.norm.21a", RH, date(2026, 7, 1), Decimal("1419.46")),  # regels §3.7
        ("wik.maximum", RH, date(2026, 7, 1), Decimal(6775)),  # regels §6.5
        ("rente.handel", RH, date(2024, 3, 1), Decimal("12.5")),
    ],
)
def test_de_waarde_staat_zo_in_het_document(geladen, code, gemeente, dag, verwacht):
    assert waarde(code, gemeente, dag).waarde == verwacht


@pytest.mark.parametrize(
    ("code", "gemeente", "dag"),
    [
        ("norm.ontwikkeling", RH, date(2020, 6, 30)),  # the norm starts on 1-7-2020
        ("norm.ontwikkeling", HVT, date(2020, 7, 1)),  # never the norm of another gemeente
        ("norm.wsw", ROOSENDAAL, date(2021, 1, 1)),
        ("contact.max_dagen", RH, date(2021, 1, 1)),  # the plan names no term
        ("uitstroompremie.bedrag", HVT, date(2022, 1, 1)),  # the beleidsplan ended on 31-12-2021
        ("wml.uur", RH, date(2023, 12, 31)),  # no statutory hourly wage before 2024
        ("detachering.max_maanden", RH, date(2021, 1, 1)),  # none for Wsw (C28)
        ("vrijlating.max_maand", RH, date(2018, 3, 1)),  # 201 is a value of Hof van Twente only
    ],
)
def test_wat_het_document_niet_noemt_is_niet_vastgesteld(geladen, code, gemeente, dag):
    gevonden = waarde(code, gemeente, dag)

    assert not gevonden
    assert gevonden.waarde is None
    assert str(gevonden) == "niet vastgesteld"


def test_een_waarde_legt_zichzelf_uit(geladen):
    norm = waarde("norm.ontwikkeling", RH, date(2020, 7, 1))

    assert str(norm) == "85 klanten per fte"
    assert norm.bron == "000 Beslispunten DT d, §4.4 b"
    assert norm.versie == "rijssen-holten/norm.ontwikkeling/v1"
    assert norm.parameter.rij == "RH-012"


def test_na_het_eigen_kader_geldt_weer_de_landelijke_waarde(geladen):
    assert waarde("vrijlating.max_maand", HVT, date(2026, 2, 1)).waarde == Decimal(285)
    assert waarde("vrijlating.max_maand", HVT, date(2026, 2, 1)).kader.code == "nederland"


def test_de_landelijke_statistiekdatum_geldt_waar_de_gemeente_er_geen_noemt(geladen):
    assert waarde("statistiek.deadlines", ROOSENDAAL, date(2021, 1, 1)).waarde == ("11-02", "11-08")


def test_een_tabel_komt_terug_met_zijn_kolommen_in_volgorde(geladen):
    rijen = waarde("aow.leeftijd", RH, date(2026, 1, 1)).waarde

    assert list(rijen[0]) == ["geboren_van", "geboren_tot", "jaren", "maanden", "zekerheid"]
    assert rijen[-1]["geboren_van"] == date(1961, 1, 1)
    assert (rijen[-1]["jaren"], rijen[-1]["maanden"]) == (67, 3)


def test_een_onbekende_code_is_een_fout_en_geen_stilte(geladen):
    with pytest.raises(KeyError):
        waarde("norm.onzin", RH, date(2021, 1, 1))


def test_veel_waarden_kosten_twee_querys(geladen, django_assert_num_queries):
    gemeenten = list(Gemeente.objects.filter(gebruikt_trede=True))

    with django_assert_num_queries(2):
        gevonden = beleid.waarden(catalogus(), gemeenten, date(2021, 1, 1))

    assert len(gevonden) == len(gemeenten) * len(catalogus())


# ---- loading ---------------------------------------------------------------------------------------------
def test_een_tweede_keer_laden_verandert_niets(geladen):
    gebeurtenissen = Gebeurtenis.objects.count()
    opnieuw = laad_kaders()

    assert (opnieuw.toegevoegd, opnieuw.gewijzigd) == (0, 0)
    assert opnieuw.ongewijzigd > 300
    assert Gebeurtenis.objects.count() == gebeurtenissen


def test_de_opdracht_geeft_json(geladen):
    uit = io.StringIO()
    call_command("laad_kaders", "--json", stdout=uit)

    resultaat = json.loads(uit.getvalue())
    assert (
        resultaat["kaders"]["rijssen-holten"]
        == Parameter.objects.filter(kader__code="rijssen-holten").count()
    )


def test_demowaarden_komen_er_alleen_op_verzoek_bij(geladen):
    assert not Parameter.objects.filter(bron="voorbeeldwaarde demo").exists()

    laad_kaders(demo=True)

    assert waarde("contact.max_dagen", RH, date(2026, 11, 1)).bron == "voorbeeldwaarde demo"
    assert waarde("contact.max_dagen", HVT, date(2026, 11, 1)).kader.code == "hof-van-twente-demo"
    assert laad_kaders(demo=True).toegevoegd == 0


def test_soweco_had_zes_deelnemers_tot_2021(geladen):
    deelnames = Deelname.objects.filter(verband__code="gr-soweco")

    assert deelnames.op(date(2020, 12, 31)).count() == 6
    assert deelnames.op(date(2021, 1, 1)).count() == 0


def test_de_formele_werkgever_gaat_op_1_januari_2021_over(geladen):
    rollen = Organisatierol.objects.filter(gemeente__code=RH, soort="formeel_werkgever")

    assert rollen.op(date(2020, 12, 31)).get().organisatie.naam == "SOWECO"
    assert rollen.op(date(2021, 1, 1)).get().organisatie.gemeente.code == RH


def test_de_wvs_heeft_negen_gemeenten(geladen):
    assert Deelname.objects.filter(verband__code="wvs").op(date(2021, 1, 1)).count() == 9


def test_elke_geladen_waarde_past_bij_de_catalogus(geladen):
    for parameter in Parameter.objects.select_related("kader"):
        code = catalogus()[parameter.code]
        assert (parameter.soort, parameter.eenheid) == (code.soort, code.eenheid)
        assert parameter.kader.begindatum <= parameter.begindatum
        beleid.gelezen(parameter)


# ---- the database itself ---------------------------------------------------------------------------------
def test_postgresql_weigert_overlap_ook_bij_sql(geladen):
    tweede = """insert into kern_parameter (kader_id, code, soort, eenheid, waarde, status, versie, bron, rij,
                    zekerheid, toelichting, begindatum)
                select kader_id, code, soort, eenheid, waarde, status, 9, bron, rij, zekerheid, '', '2030-01-01'
                from kern_parameter where code = 'norm.ontwikkeling'"""

    with (
        pytest.raises(IntegrityError, match="parameter_geen_overlap"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(tweede)
