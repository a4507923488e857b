"""allauth's own forms in the words of Trede: visible labels, no placeholders, plain Dutch errors."""

from allauth.account.forms import ChangePasswordForm
from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import ReauthenticateForm as AllauthReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as AllauthMfaReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms

from kern.forms import TredeFilterForm

VERPLICHT = "Vul dit veld in."


class _ZonderPlaatshouder(forms.BaseForm):
    """A label says what to type; a placeholder disappears as soon as you type (schermen D10)."""

    labels: dict[str, str] = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for naam, veld in self.fields.items():
            veld.widget.attrs.pop("placeholder", None)
            veld.widget.attrs.pop("autofocus", None)
            veld.error_messages["required"] = VERPLICHT
            veld.label = self.labels.get(naam, veld.label)


class InlogForm(_ZonderPlaatshouder, AllauthLoginForm):
    labels = {"login": "Gebruikersnaam", "password": "Wachtwoord"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # The demo fills in the password by itself when someone picks an account (?gebruiker=).
        self.fields["password"].widget.render_value = "password" in self.initial
        self.fields["password"].help_text = ""


class BevestigForm(_ZonderPlaatshouder, AllauthReauthenticateForm):
    labels = {"password": "Wachtwoord"}


class WachtwoordForm(_ZonderPlaatshouder, ChangePasswordForm):
    labels = {
        "oldpassword": "Huidig wachtwoord",
        "password1": "Nieuw wachtwoord",
        "password2": "Nieuw wachtwoord nog een keer",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields[
            "password1"
        ].help_text = "Minstens 12 tekens. Een paar losse woorden is een goed wachtwoord."


class CodeForm(_ZonderPlaatshouder, AuthenticateForm):
    labels = {"code": "Code uit je app of een herstelcode"}


class CodeBevestigForm(_ZonderPlaatshouder, AllauthMfaReauthenticateForm):
    labels = {"code": "Code uit je app of een herstelcode"}


class AppAanzettenForm(_ZonderPlaatshouder, ActivateTOTPForm):
    labels = {"code": "Code uit je app"}


class GebruikerFilterForm(TredeFilterForm):
    """?gebruiker= on the log-in page of the demo."""

    gebruiker = forms.SlugField(required=False, max_length=80)
