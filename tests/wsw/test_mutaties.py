"""Mutaties voor de salarispartij: vanzelf, met de hand, één keer verstuurd (RH-002, RH-145, RH-146; functies W7)."""

import hashlib
from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from kern.permissions import Rol
from personen.actions import leg_adres_vast, wijzig_persoon
from tests.factories.kern import OrganisatieFactory, RolvervullingFactory
from tests.factories.personen import PersoonFactory
from tests.factories.werkgevers import RelatieFactory
from tests.factories.wsw import IndelingFactory, MutatieFactory, SalarispartijFactory, TerugvalplekFactory
from tests.werkgevers.factuur_wereld import overeenkomst as maak_overeenkomst
from tests.werkgevers.factuur_wereld import werkgever
from werkgevers.actions import beeindig_plaatsing, start_plaatsing, verleng_contract
from werkgevers.actions.uren import maak_compleet, vul_uren_in, zet_maand_open
from werkgevers.choices import Plaatsingssoort, RedenEindePlaatsing
from werkgevers.undo_actions import haal_plaatsing_weg, heropen_plaatsing, na
from wsw import mutatie_actions as actions
from wsw.actions import beeindig_dienstverband, start_dienstverband, verbeter_indeling, wijzig_indeling
from wsw.choices import Groep, Herkomst, Mutatiesoort, RedenEinde, Regeling
from wsw.models import Mutatie, Mutatielevering
from wsw.terugval_actions import zet_op_terugvalplek

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _klok():
    with time_machine.travel("2026-11-22 12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def persoon(gemeente):
    persoon = PersoonFactory(gemeente=gemeente, in_begeleiding=True)
    IndelingFactory(dienstverband__persoon=persoon, formele_werkgever__naam="Gemeente Rijssen-Holten")
    return persoon


@pytest.fixture
def door(maak_gebruiker, gemeente):
    return maak_gebruiker(Rol.CONSULENT_WSW, gemeente)


@pytest.fixture
def partij(gemeente):
    return SalarispartijFactory(gemeente=gemeente)


@pytest.fixture
def plaats(persoon, gemeente, door):
    def plaats(**anders):
        velden = {
            "relatie": RelatieFactory(gemeente=gemeente, naam="Groen BV"), "begindatum": date(2026, 10, 1),
            "soort": Plaatsingssoort.GROEPSDETACHERING, "uren_per_week": Decimal("24"), "door": door,
        }  # fmt: skip
        return start_plaatsing(persoon, **(velden | anders))

    return plaats


def regels(**filters) -> list[tuple]:
    rijen = Mutatie.objects.open().filter(**filters).order_by("pk")
    return [(m.soort, m.ingangsdatum, m.omschrijving) for m in rijen]


def verstuur(gemeente, door):
    return actions.verstuur_mutaties(gemeente, date(2026, 12, 1), door=door)


# ---- vanzelf -------------------------------------------------------------------------------------------
def test_in_dienst_en_uit_dienst_worden_mutaties(gemeente, door):
    persoon = PersoonFactory(gemeente=gemeente)
    dienstverband = start_dienstverband(
        persoon, regeling=Regeling.WSW, herkomst=Herkomst.OVERNAME, begindatum=date(2026, 9, 1),
        wsw_sinds=date(2008, 5, 1), groep=Groep.GROEP, uren_per_week=Decimal("32"), schaal="C-4",
        formele_werkgever=OrganisatieFactory(naam="Gemeente Rijssen-Holten"), door=door,
    )  # fmt: skip
    beeindig_dienstverband(dienstverband, per=date(2026, 10, 31), reden=RedenEinde.AOW, door=door)

    assert regels() == [
        (
            "in_dienst", date(2026, 9, 1),
            "In dienst, Wsw, cao SW: 32 uur per week, schaal C-4, groepsdetachering, Gemeente Rijssen-Holten",
        ),
        ("uit_dienst", date(2026, 10, 31), "Uit dienst, laatste dag 31-10-2026: AOW-leeftijd"),
    ]  # fmt: skip
    mutatie = Mutatie.objects.first()
    assert (mutatie.gebeurtenis.soort, mutatie.doorgegeven_door) == ("dienstverband.begonnen", door)


def test_andere_uren_en_een_verbetering_daarvan_zijn_een_mutatie_met_de_laatste_waarde(persoon, door):
    indeling = wijzig_indeling(
        persoon.dienstverbanden.get(), per=date(2026, 10, 1), uren_per_week=Decimal("28.5"), door=door
    )
    verbeter_indeling(indeling, reden="typefout", uren_per_week=Decimal("28"), door=door)

    assert regels() == [
        ("uren", date(2026, 10, 1), "28 uur per week, groepsdetachering, Gemeente Rijssen-Holten")
    ]
    assert Mutatie.objects.exclude(vervallen_op=None).count() == 1


def test_een_plaatsing_een_verlenging_en_het_einde_zijn_mutaties(plaats, door):
    plaatsing = plaats(contract_tot=date(2026, 12, 31))
    verleng_contract(plaatsing, tot=date(2027, 6, 30), door=door)
    beeindig_plaatsing(plaatsing, per=date(2026, 11, 30), reden=RedenEindePlaatsing.WERKGEVER, door=door)

    assert regels() == [
        (
            "plaatsing", date(2026, 10, 1),
            "Werkt bij Groen BV, groepsdetachering, 24 uur per week, contract tot en met 30-06-2027",
        ),
        ("plaatsing", date(2026, 11, 30), "Stopt bij Groen BV, laatste dag 30-11-2026: werkgever stopte"),
    ]  # fmt: skip


def test_wie_geen_dienstverband_heeft_en_regulier_werk_geven_geen_mutatie(gemeente, door, plaats):
    start_plaatsing(
        PersoonFactory(gemeente=gemeente), relatie=RelatieFactory(gemeente=gemeente),
        soort=Plaatsingssoort.GROEPSDETACHERING, begindatum=date(2026, 1, 1), door=door,
    )  # fmt: skip
    plaats(soort=Plaatsingssoort.REGULIER)

    assert regels() == []


def test_een_nieuw_adres_en_een_andere_naam_zijn_mutaties_zonder_bsn(persoon, door):
    leg_adres_vast(
        persoon, vanaf=date(2026, 11, 1), straat="Haarstraat", huisnummer="1", postcode="7461 AA", plaats="Rijssen",
        door=door,
    )  # fmt: skip
    wijzig_persoon(persoon, achternaam="Nieuwland", bsn="999990019", telefoon="0548123456", door=door)

    assert [r[:2] for r in regels()] == [("adres", date(2026, 11, 1)), ("persoon", date(2026, 11, 22))]
    assert "Haarstraat 1, 7461 AA Rijssen" in regels()[0][2]
    assert "Nieuwland" in regels()[1][2]
    assert "telefoon" not in regels()[1][2].lower()
    assert "999990019" not in str(regels())


def test_ongedaan_maken_voor_het_versturen_laat_niets_over(plaats, door):
    plaatsing = plaats()
    haal_plaatsing_weg(na(plaatsing), door=door)

    assert regels() == []


def test_ongedaan_maken_na_het_versturen_is_een_mutatie_dat_het_niet_doorgaat(plaats, gemeente, door, partij):
    plaatsing = plaats()
    beeindig_plaatsing(plaatsing, per=date(2026, 10, 31), reden=RedenEindePlaatsing.ZIEK, door=door)
    verstuur(gemeente, door)
    plaatsing.refresh_from_db()

    heropen_plaatsing(na(plaatsing), door=door)

    (regel,) = regels()
    assert regel[2] == "Gaat niet door: Stopt bij Groen BV, laatste dag 31-10-2026: ziek"
    assert Mutatie.objects.open().get().verbetering


def test_ziek_en_verlof_van_een_complete_maand_zijn_een_mutatie(gemeente, door, partij):
    overeenkomst = maak_overeenkomst(gemeente, werkgever(gemeente, 1), maanden=())
    IndelingFactory(dienstverband__persoon=overeenkomst.persoon)
    maand = date(2026, 10, 1)
    vul_uren_in(
        overeenkomst, maand, door=door,
        uren={"gewerkt": Decimal("80"), "ziek": Decimal("8"), "verlof": Decimal("12.5")},
    )  # fmt: skip
    maak_compleet(overeenkomst, maand, door=door)

    (regel,) = regels()
    assert regel == (
        "maanduren", maand, f"Uren 10-2026 bij {overeenkomst.relatie}: 12,5 uur verlof, 8 uur ziek",
    )  # fmt: skip
    verstuur(gemeente, door)
    zet_maand_open(overeenkomst, maand, door=door)
    vul_uren_in(overeenkomst, maand, door=door, uren={"ziek": Decimal("16")})
    maak_compleet(overeenkomst, maand, door=door)
    assert "16 uur ziek" in regels()[0][2]
    assert Mutatie.objects.open().get().verbetering


def test_een_terugval_is_in_een_keer_een_einde_en_een_begin(plaats, persoon, gemeente, door):
    """W7: one entry, and the payroll hears it without anyone typing it again."""
    plaatsing = plaats()
    zet_op_terugvalplek(
        persoon, vorige=plaatsing, plek=TerugvalplekFactory(relatie__gemeente=gemeente, relatie__naam="Sterkerij"),
        vanaf=date(2026, 11, 2), reden=RedenEindePlaatsing.WERKGEVER, door=door,
    )  # fmt: skip

    assert [r[1:] for r in regels()][1:] == [
        (date(2026, 11, 1), "Stopt bij Groen BV, laatste dag 01-11-2026: werkgever stopte"),
        (date(2026, 11, 2), "Werkt bij Sterkerij, beschut werk, 24 uur per week"),
    ]


# ---- met de hand ---------------------------------------------------------------------------------------
def test_ziek_geef_je_met_de_hand_door_en_neem_je_met_een_reden_terug(persoon, door):
    mutatie = actions.geef_mutatie_door(
        persoon, soort=Mutatiesoort.ZIEK, per=date(2026, 11, 20), omschrijving=" Ziek gemeld ", door=door
    )
    assert regels() == [("ziek", date(2026, 11, 20), "Ziek gemeld")]

    with pytest.raises(ValidationError) as fout:
        actions.neem_mutatie_terug(mutatie, reden=" ", door=door)
    assert list(fout.value.message_dict) == ["reden"]
    actions.neem_mutatie_terug(mutatie, reden="Verkeerde persoon", door=door)
    assert regels() == []


def test_wat_vanzelf_ontstaat_en_een_dag_zonder_dienstverband_worden_geweigerd(persoon, door):
    gegevens = {"per": date(2026, 11, 20), "omschrijving": "x", "door": door}
    with pytest.raises(ValidationError, match="ontstaat vanzelf"):
        actions.geef_mutatie_door(persoon, soort=Mutatiesoort.PLAATSING, **gegevens)
    with pytest.raises(ValidationError, match="geen Wsw-dienstverband"):
        actions.geef_mutatie_door(persoon, soort="ziek", **(gegevens | {"per": date(2009, 1, 1)}))


# ---- versturen -----------------------------------------------------------------------------------------
@pytest.mark.usefixtures("partij")
def test_versturen_zet_alles_tot_en_met_de_maand_vast_met_de_bestanden(persoon, gemeente, door):
    for dag in (date(2026, 8, 3), date(2026, 10, 31), date(2026, 11, 1)):
        MutatieFactory(persoon=persoon, dienstverband=persoon.dienstverbanden.get(), ingangsdatum=dag)

    levering = actions.verstuur_mutaties(gemeente, date(2026, 10, 1), door=door, verwacht=2)

    assert (levering.aantal, levering.jaar, levering.volgnummer, levering.ontvanger) == (
        2,
        2026,
        1,
        "Soweco NV",
    )
    assert [m.ingangsdatum for m in Mutatie.objects.open()] == [date(2026, 11, 1)]
    csv = bytes(levering.csv.inhoud).decode("utf-8-sig").splitlines()
    assert csv[0].split(";")[:4] == ["Dossiernummer", "Naam", "Geboortedatum", "Soort"]
    assert csv[1].split(";")[4:6] == ["03-08-2026", "Ziek gemeld"]
    assert len(csv) == 3
    blad = openpyxl.load_workbook(BytesIO(levering.xlsx.inhoud)).active
    assert blad.max_row == 3
    assert bytes(levering.pdf.inhoud).startswith(b"%PDF")
    assert levering.pdf.sha256 == hashlib.sha256(levering.pdf.inhoud).hexdigest()


@pytest.mark.usefixtures("partij")
def test_een_verstuurde_mutatie_verandert_niet_meer_ook_niet_met_sql(persoon, gemeente, door):
    mutatie = MutatieFactory(persoon=persoon, dienstverband=persoon.dienstverbanden.get())
    levering = verstuur(gemeente, door)

    for breek in (
        lambda: Mutatie.objects.filter(pk=mutatie.pk).update(omschrijving="anders"),
        lambda: Mutatie.objects.filter(pk=mutatie.pk).update(levering=None),
        lambda: Mutatielevering.objects.filter(pk=levering.pk).update(aantal=9),
        lambda: levering.delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            breek()
    with pytest.raises(ValidationError, match="al verstuurd"):
        actions.neem_mutatie_terug(mutatie, reden="toch niet", door=door)


def test_zonder_partij_zonder_mutaties_of_met_een_ander_aantal_wordt_niet_verstuurd(persoon, gemeente, door):
    with pytest.raises(ValidationError, match="geen mutaties"):
        verstuur(gemeente, door)
    MutatieFactory(persoon=persoon, dienstverband=persoon.dienstverbanden.get())
    with pytest.raises(ValidationError, match="wie de salarissen doet"):
        verstuur(gemeente, door)
    SalarispartijFactory(gemeente=gemeente)
    with pytest.raises(ValidationError, match="Het waren 2 mutaties en nu zijn het er 1"):
        actions.verstuur_mutaties(gemeente, date(2026, 12, 1), door=door, verwacht=2)

    assert not Mutatielevering.objects.exists()


@pytest.mark.usefixtures("partij")
def test_een_levering_wordt_een_keer_bevestigd(persoon, gemeente, door):
    MutatieFactory(persoon=persoon, dienstverband=persoon.dienstverbanden.get())
    levering = verstuur(gemeente, door)

    with pytest.raises(ValidationError, match="vanaf het versturen"):
        actions.bevestig_levering(levering, op=date(2026, 11, 21), door=door)
    actions.bevestig_levering(levering, op=date(2026, 11, 22), door=door)
    with pytest.raises(ValidationError, match="al bevestigd op 22-11-2026"):
        actions.bevestig_levering(levering, op=date(2026, 11, 22), door=door)


def test_twee_salarispartijen_tegelijk_kan_niet(gemeente, door, partij):
    with pytest.raises(ValidationError) as fout:
        actions.leg_salarispartij_vast(
            gemeente,
            organisatie=OrganisatieFactory(),
            omvang=["salaris"],
            begindatum=date(2026, 1, 1),
            door=door,
        )

    assert fout.value.message_dict == {"begindatum": ["In deze periode is er al een salarispartij."]}


# ---- pagina's ------------------------------------------------------------------------------------------
@pytest.fixture
def in_browser(client, door):
    client.force_login(door)
    return client


@pytest.mark.usefixtures("partij")
def test_in_de_browser_van_doorgeven_tot_bevestigen(in_browser, persoon, gemeente):
    adres = reverse("wsw:mutatie-nieuw", args=[persoon.nummer])
    assert adres in in_browser.get(reverse("personen:tijdlijn", args=[persoon.nummer])).content.decode()
    blad = in_browser.post(
        adres, {"omschrijving": "Ziek gemeld", "soort": "ziek", "per": "20-11-2026"}, follow=True
    )
    assert "nog te versturen" in blad.content.decode()
    stuur = reverse("wsw:mutaties-versturen", args=["2026-11"])
    form = BeautifulSoup(in_browser.get(stuur).content, "html.parser").select_one("main form")
    velden = {veld["name"]: veld["value"] for veld in form.select("input[name]")}

    levering = in_browser.post(stuur, velden, follow=True)

    assert levering.redirect_chain[-1][0] == Mutatielevering.objects.get().get_absolute_url()
    pk = Mutatielevering.objects.get().pk
    for vorm in ("csv", "xlsx", "pdf"):
        antwoord = in_browser.get(reverse("wsw:mutatielevering-bestand", args=[pk, vorm]))
        assert antwoord.content == bytes(getattr(Mutatielevering.objects.get(), vorm).inhoud)
    bevestigd = in_browser.post(
        reverse("wsw:mutatielevering-bevestigen", args=[pk]), {"op": "22-11-2026"}, follow=True
    )
    assert "De bevestiging is vastgelegd" in bevestigd.content.decode()
    lijst = in_browser.get(reverse("wsw:mutaties"), {"stand": "bevestigd", "maand": "2026-11"})
    assert "Ziek gemeld" in lijst.content.decode()


def test_de_lijst_kost_voor_veel_rijen_evenveel_vragen(
    in_browser, persoon, door, andere_gemeente, django_assert_max_num_queries
):
    RolvervullingFactory(gebruiker=door, rol=Rol.CONSULENT_WSW, gemeente=andere_gemeente)

    def tel():
        with django_assert_max_num_queries(40) as gevraagd:
            assert in_browser.get(reverse("wsw:mutaties")).status_code == 200
        return len(gevraagd)

    MutatieFactory(persoon=persoon, dienstverband=persoon.dienstverbanden.get())
    tel()
    voor = tel()
    for _ in range(5):
        MutatieFactory(persoon__gemeente=persoon.gemeente)

    assert tel() == voor
