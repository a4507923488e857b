"""Van tariefafspraak naar maandbedrag: elk bedrag is met de hand uitgerekend (regels §6.2, schermen §4)."""

from datetime import date
from decimal import Decimal

import pytest

from werkgevers.rules.tarief import Norm, Normen, NormOntbreekt, Uren, maandbedrag, rond, samen
from werkgevers.rules.uren import feestdagen, gelijke_week, standaarduren

D = Decimal
JANUARI, MAART, OKTOBER = date(2026, 1, 1), date(2026, 3, 1), date(2026, 10, 1)
# Nederland, 1-1-2026: WML € 14,71 per uur en € 2.294,40 per maand; 8% vakantiebijslag; 23,5% lasten; 36 uur.
NORMEN = Normen(
    wml_uur=Norm(D("14.71"), "nl/wml.uur/v5"),
    wml_maand=Norm(D("2294.40"), "nl/wml.maand/v17"),
    vakantiebijslag=Norm(D(8), "nl/wml.vakantiebijslag/v1"),
    werkgeverslasten=Norm(D("23.5"), "nl/lks.werkgeverslasten/v5"),
    voltijd=Norm(D(36), "nl/tarief.voltijd_uren/v1"),
)


def reken(methode, *, uren="0", week="24", maand=OKTOBER, normen=NORMEN, niet="0", standaard="0", **velden):
    velden = {naam: D(w) if isinstance(w, str) else w for naam, w in velden.items()}
    return maandbedrag(
        methode=methode,
        maand=maand,
        uren_per_week=D(week),
        uren=Uren(D(uren), D(niet), D(standaard)),
        normen=normen,
        **velden,
    )


def test_uren_maal_tarief_geeft_het_bedrag_van_groen_bv():
    uitleg = reken("uren_tarief", uren="412", bedrag="4.34")

    assert uitleg.bedrag == D("1788.08")


def test_een_tarief_per_uur_is_per_fte_1872_uur():
    assert rond(D("4.34") * 36 * 52) == D("8124.48")


def test_loonwaarde_rekent_van_minimumloon_naar_prijs_per_uur():
    # 14,71 × 45% × 0,656 = 4,342392 → € 4,34; 104 uur → € 451,36
    uitleg = reken("loonwaarde", uren="104", loonwaarde_pct="45", factor="0.656")

    assert uitleg.regels[0].prijs == D("4.34")
    assert uitleg.bedrag == D("451.36")
    assert uitleg.versies == ("nl/wml.uur/v5",)
    assert [stap.uitkomst for stap in uitleg.stappen] == ["€\u00a014,71", "€\u00a04,34", "€\u00a0451,36"]


@pytest.mark.parametrize(("week", "bedrag"), [("36", "250.00"), ("24", "166.67"), ("18", "125.00")])
def test_kosten_zijn_3000_per_fte_per_jaar(week, bedrag):
    assert reken("kosten", week=week, bedrag="3000").bedrag == D(bedrag)


@pytest.mark.parametrize(
    ("week", "bedrag"),
    # 2.294,40 × 1,08 × 1,235 = 3.060,27072; × 24/36 = 2.040,18048; + 250
    [("36", "3310.27"), ("24", "2290.18")],
)
def test_loonsom_met_250_opslag(week, bedrag):
    assert reken("loonsom_opslag", week=week, opslag="250").bedrag == D(bedrag)


def test_normuren_zijn_52_weken_gedeeld_door_twaalf_maanden():
    uitleg = reken("normuren", week="24", bedrag="4.34", uren="12")

    assert uitleg.regels[0].aantal == D("104.00")
    assert uitleg.bedrag == D("451.36")


@pytest.mark.parametrize(
    ("maand", "van", "tot", "bedrag"),
    [
        (JANUARI, date(2026, 1, 17), None, "241.94"),  # 500 × 15/31
        (MAART, None, date(2026, 3, 3), "48.39"),  # 500 × 3/31
        (JANUARI, None, None, "500.00"),
        (date(2028, 2, 1), date(2028, 2, 29), None, "17.24"),  # 500 × 1/29
    ],
)
def test_een_deel_van_een_maand_telt_naar_dagen_met_begin_en_eind_erbij(maand, van, tot, bedrag):
    assert reken("vast_maand", maand=maand, van=van, tot=tot, bedrag="500").bedrag == D(bedrag)


def test_een_maandbedrag_zonder_ziekte_gaat_naar_rato_omlaag():
    # 500 × (104 − 16) / 104 = 423,0769…
    assert reken("vast_maand", bedrag="500", niet="16", standaard="104").bedrag == D("423.08")


def test_delen_van_een_maand_tellen_op_tot_de_som_van_hun_regels():
    eerste = reken("vast_maand", maand=JANUARI, tot=date(2026, 1, 15), bedrag="400")
    tweede = reken("vast_maand", maand=JANUARI, van=date(2026, 1, 16), bedrag="500")
    uitleg = samen([eerste, tweede])

    # 400 × 15/31 = 193,548; 500 × 16/31 = 258,065
    assert [regel.bedrag for regel in uitleg.regels] == [D("193.55"), D("258.06")]
    assert uitleg.bedrag == D("451.61")


@pytest.mark.parametrize("methode", ["loonwaarde", "kosten", "loonsom_opslag"])
def test_zonder_norm_komt_er_geen_bedrag(methode):
    velden = {
        "loonwaarde": {"loonwaarde_pct": "45", "factor": "1"},
        "kosten": {"bedrag": "3000"},
        "loonsom_opslag": {"opslag": "250"},
    }
    with pytest.raises(NormOntbreekt):
        reken(methode, normen=Normen(), **velden[methode])


@pytest.mark.parametrize(
    "methode", ["loonwaarde", "kosten", "loonsom_opslag", "uren_tarief", "normuren", "vast_maand"]
)
def test_elke_regel_is_aantal_maal_prijs(methode):
    velden = {
        "loonwaarde": {"loonwaarde_pct": "33.3", "factor": "0.9"},
        "loonsom_opslag": {"opslag": "250"},
    }.get(methode, {"bedrag": "4.57"})
    uitleg = reken(methode, week="19", uren="71.3", maand=JANUARI, van=date(2026, 1, 9), **velden)

    assert [rond(regel.aantal * regel.prijs) for regel in uitleg.regels] == [uitleg.bedrag]


def test_feestdagen_van_2026():
    # Pasen is 5 april 2026; 27 april is een maandag; 5 mei is alleen in een lustrumjaar vrij.
    assert sorted(feestdagen(2026)) == [
        date(2026, 1, 1),
        date(2026, 4, 5),
        date(2026, 4, 6),
        date(2026, 4, 27),
        date(2026, 5, 14),
        date(2026, 5, 24),
        date(2026, 5, 25),
        date(2026, 12, 25),
        date(2026, 12, 26),
    ]
    assert date(2025, 4, 26) in feestdagen(2025)
    assert date(2025, 5, 5) in feestdagen(2025)


def test_standaardweek_kent_de_feestdagen():
    # April 2026: 22 werkdagen van 4,8 uur, waarvan tweede paasdag en Koningsdag op maandag.
    werk, feest = standaarduren(gelijke_week(D("24")), date(2026, 4, 1), date(2026, 4, 30))

    assert (werk, feest) == (D("96.00"), D("9.60"))


def test_een_week_die_niet_door_vijf_deelt_telt_precies_op():
    assert sum(gelijke_week(D("31.99"))) == D("31.99")
