"""The list of requests for assistance: in any order, filtered, page by page, and as a spreadsheet."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tidewaiter.access.decide import may_perform
from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.assistance import list_requests
from tidewaiter.actions.assistance.shapes import Page, RequestLine
from tidewaiter.assistance.lifecycle import State
from tidewaiter.doors.web.cards import cited
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.forms import Field, chosen, coded
from tidewaiter.doors.web.shell import page
from tidewaiter.doors.web.tables import (
    Asked,
    Cell,
    Column,
    Row,
    Table,
    asked_of,
    day_cell,
    every,
    spreadsheet,
    state_cell,
)
from tidewaiter.doors.words import say

COLUMNS = (
    Column("matter", gettext_lazy("Matter"), wide=True),
    Column("number", gettext_lazy("Number"), only=True),
    Column("between", gettext_lazy("Between")),
    Column("requesting", gettext_lazy("From"), only=True),
    Column("requested", gettext_lazy("To"), only=True),
    Column("type", gettext_lazy("Kind of help"), sort="type", wide=True),
    Column("provision", gettext_lazy("Basis")),
    Column("state", gettext_lazy("State"), sort="state"),
    Column("waits_for", gettext_lazy("Waits for"), only=True),
    Column("since", gettext_lazy("Since"), sort="since"),
    Column("due", gettext_lazy("Hoped for by"), sort="due"),
)
NEWEST_FIRST = "-drafted"
A_PAGE, A_SHEET_PAGE = 50, 200


@door("GET", "HEAD")
def requests(request: HttpRequest, caller: Caller) -> HttpResponse:
    """List the requests that the caller's administration is a party to."""
    asked = asked_of(request, COLUMNS, filters=("state", "other"), sort=NEWEST_FIRST)
    state, other = asked.value("state", State), asked.value("other").upper()

    def fetch(after: str, limit: int = A_SHEET_PAGE) -> Page:
        return list_requests(caller, state=state, other=other, sort=asked.sort, limit=limit, after=after)

    if asked.sheet:
        return spreadsheet("requests", COLUMNS, map(row_of, every(fetch)))
    found = fetch(asked.after, A_PAGE)
    context = {
        "table": table_of(asked, found, state, other),
        "may_draft": may_perform(caller, Verb.DRAFT_REQUEST),
    }
    return page(request, caller, "web/requests.html", context, here="requests")


def table_of(asked: Asked, found: Page, state: str, other: str) -> Table:
    """One page of the list, ready to be shown."""
    return Table(
        caption=_("Requests that your administration has made or received"),
        columns=COLUMNS,
        rows=tuple(map(row_of, found.items)),
        asked=asked,
        next=found.next,
        filters=(
            Field("state", _("State"), "choice", choices=chosen(coded("state", State), (state,))),
            Field("other", _("Other administration (code)"), value=other, limit=16),
        ),
        usual=_("Newest first"),
        empty=_("No request yet. The first one begins with choosing whom to ask."),
    )


def row_of(line: RequestLine) -> Row:
    """One request as a line of the list."""
    late = format_html('<strong class="over">{}</strong>', _("Overdue")) if line.overdue else ""
    awaited = _("waits for %(who)s") % {"who": line.waits_for} if line.waits_for else ""
    pair = format_html('<span class="code nowrap">{} → {}</span>', line.requesting, line.requested)
    number = format_html('<span class="code">{}</span>', line.number)
    return Row(
        (
            Cell(line.matter or _("Without a matter yet"), line.matter, reverse("request", args=[line.id]), number),
            Cell(line.number),
            Cell(pair, f"{line.requesting} → {line.requested}"),
            Cell(line.requesting),
            Cell(line.requested),
            Cell(say(f"type:{line.type}")),
            Cell(cited(line.provision), line.provision),
            state_cell(line.state, say(f"state:{line.state}"), awaited),
            Cell(line.waits_for),
            day_cell(line.since),
            day_cell(line.due, late),
        )
    )
