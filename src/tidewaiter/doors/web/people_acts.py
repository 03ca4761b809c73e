"""Acts of a manager on an account: each asks once more, says what follows from it, and is refused in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tidewaiter.access.decide import closed_to
from tidewaiter.access.facts import Caller
from tidewaiter.access.rules import ACTS
from tidewaiter.access.verbs import Role, Verb
from tidewaiter.actions.act import Conflict, Invalid, NotFound, NotPermitted
from tidewaiter.actions.people import (
    SUSPENDED_FOR,
    OfficerLine,
    account_choices,
    change_roles,
    end_designation,
    list_officers,
    recertify_officer,
    renew_access,
    renew_machine_secret,
    restore_officer,
    suspend_officer,
)
from tidewaiter.doors.web.days import BadDay, typed_day
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.faults import FaultLine, faults_of
from tidewaiter.doors.web.forms import Choice, Field, Form, Group, chosen, coded, day, several, text
from tidewaiter.doors.web.kept import officer_mark, typed_before
from tidewaiter.doors.web.people import line_of, roles_within, unfit_now
from tidewaiter.doors.web.shell import page
from tidewaiter.doors.words import say


@dataclass(frozen=True, slots=True)
class Asking:
    """How one act is asked: its button, what follows from it, its fields, and what is said when it is done."""

    button: Any
    effect: Any
    done: Any
    fields: Callable[[Caller, OfficerLine, QueryDict | None], tuple[Field, ...]] = lambda *_: ()
    stops: bool = False


def _roles(caller: Caller, line: OfficerLine, typed: QueryDict | None) -> tuple[Field, ...]:
    held = several(typed, "roles") if typed else line.roles
    offered = chosen(roles_within(caller), held)
    told = _("The role of designated official comes with a designation of its own and is not changed here.")
    return (Field("roles", say("field:roles"), "choices", told, required=True, choices=offered),)


def _reasons(_caller: Caller, _line: OfficerLine, typed: QueryDict | None) -> tuple[Field, ...]:
    given = text(typed, "suspended_for") if typed else ""
    offered = chosen(coded("suspended_for", SUSPENDED_FOR), (given,))
    label, told = say("field:suspended_for"), say("help:suspended_for")
    return (Field("suspended_for", label, "choice", told, required=True, choices=offered),)


def _ending(caller: Caller, _line: OfficerLine, typed: QueryDict | None) -> tuple[Field, ...]:
    until = typed_day(typed, "last_day") if typed else caller.day.isoformat()
    language = get_language() or "en"
    names = account_choices(caller).others
    offered = (Choice(code, f"{name.get(language) or name.get('en') or ''} ({code})") for code, name in names.items())
    given = text(typed, "released_to") if typed else ""
    return (
        Field("last_day", say("field:last_day"), "date", say("help:last_day"), required=True, value=until),
        Field(
            "released_to",
            say("field:released_to"),
            "choice",
            say("help:released_to"),
            choices=chosen(offered, (given,)),
        ),
    )


ASKED: Mapping[Verb, Asking] = {
    Verb.CHANGE_ROLES: Asking(
        gettext_lazy("Give these roles"),
        gettext_lazy("The officer holds just these roles from today."),
        gettext_lazy("The roles are changed."),
        _roles,
    ),
    Verb.RECERTIFY_OFFICER: Asking(
        gettext_lazy("Confirm for a year"),
        gettext_lazy("You confirm that the account is still needed, with just the roles it has."),
        gettext_lazy("The account is confirmed for a year."),
    ),
    Verb.SUSPEND_OFFICER: Asking(
        gettext_lazy("Suspend the account"),
        gettext_lazy("The account is closed at once, and every session of it ends, until it is opened again."),
        gettext_lazy("The account is suspended, and its sessions have ended."),
        _reasons,
        stops=True,
    ),
    Verb.RESTORE_OFFICER: Asking(
        gettext_lazy("Open the account again"),
        gettext_lazy("The officer can sign in again with the means that the account had."),
        gettext_lazy("The account is open again."),
    ),
    Verb.RENEW_ACCESS: Asking(
        gettext_lazy("Take the means away and invite anew"),
        gettext_lazy(
            "Password, passkeys, authenticator app, recovery codes and tokens are taken away and every session ends. "
            "A link to set up new ones goes to the address that the account has had since its invitation."
        ),
        gettext_lazy("The means of signing in are taken away. The link is on its way to the officer alone."),
        stops=True,
    ),
    Verb.END_DESIGNATION: Asking(
        gettext_lazy("End the designation"),
        gettext_lazy(
            "Roles and tokens end with the last day. An account that ended is not opened again: whoever returns is "
            "invited anew, under another name."
        ),
        gettext_lazy("The designation ends as you said."),
        _ending,
        stops=True,
    ),
    Verb.RENEW_MACHINE_SECRET: Asking(
        gettext_lazy("Give it a new secret"),
        gettext_lazy("The old secret opens nothing any more. The new one is shown once."),
        gettext_lazy("The machine has a new secret."),
        stops=True,
    ),
}
"""Every act that can be done about an account, by its verb."""


@door("GET", "HEAD", "POST", opens=Verb.LIST_OFFICERS, fresh=True)
def person_act(request: HttpRequest, caller: Caller, username: str, verb: str) -> HttpResponse:
    """Ask for one act on an account, and perform it."""
    asked = Verb(verb) if verb in set(Verb) and Verb(verb) in ASKED else None
    if asked is None:
        raise NotFound
    if closed := closed_to(caller, asked):
        raise NotPermitted(closed)
    line = line_of(caller, username)
    _refuse_unfit(caller, line, asked)
    typed = request.POST if request.method == "POST" else typed_before(request)
    form = Form((Group("", ASKED[asked].fields(caller, line, typed)),))
    if request.method == "POST":
        try:
            secret = _perform(caller, line, asked, request.POST)
        except BadDay as told:
            form = form.with_faults((FaultLine(told.words, "last_day", "CCO-1.ix"),))
        except Invalid as told:
            form = form.with_faults(faults_of(told.faults))
        else:
            if secret:
                context = {"secret": secret, "client_id": username, "line": line}
                return page(request, caller, "web/machine_secret.html", context, here="people")
            messages.success(request, ASKED[asked].done)
            return redirect("person", username)
    context = {
        "line": line,
        "form": form,
        "asking": ASKED[asked],
        "title": say(f"act:{asked}"),
        "provision": ACTS[asked].provision,
        "mark": officer_mark(request),
    }
    return page(request, caller, "web/person_act.html", context, here="people", status=422 if form.faults else 200)


def _refuse_unfit(caller: Caller, line: OfficerLine, verb: Verb) -> None:
    for each in line.refused:
        if each.verb == verb:
            raise NotPermitted(each.reasons)
    if verb.value not in line.may:
        raise NotFound
    if unfit := unfit_now(line, verb, caller.day):
        raise Conflict(unfit)


def _perform(caller: Caller, line: OfficerLine, verb: Verb, typed: QueryDict) -> str:
    """Perform the act; gives a secret where it made one."""
    name = line.username
    match verb:
        case Verb.CHANGE_ROLES:
            change_roles(caller, name, roles=several(typed, "roles"))
        case Verb.RECERTIFY_OFFICER:
            recertify_officer(caller, name)
        case Verb.SUSPEND_OFFICER:
            suspend_officer(caller, name, why=text(typed, "suspended_for"))
        case Verb.RESTORE_OFFICER:
            restore_officer(caller, name)
        case Verb.RENEW_ACCESS:
            renew_access(caller, name)
        case Verb.END_DESIGNATION:
            last_day = _day_of(typed)
            end_designation(caller, name, last_day=last_day, released_to=text(typed, "released_to"))
        case _:
            return renew_machine_secret(caller, name)
    return ""


def _day_of(typed: QueryDict) -> date:
    found = day(typed, "last_day")
    if found is None:
        raise BadDay(say("problem:missing"))
    return found


@door("GET", "HEAD", "POST", opens=Verb.RECERTIFY_OFFICER, fresh=True)
def certify(request: HttpRequest, caller: Caller) -> HttpResponse:
    """The yearly certification: every open account on one page, a tick for each that is still needed as it is."""
    lines = [line for line in list_officers(caller).officers if line.closed in ("", "not_certified")]
    lines = [line for line in lines if line.designated_from <= caller.day]
    lines.sort(key=lambda line: (line.certified_until, line.name.casefold()))
    ticked = set(several(request.POST, "certified"))
    if request.method == "POST" and ticked:
        open_now = {line.username for line in lines if Verb.RECERTIFY_OFFICER.value in line.may}
        for username in sorted(ticked & open_now):
            recertify_officer(caller, username)
        told = _("Confirmed for a year: %(names)s.") % {"names": ", ".join(sorted(ticked & open_now))}
        messages.success(request, told)
        return redirect("people")
    nothing = request.method == "POST"
    context = {
        "lines": [(line, Verb.RECERTIFY_OFFICER.value in line.may, _roles_in_words(line)) for line in lines],
        "nothing_ticked": nothing,
    }
    return page(request, caller, "web/people_certify.html", context, here="people", status=422 if nothing else 200)


def _roles_in_words(line: OfficerLine) -> str:
    return ", ".join(say(f"role:{role}") for role in line.roles if role in set(Role))
