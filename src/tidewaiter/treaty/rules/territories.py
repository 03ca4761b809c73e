"""Territories that are scope of a State: from when and until when a convention extends to them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from tidewaiter.treaty.acts import acts_naming, ledger
from tidewaiter.treaty.profile import Profile
from tidewaiter.treaty.provisions import implements
from tidewaiter.treaty.rules.consent import Acts, Consent, exclusion_effect
from tidewaiter.treaty.rules.months import add_months
from tidewaiter.treaty.rules.parties import Parties, within


@dataclass(frozen=True, slots=True)
class Coverage:
    """A territory covered through a State's consent from `start` until `end` (None: still), and by what
    provision.
    """

    territory: str
    state: Consent
    since: date
    start: date | None
    end: date | None
    provision: str
    ended_by: str

    def on(self, day: date) -> bool:
        """Whether the territory is covered on the day."""
        return within(self.start, self.end, day)


def coverages(profile: Profile, acts: Acts, found: Parties, territory: str) -> tuple[Coverage, ...]:
    """Every time in which the territory is covered by some State's declaration, by the day of the
    declaration.
    """
    acts = ledger(acts)
    rows = (*_included(profile, found, territory), *_extended(profile, acts, found, territory))
    if not rows:
        return ()
    ended = (_ended(profile, acts, row) for row in rows)
    return tuple(sorted(ended, key=lambda row: row.since))


@implements("CCO-60.4.i", "NBO-17.1")
def _included(profile: Profile, found: Parties, territory: str) -> list[Coverage]:
    """An instrument may include territories: they are covered from the State's own date, and never counted."""
    rule = profile.territories
    if rule is None:
        return []
    return [
        Coverage(territory, each, each.on, each.start, each.end, rule.inclusion_provision, each.ended_by)
        for each in found.including.get(territory, ())
    ]


@implements("CCO-60.4.ii", "NBO-17.1")
def _extended(profile: Profile, acts: Acts, found: Parties, territory: str) -> list[Coverage]:
    """A later extension takes effect so many months after receipt, not before the State itself is bound."""
    rule = profile.territories
    if rule is None:
        return []
    rows = []
    for act in acts_naming(acts, territory, "territorial_extension"):
        for unit in act.units:
            state = next((each for each in found.of(unit) if each.end is None or each.end > act.receipt), None)
            if state is not None:
                effect = add_months(act.receipt, rule.extension_delay_months)
                start = None if state.start is None else max(effect, state.start)
                rows.append(
                    Coverage(
                        territory,
                        state,
                        act.receipt,
                        start,
                        state.end,
                        rule.extension_provision,
                        state.ended_by,
                    )
                )
    return rows


@implements("CCO-65.2", "NBO-17.2")
def _ended(profile: Profile, acts: Acts, row: Coverage) -> Coverage:
    """A State may take a territory out again, with the delay of a withdrawal; its own position stays as it
    is.
    """
    rule = profile.territories
    if rule is None:
        return row
    end, ended_by = row.end, row.ended_by
    for act in acts_naming(acts, row.territory, "territorial_exclusion"):
        if row.state.unit in act.units and act.receipt >= row.since:
            effect = exclusion_effect(profile, acts, act, row.territory)
            if effect is not None and (end is None or effect < end):
                end, ended_by = effect, rule.exclusion_provision
    return row if end == row.end else replace(row, end=end, ended_by=ended_by)
