"""Log-in addresses: only what we use of allauth; the rest is closed but keeps its name.

allauth builds links by name, also to pages that we do not offer, so those names must exist.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as herstelcodes
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as extern
from allauth.socialaccount.providers.openid_connect import views as openid
from django.urls import path

from kern.views.account import gesloten, inloggen

urlpatterns = [
    path("inloggen/", inloggen, name="account_login"),
    path("uitloggen/", account.logout, name="account_logout"),
    path("uitgezet/", account.account_inactive, name="account_inactive"),
    path("bevestigen/", account.reauthenticate, name="account_reauthenticate"),
    path("wachtwoord/", account.password_change, name="account_change_password"),
    path("tweede-factor/", mfa.index, name="mfa_index"),
    path("tweede-factor/code/", mfa.authenticate, name="mfa_authenticate"),
    path("tweede-factor/bevestigen/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("tweede-factor/aanzetten/", totp.activate_totp, name="mfa_activate_totp"),
    path("tweede-factor/uitzetten/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("tweede-factor/herstelcodes/", herstelcodes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "tweede-factor/herstelcodes/nieuw/",
        herstelcodes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "tweede-factor/herstelcodes/bestand/",
        herstelcodes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("extern/afgebroken/", extern.login_cancelled, name="socialaccount_login_cancelled"),
    path("extern/mislukt/", extern.login_error, name="socialaccount_login_error"),
    path("oidc/<slug:provider_id>/", openid.login, name="openid_connect_login"),
    path("oidc/<slug:provider_id>/terug/", openid.callback, name="openid_connect_callback"),
    *(
        path(f"gesloten/{naam}/", gesloten, name=naam)
        for naam in (
            "account_signup",
            "account_email",
            "account_email_verification_sent",
            "account_set_password",
            "account_reset_password",
            "account_confirm_login_code",
            "socialaccount_signup",
            "socialaccount_connections",
        )
    ),
]
