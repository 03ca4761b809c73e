"""The parties to an instrument: one computation from all acts, read by every rule that asks who is bound
and when.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tidewaiter.treaty.acts import ledger
from tidewaiter.treaty.profile import Profile
from tidewaiter.treaty.rules.annexes import Acceptance, binding, deemed_denunciation
from tidewaiter.treaty.rules.consent import Acts, Consent, Kinds, Reached, consents, deposits, general_date, stated


@dataclass(frozen=True)
class Parties:
    """The general date, every consent that binds, and every acceptance of an Annex under it."""

    reached: Reached
    consents: tuple[Consent, ...]
    acceptances: tuple[Acceptance, ...]

    @cached_property
    def by_unit(self) -> Mapping[str, tuple[Consent, ...]]:
        """Each unit's consents, earliest first."""
        found: dict[str, tuple[Consent, ...]] = {}
        for each in self.consents:
            found[each.unit] = (*found.get(each.unit, ()), each)
        return found

    @cached_property
    def including(self) -> Mapping[str, tuple[Consent, ...]]:
        """Each territory that an instrument includes, with the consents given by those instruments."""
        found: dict[str, tuple[Consent, ...]] = {}
        for each in self.consents:
            for territory in dict.fromkeys(each.act.territories):
                found[territory] = (*found.get(territory, ()), each)
        return found

    @cached_property
    def accepted_by(self) -> Mapping[str, tuple[Acceptance, ...]]:
        """Each unit's acceptances of Annexes, under all its consents."""
        found: dict[str, list[Acceptance]] = {}
        for row in self.acceptances:
            found.setdefault(row.consent.unit, []).append(row)
        return {unit: tuple(rows) for unit, rows in found.items()}

    def of(self, unit: str) -> tuple[Consent, ...]:
        """The unit's consents, earliest first."""
        return self.by_unit.get(unit, ())

    def annexes_of(self, consent: Consent) -> tuple[Acceptance, ...]:
        """The acceptances of Annexes under one consent."""
        return tuple(row for row in self.accepted_by.get(consent.unit, ()) if row.consent == consent)

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
    acts = ledger(acts)
    found = deposits(profile, acts, kinds)
    general = stated(acts, general_date(profile, found, kinds))
    base = consents(profile, acts, found, general.general)
    rows = _under(binding(profile, acts, kinds, base)) if profile.annexes else {}
    final = [deemed_denunciation(profile, each, rows.get(id(each), ())) for each in base]
    kept = _without_repeats(final)
    staying = {id(each) for each in kept}
    bound = [
        _carried(row, after)
        for before, after in zip(base, final, strict=True)
        if id(after) in staying
        for row in rows.get(id(before), ())
    ]
    return Parties(general, tuple(kept), tuple(bound))


def _under(rows: Sequence[Acceptance]) -> Mapping[int, Sequence[Acceptance]]:
    # By the identity of the consent: comparing whole consents for each of thousands of rows would take seconds.
    found: dict[int, list[Acceptance]] = {}
    for row in rows:
        found.setdefault(id(row.consent), []).append(row)
    return found


def _carried(row: Acceptance, consent: Consent) -> Acceptance:
    # An Annex never outlives the consent; most rows stay as they are, and making thousands anew takes its time.
    end = consent.end if row.end is None or (consent.end is not None and consent.end < row.end) else row.end
    if row.consent is consent and row.end == end:
        return row
    return Acceptance(row.annex, consent, row.on, row.start, end, row.notice)


def _without_repeats(found: Sequence[Consent]) -> list[Consent]:
    # A second instrument of a unit that already consents, and has not given notice of leaving, adds nothing.
    kept: list[Consent] = []
    earlier: dict[str, list[Consent]] = {}
    for consent in sorted(found, key=lambda each: (each.on, each.start or date.max)):
        before = earlier.setdefault(consent.unit, [])
        if all(each.notice is not None and each.notice <= consent.on for each in before):
            kept.append(consent)
            if consent.act.type != "partner_arrangement":
                before.append(consent)
    return kept
