"""De pagina's van betalingen, openstaand, aanmaningen, afboeken en incasso."""

import json
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from kern.jobs import voer_taak_uit
from kern.models import Inzage
from kern.permissions import Rol
from tests.factories.betalingen import (
    AanmaanrondeFactory,
    AfboekingFactory,
    BankbestandFactory,
    BetalingFactory,
    BetalingtoewijzingFactory,
    IncassobatchFactory,
    MachtigingFactory,
)
from tests.factories.facturen import FactuurFactory
from tests.factories.kern import GebruikerFactory, ParameterFactory, RolvervullingFactory
from tests.factories.werkgevers import RelatieFactory
from tests.werkgevers.bankbestanden import boeking, camt
from tests.werkgevers.factuur_wereld import zet_afzender
from werkgevers.actions.bankbestanden import laad_bankbestand
from werkgevers.models import (
    Aanmaanronde,
    Afboeking,
    Bankbestand,
    Betaling,
    Incassoafspraak,
    Incassobatch,
    Machtiging,
)
from werkgevers.queries.openstaand import betaalstand

D = Decimal


def _client(client, gemeente, rol=Rol.FINANCIEN):
    gebruiker = RolvervullingFactory(gemeente=gemeente, rol=rol, begindatum=date(2019, 1, 1)).gebruiker
    client.force_login(gebruiker)
    return gebruiker


@pytest.fixture
def door(client, gemeente):
    return _client(client, gemeente)


@pytest.fixture
def groen(gemeente):
    return RelatieFactory(gemeente=gemeente, naam="Voorbeeld Groen BV", kvk="90000001")


def _upload(client, inhoud, naam="bank.xml"):
    return client.post("/betalingen/bank/nieuw/", {"bestand": SimpleUploadedFile(naam, inhoud)})


def test_van_bankbestand_tot_betaalde_factuur(client, gemeente, groen, door):
    factuur = FactuurFactory(relatie=groen)
    regels = boeking("121.00", rf=factuur.betalingskenmerk) + boeking(
        "77.00", tekst="bedankt", naam="X", ref="R2"
    )

    antwoord = _upload(client, camt(regels, eind="1198.00"))
    bestand = Bankbestand.objects.get()
    assert antwoord.url == bestand.get_absolute_url()
    assert "wordt ingelezen" in client.get(antwoord.url).content.decode()
    voer_taak_uit(bestand.taak)

    pagina = client.get(antwoord.url).content.decode()
    assert f"Betalingskenmerk van {factuur.nummer}." in pagina
    assert "Geen kenmerk, factuurnummer, bekende rekening of bedrag dat past." in pagina
    assert betaalstand(factuur).woord == "betaald"


@pytest.mark.parametrize(
    ("inhoud", "melding"),
    [
        (b"<Document", "beschadigd"),
        (b"a;b;c", "camt.053 of MT940"),
        (b'<!DOCTYPE x [<!ENTITY e "x">]><x>&e;</x>', "verboden verwijzing"),
        (b"", "leeg"),
    ],
)
def test_een_kapot_bankbestand_staat_bij_het_veld_en_bewaart_niets(client, door, inhoud, melding):
    antwoord = _upload(client, inhoud)

    assert antwoord.status_code in (200, 422)
    assert melding in antwoord.content.decode()
    assert not Bankbestand.objects.exists()


def test_hetzelfde_bestand_twee_keer_zegt_wanneer_het_al_is_ingelezen(client, gemeente, door):
    inhoud = camt(boeking("10.00"), eind="1010.00")
    _upload(client, inhoud)

    pagina = _upload(client, inhoud).content.decode()

    assert f"al ingelezen op {timezone.localdate():%d-%m-%Y}" in pagina
    assert Bankbestand.objects.count() == 1


def test_met_de_hand_boeken_met_het_voorstel_dat_er_al_staat(client, gemeente, groen, door):
    oud, nieuw = FactuurFactory(relatie=groen), FactuurFactory(relatie=groen)
    eerder = BetalingFactory(afschrift__bankbestand__gemeente=gemeente)
    BetalingtoewijzingFactory(betaling=eerder, factuur=oud)
    betaling = BetalingFactory(afschrift__bankbestand__gemeente=gemeente, bedrag=D("100.00"))

    pagina = client.get(betaling.get_absolute_url()).content.decode()
    assert "Bekende rekening, ander bedrag." in pagina
    assert 'value="100,00"' in pagina
    antwoord = client.post(betaling.get_absolute_url(), {f"factuur_{nieuw.pk}": "100,00"})

    assert antwoord.status_code == 302
    assert betaalstand(nieuw).open == D("21.00")


def test_meer_boeken_dan_er_is_staat_boven_het_formulier(client, gemeente, groen, door):
    factuur = FactuurFactory(relatie=groen)
    betaling = BetalingFactory(afschrift__bankbestand__gemeente=gemeente, bedrag=D("121.00"))

    antwoord = client.post(betaling.get_absolute_url(), {f"factuur_{factuur.pk}": "500,00"})

    assert "Je verdeelt meer dan er van deze betaling over is." in antwoord.content.decode()
    assert betaalstand(factuur).open == D("121.00")


def test_een_betaling_zonder_voorstel_boek_je_op_een_gezocht_factuurnummer(client, gemeente, groen, door):
    factuur, andere = FactuurFactory(relatie=groen), FactuurFactory(relatie=groen)
    betaling = BetalingFactory(
        afschrift__bankbestand__gemeente=gemeente,
        bedrag=D("40.00"),
        tegenrekening="",
        tegennaam="Onbekend",
        omschrijving="bedankt",
    )
    zoek = f"{betaling.get_absolute_url()}?nummer={factuur.nummer}"

    assert "Er is geen open factuur" in client.get(betaling.get_absolute_url()).content.decode()
    pagina = client.get(zoek).content.decode()
    assert factuur.nummer in pagina
    assert andere.nummer not in pagina
    antwoord = client.post(zoek, {f"factuur_{factuur.pk}": "40,00"})

    assert antwoord.status_code == 302
    assert betaalstand(factuur).open == D("81.00")


def test_terzijde_terughalen_en_losmaken(client, gemeente, groen, door):
    betaling = BetalingFactory(afschrift__bankbestand__gemeente=gemeente)
    client.post(f"/betalingen/{betaling.pk}/terzijde/", {"soort": "geen_factuur"})
    betaling.refresh_from_db()
    assert betaling.terzijde == "geen_factuur"

    client.post(f"/betalingen/{betaling.pk}/terughalen/")
    deel = BetalingtoewijzingFactory(betaling=betaling, factuur=FactuurFactory(relatie=groen))
    client.post(f"/betalingen/koppeling/{deel.pk}/losmaken/")

    betaling.refresh_from_db()
    assert (betaling.terzijde, betaling.toegewezen) == ("", 0)


def test_zonder_keuze_blijft_een_betaling_op_de_werklijst(client, gemeente, door):
    betaling = BetalingFactory(afschrift__bankbestand__gemeente=gemeente)

    antwoord = client.post(f"/betalingen/{betaling.pk}/terzijde/", {})

    assert antwoord.status_code == 422
    assert Betaling.objects.te_doen().count() == 1


def test_openstaand_telt_op_en_de_pdf_zegt_hetzelfde(client, gemeente, groen, door):
    vandaag = timezone.localdate()
    FactuurFactory(relatie=groen, factuurdatum=date(2026, 1, 1), vervaldatum=date(2026, 1, 31))
    FactuurFactory(relatie=groen, factuurdatum=vandaag, vervaldatum=date(2099, 1, 1))

    pagina = " ".join(client.get("/facturen/openstaand/").content.decode().replace("\xa0", " ").split())
    assert "€ 242,00</strong> (2)" in pagina
    gefilterd = client.get("/facturen/openstaand/?ouder_dan=30").content.decode()
    assert "1 openstaande factuur" in gefilterd

    pdf = client.get("/facturen/openstaand/pdf/")
    tekst = " ".join(PdfReader(BytesIO(pdf.content)).pages[0].extract_text().replace("\xa0", " ").split())
    assert "2 facturen, samen € 242,00. Daarvan is € 121,00 te laat." in tekst


def test_een_aanmaanronde_van_voorstel_tot_brieven(client, gemeente, groen, door):
    kader = zet_afzender(gemeente)
    for code, waarde in (("aanmaning.herinnering_dagen", "7"), ("aanmaning.termijn_dagen", "14")):
        ParameterFactory(kader=kader, code=code, waarde=waarde)
    factuur = FactuurFactory(relatie=groen, factuurdatum=date(2026, 1, 1), vervaldatum=date(2026, 1, 31))

    client.post("/aanmaningen/nieuw/", {"gemeente": gemeente.code})
    ronde = Aanmaanronde.objects.get()
    pagina = client.get(ronde.get_absolute_url()).content.decode()
    assert "Voorbeeld Groen BV" in pagina
    assert "Maak 1 brief definitief" in pagina
    bevestig = client.get(f"/aanmaningen/{ronde.pk}/definitief/").content.decode()
    assert "121,00" in bevestig
    antwoord = client.post(f"/aanmaningen/{ronde.pk}/definitief/", {"bevestigd": "1"})
    taak = voer_taak_uit(_taak(antwoord.url))
    assert taak.status == "klaar", taak.melding

    brief = ronde.aanmaningen.get()
    assert client.get(f"/aanmaningen/brief/{brief.pk}/pdf/").content.startswith(b"%PDF")
    assert client.get(f"/aanmaningen/{ronde.pk}/afdrukken/").content.startswith(b"%PDF")
    assert "herinnering van" in client.get(f"/facturen/{factuur.nummer}/betaling/").content.decode()


def _taak(url):
    from kern.models import Achtergrondtaak

    return Achtergrondtaak.objects.get(pk=url.rstrip("/").rsplit("/", 1)[1])


def test_zonder_vastgestelde_termijn_zegt_de_pagina_wat_er_ontbreekt(client, gemeente, groen, door):
    FactuurFactory(relatie=groen, factuurdatum=date(2026, 1, 1), vervaldatum=date(2026, 1, 31))

    antwoord = client.post("/aanmaningen/nieuw/", {"gemeente": gemeente.code}, follow=True)

    assert "niet vastgesteld" in antwoord.content.decode()
    assert not Aanmaanronde.objects.exists()


def test_uitstel_en_afboeken_op_de_pagina_van_de_factuur(client, gemeente, groen, door):
    factuur = FactuurFactory(relatie=groen)
    uitstel = {
        "soort": "uitstel",
        "begindatum": "01-11-2026",
        "einddatum": "31-12-2026",
        "reden": "Wacht op geld",
    }
    client.post(f"/facturen/{factuur.nummer}/afspraak/", uitstel)
    client.post(
        f"/facturen/{factuur.nummer}/afboeken/",
        {"bedrag": "21,00", "reden": "coulance", "toelichting": "Klein"},
    )
    assert (Incassoafspraak.objects.get().factuur, Afboeking.objects.get().bedrag) == (factuur, D("21.00"))

    afboeking = Afboeking.objects.get()
    client.post(f"/afboekingen/{afboeking.pk}/besluit/", {"besluit": "akkoord"})
    _client(client, gemeente, Rol.TEAMMANAGER)
    # Without an answer nothing is decided, and the decision cannot be taken back.
    client.post(f"/afboekingen/{afboeking.pk}/besluit/", {})
    afboeking.refresh_from_db()
    assert afboeking.status == "voorgesteld"
    client.post(f"/afboekingen/{afboeking.pk}/besluit/", {"besluit": "akkoord"})

    pagina = client.get(f"/facturen/{factuur.nummer}/betaling/").content.decode()
    assert "Wacht op geld" in pagina
    assert betaalstand(factuur).open == D("100.00")


def test_een_bankbestand_haalt_alleen_wie_het_daar_mag_verwerken_en_dat_staat_in_de_inzage(
    client, gemeente, andere_gemeente, door, maak_gebruiker
):
    bestand = laad_bankbestand(
        gemeente=gemeente,
        naam="b.xml",
        inhoud=camt(boeking("1.00"), eind="1001.00"),
        door=door,
        met_taak=False,
    )
    gebruiker = maak_gebruiker(Rol.TEAMMANAGER, gemeente)
    RolvervullingFactory(gebruiker=gebruiker, rol="financien", gemeente=andere_gemeente)
    client.force_login(gebruiker)
    adres = reverse("werkgevers:bankbestand-download", args=[bestand.pk])
    assert client.get(adres).status_code == 404
    assert not Inzage.objects.filter(soort="document").exists()

    client.force_login(maak_gebruiker(Rol.FINANCIEN, gemeente))
    assert client.get(adres).status_code == 200
    assert Inzage.objects.get(soort="document").gemeente == gemeente


def test_een_uitstel_zonder_laatste_dag_staat_bij_het_veld(client, gemeente, groen, door):
    factuur = FactuurFactory(relatie=groen)

    antwoord = client.post(
        f"/facturen/{factuur.nummer}/afspraak/",
        {"soort": "uitstel", "begindatum": "01-11-2026", "reden": "X"},
    )

    assert "Uitstel en een regeling hebben een laatste dag." in antwoord.content.decode()


def test_een_machtiging_en_een_batch_tot_het_bestand(client, gemeente, groen, door):
    kader = zet_afzender(gemeente)
    ParameterFactory(kader=kader, code="sepa.incassant_id", soort="tekst", waarde="NL69ZZZ123456780000")
    factuur = FactuurFactory(relatie=groen, factuurdatum=date(2026, 1, 1), vervaldatum=date(2026, 1, 31))
    velden = {
        "relatie": groen.pk,
        "kenmerk": "M-1",
        "schema": "CORE",
        "iban": "NL20 INGB 0001 2345 67",
        "naam": "Voorbeeld Groen BV",
    }
    client.post("/machtigingen/nieuw/", velden | {"getekend_op": "05-01-2026"})
    assert Machtiging.objects.get().iban == "NL20INGB0001234567"

    pagina = client.get(f"/incasso/nieuw/{gemeente.code}/")
    dag = pagina.context["form"].initial["incassodag"]
    keuze = {"incassodag": f"{dag:%d-%m-%Y}", "versie": "08", "facturen": [factuur.pk]}
    vraag = client.post(f"/incasso/nieuw/{gemeente.code}/", keuze).content.decode()
    assert "Wil je dit bestand voor de bank maken?" in vraag
    assert "€\u00a0121,00" in vraag
    assert not Incassobatch.objects.exists()
    terug = client.post(f"/incasso/nieuw/{gemeente.code}/", keuze | {"wijzig": "1", "bevestigd": "1"})
    assert terug.context["form"]["incassodag"].value() == f"{dag:%d-%m-%Y}"
    anders = client.post(f"/incasso/nieuw/{gemeente.code}/", keuze | {"bevestigd": "1", "verwacht": "120.00"})
    assert "Het bedrag is intussen veranderd." in anders.content.decode()
    assert not Incassobatch.objects.exists()

    client.post(f"/incasso/nieuw/{gemeente.code}/", keuze | {"bevestigd": "1", "verwacht": "121.00"})

    batch = Incassobatch.objects.get()
    bestand = client.get(f"/incasso/{batch.pk}/bestand/")
    assert b"<MndtId>M-1</MndtId>" in bestand.content
    assert bestand["X-Content-Type-Options"] == "nosniff"


UITKOMST = {
    "afschriften": 1, "regels": 2, "nieuw": 2, "al_bekend": 0, "bij": "242.00", "af": "0", "waarschuwingen": [],
    "gekoppeld": 1, "voorstel": 1, "niets": 0, "storno": 0, "afschrijving": 0,
}  # fmt: skip
PAGINAS = (
    "/facturen/openstaand/", "/betalingen/", "/betalingen/bank/", "/aanmaningen/", "/afboekingen/", "/machtigingen/",
    "/incasso/",
)  # fmt: skip


def _vul(gemeente, aantal):
    for _ in range(aantal):
        relatie = RelatieFactory(gemeente=gemeente)
        factuur = FactuurFactory(
            relatie=relatie, factuurdatum=date(2026, 1, 1), vervaldatum=date(2026, 1, 31)
        )
        BetalingFactory(afschrift__bankbestand__gemeente=gemeente)
        BankbestandFactory(gemeente=gemeente, verwerkt_op=timezone.now(), uitkomst=UITKOMST)
        AfboekingFactory(factuur=factuur)
        MachtigingFactory(relatie=relatie)
        AanmaanrondeFactory(
            gemeente=gemeente,
            status="definitief",
            definitief_op=timezone.now(),
            definitief_door=GebruikerFactory(),
        )
        IncassobatchFactory(gemeente=gemeente)


@pytest.mark.parametrize("pad", PAGINAS)
def test_een_pagina_stelt_bij_twee_en_twintig_rijen_evenveel_vragen(
    client, gemeente, door, pad, django_assert_max_num_queries
):
    _vul(gemeente, 2)
    client.get(pad)
    with django_assert_max_num_queries(40) as weinig:
        client.get(pad)
    _vul(gemeente, 18)
    with django_assert_max_num_queries(len(weinig)):
        client.get(pad)


def test_de_uitkomst_van_een_bankbestand_stelt_bij_meer_regels_niet_meer_vragen(
    client, gemeente, groen, door, django_assert_max_num_queries
):
    bestand = BankbestandFactory(gemeente=gemeente, verwerkt_op=timezone.now(), uitkomst=UITKOMST)

    def regel():
        betaling = BetalingFactory(afschrift__bankbestand=bestand)
        BetalingtoewijzingFactory(betaling=betaling, factuur=FactuurFactory(relatie=groen))
        BetalingFactory(afschrift__bankbestand=bestand)

    regel()
    client.get(bestand.get_absolute_url())
    with django_assert_max_num_queries(40) as weinig:
        client.get(bestand.get_absolute_url())
    for _ in range(9):
        regel()
    with django_assert_max_num_queries(len(weinig)):
        client.get(bestand.get_absolute_url())


def test_bankbestanden_op_de_opdrachtregel(gemeente, groen, tmp_path):
    factuur = FactuurFactory(relatie=groen)
    goed, kapot = tmp_path / "goed.xml", tmp_path / "kapot.xml"
    goed.write_bytes(camt(boeking("121.00", rf=factuur.betalingskenmerk), eind="1121.00"))
    kapot.write_bytes(b"<Document")
    uit = StringIO()

    call_command("bankbestand", str(goed), str(goed), gemeente="1742", json=True, stdout=uit)
    eerste, tweede = [json.loads(regel) for regel in uit.getvalue().splitlines()]
    with pytest.raises(CommandError, match="1 bestand is geweigerd"):
        call_command("bankbestand", str(kapot), gemeente="1742", json=True, stdout=StringIO())

    assert (eerste["gelukt"], eerste["gekoppeld"]) == (True, 1)
    assert (tweede["gelukt"], tweede["dubbel"]) == (True, True)
    assert (Bankbestand.objects.count(), betaalstand(factuur).woord) == (1, "betaald")


def test_signalen_noemen_facturen_en_betalingen_en_verdwijnen_met_de_reden(client, gemeente, groen, door):
    from kern.signalen import voorraad_van

    kader = zet_afzender(gemeente)
    ParameterFactory(kader=kader, code="aanmaning.herinnering_dagen", waarde="7")
    FactuurFactory(relatie=groen, factuurdatum=date(2026, 1, 1), vervaldatum=date(2026, 1, 31))
    betaling = BetalingFactory(afschrift__bankbestand__gemeente=gemeente)

    voor = {s.soort: s for s in voorraad_van(door, date(2026, 11, 22)).signalen}
    betaling.terzijde = "geen_factuur"
    betaling.save(update_fields=["terzijde"])
    na = {s.soort for s in voorraad_van(door, date(2026, 11, 22)).signalen}

    assert (
        voor["factuur.te_laat"].reden.replace("\xa0", " ")
        == "1 factuur is te laat zonder herinnering, samen € 121,00"
    )
    assert voor["betaling.zonder_factuur"].reden.startswith(
        "1 betaling hoort nog niet helemaal bij een factuur"
    )
    assert "factuur.te_laat" in na
    assert "betaling.zonder_factuur" not in na
