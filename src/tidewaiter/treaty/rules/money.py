"""Contributions and the accounting year."""

from __future__ import annotations

from datetime import date, timedelta

from tidewaiter.treaty.profile import Money
from tidewaiter.treaty.provisions import implements
from tidewaiter.treaty.rules.months import add_months


@implements("CCO-16.1")
def contribution_due(rule: Money, session_opens: date) -> date:
    """Contributions are due a month before the next session opens; a payment on that day is in time."""
    return add_months(session_opens, -rule.due_months_before_session)


@implements("CCO-18")
def accounting_year(rule: Money, day: date) -> tuple[date, date]:
    """The first and last day of the accounting year in which the day lies."""
    year = day.year if day.month >= rule.accounting_year_first_month else day.year - 1
    if year < date.min.year:
        raise OverflowError(f"the accounting year of {day} lies outside the calendar")
    first = date(year, rule.accounting_year_first_month, 1)
    return first, add_months(first, 12) - timedelta(days=1)
