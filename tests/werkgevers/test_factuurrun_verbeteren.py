"""Verbeteren na het factureren: elk bedrag staat één keer op een factuur, en op de factuur waar het hoort (V3–V5)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from kern import jobs
from kern.models import Beleidskader
from kern.parameters import catalogus
from tests.factories.kern import ParameterFactory
from tests.factories.overeenkomsten import OvereenkomstversieFactory, TariefafspraakFactory
from tests.werkgevers.factuur_wereld import (
    OKTOBER,
    administratie,
    boekregel,
    overeenkomst,
    werkgever,
    zet_afzender,
)
from werkgevers.actions import factureren
from werkgevers.actions.boeken import boek_factuur, crediteer_factuur
from werkgevers.actions.factureren import bereid_voor, maak_definitief, start_definitief
from werkgevers.actions.overeenkomst import beeindig_overeenkomst
from werkgevers.actions.tarief import leg_tarief_vast
from werkgevers.choices import Runstatus
from werkgevers.models import Factuur, Factuurregel, Factuurrun
from werkgevers.queries.openstaand import open_per_pk

D = Decimal
AUGUSTUS, SEPTEMBER, NOVEMBER = date(2026, 8, 1), date(2026, 9, 1), date(2026, 11, 1)
DAG = date(2026, 11, 2)


@pytest.fixture
def stad(gemeente):
    zet_afzender(gemeente)
    return gemeente


@pytest.fixture
def admin(stad):
    return administratie(stad)


def factureer(gemeente, door, maand=OKTOBER, datum=DAG):
    run = bereid_voor(gemeente, maand, door=door, factuurdatum=datum)
    if run.voorstellen.filter(factuur=None).exclude(soort="probleem").exists():
        maak_definitief(run, door=door)
    run.refresh_from_db()
    return run


def zet_tarief(afspraak, bedrag, begindatum, **anders):
    velden = {"methode": "vast_maand", "bedrag": D(bedrag), "door": afspraak.overeengekomen_door}
    leg_tarief_vast(afspraak, begindatum=begindatum, **velden | anders)


def eindig(afspraak, per):
    beeindig_overeenkomst(afspraak, per=per, reden="werkgever", door=afspraak.overeengekomen_door)


def netto(afspraak, maand):
    return sum(
        Factuurregel.objects.filter(overeenkomst=afspraak, maand=maand).values_list("bedrag", flat=True)
    )


def nieuwe_versie(afspraak, vanaf, **velden):
    afspraak.versies.update(einddatum=vanaf - timedelta(days=1))
    return OvereenkomstversieFactory(overeenkomst=afspraak, versie=2, begindatum=vanaf, **velden)


# ---- more goes back than there is to pay ------------------------------------------------------------------------
def test_elke_verbeterde_factuur_krijgt_haar_eigen_creditfactuur(stad, admin):
    """Met terugwerkende kracht geëindigd: augustus en september zijn allebei niet meer verschuldigd."""
    afspraak = overeenkomst(stad, werkgever(stad), bedrag="1000.00", maanden=(AUGUSTUS, SEPTEMBER))
    augustus = factureer(stad, admin, AUGUSTUS, date(2026, 9, 1)).facturen.get()
    september = factureer(stad, admin, SEPTEMBER, date(2026, 10, 1)).facturen.get()
    eindig(afspraak, date(2026, 7, 31))

    run = factureer(stad, admin)

    credits = [(c.verwijst_naar, c.totaal) for c in run.facturen.order_by("volgnummer")]
    assert credits == [(augustus, D("-1210.00")), (september, D("-1210.00"))]
    # 1.210 − 1.210: nothing is left on either of them, so nothing is dunned.
    assert open_per_pk([augustus.pk, september.pk]) == {augustus.pk: D(0), september.pk: D(0)}
    assert not run.voorstellen.filter(factuur=None).exists()


def test_wat_op_twee_facturen_staat_gaat_van_allebei_terug(stad, admin):
    """September 1.000 en later 200 erbij; daarna is september niets: 1.000 en 200 terug, elk op zijn factuur."""
    afspraak = overeenkomst(stad, werkgever(stad), bedrag="1000.00", maanden=(SEPTEMBER,))
    eerste = factureer(stad, admin, SEPTEMBER, date(2026, 10, 1)).facturen.get()
    zet_tarief(afspraak, "1200.00", SEPTEMBER)
    tweede = factureer(stad, admin).facturen.get()
    eindig(afspraak, date(2026, 8, 31))

    run = factureer(stad, admin, NOVEMBER)

    credits = [(c.verwijst_naar, c.totaal_excl) for c in run.facturen.order_by("volgnummer")]
    assert credits == [(eerste, D("-1000.00")), (tweede, D("-200.00"))]
    assert netto(afspraak, SEPTEMBER) == 0


def test_een_maandbedrag_staat_nooit_op_een_creditfactuur(stad, admin):
    relatie = werkgever(stad)
    weg = overeenkomst(stad, relatie, bedrag="500.00", maanden=(SEPTEMBER,))
    blijft = overeenkomst(stad, relatie, bedrag="100.00", begindatum=OKTOBER)
    september = factureer(stad, admin, SEPTEMBER, date(2026, 10, 1)).facturen.get()
    eindig(weg, date(2026, 8, 31))

    run = factureer(stad, admin)

    credit, factuur = run.facturen.order_by("reeks")
    assert (credit.verwijst_naar, credit.totaal_excl) == (september, D("-500.00"))
    assert (factuur.soort, factuur.totaal_excl) == ("factuur", D("100.00"))

    zet_tarief(blijft, "0.00", OKTOBER)
    later = factureer(stad, admin, NOVEMBER)

    # October of that agreement is nothing now: it goes back to the invoice it stands on, never another invoice.
    assert [(c.soort, c.verwijst_naar, c.totaal_excl) for c in later.facturen.all()] == [
        ("credit", factuur, D("-100.00"))
    ]


def test_evenveel_erbij_als_eraf_wordt_een_factuur_en_een_creditfactuur(stad, admin):
    """Samen precies nul is geen factuur; beide kanten moeten wel verwerkt worden."""
    relatie = werkgever(stad)
    weg = overeenkomst(stad, relatie, bedrag="500.00", maanden=(SEPTEMBER,))
    overeenkomst(stad, relatie, bedrag="500.00", begindatum=OKTOBER)
    factureer(stad, admin, SEPTEMBER, date(2026, 10, 1))
    eindig(weg, date(2026, 8, 31))

    run = factureer(stad, admin)

    assert sorted(run.facturen.values_list("totaal", flat=True)) == [D("-605.00"), D("605.00")]
    assert not run.voorstellen.filter(soort="probleem").exists()


# ---- months that were left behind --------------------------------------------------------------------------------
def open_voorstellen(run):
    rijen = run.voorstellen.filter(factuur=None, bedrag__isnull=False).exclude(bedrag=0)
    return [(rij.maand, rij.soort, rij.bedrag) for rij in rijen.order_by("maand", "soort")]


def test_een_overeenkomst_die_later_komt_brengt_haar_eerdere_maanden_mee(stad, admin):
    overeenkomst(stad, werkgever(stad, 1), maanden=(SEPTEMBER,))
    factureer(stad, admin, SEPTEMBER, date(2026, 10, 1))
    overeenkomst(
        stad, werkgever(stad, 2), bedrag="300.00", begindatum=AUGUSTUS, maanden=(AUGUSTUS, SEPTEMBER, OKTOBER)
    )

    run = bereid_voor(stad, OKTOBER, door=admin, factuurdatum=DAG)

    # Of August this gemeente has no run: that month is not Trede's.
    assert open_voorstellen(run) == [(SEPTEMBER, "maand", D("300.00")), (OKTOBER, "maand", D("300.00"))]
    assert run.voorstellen.get(maand=SEPTEMBER, soort="maand").verschilreden == (
        "nog niet gefactureerd over 09-2026"
    )
    maak_definitief(run, door=admin)
    assert open_voorstellen(bereid_voor(stad, NOVEMBER, door=admin)) == []


def test_een_maand_van_nul_euro_die_later_een_bedrag_krijgt_wordt_voorgesteld(stad, admin):
    afspraak = overeenkomst(stad, werkgever(stad, 1), bedrag="0.00", maanden=(SEPTEMBER,))
    overeenkomst(stad, werkgever(stad, 2), maanden=(SEPTEMBER,))
    factureer(stad, admin, SEPTEMBER, date(2026, 10, 1))
    zet_tarief(afspraak, "80.00", SEPTEMBER)

    run = bereid_voor(stad, OKTOBER, door=admin, factuurdatum=DAG)

    assert open_voorstellen(run)[0] == (SEPTEMBER, "maand", D("80.00"))


def test_een_maand_die_helemaal_is_gecrediteerd_komt_in_de_volgende_run_terug(stad, admin):
    overeenkomst(stad, werkgever(stad), maanden=(SEPTEMBER, OKTOBER))
    factuur = factureer(stad, admin, SEPTEMBER, date(2026, 10, 1)).facturen.get()
    crediteer_factuur(factuur, reden="Verkeerde uren", door=admin, factuurdatum=DAG)

    run = bereid_voor(stad, OKTOBER, door=admin, factuurdatum=DAG)

    assert open_voorstellen(run) == [
        (SEPTEMBER, "maand", D("500.00")),
        (OKTOBER, "maand", D("500.00")),
    ]


def test_van_een_achterstand_zonder_uren_staat_de_eerste_maand_en_deze_maand_er(stad, admin):
    overeenkomst(stad, werkgever(stad), maanden=())
    for maand in (AUGUSTUS, SEPTEMBER):
        bereid_voor(stad, maand, door=admin, factuurdatum=DAG)

    run = bereid_voor(stad, OKTOBER, door=admin, factuurdatum=DAG)

    problemen = run.voorstellen.filter(soort="probleem").order_by("maand")
    assert [rij.maand for rij in problemen] == [AUGUSTUS, OKTOBER]
    assert "08-2026" in problemen[0].probleem


def test_na_volledig_crediteren_telt_een_verschil_dat_bleef_staan_mee(stad, admin):
    """September 1.000, later 200 erbij; de factuur van 1.000 helemaal terug. Er is 1.200 verschuldigd, geen 1.400."""
    afspraak = overeenkomst(stad, werkgever(stad), bedrag="1000.00", maanden=(SEPTEMBER,))
    eerste = factureer(stad, admin, SEPTEMBER, date(2026, 10, 1)).facturen.get()
    zet_tarief(afspraak, "1200.00", SEPTEMBER)
    factureer(stad, admin)
    crediteer_factuur(eerste, reden="Verkeerd adres", door=admin, factuurdatum=DAG)

    run = bereid_voor(stad, SEPTEMBER, door=admin, factuurdatum=DAG)
    assert open_voorstellen(run) == [
        (SEPTEMBER, "maand", D("1200.00")),
        (SEPTEMBER, "verschil", D("-200.00")),
    ]
    maak_definitief(run, door=admin)

    assert netto(afspraak, SEPTEMBER) == D("1200.00")
    assert open_voorstellen(bereid_voor(stad, OKTOBER, door=admin, factuurdatum=DAG)) == []


def test_een_verschil_dat_bleef_staan_gaat_terug_als_de_maand_niet_meer_verschuldigd_is(stad, admin):
    afspraak = overeenkomst(stad, werkgever(stad), bedrag="1000.00", maanden=(SEPTEMBER,))
    eerste = factureer(stad, admin, SEPTEMBER, date(2026, 10, 1)).facturen.get()
    zet_tarief(afspraak, "1200.00", SEPTEMBER)
    tweede = factureer(stad, admin).facturen.get()
    crediteer_factuur(eerste, reden="Begon nooit", door=admin, factuurdatum=DAG)
    eindig(afspraak, date(2026, 8, 31))

    run = factureer(stad, admin, NOVEMBER)

    assert [(c.verwijst_naar, c.totaal_excl) for c in run.facturen.all()] == [(tweede, D("-200.00"))]
    assert netto(afspraak, SEPTEMBER) == 0


# ---- crediting by hand after the run did -------------------------------------------------------------------------
def test_wat_een_run_terugrekende_is_niet_nog_eens_met_de_hand_te_crediteren(stad, admin):
    """September 1.000, de run rekende 500 terug: dan is er nog 500 te crediteren."""
    afspraak = overeenkomst(stad, werkgever(stad), bedrag="1000.00", maanden=(SEPTEMBER,))
    factuur = factureer(stad, admin, SEPTEMBER, date(2026, 10, 1)).facturen.get()
    zet_tarief(afspraak, "500.00", SEPTEMBER)
    factureer(stad, admin)

    credit = crediteer_factuur(factuur, reden="Alles terug", door=admin, factuurdatum=DAG)

    assert credit.totaal_excl == D("-500.00")
    assert netto(afspraak, SEPTEMBER) == 0
    assert open_per_pk([factuur.pk]) == {factuur.pk: D(0)}
    with pytest.raises(ValidationError, match="niets te crediteren"):
        crediteer_factuur(factuur, reden="Nog eens", door=admin)


@pytest.mark.parametrize(
    ("bedragen", "totaal"),
    [
        # 2,04 × 21% = 0,4284: 0,43. Line by line 0,21 and 0,21 would leave a cent.
        (("1.02", "1.02"), "2.47"),
        # 2.512,37 × 21% = 527,5977: 527,60. Line by line 210,11 + 209,90 + 107,60 is a cent too much.
        (("1000.50", "999.50", "512.37"), "3039.97"),
    ],
)
def test_regel_voor_regel_crediteren_laat_geen_cent_staan(stad, admin, bedragen, totaal):
    relatie = werkgever(stad)
    afspraken = [overeenkomst(stad, relatie) for _ in bedragen]
    factuur = boek_factuur(
        gemeente=stad,
        relatie=relatie,
        factuurdatum=DAG,
        betaaltermijn=30,
        regels=[boekregel(a, bedrag) for a, bedrag in zip(afspraken, bedragen, strict=True)],
        door=admin,
    )
    assert factuur.totaal == D(totaal)

    for regel in factuur.regels.all():
        crediteer_factuur(
            factuur, reden="Terug", bedragen={regel.pk: regel.bedrag}, door=admin, factuurdatum=DAG
        )

    credits = Factuur.objects.filter(verwijst_naar=factuur)
    assert sum(credits.values_list("totaal", flat=True)) == -D(totaal)


# ---- versions ----------------------------------------------------------------------------------------------------
def test_een_gat_tussen_twee_versies_houdt_de_run_van_de_gemeente_niet_tegen(stad, admin):
    """Versie 1 tot en met 30 juni, versie 2 vanaf 1 september: in juli is er niets afgesproken."""
    juli = date(2026, 7, 1)
    met_gat = overeenkomst(stad, werkgever(stad, 1), maanden=(juli,))
    overeenkomst(stad, werkgever(stad, 2), maanden=(juli,))
    eerste = factureer(stad, admin, juli, date(2026, 8, 3))
    met_gat.versies.update(einddatum=date(2026, 6, 30))
    OvereenkomstversieFactory(overeenkomst=met_gat, versie=2, begindatum=SEPTEMBER)

    run = factureer(stad, admin, AUGUSTUS, date(2026, 9, 1))

    assert eerste.facturen.count() == 2
    (credit,) = run.facturen.all()
    assert (credit.regels.get().overeenkomst, credit.totaal_excl) == (met_gat, D("-500.00"))


def test_elke_regel_heeft_de_btw_van_haar_eigen_versie(stad, admin):
    """Oktober 310 euro: 15 dagen belast is 150, 16 dagen verlegd is 160."""
    relatie = werkgever(stad, btw_nummer="NL123456782B90")
    afspraak = overeenkomst(stad, relatie, bedrag="310.00")
    nieuwe_versie(afspraak, date(2026, 10, 16), btw_categorie="AE", btw_reden="Btw verlegd")

    factuur = factureer(stad, admin).facturen.get()

    regels = [(r.btw_categorie, r.bedrag, r.btw_percentage) for r in factuur.regels.order_by("volgorde")]
    assert regels == [("S", D("150.00"), D(21)), ("AE", D("160.00"), D(0))]
    assert (factuur.btw, factuur.totaal) == (D("31.50"), D("341.50"))


def test_een_andere_betaaltermijn_halverwege_de_maand_geeft_twee_facturen(stad, admin):
    afspraak = overeenkomst(stad, werkgever(stad), bedrag="310.00")
    nieuwe_versie(afspraak, date(2026, 10, 16), betaaltermijn_dagen=14)

    run = factureer(stad, admin)

    facturen = [(f.totaal_excl, (f.vervaldatum - f.factuurdatum).days) for f in run.facturen.all()]
    assert sorted(facturen) == [(D("150.00"), 30), (D("160.00"), 14)]
    assert open_voorstellen(bereid_voor(stad, NOVEMBER, door=admin)) == []


def test_andere_btw_over_een_afgerekende_maand_is_ook_een_verschil(stad, admin):
    """September 500 belast; vanaf 16 september verlegd: 250 belast terug, 250 verlegd erbij."""
    relatie = werkgever(stad, btw_nummer="NL123456782B90")
    afspraak = overeenkomst(stad, relatie, maanden=(SEPTEMBER, OKTOBER))
    factureer(stad, admin, SEPTEMBER, date(2026, 10, 1))
    nieuwe_versie(afspraak, date(2026, 9, 16), btw_categorie="AE", btw_reden="Btw verlegd")

    factuur = factureer(stad, admin).facturen.get()

    regels = {(r.maand, r.btw_categorie, r.bedrag) for r in factuur.regels.all()}
    assert regels == {
        (SEPTEMBER, "S", D("-250.00")),
        (SEPTEMBER, "AE", D("250.00")),
        (OKTOBER, "AE", D("500.00")),
    }
    # −250 − 52,50 + 250 + 500
    assert factuur.totaal == D("447.50")


# ---- dates -------------------------------------------------------------------------------------------------------
def test_een_factuurdatum_na_vandaag_wordt_geweigerd(stad, admin):
    with pytest.raises(ValidationError, match="na vandaag"):
        bereid_voor(stad, OKTOBER, door=admin, factuurdatum=timezone.localdate() + timedelta(days=1))
    with pytest.raises(ValidationError, match="na vandaag"):
        bereid_voor(stad, OKTOBER, door=admin, factuurdatum=timezone.localdate() + timedelta(days=365))


def test_een_factuur_met_een_datum_in_de_toekomst_zet_de_creditreeks_niet_vast(stad, admin):
    morgen = timezone.localdate() + timedelta(days=1)
    facturen = []
    for nummer, dag in ((1, DAG), (2, morgen)):
        afspraak = overeenkomst(stad, werkgever(stad, nummer))
        velden = {"gemeente": stad, "relatie": afspraak.relatie, "betaaltermijn": 30, "door": admin}
        facturen.append(boek_factuur(factuurdatum=dag, regels=[boekregel(afspraak)], **velden))

    with pytest.raises(ValidationError, match="na vandaag"):
        crediteer_factuur(facturen[0], reden="Fout", door=admin, factuurdatum=morgen)
    credits = [crediteer_factuur(factuur, reden="Fout", door=admin) for factuur in reversed(facturen)]

    assert [credit.factuurdatum for credit in credits] == [timezone.localdate()] * 2


def test_een_creditfactuur_van_de_run_schuift_achter_de_vorige_creditfactuur(stad, admin):
    """Met de hand is er vandaag gecrediteerd; de run heeft een eerdere factuurdatum."""
    afspraak = overeenkomst(stad, werkgever(stad, 1), maanden=(SEPTEMBER,))
    andere = overeenkomst(stad, werkgever(stad, 2), maanden=(SEPTEMBER,))
    facturen = factureer(stad, admin, SEPTEMBER, date(2026, 10, 1)).facturen
    crediteer_factuur(facturen.get(relatie=andere.relatie), reden="Dubbel", door=admin)
    andere.urenstaten.update(compleet_op=None, compleet_door=None)
    zet_tarief(afspraak, "450.00", SEPTEMBER)

    run = factureer(stad, admin)

    credit = run.facturen.get()
    assert (credit.totaal_excl, credit.factuurdatum) == (D("-50.00"), timezone.localdate())


# ---- never the same hands ----------------------------------------------------------------------------------------
def test_wie_het_tarief_afsprak_factureert_het_niet(stad, admin):
    afspraak = overeenkomst(stad, werkgever(stad), bedrag=None)
    TariefafspraakFactory(overeenkomst=afspraak, methode="vast_maand", bedrag=500, afgesproken_door=admin)

    zelf = bereid_voor(stad, OKTOBER, door=admin, factuurdatum=DAG)
    assert "zelf afgesproken" in zelf.voorstellen.get().probleem
    run = bereid_voor(stad, OKTOBER, door=administratie(stad), factuurdatum=DAG)
    maak_definitief(run, door=admin)

    assert "zelf afgesproken" in run.voorstellen.get().probleem
    assert Factuur.objects.count() == 0


def test_wie_een_eerdere_versie_van_de_maand_afsprak_factureert_haar_ook_niet(stad, admin):
    afspraak = overeenkomst(stad, werkgever(stad), versie={"overeengekomen_door": admin})
    nieuwe_versie(afspraak, date(2026, 10, 16))

    run = bereid_voor(stad, OKTOBER, door=admin, factuurdatum=DAG)

    assert "zelf afgesproken" in run.voorstellen.get().probleem


def test_ook_een_verschil_factureert_niet_wie_het_afsprak(stad, admin):
    afspraak = overeenkomst(stad, werkgever(stad), maanden=(SEPTEMBER,))
    factureer(stad, admin, SEPTEMBER, date(2026, 10, 1))
    zet_tarief(afspraak, "520.00", SEPTEMBER, door=admin)

    zelf = bereid_voor(stad, OKTOBER, door=admin, factuurdatum=DAG)
    assert "zelf afgesproken" in zelf.voorstellen.get(maand=SEPTEMBER).probleem
    run = bereid_voor(stad, OKTOBER, door=administratie(stad), factuurdatum=DAG)
    assert run.voorstellen.get(soort="verschil").bedrag == D("20.00")
    maak_definitief(run, door=admin)

    assert "zelf afgesproken" in run.voorstellen.get(maand=SEPTEMBER).probleem
    assert Factuur.objects.count() == 1


def vier_ogen(gemeente):
    soort = catalogus()["factuur.vier_ogen"].soort
    kader = Beleidskader.objects.get(gemeente=gemeente)
    ParameterFactory(kader=kader, code="factuur.vier_ogen", waarde=True, soort=soort)


def test_met_vier_ogen_maakt_een_ander_definitief_dan_wie_voorbereidde(stad, admin, client):
    """snel-en-veilig C5; een gemeente die het niet vaststelt, houdt één persoon voor de hele run."""
    collega = administratie(stad)
    overeenkomst(stad, werkgever(stad))
    vier_ogen(stad)
    run = bereid_voor(stad, OKTOBER, door=admin, factuurdatum=DAG)

    for zelf in (start_definitief, maak_definitief):
        with pytest.raises(ValidationError, match="zelf voorbereid"):
            zelf(run, door=admin)
    client.force_login(admin)
    tekst = client.get(run.get_absolute_url()).content.decode()
    assert "Een collega maakt deze facturen definitief" in tekst and "factuur definitief</a>" not in tekst
    client.force_login(collega)
    assert "Maak 1 factuur definitief" in client.get(run.get_absolute_url()).content.decode()
    assert jobs.voer_taak_uit(start_definitief(run, door=collega)).status == "klaar"

    run.refresh_from_db()
    assert (run.voorbereid_door, run.definitief_door) == (admin, collega)


# ---- what was confirmed ------------------------------------------------------------------------------------------
def test_een_verschil_dat_na_het_voorbereiden_anders_is_wacht(stad, admin):
    afspraak = overeenkomst(stad, werkgever(stad), maanden=(SEPTEMBER,))
    factureer(stad, admin, SEPTEMBER, date(2026, 10, 1))
    zet_tarief(afspraak, "520.00", SEPTEMBER)
    run = bereid_voor(stad, OKTOBER, door=admin, factuurdatum=DAG)
    zet_tarief(afspraak, "530.00", SEPTEMBER)

    maak_definitief(run, door=admin)

    assert "opnieuw voor" in run.voorstellen.get(maand=SEPTEMBER).probleem
    assert netto(afspraak, SEPTEMBER) == D("500.00")


def test_een_ander_inkoopnummer_na_het_voorbereiden_wacht_ook_bij_hetzelfde_bedrag(stad, admin):
    afspraak = overeenkomst(stad, werkgever(stad))
    run = bereid_voor(stad, OKTOBER, door=admin, factuurdatum=DAG)
    nieuwe_versie(afspraak, OKTOBER, inkoopnummer="PO-9")

    maak_definitief(run, door=admin)

    assert "opnieuw voor" in run.voorstellen.get().probleem
    assert Factuur.objects.count() == 0


def test_een_oude_taak_opnieuw_doen_maakt_niet_wat_niemand_bevestigde(stad, admin):
    overeenkomst(stad, werkgever(stad, 1))
    run = bereid_voor(stad, OKTOBER, door=admin, factuurdatum=DAG)
    taak = start_definitief(run, door=admin)
    Factuurrun.objects.filter(pk=run.pk).update(status=Runstatus.VOORBEREID)
    overeenkomst(stad, werkgever(stad, 2))
    bereid_voor(stad, OKTOBER, door=admin, factuurdatum=DAG)

    gedaan = jobs.voer_taak_uit(taak)

    assert (gedaan.status, Factuur.objects.count()) == ("mislukt", 0)
    assert "opnieuw voorbereid" in gedaan.melding


def test_hetzelfde_verschil_in_twee_runs_wordt_een_keer_gefactureerd(stad, admin, monkeypatch):
    """Twee verwerkers tegelijk: geen van beide zag de ander bij het nakijken vooraf."""
    afspraak = overeenkomst(stad, werkgever(stad), maanden=(SEPTEMBER,))
    factureer(stad, admin, SEPTEMBER, date(2026, 10, 1))
    zet_tarief(afspraak, "520.00", SEPTEMBER)
    runs = [bereid_voor(stad, maand, door=admin, factuurdatum=DAG) for maand in (OKTOBER, NOVEMBER)]
    monkeypatch.setattr(factureren, "_zet_apart_wat_veranderde", lambda run, door: None)

    for run in runs:
        maak_definitief(run, door=admin)

    assert netto(afspraak, SEPTEMBER) == D("520.00")
    assert "opnieuw voor" in runs[1].voorstellen.get(maand=SEPTEMBER).probleem
