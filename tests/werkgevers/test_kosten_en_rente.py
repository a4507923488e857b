"""Incassokosten en rente ontvangen (art. 6:44 BW), en betalingen zonder bankbestand met vier ogen (RH-149)."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from kern.permissions import Rol
from tests.factories.betalingen import (
    AanmaanrondeFactory,
    AanmaningFactory,
    AanmaningregelFactory,
    BetalingFactory,
    BetalingtoewijzingFactory,
    HandbetalingFactory,
    KostentoewijzingFactory,
)
from tests.factories.facturen import FactuurFactory
from tests.factories.kern import GebruikerFactory, GemeenteFactory, RolvervullingFactory
from tests.factories.werkgevers import RelatieFactory
from tests.werkgevers.bankbestanden import KLANT, boeking, camt
from werkgevers.actions.bankbestanden import laad_bankbestand, verwerk_bankbestand
from werkgevers.actions.betalingen import trek_kosten_in, verdeel_betaling
from werkgevers.actions.handbetaling import besluit_handbetaling, stel_handbetaling_voor
from werkgevers.actions.koppelen import voorstel_voor
from werkgevers.actions.verwerken import maak_boekingsbestand
from werkgevers.models import Aanmaanronde, Aanmaning, Betaling, Factuur, Handbetaling
from werkgevers.queries.openstaand import open_per_pk
from werkgevers.queries.vorderingen import met_ontvangen, open_vorderingen, verdeling_voor

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def door(gemeente):
    return RolvervullingFactory(gemeente=gemeente, rol=Rol.FINANCIEN, begindatum=date(2019, 1, 1)).gebruiker


@pytest.fixture
def groen(gemeente):
    return RelatieFactory(gemeente=gemeente, naam="Voorbeeld Groen BV", kvk="90000001")


@pytest.fixture
def factuur(groen):
    return FactuurFactory(relatie=groen, factuurdatum=date(2026, 1, 30), vervaldatum=date(2026, 3, 1))


def aanmaning(factuur, kosten="40.00", rente="1.01"):
    """A letter that was sent: € 121,00 with costs and interest, together 162,01."""
    ronde = AanmaanrondeFactory(gemeente=factuur.gemeente, peildatum=date(2026, 3, 31))
    brief = AanmaningFactory(
        ronde=ronde, relatie=factuur.relatie, soort="aanmaning", datum=date(2026, 3, 31),
        uiterste_datum=date(2026, 4, 14), kosten=D(kosten), rente=D(rente),
    )  # fmt: skip
    AanmaningregelFactory(aanmaning=brief, factuur=factuur, rente=D(rente))
    Aanmaanronde.objects.filter(pk=ronde.pk).update(
        status="definitief", definitief_op=ronde.gemaakt_op, definitief_door=ronde.gemaakt_door
    )
    return brief


def betaling(gemeente, bedrag="162.01", **velden):
    return BetalingFactory(afschrift__bankbestand__gemeente=gemeente, bedrag=D(bedrag), **velden)


def stand(brief):
    rij = met_ontvangen(Aanmaning.objects.filter(pk=brief.pk)).get()
    return rij.kosten_open, rij.rente_open


def lees(gemeente, regel, *, door, eind):
    inhoud = camt(regel, eind=eind, kenmerk="BRIEF-1")
    return verwerk_bankbestand(
        laad_bankbestand(gemeente=gemeente, naam="b.xml", inhoud=inhoud, door=door, met_taak=False), door=door
    )


# ---- costs, interest, principal -----------------------------------------------------------------------------
def test_het_voorstel_is_eerst_kosten_dan_rente_dan_de_factuur(gemeente, factuur):
    brief = aanmaning(factuur)
    rij = betaling(gemeente, "100.00", omschrijving=f"factuur {factuur.nummer}")

    delen = verdeling_voor(rij, voorstel_voor(rij))

    assert delen.kosten == {(brief.pk, "kosten"): D("40.00"), (brief.pk, "rente"): D("1.01")}
    assert delen.facturen == {factuur.pk: D("58.99")}


def test_een_betaling_van_de_hele_brief_sluit_alles(gemeente, factuur, door):
    brief = aanmaning(factuur)
    rij = betaling(gemeente)

    verdeel_betaling(
        rij, bedragen={factuur.pk: D(121)}, kosten={(brief.pk, "kosten"): D(40), (brief.pk, "rente"): D("1.01")},
        door=door,
    )  # fmt: skip

    rij.refresh_from_db()
    assert (rij.toegewezen, rij.over) == (D("162.01"), D(0))
    assert stand(brief) == (D(0), D(0))
    assert open_per_pk([factuur.pk]) == {factuur.pk: D(0)}
    assert not open_vorderingen(Aanmaning.objects.all()).exists()


def test_niet_meer_kosten_dan_de_brief_vroeg_en_dan_is_er_niets_gebeurd(gemeente, factuur, door):
    brief = aanmaning(factuur)
    rij = betaling(gemeente)

    with pytest.raises(ValidationError, match="meer ontvangen dan de aanmaning vroeg"):
        verdeel_betaling(
            rij, bedragen={factuur.pk: D(121)}, kosten={(brief.pk, "kosten"): D("40.01")}, door=door
        )

    rij.refresh_from_db()
    assert rij.toegewezen == 0
    assert stand(brief) == (D("40.00"), D("1.01"))


def test_niet_meer_verdelen_dan_de_betaling(gemeente, factuur, door):
    brief = aanmaning(factuur)

    with pytest.raises(ValidationError, match="meer dan er van deze betaling over is"):
        verdeel_betaling(
            betaling(gemeente, "130.00"), bedragen={factuur.pk: D(121)}, kosten={(brief.pk, "kosten"): D(10)},
            door=door,
        )  # fmt: skip


def test_een_aanmaning_van_een_andere_gemeente_kan_niet(gemeente, factuur, door):
    ander = aanmaning(FactuurFactory(relatie=RelatieFactory(gemeente=GemeenteFactory())))

    with pytest.raises(ValidationError, match="niet van deze gemeente"):
        verdeel_betaling(betaling(gemeente), bedragen={}, kosten={(ander.pk, "kosten"): D(10)}, door=door)


def test_de_database_weigert_kosten_op_een_brief_die_niet_is_verstuurd(gemeente, factuur):
    ronde = AanmaanrondeFactory(gemeente=gemeente)
    brief = AanmaningFactory(ronde=ronde, relatie=factuur.relatie, soort="aanmaning", kosten=D(40))

    with (
        pytest.raises(IntegrityError, match="brief vroeg"),
        transaction.atomic(),
    ):
        brief.kostentoewijzingen.create(
            betaling=betaling(gemeente), soort="kosten", bedrag=D(40), wijze="hand"
        )


def test_losmaken_zet_de_kosten_weer_open(gemeente, factuur, door):
    brief = aanmaning(factuur)
    rij = betaling(gemeente)
    verdeel_betaling(rij, bedragen={}, kosten={(brief.pk, "kosten"): D(40)}, door=door)

    trek_kosten_in(rij.kostentoewijzingen.get(), door=door)

    rij.refresh_from_db()
    assert (rij.toegewezen, stand(brief)) == (0, (D("40.00"), D("1.01")))


def test_met_open_kosten_boekt_trede_niet_zelf_maar_vraagt_een_mens(gemeente, factuur, door):
    """The debtor may have said what he pays for: a person reads that."""
    aanmaning(factuur)

    bestand = lees(gemeente, boeking("121.00", rf=factuur.betalingskenmerk), door=door, eind="1121.00")

    rij = Betaling.objects.get()
    assert (rij.toegewezen, rij.zekerheid) == (0, "waarschijnlijk")
    assert "kosten of rente van een aanmaning open" in rij.reden
    assert bestand.uitkomst["voorstel"] == 1


def test_zonder_open_kosten_boekt_trede_een_kenmerk_wel_zelf(gemeente, factuur, door):
    lees(gemeente, boeking("121.00", rf=factuur.betalingskenmerk), door=door, eind="1121.00")

    assert Betaling.objects.get().over == 0


def test_een_storno_opent_ook_de_kosten_en_de_rente(gemeente, factuur, door):
    brief = aanmaning(factuur)
    rij = betaling(gemeente, tegenrekening=KLANT, datum=date(2026, 11, 2))
    verdeel_betaling(
        rij, bedragen={factuur.pk: D(121)}, kosten={(brief.pk, "kosten"): D(40), (brief.pk, "rente"): D("1.01")},
        door=door,
    )  # fmt: skip

    lees(gemeente, boeking("-162.01", storno="MD06"), door=door, eind="837.99")

    assert stand(brief) == (D("40.00"), D("1.01"))
    assert open_per_pk([factuur.pk]) == {factuur.pk: D("121.00")}


def test_ontvangen_kosten_gaan_een_keer_naar_de_boekhouding_en_dan_vast(gemeente, factuur, door):
    brief = aanmaning(factuur)
    rij = betaling(gemeente)
    verdeel_betaling(
        rij, bedragen={}, kosten={(brief.pk, "kosten"): D(40), (brief.pk, "rente"): D("1.01")}, door=door
    )

    boeking_ = maak_boekingsbestand(gemeente, door=door)

    tekst = bytes(boeking_.bestand.inhoud).decode("utf-8-sig")
    assert f";incassokosten;20-11-2026;;{factuur.relatie.nummer};Voorbeeld Groen BV;" in tekst
    assert "controletotaal;kosten en rente;;;;;;2 regels;;;;;;41,01" in tekst
    with pytest.raises(ValidationError, match="al naar de boekhouding"):
        trek_kosten_in(rij.kostentoewijzingen.first(), door=door)
    with pytest.raises(DatabaseError, match="al naar de boekhouding"), transaction.atomic():
        rij.kostentoewijzingen.first().delete()
    with pytest.raises(ValidationError, match="al geboekt"):
        maak_boekingsbestand(gemeente, door=door)


# ---- pages --------------------------------------------------------------------------------------------------
def test_op_de_pagina_staat_de_verdeling_klaar_en_een_klik_boekt_haar(client, gemeente, factuur, door):
    brief = aanmaning(factuur)
    rij = betaling(gemeente, omschrijving=f"factuur {factuur.nummer}")
    client.force_login(door)

    pagina = client.get(f"/betalingen/{rij.pk}/")

    tekst = pagina.content.decode()
    assert "art. 6:44 BW" in tekst
    form = pagina.context["form"]
    velden = {naam: form[naam].value() for naam in form.fields if naam != "eenmalig"}
    assert velden == {
        f"kosten_{brief.pk}": "40,00", f"rente_{brief.pk}": "1,01", f"factuur_{factuur.pk}": "121,00",
    }  # fmt: skip
    client.post(f"/betalingen/{rij.pk}/", velden)
    assert stand(brief) == (D(0), D(0))
    assert "€\u00a041,01" in client.get(f"/aanmaningen/brief/{brief.pk}/").content.decode()
    assert "Kosten en rente" in client.get(f"/facturen/{factuur.nummer}/betaling/").content.decode()


def test_alleen_de_kosten_betaald_nadat_de_factuur_al_dicht_was(client, gemeente, factuur, door):
    brief = aanmaning(factuur)
    BetalingtoewijzingFactory(factuur=factuur, betaling=betaling(gemeente, "121.00", tegenrekening=KLANT))
    rij = betaling(gemeente, "41.01", tegenrekening=KLANT, tegennaam="")
    client.force_login(door)

    pagina = client.get(f"/betalingen/{rij.pk}/")

    assert [brief_.pk for brief_, *_ in pagina.context["form"].kostenrijen] == [brief.pk, brief.pk]
    assert "€\u00a041,01</strong>" not in client.get("/facturen/openstaand/").content.decode()
    assert "open aan incassokosten en rente" in client.get("/facturen/openstaand/").content.decode()


def test_terzijde_kent_kosten_en_rente_niet_meer(client, gemeente, door):
    rij = betaling(gemeente)
    client.force_login(door)

    assert client.post(f"/betalingen/{rij.pk}/terzijde/", {"soort": "kosten_rente"}).status_code == 422


# ---- without a bank file ------------------------------------------------------------------------------------
KAS = {"bron": "kas", "datum": date(2026, 11, 19), "naam": "Voorbeeld Groen BV", "reden": "Contant betaald"}


def test_een_handbetaling_vraagt_een_collega_en_vindt_dan_haar_factuur(gemeente, factuur, door):
    voorstel = stel_handbetaling_voor(
        gemeente=gemeente, bedrag=D(121), omschrijving=factuur.nummer, door=door, **KAS
    )
    assert not Betaling.objects.exists()
    with pytest.raises(ValidationError, match="Vraag een collega"):
        besluit_handbetaling(voorstel, akkoord=True, door=door)

    voorstel = besluit_handbetaling(voorstel, akkoord=True, door=GebruikerFactory())

    rij = Betaling.objects.get()
    assert (rij.bron, rij.afschrift, rij.over, voorstel.betaling) == ("kas", None, 0, rij)
    assert open_per_pk([factuur.pk]) == {factuur.pk: D(0)}
    with pytest.raises(ValidationError, match="al besloten"):
        besluit_handbetaling(voorstel, akkoord=False, door=GebruikerFactory())


def test_een_handbetaling_zonder_kenmerk_wacht_op_een_mens(gemeente, factuur, door):
    voorstel = stel_handbetaling_voor(
        gemeente=gemeente, bedrag=D("50.00"), door=door, **KAS | {"naam": "Onbekend"}
    )

    besluit_handbetaling(voorstel, akkoord=True, door=GebruikerFactory())

    assert Betaling.objects.te_doen().get().over == D("50.00")


def test_een_afgewezen_handbetaling_boekt_niets(gemeente, factuur, door):
    voorstel = stel_handbetaling_voor(gemeente=gemeente, bedrag=D(121), door=door, **KAS)

    besluit_handbetaling(voorstel, akkoord=False, door=GebruikerFactory())

    assert not Betaling.objects.exists()
    assert Handbetaling.objects.get().status == "afgewezen"


@pytest.mark.parametrize(
    ("anders", "veld"),
    [
        ({"datum": date(2199, 1, 1)}, "datum"),
        ({"bedrag": D(0)}, "bedrag"),
        ({"bedrag": D(-5)}, "bedrag"),
        ({"bron": "bank"}, "bron"),
        ({"reden": " "}, "reden"),
        ({"naam": ""}, "naam"),
    ],
)
def test_een_foute_handbetaling_zegt_welk_veld(gemeente, door, anders, veld):
    with pytest.raises(ValidationError) as fout:
        stel_handbetaling_voor(gemeente=gemeente, door=door, **{"bedrag": D(121), **KAS, **anders})

    assert veld in fout.value.message_dict
    assert not Handbetaling.objects.exists()


def test_twee_keer_dezelfde_handbetaling_wordt_geweigerd(gemeente, door):
    stel_handbetaling_voor(gemeente=gemeente, bedrag=D(121), door=door, **KAS)

    with pytest.raises(ValidationError, match="staat er al"):
        stel_handbetaling_voor(gemeente=gemeente, bedrag=D(121), door=door, **KAS)


def test_de_database_bewaakt_vier_ogen_bij_een_handbetaling(gemeente):
    rij = HandbetalingFactory(gemeente=gemeente)

    with pytest.raises(IntegrityError, match="handbetaling_vier_ogen"), transaction.atomic():
        Handbetaling.objects.filter(pk=rij.pk).update(
            status="afgewezen", besloten_op=rij.voorgesteld_op, besloten_door=rij.voorgesteld_door
        )


def test_van_voorstel_tot_geboekt_in_de_browser(client, gemeente, factuur, door):
    client.force_login(door)
    client.post(
        "/betalingen/hand/nieuw/",
        {"bron": "kas", "datum": "19-11-2026", "bedrag": "121,00", "naam": "Voorbeeld Groen BV",
         "omschrijving": factuur.nummer, "reden": "Contant betaald"},
    )  # fmt: skip
    rij = Handbetaling.objects.get()
    assert "Een collega beslist." in client.get(rij.get_absolute_url()).content.decode()
    assert client.post(f"{rij.get_absolute_url()}besluit/", {"besluit": "akkoord"}).status_code == 403

    chef = RolvervullingFactory(gemeente=gemeente, rol=Rol.TEAMMANAGER, begindatum=date(2019, 1, 1)).gebruiker
    client.force_login(chef)
    client.post(f"{rij.get_absolute_url()}besluit/", {"besluit": "akkoord"})

    rij.refresh_from_db()
    assert open_per_pk([factuur.pk]) == {factuur.pk: D(0)}
    assert "kas of pin" in client.get(rij.betaling.get_absolute_url()).content.decode()


@pytest.mark.parametrize("aantal", [2, 20])
def test_de_lijst_zonder_bankbestand_stelt_een_vast_aantal_vragen(
    client, gemeente, door, aantal, django_assert_max_num_queries
):
    HandbetalingFactory.create_batch(aantal, gemeente=gemeente)
    client.force_login(door)

    with django_assert_max_num_queries(22):
        client.get("/betalingen/hand/")


def test_kosten_van_een_fabriek_passen_bij_hun_brief(gemeente):
    """The factory of the matrix makes a letter that was sent."""
    deel = KostentoewijzingFactory(aanmaning__relatie__gemeente=gemeente)

    assert stand(deel.aanmaning)[0] == 0
    assert Factuur.objects.count() == 0
