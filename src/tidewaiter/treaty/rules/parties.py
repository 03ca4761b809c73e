"""The parties to an instrument: one computation from all acts, read by every rule that asks who is bound
and when.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from tidewaiter.treaty.profile import Profile
from tidewaiter.treaty.rules.annexes import Acceptance, binding, deemed_denunciation
from tidewaiter.treaty.rules.consent import Acts, Consent, Kinds, Reached, consents, deposits, general_date


@dataclass(frozen=True, slots=True)
class Parties:
    """The general date, every consent that binds, and every acceptance of an Annex under it."""

    reached: Reached
    consents: tuple[Consent, ...]
    acceptances: tuple[Acceptance, ...]

    def of(self, unit: str) -> tuple[Consent, ...]:
        """The unit's consents, earliest first."""
        return tuple(each for each in self.consents if each.unit == unit)

    def on(self, unit: str, day: date) -> Consent | None:
        """The consent that binds the unit on the day, the latest where a Partner has become a Member."""
        bound = [each for each in self.of(unit) if within(each.start, each.end, day)]
        return max(bound, key=lambda each: each.start or date.min, default=None)


def within(start: date | None, end: date | None, day: date) -> bool:
    """Whether the day lies in the half-open time from start to end; without a start it never does."""
    return start is not None and start <= day and (end is None or day < end)


def parties(profile: Profile, acts: Acts, kinds: Kinds) -> Parties:
    """Work out from all acts who is a party between which dates; an unverified instrument has none."""
    if profile.trust == "unverified":
        return Parties(Reached(None, None, 0), (), ())
    found = deposits(profile, acts, kinds)
    general = general_date(profile, found, kinds)
    base = consents(profile, acts, kinds, general.general)
    rows = binding(profile, acts, kinds, base) if profile.annexes else ()
    final = {consent: deemed_denunciation(profile, consent, rows) for consent in base}
    kept = _without_repeats([final[consent] for consent in base])
    bound = [replace(row, consent=final[row.consent], end=_earlier(row.end, final[row.consent].end)) for row in rows]
    return Parties(general, tuple(kept), tuple(row for row in bound if row.consent in kept))


def _earlier(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day is not None), default=None)


def _without_repeats(found: list[Consent]) -> list[Consent]:
    # A second instrument of a unit that already consents, and has not given notice of leaving, adds nothing.
    kept: list[Consent] = []
    for consent in sorted(found, key=lambda each: (each.on, each.start or date.max)):
        earlier = [each for each in kept if each.unit == consent.unit and each.act.type != "partner_arrangement"]
        if all(each.notice is not None and each.notice <= consent.on for each in earlier):
            kept.append(consent)
    return kept
