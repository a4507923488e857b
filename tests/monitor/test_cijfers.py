"""De cijfers van de drie dashboards op een vaste, met de hand gemaakte bevolking (RH-064–RH-075, HT-030, HT-042)."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from kern.registers import kpis
from monitor.choices import Oordeel
from monitor.queries.dashboard import dashboard, periode_op
from monitor.queries.kpi import met_persoon
from tests.factories.kern import BeleidskaderFactory, ParameterFactory
from tests.factories.kern_werk import TaakFactory, VerplichtingFactory
from tests.factories.monitor import DoelwaardeFactory, MaandbedragFactory
from tests.factories.overeenkomsten import OvereenkomstFactory, TariefafspraakFactory
from tests.factories.personen import LoonwaardemetingFactory, OntwikkelplanFactory, PersoonFactory
from tests.factories.reintegratie import (
    LoonkostensubsidieFactory,
    TrajectFactory,
    TredemetingFactory,
    UitkeringFactory,
)
from tests.factories.werkgevers import PlaatsingFactory
from tests.factories.wsw import DienstverbandFactory, IndelingFactory
from tests.monitor import populaties
from wsw.choices import Groep

pytestmark = pytest.mark.django_db

JUNI = date(2026, 6, 30)
VAN = date(2026, 1, 1)


@pytest.fixture
def kader(gemeente):
    return BeleidskaderFactory(gemeente=gemeente, begindatum=date(2020, 1, 1))


def norm(kader, code, waarde):
    ParameterFactory(kader=kader, code=code, waarde=waarde, begindatum=date(2020, 1, 1))


def cijfer(code, gemeente, van=VAN, tot=JUNI):
    return kpis.get(code).bereken(gemeente, van, tot)


def rijen(code, gemeente, van=VAN, tot=JUNI):
    kpi = kpis.get(code)
    return met_persoon(kpi, kpi.rijen(gemeente, van, tot))


def met_uitkering(gemeente, **velden):
    return UitkeringFactory(persoon__gemeente=gemeente, **velden)


# ---- participatie --------------------------------------------------------------------------------------
def test_dossiers_instroom_en_uitstroom(gemeente, andere_gemeente):
    met_uitkering(gemeente, begindatum=date(2019, 1, 1))
    met_uitkering(gemeente, begindatum=date(2026, 1, 1))
    met_uitkering(gemeente, begindatum=date(2020, 1, 1), einddatum=date(2026, 6, 30), reden_einde="aow")
    met_uitkering(gemeente, begindatum=date(2020, 1, 1), einddatum=date(2025, 12, 31), reden_einde="werk")
    met_uitkering(andere_gemeente, begindatum=date(2026, 2, 1))

    assert cijfer("uitkeringsdossiers", gemeente).waarde == 3
    assert cijfer("instroom", gemeente).waarde == 1
    assert cijfer("uitstroom", gemeente).waarde == 1
    assert list(rijen("uitstroom", gemeente).values_list("detail", flat=True)) == ["AOW-leeftijd"]


def test_een_paar_is_een_uitkering(gemeente):
    met_uitkering(gemeente, partner=PersoonFactory(gemeente=gemeente))

    assert cijfer("uitkeringsdossiers", gemeente).waarde == 1


def test_extra_uitstroom_zonder_basisjaar_is_niet_te_berekenen(gemeente):
    uitkomst = cijfer("extra_uitstroom", gemeente)

    assert uitkomst.waarde is None
    assert uitkomst.ontbreekt == "het basisjaar (kpi.basisjaar) is niet vastgesteld"


def test_extra_uitstroom_naast_hetzelfde_deel_van_het_basisjaar(gemeente, kader):
    norm(kader, "kpi.basisjaar", "2024")
    for _ in range(4):
        met_uitkering(gemeente, begindatum=date(2020, 1, 1), einddatum=date(2024, 5, 1), reden_einde="werk")
    met_uitkering(gemeente, begindatum=date(2020, 1, 1), einddatum=date(2024, 7, 1), reden_einde="werk")
    for _ in range(5):
        met_uitkering(gemeente, begindatum=date(2020, 1, 1), einddatum=date(2026, 5, 1), reden_einde="werk")

    uitkomst = cijfer("extra_uitstroom", gemeente)

    # Five against the four of January up to and including June 2024: 25% more.
    assert (uitkomst.waarde, uitkomst.teller, uitkomst.noemer) == (25, 5, 4)


def test_lks_telt_toegekende_subsidies_op_de_peildatum(gemeente):
    LoonkostensubsidieFactory(persoon__gemeente=gemeente, toegekend=True)
    LoonkostensubsidieFactory(persoon__gemeente=gemeente)

    assert cijfer("lks", gemeente).waarde == 1


# ---- re-integratie -------------------------------------------------------------------------------------
def test_daling_van_het_aantal_uitkeringen(gemeente):
    for _ in range(19):
        met_uitkering(gemeente, begindatum=date(2019, 1, 1))
    met_uitkering(gemeente, begindatum=date(2019, 1, 1), einddatum=date(2026, 3, 31), reden_einde="verhuisd")

    uitkomst = cijfer("daling_uitkeringen", gemeente)

    # 20 on 31 December 2025, 19 on 30 June 2026.
    assert uitkomst.waarde == 5
    assert [(deel.naam, deel.aantal) for deel in uitkomst.delen] == [("van", 20), ("naar", 19)]


def test_een_stijging_is_een_negatieve_daling(gemeente):
    met_uitkering(gemeente, begindatum=date(2019, 1, 1))
    met_uitkering(gemeente, begindatum=date(2026, 3, 1))

    assert cijfer("daling_uitkeringen", gemeente).waarde == -100


def test_uitstroom_naar_werk_telt_elke_persoon_een_keer_met_zijn_vorm(gemeente):
    volledig = met_uitkering(
        gemeente, begindatum=date(2020, 1, 1), einddatum=date(2026, 2, 28), reden_einde="werk"
    )
    PlaatsingFactory(persoon=volledig.persoon, soort="regulier", begindatum=date(2026, 2, 1))
    deels = met_uitkering(gemeente)
    PlaatsingFactory(persoon=deels.persoon, soort="regulier", begindatum=date(2026, 4, 1))
    subsidie = met_uitkering(gemeente)
    LoonkostensubsidieFactory(persoon=subsidie.persoon, toegekend=True, begindatum=date(2026, 1, 1))
    nieuw = DienstverbandFactory(nieuw_beschut=True, persoon__gemeente=gemeente, begindatum=date(2026, 5, 1))
    # None of these count: another reason, no benefit, a work experience place.
    met_uitkering(
        gemeente, begindatum=date(2020, 1, 1), einddatum=date(2026, 2, 28), reden_einde="zelfstandig"
    )
    PlaatsingFactory(persoon__gemeente=gemeente, soort="regulier", begindatum=date(2026, 4, 1))
    ander = met_uitkering(gemeente)
    PlaatsingFactory(persoon=ander.persoon, soort="werkervaringsplaats", begindatum=date(2026, 4, 1))

    gevonden = dict(rijen("uitstroom_werk", gemeente).values_list("pk", "deelgroep"))

    assert gevonden == {
        volledig.persoon_id: "volledig",
        deels.persoon_id: "gedeeltelijk",
        subsidie.persoon_id: "gedeeltelijk",
        nieuw.persoon_id: "beschut",
    }
    assert cijfer("uitstroom_werk", gemeente).waarde == 4


def test_de_partner_stroomt_mee_uit_naar_werk(gemeente):
    partner = PersoonFactory(gemeente=gemeente)
    met_uitkering(
        gemeente,
        begindatum=date(2020, 1, 1),
        einddatum=date(2026, 2, 28),
        reden_einde="werk",
        partner=partner,
    )

    assert cijfer("uitstroom_werk", gemeente).waarde == 2


def stap(gemeente, van, naar, **uitkering):
    """Someone with a benefit, measured before the half-year and in it."""
    persoon = met_uitkering(gemeente, **uitkering).persoon
    TredemetingFactory(persoon=persoon, datum=date(2025, 9, 1), huidige_trede=van, doeltrede=4)
    if naar:
        TredemetingFactory(persoon=persoon, datum=date(2026, 3, 1), huidige_trede=naar, doeltrede=4)
    return persoon


def test_tredestap_telt_wie_steeg_over_iedereen_met_een_uitkering(gemeente):
    stap(gemeente, 2, 3)
    stap(gemeente, 3, 3)
    stap(gemeente, 3, 2)
    stap(gemeente, 2, None)
    stap(gemeente, 2, 5, begindatum=date(2020, 1, 1), einddatum=date(2026, 4, 1), reden_einde="werk")
    met_uitkering(gemeente)

    uitkomst = cijfer("tredestap", gemeente)

    # One of five: who went to work is left out of both (RH-075).
    assert (uitkomst.waarde, uitkomst.teller, uitkomst.noemer) == (20, 1, 5)


def test_met_groeipotentie_in_het_kader_is_de_basis_kleiner(gemeente, kader):
    norm(kader, "kpi.tredestap.potentie", "330")
    stap(gemeente, 2, 3)
    stap(gemeente, 3, 3)
    stap(gemeente, 4, 4)

    uitkomst = cijfer("tredestap", gemeente)

    assert (uitkomst.waarde, uitkomst.teller, uitkomst.noemer) == (50, 1, 2)


def test_duurzaam_is_na_de_termijn_nog_zonder_uitkering(gemeente, kader):
    norm(kader, "kpi.duurzaam", "6")
    weg = {"begindatum": date(2020, 1, 1), "einddatum": date(2025, 10, 1), "reden_einde": "werk"}
    met_uitkering(gemeente, **weg)
    terug = met_uitkering(gemeente, **weg)
    UitkeringFactory(persoon=terug.persoon, begindatum=date(2026, 4, 1))
    laat = met_uitkering(gemeente, **weg)
    UitkeringFactory(persoon=laat.persoon, begindatum=date(2026, 4, 2))

    uitkomst = cijfer("duurzaam", gemeente)

    # 1 October 2025 and six months is 1 April 2026: coming back on that day is within the term.
    assert (uitkomst.teller, uitkomst.noemer) == (2, 3)


@pytest.mark.parametrize(
    ("einde", "van", "tot"),
    [
        # 31 December and six months is 30 June; 30 June and six months is 30 December.
        (date(2025, 12, 31), VAN, JUNI),
        (date(2025, 6, 30), date(2025, 7, 1), date(2025, 12, 31)),
        (date(2025, 8, 31), VAN, JUNI),
    ],
)
def test_elk_einde_door_werk_telt_in_precies_een_halfjaar_mee_bij_duurzaam(gemeente, kader, einde, van, tot):
    norm(kader, "kpi.duurzaam", "6")
    met_uitkering(gemeente, begindatum=date(2020, 1, 1), einddatum=einde, reden_einde="werk")
    halfjaren = [
        (date(2025, 1, 1), date(2025, 6, 30)), (date(2025, 7, 1), date(2025, 12, 31)), (VAN, JUNI),
        (date(2026, 7, 1), date(2026, 12, 31)),
    ]  # fmt: skip

    geteld = [periode for periode in halfjaren if cijfer("duurzaam", gemeente, *periode).noemer]

    assert geteld == [(van, tot)]


def test_perspectief_van_de_ladder_van_rijssen_holten(gemeente):
    populaties.ladder(gemeente, populaties.RH_HUIDIG, populaties.RH_DOEL, totaal=429)
    dag = date(2019, 9, 30)

    nu = cijfer("perspectief_nu", gemeente, date(2019, 7, 1), dag)
    doel = cijfer("perspectief_doel", gemeente, date(2019, 7, 1), dag)

    assert (nu.waarde, nu.noemer, doel.waarde, doel.noemer) == (92, 429, 192, 429)


# ---- Wsw -----------------------------------------------------------------------------------------------
def sw(gemeente, **velden):
    return DienstverbandFactory(
        persoon__gemeente=gemeente, herkomstgemeente=gemeente, begindatum=date(2010, 1, 1), **velden
    )


def test_uitstroom_wsw_is_een_deel_van_de_eerste_dag(gemeente):
    for _ in range(9):
        sw(gemeente)
    sw(gemeente, einddatum=date(2026, 6, 30), reden_einde="aow")
    sw(gemeente, einddatum=date(2025, 12, 31), reden_einde="aow")

    uitkomst = cijfer("wsw_uitstroom", gemeente)

    assert (uitkomst.waarde, uitkomst.teller, uitkomst.noemer) == (10, 1, 10)


def test_een_overname_is_geen_uitstroom_wsw(gemeente):
    oud = sw(gemeente, einddatum=date(2026, 3, 31), reden_einde="overdracht")
    DienstverbandFactory(
        persoon=oud.persoon, herkomstgemeente=gemeente, herkomst="overname", begindatum=date(2026, 4, 1)
    )
    sw(gemeente, einddatum=date(2026, 3, 31), reden_einde="overdracht")

    uitkomst = cijfer("wsw_uitstroom", gemeente)

    assert (uitkomst.teller, uitkomst.noemer) == (1, 2)


def geeindigd(gemeente, laatste, nieuw=None, *, soort="individuele_detachering", reden="contract"):
    dienstverband = sw(gemeente)
    PlaatsingFactory(
        persoon=dienstverband.persoon,
        soort=soort,
        begindatum=date(2020, 1, 1),
        einddatum=laatste,
        reden_einde=reden,
        relatie__gemeente=gemeente,
    )
    if nieuw:
        PlaatsingFactory(
            persoon=dienstverband.persoon, soort=soort, begindatum=nieuw, relatie__gemeente=gemeente
        )
    return dienstverband


@pytest.mark.parametrize(
    ("laatste", "nieuw", "op_tijd"),
    [
        # 31 December and two months is 28 February: 59 days; 1 March is too late.
        (date(2025, 12, 31), date(2026, 2, 28), True),
        (date(2025, 12, 31), date(2026, 3, 1), False),
        # 30 June and two months is 30 August: 61 days in time, 62 too late.
        (date(2025, 6, 30), date(2025, 8, 30), True),
        (date(2025, 6, 30), date(2025, 8, 31), False),
    ],
)
def test_herplaatsing_rekent_in_kalendermaanden(gemeente, kader, laatste, nieuw, op_tijd):
    norm(kader, "kpi.herplaatsing", "2")
    geeindigd(gemeente, laatste, nieuw)
    periode = periode_op(date(nieuw.year, 12, 31) if nieuw.month > 6 else date(nieuw.year, 6, 30))

    uitkomst = cijfer("herplaatsing", gemeente, periode.van, periode.tot)

    assert (uitkomst.teller, uitkomst.noemer) == (int(op_tijd), 1)


def test_wie_nog_tijd_heeft_of_uit_dienst_ging_telt_niet_mee_in_herplaatsing(gemeente, kader):
    norm(kader, "kpi.herplaatsing", "2")
    geeindigd(gemeente, date(2026, 5, 31))
    geeindigd(gemeente, date(2026, 2, 1), reden="dienstverband")
    geeindigd(gemeente, date(2026, 2, 1), soort="begeleid_werken")

    uitkomst = cijfer("herplaatsing", gemeente)

    assert (uitkomst.teller, uitkomst.noemer) == (0, 1)


@pytest.mark.parametrize(
    ("uit_dienst", "verder", "noemer"),
    [
        # The place ended on 1 February; the term runs to 1 April.
        (date(2026, 3, 15), None, 0),
        (date(2026, 2, 1), None, 0),
        (date(2026, 4, 1), None, 1),
        (date(2026, 3, 15), date(2026, 3, 16), 1),
        (date(2026, 2, 1), date(2026, 2, 2), 1),
    ],
)
def test_wie_binnen_de_termijn_uit_dienst_gaat_telt_niet_mee_in_herplaatsing(
    gemeente, kader, uit_dienst, verder, noemer
):
    norm(kader, "kpi.herplaatsing", "2")
    oud = geeindigd(gemeente, date(2026, 2, 1))
    type(oud).objects.filter(pk=oud.pk).update(einddatum=uit_dienst, reden_einde="verzoek")
    if verder:
        DienstverbandFactory(
            persoon=oud.persoon, herkomstgemeente=gemeente, herkomst="overname", begindatum=verder
        )

    uitkomst = cijfer("herplaatsing", gemeente)

    assert (uitkomst.noemer or 0) == noemer


def test_een_einde_telt_in_precies_een_halfjaar(gemeente, kader):
    norm(kader, "kpi.herplaatsing", "2")
    geeindigd(gemeente, date(2025, 11, 15))

    eerder = cijfer("herplaatsing", gemeente, date(2025, 7, 1), date(2025, 12, 31))
    later = cijfer("herplaatsing", gemeente)

    assert eerder.waarde is None
    assert (later.teller, later.noemer) == (0, 1)


def test_zonder_norm_is_herplaatsing_niet_te_berekenen(gemeente):
    assert "niet vastgesteld" in cijfer("herplaatsing", gemeente).ontbreekt


def test_plan_loonwaarde_en_doorstroom_van_de_wsw(gemeente):
    met_alles = sw(gemeente)
    OntwikkelplanFactory(
        persoon=met_alles.persoon,
        status="getekend",
        getekend_op=date(2026, 1, 5),
        opgesteld_op=date(2026, 1, 2),
    )
    LoonwaardemetingFactory(persoon=met_alles.persoon, datum=date(2026, 3, 1))
    IndelingFactory(
        dienstverband=met_alles, groep=Groep.GROEP, begindatum=date(2010, 1, 1), einddatum=date(2026, 2, 28)
    )
    IndelingFactory(dienstverband=met_alles, groep=Groep.BEGELEID_WERKEN, begindatum=date(2026, 3, 1))
    zonder = sw(gemeente)
    IndelingFactory(dienstverband=zonder, groep=Groep.BEGELEID_WERKEN, begindatum=date(2026, 3, 1))

    assert cijfer("wsw_plan", gemeente).waarde == 50
    assert cijfer("wsw_loonwaarde", gemeente).waarde == 50
    assert cijfer("doorstroom_bw", gemeente).waarde == 1


def test_een_plan_zonder_handtekening_is_wel_begeleiding_en_geen_getekend_plan(gemeente):
    persoon = sw(gemeente).persoon
    OntwikkelplanFactory(persoon=persoon, status="geweigerd", opgesteld_op=date(2026, 1, 2))

    assert cijfer("wsw_plan", gemeente).waarde == 0
    assert "zonder handtekening" in kpis.get("begeleid").definitie


def test_loonkostensubsidie_zonder_uitkering_is_uitstroom_naar_werk(gemeente):
    # RH-050: a PRO/VSO pupil with only loonkostensubsidie; the page says that this counts
    leerling = LoonkostensubsidieFactory(
        persoon__gemeente=gemeente, toegekend=True, begindatum=date(2026, 1, 1)
    )

    assert list(rijen("uitstroom_werk", gemeente).values_list("pk", "deelgroep")) == [
        (leerling.persoon_id, "gedeeltelijk")
    ]
    assert "ook zonder uitkering" in kpis.get("uitstroom_werk").definitie


# ---- doel, vorige periode en oordeel -------------------------------------------------------------------
def test_het_doel_van_het_kader_met_vorige_periode_en_oordeel(gemeente, kader):
    norm(kader, "kpi.uitstroom_werk", "4")
    for dag in (date(2026, 2, 1), date(2025, 9, 1), date(2025, 10, 1)):
        met_uitkering(gemeente, begindatum=date(2020, 1, 1), einddatum=dag, reden_einde="werk")

    stand = dashboard(gemeente, JUNI).stand("uitstroom_werk")

    assert (stand.uitkomst.waarde, stand.vorige.waarde, stand.verschil) == (1, 2, -1)
    assert (stand.doel, stand.doel_nu, stand.verwacht) == (4, 2, 1)
    assert (stand.oordeel, stand.teken) == (Oordeel.NIET_OP_DOEL, "✗")


def test_in_december_telt_het_hele_jaar_naast_het_jaardoel(gemeente, kader):
    norm(kader, "kpi.uitstroom_werk", "3")
    for dag in (date(2025, 2, 1), date(2025, 9, 1), date(2025, 10, 1)):
        met_uitkering(gemeente, begindatum=date(2020, 1, 1), einddatum=dag, reden_einde="werk")

    stand = dashboard(gemeente, date(2025, 12, 31)).stand("uitstroom_werk")

    assert (stand.uitkomst.waarde, stand.jaar.waarde, stand.doel_nu) == (2, 3, 3)
    assert stand.oordeel == Oordeel.OP_DOEL


def test_een_doelwaarde_geldt_als_het_kader_er_geen_norm_voor_heeft(gemeente):
    sw(gemeente)
    DoelwaardeFactory(gemeente=gemeente, kpi="wsw_plan", waarde=Decimal(80))

    stand = dashboard(gemeente, JUNI).stand("wsw_plan")

    assert (stand.uitkomst.waarde, stand.doel, stand.oordeel) == (0, 80, Oordeel.NIET_OP_DOEL)


def test_een_doel_per_jaar_telt_in_juni_voor_de_helft_bij_alles_wat_optelt(gemeente):
    DoelwaardeFactory(gemeente=gemeente, kpi="doorstroom_bw", waarde=Decimal(12))

    stand = dashboard(gemeente, JUNI).stand("doorstroom_bw")

    assert (stand.doel, stand.doel_nu) == (12, 6)
    assert [k.code for k in kpis.alle() if k.richting and k.opbouw == "telt_op" and not k.doel_per_jaar] == []


def test_zonder_gegevens_staat_er_niet_te_berekenen_en_nooit_nul(gemeente):
    standen = {stand.code: stand for stand in dashboard(gemeente, JUNI).standen}

    for code in (
        "buig_resultaat",
        "uitkeringslasten",
        "tredestap",
        "wsw_tekort",
        "wsw_plan",
        "daling_uitkeringen",
    ):
        assert standen[code].uitkomst.waarde is None, code
        assert standen[code].uitkomst.ontbreekt, code
        assert standen[code].oordeel == Oordeel.NIET_TE_BEREKENEN, code


def test_elk_aantal_is_het_aantal_rijen_erachter(gemeente, kader):
    norm(kader, "kpi.herplaatsing", "2")
    norm(kader, "kpi.duurzaam", "6")
    norm(kader, "kpi.basisjaar", "2024")
    populaties.ladder(gemeente, populaties.RH_HUIDIG, populaties.RH_DOEL, totaal=429)
    populaties.wsw(gemeente, populaties.RH_WSW_2019)
    geeindigd(gemeente, date(2026, 1, 15), date(2026, 2, 1))
    stap(gemeente, 2, 3)
    gezien = 0

    for stand in dashboard(gemeente, JUNI).standen:
        for deel in stand.uitkomst.delen:
            achter = rijen(stand.code, gemeente, deel.van, deel.tot)
            if deel.alleen_teller:
                achter = achter.filter(telt=True)
            assert achter.count() == deel.aantal, stand.code
            gezien += deel.aantal

    assert gezien > 429


# ---- trajecten en tarieven -----------------------------------------------------------------------------
def test_lopende_trajecten_op_de_peildatum(gemeente):
    TrajectFactory(persoon__gemeente=gemeente, begindatum=date(2026, 5, 1))
    TrajectFactory(persoon__gemeente=gemeente, begindatum=date(2026, 7, 1))
    TrajectFactory(
        persoon__gemeente=gemeente, begindatum=date(2026, 1, 5), einddatum=date(2026, 6, 29), beeindigd=True
    )

    assert cijfer("trajecten", gemeente).waarde == 1


def test_een_overgenomen_overeenkomst_is_herzien_met_een_later_tarief(gemeente):
    for later in (True, False):
        overeenkomst = OvereenkomstFactory(
            persoon__gemeente=gemeente, herkomst="voortgezet", begindatum=date(2021, 1, 1)
        )
        einde = date(2025, 12, 31) if later else None
        TariefafspraakFactory(overeenkomst=overeenkomst, einddatum=einde)
        if later:
            TariefafspraakFactory(overeenkomst=overeenkomst, begindatum=date(2026, 1, 1))

    uitkomst = cijfer("tariefherziening", gemeente)

    assert (uitkomst.teller, uitkomst.noemer) == (1, 2)


# ---- plekken en plannen (RH-071, RH-076) ------------------------------------------------------------------
def test_bezetting_van_beschut_werk_naast_de_plekken_van_elke_aanbieder(gemeente):
    for _ in range(12):
        DienstverbandFactory(persoon__gemeente=gemeente, nieuw_beschut=True)
    for aanbieder, maand, aantal in (
        ("Werf", date(2026, 1, 1), 20), ("Werf", date(2026, 5, 1), 10), ("Sterkerij", date(2025, 1, 1), 6),
        ("Werf", date(2026, 7, 1), 99),
    ):  # fmt: skip
        MaandbedragFactory(
            gemeente=gemeente,
            soort="beschut_plekken",
            maand=maand,
            bedrag=0,
            aantal=aantal,
            omschrijving=aanbieder,
        )

    gevonden = cijfer("beschut_capaciteit", gemeente)

    # 12 people on 10 + 6 places: of each provider the last number, and July is not yet there in June.
    assert (gevonden.waarde, gevonden.teller, gevonden.noemer) == (75, 12, 16)


def test_zonder_plekken_zegt_het_cijfer_waar_je_ze_inleest(gemeente):
    gevonden = cijfer("beschut_capaciteit", gemeente)

    assert gevonden.waarde is None
    assert "Lees het in bij Bedragen: soort beschut_plekken" in gevonden.ontbreekt


def plantaak(gemeente, code, **velden):
    verplichting = VerplichtingFactory(gemeente=gemeente, code=code, vanaf=date(2025, 1, 1))
    return TaakFactory(gemeente=gemeente, verplichting=verplichting, afspraak=None, **velden)


def test_het_arbeidsmarktbewerkingsplan_telt_de_twee_plannen_die_zijn_vastgesteld(gemeente, consulent):
    klaar = {
        "status": "gedaan",
        "bewijs": "Vastgesteld.",
        "gedaan_door": consulent,
        "vastgelegd_op": timezone.now(),
    }
    plantaak(gemeente, "wbp", vervaldatum=date(2026, 3, 31), gedaan_op=date(2026, 3, 20), **klaar)
    gop = plantaak(gemeente, "gop", vervaldatum=date(2026, 3, 31))

    assert cijfer("arbeidsmarktbewerkingsplan", gemeente).waarde == 1
    for naam, waarde in (klaar | {"gedaan_op": date(2026, 7, 1)}).items():
        setattr(gop, naam, waarde)
    gop.save()
    assert cijfer("arbeidsmarktbewerkingsplan", gemeente).waarde == 1  # adopted after 30 June
    assert cijfer("arbeidsmarktbewerkingsplan", gemeente, tot=date(2026, 7, 1)).waarde == 2


def test_zonder_dag_in_het_kader_zegt_het_cijfer_welke_norm_ontbreekt(gemeente):
    plantaak(gemeente, "wbp", vervaldatum=date(2026, 3, 31))

    gevonden = cijfer("arbeidsmarktbewerkingsplan", gemeente)

    assert gevonden.waarde is None
    assert "plan.deadline.gop" in gevonden.ontbreekt and "plan.deadline.wbp" not in gevonden.ontbreekt
