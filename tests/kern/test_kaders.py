"""Een heel beleidskader maken, verlengen en afsluiten, en het signaal als het afloopt (HT-001)."""

import csv
import io
import json
from datetime import date, timedelta

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from kern.actions import kaders
from kern.actions.kaders_laden import laad_kaders
from kern.beleid import waarde
from kern.kaderwacht import vind_verlopen
from kern.models import Beleidskader, Gebeurtenis, Parameter
from kern.permissions import Rol
from tests.factories.kern import BeleidskaderFactory, DeelnameFactory, ParameterFactory

VANDAAG = date.today()
JAAR = timedelta(days=365)
MORGEN = VANDAAG + timedelta(days=1)


@pytest.fixture
def beleid(maak_gebruiker, gemeente):
    return maak_gebruiker(Rol.BELEID, gemeente, naam="B. Beleid")


@pytest.fixture
def manager(maak_gebruiker, gemeente):
    return maak_gebruiker(Rol.TEAMMANAGER, gemeente, naam="T. Manager")


@pytest.fixture
def oud(gemeente):
    """Verlopen: het gold tot en met een jaar geleden."""
    einde = VANDAAG - JAAR
    kader = BeleidskaderFactory(
        code="oud", naam="Oud plan", gemeente=gemeente, begindatum=einde - 4 * JAAR, einddatum=einde
    )
    ParameterFactory(kader=kader, waarde="45", begindatum=kader.begindatum, einddatum=einde)
    return kader


def nieuw_kader(gemeente, door, **velden):
    standaard = {"naam": "Nieuw plan", "begindatum": MORGEN, "bron": "Beleidsplan", "gemeente": gemeente}
    return kaders.maak_kader(**standaard | velden, door=door)


# ---- maken en vaststellen -------------------------------------------------------------------------------
def test_een_nieuw_kader_geldt_pas_als_een_ander_het_vaststelt(gemeente, beleid, manager, oud):
    kader = nieuw_kader(gemeente, beleid, neem_over=oud)

    assert (kader.status, kader.code) == ("concept", f"nieuw-plan-{MORGEN:%Y}")
    assert not waarde("norm.wsw", gemeente, MORGEN)

    kaders.stel_kader_vast(kader, door=manager)

    assert waarde("norm.wsw", gemeente, MORGEN).waarde == 45
    parameter = Parameter.objects.get(kader=kader)
    assert (parameter.opgesteld_door, parameter.vastgesteld_door) == (beleid, manager)
    soorten = Gebeurtenis.objects.filter(onderwerp_id=kader.pk).values_list("soort", flat=True)
    assert set(soorten) == {"kader.opgesteld", "kader.vastgesteld"}


def test_wie_het_kader_opstelde_stelt_het_niet_vast(gemeente, beleid, maak_gebruiker):
    from tests.factories.kern import RolvervullingFactory

    RolvervullingFactory(gebruiker=beleid, rol=Rol.TEAMMANAGER, gemeente=gemeente)
    kader = nieuw_kader(gemeente, beleid)

    with pytest.raises(ValidationError, match="zelf opgesteld"):
        kaders.stel_kader_vast(kader, door=beleid)
    with pytest.raises(IntegrityError), transaction.atomic():
        Beleidskader.objects.filter(pk=kader.pk).update(status="vastgesteld", vastgesteld_door=beleid)


def test_het_kader_dat_loopt_eindigt_de_dag_voor_zijn_opvolger(gemeente, beleid, manager):
    lopend = BeleidskaderFactory(gemeente=gemeente, begindatum=date(2020, 1, 1))
    ParameterFactory(kader=lopend, waarde="45", begindatum=date(2020, 1, 1))
    kader = nieuw_kader(gemeente, beleid)

    kaders.stel_kader_vast(kader, door=manager)

    lopend.refresh_from_db()
    assert (lopend.einddatum, lopend.parameters.get().einddatum) == (VANDAAG, VANDAAG)
    assert waarde("norm.wsw", gemeente, VANDAAG).waarde == 45
    assert not waarde("norm.wsw", gemeente, MORGEN)


def test_alleen_voor_een_eigen_gemeente(andere_gemeente, beleid):
    with pytest.raises(PermissionDenied):
        nieuw_kader(andere_gemeente, beleid)


def test_een_kader_van_een_verband_vraagt_het_recht_in_elke_deelnemer(gemeente, andere_gemeente, beleid):
    verband = DeelnameFactory(gemeente=gemeente).verband
    nieuw_kader(None, beleid, verband=verband)

    DeelnameFactory(gemeente=andere_gemeente, verband=verband)

    with pytest.raises(PermissionDenied):
        nieuw_kader(None, beleid, verband=verband)


def test_een_ingetrokken_concept_neemt_zijn_waarden_mee(gemeente, beleid, oud):
    kader = nieuw_kader(gemeente, beleid, neem_over=oud)

    kaders.trek_kader_in(kader, reden="Raad besloot anders", door=beleid)

    kader.refresh_from_db()
    assert kader.status == "vervallen"
    assert set(kader.parameters.values_list("status", flat=True)) == {"vervallen"}


# ---- verlengen en afsluiten ------------------------------------------------------------------------------
def test_verlengen_laat_de_waarden_meelopen_en_vraagt_vier_ogen(gemeente, beleid, manager, oud):
    straks = VANDAAG + JAAR
    kaders.stel_einde_voor(oud, einddatum=straks, bron="Collegebesluit 12", door=beleid)
    assert not waarde("norm.wsw", gemeente, VANDAAG)

    kaders.stel_einde_vast(oud, door=manager)

    oud.refresh_from_db()
    assert (oud.einddatum, oud.voorstel_door, oud.voorstel_bron) == (straks, None, "")
    assert waarde("norm.wsw", gemeente, VANDAAG).waarde == 45
    assert waarde("norm.wsw", gemeente, straks).waarde == 45
    assert not waarde("norm.wsw", gemeente, straks + timedelta(days=1))


def test_een_waarde_die_eerder_ophield_wordt_niet_verlengd(gemeente, beleid, manager, oud):
    ParameterFactory(
        kader=oud, code="norm.ontwikkeling", waarde="85", begindatum=oud.begindatum,
        einddatum=oud.begindatum + JAAR,
    )  # fmt: skip
    kaders.stel_einde_voor(oud, einddatum=None, bron="Besluit", door=beleid)
    kaders.stel_einde_vast(oud, door=manager)

    assert waarde("norm.wsw", gemeente, VANDAAG + 9 * JAAR).waarde == 45
    assert not waarde("norm.ontwikkeling", gemeente, VANDAAG)


def test_wie_het_voorstelt_stelt_het_niet_vast(gemeente, beleid, oud):
    from tests.factories.kern import RolvervullingFactory

    RolvervullingFactory(gebruiker=beleid, rol=Rol.TEAMMANAGER, gemeente=gemeente)
    kaders.stel_einde_voor(oud, einddatum=MORGEN, bron="Besluit", door=beleid)

    with pytest.raises(ValidationError, match="zelf opgesteld"):
        kaders.stel_einde_vast(oud, door=beleid)


def test_afsluiten_kan_niet_met_een_dag_die_voorbij_is(gemeente, beleid):
    kader = BeleidskaderFactory(gemeente=gemeente, begindatum=date(2020, 1, 1))

    with pytest.raises(ValidationError) as fout:
        kaders.stel_einde_voor(kader, einddatum=VANDAAG - timedelta(days=1), bron="Besluit", door=beleid)

    assert "einddatum" in fout.value.error_dict


def test_verlengen_over_de_opvolger_heen_wordt_geweigerd(gemeente, beleid, manager, oud):
    BeleidskaderFactory(gemeente=gemeente, begindatum=VANDAAG)
    kaders.stel_einde_voor(oud, einddatum=VANDAAG + JAAR, bron="Besluit", door=beleid)

    with pytest.raises(ValidationError, match="al een vastgesteld kader"):
        kaders.stel_einde_vast(oud, door=manager)


def test_opnieuw_laden_zet_een_verlenging_niet_terug(db, maak_gebruiker):
    laad_kaders()
    kader = Beleidskader.objects.get(code="hof-van-twente")
    assert kader.einddatum == date(2021, 12, 31)
    beleid = maak_gebruiker(Rol.BELEID, kader.gemeente)
    manager = maak_gebruiker(Rol.TEAMMANAGER, kader.gemeente)
    kaders.stel_einde_voor(kader, einddatum=None, bron="Besluit", door=beleid)
    kaders.stel_einde_vast(kader, door=manager)

    assert laad_kaders().gewijzigd == 0

    kader.refresh_from_db()
    assert kader.einddatum is None


# ---- het signaal --------------------------------------------------------------------------------------
def test_een_verlopen_kader_zonder_opvolger_geeft_een_signaal_aan_beleid(gemeente, beleid, oud):
    (signaal,) = vind_verlopen([gemeente.pk], VANDAAG)

    assert (signaal.niveau, signaal.eigenaar_id, signaal.onderwerp) == ("moet", beleid.pk, "Oud plan")
    assert f"verliep op {oud.einddatum:%d-%m-%Y}" in signaal.reden
    assert signaal.actie_url == reverse("kern:kader-einde", args=["oud"])

    BeleidskaderFactory(gemeente=gemeente, begindatum=VANDAAG)
    assert list(vind_verlopen([gemeente.pk], VANDAAG)) == []


@pytest.mark.parametrize(("dagen", "niveaus"), [(183, ["let_op"]), (184, [])])
def test_het_signaal_komt_een_half_jaar_voor_de_laatste_dag(gemeente, beleid, dagen, niveaus):
    BeleidskaderFactory(gemeente=gemeente, einddatum=VANDAAG + timedelta(days=dagen))

    assert [s.niveau for s in vind_verlopen([gemeente.pk], VANDAAG)] == niveaus


# ---- de pagina's ----------------------------------------------------------------------------------------
def test_maken_verlengen_en_vaststellen_in_de_browser(client, gemeente, beleid, manager, oud):
    client.force_login(beleid)
    velden = {
        "eigenaar": f"g{gemeente.pk}", "naam": "Plan 2027", "begindatum": f"{MORGEN:%d-%m-%Y}",
        "bron": "Beleidsplan", "bestuurder": "W. Wethouder", "neem_over": "oud",
    }  # fmt: skip
    antwoord = client.post(reverse("kern:kader-nieuw"), velden)
    kader = Beleidskader.objects.get(naam="Plan 2027")
    assert antwoord.url == reverse("kern:kader", args=[kader.code])
    pagina = client.get(antwoord.url).content.decode()
    assert "Dit kader is een concept" in pagina
    assert "Beoordeel en stel vast" not in pagina

    client.force_login(manager)
    assert "Beoordeel en stel vast" in client.get(antwoord.url).content.decode()
    client.post(reverse("kern:kader-vaststellen", args=[kader.code]))

    kader.refresh_from_db()
    assert (kader.status, kader.bestuurder) == ("vastgesteld", "W. Wethouder")


def test_het_landelijke_kader_kun_je_niet_afsluiten(client, beleid, manager):
    BeleidskaderFactory(code="nederland", gemeente=None)
    for wie, route in ((beleid, "kern:kader-einde"), (manager, "kern:kader-vaststellen")):
        client.force_login(wie)
        assert client.get(reverse(route, args=["nederland"])).status_code == 404


def test_csv_xlsx_en_json_geven_dezelfde_rijen(client, gemeente, beleid):
    kader = BeleidskaderFactory(code="eigen", gemeente=gemeente)
    ParameterFactory(kader=kader, waarde="45", eenheid="klanten per fte")
    client.force_login(beleid)

    def haal(vorm):
        adres = reverse("kern:kader", args=["eigen"])
        return client.get(adres, {"toon": "vastgesteld", "export": vorm}).getvalue()

    regels = list(csv.reader(io.StringIO(haal("csv").decode("utf-8-sig")), delimiter=";"))
    blad = openpyxl.load_workbook(io.BytesIO(haal("xlsx"))).active
    inhoud = json.loads(haal("json"))

    assert len(regels) == 2 and regels[1][1] == "norm.wsw" and regels[1][3] == "45"
    assert [cel.value for cel in blad[1]] == regels[0]
    assert blad["D2"].value == 45 and blad["F2"].value.date() == date(2019, 1, 1)
    assert inhoud["kader"] == "eigen"
    assert [(rij["code"], rij["waarde"], rij["eerste_dag"]) for rij in inhoud["rijen"]] == [
        ("norm.wsw", 45, "2019-01-01")
    ]


def test_het_blok_op_de_startpagina_is_er_voor_wie_erover_gaat(client, gemeente, beleid, consulent):
    BeleidskaderFactory(naam="Ons plan", gemeente=gemeente)
    client.force_login(beleid)
    assert "Ons plan" in client.get(reverse("kern:werkvoorraad")).content.decode()

    client.force_login(consulent)
    assert "Ons plan" not in client.get(reverse("kern:werkvoorraad")).content.decode()
