"""What begins with the Organization: the predecessor's inventory and memoranda, the first session, registration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from tidewaiter.treaty.provisions import Instrument, implements
from tidewaiter.treaty.rules.consent import Acts, Kinds
from tidewaiter.treaty.rules.force import entry_into_force
from tidewaiter.treaty.rules.matters import OPENED, Move, Taken, taken

FIRST_SESSION = ("venue", "date", "roster", "agenda", "invitations", "depositary_list")
"""What must be ready before the Council first meets (CCO-58)."""
ASSETS = ("fund", "asset", "automated_system")
VARIANTS = ("inventory", "memorandum", "first_session", "provisional_depositary", "registration")
_EITHER = ("open", OPENED)

MOVES: tuple[Move, ...] = (
    Move("item", "55", _EITHER, "open", ("on", "text", "flags"), ("reference",), variants=("inventory",)),
    Move("transferred", "56", (OPENED,), "transferred", ("on",), ("text",), variants=("memorandum",)),
    Move("informed", "56", ("transferred",), "", ("on", "reference"), ("text",), variants=("memorandum",)),
    Move("dataset", "57", ("transferred",), "", ("on", "text"), ("reference",), variants=("memorandum",)),
    Move(
        "data_approval",
        "57",
        ("transferred",),
        "",
        ("on", "concerns", "reference"),
        ("text",),
        variants=("memorandum",),
    ),
    Move("ready", "58", _EITHER, "open", ("on", "flags"), ("text",), variants=("first_session",)),
    Move(
        "handed_over", "66.1", (OPENED,), "closed", ("on", "text"), ("reference",), variants=("provisional_depositary",)
    ),
    Move("told", "67", _EITHER, "open", ("on",), ("text", "reference"), variants=("registration",)),
    Move("registered", "67", _EITHER, "closed", ("on", "reference"), ("text",), variants=("registration",)),
)
"""Every step of what the beginning of the Organization asks for."""
FLAGS = {"item": ASSETS, "ready": FIRST_SESSION}
"""What the flags of a step may say."""


@dataclass(frozen=True, slots=True)
class Registration:
    """The task of registering an instrument: which, under which provision, and since when it is due."""

    instrument: str
    provision: str
    since: date


def moves(variant: str, provision: str = "") -> tuple[Move, ...]:
    """The steps of one variant; those of a registration stand under the provision of the instrument registered."""
    found = tuple(move for move in MOVES if variant in move.variants)
    return tuple(replace(move, provision=provision) for move in found) if provision else found


@implements("CCO-67", "NBO-23")
def registration_due(instrument: Instrument, acts: Acts, kinds: Kinds, day: date) -> Registration | None:
    """The task of registration opens with the entry into force of an instrument that asks for it."""
    asked = next((rule for rule in instrument.profile.notice if rule.event == "registration"), None)
    general = entry_into_force(instrument, acts, kinds).general
    if asked is None or general is None or general > day:
        return None
    return Registration(instrument.id, instrument.profile.cited(asked.provision), general)


@implements("CCO-58")
def still_to_do(steps: Sequence[Taken]) -> tuple[str, ...]:
    """What is not ready yet for the first session of the Council."""
    ready = {flag for step in taken(steps, "ready") for flag in step.flags}
    return tuple(each for each in FIRST_SESSION if each not in ready)


@implements("CCO-57")
def importable(steps: Sequence[Taken], dataset: str) -> bool:
    """Whether data of a dataset may be taken over: the partner organization has approved just that one."""
    known = {step.id for step in taken(steps, "dataset")}
    return dataset in known and any(step.concerns == dataset for step in taken(steps, "data_approval"))
