"""Speaks OpenID Connect with the provider of one administration: allauth's protocol, with what it leaves unchecked.

allauth brings state, PKCE and the exchange of the code. It checks no nonce, takes an id token's signature on trust,
lets userinfo name the subject, and follows a discovery document wherever it leads; here each of these is closed
(docs/decisions/0017-single-sign-on-bound-on-issuer-and-subject.md).
"""

import hmac
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import jwt
import requests
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import salted_hmac

from tidewaiter.actions.people import SignOnClient
from tidewaiter.actions.people.sign_on import LONGEST_SUBJECT

TIMEOUT = (3.05, 5)
"""Seconds to reach a provider, and to wait for each part of its answer: a worker that waits serves nobody else."""
LEEWAY = 60
"""Seconds by which the clocks of a provider and of this host may differ."""
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures that a provider's public key proves; none, and none by the shared secret."""
WELL_KNOWN = "/.well-known/openid-configuration"
_ADDRESSES = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_PORTS = {"http": 80, "https": 443}


class NoAnswer(OAuth2Error):  # type: ignore[misc]  # allauth is not typed
    """The provider does not answer, or not with what OpenID Connect asks of it."""


class NotProven(OAuth2Error):  # type: ignore[misc]  # allauth is not typed
    """The provider's answer does not prove who signed in there."""


class NamedOnly(requests.Session):
    """Calls nothing but the origins of issuers that the host's operator named: no redirect, no long wait."""

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        """Send one request, or refuse to."""
        if origin(request.url or "") not in {origin(issuer) for issuer in settings.TIDEWAITER.sign_on_issuers}:
            raise NoAnswer("an address that the operator of this host has not named")
        return super().send(request, **{**options, "timeout": TIMEOUT, "allow_redirects": False})


def origin(address: str) -> tuple[str, str, int]:
    """Scheme, host and port of an address: what has to be the same for it to be the same server."""
    try:
        parts = urlsplit(address)
        return parts.scheme, parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        return "", "", 0


def nonce_for(state_id: str) -> str:
    """The nonce that goes with a state, so that an id token fits the one browser that asked for it."""
    return salted_hmac("tidewaiter.sign_on.nonce", state_id, algorithm="sha256").hexdigest()


def callback_address(administration: str) -> str:
    """The redirect address to register at the provider: one for each administration, so no two providers share it."""
    return f"{settings.TIDEWAITER.public_url}{reverse('sign_on_return', args=[administration])}"


def app_of(client: SignOnClient) -> SocialApp:
    """The client in allauth's shape; it is never saved, since the act that recorded it is the one source."""
    return SocialApp(
        provider="openid_connect",
        provider_id=client.provider,
        name=client.administration,
        client_id=client.client_id,
        secret=client.client_secret,
        settings={"server_url": client.issuer, "administration": client.administration},
    )


class SignOnProtocol(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # allauth is not typed
    """One exchange with the provider of one administration."""

    def get_provider(self) -> "SignOnProvider":
        """The provider, looked up once, so that one exchange speaks with one."""
        if not hasattr(self, "_provider"):
            self._provider: SignOnProvider = super().get_provider()
        return self._provider

    @property
    def openid_config(self) -> Mapping[str, Any]:
        """What the provider says of itself; NoAnswer unless it is that issuer and its addresses are its own."""
        if not hasattr(self, "_openid_config"):
            self._openid_config = self._discovered(self.get_provider().app.settings["server_url"])
        return self._openid_config

    def _discovered(self, issuer: str) -> Mapping[str, Any]:
        said = self._fetched(issuer.rstrip("/") + WELL_KNOWN)
        if said.get("issuer") != issuer:
            raise NoAnswer("the provider calls itself by another issuer")
        if any(origin(str(said.get(name, ""))) != origin(issuer) for name in _ADDRESSES):
            raise NoAnswer("the provider sends us to an address outside its own")
        return said

    def _fetched(self, address: str) -> dict[str, Any]:
        try:
            with get_adapter().get_requests_session() as session:
                answer = session.get(address)
                answer.raise_for_status()
                said = answer.json()
        except requests.RequestException as error:
            raise NoAnswer(str(error)) from error
        if not isinstance(said, dict):
            raise NoAnswer("the provider does not answer in JSON")
        return said

    @property
    def basic_auth(self) -> bool:
        """Whether the secret goes in the header: so where the provider takes it nowhere else, or does not say."""
        return "client_secret_post" not in self.openid_config.get("token_endpoint_auth_methods_supported", ())

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """The redirect address that the sign-on page shows for registering."""
        return callback_address(app.settings["administration"])

    def get_access_token_data(
        self, request: HttpRequest, app: SocialApp, client: OAuth2Client, pkce_code_verifier: str | None = None
    ) -> dict[str, Any]:
        """Exchange the code for tokens; whatever else comes back is no answer."""
        try:
            said = super().get_access_token_data(request, app, client, pkce_code_verifier)
        except (requests.RequestException, KeyError, ValueError) as error:
            raise NoAnswer(str(error)) from error
        if not isinstance(said, dict):
            raise NoAnswer("the provider gives no token")
        return said

    def parse_token(self, data: Mapping[str, Any]) -> SocialToken:
        """The access token, which is neither used nor kept."""
        return SocialToken(token=str(data["access_token"]))

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **more: Any) -> SocialLogin:
        """Take the subject from the id token alone, once all that binds it to us and to this browser is proven."""
        proof = more["response"].get("id_token")
        if not isinstance(proof, str):
            raise NotProven("there is no id token")
        claims = self._proven(proof, app)
        asked, given = nonce_for(request.GET.get("state", "")), str(claims.get("nonce", ""))
        if not hmac.compare_digest(given.encode(), asked.encode()):
            raise NotProven("the id token answers another request")
        return self.get_provider().sociallogin_from_response(request, claims)

    def _proven(self, proof: str, app: SocialApp) -> dict[str, Any]:
        """The claims of an id token: issuer, audience, signature and times as OpenID Connect Core 3.1.3.7 asks."""
        try:
            claims: dict[str, Any] = jwt.decode(
                proof,
                self._key_of(proof),
                algorithms=ALGORITHMS,
                issuer=app.settings["server_url"],
                audience=app.client_id,
                leeway=LEEWAY,
                options={"require": ["iss", "aud", "exp", "iat", "sub"]},
            )
        except (jwt.PyJWTError, ValueError, TypeError) as error:
            raise NotProven(str(error)) from error
        if claims.get("azp", app.client_id) != app.client_id or (len(_audience(claims)) > 1 and "azp" not in claims):
            raise NotProven("the id token was given to another client")
        if not isinstance(claims["sub"], str) or not 0 < len(claims["sub"]) <= LONGEST_SUBJECT:
            raise NotProven("the id token names no subject")
        return claims

    def _key_of(self, proof: str) -> jwt.PyJWK:
        """The provider's key that the id token says it is signed with; its only one where it does not say."""
        named = jwt.get_unverified_header(proof).get("kid")
        keys = jwt.PyJWKSet.from_dict(self._fetched(self.openid_config["jwks_uri"])).keys
        fitting = [key for key in keys if named in (None, key.key_id) and key.public_key_use in (None, "sig")]
        if len(fitting) != 1:
            raise NotProven("the id token is signed with no key of the provider")
        return fitting[0]


def _audience(claims: Mapping[str, Any]) -> list[str]:
    return claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]


class SignOnProvider(OpenIDConnectProvider):  # type: ignore[misc]  # allauth is not typed
    """An administration's provider: asked who the person is, and for nothing else about the person."""

    oauth2_adapter_class = SignOnProtocol
    pkce_enabled_default = True

    def get_default_scope(self) -> list[str]:
        """Ask for the subject alone: no profile, no mail address."""
        return ["openid"]

    def extract_uid(self, data: Mapping[str, Any]) -> str:
        """The subject; with the issuer in the provider's name it is the whole of the binding."""
        return str(data["sub"])

    def extract_extra_data(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Keep nothing that the provider tells beside the subject."""
        return {}

    def extract_common_fields(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Names and mail addresses bind nobody here, so none is read."""
        return {}

    def extract_email_addresses(self, data: Mapping[str, Any]) -> list[Any]:
        """The same for mail addresses."""
        return []

    def serialize(self) -> dict[str, Any]:
        """Its own name, for the login that waits for the second factor; client ids are not unique among providers."""
        return {"id": self.app.provider_id}

    def leave(self, request: HttpRequest, process: str, *, next_url: str, officer: str = "") -> HttpResponse:
        """Send the browser to the provider, with state, PKCE and nonce; NoAnswer when the provider is not there."""
        state_id = get_adapter().generate_state_param({})
        answer: HttpResponse = self.redirect(
            request,
            process,
            next_url=next_url,
            data={"officer": officer},
            auth_params={"nonce": nonce_for(state_id)},
            state_id=state_id,
        )
        return answer
