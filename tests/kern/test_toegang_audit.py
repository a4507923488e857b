"""Het logboek op het scherm: alleen eigen gemeenten, filters, export, geschiedenis van één gegeven."""

import pghistory
import pytest
from django.test import Client
from django.urls import reverse

from kern.logbook import leg_inzage_vast, leg_vast
from kern.models import Inzage
from kern.permissions import RECHT_UITLEG, Recht, Rol
from kern.queries_beheer import logrecht
from personen.models import Contactmoment, Persoon
from tests.factories.kern import RolvervullingFactory
from tests.factories.personen import ContactmomentFactory, PersoonFactory
from tests.factories.reintegratie import TredemetingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(maak_gebruiker, gemeente):
    return maak_gebruiker(Rol.AUDITOR, gemeente, naam="A. Auditor")


@pytest.fixture
def audit(auditor):
    client = Client()
    client.force_login(auditor)
    return client


def rijen(antwoord, veld):
    return [rij[veld] for rij in antwoord.context["lijst"].blad.rijen]


def test_alleen_gebeurtenissen_van_de_eigen_gemeente(audit, consulent, gemeente, andere_gemeente):
    leg_vast("team.toegevoegd", onderwerp=gemeente, door=consulent, omschrijving="Hier", gemeente=gemeente)
    leg_vast(
        "team.toegevoegd", onderwerp=gemeente, door=consulent, omschrijving="Daar", gemeente=andere_gemeente
    )

    assert rijen(audit.get(reverse("kern:audit")), "tekst") == ["Hier"]


def test_wie_bekeek_dit_dossier(audit, auditor, consulent, gemeente):
    een, twee = PersoonFactory(gemeente=gemeente), PersoonFactory(gemeente=gemeente)
    for wie, persoon in ((consulent, een), (auditor, een), (consulent, twee)):
        leg_inzage_vast("dossier", door=wie, pagina="/p/", gemeente_id=gemeente.pk, dossier_id=persoon.pk)

    antwoord = audit.get(reverse("kern:audit-inzagen"), {"dossier": een.nummer, "wie": consulent.pk})

    assert rijen(antwoord, "dossiernummer") == [een.nummer]


def test_filteren_op_dagen(audit, consulent, gemeente):
    leg_inzage_vast("dossier", door=consulent, pagina="/p/", gemeente_id=gemeente.pk)

    vandaag = audit.get(reverse("kern:audit-inzagen"), {"van": "vandaag", "tot": "vandaag"})
    toen = audit.get(reverse("kern:audit-inzagen"), {"tot": "1-1-2020"})

    assert len(rijen(vandaag, "pk")) == 1
    assert rijen(toen, "pk") == []


def test_een_export_van_het_logboek_staat_zelf_in_het_logboek(audit, auditor, consulent, gemeente):
    leg_inzage_vast("dossier", door=consulent, pagina="/p/", gemeente_id=gemeente.pk)

    antwoord = audit.get(reverse("kern:audit-inzagen"), {"export": "csv", "soort": "dossier"})
    antwoord.getvalue()

    export = Inzage.objects.get(soort="export")
    assert (export.gebruiker, export.gegevens) == (
        auditor,
        {"lijst": "inzagen", "filters": {"soort": "dossier"}},
    )


def geschiedenis(client, model, pk):
    antwoord = client.get(reverse("kern:audit-geschiedenis", args=[model, pk]))
    return antwoord.status_code, (antwoord.context or {}).get("regels")


def test_de_geschiedenis_toont_wie_welk_veld_van_oud_naar_nieuw_en_verbergt_het_bsn(
    audit, consulent, gemeente
):
    persoon = PersoonFactory(gemeente=gemeente, achternaam="Oud", bsn="123456782")
    with pghistory.context(gebruiker=consulent.pk):
        Persoon.objects.filter(pk=persoon.pk).update(achternaam="Nieuw", bsn="111222333")

    status, regels = geschiedenis(audit, "personen.persoon", persoon.pk)

    assert status == 200
    assert [regel["soort"] for regel in regels] == ["gewijzigd", "toegevoegd"]
    assert regels[0]["wie"] == "K. Consulent"
    assert {tuple(veld) for veld in regels[0]["velden"]} == {
        ("achternaam", "Oud", "Nieuw"),
        ("BSN", "••••••782", "••••••333"),
    }


def test_de_beheerder_ziet_dat_een_verslag_wijzigde_maar_niet_wat_erin_staat(maak_gebruiker, gemeente):
    client = Client()
    client.force_login(maak_gebruiker(Rol.BEHEERDER, gemeente))
    contact = ContactmomentFactory(persoon=PersoonFactory(gemeente=gemeente), verslag="Vertrouwelijk verhaal")

    status, regels = geschiedenis(client, "personen.contactmoment", contact.pk)

    assert status == 200
    label = Contactmoment._meta.get_field("verslag").verbose_name
    assert (label, "leeg", "niet getoond") in regels[0]["velden"]
    assert "Vertrouwelijk" not in str(regels)


@pytest.mark.parametrize("model", ["personen.persoon", "bestaat.niet", "kern.gebeurtenis"])
def test_de_geschiedenis_van_een_andere_gemeente_is_er_niet(audit, andere_gemeente, model):
    persoon = PersoonFactory(gemeente=andere_gemeente)

    assert geschiedenis(audit, model, persoon.pk)[0] == 404


def test_de_tabel_van_rollen_is_te_downloaden_en_gelijk_aan_de_code(audit):
    regels = audit.get(reverse("kern:rollen"), {"export": "csv"}).content.decode("utf-8-sig").splitlines()

    bsn = next(regel for regel in regels if ";bsn.tonen;" in regel)
    assert len(regels) == len(RECHT_UITLEG) + 1
    assert bsn.split(";")[2:] == ["ja", "ja", "ja", *["nee"] * 8]


# ---- wat je niet mag lezen, staat ook niet in het logboek ------------------------------------------------
def test_de_beheerder_leest_in_het_logboek_niets_over_een_uitkering(maak_gebruiker, consulent, gemeente):
    persoon = PersoonFactory(gemeente=gemeente)
    trede = TredemetingFactory(persoon=persoon)
    for ding, tekst in ((trede, "Trede 3 naar 5"), (persoon, "Telefoon gewijzigd")):
        leg_vast(
            "x.y", onderwerp=ding, door=consulent, gemeente=gemeente, dossier=persoon, omschrijving=tekst
        )
    client = Client()
    client.force_login(maak_gebruiker(Rol.BEHEERDER, gemeente))

    for vraag in ({}, {"export": "json"}, {"export": "csv"}):
        antwoord = client.get(reverse("kern:audit"), vraag)
        tekst = (antwoord.getvalue() if vraag else antwoord.content).decode()
        assert "Trede 3 naar 5" not in tekst
        assert "Telefoon gewijzigd" in tekst and "niet getoond" in tekst


def test_de_auditor_leest_het_wel(audit, consulent, gemeente):
    trede = TredemetingFactory(persoon__gemeente=gemeente)
    leg_vast("x.y", onderwerp=trede, door=consulent, gemeente=gemeente, omschrijving="Trede 3 naar 5")

    assert "Trede 3 naar 5" in audit.get(reverse("kern:audit")).content.decode()


def test_een_recht_in_de_ene_gemeente_opent_de_regels_van_de_andere_niet(
    maak_gebruiker, consulent, gemeente, andere_gemeente
):
    kijker = maak_gebruiker(Rol.BEHEERDER, gemeente)
    RolvervullingFactory(gebruiker=kijker, rol=Rol.AUDITOR, gemeente=andere_gemeente)
    for waar, tekst in ((gemeente, "Hier trede 2"), (andere_gemeente, "Daar trede 4")):
        trede = TredemetingFactory(persoon__gemeente=waar)
        leg_vast("x.y", onderwerp=trede, door=consulent, gemeente=waar, omschrijving=tekst)
    client = Client()
    client.force_login(kijker)

    pagina = client.get(reverse("kern:audit")).content.decode()

    assert "Daar trede 4" in pagina and "Hier trede 2" not in pagina


def test_elk_onderwerp_van_het_logboek_heeft_een_recht_om_het_te_lezen():
    assert logrecht("personen.kenmerk") == Recht.KENMERK_INZIEN
    assert logrecht("reintegratie.tredemeting") == Recht.REINTEGRATIE_INZIEN
    assert logrecht("werkgevers.plaatsing") == Recht.WERKGEVER_INZIEN
    assert logrecht("formatie.scenario") == Recht.AUDIT_INZIEN


# ---- de geschiedenis is te vinden ---------------------------------------------------------------------------
def test_het_dossier_wijst_de_auditor_de_weg_naar_de_geschiedenis(audit, ingelogd, gemeente):
    persoon = PersoonFactory(gemeente=gemeente, in_begeleiding=True)
    contact = ContactmomentFactory(persoon=persoon)
    adressen = {
        reverse("personen:tijdlijn", args=[persoon.nummer]): ("personen.persoon", persoon.pk),
        reverse("personen:contact", args=[persoon.nummer, contact.pk]): (
            "personen.contactmoment",
            contact.pk,
        ),
    }

    for adres, doel in adressen.items():
        link = f'href="{reverse("kern:audit-geschiedenis", args=doel)}"'
        assert link in audit.get(adres).content.decode()
        assert link not in ingelogd.get(adres).content.decode()
        assert audit.get(reverse("kern:audit-geschiedenis", args=doel)).status_code == 200
