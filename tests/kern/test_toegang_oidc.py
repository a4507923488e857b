"""Inloggen met het gemeenteaccount (OIDC), tegen een nagemaakte aanbieder op deze machine."""

import base64
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.urls import reverse

from kern.models import Gebruiker

pytestmark = pytest.mark.django_db
SLEUTEL = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _b64(getal: int) -> str:
    return (
        base64.urlsafe_b64encode(getal.to_bytes((getal.bit_length() + 7) // 8, "big")).rstrip(b"=").decode()
    )


class Aanbieder(BaseHTTPRequestHandler):
    """Discovery, token and JWKS: the least an OpenID provider has to do."""

    def log_message(self, *args):
        """No noise in the test output."""

    def _json(self, inhoud):
        tekst = json.dumps(inhoud).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(tekst)))
        self.end_headers()
        self.wfile.write(tekst)

    def do_GET(self):
        hier = f"http://127.0.0.1:{self.server.server_port}"
        if self.path.endswith("openid-configuration"):
            wegen = {f"{naam}_endpoint": f"{hier}/{naam}" for naam in ("authorization", "token", "userinfo")}
            self._json({"issuer": hier, "jwks_uri": f"{hier}/jwks", **wegen})
        else:
            getallen = SLEUTEL.public_key().public_numbers()
            jwk = {
                "kty": "RSA",
                "kid": "1",
                "alg": "RS256",
                "use": "sig",
                "n": _b64(getallen.n),
                "e": _b64(getallen.e),
            }
            self._json({"keys": [jwk]})

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        nu = int(time.time())
        claims = {
            "iss": f"http://127.0.0.1:{self.server.server_port}",
            "aud": "trede",
            "iat": nu,
            "exp": nu + 60,
        }
        token = jwt.encode(claims | self.server.claims, SLEUTEL, algorithm="RS256", headers={"kid": "1"})
        self._json({"access_token": "x", "token_type": "Bearer", "id_token": token})


@pytest.fixture
def aanbieder(settings):
    server = HTTPServer(("127.0.0.1", 0), Aanbieder)
    server.claims = {"sub": "oid-1", "email": "onbekend@example.nl", "amr": ["pwd", "mfa"]}
    threading.Thread(target=server.serve_forever, daemon=True).start()
    app = {
        "provider_id": "gemeente",
        "name": "Inloggen met gemeenteaccount",
        "client_id": "trede",
        "secret": "geheim",
        "settings": {
            "server_url": f"http://127.0.0.1:{server.server_port}",
            "uid_field": "sub",
            "fetch_userinfo": False,
        },
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    yield server
    server.shutdown()
    server.server_close()


def log_in_bij_gemeente(client):
    """Heen naar de aanbieder en terug met een code."""
    heen = client.post(reverse("openid_connect_login", args=["gemeente"]))
    vraag = parse_qs(urlsplit(heen.url).query)
    terug = reverse("openid_connect_callback", args=["gemeente"])
    return vraag, client.get(terug, {"code": "abc", "state": vraag["state"][0]})


def test_de_knop_staat_op_de_inlogpagina(client, aanbieder):
    assert "Inloggen met gemeenteaccount" in client.get(reverse("account_login")).content.decode()


def test_een_onbekende_wordt_geweigerd_en_er_komt_geen_gebruiker_bij(client, aanbieder, consulent):
    _, antwoord = log_in_bij_gemeente(client)

    assert "Je account is nog niet bekend in Trede" in antwoord.content.decode()
    assert list(Gebruiker.objects.all()) == [consulent]
    assert not SocialAccount.objects.exists()
    assert client.get(reverse("kern:werkvoorraad")).status_code == 302


def test_hetzelfde_e_mailadres_is_niet_genoeg(client, aanbieder, consulent):
    Gebruiker.objects.filter(pk=consulent.pk).update(email="onbekend@example.nl")

    log_in_bij_gemeente(client)

    assert not SocialAccount.objects.exists()
    assert client.get(reverse("kern:werkvoorraad")).status_code == 302


def test_wie_gekoppeld_is_logt_in_met_pkce_en_de_factor_van_de_gemeente_telt(
    client, aanbieder, consulent, settings
):
    settings.MFA_VERPLICHT = True
    SocialAccount.objects.create(user=consulent, provider="gemeente", uid="oid-1")

    vraag, antwoord = log_in_bij_gemeente(client)

    assert vraag["code_challenge_method"] == ["S256"]
    assert antwoord.url == reverse("kern:werkvoorraad")
    assert client.get(reverse("kern:instellingen")).status_code == 200


def test_zonder_tweede_factor_bij_de_gemeente_vraagt_trede_er_zelf_een(
    client, aanbieder, consulent, settings
):
    settings.MFA_VERPLICHT = True
    aanbieder.claims["amr"] = ["pwd"]
    SocialAccount.objects.create(user=consulent, provider="gemeente", uid="oid-1")

    log_in_bij_gemeente(client)

    assert client.get(reverse("kern:instellingen")).url == reverse("mfa_activate_totp")


def test_de_factor_van_de_een_geldt_niet_voor_een_ander_in_dezelfde_browser(
    client, aanbieder, consulent, maak_gebruiker, gemeente, settings
):
    settings.MFA_VERPLICHT = True
    ander = maak_gebruiker(None, gemeente, username="ander")
    ander.set_password("fiets regen kalender")
    ander.save()
    SocialAccount.objects.create(user=consulent, provider="gemeente", uid="oid-1")
    log_in_bij_gemeente(client)
    client.post(reverse("account_logout"))

    client.post(reverse("account_login"), {"login": "ander", "password": "fiets regen kalender"})

    assert client.get(reverse("kern:instellingen")).url == reverse("mfa_activate_totp")


def test_een_uitgezet_account_komt_ook_via_de_gemeente_niet_binnen(client, aanbieder, consulent):
    Gebruiker.objects.filter(pk=consulent.pk).update(is_active=False)
    SocialAccount.objects.create(user=consulent, provider="gemeente", uid="oid-1")

    _, antwoord = log_in_bij_gemeente(client)

    assert antwoord.url == reverse("account_inactive")
    assert client.get(reverse("kern:werkvoorraad")).status_code == 302
