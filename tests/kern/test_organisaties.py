"""Gemeenten, samenwerkingsverbanden en organisatierollen, door de functioneel beheerder (eisen §7)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from kern.actions import organisaties as acties
from kern.models import Deelname, Gebeurtenis, Gemeente, Organisatie, Organisatierol, Samenwerkingsverband
from kern.permissions import Recht, Rol
from tests.factories.kern import DeelnameFactory, OrganisatierolFactory, RolvervullingFactory

VANDAAG = date.today()


@pytest.fixture
def beheerder(maak_gebruiker, gemeente):
    return maak_gebruiker(Rol.BEHEERDER, gemeente, naam="F. Beheer")


def test_gemeenten_met_een_van_deze_rechten_staan_op_naam(maak_gebruiker, gemeente, andere_gemeente):
    gebruiker = maak_gebruiker(Rol.CONSULENT, gemeente)
    RolvervullingFactory(gebruiker=gebruiker, gemeente=andere_gemeente, rol=Rol.BEHEERDER)

    def namen(*rechten):
        return [g.naam for g in Gemeente.objects.met_recht(gebruiker, *rechten)]

    assert namen(Recht.PERSOON_WIJZIGEN) == [gemeente.naam]
    assert namen(Recht.GEBRUIKER_BEHEREN, Recht.PERSOON_WIJZIGEN) == sorted(
        [gemeente.naam, andere_gemeente.naam]
    )
    assert namen(Recht.FACTUUR_MAKEN) == []


def test_een_gemeente_van_herkomst_werkt_nog_niet_met_trede(client, beheerder):
    client.force_login(beheerder)

    client.post(reverse("kern:gemeente-nieuw"), {"code": "0173", "naam": "Oldenzaal"})

    gemeente = Gemeente.objects.get(code="0173")
    assert (gemeente.naam, gemeente.gebruikt_trede) == ("Oldenzaal", False)
    assert Gebeurtenis.objects.filter(soort="gemeente.toegevoegd", gebruiker=beheerder).count() == 1


@pytest.mark.parametrize("code", ["17", "17420", "17a2", "１２３４"])
def test_een_cbs_code_heeft_vier_cijfers(client, beheerder, code):
    client.force_login(beheerder)

    antwoord = client.post(reverse("kern:gemeente-nieuw"), {"code": code, "naam": "Ergens"})

    assert "code" in antwoord.context["form"].errors
    assert not Gemeente.objects.filter(naam="Ergens").exists()


def test_een_code_die_al_bestaat_geeft_een_fout_bij_het_veld(client, beheerder):
    client.force_login(beheerder)

    antwoord = client.post(reverse("kern:gemeente-nieuw"), {"code": "1742", "naam": "Nog eens"})

    assert "code" in antwoord.context["form"].errors


def test_de_werknaam_van_een_andere_gemeente_wijzig_je_niet(client, beheerder, gemeente, andere_gemeente):
    client.force_login(beheerder)

    client.post(reverse("kern:gemeente", args=[gemeente.pk]), {"werknaam": "Werkplein"})
    vreemd = client.post(reverse("kern:gemeente", args=[andere_gemeente.pk]), {"werknaam": "Overname"})

    gemeente.refresh_from_db()
    assert (gemeente.werknaam, vreemd.status_code) == ("Werkplein", 404)
    with pytest.raises(PermissionDenied):
        acties.wijzig_gemeente(andere_gemeente, werknaam="x", door=beheerder)


def test_een_nieuw_verband_begint_met_de_eigen_gemeente(client, beheerder, gemeente):
    client.force_login(beheerder)
    velden = {"naam": "Samen Twente", "soort": "GR", "gemeente": gemeente.pk, "begindatum": "1-1-2027"}

    client.post(reverse("kern:verband-nieuw"), velden)

    verband = Samenwerkingsverband.objects.get(naam="Samen Twente")
    assert [d.gemeente for d in verband.deelnames.all()] == [gemeente]


def test_in_een_vreemd_verband_stap_je_niet_zelf(beheerder, gemeente, andere_gemeente):
    """Anders zag je hun werkgevers: die zijn gedeeld binnen een verband."""
    vreemd = DeelnameFactory(gemeente=andere_gemeente).verband

    with pytest.raises(PermissionDenied):
        acties.voeg_deelname_toe(vreemd, gemeente=gemeente, begindatum=VANDAAG, door=beheerder)

    assert not Deelname.objects.filter(gemeente=gemeente).exists()


def test_ook_een_verband_zonder_deelnemers_is_van_niemand(beheerder, gemeente, andere_gemeente):
    leeg = DeelnameFactory(gemeente=andere_gemeente, einddatum=VANDAAG - timedelta(days=1)).verband

    with pytest.raises(PermissionDenied):
        acties.voeg_deelname_toe(leeg, gemeente=gemeente, begindatum=VANDAAG, door=beheerder)


def test_wie_in_alle_gemeenten_beheerder_is_voegt_er_een_toe(client, beheerder, gemeente, andere_gemeente):
    verband = DeelnameFactory(gemeente=gemeente).verband
    RolvervullingFactory(gebruiker=beheerder, rol=Rol.BEHEERDER, gemeente=andere_gemeente)
    client.force_login(beheerder)

    client.post(
        reverse("kern:deelname-nieuw", args=[verband.pk]),
        {"gemeente": andere_gemeente.pk, "begindatum": "1-1-2027"},
    )

    assert verband.deelnames.filter(gemeente=andere_gemeente, begindatum=date(2027, 1, 1)).exists()


def test_uitstappen_mag_elke_gemeente_zelf(client, beheerder, gemeente, andere_gemeente):
    eigen = DeelnameFactory(gemeente=gemeente)
    ander = DeelnameFactory(gemeente=andere_gemeente, verband=eigen.verband)
    client.force_login(beheerder)

    client.post(reverse("kern:deelname-beeindigen", args=[eigen.pk]), {"laatste_dag": "31-12-2026"})
    vreemd = client.post(reverse("kern:deelname-beeindigen", args=[ander.pk]), {"laatste_dag": "31-12-2026"})

    eigen.refresh_from_db()
    assert (eigen.einddatum, vreemd.status_code) == (date(2026, 12, 31), 404)


def test_een_deelname_beeindig_je_niet_achteraf(beheerder, gemeente):
    with pytest.raises(ValidationError) as fout:
        acties.beeindig_deelname(
            DeelnameFactory(gemeente=gemeente), laatste_dag=date(2020, 1, 1), door=beheerder
        )

    assert "laatste_dag" in fout.value.error_dict


def test_een_bekende_naam_maakt_geen_tweede_organisatie(client, beheerder, gemeente):
    OrganisatierolFactory(organisatie__naam="SW-bedrijf Noord", gemeente=gemeente)
    client.force_login(beheerder)
    velden = {
        "gemeente": gemeente.pk, "naam": "sw-bedrijf noord", "soort": "hrm_partij", "begindatum": "1-1-2027"
    }  # fmt: skip

    client.post(reverse("kern:organisatierol-nieuw"), velden)

    assert Organisatie.objects.count() == 1
    assert Organisatierol.objects.filter(soort="hrm_partij", begindatum=date(2027, 1, 1)).count() == 1
    dubbel = client.post(reverse("kern:organisatierol-nieuw"), velden | {"begindatum": "2-1-2027"})
    assert dubbel.context["form"].errors["begindatum"] == [
        "Deze organisatie heeft deze rol in deze periode al."
    ]


def test_de_lijst_toont_alleen_eigen_rollen(client, beheerder, gemeente, andere_gemeente):
    OrganisatierolFactory(organisatie__naam="Van ons", gemeente=gemeente)
    OrganisatierolFactory(organisatie__naam="Van hen", gemeente=andere_gemeente)
    client.force_login(beheerder)

    pagina = client.get(reverse("kern:organisatierollen")).content.decode()

    assert "Van ons" in pagina and "Van hen" not in pagina


@pytest.mark.parametrize("route", ["kern:gemeenten", "kern:verbanden", "kern:organisatierollen"])
def test_een_lijst_kost_altijd_evenveel_vragen(
    client, beheerder, gemeente, route, django_assert_max_num_queries
):
    OrganisatierolFactory.create_batch(2, gemeente=gemeente)
    DeelnameFactory.create_batch(2, gemeente=gemeente)
    client.force_login(beheerder)
    with django_assert_max_num_queries(20) as weinig:
        client.get(reverse(route))
    OrganisatierolFactory.create_batch(18, gemeente=gemeente)
    DeelnameFactory.create_batch(18, gemeente=gemeente)

    with django_assert_max_num_queries(len(weinig)):
        client.get(reverse(route))
