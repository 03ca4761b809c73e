"""Single sign-on: the administration's own page, binding one's own account, and signing in through the provider."""

import logging
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import requests
from allauth.core import ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError, AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tidewaiter.access.decide import Refusal, decide
from tidewaiter.access.facts import Caller, Facts, Kind
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Conflict, Invalid, NotFound, NotPermitted
from tidewaiter.actions.people import (
    SignOnClient,
    SignOnDraft,
    SignOnView,
    bind_sign_on,
    end_sign_on,
    host_of,
    is_bound,
    record_sign_on,
    refuse_sign_on,
    sign_on_client,
    sign_on_of,
    sign_ons,
    unbind_sign_on,
)
from tidewaiter.doors.web.door import answer_to, calling, door, refusal_page
from tidewaiter.doors.web.faults import faults_of
from tidewaiter.doors.web.forms import Field, Form, Group, text
from tidewaiter.doors.web.openid import NoAnswer, NotProven, SignOnProtocol, app_of, callback_address
from tidewaiter.doors.web.openid import SignOnProvider as Provider
from tidewaiter.doors.web.shell import page
from tidewaiter.doors.words import say

_STATUS: Mapping[str, int] = {
    "no_answer": 503,
    "not_proven": 403,
    "declined": 403,
    "cancelled": 200,
    "stale": 400,
    "stranger": 403,
    "ended": 404,
}
"""What can end a sign-on before anybody is signed in, with the status of the page that says so."""
_log = logging.getLogger(__name__)


@door("GET", "HEAD", "POST", opens=Verb.RECORD_SIGN_ON)
def sign_on(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Show the provider of one's own administration, and record another in its place."""
    form = _form(request.POST if request.method == "POST" else {})
    if request.method == "POST":
        draft = SignOnDraft(*(text(request.POST, name) for name in ("issuer", "client_id", "client_secret")))
        try:
            record_sign_on(caller, draft)
        except Invalid as told:
            form = form.with_faults(faults_of(told.faults))
        else:
            messages.success(request, _("Officers can bind their accounts now. Bind your own first, to try it."))
            return redirect("sign_on")
    context = {
        "form": form,
        "current": sign_on_of(caller.administration),
        "redirect_address": callback_address(caller.administration),
    }
    return page(request, caller, "web/sign_on.html", context, here="people", status=422 if form.faults else 200)


@door("POST")
def sign_on_end(request: HttpRequest, caller: Caller, sign_on_id: UUID) -> HttpResponse:
    """End a sign-on: from now on nobody signs in through it."""
    end_sign_on(caller, sign_on_id)
    messages.success(request, _("Nobody signs in through this provider any more. Passwords still work."))
    return redirect("sign_on")


def _form(typed: Mapping[str, str]) -> Form:
    """The fields of a provider; its secret is never shown again, not even to whoever just typed it."""
    kinds = {"issuer": "text", "client_id": "text", "client_secret": "secret"}
    fields = tuple(
        Field(
            name=name,
            label=say(f"field:{name}"),
            kind=kind,
            help=say(f"help:{name}"),
            required=True,
            value="" if kind == "secret" else text(typed, name),
            limit=500,
        )
        for name, kind in kinds.items()
    )
    return Form((Group("", fields),))


@door("GET", "HEAD", "POST")
def sign_on_connect(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Show whether one's own account is bound; a POST goes to the provider to bind it."""
    if request.method == "POST":
        client = sign_on_client(caller.administration)
        if client is None:
            raise NotFound
        own = Facts(Kind.PUBLIC, owner=caller.administration, author=caller.officer)
        if isinstance(decided := decide(caller, Verb.CHANGE_SIGN_IN, own), Refusal):
            raise NotPermitted(decided.reasons)
        return _leave(request, client, AuthProcess.CONNECT, reverse("sign_on_connect"), caller.officer)
    current = sign_on_of(caller.administration)
    context = {"current": current, "host": host_of(current.issuer) if current else "", "bound": is_bound(caller)}
    return page(request, caller, "web/sign_on_own.html", context)


@door("POST")
def sign_on_release(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Undo the binding of one's own account."""
    unbind_sign_on(caller)
    messages.success(request, _("Your account is no longer bound to your administration's provider."))
    return redirect("sign_on_connect")


@never_cache
@require_safe
def sign_on_choose(request: HttpRequest) -> HttpResponse:
    """Let an officer choose the administration through whose provider to sign in."""
    choices = [(view, _name(view), host_of(view.issuer)) for view in sign_ons()]
    context = {"choices": choices, "next": request.GET.get("next", "")}
    return page(request, None, "web/sign_on_choose.html", context)


def _name(view: SignOnView) -> str:
    return view.name.get((get_language() or "en").split("-")[0]) or view.name.get("en") or view.administration


@never_cache
@require_POST
def sign_on_leave(request: HttpRequest, administration: str) -> HttpResponse:
    """Go to the provider of an administration to sign in; counted like any other attempt to sign in."""
    too_many: HttpResponse | None = ratelimit.consume_or_429(request, action="login")
    if too_many is not None:
        return too_many
    client = sign_on_client(administration)
    if client is None:
        return failure(request, "", "ended")
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return _leave(request, client, AuthProcess.LOGIN, wanted if wanted and safe else "/", "")


def _leave(request: HttpRequest, client: SignOnClient, process: str, next_url: str, officer: str) -> HttpResponse:
    """A page that goes on to the provider: a form may lead nowhere else (form-action), a page may.

    The header works without scripts, and the provider may send the browser on as it likes.
    """
    try:
        away = Provider(request, app=app_of(client)).leave(request, process, next_url=next_url, officer=officer)
    except (OAuth2Error, requests.RequestException) as problem:
        return failure(request, client.issuer, _code_of(problem))
    if not away.has_header("Location"):
        return away
    context = {"host": host_of(client.issuer), "address": away["Location"]}
    answer = page(request, None, "web/sign_on_leave.html", context)
    answer["Refresh"] = f"0; url={away['Location']}"
    return answer


@never_cache
@require_safe
def sign_on_return(request: HttpRequest, administration: str) -> HttpResponse:
    """Take the browser back from the provider, and the proof of who signed in there."""
    client = sign_on_client(administration)
    if client is None:
        return failure(request, "", "ended")
    if request.GET.get("iss", client.issuer) != client.issuer:  # RFC 9207: the answer is another provider's
        return failure(request, client.issuer, "not_proven")
    try:
        answer: HttpResponse = OAuth2CallbackView.adapter_view(SignOnProtocol(request, client.provider))(request)
    except (OAuth2Error, requests.RequestException) as problem:
        return failure(request, client.issuer, _code_of(problem))
    return answer


def accept(request: HttpRequest, login: SocialLogin) -> None:
    """Let an officer on whose account is bound here and may sign in; ImmediateHttpResponse ends it for all others.

    Called with the proof checked, before any session: the second factor is still asked for, since how strongly the
    provider identified the person is unknown here.
    """
    administration = login.provider.app.settings["administration"]
    if login.state.get("process") == AuthProcess.CONNECT:
        raise ImmediateHttpResponse(_connected(request, login))
    if not login.is_existing:
        raise ImmediateHttpResponse(failure(request, login.provider.app.settings["server_url"], "stranger"))
    try:
        refuse_sign_on(administration, login.account.provider, login.user.pk)
    except NotPermitted as told:
        raise ImmediateHttpResponse(refusal_page(request, None, told.reasons)) from told


def _connected(request: HttpRequest, login: SocialLogin) -> HttpResponse:
    """Bind the account of the officer who asked for it, who must still be the one signed in here."""
    issuer = login.provider.app.settings["server_url"]
    if not request.user.is_authenticated:
        return failure(request, issuer, "stale")
    caller: Caller | None = None
    try:
        caller = calling(request)
        client = sign_on_client(caller.administration)
        if (login.state.get("data") or {}).get("officer") != caller.officer:
            return failure(request, issuer, "stale")
        if client is None or client.provider != login.account.provider:
            raise Conflict("state_changed")
        bind_sign_on(caller, client, login.account.uid)
    except (NotPermitted, NotFound, Conflict, Invalid) as told:
        return answer_to(request, caller, told)
    messages.success(request, _("Your account is bound. You can sign in through your administration from now on."))
    return redirect("sign_on_connect")


def told_wrong(request: HttpRequest, issuer: str, error: str, problem: Exception | None, known: bool) -> HttpResponse:
    """The page for what the protocol found wrong; `known` says that this browser had asked for the answer."""
    if error == AuthError.CANCELLED:
        return failure(request, issuer, "cancelled")
    if problem is not None:
        return failure(request, issuer, _code_of(problem))
    return failure(request, issuer, "declined" if known else "stale")


def _code_of(problem: Exception) -> str:
    """The code for the page; the log of the host says more, yet nothing that the provider answered."""
    ours = isinstance(problem, NoAnswer | NotProven)
    _log.warning("sign-on: %s %s", type(problem).__name__, problem if ours else "")
    return "no_answer" if isinstance(problem, NoAnswer | requests.RequestException) else "not_proven"


def failure(request: HttpRequest, issuer: str, code: str) -> HttpResponse:
    """Say why nobody was signed in, and the way that is open: the password always is."""
    caller: Caller | None = None
    if request.user.is_authenticated:
        try:
            caller = calling(request)
        except NotPermitted:
            caller = None
    context: dict[str, Any] = {"code": code, "host": host_of(issuer), "any": bool(sign_ons())}
    return page(request, caller, "web/sign_on_failed.html", context, status=_STATUS[code])
