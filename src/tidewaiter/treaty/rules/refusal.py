"""Grounds on which assistance may be declined, postponed or given on conditions, and whether reasons are
due.
"""

from __future__ import annotations

from dataclasses import dataclass

from tidewaiter.treaty.profile import Ground, GroundEffect
from tidewaiter.treaty.provisions import Instrument, implements, load_instrument


@dataclass(frozen=True, slots=True)
class GroundRule:
    """One ground under one instrument: whether it exists, what it allows, and whether reasons must be
    given.
    """

    code: str
    available: bool
    effects: tuple[GroundEffect, ...]
    provision: str
    reasons_required: bool


@implements("CCO-42.1", "CCO-42.3", "CCO-42.4", "CCO-42.5", "NBO-3", "BIL-GROUNDS")
def grounds(instrument: Instrument | str) -> tuple[GroundRule, ...]:
    """Assistance may be declined, postponed or made conditional only on the grounds that the instrument
    lists.
    """
    profile = (load_instrument(instrument) if isinstance(instrument, str) else instrument).profile
    needed = profile.refusal is not None and profile.refusal.reasons_required
    return tuple(
        GroundRule(each.code, each.available, each.effects, profile.cited(each.provision), _reasons(each, needed))
        for each in profile.ground
    )


def _reasons(ground: Ground, needed: bool) -> bool:
    return needed and bool({"decline", "postpone"} & set(ground.effects))
