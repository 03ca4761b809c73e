"""Who has access in one's own administration, on any day, and what a manager may do about each account."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tidewaiter.access.decide import may_perform
from tidewaiter.access.facts import Caller
from tidewaiter.access.rules import ACTS
from tidewaiter.access.verbs import RANKS, Role, Verb
from tidewaiter.actions.act import NotFound
from tidewaiter.actions.people import OfficerLine, account_choices, list_officers, list_tokens
from tidewaiter.doors.web.cards import reasons_by_code
from tidewaiter.doors.web.days import BadDay, typed_day
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.faults import FaultLine
from tidewaiter.doors.web.forms import Choice, Field, Form, Group, chosen, coded, day
from tidewaiter.doors.web.shell import address_of, page
from tidewaiter.doors.web.tables import (
    Asked,
    Cell,
    Column,
    Row,
    Table,
    asked_of,
    day_cell,
    moment_cell,
    spreadsheet,
    state_cell,
)
from tidewaiter.doors.words import say

COLUMNS = (
    Column("name", gettext_lazy("Name"), sort="name"),
    Column("username", gettext_lazy("Account"), sort="username"),
    Column("roles", gettext_lazy("Roles"), wide=True),
    Column("access", gettext_lazy("System"), sort="state"),
    Column("information", gettext_lazy("Information"), sort="information"),
    Column("seen", gettext_lazy("Last sign-in"), sort="seen"),
    Column("certified", gettext_lazy("Certified until"), sort="certified"),
)
DUE_SOON = timedelta(days=30)
STATES: Mapping[str, Any] = {
    "open": gettext_lazy("Open"),
    "suspended": gettext_lazy("Suspended"),
    "dormant": gettext_lazy("Dormant"),
    "not_certified": gettext_lazy("Certification overdue"),
    "not_designated": gettext_lazy("Not designated"),
    "second_factor": gettext_lazy("No second factor"),
}
_COLOURS = {"open": "answered", "suspended": "declined", "not_certified": "declined", "dormant": "returned"}
_OF_A_SUSPENDED = ("suspended", "dormant")


@door("GET", "HEAD", opens=Verb.LIST_OFFICERS)
def people(request: HttpRequest, caller: Caller) -> HttpResponse:
    """List who had access on a day, who to information too, and the invitations that wait (CCO-47.1.iv)."""
    asked = asked_of(request, COLUMNS, filters=("state", "on", "on-day", "on-month", "on-year"), sort="name")
    on, faults = None, tuple[FaultLine, ...]()
    try:
        on = day(asked.query, "on")
    except BadDay as told:
        faults = (FaultLine(told.words, "on", "CCO-47.1.iv"),)
    found = list_officers(caller, on=on)
    lines = arranged(found.officers, found.on, asked)
    if asked.sheet:
        return spreadsheet("officers", COLUMNS, (row_of(line, found.on) for line in lines))
    context = {
        "on": found.on,
        "today": found.on == caller.day,
        "day_form": _day_form(asked, found.on).with_faults(faults),
        "table": _table(asked, tuple(row_of(line, found.on) for line in lines)),
        "invitations": found.invitations if found.on == caller.day else (),
        "due": sum(_due(line, found.on) for line in found.officers),
        "may": {verb.value: may_perform(caller, verb) for verb in _OFFERED},
        "sign_on_address": address_of("sign_on") if may_perform(caller, Verb.RECORD_SIGN_ON) else "",
    }
    return page(request, caller, "web/people.html", context, here="people", status=422 if faults else 200)


_OFFERED = (Verb.INVITE_OFFICER, Verb.REGISTER_MACHINE, Verb.RECERTIFY_OFFICER, Verb.WITHDRAW_INVITATION)


def arranged(lines: tuple[OfficerLine, ...], on: date, asked: Asked) -> list[OfficerLine]:
    """The accounts that were designated by that day and fit the filter, in the order asked for."""
    wanted = asked.value("state", STATES)
    fitting = [line for line in lines if not wanted or state_of(line) == wanted]
    orders: Mapping[str, Callable[[OfficerLine], Any]] = {
        "name": lambda line: line.name.casefold(),
        "username": lambda line: line.username,
        "state": state_of,
        "information": lambda line: line.information_access,
        "seen": lambda line: line.last_sign_in_at.isoformat() if line.last_sign_in_at else "",
        "certified": lambda line: line.certified_until,
    }
    return sorted(fitting, key=orders[asked.sort.removeprefix("-")], reverse=asked.sort.startswith("-"))


def _day_form(asked: Asked, on: date) -> Form:
    shown = typed_day(asked.query, "on") or on.isoformat()
    return Form((Group("", (Field("on", _("Who had access on"), "date", required=True, value=shown),)),))


def _table(asked: Asked, rows: tuple[Row, ...]) -> Table:
    states = chosen((Choice(code, label) for code, label in STATES.items()), (asked.value("state"),))
    return Table(
        caption=_("Accounts of your administration"),
        columns=COLUMNS,
        rows=rows,
        asked=asked,
        filters=(Field("state", _("State"), "choice", choices=states),),
        empty=_("No account yet. The first one begins with an invitation."),
    )


def state_of(line: OfficerLine) -> str:
    """The one word for how an account stands."""
    if line.closed:
        return line.closed
    return "open" if line.second_factor else "second_factor"


def row_of(line: OfficerLine, on: date) -> Row:
    """One account as a line of the list."""
    state = state_of(line)
    roles = ", ".join(say(f"role:{role}") for role in line.roles)
    kind = _("Machine; %(who)s answers for it") % {"who": line.answerable} if line.machine else ""
    return Row(
        (
            Cell(line.name, href=reverse("person", args=[line.username]), note=kind),
            Cell(line.username, code=True),
            Cell(roles),
            state_cell(_COLOURS.get(state, "draft"), STATES[state], state_note(line, on)),
            Cell(_("Yes") if line.information_access else _("No")),
            moment_cell(line.last_sign_in_at),
            day_cell(line.certified_until, _due_note(line, on)),
        )
    )


def state_note(line: OfficerLine, on: date) -> str:
    """Why an account stands as it does, in a few words."""
    if line.closed == "suspended" and line.suspended_for:
        return say(f"suspended_for:{line.suspended_for}")
    if line.closed == "not_designated":
        return _("The designation begins later") if on < line.designated_from else _("The designation has ended")
    return ""


def _due(line: OfficerLine, on: date) -> bool:
    return line.closed in ("", "not_certified") and line.certified_until <= on + DUE_SOON


def _due_note(line: OfficerLine, on: date) -> Any:
    if not _due(line, on):
        return ""
    words = _("Overdue") if line.certified_until < on else _("Due")
    return format_html('<strong class="over">{}</strong>', words)


@dataclass(frozen=True, slots=True)
class AccountDeed:
    """An act on an account as its page shows it: open with its provision, or closed with the reasons in words."""

    verb: str
    label: str
    provision: str
    why: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def stops(self) -> bool:
        """Whether it takes something away."""
        return self.verb in (Verb.SUSPEND_OFFICER, Verb.END_DESIGNATION, Verb.RENEW_ACCESS)


def deeds_of(line: OfficerLine, on: date) -> tuple[list[AccountDeed], list[AccountDeed]]:
    """What may be done about an account now, and what may not, each with its provision or the reason."""
    open_deeds: list[AccountDeed] = []
    closed_deeds: list[AccountDeed] = []
    refused = {each.verb: each.reasons for each in line.refused}
    for verb in (*line.may, *refused):
        provision, unfit = ACTS[Verb(verb)].provision, unfit_now(line, verb, on)
        if verb in refused:
            why = tuple((say(f"reason:{code}"), cited) for code, cited in reasons_by_code(refused[verb]))
        else:
            why = ((say(f"conflict:{unfit}"), (provision,)),) if unfit else ()
        deed = AccountDeed(verb, say(f"act:{verb}"), provision, why)
        (closed_deeds if why else open_deeds).append(deed)
    return open_deeds, closed_deeds


def unfit_now(line: OfficerLine, verb: str, on: date) -> str:
    """The conflict that an act would end in, as the account stands; empty when it fits."""
    over = line.designated_until is not None and line.designated_until < on
    if over:
        return "designation_over"
    if verb == Verb.RESTORE_OFFICER and line.closed not in _OF_A_SUSPENDED:
        return "not_suspended"
    if verb == Verb.SUSPEND_OFFICER and line.closed == "suspended":
        return "already_suspended"
    return ""


def roles_within(caller: Caller) -> tuple[Choice, ...]:
    """The roles that the caller may give: none with more power than the caller's own."""
    return coded("role", (role for role in account_choices(caller).roles if RANKS[Role(role)] <= caller.rank))


def line_of(caller: Caller, username: str) -> OfficerLine:
    """The account of this name in the caller's own administration; NotFound for any other."""
    found = next((line for line in list_officers(caller).officers if line.username == username), None)
    if found is None:
        raise NotFound
    return found


@door("GET", "HEAD", opens=Verb.LIST_OFFICERS)
def person(request: HttpRequest, caller: Caller, username: str) -> HttpResponse:
    """Show one account with what may be done about it."""
    line = line_of(caller, username)
    open_deeds, closed_deeds = deeds_of(line, caller.day)
    live = [token for token in list_tokens(caller) if token.officer == username and token.revoked_at is None]
    state = state_of(line)
    context = {
        "line": line,
        "state": STATES[state],
        "colour": _COLOURS.get(state, "draft"),
        "note": state_note(line, caller.day),
        "due": _due(line, caller.day),
        "office": account_choices(caller).offices.get(line.office, ""),
        "tokens": live,
        "open_deeds": open_deeds,
        "closed_deeds": closed_deeds,
        "oneself": username == caller.officer,
    }
    return page(request, caller, "web/person.html", context, here="people")
