"""Keeps what an officer had typed when the session ended, sealed, and gives it back after signing in again.

The session table may hold no case data (ARCHITECTURE, settled point 3): it holds only a sealed text whose key is in
a cookie of that browser, and only the same officer gets it back.
"""

import json

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict

COOKIE, SESSION_KEY, SALT = "typed", "typed", "tidewaiter.typed"
LARGEST, MINUTES = 400_000, 30


def officer_mark(request: HttpRequest) -> str:
    """A signed mark that a long form carries, telling who was typing in it."""
    return signing.dumps(str(request.user.pk), salt=SALT)


def keep_typed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Seal what was posted by an officer whose session has ended; nothing of anybody else."""
    owner = _owner(request)
    body = request.POST.urlencode() if owner else ""
    if not owner or len(body) > LARGEST:
        return response
    key = Fernet.generate_key()
    content = json.dumps({"owner": owner, "path": request.path, "body": body})
    request.session[SESSION_KEY] = Fernet(key).encrypt(content.encode()).decode()
    response.set_cookie(
        COOKIE,
        key.decode(),
        max_age=60 * MINUTES,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def typed_before(request: HttpRequest) -> QueryDict | None:
    """Give back, once, what this officer had typed at this address before the session ended."""
    sealed, key = request.session.get(SESSION_KEY), request.COOKIES.get(COOKIE)
    if not sealed or not key:
        return None
    try:
        kept = json.loads(Fernet(key.encode()).decrypt(sealed.encode(), ttl=60 * MINUTES))
    except (InvalidToken, ValueError):
        del request.session[SESSION_KEY]
        return None
    if kept["path"] != request.path:
        return None
    del request.session[SESSION_KEY]
    return QueryDict(kept["body"]) if kept["owner"] == str(request.user.pk) else None


def _owner(request: HttpRequest) -> str:
    try:
        return str(signing.loads(request.POST.get("typing", ""), salt=SALT, max_age=24 * 60 * 60))
    except signing.BadSignature:
        return ""
