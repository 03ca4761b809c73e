"""How pages say the ranges of risk profiles: which numbers a condition raises, not how it is typed."""

from decimal import Decimal

from django.utils.translation import gettext as _

from tidewaiter.doors.words import number_written
from tidewaiter.screening.risk.conditions import read_condition, written


def range_words(kind: str, value: str) -> str:
    """The numbers that a condition raises, in words; nothing for a condition without a range."""
    read = read_condition(kind, value, 1)
    low, high = (_number(end) for end in (read.low, read.high))
    if not low and not high:
        return ""
    told = {"low": low, "high": high, "unit": read.currency or "kg"}
    if not high:
        return _("below %(low)s %(unit)s") % told
    if not low:
        return _("above %(high)s %(unit)s") % told
    return _("below %(low)s or above %(high)s %(unit)s") % told


def _number(end: float | None) -> str:
    return "" if end is None else number_written(Decimal(written(end)))
