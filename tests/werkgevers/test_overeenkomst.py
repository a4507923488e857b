"""De keten van een overeenkomst: wie mag wat, wat staat vast, en wat een fout zegt (RH-024, RH-025, RH-134)."""

from datetime import date
from decimal import Decimal as D
from io import BytesIO

import pikepdf
import pytest
from django.core.exceptions import ValidationError

from kern.models import Gebeurtenis
from kern.permissions import Rol
from tests.factories.kern import BeleidskaderFactory, ParameterFactory
from tests.factories.personen import PersoonFactory
from tests.factories.werkgevers import RelatieFactory
from werkgevers.actions.opstellen import stel_op, teken_overeenkomst, voeg_scan_toe
from werkgevers.actions.overeenkomst import (
    beeindig_overeenkomst,
    kom_overeen,
    trek_versie_in,
    verleng_overeenkomst,
    werk_statussen_bij,
    wijzig_overeenkomst,
)
from werkgevers.actions.tarief import spreek_tarief_af
from werkgevers.models import Overeenkomst
from werkgevers.queries.overeenkomsten import naast_elkaar, stappen_van

pytestmark = pytest.mark.django_db
TARIEF = {"methode": "uren_tarief", "bedrag": D("4.34")}


@pytest.fixture
def consulent(maak_gebruiker, gemeente):
    return maak_gebruiker(Rol.CONSULENT_WSW, gemeente, naam="W. Consulent")


@pytest.fixture
def administratie(maak_gebruiker, gemeente):
    return maak_gebruiker(Rol.FINANCIEN, gemeente, naam="F. Administratie")


@pytest.fixture
def relatie(gemeente):
    return RelatieFactory(
        gemeente=gemeente,
        kvk="70000001",
        straat="Haarstraat",
        huisnummer="1",
        postcode="7461 AA",
        plaats="Rijssen",
    )


@pytest.fixture
def persoon(gemeente):
    return PersoonFactory(gemeente=gemeente, in_begeleiding=True)


def spreek_af(persoon, relatie, door, **velden):
    begin = {
        "soort": "groepsdetachering",
        "begindatum": date(2026, 1, 1),
        "einddatum": date(2026, 12, 31),
        "uren_per_week": D(24),
        "tarief": TARIEF,
    }
    return kom_overeen(persoon, relatie=relatie, door=door, **(begin | velden))


@pytest.fixture
def afgesproken(persoon, relatie, consulent):
    return spreek_af(persoon, relatie, consulent)


@pytest.fixture
def lopend(afgesproken, administratie):
    stel_op(afgesproken, door=administratie)
    teken(afgesproken, administratie)
    afgesproken.refresh_from_db()
    return afgesproken


def teken(overeenkomst, door, dag=date(2026, 1, 2), **velden):
    return teken_overeenkomst(
        overeenkomst,
        getekend_op=dag,
        ondertekenaar="J. Werkgever",
        door=door,
        vandaag=date(2026, 11, 22),
        **velden,
    )


def test_de_keten_van_overeengekomen_tot_lopend(afgesproken, consulent, administratie):
    assert (afgesproken.nummer, afgesproken.status) == ("D-1", "overeengekomen")
    versie = stel_op(afgesproken, door=administratie)
    assert versie.bestand.mediatype == "application/pdf"
    with pikepdf.open(BytesIO(bytes(versie.bestand.inhoud))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "nl-NL"
        assert pdf.open_metadata()["pdfuaid:part"] == "1"
    teken(afgesproken, administratie)
    afgesproken.refresh_from_db()

    assert afgesproken.status == "lopend"
    assert afgesproken.versies.get().staat_vast
    stappen = [(stap.naam, stap.klaar, stap.nu) for stap in stappen_van(afgesproken)]
    assert stappen == [
        ("overeengekomen", True, False),
        ("opgesteld", True, False),
        ("getekend", True, False),
        ("lopend", False, True),
        ("beëindigd", False, False),
    ]
    soorten = Gebeurtenis.objects.van(afgesproken).values_list("soort", flat=True)
    assert {"overeenkomst.overeengekomen", "overeenkomst.opgesteld", "overeenkomst.getekend"} <= set(soorten)


def test_nummers_lopen_door_zonder_gat_ook_na_een_fout(persoon, relatie, consulent, afgesproken):
    with pytest.raises(ValidationError):
        spreek_af(persoon, relatie, consulent)  # overlaps
    ander = PersoonFactory(gemeente=persoon.gemeente)

    assert spreek_af(ander, relatie, consulent).nummer == "D-2"


def test_wie_afspreekt_stelt_niet_op(afgesproken, consulent):
    with pytest.raises(ValidationError, match="zelf gemaakt"):
        stel_op(afgesproken, door=consulent)
    afgesproken.refresh_from_db()
    assert afgesproken.status == "overeengekomen"


@pytest.mark.parametrize(
    ("velden", "woord"), [({"kvk": ""}, "KvK-nummer"), ({"straat": ""}, "adres"), ({"plaats": ""}, "adres")]
)
def test_zonder_kvk_of_adres_wordt_er_niets_opgesteld(afgesproken, administratie, velden, woord):
    for veld, waarde in velden.items():
        setattr(afgesproken.relatie, veld, waarde)
    afgesproken.relatie.save()

    with pytest.raises(ValidationError, match=woord):
        stel_op(afgesproken, door=administratie)
    assert afgesproken.versies.get().bestand is None


def test_geen_tarief_op_de_eerste_dag_zegt_wat_te_doen(persoon, relatie, consulent):
    with pytest.raises(ValidationError) as fout:
        spreek_af(persoon, relatie, consulent, tarief=TARIEF | {"begindatum": date(2026, 2, 1)})

    assert "Op de eerste dag (01-01-2026) is er geen tarief" in " ".join(fout.value.messages)
    assert not Overeenkomst.objects.exists()


def test_een_voortgezette_overeenkomst_mag_nog_zonder_tarief_beginnen(persoon, relatie, consulent):
    tarief = TARIEF | {"begindatum": date(2026, 2, 1)}

    assert spreek_af(persoon, relatie, consulent, herkomst="voortgezet", tarief=tarief).pk


def test_een_wijziging_voor_het_tekenen_gaat_terug_naar_de_administratie(
    afgesproken, consulent, administratie
):
    stel_op(afgesproken, door=administratie)
    wijzig_overeenkomst(
        afgesproken, per=date(2026, 1, 1), einddatum=date(2026, 12, 31), uren_per_week=D(28), door=consulent
    )
    afgesproken.refresh_from_db()

    assert afgesproken.status == "overeengekomen"
    assert afgesproken.versies.get().uren_per_week == 28
    with pytest.raises(ValidationError, match="intussen gewijzigd"):
        teken(afgesproken, administratie)


def test_een_wijziging_na_het_tekenen_is_een_nieuwe_versie(lopend, consulent, administratie):
    wijzig_overeenkomst(
        lopend, per=date(2026, 7, 1), einddatum=date(2026, 12, 31), uren_per_week=D(32), door=consulent,
        aanleiding="meer uren",
    )  # fmt: skip
    assert lopend.versies.get(versie=1).einddatum == date(2026, 12, 31)
    stel_op(lopend, door=administratie)
    teken(lopend, administratie, date(2026, 6, 20))
    eerste, tweede = lopend.versies.order_by("versie")

    assert (eerste.einddatum, tweede.begindatum) == (date(2026, 6, 30), date(2026, 7, 1))
    anders = {
        regel.label: (regel.links, regel.rechts) for regel in naast_elkaar(eerste, tweede) if regel.anders
    }
    assert anders["Uren per week"] == ("24", "32")


def test_wie_de_wijziging_afspreekt_stelt_haar_ook_niet_op(lopend, administratie):
    wijzig_overeenkomst(lopend, per=date(2026, 7, 1), einddatum=None, uren_per_week=D(32), door=administratie)

    with pytest.raises(ValidationError, match="zelf gemaakt"):
        stel_op(lopend, door=administratie)


def test_verlengen_maakt_een_versie_die_aansluit(lopend, consulent):
    nieuw = verleng_overeenkomst(lopend, tot=date(2027, 12, 31), door=consulent)

    assert (nieuw.versie, nieuw.begindatum, nieuw.einddatum) == (2, date(2027, 1, 1), date(2027, 12, 31))
    with pytest.raises(ValidationError, match="Kies een latere dag"):
        verleng_overeenkomst(lopend, tot=date(2026, 6, 1), door=consulent)


def test_beeindigen_vraagt_een_dag_in_de_periode(lopend, consulent):
    for dag in (date(2025, 12, 31), date(2027, 1, 1)):
        with pytest.raises(ValidationError):
            beeindig_overeenkomst(lopend, per=dag, reden="werkgever", door=consulent)
    beeindig_overeenkomst(lopend, per=date(2026, 9, 30), reden="prijs", door=consulent)
    lopend.refresh_from_db()

    assert (lopend.status, lopend.einddatum) == ("beeindigd", date(2026, 9, 30))
    assert lopend.versies.get().einddatum == date(2026, 9, 30)
    with pytest.raises(ValidationError, match="eindigde al"):
        beeindig_overeenkomst(lopend, per=date(2026, 8, 31), reden="prijs", door=consulent)


def test_intrekken_laat_de_getekende_versie_gelden(lopend, consulent):
    verleng_overeenkomst(lopend, tot=date(2027, 12, 31), door=consulent)
    trek_versie_in(lopend, door=consulent)
    lopend.refresh_from_db()

    assert (lopend.status, lopend.einddatum) == ("lopend", date(2026, 12, 31))


def test_een_afspraak_die_niet_doorgaat_houdt_geen_plaats_bezet(afgesproken, persoon, relatie, consulent):
    trek_versie_in(afgesproken, door=consulent)

    assert spreek_af(persoon, relatie, consulent).nummer == "D-2"


def test_elke_nacht_begint_en_eindigt_wat_aan_de_beurt_is(persoon, relatie, consulent, administratie):
    later = spreek_af(persoon, relatie, consulent, begindatum=date(2026, 12, 1), einddatum=date(2026, 12, 31))
    stel_op(later, door=administratie)
    teken(later, administratie, date(2026, 11, 20))
    later.refresh_from_db()
    assert later.status == "getekend"

    for dag, status in (
        (date(2026, 11, 30), "getekend"),
        (date(2026, 12, 1), "lopend"),
        (date(2027, 1, 1), "beeindigd"),
    ):
        werk_statussen_bij(dag)
        later.refresh_from_db()
        assert later.status == status
    assert later.reden_einde == "afgelopen"


def test_een_verlenging_die_op_tekenen_wacht_houdt_de_overeenkomst_open(lopend, consulent):
    verleng_overeenkomst(lopend, tot=date(2027, 12, 31), door=consulent)
    werk_statussen_bij(date(2027, 1, 5))
    lopend.refresh_from_db()

    assert lopend.status == "lopend"


def test_de_scan_komt_er_een_keer_bij(lopend, administratie):
    from kern.uploads import Upload

    scan = Upload("getekend.pdf", "application/pdf", b"%PDF-1.4 ...", "a" * 64)
    versie = voeg_scan_toe(lopend.versies.get(), scan=scan, door=administratie)

    assert versie.scan.naam == "getekend.pdf"
    with pytest.raises(ValidationError, match="al een getekend"):
        voeg_scan_toe(versie, scan=scan, door=administratie)


# ---- tarief --------------------------------------------------------------------------------------
def test_een_ander_tarief_laat_het_oude_staan_tot_de_dag_ervoor(lopend, consulent):
    spreek_tarief_af(
        lopend,
        begindatum=date(2026, 7, 1),
        methode="uren_tarief",
        bedrag=D("4.51"),
        reden="indexatie",
        door=consulent,
    )
    rijen = lopend.tarieven.geldig().order_by("begindatum").values_list("begindatum", "einddatum", "bedrag")

    assert list(rijen) == [
        (date(2026, 1, 1), date(2026, 6, 30), D("4.34")),
        (date(2026, 7, 1), None, D("4.51")),
    ]
    zin = Gebeurtenis.objects.van(lopend).first().omschrijving
    assert "€\u00a04,51 per 01-07-2026 (was gewerkte uren × tarief, €\u00a04,34): indexatie" in zin


def test_een_tarief_in_het_verleden_gaat_tot_het_volgende(lopend, consulent):
    spreek_tarief_af(
        lopend, begindatum=date(2026, 7, 1), methode="uren_tarief", bedrag=D("4.51"), door=consulent
    )
    spreek_tarief_af(
        lopend, begindatum=date(2026, 3, 1), methode="uren_tarief", bedrag=D("4.40"), door=consulent
    )
    rijen = lopend.tarieven.geldig().order_by("begindatum").values_list("begindatum", "einddatum", "bedrag")

    assert list(rijen) == [
        (date(2026, 1, 1), date(2026, 2, 28), D("4.34")),
        (date(2026, 3, 1), date(2026, 6, 30), D("4.40")),
        (date(2026, 7, 1), None, D("4.51")),
    ]


def test_een_tarief_op_dezelfde_dag_vervangt_het_vorige(lopend, consulent):
    spreek_tarief_af(lopend, begindatum=date(2026, 1, 1), methode="vast_maand", bedrag=D(500), door=consulent)

    assert lopend.tarieven.geldig().get().methode == "vast_maand"
    assert lopend.tarieven.count() == 2


@pytest.mark.parametrize("dag", [date(2025, 12, 31), date(2027, 1, 1)])
def test_een_tarief_buiten_de_overeenkomst_wordt_geweigerd(lopend, consulent, dag):
    with pytest.raises(ValidationError):
        spreek_tarief_af(lopend, begindatum=dag, methode="uren_tarief", bedrag=D(5), door=consulent)


def test_zonder_vastgelegd_overleg_geen_ander_tarief_zolang_de_schakelaar_aan_staat(
    lopend, consulent, gemeente
):
    kader = BeleidskaderFactory(gemeente=gemeente)
    for code, waarde, soort in (("schakelaar.tariefoverleg", True, "janee"), ("tarief.overleg", 5, "getal")):
        ParameterFactory(kader=kader, code=code, waarde=waarde, soort=soort, begindatum=date(2020, 1, 1))
    nieuw = {"begindatum": date(2026, 7, 1), "methode": "uren_tarief", "bedrag": D("4.51"), "door": consulent}

    for overleg in ({}, {"overleg_op": date(2026, 6, 1), "overleg_gemeenten": 4}):
        with pytest.raises(ValidationError, match="5 andere gemeenten"):
            spreek_tarief_af(lopend, **nieuw, **overleg)
    assert spreek_tarief_af(lopend, **nieuw, overleg_op=date(2026, 6, 1), overleg_gemeenten=5).pk
