"""The gates of a national unit's files as data: which kinds of file there are, and what comes before what."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tidewaiter.treaty.strict import NotUnderstood, load_toml, read

PIPELINES = Path(__file__).parent / "pipelines.toml"


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate of a file: its code, the gates before it, and whether its exact day is needed."""

    code: str
    after: tuple[str, ...] = ()
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The gates of one kind of file, in the order in which they are shown.

    `deposit` is the gate that brings the accession about, `notifications` are those on which an agreement enters into
    force; `units` are the national units whose own order this is, none where it is everybody's.
    """

    kind: str
    provision: str
    gate: tuple[Gate, ...]
    units: tuple[str, ...] = ()
    deposit: str | None = None
    notifications: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Table:
    pipeline: tuple[Pipeline, ...]


@cache
def pipelines(path: Path = PIPELINES) -> tuple[Pipeline, ...]:
    """Every order of gates in the data; NotUnderstood where one waits for a gate that does not come before it."""
    found = read(_Table, load_toml(path), str(path)).pipeline
    for each in found:
        before: set[str] = set()
        for gate in each.gate:
            if not before.issuperset(gate.after) or gate.code in before:
                raise NotUnderstood(f'{path}, {each.kind}: "{gate.code}" must come once, behind the gates it waits for')
            before.add(gate.code)
        if not before.issuperset({*each.notifications, *([each.deposit] if each.deposit else ())}):
            raise NotUnderstood(f"{path}, {each.kind}: deposit and notifications must be gates")
    return found


def pipeline_of(kind: str, unit: str, known: tuple[Pipeline, ...] | None = None) -> Pipeline | None:
    """The order for a kind of file in a national unit: its own, or else everybody's; None for an unknown kind."""
    fitting = [each for each in (pipelines() if known is None else known) if each.kind == kind]
    own = [each for each in fitting if unit in each.units]
    return next(iter((*own, *(each for each in fitting if not each.units))), None)


def kinds() -> tuple[str, ...]:
    """Every kind of file."""
    return tuple(dict.fromkeys(each.kind for each in pipelines()))


def gate_codes() -> tuple[str, ...]:
    """Every gate of every kind of file."""
    return tuple(dict.fromkeys(gate.code for each in pipelines() for gate in each.gate))
