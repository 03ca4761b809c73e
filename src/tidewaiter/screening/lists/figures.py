"""Reads the figures of submitted lists: weights and values as written by anybody, days, moments, two-figure years."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal, InvalidOperation
from types import MappingProxyType

from tidewaiter.screening.lists.mapping import as_iso
from tidewaiter.screening.partial_dates import PartialDate
from tidewaiter.screening.problems import BadSubject

DECIMAL_MARKS = ("", ".", ",")
KILOGRAMS: Mapping[str, Decimal] = MappingProxyType(
    {
        **dict.fromkeys(("", "kg", "kgs", "kgm", "kilo", "kilos"), Decimal(1)),
        **dict.fromkeys(("t", "tne", "to", "ton", "tons", "tonne", "tonnes", "mt"), Decimal(1000)),
        **dict.fromkeys(("g", "gr", "grm"), Decimal("0.001")),
        **dict.fromkeys(("lb", "lbs", "lbr"), Decimal("0.45359237")),
    }
)
_MOST = Decimal(10) ** 15
_AMOUNT = re.compile(r"([0-9][0-9.,' \u00a0\u202f]*)\s*([A-Za-z]*)\.?")
_GROUPS = re.compile(r"[ '\u00a0\u202f]")
_ZONE = re.compile(r"([+-])(\d{2}):?(\d{2})")
_MOMENT = re.compile(r"(.+?)(?:[T ]\s*(\d{1,2}):?(\d{2})(?::?(\d{2})(?:\.\d+)?)?)?\s*(Z|[+-]\d{2}:?\d{2})?")


def amount_of(text: str, decimal: str = "") -> tuple[Decimal, str] | None:
    """A number and the unit behind it; None where there is none.

    Without a decimal mark told, the last of two different marks is it; one comma alone is it unless three figures
    follow; one stop alone always is; a mark that stands several times parts thousands.
    """
    found = _AMOUNT.fullmatch(text.strip()[:60])
    if found is None:
        return None
    figures = _GROUPS.sub("", found[1])
    mark = decimal or _mark(figures)
    other = "," if mark == "." else "."
    try:
        number = Decimal(figures.replace(other, "").replace(mark, ".") if mark else re.sub("[.,]", "", figures))
    except InvalidOperation:
        return None
    return (number, found[2].casefold()) if number < _MOST else None


def _mark(figures: str) -> str:
    stops, commas = figures.count("."), figures.count(",")
    if stops and commas:
        return "." if figures.rindex(".") > figures.rindex(",") else ","
    if stops == 1:
        return "."
    return "," if commas == 1 and len(figures) - figures.index(",") != 4 else ""


def kilograms(text: str, decimal: str = "", unit: str = "") -> Decimal | None:
    """A weight in kilograms; the unit in the cell goes before the one of the column. None where it is unreadable."""
    found = amount_of(text, decimal)
    worth = KILOGRAMS.get(found[1] or unit.casefold()) if found else None
    return found[0] * worth if found and worth is not None else None


def count_of(text: str) -> int | None:
    """A whole number, whatever kind of package is written behind it; None where there is none."""
    found = amount_of(text, ".")
    return int(found[0]) if found and found[0] == int(found[0]) else None


def zone_of(text: str) -> timezone | None:
    """An offset from UTC as `+02:00`; None where it is unreadable."""
    found = _ZONE.fullmatch(text)
    if found is None or int(found[2]) > 14 or int(found[3]) > 59:
        return None
    offset = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return timezone(-offset if found[1] == "-" else offset)


def moment_of(text: str, order: str = "", zone: str = "") -> datetime | None:
    """A day or moment with its zone; without one it is that of the source, else UTC. None where it is unreadable."""
    found = _MOMENT.fullmatch(text.strip()[:60])
    if found is None:
        return None
    day, hour, minute, second, written = found.groups()
    try:
        on = date.fromisoformat(as_iso(day.strip(), order))
        at = time(int(hour or 0), int(minute or 0), int(second or 0))
    except ValueError:
        return None
    offset = UTC if written == "Z" else zone_of(written or zone)
    return datetime.combine(on, at, offset or UTC)


def birth_of(text: str, order: str = "") -> PartialDate | None:
    """A date of birth as written in a list, also without signs or with a time behind it; None where unreadable."""
    day = as_iso(text.strip(), order)
    if len(day) == 8 and day.isdecimal():
        day = f"{day[:4]}-{day[4:6]}-{day[6:]}"
    try:
        return PartialDate.parse(day.split("T", 1)[0] if day[:4].isdecimal() else day)
    except BadSubject:
        return None


def born(six: str, today: date) -> PartialDate | None:
    """A birth of six figures (year, month, day), of the century that does not lie ahead; unknown parts may be `<`.

    Whoever is a hundred years old is taken for a child: the figures do not tell.
    """
    if not six[:2].isdecimal() or len(six) != 6:
        return None
    century = today.year // 100 * 100
    year = century + int(six[:2]) - (100 if int(six[:2]) > today.year % 100 else 0)
    month, day = ((int(part) or None) if part.isdecimal() else None for part in (six[2:4], six[4:]))
    try:
        return PartialDate(year, month, day if month else None)
    except BadSubject:
        return None
