"""Loonkostensubsidie: aanvraag, besluit, herziening, betaallijst; en wat de database zelf weigert."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse

from kern.jobs import start_taak, voer_taak_uit
from kern.permissions import Rol
from reintegratie import lks_actions as lks
from reintegratie.lks_betalingen import keur_betaallijst_goed, stel_betaallijst_op
from reintegratie.lks_signalen import besluit_nodig, forfaitair_eindigt
from reintegratie.models import Betaallijst, Betaalregel, Lksbedrag, Loonkostensubsidie
from tests.factories.personen import LoonwaardemetingFactory, PersoonFactory
from tests.factories.reintegratie import BetaallijstFactory, LksbedragFactory, LoonkostensubsidieFactory
from tests.factories.werkgevers import RelatieFactory
from tests.factories.wsw import DienstverbandFactory
from tests.reintegratie.lks_wereld import maak_normen

pytestmark = pytest.mark.django_db


@pytest.fixture
def normen(db):
    return maak_normen()


@pytest.fixture
def persoon(gemeente, normen):
    return PersoonFactory(gemeente=gemeente, in_begeleiding=True, geboortedatum=date(1984, 5, 12))


@pytest.fixture
def relatie(gemeente):
    return RelatieFactory(gemeente=gemeente)


@pytest.fixture
def collega(maak_gebruiker, gemeente):
    return maak_gebruiker(Rol.TEAMMANAGER, gemeente)


def vraag(persoon, relatie, door, **velden):
    begin = {
        "begindatum": date(2026, 1, 1),
        "dienstverband_vanaf": date(2026, 1, 1),
        "aangevraagd_op": date(2026, 1, 1),
        "grondslag": "meting",
        "uren_per_week": D(36),
        "sectornorm": D(36),
    }
    return lks.vraag_lks_aan(persoon, relatie=relatie, door=door, **(begin | velden))


def ken_toe(persoon, relatie, door, *, loonwaarde=40, besloten_op=date(2026, 1, 20), **velden):
    meting = LoonwaardemetingFactory(persoon=persoon, datum=date(2022, 12, 1), percentage=loonwaarde)
    subsidie = vraag(persoon, relatie, door, **velden)
    return lks.ken_lks_toe(subsidie, meting=meting, besloten_op=besloten_op, door=door)


def fout_van(functie, *args, **kwargs) -> str:
    with pytest.raises(ValidationError) as fout:
        functie(*args, **kwargs)
    return " ".join(fout.value.messages)


def bedragen(subsidie):
    rijen = subsidie.bedragen.order_by("begindatum")
    return [(r.begindatum, r.einddatum, r.bedrag) for r in rijen]


# ---- aanvraag en besluit ---------------------------------------------------------------------------------
def test_een_besluit_zet_het_bedrag_van_de_vector_vast_met_pdf_en_uitleg(persoon, relatie, consulent):
    subsidie = ken_toe(persoon, relatie, consulent)

    assert bedragen(subsidie) == [(date(2026, 1, 1), None, D("1836.16"))]
    assert bytes(subsidie.besluit.inhoud[:5]) == b"%PDF-"
    rekening = subsidie.bedragen.get().rekening
    assert len(rekening["regels"]) == 5
    assert "nederland/wml.maand/v1" in rekening["normen"]


def test_een_nieuw_geval_van_juli_rekent_met_juli_en_een_lopend_geval_niet(
    gemeente, persoon, relatie, consulent
):
    ander = PersoonFactory(gemeente=gemeente, geboortedatum=date(1984, 5, 12))
    juli = {naam: date(2026, 7, 1) for naam in ("begindatum", "dienstverband_vanaf", "aangevraagd_op")}

    lopend = ken_toe(persoon, relatie, consulent, besloten_op=date(2026, 8, 1))
    nieuw = ken_toe(ander, relatie, consulent, besloten_op=date(2026, 8, 1), **juli)

    assert bedragen(lopend) == [(date(2026, 1, 1), None, D("1836.16"))]
    assert bedragen(nieuw) == [(date(2026, 7, 1), None, D("1870.25"))]


def test_een_laat_besluit_zet_elke_1_januari_een_bedrag(persoon, relatie, consulent):
    begin = {naam: date(2023, 3, 1) for naam in ("begindatum", "dienstverband_vanaf", "aangevraagd_op")}

    subsidie = ken_toe(persoon, relatie, consulent, **begin)

    # 2023: the rule of before 2024, WML 1.934,40; every year again; the July values never count.
    assert bedragen(subsidie) == [
        (date(2023, 3, 1), date(2023, 12, 31), D("1548.06")),
        (date(2024, 1, 1), date(2024, 12, 31), D("1656.10")),
        (date(2025, 1, 1), date(2025, 12, 31), D("1754.05")),
        (date(2026, 1, 1), None, D("1836.16")),
    ]


def test_wie_20_is_krijgt_het_jeugdpercentage(gemeente, normen, relatie, consulent):
    jong = PersoonFactory(gemeente=gemeente, geboortedatum=date(2005, 6, 1))

    assert bedragen(ken_toe(jong, relatie, consulent))[0][2] == D("1468.93")  # 1836,162432 × 0,8


def test_zonder_norm_is_er_geen_besluit_en_blijft_de_aanvraag_staan(gemeente, relatie, consulent):
    persoon = PersoonFactory(gemeente=gemeente)

    melding = fout_van(ken_toe, persoon, relatie, consulent)

    assert "niet vastgesteld" in melding
    assert Loonkostensubsidie.objects.get().status == "aangevraagd"


def test_zonder_meting_eindigt_na_zes_maanden_min_een_dag(persoon, relatie, consulent):
    begin = {naam: date(2026, 3, 15) for naam in ("begindatum", "dienstverband_vanaf", "aangevraagd_op")}
    subsidie = vraag(
        persoon, relatie, consulent, grondslag="forfaitair", zonder_meting_sinds=date(2026, 3, 15), **begin
    )

    subsidie = lks.ken_lks_toe(subsidie, besloten_op=date(2026, 4, 1), door=consulent)

    assert subsidie.einddatum == date(2026, 9, 14)
    assert bedragen(subsidie) == [(date(2026, 3, 15), None, D("1530.14"))]


def test_zonder_meting_begint_niet_na_zes_maanden(persoon, relatie, consulent):
    melding = fout_van(
        vraag, persoon, relatie, consulent, grondslag="forfaitair", zonder_meting_sinds=date(2026, 1, 1),
        begindatum=date(2026, 7, 1),
    )  # fmt: skip

    assert "30-06-2026" in melding


@pytest.mark.parametrize(("dag", "goed"), [(date(2026, 7, 1), True), (date(2026, 7, 2), False)])
def test_wie_al_werkt_vraagt_binnen_zes_maanden_aan(persoon, relatie, consulent, dag, goed):
    velden = {"aangevraagd_op": dag, "al_in_dienst": "onderwijs"}

    if goed:
        assert vraag(persoon, relatie, consulent, **velden).pk
        return
    assert "later dan 6 maanden" in fout_van(vraag, persoon, relatie, consulent, **velden)


def test_wie_al_werkt_hoort_tot_een_groep_van_lid_2(persoon, relatie, consulent):
    assert "Kies waarom" in fout_van(vraag, persoon, relatie, consulent, aangevraagd_op=date(2026, 2, 1))


def test_met_een_wsw_dienstverband_kan_het_niet_en_andersom_ook_niet(persoon, relatie, consulent, gemeente):
    DienstverbandFactory(persoon=persoon, einddatum=date(2026, 1, 1), reden_einde="overleden")
    ander = PersoonFactory(gemeente=gemeente)
    LoonkostensubsidieFactory(persoon=ander, relatie=relatie)

    assert "art. 10d lid 3" in fout_van(vraag, persoon, relatie, consulent)
    assert vraag(persoon, relatie, consulent, begindatum=date(2026, 1, 2)).pk
    with pytest.raises(IntegrityError, match="loonkostensubsidie"), transaction.atomic():
        DienstverbandFactory(persoon=ander)
    assert DienstverbandFactory(persoon=ander, nieuw_beschut=True).pk


def test_een_werkgever_krijgt_voor_iemand_een_subsidie_tegelijk(persoon, relatie, consulent, gemeente):
    vraag(persoon, relatie, consulent)

    assert "al loonkostensubsidie" in fout_van(
        vraag, persoon, relatie, consulent, begindatum=date(2026, 5, 1)
    )
    assert vraag(persoon, RelatieFactory(gemeente=gemeente), consulent).pk


def test_een_loonwaarde_van_100_is_geen_doelgroep(persoon, relatie, consulent):
    assert "doelgroep" in fout_van(ken_toe, persoon, relatie, consulent, loonwaarde=100)


def test_een_besluit_staat_vast(persoon, relatie, consulent):
    subsidie = ken_toe(persoon, relatie, consulent)

    assert "al toegekend" in fout_van(lks.ken_lks_toe, subsidie, besloten_op=date(2026, 2, 1), door=consulent)
    with pytest.raises(ProgrammingError, match="staat vast"), transaction.atomic():
        Loonkostensubsidie.objects.filter(pk=subsidie.pk).update(uren_per_week=20)
    with pytest.raises(ProgrammingError), transaction.atomic():
        Lksbedrag.objects.filter(subsidie=subsidie).update(bedrag=1)


def test_een_afwijzing_heeft_een_reden_en_maakt_plaats_voor_een_nieuwe_aanvraag(persoon, relatie, consulent):
    subsidie = vraag(persoon, relatie, consulent)

    lks.wijs_lks_af(subsidie, reden="geen doelgroep", besloten_op=date(2026, 2, 1), door=consulent)

    assert vraag(persoon, relatie, consulent).pk
    assert (
        "reden"
        in fout_van(
            lks.wijs_lks_af,
            Loonkostensubsidie.objects.latest("pk"),
            reden=" ",
            besloten_op=date(2026, 2, 1),
            door=consulent,
        ).lower()
    )


# ---- herzien op 1 januari ----------------------------------------------------------------------------------
def test_herzien_maakt_een_nieuw_bedrag_en_nog_een_keer_doet_niets(persoon, relatie, consulent, gemeente):
    begin = {naam: date(2025, 8, 1) for naam in ("begindatum", "dienstverband_vanaf", "aangevraagd_op")}
    subsidie = ken_toe(persoon, relatie, consulent, besloten_op=date(2025, 9, 1), **begin)
    eerst = bedragen(subsidie)

    taak = start_taak(
        "lks_herzien", titel="Herzien", door=consulent, gemeente=gemeente, parameters={"jaar": 2026}
    )
    taak = voer_taak_uit(taak)

    assert eerst == [(date(2025, 8, 1), None, D("1797.27"))]  # 2245,80 × 1,08 × 0,6 × 1,235 = 1797,2688…
    assert taak.status == "klaar"
    assert bedragen(subsidie) == [
        (date(2025, 8, 1), date(2025, 12, 31), D("1797.27")),
        (date(2026, 1, 1), None, D("1836.16")),
    ]
    assert lks.herzie_lks(gemeente, 2026, door=consulent) == 0
    assert len(bedragen(subsidie)) == 2


def test_een_vergeten_jaar_is_later_te_herzien_tussen_de_bedragen_in(persoon, relatie, consulent, gemeente):
    begin = {naam: date(2024, 8, 1) for naam in ("begindatum", "dienstverband_vanaf", "aangevraagd_op")}
    subsidie = ken_toe(persoon, relatie, consulent, besloten_op=date(2024, 9, 1), **begin)
    lks.herzie_lks(gemeente, 2026, door=consulent)

    assert lks.herzie_lks(gemeente, 2025, door=consulent) == 1
    assert [(van, tot) for van, tot, _ in bedragen(subsidie)] == [
        (date(2024, 8, 1), date(2024, 12, 31)),
        (date(2025, 1, 1), date(2025, 12, 31)),
        (date(2026, 1, 1), None),
    ]


def test_wie_geen_subsidie_mag_toekennen_herziet_ook_niet_via_een_taak(
    persoon, relatie, consulent, gemeente, maak_gebruiker
):
    begin = {naam: date(2025, 8, 1) for naam in ("begindatum", "dienstverband_vanaf", "aangevraagd_op")}
    subsidie = ken_toe(persoon, relatie, consulent, besloten_op=date(2025, 9, 1), **begin)
    jobcoach = maak_gebruiker("jobcoach", gemeente)
    taak = start_taak(
        "lks_herzien", titel="Herzien", door=jobcoach, gemeente=gemeente, parameters={"jaar": 2026}
    )

    assert voer_taak_uit(taak).status == "mislukt"
    assert len(bedragen(subsidie)) == 1


def test_herzien_kan_pas_als_het_minimumloon_van_1_januari_er_is(persoon, relatie, consulent, gemeente):
    ken_toe(persoon, relatie, consulent)

    assert "nog niet in het beleidskader" in fout_van(lks.herzie_lks, gemeente, 2027, door=consulent)


# ---- betaallijst -------------------------------------------------------------------------------------------
def betaal(gemeente, maand, door, collega):
    lijst = stel_betaallijst_op(gemeente, maand, door=door)
    return keur_betaallijst_goed(lijst, door=collega)


def regels(lijst):
    return [(r.maand, r.bedrag, r.verbetert_id) for r in lijst.regels.order_by("pk")]


def test_een_lijst_wordt_opgesteld_en_door_een_ander_goedgekeurd(
    persoon, relatie, consulent, gemeente, collega
):
    ken_toe(persoon, relatie, consulent)
    lijst = stel_betaallijst_op(gemeente, date(2026, 9, 1), door=consulent)

    zelf = fout_van(keur_betaallijst_goed, lijst, door=consulent)
    lijst = keur_betaallijst_goed(lijst, door=collega)

    assert "zelf opgesteld" in zelf
    assert (lijst.aantal, lijst.totaal) == (1, D("1836.16"))
    assert bytes(lijst.bestand.inhoud[:5]) == b"%PDF-"
    assert "staat vast" in fout_van(stel_betaallijst_op, gemeente, date(2026, 9, 1), door=consulent)


def test_de_database_bewaakt_vier_ogen_en_een_goedgekeurde_lijst(
    persoon, relatie, consulent, gemeente, collega
):
    ken_toe(persoon, relatie, consulent)
    lijst = betaal(gemeente, date(2026, 9, 1), consulent, collega)

    with pytest.raises(IntegrityError), transaction.atomic():
        BetaallijstFactory(
            gemeente=gemeente, goedgekeurd=True, opgesteld_door=collega, goedgekeurd_door=collega
        )
    for wijzig in (
        lambda: Betaalregel.objects.filter(lijst=lijst).update(bedrag=1),
        lambda: Betaalregel.objects.filter(lijst=lijst).delete(),
        lambda: Betaallijst.objects.filter(pk=lijst.pk).update(totaal=1),
    ):
        with pytest.raises(ProgrammingError, match="verandert niet meer"), transaction.atomic():
            wijzig()


def test_een_verbetering_is_een_nieuwe_regel_die_de_oude_noemt(
    persoon, relatie, consulent, gemeente, collega
):
    subsidie = ken_toe(persoon, relatie, consulent)
    september = betaal(gemeente, date(2026, 9, 1), consulent, collega)
    oud = september.regels.get()
    lks.beeindig_lks(subsidie, per=date(2026, 9, 15), reden="dienstverband", door=consulent)

    oktober = betaal(gemeente, date(2026, 10, 1), consulent, collega)

    # 15 of 30 days is 918,08; 1836,16 was paid.
    assert regels(oktober) == [(date(2026, 9, 1), D("-918.08"), oud.pk)]
    november = stel_betaallijst_op(gemeente, date(2026, 11, 1), door=consulent)
    assert regels(november) == []
    oud.refresh_from_db()
    assert oud.bedrag == D("1836.16")


def test_een_late_toekenning_wordt_nabetaald_tot_de_eerste_lijst(
    persoon, relatie, consulent, gemeente, collega
):
    betaal(gemeente, date(2026, 9, 1), consulent, collega)
    ken_toe(persoon, relatie, consulent)

    oktober = stel_betaallijst_op(gemeente, date(2026, 10, 1), door=consulent)

    assert regels(oktober) == [
        (date(2026, 9, 1), D("1836.16"), None),
        (date(2026, 10, 1), D("1836.16"), None),
    ]


def test_opnieuw_opstellen_geeft_dezelfde_regels_en_een_verouderde_lijst_wordt_niet_goedgekeurd(
    persoon, relatie, consulent, gemeente, collega
):
    subsidie = ken_toe(persoon, relatie, consulent)
    lijst = stel_betaallijst_op(gemeente, date(2026, 9, 1), door=consulent)
    opnieuw = stel_betaallijst_op(gemeente, date(2026, 9, 1), door=consulent)
    lks.beeindig_lks(subsidie, per=date(2026, 9, 15), reden="dienstverband", door=consulent)

    assert opnieuw.pk == lijst.pk
    assert opnieuw.aantal == 1
    assert "iets veranderd" in fout_van(keur_betaallijst_goed, lijst, door=collega)


@pytest.mark.parametrize(
    ("maand", "melding"),
    [
        (date(2026, 11, 1), "volgende lijst is die van 10-2026"),
        (date(2026, 8, 1), "latere maand"),
        (date(2126, 1, 1), "nog niet begonnen"),
        (date(2026, 10, 2), "hele maand"),
    ],
)
def test_maanden_volgen_elkaar_zonder_gat(gemeente, normen, consulent, collega, maand, melding):
    betaal(gemeente, date(2026, 9, 1), consulent, collega)

    assert melding in fout_van(stel_betaallijst_op, gemeente, maand, door=consulent)


# ---- signalen ----------------------------------------------------------------------------------------------
def test_het_besluit_moet_binnen_vijf_weken_na_de_meting(persoon, relatie, consulent, gemeente):
    vraag(persoon, relatie, consulent)
    LoonwaardemetingFactory(persoon=persoon, datum=date(2026, 9, 1))

    # 1 September and five weeks is 6 October.
    assert list(besluit_nodig([gemeente.pk], date(2026, 9, 21))) == []
    assert [s.niveau for s in besluit_nodig([gemeente.pk], date(2026, 9, 22))] == ["let_op"]
    assert [s.niveau for s in besluit_nodig([gemeente.pk], date(2026, 10, 6))] == ["let_op"]
    assert [s.niveau for s in besluit_nodig([gemeente.pk], date(2026, 10, 7))] == ["moet"]


def test_het_einde_zonder_meting_komt_als_signaal(persoon, relatie, consulent, gemeente):
    subsidie = vraag(
        persoon, relatie, consulent, grondslag="forfaitair", zonder_meting_sinds=date(2026, 1, 1)
    )
    lks.ken_lks_toe(subsidie, besloten_op=date(2026, 1, 20), door=consulent)

    assert len(list(forfaitair_eindigt([gemeente.pk], date(2026, 6, 1)))) == 1
    assert list(forfaitair_eindigt([gemeente.pk], date(2026, 3, 1))) == []


# ---- pages -------------------------------------------------------------------------------------------------
def test_van_aanvraag_tot_besluit_op_de_pagina(ingelogd, persoon, relatie):
    meting = LoonwaardemetingFactory(persoon=persoon, datum=date(2025, 12, 1))
    gegevens = {
        "relatie": relatie.pk, "dienstverband_vanaf": "01-01-2026", "aangevraagd_op": "01-01-2026",
        "begindatum": "01-01-2026", "uren_per_week": "36", "sectornorm": "36", "grondslag": "meting",
    }  # fmt: skip

    html = ingelogd.post(
        reverse("reintegratie:lks-nieuw", args=[persoon.nummer]), gegevens, follow=True
    ).content.decode()
    subsidie = Loonkostensubsidie.objects.get()
    besluit = ingelogd.post(
        reverse("reintegratie:lks-besluit", args=[subsidie.pk]),
        {"besloten_op": "20-01-2026", "meting": meting.pk},
        follow=True,
    ).content.decode()

    assert "Neem besluit" in html
    assert "1.836,16 per maand" in besluit.replace("\u00a0", " ")
    pdf = ingelogd.get(reverse("reintegratie:lks-besluit-pdf", args=[subsidie.pk]))
    assert pdf.content[:5] == b"%PDF-"
    blad = ingelogd.get(reverse("reintegratie:dossierblad", args=[persoon.nummer])).content.decode()
    assert "loonwaarde 40%" in blad


def test_de_maand_van_de_administratie_en_de_teammanager(
    client, maak_gebruiker, persoon, relatie, consulent, gemeente, collega
):
    ken_toe(persoon, relatie, consulent)
    financien = maak_gebruiker(Rol.FINANCIEN, gemeente)
    maand = reverse("reintegratie:betaallijst", args=["2026-09"])

    client.force_login(financien)
    client.post(f"{maand}opstellen/")
    assert client.get(f"{maand}goedkeuren/").status_code == 403
    assert client.get(f"{maand}export/").status_code == 404
    client.force_login(collega)
    vraag = client.get(f"{maand}goedkeuren/").content.decode().replace("\u00a0", " ")
    client.post(f"{maand}goedkeuren/", {"bevestigd": "1"})
    client.force_login(financien)
    csv = client.get(f"{maand}export/").content.decode("utf-8-sig").splitlines()

    assert "€ 1.836,16" in vraag
    assert Betaallijst.objects.get().status == "goedgekeurd"
    assert csv[1].endswith(";1836,16")
    assert csv[-1].startswith("controletotaal;1 regels;")
    assert csv[-1].endswith(";1836,16")
    assert client.get(f"{maand}pdf/").content[:5] == b"%PDF-"


def test_een_betaallijst_van_een_andere_gemeente_bestaat_niet(
    client, maak_gebruiker, gemeente, andere_gemeente
):
    BetaallijstFactory(gemeente=andere_gemeente, goedgekeurd=True)
    client.force_login(maak_gebruiker(Rol.FINANCIEN, gemeente))
    adres = reverse("reintegratie:betaallijst", args=["2026-10"])

    assert client.get(f"{adres}?gemeente={andere_gemeente.code}").status_code == 404
    assert client.get(f"{adres}pdf/").status_code == 404
    assert "nog niet opgesteld" in client.get(adres).content.decode()


def test_de_lijst_van_subsidies_vraagt_niet_per_rij(ingelogd, gemeente, django_assert_max_num_queries):
    for _ in range(12):
        LksbedragFactory(subsidie__persoon__gemeente=gemeente)

    with django_assert_max_num_queries(20):
        html = ingelogd.get(reverse("reintegratie:lks-lijst")).content.decode()
    assert "12 subsidies" in html
