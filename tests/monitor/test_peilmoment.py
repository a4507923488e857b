"""Een peilmoment: vastzetten, onveranderlijk, latere verbeteringen, bijsturing en de opdracht (RH-078, RH-079, WV-067)."""

import io
import json
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, transaction
from django.urls import reverse

from kern.jobs import voer_taak_uit
from kern.models import Achtergrondtaak, Afspraak, Gebeurtenis
from kern.permissions import Rol
from monitor.actions import (
    beantwoord_bijsturing,
    leg_bijsturing_vast,
    vingerafdruk,
    zet_peilmoment_vast,
)
from monitor.choices import Oordeel
from monitor.doel_actions import leg_doel_vast
from monitor.models import Peilmoment, Peilrij, Peilwaarde
from monitor.queries.peilmoment import correctierijen, correcties, naast_elkaar
from monitor.signalen import zonder_bijsturing
from reintegratie.models import Uitkering
from tests.factories.kern import BeleidskaderFactory, ParameterFactory
from tests.factories.monitor import MaandbedragFactory, PeilmomentFactory, PeilwaardeFactory
from tests.factories.reintegratie import UitkeringFactory

pytestmark = pytest.mark.django_db

JUNI = date(2026, 6, 30)


@pytest.fixture(autouse=True)
def _klok():
    with time_machine.travel("2026-11-22 12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def manager(maak_gebruiker, gemeente):
    return maak_gebruiker(Rol.TEAMMANAGER, gemeente)


@pytest.fixture
def cijfers(gemeente):
    """A norm of 80 a year, three people who went to work and four benefits that run on 30 June."""
    kader = BeleidskaderFactory(gemeente=gemeente, begindatum=date(2020, 1, 1))
    ParameterFactory(kader=kader, code="kpi.uitstroom_werk", waarde="80", begindatum=date(2020, 1, 1))
    for dag in (1, 2, 3):
        UitkeringFactory(
            persoon__gemeente=gemeente,
            begindatum=date(2020, 1, 1),
            einddatum=date(2026, 3, dag),
            reden_einde="werk",
        )
    UitkeringFactory.create_batch(4, persoon__gemeente=gemeente)
    return kader


# ---- freezing ------------------------------------------------------------------------------------------
def test_vastzetten_bewaart_waarden_rijen_normen_en_hash(gemeente, manager, cijfers):
    moment = zet_peilmoment_vast(gemeente, JUNI, door=manager)

    waarde = moment.waarden.get(kpi="uitstroom_werk")
    assert (waarde.waarde, waarde.doel, waarde.doel_nu, waarde.oordeel) == (3, 80, 40, Oordeel.NIET_OP_DOEL)
    assert waarde.rijen.filter(telt=True).count() == 3
    assert moment.waarden.get(kpi="uitkeringsdossiers").rijen.count() == 4
    assert [versie.split("/")[1] for versie in moment.kaderversies] == ["kpi.uitstroom_werk"]
    assert len(moment.sha256) == 64
    assert Gebeurtenis.objects.filter(soort="peilmoment.vastgezet", onderwerp_id=moment.pk).count() == 1


def test_in_december_staan_ook_de_mensen_achter_het_jaar_vast(client, gemeente, manager, cijfers):
    """Three left in March and one in September: 1 in the half-year, 4 in the year, and each number opens its people."""
    UitkeringFactory(
        persoon__gemeente=gemeente,
        begindatum=date(2020, 1, 1),
        einddatum=date(2026, 9, 1),
        reden_einde="werk",
    )
    with time_machine.travel("2027-01-15 12:00:00+01:00", tick=False):
        moment = zet_peilmoment_vast(gemeente, date(2026, 12, 31), door=manager)
    waarde = moment.waarden.get(kpi="uitstroom_werk")
    rijen = {w.kpi: list(w.rijen.all()) for w in moment.waarden.all()}
    waarden = list(moment.waarden.order_by("volgorde"))
    client.force_login(manager)
    adres = reverse("monitor:peilrijen", args=[moment.pk, "uitstroom_werk"])

    assert (waarde.waarde, waarde.jaar) == (1, 4)
    assert [waarde.rijen.filter(jaar=jaar, telt=True).count() for jaar in (False, True)] == [1, 4]
    assert vingerafdruk(gemeente.code, moment.peildatum, moment.kaderversies, waarden, rijen) == moment.sha256
    assert (
        "Uitstroom naar betaald werk: 4 rijen"
        in client.get(f"{adres}?periode=jaar&deel=teller").content.decode()
    )
    assert "Uitstroom naar betaald werk: 1 rij" in client.get(f"{adres}?deel=teller").content.decode()
    assert f"{adres}?periode=jaar" in client.get(moment.get_absolute_url()).content.decode()
    assert correcties(moment) == []


def test_in_juni_is_het_jaar_het_halfjaar(client, gemeente, manager, cijfers):
    moment = zet_peilmoment_vast(gemeente, JUNI, door=manager)
    client.force_login(manager)
    adres = reverse("monitor:peilrijen", args=[moment.pk, "uitstroom_werk"])

    assert not Peilrij.objects.filter(jaar=True).exists()
    assert client.get(f"{adres}?periode=jaar").status_code == 404
    assert client.get(moment.get_absolute_url()).content.decode().count(f'href="{adres}"') == 2


def test_de_hash_klopt_met_wat_er_staat(gemeente, manager, cijfers):
    moment = zet_peilmoment_vast(gemeente, JUNI, door=manager)

    waarden = list(moment.waarden.order_by("volgorde"))
    rijen = {w.kpi: list(w.rijen.all()) for w in waarden}

    assert vingerafdruk(gemeente.code, JUNI, moment.kaderversies, waarden, rijen) == moment.sha256
    waarden[0].waarde = Decimal(999)
    assert vingerafdruk(gemeente.code, JUNI, moment.kaderversies, waarden, rijen) != moment.sha256


def test_zonder_latere_vastlegging_is_er_niets_verbeterd(gemeente, manager, cijfers):
    een = zet_peilmoment_vast(gemeente, JUNI, door=manager)

    assert correcties(een) == []


def test_een_dag_kan_maar_een_keer_worden_vastgezet(gemeente, manager, cijfers):
    zet_peilmoment_vast(gemeente, JUNI, door=manager)

    with pytest.raises(ValidationError, match="zijn al vastgezet op 22-11-2026"):
        zet_peilmoment_vast(gemeente, JUNI, door=manager)

    assert Peilmoment.objects.count() == 1


def test_de_database_weigert_een_tweede_peilmoment_op_dezelfde_dag(gemeente):
    PeilmomentFactory(gemeente=gemeente, peildatum=JUNI)

    with pytest.raises(IntegrityError, match="peilmoment_een_per_dag"), transaction.atomic():
        PeilmomentFactory(gemeente=gemeente, peildatum=JUNI)


def test_een_dag_in_de_toekomst_kan_niet(gemeente, manager):
    with pytest.raises(ValidationError, match="toekomst"):
        zet_peilmoment_vast(gemeente, date(2026, 12, 31), door=manager)

    assert not Peilmoment.objects.exists()


def test_zonder_recht_zet_niemand_iets_vast(gemeente, consulent):
    with pytest.raises(PermissionDenied):
        zet_peilmoment_vast(gemeente, JUNI, door=consulent)


@pytest.mark.parametrize("doe", ["wijzig", "gooi_weg"])
@pytest.mark.parametrize("wat", [Peilmoment, Peilwaarde, Peilrij])
def test_de_database_weigert_elke_wijziging_van_een_peilmoment(gemeente, manager, cijfers, wat, doe):
    zet_peilmoment_vast(gemeente, JUNI, door=manager)
    veld = {Peilmoment: {"sha256": "1" * 64}, Peilwaarde: {"waarde": 99}, Peilrij: {"telt": False}}[wat]

    with pytest.raises(IntegrityError, match="verandert niet meer"), transaction.atomic():
        if doe == "wijzig":
            wat.objects.update(**veld)
        else:
            wat.objects.all()._raw_delete("default")


# ---- later corrections ---------------------------------------------------------------------------------
def test_een_latere_verbetering_staat_apart_met_de_reden(gemeente, manager, cijfers):
    moment = zet_peilmoment_vast(gemeente, JUNI, door=manager)
    UitkeringFactory(
        persoon__gemeente=gemeente,
        begindatum=date(2020, 1, 1),
        einddatum=date(2026, 5, 1),
        reden_einde="werk",
    )

    gevonden = {c.waarde.kpi: c for c in correcties(moment)}

    werk = gevonden["uitstroom_werk"]
    assert (werk.waarde.waarde, werk.nu, werk.verschil) == (3, 4, 1)
    assert (werk.erbij, werk.eraf) == (1, 0)
    assert werk.redenen == ("1 later vastgelegd, met een datum voor de peildatum",)
    assert moment.waarden.get(kpi="uitstroom_werk").waarde == 3


@pytest.fixture
def verbeterd(gemeente, manager, cijfers):
    """Frozen, then: one outflow more, and one of the three gets another reason; the rest stays."""
    moment = zet_peilmoment_vast(gemeente, JUNI, door=manager)
    UitkeringFactory(
        persoon__gemeente=gemeente, persoon__achternaam="Nieuwhuis", begindatum=date(2020, 1, 1),
        einddatum=date(2026, 5, 1), reden_einde="werk",
    )  # fmt: skip
    weg = Uitkering.objects.filter(einddatum=date(2026, 3, 1)).get()
    Uitkering.objects.filter(pk=weg.pk).update(reden_einde="verhuisd")
    return moment, weg.persoon


def test_achter_een_verbetering_staan_evenveel_mensen_als_het_aantal(client, manager, verbeterd):
    moment, weg = verbeterd
    gevonden = {c.waarde.kpi: c for c in correcties(moment)}["uitstroom_werk"]
    client.force_login(manager)

    pagina = client.get(reverse("monitor:correcties", args=[moment.pk])).content.decode()
    adres = reverse("monitor:correctierijen", args=[moment.pk, "uitstroom_werk"])
    rijen = client.get(adres).content.decode()

    assert (gevonden.waarde.waarde, gevonden.nu, gevonden.rijen) == (3, 3, 2)  # one more and one less
    assert f'href="{adres}"' in pagina
    assert "Uitstroom naar betaald werk: 2 rijen" in rijen
    namen = {
        rij["p_achternaam"]: (rij["wat"], rij["toen"], rij["nu"]) for rij in correctierijen(gevonden.waarde)
    }
    assert namen["Nieuwhuis"][:2] == ("erbij", "niet in het cijfer")
    assert (namen[weg.achternaam][0], namen[weg.achternaam][2]) == ("eraf", "niet in het cijfer")


def test_zonder_recht_op_mensen_zie_je_het_aantal_en_niet_wie(client, gemeente, maak_gebruiker, verbeterd):
    client.force_login(maak_gebruiker(Rol.LIAISON, gemeente))
    moment, _ = verbeterd
    adres = reverse("monitor:correctierijen", args=[moment.pk, "uitstroom_werk"])

    pagina = client.get(reverse("monitor:correcties", args=[moment.pk])).content.decode()

    assert "1 later vastgelegd" in pagina and adres not in pagina
    assert client.get(adres).status_code == 403


def test_een_later_ingelezen_bedrag_is_een_verbetering_met_reden(gemeente, manager):
    moment = zet_peilmoment_vast(gemeente, date(2026, 1, 31), door=manager)
    MaandbedragFactory(gemeente=gemeente, bedrag=Decimal("100000.00"))

    gevonden = {c.waarde.kpi: c for c in correcties(moment)}

    assert gevonden["uitkeringslasten"].nu == 100000
    assert "de gegevens die ontbraken, zijn er nu" in gevonden["uitkeringslasten"].redenen


def test_twee_peilmomenten_naast_elkaar(gemeente, manager, cijfers):
    UitkeringFactory(
        persoon__gemeente=gemeente,
        begindatum=date(2020, 1, 1),
        einddatum=date(2025, 9, 1),
        reden_einde="werk",
    )
    eerst = zet_peilmoment_vast(gemeente, date(2025, 12, 31), door=manager)
    dan = zet_peilmoment_vast(gemeente, JUNI, door=manager)

    paar = next(p for p in naast_elkaar(eerst, dan) if p.dan.kpi == "uitstroom_werk")

    assert (paar.eerst.waarde, paar.dan.waarde) == (1, 3)


# ---- steering ------------------------------------------------------------------------------------------
def test_bijsturing_heeft_een_eigenaar_en_een_dag(gemeente, manager, cijfers):
    waarde = zet_peilmoment_vast(gemeente, JUNI, door=manager).waarden.get(kpi="uitstroom_werk")

    afspraak = leg_bijsturing_vast(
        waarde, tekst="Zes vacatures extra", eigenaar=manager, uiterlijk=date(2026, 12, 1), door=manager
    )

    assert (afspraak.kpi, afspraak.peildatum, afspraak.eigenaar) == ("uitstroom_werk", JUNI, manager)
    assert afspraak.taken.get().vervaldatum == date(2026, 12, 1)


def test_bijsturing_hoort_bij_een_gemist_doel(gemeente, manager):
    waarde = PeilwaardeFactory(peilmoment__gemeente=gemeente, oordeel=Oordeel.OP_DOEL)

    with pytest.raises(ValidationError, match="doel dat niet is gehaald"):
        leg_bijsturing_vast(waarde, tekst="x", eigenaar=manager, uiterlijk=date(2026, 12, 1), door=manager)


def test_bijsturing_ligt_na_de_peildatum(gemeente, manager):
    waarde = PeilwaardeFactory(peilmoment__gemeente=gemeente, peilmoment__peildatum=JUNI)

    with pytest.raises(ValidationError, match="na de peildatum"):
        leg_bijsturing_vast(waarde, tekst="x", eigenaar=manager, uiterlijk=JUNI, door=manager)


def test_een_gemist_doel_zonder_bijsturing_geeft_een_signaal_tot_het_er_is(gemeente, manager):
    waarde = PeilwaardeFactory(peilmoment__gemeente=gemeente, peilmoment__peildatum=JUNI)

    assert _signalen(gemeente) == ["monitor.zonder_bijsturing"]
    leg_bijsturing_vast(waarde, tekst="x", eigenaar=manager, uiterlijk=date(2026, 12, 1), door=manager)
    assert _signalen(gemeente) == []


def _signalen(gemeente):
    return [s.soort for s in zonder_bijsturing([gemeente.pk], date(2026, 11, 22))]


def test_het_volgende_peilmoment_vraagt_het_antwoord(client, gemeente, manager, cijfers):
    vorig = zet_peilmoment_vast(gemeente, date(2025, 12, 31), door=manager)
    afspraak = leg_bijsturing_vast(
        vorig.waarden.get(kpi="uitstroom_werk"),
        tekst="Zes vacatures extra",
        eigenaar=manager,
        uiterlijk=date(2026, 5, 1),
        door=manager,
    )
    moment = zet_peilmoment_vast(gemeente, JUNI, door=manager)
    client.force_login(manager)

    voor = client.get(moment.get_absolute_url()).content.decode()
    antwoord = client.post(
        reverse("monitor:antwoord", args=[moment.pk, afspraak.pk]), {"resultaat": "Vier mensen geplaatst."}
    )
    na = client.get(moment.get_absolute_url()).content.decode()

    assert "Bijsturing die een antwoord vraagt" in voor
    assert antwoord.status_code == 302
    assert "Bijsturing die een antwoord vraagt" not in na
    afspraak.refresh_from_db()
    assert (afspraak.status, afspraak.beantwoord_peildatum, afspraak.resultaat) == (
        "afgerond", JUNI, "Vier mensen geplaatst.",
    )  # fmt: skip


def test_bijsturing_beantwoord_je_bij_een_later_peilmoment(gemeente, manager, cijfers):
    moment = zet_peilmoment_vast(gemeente, JUNI, door=manager)
    afspraak = leg_bijsturing_vast(
        moment.waarden.get(kpi="uitstroom_werk"),
        tekst="x",
        eigenaar=manager,
        uiterlijk=date(2026, 12, 1),
        door=manager,
    )

    with pytest.raises(ValidationError, match="later peilmoment"):
        beantwoord_bijsturing(afspraak, moment, resultaat="klaar", door=manager)


def test_een_doel_dat_in_het_kader_hoort_leg_je_hier_niet_vast(gemeente, manager):
    velden = {
        "waarde": Decimal(80),
        "begindatum": date(2026, 1, 1),
        "bron": "programma 2026",
        "door": manager,
    }

    with pytest.raises(ValidationError, match="staat in het beleidskader"):
        leg_doel_vast(gemeente, kpi="uitstroom_werk", **velden)
    doel = leg_doel_vast(gemeente, kpi="wsw_plan", **velden)
    with pytest.raises(ValidationError, match="al een doel"):
        leg_doel_vast(gemeente, kpi="wsw_plan", **velden)
    assert doel.waarde == 80


# ---- pages and command ---------------------------------------------------------------------------------
def test_vastzetten_in_de_browser_is_een_taak(client, gemeente, manager, cijfers):
    client.force_login(manager)

    antwoord = client.post(reverse("monitor:vastzetten"), {"peildatum": "30-06-2026"})
    taak = voer_taak_uit(Achtergrondtaak.objects.get(soort="peilmoment"))

    assert antwoord.url == reverse("kern:taak", args=[taak.pk])
    assert taak.status == Achtergrondtaak.Status.KLAAR, taak.melding
    moment = Peilmoment.objects.get()
    assert taak.resultaat["url"] == moment.get_absolute_url()
    pagina = BeautifulSoup(client.get(moment.get_absolute_url()).content, "html.parser")
    assert "Uitstroom naar betaald werk" in pagina.main.get_text()
    assert "leg bijsturing vast" in pagina.main.get_text()


def test_dezelfde_dag_opnieuw_zegt_wat_je_wel_kunt_doen(client, gemeente, manager, cijfers):
    zet_peilmoment_vast(gemeente, JUNI, door=manager)
    client.force_login(manager)

    antwoord = client.post(reverse("monitor:vastzetten"), {"peildatum": "30-06-2026"})

    assert antwoord.status_code == 200
    assert "Open dat peilmoment" in antwoord.content.decode()
    assert not Achtergrondtaak.objects.exists()


def test_de_rijen_van_toen_blijven_en_hun_aantal_is_het_cijfer(client, gemeente, manager, cijfers):
    moment = zet_peilmoment_vast(gemeente, JUNI, door=manager)
    UitkeringFactory(persoon__gemeente=gemeente)
    client.force_login(manager)

    pagina = client.get(reverse("monitor:peilrijen", args=[moment.pk, "uitkeringsdossiers"])).content.decode()

    assert "Uitkeringsdossiers: 4 rijen" in pagina


@pytest.mark.parametrize("vorm", ["pdf", "csv", "json"])
def test_een_peilmoment_is_mee_te_nemen(client, gemeente, manager, cijfers, vorm):
    moment = zet_peilmoment_vast(gemeente, JUNI, door=manager)
    client.force_login(manager)

    antwoord = client.get(moment.get_absolute_url(), {"export": vorm})

    assert antwoord.status_code == 200
    assert f"peilmoment-{gemeente.code}-2026-06-30.{vorm}" in antwoord["Content-Disposition"]
    if vorm == "json":
        cijfer = next(c for c in antwoord.json()["cijfers"] if c["code"] == "uitstroom_werk")
        assert (cijfer["waarde"], cijfer["doel"], cijfer["oordeel"]) == ("3", "80", "niet op doel")
        assert antwoord.json()["sha256"] == moment.sha256


def test_twee_peilmomenten_vergelijken_op_de_pagina_en_mee_te_nemen(client, gemeente, manager, cijfers):
    eerst = zet_peilmoment_vast(gemeente, date(2025, 12, 31), door=manager)
    dan = zet_peilmoment_vast(gemeente, JUNI, door=manager)
    client.force_login(manager)
    vraag = {"eerst": dan.pk, "dan": eerst.pk}

    pagina = client.get(reverse("monitor:vergelijken"), vraag).content.decode()
    regels = client.get(reverse("monitor:vergelijken"), vraag | {"export": "csv"}).content.decode("utf-8-sig")

    assert "Uitstroom naar betaald werk ging van 0 op 31-12-2025 naar 3 op 30-06-2026." in pagina
    assert "Uitstroom naar betaald werk;30-06-2026;3" in regels


def test_de_opdracht_zet_vast_en_weigert_een_tweede_keer(gemeente, manager, cijfers):
    uit = io.StringIO()
    call_command(
        "peilmoment", gemeente=gemeente.code, datum=JUNI, door=manager.username, json=True, stdout=uit
    )
    gegevens = json.loads(uit.getvalue())

    assert gegevens["gelukt"]
    assert gegevens["sha256"] == Peilmoment.objects.get().sha256
    nog = io.StringIO()
    with pytest.raises(CommandError, match="al vastgezet"):
        call_command("peilmoment", gemeente=gemeente.code, datum=JUNI, json=True, stdout=nog)
    assert json.loads(nog.getvalue())["gelukt"] is False


def test_bijsturing_vastleggen_in_de_browser(client, gemeente, manager, cijfers):
    moment = zet_peilmoment_vast(gemeente, JUNI, door=manager)
    client.force_login(manager)
    adres = reverse("monitor:bijsturing", args=[moment.pk, "uitstroom_werk"])

    leeg = client.post(adres, {"tekst": "", "uiterlijk": ""})
    antwoord = client.post(
        adres, {"tekst": "Zes vacatures extra", "eigenaar": manager.pk, "uiterlijk": "01-12-2026"}
    )

    assert leeg.status_code == 200
    assert antwoord.url == moment.get_absolute_url()
    assert Afspraak.objects.get().tekst == "Zes vacatures extra"
    assert "Zes vacatures extra" in client.get(moment.get_absolute_url()).content.decode()
