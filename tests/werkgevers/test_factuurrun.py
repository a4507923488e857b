"""De factuurrun: voorbereiden, vergelijken, definitief maken; slechte rijen houden goede niet tegen (RH-149, L1)."""

import csv
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse

from kern import jobs
from kern.models import Achtergrondtaak
from kern.permissions import Rol
from tests.factories.overeenkomsten import TariefafspraakFactory, UrenstaatFactory
from tests.werkgevers.factuur_wereld import OKTOBER, administratie, overeenkomst, werkgever, zet_afzender
from werkgevers.actions.boeken import crediteer_factuur
from werkgevers.actions.factureren import bereid_voor, maak_definitief, start_definitief
from werkgevers.actions.tarief import bekijk_tarief, leg_tarief_vast, spreek_tarief_af
from werkgevers.actions.verwerken import maak_boekingsbestand, markeer_verzonden
from werkgevers.models import Factuur, Factuurregel, Factuurrun, Urenstaat
from werkgevers.queries.facturatie import gewijzigde_oude_maanden, runstand, verdwenen

DAG = date(2026, 11, 2)
SEPTEMBER = date(2026, 9, 1)
VAN_2025 = {"begindatum": date(2025, 1, 1), "versie": {"begindatum": date(2025, 1, 1)}}


@pytest.fixture
def stad(gemeente):
    zet_afzender(gemeente)
    return gemeente


@pytest.fixture
def admin(stad):
    return administratie(stad)


def factureer(gemeente, door, maand=OKTOBER, datum=DAG):
    run = bereid_voor(gemeente, maand, door=door, factuurdatum=datum)
    taak = jobs.voer_taak_uit(start_definitief(run, door=door))
    assert taak.status == "klaar", taak.melding
    run.refresh_from_db()
    return run


def test_een_run_maakt_een_factuur_per_werkgever_met_een_regel_per_persoon(stad, admin):
    groen, bakker = (
        werkgever(stad, 1, naam="Groen BV", zoeknaam="groen bv"),
        werkgever(stad, 2, naam="Bakker", zoeknaam="bakker"),
    )
    for relatie, bedrag in ((groen, "500.00"), (groen, "250.00"), (bakker, "100.00")):
        overeenkomst(stad, relatie, bedrag=bedrag)

    run = factureer(stad, admin)

    facturen = list(run.facturen.order_by("volgnummer"))
    assert [(f.relatie.naam, f.totaal_excl, f.totaal, f.regels.count()) for f in facturen] == [
        ("Bakker", Decimal("100.00"), Decimal("121.00"), 1),
        ("Groen BV", Decimal("750.00"), Decimal("907.50"), 2),
    ]
    assert run.status == "definitief"


def test_drie_slechte_overeenkomsten_houden_de_goede_niet_tegen_en_zeggen_wat_je_doet(stad, admin):
    goede = [overeenkomst(stad, werkgever(stad, nr)) for nr in range(1, 6)]
    overeenkomst(stad, werkgever(stad, 11), bedrag=None)
    overeenkomst(stad, werkgever(stad, 12), maanden=())
    overeenkomst(stad, werkgever(stad, 13, kvk=""))

    run = factureer(stad, admin)

    assert run.facturen.count() == len(goede)
    problemen = {
        rij.relatie.kvk: rij.probleem
        for rij in run.voorstellen.filter(soort="probleem").select_related("relatie")
    }
    assert set(problemen) == {"80000011", "80000012", ""}
    assert "tarief" in problemen["80000011"].lower()
    assert "uren" in problemen["80000012"].lower()
    assert "KvK-nummer" in problemen[""]
    assert all(rij.oplossing_url for rij in run.voorstellen.filter(soort="probleem"))


def test_na_het_oplossen_komt_alleen_die_er_nog_bij(stad, admin):
    overeenkomst(stad, werkgever(stad, 1))
    later = overeenkomst(stad, werkgever(stad, 2), maanden=())
    factureer(stad, admin)
    UrenstaatFactory(overeenkomst=later, maand=OKTOBER)

    run = factureer(stad, admin)

    assert list(run.facturen.order_by("volgnummer").values_list("relatie", flat=True)) == [
        Factuur.objects.order_by("volgnummer")[0].relatie_id, later.relatie_id,
    ]  # fmt: skip
    assert Factuurregel.objects.count() == 2


def test_een_tweede_start_maakt_niets_dubbel(stad, admin):
    overeenkomst(stad, werkgever(stad))
    run = bereid_voor(stad, OKTOBER, door=admin, factuurdatum=DAG)
    eerste = start_definitief(run, door=admin)

    assert start_definitief(run, door=admin) == eerste
    jobs.voer_taak_uit(eerste)
    jobs.voer_taak_uit(eerste)
    maak_definitief(run, door=admin)
    assert Factuur.objects.count() == 1
    with pytest.raises(ValidationError, match="niets klaar"):
        start_definitief(run, door=admin)


def test_wat_je_bevestigde_is_wat_er_gemaakt_wordt(stad, admin):
    overeenkomst(stad, werkgever(stad))
    run = bereid_voor(stad, OKTOBER, door=admin, factuurdatum=DAG)

    with pytest.raises(ValidationError, match="intussen veranderd"):
        start_definitief(run, door=admin, aantal=1, bedrag=Decimal("499.99"))
    start_definitief(run, door=admin, aantal=1, bedrag=Decimal("500.00"))


def test_wat_na_het_voorbereiden_verandert_gaat_niet_op_de_factuur(stad, admin):
    afspraak, blijft = overeenkomst(stad, werkgever(stad, 1)), overeenkomst(stad, werkgever(stad, 2))
    run = bereid_voor(stad, OKTOBER, door=admin, factuurdatum=DAG)
    Urenstaat.objects.filter(overeenkomst=afspraak).update(compleet_op=None, compleet_door=None)

    maak_definitief(run, door=admin)

    assert [regel.overeenkomst for regel in Factuurregel.objects.all()] == [blijft]
    assert "opnieuw voor" in run.voorstellen.get(overeenkomst=afspraak).probleem


def test_wie_het_zelf_afsprak_factureert_het_niet(stad, admin):
    """RH-024 en RH-025: nooit dezelfde handen."""
    overeenkomst(stad, werkgever(stad), versie={"overeengekomen_door": admin})

    run = bereid_voor(stad, OKTOBER, door=admin, factuurdatum=DAG)
    collega = administratie(stad)
    andere = bereid_voor(stad, OKTOBER, door=collega, factuurdatum=DAG)
    maak_definitief(andere, door=admin)

    assert "zelf afgesproken" in run.voorstellen.get().probleem
    assert Factuur.objects.count() == 0


def test_de_vergelijking_met_de_vorige_maand_zegt_waarom(stad, admin):
    relatie = werkgever(stad)
    gelijk = overeenkomst(stad, relatie, maanden=(SEPTEMBER, OKTOBER))
    anders = overeenkomst(stad, relatie, bedrag=None, maanden=(SEPTEMBER, OKTOBER))
    TariefafspraakFactory(overeenkomst=anders, methode="vast_maand", bedrag=400, einddatum=date(2026, 9, 30))
    TariefafspraakFactory(overeenkomst=anders, methode="vast_maand", bedrag=450, begindatum=OKTOBER)
    nieuw = overeenkomst(stad, relatie, begindatum=OKTOBER)
    weg = overeenkomst(
        stad,
        relatie,
        maanden=(SEPTEMBER,),
        einddatum=date(2026, 9, 30),
        status="beeindigd",
        reden_einde="werkgever",
    )
    factureer(stad, admin, SEPTEMBER, date(2026, 10, 1))

    run = bereid_voor(stad, OKTOBER, door=admin, factuurdatum=DAG)

    redenen = {rij.overeenkomst_id: (rij.vorig_bedrag, rij.verschilreden) for rij in run.voorstellen.all()}
    assert redenen == {
        gelijk.pk: (Decimal("500.00"), ""),
        anders.pk: (Decimal("400.00"), "andere afspraak of ander tarief"),
        nieuw.pk: (None, "nieuw, vanaf 01-10-2026"),
    }
    stand = runstand(run)
    # 500 + 450 + 500 tegen 500 + 400 + 500.
    assert (stand.totaal, stand.vorige, stand.verandering) == (Decimal(1450), Decimal(1400), Decimal("3.6"))
    assert verdwenen(run) == [(weg, Decimal("500.00"), "eindigde op 30-09-2026")]


def test_btw_categorieen_krijgen_hun_eigen_factuur_of_regel_met_reden(stad, admin):
    relatie = werkgever(stad, btw_nummer="NL123456782B90")
    for categorie, reden in (
        ("S", ""),
        ("AE", "Btw verlegd"),
        ("E", "art. 11 lid 1 f Wet OB"),
        ("O", "Geen ondernemer"),
    ):
        overeenkomst(stad, relatie, bedrag="100.00", versie={"btw_categorie": categorie, "btw_reden": reden})

    factureer(stad, admin)

    # Outside the scope of VAT stands on its own invoice (BR-O-11).
    assert sorted(f.totaal for f in Factuur.objects.all()) == [Decimal("100.00"), Decimal("321.00")]
    gewoon = Factuur.objects.get(totaal=Decimal("321.00"))
    assert {g["categorie"]: g["reden"] for g in gewoon.gegevens["groepen"]} == {
        "S": "", "AE": "Btw verlegd", "E": "art. 11 lid 1 f Wet OB",
    }  # fmt: skip


def test_verlegd_zonder_btw_nummer_vraagt_aandacht(stad, admin):
    overeenkomst(stad, werkgever(stad), versie={"btw_categorie": "AE", "btw_reden": "Btw verlegd"})

    run = bereid_voor(stad, OKTOBER, door=admin, factuurdatum=DAG)

    assert "geen btw-nummer" in run.voorstellen.get().probleem


def test_een_ander_inkoopnummer_geeft_een_eigen_factuur_met_die_referentie(stad, admin):
    relatie = werkgever(stad)
    overeenkomst(stad, relatie, versie={"inkoopnummer": "PO-77"})
    overeenkomst(stad, relatie)

    factureer(stad, admin)

    assert sorted(f.gegevens["afnemersreferentie"] for f in Factuur.objects.all()) == [
        "PO-77",
        relatie.nummer,
    ]


def test_stoppen_halverwege_bewaart_wat_klaar_is_en_verder_gaan_maakt_de_rest(stad, admin):
    for nummer in range(1, 5):
        overeenkomst(stad, werkgever(stad, nummer))
    run = bereid_voor(stad, OKTOBER, door=admin, factuurdatum=DAG)
    start_definitief(run, door=admin)

    def stop(gedaan, totaal, tekst=""):
        if gedaan == 2:
            raise jobs.TaakGestopt

    with pytest.raises(jobs.TaakGestopt):
        maak_definitief(run, door=admin, voortgang=stop)

    run.refresh_from_db()
    assert (run.status, run.facturen.count()) == ("voorbereid", 2)
    maak_definitief(run, door=admin)
    assert list(Factuur.objects.order_by("volgnummer").values_list("volgnummer", flat=True)) == [1, 2, 3, 4]


def test_een_gecrediteerde_maand_komt_terug_in_de_volgende_run(stad, admin):
    overeenkomst(stad, werkgever(stad))
    run = factureer(stad, admin)
    crediteer_factuur(run.facturen.get(), reden="Verkeerde uren", door=admin, factuurdatum=DAG)

    opnieuw = factureer(stad, admin)

    assert opnieuw == run
    assert sorted(run.facturen.values_list("nummer", flat=True)) == ["F1742-2026-0001", "F1742-2026-0002"]


def test_een_toekomstige_maand_en_een_datum_voor_de_maand_worden_geweigerd(stad, admin):
    with pytest.raises(ValidationError, match="nog niet begonnen"):
        bereid_voor(stad, date(2199, 1, 1), door=admin)
    with pytest.raises(ValidationError, match="ligt voor de maand"):
        bereid_voor(stad, OKTOBER, door=admin, factuurdatum=date(2026, 9, 30))


# ---- changes in the past (V3–V5) --------------------------------------------------------------------------------
def test_een_ander_tarief_in_het_verleden_wordt_een_verschilregel_en_de_factuur_blijft(stad, admin):
    relatie = werkgever(stad)
    afspraak = overeenkomst(stad, relatie, maanden=(SEPTEMBER, OKTOBER))
    eerste = factureer(stad, admin, SEPTEMBER, date(2026, 10, 1)).facturen.get()
    leg_tarief_vast(
        afspraak,
        begindatum=SEPTEMBER,
        methode="vast_maand",
        bedrag=Decimal("520.00"),
        door=afspraak.overeengekomen_door,
    )

    factureer(stad, admin)

    tweede = Factuur.objects.exclude(pk=eerste.pk).get()
    assert [(r.maand, r.soort, r.bedrag) for r in tweede.regels.all()] == [
        (SEPTEMBER, "verschil", Decimal("20.00")), (OKTOBER, "maand", Decimal("520.00")),
    ]  # fmt: skip
    assert eerste.regels.get().bedrag == Decimal("500.00")
    # The next run finds nothing to correct any more.
    assert (
        bereid_voor(stad, OKTOBER, door=admin, factuurdatum=DAG).voorstellen.filter(factuur=None).count() == 0
    )


def test_een_tarief_van_langer_dan_een_jaar_terug_geeft_ook_het_verschil(stad, admin):
    """V4: "as of a past date" has no limit; a month in which nothing changed is not compared again."""
    mei = date(2025, 5, 1)
    afspraak = overeenkomst(stad, werkgever(stad), maanden=(mei, date(2025, 6, 1), OKTOBER), **VAN_2025)
    for maand, dag in ((mei, date(2025, 6, 2)), (date(2025, 6, 1), date(2025, 7, 1))):
        factureer(stad, admin, maand, dag)
    leg_tarief_vast(
        afspraak, begindatum=date(2025, 5, 11), methode="vast_maand", bedrag=Decimal("531.00"),
        door=afspraak.overeengekomen_door,
    )  # fmt: skip

    run = factureer(stad, admin)

    # May: 10 days of 500 and 21 of 531: 161,29 + 359,71 = 521,00; June 31 more
    verschil = run.voorstellen.filter(soort="verschil").order_by("maand")
    assert [(v.maand, v.bedrag) for v in verschil] == [
        (mei, Decimal("21.00")),
        (date(2025, 6, 1), Decimal("31.00")),
    ]
    assert (
        not bereid_voor(stad, OKTOBER, door=admin, factuurdatum=DAG).voorstellen.filter(factuur=None).exists()
    )


def test_een_oude_maand_zonder_wijziging_wordt_niet_opnieuw_gerekend(stad, admin):
    mei = date(2025, 5, 1)
    overeenkomst(stad, werkgever(stad), maanden=(mei, OKTOBER), **VAN_2025)
    factureer(stad, admin, mei, date(2025, 6, 2))

    assert gewijzigde_oude_maanden(stad, date(2025, 10, 1)) == set()


def test_het_voorbeeld_van_een_tarief_zegt_wat_de_volgende_run_voorstelt_en_bewaart_niets(stad, admin):
    afspraak = overeenkomst(stad, werkgever(stad), maanden=(date(2026, 8, 1), SEPTEMBER, OKTOBER))
    factureer(stad, admin, date(2026, 8, 1), date(2026, 9, 1))
    factureer(stad, admin, SEPTEMBER, date(2026, 10, 1))
    nieuw = {"begindatum": date(2026, 9, 16), "methode": "vast_maand", "bedrag": Decimal("520.00")}

    voorbeeld = bekijk_tarief(afspraak, door=afspraak.overeengekomen_door, **nieuw)

    # September: 15 days of 500 and 15 of 520 is 510; August lies before and is not touched
    assert [(m.maand, m.gefactureerd, m.nu, m.bedrag) for m in voorbeeld.maanden] == [
        (SEPTEMBER, Decimal("500.00"), Decimal("510.00"), Decimal("10.00"))
    ]
    assert (voorbeeld.totaal, voorbeeld.eerder, voorbeeld.eerste_open) == (Decimal("10.00"), 1, OKTOBER)
    assert afspraak.tarieven.count() == 1
    spreek_tarief_af(afspraak, door=afspraak.overeengekomen_door, **nieuw)
    run = bereid_voor(stad, OKTOBER, door=admin, factuurdatum=DAG)
    assert [v.bedrag for v in run.voorstellen.filter(soort="verschil")] == [voorbeeld.totaal]


def test_meer_terug_dan_te_betalen_wordt_een_creditfactuur_die_verwijst(stad, admin):
    afspraak = overeenkomst(stad, werkgever(stad), maanden=(SEPTEMBER,))
    eerste = factureer(stad, admin, SEPTEMBER, date(2026, 10, 1)).facturen.get()
    leg_tarief_vast(
        afspraak,
        begindatum=SEPTEMBER,
        methode="vast_maand",
        bedrag=Decimal("450.00"),
        door=afspraak.overeengekomen_door,
    )

    factureer(stad, admin)

    credit = Factuur.objects.exclude(pk=eerste.pk).get()
    assert (credit.nummer, credit.totaal_excl, credit.verwijst_naar) == (
        "C1742-2026-0001",
        Decimal(-50),
        eerste,
    )


def test_een_korting_wordt_in_de_volgende_run_niet_teruggehaald(stad, admin):
    overeenkomst(stad, werkgever(stad), maanden=(SEPTEMBER, OKTOBER))
    factuur = factureer(stad, admin, SEPTEMBER, date(2026, 10, 1)).facturen.get()
    bedragen = {factuur.regels.get().pk: Decimal("51.24")}
    crediteer_factuur(factuur, reden="Korting", bedragen=bedragen, door=admin, factuurdatum=DAG)

    run = bereid_voor(stad, OKTOBER, door=admin, factuurdatum=DAG)

    assert list(run.voorstellen.values_list("soort", "bedrag")) == [("maand", Decimal("500.00"))]


# ---- afterwards -------------------------------------------------------------------------------------------------
def test_het_boekingsbestand_bevat_elke_factuur_een_keer_met_controletotalen(stad, admin):
    relatie = werkgever(stad, naam="=HYPERLINK(1)")
    overeenkomst(stad, relatie, bedrag="100.00")
    overeenkomst(stad, relatie, bedrag="200.00")
    run = factureer(stad, admin)
    crediteer_factuur(run.facturen.get(), reden="x", door=admin, factuurdatum=DAG)

    boeking = maak_boekingsbestand(stad, door=admin)

    rijen = list(csv.reader(StringIO(bytes(boeking.bestand.inhoud).decode("utf-8-sig")), delimiter=";"))
    assert [rij[0] for rij in rijen[1:]] == ["C1742-2026-0001"] * 2 + ["F1742-2026-0001"] * 2 + [
        "controletotaal"
    ]
    assert rijen[1][5] == "'=HYPERLINK(1)"
    assert rijen[-1][1] == "2 facturen" and rijen[-1][7] == "4 regels"
    assert rijen[-1][13:17] == ["0,00", "0,00", "0,00", "0,00"]
    assert (boeking.aantal, boeking.totaal) == (2, Decimal(0))
    with pytest.raises(ValidationError, match="al geboekt"):
        maak_boekingsbestand(stad, door=admin)


def test_verzonden_houdt_de_eerste_datum(stad, admin):
    overeenkomst(stad, werkgever(stad))
    factuur = factureer(stad, admin).facturen.get()

    assert markeer_verzonden([factuur], wijze="email", door=admin) == 1
    eerste = Factuur.objects.get().verzonden_op
    assert markeer_verzonden([factuur], wijze="post", door=admin) == 0

    factuur.refresh_from_db()
    assert (factuur.verzonden_op, factuur.verzonden_wijze, factuur.verzonden_door) == (eerste, "email", admin)


# ---- pages ----------------------------------------------------------------------------------------------------
@pytest.fixture
def pagina(client, admin):
    client.force_login(admin)
    return client


def adres(naam):
    return f"{reverse(f'werkgevers:{naam}', args=['2026-10'])}?gemeente=1742"


def test_de_hele_run_in_de_pagina_s(pagina, stad, admin):
    relatie = werkgever(stad, naam="Groen BV", zoeknaam="groen bv")
    overeenkomst(stad, relatie)
    overeenkomst(stad, werkgever(stad, 2), maanden=())

    antwoord = pagina.post(adres("factuurrun-voorbereiden"), {"factuurdatum": "02-11-2026"}, follow=True)
    tekst = antwoord.content.decode()
    assert "Maak 1 factuur definitief" in tekst
    assert "nog niet compleet" in tekst

    bevestig = pagina.get(adres("factuurrun-definitief")).content.decode()
    assert "€\xa0500,00" in bevestig
    gegevens = {"bevestigd": "1", "aantal": "1", "bedrag": "500.00"}
    tekst = pagina.post(adres("factuurrun-definitief"), gegevens, follow=True).content.decode()
    assert "Je mag deze pagina verlaten" in tekst
    jobs.voer_taak_uit(Achtergrondtaak.objects.get(soort="factuurrun"))

    tekst = pagina.get(adres("factuurrun")).content.decode()
    assert "F1742-2026-0001" in tekst
    assert pagina.get(adres("factuurrun"), headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"


def test_alle_facturen_in_een_pdf_zijn_er_net_zo_veel_als_de_run(pagina, stad, admin):
    for nummer in range(1, 4):
        overeenkomst(stad, werkgever(stad, nummer))
    run = factureer(stad, admin)

    antwoord = pagina.get(adres("factuurrun-afdrukken"))

    with pikepdf.open(BytesIO(antwoord.content)) as pdf:
        assert len(pdf.pages) == run.facturen.count() == 3


def test_downloads_zijn_de_bewaarde_bytes(pagina, stad, admin):
    overeenkomst(stad, werkgever(stad))
    factuur = factureer(stad, admin).facturen.get()

    for route, bestand in (("factuur-pdf", factuur.bestand), ("factuur-xml", factuur.ubl)):
        antwoord = pagina.get(reverse(f"werkgevers:{route}", args=[factuur.nummer]))
        assert antwoord.content == bytes(bestand.inhoud)


def test_crediteren_in_twee_stappen_met_bevestigen(pagina, stad, admin):
    overeenkomst(stad, werkgever(stad))
    factuur = factureer(stad, admin).facturen.get()
    weg = reverse("werkgevers:factuur-crediteren", args=[factuur.nummer])

    tekst = pagina.post(weg, {"reden": "Verkeerde maand"}).content.decode()
    assert "Wil je deze creditfactuur maken?" in tekst and "€\xa0500,00" in tekst
    assert Factuur.objects.count() == 1
    pagina.post(weg, {"reden": "Verkeerde maand", "bevestigd": "1"})

    assert Factuur.objects.get(soort="credit").totaal == Decimal("-605.00")
    assert b"gecrediteerd" in pagina.get(factuur.get_absolute_url()).content
    assert pagina.get(weg).status_code == 302


def test_een_deel_crediteren_op_de_pagina(pagina, stad, admin):
    overeenkomst(stad, werkgever(stad))
    factuur = factureer(stad, admin).facturen.get()
    weg = reverse("werkgevers:factuur-crediteren", args=[factuur.nummer])
    regel = factuur.regels.get()

    pagina.post(weg, {"reden": "Korting", f"regel_{regel.pk}": "50,00", "bevestigd": "1"})

    assert Factuur.objects.get(soort="credit").totaal_excl == Decimal("-50.00")
    te_veel = pagina.post(
        weg, {"reden": "x", f"regel_{regel.pk}": "451,00", "bevestigd": "1"}
    ).content.decode()
    assert "nog €\xa0450,00 te crediteren" in te_veel


def test_de_facturen_van_een_andere_gemeente_bestaan_niet(
    client, stad, admin, andere_gemeente, maak_gebruiker
):
    overeenkomst(stad, werkgever(stad))
    factuur = factureer(stad, admin).facturen.get()
    client.force_login(maak_gebruiker(Rol.FINANCIEN, andere_gemeente))

    for route in ("factuur", "factuur-pdf", "factuur-xml", "factuur-crediteren", "factuur-verzonden"):
        assert client.get(reverse(f"werkgevers:{route}", args=[factuur.nummer])).status_code == 404
    assert client.get(adres("factuurrun")).status_code == 404


@pytest.mark.parametrize("aantal", [2, 20])
def test_de_pagina_s_vragen_even_veel_bij_2_en_bij_20(
    pagina, stad, admin, aantal, django_assert_max_num_queries
):
    for nummer in range(1, aantal + 1):
        overeenkomst(stad, werkgever(stad, nummer))
    factureer(stad, admin)
    pagina.get(adres("factuurrun"))

    with django_assert_max_num_queries(24):
        pagina.get(adres("factuurrun"))
    with django_assert_max_num_queries(16):
        pagina.get(reverse("werkgevers:facturen"))


# ---- command line -----------------------------------------------------------------------------------------------
def test_de_opdrachtregel_doet_hetzelfde_en_een_tweede_keer_niets(stad, admin):
    overeenkomst(stad, werkgever(stad))
    velden = {"gemeente": "1742", "maand": "2026-10", "door": admin.username, "json": True}

    uit = StringIO()
    call_command("factuurrun", **velden, stdout=uit)
    assert Factuur.objects.count() == 0
    assert '"klaar": 1' in uit.getvalue()
    for _ in range(2):
        uit = StringIO()
        call_command("factuurrun", **velden, definitief=True, stdout=uit)
        assert '"facturen": 1' in uit.getvalue()

    assert Factuur.objects.count() == 1
    assert Factuurrun.objects.get().status == "definitief"
