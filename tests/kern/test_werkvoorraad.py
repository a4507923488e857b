"""De startpagina: zonder één klik zien wat er te doen is; hoogstens zeven signalen (schermen §3, L3)."""

import json
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from kern.models import Inzage
from kern.permissions import Rol
from kern.registers import Caseloadduur, Signaal, caseloadduren
from kern.signalen import Groep, voor_startpagina
from tests.factories.kern import BeleidskaderFactory, ParameterFactory, TeamlidFactory, VervangingFactory
from tests.factories.kern_werk import ConceptFactory
from tests.factories.personen import (
    ContactmomentFactory,
    DossierperiodeFactory,
    PersoonFactory,
    ToewijzingFactory,
)


@pytest.fixture
def kader(gemeente):
    kader = BeleidskaderFactory(gemeente=gemeente)
    for code, waarde in {"contact.max_dagen": "56", "norm.ontwikkeling": "85"}.items():
        ParameterFactory(kader=kader, code=code, waarde=waarde)
    return kader


@pytest.fixture
def maak_dossier(gemeente, consulent):
    def maak(contact=date(2026, 1, 1), van=consulent):
        persoon = PersoonFactory(gemeente=gemeente, geboortedatum=date(1970, 1, 1))
        DossierperiodeFactory(persoon=persoon)
        if van:
            ToewijzingFactory(persoon=persoon, gebruiker=van)
        ContactmomentFactory(persoon=persoon, datum=contact, door=consulent)
        return persoon

    return maak


def pagina(client, adres="/werkvoorraad/"):
    return BeautifulSoup(client.get(adres).content, "html.parser")


def test_een_lege_werkvoorraad_zegt_dat_je_bij_bent(ingelogd, gemeente):
    soep = pagina(ingelogd)

    assert soep.h1.text == "Vandaag: 0 signalen"
    assert "Je bent bij." in soep.text


def test_er_staan_hoogstens_zeven_regels_en_de_rest_van_een_soort_is_een_regel(ingelogd, kader, maak_dossier):
    for _ in range(12):
        maak_dossier()

    soep = pagina(ingelogd)
    regels = soep.select("ul[aria-label=Signalen] > li")

    assert soep.h1.text == "Vandaag: 12 signalen"
    assert len(regels) == 7
    groep = next(regel for regel in regels if "keer:" in regel.text)
    assert "6 keer: Te lang geen contact" in " ".join(groep.text.split())
    assert groep.select_one("a.knop")["href"] == "/signalen/?soort=persoon.geen_contact"
    assert soep.select_one("a[href='/signalen/']").text == "Alle signalen"
    assert len(pagina(ingelogd, "/signalen/").select("ul[aria-label=Signalen] > li")) == 12
    assert soep.select_one(".badge") is None or "12" in soep.select_one(".badge").text


def maak_signaal(soort, nummer, niveau="let_op", groep=""):
    return Signaal(
        soort=soort, sleutel=f"{soort}-{groep}-{nummer}", niveau=niveau, reden="", onderwerp="", onderwerp_url="",
        actie="", actie_url="", gemeente_id=1, eigenaar_id=1, vanaf=date(2026, 1, nummer + 1), groep=groep,
    )  # fmt: skip


def test_zeven_of_minder_staan_er_allemaal_zelf():
    signalen = [maak_signaal("kern.taak", nummer) for nummer in range(7)]

    assert voor_startpagina(signalen) == (signalen, 0)


def test_een_verplichting_is_een_regel_en_verdringt_de_andere_niet():
    werkplein = [maak_signaal("kern.taak", n, "moet", "Voortgang naar Werkplein") for n in range(9)]
    salarissen = [maak_signaal("kern.taak", n, "moet", "Betaalopdracht salarissen") for n in range(4)]
    plannen = [maak_signaal("plan.niet_ondertekend", n) for n in range(2)]

    regels, meer = voor_startpagina([*werkplein, *salarissen, *plannen])

    aantallen = {regel.naam: len(regel.signalen) for regel in regels if isinstance(regel, Groep)}
    # Two lines of groups, two plans, and room for the three heaviest of the tasks.
    assert (len(regels), meer) == (7, 0)
    assert aantallen == {"Voortgang naar Werkplein": 6, "Betaalopdracht salarissen": 4}
    assert [regel for regel in regels if regel in plannen] == plannen


def test_wat_niet_op_de_zeven_regels_past_telt_de_link():
    signalen = [maak_signaal(f"soort-{n}", n) for n in range(10)]

    regels, meer = voor_startpagina(signalen)

    assert (regels, meer) == (signalen[:7], 3)


@pytest.mark.parametrize(
    ("soort", "aantal"), [("persoon.geen_contact", 2), ("plan.niet_ondertekend", 0), ("onzin", 2)]
)
def test_elk_aantal_opent_precies_die_signalen(ingelogd, kader, maak_dossier, soort, aantal):
    maak_dossier()
    maak_dossier()
    assert "Te lang geen contact: 2" in " ".join(pagina(ingelogd).select_one("#soorten").text.split())

    rijen = pagina(ingelogd, f"/signalen/?soort={soort}").select("ul[aria-label=Signalen] > li")

    assert len(rijen) == aantal


def test_het_cijfer_in_het_menu_is_het_aantal_signalen(ingelogd, kader, maak_dossier):
    maak_dossier()
    pagina(ingelogd)

    assert "1" in pagina(ingelogd, "/taken/").select_one(".hoofdmenu .badge").text


def test_elk_signaal_heeft_reden_norm_een_actie_en_later(ingelogd, kader, maak_dossier):
    persoon = maak_dossier(contact=timezone.localdate() - timedelta(days=63))

    regel = pagina(ingelogd).select_one("ul[aria-label=Signalen] > li")

    assert "9 weken geen contact (norm 8 weken)" in regel.text
    assert regel.select_one("a.knop")["href"] == f"/personen/{persoon.nummer}/contactmomenten/nieuw/"
    assert [k["value"] for k in regel.select("button[name=tot]")] == [
        "morgen", "over 1 week", "over 2 weken", "over 1 maand",
    ]  # fmt: skip
    assert "Waarom zie ik dit?" in regel.text


def test_de_caseload_staat_naast_de_norm_met_teller_en_noemer(ingelogd, kader, maak_dossier, consulent):
    """RH: 88 dossiers bij 0,90 fte is 98 per fte; hier 2 bij 0,90 = 2,22 = 2."""
    TeamlidFactory(gebruiker=consulent, fte="0.90")
    for _ in range(2):
        maak_dossier()

    tekst = " ".join(pagina(ingelogd).select_one("#caseload").text.split())

    assert "2 dossiers op 0,90 fte = 2 per fte (norm 85)" in tekst


def test_88_dossiers_bij_0_90_fte_is_98_per_fte():
    from decimal import Decimal

    from kern.views.werkvoorraad import _per_fte

    assert _per_fte(88, Decimal("0.90")) == 98
    assert _per_fte(33, Decimal("0.80")) == 41
    assert _per_fte(5, None) is None


def test_afspraken_van_vandaag_en_te_laat_blijven_staan_tot_ze_gedaan_zijn(ingelogd, maak_dossier, consulent):
    vandaag = timezone.localdate()
    for dagen in (0, 10, -5):
        persoon = maak_dossier()
        ContactmomentFactory(
            persoon=persoon,
            door=consulent,
            datum=vandaag - timedelta(days=30),
            vervolg_op=vandaag - timedelta(days=dagen),
        )

    blok = pagina(ingelogd).select_one("#afspraken")

    assert len(blok.select("li")) == 2
    assert "Te laat" in blok.select("li")[0].text


def test_concepten_en_waarneming_staan_op_de_startpagina(ingelogd, consulent, maak_gebruiker, gemeente):
    ConceptFactory(gebruiker=consulent, titel="Contact vastleggen")
    vandaag = timezone.localdate()
    afwezige = maak_gebruiker(Rol.CONSULENT, gemeente, naam="R. Demo")
    VervangingFactory(afwezige=afwezige, vervanger=consulent, begindatum=vandaag, einddatum=vandaag)

    soep = pagina(ingelogd)

    assert "Contact vastleggen" in soep.select_one("#concepten").text
    assert "Je vervangt R. Demo" in soep.text


def test_de_startpagina_kost_evenveel_querys_bij_een_als_bij_dertig_dossiers(ingelogd, kader, maak_dossier):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    maak_dossier()
    pagina(ingelogd)
    with CaptureQueriesContext(connection) as een:
        pagina(ingelogd)
    for _ in range(29):
        maak_dossier()
    pagina(ingelogd)
    with CaptureQueriesContext(connection) as dertig:
        pagina(ingelogd)

    assert len(dertig) - len(een) <= 0


# ---- team -----------------------------------------------------------------------------------------------
def test_de_teammanager_ziet_per_medewerker_de_caseload_en_bovenaan_wie_niemand_heeft(
    client, kader, maak_dossier, consulent, maak_gebruiker, gemeente
):
    TeamlidFactory(gebruiker=consulent, fte="0.50")
    for _ in range(3):
        maak_dossier()
    zonder = maak_dossier(van=None)
    client.force_login(maak_gebruiker(Rol.TEAMMANAGER, gemeente))

    soep = pagina(client, "/werkvoorraad/team/")

    assert soep.h2.text == "1 zonder contactpersoon"
    assert soep.select_one(f"a[href='/personen/{zonder.nummer}/gegevens/contactpersoon/']")
    cellen = [" ".join(c.text.split()) for c in soep.select("tbody tr")[0].select("th, td")]
    assert cellen[:3] == ["K. Consulent", "consulent re-integratie", "0,50"]
    assert cellen[3].startswith("3")
    assert cellen[4:] == ["6", "85", "0", "–", "–"]


def test_een_consulent_ziet_het_team_niet(ingelogd, gemeente):
    assert ingelogd.get("/werkvoorraad/team/").status_code == 403


@pytest.mark.parametrize("rol", list(Rol))
def test_elke_rol_heeft_een_startpagina(client, maak_gebruiker, gemeente, kader, rol):
    client.force_login(maak_gebruiker(rol, gemeente))

    assert client.get("/werkvoorraad/").status_code == 200


def test_signalen_zijn_te_filteren_te_zoeken_en_te_exporteren(ingelogd, kader, maak_dossier):
    persoon = maak_dossier()
    maak_dossier()

    antwoord = ingelogd.get("/signalen/", {"niveau_code": "let_op", "export": "json"})
    rijen = json.loads(antwoord.getvalue())["rijen"]

    assert len(rijen) == 2
    assert {rij["niveau"] for rij in rijen} == {"Let op"}
    assert persoon.weergavenaam in {rij["onderwerp"] for rij in rijen}
    regel = Inzage.objects.get(soort="export")
    assert persoon.pk in regel.gegevens["dossiers"]


def test_de_teamlijst_toont_hoe_lang_iemand_boven_de_grens_zit(
    client, kader, maak_dossier, consulent, maak_gebruiker, gemeente, monkeypatch
):
    maak_dossier()
    duur = Caseloadduur("proef", lambda gemeenten, dag: {consulent.pk: 5})
    monkeypatch.setitem(caseloadduren._items, "formatie", duur)
    client.force_login(maak_gebruiker(Rol.TEAMMANAGER, gemeente))

    assert "5 weken boven de grens" in client.get("/werkvoorraad/team/").content.decode()
    rijen = json.loads(client.get("/werkvoorraad/team/", {"export": "json"}).getvalue())["rijen"]
    assert [(rij["naam"], rij["dossiers"], rij["sinds"]) for rij in rijen] == [
        ("K. Consulent", 1, "5 weken boven de grens")
    ]
