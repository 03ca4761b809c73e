"""Questions about requests for assistance: may this be asked of that party today, and on which basis."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from tidewaiter.treaty.profile import CostKind, GroundEffect, Payer, Use
from tidewaiter.treaty.provisions import Instrument
from tidewaiter.treaty.questions.facts import (
    ActRow,
    ArrangementRow,
    AssistanceType,
    KindWord,
    Stage,
    acts,
    arrangements,
    kinds,
)
from tidewaiter.treaty.questions.question import Answer, NotSupported, Question
from tidewaiter.treaty.rules.capability import Arrangement, assistance, ranked_bases
from tidewaiter.treaty.rules.capability import Question as Asked
from tidewaiter.treaty.rules.refusal import grounds
from tidewaiter.treaty.rules.use import borne_by, use_permitted
from tidewaiter.treaty.strict import NotUnderstood

GroundCode = Literal[
    "G1",
    "G2",
    "G3",
    "G4",
    "G5",
    "G6",
    "G7",
    "G8",
    "G9",
    "G10",
    "G11a",
    "G11b",
    "G11c",
    "G12",
    "G13",
    "G14",
    "G15",
]


@dataclass(frozen=True, slots=True)
class AssistanceGiven:
    """The acts, the two units, the type, the day, and what the request already says."""

    acts: tuple[ActRow, ...]
    requesting: str
    requested: str
    type: AssistanceType
    on: date
    supplied: tuple[str, ...] = ()
    stage: Stage | None = None
    urgent: bool = False
    cannot_reciprocate: bool = False
    arrangements: tuple[ArrangementRow, ...] = ()
    kinds: Mapping[str, KindWord] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.requesting == self.requested:
            raise NotUnderstood("requesting and requested must be two different units")


@dataclass(frozen=True, slots=True)
class AssistanceExpect:
    """Whether it is permitted, at discretion, what is missing, and why."""

    permitted: bool | None = None
    discretionary: bool | None = None
    missing: tuple[str, ...] | None = None
    because: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class BasisGiven:
    """The acts under each instrument, the two units, the type and the day."""

    instruments: Mapping[str, tuple[ActRow, ...]]
    requesting: str
    requested: str
    type: AssistanceType
    on: date
    arrangements: tuple[ArrangementRow, ...] = ()
    kinds: Mapping[str, KindWord] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BasisExpect:
    """The instruments that give the assistance, the strongest duty first."""

    available: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class GroundGiven:
    """A ground, and what it is to justify."""

    ground: GroundCode
    effect: GroundEffect


@dataclass(frozen=True, slots=True)
class GroundExpect:
    """Whether the instrument knows it for that, and whether reasons must be given."""

    available: bool | None = None
    reasons_required: bool | None = None


@dataclass(frozen=True, slots=True)
class CostGiven:
    """A kind of cost, and whether the person is a government employee."""

    kind: CostKind
    employee: bool = False


@dataclass(frozen=True, slots=True)
class CostExpect:
    """Who bears it, and whether the request may be held."""

    borne_by: Payer | None = None
    hold: bool | None = None


@dataclass(frozen=True, slots=True)
class UseGiven:
    """The basis on which information was received, and what is to be done with it."""

    basis: str
    use: Use
    consented: bool = False
    asylum_block: bool = False
    in_proceedings: bool = False


@dataclass(frozen=True, slots=True)
class UseExpect:
    """Whether the use is permitted, and the provisions that decide."""

    permitted: bool | None = None
    because: tuple[str, ...] | None = None


def _assistance(instrument: Instrument, given: AssistanceGiven) -> Answer:
    profile = instrument.profile
    if not profile.assistance and profile.trust != "unverified":
        raise NotSupported
    answer = assistance(
        instrument,
        acts(profile, given.acts),
        kinds=kinds(given.kinds),
        requesting=given.requesting,
        requested=given.requested,
        type=given.type,
        on=given.on,
        supplied=given.supplied,
        stage=given.stage,
        urgent=given.urgent,
        cannot_reciprocate=given.cannot_reciprocate,
        arrangements=arrangements(profile, given.arrangements),
    )
    return {
        "permitted": answer.permitted,
        "discretionary": answer.discretionary,
        "missing": answer.missing,
        "because": answer.because,
    }


def _basis(load: Callable[[str], Instrument], given: BasisGiven) -> Answer:
    known = []
    for instrument_id, rows in given.instruments.items():
        profile = load(instrument_id).profile
        if not profile.assistance and profile.trust != "unverified":
            raise NotSupported
        known.append((load(instrument_id), acts(profile, rows)))
    served = tuple(Arrangement(row.parties, row.articles, row.from_, row.to) for row in given.arrangements)
    asked = Asked(given.requesting, given.requested, given.type, given.on, arrangements=served)
    views = ranked_bases(known, kinds(given.kinds), asked)
    return {"available": tuple(dict.fromkeys(view.instrument for view in views if view.open))}


def _ground(instrument: Instrument, given: GroundGiven) -> Answer:
    rule = next((each for each in grounds(instrument) if each.code == given.ground), None)
    refusal = instrument.profile.refusal
    if rule is None or refusal is None:
        raise NotSupported
    return {
        "available": rule.available and given.effect in rule.effects,
        "reasons_required": refusal.reasons_required and given.effect in ("decline", "postpone"),
    }


def _cost(instrument: Instrument, given: CostGiven) -> Answer:
    if not instrument.profile.cost:
        raise NotSupported
    payer, hold = borne_by(instrument.profile.cost, given.kind, given.employee)
    return {"borne_by": payer, "hold": hold}


def _use(instrument: Instrument, given: UseGiven) -> Answer:
    rule = instrument.profile.use
    if rule is None:
        raise NotSupported
    answer = use_permitted(
        instrument,
        rule,
        given.use,
        consented=given.consented,
        asylum_block=given.asylum_block,
        in_proceedings=given.in_proceedings,
    )
    return {"permitted": answer.permitted, "because": answer.because}


QUESTIONS: Mapping[str, Question] = {
    "assistance": Question(AssistanceGiven, AssistanceExpect, _assistance),
    "basis": Question(BasisGiven, BasisExpect, several=_basis),
    "ground": Question(GroundGiven, GroundExpect, _ground),
    "cost": Question(CostGiven, CostExpect, _cost),
    "use": Question(UseGiven, UseExpect, _use, instrument_key="basis"),
}
