"""The OpenID provider of an administration, run as a process of its own: django-oauth-toolkit, sqlite, one client.

python provider_site.py FOLDER PORT: it reads FOLDER/setup.json (client, people, redirect addresses) and, with each
token, FOLDER/mood.json, in which a test makes it lie or stall as a bad provider would.
"""

import json
import sys
import time
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from jwcrypto import jwk

FOLDER, PORT = Path(sys.argv[1]), int(sys.argv[2])
SETUP = json.loads((FOLDER / "setup.json").read_text())
ISSUER = f"http://localhost:{PORT}/oidc"
LOGIN = """<!doctype html><html lang="en"><title>Provider of Arlen Reach</title><h1>Arlen Reach, sign in</h1>
<form method="post">{% csrf_token %}<label>User <input name="username"></label>
<label>Word <input name="password" type="password"></label><input type="hidden" name="next" value="{{ next }}">
<button>Enter</button></form></html>"""


def mood() -> dict[str, Any]:
    """How the provider misbehaves at the moment; not at all where the file is absent."""
    file = FOLDER / "mood.json"
    return json.loads(file.read_text()) if file.exists() else {}


class Moody:
    """Middleware that stalls, breaks, or answers another document where the mood says so."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the mood says."""
        now = mood()
        for part, seconds in now.get("stall", {}).items():
            if request.path.endswith(part):
                time.sleep(seconds)
        for part, (status, body) in now.get("answer", {}).items():
            if request.path.endswith(part):
                return HttpResponse(body, status=status, content_type="text/html")
        for part, address in now.get("redirect", {}).items():
            if request.path.endswith(part):
                return HttpResponse(status=302, headers={"Location": address})
        answer = self.get_response(request)
        for part, changes in now.get("json", {}).items():
            if request.path.endswith(part):
                return JsonResponse({**json.loads(answer.content), **changes})
        return answer


def key() -> str:
    """A signing key made for this run."""
    file = FOLDER / "key.pem"
    if not file.exists():
        file.write_bytes(jwk.JWK.generate(kty="RSA", size=2048).export_to_pem(private_key=True, password=None))
    return file.read_text()


settings.configure(
    SECRET_KEY="a provider of tests, which keeps nothing",
    ALLOWED_HOSTS=["localhost"],
    ROOT_URLCONF="provider_site",
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "oauth2_provider"],
    MIGRATION_MODULES=dict.fromkeys(("auth", "contenttypes", "sessions", "oauth2_provider")),  # only their last form
    MIDDLEWARE=[
        "provider_site.Moody",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {"loaders": [("django.template.loaders.locmem.Loader", {"registration/login.html": LOGIN})]},
        }
    ],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": FOLDER / "provider.sqlite3"}},
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    USE_TZ=True,
    LOGIN_URL="/enter/",
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    OAUTH2_PROVIDER={
        "OIDC_ENABLED": True,
        "OIDC_ISS_ENDPOINT": ISSUER,
        "OIDC_RSA_PRIVATE_KEY": key(),
        "SCOPES": {"openid": "who you are"},
        "PKCE_REQUIRED": True,
        "OAUTH2_VALIDATOR_CLASS": "provider_site.Validator",
        "ALLOWED_REDIRECT_URI_SCHEMES": ["http", "https"],
    },
)
sys.modules.setdefault("provider_site", sys.modules[__name__])
django.setup()

from django.contrib.auth.models import User  # noqa: E402 - Django is set up first
from django.contrib.auth.views import LoginView  # noqa: E402
from django.urls import include, path  # noqa: E402
from oauth2_provider.models import Application  # noqa: E402
from oauth2_provider.oauth2_validators import OAuth2Validator  # noqa: E402


class Validator(OAuth2Validator):  # type: ignore[misc]  # the package is not typed
    """The package's own validator, whose id tokens lie where the mood says so."""

    def get_oidc_claims(self, token: Any, token_handler: Any, request: Any) -> dict[str, Any]:
        """The subject is the user's name, as an administration's provider would name an officer."""
        return {"sub": request.user.username, "email": f"{request.user.username}@arlen.example"}

    def get_id_token_dictionary(self, token: Any, token_handler: Any, request: Any) -> tuple[dict[str, Any], Any]:
        """The claims, with those of the mood in their place."""
        claims, expires = super().get_id_token_dictionary(token, token_handler, request)
        return {**claims, **mood().get("claims", {})}, expires


urlpatterns = [path("oidc/", include("oauth2_provider.urls")), path("enter/", LoginView.as_view(), name="login")]


def prepare() -> None:
    """Make the tables, the people and the one client."""
    call_command("migrate", run_syncdb=True, verbosity=0)
    for name, word in SETUP["people"].items():
        User.objects.create_user(name, password=word)
    Application.objects.create(
        client_id=SETUP["client_id"],
        client_secret=SETUP["client_secret"],
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE,
        redirect_uris=" ".join(SETUP["redirect_addresses"]),
        algorithm=Application.RS256_ALGORITHM,
        skip_authorization=True,
        name="Tidewaiter",
    )


class Quiet(WSGIRequestHandler):
    """Says nothing on the console."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class Server(ThreadingMixIn, WSGIServer):
    """Answers while another answer stalls."""

    daemon_threads = True


if __name__ == "__main__":
    engines.all()
    prepare()
    server = make_server("localhost", PORT, get_wsgi_application(), server_class=Server, handler_class=Quiet)
    (FOLDER / "ready").touch()
    server.serve_forever()
