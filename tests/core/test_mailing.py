"""When a mail is due, when it is tried again, when it is given up, and whom an event concerns."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.access.notices import CONCERNED, concerns, concerns_the_contact_point
from tidewaiter.access.verbs import Role
from tidewaiter.assistance.mailing import DIGEST_AT, OPEN_STAGES, WAITS, MailStage, Outcome, Pace, after, due_at

MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))
NOW = datetime(2031, 3, 12, 10, 0, tzinfo=UTC)


@given(MOMENTS)
def test_a_digest_leaves_at_its_hour_after_what_it_tells_and_within_its_period(at: datetime) -> None:
    daily, weekly = due_at(Pace.DAILY, at), due_at(Pace.WEEKLY, at)
    assert timedelta() < daily - at <= timedelta(days=1)
    assert timedelta() < weekly - at <= timedelta(days=7)
    assert daily.timetz().replace(tzinfo=None) == weekly.timetz().replace(tzinfo=None) == DIGEST_AT
    assert weekly.weekday() == 0
    assert due_at(Pace.EACH, at) == at


def test_what_happens_in_the_hour_of_the_digest_waits_for_the_next_one() -> None:
    monday = datetime(2031, 3, 10, 6, 0, tzinfo=UTC)
    assert due_at(Pace.DAILY, monday) == monday + timedelta(days=1)
    assert due_at(Pace.WEEKLY, monday) == monday + timedelta(days=7)
    assert due_at(Pace.WEEKLY, monday - timedelta(seconds=1)) == monday


def test_a_mail_not_taken_waits_longer_each_time_and_is_then_given_up() -> None:
    moments = [after(Outcome.FAILED, tries, NOW) for tries in range(1, len(WAITS) + 2)]
    assert [stage for stage, _ in moments] == [*[MailStage.FAILED] * len(WAITS), MailStage.GIVEN_UP]
    assert [moment - NOW for _, moment in moments if moment] == sorted(set(WAITS))
    assert moments[-1][1] is None


@given(st.sampled_from(Outcome), st.integers(1, 20))
def test_only_a_mail_that_certainly_was_not_taken_is_tried_again(outcome: Outcome, tries: int) -> None:
    stage, try_at = after(outcome, tries, NOW)
    assert (try_at is not None) == (stage in OPEN_STAGES)
    assert stage not in OPEN_STAGES or outcome is Outcome.FAILED


@pytest.mark.parametrize(
    ("role", "event", "expected"),
    [
        (Role.OFFICER, "request_sent", True),
        (Role.CAIS_OFFICIAL, "request_sent", False),
        (Role.CAIS_OFFICIAL, "entry_expiring", True),
        (Role.OFFICER, "entry_expiring", False),
        (Role.HEAD, "mail_given_up", True),
        (Role.APPROVER, "mail_given_up", False),
        (Role.ADMINISTRATOR, "mail_invitation_given_up", True),
        (Role.ADMINISTRATOR, "request_sent", False),
        (Role.HEAD, "unheard_of", False),
    ],
)
def test_an_event_concerns_whoever_may_read_what_it_is_about(role: Role, event: str, expected: bool) -> None:
    assert concerns((role,), event) is expected


@pytest.mark.parametrize("beginning", CONCERNED)
def test_who_holds_no_role_is_concerned_by_nothing(beginning: str) -> None:
    assert not concerns((), f"{beginning}x")


def test_that_its_own_mail_failed_is_not_mailed_to_the_contact_point() -> None:
    assert concerns_the_contact_point("request_sent")
    assert not concerns_the_contact_point("mail_given_up")
    assert not concerns_the_contact_point("officer_invited")
