"""The pages of the Council's votes: the roll comes from the register, and a result is shown before it is declared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tidewaiter.access.decide import may_perform
from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Invalid, NotFound
from tidewaiter.actions.organization import (
    BarDraft,
    VoteCheck,
    VoteDraft,
    VoteView,
    check_vote,
    read_votes,
    record_exclusion,
    record_vote,
    retract_vote,
)
from tidewaiter.doors.web import cards
from tidewaiter.doors.web.days import BadDay, typed_day
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.faults import FaultLine, faults_of
from tidewaiter.doors.web.forms import Choice, Field, Form, Group, chosen, coded, day, text
from tidewaiter.doors.web.kept import officer_mark, typed_before
from tidewaiter.doors.web.organization_forms import back_form
from tidewaiter.doors.web.shell import page
from tidewaiter.doors.web.tables import Cell, Column, Row, Table, asked_of, day_cell, spreadsheet, state_cell
from tidewaiter.doors.words import say
from tidewaiter.treaty.provisions import instruments, load_instrument
from tidewaiter.treaty.rules.votes import CASTS, MAJORITIES, Ballot

COLUMNS = (
    Column("item", gettext_lazy("Vote"), sort="number", wide=True),
    Column("day", gettext_lazy("Day"), sort="day"),
    Column("result", gettext_lazy("Result"), sort="result"),
    Column("votes", gettext_lazy("For, against, abstaining")),
    Column("resolution", gettext_lazy("Binding resolution"), sort="resolution"),
)
_BY: Mapping[str, Any] = {
    "number": lambda vote: vote.number,
    "day": lambda vote: (vote.day, vote.number),
    "result": lambda vote: (vote.result, vote.number),
    "resolution": lambda vote: (not vote.resolution, vote.resolution),
}


@door("GET", "HEAD")
def votes(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Show every vote with its result and resolution, and what bars a vote."""
    asked = asked_of(request, COLUMNS, filters=("find",), sort="-day")
    shown = read_votes(caller)
    find = asked.value("find").casefold()
    wanted = [vote for vote in shown.items if find in f"{vote.number} {vote.item} {vote.resolution}".casefold()]
    wanted.sort(key=_BY[asked.sort.removeprefix("-")], reverse=asked.sort.startswith("-"))
    rows = tuple(_row(vote) for vote in wanted)
    if asked.sheet:
        return spreadsheet("votes", COLUMNS, rows)
    table = Table(
        caption=_("Votes by name"),
        columns=COLUMNS,
        rows=rows,
        asked=asked,
        filters=(Field("find", _("Number or item"), value=asked.value("find"), limit=80),),
        usual=_("Latest first"),
        empty=_("No vote is recorded yet."),
    )
    may_record = may_perform(caller, Verb.RECORD_VOTE)
    context = {"table": table, "bars": shown.bars, "may_record": may_record}
    return page(request, caller, "web/votes.html", context, here="register")


def _row(vote: VoteView) -> Row:
    contested = format_html('<span class="tag warn">{}</span>', _("contested under 10.4")) if vote.contested else ""
    return Row(
        (
            Cell(f"{vote.number} {vote.item}", href=reverse("vote", args=[vote.id]), note=_under(vote)),
            day_cell(vote.day),
            state_cell(vote.result, say(f"vote_result:{vote.result}"), note=contested),
            Cell(f"{vote.votes_for} : {vote.votes_against} : {vote.abstentions}"),
            Cell(vote.resolution, code=True),
        )
    )


def _under(vote: VoteView) -> str:
    name = cards.short_name(vote.instrument)
    return f"{name}, {_('Annex')} {vote.annex}" if vote.annex else name


@door("GET", "HEAD")
def vote(request: HttpRequest, caller: Caller, vote_id: UUID) -> HttpResponse:
    """Show one vote: every ballot by name, the result, and whom the resolution binds."""
    found = next((each for each in read_votes(caller).items if each.id == str(vote_id)), None)
    if found is None:
        raise NotFound
    rule = load_instrument(found.instrument).profile.council
    cited = load_instrument(found.instrument).profile.cited(rule.resolution_provision) if rule else ""
    may = may_perform(caller, Verb.RETRACT_VOTE)
    context = {"vote": found, "under": _under(found), "provision": cited, "may_retract": may}
    return page(request, caller, "web/vote.html", context, here="register")


@door("GET", "HEAD", "POST", opens=Verb.RETRACT_VOTE, fresh=True)
def vote_back(request: HttpRequest, caller: Caller, vote_id: UUID) -> HttpResponse:
    """Take back a vote that was recorded wrongly."""
    found = next((each for each in read_votes(caller).items if each.id == str(vote_id)), None)
    if found is None:
        raise NotFound
    form = back_form(request)
    if request.method == "POST":
        try:
            retract_vote(caller, found.id, why=text(request.POST, "why"))
        except Invalid as told:
            form = form.with_faults(faults_of(told.faults))
        else:
            messages.success(request, _("It is taken back. What was recorded stays readable."))
            return redirect("votes")
    context = {
        "title": _("Take back: %(what)s") % {"what": found.number},
        "lead": found.item,
        "back": reverse("vote", args=[found.id]),
        "button": _("Take it back"),
        "provision": "SYS-3",
        "form": form,
        "mark": officer_mark(request),
    }
    return page(request, caller, "web/matter_form.html", context, here="register", status=422 if form.faults else 200)


@dataclass(frozen=True, slots=True)
class Seat:
    """One name on the roll in the form: what it did, and what is to be known of it."""

    unit: str
    name: str
    choices: tuple[Choice, ...]
    excluded: bool
    arrears: bool


@door("GET", "HEAD", "POST", opens=Verb.CHECK_VOTE)
def vote_new(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Ask first for the day and the Council, then for the ballots of its roll; show what they decide, then record."""
    typed = request.POST if request.method == "POST" else typed_before(request) or request.GET
    form, check = vote_form(typed, caller.day), None
    try:
        draft = _draft(typed) if typed.get("instrument") else None
        if draft is not None:
            check = check_vote(caller, replace(draft, ballots=()))
            if request.method == "POST":
                check = check_vote(caller, draft)
            if request.method == "POST" and typed.get("declare"):
                made = record_vote(caller, draft)
                messages.success(request, _("The vote is recorded."))
                return redirect("vote", made)
    except _WrongDay as told:
        form = form.with_faults((FaultLine(told.words, told.field),))
    except Invalid as told:
        form = form.with_faults(faults_of(_at_roll(told)))
    context = {
        "form": form,
        "check": check,
        "seats": _seats(check, typed) if check else (),
        "decided": check is not None and request.method == "POST",
        "mark": officer_mark(request),
    }
    return page(request, caller, "web/vote_form.html", context, here="register", status=422 if form.faults else 200)


class _WrongDay(ValueError):
    def __init__(self, words: str, field: str) -> None:
        self.words, self.field = words, field
        super().__init__(words)


def _at_roll(told: Invalid) -> Sequence[Any]:
    """Faults of single ballots are told in the summary: the roll is no field of the form."""
    return [replace(fault, field="") if fault.field.startswith("ballots") else fault for fault in told.faults]


def _draft(typed: QueryDict) -> VoteDraft:
    when = _day(typed, "day")
    if when is None:
        raise _WrongDay(_("Give the day, the month and the year, such as 12 3 2031."), "day")
    cast = {name.removeprefix("cast-"): value for name, value in typed.items() if name.startswith("cast-")}
    majority = text(typed, "majority")
    return VoteDraft(
        number=text(typed, "number"),
        instrument=text(typed, "instrument"),
        item=text(typed, "item"),
        day=when,
        opened_on=_day(typed, "opened_on"),
        annex=text(typed, "annex"),
        majority=majority if majority in MAJORITIES else "resolution",
        ballots=tuple(Ballot(unit, word) for unit, word in cast.items() if word in CASTS),
        resolution=text(typed, "resolution"),
        text=text(typed, "text"),
        effective_on=_day(typed, "effective_on"),
        contest_heard=bool(typed.get("contest_heard")),
    )


def _day(typed: QueryDict, name: str) -> date | None:
    try:
        return day(typed, name)
    except BadDay as told:
        raise _WrongDay(told.words, name) from told


def _seats(check: VoteCheck, typed: QueryDict) -> tuple[Seat, ...]:
    found = []
    for unit in (*check.roll.units, *check.roll.voting_partners):
        excluded = unit in check.roll.excluded
        offered = ("absent", "none") if excluded else ("absent", "for", "against", "abstain", "void", "none")
        choices = chosen(coded("cast", offered), (text(typed, f"cast-{unit}") or "absent",))
        found.append(Seat(unit, f"cast-{unit}", choices, excluded, unit in check.roll.arrears))
    return tuple(found)


def vote_form(typed: QueryDict, today: date) -> Form:
    """The form of a vote, without the roll, which is shown beside it."""
    known = [each for each in instruments() if each.profile.council is not None]
    councils = chosen((Choice(each.id, cards.short_name(each.id)) for each in known), (text(typed, "instrument"),))
    majorities = chosen(coded("majority", MAJORITIES), (text(typed, "majority") or "resolution",))
    when = (
        Field("instrument", _("Council of"), "choice", required=True, choices=councils),
        Field(
            "annex",
            _("Annex"),
            help=_("Where the vote is on one Annex: its number, such as IX."),
            limit=8,
            value=text(typed, "annex"),
        ),
        Field("day", _("Day of the vote"), "date", required=True, value=typed_day(typed, "day") or today.isoformat()),
        Field(
            "opened_on",
            _("Session opened on"),
            "date",
            help=_("Where the session opened on another day: the roll is that of its opening."),
            value=typed_day(typed, "opened_on"),
        ),
        Field("majority", _("Majority"), "choice", required=True, choices=majorities),
    )
    what = (
        Field("number", _("Number"), required=True, value=text(typed, "number"), limit=64),
        Field("item", _("Item of the agenda"), required=True, value=text(typed, "item")),
        Field("resolution", _("Number of the binding resolution"), value=text(typed, "resolution"), limit=64),
        Field("text", _("Text of the resolution"), "long", value=text(typed, "text"), limit=4000),
        Field("effective_on", _("In effect from"), "date", value=typed_day(typed, "effective_on")),
    )
    return Form((Group(_("Where and when"), when), Group(_("What was voted on"), what)))


@door("GET", "HEAD", "POST", opens=Verb.RECORD_EXCLUSION)
def exclusion_new(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Record that the Council excluded a Member from voting, or that a Member is in arrears, or since when no more."""
    typed = request.POST if request.method == "POST" else typed_before(request) or _known_bar(request, caller)
    form = _exclusion_form(typed, caller.day)
    if request.method == "POST":
        try:
            record_exclusion(caller, _bar(typed, caller.day))
        except _WrongDay as told:
            form = form.with_faults((FaultLine(told.words, told.field),))
        except Invalid as told:
            form = form.with_faults(faults_of(told.faults))
        else:
            messages.success(request, _("It is recorded."))
            return redirect("votes")
    context = {
        "title": _("Exclusion or arrears"),
        "lead": _("Only a decision of the Council takes a vote; arrears alone are shown where a result turns on them."),
        "back": reverse("votes"),
        "button": _("Record it"),
        "provision": "CCO-16.2",
        "form": form,
        "hidden": (("fact", text(typed, "fact")),),
        "mark": officer_mark(request),
    }
    return page(request, caller, "web/matter_form.html", context, here="register", status=422 if form.faults else 200)


def _bar(typed: QueryDict, today: date) -> BarDraft:
    return BarDraft(
        instrument="cco-2019",
        unit=text(typed, "unit"),
        kind=text(typed, "kind"),
        since=_day(typed, "since") or today,
        until=_day(typed, "until"),
        decision=text(typed, "decision"),
        recommended_on=_day(typed, "recommended_on"),
        fact=text(typed, "fact"),
    )


def _known_bar(request: HttpRequest, caller: Caller) -> QueryDict:
    """What is known of the exclusion or arrears that the address names, to say since when it is over."""
    given, fact = QueryDict(mutable=True), text(request.GET, "fact")
    bar = next((each for each in read_votes(caller).bars if each.fact == fact), None) if fact else None
    if bar is not None:
        days = {"since": bar.since, "until": bar.until, "recommended_on": bar.recommended_on}
        said = {"unit": bar.unit, "kind": bar.kind, "decision": bar.decision, "fact": bar.fact}
        given.update({**said, **{name: day.isoformat() for name, day in days.items() if day is not None}})
    return given


def _exclusion_form(typed: QueryDict, today: date) -> Form:
    kinds = chosen(coded("voting_bar", ("exclusion", "arrears")), (text(typed, "kind"),))
    fields = (
        Field("unit", _("Member"), help=_("Its code."), required=True, value=text(typed, "unit"), limit=8),
        Field("kind", _("What it is"), "choice", required=True, choices=kinds),
        Field("since", _("Since"), "date", required=True, value=typed_day(typed, "since") or today.isoformat()),
        Field(
            "until",
            _("Over from"),
            "date",
            help=_("The first day on which it is over, once it is."),
            value=typed_day(typed, "until"),
        ),
        Field(
            "decision",
            _("Decision of the Council"),
            help=_("Its number; asked of an exclusion."),
            limit=64,
            value=text(typed, "decision"),
        ),
        Field(
            "recommended_on",
            _("Recommended by the Executive Committee on"),
            "date",
            value=typed_day(typed, "recommended_on"),
        ),
    )
    return Form((Group("", fields),))
