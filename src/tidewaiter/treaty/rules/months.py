"""Month arithmetic of the instruments: periods run from date to date, and each is applied on its own."""

from __future__ import annotations

import calendar
from datetime import date, timedelta


def add_months(day: date, n: int) -> date:
    """The same day number n calendar months later (n may be negative), or the last day of a shorter month."""
    months = day.year * 12 + day.month - 1 + n
    year, month = divmod(months, 12)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError(f"{n} months from {day} lies outside the calendar")
    if day.day <= 28:
        return date(year, month + 1, day.day)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def first_day_second_month(day: date) -> date:
    """The first day of the second month after the month of the day (bilateral entry into force)."""
    return add_months(day.replace(day=1), 2)


def last_day_of_term(start: date, months: int) -> date:
    """The last day of a term of so many months; where the anniversary does not exist, the day it falls back
    to.
    """
    end = add_months(start, months)
    return end if end.day != start.day else end - timedelta(days=1)
