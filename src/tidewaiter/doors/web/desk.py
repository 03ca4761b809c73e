"""The desk: what waits for this administration, what waits for others, coming dates, news, and unsent work."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import ResolverMatch, resolve

from tidewaiter.access.decide import may_perform
from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.assistance import read_desk
from tidewaiter.actions.assistance.shapes import Desk, RequestLine, UnsentForm
from tidewaiter.actions.people import duties_end, duties_waiting
from tidewaiter.doors.web import labels
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.forms import text
from tidewaiter.doors.web.kept import GOING_ON
from tidewaiter.doors.web.shell import address_of, page

COMING, NEWS = 6, 6
_BEGINS = ("matter", "names-1-text", "text", "reasons", "reason")
_LONGEST_BEGINNING = 80


@dataclass(frozen=True, slots=True)
class Unsent:
    """A form not handed in, as the desk names it: what it is, how it begins, where it goes on."""

    what: str
    begins: str
    href: str
    kept_at: datetime


@door("GET", "HEAD")
def desk(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Show the desk of the caller's administration."""
    found = read_desk(caller)
    context = {
        "desk": found,
        "news": found.notices[:NEWS],
        "coming": coming(found),
        "unsent": [each for form in found.unsent if (each := unsent(form, caller))],
        "notices_page": address_of("notices"),
        "may_draft": may_perform(caller, Verb.DRAFT_REQUEST),
        "may_search": may_perform(caller, Verb.SEARCH_CENTRAL),
        "duties_by": duties_end(waiting[0]) if (waiting := duties_waiting(caller)) else None,
    }
    return page(request, caller, "web/desk.html", context, here="desk")


def coming(found: Desk) -> list[RequestLine]:
    """The next days on which something is hoped for, of this side and of others."""
    lines = [line for line in (*found.waits_for_me, *found.waits_for_others) if line.due]
    return sorted(lines, key=lambda line: line.due or line.since)[:COMING]


def unsent(form: UnsentForm, caller: Caller) -> Unsent | None:
    """One form not handed in; None where its address is no longer one of ours."""
    parts = urlsplit(form.path)
    try:
        found = resolve(parts.path)
    except Http404:
        return None
    typed = QueryDict(form.typed)
    begins = next((text(typed, name) for name in _BEGINS if text(typed, name)), "")
    shortened = begins if len(begins) <= _LONGEST_BEGINNING else begins[:_LONGEST_BEGINNING] + "…"
    query = QueryDict(parts.query, mutable=True)
    query[GOING_ON] = "1"
    href = f"{parts.path}?{urlencode(list(query.items()))}"
    return Unsent(_what(found, QueryDict(parts.query), caller), shortened, href, form.kept_at)


def _what(found: ResolverMatch, query: QueryDict, caller: Caller) -> str:
    named: dict[str, Any] = found.kwargs
    if found.url_name == "request_draft":
        return labels.asks(text(query, "type"), caller.administration, text(query, "to"))
    return labels.unsent(found.url_name or "", str(named.get("verb", "")))
