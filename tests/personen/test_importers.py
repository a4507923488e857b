"""Personen inlezen: dossierperiode, adres, kenmerken en contactpersoon."""

import pytest
from django.utils import timezone

from kern.permissions import Rol
from personen.models import Adres, Dossierperiode, Kenmerk, Persoon, Toewijzing
from tests.inlezen import lees, perioden

pytestmark = pytest.mark.django_db
ANNA = {"bsn": "12345672", "voorletters": "ab", "achternaam": "Özdemir", "geboortedatum": "12-05-1984"}
ADRES = {"straat": "Dorpsstraat", "huisnummer": "1", "postcode": "7461ab", "plaats": "Rijssen"}


def test_een_bsn_zonder_voorloopnul_en_voorletters_zonder_punten_worden_netjes(gemeente):
    assert lees("personen", gemeente, ANNA)[1] == []

    persoon = Persoon.objects.get()
    assert persoon.bsn == "012345672"
    assert persoon.zoeknaam.startswith("ozdemir")
    assert persoon.nummer.startswith("P-")
    assert not Dossierperiode.objects.exists()


def test_twee_perioden_van_een_mens_en_herhalen_verandert_niets(gemeente, maak_gebruiker):
    maak_gebruiker(Rol.CONSULENT, gemeente, username="cons")
    rijen = [
        ANNA
        | ADRES
        | {
            "dossier_vanaf": "01-01-2015",
            "dossier_tot": "31-12-2016",
            "reden_einde": "werk",
            "taalniveau": "A2",
        },
        ANNA
        | ADRES
        | {
            "dossier_vanaf": "01-03-2019",
            "contactpersoon": "cons",
            "statushouder": "ja",
            "plaats": "Holten",
            "taalniveau": "B1",
        },
    ]

    assert lees("personen", gemeente, *rijen)[1] == []
    herhaald, _ = lees("personen", gemeente, *rijen)

    assert herhaald["gelijk"] == 2
    assert perioden(Dossierperiode.objects.all()) == [("01-01-2015", "31-12-2016"), ("01-03-2019", "")]
    assert perioden(Adres.objects.all()) == [("01-01-2015", "28-02-2019"), ("01-03-2019", "")]
    assert perioden(Toewijzing.objects.all()) == [("01-03-2019", "")]
    assert perioden(Kenmerk.objects.filter(soort="taalniveau")) == [
        ("01-01-2015", "28-02-2019"),
        ("01-03-2019", ""),
    ]


def test_een_nieuw_adres_zonder_datum_geldt_vanaf_vandaag(gemeente):
    rij = ANNA | ADRES | {"dossier_vanaf": "01-03-2019"}
    lees("personen", gemeente, rij)

    lees("personen", gemeente, rij | {"plaats": "Holten"})

    vandaag = timezone.localdate()
    assert perioden(Adres.objects.all())[1] == (f"{vandaag:%d-%m-%Y}", "")
    assert Adres.objects.order_by("begindatum").last().postcode == "7461 AB"


def test_overlappende_dossierperioden_en_een_half_adres_zijn_fouten(gemeente):
    _, fouten = lees(
        "personen",
        gemeente,
        ANNA | {"dossier_vanaf": "01-01-2015", "dossier_tot": "31-12-2016", "reden_einde": "werk"},
        ANNA | {"dossier_vanaf": "01-01-2014", "dossier_tot": "01-02-2015", "reden_einde": "werk"},
        {"achternaam": "Demo", "geboortedatum": "01-01-1990", "straat": "Dorpsstraat"},
    )

    assert fouten == [
        "2 dossier_vanaf: Overlapt met het dossier vanaf 01-01-2014. Pas de datums aan.",
        "4 huisnummer: Vul straat, huisnummer, postcode en plaats allemaal in, of geen van vier.",
    ]
