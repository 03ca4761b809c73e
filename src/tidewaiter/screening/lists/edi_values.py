"""What the segments that CUSCAR and PAXLST share say: moments, births, names and addresses of parties."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType

from tidewaiter.screening.lists.edifact import Segment
from tidewaiter.screening.lists.figures import birth_of, born, moment_of
from tidewaiter.screening.partial_dates import PartialDate

# Code list 2379: how a date is written, by its length and whether the century stands in it.
_FORMS: Mapping[str, int] = MappingProxyType(
    {"101": 6, "102": 8, "201": 10, "202": 12, "203": 12, "204": 14, "205": 17}
)
_LENGTHS = (6, 8, 10, 12, 14, 17)
_ZONED = re.compile(r"[+-]\d{4}")


def moment(segment: Segment, zone: str) -> datetime | None:
    """The moment of a DTM: the code of its form counts, or else its length; None where it is neither."""
    value, form = segment.text(0, 1), segment.text(0, 2)
    length = _FORMS.get(form, 0) if form else len(value)
    if length not in _LENGTHS or len(value) != length or not value[:12].isdecimal():
        return None
    whole = f"20{value}" if length in (6, 10) or form == "202" else value
    offset = whole[12:17] if _ZONED.fullmatch(whole[12:17]) else ""
    time = f"T{whole[8:10]}:{whole[10:12]}" if len(whole) >= 12 else ""
    return moment_of(f"{whole[:4]}-{whole[4:6]}-{whole[6:8]}{time}{offset}", zone=zone)


def birth(segment: Segment, today: date) -> PartialDate | None:
    """The date of birth of a DTM: six figures (the usual form of PAXLST) or eight; None where it is neither."""
    value = segment.text(0, 1)
    return born(value, today) if len(value) == 6 else birth_of(value)


def prepared_on(header: str) -> date | None:
    """The day of an interchange (UNB 0017), six or eight figures."""
    text = header if len(header) == 8 else f"20{header}"
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8])) if text.isdecimal() and len(text) == 8 else None
    except ValueError:
        return None


def party_name(segment: Segment) -> str:
    """The name of an NAD: the party name (C080), or else the first line of the unstructured form (C058)."""
    named = " ".join(segment.texts(3))
    return named or next(iter(segment.texts(2)), "")


def formed_address(segment: Segment) -> tuple[str, ...]:
    """The address of an NAD as it is formed: street (C059), city, region and post code."""
    return _whole((*segment.texts(4), segment.text(5), segment.text(6), segment.text(7)))


def party_address(segment: Segment) -> tuple[str, ...]:
    """The address of an NAD, or else the lines under the name in the unstructured form (C058)."""
    return formed_address(segment) or (() if segment.texts(3) else _whole(segment.texts(2)[1:]))


def _whole(parts: Iterable[str]) -> tuple[str, ...]:
    whole = ", ".join(filter(None, map(str.strip, parts)))
    return (whole,) if whole else ()
