"""De demo leeft twee jaar (november 2024 tot november 2026): per onderdeel op een kleine wereld, via de acties."""

import hashlib
from datetime import date, timedelta
from random import Random

import pytest
import time_machine
from dateutil.relativedelta import relativedelta
from django.test import override_settings

from demo.afspraken import maak_afspraken
from demo.contacts import leg_contacten_vast
from demo.facturen import maak_facturen
from demo.people import VANDAAG
from kern.actions.demo_gebruikers import maak_demo_gebruikers
from kern.actions.kaders_laden import laad_kaders
from kern.models import Afspraak, Gebruiker, Gemeente, Taak
from kern.pdf import Pdf
from personen.models import Contactmoment
from tests.factories.overeenkomsten import (
    OvereenkomstFactory,
    OvereenkomstversieFactory,
    TariefafspraakFactory,
    UrenstaatFactory,
)
from tests.factories.personen import PersoonFactory, ToewijzingFactory
from tests.werkgevers.factuur_wereld import werkgever
from werkgevers.models import Factuur, Factuurrun

pytestmark = pytest.mark.django_db
EERSTE = date(2024, 11, 1)


@pytest.fixture(autouse=True)
def _klok():
    with time_machine.travel("2026-11-22 12:00:00+01:00", tick=False), override_settings(DEMO=True):
        yield


@pytest.fixture
def rijssen_holten(db):
    laad_kaders(demo=True)
    maak_demo_gebruikers()
    return Gemeente.objects.get(code="1742")


def test_de_besluiten_en_werkafspraken_van_de_bron_staan_er_een_keer(rijssen_holten):
    maak_afspraken(Random(2028))

    afspraken = Afspraak.objects.filter(gemeente=rijssen_holten)
    codes = set(afspraken.values_list("soort", "code"))
    assert {code for soort, code in codes if soort == "werkafspraak"} == set("abcdefghijklmno")
    assert {("besluit", f"college-{letter}") for letter in "abcdefgh"} <= codes
    assert {("besluit", f"dt-{letter}") for letter in "abcdef"} <= codes
    assert afspraken.filter(soort__in=("werkafspraak", "besluit")).count() == 15 + 8 + 6
    # two years of turns: the oldest done in 2024 or January 2025, and something is left to do
    gedaan = Taak.objects.filter(gemeente=rijssen_holten, status="gedaan")
    assert gedaan.order_by("vervaldatum").first().vervaldatum <= date(2025, 1, 31)

    voor = (Afspraak.objects.count(), Taak.objects.count())
    assert maak_afspraken(Random(2028)) == {}
    assert (Afspraak.objects.count(), Taak.objects.count()) == voor


def test_24_maanden_facturen_zonder_gat_en_een_tweede_keer_doet_niets(rijssen_holten, monkeypatch):
    # What is on the paper is not the question here, and thirty PDFs take half a minute.
    leeg = Pdf("", b"%PDF-1.7", hashlib.sha256(b"%PDF-1.7").hexdigest())
    monkeypatch.setattr("werkgevers.documents.factuur.render_pdf", lambda *_args, **_kwargs: leeg)
    persoon = PersoonFactory(gemeente=rijssen_holten)
    rij = OvereenkomstFactory(
        persoon=persoon, relatie=werkgever(rijssen_holten), begindatum=EERSTE, getekend_op=EERSTE
    )
    OvereenkomstversieFactory(overeenkomst=rij)
    TariefafspraakFactory(overeenkomst=rij, methode="vast_maand", bedrag=500)
    maanden = [EERSTE + relativedelta(months=nummer) for nummer in range(24)]
    for maand in maanden:
        UrenstaatFactory(overeenkomst=rij, maand=maand, compleet_door=rij.opgesteld_door)

    maak_facturen(Random(2027))

    assert list(Factuurrun.objects.order_by("maand").values_list("maand", flat=True)) == maanden
    reeksen = {}
    for reeks, jaar, nummer in Factuur.objects.order_by("jaar", "volgnummer").values_list(
        "reeks", "jaar", "volgnummer"
    ):
        reeksen.setdefault((reeks, jaar), []).append(nummer)
    # the invoice of a month is dated in the next one: December 2024 up to November 2026
    assert {jaar for _, jaar in reeksen} == {2024, 2025, 2026}
    for nummers in reeksen.values():
        assert nummers == list(range(1, len(nummers) + 1))
    assert Factuur.objects.filter(soort="factuur").values("run").distinct().count() == 24

    voor = Factuur.objects.count()
    assert maak_facturen(Random(2027)) == {}
    assert Factuur.objects.count() == voor


def test_contacten_gaan_ten_minste_23_maanden_terug(rijssen_holten):
    consulent = Gebruiker.objects.get(username="consulent")
    for _ in range(3):
        persoon = PersoonFactory(gemeente=rijssen_holten, in_begeleiding=True)
        ToewijzingFactory(persoon=persoon, gebruiker=consulent, begindatum=date(2021, 1, 1))

    aantal = leg_contacten_vast(Random(7))

    datums = sorted(Contactmoment.objects.values_list("datum", flat=True))
    assert aantal == len(datums)
    assert datums[0] <= VANDAAG - relativedelta(months=23) + timedelta(days=1)
    assert datums[-1] >= VANDAAG - timedelta(days=60)
    assert leg_contacten_vast(Random(7)) == 0
    assert Contactmoment.objects.count() == aantal
