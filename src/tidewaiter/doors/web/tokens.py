"""API tokens of one's own: issued with scopes and an end, shown this once, revoked at once."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from tidewaiter.access.facts import Caller
from tidewaiter.access.rules import ACTS, SCOPES
from tidewaiter.access.verbs import Role, Scope, Verb
from tidewaiter.actions.act import Invalid, NotFound
from tidewaiter.actions.people import TokenLine, issue_token, list_tokens, revoke_token
from tidewaiter.doors.web.days import BadDay, typed_day
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.faults import FaultLine, faults_of
from tidewaiter.doors.web.forms import Choice, Field, Form, Group, chosen, day, several, text, words
from tidewaiter.doors.web.kept import officer_mark, typed_before
from tidewaiter.doors.web.shell import page
from tidewaiter.doors.words import say

USUAL = timedelta(days=90)


@door("GET", "HEAD")
def tokens(request: HttpRequest, caller: Caller) -> HttpResponse:
    """List one's own tokens that have not run out."""
    own = [token for token in list_tokens(caller) if token.officer == caller.officer]
    return page(request, caller, "web/account_tokens.html", {"tokens": own}, here="account")


@door("GET", "HEAD", "POST", opens=Verb.ISSUE_TOKEN, fresh=True)
def token_new(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Issue a token; it stands on the page that answers, once, and is kept nowhere."""
    typed = request.POST if request.method == "POST" else typed_before(request)
    form = token_form(caller, typed)
    if request.method == "POST":
        try:
            issued = _issued(caller, request.POST)
        except BadDay as told:
            form = form.with_faults((FaultLine(told.words, "expires_on", "CCO-47.1"),))
        except Invalid as told:
            form = form.with_faults(faults_of(told.faults))
        else:
            shown = {"secret": issued, "label": text(request.POST, "label")}
            return page(request, caller, "web/account_token_shown.html", shown, here="account")
    context: dict[str, Any] = {"form": form, "mark": officer_mark(request)}
    return page(
        request, caller, "web/account_token_new.html", context, here="account", status=422 if form.faults else 200
    )


def _issued(caller: Caller, typed: QueryDict) -> str:
    return issue_token(
        caller,
        username=caller.officer,
        label=text(typed, "label"),
        expires_on=day(typed, "expires_on") or caller.day,
        scopes=several(typed, "scopes"),
        networks=words(typed, "networks"),
    )


def token_form(caller: Caller, typed: QueryDict | None) -> Form:
    """The fields of a new token, with what was typed or three months proposed."""
    given: Mapping[str, str] | QueryDict = typed or {}
    until = typed_day(typed, "expires_on") if typed else (caller.day + USUAL).isoformat()
    return Form(
        (
            Group(
                "",
                (
                    _field("label", "text", text(given, "label"), limit=100),
                    scopes_field(caller.roles, several(typed, "scopes") if typed else ()),
                    _field("expires_on", "date", until),
                    _field("networks", "text", text(given, "networks"), required=False),
                ),
            ),
        )
    )


def _field(name: str, kind: str, value: str, *, required: bool = True, limit: int = 300) -> Field:
    label, told = say(f"field:{name}"), say(f"help:{name}")
    return Field(name, label, kind, told, required=required, value=value, limit=limit)


def scopes_field(roles: Iterable[Role], ticked: tuple[str, ...]) -> Field:
    """The scopes that hold an act of these roles: what would open nothing is not offered."""
    held = frozenset(roles)
    useful = {scope for verb, scope in SCOPES.items() if held.intersection(ACTS[verb].roles)}
    offered = tuple(Choice(scope.value, say(f"scope:{scope}")) for scope in Scope if scope in useful)
    label, told = say("field:scopes"), say("help:scopes")
    return Field("scopes", label, "choices", told, required=True, choices=chosen(offered, ticked))


@door("GET", "HEAD", "POST")
def token_revoke(request: HttpRequest, caller: Caller, token_id: UUID) -> HttpResponse:
    """Ask, then revoke a token: one's own, or as a manager one of the administration's."""
    found = next((token for token in list_tokens(caller) if token.id == str(token_id)), None)
    if found is None:
        raise NotFound
    if request.method == "POST":
        revoke_token(caller, found.id)
        messages.success(request, _("The token opens nothing any more."))
        return redirect(_home_of(caller, found))
    context = {"token": found, "own": found.officer == caller.officer}
    return page(request, caller, "web/account_token_revoke.html", context, here="account")


def _home_of(caller: Caller, token: TokenLine) -> str:
    return reverse("tokens") if token.officer == caller.officer else reverse("person", args=[token.officer])
