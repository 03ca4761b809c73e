"""What the acts on matters before the Organization take and give: drafts, and views of a matter, its steps and days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tidewaiter.treaty.profile import Profile
from tidewaiter.treaty.rules.matters import Move


@dataclass(frozen=True, slots=True)
class MatterDraft:
    """What is said of a matter when it is opened; what each field means, its kind says."""

    number: str
    instrument: str
    title: str
    opened_on: date
    variant: str = ""
    text: str = ""
    units: tuple[str, ...] = ()
    provisions: tuple[str, ...] = ()
    annex: str = ""
    gateway: str = ""
    flags: tuple[str, ...] = ()
    reference: str = ""


@dataclass(frozen=True, slots=True)
class StepDraft:
    """What is said of a step; a step that rests on a vote is dated by it."""

    code: str
    on: date | None = None
    unit: str = ""
    text: str = ""
    vote: str = ""
    effect_on: date | None = None
    due_on: date | None = None
    articles: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    reference: str = ""
    concerns: str = ""


@dataclass(frozen=True, slots=True)
class MoveView:
    """A step that may follow now: what it asks for, what it may say besides, and what its flags may be."""

    code: str
    provision: str
    asks: tuple[str, ...]
    may: tuple[str, ...]
    flags: tuple[str, ...] = ()
    concerns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MatterStepView:
    """A step that was taken, with its provision, the number of its vote, and why it was taken back, if it was."""

    id: str
    code: str
    provision: str
    on: date
    unit: str
    text: str
    vote: str
    effect_on: date | None
    due_on: date | None
    articles: tuple[str, ...]
    flags: tuple[str, ...]
    reference: str
    concerns: str
    taken_back: str = ""


@dataclass(frozen=True, slots=True)
class MatterDay:
    """A day that follows by rule: what happens on it, and under which provision."""

    code: str
    day: date
    provision: str


@dataclass(frozen=True, slots=True)
class Computed:
    """What follows from a matter on a day: its state, its days, what is to be marked, and whom it binds."""

    state: str
    days: tuple[MatterDay, ...] = ()
    marks: tuple[str, ...] = ()
    bound: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MatterView:
    """A matter with its steps, what follows from them, and the steps that the caller may take now."""

    id: str
    kind: str
    variant: str
    number: str
    instrument: str
    title: str
    text: str
    units: tuple[str, ...]
    provisions: tuple[str, ...]
    annex: str
    gateway: str
    flags: tuple[str, ...]
    reference: str
    opened_on: date
    state: str
    days: tuple[MatterDay, ...]
    marks: tuple[str, ...]
    bound: tuple[str, ...]
    steps: tuple[MatterStepView, ...]
    moves: tuple[MoveView, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """What one matter goes by: its instrument's profile, its moves, and what the flags of each step may say."""

    profile: Profile
    moves: tuple[Move, ...]
    flags: Mapping[str, tuple[str, ...]]
