"""Signalen: één reden, één norm, één eigenaar, één keer; uitstel, vervanging en uitzetten (L3, HT-027, HT-032)."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.urls import reverse

from kern import signalen
from kern.actions.werk import stel_signaal_uit, zet_signaalsoort
from kern.models import Gebeurtenis, Signaalinstelling, Signaalstatus
from kern.permissions import Rol
from personen import signalen as van_personen
from tests.factories.kern import BeleidskaderFactory, ParameterFactory, VervangingFactory
from tests.factories.kern_werk import TaakFactory
from tests.factories.personen import (
    ContactmomentFactory,
    DossierperiodeFactory,
    OntwikkelplanFactory,
    PersoonFactory,
    ToewijzingFactory,
)

PEILDATUM = date(2026, 11, 22)
NORMEN = {"contact.max_dagen": 56, "plan.ondertekend_binnen_dagen": 14, "pva.leeftijd_tot_en_met": 27}


@pytest.fixture
def kader(gemeente):
    """The norms of the tests: 8 weeks contact, 14 days to sign, a plan up to and including 27 years."""
    kader = BeleidskaderFactory(gemeente=gemeente, code="proefkader", naam="Proefkader")
    for code, waarde in NORMEN.items():
        ParameterFactory(kader=kader, code=code, waarde=str(waarde), begindatum=date(2019, 1, 1))
    return kader


@pytest.fixture
def maak_persoon(gemeente, consulent):
    """A running dossier of the consulent, 40 years old, with the last contact on a day."""

    def maak(contact=PEILDATUM, van=consulent, geboren=date(1986, 1, 1), begin=date(2019, 1, 1), **velden):
        persoon = PersoonFactory(gemeente=velden.pop("gemeente", gemeente), geboortedatum=geboren, **velden)
        DossierperiodeFactory(persoon=persoon, begindatum=begin)
        if van:
            ToewijzingFactory(persoon=persoon, gebruiker=van, begindatum=begin)
        if contact:
            ContactmomentFactory(persoon=persoon, datum=contact, door=van or consulent)
        return persoon

    return maak


def redenen(gebruiker, peildatum=PEILDATUM):
    return [s.reden for s in signalen.voorraad_van(gebruiker, peildatum).signalen]


# ---- what gives a signal ------------------------------------------------------------------------------
@pytest.mark.parametrize(("dagen", "verwacht"), [(56, []), (57, ["8 weken geen contact (norm 8 weken)"])])
def test_contact_tot_en_met_de_norm_is_goed(kader, consulent, maak_persoon, dagen, verwacht):
    maak_persoon(contact=PEILDATUM - timedelta(days=dagen))

    assert redenen(consulent) == verwacht


def test_zonder_enig_contact_telt_het_begin_van_de_toewijzing(kader, consulent, maak_persoon):
    maak_persoon(contact=None, begin=PEILDATUM - timedelta(days=70))

    assert redenen(consulent) == ["Nog geen contact in 10 weken (norm 8 weken)"]


def test_een_ingetrokken_contact_telt_niet(kader, consulent, maak_persoon):
    persoon = maak_persoon(contact=PEILDATUM - timedelta(days=70))
    ContactmomentFactory(persoon=persoon, datum=PEILDATUM, door=consulent, ingetrokken_op="2026-11-22T10:00Z")

    assert redenen(consulent) == ["10 weken geen contact (norm 8 weken)"]


def test_zonder_vastgestelde_norm_is_er_geen_signaal(consulent, maak_persoon):
    maak_persoon(contact=date(2020, 1, 1))

    assert redenen(consulent) == []


def test_een_beeindigd_dossier_geeft_geen_signaal(kader, consulent, maak_persoon):
    persoon = maak_persoon(contact=date(2020, 1, 1))
    persoon.dossierperioden.update(einddatum=date(2026, 1, 1), reden_einde="werk")

    assert redenen(consulent) == []


@pytest.mark.parametrize(
    ("geboren", "aantal"),
    [(date(1998, 11, 23), 1), (date(1998, 11, 22), 0)],  # 27 until the day before turning 28
    ids=["27 jaar", "28 jaar"],
)
def test_een_plan_moet_tot_en_met_27_jaar(kader, consulent, maak_persoon, geboren, aantal):
    maak_persoon(geboren=geboren)

    assert len(redenen(consulent)) == aantal


def test_met_een_plan_is_dat_signaal_weg_maar_het_moet_wel_getekend(kader, consulent, maak_persoon):
    persoon = maak_persoon(geboren=date(2000, 1, 1))
    plan = OntwikkelplanFactory(
        persoon=persoon, opgesteld_op=PEILDATUM - timedelta(days=21), opgesteld_door=consulent
    )

    assert redenen(consulent) == ["Plan 21 dagen niet ondertekend"]

    plan.getekend_op, plan.status = PEILDATUM, "getekend"
    plan.save()
    assert redenen(consulent) == []


def test_van_een_plan_telt_alleen_de_laatste_versie(kader, consulent, maak_persoon):
    persoon = maak_persoon()
    oud = {"persoon": persoon, "opgesteld_door": consulent}
    OntwikkelplanFactory(versie=1, opgesteld_op=date(2026, 1, 1), **oud)
    OntwikkelplanFactory(versie=2, opgesteld_op=date(2026, 9, 1), getekend_op=date(2026, 9, 3), **oud)

    assert redenen(consulent) == []


def test_zonder_contactpersoon_is_een_signaal_voor_wie_toewijst(
    kader, consulent, maak_persoon, maak_gebruiker, gemeente
):
    maak_persoon(van=None)
    maak_persoon(van=None)
    teammanager = maak_gebruiker(Rol.TEAMMANAGER, gemeente)

    assert redenen(consulent) == []
    assert redenen(teammanager) == ["2 personen zonder contactpersoon"]


# ---- whose signal ---------------------------------------------------------------------------------------
def test_een_signaal_heeft_een_eigenaar(kader, consulent, maak_persoon, maak_gebruiker, gemeente):
    maak_persoon(contact=date(2026, 1, 1))
    collega = maak_gebruiker(Rol.CONSULENT, gemeente)

    assert len(redenen(consulent)) == 1
    assert redenen(collega) == []


def test_de_vervanger_ziet_het_zolang_de_vervanging_duurt(
    kader, consulent, maak_persoon, maak_gebruiker, gemeente
):
    from django.utils import timezone

    vandaag = timezone.localdate()
    maak_persoon(contact=date(2020, 1, 1))
    collega = maak_gebruiker(Rol.CONSULENT, gemeente)
    vervanging = VervangingFactory(
        afwezige=consulent, vervanger=collega, begindatum=vandaag, einddatum=vandaag + timedelta(days=3)
    )

    assert len(redenen(collega, vandaag)) == 1

    vervanging.begindatum = vervanging.einddatum = vandaag - timedelta(days=1)
    vervanging.save()
    del collega.toegang
    assert redenen(collega, vandaag) == []


def test_een_andere_gemeente_blijft_buiten_beeld(
    kader, maak_persoon, maak_gebruiker, andere_gemeente, consulent
):
    andere = BeleidskaderFactory(gemeente=andere_gemeente)
    ParameterFactory(kader=andere, code="contact.max_dagen", waarde="56")
    maak_persoon(contact=date(2026, 1, 1), gemeente=andere_gemeente)

    assert redenen(consulent) == []


def test_het_zoeken_kost_evenveel_querys_bij_een_als_bij_twintig_personen(
    kader, consulent, maak_persoon, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    maak_persoon(contact=date(2026, 1, 1), geboren=date(2000, 1, 1))
    assert consulent.toegang
    with CaptureQueriesContext(connection) as een:
        signalen.voorraad_van(consulent, PEILDATUM)
    for _ in range(19):
        maak_persoon(contact=date(2026, 1, 1), geboren=date(2000, 1, 1))

    with django_assert_num_queries(len(een)):
        assert len(signalen.voorraad_van(consulent, PEILDATUM).signalen) == 40


# ---- postpone, follow, switch off ------------------------------------------------------------------------
@pytest.fixture
def signaal(kader, ingelogd, maak_persoon):
    """The consulent has one signal on the start page; gives its number."""
    maak_persoon(contact=date(2026, 1, 1))
    ingelogd.get("/werkvoorraad/")
    return Signaalstatus.objects.get()


def test_later_verbergt_tot_de_datum_en_niet_langer(signaal, consulent):
    from django.utils import timezone

    vandaag = timezone.localdate()
    stel_signaal_uit(signaal, tot=vandaag + timedelta(days=7), door=consulent)

    assert redenen(consulent, vandaag) == []
    assert redenen(consulent, vandaag + timedelta(days=6)) == []
    assert len(redenen(consulent, vandaag + timedelta(days=7))) == 1
    assert signalen.voorraad_van(consulent, vandaag).volgende == vandaag + timedelta(days=7)
    assert Gebeurtenis.objects.filter(soort="signaal.uitgesteld").count() == 1


def test_later_naar_vandaag_of_over_twee_jaar_kan_niet(signaal, consulent):
    from django.utils import timezone

    for dagen in (0, 367):
        with pytest.raises(ValidationError) as fout:
            stel_signaal_uit(signaal, tot=timezone.localdate() + timedelta(days=dagen), door=consulent)
        assert list(fout.value.message_dict) == ["tot"]


def test_na_contact_is_het_signaal_weg_en_een_nieuwe_stilte_is_een_nieuw_signaal(
    signaal, consulent, maak_persoon
):
    from personen.models import Persoon

    ContactmomentFactory(persoon=Persoon.objects.get(), datum=PEILDATUM, door=consulent)

    assert redenen(consulent) == []
    later = signalen.voorraad_van(consulent, PEILDATUM + timedelta(days=60)).signalen
    assert [s.sleutel for s in later] != [signaal.sleutel]


def test_later_op_de_pagina_en_ongedaan_maken(signaal, ingelogd):
    na = ingelogd.post(reverse("kern:signaal-later", args=[signaal.pk]), {"tot": "over 1 week"}, follow=True)
    pagina = BeautifulSoup(na.content, "html.parser")
    assert pagina.h1.text == "Vandaag: 0 signalen"
    assert "Het volgende signaal komt op" in pagina.text

    ingelogd.post(pagina.select_one("form[action^='/ongedaan/']")["action"])

    assert (
        BeautifulSoup(ingelogd.get("/werkvoorraad/").content, "html.parser").h1.text == "Vandaag: 1 signaal"
    )


def test_een_verkeerde_datum_geeft_een_fout_bij_het_veld(signaal, ingelogd):
    antwoord = ingelogd.post(reverse("kern:signaal-later", args=[signaal.pk]), {"tot": "31-02-2027"})

    assert antwoord.status_code == 422
    assert "31-02-2027 bestaat niet" in antwoord.content.decode()


def test_de_link_naar_een_opgelost_signaal_zegt_dat_het_weg_is(signaal, ingelogd, kader):
    kader.parameters.all().delete()

    assert (
        "Dit signaal is er niet meer"
        in ingelogd.get(reverse("kern:signaal", args=[signaal.pk])).content.decode()
    )


def test_waarom_zie_ik_dit_noemt_norm_en_versie(signaal, ingelogd):
    tekst = ingelogd.get(reverse("kern:signaal", args=[signaal.pk])).content.decode()

    assert "Ten minste elke 56 dagen contact" in tekst
    assert "proefkader/contact.max_dagen/v1" in tekst


def test_uitzetten_vraagt_een_reden_en_verbergt_het_voor_iedereen(
    signaal, consulent, gemeente, maak_gebruiker
):
    beheerder = maak_gebruiker(Rol.BEHEERDER, gemeente)
    with pytest.raises(ValidationError):
        zet_signaalsoort("persoon.geen_contact", gemeente=gemeente, uit=True, reden=" ", door=beheerder)

    zet_signaalsoort(
        "persoon.geen_contact", gemeente=gemeente, uit=True, reden="Te veel ruis", door=beheerder
    )
    assert redenen(consulent) == []
    zet_signaalsoort("persoon.geen_contact", gemeente=gemeente, uit=False, reden="", door=beheerder)

    assert len(redenen(consulent)) == 1
    assert Gebeurtenis.objects.filter(soort__in=["signaal.uitgezet", "signaal.aangezet"]).count() == 2
    assert Signaalinstelling.objects.count() == 1


def test_de_maat_van_het_nut_telt_op(kader, consulent, maak_persoon, gemeente):
    from django.utils import timezone

    for dag in range(1, 5):
        maak_persoon(contact=date(2026, 1, dag))
    signalen.toon(consulent, signalen.voorraad_van(consulent, PEILDATUM).signalen)
    rijen = list(Signaalstatus.objects.order_by("sleutel"))
    stel_signaal_uit(rijen[0], tot=timezone.localdate() + timedelta(days=3), door=consulent)
    Signaalstatus.objects.filter(pk=rijen[1].pk).update(gewijzigd_op=timezone.now() - timedelta(days=15))
    ContactmomentFactory(persoon_id=int(rijen[2].sleutel.split("-")[0]), datum=PEILDATUM, door=consulent)

    gebruik = next(
        g for g in signalen.gebruik_van([gemeente.pk], PEILDATUM) if g.soort.code == "persoon.geen_contact"
    )

    tellingen = (gebruik.getoond, gebruik.opgevolgd, gebruik.uitgesteld, gebruik.genegeerd, gebruik.open)
    assert tellingen == (4, 1, 1, 1, 1)
    assert gebruik.opgevolgd_deel == 25


def test_een_hogere_trap_en_uitzetten_zijn_geen_opvolging(consulent, gemeente, maak_gebruiker):
    TaakFactory(gemeente=gemeente, vervaldatum=date(2026, 3, 31), rol="consulent")
    for dag in (date(2026, 3, 31), date(2026, 4, 1)):
        signalen.toon(consulent, signalen.voorraad_van(consulent, dag).signalen)
    zet_signaalsoort(
        "kern.taak", gemeente=gemeente, uit=True, reden="Ruis", door=maak_gebruiker(Rol.BEHEERDER, gemeente)
    )

    gebruik = next(
        g for g in signalen.gebruik_van([gemeente.pk], date(2026, 4, 1)) if g.soort.code == "kern.taak"
    )
    assert Signaalstatus.objects.filter(soort="kern.taak").count() == 2
    assert (gebruik.getoond, gebruik.opgevolgd, gebruik.open) == (1, 0, 1)


def test_beheer_toont_welke_norm_niet_is_vastgesteld_en_zet_uit(client, gemeente, maak_gebruiker):
    client.force_login(maak_gebruiker(Rol.BEHEERDER, gemeente))
    assert "Niet vastgesteld: contact.max_dagen" in client.get("/beheer/signalen/").content.decode()

    adres = reverse("kern:signaalsoort", args=["persoon.geen_contact", gemeente.pk])
    assert client.post(adres, {"reden": ""}).status_code == 200
    assert client.post(adres, {"reden": "Te veel ruis"}).status_code == 302
    assert signalen.uitgezet_in(gemeente) == {"persoon.geen_contact"}
    assert client.post(adres).status_code == 302
    assert signalen.uitgezet_in(gemeente) == set()


def test_de_caseload_telt_lopende_dossiers_per_contactpersoon(consulent, maak_persoon, gemeente):
    maak_persoon()
    maak_persoon()
    maak_persoon(van=None)

    assert van_personen.caseload_per_medewerker([gemeente.pk], PEILDATUM) == {consulent.pk: 2}
    assert van_personen.zonder_eigenaar([gemeente.pk], PEILDATUM, 10)[0] == 1
