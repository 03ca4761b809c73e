"""Opens one page: says who calls, and turns the four exceptions of acts into pages that show the way on."""

import functools
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Concatenate, ParamSpec, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
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
View = Callable[Concatenate[HttpRequest, Caller, P], HttpResponse]
Opened = Callable[Concatenate[HttpRequest, P], HttpResponse]


def door(*methods: str, opens: Verb | None = None) -> Callable[[View[P]], Opened[P]]:
    """Make a view of a function that takes the request and its caller; only these HTTP methods are answered.

    A form that `opens` an act is shown to those alone whom their roles let perform it; the act decides again.
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
                caller = calling(request)
                if opens is not None and request.method != "POST" and (closed := closed_to(caller, opens)):
                    raise NotPermitted(closed)
                return view(request, caller, *args, **kwargs)
            except (NotPermitted, NotFound, Conflict, Invalid) as told:
                return answer_to(request, caller, told)

        return cast(Opened[P], opened)

    return wrap


def calling(request: HttpRequest) -> Caller:
    """Say who calls, in the language chosen here or else the officer's own; NotPermitted without a designation."""
    caller = caller_for_user(int(request.user.pk or 0), language=chosen_language(request))
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        own = officer_card(caller).language
        translation.activate(own)
        caller = replace(caller, language=own)
    return caller


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
