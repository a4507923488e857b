"""Mijn caseload: norm met teller en noemer, eigen dossiers, overdragen en de telling van LKS (V1, V2, RH-161)."""

from datetime import date
from decimal import Decimal

import pytest

from formatie.queries.caseload import belasting_van
from formatie.queries.telling import normen_op, tel_lks
from kern.jobs import voer_taak_uit
from kern.models import Achtergrondtaak, Inzage
from kern.permissions import Rol
from personen.models import Toewijzing
from tests.factories.kern import GebruikerFactory, RolvervullingFactory, TeamFactory, TeamlidFactory
from tests.factories.personen import PersoonFactory, ToewijzingFactory
from tests.factories.reintegratie import (
    LoonkostensubsidieFactory,
    TrajectFactory,
    TredemetingFactory,
    UitkeringFactory,
)
from tests.lezen import pagina_tekst
from tests.monitor import populaties

pytestmark = pytest.mark.django_db
VANDAAG = date(2026, 11, 22)


def collega(gemeente, rol=Rol.CONSULENT, fte="0.90"):
    gebruiker = GebruikerFactory()
    RolvervullingFactory(gebruiker=gebruiker, rol=rol, gemeente=gemeente, begindatum=date(2020, 1, 1))
    TeamlidFactory(
        team=TeamFactory(gemeente=gemeente), gebruiker=gebruiker, fte=fte, begindatum=date(2020, 1, 1)
    )
    return gebruiker


def dossier(gemeente, gebruiker, doel=5, uitkering=True):
    persoon = PersoonFactory(gemeente=gemeente, in_begeleiding=True)
    ToewijzingFactory(persoon=persoon, gebruiker=gebruiker, begindatum=date(2024, 1, 1))
    if uitkering:
        UitkeringFactory(persoon=persoon)
    if doel:
        TredemetingFactory(persoon=persoon, doeltrede=doel)
    return persoon


@pytest.fixture
def consulent(rijssen_holten):
    return collega(rijssen_holten)


def test_98_per_fte_op_een_norm_van_85(client, rijssen_holten, consulent):
    # C2: 98 clients per fte against the norm of 85; here 49 on 0,50 fte, and 98 / 85 = 115,3%
    consulent = collega(rijssen_holten, fte="0.50")
    for persoon in populaties.ladder(rijssen_holten, {}, {5: 49}, totaal=49):
        ToewijzingFactory(persoon=persoon, gebruiker=consulent, begindatum=date(2024, 1, 1))
    dossier(rijssen_holten, consulent, doel=3)

    stand = belasting_van(consulent, rijssen_holten, VANDAAG, normen_op(rijssen_holten, VANDAAG))

    assert (stand.mensen, str(stand.fte), stand.per_fte.exact) == (49, "0.50", 98)
    assert round(stand.norm, 2) == 85
    assert stand.per_klasse["passief"] == 1
    assert round(stand.percentage, 1) == Decimal("115.3")
    client.force_login(consulent)
    pagina = pagina_tekst(client.get("/caseload/"))
    assert "49 personen op 0,50" in pagina
    assert "98" in pagina


def test_de_pagina_toont_norm_en_eigen_dossiers_met_de_eerstvolgende_actie(client, rijssen_holten, consulent):
    eigen = dossier(rijssen_holten, consulent)
    TrajectFactory(persoon=eigen, gepland_einde=date(2026, 12, 1))
    dossier(rijssen_holten, collega(rijssen_holten))
    client.force_login(consulent)

    antwoord = client.get("/caseload/")
    tekst = antwoord.content.decode()

    assert antwoord.context["lijst"].totaal == 1
    assert "01-12-2026" in tekst
    assert "norm.ontwikkeling: 85" in tekst
    assert "1 persoon op 0,90" in tekst
    assert client.get("/caseload/?te_laat=on").context["lijst"].totaal == 0


def test_een_ander_kiezen_kan_alleen_wie_het_team_leidt(client, rijssen_holten, consulent, manager):
    ander = collega(rijssen_holten)
    dossier(rijssen_holten, ander)
    client.force_login(consulent)
    assert client.get(f"/caseload/?medewerker={ander.pk}").context["lijst"].totaal == 0

    client.force_login(manager)
    antwoord = client.get(f"/caseload/?medewerker={ander.pk}")

    assert antwoord.context["lijst"].totaal == 1
    assert f"Caseload van {ander}" in antwoord.content.decode()


def test_evenveel_vragen_voor_2_als_voor_20_dossiers(
    client, rijssen_holten, consulent, django_assert_max_num_queries
):
    client.force_login(consulent)
    for _ in range(2):
        dossier(rijssen_holten, consulent)
    client.get("/caseload/")
    with django_assert_max_num_queries(40) as eerst:
        client.get("/caseload/")
    for _ in range(18):
        dossier(rijssen_holten, consulent)
    with django_assert_max_num_queries(len(eerst)):
        client.get("/caseload/")


def test_gekozen_dossiers_gaan_naar_herverdelen_met_bladen(client, rijssen_holten, consulent, manager):
    mensen = [dossier(rijssen_holten, consulent) for _ in range(3)]
    opvolger = collega(rijssen_holten)
    client.force_login(manager)
    rijen = list(Toewijzing.objects.filter(persoon__in=mensen[:2]).values_list("pk", flat=True))
    keuze = {
        "terug": f"/caseload/?medewerker={consulent.pk}", "zichtbaar": ",".join(map(str, rijen)), "kies": rijen,
        "handeling": "herverdelen",
    }  # fmt: skip
    assert client.post("/lijsten/mijn-caseload/keuze/", keuze, follow=True).status_code == 200

    client.post("/personen/herverdelen/", {"aan": opvolger.pk, "vanaf": "22-11-2026", "bladen": "on"})

    assert set(
        Toewijzing.objects.op(VANDAAG).filter(gebruiker=opvolger).values_list("persoon", flat=True)
    ) == {
        mensen[0].pk,
        mensen[1].pk,
    }
    taak = voer_taak_uit(Achtergrondtaak.objects.get(soort="overdrachtsbladen"))
    assert taak.status == "klaar"
    assert bytes(taak.resultaatbestand.inhoud).startswith(b"%PDF")
    assert Inzage.objects.filter(pagina__startswith="overdracht (pdf)").count() == 2


def test_lks_telt_wie_geen_uitkering_heeft_en_opent_precies_die_mensen(browser, rijssen_holten):
    for uitkering in (False, False, True):
        persoon = dossier(rijssen_holten, GebruikerFactory(), uitkering=uitkering)
        LoonkostensubsidieFactory(persoon=persoon, toegekend=True)
    LoonkostensubsidieFactory(persoon=dossier(rijssen_holten, GebruikerFactory(), uitkering=False))

    assert tel_lks(rijssen_holten, VANDAAG) == 2
    assert tel_lks(rijssen_holten, date(2025, 12, 31)) == 0
    lijst = browser.get("/lks/?peildatum=2026-11-22&gemeente=1742&populatie=alleen-lks")
    assert lijst.context["lijst"].totaal == 2
    assert "populatie=alleen-lks" in browser.get("/formatie/").content.decode()


def test_wie_alleen_loonkostensubsidie_heeft_telt_in_de_actieve_caseload(rijssen_holten, consulent):
    persoon = dossier(rijssen_holten, consulent, doel=None, uitkering=False)
    normen = normen_op(rijssen_holten, VANDAAG)
    assert belasting_van(consulent, rijssen_holten, VANDAAG, normen).mensen == 0

    LoonkostensubsidieFactory(persoon=persoon, toegekend=True)

    assert belasting_van(consulent, rijssen_holten, VANDAAG, normen).mensen == 1
