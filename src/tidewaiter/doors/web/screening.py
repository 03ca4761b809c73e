"""Submitted lists on pages: the table of them, and one list with its progress, its counts and its hits."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tidewaiter.access.decide import may_perform
from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Invalid
from tidewaiter.actions.screening import (
    HitCounts,
    HitLine,
    HitState,
    ListStand,
    ListState,
    ListView,
    delete_list,
    list_hits,
    list_lists,
    read_list,
)
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.faults import FaultLine, faults_of
from tidewaiter.doors.web.forms import Choice, Field, chosen, text
from tidewaiter.doors.web.screening_keeping import kept_for
from tidewaiter.doors.web.screening_places import screening_page
from tidewaiter.doors.web.screening_words import refused_lines, score_words
from tidewaiter.doors.web.shell import address_of, page
from tidewaiter.doors.web.tables import Cell, Column, Row, Table, asked_of, day_cell, state_cell
from tidewaiter.doors.words import number_written, say
from tidewaiter.screening.reasons import Band

STATE_CLASSES = {
    ListState.ARRIVING: "executing",
    ListState.SCREENING: "executing",
    ListState.SCREENED: "answered",
    ListState.DELETED: "draft",
}
HIT_CLASSES = {
    HitState.OPEN: "returned",
    HitState.CONFIRMED: "declined",
    HitState.DISMISSED: "draft",
    HitState.PASSED: "sent",
    HitState.QUIET: "draft",
    HitState.WITHDRAWN: "draft",
}
BANDS = (Band.STRONG.value, Band.POSSIBLE.value, Band.WEAK.value)
COLUMNS = (
    Column("source", gettext_lazy("List"), wide=True),
    Column("state", gettext_lazy("State")),
    Column("hits", gettext_lazy("Hits")),
    Column("submitted", gettext_lazy("Handed in")),
    Column("kept", gettext_lazy("Lines deleted on")),
)
HIT_COLUMNS = (
    Column("name", gettext_lazy("In your list"), wide=True),
    Column("alike", gettext_lazy("How alike")),
    Column("role", gettext_lazy("What it is there")),
    Column("state", gettext_lazy("State")),
)
ALL = "all"


@door("GET", "HEAD")
def lists(request: HttpRequest, caller: Caller) -> HttpResponse:
    """List what the own administration submitted, newest first."""
    asked = asked_of(request, COLUMNS)
    found = list_lists(caller, after=asked.after)
    table = Table(
        caption=_("Lists of your administration, newest first"),
        columns=COLUMNS,
        rows=tuple(map(_row, found.items)),
        asked=asked,
        next=found.next,
        empty=_("No list yet. Hand in a manifest or a passenger list: what it holds is compared with every entry."),
        sheet=False,
    )
    context = {"table": table, "may_submit": may_perform(caller, Verb.SUBMIT_LIST)}
    return screening_page(request, caller, "web/screening.html", context, tab="lists")


def _row(stand: ListStand) -> Row:
    state = ListState(stand.state)
    if state is ListState.SCREENING:
        done = {"done": number_written(stand.lines_done), "lines": number_written(stand.lines)}
        note = _("%(done)s of %(lines)s lines") % done
    else:
        note = _("Lines: %(lines)s") % {"lines": number_written(stand.lines)}
    about = f"{say(f'submitted_kind:{stand.kind}')} · {stand.case}"
    return Row(
        (
            Cell(stand.source, href=reverse("screening_list", args=[stand.id]), note=about),
            state_cell(STATE_CLASSES[state], say(f"submitted_state:{state}"), note),
            _hits_cell(stand),
            day_cell(stand.submitted_at, note=format_html('<span class="code">{}</span>', stand.submitted_by)),
            day_cell(None if state is ListState.DELETED else stand.keep_until),
        )
    )


def _hits_cell(stand: ListStand) -> Cell:
    """Open hits first; a list without any says so only when all of it was screened."""
    hits = stand.hits
    if hits.open:
        open_ones = format_html("<strong>{}</strong>", _("%(count)s open") % {"count": number_written(hits.open)})
        decided = hits.shown - hits.open
        return Cell(open_ones, note=_("%(count)s decided") % {"count": number_written(decided)} if decided else "")
    if hits.shown:
        return Cell(_("%(count)s decided") % {"count": number_written(hits.shown)})
    return Cell(_("none") if stand.state == ListState.SCREENED else "")


@door("GET", "HEAD", opens=Verb.READ_LIST)
def submitted(request: HttpRequest, caller: Caller, list_id: UUID) -> HttpResponse:
    """Show one list: how far it is, what was found, what was refused; `part=moving` is the part that moves."""
    view = read_list(caller, str(list_id))
    if text(request.GET, "part") == "moving":
        return page(request, caller, "web/parts/screening_moving.html", {**_moving(view.stand), "part": True})
    return _list_page(request, caller, view)


def _list_page(
    request: HttpRequest, caller: Caller, view: ListView, faults: tuple[FaultLine, ...] = ()
) -> HttpResponse:
    stand = view.stand
    under_way = stand.state in (ListState.ARRIVING, ListState.SCREENING)
    going = stand.state == ListState.ARRIVING and not stand.sent_by and stand.submitted_by == caller.officer
    ready = going and kept_for(caller, UUID(stand.id))
    following = "follow" in request.GET and under_way and not going
    context: dict[str, Any] = {
        **_moving(stand, following=following),
        "refusals": refused_lines(view.refusals),
        "following": following,
        "going": ready,
        "lost": going and not ready,
        "may_delete": Verb.DELETE_LIST.value in view.may,
        "risks_page": address_of("risks") if may_perform(caller, Verb.LIST_RISKS) else "",
        "faults": faults,
        "reason": text(request.POST, "reason"),
    }
    if stand.state in (ListState.SCREENING, ListState.SCREENED):
        context |= _hits(request, caller, stand)
    status = 422 if faults else 200
    return screening_page(request, caller, "web/screening_list.html", context, tab="lists", status=status)


def _moving(stand: ListStand, *, following: bool = True) -> dict[str, Any]:
    """What the part of the page shows that moves while the worker screens."""
    under_way = stand.state == ListState.SCREENING
    return {
        "stand": stand,
        "under_way": under_way and following,
        "state_class": f"s-{STATE_CLASSES[ListState(stand.state)]}",
        "counted": [(say(f"hit_count:{state}"), getattr(stand.hits, state.value)) for state in _counted(stand.hits)],
    }


def _counted(hits: HitCounts) -> tuple[HitState, ...]:
    usual = (HitState.OPEN, HitState.CONFIRMED, HitState.PASSED, HitState.DISMISSED, HitState.QUIET)
    return (*usual, HitState.WITHDRAWN) if hits.withdrawn else usual


def _hits(request: HttpRequest, caller: Caller, stand: ListStand) -> dict[str, Any]:
    """The hits of one state and band, strongest first."""
    asked = asked_of(request, HIT_COLUMNS, filters=("state", "band"))
    state = asked.value("state", (ALL, *HitState)) or HitState.OPEN.value
    band = asked.value("band", BANDS)
    found = list_hits(caller, stand.id, state="" if state == ALL else state, band=band, after=asked.after)
    table = Table(
        caption=_("Strongest first"),
        columns=HIT_COLUMNS,
        rows=tuple(map(_hit_row, found.items)),
        asked=asked,
        next=found.next,
        empty=_empty(stand, state, band),
        sheet=False,
    )
    counts = found.counts
    states = [Choice(each.value, f"{say(f'hit_state:{each}')} ({number_written(getattr(counts, each.value))})")
              for each in HitState]  # fmt: skip
    bands = (Choice("", _("Any likeness")), *(Choice(each, say(f"band:{each}")) for each in BANDS))
    return {
        "table": table,
        "state": state,
        "any": counts.shown or counts.quiet or counts.withdrawn,
        "filters": (
            Field("state", _("State"), choices=chosen((*states, Choice(ALL, _("All"))), (state,))),
            Field("band", _("How alike"), choices=chosen(bands, (band,))),
        ),
    }


def _empty(stand: ListStand, state: str, band: str) -> str:
    if state != HitState.OPEN or band:
        return _("No hit like that. Choose something else above.")
    if stand.state == ListState.SCREENING:
        return _("Nothing found so far.")
    if stand.hits.shown:
        return _("Every hit is decided.")
    return _("Nothing in this list resembles an entry that you may use. The list is deleted on its day, unlooked at.")


def _hit_row(hit: HitLine) -> Row:
    state = HitState(hit.state)
    because = say(f"quiet_because:{hit.quiet_because}") if hit.quiet_because else ""
    by = format_html('<span class="code">{}</span>', hit.decided_by) if hit.decided_by else because
    where = _("Line %(line)s") % {"line": number_written(hit.line)}
    band = format_html('<span class="b-{}"><span class="band">{}</span></span>', hit.band, say(f"band:{hit.band}"))
    noted = format_html('{} <span class="code">{}</span>', where, hit.row_id) if hit.row_id else where
    return Row(
        (
            Cell(hit.name, href=reverse("hit", args=[hit.id]), note=noted),
            Cell(band, note=_("likeness %(score)s") % {"score": score_words(hit.score)}),
            Cell(say(f"party_role:{hit.role}")),
            state_cell(HIT_CLASSES[state], say(f"hit_state:{state}"), by),
        )
    )


@door("POST")
def delete(request: HttpRequest, caller: Caller, list_id: UUID) -> HttpResponse:
    """Delete a list before its day, with a reason."""
    try:
        delete_list(caller, str(list_id), reason=text(request.POST, "reason"))
    except Invalid as told:
        return _list_page(request, caller, read_list(caller, str(list_id)), faults_of(told.faults))
    messages.success(request, _("The lines and hits of the list are erased."))
    return redirect("screening_list", list_id)
