"""The pages of amendments, disputes, membership, memoranda and first tasks: lists, one page each, and their forms."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tidewaiter.access.decide import closed_to, may_perform
from tidewaiter.access.facts import Caller
from tidewaiter.access.rules import ACTS
from tidewaiter.access.verbs import Verb
from tidewaiter.actions import organization
from tidewaiter.actions.act import Invalid, NotFound, NotPermitted
from tidewaiter.actions.organization import MatterDraft, MatterView, StepDraft, TransitionView
from tidewaiter.doors.web import cards
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.faults import faults_of
from tidewaiter.doors.web.forms import Choice, Field, chosen, text
from tidewaiter.doors.web.kept import officer_mark, typed_before
from tidewaiter.doors.web.organization_forms import (
    BadDays,
    back_form,
    flag_words,
    instruments_for,
    opening_form,
    opening_of,
    step_form,
    step_from,
)
from tidewaiter.doors.web.shell import page
from tidewaiter.doors.web.tables import Cell, Column, Row, Table, asked_of, day_cell, spreadsheet, state_cell
from tidewaiter.doors.words import say

Read = Callable[[Caller], tuple[MatterView, ...]]
COLUMNS = (
    Column("title", gettext_lazy("Matter"), sort="number", wide=True),
    Column("state", gettext_lazy("State"), sort="state"),
    Column("who", gettext_lazy("Who")),
    Column("coming", gettext_lazy("Next date"), sort="coming"),
    Column("opened", gettext_lazy("Since"), sort="opened"),
)


@dataclass(frozen=True, slots=True)
class Shelf:
    """One kind of matter: its words, its acts, and its addresses by name."""

    title: Any
    lead: Any
    empty: Any
    provision: str
    new: Any
    read: Read
    begin: Callable[[Caller, MatterDraft], str]
    go_on: Callable[[Caller, str, StepDraft], None]
    begins: Verb
    goes_on: Verb
    address: str


def _transition(caller: Caller) -> tuple[MatterView, ...]:
    return organization.read_transition(caller).items


SHELVES: Mapping[str, Shelf] = {
    "amendment": Shelf(
        gettext_lazy("Amendments"),
        gettext_lazy("From the proposal to the day on which the text binds everybody, with every date that follows."),
        gettext_lazy("No amendment has been proposed."),
        "CCO-62.3",
        gettext_lazy("Record a proposed amendment"),
        organization.read_amendments,
        organization.record_amendment,
        organization.record_amendment_step,
        Verb.RECORD_AMENDMENT,
        Verb.RECORD_AMENDMENT_STEP,
        "amendments",
    ),
    "dispute": Shelf(
        gettext_lazy("Disputes"),
        gettext_lazy("Only the parties to a dispute and the Organization see it."),
        gettext_lazy("There is no dispute that you may know of."),
        "CCO-63.1",
        gettext_lazy("Open a dispute"),
        organization.read_disputes,
        organization.open_dispute,
        organization.record_dispute_step,
        Verb.OPEN_DISPUTE,
        Verb.RECORD_DISPUTE_STEP,
        "disputes",
    ),
    "application": Shelf(
        gettext_lazy("Membership"),
        gettext_lazy("Who applies by which gateway, and the Cooperating Partners with their conditions."),
        gettext_lazy("Nobody has applied."),
        "CCO-5.1",
        gettext_lazy("Record an application"),
        organization.read_applications,
        organization.record_application,
        organization.record_application_step,
        Verb.RECORD_APPLICATION,
        Verb.RECORD_APPLICATION_STEP,
        "applications",
    ),
    "transition": Shelf(
        gettext_lazy("Memoranda and tasks"),
        gettext_lazy("What came from the predecessor, what the first session needs, and registrations."),
        gettext_lazy("Nothing is recorded yet."),
        "CCO-56",
        gettext_lazy("Record a memorandum or a task"),
        _transition,
        organization.record_transition,
        organization.record_transition_step,
        Verb.RECORD_TRANSITION,
        Verb.RECORD_TRANSITION_STEP,
        "transition",
    ),
}


@door("GET", "HEAD")
def matters(request: HttpRequest, caller: Caller, kind: str) -> HttpResponse:
    """Show the matters of one kind; for the beginning of the Organization also what is due and not begun."""
    shelf = SHELVES[kind]
    asked = asked_of(request, COLUMNS, filters=("find", "state"), sort="-opened")
    found = organization.read_transition(caller) if kind == "transition" else None
    views = found.items if found else shelf.read(caller)
    find, state = asked.value("find").casefold(), asked.value("state", {view.state for view in views})
    wanted = [
        view
        for view in views
        if find in f"{view.number} {view.title}".casefold() and (not state or view.state == state)
    ]
    wanted.sort(key=_BY[asked.sort.removeprefix("-")], reverse=asked.sort.startswith("-"))
    rows = tuple(_row(view, shelf, caller) for view in wanted)
    if asked.sheet:
        return spreadsheet(shelf.address, COLUMNS, rows)
    table = Table(
        caption=shelf.title,
        columns=COLUMNS,
        rows=rows,
        asked=asked,
        filters=(
            Field("find", _("Number or title"), value=asked.value("find"), limit=80),
            Field("state", _("State"), "choice", choices=chosen(_states(views), (state,))),
        ),
        usual=_("Latest first"),
        empty=shelf.empty,
    )
    context = {
        "shelf": shelf,
        "table": table,
        "due": _due(found),
        "new": reverse(f"{shelf.address}_new") if may_perform(caller, shelf.begins) else "",
    }
    return page(request, caller, "web/matters.html", context, here="register")


def _states(views: Sequence[MatterView]) -> tuple[Choice, ...]:
    return tuple(Choice(state, say(f"matter_state:{state}")) for state in sorted({view.state for view in views}))


def _due(found: TransitionView | None) -> list[dict[str, Any]]:
    if found is None:
        return []
    known = instruments_for("transition")
    return [
        {"name": cards.short_name(each.instrument), "provision": each.provision, "since": each.since}
        for each in found.due
        if each.instrument in known
    ]


_BY: Mapping[str, Callable[[MatterView], Any]] = {
    "number": lambda view: view.number,
    "state": lambda view: (view.state, view.number),
    "coming": lambda view: (min((each.day for each in view.days), default=view.opened_on.max), view.number),
    "opened": lambda view: (view.opened_on, view.number),
}


def _row(view: MatterView, shelf: Shelf, caller: Caller) -> Row:
    coming = min((each for each in view.days if each.day >= caller.day), key=lambda each: each.day, default=None)
    marks = format_html_join(
        " ", '<span class="tag warn long">{}</span>', ((say(f"matter_mark:{one}"),) for one in view.marks)
    )
    return Row(
        (
            Cell(
                f"{view.number} {view.title}",
                href=reverse(f"{shelf.address}_one", args=[view.id]),
                note=cards.short_name(view.instrument),
            ),
            state_cell(view.state, say(f"matter_state:{view.state}"), note=marks),
            Cell(" ".join(view.units)),
            day_cell(coming.day, say(f"matter_day:{coming.code}")) if coming else Cell(""),
            day_cell(view.opened_on),
        )
    )


def _one(caller: Caller, shelf: Shelf, matter_id: UUID) -> MatterView:
    found = next((view for view in shelf.read(caller) if view.id == str(matter_id)), None)
    if found is None:
        raise NotFound
    return found


@door("GET", "HEAD")
def matter(request: HttpRequest, caller: Caller, kind: str, matter_id: UUID) -> HttpResponse:
    """Show one matter: where it stands, the dates that follow, its steps, and those that may be recorded now."""
    shelf = SHELVES[kind]
    view = _one(caller, shelf, matter_id)
    steps = {step.id: step for step in view.steps}
    may = may_perform(caller, Verb.RETRACT_MATTER_STEP)
    context = {
        "shelf": shelf,
        "view": view,
        "flags": [flag_words(flag) for flag in view.flags],
        "steps": [
            (
                step,
                [flag_words(flag) for flag in step.flags],
                steps[step.concerns].text if step.concerns else "",
                reverse(f"{shelf.address}_back", args=[view.id, step.id]) if may and not step.taken_back else "",
            )
            for step in view.steps
        ],
        "moves": [(move, reverse(f"{shelf.address}_step", args=[view.id, move.code])) for move in view.moves],
    }
    return page(request, caller, "web/matter.html", context, here="register")


@door("GET", "HEAD", "POST")
def matter_new(request: HttpRequest, caller: Caller, kind: str) -> HttpResponse:
    """Open a matter of one kind."""
    shelf = SHELVES[kind]
    _refuse_closed(caller, shelf.begins)
    typed = request.POST if request.method == "POST" else typed_before(request)
    own = "" if caller.organization else caller.administration
    form = opening_form(kind, typed, own, caller.day)
    if request.method == "POST":
        try:
            made = shelf.begin(caller, opening_of(kind, request.POST))
        except BadDays as told:
            form = form.with_faults(told.faults)
        except Invalid as told:
            form = form.with_faults(faults_of(told.faults))
        else:
            messages.success(request, _("It is recorded."))
            return redirect(f"{shelf.address}_one", made)
    context = {
        "shelf": shelf,
        "title": shelf.new,
        "back": reverse(shelf.address),
        "button": _("Record it"),
        "provision": shelf.provision,
        "form": form,
        "mark": officer_mark(request),
    }
    return page(request, caller, "web/matter_form.html", context, here="register", status=422 if form.faults else 200)


def _refuse_closed(caller: Caller, verb: Verb) -> None:
    if closed := closed_to(caller, verb):
        raise NotPermitted(closed)


@door("GET", "HEAD", "POST")
def matter_step(request: HttpRequest, caller: Caller, kind: str, matter_id: UUID, code: str) -> HttpResponse:
    """Record one step of a matter."""
    shelf = SHELVES[kind]
    _refuse_closed(caller, shelf.goes_on)
    view = _one(caller, shelf, matter_id)
    move = next((each for each in view.moves if each.code == code), None)
    if move is None:
        raise NotFound
    votes = organization.read_votes(caller).items if "vote" in (*move.asks, *move.may) else ()
    typed = request.POST if request.method == "POST" else typed_before(request)
    form = step_form(view, move, votes, typed, caller.day)
    if request.method == "POST":
        try:
            shelf.go_on(caller, view.id, step_from(move, request.POST))
        except BadDays as told:
            form = form.with_faults(told.faults)
        except Invalid as told:
            form = form.with_faults(faults_of(told.faults))
        else:
            messages.success(request, _("The step is recorded."))
            return redirect(f"{shelf.address}_one", view.id)
    context = {
        "shelf": shelf,
        "title": say(f"matter_step:{move.code}"),
        "lead": f"{view.number} {view.title}",
        "back": reverse(f"{shelf.address}_one", args=[view.id]),
        "button": _("Record this step"),
        "provision": move.provision or ACTS[shelf.goes_on].provision,
        "form": form,
        "mark": officer_mark(request),
    }
    return page(request, caller, "web/matter_form.html", context, here="register", status=422 if form.faults else 200)


@door("GET", "HEAD", "POST", opens=Verb.RETRACT_MATTER_STEP, fresh=True)
def matter_step_back(request: HttpRequest, caller: Caller, kind: str, matter_id: UUID, step_id: UUID) -> HttpResponse:
    """Take back a step that was recorded wrongly."""
    shelf = SHELVES[kind]
    view = _one(caller, shelf, matter_id)
    step = next((each for each in view.steps if each.id == str(step_id) and not each.taken_back), None)
    if step is None:
        raise NotFound
    form = back_form(request)
    if request.method == "POST":
        try:
            organization.retract_matter_step(caller, step.id, why=text(request.POST, "why"))
        except Invalid as told:
            form = form.with_faults(faults_of(told.faults))
        else:
            messages.success(request, _("It is taken back. What was recorded stays readable."))
            return redirect(f"{shelf.address}_one", view.id)
    context = {
        "title": _("Take back: %(what)s") % {"what": say(f"matter_step:{step.code}")},
        "lead": f"{view.number} {view.title}",
        "back": reverse(f"{shelf.address}_one", args=[view.id]),
        "button": _("Take it back"),
        "provision": "SYS-3",
        "form": form,
        "mark": officer_mark(request),
    }
    return page(request, caller, "web/matter_form.html", context, here="register", status=422 if form.faults else 200)


_FOLDERS: Mapping[str, str] = {
    "amendment": "amendments",
    "dispute": "disputes",
    "application": "membership",
    "transition": "transition",
}


def addresses() -> list[URLPattern]:
    """The addresses of the pages of every kind."""
    found = []
    for kind, folder in _FOLDERS.items():
        said, name, at = {"kind": kind}, SHELVES[kind].address, f"register/{folder}/"
        found += [
            path(at, matters, said, name=name),
            path(f"{at}new/", matter_new, said, name=f"{name}_new"),
            path(f"{at}<uuid:matter_id>/", matter, said, name=f"{name}_one"),
            path(f"{at}<uuid:matter_id>/steps/<uuid:step_id>/back/", matter_step_back, said, name=f"{name}_back"),
            path(f"{at}<uuid:matter_id>/steps/<slug:code>/", matter_step, said, name=f"{name}_step"),
        ]
    return found
