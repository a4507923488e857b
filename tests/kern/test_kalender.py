"""De kalender van verplichtingen maakt zelf haar taken (eisen §5.3), en de pagina's van afspraken (RH-030)."""

import io
from datetime import date

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader

from kern.actions.afspraken import maak_afspraak, mag_afronden, rond_taak_af
from kern.actions.verplichtingen import maak_kalendertaken, wijzig_verplichting
from kern.models import Afspraak, Gebeurtenis, Taak, Verplichting
from kern.permissions import Rol
from kern.queries.kalender import kalender
from kern.signalen import voorraad_van
from kern.verplichtingen import soorten
from tests.factories.kern import BeleidskaderFactory, DeelnameFactory, ParameterFactory, RolvervullingFactory
from tests.factories.kern_werk import AfspraakFactory, TaakFactory, VerplichtingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(maak_gebruiker, gemeente):
    return maak_gebruiker(Rol.TEAMMANAGER, gemeente, naam="T. Manager")


@pytest.fixture
def kader(gemeente):
    return BeleidskaderFactory(gemeente=gemeente, code="rh")


def norm(kader, code, waarde, soort="lijst", **velden):
    return ParameterFactory(kader=kader, code=code, waarde=waarde, soort=soort, **velden)


def dagen(code):
    taken = Taak.objects.filter(verplichting__code=code).order_by("vervaldatum")
    return [(str(taak.vervaldatum), taak.status) for taak in taken]


# ---- the file ----------------------------------------------------------------------------------------
def test_alle_rijen_van_eisen_5_3_staan_in_het_bestand():
    rijen = {rij for soort in soorten().values() for rij in soort.rij}

    assert sorted(rijen) == sorted(
        [
            *(
                "RH-005",
                "RH-008",
                "RH-012",
                "RH-013",
                "RH-014",
                "RH-016",
                "RH-017",
                "RH-018",
                "RH-019",
                "RH-021",
            ),
            *(
                "RH-026",
                "RH-028",
                "RH-038",
                "RH-069",
                "RH-076",
                "RH-079",
                "RH-082",
                "RH-090",
                "RH-092",
                "RH-094",
            ),
            *(
                "RH-099",
                "RH-105",
                "RH-110",
                "RH-123",
                "RH-128",
                "RH-147",
                "RH-149",
                "RH-150",
                "RH-152",
                "RH-154",
            ),
            *(
                "RH-181",
                "RH-185",
                "RH-195",
                "HT-027",
                "HT-028",
                "HT-033",
                "HT-035",
                "HT-064",
                "HT-066",
                "HT-094",
            ),
            *("WV-024", "WV-034", "WV-037", "WV-038", "WV-041", "TW-041", "TW-043", "TW-044"),
        ]
    )


def test_elke_regel_noemt_bron_cadans_en_wie():
    assert all(soort.bron and soort.cadans and soort.rol and soort.naam for soort in soorten().values())


# ---- tasks by themselves -------------------------------------------------------------------------------
def test_de_kalender_maakt_taken_tot_en_met_de_termijn_vooraf(gemeente, kader):
    norm(kader, "statistiek.deadlines", ["15-02", "15-08"])
    norm(kader, "kalender.vooraf_dagen", "30", "getal")

    maak_kalendertaken(date(2026, 1, 16), [gemeente])
    een_dag_te_vroeg = dagen("wsw-statistiek")
    maak_kalendertaken(date(2026, 1, 17), [gemeente])

    assert een_dag_te_vroeg == [("2026-02-15", "open")]
    assert Taak.objects.get().rol == "financien"


def test_voor_de_termijn_is_er_nog_geen_taak(gemeente, kader):
    norm(kader, "statistiek.deadlines", ["15-02", "15-08"])
    norm(kader, "kalender.vooraf_dagen", "30", "getal")

    maak_kalendertaken(date(2026, 1, 15), [gemeente])

    assert dagen("wsw-statistiek") == []


def test_zonder_termijn_vooraf_komt_de_taak_op_de_dag_zelf(gemeente, kader):
    norm(kader, "plan.deadline.gop", "31-03", "tekst")

    eerder = maak_kalendertaken(date(2026, 3, 30), [gemeente])
    op_de_dag = maak_kalendertaken(date(2026, 3, 31), [gemeente])

    assert (eerder, op_de_dag) == (0, 1)


def test_herhalen_maakt_niets_dubbel_en_haalt_gemiste_dagen_in(gemeente, kader):
    norm(kader, "pr.meetmaanden", [1, 7])
    maak_kalendertaken(date(2025, 1, 31), [gemeente])

    ingehaald = maak_kalendertaken(date(2026, 8, 1), [gemeente])
    nog_eens = maak_kalendertaken(date(2026, 8, 1), [gemeente])

    assert (ingehaald, nog_eens) == (3, 0)
    assert [dag for dag, _ in dagen("pr-resultaat")] == [
        "2025-01-31",
        "2025-07-31",
        "2026-01-31",
        "2026-07-31",
    ]


def test_zonder_norm_staat_de_regel_uit(gemeente, kader):
    assert maak_kalendertaken(date(2026, 3, 31), [gemeente]) == 0
    assert not Verplichting.objects.exists()


def test_de_norm_van_een_ander_telt_niet(gemeente, andere_gemeente):
    norm(BeleidskaderFactory(gemeente=andere_gemeente), "plan.deadline.gop", "31-03", "tekst")

    assert maak_kalendertaken(date(2026, 3, 31), [gemeente]) == 0


def test_een_norm_die_stopt_laat_de_komende_taak_vervallen_en_niet_de_oude(gemeente, kader):
    parameter = norm(kader, "pr.meetmaanden", [1, 7])
    norm(kader, "kalender.vooraf_dagen", "60", "getal")
    maak_kalendertaken(date(2026, 1, 1), [gemeente], vanaf=date(2025, 7, 1))
    parameter.einddatum = date(2026, 1, 10)
    parameter.save()

    maak_kalendertaken(date(2026, 1, 11), [gemeente])

    assert dagen("pr-resultaat") == [("2025-07-31", "open"), ("2026-01-31", "vervallen")]


def test_een_norm_die_geen_dag_is_zet_de_kalender_niet_stil(gemeente, kader):
    norm(kader, "plan.deadline.gop", "ergens in het voorjaar", "tekst")
    norm(kader, "plan.deadline.wbp", "31-03", "tekst")

    assert maak_kalendertaken(date(2026, 3, 31), [gemeente]) == 1


def test_een_nieuwe_eigenaar_krijgt_de_open_taken(gemeente, kader, manager, consulent):
    norm(kader, "plan.deadline.gop", "31-03", "tekst")
    maak_kalendertaken(date(2026, 3, 31), [gemeente])

    wijzig_verplichting(Verplichting.objects.get(), eigenaar=consulent, door=manager)

    assert Taak.objects.get().eigenaar == consulent


def test_het_logboek_weet_welke_taken_er_kwamen(gemeente, kader):
    norm(kader, "plan.deadline.gop", "31-03", "tekst")

    maak_kalendertaken(date(2026, 3, 31), [gemeente])

    assert Gebeurtenis.objects.get(soort="verplichting.taken").gegevens == {"dagen": ["2026-03-31"]}


# ---- the work list -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("dag", "niveaus"), [("2026-03-30", []), ("2026-03-31", ["let_op"]), ("2026-04-01", ["moet"])]
)
def test_een_taak_staat_in_de_werkvoorraad_van_wie_de_rol_heeft(gemeente, consulent, manager, dag, niveaus):
    TaakFactory(gemeente=gemeente, vervaldatum=date(2026, 3, 31), rol="consulent")
    vandaag = date.fromisoformat(dag)

    with time_machine.travel(dag):
        van_consulent = [s for s in voorraad_van(consulent, vandaag).signalen if s.soort == "kern.taak"]
        van_manager = [s for s in voorraad_van(manager, vandaag).signalen if s.soort == "kern.taak"]

    assert [s.niveau for s in van_consulent] == niveaus
    assert van_manager == []


def test_een_rol_in_de_ene_gemeente_geeft_geen_taken_van_de_andere(gemeente, andere_gemeente, maak_gebruiker):
    gebruiker = maak_gebruiker(Rol.TEAMMANAGER, andere_gemeente)
    RolvervullingFactory(gebruiker=gebruiker, rol="consulent", gemeente=gemeente)
    taak = TaakFactory(gemeente=gemeente, vervaldatum=date(2026, 3, 31), rol="teammanager")
    elders = TaakFactory(gemeente=andere_gemeente, vervaldatum=date(2026, 3, 31), rol="teammanager")
    signalen = voorraad_van(gebruiker, date(2026, 4, 1)).signalen

    assert [s.sleutel for s in signalen if s.soort == "kern.taak"] == [f"taak-{elders.pk}!laat"]
    assert (mag_afronden(taak, gebruiker), mag_afronden(elders, gebruiker)) == (False, True)


def test_een_taak_van_een_rol_in_een_verband_is_er_in_elke_deelnemer(gemeente, maak_gebruiker):
    verband = DeelnameFactory(gemeente=gemeente, begindatum=date(2020, 1, 1)).verband
    gebruiker = maak_gebruiker(Rol.BELEID, gemeente)
    RolvervullingFactory(
        gebruiker=gebruiker, rol="teammanager", gemeente=None, verband=verband, begindatum=date(2020, 1, 1)
    )
    TaakFactory(gemeente=gemeente, vervaldatum=date(2026, 3, 31), rol="teammanager")

    assert "kern.taak" in [s.soort for s in voorraad_van(gebruiker, date(2026, 4, 1)).signalen]


def test_een_taak_met_eigenaar_is_niet_van_de_rol(gemeente, consulent, maak_gebruiker):
    collega = maak_gebruiker(Rol.CONSULENT, gemeente)
    TaakFactory(gemeente=gemeente, vervaldatum=date(2026, 3, 31), rol="consulent", eigenaar=collega)

    assert [s.soort for s in voorraad_van(consulent, date(2026, 4, 1)).signalen] == []
    assert [s.soort for s in voorraad_van(collega, date(2026, 4, 1)).signalen] == ["kern.taak"]


def test_een_gedane_taak_is_geen_signaal(gemeente, consulent):
    taak = TaakFactory(gemeente=gemeente, vervaldatum=date(2026, 3, 31), rol="consulent")
    with time_machine.travel("2026-04-02"):
        rond_taak_af(taak, bewijs="Vastgesteld.", door=consulent)

        assert [s.soort for s in voorraad_van(consulent, date(2026, 4, 2)).signalen] == []


# ---- pages -----------------------------------------------------------------------------------------------
def rijen(antwoord, tabel=0):
    soep = BeautifulSoup(antwoord.content, "html.parser")
    return [
        [" ".join(cel.get_text(" ", strip=True).split()) for cel in rij.find_all(["th", "td"])]
        for rij in soep.select("table")[tabel].select("tbody tr")
    ]


@time_machine.travel("2026-08-10")
def test_het_jaar_toont_gedaan_te_laat_en_gepland(client, gemeente, kader, consulent, manager):
    norm(kader, "pr.meetmaanden", [1, 7])
    maak_kalendertaken(date(2026, 8, 10), [gemeente], vanaf=date(2026, 1, 1))
    rond_taak_af(Taak.objects.order_by("vervaldatum")[0], bewijs="Twee artikelen.", door=manager)

    gevonden = [
        (d.dag, d.stand) for maand in kalender(gemeente, 2026, date(2026, 8, 10)) for d in maand.dagen
    ]
    volgend = [(d.dag, d.stand) for maand in kalender(gemeente, 2027, date(2026, 8, 10)) for d in maand.dagen]

    assert gevonden == [(date(2026, 1, 31), "gedaan"), (date(2026, 7, 31), "te_laat")]
    assert volgend == [(date(2027, 1, 31), "gepland"), (date(2027, 7, 31), "gepland")]


@time_machine.travel("2026-08-10")
def test_de_maand_toont_alleen_die_maand(client, gemeente, kader, manager):
    norm(kader, "pr.meetmaanden", [1, 7])
    maak_kalendertaken(date(2026, 8, 10), [gemeente], vanaf=date(2026, 1, 1))
    client.force_login(manager)

    antwoord = client.get(reverse("kern:kalender"), {"jaar": 2026, "maand": 7})

    assert rijen(antwoord) == [
        ["Resultaat van de PR-opdracht invullen", "31-07-2026", "accountmanager werkgevers", "× te laat"]
    ]


def test_onzin_in_het_adres_geeft_gewoon_de_kalender(client, manager):
    client.force_login(manager)

    assert (
        client.get(reverse("kern:kalender"), {"jaar": "x", "maand": "13", "gemeente": "9"}).status_code == 200
    )


def test_de_lijst_kost_even_veel_vragen_met_twee_als_met_twintig_afspraken(
    client, gemeente, manager, django_assert_max_num_queries
):
    client.force_login(manager)
    client.get(reverse("kern:afspraken"))  # the first request of a session writes it
    for aantal in (2, 20):
        AfspraakFactory.create_batch(aantal, gemeente=gemeente)
        with django_assert_max_num_queries(24) as teller:
            assert client.get(reverse("kern:afspraken")).status_code == 200
        if aantal == 2:
            eerste = len(teller)

    assert len(teller) == eerste


def test_de_kalender_kost_even_veel_vragen_met_meer_taken(
    client, gemeente, manager, django_assert_max_num_queries
):
    client.force_login(manager)
    client.get(reverse("kern:kalender"))  # the first request of a session writes it
    for jaren in (range(2, 4), range(4, 24)):
        for dag in jaren:
            TaakFactory(gemeente=gemeente, verplichting=VerplichtingFactory(gemeente=gemeente, code=f"v{dag}"),
                        vervaldatum=date(2026, 3, dag))  # fmt: skip
        with django_assert_max_num_queries(24) as teller:
            assert client.get(reverse("kern:kalender"), {"jaar": 2026}).status_code == 200
        if jaren[0] == 2:
            eerste = len(teller)

    assert len(teller) == eerste


@time_machine.travel("2026-11-22")
def test_vastleggen_afronden_en_sluiten_via_de_paginas(client, gemeente, manager):
    client.force_login(manager)
    invoer = {
        "soort": "werkafspraak", "code": "o", "tekst": "Terugvaloptie onderzoeken", "rol": "beleid",
        "cadans": "jaarlijks", "begindatum": "01-01-2020", "eerstvolgend": "01-12-2026",
    }  # fmt: skip

    client.post(reverse("kern:afspraak-nieuw"), invoer)
    afspraak = Afspraak.objects.get()
    taak = afspraak.taken.get()
    bestand = SimpleUploadedFile("verslag.txt", b"Drie locaties bekeken.", "text/plain")
    client.post(
        reverse("kern:kalendertaak-afronden", args=[taak.pk]),
        {"gedaan_op": "20-11-2026", "bestanden": bestand},
    )
    bewijs = client.get(reverse("kern:kalendertaak-bewijs", args=[taak.pk]))
    client.post(
        reverse("kern:afspraak-sluiten", args=[afspraak.pk]),
        {"einde": "vervallen", "resultaat": "Niet meer nodig.", "versie": "2"},
    )

    afspraak.refresh_from_db()
    assert (afspraak.status, afspraak.resultaat, afspraak.eerstvolgend) == (
        "vervallen",
        "Niet meer nodig.",
        None,
    )
    assert bewijs.content == b"Drie locaties bekeken."
    assert bewijs.headers["Content-Disposition"].startswith("attachment")


def test_zonder_bewijs_komt_het_formulier_terug_met_de_fout_bij_het_veld(client, gemeente, manager):
    taak = TaakFactory(gemeente=gemeente)
    client.force_login(manager)

    antwoord = client.post(reverse("kern:kalendertaak-afronden", args=[taak.pk]), {"gedaan_op": "01-11-2026"})

    assert "Schrijf op wat er is gedaan, of voeg een document toe." in antwoord.content.decode()
    taak.refresh_from_db()
    assert taak.status == "open"


@time_machine.travel("2026-11-22")
def test_de_pdf_noemt_elke_afspraak_en_zegt_te_laat_in_een_woord(client, gemeente, manager):
    maak_afspraak(
        gemeente=gemeente, soort="besluit", code="college-a", orgaan="college", tekst="De Wsw zelf uitvoeren",
        rol="teammanager", cadans="doorlopend", door=manager,
    )  # fmt: skip
    AfspraakFactory(gemeente=gemeente, code="g", eerstvolgend=date(2026, 7, 31))
    client.force_login(manager)

    antwoord = client.get(reverse("kern:afspraken-pdf"))

    tekst = " ".join(
        " ".join(p.extract_text() for p in PdfReader(io.BytesIO(antwoord.content)).pages).split()
    )
    assert "De Wsw zelf uitvoeren" in tekst
    assert "te laat" in tekst
    assert "31-07-2026" in tekst


def test_wie_tegelijk_wijzigt_krijgt_de_verschillen(client, gemeente, manager):
    afspraak = AfspraakFactory(gemeente=gemeente, versie=2)
    client.force_login(manager)
    invoer = {
        "code": afspraak.code, "tekst": "Andere tekst", "rol": "beleid", "cadans": "halfjaarlijks",
        "begindatum": "01-01-2020", "eerstvolgend": "31-01-2027", "versie": "1",
    }  # fmt: skip

    antwoord = client.post(reverse("kern:afspraak-wijzigen", args=[afspraak.pk]), invoer)

    assert antwoord.status_code == 409
