"""De terugvaloptie: plekken, iemand plaatsen, de klok van twee maanden (RH-069, RH-122, RH-123)."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.urls import reverse

from kern.models import Gebeurtenis
from kern.permissions import Rol
from tests.factories.kern import BeleidskaderFactory, ParameterFactory
from tests.factories.personen import PersoonFactory
from tests.factories.werkgevers import PlaatsingFactory, RelatieFactory
from tests.factories.wsw import (
    DienstverbandFactory,
    HerplaatsingFactory,
    IndelingFactory,
    TerugvalplekFactory,
)
from werkgevers.actions import start_plaatsing
from werkgevers.choices import Plaatsingssoort, RedenEindePlaatsing
from werkgevers.models import Plaatsing
from werkgevers.undo_actions import haal_plaatsing_weg, na
from wsw import terugval_actions as actions
from wsw.actions import beeindig_dienstverband
from wsw.choices import Locatieoordeel, RedenEinde, Uitkomst, Werkplekeis
from wsw.models import Herplaatsing, Terugvalplek
from wsw.rules import bereikte_week, herplaatsen_voor, tekort_aan_plekken
from wsw.terugval_queries import plekken_van
from wsw.terugval_signalen import plekken_op, zonder_nieuwe_plek

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _klok():
    with time_machine.travel("2026-11-22 12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def normen(gemeente):
    """Two months (RH-069), five to ten places (RH-122), signals after 4, 6 and 8 weeks (RH-069)."""
    kader = BeleidskaderFactory(gemeente=gemeente)
    for code, soort, waarde in (
        ("kpi.herplaatsing", "getal", "2"),
        ("terugval.plaatsen.min", "getal", "5"),
        ("herplaatsing.signaal_weken", "lijst", [4, 6, 8]),
    ):
        ParameterFactory(kader=kader, code=code, soort=soort, waarde=waarde, begindatum=date(2020, 1, 1))


@pytest.fixture
def persoon(gemeente):
    persoon = PersoonFactory(gemeente=gemeente, in_begeleiding=True)
    IndelingFactory(dienstverband__persoon=persoon)
    return persoon


@pytest.fixture
def detachering(persoon):
    return PlaatsingFactory(
        persoon=persoon, soort=Plaatsingssoort.GROEPSDETACHERING, begindatum=date(2024, 1, 1),
        uren_per_week=Decimal("32"),
    )  # fmt: skip


@pytest.fixture
def plek(gemeente):
    return TerugvalplekFactory(relatie=RelatieFactory(gemeente=gemeente, naam="Sterkerij"), naam="de werf")


@pytest.fixture
def zet(persoon, detachering, plek, consulent):
    def zet(**anders):
        gegevens = {
            "vorige": detachering, "plek": plek, "vanaf": date(2026, 7, 1),
            "reden": RedenEindePlaatsing.WERKGEVER, "door": consulent,
        }  # fmt: skip
        return actions.zet_op_terugvalplek(persoon, **(gegevens | anders))

    return zet


# ---- regels --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("laatste", "uiterlijk", "dagen"),
    [
        (date(2026, 6, 30), date(2026, 8, 30), 61),
        (date(2026, 7, 1), date(2026, 9, 1), 62),
        (date(2026, 12, 31), date(2027, 2, 28), 59),
    ],
)
def test_de_termijn_telt_in_kalendermaanden(laatste, uiterlijk, dagen):
    assert herplaatsen_voor(laatste, 2) == uiterlijk
    assert (uiterlijk - laatste).days == dagen


@pytest.mark.parametrize(
    ("dagen", "week"), [(27, None), (28, 4), (41, 4), (42, 6), (55, 6), (56, 8), (400, 8)]
)
def test_een_signaal_komt_na_vier_zes_en_acht_weken(dagen, week):
    laatste = date(2026, 1, 1)
    assert bereikte_week(laatste, date.fromordinal(laatste.toordinal() + dagen), [4, 6, 8]) == week


@pytest.mark.parametrize(
    ("plaatsen", "bezet", "zin"),
    [
        (5, 4, ""),
        (5, 5, "Geen terugvalplek vrij: 5 van 5 bezet"),
        (4, 0, "Er zijn 4 terugvalplekken; per jaar zijn er ten minste 5 nodig"),
        (0, 0, "Geen terugvalplek vrij: 0 van 0 bezet"),
    ],
)
def test_te_weinig_plekken_is_een_zin(plaatsen, bezet, zin):
    assert tekort_aan_plekken(plaatsen=plaatsen, bezet=bezet, nodig=5) == zin


# ---- iemand plaatsen -----------------------------------------------------------------------------------
@pytest.mark.usefixtures("normen")
def test_op_een_terugvalplek_stopt_de_plaatsing_de_dag_ervoor_en_loopt_de_klok(zet, persoon, detachering):
    herplaatsing = zet()

    detachering.refresh_from_db()
    assert (detachering.einddatum, detachering.reden_einde) == (date(2026, 6, 30), "werkgever")
    nieuw = Plaatsing.objects.get(persoon=persoon, einddatum=None)
    assert herplaatsing.plaatsing == nieuw
    assert (nieuw.begindatum, nieuw.soort, nieuw.uren_per_week) == (
        date(2026, 7, 1),
        "beschut",
        Decimal("32"),
    )
    assert (nieuw.relatie.naam, nieuw.werklocatie) == ("Sterkerij", "de werf")
    assert herplaatsing.uiterlijk == date(2026, 8, 30)
    assert herplaatsing.kaderversie.endswith("kpi.herplaatsing/v1")
    log = Gebeurtenis.objects.get(soort="terugval.begonnen")
    assert log.omschrijving == "Op terugvalplek de werf vanaf 01-07-2026, nieuwe plek uiterlijk 30-08-2026"
    assert log.dossier_id == persoon.pk


def test_zonder_norm_is_er_geen_uiterste_dag(zet):
    assert zet().uiterlijk is None


@pytest.mark.usefixtures("normen")
def test_wie_al_gestopt_was_heeft_een_klok_vanaf_zijn_laatste_werkdag(zet, detachering):
    Plaatsing.objects.filter(pk=detachering.pk).update(einddatum=date(2026, 6, 15), reden_einde="contract")

    assert zet().uiterlijk == date(2026, 8, 15)


def test_een_volle_plek_een_andere_gemeente_en_een_plek_in_onderzoek_worden_geweigerd(zet, plek, gemeente):
    Terugvalplek.objects.filter(pk=plek.pk).update(plaatsen=1)
    HerplaatsingFactory(persoon__gemeente=gemeente, plek=plek)
    with pytest.raises(ValidationError, match="1 van 1 bezet"):
        zet()
    with pytest.raises(ValidationError, match="andere gemeente"):
        zet(plek=TerugvalplekFactory())
    onderzoek = TerugvalplekFactory(
        relatie__gemeente=gemeente, oordeel=Locatieoordeel.ONDERZOEK, oordeel_op=None, eisen=[]
    )
    with pytest.raises(ValidationError, match="niet te gebruiken"):
        zet(plek=onderzoek)

    assert Plaatsing.objects.filter(einddatum=None, soort="groepsdetachering").count() == 1


def test_twee_keer_tegelijk_op_een_terugvalplek_kan_niet(zet):
    zet()
    with pytest.raises(ValidationError, match="al op een terugvalplek"):
        zet()


def test_zonder_dienstverband_of_voor_de_eerste_dag_kan_het_niet(zet):
    with pytest.raises(ValidationError) as fout:
        zet(vanaf=date(2024, 1, 1))
    assert fout.value.message_dict == {"vanaf": ["De plaatsing begon op 01-01-2024. Kies een latere dag."]}
    with pytest.raises(ValidationError, match="geen Wsw-dienstverband"):
        zet(vanaf=date(2009, 1, 1))


# ---- de klok stopt -------------------------------------------------------------------------------------
def test_een_nieuwe_plaatsing_stopt_de_klok_en_de_terugvalplek(zet, persoon, gemeente, consulent):
    herplaatsing = zet()

    nieuw = start_plaatsing(
        persoon, relatie=RelatieFactory(gemeente=gemeente), soort=Plaatsingssoort.INDIVIDUELE_DETACHERING,
        begindatum=date(2026, 8, 15), door=consulent,
    )  # fmt: skip

    herplaatsing.refresh_from_db()
    assert (herplaatsing.afgesloten_op, herplaatsing.uitkomst) == (date(2026, 8, 14), Uitkomst.NIEUWE_PLEK)
    assert herplaatsing.nieuwe == nieuw
    herplaatsing.plaatsing.refresh_from_db()
    assert (herplaatsing.plaatsing.einddatum, herplaatsing.plaatsing.reden_einde) == (
        date(2026, 8, 14), "andere_plek",
    )  # fmt: skip


def test_de_nieuwe_plaatsing_ongedaan_maken_laat_de_klok_weer_lopen(zet, persoon, gemeente, maak_gebruiker):
    door = maak_gebruiker(Rol.CONSULENT_WSW, gemeente)
    herplaatsing = zet()
    nieuw = start_plaatsing(
        persoon, relatie=RelatieFactory(gemeente=gemeente), soort=Plaatsingssoort.REGULIER,
        begindatum=date(2026, 8, 15), door=door,
    )  # fmt: skip

    haal_plaatsing_weg(na(nieuw), door=door)

    herplaatsing.refresh_from_db()
    assert (herplaatsing.afgesloten_op, herplaatsing.nieuwe) == (None, None)
    assert Plaatsing.objects.get(pk=herplaatsing.plaatsing_id).einddatum is None


def test_het_einde_van_het_dienstverband_stopt_de_klok(zet, persoon, consulent):
    herplaatsing = zet()

    beeindig_dienstverband(
        persoon.dienstverbanden.get(), per=date(2026, 9, 30), reden=RedenEinde.AOW, door=consulent
    )

    herplaatsing.refresh_from_db()
    assert (herplaatsing.afgesloten_op, herplaatsing.uitkomst) == (date(2026, 9, 30), "dienstverband")


def test_blijven_sluit_de_klok_en_de_plaatsing_loopt_door(zet, consulent):
    herplaatsing = actions.sluit_herplaatsing(
        zet(), per=date(2026, 9, 1), uitkomst=Uitkomst.BLIJFT, door=consulent
    )

    assert herplaatsing.plaatsing.einddatum is None
    with pytest.raises(ValidationError, match="al afgesloten"):
        actions.sluit_herplaatsing(
            herplaatsing, per=date(2026, 9, 2), uitkomst=Uitkomst.BLIJFT, door=consulent
        )


# ---- de plekken ----------------------------------------------------------------------------------------
def test_een_geschikte_plek_voldoet_aan_alle_eisen(gemeente, consulent):
    velden = {
        "relatie": RelatieFactory(gemeente=gemeente), "naam": "Werf", "soort": Plaatsingssoort.INTERN,
        "plaatsen": 3, "begindatum": date(2021, 1, 1), "oordeel": Locatieoordeel.GESCHIKT,
        "oordeel_op": date(2020, 12, 1),
    }  # fmt: skip
    with pytest.raises(ValidationError) as fout:
        actions.leg_terugvalplek_vast(gemeente, eisen=[Werkplekeis.VEILIG], door=consulent, **velden)
    assert list(fout.value.message_dict) == ["eisen"]

    plek = actions.leg_terugvalplek_vast(gemeente, eisen=list(Werkplekeis), door=consulent, **velden)

    assert Terugvalplek.objects.te_gebruiken_op(date(2026, 1, 1)).get() == plek


def test_een_bezette_plek_wordt_niet_kleiner_dan_haar_mensen_en_gaat_niet_dicht(gemeente, plek, consulent):
    for _ in range(2):
        HerplaatsingFactory(persoon__gemeente=gemeente, plek=plek)

    with pytest.raises(ValidationError, match="Hier zitten nu 2 mensen"):
        actions.wijzig_terugvalplek(plek, plaatsen=1, door=consulent)
    with pytest.raises(ValidationError, match="nog 2 mensen"):
        actions.wijzig_terugvalplek(plek, einddatum=date(2026, 12, 31), door=consulent)


@pytest.mark.usefixtures("normen")
def test_de_stand_telt_alleen_geschikte_plekken_en_open_terugval(gemeente, plek):
    TerugvalplekFactory(relatie__gemeente=gemeente, oordeel=Locatieoordeel.ONGESCHIKT, plaatsen=9)
    HerplaatsingFactory(persoon__gemeente=gemeente, plek=plek)
    HerplaatsingFactory(
        persoon__gemeente=gemeente, plek=plek, afgesloten_op=date(2026, 11, 1), uitkomst=Uitkomst.BLIJFT
    )

    (stand,) = plekken_van([gemeente], date(2026, 11, 22))

    assert (stand.plaatsen, stand.bezet, stand.vrij, stand.dit_jaar) == (5, 1, 4, 2)
    assert stand.tekort == ""


# ---- signalen ------------------------------------------------------------------------------------------
@pytest.mark.usefixtures("normen")
@pytest.mark.parametrize(
    ("peildatum", "niveau"),
    [
        (date(2026, 10, 27), None),  # 27 days after the last working day, 30-9-2026
        (date(2026, 10, 28), "let_op"),
        (date(2026, 11, 25), "moet"),  # eight weeks
        (date(2026, 12, 1), "moet"),  # past 30-11-2026
    ],
)
def test_het_signaal_groeit_mee_met_de_weken(gemeente, peildatum, niveau):
    HerplaatsingFactory(persoon__gemeente=gemeente)

    signalen = list(zonder_nieuwe_plek([gemeente.pk], peildatum))

    assert [s.niveau for s in signalen] == ([niveau] if niveau else [])


@pytest.mark.usefixtures("normen")
def test_volle_plekken_zijn_een_signaal_van_de_gemeente(gemeente, plek):
    assert list(plekken_op([gemeente.pk], date(2026, 11, 22))) == []
    Terugvalplek.objects.filter(pk=plek.pk).update(plaatsen=4)

    (signaal,) = plekken_op([gemeente.pk], date(2026, 11, 22))

    assert signaal.reden == "Er zijn 4 terugvalplekken; per jaar zijn er ten minste 5 nodig"


# ---- pagina's ------------------------------------------------------------------------------------------
@pytest.fixture
def in_browser(client, maak_gebruiker, gemeente):
    client.force_login(maak_gebruiker(Rol.CONSULENT_WSW, gemeente))
    return client


@pytest.mark.usefixtures("normen", "plek")
def test_in_de_browser_van_dossier_naar_terugvalplek(in_browser, persoon, detachering):
    blad = reverse("wsw:dossierblad", args=[persoon.nummer])
    adres = reverse("wsw:terugval", args=[persoon.nummer])
    assert adres in in_browser.get(blad).content.decode()
    form = BeautifulSoup(in_browser.get(adres).content, "html.parser").select_one("main form")
    velden = {
        veld["name"]: veld.get("value", "")
        for veld in form.select("input[name]")
        if veld.get("type") != "radio" or veld.has_attr("checked")
    }

    antwoord = in_browser.post(adres, velden | {"reden": "werkgever"}, follow=True)

    tekst = BeautifulSoup(antwoord.content, "html.parser").get_text(" ", strip=True)
    assert "Op een terugvalplek" in tekst
    assert "op terugvalplek bij Sterkerij, nieuwe plek uiterlijk 21-01-2027" in tekst
    assert Herplaatsing.objects.get().vorige == detachering


def test_zonder_vrije_plek_zegt_de_pagina_wat_je_moet_doen(in_browser, persoon, detachering):
    antwoord = in_browser.get(reverse("wsw:terugval", args=[persoon.nummer]), follow=True)

    assert "Er is geen terugvalplek vrij" in antwoord.content.decode()


def test_de_lijsten_kosten_voor_veel_rijen_evenveel_vragen(
    in_browser, gemeente, plek, django_assert_max_num_queries
):
    def tel(route):
        with django_assert_max_num_queries(40) as gevraagd:
            assert in_browser.get(reverse(route)).status_code == 200
        return len(gevraagd)

    HerplaatsingFactory(persoon__gemeente=gemeente, plek=plek)
    tel("wsw:terugvalplekken")  # the first page of a session asks a little more
    voor = [tel("wsw:terugvalplekken"), tel("wsw:herplaatsingen")]
    for _ in range(4):
        HerplaatsingFactory(persoon__gemeente=gemeente, plek=plek)
        TerugvalplekFactory(relatie__gemeente=gemeente)

    assert [tel("wsw:terugvalplekken"), tel("wsw:herplaatsingen")] == voor


def test_wie_een_dienstverband_zonder_plaatsing_heeft_kan_niet_terugvallen(gemeente, in_browser):
    persoon = DienstverbandFactory(persoon=PersoonFactory(gemeente=gemeente, in_begeleiding=True)).persoon

    antwoord = in_browser.get(reverse("wsw:terugval", args=[persoon.nummer]), follow=True)

    assert "geen plaatsing om van terug te vallen" in antwoord.content.decode()
