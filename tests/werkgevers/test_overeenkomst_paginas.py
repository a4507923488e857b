"""De pagina's van overeenkomst en uren: wat je ziet, wat je mag, en een vast aantal vragen."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kern.permissions import Rol
from tests.factories.overeenkomsten import (
    OvereenkomstFactory,
    OvereenkomstversieFactory,
    TariefafspraakFactory,
)
from tests.factories.personen import PersoonFactory
from tests.factories.werkgevers import PlaatsingFactory, RelatieFactory
from tests.lezen import pagina_tekst
from werkgevers.models import Overeenkomst, Urenstaat

pytestmark = pytest.mark.django_db


@pytest.fixture
def als(client, maak_gebruiker, gemeente):
    def inloggen(rol):
        gebruiker = maak_gebruiker(rol, gemeente)
        client.force_login(gebruiker)
        client.gebruiker = gebruiker
        return client

    return inloggen


@pytest.fixture
def overeenkomst(gemeente):
    rij = OvereenkomstFactory(
        persoon__gemeente=gemeente, persoon__in_begeleiding=True, einddatum=date(2027, 6, 30)
    )
    OvereenkomstversieFactory(overeenkomst=rij)
    TariefafspraakFactory(overeenkomst=rij)
    return rij


INHOUD = {
    "uren_per_week": "24", "verlof_doorbelast": "nee", "ziekte_doorbelast": "nee", "feestdag_doorbelast": "nee",
    "btw_categorie": "S", "betaaltermijn_dagen": "30",
}  # fmt: skip


def test_van_afspraak_tot_getekend_in_de_browser(als, gemeente):
    persoon = PersoonFactory(gemeente=gemeente, in_begeleiding=True)
    relatie = RelatieFactory(
        gemeente=gemeente,
        kvk="70000001",
        straat="Haarstraat",
        huisnummer="1",
        postcode="7461 AA",
        plaats="Rijssen",
    )
    plaatsing = PlaatsingFactory(
        persoon=persoon, relatie=relatie, begindatum=date(2026, 9, 1), uren_per_week=D(24)
    )
    client = als(Rol.CONSULENT_WSW)
    pagina = client.get(
        reverse("werkgevers:overeenkomst-nieuw", args=[persoon.nummer]), {"plaatsing": plaatsing.pk}
    )
    # What the placement says already is filled in (schermen D8).
    assert 'value="01-09-2026"' in pagina.content.decode()
    antwoord = client.post(
        reverse("werkgevers:overeenkomst-nieuw", args=[persoon.nummer]),
        INHOUD
        | {
            "relatie": relatie.pk, "plaatsing": plaatsing.pk, "soort": "groepsdetachering", "herkomst": "nieuw",
            "begindatum": "01-09-2026", "einddatum": "", "methode": "loonwaarde", "loonwaarde_pct": "45%",
        },
    )  # fmt: skip
    overeenkomst = Overeenkomst.objects.get()
    assert antwoord.url == reverse("werkgevers:overeenkomst", args=[overeenkomst.pk])
    assert overeenkomst.tarieven.get().factor == 1
    # The consulent has no way to draw up or sign.
    assert (
        client.post(reverse("werkgevers:overeenkomst-opstellen", args=[overeenkomst.pk])).status_code == 403
    )

    client = als(Rol.FINANCIEN)
    client.post(reverse("werkgevers:overeenkomst-opstellen", args=[overeenkomst.pk]), {"bevestigd": "1"})
    overeenkomst.refresh_from_db()
    assert overeenkomst.status == "opgesteld"
    pdf = client.get(reverse("werkgevers:overeenkomst-pdf", args=[overeenkomst.pk, 1]))
    assert pdf["Content-Type"] == "application/pdf"
    client.post(
        reverse("werkgevers:overeenkomst-tekenen", args=[overeenkomst.pk]),
        {"getekend_op": "02-09-2026", "ondertekenaar": "J. Werkgever", "versie": overeenkomst.versie,
         "scan": SimpleUploadedFile("getekend.txt", b"getekend")},
    )  # fmt: skip
    overeenkomst.refresh_from_db()
    assert (overeenkomst.status, overeenkomst.versies.get().scan.naam) == ("lopend", "getekend.txt")


def test_de_pagina_legt_het_tarief_uit_met_band_en_versie(als, overeenkomst):
    tekst = als(Rol.CONSULENT_WSW).get(overeenkomst.get_absolute_url()).content.decode()

    for zin in ("€\u00a04,34 per uur", "104 uur × €\u00a04,34", "€\u00a0451,36", "Ander tarief", "Verleng"):
        assert zin in tekst


def test_de_administratie_ziet_geen_knoppen_om_af_te_spreken(als, overeenkomst):
    tekst = als(Rol.FINANCIEN).get(overeenkomst.get_absolute_url()).content.decode()

    assert "Ander tarief" not in tekst
    assert "Beëindig" not in tekst


def test_tekenen_van_een_verouderde_versie_geeft_de_verschillen(als, gemeente):
    rij = OvereenkomstFactory(persoon__gemeente=gemeente, opgesteld=True)
    OvereenkomstversieFactory(overeenkomst=rij, opgesteld=True)
    Overeenkomst.objects.filter(pk=rij.pk).update(versie=5)
    antwoord = als(Rol.FINANCIEN).post(
        reverse("werkgevers:overeenkomst-tekenen", args=[rij.pk]),
        {"getekend_op": "02-01-2026", "ondertekenaar": "J. Werkgever", "versie": "4"},
    )

    pagina = pagina_tekst(antwoord, status=409)
    assert "Er is nog niets bewaard" in pagina
    assert "Van jou: J. Werkgever Van je collega: (leeg)" in pagina
    rij.refresh_from_db()
    assert (rij.status, rij.getekend_op) == ("opgesteld", None)


def test_een_methode_zonder_haar_bedrag_zegt_welk_veld(als, overeenkomst):
    antwoord = als(Rol.CONSULENT_WSW).post(
        reverse("werkgevers:overeenkomst-tarief", args=[overeenkomst.pk]),
        {"begindatum": "01-07-2026", "methode": "loonwaarde", "versie": overeenkomst.versie},
    )

    assert "Vul de loonwaarde in." in antwoord.content.decode()
    assert overeenkomst.tarieven.count() == 1


def test_een_tarief_laat_eerst_zien_wat_het_doet_en_houdt_wat_je_typte(als, overeenkomst):
    adres = reverse("werkgevers:overeenkomst-tarief", args=[overeenkomst.pk])
    client = als(Rol.CONSULENT_WSW)
    invoer = {
        "begindatum": "01-07-2026", "methode": "uren_tarief", "bedrag": "4,51", "reden": "nieuwe afspraak",
        "versie": overeenkomst.versie,
    }  # fmt: skip

    controle = client.post(adres, invoer)

    assert "Vanaf deze dag is nog niets gefactureerd." in controle.content.decode()
    assert 'value="nieuwe afspraak"' in controle.content.decode()
    assert overeenkomst.tarieven.count() == 1
    terug = client.post(adres, invoer | {"bevestigd": "1", "wijzig": "1"})
    assert terug.context["form"]["bedrag"].value() == "4,51"
    assert overeenkomst.tarieven.count() == 1
    assert client.post(adres, invoer | {"bevestigd": "1"}).url == overeenkomst.get_absolute_url()
    assert overeenkomst.tarieven.geldig().op(date(2026, 7, 1)).get().bedrag == D("4.51")


def test_een_tarief_voor_de_overeenkomst_begint_zegt_dat_bij_de_dag(als, overeenkomst):
    antwoord = als(Rol.CONSULENT_WSW).post(
        reverse("werkgevers:overeenkomst-tarief", args=[overeenkomst.pk]),
        {
            "begindatum": "01-07-2019",
            "methode": "uren_tarief",
            "bedrag": "4,51",
            "versie": overeenkomst.versie,
        },
    )

    assert "De overeenkomst begint op" in antwoord.context["form"].errors["begindatum"][0]


def test_het_raster_bewaart_alles_of_niets(als, overeenkomst):
    tweede = OvereenkomstFactory(persoon__gemeente=overeenkomst.gemeente, relatie=overeenkomst.relatie)
    OvereenkomstversieFactory(overeenkomst=tweede)
    adres = reverse("werkgevers:uren-werkgever", args=["2026-10", overeenkomst.relatie.nummer])
    client = als(Rol.FINANCIEN)
    fout = client.post(
        adres, {f"o{overeenkomst.pk}-ziek": "8", f"o{tweede.pk}-gewerkt": "300", "compleet": "1"}
    )
    assert "het contract geeft in deze maand 105,6 uur" in fout.content.decode()
    assert not Urenstaat.objects.exists()

    goed = client.post(adres, {f"o{overeenkomst.pk}-ziek": "9,6", "compleet": "1"})
    assert goed.url == reverse("werkgevers:uren", args=["2026-10"])
    assert Urenstaat.objects.compleet().count() == 2
    assert dict(overeenkomst.urenstaten.get().regels.values_list("soort", "uren")) == {
        "gewerkt": D("96.00"), "ziek": D("9.60"),
    }  # fmt: skip


def test_twee_mensen_in_een_raster_verliezen_niets(als, overeenkomst):
    """C4: the second one sees both values; a cell she did not touch takes the value of the first."""
    tweede = OvereenkomstFactory(persoon__gemeente=overeenkomst.gemeente, relatie=overeenkomst.relatie)
    OvereenkomstversieFactory(overeenkomst=tweede)
    adres = reverse("werkgevers:uren-werkgever", args=["2026-10", overeenkomst.relatie.nummer])
    client = als(Rol.FINANCIEN)
    pagina = client.get(adres)
    assert f'name="initial-o{tweede.pk}-ziek"' in pagina.content.decode()
    leeg = {f"initial-{naam}": "" for naam in pagina.context["form"].fields if naam.startswith("o")}
    versie = pagina.context["form"]["versie"].value()
    client.post(adres, leeg | {"versie": versie, f"o{overeenkomst.pk}-ziek": "8"})

    botsing = client.post(
        adres, leeg | {"versie": versie, f"o{overeenkomst.pk}-verlof": "4", f"o{tweede.pk}-ziek": "16"}
    )

    assert botsing.status_code == 409
    keuze = {v.naam: (v.mijn_tekst, v.hun_tekst, v.kies_hun) for v in botsing.context["verschillen"]}
    assert keuze == {
        f"o{overeenkomst.pk}-ziek": ("(leeg)", "8,00", True),
        f"o{overeenkomst.pk}-verlof": ("4,00", "(leeg)", False),
        f"o{tweede.pk}-ziek": ("16,00", "(leeg)", False),
    }
    assert not tweede.urenstaten.exists()
    gekozen = {v.naam: v.hun if v.kies_hun else v.mijn for v in botsing.context["verschillen"]}
    assert client.post(adres, gekozen | {"versie": botsing.context["versie"]}).status_code == 302
    assert dict(overeenkomst.urenstaten.get().regels.values_list("soort", "uren")) == {
        "gewerkt": D("93.60"), "ziek": D("8.00"), "verlof": D("4.00"),
    }  # fmt: skip
    assert tweede.urenstaten.get().regels.get(soort="ziek").uren == 16


def test_een_maand_van_een_overeenkomst_compleet_en_weer_open(als, overeenkomst):
    adres = reverse("werkgevers:uren-overeenkomst", args=[overeenkomst.pk, "2026-10"])
    client = als(Rol.FINANCIEN)
    client.post(adres, {"ziek": "9,6", "compleet": "1", "versie": "0"})
    tekst = client.get(adres).content.decode()
    assert "€\u00a0416,64" in tekst  # 96 × 4,34
    client.post(reverse("werkgevers:uren-openen", args=[overeenkomst.pk, "2026-10"]), {"reden": "fout"})
    assert not overeenkomst.urenstaten.get().compleet


def test_wie_alleen_mag_kijken_kan_geen_uren_bewaren(als, overeenkomst):
    adres = reverse("werkgevers:uren-overeenkomst", args=[overeenkomst.pk, "2026-10"])
    client = als(Rol.TEAMMANAGER)

    assert client.get(adres).status_code == 200
    assert client.post(adres, {"ziek": "8"}).status_code == 403


def test_wie_alleen_mag_kijken_krijgt_geen_link_naar_het_raster(als, overeenkomst):
    raster = reverse("werkgevers:uren-werkgever", args=["2026-10", overeenkomst.relatie.nummer])
    adres = reverse("werkgevers:uren", args=["2026-10"])

    assert raster in als(Rol.FINANCIEN).get(adres).content.decode()
    tekst = als(Rol.TEAMMANAGER).get(adres).content.decode()
    assert raster not in tekst and overeenkomst.relatie.naam in tekst


@pytest.mark.parametrize("maand", ["2026-13", "nu", "2026-1", "٢٠٢٦-10"])
def test_een_maand_die_niet_bestaat_is_er_niet(als, maand):
    assert als(Rol.FINANCIEN).get(f"/uren/{maand}/").status_code == 404


def test_overeenkomsten_van_een_andere_gemeente_zijn_er_niet(als, andere_gemeente):
    rij = OvereenkomstFactory(persoon__gemeente=andere_gemeente)
    OvereenkomstversieFactory(overeenkomst=rij)

    assert als(Rol.CONSULENT_WSW).get(rij.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    "pagina",
    [
        "werkgevers:overeenkomsten",
        "werkgevers:relatie-overeenkomsten",
        "werkgevers:uren",
        "werkgevers:uren-werkgever",
    ],
)
def test_het_aantal_vragen_hangt_niet_af_van_het_aantal_rijen(
    als, overeenkomst, pagina, django_assert_max_num_queries
):
    nummer = overeenkomst.relatie.nummer
    argumenten = {
        "werkgevers:overeenkomsten": [], "werkgevers:relatie-overeenkomsten": [nummer],
        "werkgevers:uren": ["2026-10"], "werkgevers:uren-werkgever": ["2026-10", nummer],
    }[pagina]  # fmt: skip
    client = als(Rol.FINANCIEN)
    adres = reverse(pagina, args=argumenten)

    def nog(aantal):
        for _ in range(aantal):
            rij = OvereenkomstFactory(persoon__gemeente=overeenkomst.gemeente, relatie=overeenkomst.relatie)
            OvereenkomstversieFactory(overeenkomst=rij)
            TariefafspraakFactory(overeenkomst=rij)

    nog(1)
    client.get(adres)
    with django_assert_max_num_queries(40) as twee:
        client.get(adres)
    nog(18)
    with django_assert_max_num_queries(len(twee)):
        assert client.get(adres).status_code == 200


def test_wie_geen_wsw_mag_inzien_ziet_ook_geen_overeenkomst():
    """An agreement says who has Wsw, with loonwaarde and sick leave: an accountmanager must not know (regels §7)."""
    from kern.permissions import ROLLEN, Recht

    zonder = [rol for rol, rechten in ROLLEN.items() if Recht.WSW_INZIEN not in rechten]
    assert not [rol for rol in zonder if Recht.OVEREENKOMST_INZIEN in ROLLEN[rol]]
