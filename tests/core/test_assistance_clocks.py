"""Holds the service targets to the recorded events alone: no clock is counted by anything that runs."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.assistance.clocks import Awaited, Target, clocks, running
from tidewaiter.assistance.lifecycle import MOVES, NoSuchMove, State

# 2031-02-03 is a Monday.
MONDAY = datetime(2031, 2, 3, 9, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@st.composite
def lives(draw: st.DrawFn) -> list[tuple[str, datetime]]:
    state, at, events = State.DRAFT, MONDAY, []
    for _ in range(draw(st.integers(0, 12))):
        steps = [step for step in MOVES if step.source == state]
        if not steps:
            break
        step = draw(st.sampled_from(steps))
        at += timedelta(minutes=draw(st.integers(0, 20_000)))
        events.append((str(step.verb), at))
        state = step.target
    return events


def test_a_draft_has_no_clock() -> None:
    assert clocks((), "cco-2019", "normal") == ()


def test_a_sent_request_waits_three_working_days_to_be_acknowledged() -> None:
    (clock,) = clocks([("send", MONDAY)], "cco-2019", "normal")
    assert (clock.what, clock.since, clock.due) == (Awaited.ACKNOWLEDGE, MONDAY, MONDAY + 3 * DAY)
    assert clock.stopped is None


@pytest.mark.provision("CCO-20.1")
def test_an_answer_under_the_agreement_is_hoped_for_within_five_working_days() -> None:
    friday = MONDAY + 4 * DAY
    clock = running(clocks([("send", MONDAY), ("receive", friday)], "cco-2019", "normal"))
    assert clock is not None and clock.what is Awaited.ANSWER
    assert clock.due == friday + 7 * DAY


@pytest.mark.provision("NBO-6.3")
def test_an_answer_under_nairobi_is_hoped_for_within_thirty_days_and_lateness_changes_no_state() -> None:
    received = datetime(2031, 2, 1, 8, 0, tzinfo=UTC)
    clock = running(clocks([("send", received), ("receive", received)], "nbo-1977", "normal"))
    assert clock is not None and clock.due.date().isoformat() == "2031-03-03"
    assert clock.provision == "NBO-6.3"
    assert not clock.overdue(clock.due)
    assert clock.overdue(clock.due + timedelta(seconds=1))


@pytest.mark.parametrize(("urgency", "span"), [("urgent", 24 * HOUR), ("immediate", HOUR)])
def test_urgency_shortens_every_target(urgency: str, span: timedelta) -> None:
    events = [("send", MONDAY), ("receive", MONDAY + HOUR), ("return_for_completion", MONDAY + 2 * HOUR)]
    assert [clock.due - clock.since for clock in clocks(events, "cco-2019", urgency)] == [span] * 3


def test_starting_and_answering_partly_leave_the_answer_clock_as_it_was() -> None:
    before = [("send", MONDAY), ("receive", MONDAY + HOUR)]
    after = [*before, ("start", MONDAY + DAY), ("answer_partly", MONDAY + 2 * DAY)]
    assert clocks(after, "cco-2019", "normal") == clocks(before, "cco-2019", "normal")


def test_a_return_stops_the_answer_clock_and_completion_starts_it_anew() -> None:
    events = [
        ("send", MONDAY),
        ("receive", MONDAY + HOUR),
        ("return_for_completion", MONDAY + DAY),
        ("complete", MONDAY + 2 * DAY),
    ]
    acknowledge, first, completion, second = clocks(events, "cco-2019", "normal")
    assert acknowledge.stopped == MONDAY + HOUR
    assert (first.what, first.stopped) == (Awaited.ANSWER, MONDAY + DAY)
    assert (completion.what, completion.stopped) == (Awaited.COMPLETE, MONDAY + 2 * DAY)
    assert (second.what, second.since, second.stopped) == (Awaited.ANSWER, MONDAY + 2 * DAY, None)


def test_an_answer_given_in_time_is_never_overdue_later() -> None:
    events = [("send", MONDAY), ("receive", MONDAY), ("start", MONDAY), ("answer", MONDAY + DAY)]
    all_clocks = clocks(events, "cco-2019", "normal")
    assert running(all_clocks) is None
    assert not any(clock.overdue(MONDAY + 400 * DAY) for clock in all_clocks)


def test_events_that_could_not_happen_are_an_error() -> None:
    with pytest.raises(NoSuchMove):
        clocks([("answer", MONDAY)], "cco-2019", "normal")


@given(lives())
def test_a_request_never_has_two_running_clocks_and_only_the_last_may_run(
    events: list[tuple[str, datetime]],
) -> None:
    all_clocks = clocks(events, "cco-2019", "normal")
    assert all(clock.stopped is not None for clock in all_clocks[:-1])
    assert all(clock.since <= (clock.stopped or clock.due) for clock in all_clocks)


@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)), st.integers(1, 30))
def test_working_days_end_on_a_working_day_and_count_no_weekend(since: datetime, count: int) -> None:
    due = Target(working_days=count).after(since)
    days = [since + DAY * ahead for ahead in range(1, (due - since).days + 1)]
    assert due.weekday() < 5
    assert sum(day.weekday() < 5 for day in days) == count
