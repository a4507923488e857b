"""The gallery page and the frame around it, through the real client."""

import pytest
from bs4 import BeautifulSoup
from django.template import Context, Template, TemplateSyntaxError
from django.urls import reverse

from kern.views.componenten_voorbeelden import VOORBEELDEN


@pytest.fixture
def pagina(ingelogd):
    def haal(vraag="", data=None):
        url = reverse("kern:componenten") + vraag
        antwoord = ingelogd.get(url) if data is None else ingelogd.post(url, data)
        assert antwoord.status_code == 200
        return BeautifulSoup(antwoord.content.decode(), "html.parser")

    return haal


def test_elk_onderdeel_staat_op_de_galerij(pagina):
    koppen = [kop.text for kop in pagina().select("main h2")]

    assert koppen[0] == "Formulier"
    assert koppen[1:][:3] == [voorbeeld.naam for voorbeeld in VOORBEELDEN][:3]
    assert {voorbeeld.naam for voorbeeld in VOORBEELDEN} <= set(koppen)


@pytest.mark.parametrize("vraag", ["", "?staat=fout", "?staat=conflict", "?staat=bevestigen"])
def test_een_pagina_heeft_een_kop_een_taal_en_geen_dubbel_id(pagina, vraag):
    soep = pagina(vraag)
    ids = [deel["id"] for deel in soep.select("[id]")]

    assert len(soep.select("h1")) == 1
    assert soep.html["lang"] == "nl"
    assert len(ids) == len(set(ids))
    assert soep.select_one("body > a")["href"] == "#inhoud"
    assert soep.title.text.endswith("– Trede")


@pytest.mark.parametrize("vraag", ["", "?staat=fout", "?staat=conflict", "?staat=bevestigen"])
def test_geen_enkele_pagina_heeft_stijl_of_script_in_de_html(pagina, vraag):
    soep = pagina(vraag)

    assert not soep.select("style, [style], script:not([src]), [onclick]")
    assert not soep.select("button[disabled], input[disabled], [required]")
    assert all(form.has_attr("novalidate") or form.get("method") == "dialog" for form in soep.select("form"))


def test_een_leeg_formulier_zegt_boven_en_bij_het_veld_wat_er_mist(pagina):
    soep = pagina(data={"naam": ""})
    samenvatting = soep.select_one(".foutsamenvatting")
    eerste = samenvatting.select_one("a")
    veld = soep.select_one(eerste["href"])

    assert soep.title.text.startswith(f"Fout ({len(samenvatting.select('li'))}): Componenten")
    assert eerste.text == "Naam: Vul dit veld in."
    assert veld["aria-invalid"] == "true" and veld["aria-required"] == "true"
    assert "Vul dit veld in." in soep.select_one(f"#{veld['aria-describedby'].split()[-1]}").text
    assert all(soep.select(link["href"]) for link in samenvatting.select("a"))


def test_wat_je_typte_blijft_staan_na_een_fout(pagina):
    getypt = {
        "naam": "A. Voorbeeld",
        "begindatum": "31-02-2026",
        "bedrag": "1,234.50",
        "besproken": "Tempo <b>",
    }
    soep = pagina(data=getypt)

    assert soep.select_one("#id_naam")["value"] == "A. Voorbeeld"
    assert soep.select_one("#id_begindatum")["value"] == "31-02-2026"
    assert soep.select_one("#id_bedrag")["value"] == "1,234.50"
    assert soep.select_one("#id_besproken").text.strip() == "Tempo <b>"
    assert "31-02-2026 bestaat niet. Vul een datum in zoals 01-07-2026." in soep.text
    assert "Gebruik een komma voor centen, bijvoorbeeld € 1.234,50" in soep.text


def test_velden_die_niet_hoeven_zeggen_dat_in_woorden(pagina):
    labels = {label.get("for"): label.text for label in pagina().select("label.veld__label")}

    assert "(niet verplicht)" in labels["id_einddatum"]
    assert "(niet verplicht)" not in labels["id_begindatum"]


def test_een_niet_ingelogde_bezoeker_ziet_geen_menu_en_geen_zoekveld(client, db):
    antwoord = client.get("/bestaat-niet/", follow=True)

    assert "hoofdmenu" not in antwoord.content.decode()
    assert "kop__zoek" not in antwoord.content.decode()


@pytest.mark.parametrize(
    "code",
    [
        '{% kaart titel="x" kleur="rood" %}{% endkaart %}',
        "{% kaart %}{% endkaart %}",
        "{% knop %}",
        "{% figuur %}",
    ],
)
def test_een_verkeerd_of_vergeten_argument_is_een_fout_in_het_sjabloon(code):
    with pytest.raises(TemplateSyntaxError):
        Template(code)


@pytest.mark.parametrize("code", ['{% etiket "x" toon="paars" %}', '{% knop "x" soort="groot" %}'])
def test_een_keuze_die_niet_bestaat_is_een_fout(code):
    with pytest.raises(ValueError, match="is een van"):
        Template(code).render(Context())


def test_tekst_van_mensen_wordt_nooit_opmaak():
    gemeen = "<script>alert(1)</script>"
    code = (
        "{% kaart titel=t %}{{ t }}{% endkaart %}{% etiket t %}{% knop t %}{% leegmelding t %}{% kruimel t t %}"
        "{% tijdlijnitem titel=t wanneer=w door=t %}{{ t }}{% endtijdlijnitem %}{% kenmerk label=t %}{{ t }}{% endkenmerk %}"
    )

    assert "<script" not in Template(code).render(Context({"t": gemeen, "w": None}))


def test_een_melding_kan_ongedaan_gemaakt_worden(rf):
    from django.contrib.messages import constants
    from django.contrib.messages.storage.base import Message

    berichten = [
        Message(constants.SUCCESS, "Verplaatst naar R. Demo.", extra_tags="ongedaan:/personen/1/terug/")
    ]

    html = Template("{% meldingen %}").render(Context({"messages": berichten, "csrf_token": "abc"}))
    soep = BeautifulSoup(html, "html.parser")

    assert soep.form["method"] == "post" and soep.form["action"] == "/personen/1/terug/"
    assert soep.select_one("input[name=csrfmiddlewaretoken]")["value"] == "abc"
    assert soep.select_one("[role=status]")


def test_een_foutpagina_is_voor_htmx_een_klein_deel_en_anders_een_hele_pagina(ingelogd):
    heel = ingelogd.get("/bestaat-niet/")
    deel = ingelogd.get("/bestaat-niet/", headers={"HX-Request": "true"})

    assert (heel.status_code, deel.status_code) == (404, 404)
    assert "<!doctype html>" in heel.content.decode()
    assert deel.content.decode().startswith('<div class="melding melding--fout" role="alert">')
    assert "Deze pagina is er niet" in deel.content.decode()


@pytest.mark.parametrize("naam", ["500", "csrf"])
def test_storing_en_verlopen_pagina_hebben_niets_nodig_om_te_tonen(naam):
    from django.template.loader import render_to_string

    html = render_to_string(f"fouten/{naam}.html")

    assert "{%" not in html and "<script" not in html
    assert BeautifulSoup(html, "html.parser").h1.text
