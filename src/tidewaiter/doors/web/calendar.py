"""Coming dates by month, for one or all instruments and units; the feed of the same stands in feed.py."""

from datetime import date
from itertools import groupby
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tidewaiter.actions.act import Invalid
from tidewaiter.actions.registry import read_calendar
from tidewaiter.actions.registry.views import CalendarView
from tidewaiter.doors.web import cards
from tidewaiter.doors.web.days import BadDay, day_of, typed_day
from tidewaiter.doors.web.faults import FaultLine, faults_of
from tidewaiter.doors.web.forms import Choice, Field, Form, Group, text
from tidewaiter.doors.web.public import Reader, open_page
from tidewaiter.doors.web.register_parts import coming_words
from tidewaiter.doors.words import say
from tidewaiter.treaty.provisions import instrument_ids, instruments
from tidewaiter.treaty.rules.calendar import COMING_KINDS, ComingDate

_DAYS = ("from_day", "until_day")


@open_page
def register_calendar(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Show what takes effect, month by month."""
    typed = {name: typed_day(request.GET, name) for name in _DAYS}
    days, faults = _days(typed)
    chosen = filters_of(request)
    try:
        found = reader.ask(read_calendar, **days, **chosen)
    except Invalid as told:
        faults += faults_of(told.faults)
        found = reader.ask(read_calendar, **chosen)
    fields = tuple(Field(name, say(f"field:{name}"), "date", say(f"help:{name}"), value=typed[name]) for name in _DAYS)
    feed = f"{reverse('calendar')}?{urlencode({name: value for name, value in chosen.items() if value})}".rstrip("?")
    context = {
        "shown": found,
        "months": months(found),
        "instruments": [
            Choice(each.id, cards.short_name(each.id), each.id == chosen["instrument"]) for each in instruments()
        ],
        "kinds": [Choice(kind, say(f"coming_kind:{kind}"), kind == chosen["kind"]) for kind in COMING_KINDS],
        "unit": chosen["unit"],
        "filtered": any((*chosen.values(), *typed.values())),
        "form": Form((Group(_("Between which days"), fields),)).with_faults(faults),
        "feed": feed,
        "feed_address": settings.TIDEWAITER.public_url + feed,
        "stranger": reader.stranger,
    }
    return reader.page(request, "web/register_calendar.html", context)


def filters_of(request: HttpRequest) -> dict[str, str]:
    """The instrument, unit and kind that an address asks for, each only where it is known."""
    instrument, kind = text(request.GET, "instrument"), text(request.GET, "kind")
    return {
        "instrument": instrument if instrument in instrument_ids() else "",
        "unit": text(request.GET, "unit").upper()[:16],
        "kind": kind if kind in COMING_KINDS else "",
    }


def _days(typed: dict[str, str]) -> tuple[dict[str, date | None], tuple[FaultLine, ...]]:
    days: dict[str, date | None] = {}
    faults: tuple[FaultLine, ...] = ()
    for name, value in typed.items():
        try:
            days[name] = day_of(value)
        except BadDay as bad:
            faults += (FaultLine(bad.words, name),)
    return days, faults


Line = tuple[ComingDate, str, str]


def months(found: CalendarView) -> list[tuple[str, list[Line]]]:
    """The dates by month, each with its sentence and what officers call the instrument."""
    by_month = groupby(found.dates, key=lambda each: (each.day.year, each.day.month))
    return [
        (
            date_format(date(*month, 1), "F Y"),
            [(each, coming_words(each, found.names), cards.short_name(each.instrument)) for each in dates],
        )
        for month, dates in by_month
    ]
