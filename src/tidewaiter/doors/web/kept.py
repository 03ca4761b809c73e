"""Keeps what an officer is typing: by itself while the form is open, and sealed when the session has ended.

Work that is not handed in lies in a table of the officer's own (`actions.people`), for thirty days.

The session table may hold no case data (ARCHITECTURE, settled point 3): it holds only a sealed text whose key is in
a cookie of that browser, and only the same officer gets it back.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict

from tidewaiter.access.facts import Caller
from tidewaiter.actions.people import KeptFormView, drop_form, open_form

GOING_ON = "continue"
COOKIE, SESSION_KEY, SALT = "typed", "typed", "tidewaiter.typed"
LARGEST, MINUTES = 400_000, 30


KEPT_FORMS = (
    *("request_draft", "request_edit", "request_move"),
    *("entry_new", "entry_edit", "entry_extend", "entry_delete"),
)
"""The names of the addresses whose forms are kept by themselves; a view of one begins with `work_in`."""


@dataclass(frozen=True, slots=True)
class Work:
    """What stands in a form as it is opened; `typed` is None in a fresh one.

    Where `waiting` holds unsent work, the officer chooses first, and meanwhile nothing is kept over it.
    """

    path: str
    mark: str
    typed: QueryDict | None = None
    waiting: KeptFormView | None = None
    since: KeptFormView | None = None

    @property
    def going_on(self) -> str:
        """The address that opens the form with the unsent work in it."""
        return self.path + ("&" if "?" in self.path else "?") + urlencode({GOING_ON: "1"})

    @property
    def keeps(self) -> bool:
        """Whether what is typed is kept by itself."""
        return self.waiting is None


def work_in(request: HttpRequest, caller: Caller) -> Work:
    """What stands in the form: what was posted, or what the ended session left, or the work kept unsent."""
    path, mark = form_path(request), officer_mark(request)
    if request.method == "POST":
        return Work(path, mark, request.POST)
    before = typed_before(request)
    if before is not None:
        return Work(path, mark, before)
    kept = open_form(caller, path)
    if kept is not None and GOING_ON in request.GET:
        return Work(path, mark, QueryDict(kept.typed), since=kept)
    return Work(path, mark, waiting=kept)


def handed_in(request: HttpRequest, caller: Caller) -> None:
    """The form was taken: what was kept of it goes."""
    if "kept" in request.POST:
        drop_form(caller, form_path(request))


def form_path(request: HttpRequest) -> str:
    """The address of the form, with what makes it this form and no other."""
    query = request.GET.copy()
    query.pop(GOING_ON, None)
    return request.path + (f"?{query.urlencode()}" if query else "")


def stands_in(work: Work, name: str, now: str) -> str:
    """The version of the record on which the typing began, so that a change meanwhile is not written over unseen."""
    typed: Mapping[str, Any] = work.typed or {}
    return str(typed.get(name) or now)


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
