"""The coming dates as an iCalendar feed (RFC 5545): all-day events that keep their identity when their day moves.

Calendar programs cannot send a bearer token, so an API token with the scope `register:read` comes as the password of
HTTP Basic, with the officer's username. A browser that is signed in needs none, and a stranger none where the register
is public.
"""

import base64
import binascii
import hashlib
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page
from icalendar import Calendar, Event

from tidewaiter.access.facts import Caller
from tidewaiter.actions.act import Invalid, NotFound, NotPermitted
from tidewaiter.actions.callers import caller_for_token
from tidewaiter.actions.registry import read_calendar
from tidewaiter.actions.registry.views import CalendarView
from tidewaiter.doors.counting import counted, seconds_left
from tidewaiter.doors.web import cards
from tidewaiter.doors.web.calendar import filters_of
from tidewaiter.doors.web.cooperation_meetings import meetings_in_feed
from tidewaiter.doors.web.feed_event import FeedEvent
from tidewaiter.doors.web.public import Reader, TooMany, open_page, public_view
from tidewaiter.doors.web.register_parts import coming_words
from tidewaiter.doors.words import say

BEHIND, AHEAD = timedelta(days=366), timedelta(days=5 * 366)
FAILURES, CALLS = 20, 60
"""So many wrong tokens from one address, and calls with one token, are taken in a minute."""
_LONGEST_TOKEN = 200


FURTHER: tuple[Callable[[Caller], Iterable[FeedEvent]], ...] = (meetings_in_feed,)
"""What else stands in the feed of an officer who may read it, such as the meetings of the own administration."""


@conditional_page
def calendar(request: HttpRequest) -> HttpResponse:
    """Give the feed to an officer's calendar program, to a browser that is signed in, or to the public."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(("GET", "HEAD"))
    if request.headers.get("Authorization", "").lower().startswith("basic "):
        return _for_program(request)
    if request.user.is_authenticated or public_view():
        return _for_browser(request)
    return _unknown()


@open_page
def _for_browser(request: HttpRequest, reader: Reader) -> HttpResponse:
    return given(request, reader)


def _for_program(request: HttpRequest) -> HttpResponse:
    address = str(request.META.get("REMOTE_ADDR", ""))
    try:
        caller = _caller(request, address)
    except NotPermitted:
        if counted("calendar:failed", address) > FAILURES:
            return _later()
        return _unknown()
    if counted("calendar:token", caller.officer) > CALLS:
        return _later()
    try:
        with translation.override(caller.language):
            return given(request, Reader(caller))
    except NotPermitted as told:
        said = " ".join(f"{say(f'reason:{reason.code}')} ({reason.provision})" for reason in told.reasons)
        return _plain(said, 403)


def _caller(request: HttpRequest, address: str) -> Caller:
    """The officer behind username and token; NotPermitted where they do not belong together."""
    try:
        sent = base64.b64decode(request.headers["Authorization"][6:].strip(), validate=True).decode()
    except (binascii.Error, ValueError):
        raise NotPermitted(()) from None
    username, _colon, token = sent.partition(":")
    if not token.isascii() or not token.isprintable() or len(token) > _LONGEST_TOKEN:
        raise NotPermitted(())
    caller = caller_for_token(token, language="", address=address)
    if caller.officer != username:
        raise NotPermitted(())
    return caller


def given(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Make the feed of this reader."""
    today = reader.caller.day
    try:
        found = reader.ask(read_calendar, from_day=today - BEHIND, until_day=today + AHEAD, **filters_of(request))
    except (NotFound, Invalid):
        return _plain(_("There is no such calendar."), 404)
    except TooMany:
        return _later()
    events = [*events_of(found), *_further(reader)]
    response = HttpResponse(calendar_file(events, today), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="tidewaiter.ics"'
    response["Cache-Control"] = "private, no-cache"
    return response


def _further(reader: Reader) -> Iterable[FeedEvent]:
    if reader.stranger:
        return ()
    return [event for source in FURTHER for event in source(reader.caller)]


def events_of(found: CalendarView) -> list[FeedEvent]:
    """The coming dates as events, each with its provision and where more stands."""
    events = []
    for each in found.dates:
        said = f"{cards.short_name(each.instrument)}: {coming_words(each, found.names)}"
        provisional = _("Provisional: it rests on an act that is still under examination.")
        told = [provisional] if each.provisional else []
        events.append(
            FeedEvent(
                key=each.key,
                day=each.day,
                summary=_("%(what)s (provisional)") % {"what": said} if each.provisional else said,
                described="\n".join((*told, _("Under %(provision)s.") % {"provision": each.provision})),
                address=f"{reverse('instrument', args=[each.instrument])}?on={each.day.isoformat()}",
                category=say(f"coming_kind:{each.kind}"),
                tentative=each.provisional,
            )
        )
    return events


def calendar_file(events: Iterable[FeedEvent], today: date) -> bytes:
    """The events as an iCalendar file that is the same the whole day unless an event changes."""
    made = Calendar()
    for name, value in (
        ("PRODID", "-//Tidewaiter//Register//EN"),
        ("VERSION", "2.0"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
        ("X-WR-CALNAME", _("Tidewaiter: coming dates")),
        ("X-PUBLISHED-TTL", "PT12H"),
    ):
        made.add(name, value)
    stamp = datetime.combine(today, time(), UTC)
    for event in events:
        made.add_component(_event(event, stamp))
    return bytes(made.to_ical())


def _event(event: FeedEvent, stamp: datetime) -> Event:
    home = settings.TIDEWAITER.public_url
    made = Event()
    made.add("UID", f"{hashlib.sha256(event.key.encode()).hexdigest()[:32]}@{urlsplit(home).hostname}")
    made.add("DTSTAMP", stamp)
    made.add("DTSTART", event.day)
    made.add("DTEND", (event.until or event.day) + timedelta(days=1))
    made.add("SUMMARY", event.summary)
    made.add("STATUS", "TENTATIVE" if event.tentative else "CONFIRMED")
    made.add("TRANSP", "TRANSPARENT")
    if event.described:
        made.add("DESCRIPTION", event.described)
    if event.category:
        made.add("CATEGORIES", [event.category])
    if event.address:
        made.add("URL", home + event.address)
    return made


def _unknown() -> HttpResponse:
    response = _plain(
        _("Give the name of your account, and as password an API token with the scope register:read."), 401
    )
    response["WWW-Authenticate"] = 'Basic realm="tidewaiter", charset="UTF-8"'
    return response


def _later() -> HttpResponse:
    response = _plain(_("Too many calls in this minute."), 429)
    response["Retry-After"] = str(seconds_left())
    return response


def _plain(said: str, status: int) -> HttpResponse:
    return HttpResponse(said + "\n", content_type="text/plain; charset=utf-8", status=status)
