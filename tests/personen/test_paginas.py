"""The pages of a dossier: they open, stay inside the gemeente, log the look and hide the BSN."""

import io
from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from pypdf import PdfReader

from kern.models import Gebeurtenis, Inzage, Ongedaan
from kern.permissions import Rol
from kern.registers import signaalsoorten
from personen import actions
from personen.models import Contactmoment, Persoon
from tests.factories.kern import VervangingFactory
from tests.factories.personen import (
    ContactmomentFactory,
    KenmerkFactory,
    PersoonFactory,
    ToewijzingFactory,
)
from tests.factories.reintegratie import TredemetingFactory, UitkeringFactory
from tests.factories.werkgevers import PlaatsingFactory
from tests.factories.wsw import DienstverbandFactory
from tests.lezen import pagina_tekst

pytestmark = pytest.mark.django_db
BSN = "111222333"
BLADEN = ["tijdlijn", "contactmomenten", "plan", "documenten", "gegevens", "inzage", "overdracht"]
FORMULIEREN = [
    "contact-nieuw",
    "plan-nieuw",
    "document-nieuw",
    "wijzigen",
    "adres-nieuw",
    "kenmerk-nieuw",
    "beginnen",
    "beeindigen",
    "bsn",
    "bsn-wijzigen",
]


@pytest.fixture
def persoon(gemeente, consulent):
    persoon = PersoonFactory(
        gemeente=gemeente, bsn=BSN, roepnaam="Anna", achternaam="Voorbeeld", in_begeleiding=True
    )
    ToewijzingFactory(persoon=persoon, gebruiker=consulent)
    KenmerkFactory(persoon=persoon)
    ContactmomentFactory(persoon=persoon, door=consulent, vervolg_op=date(2026, 11, 10))
    return persoon


@pytest.mark.parametrize("naam", BLADEN + FORMULIEREN)
def test_een_dossierpagina_opent_zonder_bsn_en_zonder_naam_in_de_titel(ingelogd, persoon, naam):
    antwoord = ingelogd.get(reverse(f"personen:{naam}", args=[persoon.nummer]))

    assert antwoord.status_code == 200
    tekst = antwoord.content.decode()
    titel = tekst.split("<title>")[1].split("</title>")[0]
    assert BSN not in tekst.replace(" ", "")
    assert "••••••333" in tekst
    assert "Voorbeeld" not in titel
    assert persoon.nummer in titel


@pytest.mark.parametrize("naam", BLADEN + FORMULIEREN)
def test_een_dossier_van_een_andere_gemeente_bestaat_niet(ingelogd, andere_gemeente, naam):
    vreemd = PersoonFactory(gemeente=andere_gemeente, bsn=BSN)

    antwoord = ingelogd.get(reverse(f"personen:{naam}", args=[vreemd.nummer]))

    assert antwoord.status_code == 404
    assert vreemd.achternaam not in antwoord.content.decode()
    assert not Inzage.objects.exists()


@pytest.mark.parametrize("naam", BLADEN)
def test_een_blad_kost_een_vast_aantal_vragen(
    ingelogd, persoon, consulent, naam, django_assert_max_num_queries
):
    """Twaalf; een lijst drie meer (kolomkeuze, weergaven, filter); de overdracht één per soort signaal."""
    for dag in range(1, 29):
        ContactmomentFactory(persoon=persoon, door=consulent, datum=date(2026, 9, dag))
    DienstverbandFactory(persoon=persoon, met_indeling=True)
    PlaatsingFactory(persoon=persoon)
    UitkeringFactory(persoon=persoon)
    TredemetingFactory(persoon=persoon, beoordelaar=consulent)
    adres = reverse(f"personen:{naam}", args=[persoon.nummer])
    ingelogd.get(adres)

    # The hand-over shows the open signals: one question for each kind of signal, never more.
    lijsten = {"contactmomenten": 3, "documenten": 3, "inzage": 3}
    ruimte = len(signaalsoorten.alle()) if naam == "overdracht" else lijsten.get(naam, 0)
    with django_assert_max_num_queries(12 + ruimte):
        ingelogd.get(adres)


def test_elke_blik_in_het_dossier_staat_een_keer_per_pagina_in_de_inzage(ingelogd, persoon, consulent):
    adres = reverse("personen:tijdlijn", args=[persoon.nummer])

    ingelogd.get(adres)
    ingelogd.get(adres)
    ingelogd.get(reverse("personen:gegevens", args=[persoon.nummer]), headers={"hx-request": "true"})

    assert list(Inzage.objects.order_by("pk").values_list("gebruiker", "dossier_id", "pagina")) == [
        (consulent.pk, persoon.pk, f"tijdlijn van {persoon.nummer}"),
        (consulent.pk, persoon.pk, f"gegevens van {persoon.nummer}"),
    ]


def test_de_inzage_noemt_de_vervanger_en_tot_wanneer(client, persoon, consulent, maak_gebruiker, gemeente):
    from django.utils import timezone

    collega = maak_gebruiker(Rol.CONSULENT, gemeente, naam="V. Vervanger")
    vandaag = timezone.localdate()
    VervangingFactory(afwezige=consulent, vervanger=collega, begindatum=vandaag, einddatum=vandaag)
    client.force_login(collega)

    antwoord = client.get(reverse("personen:inzage", args=[persoon.nummer]))

    assert f"als vervanger tot en met {vandaag:%d-%m-%Y}" in antwoord.content.decode()


def test_bsn_tonen_vraagt_een_reden_en_legt_die_vast(ingelogd, persoon, consulent):
    adres = reverse("personen:bsn", args=[persoon.nummer])

    zonder = ingelogd.post(adres, {"reden": ""})
    met = ingelogd.post(adres, {"reden": "aanvraag bij UWV"})
    daarna = ingelogd.get(adres)

    assert BSN not in zonder.content.decode().replace(" ", "")
    assert "1112 22 333" in met.content.decode()
    assert BSN not in daarna.content.decode().replace(" ", "")
    inzage = Inzage.objects.get(soort="bsn")
    assert (inzage.gebruiker, inzage.reden) == (consulent, "aanvraag bij UWV")
    assert BSN not in str(inzage.gegevens) + inzage.pagina


def test_zonder_het_recht_is_er_geen_weg_naar_het_bsn(client, persoon, maak_gebruiker, gemeente):
    client.force_login(maak_gebruiker(Rol.TEAMMANAGER, gemeente))

    pagina = client.get(reverse("personen:gegevens", args=[persoon.nummer]))
    antwoord = client.post(reverse("personen:bsn", args=[persoon.nummer]), {"reden": "nieuwsgierig"})

    assert reverse("personen:bsn", args=[persoon.nummer]) not in pagina.content.decode()
    assert antwoord.status_code == 403
    assert not Inzage.objects.filter(soort="bsn").exists()


def test_een_bijzonder_kenmerk_is_onzichtbaar_zonder_het_recht(
    client, persoon, maak_gebruiker, gemeente, consulent
):
    actions.leg_kenmerk_vast(
        persoon,
        soort="belemmering",
        waarde="schulden",
        toelichting="geheim",
        vanaf=date(2026, 1, 1),
        door=consulent,
    )
    client.force_login(maak_gebruiker(Rol.TEAMMANAGER, gemeente))

    paginas = [
        client.get(reverse(f"personen:{naam}", args=[persoon.nummer])).content.decode() for naam in BLADEN
    ]

    assert not any("schulden" in pagina or "geheim" in pagina for pagina in paginas)


def test_een_bijzonder_kenmerk_is_zichtbaar_met_het_recht(ingelogd, persoon, consulent):
    actions.leg_kenmerk_vast(
        persoon, soort="belemmering", waarde="schulden", vanaf=date(2026, 1, 1), door=consulent
    )

    for naam in ("tijdlijn", "gegevens", "overdracht"):
        assert "schulden" in ingelogd.get(reverse(f"personen:{naam}", args=[persoon.nummer])).content.decode()


def test_contact_vastleggen_zet_het_op_de_tijdlijn_en_kan_ongedaan(ingelogd, persoon, consulent):
    adres = reverse("personen:contact-nieuw", args=[persoon.nummer])
    velden = {
        "datum": "vandaag",
        "wijze": "werkplek",
        "met": "inwoner",
        "verslag": "Tempo gaat vooruit.",
        "vervolg_op_keuze": "over 6 weken",
    }

    antwoord = ingelogd.post(adres, velden, follow=True)

    tekst = antwoord.content.decode()
    contact = Contactmoment.objects.get(verslag="Tempo gaat vooruit.")
    assert contact.door == consulent
    assert (contact.vervolg_op - contact.datum).days == 42
    assert "Tempo gaat vooruit." in tekst
    assert "00.00" not in tekst
    assert Gebeurtenis.objects.filter(soort="contact.vastgelegd", dossier_id=persoon.pk).count() == 1

    ingelogd.post(reverse("personen:contact-intrekken", args=[persoon.nummer, contact.pk]))

    contact.refresh_from_db()
    assert contact.ingetrokken_op is not None
    na = pagina_tekst(ingelogd.get(reverse("personen:tijdlijn", args=[persoon.nummer])))
    assert "Tempo gaat vooruit." not in na
    assert Gebeurtenis.objects.get(soort="contact.ingetrokken").omschrijving in na


@pytest.mark.parametrize(
    ("veld", "waarde", "melding"),
    [
        ("verslag", "", "Vul dit veld in."),
        ("verslag", "a\x00b", "teken dat niet bewaard kan worden"),
        ("verslag", "x" * 10_001, "Deze tekst is te lang"),
        ("datum", "31-02-2026", "31-02-2026 bestaat niet"),
        ("datum", "01-01-2090", "ligt in de toekomst"),
        ("wijze", "rookteken", "Deze keuze bestaat niet"),
        ("vervolg_op_datum", "01-01-2020", "Het vervolg ligt voor het contact"),
    ],
)
def test_fout_ingevuld_contact_wordt_niet_bewaard(ingelogd, persoon, veld, waarde, melding):
    velden = {"datum": "vandaag", "wijze": "telefoon", "met": "inwoner", "verslag": "Tekst"}
    aantal = Contactmoment.objects.count()

    antwoord = ingelogd.post(
        reverse("personen:contact-nieuw", args=[persoon.nummer]), {**velden, veld: waarde}
    )

    assert antwoord.status_code == 200
    assert melding in antwoord.content.decode()
    assert Contactmoment.objects.count() == aantal


def test_twee_keer_tegelijk_wijzigen_laat_de_tweede_het_verschil_zien(ingelogd, persoon):
    adres = reverse("personen:wijzigen", args=[persoon.nummer])
    velden = {"achternaam": "Voorbeeld", "geboortedatum": "12-05-1984", "geslacht": "v", "versie": "1"}

    eerste = ingelogd.post(adres, {**velden, "telefoon": "0612345678"})
    tweede = ingelogd.post(adres, {**velden, "telefoon": "0687654321"})

    tekst = tweede.content.decode()
    assert eerste.status_code == 302
    assert tweede.status_code == 409
    assert "0612345678" in tekst
    assert "0687654321" in tekst
    assert Persoon.objects.get(pk=persoon.pk).telefoon == "0612345678"


@pytest.mark.parametrize(
    "vraag", ["?soort=bestaatniet", "?jaar=%00", "?tot=gisteren", "?overslaan=-1", "?jaar=1"]
)
@pytest.mark.parametrize("naam", BLADEN)
def test_rare_parameters_breken_niets(ingelogd, persoon, naam, vraag):
    antwoord = ingelogd.get(reverse(f"personen:{naam}", args=[persoon.nummer]) + vraag)

    assert antwoord.status_code == 200


@pytest.mark.parametrize("naam", ["contact", "contact-wijzigen", "contact-intrekken", "vervolg-gedaan"])
def test_een_contact_van_een_ander_dossier_is_niet_te_bereiken(ingelogd, persoon, gemeente, consulent, naam):
    ander = ContactmomentFactory(persoon=PersoonFactory(gemeente=gemeente), door=consulent)
    adres = reverse(f"personen:{naam}", args=[persoon.nummer, ander.pk])

    methode = ingelogd.post if naam in ("contact-intrekken", "vervolg-gedaan") else ingelogd.get

    assert methode(adres).status_code == 404


def test_een_half_getypt_contact_staat_er_later_nog(ingelogd, persoon):
    adres = reverse("personen:tijdlijn", args=[persoon.nummer])
    soep = BeautifulSoup(ingelogd.get(adres).content, "html.parser")
    sleutel = soep.select_one("#snelinvoer input[name=concept]")["value"]

    ingelogd.post(
        reverse("kern:concept-bewaren"), {"concept": sleutel, "verslag": "Half getypt", "wijze": "online"}
    )

    assert "Half getypt" in ingelogd.get(adres).content.decode()


def test_twee_keer_klikken_geeft_een_contact(ingelogd, persoon):
    adres = reverse("personen:contact-nieuw", args=[persoon.nummer])
    velden = {
        "datum": "vandaag",
        "wijze": "telefoon",
        "met": "inwoner",
        "verslag": "Een keer",
        "eenmalig": "abc",
    }

    ingelogd.post(adres, velden)
    ingelogd.post(adres, velden)

    assert Contactmoment.objects.filter(verslag="Een keer").count() == 1


def test_een_collega_kan_andermans_contact_niet_wijzigen(client, persoon, maak_gebruiker, gemeente):
    client.force_login(maak_gebruiker(Rol.CONSULENT, gemeente))
    contact = Contactmoment.objects.get()
    velden = {
        "datum": "01-10-2026",
        "wijze": "telefoon",
        "met": "inwoner",
        "verslag": "Anders",
        "versie": "1",
    }

    antwoord = client.post(reverse("personen:contact-wijzigen", args=[persoon.nummer, contact.pk]), velden)

    assert "door een collega vastgelegd" in antwoord.content.decode()
    contact.refresh_from_db()
    assert contact.verslag == "Besproken hoe het gaat."


def test_een_toewijzing_kan_ongedaan(client, persoon, consulent, maak_gebruiker, gemeente):
    manager, nieuw = maak_gebruiker(Rol.TEAMMANAGER, gemeente), maak_gebruiker(Rol.CONSULENT, gemeente)
    client.force_login(manager)
    velden = {"aan": nieuw.pk, "vanaf": "vandaag", "reden": "verlof"}

    client.post(reverse("personen:toewijzen", args=[persoon.nummer]), velden)
    tussen = [t.gebruiker for t in persoon.toewijzingen.order_by("begindatum")]
    client.post(reverse("kern:ongedaan", args=[Ongedaan.objects.get().pk]))

    assert tussen == [consulent, nieuw]
    (terug,) = persoon.toewijzingen.all()
    assert (terug.gebruiker, terug.einddatum) == (consulent, None)


def test_een_collega_van_een_andere_gemeente_is_niet_te_kiezen(
    client, persoon, andere_gemeente, maak_gebruiker, gemeente
):
    vreemd = maak_gebruiker(Rol.CONSULENT, andere_gemeente, naam="V. Vreemd")
    client.force_login(maak_gebruiker(Rol.TEAMMANAGER, gemeente))
    adres = reverse("personen:toewijzen", args=[persoon.nummer])

    pagina = client.get(adres)
    antwoord = client.post(adres, {"aan": vreemd.pk, "vanaf": "vandaag"})

    assert "V. Vreemd" not in pagina.content.decode()
    assert "Deze keuze bestaat niet" in antwoord.content.decode()


def test_een_nieuw_dossier_dat_op_een_ander_lijkt_vraagt_eerst_na(ingelogd, persoon, gemeente):
    Persoon.objects.filter(pk=persoon.pk).update(sorteernaam="voorbeeld anna")
    adres = reverse("personen:nieuw")
    velden = {
        "gemeente": gemeente.pk,
        "achternaam": "Voorbeeld",
        "geboortedatum": "12-05-1984",
        "geslacht": "v",
        "vanaf": "01-11-2026",
    }

    eerst = ingelogd.post(adres, velden)
    aantal = Persoon.objects.count()
    dan = ingelogd.post(adres, {**velden, "toch": "ja"})

    assert persoon.nummer in eerst.content.decode()
    assert aantal == 1
    nieuw = Persoon.objects.latest("pk")
    assert dan["Location"] == reverse("personen:tijdlijn", args=[nieuw.nummer])
    assert nieuw.dossierperioden.get().begindatum == date(2026, 11, 1)


@pytest.mark.parametrize(
    ("velden", "melding"),
    [
        ({"bsn": "123456789"}, "Dit BSN klopt niet."),
        ({"bsn": "000000000"}, "Dit BSN klopt niet."),
        ({"geboortedatum": "31-02-1984"}, "31-02-1984 bestaat niet"),
        ({"geboortedatum": "01-01-2090"}, "Kies een eerdere datum"),
        ({"achternaam": ""}, "Vul dit veld in."),
        ({"achternaam": "a\x00b"}, "teken dat niet bewaard kan worden"),
        ({"achternaam": "x" * 500}, "Deze tekst is te lang"),
        ({"gemeente": "999999"}, "Deze keuze bestaat niet"),
    ],
)
def test_een_fout_in_een_nieuw_dossier_bewaart_niets(ingelogd, gemeente, velden, melding):
    goed = {
        "gemeente": gemeente.pk,
        "achternaam": "Proef",
        "geboortedatum": "12-05-1984",
        "geslacht": "v",
        "vanaf": "01-11-2026",
    }

    antwoord = ingelogd.post(reverse("personen:nieuw"), goed | velden)

    assert melding in antwoord.content.decode()
    assert Persoon.objects.count() == 0


def test_zoeken_in_de_tekst_zet_geen_woorden_in_het_adres(ingelogd, persoon, consulent):
    ContactmomentFactory(persoon=persoon, door=consulent, verslag="Over de schuldhulp gesproken.")
    adres = reverse("personen:contactmomenten", args=[persoon.nummer])

    antwoord = ingelogd.post(
        reverse("kern:lijst-zoeken", args=["contactmomenten"]), {"term": "schuldhulp", "terug": adres}
    )
    inhoud = ingelogd.get(antwoord["Location"]).content.decode()

    assert "schuldhulp" not in antwoord["Location"]
    assert "1 contactmoment<" in inhoud
    assert "Besproken hoe het gaat." not in inhoud


def test_de_overdracht_als_pdf_heeft_geen_bsn_en_staat_in_de_inzage(ingelogd, persoon):
    antwoord = ingelogd.get(reverse("personen:overdracht-pdf", args=[persoon.nummer]))

    tekst = "".join(blad.extract_text() for blad in PdfReader(io.BytesIO(antwoord.content)).pages)
    assert antwoord.headers["Content-Type"] == "application/pdf"
    assert "Anna Voorbeeld" in tekst
    assert "333" not in tekst
    assert Inzage.objects.filter(soort="rapport", dossier_id=persoon.pk).count() == 1
