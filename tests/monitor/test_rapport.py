"""Het collegerapport: schrijven, vier ogen en vrijgeven (RH-078, RH-079; schermen J4)."""

import hashlib

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from kern.actions.afspraken import sluit_afspraak
from kern.jobs import WerkerStopt, voer_taak_uit
from kern.models import Bestand, Gebeurtenis
from monitor.models import Rapport
from monitor.queries.rapport import MAX_WOORDEN
from monitor.rapport_actions import (
    geef_vrij,
    keur_goed,
    maak_rapport,
    schrijf_teksten,
    verbeter_rapport,
    vraag_akkoord,
    vraag_vrijgave,
    zet_terug,
)
from monitor.rapportsignalen import goed_te_keuren
from tests.factories.monitor import RapportFactory
from tests.monitor.rapport_wereld import PEILDATUM, pdf_tekst, stuur_bij, vrijgegeven

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dag")]


# ---- a red figure without bijsturing ---------------------------------------------------------------------
def test_een_gemist_doel_zonder_bijsturing_kan_niet_ter_goedkeuring(concept, manager):
    with pytest.raises(ValidationError) as fout:
        vraag_akkoord(concept, door=manager)

    assert fout.value.messages == [
        "Uitstroom naar betaald werk: het doel is niet gehaald en er is geen bijsturing. Leg die eerst vast."
    ]
    concept.refresh_from_db()
    assert (concept.status, concept.inhoud) == ("concept", {})


def test_vervallen_bijsturing_telt_niet(concept, peilmoment, manager):
    afspraak = stuur_bij(peilmoment, manager)
    sluit_afspraak(afspraak, resultaat="Gaat niet door.", vervallen=True, door=manager)

    with pytest.raises(ValidationError, match="geen bijsturing"):
        vraag_akkoord(concept, door=manager)


def test_bijsturing_die_wegvalt_houdt_de_goedkeuring_tegen(concept, peilmoment, manager, adviseur):
    afspraak = stuur_bij(peilmoment, manager)
    rapport = vraag_akkoord(concept, door=manager)
    sluit_afspraak(afspraak, resultaat="Gaat niet door.", vervallen=True, door=manager)

    with pytest.raises(ValidationError, match="geen bijsturing"):
        keur_goed(rapport, door=adviseur)


@pytest.mark.parametrize("weg", ["samenvatting", "uitstroom_werk"])
def test_zonder_verplichte_toelichting_kan_het_niet_ter_goedkeuring(concept, peilmoment, manager, weg):
    stuur_bij(peilmoment, manager)
    schrijf_teksten(concept, teksten={weg: ""}, door=manager)

    with pytest.raises(ValidationError, match="de toelichting ontbreekt"):
        vraag_akkoord(concept, door=manager)


@pytest.mark.parametrize(
    ("code", "tekst", "melding"),
    [
        ("uitstroom_werk", "woord " * (MAX_WOORDEN + 1), "81 woorden"),
        ("samenvatting", "Een zin. " * 6, "6 zinnen"),
    ],
)
def test_een_te_lange_toelichting_wordt_geweigerd_bij_het_hoofdstuk(concept, manager, code, tekst, melding):
    with pytest.raises(ValidationError) as fout:
        schrijf_teksten(concept, teksten={code: tekst}, door=manager)

    assert list(fout.value.message_dict) == [code]
    assert melding in fout.value.message_dict[code][0]


def test_precies_tachtig_woorden_mag(concept, manager):
    schrijf_teksten(concept, teksten={"uitstroom_werk": "woord " * MAX_WOORDEN}, door=manager)

    assert concept.teksten.get(hoofdstuk="uitstroom_werk").tekst.count("woord") == 80


# ---- four eyes -------------------------------------------------------------------------------------------------
def test_wie_schreef_keurt_niet_goed(concept, peilmoment, manager, adviseur):
    stuur_bij(peilmoment, manager)
    schrijf_teksten(concept, teksten={"formatie": "Eén vacature staat open."}, door=adviseur)
    rapport = vraag_akkoord(concept, door=manager)

    for schrijver in (manager, adviseur):
        with pytest.raises(ValidationError, match="schreef zelf mee"):
            keur_goed(rapport, door=schrijver)


@pytest.mark.parametrize("daarna", ["Twee vacatures staan open.", ""])
def test_wie_schreef_blijft_schrijver_als_een_ander_de_tekst_wijzigt_of_weghaalt(
    concept, peilmoment, manager, adviseur, daarna
):
    stuur_bij(peilmoment, manager)
    schrijf_teksten(concept, teksten={"formatie": "Eén vacature staat open."}, door=adviseur)
    schrijf_teksten(concept, teksten={"formatie": daarna}, door=manager)
    rapport = vraag_akkoord(concept, door=manager)

    with pytest.raises(ValidationError, match="schreef zelf mee"):
        keur_goed(rapport, door=adviseur)
    with pytest.raises(IntegrityError, match="schreef, keurt"), transaction.atomic():
        Rapport.objects.filter(pk=rapport.pk).update(status="goedgekeurd", goedgekeurd_door=adviseur)
    assert list(goed_te_keuren([rapport.gemeente_id], PEILDATUM, [adviseur.pk])) == []


def test_de_database_weigert_wie_het_voorlegde(gemeente, manager):
    rapport = RapportFactory(gemeente=gemeente, status="ter_goedkeuring", ingediend_door=manager)

    with pytest.raises(IntegrityError, match="rapport_vier_ogen"), transaction.atomic():
        Rapport.objects.filter(pk=rapport.pk).update(status="goedgekeurd", goedgekeurd_door=manager)


def test_de_database_weigert_wie_een_tekst_schreef(concept, peilmoment, manager, adviseur):
    stuur_bij(peilmoment, manager)
    schrijf_teksten(concept, teksten={"formatie": "Eén vacature staat open."}, door=adviseur)
    vraag_akkoord(concept, door=manager)

    with pytest.raises(IntegrityError, match="schreef, keurt"), transaction.atomic():
        Rapport.objects.filter(pk=concept.pk).update(status="goedgekeurd", goedgekeurd_door=adviseur)


def test_een_consulent_schrijft_geen_collegerapport(peilmoment, consulent):
    with pytest.raises(PermissionDenied):
        maak_rapport(peilmoment, door=consulent)


def test_een_beleidsadviseur_geeft_niet_vrij(concept, peilmoment, manager, adviseur):
    stuur_bij(peilmoment, manager)
    rapport = keur_goed(vraag_akkoord(concept, door=manager), door=adviseur)

    with pytest.raises(PermissionDenied):
        geef_vrij(rapport, door=adviseur)


def test_stappen_gaan_op_volgorde(concept, manager, adviseur):
    with pytest.raises(ValidationError, match="ligt niet ter goedkeuring"):
        keur_goed(concept, door=adviseur)
    with pytest.raises(ValidationError, match="goedgekeurd rapport"):
        geef_vrij(concept, door=manager)


def test_wat_voorligt_verandert_niet_meer_tot_het_terug_is(concept, peilmoment, manager, adviseur):
    stuur_bij(peilmoment, manager)
    rapport = vraag_akkoord(concept, door=manager)

    with pytest.raises(ValidationError, match="concept"):
        schrijf_teksten(rapport, teksten={"formatie": "Nieuw."}, door=manager)
    with pytest.raises(IntegrityError, match="concept"), transaction.atomic():
        rapport.teksten.update(tekst="Stiekem")
    rapport = zet_terug(rapport, reden="Noem de vacatures.", door=adviseur)
    schrijf_teksten(rapport, teksten={"formatie": "Nieuw."}, door=manager)

    rapport.refresh_from_db()
    assert (rapport.status, rapport.ingediend_door, rapport.inhoud) == ("concept", None, {})


def test_over_een_peilmoment_komt_een_rapport(concept, peilmoment, manager):
    with pytest.raises(ValidationError, match="Er is al een rapport"):
        maak_rapport(peilmoment, door=manager)


# ---- the job that releases ---------------------------------------------------------------------------------
@pytest.fixture
def goedgekeurd(concept, peilmoment, manager, adviseur):
    stuur_bij(peilmoment, manager)
    return keur_goed(vraag_akkoord(concept, door=manager), door=adviseur)


def test_twee_keer_vragen_is_een_taak_en_een_keer_vrijgeven(goedgekeurd, manager):
    eerste, tweede = (vraag_vrijgave(goedgekeurd, door=manager) for _ in range(2))
    voer_taak_uit(eerste)
    nog_eens = voer_taak_uit(tweede)

    goedgekeurd.refresh_from_db()
    assert (eerste.pk, nog_eens.status, goedgekeurd.status) == (tweede.pk, "klaar", "vrijgegeven")
    assert Bestand.objects.filter(naam__startswith="collegerapport-").count() == 1
    with pytest.raises(ValidationError, match="al vrijgegeven"):
        vraag_vrijgave(goedgekeurd, door=manager)


def test_valt_de_verwerker_uit_dan_is_er_niets_en_daarna_een_rapport(goedgekeurd, manager):
    taak = vraag_vrijgave(goedgekeurd, door=manager)

    with pytest.raises(WerkerStopt):  # halfway: the PDF is made, nothing is kept
        voer_taak_uit(taak, stopt=lambda: True)
    goedgekeurd.refresh_from_db()
    halverwege = (goedgekeurd.status, Bestand.objects.count())
    voer_taak_uit(taak)

    goedgekeurd.refresh_from_db()
    assert halverwege == ("goedgekeurd", 0)
    assert (goedgekeurd.status, Bestand.objects.count()) == ("vrijgegeven", 1)


def test_wat_na_het_bevestigen_verandert_wordt_niet_vrijgegeven(goedgekeurd, manager, adviseur):
    taak = vraag_vrijgave(goedgekeurd, door=manager)
    terug = zet_terug(goedgekeurd, reden="Toch anders.", door=adviseur)
    schrijf_teksten(terug, teksten={"formatie": "Nieuwe tekst."}, door=manager)
    keur_goed(vraag_akkoord(terug, door=manager), door=adviseur)

    taak = voer_taak_uit(taak)

    goedgekeurd.refresh_from_db()
    assert (taak.status, goedgekeurd.status) == ("mislukt", "goedgekeurd")
    assert "intussen gewijzigd" in taak.melding


# ---- released is fixed -----------------------------------------------------------------------------------------
def test_vrijgegeven_bytes_en_inhoud_staan_vast(concept, peilmoment, manager, adviseur):
    afspraak = stuur_bij(peilmoment, manager)
    rapport = vrijgegeven(concept, manager, adviseur)
    sluit_afspraak(afspraak, resultaat="Twaalf mensen geplaatst.", door=manager)

    rapport.refresh_from_db()
    assert hashlib.sha256(bytes(rapport.bestand.inhoud)).hexdigest() == rapport.sha256
    assert "Twaalf mensen" not in pdf_tekst(rapport)
    for stap in (
        lambda: Rapport.objects.filter(pk=rapport.pk).update(status="concept"),
        lambda: Rapport.objects.filter(pk=rapport.pk).update(sha256="0" * 64),
        lambda: Rapport.objects.filter(pk=rapport.pk).delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            stap()
    assert Gebeurtenis.objects.get(soort="rapport.vrijgegeven").gegevens["sha256"] == rapport.sha256


def test_een_verbetering_is_een_nieuwe_versie_die_de_oude_noemt(concept, peilmoment, manager, adviseur):
    stuur_bij(peilmoment, manager)
    oud = vrijgegeven(concept, manager, adviseur)

    nieuw = verbeter_rapport(oud, reden="De samenvatting klopte niet.", door=manager)
    nieuw = vrijgegeven(nieuw, manager, adviseur)

    assert (nieuw.nummer, nieuw.verbetert) == (2, oud)
    assert "Deze versie vervangt versie 1 van 20-07-2026: De samenvatting klopte niet." in pdf_tekst(nieuw)
    oud.refresh_from_db()
    assert oud.status == "vrijgegeven"


def test_een_verbetering_zonder_reden_kan_niet(concept, peilmoment, manager, adviseur):
    stuur_bij(peilmoment, manager)
    oud = vrijgegeven(concept, manager, adviseur)

    with pytest.raises(ValidationError, match="waarom"):
        verbeter_rapport(oud, reden=" ", door=manager)
