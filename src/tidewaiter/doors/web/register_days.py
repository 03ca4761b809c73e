"""The day that a page of the register is asked about, and the day whose belief is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _

from tidewaiter.access.facts import Caller
from tidewaiter.doors.web.days import BadDay, day_of, typed_day
from tidewaiter.doors.web.faults import FaultLine
from tidewaiter.doors.web.forms import Field, Form, Group
from tidewaiter.doors.words import say


@dataclass(frozen=True, slots=True)
class DayAsked:
    """What an address asks of the register's time; `query` carries it on to the next page, empty where it is today.

    What cannot be read as a day is told at the field, and the page shows today meanwhile.
    """

    on: date
    believed: datetime | None
    form: Form
    query: str
    today: bool
    keeps: Mapping[str, str]

    @property
    def faulty(self) -> bool:
        """Whether something that was typed is no day."""
        return bool(self.form.faults)


def day_asked(
    request: HttpRequest, caller: Caller, *, believed: bool = False, keeps: Mapping[str, str] = {}
) -> DayAsked:
    """Read the day, and where a page offers it the day whose belief is asked for, from the address.

    `keeps` are further values of the address that stay as they are when another day is chosen.
    """
    names = ("on", "believed") if believed else ("on",)
    typed = {name: typed_day(request.GET, name) for name in names}
    days, faults = {}, []
    for name, value in typed.items():
        try:
            days[name] = day_of(value)
        except BadDay as bad:
            faults.append(FaultLine(bad.words, name))
    form = Form((Group(_("Another day"), tuple(_field(name, typed[name]) for name in names)),)).with_faults(faults)
    on, known = days.get("on"), days.get("believed")
    kept = {name: day.isoformat() for name, day in (("on", on), ("believed", known)) if day}
    moment = datetime.combine(known, time.max, UTC) if known else None
    today = on in (None, caller.day) and known is None
    return DayAsked(on or caller.day, moment, form, f"?{urlencode(kept)}" if kept else "", today, dict(keeps))


def _field(name: str, value: str) -> Field:
    return Field(name, say(f"field:{name}_day"), "date", say(f"help:{name}_day"), value=value)
