"""The list of one's own watch entries in the central system, in any order, filtered, page by page."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tidewaiter.access.decide import may_perform
from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.central import list_entries
from tidewaiter.actions.central.shapes import EntryLine
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.forms import Choice, Field, chosen, coded
from tidewaiter.doors.web.shell import page
from tidewaiter.doors.web.tables import Cell, Column, Row, Table, asked_of, day_cell, state_cell
from tidewaiter.doors.words import say
from tidewaiter.screening.subjects import SubjectKind

COLUMNS = (
    Column("name", gettext_lazy("Name"), wide=True),
    Column("category", gettext_lazy("Category"), sort="category"),
    Column("released", gettext_lazy("State"), sort="released"),
    Column("entered_at", gettext_lazy("Entered on"), sort="entered"),
    Column("delete_on", gettext_lazy("Deleted on"), sort="delete_on"),
)
RELEASED = {"yes": True, "no": False}


@door("GET", "HEAD")
def entries(request: HttpRequest, caller: Caller) -> HttpResponse:
    """List the entries of the caller's own administration."""
    asked = asked_of(request, COLUMNS, filters=("category", "released"), sort="-entered")
    category, released = asked.value("category", SubjectKind), asked.value("released", RELEASED)
    found = list_entries(caller, category=category, released=RELEASED.get(released), sort=asked.sort, after=asked.after)
    states = (Choice("yes", _("Released")), Choice("no", _("Draft")))
    table = Table(
        caption=_("Entries that your administration supplies"),
        columns=COLUMNS,
        rows=tuple(map(row_of, found.items)),
        asked=asked,
        next=found.next,
        filters=(
            Field("category", _("Category"), "choice", choices=chosen(coded("category", SubjectKind), (category,))),
            Field("released", _("State"), "choice", choices=chosen(states, (released,))),
        ),
        usual=_("Newest first"),
        empty=_("Your administration has no entry yet."),
        sheet=False,
    )
    context = {
        "table": table,
        "batches": found.batches,
        "may_release": may_perform(caller, Verb.RELEASE_BATCH),
        "may_create": may_perform(caller, Verb.CREATE_ENTRY),
    }
    return page(request, caller, "web/entries.html", context, here="central")


def row_of(line: EntryLine) -> Row:
    """One entry as a line of the list."""
    state = ("answered", _("Released")) if line.released else ("draft", _("Draft"))
    return Row(
        (
            Cell(
                line.name,
                href=reverse("entry", args=[line.id]),
                note=format_html('<span class="code">{}</span>', line.number),
            ),
            Cell(say(f"category:{line.category}")),
            state_cell(*state),
            day_cell(line.entered_at),
            day_cell(line.delete_on),
        )
    )
