"""Says who calls the API: a bearer token, and the language in which its owner wants to be answered."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import trans_real
from ninja.security import HttpBearer

from tidewaiter.access.facts import Caller
from tidewaiter.actions.act import NotPermitted
from tidewaiter.actions.callers import caller_for_token
from tidewaiter.doors.api.keys import refuse_bad_key
from tidewaiter.doors.api.problems import Unauthenticated
from tidewaiter.doors.api.rates import address_of, refuse_more_failures

_LONGEST_TOKEN = 200


class BearerToken(HttpBearer):
    """An officer's API token in the Authorization header; anything else is answered with 401."""

    def __call__(self, request: HttpRequest) -> Any:
        """Return the caller; Unauthenticated without a token that is good today."""
        caller = super().__call__(request)
        if caller is None:
            raise Unauthenticated
        refuse_bad_key(request)
        return caller

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        """Return the caller behind a token, and speak the language asked for, or else the officer's own."""
        if not token.isascii() or not token.isprintable() or len(token) > _LONGEST_TOKEN:
            refuse_more_failures(request)
            raise Unauthenticated
        try:
            caller = caller_for_token(token, language=language_asked(request), address=address_of(request))
        except NotPermitted as refused:
            refuse_more_failures(request)
            raise Unauthenticated(refused.reasons) from refused
        translation.activate(caller.language)
        return caller


def language_asked(request: HttpRequest) -> str:
    """Return the first language of Accept-Language that is ours, empty without one; cookies have no say here."""
    ours = dict(settings.LANGUAGES)
    for name, weight in trans_real.parse_accept_lang_header(request.headers.get("Accept-Language", "").lower()):
        language = name.partition("-")[0]
        if weight > 0 and language in ours:
            return language
    return ""


def caller_of(request: HttpRequest) -> Caller:
    """Return the caller whom the token named."""
    caller = getattr(request, "auth", None)
    if not isinstance(caller, Caller):
        raise Unauthenticated
    return caller
