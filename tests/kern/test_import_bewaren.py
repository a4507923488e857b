"""Een import die wacht, stopt of wordt teruggezet; en wat na de bewaartermijn verdwijnt (AVG art. 5 lid 1 e)."""

import json
import threading
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from kern.actions.bewaren import pas_bewaartermijnen_toe
from kern.actions.inlezen import start_inlezen, start_proef
from kern.imports.engine import beproef, een_tegelijk, lees_in
from kern.imports.undo import zet_terug
from kern.jobs import TaakGestopt, stop_taak, voer_taak_uit
from kern.models import Achtergrondtaak, Gebeurtenis, Importbatch, Importregel, Rolvervulling
from kern.permissions import Rol
from personen.models import Persoon
from tests.factories.kern import BeleidskaderFactory, ParameterFactory
from tests.factories.kern_werk import BestandFactory
from tests.kern.import_bestanden import csvbestand

KOP = ("bsn", "achternaam", "geboortedatum")
RIJEN = [("999990019", "Voorbeeld", "12-05-1984"), ("123456782", "Demo", "02-06-1990")]


@pytest.fixture
def beheerder(maak_gebruiker, gemeente):
    return maak_gebruiker(Rol.BEHEERDER, gemeente, naam="B. Beheer")


@pytest.fixture
def termijn(db):
    """Nationaal: 30 dagen voor importbestanden, 7 voor exports."""
    nederland = BeleidskaderFactory(code="nederland", gemeente=None, begindatum=date(2018, 1, 1))
    for code, dagen in (("bewaartermijn.importbestand", "30"), ("bewaartermijn.exportbestand", "7")):
        ParameterFactory(kader=nederland, code=code, eenheid="dagen", waarde=dagen)


def beproefd(gemeente, door):
    from kern.actions.inlezen import koppel_kolommen, laad_importbestand

    inhoud = csvbestand(KOP, *RIJEN)
    batch = laad_importbestand(soort="personen", gemeente=gemeente, naam="a.csv", inhoud=inhoud, door=door)
    batch = koppel_kolommen(batch, koppeling=batch.koppeling, door=door)
    beproef(batch, door=door)
    batch.refresh_from_db()
    return batch


def ingelezen(gemeente, door, dagen_geleden=0):
    batch = lees_in(beproefd(gemeente, door), door=door)
    toen = timezone.now() - timedelta(days=dagen_geleden)
    Importbatch.objects.filter(pk=batch.pk).update(ingelezen_op=toen)
    batch.refresh_from_db()
    return batch


# ---- wachten in de rij ------------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize("start", [start_inlezen, start_proef])
def test_wie_zijn_rol_kwijt_is_leest_ook_uit_de_rij_niets_meer_in(gemeente, beheerder, start, monkeypatch):
    monkeypatch.setattr("kern.actions.inlezen.METEEN", 0)
    batch = beproefd(gemeente, beheerder)
    opties = {"zonder_fouten": False} if start is start_inlezen else {}
    taak = start(batch, door=beheerder, **opties)
    gisteren = timezone.localdate() - timedelta(days=1)
    Rolvervulling.objects.filter(gebruiker=beheerder).update(einddatum=gisteren)

    taak = voer_taak_uit(Achtergrondtaak.objects.get(pk=taak.pk))

    assert taak.status == "mislukt"
    assert "mag in Rijssen-Holten geen bestanden meer inlezen" in taak.melding
    assert not Persoon.objects.exists()


@pytest.mark.django_db
def test_ook_wie_intussen_is_uitgezet_leest_niets_in(gemeente, beheerder):
    taak = start_inlezen(beproefd(gemeente, beheerder), zonder_fouten=False, door=beheerder)
    beheerder.is_active = False
    beheerder.save(update_fields=["is_active"])

    assert voer_taak_uit(Achtergrondtaak.objects.get(pk=taak.pk)).status == "mislukt"
    assert not Persoon.objects.exists()


# ---- stoppen halverwege -------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_een_import_die_halverwege_stopt_laat_niets_achter(gemeente, beheerder, monkeypatch):
    batch = beproefd(gemeente, beheerder)
    taak = start_inlezen(batch, zonder_fouten=False, door=beheerder)
    geschreven = []

    def stop_bij_schrijven(self, gedaan, totaal, melding=""):
        # The people are in the database already, in this transaction.
        geschreven.append(Persoon.objects.count())
        if geschreven[-1]:
            raise TaakGestopt

    monkeypatch.setattr("kern.jobs.Voortgang.__call__", stop_bij_schrijven)
    taak = voer_taak_uit(Achtergrondtaak.objects.get(pk=taak.pk))

    assert geschreven and geschreven[-1] > 0, "er werd pas gestopt toen er al iets geschreven was"
    assert (taak.status, taak.melding) == ("gestopt", "Gestopt. Er is niets opgeslagen.")
    assert not Persoon.objects.exists()
    batch.refresh_from_db()
    assert (batch.status, batch.ingelezen_op) == ("beproefd", None)
    assert not Gebeurtenis.objects.filter(soort="import.ingelezen").exists()


@pytest.mark.django_db
def test_een_gestopte_import_begint_opnieuw_met_de_knop(gemeente, beheerder):
    from kern.jobs import herhaal_taak

    taak = start_inlezen(beproefd(gemeente, beheerder), zonder_fouten=False, door=beheerder)
    stop_taak(taak, door=beheerder)
    assert voer_taak_uit(taak).status == "gestopt"

    herhaal_taak(taak, door=beheerder)

    assert voer_taak_uit(Achtergrondtaak.objects.get(pk=taak.pk)).status == "klaar"
    assert Persoon.objects.count() == len(RIJEN)


# ---- terugzetten --------------------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize(("dagen", "kan"), [(29, True), (31, False)])
def test_terugzetten_kan_dertig_dagen(client, gemeente, beheerder, dagen, kan):
    batch = ingelezen(gemeente, beheerder, dagen)
    client.force_login(beheerder)

    pagina = client.post(reverse("kern:import-terugzetten", args=[batch.pk]), follow=True).content.decode()

    assert Persoon.objects.exists() is not kan
    assert ("Terugzetten kan tot 30 dagen na het inlezen" in pagina) is not kan


@pytest.mark.django_db(transaction=True)
def test_terugzetten_wacht_op_een_import_die_nog_loopt(gemeente, beheerder):
    batch = ingelezen(gemeente, beheerder)
    klaar = threading.Event()

    def terug():
        try:
            zet_terug(batch, door=beheerder)
            klaar.set()
        finally:
            connection.close()

    with transaction.atomic():
        een_tegelijk(gemeente.pk)  # as an import does for its whole transaction
        draad = threading.Thread(target=terug)
        draad.start()
        assert not klaar.wait(1.0), "terugzetten liep dwars door een andere import heen"
    draad.join(timeout=20)

    assert klaar.is_set()


# ---- bewaartermijn --------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_na_de_termijn_gaan_bestand_en_rijen_weg_en_blijven_de_totalen(gemeente, beheerder, termijn, client):
    oud = ingelezen(gemeente, beheerder, 31)
    totalen, tellingen = oud.controletotalen, oud.tellingen

    uitkomst = pas_bewaartermijnen_toe()

    oud.refresh_from_db()
    assert (uitkomst.imports, uitkomst.importregels) == ([oud.pk], 2)
    assert bytes(oud.bestand.inhoud) == b""
    assert oud.bestand.grootte > 0 and len(oud.bestand.sha256) == 64
    assert not Importregel.objects.filter(batch=oud).exists()
    assert (oud.controletotalen, oud.tellingen) == (totalen, tellingen)
    assert Persoon.objects.count() == 2, "wat is ingelezen, blijft"
    regel = Gebeurtenis.objects.get(soort="import.opgeruimd")
    assert regel.gegevens["termijn"] == "nederland/bewaartermijn.importbestand/v1"
    client.force_login(beheerder)
    pagina = client.get(reverse("kern:import-detail", args=[oud.pk])).content.decode()
    assert "Het bestand is opgeruimd" in pagina and "Zet deze import terug" not in pagina
    assert client.get(reverse("kern:import-fouten", args=[oud.pk])).status_code == 404
    assert pas_bewaartermijnen_toe().imports == []


@pytest.mark.django_db
def test_zolang_terugzetten_kan_blijft_alles_staan(gemeente, beheerder, termijn):
    batch = ingelezen(gemeente, beheerder, 29)
    from kern.models import Parameter

    Parameter.objects.filter(code="bewaartermijn.importbestand").update(waarde="1")

    assert pas_bewaartermijnen_toe().imports == []
    assert bytes(batch.bestand.inhoud)


@pytest.mark.django_db
def test_een_bestand_dat_nooit_is_ingelezen_gaat_ook_weg_en_kan_dan_niet_meer(gemeente, beheerder, termijn):
    batch = beproefd(gemeente, beheerder)
    Importbatch.objects.filter(pk=batch.pk).update(gemaakt_op=timezone.now() - timedelta(days=40))

    assert pas_bewaartermijnen_toe().imports == [batch.pk]

    with pytest.raises(ValidationError, match="opgeruimd"):
        start_inlezen(batch, zonder_fouten=False, door=beheerder)


@pytest.mark.django_db
def test_zonder_vastgestelde_termijn_verdwijnt_er_niets(gemeente, beheerder):
    batch = ingelezen(gemeente, beheerder, 400)

    uitkomst = pas_bewaartermijnen_toe()

    assert uitkomst.imports == []
    assert "Rijssen-Holten: bewaartermijn.importbestand" in uitkomst.zonder_termijn
    assert bytes(batch.bestand.inhoud)


@pytest.mark.django_db
def test_een_oude_export_die_klaarstaat_gaat_weg(gemeente, beheerder, termijn):
    velden = {"soort": "lijst-export", "titel": "Export", "gemeente": gemeente, "aangevraagd_door": beheerder}
    taken = [
        Achtergrondtaak.objects.create(
            **velden, status="klaar", resultaatbestand=BestandFactory(gemeente=gemeente),
            klaar_op=timezone.now() - timedelta(days=dagen),
        )
        for dagen in (6, 8)
    ]  # fmt: skip

    assert pas_bewaartermijnen_toe().exports == [taken[1].pk]

    taken[1].refresh_from_db()
    assert taken[1].resultaatbestand is None
    taken[0].refresh_from_db()
    assert taken[0].resultaatbestand is not None


@pytest.mark.django_db
def test_de_opdracht_doet_een_proef_en_geeft_json(gemeente, beheerder, termijn):
    oud = ingelezen(gemeente, beheerder, 31)
    uit = StringIO()

    call_command("bewaartermijnen", proef=True, json=True, stdout=uit)

    assert json.loads(uit.getvalue())["imports"] == [oud.pk]
    oud.refresh_from_db()
    assert bytes(oud.bestand.inhoud)
    call_command("bewaartermijnen", stdout=uit)
    assert "Verwijderd: 1 importbestanden (2 rijen)" in uit.getvalue()
