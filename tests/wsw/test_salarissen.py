"""De betaalopdracht salarissen: twee mensen, een controletotaal, en daarna vast (RH-150)."""

import hashlib
from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from kern.permissions import Rol
from tests.factories.personen import PersoonFactory
from tests.factories.wsw import DienstverbandFactory, SalarispartijFactory
from wsw.models import Betaalopdracht, Betaalopdrachtregel
from wsw.rules import fouten_in_betaalopdracht
from wsw.salaris_actions import keur_betaalopdracht_goed, stel_betaalopdracht_op

pytestmark = pytest.mark.django_db
OKTOBER = date(2026, 10, 1)
D = Decimal


@pytest.fixture(autouse=True)
def _klok():
    with time_machine.travel("2026-11-22 12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def financien(maak_gebruiker, gemeente):
    return maak_gebruiker(Rol.FINANCIEN, gemeente)


@pytest.fixture
def manager(maak_gebruiker, gemeente):
    return maak_gebruiker(Rol.TEAMMANAGER, gemeente)


@pytest.fixture
def stel_op(gemeente, financien):
    SalarispartijFactory(gemeente=gemeente)

    def stel_op(maand=OKTOBER, **anders):
        return stel_betaalopdracht_op(
            gemeente, maand, **({"totaal": D("250000"), "door": financien} | anders)
        )

    return stel_op


@pytest.mark.parametrize(
    ("totaal", "posten", "fout"),
    [
        (D("100"), {}, ""),
        (D("100"), {"nettoloon": D("60"), "pensioen": D("40")}, ""),
        (D("100"), {"nettoloon": D("110"), "verrekening": D("-10")}, ""),
        (D("100"), {"nettoloon": D("60"), "pensioen": D("39.99")}, "€ 0,01 minder"),
        (D("100"), {"nettoloon": D("101.50")}, "€ 1,50 meer"),
        (D("0"), {}, "meer dan nul"),
    ],
)
def test_de_posten_zijn_samen_het_totaal(totaal, posten, fout):
    gevonden = fouten_in_betaalopdracht(totaal=totaal, posten=posten)

    assert (fout in gevonden["totaal"].replace("\xa0", " ")) if fout else not gevonden


def test_opstellen_bewaart_posten_ontvanger_en_het_aantal_in_dienst(stel_op, gemeente):
    for _ in range(2):
        DienstverbandFactory(persoon__gemeente=gemeente)
    DienstverbandFactory(persoon__gemeente=gemeente, einddatum=date(2026, 10, 30), reden_einde="aow")

    opdracht = stel_op(
        posten={"nettoloon": D("180000"), "loonheffing": D("70500"), "verrekening": D("-500"), "pensioen": None},
        medewerkers=3, kenmerk=" SOW-10 ",
    )  # fmt: skip

    assert (opdracht.ontvanger, opdracht.in_dienst, opdracht.medewerkers, opdracht.kenmerk) == (
        "Soweco NV", 2, 3, "SOW-10",
    )  # fmt: skip
    assert {r.soort: r.bedrag for r in opdracht.regels.all()} == {
        "nettoloon": D("180000.00"), "loonheffing": D("70500.00"), "verrekening": D("-500.00"),
    }  # fmt: skip


def test_wie_opstelt_keurt_niet_goed_ook_niet_in_de_database(stel_op, financien):
    opdracht = stel_op()

    with pytest.raises(ValidationError, match="zelf op"):
        keur_betaalopdracht_goed(opdracht, door=financien)
    with pytest.raises(DatabaseError), transaction.atomic():
        Betaalopdracht.objects.filter(pk=opdracht.pk).update(goedgekeurd_door=financien)


def test_een_goedgekeurde_opdracht_staat_vast_met_haar_pdf(stel_op, manager):
    opdracht = keur_betaalopdracht_goed(stel_op(), door=manager)

    assert opdracht.bestand.sha256 == hashlib.sha256(opdracht.bestand.inhoud).hexdigest()
    with pytest.raises(ValidationError, match="staat vast"):
        stel_op(totaal=D("1"))
    for breek in (
        lambda: Betaalopdracht.objects.filter(pk=opdracht.pk).update(totaal=1),
        lambda: Betaalopdrachtregel.objects.filter(opdracht=opdracht).update(bedrag=1),
        lambda: Betaalopdrachtregel.objects.filter(opdracht=opdracht).delete(),
        lambda: Betaalopdrachtregel.objects.create(opdracht=opdracht, soort="overig", bedrag=1),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            breek()


def test_maanden_komen_op_volgorde_en_nooit_vooruit(stel_op, manager):
    with pytest.raises(ValidationError, match="nog niet begonnen"):
        stel_op(maand=date(2026, 12, 1))
    opdracht = stel_op(maand=date(2026, 9, 1))
    with pytest.raises(ValidationError, match="09-2026 goedkeuren"):
        stel_op()
    keur_betaalopdracht_goed(opdracht, door=manager)
    with pytest.raises(ValidationError, match="die van 10-2026"):
        stel_op(maand=date(2026, 11, 1))

    assert stel_op().maand == OKTOBER


def test_opnieuw_opstellen_vervangt_de_posten(stel_op):
    stel_op(posten={"nettoloon": D("250000")})
    opdracht = stel_op(totaal=D("260000"))

    assert [(r.soort, r.bedrag) for r in opdracht.regels.all()] == [("salarissen", D("260000.00"))]
    assert opdracht.versie == 2


def test_zonder_salarispartij_is_er_geen_opdracht(gemeente, financien):
    with pytest.raises(ValidationError, match="geen salarispartij"):
        stel_betaalopdracht_op(gemeente, OKTOBER, totaal=D("1"), door=financien)


def test_een_gewone_post_onder_nul_wordt_bij_het_veld_geweigerd(stel_op):
    with pytest.raises(ValidationError) as fout:
        stel_op(totaal=D("100"), posten={"nettoloon": D("110"), "overig": D("-10")})

    assert list(fout.value.message_dict) == ["overig"]


# ---- pagina's ------------------------------------------------------------------------------------------
def test_in_de_browser_van_opstellen_tot_bestand(client, gemeente, financien, manager):
    SalarispartijFactory(gemeente=gemeente)
    PersoonFactory(gemeente=gemeente)
    client.force_login(financien)
    assert reverse("wsw:betaalopdrachten") in client.get(reverse("reintegratie:betalingen")).content.decode()
    adres = reverse("wsw:betaalopdracht-opstellen", args=["2026-11"])
    assert adres in client.get(reverse("wsw:betaalopdrachten")).content.decode()
    fout = client.post(adres, {"totaal": "250.000,00", "nettoloon": "1"})
    assert "De posten zijn samen" in fout.content.decode()
    client.post(adres, {"totaal": "250.000,00", "medewerkers": "105"})
    opdracht = Betaalopdracht.objects.get()
    assert "zelf opgesteld" in client.get(opdracht.get_absolute_url()).content.decode()

    client.force_login(manager)
    keur = reverse("wsw:betaalopdracht-goedkeuren", args=[opdracht.pk])
    assert "250.000,00" in client.get(keur).content.decode()
    client.post(keur, {"bevestigd": "1"})

    opdracht.refresh_from_db()
    assert (opdracht.status, opdracht.goedgekeurd_door) == ("goedgekeurd", manager)
    csv = client.get(reverse("wsw:betaalopdracht-bestand", args=[opdracht.pk, "csv"])).content.decode(
        "utf-8-sig"
    )
    assert csv.splitlines()[-1].split(";")[4:] == ["controletotaal", "250000,00"]
    xlsx = client.get(reverse("wsw:betaalopdracht-bestand", args=[opdracht.pk, "xlsx"])).content
    assert openpyxl.load_workbook(BytesIO(xlsx)).active.max_row == 3
    pdf = client.get(reverse("wsw:betaalopdracht-bestand", args=[opdracht.pk, "pdf"])).content
    assert pdf == bytes(opdracht.bestand.inhoud)


def test_het_overzicht_kost_voor_veel_opdrachten_evenveel_vragen(
    client, manager, stel_op, django_assert_max_num_queries
):
    client.force_login(manager)

    def tel():
        with django_assert_max_num_queries(30) as gevraagd:
            client.get(reverse("wsw:betaalopdrachten"))
        return len(gevraagd)

    keur_betaalopdracht_goed(stel_op(maand=date(2026, 7, 1)), door=manager)
    tel()
    voor = tel()
    for maand in (8, 9, 10):
        keur_betaalopdracht_goed(stel_op(maand=date(2026, maand, 1)), door=manager)

    assert tel() == voor
