"""Month arithmetic: the laws that every period of the instruments rests on."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.treaty.rules.months import add_months, first_day_second_month, last_day_of_term

DAYS = st.dates(date(1950, 1, 1), date(2200, 1, 1))
MONTHS = st.integers(-600, 600)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(1999, 6, 29), 3, date(1999, 9, 29)),
        (date(1983, 5, 3), 3, date(1983, 8, 3)),
        (date(2030, 11, 30), 3, date(2031, 2, 28)),
        (date(2031, 11, 30), 3, date(2032, 2, 29)),
        (date(2031, 3, 31), -1, date(2031, 2, 28)),
        (date(2032, 2, 29), 36, date(2035, 2, 28)),
    ],
)
def test_a_period_of_months_runs_from_date_to_date(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


def test_two_periods_are_never_merged_into_one() -> None:
    day = date(2032, 2, 29)
    assert add_months(add_months(day, 24), 3) == date(2034, 5, 28)
    assert add_months(day, 27) == date(2034, 5, 29)


@given(DAYS, MONTHS)
def test_the_day_number_never_grows_and_shrinks_only_to_the_end_of_a_month(day: date, n: int) -> None:
    later = add_months(day, n)
    assert later.day <= day.day
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


@given(DAYS, MONTHS)
def test_exactly_so_many_months_lie_between(day: date, n: int) -> None:
    later = add_months(day, n)
    assert (later.year - day.year) * 12 + later.month - day.month == n


@given(DAYS, DAYS, MONTHS)
def test_who_is_earlier_stays_earlier_or_equal(one: date, other: date, n: int) -> None:
    first, second = sorted((one, other))
    assert add_months(first, n) <= add_months(second, n)


@given(DAYS, MONTHS, MONTHS)
def test_days_that_every_month_has_can_be_added_in_steps(day: date, n: int, m: int) -> None:
    safe = day.replace(day=min(day.day, 28))
    assert add_months(add_months(safe, n), m) == add_months(safe, n + m)


@given(DAYS, MONTHS, MONTHS)
def test_two_steps_end_in_the_month_of_one_and_never_later(day: date, n: int, m: int) -> None:
    steps, once = add_months(add_months(day, n), m), add_months(day, n + m)
    assert timedelta(0) <= once - steps <= timedelta(days=3)
    assert (steps.year, steps.month) == (once.year, once.month)


@given(DAYS, MONTHS)
def test_going_back_returns_to_the_day_unless_a_shorter_month_lay_between(day: date, n: int) -> None:
    there = add_months(day, n)
    back = add_months(there, -n)
    assert timedelta(0) <= day - back <= timedelta(days=3)
    assert (back == day) == (there.day == day.day)


@given(DAYS, st.integers(1, 48), st.integers(0, 40))
def test_a_grid_on_its_anchor_never_drifts(anchor: date, every: int, number: int) -> None:
    day = add_months(anchor, every * number)
    assert day.day == anchor.day or (day + timedelta(days=1)).day == 1
    assert add_months(anchor, every * (number + 1)) > day
    assert (day.year * 12 + day.month - anchor.year * 12 - anchor.month) == every * number


@given(DAYS)
def test_the_first_of_the_second_month_is_a_first_and_lies_one_whole_month_ahead(day: date) -> None:
    first = first_day_second_month(day)
    assert first.day == 1
    assert 31 < (first - day).days + day.day <= 63


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        (date(2031, 5, 27), 24, date(2033, 5, 26)),
        (date(2031, 7, 1), 36, date(2034, 6, 30)),
        (date(2028, 2, 29), 24, date(2030, 2, 28)),
    ],
)
def test_a_term_ends_on_the_day_before_its_anniversary(start: date, months: int, last: date) -> None:
    assert last_day_of_term(start, months) == last


def test_a_period_that_leaves_the_calendar_is_refused() -> None:
    with pytest.raises(OverflowError):
        add_months(date(9999, 12, 31), 1)
    with pytest.raises(OverflowError):
        add_months(date(1, 1, 1), -1)
