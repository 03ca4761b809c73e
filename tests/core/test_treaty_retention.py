"""Retention of data and of records of verifications."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.treaty.rules.retention import (
    deletion_moment,
    extension_valid,
    notice_on,
    verification_delete_on,
)

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@pytest.mark.provision("CCO-51.3")
@given(DAYS)
def test_the_notice_comes_before_the_deletion_and_at_most_a_month_of_31_days_earlier(day: date) -> None:
    assert timedelta(days=28) <= day - notice_on(day) <= timedelta(days=31)


@given(DAYS, st.integers(0, 27))
def test_data_entered_within_the_last_month_are_announced_when_entered(day: date, left: int) -> None:
    entered = day - timedelta(days=left)
    assert notice_on(day, entered) == entered


@pytest.mark.provision("CCO-51.3")
def test_the_deadline_of_an_extension_is_a_moment_wherever_it_was_sent_from() -> None:
    day = date(2031, 3, 31)
    assert deletion_moment(day) == datetime(2031, 3, 31, tzinfo=UTC)
    west = timezone(timedelta(hours=-4))
    assert extension_valid(day, datetime(2031, 3, 30, 19, 59, 59, tzinfo=west))
    assert not extension_valid(day, datetime(2031, 3, 30, 20, 0, tzinfo=west))
    assert not extension_valid(day, None)


@pytest.mark.provision("CCO-47.2", "CCO-51.4")
def test_records_of_verifications_go_after_twelve_months() -> None:
    assert verification_delete_on(date(2028, 2, 29)) == date(2029, 2, 28)


def test_an_instrument_without_a_rule_on_retention_is_refused() -> None:
    with pytest.raises(ValueError, match="no rule on retention"):
        verification_delete_on(date(2031, 1, 1), "nbo-1977")
