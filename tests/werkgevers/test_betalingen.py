"""Betalingen: een bankbestand inlezen, koppelen, verdelen, storno en terzijde (RH-149, regels §6.4)."""

import threading
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from kern.models import Achtergrondtaak
from tests.factories.betalingen import BetalingFactory, BetalingtoewijzingFactory, IncassoregelFactory
from tests.factories.facturen import FactuurFactory
from tests.factories.kern import GebruikerFactory, GemeenteFactory
from tests.factories.werkgevers import RelatieFactory
from tests.werkgevers.bankbestanden import ANDER, KLANT, boeking, camt, camt_afschrift, camt_bestand
from werkgevers.actions.bankbestanden import laad_bankbestand, verwerk_bankbestand
from werkgevers.actions.betalingen import haal_terug, leg_terzijde, trek_toewijzing_in, verdeel_betaling
from werkgevers.models import Bankbestand, Betaling, Betalingtoewijzing, Factuur
from werkgevers.queries.openstaand import betaalstand, met_open, met_ouderdom, ouderdomslijst

D = Decimal


@pytest.fixture
def door(db):
    return GebruikerFactory()


@pytest.fixture
def factuur(gemeente):
    return FactuurFactory(relatie=RelatieFactory(gemeente=gemeente, naam="Voorbeeld Groen BV"))


def lees(gemeente, inhoud, door, naam="bank.xml"):
    bestand = laad_bankbestand(gemeente=gemeente, naam=naam, inhoud=inhoud, door=door, met_taak=False)
    return verwerk_bankbestand(bestand, door=door)


def open_van(factuur):
    return met_open(Factuur.objects.filter(pk=factuur.pk)).get().open


def test_een_betaling_met_kenmerk_betaalt_de_factuur(gemeente, factuur, door):
    bestand = lees(gemeente, camt(boeking("121.00", rf=factuur.betalingskenmerk), eind="1121.00"), door)

    assert open_van(factuur) == 0
    assert betaalstand(factuur).woord == "betaald"
    assert bestand.uitkomst["gekoppeld"] == 1
    betaling = Betaling.objects.get()
    assert (betaling.toegewezen, betaling.over) == (D("121.00"), 0)
    assert betaling.toewijzingen.get().reden.startswith("Betalingskenmerk van")


def test_een_deelbetaling_laat_de_rest_open(gemeente, factuur, door):
    lees(gemeente, camt(boeking("100.00", tekst=f"factuur {factuur.nummer}"), eind="1100.00"), door)

    assert open_van(factuur) == D("21.00")
    assert betaalstand(factuur).woord == "deels betaald"


def test_te_veel_betaald_blijft_over_op_de_betaling(gemeente, factuur, door):
    lees(gemeente, camt(boeking("130.00", rf=factuur.betalingskenmerk), eind="1130.00"), door)

    assert open_van(factuur) == 0
    betaling = Betaling.objects.get()
    assert betaling.over == D("9.00")
    assert list(Betaling.objects.te_doen()) == [betaling]


def test_hetzelfde_bestand_gaat_er_een_keer_in(gemeente, factuur, door):
    inhoud = camt(boeking("121.00", rf=factuur.betalingskenmerk), eind="1121.00")
    lees(gemeente, inhoud, door)

    with pytest.raises(ValidationError, match="al ingelezen"):
        lees(gemeente, inhoud, door, naam="andere-naam.xml")

    assert (Bankbestand.objects.count(), Betaling.objects.count()) == (1, 1)


def test_overlappende_bestanden_geven_alleen_nieuwe_regels(gemeente, door):
    een = camt_afschrift(
        boeking("10.00", ref="R1"), begin="0.00", eind="10.00", kenmerk="A", dag="2026-11-18"
    )
    twee = camt_afschrift(
        boeking("20.00", ref="R2"), begin="10.00", eind="30.00", kenmerk="B", dag="2026-11-19"
    )
    drie = camt_afschrift(
        boeking("30.00", ref="R3"), begin="30.00", eind="60.00", kenmerk="C", dag="2026-11-20"
    )
    lees(gemeente, camt_bestand(een, twee), door)

    tweede = lees(gemeente, camt_bestand(twee, drie), door)

    assert (tweede.uitkomst["nieuw"], tweede.uitkomst["al_bekend"]) == (1, 1)
    assert sorted(Betaling.objects.values_list("bedrag", flat=True)) == [D("10.00"), D("20.00"), D("30.00")]


def test_twee_keer_verwerken_verandert_niets(gemeente, factuur, door):
    bestand = lees(gemeente, camt(boeking("121.00", rf=factuur.betalingskenmerk), eind="1121.00"), door)

    verwerk_bankbestand(bestand, door=door)

    assert (Betaling.objects.count(), Betalingtoewijzing.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("inhoud", "woord"),
    [
        (b"<Document", "beschadigd"),
        (b"geen bankbestand", "camt.053 of MT940"),
        (b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>', "verboden"),
    ],
)
def test_een_kapot_bestand_laat_niets_achter(gemeente, door, inhoud, woord):
    with pytest.raises(ValidationError, match=woord):
        laad_bankbestand(gemeente=gemeente, naam="x.xml", inhoud=inhoud, door=door)

    assert not Bankbestand.objects.exists()


def test_een_afschrift_van_een_andere_gemeente_wordt_geweigerd(gemeente, door):
    lees(GemeenteFactory(), camt(boeking("10.00"), eind="1010.00"), door)

    with pytest.raises(ValidationError, match="andere gemeente"):
        lees(gemeente, camt(boeking("11.00"), eind="1011.00"), door)


def test_een_betaling_zonder_kenmerk_wacht_op_een_mens(gemeente, factuur, door):
    lees(gemeente, camt(boeking("77.00", tekst="bedankt", naam="Onbekend"), eind="1077.00"), door)

    betaling = Betaling.objects.get()
    assert betaling.zekerheid == "geen"
    assert betaling.reden == "Geen kenmerk, factuurnummer, bekende rekening of bedrag dat past."
    assert open_van(factuur) == D("121.00")


def test_een_afschrijving_die_geen_storno_is_hoort_niet_op_de_werklijst(gemeente, door):
    lees(gemeente, camt(boeking("-25.00"), eind="975.00"), door)

    assert Betaling.objects.get().terzijde == "geen_factuur"
    assert not Betaling.objects.te_doen().exists()


def test_een_storno_opent_de_factuur_weer(gemeente, factuur, door):
    lees(gemeente, camt(boeking("121.00", rf=factuur.betalingskenmerk), eind="1121.00"), door)
    terug = boeking("-121.00", storno="MD06", dag="2026-11-25", ref="R2")

    bestand = lees(
        gemeente, camt(terug, begin="1121.00", eind="1000.00", kenmerk="AFS-2", dag="2026-11-25"), door
    )

    assert open_van(factuur) == D("121.00")
    assert bestand.uitkomst["storno"] == 1
    storno = Betaling.objects.get(storno=True)
    assert storno.draait_terug.bedrag == D("121.00")
    assert storno.toewijzingen.get().bedrag == D("-121.00")


def test_een_storno_van_een_incasso_die_nog_niet_is_geboekt_wacht_en_houdt_het_bestand_niet_tegen(
    gemeente, factuur, door
):
    regel = IncassoregelFactory(factuur=factuur, eindreferentie="E2E-1", bedrag=D("121.00"))
    terug = boeking("-121.00", storno="MD06", ref="R2", eref="E2E-1")

    bestand = lees(gemeente, camt(terug + boeking("60.50", ref="R3", tekst="bedankt"), eind="939.50"), door)

    regel.refresh_from_db()
    storno = Betaling.objects.get(storno=True)
    assert (bestand.uitkomst["nieuw"], bestand.uitkomst["storno"], regel.vervallen) == (2, 0, True)
    assert "ontvangst is nog niet gekoppeld" in storno.reden
    assert set(Betaling.objects.te_doen()) == set(Betaling.objects.all())
    assert open_van(factuur) == D("121.00")


def test_een_teruggeboekte_incasso_die_de_bank_niet_als_storno_meldt_opent_de_factuur(
    gemeente, factuur, door
):
    IncassoregelFactory(factuur=factuur, eindreferentie="E2E-1", bedrag=D("121.00"))
    in_ = boeking("121.00", eref="E2E-1", ref="R1")
    lees(gemeente, camt(in_, eind="1121.00"), door)
    assert open_van(factuur) == 0

    uit = boeking("-121.00", eref="E2E-1", ref="R2", dag="2026-11-24")
    lees(gemeente, camt(uit, begin="1121.00", kenmerk="AFS-2", dag="2026-11-24"), door)

    assert open_van(factuur) == D("121.00")


def test_een_bestand_dat_niet_werd_verwerkt_mag_nog_eens(gemeente, door):
    inhoud = camt(boeking("10.00"), eind="1010.00")
    eerste = laad_bankbestand(gemeente=gemeente, naam="a.xml", inhoud=inhoud, door=door)
    with pytest.raises(ValidationError, match="al ingelezen"):
        laad_bankbestand(gemeente=gemeente, naam="a.xml", inhoud=inhoud, door=door)
    Achtergrondtaak.objects.filter(pk=eerste.taak_id).update(status="mislukt", klaar_op=timezone.now())

    tweede = laad_bankbestand(gemeente=gemeente, naam="a.xml", inhoud=inhoud, door=door)
    assert (tweede.pk, Bankbestand.objects.count()) == (eerste.pk, 1)

    verwerk_bankbestand(tweede, door=door)
    with pytest.raises(ValidationError, match="al ingelezen"):
        laad_bankbestand(gemeente=gemeente, naam="a.xml", inhoud=inhoud, door=door)
    assert Betaling.objects.count() == 1


def test_na_een_storno_in_hetzelfde_bestand_kan_opnieuw_worden_betaald(gemeente, factuur, door):
    ontvangen = boeking("121.00", rf=factuur.betalingskenmerk, ref="R1", dag="2026-11-18")
    lees(gemeente, camt(ontvangen + boeking("-121.00", storno="AM04", ref="R2", dag="2026-11-19")), door)
    assert open_van(factuur) == D("121.00")

    opnieuw = boeking("121.00", rf=factuur.betalingskenmerk, ref="R3")
    lees(gemeente, camt(opnieuw, eind="1121.00", kenmerk="AFS-2"), door)

    assert open_van(factuur) == 0


def test_dezelfde_debiteur_wordt_daarna_herkend_aan_zijn_rekening(gemeente, factuur, door):
    lees(gemeente, camt(boeking("121.00", rf=factuur.betalingskenmerk), eind="1121.00"), door)
    tweede = FactuurFactory(relatie=factuur.relatie)

    lees(gemeente, camt(boeking("121.00", ref="R2"), begin="1121.00", eind="1242.00", kenmerk="AFS-2"), door)

    assert open_van(tweede) == 0


# ---- by hand -----------------------------------------------------------------------------------------------
def _betaling(gemeente, bedrag="121.00", **anders):
    return BetalingFactory(afschrift__bankbestand__gemeente=gemeente, bedrag=D(bedrag), **anders)


def test_een_betaling_verdelen_over_twee_facturen(gemeente, factuur, door):
    ander = FactuurFactory(relatie=factuur.relatie)
    betaling = _betaling(gemeente, "150.00")

    verdeel_betaling(betaling, bedragen={factuur.pk: D("121.00"), ander.pk: D("29.00")}, door=door)

    betaling.refresh_from_db()
    assert (open_van(factuur), open_van(ander), betaling.over) == (0, D("92.00"), 0)


@pytest.mark.parametrize(
    ("bedrag", "woord"),
    [("121.01", "nog € 121.00 open"), ("-5.00", "boven nul"), ("0", "minstens één"), ("200.00", "over is")],
)
def test_verdelen_kan_niet_meer_dan_de_betaling_of_de_factuur(gemeente, factuur, door, bedrag, woord):
    betaling = _betaling(gemeente, "150.00")

    with pytest.raises(ValidationError, match=woord):
        verdeel_betaling(betaling, bedragen={factuur.pk: D(bedrag)}, door=door)

    assert not Betalingtoewijzing.objects.exists()


def test_een_factuur_van_een_andere_gemeente_kan_niet(gemeente, door):
    with pytest.raises(ValidationError, match="niet van deze gemeente"):
        verdeel_betaling(_betaling(gemeente), bedragen={FactuurFactory().pk: D("1.00")}, door=door)


def test_de_database_weigert_meer_dan_de_betaling_en_meer_dan_de_factuur(gemeente, factuur):
    betaling = _betaling(gemeente, "100.00")
    with pytest.raises(IntegrityError, match="betaling_niet_meer_dan_bedrag"), transaction.atomic():
        BetalingtoewijzingFactory(betaling=betaling, factuur=factuur, bedrag=D("100.01"))

    groot = _betaling(gemeente, "500.00")
    with pytest.raises(IntegrityError, match="meer betaald dan de factuur"), transaction.atomic():
        BetalingtoewijzingFactory(betaling=groot, factuur=factuur, bedrag=D("121.01"))

    credit = FactuurFactory(relatie=factuur.relatie, verwijst_naar=factuur)
    with pytest.raises(IntegrityError, match="creditfactuur"), transaction.atomic():
        BetalingtoewijzingFactory(betaling=groot, factuur=credit, bedrag=D("1.00"))


@pytest.mark.django_db(transaction=True)
def test_twee_klikken_tegelijk_verdelen_niet_meer_dan_er_is():
    gemeente = GemeenteFactory()
    relatie = RelatieFactory(gemeente=gemeente)
    with transaction.atomic():  # number and invoice belong to one transaction
        een, twee = FactuurFactory(relatie=relatie), FactuurFactory(relatie=relatie)
    betaling, door = _betaling(gemeente, "121.00"), GebruikerFactory()
    klaar, start = [], threading.Barrier(2)

    def klik(factuur):
        try:
            start.wait(timeout=10)
            verdeel_betaling(betaling, bedragen={factuur.pk: D("121.00")}, door=door)
            klaar.append("gelukt")
        except ValidationError as fout:
            klaar.append(fout.messages[0])
        finally:
            connection.close()

    draden = [threading.Thread(target=klik, args=(factuur,)) for factuur in (een, twee)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join(timeout=20)

    assert sorted(klaar) == [
        "Je verdeelt meer dan er van deze betaling over is. Ververs de pagina.",
        "gelukt",
    ]
    assert sum(Betalingtoewijzing.objects.values_list("bedrag", flat=True)) == D("121.00")


def test_een_koppeling_losmaken_opent_de_factuur(gemeente, factuur, door):
    betaling = _betaling(gemeente)
    (toewijzing,) = verdeel_betaling(betaling, bedragen={factuur.pk: D("121.00")}, door=door)

    trek_toewijzing_in(toewijzing, door=door)

    betaling.refresh_from_db()
    assert (open_van(factuur), betaling.over) == (D("121.00"), D("121.00"))
    with pytest.raises(ValidationError, match="al losgemaakt"):
        trek_toewijzing_in(toewijzing, door=door)


def test_een_koppeling_van_een_betaling_die_terzijde_ligt_gaat_niet_los(gemeente, factuur, door):
    betaling = _betaling(gemeente)
    (toewijzing,) = verdeel_betaling(betaling, bedragen={factuur.pk: D("100.00")}, door=door)
    leg_terzijde(betaling, soort="terugbetaald", door=door)

    with pytest.raises(ValidationError, match="Haal de betaling eerst terug"):
        trek_toewijzing_in(toewijzing, door=door)
    assert open_van(factuur) == D("21.00")


def test_wat_de_bank_zei_verandert_nooit(gemeente):
    betaling = _betaling(gemeente)

    with pytest.raises(Exception, match=r"(?i)cannot update"), transaction.atomic():
        Betaling.objects.filter(pk=betaling.pk).update(bedrag=D("1.00"))
    with pytest.raises(Exception, match=r"(?i)cannot delete"), transaction.atomic():
        betaling.delete()


def test_terzijde_leggen_en_terughalen(gemeente, door):
    betaling = leg_terzijde(_betaling(gemeente), soort="terugbetaald", door=door)
    assert (betaling.over, list(Betaling.objects.te_doen())) == (0, [])

    haal_terug(betaling, door=door)

    assert Betaling.objects.te_doen().count() == 1


def test_een_andere_reden_vraagt_een_toelichting(gemeente, door):
    with pytest.raises(ValidationError) as fout:
        leg_terzijde(_betaling(gemeente), soort="ander", door=door)

    assert "toelichting" in fout.value.message_dict


def test_de_ouderdomslijst_telt_per_vak(gemeente, factuur):
    FactuurFactory(relatie=factuur.relatie, vervaldatum=date(2026, 11, 10), factuurdatum=date(2026, 10, 1))
    FactuurFactory(relatie=factuur.relatie, vervaldatum=date(2026, 8, 1), factuurdatum=date(2026, 7, 1))

    lijst = ouderdomslijst(Factuur.objects.all(), date(2026, 11, 22))

    assert {vak.code: (vak.aantal, vak.bedrag) for vak in lijst.vakken if vak.aantal} == {
        "niet_vervallen": (1, D("121.00")),
        "1_30": (1, D("121.00")),
        "meer_90": (1, D("121.00")),
    }
    assert (lijst.aantal, lijst.bedrag, lijst.te_laat) == (3, D("363.00"), D("242.00"))
    dagen = met_ouderdom(Factuur.objects.order_by("vervaldatum"), date(2026, 11, 22))
    # From 1 August to 22 November is 113 days; what is not due yet is not late.
    assert list(dagen.values_list("dagen_te_laat", flat=True)) == [113, 12, 0]


def test_een_creditfactuur_verlaagt_wat_open_staat(gemeente, factuur):
    FactuurFactory(relatie=factuur.relatie, verwijst_naar=factuur)

    assert open_van(factuur) == 0
    assert betaalstand(factuur).woord == "vervallen"


def test_de_rekening_van_een_ander_land_kan_ook(gemeente, factuur, door):
    lees(
        gemeente,
        camt(boeking("121.00", rf=factuur.betalingskenmerk, iban="DE89370400440532013000"), eind="1121.00"),
        door,
    )

    assert Betaling.objects.get().tegenrekening == "DE89370400440532013000"
    assert {KLANT, ANDER}.isdisjoint(Betaling.objects.values_list("tegenrekening", flat=True))
