"""Bewaarde weergaven, kolommen en keuze van rijen (schermen E4, E5, E6, E10)."""

import pytest
from bs4 import BeautifulSoup

from kern.lists import gekozen, weergaven_van
from kern.models import Gebeurtenis, Lijstvoorkeur, Weergave
from kern.permissions import Rol
from personen.models import Persoon
from tests.factories.kern import TeamFactory, TeamlidFactory
from tests.factories.personen import PersoonFactory
from tests.kern.lijst_voorbeeld import MENSEN

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.kern.lijst_urls")]
URL = "/proef/mensen/"


def soep(antwoord):
    return BeautifulSoup(antwoord.content, "html.parser")


def namen(antwoord):
    return [th.get_text(strip=True) for th in soep(antwoord).select("tbody th")]


def koppen(antwoord):
    return [th.get_text(strip=True) for th in soep(antwoord).select("thead th")]


def bewaar(client, naam="Vrouwen", terug=f"{URL}?geslacht=v&sort=-naam", **velden):
    return client.post(
        "/lijsten/proef-mensen/weergave/?terug=" + terug.replace("&", "%26"), {"naam": naam, **velden}
    )


@pytest.fixture
def drie(gemeente):
    for naam, geslacht in [("Aa", "v"), ("Ba", "m"), ("Ca", "v")]:
        PersoonFactory(gemeente=gemeente, achternaam=naam, geslacht=geslacht)


@pytest.fixture
def collega(maak_gebruiker, gemeente):
    return maak_gebruiker(Rol.CONSULENT, gemeente, naam="C. Collega")


# ---- saved views ----------------------------------------------------------------------------------
def test_een_weergave_bewaart_filters_en_volgorde_en_staat_op_de_lijst(ingelogd, drie, consulent):
    antwoord = bewaar(ingelogd)

    assert namen(ingelogd.get(antwoord.url)) == ["Ca", "Aa"]
    assert [w.naam for w in weergaven_van(consulent)] == ["Vrouwen"]
    assert (
        soep(ingelogd.get(URL + "?weergave=0")).select_one(".lijst__weergaven").get_text(" ", strip=True)
        == "Alles Vrouwen"
    )
    assert Gebeurtenis.objects.filter(soort="weergave.bewaard").count() == 1


def test_een_weergave_bewaart_geen_zoekterm_en_geen_pagina(ingelogd, drie):
    bewaar(ingelogd, terug=f"{URL}?geslacht=v&zoek=abc&pagina=3&export=csv&kolommen=naam,nummer")

    assert Weergave.objects.get().query == "geslacht=v&kolommen=naam%2Cnummer"


def test_een_weergave_blijft_na_uitloggen(ingelogd, drie, consulent):
    bewaar(ingelogd)
    ingelogd.logout()
    ingelogd.force_login(consulent)

    assert "Vrouwen" in soep(ingelogd.get(URL)).select_one(".lijst__weergaven").get_text()


def test_de_lijst_opent_met_de_standaardweergave(ingelogd, drie):
    bewaar(ingelogd, standaard="on")

    antwoord = ingelogd.get(URL)

    assert antwoord.status_code == 302
    assert namen(ingelogd.get(antwoord.url)) == ["Ca", "Aa"]
    assert len(namen(ingelogd.get(URL + "?weergave=0"))) == 3


def test_er_is_een_standaard_per_lijst_de_nieuwste(ingelogd, drie):
    bewaar(ingelogd, "Een", standaard="on")
    bewaar(ingelogd, "Twee", standaard="on")

    assert [w.naam for w in Weergave.objects.filter(standaard=True)] == ["Twee"]


def test_een_dubbele_naam_is_een_fout_bij_het_veld(ingelogd, drie):
    bewaar(ingelogd)
    antwoord = bewaar(ingelogd, "vrouwen")

    assert antwoord.status_code == 200
    assert "Je hebt al een weergave met deze naam" in soep(antwoord).select_one(".veld--fout").get_text()


def test_hernoemen_en_verwijderen(ingelogd, drie):
    bewaar(ingelogd)
    pk = Weergave.objects.get().pk
    ingelogd.post(f"/weergaven/{pk}/", {"naam": "Dames"})
    assert Weergave.objects.get().naam == "Dames"

    ingelogd.post(f"/weergaven/{pk}/verwijderen/")

    assert not Weergave.objects.exists()


def test_gedeeld_met_het_team_ziet_een_collega_hem_wel_maar_wijzigt_hem_niet(
    ingelogd, drie, client, consulent, collega, gemeente
):
    team = TeamFactory(gemeente=gemeente)
    TeamlidFactory(team=team, gebruiker=consulent)
    TeamlidFactory(team=team, gebruiker=collega)
    bewaar(ingelogd, gedeeld_met=team.pk)
    pk = Weergave.objects.get().pk
    client.force_login(collega)

    assert [(w.naam, w.van_mij) for w in weergaven_van(collega)] == [("Vrouwen", False)]
    for adres in (f"/weergaven/{pk}/", f"/weergaven/{pk}/verwijderen/"):
        assert client.post(adres, {"naam": "Van mij"}).status_code == 404
    assert client.get(f"/weergaven/{pk}/").status_code == 404
    assert Weergave.objects.get().naam == "Vrouwen"


def test_andermans_weergave_bestaat_niet_voor_jou(ingelogd, drie, client, collega):
    bewaar(ingelogd)
    client.force_login(collega)

    assert weergaven_van(collega) == []
    assert client.get(f"/weergaven/{Weergave.objects.get().pk}/").status_code == 404
    assert not soep(client.get(f"{URL}?weergave={Weergave.objects.get().pk}")).select(".lijst__weergaven")


def test_delen_kan_niet_met_een_team_van_een_ander(ingelogd, drie, andere_gemeente, gemeente):
    for team in (TeamFactory(gemeente=andere_gemeente), TeamFactory(gemeente=gemeente)):
        assert bewaar(ingelogd, gedeeld_met=team.pk).status_code == 200
    assert not Weergave.objects.exists()


# ---- columns --------------------------------------------------------------------------------------
def test_kolommen_kiezen_en_verplaatsen_met_knoppen(ingelogd, drie, consulent):
    adres = "/lijsten/proef-mensen/kolommen/"
    velden = {
        "volgorde": ["naam", "nummer", "geboren"],
        "aan": ["nummer", "geboren"],
        "per_pagina": "50",
        "terug": URL,
    }
    verplaatst = ingelogd.post(adres, {**velden, "omhoog": "geboren"})
    volgorde = [invoer["value"] for invoer in soep(verplaatst).select("[name=volgorde]")]
    assert volgorde[:3] == ["naam", "geboren", "nummer"]
    assert not Lijstvoorkeur.objects.exists()

    ingelogd.post(adres, {**velden, "volgorde": volgorde, "bewaar": "1"})

    assert koppen(ingelogd.get(URL)) == ["Naam", "Geboren", "Nummer"]
    assert Lijstvoorkeur.objects.get().per_pagina == 50

    ingelogd.post(adres, {"herstel": "1", "terug": URL})

    assert koppen(ingelogd.get(URL)) == ["Naam", "Nummer", "Geboren", "Versie", "Geslacht"]


def test_een_verzonnen_kolom_of_aantal_doet_niets(ingelogd, drie):
    adres = "/lijsten/proef-mensen/kolommen/"
    ingelogd.post(
        adres,
        {"volgorde": ["kwaad", "nummer"], "aan": ["kwaad", "nummer"], "per_pagina": "50", "bewaar": "1"},
    )

    assert Lijstvoorkeur.objects.get().kolommen == ["nummer", "naam"]
    fout = ingelogd.post(
        adres, {"volgorde": ["naam"], "aan": ["naam"], "per_pagina": "1000000", "bewaar": "1"}
    )
    assert "Deze keuze bestaat niet" in fout.content.decode()


# ---- choice ---------------------------------------------------------------------------------------
@pytest.fixture
def zestig(gemeente):
    return [
        PersoonFactory(gemeente=gemeente, achternaam=f"N{n:02d}", geslacht="v" if n % 2 else "m")
        for n in range(60)
    ]


def kies(client, pks, *, terug=URL, zichtbaar=None, **velden):
    zichtbaar = pks if zichtbaar is None else zichtbaar
    gegevens = {"kies": pks, "zichtbaar": ",".join(map(str, zichtbaar)), "terug": terug, **velden}
    return client.post("/lijsten/proef-mensen/keuze/", gegevens)


def in_keuze(client, rf, gebruiker):
    verzoek = rf.get("/")
    verzoek.session, verzoek.user = client.session, gebruiker
    rijen = gekozen(verzoek, MENSEN, Persoon.objects.zichtbaar_voor(gebruiker))
    return sorted(rijen.values_list("achternaam", flat=True))


def test_zonder_keuze_komt_er_een_fout(ingelogd, zestig):
    antwoord = ingelogd.get(kies(ingelogd, [], handeling="herverdelen").url)

    assert "Kies minstens 1 dossier." in soep(antwoord).select_one(".meldingen").get_text()


def test_een_keuze_overleeft_bladeren_zonder_script(ingelogd, zestig, rf, consulent):
    antwoord = kies(ingelogd, [zestig[0].pk, zestig[3].pk], naar="?pagina=2")
    assert antwoord.url == f"{URL}?pagina=2"
    twee = ingelogd.get(antwoord.url)
    assert "2 dossiers gekozen" in soep(twee).get_text()

    antwoord = kies(ingelogd, [zestig[30].pk], terug=f"{URL}?pagina=2", handeling="herverdelen")

    assert antwoord.url == "/werkvoorraad/"
    assert in_keuze(ingelogd, rf, consulent) == ["N00", "N03", "N30"]
    aan = [invoer["value"] for invoer in soep(ingelogd.get(URL)).select("[name=kies][checked]")]
    assert aan == [str(zestig[0].pk), str(zestig[3].pk)]


def test_een_vinkje_uitzetten_haalt_alleen_die_rij_weg(ingelogd, zestig, rf, consulent):
    kies(ingelogd, [zestig[0].pk, zestig[1].pk])
    kies(ingelogd, [zestig[1].pk], zichtbaar=[zestig[0].pk, zestig[1].pk])

    assert in_keuze(ingelogd, rf, consulent) == ["N01"]


def test_kies_alle_neemt_alle_gefilterde_rijen(ingelogd, zestig, rf, consulent, andere_gemeente):
    PersoonFactory(gemeente=andere_gemeente, geslacht="v")
    terug = f"{URL}?geslacht=v"
    assert "Kies alle 30" in soep(ingelogd.get(terug)).get_text()

    kies(ingelogd, [], terug=terug, alles="1")

    assert len(in_keuze(ingelogd, rf, consulent)) == 30
    assert "30 dossiers gekozen" in soep(ingelogd.get(terug)).get_text()
    kies(ingelogd, [], terug=terug, wis="1")
    assert in_keuze(ingelogd, rf, consulent) == []


def test_een_keuze_geldt_niet_bij_andere_filters_of_een_andere_lijst(ingelogd, zestig):
    kies(ingelogd, [zestig[0].pk])

    assert "0 dossiers gekozen" in soep(ingelogd.get(f"{URL}?geslacht=v")).get_text()
    assert "1 dossier gekozen" in soep(ingelogd.get(URL)).get_text()


def test_andermans_personen_zijn_niet_te_kiezen(ingelogd, zestig, rf, consulent, andere_gemeente):
    kies(ingelogd, [PersoonFactory(gemeente=andere_gemeente).pk])

    assert in_keuze(ingelogd, rf, consulent) == []


def test_een_handeling_zonder_recht_is_verboden_en_een_verzonnen_handeling_bestaat_niet(
    client, zestig, maak_gebruiker, gemeente
):
    client.force_login(maak_gebruiker(Rol.AUDITOR, gemeente))

    assert kies(client, [zestig[0].pk], handeling="herverdelen").status_code == 403
    assert kies(client, [zestig[0].pk], handeling="weggooien").status_code == 404
    assert not soep(client.get(URL)).select(".bulkbalk")


def test_een_keuze_met_onzin_breekt_niets(ingelogd, zestig):
    for onzin in ["abc", "9" * 50, "\x00", "-1", "1;2"]:
        antwoord = ingelogd.post(
            "/lijsten/proef-mensen/keuze/",
            {"kies": [onzin], "zichtbaar": onzin, "terug": onzin, "naar": "?pagina=\x00"},
        )
        assert antwoord.status_code == 302
    assert ingelogd.post("/lijsten/bestaat-niet/keuze/").status_code == 404
