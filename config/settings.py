"""Settings of Trede: one file, every difference between places comes from the environment.

Names of variables stand in docs/ontwikkelen.md. Without any variable this starts the demo set-up on
this machine: DEBUG off, its own PostgreSQL in .data/, a secret key kept in .data/.
"""

import secrets
import sys
from pathlib import Path
from urllib.parse import unquote

import environ
from csp.constants import NONCE, NONE, SELF

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

# ---- where we run --------------------------------------------------------------------------------
# pytest-django reads this file before conftest.py, so the tests choose their own defaults here.
TESTING = "pytest" in sys.modules
DEMO = env.bool("TREDE_DEMO", default=False) and not TESTING
DEBUG = env.bool("TREDE_DEBUG", default=False)
HTTPS = env.bool("TREDE_HTTPS", default=not (DEMO or TESTING))
# Tests have their own server: they switch fsync off, and the demo is not theirs.
DATA_DIR = Path(env.str("TREDE_DATA", default=str(BASE_DIR / ".data" / ("tests" if TESTING else ""))))


def _secret_key() -> str:
    """The key from the environment; only the demo and the tests make their own, kept beside the data."""
    key = env.str("TREDE_SECRET_KEY", default="")
    if key:
        return key
    if not (DEMO or TESTING or DEBUG):
        raise environ.ImproperlyConfigured("Set TREDE_SECRET_KEY (or TREDE_DEMO=1 for the demo).")
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    path = DATA_DIR / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


SECRET_KEY = _secret_key()
SECRET_KEY_FALLBACKS = env.list("TREDE_SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("TREDE_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("TREDE_ORIGINS", default=[])

# ---- what it is made of --------------------------------------------------------------------------
INSTALLED_APPS = [
    "kern",
    "personen",
    "werkgevers",
    "wsw",
    "reintegratie",
    "formatie",
    "monitor",
    "demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "pghistory",
    "pgtrigger",
    "procrastinate.contrib.django",
    "template_partials.apps.SimpleAppConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "kern.middleware.VerzoekMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "kern.relogin.ReloginMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kern.middleware.SessieMiddleware",
    "kern.middleware.VerplichteStapMiddleware",
    "kern.middleware.HistorieMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
AUTH_USER_MODEL = "kern.Gebruiker"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_LOADERS = [
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                ("template_partials.loader.Loader", [("django.template.loaders.cached.Loader", _LOADERS)])
            ]
            if not DEBUG
            else [("template_partials.loader.Loader", _LOADERS)],
            "builtins": ["template_partials.templatetags.partials", "kern.templatetags.componenten"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "kern.context_processors.omgeving",
            ],
        },
    }
]
FORM_RENDERER = "kern.forms.TredeRenderer"

# ---- database: two roles, see config/postgres/base.py --------------------------------------------
_OWNER_COMMANDS = {
    "migrate",
    "databaserol",
    "klaarzetten",
    "makemigrations",
    "sqlmigrate",
    "pgtrigger",
    "dbshell",
}
AS_OWNER = env.bool("TREDE_ALS_EIGENAAR", default=TESTING or bool(_OWNER_COMMANDS & set(sys.argv[1:2])))
_database_url = env.str("DATABASE_URL", default="")
if AS_OWNER:
    _database_url = env.str("DATABASE_URL_EIGENAAR", default=_database_url)
DATABASES = {
    "default": {
        **(environ.Env.db_url_config(_database_url) if _database_url else {"NAME": "trede"}),
        "ENGINE": "config.postgres",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": False,
    }
}
# A socket directory stands percent-encoded in the address: postgres://user@%2Fpath/name
DATABASES["default"]["HOST"] = unquote(DATABASES["default"].get("HOST") or "")
DATABASES["default"].setdefault("OPTIONS", {}).setdefault(
    "options",
    "-c statement_timeout=60000 -c lock_timeout=10000 -c idle_in_transaction_session_timeout=120000",
)
# The role the web and worker processes run as; it owns nothing and cannot change the log tables.
DATABASE_APP_ROLE = env.str("TREDE_DATABASEROL", default="trede_app")
TEST_RUNNER = "django.test.runner.DiscoverRunner"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "kern_cache"}}

# ---- log-in --------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "kern:werkvoorraad"
ACCOUNT_ADAPTER = "kern.accounts.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "kern.accounts.SocialAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
# Other sessions end by themselves: their hash no longer fits. This one goes on.
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_FORMS = {
    "login": "kern.account_forms.InlogForm",
    "change_password": "kern.account_forms.WachtwoordForm",
    "reauthenticate": "kern.account_forms.BevestigForm",
}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key,50/5m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TREDE_PROXIES", default=0)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ADAPTER = "kern.accounts.MfaAdapter"
MFA_TOTP_ISSUER = "Trede"
MFA_FORMS = {
    "authenticate": "kern.account_forms.CodeForm",
    "reauthenticate": "kern.account_forms.CodeBevestigForm",
    "activate_totp": "kern.account_forms.AppAanzettenForm",
}
# Everyone needs a second factor; only the demo (fictitious people) may do without.
MFA_VERPLICHT = env.bool("TREDE_MFA_VERPLICHT", default=not (DEMO or TESTING))
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {}
if env.str("TREDE_OIDC_SERVER", default=""):
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "gemeente",
                "name": env.str("TREDE_OIDC_NAAM", default="Inloggen met gemeenteaccount"),
                "client_id": env.str("TREDE_OIDC_CLIENT_ID"),
                "secret": env.str("TREDE_OIDC_CLIENT_SECRET"),
                "settings": {
                    "server_url": env.str("TREDE_OIDC_SERVER"),
                    "uid_field": env.str("TREDE_OIDC_UID_VELD", default="sub"),
                    "fetch_userinfo": env.bool("TREDE_OIDC_USERINFO", default=False),
                },
            }
        ],
    }

# ---- sessions and headers (BIO2, internet.nl, snel-en-veilig §8 E1-E2) -----------------------------
SESSION_COOKIE_NAME = "__Host-sessie" if HTTPS else "sessie"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_IDLE_SECONDS = env.int("TREDE_SESSIE_INACTIEF", default=30 * 60)
SESSION_MAX_SECONDS = env.int("TREDE_SESSIE_MAXIMAAL", default=12 * 3600)
SESSION_COOKIE_AGE = SESSION_MAX_SECONDS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "kern.views.fouten.csrf_mislukt"
SECURE_SSL_REDIRECT = HTTPS and env.bool("TREDE_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 63072000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# Where someone reports a weak spot (security.txt).
CVD_CONTACT = env.str("TREDE_CVD", default="mailto:beveiliging@gemeente.example")

# ---- uploads -------------------------------------------------------------------------------------
UPLOAD_MAX_BYTES = env.int("TREDE_UPLOAD_MAX", default=10 * 1024 * 1024)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# ---- language, time, numbers -----------------------------------------------------------------------
LANGUAGE_CODE = "nl"
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = "kern.formats"
# Off: it would print the year 2026 as 2.026; amounts and counts use the filters of kern.opmaak.
USE_THOUSAND_SEPARATOR = False

# ---- static files --------------------------------------------------------------------------------
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env.str("TREDE_STATIC", default=str(BASE_DIR / "static_verzameld")))
# Tests and development serve straight from static/, without collected files.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG or TESTING
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# ---- mail, lists, history, jobs --------------------------------------------------------------------
EMAIL_CONFIG = env.email_url("TREDE_EMAIL_URL", default="consolemail://" if not TESTING else "memorymail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("TREDE_AFZENDER", default="Trede <geen-antwoord@localhost>")
DJANGO_TABLES2_TEMPLATE = "components/tabel.html"
PGHISTORY_APPEND_ONLY = True
PGHISTORY_ADMIN_ALL_EVENTS = False
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
MIGRATION_MODULES: dict[str, str] = {}
TABLE_PAGE_SIZES = (25, 50, 100)
SILENCED_SYSTEM_CHECKS = [] if HTTPS else ["security.W004", "security.W008", "security.W012", "security.W016"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"geen_persoonsgegevens": {"()": "kern.logfilter.PersoonsgegevensFilter"}},
    "formatters": {
        "regel": {
            "()": "kern.logfilter.PersoonsgegevensFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "regel",
            "filters": ["geen_persoonsgegevens"],
        }
    },
    "root": {"handlers": ["console"], "level": env.str("TREDE_LOGNIVEAU", default="WARNING")},
}
