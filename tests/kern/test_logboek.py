"""Het logboek is alleen om toe te voegen (issue 2 punt 5; snel-en-veilig F2)."""

import pytest
from django.apps import apps
from django.db import DatabaseError, ProgrammingError, connection, transaction

from kern.logbook import leg_inzage_vast, leg_vast
from kern.management.commands.databaserol import append_only_tables
from kern.models import Gebeurtenis, Gemeente, Inzage

pytestmark = pytest.mark.django_db


@pytest.fixture
def gevuld_logboek(consulent, gemeente):
    leg_vast("gemeente.test", onderwerp=gemeente, door=consulent, omschrijving="Getest", gemeente=gemeente)
    leg_inzage_vast("dossier", door=consulent, pagina="/personen/P-1/", gemeente_id=gemeente.pk)
    # A table with pending foreign key checks cannot be truncated by anyone; check them now.
    connection.cursor().execute("set constraints all immediate")


OPDRACHTEN = {
    "wijzigen": "update {tabel} set {kolom} = {kolom}",
    "verwijderen": "delete from {tabel}",
    "legen": "truncate {tabel} cascade",
}


@pytest.mark.parametrize("opdracht", OPDRACHTEN)
@pytest.mark.parametrize("tabel", ["kern_gebeurtenis", "kern_inzage"])
def test_de_toepassing_mag_het_logboek_niet_aantasten(gevuld_logboek, als_toepassing, tabel, opdracht):
    sql = OPDRACHTEN[opdracht].format(tabel=tabel, kolom="pagina" if tabel == "kern_inzage" else "soort")

    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(sql)

    assert Gebeurtenis.objects.count() == 1
    assert Inzage.objects.count() == 1


@pytest.mark.parametrize("opdracht", OPDRACHTEN)
@pytest.mark.parametrize("tabel", ["kern_gebeurtenis", "kern_inzage"])
def test_ook_de_eigenaar_van_de_tabel_kan_het_logboek_niet_aantasten(gevuld_logboek, tabel, opdracht):
    sql = OPDRACHTEN[opdracht].format(tabel=tabel, kolom="pagina" if tabel == "kern_inzage" else "soort")

    with pytest.raises(DatabaseError, match="alleen om toe te voegen"), transaction.atomic():
        connection.cursor().execute(sql)

    assert Gebeurtenis.objects.count() == 1
    assert Inzage.objects.count() == 1


def test_de_toepassing_mag_wel_toevoegen(als_toepassing, consulent, gemeente):
    leg_vast("gemeente.test", onderwerp=gemeente, door=consulent, omschrijving="Getest")

    assert Gebeurtenis.objects.get().omschrijving == "Getest"


@pytest.mark.parametrize("tabel", append_only_tables())
def test_geen_enkele_logtabel_is_te_wijzigen_door_de_toepassing(als_toepassing, tabel):
    for opdracht in (f"delete from {tabel}", f"truncate {tabel}"):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(opdracht)


def test_ook_bulk_en_rauwe_sql_komen_in_de_geschiedenis():
    Gemeente.objects.bulk_create([Gemeente(code="0001", naam="Een"), Gemeente(code="0002", naam="Twee")])
    Gemeente.objects.filter(code__in=["0001", "0002"]).update(werknaam="Samen")
    connection.cursor().execute("update kern_gemeente set naam = 'Drie' where code = '0002'")
    Gemeente.objects.filter(code="0001").delete()

    events = apps.get_model("kern", "GemeenteEvent").objects.filter(code__in=["0001", "0002"])
    assert sorted(events.values_list("pgh_label", flat=True)) == [
        "delete",
        "insert",
        "insert",
        "update",
        "update",
        "update",
    ]
