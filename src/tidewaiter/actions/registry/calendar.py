"""Reads every coming date of the register: entry into force, reviews, tacit acceptance, ends (CCO-66.2.vi)."""

from datetime import date, timedelta

from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Deed, Fault, act, refuse
from tidewaiter.actions.registry.reading import known_instrument, reading
from tidewaiter.actions.registry.views import CalendarView
from tidewaiter.treaty.provisions import implements, instruments
from tidewaiter.treaty.rules.calendar import ComingDate

_USUAL, LONGEST = timedelta(days=2 * 366), timedelta(days=40 * 366)
"""How far ahead one looks where no last day is named, and how far at most."""


@act(Verb.READ_CALENDAR)
@implements("CCO-43.3", "CCO-66.2.vi", "NBO-18")
def read_calendar(
    deed: Deed,
    *,
    from_day: date | None = None,
    until_day: date | None = None,
    instrument: str = "",
    unit: str = "",
    kind: str = "",
) -> CalendarView:
    """Reads what takes effect between two days under one or all instruments, for one or all units."""
    first = from_day or deed.day
    last = until_day or first + _USUAL
    known = reading(deed, first, None)
    deed.tell(until=last)
    refuse(
        Fault("not_later", "until_day", "SYS-3") if last < first else None,
        Fault("too_far", "until_day", "SYS-3") if last - first > LONGEST else None,
    )
    chosen = (known_instrument(instrument),) if instrument else instruments()
    found = (each for one in chosen for each in known.coming(one, first, last))
    dates = tuple(sorted(each for each in found if _wanted(each, unit, kind)))
    names = {code for each in dates for code in (*units_in(each), each.state) if code}
    return CalendarView(first, last, dates, {code: known.name(code) for code in sorted(names)})


def _wanted(each: ComingDate, unit: str, kind: str) -> bool:
    if kind and each.kind != kind:
        return False
    # what concerns no unit in particular concerns everybody
    return not unit or not each.unit or unit in (*units_in(each), each.state)


def units_in(each: ComingDate) -> tuple[str, ...]:
    """The units that a date concerns: none, one, or those of an arrangement."""
    return tuple(each.unit.split(", ")) if each.unit else ()
