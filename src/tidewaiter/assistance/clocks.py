"""By when something is hoped for: service targets computed from recorded events, without legal effect."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from tidewaiter.assistance.lifecycle import MOVES, MoveVerb, Side, State, move
from tidewaiter.assistance.types import Urgency
from tidewaiter.treaty.provisions import implements, load_instrument


class Awaited(StrEnum):
    """What a clock waits for."""

    ACKNOWLEDGE = "acknowledge"
    ANSWER = "answer"
    COMPLETE = "complete"


@dataclass(frozen=True, slots=True)
class Target:
    """A span of elapsed time, or of working days (Monday to Friday; holidays are not known here)."""

    elapsed: timedelta = timedelta(0)
    working_days: int = 0

    def after(self, moment: datetime) -> datetime:
        """Moment at which the target is reached when counted from another."""
        due = moment + self.elapsed
        for _ in range(self.working_days):
            due = _next_working_day(due)
        return due


@dataclass(frozen=True, slots=True)
class Clock:
    """One service target at work: what is awaited, since when, until when, why, and when it was met."""

    what: Awaited
    since: datetime
    due: datetime
    provision: str
    stopped: datetime | None = None

    def overdue(self, moment: datetime) -> bool:
        """Say whether the target had passed when it was met, or has passed at that moment if it was not."""
        return (self.stopped or moment) > self.due


# The states in which each thing is awaited; who must do it follows from MOVES.
_RUNS_IN: Mapping[State, Awaited] = {
    State.SENT: Awaited.ACKNOWLEDGE,
    State.RECEIVED: Awaited.ANSWER,
    State.EXECUTING: Awaited.ANSWER,
    State.RETURNED: Awaited.COMPLETE,
}

# REQUIREMENTS 8.1, parameters: "promptly", "as soon as possible", and Nairobi's own 30 days for the latter.
_NORMAL: Mapping[str, Mapping[Awaited, tuple[Target, str]]] = {
    "CCO": {
        Awaited.ACKNOWLEDGE: (Target(working_days=3), "CCO-21.1"),
        Awaited.ANSWER: (Target(working_days=5), "CCO-20.1"),
        Awaited.COMPLETE: (Target(working_days=5), "CCO-21.4"),
    },
    "NBO": {
        Awaited.ACKNOWLEDGE: (Target(working_days=3), "NBO-6.1"),
        Awaited.ANSWER: (Target(elapsed=timedelta(days=30)), "NBO-6.3"),
        Awaited.COMPLETE: (Target(elapsed=timedelta(days=30)), "NBO-7.1"),
    },
}

# "Without delay" and "immediately": the same for everything awaited.
_HURRIED: Mapping[str, Target] = {
    Urgency.URGENT: Target(elapsed=timedelta(hours=24)),
    Urgency.IMMEDIATE: Target(elapsed=timedelta(minutes=60)),
}


@implements("NBO-6.3")
def clocks(events: Sequence[tuple[str, datetime]], instrument_id: str, urgency: str) -> tuple[Clock, ...]:
    """Compute every clock of a request from its moves in order; one without `stopped` still runs.

    A return for completion stops the answer and starts it anew once completed. Raises NoSuchMove where the
    events could not have happened.
    """
    found: list[Clock] = []
    state = State.DRAFT
    for verb, at in events:
        target = move(verb, state).target
        before, after = _RUNS_IN.get(state), _RUNS_IN.get(target)
        if before is not None and before != after:
            found[-1] = replace(found[-1], stopped=at)
        if after is not None and before != after:
            found.append(_started(after, at, instrument_id, urgency))
        state = target
    return tuple(found)


def running(all_clocks: Sequence[Clock]) -> Clock | None:
    """The clock that still runs, if one does; a request never has two."""
    return next((clock for clock in all_clocks if clock.stopped is None), None)


def waits_for(state: str) -> Side | None:
    """Say which side must act next, leaving withdrawal aside, which nobody awaits; an end waits for none."""
    awaited = {step.by for step in MOVES if step.source == state and step.verb is not MoveVerb.WITHDRAW}
    return next(iter(awaited), None)


def _started(what: Awaited, at: datetime, instrument_id: str, urgency: str) -> Clock:
    """Start a clock at a moment, with the instrument's target or the hurried one."""
    profile = load_instrument(instrument_id).profile
    target, provision = _NORMAL.get(profile.prefix, _NORMAL["CCO"])[what]
    if profile.prefix not in _NORMAL:  # no text of these names a time: the Agreement's targets, under their own scope
        provision = profile.cited(profile.general_provision)
    return Clock(what, at, _HURRIED.get(urgency, target).after(at), provision)


def _next_working_day(moment: datetime) -> datetime:
    """The same time on the next Monday to Friday."""
    ahead = {4: 3, 5: 2}.get(moment.weekday(), 1)
    return moment + timedelta(days=ahead)
