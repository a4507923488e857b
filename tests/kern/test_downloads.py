"""What leaves Trede is saved, not shown (snel-en-veilig §8 D5)."""

import json

from django.http import StreamingHttpResponse

from kern.downloads import als_download, download, download_als, download_van
from kern.models import Bestand


def test_een_bewaard_bestand_komt_er_byte_voor_byte_uit():
    bestand = Bestand(naam="brïef.pdf", mediatype="application/pdf", inhoud=memoryview(b"%PDF"))

    antwoord = download_van(bestand)

    assert (antwoord.content, antwoord["Content-Type"]) == (b"%PDF", "application/pdf")
    assert antwoord["Content-Disposition"] == (
        "attachment; filename=\"br_ef.pdf\"; filename*=UTF-8''br%C3%AFef.pdf"
    )


def test_een_aanhalingsteken_sluit_de_naam_niet_af():
    kop = download(b"x", 'a"; filename=b.html')["Content-Disposition"]

    assert kop == "attachment; filename=\"a_; filename=b.html\"; filename*=UTF-8''a%22%3B%20filename%3Db.html"


def test_een_download_voert_in_de_browser_niets_uit():
    koppen = als_download(StreamingHttpResponse([b"x"]), "lijst.csv").headers

    assert koppen["Content-Disposition"] == 'attachment; filename="lijst.csv"'
    assert koppen["Content-Security-Policy"].startswith("default-src 'none'; sandbox;")
    assert (koppen["X-Content-Type-Options"], koppen["Cross-Origin-Resource-Policy"]) == (
        "nosniff",
        "same-origin",
    )


def test_elke_vorm_heeft_zijn_soort_en_zijn_achtervoegsel():
    soorten = {soort: download_als(soort, b"x", "cijfers") for soort in ("csv", "pdf", "xlsx")}
    json_ = download_als("json", {"naam": "Zoë"}, "cijfers")

    assert {soort: a["Content-Type"] for soort, a in soorten.items()} == {
        "csv": "text/csv; charset=utf-8",
        "pdf": "application/pdf",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
    assert soorten["csv"]["Content-Disposition"] == 'attachment; filename="cijfers.csv"'
    assert (json.loads(json_.content), json_["Content-Type"]) == ({"naam": "Zoë"}, "application/json")
    assert "Zoë" in json_.content.decode()
