"""Matters before the Organization (amendments, disputes, applications, memoranda): a table of moves for each kind,
and what it makes of the steps taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

Asked = Literal["on", "vote", "unit", "text", "effect_on", "due_on", "articles", "flags", "reference", "concerns"]
By = Literal["party", "organization"]
OPENED = "opened"
"""The state of a matter without any step."""


@dataclass(frozen=True, slots=True)
class Move:
    """One step that may be taken: from which states, to which, what must be said with it (and what may), and by whom.

    An empty target leaves the state as it is. `provision` is written as in the acts. A move that asks for a vote rests
    on an adopted vote of the Council by that majority, and is dated by it.
    """

    code: str
    provision: str
    source: tuple[str, ...]
    target: str = ""
    asks: tuple[Asked, ...] = ()
    may: tuple[Asked, ...] = ()
    by: By = "organization"
    variants: tuple[str, ...] = ()
    majority: Literal["resolution", "partner_removal"] = "resolution"


@dataclass(frozen=True, slots=True)
class Taken:
    """One step that was taken."""

    code: str
    on: date
    id: str = ""
    unit: str = ""
    text: str = ""
    vote: str = ""
    effect_on: date | None = None
    due_on: date | None = None
    articles: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    reference: str = ""
    concerns: str = ""


def state_of(moves: Sequence[Move], steps: Sequence[Taken]) -> str:
    """The state to which the steps have led."""
    state = OPENED
    for step in steps:
        move = move_of(moves, step.code)
        if move is not None and move.target:
            state = move.target
    return state


def move_of(moves: Sequence[Move], code: str) -> Move | None:
    """The move with this code."""
    return next((move for move in moves if move.code == code), None)


def open_moves(moves: Sequence[Move], steps: Sequence[Taken]) -> tuple[Move, ...]:
    """The moves that may follow on the steps taken."""
    state = state_of(moves, steps)
    return tuple(move for move in moves if state in move.source)


def taken(steps: Sequence[Taken], code: str) -> tuple[Taken, ...]:
    """The steps of one code, in the order in which they were taken."""
    return tuple(step for step in steps if step.code == code)


def first(steps: Sequence[Taken], code: str) -> Taken | None:
    """The first step of one code."""
    return next(iter(taken(steps, code)), None)


def follows(moves: Sequence[Move], steps: Sequence[Taken]) -> bool:
    """Whether each step may follow on those before it."""
    state = OPENED
    for step in steps:
        move = move_of(moves, step.code)
        if move is None or state not in move.source:
            return False
        state = move.target or state
    return True
