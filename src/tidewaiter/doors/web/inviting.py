"""Forms by which accounts begin: an officer is invited, a machine is registered; an invitation is withdrawn."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import MACHINE_ROLES, Verb
from tidewaiter.actions.act import Conflict, Invalid, NotFound
from tidewaiter.actions.people import (
    AccountChoices,
    InvitationDraft,
    MachineDraft,
    account_choices,
    invite_officer,
    list_officers,
    register_machine,
    withdraw_invitation,
)
from tidewaiter.doors.web.days import BadDay, typed_day
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.faults import FaultLine, faults_of
from tidewaiter.doors.web.forms import Choice, Field, Form, Group, chosen, coded, day, several, text, words
from tidewaiter.doors.web.kept import officer_mark, typed_before
from tidewaiter.doors.web.people import roles_within
from tidewaiter.doors.web.shell import page
from tidewaiter.doors.web.tokens import scopes_field
from tidewaiter.doors.words import say

_YEAR = timedelta(days=365)


class _WrongDay(BadDay):
    """A day that is none, with the field that it was typed in."""

    def __init__(self, words: str, field: str) -> None:
        self.field = field
        super().__init__(words)


@door("GET", "HEAD", "POST", opens=Verb.INVITE_OFFICER, fresh=True)
def invite(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Offer a person an account."""
    typed = request.POST if request.method == "POST" else typed_before(request)
    form = _invitation_form(caller, typed)
    if request.method == "POST":
        try:
            invite_officer(caller, _invitation_of(request.POST, caller))
        except (_WrongDay, Invalid, Conflict) as told:
            form = form.with_faults(_faults(told, "CCO-1.ix"))
        else:
            messages.success(request, _("The invitation is on its way to the person alone; it holds seven days."))
            return redirect("people")
    context = {"form": form, "mark": officer_mark(request)}
    return page(request, caller, "web/people_invite.html", context, here="people", status=422 if form.faults else 200)


def _faults(told: _WrongDay | Invalid | Conflict, provision: str) -> tuple[FaultLine, ...]:
    if isinstance(told, Invalid):
        return faults_of(told.faults)
    if isinstance(told, Conflict):
        return (FaultLine(say(f"conflict:{told.code}", **told.params), "username"),)
    return (FaultLine(told.words, told.field, provision),)


def _invitation_of(typed: QueryDict, caller: Caller) -> InvitationDraft:
    return InvitationDraft(
        username=text(typed, "username"),
        name=text(typed, "name"),
        email=text(typed, "email"),
        office=text(typed, "office"),
        roles=several(typed, "roles"),
        language=text(typed, "language"),
        designated_from=_day(typed, "designated_from") or caller.day,
        designated_until=_day(typed, "designated_until"),
        transfers=text(typed, "transfers"),
    )


def _day(typed: QueryDict, name: str) -> date | None:
    try:
        return day(typed, name)
    except BadDay as told:
        raise _WrongDay(told.words, name) from told


def _invitation_form(caller: Caller, typed: QueryDict | None) -> Form:
    offered, given = account_choices(caller), typed or QueryDict()
    begins = typed_day(given, "designated_from") if typed else caller.day.isoformat()
    spoken = text(given, "language") if typed else caller.language
    languages = chosen((Choice(code, name) for code, name in settings.LANGUAGES), (spoken,))
    person = (
        _field("name", given),
        _field("email", given, autocomplete="off"),
        _field("username", given, limit=63),
        _field("language", given, "choice", choices=languages),
    )
    account = (
        _office_field(offered, given),
        _field("roles", given, "choices", choices=chosen(roles_within(caller), several(given, "roles"))),
        _field("designated_from", given, "date", value=begins),
        _field("designated_until", given, "date", value=typed_day(given, "designated_until"), required=False),
        _field("transfers", given, required=False, limit=63),
    )
    return Form((Group(_("The person"), person), Group(_("The account"), account)))


def _office_field(offered: AccountChoices, given: QueryDict) -> Field:
    offices = tuple(Choice(code, f"{name} ({code})") for code, name in offered.offices.items())
    only = offices[0].value if len(offices) == 1 else ""
    return _field("office", given, "choice", choices=chosen(offices, (text(given, "office") or only,)))


def _field(
    name: str,
    given: Mapping[str, str] | QueryDict,
    kind: str = "text",
    *,
    value: str | None = None,
    required: bool = True,
    choices: tuple[Choice, ...] = (),
    limit: int = 200,
    autocomplete: str = "",
) -> Field:
    return Field(
        name,
        say(f"field:{name}"),
        kind,
        say(f"help:{name}"),
        required=required,
        value=text(given, name) if value is None else value,
        choices=choices,
        limit=limit,
        autocomplete=autocomplete,
    )


@door("GET", "HEAD", "POST", opens=Verb.WITHDRAW_INVITATION)
def invitation_withdraw(request: HttpRequest, caller: Caller, invitation_id: UUID) -> HttpResponse:
    """Ask, then take back an invitation that was not accepted yet."""
    if request.method == "POST":
        withdraw_invitation(caller, str(invitation_id))
        messages.success(request, _("The invitation is withdrawn: its link opens nothing any more."))
        return redirect("people")
    waiting = list_officers(caller).invitations
    found = next((each for each in waiting if each.id == str(invitation_id)), None)
    if found is None:
        raise NotFound
    return page(request, caller, "web/people_withdraw.html", {"invitation": found}, here="people")


@door("GET", "HEAD", "POST", opens=Verb.REGISTER_MACHINE, fresh=True)
def machine_new(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Register a machine account; its secret stands on the page that answers, once."""
    typed = request.POST if request.method == "POST" else typed_before(request)
    form = _machine_form(caller, typed)
    if request.method == "POST":
        try:
            secret = register_machine(caller, _machine_of(request.POST, caller))
        except (_WrongDay, Invalid, Conflict) as told:
            form = form.with_faults(_faults(told, "CCO-47.1.ii"))
        else:
            shown = {"secret": secret, "client_id": text(request.POST, "username")}
            return page(request, caller, "web/machine_secret.html", shown, here="people")
    context = {"form": form, "mark": officer_mark(request)}
    return page(request, caller, "web/people_machine.html", context, here="people", status=422 if form.faults else 200)


def _machine_of(typed: QueryDict, caller: Caller) -> MachineDraft:
    return MachineDraft(
        username=text(typed, "username"),
        name=text(typed, "name"),
        office=text(typed, "office"),
        roles=several(typed, "roles"),
        scopes=several(typed, "scopes"),
        networks=words(typed, "networks"),
        answerable=text(typed, "answerable"),
        designated_until=_day(typed, "designated_until") or caller.day,
    )


def _machine_form(caller: Caller, typed: QueryDict | None) -> Form:
    offered, given = account_choices(caller), typed or QueryDict()
    until = typed_day(given, "designated_until") if typed else (caller.day + _YEAR).isoformat()
    officers = [line for line in list_officers(caller).officers if not line.machine and not line.closed]
    answerable = chosen(
        (Choice(line.username, f"{line.name} ({line.username})") for line in officers),
        (text(given, "answerable") or caller.officer,),
    )
    roles = chosen(coded("role", (role.value for role in MACHINE_ROLES)), several(given, "roles"))
    return Form(
        (
            Group(
                "",
                (
                    _field("username", given, limit=63),
                    _field("name", given),
                    _office_field(offered, given),
                    _field("roles", given, "choices", choices=roles),
                    scopes_field(MACHINE_ROLES, several(given, "scopes")),
                    _field("answerable", given, "choice", choices=answerable),
                    _field("networks", given, required=False, limit=300),
                    _field("designated_until", given, "date", value=until),
                ),
            ),
        )
    )
