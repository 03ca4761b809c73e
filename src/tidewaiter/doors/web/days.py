"""Days as officers type them: day, month and year apart, the month as a number or a word in their language."""

import re
from collections.abc import Mapping
from datetime import date

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

_ISO = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_SHORTEST_MONTH = 3
PARTS = ("day", "month", "year")


class BadDay(ValueError):
    """What was typed is no day; `words` say why, as a sentence."""

    def __init__(self, words: str) -> None:
        self.words = words
        super().__init__(words)


def typed_day(typed: Mapping[str, str], name: str) -> str:
    """What stands in a date field, as `year-month-day` in the officer's own spelling; one field in ISO is taken too."""
    whole = str(typed.get(name, "")).strip()
    if whole:
        return whole[:40]
    parts = [str(typed.get(f"{name}-{part}", "")).strip().replace("-", " ")[:20] for part in reversed(PARTS)]
    return "-".join(parts) if any(parts) else ""


def parts_of(value: str) -> tuple[str, str, str]:
    """Day, month and year of what stands in a date field, each as it was typed."""
    year, month, day = (*value.split("-", 2), "", "")[:3] if value else ("", "", "")
    return day.removeprefix("0") if value and _ISO.fullmatch(value) else day, _plain(month), year


def _plain(month: str) -> str:
    return month.removeprefix("0") if month.isdigit() else month


def day_of(value: str) -> date | None:
    """The day that was typed, None where nothing was; BadDay with a sentence where it is none."""
    if not value:
        return None
    day, month, year = parts_of(value)
    if not (day and month and year):
        raise BadDay(_("Give the day, the month and the year, such as 12 3 2031."))
    number = _month(month)
    if number is None:
        raise BadDay(_("Write the month as a number from 1 to 12, or as a word."))
    if not (day.isdecimal() and year.isdecimal()):
        raise BadDay(_("Write the day and the year in figures."))
    if len(year) != len("2031"):
        raise BadDay(_("Write the year with four figures."))
    try:
        return date(int(year), number, int(day))
    except ValueError:
        raise BadDay(_("There is no such day in that month.")) from None


def _month(typed: str) -> int | None:
    """The number of a month written as a number or as the beginning of its name in the active language."""
    if typed.isdecimal():
        return int(typed) if 1 <= int(typed) <= len(MONTHS) else None
    word = typed.casefold().rstrip(".")
    if len(word) < _SHORTEST_MONTH:
        return None
    found = [number for number, name in MONTHS.items() if str(name).casefold().startswith(word)]
    return found[0] if len(found) == 1 else None
