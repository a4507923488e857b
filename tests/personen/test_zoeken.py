"""Zoeken: E12, G3 en de plannen van PostgreSQL bij 20.000 personen."""

from datetime import date

import pytest
from django.db import connection
from django.urls import reverse

from kern.models import Inzage
from kern.permissions import Recht, Rol
from kern.registers import Zoekbron, Zoekresultaat, zoekbronnen
from personen.models import Dossierperiode, Persoon
from personen.queries.zoeken import MAX_IDS, lees_vraag, zoek_personen
from personen.rules import namen_van
from tests.factories.kern import RolvervullingFactory
from tests.factories.personen import DossierperiodeFactory, PersoonFactory, ToewijzingFactory

pytestmark = pytest.mark.django_db
BSN = "111222333"
VANDAAG = date(2026, 11, 22)


@pytest.fixture
def maak(gemeente):
    def maak(achternaam, lopend=True, **velden):
        velden = {"gemeente": gemeente, "in_begeleiding": lopend} | velden
        persoon = PersoonFactory(achternaam=achternaam, **velden)
        Persoon.objects.filter(pk=persoon.pk).update(**namen_van(persoon))
        return persoon

    return maak


def zoek(client, tekst, filters=""):
    antwoord = client.post(reverse("personen:zoeken"), {"q": tekst})
    assert antwoord.status_code == 302
    return client.get(antwoord["Location"] + filters)


@pytest.mark.parametrize(
    "tekst",
    [
        "özd",
        "OZDEMIR",
        "zdemi",
        "fatma ozdemir",
        "ozdemir fatma",
        "ozdemir 1984",
        "12-05-1984",
        "1984",
        "oz",
        "f özdemir",
    ],
)
def test_een_persoon_is_te_vinden(ingelogd, maak, tekst):
    persoon = maak("Özdemir", voornamen="Fatma", voorletters="F.", geboortedatum=date(1984, 5, 12))
    maak("Jansen", geboortedatum=date(1990, 1, 1))

    inhoud = zoek(ingelogd, tekst).content.decode()

    assert persoon.nummer in inhoud
    assert "Personen (1)" in inhoud


@pytest.mark.parametrize("tekst", ["van der dijk", "dijk", "dyk", "van dyk", "der dijk"])
def test_tussenvoegsels_en_ij_of_y_maken_niet_uit(ingelogd, maak, tekst):
    persoon = maak("Dijk", tussenvoegsel="van der")

    assert persoon.nummer in zoek(ingelogd, tekst).content.decode()


def test_een_zoekwoord_dat_alleen_een_tussenvoegsel_is_zoekt_daarop(ingelogd, maak):
    persoon = maak("Hooft", tussenvoegsel="'t")

    assert persoon.nummer in zoek(ingelogd, "'t hooft").content.decode()
    assert persoon.nummer in zoek(ingelogd, "'t").content.decode()


@pytest.mark.parametrize("tekst", ["vorbeeld", "voorbeldt", "Voobreeld", "voorbeelt"])
def test_een_typefout_geeft_een_voorstel(ingelogd, maak, tekst):
    maak("Voorbeeld")

    inhoud = zoek(ingelogd, tekst).content.decode()

    assert f"0 resultaten voor ‘{tekst}’ in lopende dossiers." in inhoud
    assert "Bedoel je" in inhoud
    assert 'value="Voorbeeld"' in inhoud


def test_een_dossiernummer_gaat_meteen_naar_het_dossier(ingelogd, maak):
    persoon = maak("Voorbeeld", lopend=False)

    antwoord = ingelogd.post(reverse("personen:zoeken"), {"q": persoon.nummer.lower()})

    assert antwoord["Location"] == reverse("personen:tijdlijn", args=[persoon.nummer])


def test_er_staat_nooit_een_naam_in_het_adres_of_de_titel(ingelogd, maak):
    maak("Voorbeeld")

    antwoord = ingelogd.post(reverse("personen:zoeken"), {"q": "voorbeeld"})
    pagina = ingelogd.get(antwoord["Location"])

    assert "voorbeeld" not in antwoord["Location"].lower()
    assert "oorbeeld" not in pagina.content.decode().split("</title>")[0]


def test_het_zoekresultaat_is_alleen_voor_wie_zocht(client, ingelogd, maak, maak_gebruiker, gemeente):
    persoon = maak("Voorbeeld")
    adres = ingelogd.post(reverse("personen:zoeken"), {"q": "voorbeeld"})["Location"]
    client.force_login(maak_gebruiker(Rol.CONSULENT, gemeente))

    antwoord = client.get(adres)

    assert antwoord.status_code == 302
    assert persoon.nummer not in antwoord.content.decode()


def test_personen_van_een_andere_gemeente_zijn_niet_te_vinden(ingelogd, maak, andere_gemeente):
    vreemd = maak("Voorbeeld", gemeente=andere_gemeente, bsn=BSN)

    for tekst in ("voorbeeld", "vorbeeld", vreemd.nummer, BSN, "1984"):
        inhoud = zoek(ingelogd, tekst).content.decode()
        assert vreemd.get_absolute_url() not in inhoud
        assert "Voorbeeld" not in inhoud


def test_zoeken_op_bsn_wordt_vastgelegd_en_het_nummer_staat_nergens(ingelogd, maak, consulent):
    persoon = maak("Voorbeeld", bsn=BSN)

    antwoord = zoek(ingelogd, "1112.22.333")

    assert persoon.nummer in antwoord.content.decode()
    assert BSN not in antwoord.content.decode()
    assert "1112.22.333" not in antwoord.content.decode()
    assert BSN not in antwoord.request["PATH_INFO"]
    inzage = Inzage.objects.get()
    assert (inzage.soort, inzage.gebruiker, inzage.dossier_id) == ("bsn_zoeken", consulent, persoon.pk)
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from kern_cache where value like %s", [f"%{BSN}%"])
        assert cursor.fetchone() == (0,)


def test_zonder_het_recht_zoekt_een_bsn_niets(client, maak, maak_gebruiker, gemeente):
    persoon = maak("Voorbeeld", bsn=BSN)
    client.force_login(maak_gebruiker(Rol.JOBCOACH, gemeente))

    inhoud = zoek(client, BSN).content.decode()

    assert "Je mag niet op BSN zoeken." in inhoud
    assert persoon.nummer not in inhoud
    assert BSN not in inhoud


def test_een_bsn_met_een_typefout_wordt_niet_herhaald(ingelogd):
    inhoud = zoek(ingelogd, "111222334").content.decode()

    assert "Dit BSN klopt niet. Controleer de 9 cijfers." in inhoud
    assert "111222334" not in inhoud


def test_filters_lopend_beeindigd_en_mijn_caseload(ingelogd, maak, consulent):
    lopend, oud = maak("Voorbeeld"), maak("Voorbeeld", lopend=False)
    DossierperiodeFactory(persoon=oud, einddatum=date(2020, 1, 1), reden_einde="werk")
    mijn = maak("Voorbeeld")
    ToewijzingFactory(persoon=mijn, gebruiker=consulent)

    def gevonden(filters):
        inhoud = zoek(ingelogd, "voorbeeld", filters).content.decode()
        return {p for p in (lopend, oud, mijn) if p.get_absolute_url() in inhoud}

    assert gevonden("") == {lopend, mijn}
    assert gevonden("?status=beeindigd") == {oud}
    assert gevonden("?status=lopend&status=beeindigd") == {lopend, oud, mijn}
    assert gevonden("?status=mijn") == {mijn}
    assert gevonden("?status=%00&status=x") == {lopend, mijn}


@pytest.mark.parametrize(
    "tekst", ["a\x00b", "%", "_", "\\", "x" * 5000, "٣", "'; drop table", "   ", "🦊", "0"]
)
def test_rare_zoektekst_breekt_niets(ingelogd, maak, tekst):
    maak("Voorbeeld")

    antwoord = ingelogd.post(reverse("personen:zoeken"), {"q": tekst}, follow=True)

    assert antwoord.status_code == 200


def test_een_procentteken_zoekt_niet_op_alles(ingelogd, maak):
    persoon = maak("Voorbeeld")

    assert persoon.nummer not in zoek(ingelogd, "%%%").content.decode()


def test_werkgevers_zoeken_mee_door_het_register(ingelogd, monkeypatch):
    def bron(tekst, gebruiker, *, limiet):
        return [Zoekresultaat(f"{tekst} BV", "/werkgevers/W-311/", ("W-311",))]

    monkeypatch.setattr(zoekbronnen, "_items", {})
    zoekbronnen.voeg_toe(Zoekbron("test", "Werkgevers", 10, Recht.WERKGEVER_INZIEN, bron))

    inhoud = zoek(ingelogd, "groen").content.decode()

    # The first result has the focus, so that Enter opens it.
    assert '<a href="/werkgevers/W-311/" autofocus>groen BV</a>' in inhoud


def test_een_gevonden_lijst_kost_hoogstens_acht_vragen(ingelogd, maak, django_assert_max_num_queries):
    for nummer in range(30):
        maak(f"Voorbeeld{nummer}")
    adres = ingelogd.post(reverse("personen:zoeken"), {"q": "voorb"})["Location"]

    with django_assert_max_num_queries(8):
        ingelogd.get(adres)


# ---- 20.000 persons --------------------------------------------------------------------------------------
@pytest.fixture
def twintigduizend(gemeente):
    """Names of two syllables; one in a thousand is called Zeldzaam."""
    begin = ["ba", "de", "ki", "lo", "mu", "ra", "se", "ti", "vo", "wu"]
    rijen = []
    for n in range(20_000):
        naam = "zeldzaam" if n % 1000 == 0 else "".join(begin[(n // 10**p) % 10] for p in range(4))
        rijen.append(
            Persoon(
                nummer=f"P-5{n:05d}",
                gemeente=gemeente,
                achternaam=naam.title(),
                geboortedatum=date(1960 + n % 40, 1 + n % 12, 1 + n % 28),
                zoeknaam=f"{naam} a{n}",
                sorteernaam=f"{naam} a{n}",
            )
        )
    Persoon.objects.bulk_create(rijen, batch_size=5000)
    Dossierperiode.objects.bulk_create(
        [Dossierperiode(persoon=p, begindatum=date(2019, 1, 1)) for p in rijen], batch_size=5000
    )
    with connection.cursor() as cursor:
        # What autovacuum does on a real server: new rows wait beside a GIN index until then.
        cursor.execute("select gin_clean_pending_list('persoon_zoeknaam')")
        cursor.execute("analyze personen_persoon")
        cursor.execute("analyze personen_dossierperiode")


def test_zoeken_gebruikt_de_trigramindex(twintigduizend, gemeente, consulent, django_assert_max_num_queries):
    naam = Persoon.objects.filter(gemeente_id__in=[gemeente.pk], zoeknaam__contains="eldza")
    plan = naam.order_by().values_list("pk", flat=True)[: MAX_IDS + 1].explain()

    assert "persoon_zoeknaam" in plan
    vraag = lees_vraag("eldzaam", vandaag=VANDAAG)
    consulent.toegang  # noqa: B018 (read once, outside the count)
    with django_assert_max_num_queries(2):
        gevonden = zoek_personen(vraag, consulent, peildatum=VANDAAG)
    assert len(gevonden.personen) == 20


def test_een_heel_gewone_naam_geeft_de_eerste_op_alfabet(twintigduizend, consulent):
    gevonden = zoek_personen(lees_vraag("ba", vandaag=VANDAAG), consulent, peildatum=VANDAAG)

    namen = [persoon.sorteernaam for persoon in gevonden.personen]
    assert gevonden.meer is True
    assert namen == sorted(namen)
    assert len(namen) == 25


def test_een_rol_zonder_personen_vindt_alleen_werkgevers(client, maak, gemeente, maak_gebruiker):
    persoon = maak("Voorbeeld")
    gebruiker = maak_gebruiker(None, gemeente)
    RolvervullingFactory(gebruiker=gebruiker, rol=Rol.BELEID, gemeente=gemeente)
    client.force_login(gebruiker)

    assert client.post(reverse("personen:zoeken"), {"q": "voorbeeld"}).status_code == 403
    assert persoon.nummer
