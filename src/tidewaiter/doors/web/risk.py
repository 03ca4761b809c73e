"""Risk profiles and what they raised, on pages: the list, one profile with its usefulness, lines waiting for a word."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tidewaiter.access.decide import may_perform
from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.screening import (
    OUTCOMES,
    ProfileLine,
    RiskView,
    Usefulness,
    decide_risk,
    list_profiles,
    list_risks,
    view_profile,
)
from tidewaiter.actions.screening.risk_shapes import STATES
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.forms import Field, chosen, coded, text
from tidewaiter.doors.web.screening_places import screening_page
from tidewaiter.doors.web.tables import Cell, Column, Row, Table, asked_of, day_cell, spreadsheet, state_cell
from tidewaiter.doors.words import say, share_written
from tidewaiter.screening.risk.scoring import RiskReason

COLUMNS = (
    Column("name", gettext_lazy("Name"), sort="name", wide=True),
    Column("state", gettext_lazy("State"), sort="state"),
    Column("purpose", gettext_lazy("Purpose")),
    Column("expires_on", gettext_lazy("Ends on"), sort="expires_on"),
    Column("raised", gettext_lazy("Lines raised"), sort="raised"),
    Column("share", gettext_lazy("Confirmed of decided"), sort="share"),
)
_BY: Mapping[str, Callable[[ProfileLine], Any]] = {
    "name": lambda each: each.name.casefold(),
    "state": lambda each: (STATES.index(each.state), each.name.casefold()),
    "expires_on": lambda each: each.expires_on,
    "raised": lambda each: each.useful.raised,
    "share": lambda each: (each.useful.share or 0.0, each.useful.decided),
}
_COLOURS = {"draft": "draft", "in_force": "in_force", "expired": "none", "withdrawn": "withdrawn"}


@door("GET", "HEAD", opens=Verb.LIST_PROFILES)
def profiles(request: HttpRequest, caller: Caller) -> HttpResponse:
    """List the own administration's profiles with what each was good for."""
    asked = asked_of(request, COLUMNS, filters=("state",), sort="name")
    state = asked.value("state", STATES)
    found = [each for each in list_profiles(caller) if not state or each.state == state]
    found.sort(key=_BY[asked.sort.removeprefix("-")], reverse=asked.sort.startswith("-"))
    rows = tuple(_row(each) for each in found)
    if asked.sheet:
        return spreadsheet("risk-profiles", COLUMNS, rows)
    table = Table(
        caption=_("Risk profiles of our administration"),
        columns=COLUMNS,
        rows=rows,
        asked=asked,
        filters=(Field("state", _("State"), "choice", choices=chosen(coded("profile_state", STATES), (state,))),),
        usual=_("By name"),
        empty=_("No profile yet. Lists are screened against entries alone."),
    )
    context = {"table": table, "may_keep": may_perform(caller, Verb.KEEP_PROFILE)}
    return screening_page(request, caller, "web/risk_profiles.html", context, tab="profiles")


def _row(each: ProfileLine) -> Row:
    waiting = _("A version waits for release.") if each.waiting else ""
    return Row(
        (
            Cell(each.name, href=reverse("profile", args=[each.id]), note=each.number),
            state_cell(_COLOURS[each.state], say(f"profile_state:{each.state}"), note=waiting),
            Cell(say(f"central_purpose:{each.purpose}"), each.purpose),
            day_cell(each.expires_on),
            Cell(str(each.useful.raised)),
            Cell(share_words(each.useful), "" if each.useful.share is None else str(each.useful.share)),
        )
    )


def share_words(useful: Usefulness) -> str:
    """How many of the decided lines were confirmed, with the number that the share rests on."""
    if useful.share is None:
        return _("nothing decided yet")
    numbers = {"confirmed": useful.confirmed, "decided": useful.decided, "share": share_written(useful.share)}
    return _("%(confirmed)s of %(decided)s (%(share)s)") % numbers


@door("GET", "HEAD", opens=Verb.VIEW_PROFILE)
def profile(request: HttpRequest, caller: Caller, profile_id: UUID) -> HttpResponse:
    """Show one profile: what it says, what waits for release, what it was good for, and its history."""
    view = view_profile(caller, str(profile_id))
    useful = dict(view.versions_useful)
    main = view.in_force or next((each for each in view.versions if each.released_by), view.versions[0])
    context = {
        "view": view,
        "main": main,
        "state": (_COLOURS[view.line.state], say(f"profile_state:{view.line.state}")),
        "share": share_words(view.line.useful),
        "history": [(each, useful.get(each.number, Usefulness())) for each in view.versions],
        "may": dict.fromkeys(view.may, True),
        "may_list": may_perform(caller, Verb.LIST_RISKS),
    }
    return screening_page(request, caller, "web/risk_profile.html", context, tab="profiles")


@door("GET", "HEAD", opens=Verb.LIST_RISKS)
def risks(request: HttpRequest, caller: Caller) -> HttpResponse:
    """List what profiles raised, strongest first, each with its reasons and the two answers an officer can give."""
    states = ("open", *OUTCOMES)
    chosen_state = text(request.GET, "state")
    state = chosen_state if chosen_state in (*states, "all") else "open"
    which = {"list_id": text(request.GET, "list"), "profile_id": text(request.GET, "profile")}
    found = list_risks(
        caller,
        list_id=which["list_id"],
        profile_id=which["profile_id"],
        state="" if state == "all" else state,
        after=text(request.GET, "after"),
    )
    context = {
        "found": [(each, reason_words(each.reasons), _points(each)) for each in found.items],
        "next": found.next,
        "which": which,
        "state": state,
        "states": [("open", _("Not yet decided")), *((code, say(f"risk_outcome:{code}")) for code in OUTCOMES)],
        "may_decide": may_perform(caller, Verb.DECIDE_RISK),
        "outcomes": [(code, say(f"risk_outcome:{code}")) for code in OUTCOMES],
    }
    return screening_page(request, caller, "web/risks.html", context, tab="risks")


def _points(each: RiskView) -> str:
    said = {"points": round(each.score * 100), "threshold": each.threshold}
    return _("%(points)s points; it raises a line from %(threshold)s") % said


def reason_words(found: tuple[RiskReason, ...]) -> list[str]:
    """The reasons of a raised line as sentences."""
    return [say(f"risk:{each.code}", **dict(each.params)) for each in found]


@door("POST", opens=Verb.DECIDE_RISK)
def risk_decide(request: HttpRequest, caller: Caller, risk_id: UUID) -> HttpResponse:
    """Keep what an officer found of a raised line, and go back to the list as it was filtered."""
    decided = decide_risk(caller, str(risk_id), outcome=text(request.POST, "outcome"))
    messages.success(request, _("Kept: %(outcome)s") % {"outcome": say(f"risk_outcome:{decided.outcome}")})
    back = {name: text(request.POST, name) for name in ("list", "profile", "state") if text(request.POST, name)}
    return redirect(f"{reverse('risks')}?{urlencode(back)}" if back else reverse("risks"))
