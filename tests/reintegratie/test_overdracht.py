"""Trede met reden en bewijs, het segment, en de overdracht met acceptatie (RH-042, RH-045, RH-147)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from kern.models import Gebeurtenis, Gemeente, Ongedaan
from kern.permissions import Rol
from kern.versions import Verouderd
from personen import actions as personen
from personen.models import Toewijzing
from reintegratie import actions as reintegratie
from reintegratie import overdracht_actions as actions
from reintegratie.models import Overdracht, Tredemeting
from reintegratie.overdracht_queries import segmentwissel, te_beantwoorden
from reintegratie.overdracht_signalen import herbeoordeling, nodig, wacht
from tests.factories.kern import (
    BeleidskaderFactory,
    GebruikerFactory,
    ParameterFactory,
    RolvervullingFactory,
    TeamFactory,
    TeamlidFactory,
)
from tests.factories.personen import DocumentFactory, PersoonFactory, ToewijzingFactory
from tests.factories.reintegratie import OverdrachtFactory, TredemetingFactory, UitkeringFactory

pytestmark = pytest.mark.django_db
VANDAAG = timezone.localdate()
SCHEMA = [
    {"segment": "actief", "naam": "Actief", "grondslag": "doeltrede", "trede_van": 4, "trede_tot": 6,
     "aanpak": "ontwikkelen", "behandelaar": "consulent re-integratie"},
    {"segment": "passief", "naam": "Passief", "grondslag": "doeltrede", "trede_van": 1, "trede_tot": 3,
     "aanpak": "meedoen", "behandelaar": "consulent inkomen"},
]  # fmt: skip


def collega(gemeente, rol, team=None):
    gebruiker = GebruikerFactory()
    RolvervullingFactory(gebruiker=gebruiker, gemeente=gemeente, rol=rol, begindatum=date(2020, 1, 1))
    if team:
        TeamlidFactory(team=team, gebruiker=gebruiker)
    return gebruiker


@pytest.fixture
def schema(gemeente):
    kader = BeleidskaderFactory(gemeente=gemeente, begindatum=date(2015, 1, 1))
    ParameterFactory(
        kader=kader,
        code="segment.schema",
        soort="tabel",
        waarde=[[[kolom, str(cel)] for kolom, cel in rij.items()] for rij in SCHEMA],
        begindatum=date(2015, 1, 1),
    )
    return kader


@pytest.fixture
def team(gemeente):
    return TeamFactory(gemeente=gemeente, naam="Re-integratie")


@pytest.fixture
def inkomen(gemeente):
    return collega(gemeente, Rol.CONSULENT_INKOMEN)


@pytest.fixture
def ontvanger(gemeente, team):
    return collega(gemeente, Rol.CONSULENT, team)


@pytest.fixture
def persoon(gemeente, inkomen):
    persoon = PersoonFactory(gemeente=gemeente, in_begeleiding=True)
    ToewijzingFactory(persoon=persoon, gebruiker=inkomen, begindatum=date(2020, 1, 1))
    TredemetingFactory(persoon=persoon, datum=date(2025, 1, 1), huidige_trede=2, doeltrede=3)
    return persoon


def contactpersoon(persoon):
    return Toewijzing.objects.op(VANDAAG).get(persoon=persoon).gebruiker


# ---- trede ----------------------------------------------------------------------------------------------
def test_een_andere_trede_vraagt_een_reden_en_mag_een_document_hebben(persoon, inkomen):
    with pytest.raises(ValidationError) as fout:
        reintegratie.meet_trede(persoon, datum=VANDAAG, huidige_trede=2, doeltrede=4, door=inkomen)
    assert list(fout.value.message_dict) == ["reden"]

    bewijs = DocumentFactory(persoon=persoon)
    meting = reintegratie.meet_trede(
        persoon, datum=VANDAAG, huidige_trede=2, doeltrede=4, reden="wil werken", bewijs=bewijs, door=inkomen
    )

    assert (meting.bewijs, meting.beoordelaar, meting.reden) == (bewijs, inkomen, "wil werken")


def test_dezelfde_trede_opnieuw_vraagt_geen_reden(persoon, inkomen):
    assert reintegratie.meet_trede(persoon, datum=VANDAAG, huidige_trede=2, doeltrede=3, door=inkomen).pk


def test_bewijs_van_iemand_anders_wordt_geweigerd(persoon, inkomen):
    with pytest.raises(ValidationError) as fout:
        reintegratie.meet_trede(
            persoon, datum=VANDAAG, huidige_trede=3, doeltrede=3, reden="x", bewijs=DocumentFactory(),
            door=inkomen,
        )  # fmt: skip
    assert list(fout.value.message_dict) == ["bewijs"]


def test_een_verouderde_verbetering_en_een_verouderd_einde_worden_niet_stil_bewaard(persoon, inkomen):
    meting = persoon.tredemetingen.get()
    reintegratie.corrigeer_meting(meting, reden="fout", doeltrede=2, versie=1, door=inkomen)
    with pytest.raises(Verouderd):
        reintegratie.corrigeer_meting(meting, reden="fout", doeltrede=1, versie=1, door=inkomen)
    meting.refresh_from_db()
    assert (meting.doeltrede, meting.versie) == (2, 2)

    uitkering = UitkeringFactory(persoon=persoon)
    with pytest.raises(Verouderd):
        reintegratie.beeindig_uitkering(uitkering, per=VANDAAG, reden="werk", versie=7, door=inkomen)


def test_de_botsingspagina_toont_beide_waarden(client, persoon, inkomen):
    meting = persoon.tredemetingen.get()
    reintegratie.corrigeer_meting(meting, reden="eerste", doeltrede=1, door=inkomen)
    client.force_login(inkomen)

    antwoord = client.post(
        f"/tredemetingen/{meting.pk}/verbeteren/",
        {"huidige_trede": "2", "doeltrede": "2", "datum": "01-01-2025", "reden": "tweede", "versie": "1"},
    )

    assert antwoord.status_code == 409
    assert "1 Geïsoleerd" in antwoord.content.decode()


def test_twee_keer_een_uitkering_beeindigen_geeft_de_botsingspagina(client, persoon, inkomen):
    uitkering = UitkeringFactory(persoon=persoon)
    reintegratie.beeindig_uitkering(uitkering, per=date(2026, 3, 31), reden="werk", door=inkomen)
    client.force_login(inkomen)

    antwoord = client.post(
        f"/uitkeringen/{uitkering.pk}/beeindigen/", {"per": "30-04-2026", "reden": "verhuisd", "versie": "1"}
    )

    assert antwoord.status_code == 409
    assert "31-03-2026" in antwoord.content.decode()


def test_na_een_ander_segment_volgt_de_pagina_overdracht_met_de_reden_ingevuld(
    client, persoon, inkomen, schema, team
):
    client.force_login(inkomen)

    antwoord = client.post(
        f"/personen/{persoon.nummer}/re-integratie/trede/",
        {"huidige_trede": "3", "doeltrede": "4", "datum": f"{VANDAAG:%d-%m-%Y}", "reden": "kan meer"},
        follow=True,
    )

    assert antwoord.redirect_chain[-1][0] == f"/personen/{persoon.nummer}/overdragen/"
    assert "Het segment is nu: Actief (was: Passief)." in antwoord.content.decode()
    assert "consulent re-integratie" in antwoord.content.decode()


# ---- segment --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("doel", "anders"), [(3, False), (4, True), (6, True), (None, False)])
def test_doeltrede_4_is_de_grens_van_rijssen_holten(doel, anders):
    call_command("laad_kaders", verbosity=0)
    persoon = PersoonFactory(gemeente=Gemeente.objects.get(code="1742"))
    TredemetingFactory(persoon=persoon, datum=date(2025, 1, 1), huidige_trede=2, doeltrede=3)
    TredemetingFactory(persoon=persoon, datum=date(2025, 6, 1), huidige_trede=2, doeltrede=doel)

    wissel = segmentwissel(persoon, VANDAAG)

    assert wissel.anders is anders
    assert wissel.was.code == "passief"
    assert wissel.schema.bron == "000 §2.1"


def test_zonder_schema_is_het_segment_niet_vastgesteld(persoon):
    wissel = segmentwissel(persoon, VANDAAG)

    assert (wissel.wordt, str(wissel.schema)) == (None, "niet vastgesteld")


# ---- voorstellen en beantwoorden ------------------------------------------------------------------------
def test_de_contactpersoon_verandert_pas_bij_acceptatie(persoon, inkomen, ontvanger, team, schema):
    TredemetingFactory(persoon=persoon, datum=VANDAAG, huidige_trede=3, doeltrede=4)
    overdracht = actions.stel_overdracht_voor(persoon, naar_team=team, reden="doeltrede 4", door=inkomen)

    assert contactpersoon(persoon) == inkomen
    assert (overdracht.segment_van, overdracht.segment_naar) == ("Passief", "Actief")
    assert bytes(overdracht.bestand.inhoud).startswith(b"%PDF")
    assert list(te_beantwoorden(ontvanger)) == [overdracht]

    actions.accepteer_overdracht(overdracht, aan=ontvanger, door=ontvanger)

    assert contactpersoon(persoon) == ontvanger
    overdracht.refresh_from_db()
    assert (overdracht.status, overdracht.besloten_door) == ("geaccepteerd", ontvanger)


def test_weigeren_vraagt_een_reden_en_laat_het_dossier_waar_het_was(persoon, inkomen, ontvanger, team):
    overdracht = actions.stel_overdracht_voor(persoon, naar_team=team, reden="doeltrede 4", door=inkomen)
    with pytest.raises(ValidationError) as fout:
        actions.weiger_overdracht(overdracht, reden=" ", door=ontvanger)
    assert list(fout.value.message_dict) == ["reden"]

    actions.weiger_overdracht(overdracht, reden="eerst taal", door=ontvanger)

    overdracht.refresh_from_db()
    assert (overdracht.status, overdracht.reden_besluit) == ("geweigerd", "eerst taal")
    assert contactpersoon(persoon) == inkomen
    with pytest.raises(ValidationError, match="al geweigerd"):
        actions.accepteer_overdracht(overdracht, aan=ontvanger, door=ontvanger)


def test_wie_voorstelt_accepteert_niet_zelf_en_een_vreemde_ook_niet(persoon, inkomen, gemeente, ontvanger):
    overdracht = actions.stel_overdracht_voor(persoon, naar=ontvanger, reden="doeltrede 4", door=inkomen)

    with pytest.raises(ValidationError, match="zelf voor"):
        actions.accepteer_overdracht(overdracht, aan=inkomen, door=inkomen)
    with pytest.raises(PermissionDenied):
        actions.accepteer_overdracht(overdracht, aan=ontvanger, door=collega(gemeente, Rol.CONSULENT))
    assert contactpersoon(persoon) == inkomen


def test_de_database_weigert_een_antwoord_van_wie_voorstelt_en_een_ander_blad(persoon, inkomen, team):
    overdracht = actions.stel_overdracht_voor(persoon, naar_team=team, reden="x", door=inkomen)

    for wijziging in (
        {"status": "geaccepteerd", "besloten_door": inkomen, "besloten_op": VANDAAG},
        {"reden": "een andere reden"},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            Overdracht.objects.filter(pk=overdracht.pk).update(**wijziging)


@pytest.mark.parametrize("soort", ["niemand", "zelf", "vreemd_team", "geen_recht"])
def test_een_ontvanger_die_niet_kan_wordt_geweigerd(persoon, inkomen, andere_gemeente, soort):
    wie = {
        "niemand": {},
        "zelf": {"naar": inkomen},
        "vreemd_team": {"naar_team": TeamFactory(gemeente=andere_gemeente)},
        "geen_recht": {"naar": GebruikerFactory()},
    }[soort]

    with pytest.raises(ValidationError) as fout:
        actions.stel_overdracht_voor(persoon, reden="x", door=inkomen, **wie)

    assert next(iter(fout.value.message_dict)) in ("naar_team", "naar")


def test_er_wacht_nooit_meer_dan_een_overdracht_en_intrekken_kan(persoon, inkomen, team):
    eerste = actions.stel_overdracht_voor(persoon, naar_team=team, reden="x", door=inkomen)
    with pytest.raises(ValidationError, match="wacht al een overdracht"):
        actions.stel_overdracht_voor(persoon, naar_team=team, reden="y", door=inkomen)

    actions.trek_overdracht_in(eerste, door=inkomen)

    assert actions.stel_overdracht_voor(persoon, naar_team=team, reden="y", door=inkomen).wacht


def test_de_overdracht_staat_in_de_werkvoorraad_van_beiden(client, persoon, inkomen, ontvanger, team):
    actions.stel_overdracht_voor(persoon, naar_team=team, reden="doeltrede 4", door=inkomen)

    for wie, woord in ((ontvanger, "Aan jou"), (inkomen, "Wacht")):
        client.force_login(wie)
        tekst = client.get("/werkvoorraad/").content.decode()
        assert "Overdrachten" in tekst
        assert woord in tekst


def test_accepteren_op_de_pagina(client, persoon, inkomen, ontvanger, team):
    overdracht = actions.stel_overdracht_voor(persoon, naar_team=team, reden="doeltrede 4", door=inkomen)
    client.force_login(inkomen)
    assert "Accepteer" not in client.get(f"/overdrachten/{overdracht.pk}/").content.decode()
    client.force_login(ontvanger)

    client.post(f"/overdrachten/{overdracht.pk}/accepteren/", {"aan": ontvanger.pk, "versie": "1"})

    assert contactpersoon(persoon) == ontvanger


@pytest.mark.parametrize("handeling", ["accepteren", "weigeren", "intrekken"])
def test_wie_niet_de_ontvanger_is_antwoordt_niet_met_een_direct_verzoek(
    client, persoon, inkomen, team, gemeente, maak_gebruiker, handeling
):
    overdracht = actions.stel_overdracht_voor(persoon, naar_team=team, reden="doeltrede 4", door=inkomen)
    ander = maak_gebruiker("consulent", gemeente)
    client.force_login(ander)
    velden = {"aan": ander.pk, "reden": "Zomaar", "versie": "1"}

    assert client.post(f"/overdrachten/{overdracht.pk}/{handeling}/", velden).status_code == 403
    overdracht.refresh_from_db()
    assert overdracht.wacht


def test_een_acceptatie_is_een_dag_lang_ongedaan_te_maken(client, persoon, inkomen, ontvanger, team):
    overdracht = actions.stel_overdracht_voor(persoon, naar_team=team, reden="doeltrede 4", door=inkomen)
    client.force_login(ontvanger)
    client.post(f"/overdrachten/{overdracht.pk}/accepteren/", {"aan": ontvanger.pk, "versie": "1"})
    assert "Ongedaan maken" in client.get(f"/overdrachten/{overdracht.pk}/").content.decode()

    client.post(reverse("kern:ongedaan", args=[Ongedaan.objects.get().pk]))

    overdracht.refresh_from_db()
    assert (overdracht.status, overdracht.besloten_door, contactpersoon(persoon)) == (
        "voorgesteld",
        None,
        inkomen,
    )
    assert Toewijzing.objects.get(persoon=persoon).einddatum is None
    soorten = Gebeurtenis.objects.filter(soort__startswith="overdracht.").order_by("pk")
    assert list(soorten.values_list("soort", flat=True)) == [
        "overdracht.voorgesteld", "overdracht.geaccepteerd", "overdracht.heropend",
    ]  # fmt: skip
    assert actions.accepteer_overdracht(overdracht, aan=ontvanger, door=ontvanger).status == "geaccepteerd"


@pytest.mark.parametrize("antwoord", ["weiger", "intrekken"])
def test_weigeren_en_intrekken_zijn_ook_terug_te_nemen(persoon, inkomen, ontvanger, team, antwoord):
    overdracht = actions.stel_overdracht_voor(persoon, naar_team=team, reden="x", door=inkomen)
    if antwoord == "weiger":
        wie, klaar = ontvanger, actions.weiger_overdracht(overdracht, reden="eerst taal", door=ontvanger)
    else:
        wie, klaar = inkomen, actions.trek_overdracht_in(overdracht, door=inkomen)

    actions.neem_antwoord_terug(actions.terug_te_draaien(klaar), door=wie)

    overdracht.refresh_from_db()
    assert (overdracht.status, overdracht.reden_besluit, contactpersoon(persoon)) == (
        "voorgesteld",
        "",
        inkomen,
    )


def test_terugnemen_kan_niet_als_het_dossier_intussen_van_een_ander_is(
    persoon, gemeente, inkomen, ontvanger, team
):
    overdracht = actions.stel_overdracht_voor(persoon, naar_team=team, reden="x", door=inkomen)
    klaar = actions.accepteer_overdracht(overdracht, aan=ontvanger, door=ontvanger)
    derde = collega(gemeente, Rol.CONSULENT)
    personen.wijs_toe(persoon, aan=derde, vanaf=VANDAAG, door=derde)  # the same day: the row itself changes

    with pytest.raises(ValidationError, match="intussen veranderd"):
        actions.neem_antwoord_terug(actions.terug_te_draaien(klaar), door=ontvanger)

    overdracht.refresh_from_db()
    assert (overdracht.status, contactpersoon(persoon)) == ("geaccepteerd", derde)


def test_terugnemen_kan_niet_als_er_al_een_nieuwe_overdracht_wacht(persoon, inkomen, ontvanger, team):
    overdracht = actions.stel_overdracht_voor(persoon, naar_team=team, reden="x", door=inkomen)
    klaar = actions.weiger_overdracht(overdracht, reden="eerst taal", door=ontvanger)
    actions.stel_overdracht_voor(persoon, naar_team=team, reden="y", door=inkomen)

    with pytest.raises(ValidationError, match="wacht al een overdracht"):
        actions.neem_antwoord_terug(actions.terug_te_draaien(klaar), door=ontvanger)


# ---- signalen -------------------------------------------------------------------------------------------
def test_te_lang_wachten_is_een_signaal_voor_de_ontvanger_als_de_termijn_is_vastgesteld(
    persoon, gemeente, inkomen, ontvanger, team
):
    OverdrachtFactory(
        persoon=persoon, naar_team=team, van=inkomen, voorgesteld_door=inkomen,
        voorgesteld_op=VANDAAG - timedelta(days=11),
    )  # fmt: skip
    assert list(wacht([gemeente.pk], VANDAAG, {ontvanger.pk})) == []
    kader = BeleidskaderFactory(gemeente=gemeente, begindatum=date(2015, 1, 1))
    ParameterFactory(
        kader=kader, code="overdracht.max_dagen", soort="getal", waarde="10", begindatum=date(2015, 1, 1)
    )

    assert [s.eigenaar_id for s in wacht([gemeente.pk], VANDAAG, {ontvanger.pk})] == [ontvanger.pk]
    assert [s.eigenaar_id for s in wacht([gemeente.pk], VANDAAG, {inkomen.pk})] == [inkomen.pk]
    assert list(wacht([gemeente.pk], VANDAAG - timedelta(days=1), {ontvanger.pk})) == []
    assert list(wacht([gemeente.pk], VANDAAG, {GebruikerFactory().pk})) == []


def test_een_ander_segment_zonder_overdracht_is_een_signaal(persoon, gemeente, inkomen, schema, team):
    assert list(nodig([gemeente.pk], VANDAAG)) == []
    reintegratie.meet_trede(
        persoon, datum=VANDAAG, huidige_trede=3, doeltrede=4, reden="kan meer", door=inkomen
    )
    (signaal,) = nodig([gemeente.pk], VANDAAG)
    assert "consulent re-integratie" in signaal.reden

    actions.stel_overdracht_voor(persoon, naar_team=team, reden="x", door=inkomen)

    assert list(nodig([gemeente.pk], VANDAAG)) == []
    assert Tredemeting.objects.count() == 2


def test_wie_passief_is_wordt_na_de_termijn_opnieuw_beoordeeld(persoon, gemeente, inkomen, schema):
    UitkeringFactory(persoon=persoon)
    actief = PersoonFactory(gemeente=gemeente, in_begeleiding=True)
    UitkeringFactory(persoon=actief)
    TredemetingFactory(persoon=actief, datum=date(2025, 1, 1), doeltrede=5)
    assert list(herbeoordeling([gemeente.pk], date(2026, 1, 1))) == []  # not set: off
    ParameterFactory(
        kader=schema, code="herbeoordeling.interval", soort="getal", waarde="12", begindatum=date(2015, 1, 1)
    )

    (signaal,) = herbeoordeling([gemeente.pk], date(2026, 1, 1), {inkomen.pk})

    assert (signaal.dossier_id, signaal.eigenaar_id) == (persoon.pk, inkomen.pk)
    assert list(herbeoordeling([gemeente.pk], date(2025, 12, 31))) == []
