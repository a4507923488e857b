"""De aantallen van de vier brondocumenten uit ingelezen bestanden: pagina, csv, json en PDF zeggen hetzelfde.

Verwachte aantallen: issue 2 'Must come out', ontwerp.md §5, regels.md §8.1 tot en met §8.4.
"""

from datetime import date
from random import Random

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.test import override_settings
from django.urls import reverse

from demo import loader, rijssen_holten, twenterand, wvs
from demo.people import Bevolking, bsn_reeks
from demo.teams import maak_collegas
from kern.actions.demo_gebruikers import maak_demo_gebruikers
from kern.models import Gebruiker, Gemeente
from tests.factories.kern import GemeenteFactory
from tests.lezen import csv_lijst, pdf_tekst
from tests.monitor import populaties
from wsw.choices import Groep

pytestmark = pytest.mark.django_db


class Vier:
    """Eén bestandsanalyse op vier manieren gelezen; `kolom` geeft een kolom die overal gelijk is."""

    def __init__(self, client, dag, **keuze):
        adres, vraag = reverse("monitor:bestand"), {"peildatum": f"{dag:%d-%m-%Y}", **keuze}
        pagina = client.get(adres, vraag)
        assert pagina.status_code == 200
        self.soep = BeautifulSoup(pagina.content, "html.parser")
        for weg in self.soep.select(".verborgen"):
            weg.decompose()
        self.csv = csv_lijst(client.get(adres, vraag | {"export": "csv"}))
        self.json = client.get(adres, vraag | {"export": "json"}).json()
        self.papier = pdf_tekst(client.get(adres, vraag | {"export": "pdf"}))

    def kolom(self, tabel: str, kolom: str) -> list[str]:
        """De waarden van boven naar beneden; ongelijk is een fout."""
        (bron,) = [t for t in self.json["tabellen"] if t["code"] == tabel]
        plek = [cijfer["kolom"] for cijfer in bron["rijen"][0]["cijfers"]].index(kolom)
        uit_json = [str(rij["cijfers"][plek]["waarde"]) for rij in bron["rijen"]]
        uit_csv = [
            rij["waarde"] for rij in self.csv if rij["tabel"] == bron["titel"] and rij["kolom"] == kolom
        ]
        rijen = [
            [cel.get_text(" ", strip=True) for cel in rij.select("th, td")]
            for rij in self.soep.select(f"section#{tabel} tbody tr")
        ]
        op_pagina = [gewoon_getal(rij[plek + 1]) for rij in rijen]
        assert uit_json == uit_csv == op_pagina
        for rij in rijen:
            assert " ".join(" ".join(rij).split()) in self.papier, rij
        return uit_json

    def rij(self, tabel: str, kolom: str) -> dict[str, str]:
        (bron,) = [t for t in self.json["tabellen"] if t["code"] == tabel]
        return dict(zip((rij["code"] for rij in bron["rijen"]), self.kolom(tabel, kolom), strict=True))


def gewoon_getal(tekst: str) -> str:
    """ "−50" or "2.500" as the file has it."""
    return tekst.replace(".", "").replace("\u2212", "-").replace("+", "")


@pytest.fixture
def ingelezen(db, tmp_path):
    """`ingelezen("1742", "beheerder", soort, rijen)` reads rows with the command that a beheerder uses."""
    with override_settings(DEMO=True):
        call_command("laad_kaders", verbosity=0)
        maak_demo_gebruikers()
        maak_collegas()
        yield lambda code, door, soort, rijen: loader._lees(
            {}, tmp_path, lambda _: None, code, door, soort, rijen
        )


def bevolking(random, plaats, postcode=7461):
    bsns = bsn_reeks()
    next(bsns)
    return Bevolking(random, bsns, (plaats,), postcode)


def in_beeld(rijen, *dagen):
    """Whoever is there on one of the days, with all rows that began before the last of them."""
    wie = {
        rij["bsn"]
        for rij in rijen
        for dag in dagen
        if rij["begindatum"] <= dag and not (rij.get("einddatum") and rij["einddatum"] < dag)
    }
    return [rij for rij in rijen if rij["bsn"] in wie and rij["begindatum"] <= max(dagen)]


def test_rijssen_holten_uit_het_ingelezen_bestand(client, ingelezen):
    toen, overname = date(2019, 9, 30), date(2021, 1, 1)
    random = Random(1742)
    mensen = bevolking(random, "Rijssen")
    ingelezen("1742", "beheerder", "werkgevers", rijssen_holten.werkgevers(random))
    ingelezen(
        "1742", "beheerder", "wsw-bestand", in_beeld(rijssen_holten.wsw(random, mensen), toen, overname)
    )
    client.force_login(Gebruiker.objects.get(username="teammanager"))

    op_2019 = Vier(client, toen)
    wsw = op_2019.rij("wsw", "Personen")
    # 16 + 56 + 43 = 115, with 20 begeleid werken 135; 3 intern and 2 WOL
    assert [wsw[f"wsw-{groep}"] for groep in ("individueel", "groep", "beschut", "zonder-bw", "begeleid-werken")] == [
        "16", "56", "43", "115", "20",
    ]  # fmt: skip
    assert (wsw["wsw"], wsw["wsw-intern"], wsw["wsw-wol"]) == ("135", "3", "2")
    # the werf: 29 + 3 + 2 + 1 + 1 = 36
    assert op_2019.kolom("werklocaties", "Personen")[:6] == ["36", "29", "3", "2", "1", "1"]

    wsw = Vier(client, overname).rij("wsw", "Personen")
    assert [wsw[f"wsw-{groep}"] for groep in ("individueel", "groep", "beschut", "zonder-bw")] == [
        "15", "50", "40", "105",
    ]  # fmt: skip


@pytest.fixture
def manager(client, maak_gebruiker, gemeente):
    client.force_login(maak_gebruiker("teammanager", gemeente))
    return client


def test_de_ladder_van_rijssen_holten(manager, gemeente):
    populaties.ladder(gemeente, populaties.RH_HUIDIG, populaties.RH_DOEL, totaal=429)

    ladder = Vier(manager, date(2019, 9, 30))

    assert ladder.kolom("ladder", "Huidige trede") == ["0", "92", "112", "76", "104", "45", "0", "429"]
    assert ladder.kolom("ladder", "Doeltrede") == ["50", "142", "123", "48", "38", "28", "0", "429"]
    assert ladder.kolom("ladder", "Verschil") == ["-50", "-50", "-11", "28", "66", "17", "0", "0"]
    (perspectief,) = [t for t in ladder.json["tabellen"] if t["code"] == "perspectief"]
    assert [cijfer["waarde"] for cijfer in perspectief["rijen"][0]["cijfers"]][:2] == [92, 192]
    assert "92 192" in ladder.papier


def test_de_ladder_van_hof_van_twente_heeft_een_rij_onbekend(client, maak_gebruiker, andere_gemeente):
    populaties.ladder(andere_gemeente, populaties.HVT_HUIDIG, populaties.HVT_DOEL, totaal=539)
    client.force_login(maak_gebruiker("teammanager", andere_gemeente))

    ladder = Vier(client, date(2017, 7, 1))

    nu, straks = ladder.kolom("ladder", "Huidige trede"), ladder.kolom("ladder", "Doeltrede")
    # 3 + 68 + 112 + 150 + 156 + 46 = 535 and 85 + 110 + 129 + 127 + 68 + 15 = 534; 539 clients
    assert nu == ["3", "68", "112", "150", "156", "46", "4", "539"]
    assert straks == ["85", "110", "129", "127", "68", "15", "5", "539"]
    assert (sum(map(int, nu[:6])), sum(map(int, straks[:6]))) == (535, 534)
    (tabel,) = [t for t in ladder.json["tabellen"] if t["code"] == "ladder"]
    assert tabel["rijen"][6]["naam"].lower().startswith("onbekend")


def test_twenterand_heeft_238_medewerkers_uit_het_ingelezen_bestand(client, ingelezen):
    dag = date(2024, 12, 31)
    random = Random(1700)
    ingelezen("1700", "beheerder-tw", "werkgevers", twenterand.werkgevers(random))
    rijen = in_beeld(twenterand.wsw(random, bevolking(random, "Vriezenveen")), dag)
    ingelezen("1700", "beheerder-tw", "wsw-bestand", rijen)
    client.force_login(Gebruiker.objects.get(username="teammanager-tw"))

    wsw = Vier(client, dag).rij("wsw", "Personen")

    assert wsw["wsw"] == "238"


def test_de_negen_wvs_gemeenten_hebben_samen_2500_medewerkers(client, maak_gebruiker):
    gemeenten = [GemeenteFactory(code=code, naam=naam) for code, (naam, _) in wvs.PLAATSEN.items()]
    gebruiker = maak_gebruiker("teammanager", gemeenten[0])
    from tests.factories.kern import RolvervullingFactory

    for gemeente in gemeenten:
        populaties.wsw(gemeente, ((Groep.GROEP, "", wvs.AANTALLEN[gemeente.code]),), werkgever="WVS")
        if gemeente != gemeenten[0]:
            RolvervullingFactory(
                gebruiker=gebruiker, rol="teammanager", gemeente=gemeente, begindatum=date(2015, 1, 1)
            )
    client.force_login(gebruiker)

    analyse = Vier(client, date(2016, 1, 1))

    assert analyse.rij("wsw", "Personen")["wsw"] == "2500"
    per_gemeente = analyse.rij("wsw-per-gemeente", "Totaal zonder begeleid werken")
    assert len(per_gemeente) == 10
    assert per_gemeente.pop("totaal") == "2500"
    assert {code: int(aantal) for code, aantal in per_gemeente.items()} == wvs.AANTALLEN
    assert Gemeente.objects.filter(code__in=wvs.AANTALLEN).count() == 9
