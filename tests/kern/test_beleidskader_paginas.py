"""De pagina's onder /beheer/beleidskader/."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from kern.forms.parameterwaarde import waardeveld
from kern.models import Parameter
from kern.parameters import Looptijd, Parametercode, naar_json, toon, uit_json
from kern.permissions import Rol
from tests.factories.kern import BeleidskaderFactory, ParameterFactory


@pytest.fixture
def kader(gemeente):
    kader = BeleidskaderFactory(
        code="eigen",
        naam="Eigen kader",
        gemeente=gemeente,
        begindatum=date(2020, 1, 1),
        besluit="Besluit college",
    )
    ParameterFactory(
        kader=kader, code="norm.wsw", eenheid="klanten per fte", waarde="45", begindatum=date(2020, 7, 1)
    )
    return kader


@pytest.fixture
def als(client, maak_gebruiker, gemeente):
    def log_in(rol, waar=gemeente):
        gebruiker = maak_gebruiker(rol, waar)
        client.force_login(gebruiker)
        return gebruiker

    return log_in


def tekst(antwoord):
    return " ".join(antwoord.content.decode().split())


def test_de_lijst_toont_alleen_eigen_kaders_en_nederland(client, als, kader, andere_gemeente):
    BeleidskaderFactory(code="nederland", naam="Nederland", gemeente=None)
    BeleidskaderFactory(code="vreemd", naam="Kader van een ander", gemeente=andere_gemeente)
    als(Rol.CONSULENT)

    pagina = tekst(client.get(reverse("kern:kaders")))

    assert "Eigen kader" in pagina and "Nederland" in pagina
    assert "Kader van een ander" not in pagina


@pytest.mark.parametrize("route", ["kern:kader", "kern:parameter"])
def test_het_kader_van_een_andere_gemeente_bestaat_niet(client, als, andere_gemeente, route):
    BeleidskaderFactory(code="vreemd", gemeente=andere_gemeente)
    als(Rol.CONSULENT)
    extra = ["norm.wsw"] if route == "kern:parameter" else []

    assert client.get(reverse(route, args=["vreemd", *extra])).status_code == 404


def test_op_de_peildatum_staat_de_waarde_die_toen_gold(client, als, kader):
    als(Rol.CONSULENT)
    adres = reverse("kern:kader", args=["eigen"])

    assert "<strong>45 klanten per fte</strong>" in tekst(
        client.get(adres, {"peildatum": "1-7-2020", "q": "norm.wsw"})
    )
    eerder = tekst(client.get(adres, {"peildatum": "30-6-2020", "q": "norm.wsw"}))
    assert "niet vastgesteld" in eerder
    assert "45 klanten per fte" not in eerder


def test_een_code_zonder_waarde_staat_er_als_niet_vastgesteld(client, als, kader):
    als(Rol.CONSULENT)

    pagina = tekst(
        client.get(reverse("kern:kader", args=["eigen"]), {"toon": "niet", "q": "contact.max_dagen"})
    )

    assert "Langste tijd zonder contact" in pagina
    assert "niet vastgesteld" in pagina


def test_een_waarde_van_nederland_staat_erbij_met_waar_zij_vandaan_komt(client, als, kader):
    nederland = BeleidskaderFactory(code="nederland", naam="Nederland", gemeente=None)
    ParameterFactory(
        kader=nederland, code="wml.maand", soort="bedrag", eenheid="€ per maand", waarde="2294.40"
    )
    als(Rol.CONSULENT)

    pagina = tekst(client.get(reverse("kern:kader", args=["eigen"]), {"q": "wml.maand"}))

    assert "€ 2.294,40 per maand" in pagina
    assert "via Nederland" in pagina


def test_een_onzinnige_peildatum_geeft_een_fout_en_geen_storing(client, als, kader):
    als(Rol.CONSULENT)

    antwoord = client.get(reverse("kern:kader", args=["eigen"]), {"peildatum": "31-02-2026"})

    assert antwoord.status_code == 200
    assert "31-02-2026 bestaat niet" in tekst(antwoord)


def test_vergelijken_zet_het_verschil_in_woord_en_teken(client, als, kader, gemeente):
    oud = BeleidskaderFactory(
        code="oud", gemeente=gemeente, begindatum=date(2018, 1, 1), einddatum=date(2019, 12, 31)
    )
    ParameterFactory(
        kader=oud, code="norm.wsw", waarde="60", begindatum=date(2018, 1, 1), einddatum=date(2019, 12, 31)
    )
    als(Rol.CONSULENT)
    keuze = {"links": "oud", "links_dag": "1-6-2019", "rechts": "eigen", "rechts_dag": "1-1-2021"}

    pagina = tekst(client.get(reverse("kern:kaders-vergelijken"), keuze))

    assert "1 van de 1 waarden verschillen" in pagina
    assert '<span aria-hidden="true">≠</span> anders' in pagina


def test_een_kader_naast_zichzelf_op_een_eerdere_dag(client, als, kader):
    als(Rol.CONSULENT)
    keuze = {"links": "eigen", "links_dag": "30-6-2020", "rechts": "eigen", "rechts_dag": "1-7-2020"}

    assert "alleen rechts" in tekst(client.get(reverse("kern:kaders-vergelijken"), keuze))


def test_een_vreemd_kader_kun_je_niet_vergelijken(client, als, kader, andere_gemeente):
    BeleidskaderFactory(code="vreemd", naam="Kader van een ander", gemeente=andere_gemeente)
    als(Rol.CONSULENT)

    pagina = tekst(client.get(reverse("kern:kaders-vergelijken"), {"links": "vreemd", "rechts": "eigen"}))

    assert "Deze keuze bestaat niet" in pagina
    assert "Kader van een ander" not in pagina


def test_voorstellen_en_vaststellen_door_twee_mensen(client, als, kader):
    als(Rol.BELEID)
    nieuw = {"waarde": "50", "begindatum": "1-1-2027", "bron": "DT-besluit"}
    antwoord = client.post(reverse("kern:parameter-voorstellen", args=["eigen", "norm.wsw"]), nieuw)
    assert antwoord.status_code == 302
    concept = Parameter.objects.get(status="concept")

    als(Rol.TEAMMANAGER)
    antwoord = client.post(reverse("kern:parameter-vaststellen", args=["eigen", concept.pk]))

    assert antwoord.status_code == 302
    concept.refresh_from_db()
    assert concept.status == "vastgesteld"
    pagina = tekst(client.get(reverse("kern:parameter", args=["eigen", "norm.wsw"])))
    assert "Laatste twee versies naast elkaar" in pagina
    assert "≠ anders" in pagina


def test_twee_keer_klikken_doet_een_voorstel(client, als, kader):
    als(Rol.BELEID)
    nieuw = {"waarde": "50", "begindatum": "1-1-2027", "bron": "DT-besluit", "eenmalig": "t1"}
    adres = reverse("kern:parameter-voorstellen", args=["eigen", "norm.wsw"])

    antwoorden = [client.post(adres, nieuw), client.post(adres, nieuw)]

    assert [antwoord.status_code for antwoord in antwoorden] == [302, 302]
    assert Parameter.objects.filter(status="concept").count() == 1


def test_een_botsende_begindatum_geeft_de_fout_bij_het_veld(client, als, kader):
    als(Rol.BELEID)
    nieuw = {"waarde": "50", "begindatum": "1-7-2020", "bron": "DT-besluit"}

    antwoord = client.post(reverse("kern:parameter-voorstellen", args=["eigen", "norm.wsw"]), nieuw)

    assert antwoord.status_code == 200
    assert antwoord.context["form"].errors["begindatum"] == [
        "Vanaf 01-07-2020 is al een waarde vastgesteld (versie 1). "
        "Kies een latere begindatum, of vul een laatste dag voor die datum in."
    ]
    assert not Parameter.objects.filter(status="concept").exists()


def test_zonder_recht_geen_voorstel(client, als, kader):
    als(Rol.CONSULENT)

    assert client.get(reverse("kern:parameter-voorstellen", args=["eigen", "norm.wsw"])).status_code == 403
    assert client.post(reverse("kern:parameter-voorstellen", args=["eigen", "norm.wsw"])).status_code == 403


def test_het_landelijke_kader_heeft_geen_wijzigknop(client, als):
    BeleidskaderFactory(code="nederland", gemeente=None)
    als(Rol.BELEID)

    pagina = tekst(client.get(reverse("kern:parameter", args=["nederland", "wml.maand"])))

    assert "Stel een nieuwe waarde voor" not in pagina
    assert (
        client.get(reverse("kern:parameter-voorstellen", args=["nederland", "wml.maand"])).status_code == 404
    )


def test_een_code_buiten_de_catalogus_is_niet_gevonden(client, als, kader):
    als(Rol.CONSULENT)

    assert client.get(reverse("kern:parameter", args=["eigen", "norm.onzin"])).status_code == 404


def test_de_pagina_van_een_kader_doet_een_vast_aantal_querys(
    client, als, kader, django_assert_max_num_queries
):
    als(Rol.CONSULENT)
    client.get(reverse("kern:kader", args=["eigen"]))

    with django_assert_max_num_queries(16):
        client.get(reverse("kern:kader", args=["eigen"]))


# ---- values by soort ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("soort", "invoer", "verwacht", "getoond"),
    [
        ("getal", "1.234,5", Decimal("1234.5"), "1.234,5"),
        ("bedrag", "€ 3.000,-", Decimal(3000), "€\xa03.000,00"),
        ("percentage", "7,75 %", Decimal("7.75"), "7,75%"),
        ("datum", "1 juli 2020", date(2020, 7, 1), "01-07-2020"),
        (
            "periode",
            "1-1-2018 t/m 31-12-2021",
            Looptijd(date(2018, 1, 1), date(2021, 12, 31)),
            "01-01-2018 t/m 31-12-2021",
        ),
        ("periode", "vanaf 1-1-2020", Looptijd(date(2020, 1, 1)), "vanaf 01-01-2020"),
        ("tekst", "Participatiepact", "Participatiepact", "Participatiepact"),
        ("janee", "ja", True, "ja"),
        ("lijst", "6; 3; 1", (6, 3, 1), "6; 3; 1"),
        ("lijst", "6, 3, 1", (6, 3, 1), "6; 3; 1"),
        ("lijst", "15-02; 15-08", ("15-02", "15-08"), "15-02; 15-08"),
        (
            "tabel",
            "jaar; pct; van\n2024; 7,5; 1-1-2024",
            ({"jaar": 2024, "pct": Decimal("7.5"), "van": date(2024, 1, 1)},),
            "tabel met 1 rij",
        ),
    ],
)
def test_wat_je_typt_komt_zonder_verlies_terug(soort, invoer, verwacht, getoond):
    veld = waardeveld(Parametercode("x", "X", "", soort, "", (), "Groep"))

    gelezen = veld.clean(invoer)

    assert gelezen == verwacht
    assert uit_json(naar_json(gelezen, soort), soort) == verwacht
    assert toon(gelezen, soort) == getoond
    assert veld.clean(veld.prepare_value(gelezen)) == verwacht


# ---- export --------------------------------------------------------------------------------------------
def test_de_csv_heeft_dezelfde_regels_als_de_pagina(client, als, kader):
    als(Rol.CONSULENT)
    keuze = {"toon": "vastgesteld", "peildatum": "1-1-2021", "export": "csv"}

    antwoord = client.get(reverse("kern:kader", args=["eigen"]), keuze)

    regels = antwoord.getvalue().decode("utf-8-sig").splitlines()
    assert len(regels) == 2
    assert regels[1].split(";")[:7] == [
        "Formatie en normen",
        "norm.wsw",
        "Norm Wsw (detachering en jobcoaching)",
        "45",
        "klanten per fte",
        "01-07-2020",
        "",
    ]
    assert antwoord["Content-Disposition"] == 'attachment; filename="eigen-2021-01-01.csv"'


def test_een_formule_in_de_bron_wordt_onschadelijk_in_de_csv(client, als, kader):
    ParameterFactory(
        kader=kader,
        code="norm.ontwikkeling",
        waarde="85",
        bron='=HYPERLINK("x")',
        begindatum=date(2020, 1, 1),
    )
    als(Rol.CONSULENT)

    antwoord = client.get(reverse("kern:kader", args=["eigen"]), {"q": "norm.ontwikkeling", "export": "csv"})

    assert "'=HYPERLINK" in antwoord.getvalue().decode()


def test_de_pdf_is_een_pdf(client, als, kader):
    als(Rol.CONSULENT)

    antwoord = client.get(reverse("kern:kader", args=["eigen"]), {"toon": "vastgesteld", "export": "pdf"})

    assert antwoord["Content-Type"] == "application/pdf"
    assert antwoord.content.startswith(b"%PDF-")


def test_gekozen_filters_staan_er_met_een_link_om_ze_weg_te_halen(client, als, kader):
    als(Rol.CONSULENT)

    antwoord = client.get(reverse("kern:kader", args=["eigen"]), {"q": "norm", "toon": "niet"})

    assert antwoord.context["tags"] == [
        ("Zoek op naam, code of bron", "norm", "?toon=niet"),
        ("Toon", "Niet vastgesteld", "?q=norm"),
    ]
