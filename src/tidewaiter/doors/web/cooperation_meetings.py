"""The meetings an administration attends, on a page and in its officers' calendars; and its treaty positions."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tidewaiter.access.decide import may_perform
from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import NotFound
from tidewaiter.actions.cooperation import (
    MEETING_KINDS,
    MeetingDraft,
    MeetingView,
    list_meetings,
    read_positions,
    record_meeting,
)
from tidewaiter.doors.web.asking import Typed, day_field, given_day, line, needed_day, tried, typed_in
from tidewaiter.doors.web.cooperation_files import asking
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.feed_event import FeedEvent
from tidewaiter.doors.web.forms import Field, Form, Group, chosen, coded, text
from tidewaiter.doors.web.shell import page
from tidewaiter.doors.web.tables import Cell, Column, Row, Table, asked_of, day_cell, spreadsheet
from tidewaiter.doors.words import say
from tidewaiter.treaty.register import Position

COLUMNS = (
    Column("begins", gettext_lazy("First day"), sort="begins"),
    Column("ends", gettext_lazy("Last day")),
    Column("title", gettext_lazy("Meeting"), sort="title", wide=True),
    Column("kind", gettext_lazy("Kind"), sort="kind"),
    Column("place", gettext_lazy("Place")),
)
_WHEN = ("coming", "past")
POSITIONS = (
    Column("instrument", gettext_lazy("Instrument"), wide=True),
    Column("kind", gettext_lazy("Kind")),
    Column("partner", gettext_lazy("Partner")),
    Column("stated", gettext_lazy("As the source states it")),
    Column("source", gettext_lazy("Source")),
)


@door("GET", "HEAD", opens=Verb.LIST_MEETINGS)
def meetings(request: HttpRequest, caller: Caller) -> HttpResponse:
    """List the meetings that the own administration attends, the latest first."""
    asked = asked_of(request, COLUMNS, filters=("when", "kind"), sort="-begins")
    kind, when = asked.value("kind", MEETING_KINDS), asked.value("when", _WHEN)
    found = [each for each in list_meetings(caller) if not kind or each.kind == kind]
    found = [each for each in found if not when or (each.ends < caller.day) == (when == "past")]
    by = asked.sort.removeprefix("-")
    found.sort(key=lambda each: str(getattr(each, by)).casefold(), reverse=asked.sort.startswith("-"))
    may = may_perform(caller, Verb.RECORD_MEETING)
    rows = tuple(_row(each, may) for each in found)
    if asked.sheet:
        return spreadsheet("meetings", COLUMNS, rows)
    table = Table(
        caption=_("Meetings that our administration attends"),
        columns=COLUMNS,
        rows=rows,
        asked=asked,
        filters=(
            Field("when", _("When"), "choice", choices=chosen(coded("when", _WHEN), (when,))),
            Field("kind", _("Kind"), "choice", choices=chosen(coded("meeting", MEETING_KINDS), (kind,))),
        ),
        empty=_("No meeting is recorded yet."),
    )
    context = {"table": table, "may_record": may}
    return page(request, caller, "web/unit_meetings.html", context, here="register")


def _row(each: MeetingView, may: bool) -> Row:
    href = reverse("meeting", args=[each.id]) if may else ""
    return Row(
        (
            day_cell(each.begins),
            day_cell(each.ends if each.ends != each.begins else None),
            Cell(each.title, href=href),
            Cell(say(f"meeting:{each.kind}"), each.kind),
            Cell(each.place),
        )
    )


@door("GET", "HEAD", "POST", opens=Verb.RECORD_MEETING)
def meeting_new(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Ask for a meeting, and record it."""
    return _asked(request, caller, None)


@door("GET", "HEAD", "POST", opens=Verb.RECORD_MEETING)
def meeting(request: HttpRequest, caller: Caller, meeting_id: UUID) -> HttpResponse:
    """Put a meeting right, or take a cancelled one out."""
    found = next((each for each in list_meetings(caller) if each.id == str(meeting_id)), None)
    if found is None:
        raise NotFound
    return _asked(request, caller, found)


def _asked(request: HttpRequest, caller: Caller, known: MeetingView | None) -> HttpResponse:
    typed: Typed = typed_in(request) or (_as_typed(known) if known else QueryDict())
    form = Form((Group("", _fields(typed, again=known is not None)),))
    if request.method == "POST":
        form, done = tried(form, lambda: _record(caller, request.POST, known.id if known else ""))
        if done:
            messages.success(request, _("The calendar of meetings is up to date."))
            return redirect("meetings")
    context = {
        "title": known.title if known else _("Record a meeting"),
        "lead": _("It stands in the calendar feed of every officer of your administration."),
        "button": _("Record the meeting"),
        "provision": "MNG-11",
        "back": reverse("meetings"),
        "back_words": _("Back to the meetings"),
    }
    return asking(request, caller, form, context)


def _as_typed(known: MeetingView) -> dict[str, str]:
    days = {"begins": known.begins.isoformat(), "ends": known.ends.isoformat()}
    return {"kind": known.kind, "title": known.title, "place": known.place, **days}


def _fields(typed: Typed, *, again: bool) -> tuple[Field, ...]:
    kinds = chosen(coded("meeting", MEETING_KINDS), (text(typed, "kind"),))
    fields = (
        Field("kind", say("field:kind"), "choice", required=True, choices=kinds),
        line("title", typed, help=_("What the meeting is called.")),
        line("place", typed, required=False),
        day_field("begins", typed),
        day_field("ends", typed, required=False),
    )
    if not again:
        return fields
    cancelled = Field("cancelled", _("It is cancelled: take it out"), "bool", value=text(typed, "cancelled"))
    return (*fields, line("why", typed, limit=300), cancelled)


def _record(caller: Caller, typed: QueryDict, known: str) -> None:
    said = {name: text(typed, name) for name in ("kind", "title", "place")}
    draft = MeetingDraft(**said, begins=needed_day(typed, "begins"), ends=given_day(typed, "ends"))
    record_meeting(caller, draft, fact=known, why=text(typed, "why"), cancelled=bool(text(typed, "cancelled")))


def meetings_in_feed(caller: Caller) -> Iterable[FeedEvent]:
    """The meetings of the own administration as events of the calendar feed; none for a token that may not read them.

    A meeting of several days is one event from its first to its last day.
    """
    if not may_perform(caller, Verb.LIST_MEETINGS):
        return ()
    since = caller.day - timedelta(days=366)
    return [
        FeedEvent(
            key=f"meeting {each.id}",
            day=each.begins,
            until=each.ends,
            summary=each.title,
            described=each.place,
            address=reverse("meetings"),
            category=say(f"meeting:{each.kind}"),
        )
        for each in list_meetings(caller)
        if each.ends >= since
    ]


@door("GET", "HEAD", opens=Verb.READ_POSITIONS)
def positions(request: HttpRequest, caller: Caller) -> HttpResponse:
    """List the own State's treaty positions as their sources state them (MNG-1, MNG-2)."""
    asked = asked_of(request, POSITIONS)
    rows = tuple(_position(each) for each in read_positions(caller))
    if asked.sheet:
        return spreadsheet("positions", POSITIONS, rows)
    table = Table(
        caption=_("Treaty positions of our State, as their sources state them"),
        columns=POSITIONS,
        rows=rows,
        asked=asked,
        empty=_("No position of our State is recorded. Facts that ship with Tidewaiter can be taken in by command."),
    )
    return page(request, caller, "web/unit_positions.html", {"table": table}, here="register")


def _position(each: Position) -> Row:
    sure = say(f"trust:{each.known.trust}")
    meaning = "" if each.meaning == "certain" else _("what the day means is uncertain")
    return Row(
        (
            Cell(each.instrument),
            Cell(say(f"position:{each.kind}"), each.kind),
            Cell(each.partner, code=bool(each.partner)),
            Cell(each.stated or (str(each.year) if each.year else _("no date is given")), note=meaning),
            Cell(each.known.source, note=sure),
        )
    )
