"""Django's settings: what is fixed stands here, what a place may choose comes from `environment`."""

import os
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from psycopg.conninfo import conninfo_to_dict

from tidewaiter.config import environment
from tidewaiter.config.sign_in_settings import *  # noqa: F403 - Django reads its settings from one module

TIDEWAITER = environment.read()
TIDEWAITER_IDENTITY_KEY = TIDEWAITER.identity_key
PACKAGE = Path(__file__).parent.parent

# Read by numba when it is imported, which is after Django has its settings; whoever can write there can run code as us.
if os.environ.setdefault("NUMBA_CACHE_DIR", str(TIDEWAITER.compiled)) == str(TIDEWAITER.compiled):
    TIDEWAITER.compiled.mkdir(mode=0o700, parents=True, exist_ok=True)

SECRET_KEY = TIDEWAITER.secret_key
DEBUG = False
ALLOWED_HOSTS = list(TIDEWAITER.allowed_hosts)
ROOT_URLCONF = "tidewaiter.config.urls"
WSGI_APPLICATION = "tidewaiter.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "tidewaiter.records",
    "tidewaiter.doors.web",  # before allauth, whose templates ours replace
    "tidewaiter.doors.jobs",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",  # its protocol; providers come from acts, not from settings
    "procrastinate.contrib.django",
    "ninja",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # for slow lines; it pads answers at random, so lengths tell no secret
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "tidewaiter.doors.known.instruments_known",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]


def database(url: str | None, **options: str) -> dict[str, Any]:
    """Return Django's description of a database address; without one, a database that refuses to be used."""
    if url is None:
        return {"ENGINE": "django.db.backends.dummy"}
    parts = conninfo_to_dict(url)
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    described = {names[key]: str(parts.pop(key)) for key in names if key in parts}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **described,
        "OPTIONS": {**parts, **options},
        # one connection a sync worker, asked whether it lives before each use; acts open the transactions
        "CONN_MAX_AGE": 300,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    }


DATABASES = {"default": database(TIDEWAITER.own_url)}
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
PROCRASTINATE_IMPORT_PATHS = [f"tidewaiter.doors.jobs.{name}" for name in ("tasks", "indexing", "screening")]

# In files, so that the web workers count sign-in attempts together.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": TIDEWAITER.home / "cache",
    },
    # apart, so that whoever reads without signing in cannot push what is counted out of the other
    "public": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": TIDEWAITER.home / "public-cache",
    },
}

# Calls of the API a minute: with one token; from one address with tokens that are none, or with a wrong secret of one
# machine.
API_RATES = {"token": 600, "failed": 60, "secret": 10}

# A demo answers plain http on this machine; everything else is behind TLS.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not TIDEWAITER.demo
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 0 if TIDEWAITER.demo else 365 * 24 * 60 * 60
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français"), ("es", "Español"), ("nl", "Nederlands")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = TIDEWAITER.home / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # attachments are kept by acts alone
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

_MAIL = TIDEWAITER.mail
EMAIL_BACKEND = (
    "django.core.mail.backends.console.EmailBackend"
    if _MAIL.scheme == "console"
    else "tidewaiter.doors.jobs.post.EmailBackend"
)
EMAIL_HOST, EMAIL_PORT = _MAIL.host, _MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL.user, _MAIL.password
EMAIL_USE_SSL = _MAIL.scheme == "smtps"
EMAIL_USE_TLS = _MAIL.scheme == "smtp" and _MAIL.host != "localhost"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = _MAIL.sender

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},  # a 404 is no news
    },
}
