"""Het Wsw-bestand inlezen: gedateerde feiten, overname en plaatsing (journey 2; RH-037)."""

import pytest

from kern.models import Organisatie
from kern.permissions import Rol
from personen.models import Dossierperiode, Persoon, Toewijzing
from tests.inlezen import lees, perioden
from werkgevers.models import Plaatsing
from wsw.models import Dienstverband, Indeling

pytestmark = pytest.mark.django_db

ANNA = {"bsn": "999990019", "achternaam": "Voorbeeld", "geboortedatum": "12-05-1970"}
DIENST = ANNA | {
    "begindatum": "01-04-2003",
    "formele_werkgever": "SOWECO",
    "groep": "individueel",
    "uren": "36",
}


@pytest.fixture(autouse=True)
def omgeving(gemeente, maak_gebruiker):
    Organisatie.objects.create(naam="SOWECO")
    Organisatie.objects.create(naam="Gemeente Rijssen-Holten")
    maak_gebruiker(Rol.CONSULENT_WSW, gemeente, username="wsw")
    lees("werkgevers", gemeente, {"naam": "Groen BV", "kvk": "90000001"}, {"naam": "De werf"})


def test_twee_rijen_van_een_medewerker_zijn_twee_gedateerde_indelingen_en_plaatsingen(gemeente):
    voor = DIENST | {"subsoort": "intern", "werkgever": "Groen BV", "plaatsing_vanaf": "01-01-2019"}
    na = DIENST | {
        "groep": "groep", "uren": "32", "indeling_vanaf": "01-01-2021", "formele_werkgever": "gemeente rijssen-holten",
        "werkgever": "De werf", "plaatsing_vanaf": "01-01-2021", "contactpersoon": "wsw",
    }  # fmt: skip

    eerste = lees("wsw-bestand", gemeente, na, voor)
    tweede = lees("wsw-bestand", gemeente, na, voor)

    assert eerste[1] == tweede[1] == []
    assert (eerste[0]["nieuw"], eerste[0]["gewijzigd"], tweede[0]["gelijk"]) == (1, 1, 2)
    assert perioden(Indeling.objects.all()) == [("01-04-2003", "31-12-2020"), ("01-01-2021", "")]
    assert list(Indeling.objects.order_by("begindatum").values_list("groep", "subsoort")) == [
        ("individueel", "intern"),
        ("groep", ""),
    ]
    assert perioden(Plaatsing.objects.all()) == [("01-01-2019", "31-12-2020"), ("01-01-2021", "")]
    assert set(Plaatsing.objects.values_list("soort", flat=True)) == {"intern", "groepsdetachering"}
    assert perioden(Dossierperiode.objects.all()) == [("01-04-2003", "")]
    assert perioden(Toewijzing.objects.all()) == [("01-04-2003", "")]


def test_het_einde_van_het_dienstverband_sluit_alles_wat_erop_rust(gemeente):
    rij = DIENST | {"werkgever": "90000001", "contactpersoon": "wsw"}
    lees("wsw-bestand", gemeente, rij)

    _, fouten = lees("wsw-bestand", gemeente, rij | {"einddatum": "30-06-2024", "reden_einde": "aow"})

    assert fouten == []
    for model in (Dienstverband, Indeling, Plaatsing, Dossierperiode, Toewijzing):
        assert perioden(model.objects.all()) == [("01-04-2003", "30-06-2024")], model
    assert Dossierperiode.objects.get().reden_einde == "aow"
    assert Plaatsing.objects.get().reden_einde == "dienstverband"


@pytest.mark.parametrize(
    ("velden", "fout"),
    [
        ({"begindatum": "01-06-2018"}, "2 herkomst: Nieuwe instroom in de Wsw kan niet meer"),
        ({"begindatum": "01-06-2018", "herkomst": "voor_2015", "wsw_sinds": "01-01-2003"}, "2 herkomst: Nieuwe instroom"),
        ({"begindatum": "01-06-2018", "herkomst": "overname"}, "2 wsw_sinds: Vul in sinds wanneer"),
        ({"begindatum": "01-06-2018", "herkomst": "overname", "wsw_sinds": "01-02-2015"}, "2 wsw_sinds: Deze dag ligt na"),
        ({"subsoort": "wol"}, "2 subsoort: Intern hoort bij individueel"),
        ({"uren": "41"}, "2 uren: 41 kan niet."),
        ({"groep": "vijf"}, "2 groep: vijf bestaat niet. Kies uit:"),
        ({"formele_werkgever": "Onbekend BV"}, "2 formele_werkgever: Organisatie 'Onbekend BV' is niet bekend."),
        ({"werkgever": "Bestaat Niet BV"}, "2 werkgever: Werkgever 'Bestaat Niet BV' bestaat niet."),
        ({"einddatum": "31-12-2020"}, "2 reden_einde: Vul ook in waarom het eindigt."),
        ({"einddatum": "31-12-2000", "reden_einde": "aow"}, "2 einddatum: De laatste dag ligt voor de eerste dag"),
        ({"indeling_vanaf": "01-01-2000"}, "2 indeling_vanaf: Deze dag valt buiten het dienstverband."),
        ({"herkomstgemeente": "Nergens"}, "2 herkomstgemeente: Gemeente 'Nergens' is niet bekend."),
        ({"werkgever": "De werf", "contract_tot": "01-01-2001"}, "2 contract_tot: Het contract eindigt voordat"),
    ],
)  # fmt: skip
def test_een_rij_die_niet_kan_noemt_de_kolom_en_wat_je_moet_doen(gemeente, velden, fout):
    tellingen, fouten = lees("wsw-bestand", gemeente, DIENST | velden)

    assert tellingen["fout"] == 1
    assert len(fouten) == 1
    assert fouten[0].startswith(fout)
    assert not Persoon.objects.exists()


def test_overname_na_2014_mag_met_wsw_sinds(gemeente):
    rij = DIENST | {"begindatum": "01-01-2021", "herkomst": "overname", "wsw_sinds": "01-04-2003"}

    assert lees("wsw-bestand", gemeente, rij)[1] == []
    assert Dienstverband.objects.get().herkomst == "overname"


def test_een_andere_groep_zonder_datum_wordt_niet_stil_overschreven(gemeente):
    lees("wsw-bestand", gemeente, DIENST)

    _, fouten = lees("wsw-bestand", gemeente, DIENST | {"groep": "beschut"})

    assert fouten[0].startswith("2 indeling_vanaf: Groep, uren of werkgever is anders dan vastgelegd")


def test_overlappende_dienstverbanden_zijn_een_fout_in_de_rij(gemeente):
    _, fouten = lees("wsw-bestand", gemeente, DIENST, DIENST | {"begindatum": "01-01-2010"})

    assert fouten == ["3 begindatum: Overlapt met het dienstverband vanaf 01-04-2003. Pas de datums aan."]
