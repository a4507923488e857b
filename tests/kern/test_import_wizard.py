"""De hele weg van een import in de browser, zonder script (journey 2; schermen L2; functies V19)."""

import io
from datetime import date

import openpyxl
import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from kern.jobs import voer_taak_uit
from kern.models import Achtergrondtaak, Gebeurtenis, Importbatch, Inzage
from kern.permissions import Rol
from personen.models import Dossierperiode, Persoon, Toewijzing
from reintegratie.models import Tredemeting, Uitkering
from tests.factories.personen import ContactmomentFactory
from tests.kern.import_bestanden import csvbestand, xlsx

pytestmark = pytest.mark.django_db

KOP = (
    "bsn",
    "Achternaam",
    "geboortedatum",
    "begindatum",
    "huidige_trede",
    "doeltrede",
    "trede_datum",
    "contactpersoon",
)
ANNA = ("999990019", "Voorbeeld", "12-05-1984", "01-02-2018", "3", "4", "15-09-2019", "k.consulent")
BERT = ("", "Demo", "02-06-1990", "01-03-2019", "2", "7", "15-09-2019", "k.consulent")
CEES = ("", "Testman", "31-02-1990", "01-03-2019", "1", "2", "15-09-2019", "k.consulent")


@pytest.fixture
def beheerder(maak_gebruiker, gemeente, client):
    maak_gebruiker(Rol.CONSULENT, gemeente, username="k.consulent")
    beheerder = maak_gebruiker(Rol.BEHEERDER, gemeente, username="b.beheerder")
    client.force_login(beheerder)
    return beheerder


def _upload(client, inhoud, naam="bestand.csv", soort="bijstandsbestand"):
    return client.post(
        reverse("kern:import-nieuw"), {"soort": soort, "bestand": SimpleUploadedFile(naam, inhoud)}
    )


def _koppel(client, batch):
    return client.post(
        reverse("kern:import-koppelen", args=[batch.pk]),
        {f"veld_{code}": kolom for code, kolom in batch.koppeling.items()},
    )


def _proef(client, *rijen):
    _upload(client, csvbestand(KOP, *rijen))
    batch = Importbatch.objects.get()
    antwoord = _koppel(client, batch)
    assert antwoord.status_code == 302, antwoord.content.decode()
    batch.refresh_from_db()
    return batch


def _lees_in(client, batch, **extra):
    client.post(reverse("kern:import-inlezen", args=[batch.pk]), extra)
    taak = voer_taak_uit(Achtergrondtaak.objects.latest("pk"))
    batch.refresh_from_db()
    return taak


DOMEIN = [
    m for m in apps.get_models() if m._meta.app_label in ("personen", "werkgevers", "wsw", "reintegratie")
]


def _vingerafdruk():
    """Count and last transaction of every table of the domain: any write shows."""
    with connection.cursor() as cursor:
        uit = {}
        for model in DOMEIN:
            cursor.execute(
                "select count(*), coalesce(max(xmin::text::bigint), 0), "
                f"md5(coalesce(string_agg(t::text, ',' order by ctid), '')) from \"{model._meta.db_table}\" t"
            )
            uit[model._meta.label] = cursor.fetchone()
    return uit


def test_de_proef_schrijft_niets_en_noemt_rij_kolom_en_wat_je_moet_doen(client, beheerder):
    voor = _vingerafdruk()

    batch = _proef(client, ANNA, BERT, CEES)
    pagina = client.get(reverse("kern:import-detail", args=[batch.pk])).content.decode()

    assert _vingerafdruk() == voor
    assert "Er is nog niets opgeslagen" in pagina
    assert "3 rijen = 0 bijwerken + 1 nieuw + 0 ongewijzigd + 2 fout + 0 dubbel" in pagina
    assert "Rij 3, Doeltrede: 7 bestaat niet. Kies 1 t/m 6." in pagina
    assert "Rij 4, Geboortedatum: 31-02-1990 bestaat niet. Controleer de datum." in pagina
    assert "Lees 1 rij in, ga door zonder deze 2" in pagina


def test_een_cel_herstellen_maakt_de_rij_goed_en_daarna_wordt_alles_ingelezen(client, beheerder, gemeente):
    batch = _proef(client, ANNA, BERT)

    client.post(reverse("kern:import-herstellen", args=[batch.pk]), {"cel-3-doeltrede": "6"})
    taak = _lees_in(client, batch)

    assert taak.status == "klaar", taak.melding
    assert (batch.status, batch.tellingen["nieuw"], batch.tellingen["fout"]) == ("ingelezen", 2, 0)
    assert (
        batch.controletotalen["bestand"]["Doeltrede"]["6"]
        == batch.controletotalen["goed"]["Doeltrede"]["6"]
        == 1
    )
    assert batch.controletotalen["voor"]["Lopende uitkeringen"] == {"totaal": 0}
    assert batch.controletotalen["na"]["Lopende uitkeringen"] == {"totaal": 2}
    bert = Persoon.objects.get(achternaam="Demo")
    assert bert.tredemetingen.get().doeltrede == 6
    assert bert.dossierperioden.get().begindatum == date(2019, 3, 1)
    assert bert.toewijzingen.get().gebruiker.username == "k.consulent"
    assert "klaar" in client.get(reverse("kern:import-detail", args=[batch.pk])).content.decode().lower()


def test_zonder_de_foute_rijen_doorgaan_kan_alleen_als_je_dat_zegt(client, beheerder):
    batch = _proef(client, ANNA, BERT)

    client.post(reverse("kern:import-inlezen", args=[batch.pk]))
    assert not Achtergrondtaak.objects.exists()
    _lees_in(client, batch, zonder_fouten="ja")

    assert list(Persoon.objects.values_list("achternaam", flat=True)) == ["Voorbeeld"]


def test_hetzelfde_bestand_nog_een_keer_verandert_nul_rijen(client, beheerder):
    batch = _proef(client, ANNA)
    _lees_in(client, batch)
    voor = _vingerafdruk()

    _upload(client, csvbestand(KOP, ANNA))
    tweede = Importbatch.objects.latest("pk")
    _koppel(client, tweede)
    _lees_in(client, tweede)

    assert tweede.tellingen["gelijk"] == 1
    assert {k: v[0] for k, v in _vingerafdruk().items()} == {k: v[0] for k, v in voor.items()}


def test_een_import_terugzetten_haalt_alles_weg_en_laat_het_logboek_staan(client, beheerder):
    batch = _proef(client, ANNA)
    _lees_in(client, batch)

    client.post(reverse("kern:import-terugzetten", args=[batch.pk]))

    batch.refresh_from_db()
    assert batch.status == "teruggezet"
    assert [m.objects.count() for m in (Persoon, Uitkering, Tredemeting, Toewijzing, Dossierperiode)] == [
        0
    ] * 5
    soorten = set(Gebeurtenis.objects.values_list("soort", flat=True))
    assert {"import.ingelezen", "import.verwerkt", "import.teruggezet"} <= soorten


def test_terugzetten_kan_niet_als_er_later_werk_op_rust(client, beheerder):
    batch = _proef(client, ANNA)
    _lees_in(client, batch)
    ContactmomentFactory(persoon=Persoon.objects.get())

    pagina = client.post(reverse("kern:import-terugzetten", args=[batch.pk]), follow=True).content.decode()

    assert "Rij 2: er is daarna een contactmoment vastgelegd." in pagina
    assert Persoon.objects.count() == 1


def test_terugzetten_zet_oude_waarden_terug(client, beheerder):
    _lees_in(client, _proef(client, ANNA))
    _upload(
        client,
        csvbestand((*KOP, "roepnaam", "einddatum", "reden_einde"), (*ANNA, "Anna", "31-12-2025", "werk")),
    )
    tweede = Importbatch.objects.latest("pk")
    _koppel(client, tweede)
    _lees_in(client, tweede)
    assert Dossierperiode.objects.get().einddatum == Toewijzing.objects.get().einddatum == date(2025, 12, 31)

    client.post(reverse("kern:import-terugzetten", args=[tweede.pk]))

    assert Persoon.objects.get().roepnaam == ""
    assert Uitkering.objects.get().einddatum is None
    assert Dossierperiode.objects.get().einddatum is None
    assert Toewijzing.objects.get().einddatum is None


def test_het_foutenbestand_heeft_de_kolommen_en_de_reden_en_wordt_vastgelegd(client, beheerder):
    batch = _proef(client, ANNA, ("", "=1+1", "02-06-1990", "01-03-2019", "2", "3", "15-09-2019", ""))

    antwoord = client.get(reverse("kern:import-fouten", args=[batch.pk]))

    rijen = list(openpyxl.load_workbook(io.BytesIO(antwoord.content)).active.values)
    assert rijen[0] == (*KOP, "Rij in het bestand", "Wat er mis is en wat je moet doen")
    assert len(rijen) == 2
    assert rijen[1][1] == "'=1+1"
    assert rijen[1][-2] == 3
    assert rijen[1][-1].startswith("Achternaam: Deze cel begint met =")
    assert Inzage.objects.filter(soort="export").count() == 1


def test_een_geweigerd_bestand_staat_bij_het_veld_en_er_is_geen_import(client, beheerder):
    antwoord = _upload(client, b"MZ\x90\x00" + b"\0" * 100, naam="lijst.xlsx")

    assert antwoord.status_code == 200
    assert "Dit is een programma (.exe), geen lijst." in antwoord.content.decode()
    assert not Importbatch.objects.exists()


def test_de_koppeling_wordt_onthouden(client, beheerder):
    kop = ("Klant", "geboren", "ingangsdatum")
    _upload(client, csvbestand(kop, ("Voorbeeld", "12-05-1984", "01-02-2018")))
    eerste = Importbatch.objects.get()
    assert "achternaam" not in eerste.koppeling
    antwoord = _koppel(client, eerste)
    assert "Kies de kolom met achternaam." in antwoord.content.decode()
    eerste.koppeling["achternaam"] = "Klant"
    _koppel(client, eerste)

    _upload(client, csvbestand(kop, ("Demo", "12-05-1984", "01-02-2018")))

    assert Importbatch.objects.latest("pk").koppeling["achternaam"] == "Klant"


@pytest.mark.parametrize("soort", ["personen", "werkgevers", "wsw-bestand", "bijstandsbestand"])
@pytest.mark.parametrize("vorm", ["xlsx", "csv"])
def test_elk_sjabloon_past_op_zijn_eigen_import(client, beheerder, soort, vorm):
    sjabloon = client.get(reverse("kern:import-sjabloon", args=[soort, vorm]))

    antwoord = _upload(client, sjabloon.content, naam=f"s.{vorm}", soort=soort)

    batch = Importbatch.objects.get()
    assert antwoord.url == reverse("kern:import-koppelen", args=[batch.pk])
    assert set(batch.koppeling) == set(batch.kolommen)


def test_een_import_van_een_andere_gemeente_bestaat_niet(client, maak_gebruiker, andere_gemeente, beheerder):
    batch = _proef(client, ANNA)
    client.force_login(maak_gebruiker(Rol.BEHEERDER, andere_gemeente))

    assert client.get(reverse("kern:import-detail", args=[batch.pk])).status_code == 404
    assert client.get(reverse("kern:import-fouten", args=[batch.pk])).status_code == 404
    assert client.post(reverse("kern:import-inlezen", args=[batch.pk])).status_code == 404


def test_twee_keer_inlezen_doet_het_een_keer(client, beheerder):
    batch = _proef(client, ANNA)
    _lees_in(client, batch)

    antwoord = client.post(reverse("kern:import-inlezen", args=[batch.pk]), follow=True)

    assert "Deze import is al ingelezen" in antwoord.content.decode()
    assert Persoon.objects.count() == 1


def test_verandert_er_iets_na_de_proef_dan_wordt_er_niets_ingelezen(client, beheerder, gemeente):
    batch = _proef(client, ANNA)
    from tests.factories.personen import PersoonFactory

    PersoonFactory(
        gemeente=gemeente, bsn="999990019", achternaam="Voorbeeld", geboortedatum=date(1984, 5, 12)
    )

    taak = _lees_in(client, batch)

    assert taak.status == "mislukt"
    assert "Doe de proef opnieuw" in taak.melding
    assert not Uitkering.objects.exists()


# ---- de opdrachtregel ---------------------------------------------------------------------------------
def _opdracht(tmp_path, inhoud, naam="b.csv", **opties):
    import json

    pad = tmp_path / naam
    pad.write_bytes(inhoud)
    uit = io.StringIO()
    fout = None
    try:
        call_command(
            "importeer", "bijstandsbestand", str(pad), gemeente="1742", json=True, stdout=uit, **opties
        )
    except CommandError as error:
        fout = error
    return json.loads(uit.getvalue().strip().splitlines()[-1]), fout


def test_de_opdracht_doet_zonder_definitief_alleen_een_proef(beheerder, tmp_path):
    uitkomst, fout = _opdracht(tmp_path, csvbestand(KOP, ANNA))

    assert (fout, uitkomst["gelukt"], uitkomst["definitief"]) == (None, True, False)
    assert uitkomst["tellingen"]["nieuw"] == 1
    assert uitkomst["controletotalen"]["bestand"]["Huidige trede"]["3"] == 1
    assert not Persoon.objects.exists()
    assert not Importbatch.objects.exists()


def test_de_opdracht_met_fouten_faalt_en_laat_niets_half_achter(beheerder, tmp_path):
    uitkomst, fout = _opdracht(tmp_path, csvbestand(KOP, ANNA, BERT), definitief=True)

    assert (uitkomst["gelukt"], uitkomst["definitief"]) == (False, False)
    assert fout.returncode != 0
    assert uitkomst["fouten"] == [
        {"rij": 3, "veld": "doeltrede", "kolom": "Doeltrede", "tekst": "7 bestaat niet. Kies 1 t/m 6."}
    ]
    assert not Persoon.objects.exists()


def test_de_opdracht_leest_definitief_in(beheerder, tmp_path):
    uitkomst, fout = _opdracht(tmp_path, xlsx(KOP, ANNA), naam="b.xlsx", definitief=True, door="b.beheerder")

    assert (fout, uitkomst["gelukt"]) == (None, True)
    assert Persoon.objects.get().bsn == "999990019"
    assert Gebeurtenis.objects.get(soort="import.ingelezen").gebruiker == beheerder
