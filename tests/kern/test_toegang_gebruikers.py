"""Gebruikers, rollen en vervanging: wie mag wat geven, en wanneer het ingaat (snel-en-veilig C4, C5)."""

from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kern.actions import gebruikers as acties
from kern.actions.demo_gebruikers import maak_demo_gebruikers
from kern.actions.rollen import beeindig_rol, ken_rol_toe, per_direct, stel_vervanging_in
from kern.demo_accounts import DEMO_WACHTWOORD, demo_accounts
from kern.models import Gebeurtenis, Gebruiker, Gemeente, Rolvervulling, Teamlid, Vervanging
from kern.permissions import Rol
from tests.factories.kern import (
    DeelnameFactory,
    GebruikerFactory,
    RolvervullingFactory,
    SamenwerkingsverbandFactory,
    TeamFactory,
)

pytestmark = pytest.mark.django_db
VANDAAG = date(2026, 11, 22)


@pytest.fixture
def beheerder(maak_gebruiker, gemeente):
    return maak_gebruiker(Rol.BEHEERDER, gemeente, naam="B. Beheerder")


@pytest.fixture
def beheer(beheerder):
    client = Client()
    client.force_login(beheerder)
    return client


def opnieuw(gebruiker) -> Gebruiker:
    """Zonder wat er in dit object onthouden is, zoals bij het volgende verzoek."""
    return Gebruiker.objects.get(pk=gebruiker.pk)


# ---- nieuwe gebruiker ------------------------------------------------------------------------------
def test_een_nieuwe_gebruiker_krijgt_in_een_keer_rol_team_en_eenmalig_wachtwoord(beheer, gemeente):
    team = TeamFactory(gemeente=gemeente, naam="PW-Werk")

    antwoord = beheer.post(
        reverse("kern:gebruiker-nieuw"),
        {
            "naam": "N. Nieuw",
            "username": "N.Nieuw",
            "rol": "consulent",
            "plek": f"g{gemeente.pk}",
            "team": team.pk,
            "fte": "0,8",
            "begindatum": "1-1-2026",
        },
    )

    gebruiker = Gebruiker.objects.get(username="n.nieuw")
    wachtwoord = antwoord.context["wachtwoord"]
    assert antwoord.status_code == 200
    assert gebruiker.check_password(wachtwoord)
    assert gebruiker.wachtwoord_eenmalig
    assert gebruiker.toegang.rollen == {Rol.CONSULENT}
    assert gebruiker.toegang.gemeenten == {gemeente.pk}
    assert str(Teamlid.objects.get(gebruiker=gebruiker).fte) == "0.80"
    assert wachtwoord not in str(list(Gebeurtenis.objects.values()))


def test_gaat_de_rol_mis_dan_is_er_ook_geen_gebruiker(beheer, gemeente, andere_gemeente):
    antwoord = beheer.post(
        reverse("kern:gebruiker-nieuw"),
        {
            "naam": "N. Nieuw",
            "username": "nieuw",
            "rol": "consulent",
            "plek": f"g{andere_gemeente.pk}",
            "begindatum": "1-1-2026",
        },
    )

    assert antwoord.context["form"].errors == {"plek": ["Deze keuze bestaat niet. Kies uit de lijst."]}
    assert not Gebruiker.objects.filter(username="nieuw").exists()


def test_een_gebruikersnaam_met_een_lang_nummer_wordt_geweigerd(beheer):
    antwoord = beheer.post(reverse("kern:gebruiker-nieuw"), {"username": "p123456782"})

    assert antwoord.context["form"].errors["username"] == [
        "Een gebruikersnaam mag geen BSN of ander lang nummer bevatten."
    ]


# ---- rollen ----------------------------------------------------------------------------------------
def test_niemand_geeft_zichzelf_een_rol(beheerder, gemeente):
    with pytest.raises(ValidationError, match="Je kunt jezelf geen rol geven"):
        ken_rol_toe(beheerder, rol=Rol.CONSULENT, gemeente=gemeente, begindatum=VANDAAG, door=beheerder)


def test_ook_de_database_weigert_een_rol_aan_jezelf(beheerder, gemeente):
    with pytest.raises(IntegrityError, match="rolvervulling_niet_aan_jezelf"), transaction.atomic():
        Rolvervulling.objects.create(
            gebruiker=beheerder,
            rol=Rol.CONSULENT,
            gemeente=gemeente,
            begindatum=VANDAAG,
            toegekend_door=beheerder,
        )


def test_een_beheerder_geeft_geen_rol_in_een_andere_gemeente(beheerder, consulent, andere_gemeente):
    with pytest.raises(ValidationError) as fout:
        ken_rol_toe(
            consulent, rol=Rol.CONSULENT, gemeente=andere_gemeente, begindatum=VANDAAG, door=beheerder
        )

    assert fout.value.message_dict == {"plek": ["Je bent geen beheerder van deze gemeente."]}


def test_een_beheerder_van_een_gemeente_geeft_geen_rol_in_het_verband(beheerder, consulent, gemeente):
    verband = SamenwerkingsverbandFactory()
    DeelnameFactory(verband=verband, gemeente=gemeente)

    with pytest.raises(ValidationError) as fout:
        ken_rol_toe(consulent, rol=Rol.CONSULENT, verband=verband, begindatum=VANDAAG, door=beheerder)

    assert fout.value.message_dict == {"plek": ["Je bent geen beheerder van dit samenwerkingsverband."]}


def test_een_beheerder_van_het_verband_geeft_wel_een_rol_in_het_verband(consulent, gemeente):
    verband = SamenwerkingsverbandFactory()
    DeelnameFactory(verband=verband, gemeente=gemeente)
    baas = GebruikerFactory()
    RolvervullingFactory(gebruiker=baas, rol=Rol.BEHEERDER, gemeente=None, verband=verband)

    rol = ken_rol_toe(consulent, rol=Rol.LIAISON, verband=verband, begindatum=VANDAAG, door=baas)

    assert (rol.verband, rol.toegekend_door) == (verband, baas)


def test_dezelfde_rol_twee_keer_in_een_periode_wordt_geweigerd(beheerder, consulent, gemeente):
    with pytest.raises(ValidationError, match="heeft deze rol in deze periode al"):
        ken_rol_toe(consulent, rol=Rol.CONSULENT, gemeente=gemeente, begindatum=VANDAAG, door=beheerder)


def test_een_rol_die_stopt_werkt_bij_het_volgende_verzoek_niet_meer(ingelogd, consulent, beheerder):
    voor = ingelogd.get(reverse("kern:kaders")).status_code
    beeindig_rol(consulent.rolvervullingen.get(), laatste_dag=per_direct(), door=beheerder)

    na = ingelogd.get(reverse("kern:kaders")).status_code

    assert (voor, na) == (200, 403)


def test_op_de_laatste_dag_geldt_een_rol_nog(consulent, beheerder):
    beeindig_rol(consulent.rolvervullingen.get(), laatste_dag=timezone.localdate(), door=beheerder)

    assert opnieuw(consulent).toegang.rollen == {Rol.CONSULENT}


def test_een_rol_die_nooit_gold_verdwijnt_maar_blijft_in_de_geschiedenis(beheerder, gemeente):
    morgen = timezone.localdate() + timedelta(days=1)
    rol = RolvervullingFactory(gemeente=gemeente, begindatum=morgen)
    pk = rol.pk

    beeindig_rol(rol, laatste_dag=per_direct(), door=beheerder)

    geschiedenis = apps.get_model("kern", "RolvervullingEvent").objects.filter(pgh_obj_id=pk)
    assert not Rolvervulling.objects.filter(pk=pk).exists()
    assert set(geschiedenis.values_list("pgh_label", flat=True)) == {"insert", "delete"}


def test_niemand_beeindigt_zijn_eigen_rol(beheerder):
    with pytest.raises(ValidationError, match="Je kunt je eigen rol niet beëindigen"):
        beeindig_rol(beheerder.rolvervullingen.get(), laatste_dag=VANDAAG, door=beheerder)


# ---- account ---------------------------------------------------------------------------------------
def test_wie_ook_elders_werkt_krijgt_geen_wachtwoord_van_een_halve_beheerder(
    beheerder, consulent, andere_gemeente
):
    RolvervullingFactory(gebruiker=consulent, rol=Rol.TEAMMANAGER, gemeente=andere_gemeente)
    oud = consulent.password

    for actie in (
        acties.geef_eenmalig_wachtwoord,
        acties.verwijder_tweede_factor,
        acties.zet_gebruiker_uit,
    ):
        with pytest.raises(ValidationError, match="werkt ook voor een gemeente waar jij geen beheerder bent"):
            actie(consulent, door=beheerder)
    with pytest.raises(ValidationError, match="werkt ook voor een gemeente"):
        acties.koppel_account(consulent, uid="abc", door=beheerder)

    assert opnieuw(consulent).password == oud


def test_een_uitgezet_account_is_bij_het_volgende_verzoek_uitgelogd(ingelogd, consulent, beheerder):
    acties.zet_gebruiker_uit(consulent, door=beheerder)

    antwoord = ingelogd.get(reverse("kern:werkvoorraad"))

    assert antwoord.status_code == 302
    assert antwoord.url == f"{reverse('account_login')}?next=/werkvoorraad/"


def test_een_eenmalig_wachtwoord_dwingt_tot_een_eigen_wachtwoord(client, beheer, consulent):
    antwoord = beheer.post(reverse("kern:gebruiker-handeling", args=[consulent.pk, "wachtwoord"]))
    eenmalig = antwoord.context["wachtwoord"]
    client.post(reverse("account_login"), {"login": consulent.username, "password": eenmalig})

    elders = client.get(reverse("kern:werkvoorraad"))
    wijzig = client.post(
        reverse("account_change_password"),
        {
            "oldpassword": eenmalig,
            "password1": "fiets regen kalender",
            "password2": "fiets regen kalender",
        },
    )

    assert elders.url == reverse("account_change_password")
    assert wijzig.url == reverse("kern:instellingen")
    assert client.get(reverse("kern:werkvoorraad")).status_code == 200
    assert not opnieuw(consulent).wachtwoord_eenmalig


def test_de_beheerder_verwijdert_een_tweede_factor_en_het_staat_in_het_logboek(beheerder, consulent):
    Authenticator.objects.create(user=consulent, type="totp", data={})

    acties.verwijder_tweede_factor(consulent, door=beheerder)

    assert not Authenticator.objects.filter(user=consulent).exists()
    assert Gebeurtenis.objects.filter(soort="gebruiker.tweede_factor_verwijderd").count() == 1


# ---- vervanging ------------------------------------------------------------------------------------
def test_de_vervanger_heeft_de_rechten_alleen_in_de_periode(maak_gebruiker, gemeente, consulent):
    collega = maak_gebruiker(Rol.JOBCOACH, gemeente)
    vandaag = timezone.localdate()

    stel_vervanging_in(
        consulent,
        vervanger=collega,
        begindatum=vandaag,
        einddatum=vandaag + timedelta(days=7),
        door=consulent,
    )

    assert opnieuw(collega).toegang.rollen == {Rol.JOBCOACH, Rol.CONSULENT}
    Vervanging.objects.update(begindatum=vandaag - timedelta(days=9), einddatum=vandaag - timedelta(days=1))
    assert opnieuw(collega).toegang.rollen == {Rol.JOBCOACH}


def test_een_beheerder_wijst_zichzelf_niet_aan_als_vervanger(beheerder, consulent):
    with pytest.raises(ValidationError) as fout:
        stel_vervanging_in(
            consulent, vervanger=beheerder, begindatum=VANDAAG, einddatum=VANDAAG, door=beheerder
        )

    assert fout.value.message_dict == {"vervanger": ["Je kunt jezelf niet als vervanger aanwijzen."]}


def test_een_collega_van_een_andere_gemeente_kan_niet_vervangen(maak_gebruiker, andere_gemeente, consulent):
    vreemde = maak_gebruiker(Rol.CONSULENT, andere_gemeente)

    with pytest.raises(ValidationError, match="werkt voor een andere gemeente"):
        stel_vervanging_in(
            consulent, vervanger=vreemde, begindatum=VANDAAG, einddatum=VANDAAG, door=consulent
        )


def test_bij_mijn_instellingen_staan_alleen_collegas_uit_de_eigen_gemeente(
    ingelogd, maak_gebruiker, gemeente, andere_gemeente, consulent
):
    collega = maak_gebruiker(Rol.JOBCOACH, gemeente)
    maak_gebruiker(Rol.CONSULENT, andere_gemeente)

    form = ingelogd.get(reverse("kern:mijn-vervanging")).context["form"]

    assert list(form.fields["vervanger"].queryset) == [collega]


def test_een_vervanging_zonder_laatste_dag_wordt_geweigerd(ingelogd, maak_gebruiker, gemeente):
    collega = maak_gebruiker(Rol.JOBCOACH, gemeente)

    antwoord = ingelogd.post(
        reverse("kern:mijn-vervanging"), {"vervanger": collega.pk, "begindatum": "vandaag"}
    )

    assert list(antwoord.context["form"].errors) == ["einddatum"]
    assert not Vervanging.objects.exists()


# ---- lijst -----------------------------------------------------------------------------------------
def test_de_beheerder_ziet_alleen_gebruikers_van_zijn_gemeente(
    beheer, beheerder, consulent, maak_gebruiker, andere_gemeente
):
    vreemde = maak_gebruiker(Rol.CONSULENT, andere_gemeente, naam="V. Vreemd")

    lijst = beheer.get(reverse("kern:gebruikers"))
    los = beheer.get(reverse("kern:gebruiker", args=[vreemde.pk]))

    assert {rij["pk"] for rij in lijst.context["lijst"].blad.rijen} == {beheerder.pk, consulent.pk}
    assert los.status_code == 404


def test_het_filter_zonder_vervanger_laat_wie_vervangen_wordt_weg(beheer, beheerder, consulent):
    vandaag = timezone.localdate()
    Vervanging.objects.create(afwezige=consulent, vervanger=beheerder, begindatum=vandaag, einddatum=vandaag)

    lijst = beheer.get(reverse("kern:gebruikers"), {"zonder_vervanger": "on"})

    assert [rij["pk"] for rij in lijst.context["lijst"].blad.rijen] == [beheerder.pk]


# ---- demo ------------------------------------------------------------------------------------------
def test_de_demo_heeft_veertig_inlogs_met_een_wachtwoord(gemeente, andere_gemeente):
    Gemeente.objects.create(code="1700", naam="Twenterand")
    SamenwerkingsverbandFactory(code="wvs", naam="WVS-gemeenten")

    nieuw, nog_een_keer = maak_demo_gebruikers(), maak_demo_gebruikers()

    accounts = demo_accounts()
    assert (nieuw, nog_een_keer, len(accounts)) == (40, 0, 40)
    assert [a.gebruikersnaam for a in accounts if "financien" in a.gebruikersnaam] == [
        "financien",
        "financien-hvt",
        "financien-tw",
        "financien-wvs",
    ]
    assert Gebruiker.objects.get(username="consulent-wsw-hvt").check_password(DEMO_WACHTWOORD)
    assert Gebruiker.objects.get(username="beheerder-wvs").rolvervullingen.get().verband.code == "wvs"
