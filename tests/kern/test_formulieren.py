"""Fields accept what people type and refuse in one clear sentence (schermen D1-D10)."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.template import Context, Template
from hypothesis import given, settings
from hypothesis import strategies as st

from kern import opmaak
from kern.forms import (
    BedragField,
    BsnField,
    DatumField,
    DatumMetKeuzesField,
    GetalField,
    HeelGetalField,
    IbanField,
    JaNeeField,
    KeuzeField,
    KvkField,
    PeriodeMixin,
    PostcodeField,
    ProcentField,
    TekstField,
    TredeFilterForm,
    TredeForm,
    UrenField,
    los_op,
    vergelijk,
)
from kern.forms.datums import lees_maand
from kern.views.componenten import ProefForm

VANDAAG = "2026-08-28 12:00"


@pytest.mark.parametrize(
    ("getypt", "datum"),
    [
        ("1-7-2026", date(2026, 7, 1)),
        ("01-07-2026", date(2026, 7, 1)),
        ("1/7/2026", date(2026, 7, 1)),
        ("01.07.2026", date(2026, 7, 1)),
        ("01072026", date(2026, 7, 1)),
        ("1 juli 2026", date(2026, 7, 1)),
        (" 1 Jul. 2026 ", date(2026, 7, 1)),
        ("2 mrt 2026", date(2026, 3, 2)),
        ("1-7-26", date(2026, 7, 1)),
        ("12-5-84", date(1984, 5, 12)),
        ("2026-07-01", date(2026, 7, 1)),
        ("29-02-2028", date(2028, 2, 29)),
        ("vandaag", date(2026, 8, 28)),
        ("Morgen", date(2026, 8, 29)),
        ("gisteren", date(2026, 8, 27)),
        ("over 6 weken", date(2026, 10, 9)),
        ("over 3 maanden", date(2026, 11, 28)),
        ("over 1 jaar", date(2027, 8, 28)),
    ],
)
@time_machine.travel(VANDAAG, tick=False)
def test_een_datum_mag_op_veel_manieren(getypt, datum):
    assert DatumField().clean(getypt) == datum


@pytest.mark.parametrize(
    ("getypt", "fout"),
    [
        ("31-02-2026", "31-02-2026 bestaat niet. Vul een datum in zoals 01-07-2026."),
        ("29-2-2027", "29-02-2027 bestaat niet. Vul een datum in zoals 01-07-2026."),
        ("1-13-2026", "01-13-2026 bestaat niet. Vul een datum in zoals 01-07-2026."),
        ("1-1-0000", "Het jaar 0000 bestaat niet. Vul een datum in zoals 01-07-2026."),
        ("1-1-9999", "Het jaar 9999 bestaat niet. Vul een datum in zoals 01-07-2026."),
        ("straks", "Dit is geen datum. Vul een datum in zoals 01-07-2026."),
        ("١-٧-٢٠٢٦", "Dit is geen datum. Vul een datum in zoals 01-07-2026."),
        ("", "Vul een datum in, bijvoorbeeld 01-07-2026."),
    ],
)
def test_een_datum_die_niet_bestaat_wordt_uitgelegd(getypt, fout):
    assert _fout(DatumField(), getypt) == fout


@pytest.mark.parametrize(
    "tekst", ["2026-13", "2026-1", "26-01", "nu", "2026-00", "٢٠٢٦-01", "2026-10-01", "1900-01"]
)
def test_alleen_een_echte_maand_is_een_maand(tekst):
    assert lees_maand(tekst) is None
    assert lees_maand("2026-10") == date(2026, 10, 1)


@pytest.mark.parametrize("tekst", ["", "-", "2026-", "2014-12", "2200-01", "2026-10\n", "+026-10", "2026W10"])
def test_wat_op_een_maand_lijkt_is_er_geen(tekst):
    assert lees_maand(tekst) is None


def test_de_eerste_en_de_laatste_maand_die_meedoen():
    assert lees_maand("2015-01") == date(2015, 1, 1)
    assert lees_maand("2199-12") == date(2199, 12, 1)


def test_een_datum_buiten_de_grenzen_noemt_de_grens():
    veld = DatumField(niet_voor=date(2026, 1, 1), niet_na=date(2026, 12, 31))

    assert _fout(veld, "31-12-2025") == "Deze datum ligt voor 01-01-2026. Kies een latere datum."
    assert _fout(veld, "1-1-2027") == "Deze datum ligt na 31-12-2026. Kies een eerdere datum."


@pytest.mark.parametrize(
    ("getypt", "bedrag"),
    [
        ("1234,5", "1234.50"),
        ("1.234,50", "1234.50"),
        ("€ 1.234,50", "1234.50"),
        ("€1234", "1234.00"),
        ("1.234.567,89", "1234567.89"),
        ("-12", "-12.00"),
        ("€ −12,00", "-12.00"),
        ("12,50 euro", "12.50"),
        ("12,-", "12.00"),
        ("1.234", "1234.00"),
        ("0", "0.00"),
    ],
)
def test_een_bedrag_mag_op_veel_manieren(getypt, bedrag):
    assert BedragField().clean(getypt) == Decimal(bedrag)


@pytest.mark.parametrize(
    ("getypt", "fout"),
    [
        ("1,234.50", "Gebruik een komma voor centen, bijvoorbeeld € 1.234,50"),
        ("1234.5", "Gebruik een komma voor centen, bijvoorbeeld € 1.234,50"),
        ("12,345", "Een bedrag heeft hooguit 2 cijfers achter de komma."),
        ("veel", "Dit is geen bedrag. Vul een bedrag in zoals € 1.234,50."),
        ("1e400", "Dit is geen bedrag. Vul een bedrag in zoals € 1.234,50."),
        ("NaN", "Dit is geen bedrag. Vul een bedrag in zoals € 1.234,50."),
        ("٣", "Dit is geen bedrag. Vul een bedrag in zoals € 1.234,50."),
        ("9" * 40, "Vul 999999999999,99 of minder in."),
    ],
)
def test_een_bedrag_dat_niet_kan_wordt_uitgelegd(getypt, fout):
    assert _fout(BedragField(), getypt) == fout


def test_getallen_uren_en_procenten():
    assert GetalField().clean("12,5") == Decimal("12.50")
    assert UrenField().clean("36 uur") == Decimal("36.00")
    assert ProcentField().clean("45%") == Decimal("45.00")
    assert HeelGetalField().clean("1.234") == 1234
    assert isinstance(HeelGetalField().clean("7"), int)
    assert _fout(HeelGetalField(), "7,5") == "Dit is geen heel getal. Laat de cijfers achter de komma weg."
    assert _fout(HeelGetalField(min_value=1, max_value=6), "7") == "Vul 6 of minder in."
    assert _fout(UrenField(max_value=40), "41") == "Vul 40 of minder in."
    assert _fout(UrenField(), "-1") == "Vul 0 of meer in."


# 111222333 and 123456782 pass the elfproef by hand: 9·1+8·1+7·1+6·2+5·2+4·2+3·3+2·3−3 = 66 = 6·11.
@pytest.mark.parametrize("getypt", ["111222333", "111 222 333", "1112.22.333", "111-222-333", " 111222333 "])
def test_een_bsn_mag_met_spaties_en_punten(getypt):
    assert BsnField().clean(getypt) == "111222333"


# 8 digits: 010000004 gives 8·1−4 = 4, no; 012345672 gives 8+14+18+20+20+18+14−2 = 110 = 10·11, yes.
def test_een_bsn_van_acht_cijfers_krijgt_zijn_nul_terug():
    assert BsnField().clean("12345672") == "012345672"


@pytest.mark.parametrize(
    "getypt", ["111222334", "000000000", "00000000", "1234567", "1112223333", "a11222333", "١١١٢٢٢٣٣٣"]
)
def test_een_bsn_dat_niet_klopt_wordt_geweigerd(getypt):
    assert _fout(BsnField(), getypt) == "Dit BSN klopt niet. Controleer de 9 cijfers."


def test_postcode_iban_en_kvk():
    assert PostcodeField().clean("7461ab") == "7461 AB"
    assert IbanField().clean("nl91 abna 0417 1643 00") == "NL91ABNA0417164300"
    assert KvkField().clean("1234 5678") == "12345678"
    assert _fout(PostcodeField(), "0461 AB") == "Deze postcode klopt niet. Vul een postcode in zoals 7461 AB."
    assert _fout(PostcodeField(), "7461 SS") == "Deze postcode klopt niet. Vul een postcode in zoals 7461 AB."
    assert (
        _fout(IbanField(), "NL91ABNA0417164301") == "Dit rekeningnummer klopt niet. Controleer het hele IBAN."
    )
    assert _fout(KvkField(), "1234567") == "Dit KvK-nummer klopt niet. Een KvK-nummer heeft 8 cijfers."


def test_tekst_heeft_altijd_een_grens():
    assert (
        _fout(TekstField(), "x" * 10_001) == "Deze tekst is te lang: 10.001 tekens. Er passen er 10.000 in."
    )
    assert len(TekstField(max_length=20_000).clean("x" * 20_000)) == 20_000


def test_ja_nee_en_keuze():
    assert JaNeeField().clean("nee") is False
    assert JaNeeField(required=False).clean("") is None
    assert _fout(KeuzeField(choices=[("a", "A")]), "b") == "Deze keuze bestaat niet. Kies uit de lijst."
    assert _fout(KeuzeField(choices=[("a", "A")]), "") == "Maak een keuze."


class PeriodeForm(PeriodeMixin, TredeForm):
    begindatum = DatumField(label="Eerste dag")
    einddatum = DatumField(label="Laatste dag", required=False)


def test_het_einde_ligt_niet_voor_het_begin_en_de_fout_staat_bij_het_einde():
    form = PeriodeForm({"begindatum": "1-7-2026", "einddatum": "30-6-2026"})

    assert form.errors == {
        "einddatum": ["De laatste dag ligt voor de eerste dag (01-07-2026). Kies een latere laatste dag."]
    }
    assert PeriodeForm({"begindatum": "1-7-2026", "einddatum": "1-7-2026"}).is_valid()


def test_versie_en_eenmalig_gaan_mee_maar_staan_niet_in_de_gegevens():
    nieuw = PeriodeForm(versie=7)
    bron = {"begindatum": "1-7-2026", "versie": str(nieuw["versie"].value()), "eenmalig": "abc"}
    terug = PeriodeForm(bron, versie=9)

    assert terug.is_valid()
    assert terug.cleaned_data == {"begindatum": date(2026, 7, 1), "einddatum": None}
    assert (terug.versie, terug.eenmalig) == (7, "abc")
    assert len(PeriodeForm()["eenmalig"].value()) >= 20
    assert PeriodeForm()["eenmalig"].value() != PeriodeForm()["eenmalig"].value()


@pytest.mark.parametrize("rommel", ["", "x", "٣", "-1", "9" * 30, "1.5"])
def test_een_kapotte_versie_breekt_het_formulier_niet(rommel):
    form = PeriodeForm({"begindatum": "1-7-2026", "versie": rommel}, versie=2)

    assert form.is_valid()
    assert form.versie is None


def test_vervolg_met_keuze_of_andere_datum():
    class VervolgForm(TredeForm):
        vervolg = DatumMetKeuzesField(label="Vervolg")

    with time_machine.travel(VANDAAG, tick=False):
        assert "over 6 weken (09-10-2026)" in str(VervolgForm()["vervolg"])
        keuze = VervolgForm({"vervolg_keuze": "over 6 weken", "vervolg_datum": ""})
        anders = VervolgForm({"vervolg_keuze": "over 6 weken", "vervolg_datum": "1-10-2026"})
        leeg = VervolgForm({"vervolg_keuze": "anders", "vervolg_datum": ""})

        assert keuze.is_valid() and keuze.cleaned_data == {"vervolg": date(2026, 10, 9)}
        assert anders.is_valid() and anders.cleaned_data == {"vervolg": date(2026, 10, 1)}
        assert leeg.errors == {"vervolg": ["Vul een datum in, bijvoorbeeld 01-07-2026."]}


def test_een_filter_vraagt_niets_en_zegt_dat_niet():
    class Filter(TredeFilterForm):
        soort = KeuzeField(label="Soort", choices=[("1", "een")])
        vanaf = DatumField(label="Vanaf")

    form = Filter({"soort": "1"})

    assert form.is_valid()
    assert dict(form.gekozen()) == {"soort": "1"}
    assert "niet verplicht" not in str(form)
    assert "eenmalig" not in str(form)


def test_een_conflict_toont_beide_waarden_en_verliest_niets():
    mijn = ProefForm(
        {"naam": "A. Voorbeeld", "bedrag": "4,51", "begindatum": "1-7-2026", "belemmeringen": ["taal"]}
    )
    ander = ProefForm(
        initial={
            "naam": "A. Voorbeeld",
            "bedrag": Decimal("4.40"),
            "begindatum": date(2026, 7, 1),
            "hoe": "tel",
        }
    )

    verschil = vergelijk(mijn, ander, onderwerp="dit plan", wie="R. Demo", wanneer=None, versie=4)
    velden = {veld.naam: (veld.jij, veld.ander) for veld in verschil.velden}

    assert velden == {
        "bedrag": ("4,51", "4,40"),
        "belemmeringen": ("taal", "(leeg)"),
        "hoe": ("(leeg)", "telefoon"),
    }
    assert ("naam", "A. Voorbeeld") in verschil.gelijk


def test_de_keuzes_van_een_conflict_worden_een_gewone_post():
    post = QueryDict(
        "naam=A&versie=4&conflict_veld=bedrag&conflict_veld=hoe&jij:bedrag=4,51&ander:bedrag=4,40"
        "&ander:hoe=tel&kies:bedrag=jij&kies:hoe=ander"
    )

    assert dict(los_op(post).lists()) == {"naam": ["A"], "versie": ["4"], "bedrag": ["4,51"], "hoe": ["tel"]}
    gewoon = QueryDict("naam=A")
    assert los_op(gewoon) is gewoon


# Everything a browser or a script can send; surrogates and NUL included on purpose.
VIJANDIG = st.one_of(
    st.text(st.characters(codec=None, categories=None), max_size=60),
    st.sampled_from(
        ["\x00", "\ud800", "1e400", "٣", "\u202e", "9" * 5000, "01-01-0000", "NaN", "-0", "€", ",", "."]
    ),
)
NAMEN = [*ProefForm.base_fields, "vervolg_keuze", "vervolg_datum", "versie", "eenmalig"]


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(NAMEN), st.lists(VIJANDIG, min_size=1, max_size=2)))
def test_wat_je_ook_stuurt_het_formulier_geeft_antwoord(gestuurd):
    data = QueryDict(mutable=True)
    for naam, waarden in gestuurd.items():
        data.setlist(naam, waarden)
    form = ProefForm(data, versie=1)

    form.is_valid()
    html = Template("{% formulier form=form %}{% endformulier %}").render(Context({"form": form}))

    html.encode()  # a lone surrogate would break the answer here
    assert "\x00" not in html


def test_een_nul_teken_krijgt_een_duidelijke_fout_en_de_rest_blijft_staan():
    class Form(TredeForm):
        naam = TekstField(label="Naam")
        soort = forms.ChoiceField(label="Soort", choices=[("a", "A")])

    form = Form({"naam": "A\x00B", "soort": "a"})

    assert form.errors == {
        "naam": ["Deze tekst bevat een teken dat niet bewaard kan worden. Typ de tekst opnieuw."]
    }
    assert form.cleaned_data == {"soort": "a"}
    assert list(form.fields) == ["naam", "soort", "eenmalig"]


@pytest.mark.parametrize(
    ("gemaakt", "tekst"),
    [
        (opmaak.bedrag(Decimal("1234.56")), "€\u00a01.234,56"),
        (opmaak.bedrag(-12), "€\u00a0\u221212,00"),
        (opmaak.bedrag(Decimal("0.005")), "€\u00a00,01"),
        (opmaak.bedrag(None), "–"),
        (opmaak.procent(Decimal("12.5")), "12,5%"),
        (opmaak.procent(100), "100%"),
        (opmaak.deel_als_procent(Decimal("38") / 392), "9,7%"),
        (opmaak.fte(Decimal("5.65")), "5,65\u00a0fte"),
        (opmaak.fte(2), "2,00\u00a0fte"),
        (opmaak.uren(36), "36,0\u00a0uur"),
        (opmaak.uren(Decimal("22.25")), "22,25\u00a0uur"),
        (opmaak.getal(2500), "2.500"),
        (opmaak.getal(Decimal("-0.4"), 0), "0"),
        (opmaak.verschil(28), "+28"),
        (opmaak.verschil(-50), "−50"),
        (opmaak.verschil(0), "0"),
        (opmaak.datum(date(2026, 7, 1)), "01-07-2026"),
        (opmaak.datumtijd(date(2026, 7, 1)), "01-07-2026"),
    ],
)
def test_getallen_en_datums_op_zijn_nederlands(gemaakt, tekst):
    assert gemaakt == tekst


def test_een_jaartal_krijgt_geen_punt():
    assert Template("{{ jaar }}").render(Context({"jaar": 2026})) == "2026"


def _fout(veld, getypt):
    with pytest.raises(ValidationError) as gevangen:
        veld.clean(getypt)
    return gevangen.value.messages[0]
