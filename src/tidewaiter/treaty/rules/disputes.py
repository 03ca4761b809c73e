"""Disputes from negotiation to recommendation and beyond: which stage may follow, and whom a recommendation binds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, get_args

from tidewaiter.treaty.profile import Profile
from tidewaiter.treaty.provisions import implements
from tidewaiter.treaty.rules.matters import OPENED, Move, Taken, first, taken

About = Literal["members", "partner"]
ABOUT: tuple[About, ...] = get_args(About)
"""What a dispute concerns: the instrument between its parties, or the conditions of membership or of a Partner."""

# The provision of each row is the stage of the profile under which it stands; there its provision is found.
MOVES: tuple[Move, ...] = (
    Move(
        "negotiation_round",
        "negotiation",
        (OPENED, "negotiation"),
        "negotiation",
        ("on", "text"),
        by="party",
        variants=ABOUT,
    ),
    Move(
        "council_consultation",
        "council_consultation",
        (OPENED, "negotiation"),
        "council_consultation",
        ("on",),
        ("text",),
        by="party",
        variants=("partner",),
    ),
    Move(
        "executive_committee",
        "executive_committee",
        ("negotiation",),
        "executive_committee",
        ("on", "unit"),
        ("text",),
        by="party",
        variants=("members",),
    ),
    Move(
        "agreement_to_be_bound",
        "executive_committee",
        (OPENED, "negotiation", "executive_committee", "recommended"),
        "",
        ("on", "unit"),
        ("reference",),
        by="party",
        variants=("members",),
    ),
    Move(
        "recommendation",
        "executive_committee",
        ("executive_committee",),
        "recommended",
        ("on", "text"),
        ("reference",),
        variants=("members",),
    ),
    Move(
        "settled",
        "negotiation",
        (OPENED, "negotiation", "council_consultation", "executive_committee", "recommended"),
        "settled",
        ("on",),
        ("text",),
        by="party",
        variants=ABOUT,
    ),
    Move(
        "diplomatic",
        "diplomatic",
        ("negotiation", "council_consultation", "recommended"),
        "diplomatic",
        ("on",),
        ("text",),
        by="party",
        variants=ABOUT,
    ),
)
"""Every step of a dispute; what an instrument's profile has no stage for, it does not offer."""
_BINDING = "63.4"


@implements("CCO-63.1", "CCO-63.2", "CCO-63.3", "CCO-63.5", "NBO-14")
def moves(profile: Profile, about: str) -> tuple[Move, ...]:
    """The steps that an instrument knows for disputes about this, each with the provision of its stage."""
    stages = {stage.code: stage for stage in profile.dispute if about in stage.about}
    found = []
    for move in MOVES:
        stage = stages.get(move.provision)
        if stage is not None and about in move.variants:
            found.append(replace(move, provision=_BINDING if move.code == "agreement_to_be_bound" else stage.provision))
    return tuple(found)


@implements("CCO-63.4")
def too_late(steps: Sequence[Taken], agreement: Taken) -> bool:
    """Whether an agreement to be bound comes too late to bind: it must be made before the recommendation."""
    recommended = first(steps, "recommendation")
    return recommended is not None and agreement.on >= recommended.on


@implements("CCO-63.4")
def bound_by_recommendation(steps: Sequence[Taken]) -> tuple[str, ...]:
    """The parties that agreed beforehand to be bound by the recommendation that was made."""
    if first(steps, "recommendation") is None:
        return ()
    agreed = taken(steps, "agreement_to_be_bound")
    return tuple(dict.fromkeys(step.unit for step in agreed if not too_late(steps, step)))
