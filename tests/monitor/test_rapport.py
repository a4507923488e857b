"""Het collegerapport: schrijven, vier ogen, vrijgeven en afschermen (RH-078, RH-079; schermen J4)."""

import hashlib
import io
from datetime import date
from decimal import Decimal as D

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from pypdf import PdfReader

from demo.formatie import maak_formatie
from kern.actions.afspraken import maak_afspraak, sluit_afspraak
from kern.actions.kaders_laden import laad_kaders
from kern.jobs import WerkerStopt, voer_taak_uit
from kern.models import Bestand, Gebeurtenis
from kern.permissions import Rol
from monitor.actions import zet_peilmoment_vast
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
from monitor.rapport_documents import bouw, context
from monitor.rapportsignalen import goed_te_keuren
from tests.factories.monitor import PeilmomentFactory, PeilwaardeFactory, RapportFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dag")]
PEILDATUM = date(2026, 6, 30)


@pytest.fixture
def dag():
    with time_machine.travel("2026-07-20 09:00:00"):
        yield


@pytest.fixture
def manager(maak_gebruiker, gemeente):
    return maak_gebruiker(Rol.TEAMMANAGER, gemeente, naam="T. Manager")


@pytest.fixture
def adviseur(maak_gebruiker, gemeente):
    return maak_gebruiker(Rol.BELEID, gemeente, naam="B. Adviseur")


@pytest.fixture
def peilmoment(gemeente):
    """Uitstroom 37 bij een doel van 80 per jaar (RH-074), tredestap 38 van 390, en een stand."""
    moment = PeilmomentFactory(
        gemeente=gemeente, peildatum=PEILDATUM, kaderversies=["rh/kpi.uitstroom_werk/v1"]
    )
    PeilwaardeFactory(peilmoment=moment)
    PeilwaardeFactory(
        peilmoment=moment, kpi="tredestap", naam="Minstens één trede omhoog", volgorde=20, eenheid="%",
        waarde=D("9.7436"), teller=38, noemer=390, jaar=D("9.7436"), vorige=None, doel=15, doel_nu=D("7.5"),
        verwacht=D("9.7436"), oordeel="op_doel",
    )  # fmt: skip
    PeilwaardeFactory(
        peilmoment=moment, kpi="wsw_dossiers", dashboard="wsw", naam="Wsw-medewerkers", volgorde=30, waarde=105,
        jaar=105, vorige=115, doel=None, doel_nu=None, verwacht=None, oordeel="geen_doel",
    )  # fmt: skip
    return moment


def stuur_bij(peilmoment, manager, kpi="uitstroom_werk"):
    return maak_afspraak(
        gemeente=peilmoment.gemeente, soort="bijsturing", tekst="Elke maand een werkgeversmarkt", eigenaar=manager,
        rol="teammanager", eerstvolgend=date(2026, 10, 1), kpi=kpi, peildatum=peilmoment.peildatum, door=manager,
    )  # fmt: skip


TEKSTEN = {
    "samenvatting": "Minder mensen gaan aan het werk dan gepland. De ladder gaat vooruit.",
    "uitstroom_werk": "Zes vacatures hebben nog geen kandidaat.",
}


@pytest.fixture
def concept(peilmoment, manager):
    rapport = maak_rapport(peilmoment, door=manager)
    return schrijf_teksten(rapport, teksten=TEKSTEN, door=manager)


def vrijgegeven(rapport, manager, adviseur):
    return geef_vrij(keur_goed(vraag_akkoord(rapport, door=manager), door=adviseur), door=manager)


def plat(tekst: str) -> str:
    return " ".join(tekst.replace("\u00a0", " ").replace("\u2011", "-").split())


def pdf_tekst(rapport) -> str:
    bladen = PdfReader(io.BytesIO(bytes(rapport.bestand.inhoud))).pages
    return plat("\n".join(blad.extract_text() for blad in bladen))


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


# ---- what it says ------------------------------------------------------------------------------------------------
def test_bladzijde_een_zegt_doel_resultaat_en_oordeel(concept, peilmoment, manager, adviseur):
    stuur_bij(peilmoment, manager)
    rapport = vrijgegeven(concept, manager, adviseur)

    eerste = plat(PdfReader(io.BytesIO(bytes(rapport.bestand.inhoud))).pages[0].extract_text())

    assert "Van de 2 doelen ligt er 1 op koers." in eerste
    assert "Uitstroom naar betaald werk" in eerste
    assert "80 40 37 " in eerste
    assert "niet op doel" in eerste
    assert "Minder mensen gaan aan het werk dan gepland." in eerste


def test_bladzijde_twee_zegt_waarom_en_wat_we_doen(concept, peilmoment, manager, adviseur):
    stuur_bij(peilmoment, manager)
    rapport = vrijgegeven(concept, manager, adviseur)

    tweede = plat(PdfReader(io.BytesIO(bytes(rapport.bestand.inhoud))).pages[1].extract_text())

    assert "Zes vacatures hebben nog geen kandidaat." in tweede
    assert "B-1: Elke maand een werkgeversmarkt (teammanager, uiterlijk 01-10-2026)" in tweede


def test_voorbeeld_en_pdf_zeggen_hetzelfde(concept, peilmoment, manager, adviseur):
    from bs4 import BeautifulSoup

    stuur_bij(peilmoment, manager)
    rapport = vrijgegeven(concept, manager, adviseur)
    html = render_to_string("monitor/_collegerapport.html", context(rapport.inhoud))

    soep = BeautifulSoup(html, "html.parser")
    for weg in soep.select(".verborgen, svg, summary"):
        weg.decompose()
    papier = pdf_tekst(rapport).replace(" ", "")
    delen = [plat(deel).replace(" ", "") for deel in soep.stripped_strings]

    assert [deel for deel in delen if deel not in papier] == []
    assert len(delen) > 60


def test_de_bijsturing_staat_bij_het_doel_met_wie_en_wanneer(concept, peilmoment, manager):
    stuur_bij(peilmoment, manager)

    inhoud, _ = bouw(concept, TEKSTEN)

    doel = inhoud["doelen"][0]
    assert doel["naam"] == "Uitstroom naar betaald werk"
    assert [(a["tekst"], a["wie"], a["klaar"]) for a in doel["bijsturing"]] == [
        ("Elke maand een werkgeversmarkt", "teammanager", "01-10-2026")
    ]


def test_de_bijsturing_van_de_vorige_keer_staat_erin_met_haar_antwoord(
    concept, peilmoment, gemeente, manager
):
    vorige = PeilmomentFactory(gemeente=gemeente, peildatum=date(2025, 12, 31))
    afspraak = stuur_bij(vorige, manager)
    sluit_afspraak(
        afspraak, resultaat="Acht mensen vonden werk.", beantwoord_peildatum=PEILDATUM, door=manager
    )

    inhoud, _ = bouw(concept, TEKSTEN)

    assert [(e["peildatum"], e["antwoord"]) for e in inhoud["eerder"]] == [
        ("31-12-2025", "Acht mensen vonden werk.")
    ]


def test_de_pdf_is_ua_met_bladwijzers(concept, peilmoment, manager, adviseur):
    stuur_bij(peilmoment, manager)
    rapport = vrijgegeven(concept, manager, adviseur)

    lezer = PdfReader(io.BytesIO(bytes(rapport.bestand.inhoud)))

    assert b"pdfuaid" in lezer.trailer["/Root"]["/Metadata"].get_data()
    assert lezer.trailer["/Root"]["/Lang"] == "nl-NL"
    titels = [punt.title for punt in _plat_punten(lezer.outline)]
    assert titels[0] == "Collegerapport eerste halfjaar 2026"
    assert {"Wsw", "Re-integratie", "Formatie", "Verantwoording"} <= set(titels)


def _plat_punten(punten):
    for punt in punten:
        if isinstance(punt, list):
            yield from _plat_punten(punt)
        else:
            yield punt


def test_de_formatie_van_rijssen_holten_telt_op_tot_7_65(gemeente, peilmoment, manager, maak_gebruiker):
    maak_gebruiker(Rol.TEAMMANAGER, gemeente, username="teammanager")
    maak_formatie()

    rapport = maak_rapport(peilmoment, door=manager)

    # RH-167 and RH-168: 2,00 + 5,65
    assert rapport.formatie["totaal"] == "7,65"
    totalen = [[cel[0] for cel in t["rijen"][-1]["cellen"]] for t in rapport.formatie["tabellen"]]
    assert [(rij[0], rij[4]) for rij in totalen] == [("Totaal", "2,00"), ("Totaal", "5,65")]


def test_de_precieze_som_van_de_formatie_staat_niet_in_het_rapport(
    gemeente, peilmoment, manager, maak_gebruiker
):
    # 1,522222 fte × 45 − 0,3 × 45 is the caseload of 55, whatever the report hides elsewhere
    maak_gebruiker(Rol.TEAMMANAGER, gemeente, username="teammanager")
    maak_formatie()

    inhoud, _ = bouw(maak_rapport(peilmoment, door=manager), {})

    tabel = inhoud["formatie"]["tabellen"][0]
    assert [kolom["naam"] for kolom in tabel["kolommen"]] == [
        "Taak nu", "Huidig, fte", "Taak voorgesteld", "Voorgesteld, fte", "Verschil",
    ]  # fmt: skip
    assert [cel[0] for cel in tabel["rijen"][-1]["cellen"]] == ["Totaal", "0,00", "Nodig", "2,00", "+2,00"]
    assert inhoud["formatie"]["totaal"] == "7,65"


# ---- small counts --------------------------------------------------------------------------------------------------
def regel(inhoud, code):
    return next(r for h in inhoud["hoofdstukken"] for r in h["regels"] if r["code"] == code)


def test_een_klein_aantal_staat_er_niet_in_en_de_verwachting_ook_niet(gemeente, manager):
    moment = PeilmomentFactory(gemeente=gemeente, peildatum=PEILDATUM)
    PeilwaardeFactory(
        peilmoment=moment, kpi="nieuw_beschut", dashboard="wsw", waarde=3, jaar=3, vorige=12, verwacht=3, doel=4,
        doel_nu=4,
    )  # fmt: skip

    inhoud, zicht = bouw(maak_rapport(moment, door=manager), {})

    gevonden = regel(inhoud, "nieuw_beschut")
    assert (gevonden["waarde"], gevonden["vorige"], gevonden["verwacht"]) == ("<5", "12", "niet getoond")
    assert gevonden["getal"] is None
    assert zicht.als_json()["nieuw_beschut@2026-06-30"] == [3, "klein"]


@pytest.mark.parametrize(("teller", "noemer"), [(3, 60), (58, 60), (2, 4)])
def test_een_percentage_met_een_klein_aantal_erachter_wordt_niet_getoond(gemeente, manager, teller, noemer):
    moment = PeilmomentFactory(gemeente=gemeente, peildatum=PEILDATUM)
    PeilwaardeFactory(
        peilmoment=moment, kpi="herplaatsing", dashboard="wsw", eenheid="%", waarde=D(teller * 100) / noemer,
        teller=teller, noemer=noemer, jaar=D(teller * 100) / noemer, vorige=None, verwacht=None, doel=100, doel_nu=100,
    )  # fmt: skip

    inhoud, _ = bouw(maak_rapport(moment, door=manager), {})

    assert regel(inhoud, "herplaatsing")["waarde"] == "niet getoond"


def test_een_verdeling_verraadt_de_kleine_groep_niet(gemeente, manager):
    moment = PeilmomentFactory(gemeente=gemeente, peildatum=PEILDATUM)
    PeilwaardeFactory(
        peilmoment=moment, kpi="uitstroom", dashboard="participatie", waarde=63, jaar=63, vorige=70, verwacht=63,
        doel=None, doel_nu=None, oordeel="geen_doel", gegevens={"groepen": {"werk": 40, "verhuizing": 20, "overlijden": 3}},
    )  # fmt: skip

    inhoud, _ = bouw(maak_rapport(moment, door=manager), {})

    gevonden = regel(inhoud, "uitstroom")
    assert gevonden["waarde"] == "63"
    assert dict(gevonden["groepen"]) == {"werk": "40", "verhuizing": "niet getoond", "overlijden": "<5"}


def test_het_tweede_rapport_van_een_jaar_verraadt_het_halfjaar_niet(gemeente, manager, adviseur):
    def maak(peildatum, waarde, jaar, vorige):
        moment = PeilmomentFactory(gemeente=gemeente, peildatum=peildatum)
        PeilwaardeFactory(
            peilmoment=moment, kpi="doorstroom_bw", dashboard="wsw", waarde=waarde, jaar=jaar, vorige=vorige,
            verwacht=None, doel=None, doel_nu=None, oordeel="geen_doel", gegevens={"opbouw": "telt_op"},
        )  # fmt: skip
        rapport = maak_rapport(moment, door=manager)
        return schrijf_teksten(rapport, teksten={"samenvatting": "Het gaat goed."}, door=manager)

    vrijgegeven(maak(date(2025, 6, 30), 37, 37, 20), manager, adviseur)

    inhoud, _ = bouw(maak(date(2025, 12, 31), 3, 40, 37), {})

    gevonden = regel(inhoud, "doorstroom_bw")
    assert (gevonden["waarde"], gevonden["vorige"], gevonden["jaar"]) == ("<5", "37", "niet getoond")


def test_twee_groepen_van_een_verraden_elkaar_niet_en_een_klein_geheel_heeft_geen_groepen(gemeente, manager):
    moment = PeilmomentFactory(gemeente=gemeente, peildatum=PEILDATUM)
    for kpi, aantal, groepen in (
        ("uitstroom", 8, {"werk": 6, "verhuizing": 1, "overlijden": 1}),
        ("uitstroom_werk", 2, {"volledig": 1, "beschut": 1}),
    ):
        PeilwaardeFactory(
            peilmoment=moment, kpi=kpi, waarde=aantal, jaar=aantal, vorige=70, verwacht=None, doel=None, doel_nu=None,
            oordeel="geen_doel", gegevens={"groepen": groepen},
        )  # fmt: skip

    inhoud, _ = bouw(maak_rapport(moment, door=manager), {})

    assert dict(regel(inhoud, "uitstroom")["groepen"]) == {
        "werk": "niet getoond", "verhuizing": "<5", "overlijden": "<5",
    }  # fmt: skip
    assert regel(inhoud, "uitstroom_werk")["groepen"] == []


def test_de_verwachting_van_een_stand_verraadt_de_vorige_niet(gemeente, manager):
    # 15 May: half way the line from 3 on 31 December to 8, so 3 follows from 8 and the forecast
    moment = PeilmomentFactory(gemeente=gemeente, peildatum=date(2026, 5, 15))
    PeilwaardeFactory(
        peilmoment=moment, kpi="nieuw_beschut", dashboard="wsw", waarde=8, jaar=None, vorige=3, verwacht=D("9.7037"),
        doel=12, doel_nu=12,
    )  # fmt: skip
    PeilwaardeFactory(
        peilmoment=moment, kpi="wsw_dossiers", dashboard="wsw", waarde=105, jaar=None, vorige=115, verwacht=D("101.5926"),
        doel=None, doel_nu=None, oordeel="geen_doel",
    )  # fmt: skip

    inhoud, _ = bouw(maak_rapport(moment, door=manager), {})

    gevonden = regel(inhoud, "nieuw_beschut")
    assert (gevonden["waarde"], gevonden["vorige"], gevonden["verwacht"]) == ("8", "<5", "niet getoond")
    assert regel(inhoud, "wsw_dossiers")["verwacht"] == "102"


@pytest.fixture
def rapport_over(gemeente, manager):
    """A concept with its figures: per kpi (waarde, jaar, vorige), or the fields themselves."""

    def maak(peildatum, cijfers):
        moment = PeilmomentFactory(gemeente=gemeente, peildatum=peildatum)
        for kpi, velden in cijfers.items():
            if isinstance(velden, tuple):
                velden = dict(zip(("waarde", "jaar", "vorige"), velden, strict=True))
            PeilwaardeFactory(
                peilmoment=moment, kpi=kpi, dashboard="participatie", verwacht=None, doel=None, doel_nu=None,
                oordeel="geen_doel", **velden,
            )  # fmt: skip
        rapport = maak_rapport(moment, door=manager)
        return schrijf_teksten(rapport, teksten={"samenvatting": "Het gaat goed."}, door=manager)

    return maak


# 400 benefits, 3 came and 20 left: 383.
JUNI_KLEIN = {
    "uitkeringsdossiers": (383, 383, 400),
    "instroom": (3, 3, 30),
    "uitstroom": (20, 20, 25),
}


def test_wat_het_vorige_rapport_verborg_is_met_het_nieuwe_niet_uit_te_rekenen(
    rapport_over, manager, adviseur
):
    eerst = vrijgegeven(rapport_over(PEILDATUM, JUNI_KLEIN), manager, adviseur)
    toen = {code: regel(eerst.inhoud, code)["waarde"] for code in JUNI_KLEIN}
    assert toen == {"uitkeringsdossiers": "383", "instroom": "<5", "uitstroom": "niet getoond"}

    inhoud, _ = bouw(
        rapport_over(
            date(2026, 12, 31),
            {"uitkeringsdossiers": (390, 390, 383), "instroom": (22, 25, 3), "uitstroom": (15, 35, 20)},
        ),
        {},
    )

    # 35 − 15 is the 20 of June, and 383 − 400 + 20 the 3 people who came
    uitstroom = regel(inhoud, "uitstroom")
    assert uitstroom["vorige"] == "niet getoond"
    assert "niet getoond" in (uitstroom["waarde"], uitstroom["jaar"])


def test_een_aantal_met_twee_namen_is_onder_geen_van_beide_te_zien(rapport_over):
    extra = {
        "eenheid": "%", "waarde": D(25), "jaar": D(25), "vorige": None, "teller": 20, "noemer": 16,
        "gegevens": {"opbouw": "tempo", "delen": [["", 20, "2026-01-01", "2026-06-30", False],
                                                  ["tegen in 2024", 16, "2024-01-01", "2024-06-30", False]]},
    }  # fmt: skip

    inhoud, _ = bouw(rapport_over(PEILDATUM, JUNI_KLEIN | {"extra_uitstroom": extra}), {})

    # 25% over 16 is 20; so the percentage goes, or one of the totals that 20 would be put in
    dossiers = regel(inhoud, "uitkeringsdossiers")
    assert regel(inhoud, "uitstroom")["waarde"] == "niet getoond"
    assert "niet getoond" in (
        regel(inhoud, "extra_uitstroom")["waarde"], dossiers["waarde"], dossiers["vorige"],
    )  # fmt: skip


def test_het_verschil_met_nieuw_beschut_verraadt_de_kleine_groep_niet(rapport_over):
    inhoud, _ = bouw(rapport_over(PEILDATUM, {"beschut": (11, None, 12), "nieuw_beschut": (9, None, 9)}), {})

    assert "niet getoond" in (regel(inhoud, "beschut")["waarde"], regel(inhoud, "nieuw_beschut")["waarde"])


def test_een_later_rapport_dat_al_uit_is_telt_mee_in_een_rapport_over_eerder(rapport_over, manager, adviseur):
    december = rapport_over(date(2025, 12, 31), {"instroom": (3, 40, 37)})
    laat = vrijgegeven(december, manager, adviseur)
    assert (regel(laat.inhoud, "instroom")["vorige"], regel(laat.inhoud, "instroom")["jaar"]) == (
        "niet getoond", "40",
    )  # fmt: skip

    inhoud, _ = bouw(rapport_over(date(2025, 6, 30), {"instroom": (37, 37, 20)}), {})

    assert regel(inhoud, "instroom")["waarde"] == "niet getoond"


def test_twee_rapporten_tegelijk_verraden_elkaar_niet(rapport_over, manager, adviseur):
    juni = rapport_over(date(2025, 6, 30), {"instroom": (37, 37, 20)})
    december = rapport_over(date(2025, 12, 31), {"instroom": (3, 40, 37)})
    beide = [keur_goed(vraag_akkoord(stuk, door=manager), door=adviseur) for stuk in (juni, december)]
    geef_vrij(beide[0], door=manager)  # shows 37; the other hides it and shows 40

    with pytest.raises(ValidationError, match="Intussen is een ander rapport vrijgegeven"):
        geef_vrij(beide[1], door=manager)

    terug = zet_terug(beide[1], reden="Ander rapport is uit.", door=adviseur)
    veilig = vrijgegeven(terug, manager, adviseur)
    gevonden = regel(veilig.inhoud, "instroom")
    assert (gevonden["waarde"], gevonden["vorige"], gevonden["jaar"]) == ("<5", "37", "niet getoond")


def test_een_later_verbeterd_aantal_telt_als_een_eigen_aantal(rapport_over, manager, adviseur):
    vrijgegeven(rapport_over(PEILDATUM, JUNI_KLEIN), manager, adviseur)

    # one benefit was entered late: 384 instead of 383; the sums of June still hold for the June report
    inhoud, _ = bouw(
        rapport_over(
            date(2026, 12, 31),
            {"uitkeringsdossiers": (391, 391, 384), "instroom": (22, 25, 3), "uitstroom": (15, 35, 20)},
        ),
        {},
    )

    uitstroom = regel(inhoud, "uitstroom")
    assert "niet getoond" in (uitstroom["waarde"], uitstroom["jaar"])
    assert regel(inhoud, "uitkeringsdossiers")["vorige"] == "384"


def test_een_bedrag_wordt_niet_afgeschermd(gemeente, manager):
    moment = PeilmomentFactory(gemeente=gemeente, peildatum=PEILDATUM)
    PeilwaardeFactory(peilmoment=moment, kpi="buig_resultaat", dashboard="participatie", eenheid="€", waarde=3, jaar=3,
                      vorige=None, verwacht=3)  # fmt: skip

    inhoud, _ = bouw(maak_rapport(moment, door=manager), {})

    assert plat(regel(inhoud, "buig_resultaat")["waarde"]) == "€ 3,00"


def test_namen_van_collegas_staan_niet_in_de_bijsturing(concept, peilmoment, manager):
    stuur_bij(peilmoment, manager)

    inhoud, _ = bouw(concept, TEKSTEN)

    assert "T. Manager" not in str(inhoud["doelen"])


def test_een_percentage_zonder_bekende_aantallen_wordt_niet_getoond(gemeente, manager):
    moment = PeilmomentFactory(gemeente=gemeente, peildatum=PEILDATUM)
    PeilwaardeFactory(
        peilmoment=moment, kpi="tredestap", eenheid="%", waarde=15, teller=60, noemer=400, vorige=12, jaar=15,
    )  # fmt: skip

    inhoud, _ = bouw(maak_rapport(moment, door=manager), {})

    gevonden = regel(inhoud, "tredestap")
    assert (gevonden["waarde"], gevonden["vorige"]) == ("15,0%", "niet getoond")


def test_de_vorige_periode_van_een_percentage_kent_haar_eigen_aantallen(gemeente, manager):
    moment = PeilmomentFactory(gemeente=gemeente, peildatum=PEILDATUM)
    PeilwaardeFactory(
        peilmoment=moment, kpi="tredestap", eenheid="%", waarde=15, teller=60, noemer=400, vorige=12, jaar=15,
        gegevens={"delen_vorige": [[48, True], [400, False]]},
    )  # fmt: skip

    inhoud, _ = bouw(maak_rapport(moment, door=manager), {})

    assert regel(inhoud, "tredestap")["vorige"] == "12,0%"


def test_een_concept_is_alleen_voor_wie_eraan_werkt(
    gemeente, andere_gemeente, maak_gebruiker, consulent, manager
):
    rapport = RapportFactory(gemeente=gemeente)
    vreemde = maak_gebruiker(Rol.TEAMMANAGER, andere_gemeente)

    assert list(Rapport.objects.zichtbaar_voor(manager)) == [rapport]
    assert not Rapport.objects.zichtbaar_voor(consulent).exists()
    assert not Rapport.objects.zichtbaar_voor(vreemde).exists()


def test_een_echt_peilmoment_wordt_een_vrijgegeven_rapport(gemeente, manager, adviseur):
    laad_kaders()
    moment = zet_peilmoment_vast(gemeente, PEILDATUM, door=manager)
    gemist = [w for w in moment.waarden.all() if w.oordeel == "niet_op_doel"]
    for waarde in gemist:
        stuur_bij(moment, manager, kpi=waarde.kpi)
    rapport = maak_rapport(moment, door=manager)
    teksten = {w.kpi: "Wij zijn net begonnen." for w in gemist} | {"samenvatting": "Het gaat goed."}
    schrijf_teksten(rapport, teksten=teksten, door=manager)

    rapport = vrijgegeven(rapport, manager, adviseur)

    assert "Verantwoording" in pdf_tekst(rapport)
