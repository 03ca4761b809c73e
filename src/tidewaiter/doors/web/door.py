"""Opens one page: says who calls, and turns the four exceptions of acts into pages that show the way on."""

import functools
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Concatenate, ParamSpec, cast

from allauth.account import app_settings as account_settings
from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache

from tidewaiter.access.decide import Reason, closed_to
from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Conflict, Invalid, NotFound, NotPermitted
from tidewaiter.actions.callers import caller_for_user, officer_card
from tidewaiter.doors.web.faults import faults_of
from tidewaiter.doors.web.kept import keep_typed
from tidewaiter.doors.web.shell import chosen_language, page

P = ParamSpec("P")
# What an officer may have written at length for an act that then comes too late.
_LONG_TEXTS = ("text", "reasons", "reason", "grounds")
_RECORD = re.compile(r"/(?:requests|central)/[0-9a-f-]{36}/")
INVITED_FOR = 60 * 60
"""So many seconds a person has, after opening the invitation, to set up a second factor, perhaps installing an app."""
_STEP_UP = Reason("step_up", "CCO-47.1.ii")
View = Callable[Concatenate[HttpRequest, Caller, P], HttpResponse]
Opened = Callable[Concatenate[HttpRequest, P], HttpResponse]


def door(
    *methods: str, opens: Verb | None = None, fresh: bool = False, without: str = ""
) -> Callable[[View[P]], Opened[P]]:
    """Make a view of a function that takes the request and its caller; only these HTTP methods are answered.

    A form that `opens` an act is shown to those alone whom their roles let perform it; the act decides again.
    A `fresh` one asks first for proof of who it is, so that nobody types what is then asked for twice.
    `without` is the one thing that may be lacking here: this is the page on which it is given.
    """

    def wrap(view: View[P]) -> Opened[P]:
        @never_cache
        @functools.wraps(view)
        def opened(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            if not request.user.is_authenticated:
                return keep_typed(request, redirect_to_login(request.get_full_path()))
            caller: Caller | None = None
            try:
                caller = calling(request, without=without)
                if opens is not None and request.method != "POST" and (closed := closed_to(caller, opens)):
                    raise NotPermitted(closed)
                if fresh and not caller.fresh:
                    raise NotPermitted((_STEP_UP,))
                return view(request, caller, *args, **kwargs)
            except (NotPermitted, NotFound, Conflict, Invalid) as told:
                return way_on(request, told, "GET" in methods) or answer_to(request, caller, told)

        return cast(Opened[P], opened)

    return wrap


def calling(request: HttpRequest, *, without: str = "") -> Caller:
    """Say who calls, in the language chosen here or else the officer's own; NotPermitted without a designation."""
    called = functools.partial(
        caller_for_user,
        int(request.user.pk or 0),
        language=chosen_language(request),
        fresh=proved_lately(request),
    )
    try:
        caller = called()
    except NotPermitted as told:
        if not without or [reason.code for reason in told.reasons] != [without]:
            raise
        caller = called(half=True)
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        own = officer_card(caller).language
        translation.activate(own)
        caller = replace(caller, language=own)
    return caller


def proved_lately(request: HttpRequest) -> bool:
    """Whether the officer proved who it is within the last minutes (the setting is allauth's); a password is no proof.

    A new account has nothing but its invitation yet, which opens the setting up of a second factor alone.
    """
    lasts = {"mfa": account_settings.REAUTHENTICATION_TIMEOUT, "invitation": INVITED_FOR}
    records = get_authentication_records(request, request.user)
    return any(time.time() - record["at"] < lasts.get(record["method"], 0) for record in records)


_WAYS_ON = {
    "second_factor": "second_factor",
    "duties_not_accepted": "duties",
    "step_up": "account_reauthenticate",
}


def way_on(request: HttpRequest, told: Exception, answers_get: bool) -> HttpResponse | None:
    """Lead to the page on which the officer gives what alone is lacking, and from there back; None where more lacks."""
    codes = [reason.code for reason in told.reasons] if isinstance(told, NotPermitted) else []
    if len(codes) != 1 or codes[0] not in _WAYS_ON:
        return None
    back = request.get_full_path() if answers_get else record_of(request.path)
    return keep_typed(request, redirect_to_login(back, reverse(_WAYS_ON[codes[0]]), "next"))


def answer_to(request: HttpRequest, caller: Caller | None, told: Exception) -> HttpResponse:
    """Give the page for one of the four exceptions that an act may end in."""
    match told:
        case NotPermitted():
            return refusal_page(request, caller, told.reasons)
        case NotFound():
            return page(request, caller, "web/not_found.html", status=404)
        case Conflict():
            context: dict[str, Any] = {
                "code": told.code,
                "params": dict(told.params),
                "back_to": record_of(request.path),
                "typed": [request.POST[name] for name in _LONG_TEXTS if request.POST.get(name)],
            }
            return page(request, caller, "web/conflict.html", context, status=409)
        case Invalid():
            context = {"faults": faults_of(told.faults), "back_to": record_of(request.path)}
            return page(request, caller, "web/invalid.html", context, status=422)
    raise told


def record_of(path: str) -> str:
    """The address of the record that an act at this address concerns, or the desk."""
    found = _RECORD.match(path)
    return found.group() if found else "/"


def refusal_page(request: HttpRequest, caller: Caller | None, reasons: Sequence[Reason]) -> HttpResponse:
    """Say what was refused and under which provisions; a refusal is an answer, not an error."""
    return page(request, caller, "web/refusal.html", {"reasons": tuple(reasons)}, status=403)
