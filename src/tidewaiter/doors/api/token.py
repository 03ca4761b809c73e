"""Where a machine account exchanges its secret for an access token: OAuth 2.0, client credentials (RFC 6749, 4.4)."""

import base64
import json
from typing import Any
from urllib.parse import unquote_plus

from django.http import HttpRequest, HttpResponse
from ninja import Router
from oauthlib.common import Request
from oauthlib.oauth2 import BackendApplicationServer, RequestValidator
from oauthlib.oauth2.rfc6749.errors import InvalidClientError, InvalidRequestError
from pydantic import BaseModel, Field

from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Scope
from tidewaiter.actions.act import Invalid, NotPermitted
from tidewaiter.actions.callers import caller_for_machine, caller_for_stranger
from tidewaiter.actions.people import MachineSession, note_failed_sign_in, open_machine_session
from tidewaiter.doors.api.rates import address_of, refuse_more_failed_secrets

router = Router()

_FORM = "application/x-www-form-urlencoded"
_CHALLENGE = 'Basic realm="tidewaiter", charset="UTF-8"'
_LONGEST = 200


class AccessTokenShown(BaseModel):
    """An access token (RFC 6749, 5.1), shown this once, for a machine to act with."""

    access_token: str = Field(examples=["tw_vJ4lHn3xg0mCq1o9yQ5uW8zR2sT6bK7eF0dA1cX3hYk"])
    token_type: str = Field(examples=["Bearer"])
    expires_in: int = Field(description="Seconds.", examples=[3600])
    scope: str = Field(examples=["requests:read requests:write"])


class TokenRefusedShown(BaseModel):
    """Why there is no access token (RFC 6749, 5.2)."""

    error: str = Field(examples=["invalid_client"])
    error_description: str = Field(default="", examples=["bad_secret"])


class _Machine:
    """The client as oauthlib asks for it."""

    def __init__(self, caller: Caller) -> None:
        self.client_id = caller.officer
        self.caller = caller


class _Exchange(RequestValidator):
    """One exchange: oauthlib reads the protocol, the acts decide."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__()
        self._request = request
        self.session: MachineSession | None = None

    def client_authentication_required(self, request: Request, *args: Any, **kwargs: Any) -> bool:
        """Every client has a secret."""
        return True

    def authenticate_client(self, request: Request, *args: Any, **kwargs: Any) -> bool:
        """Find the machine whose secret came, in header or form; InvalidClientError says why there is none."""
        if request.duplicate_params:
            raise InvalidRequestError("A parameter came twice.", request=request)
        client_id, secret = _credentials(request)
        try:
            caller = caller_for_machine(client_id, secret, address=address_of(self._request))
        except NotPermitted as refused:
            refuse_more_failed_secrets(self._request, client_id)
            _note_failure(client_id, refused.reasons[0].code)
            raise InvalidClientError(refused.reasons[0].code, request=request) from refused
        request.client = _Machine(caller)
        request.client_id = client_id
        return True

    def validate_grant_type(self, *args: Any, **kwargs: Any) -> bool:
        """Every machine may use the one grant that there is."""
        return True

    def get_default_scopes(self, client_id: str, request: Request, *args: Any, **kwargs: Any) -> list[str]:
        """Without a wish, the act gives all that the machine has."""
        return []

    def validate_scopes(
        self, client_id: str, scopes: list[str], client: Any, request: Request, *args: Any, **kwargs: Any
    ) -> bool:
        """Open the session for these scopes, or for all where none was named; False where one is not the machine's."""
        try:
            self.session = open_machine_session(client.caller, scopes=tuple(scopes or ()))
        except Invalid:
            return False
        request.scopes = list(self.session.scopes)
        return True

    def save_token(self, token: Any, request: Request, *args: Any, **kwargs: Any) -> None:
        """The act has kept its digest already."""

    def token_of(self, request: Request) -> str:
        """The token that the act made."""
        return self.session.token if self.session else ""

    def seconds_of(self, request: Request) -> int:
        """How long it lasts."""
        return self.session.seconds if self.session else 0


_ASKED: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            _FORM: {
                "schema": {
                    "type": "object",
                    "title": "TokenAsked",
                    "required": ["grant_type"],
                    "properties": {
                        "grant_type": {"type": "string", "const": "client_credentials"},
                        "scope": {
                            "type": "string",
                            "description": "Scopes separated by spaces, among those of the machine; all by default. "
                            f"Known are {', '.join(Scope)}.",
                        },
                        "client_id": {"type": "string", "description": "Only without an Authorization header."},
                        "client_secret": {"type": "string", "description": "Only without an Authorization header."},
                    },
                },
                "example": {"grant_type": "client_credentials", "scope": "requests:read requests:write"},
            }
        },
    },
}


@router.post(
    "/token",
    auth=None,
    response={200: AccessTokenShown, 400: TokenRefusedShown, 401: TokenRefusedShown},
    operation_id="open_machine_session",
    summary="Exchange a machine's secret for an access token",
    description=(
        "OAuth 2.0, client credentials: the client id is the name of the machine account. Send id and secret in an "
        "Authorization header (Basic) or in the form. The token is a bearer token of every other operation."
    ),
    tags=["people"],
    openapi_extra=_ASKED,
)
def token(request: HttpRequest) -> HttpResponse:
    """Answer as RFC 6749 says, in 5.1 and 5.2."""
    exchange = _Exchange(request)
    server = BackendApplicationServer(exchange, exchange.token_of, exchange.seconds_of)
    given = {"Authorization": request.headers.get("Authorization", "")}
    headers, body, status = server.create_token_response(request.path, "POST", _form(request), given)
    if status == InvalidClientError.status_code:
        headers["WWW-Authenticate"] = _CHALLENGE
    return HttpResponse(json.dumps(json.loads(body)), status=status, headers=headers)


def _form(request: HttpRequest) -> str:
    """What came as a form; nothing where it is none, so that oauthlib misses the grant in it."""
    if request.content_type != _FORM or not request.body.isascii():
        return ""
    return request.body.decode("ascii")


def _note_failure(client_id: str, code: str) -> None:
    """Write in the journal of a machine's house that somebody could not enter with its name."""
    stranger = caller_for_stranger(client_id)
    if stranger is not None:
        method = "secret" if code == "bad_secret" else "closed"
        note_failed_sign_in(stranger, username=client_id, method=method)


def _credentials(request: Request) -> tuple[str, str]:
    """Id and secret, from the header or from the form but never from both (RFC 6749, 2.3)."""
    header = request.headers.get("Authorization", "")
    in_form = request.client_id or "", request.client_secret or ""
    if header and request.client_secret:
        raise InvalidRequestError("The client authenticated in two ways.", request=request)
    client_id, secret = _from_header(header) if header else in_form
    if header and in_form[0] not in ("", client_id):
        raise InvalidRequestError("Two clients are named.", request=request)
    if not all(len(text) <= _LONGEST and text.isprintable() for text in (client_id, secret)):
        return "", ""
    return client_id, secret


def _from_header(header: str) -> tuple[str, str]:
    """Id and secret of Basic authentication, each form-encoded before (RFC 6749, 2.3.1); empty where it is none."""
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        name, _, secret = base64.b64decode(encoded.strip(), validate=True).decode().partition(":")
    except ValueError:
        return "", ""
    return unquote_plus(name), unquote_plus(secret)
