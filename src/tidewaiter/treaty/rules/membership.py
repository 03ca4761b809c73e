"""Membership and partnership: by which gateway a unit comes in, and the life of an application and arrangement."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from tidewaiter.treaty.acts import Kind
from tidewaiter.treaty.profile import Gateway, Profile
from tidewaiter.treaty.provisions import implements
from tidewaiter.treaty.rules.matters import OPENED, Move, Taken, first, taken

APPROVED_BY_COUNCIL = "council_approval"
VARIANTS = ("membership", "membership_by_council", "partnership")
ARRANGEMENT_FLAGS = ("votes", "in_kind", "longer_notice")
"""What an arrangement may give a Partner beside the Agreement: a vote, payment in kind, a longer notice of leaving."""
_ALONE, _COUNCIL, _PARTNER = (("membership",), ("membership_by_council",), ("partnership",))

MOVES: tuple[Move, ...] = (
    Move("returned", "5.1", (OPENED,), "returned", ("on", "text"), variants=VARIANTS),
    Move("eligible", "5.1", (OPENED,), "eligible", ("on",), ("reference", "text"), variants=_ALONE),
    Move("complete", "8.2.iv", (OPENED,), "complete", ("on",), ("reference", "text"), variants=_COUNCIL),
    Move("approved", "5.1.iv", ("complete",), "approved", ("vote",), ("text",), variants=_COUNCIL),
    Move("complete", "8.2.v", (OPENED,), "complete", ("on", "text"), ("reference",), variants=_PARTNER),
    Move("approved", "6.1", ("complete",), "approved", ("vote",), ("text",), variants=_PARTNER),
    Move("refused", "8.2.iv", ("complete",), "refused", ("on", "text"), variants=_COUNCIL),
    Move("refused", "6.1", ("complete",), "refused", ("on", "text"), variants=_PARTNER),
    Move(
        "arrangement",
        "6.2",
        ("approved",),
        "partner",
        ("on", "effect_on", "text"),
        ("articles", "flags", "reference"),
        variants=_PARTNER,
    ),
    Move("condition", "6.1", ("partner",), "", ("on", "text", "due_on"), variants=_PARTNER),
    Move("condition_met", "11.7.xi", ("partner",), "", ("on", "concerns"), ("text", "reference"), variants=_PARTNER),
    Move("withdrawal", "65.3", ("partner",), "leaving", ("on",), ("reference",), variants=_PARTNER),
    Move(
        "removed", "65.4", ("partner",), "removed", ("vote",), ("text",), variants=_PARTNER, majority="partner_removal"
    ),
)
"""Every step of an application and of the arrangement that follows on one."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of an arrangement: what it asks by when, since when it is met, and whether it is overdue."""

    id: str
    text: str
    due_on: date | None
    met_on: date | None
    overdue: bool


def moves(variant: str) -> tuple[Move, ...]:
    """The steps of one variant."""
    return tuple(move for move in MOVES if variant in move.variants)


def gateway(profile: Profile, code: str) -> Gateway | None:
    """The gateway with this letter."""
    return next((each for each in profile.gateway if each.code == code), None)


@implements("CCO-5.1.i", "CCO-5.1.ii", "CCO-5.1.iii", "CCO-5.1.iv", "CCO-6.1")
def missing_evidence(way: Gateway, evidence: Collection[str]) -> tuple[str, ...]:
    """What a gateway needs and nobody has shown; the approval of the Council comes by its own vote."""
    return tuple(each for each in way.evidence if each not in evidence and each != APPROVED_BY_COUNCIL)


@implements("CCO-5.1")
def may_take(way: Gateway, kind: Kind) -> bool:
    """Whether a unit of this kind may come in by this gateway."""
    return kind in way.kinds


@implements("CCO-8.2.iv", "CCO-6.1", "CCO-6.3")
def variant_of(wanted: str, way: Gateway) -> str:
    """What the application asks for and whether the Council must approve it."""
    if wanted == "partnership":
        return "partnership"
    return "membership_by_council" if way.needs_council else "membership"


@implements("CCO-11.7.xi")
def conditions(steps: Sequence[Taken], day: date) -> tuple[Condition, ...]:
    """The conditions of an arrangement, each overdue from the day after its due day until it is met."""
    met = {step.concerns: step.on for step in taken(steps, "condition_met")}
    found = []
    for step in taken(steps, "condition"):
        kept = met.get(step.id)
        overdue = kept is None and step.due_on is not None and day > step.due_on
        found.append(Condition(step.id, step.text, step.due_on, kept, overdue))
    return tuple(found)


@implements("CCO-65.3")
def longer_notice(steps: Sequence[Taken]) -> bool:
    """Whether the arrangement asks a longer notice than the six months of the Agreement, which is a conflict."""
    arrangement = first(steps, "arrangement")
    return arrangement is not None and "longer_notice" in arrangement.flags


def voting_partner(steps: Sequence[Taken]) -> bool:
    """Whether the arrangement gives the Partner a vote, which no arrangement does unless it says so."""
    arrangement = first(steps, "arrangement")
    return arrangement is not None and "votes" in arrangement.flags
