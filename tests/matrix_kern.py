"""The part of the matrix that belongs to kern and to logging in (see tests/matrix.py)."""

from kern.permissions import Recht
from tests.objects import PARAMETER
from tests.verwacht import Verwacht

BEHEER = (
    Recht.GEBRUIKER_BEHEREN,
    Recht.BELEID_INZIEN,
    Recht.IMPORTEREN,
    Recht.AUDIT_INZIEN,
    Recht.SIGNAAL_BEHEREN,
)
# The visitors of the matrix have no password and no second factor of their own.
GEEN_WACHTWOORD = Verwacht(bibliotheek=True, methoden="GET POST", get=(302,), post=(302,))
GEEN_BEVESTIGING = Verwacht(bibliotheek=True, methoden="GET POST", get=(403,), post=(403,))
ZONDER_FACTOR = Verwacht(bibliotheek=True, methoden="GET POST", get=(302, 404), post=(302, 404))
GEEN_AANBIEDER = Verwacht(
    open=True,
    bibliotheek=True,
    methoden="GET POST",
    kwargs=(("provider_id", "gemeente"),),
    get=(404,),
    post=(404,),
)
GEBRUIKERS = (Recht.GEBRUIKER_BEHEREN,)
ORGANISATIES = (Recht.ORGANISATIE_BEHEREN,)
LIJST = (("code", "gebruikers"),)

KERN: dict[str, Verwacht] = {
    # start
    "kern:gezond": Verwacht(open=True, bibliotheek=True),
    "kern:hulp": Verwacht(),
    "kern:toegankelijkheid": Verwacht(open=True, bibliotheek=True),
    "kern:privacy": Verwacht(open=True, bibliotheek=True),
    "security-txt": Verwacht(open=True, bibliotheek=True),
    "kern:start": Verwacht(),
    "kern:werkvoorraad": Verwacht(),
    "kern:componenten": Verwacht(methoden="GET POST"),
    "kern:beheer": Verwacht(BEHEER),
    # eigen werk
    "kern:team": Verwacht((Recht.TEAM_INZIEN,)),
    "kern:signalen": Verwacht(),
    "kern:signaal": Verwacht(object="signaal"),
    "kern:signaal-later": Verwacht(object="signaal", methoden="POST", post=(404,)),  # the reason is gone
    "kern:signaalsoorten": Verwacht((Recht.SIGNAAL_BEHEREN,)),
    "kern:signaalsoort": Verwacht(
        (Recht.SIGNAAL_BEHEREN,),
        object="gemeente",
        kwargs=(("soort", "persoon.geen_contact"),),
        methoden="GET POST",
    ),
    "kern:concept-bewaren": Verwacht(methoden="POST", post=(404,)),
    "kern:concepten": Verwacht(),
    "kern:concept-weggooien": Verwacht(object="concept", methoden="POST"),
    "kern:ongedaan": Verwacht(object="ongedaan", methoden="POST"),
    "kern:aanwezig": Verwacht(kwargs=(("onderwerp", "persoon:P-10001"),)),
    # afspraken en kalender
    "kern:afspraken": Verwacht((Recht.AFSPRAAK_INZIEN,)),
    "kern:afspraken-pdf": Verwacht((Recht.AFSPRAAK_INZIEN,)),
    "kern:afspraak-nieuw": Verwacht((Recht.AFSPRAAK_WIJZIGEN,), methoden="GET POST"),
    "kern:afspraak": Verwacht((Recht.AFSPRAAK_INZIEN,), object="afspraak"),
    "kern:afspraak-wijzigen": Verwacht((Recht.AFSPRAAK_WIJZIGEN,), object="afspraak", methoden="GET POST"),
    "kern:afspraak-sluiten": Verwacht((Recht.AFSPRAAK_WIJZIGEN,), object="afspraak", methoden="GET POST"),
    "kern:kalender": Verwacht((Recht.AFSPRAAK_INZIEN,)),
    "kern:kalendertaak": Verwacht((Recht.AFSPRAAK_INZIEN,), object="kalendertaak"),
    # Who has the right but not this role is refused on the task itself.
    "kern:kalendertaak-afronden": Verwacht(
        (Recht.TAAK_AFRONDEN,), object="kalendertaak", methoden="POST", post=(200, 302, 403)
    ),
    "kern:kalendertaak-bewijs": Verwacht((Recht.AFSPRAAK_INZIEN,), object="kalendertaak", get=(404,)),
    "kern:verplichting": Verwacht((Recht.AFSPRAAK_WIJZIGEN,), object="verplichting", methoden="GET POST"),
    # taken: only one's own
    "kern:taken": Verwacht(),
    "kern:imports": Verwacht((Recht.IMPORTEREN,)),
    "kern:import-nieuw": Verwacht((Recht.IMPORTEREN,), methoden="GET POST"),
    "kern:import-sjabloon": Verwacht((Recht.IMPORTEREN,), kwargs=(("soort", "personen"), ("vorm", "xlsx"))),
    "kern:import-detail": Verwacht((Recht.IMPORTEREN,), object="import"),
    "kern:import-koppelen": Verwacht((Recht.IMPORTEREN,), object="import", methoden="GET POST"),
    "kern:import-proef": Verwacht((Recht.IMPORTEREN,), object="import", methoden="POST"),
    "kern:import-herstellen": Verwacht((Recht.IMPORTEREN,), object="import", methoden="POST"),
    "kern:import-inlezen": Verwacht((Recht.IMPORTEREN,), object="import", methoden="POST"),
    "kern:import-terugzetten": Verwacht((Recht.IMPORTEREN,), object="import", methoden="POST"),
    "kern:import-fouten": Verwacht((Recht.IMPORTEREN,), object="import"),
    "kern:taak": Verwacht(object="taak"),
    "kern:taak-stoppen": Verwacht(object="taak", methoden="POST"),
    "kern:taak-opnieuw": Verwacht(object="taak", methoden="POST"),
    "kern:taak-bestand": Verwacht(object="taak", get=(404,)),
    # gemeenten, samenwerkingsverbanden, organisaties
    "kern:gemeenten": Verwacht(ORGANISATIES),
    "kern:gemeente-nieuw": Verwacht(ORGANISATIES, methoden="GET POST"),
    "kern:gemeente": Verwacht(ORGANISATIES, object="gemeente", methoden="GET POST"),
    "kern:verbanden": Verwacht(ORGANISATIES),
    "kern:verband-nieuw": Verwacht(ORGANISATIES, methoden="GET POST"),
    "kern:verband": Verwacht(ORGANISATIES, object="verband"),
    "kern:verband-wijzigen": Verwacht(ORGANISATIES, object="verband", methoden="GET POST"),
    "kern:deelname-nieuw": Verwacht(ORGANISATIES, object="verband", methoden="GET POST"),
    "kern:deelname-beeindigen": Verwacht(ORGANISATIES, object="deelname", methoden="GET POST"),
    "kern:organisatierollen": Verwacht(ORGANISATIES),
    "kern:organisatierol-nieuw": Verwacht(ORGANISATIES, methoden="GET POST"),
    "kern:organisatierol-beeindigen": Verwacht(ORGANISATIES, object="organisatierol", methoden="GET POST"),
    # beleidskader
    "kern:kaders": Verwacht((Recht.BELEID_INZIEN,)),
    "kern:kaders-vergelijken": Verwacht((Recht.BELEID_INZIEN,)),
    "kern:kader": Verwacht((Recht.BELEID_INZIEN,), object="kader"),
    "kern:kader-nieuw": Verwacht((Recht.BELEID_WIJZIGEN,), methoden="GET POST"),
    "kern:kader-einde": Verwacht((Recht.BELEID_WIJZIGEN,), object="kader", methoden="GET POST"),
    "kern:kader-vaststellen": Verwacht((Recht.BELEID_VASTSTELLEN,), object="kader", methoden="GET POST"),
    "kern:kader-intrekken": Verwacht(
        (Recht.BELEID_WIJZIGEN, Recht.BELEID_VASTSTELLEN), object="kader", methoden="GET POST"
    ),
    "kern:parameter": Verwacht((Recht.BELEID_INZIEN,), object="kader", kwargs=(("code", PARAMETER),)),
    "kern:parameter-voorstellen": Verwacht(
        (Recht.BELEID_WIJZIGEN,), object="kader", kwargs=(("code", PARAMETER),), methoden="GET POST"
    ),
    "kern:parameter-vaststellen": Verwacht(
        (Recht.BELEID_VASTSTELLEN,), object="parameter", methoden="GET POST"
    ),
    "kern:parameter-vervallen": Verwacht(
        (Recht.BELEID_WIJZIGEN, Recht.BELEID_VASTSTELLEN), object="parameter", methoden="GET POST"
    ),
    # lijsten: the list of users stands for all lists
    "kern:lijst-zoeken": Verwacht(kwargs=LIJST, methoden="POST"),
    "kern:lijst-keuze": Verwacht(kwargs=LIJST, methoden="POST"),
    "kern:lijst-kolommen": Verwacht(kwargs=LIJST, methoden="GET POST"),
    "kern:lijst-bsn": Verwacht((Recht.BSN_TONEN,), kwargs=LIJST, methoden="GET POST"),
    "kern:weergave-bewaren": Verwacht(kwargs=LIJST, methoden="GET POST"),
    "kern:weergave-wijzigen": Verwacht(object="weergave", methoden="GET POST"),
    "kern:weergave-verwijderen": Verwacht(object="weergave", methoden="POST"),
    # gebruikers, rollen, teams, vervanging
    "kern:gebruikers": Verwacht(GEBRUIKERS),
    "kern:gebruiker-nieuw": Verwacht(GEBRUIKERS, methoden="GET POST"),
    "kern:gebruiker": Verwacht(GEBRUIKERS, object="gebruiker"),
    **{
        f"kern:gebruiker-{wat}": Verwacht(GEBRUIKERS, object="gebruiker", methoden="GET POST")
        for wat in ("wijzigen", "rol", "team", "vervanging", "koppeling")
    },
    "kern:gebruiker-handeling": Verwacht(
        GEBRUIKERS, object="gebruiker", kwargs=(("handeling", "wachtwoord"),), methoden="GET POST"
    ),
    "kern:rollen": Verwacht((Recht.GEBRUIKER_BEHEREN, Recht.AUDIT_INZIEN, Recht.BELEID_INZIEN)),
    "kern:rol-beeindigen": Verwacht(GEBRUIKERS, object="rolvervulling", methoden="GET POST"),
    "kern:teams": Verwacht(GEBRUIKERS),
    "kern:team-nieuw": Verwacht(GEBRUIKERS, methoden="GET POST"),
    "kern:team-detail": Verwacht(GEBRUIKERS, object="team", methoden="GET POST"),
    "kern:teamlid-beeindigen": Verwacht(GEBRUIKERS, object="teamlid", methoden="GET POST"),
    "kern:vervangingen": Verwacht(GEBRUIKERS),
    "kern:vervanging-stoppen": Verwacht(GEBRUIKERS, object="vervanging", methoden="POST"),
    # logboek
    "kern:audit": Verwacht((Recht.AUDIT_INZIEN,)),
    "kern:audit-inzagen": Verwacht((Recht.AUDIT_INZIEN,)),
    "kern:audit-geschiedenis": Verwacht(
        (Recht.AUDIT_INZIEN,), object="team", kwargs=(("model", "kern.team"),)
    ),
    # van jezelf
    "kern:instellingen": Verwacht(),
    "kern:sneltoetsen": Verwacht(methoden="POST"),
    "kern:mijn-vervanging": Verwacht(methoden="GET POST"),
    "kern:mijn-vervanging-stoppen": Verwacht(object="mijn vervanging", methoden="POST"),
    "kern:mijn-sessies-beeindigen": Verwacht(methoden="POST"),
    "kern:sessie-verlengen": Verwacht(methoden="POST", post=(204,)),
    "kern:toegang-vragen": Verwacht(methoden="GET POST"),
    # inloggen
    "account_login": Verwacht(open=True, bibliotheek=True, methoden="GET POST"),
    "account_logout": Verwacht(open=True, bibliotheek=True, methoden="GET POST"),
    "account_inactive": Verwacht(open=True, bibliotheek=True),
    "account_reauthenticate": GEEN_BEVESTIGING,
    "account_change_password": GEEN_WACHTWOORD,
    "mfa_index": Verwacht(bibliotheek=True),
    "mfa_authenticate": Verwacht(open=True, bibliotheek=True, methoden="GET POST"),
    "mfa_reauthenticate": GEEN_BEVESTIGING,
    "mfa_activate_totp": Verwacht(bibliotheek=True, methoden="GET POST"),
    "mfa_deactivate_totp": ZONDER_FACTOR,
    "mfa_view_recovery_codes": Verwacht(bibliotheek=True, get=(404,)),
    "mfa_generate_recovery_codes": Verwacht(bibliotheek=True, methoden="GET POST", get=(200,), post=(200,)),
    "mfa_download_recovery_codes": ZONDER_FACTOR,
    "socialaccount_login_cancelled": Verwacht(open=True, bibliotheek=True),
    "socialaccount_login_error": Verwacht(open=True, bibliotheek=True, get=(401,)),
    # Without TREDE_OIDC_SERVER there is no provider.
    "openid_connect_login": GEEN_AANBIEDER,
    "openid_connect_callback": GEEN_AANBIEDER,
    **{
        naam: Verwacht(open=True, bibliotheek=True, methoden="GET POST", get=(404,), post=(404,))
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
    },
}
