"""Annexes: who accepted which, from when it binds them, and what the withdrawal of the last one means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from tidewaiter.treaty.acts import acts_of
from tidewaiter.treaty.profile import Profile
from tidewaiter.treaty.provisions import implements
from tidewaiter.treaty.rules.consent import (
    Acts,
    Consent,
    Kinds,
    Reached,
    Standing,
    annexes_named,
    kind_of,
    notice_effect,
    reached,
    stated,
)
from tidewaiter.treaty.rules.months import add_months


@dataclass(frozen=True, slots=True)
class Acceptance:
    """One acceptance of one Annex under one consent: effective on `on`, binding from `start` until `end`."""

    annex: str
    consent: Consent
    on: date
    start: date | None
    end: date | None = None
    notice: date | None = None


@implements("NBO-15.3")
def accepted(profile: Profile, acts: Acts, found: Sequence[Consent]) -> tuple[Acceptance, ...]:
    """Annexes are accepted in the instrument itself, and others later by notification, from its receipt."""
    rows = []
    own: dict[str, list[Consent]] = {}
    for consent in found:
        own.setdefault(consent.unit, []).append(consent)
        for annex in annexes_named(profile, acts, consent.act, consent.unit):
            rows.append(Acceptance(annex, consent, consent.on, None))
    for unit, its_consents in own.items():
        for act in acts_of(acts, unit, "annex_acceptance"):
            party = _notified_under(its_consents, act.receipt)
            if party is not None:
                day = max(act.receipt, party.on)
                rows.extend(Acceptance(annex, party, day, None) for annex in act.annexes or ())
    return tuple(rows)


def _notified_under(own: Sequence[Consent], day: date) -> Consent | None:
    return next((each for each in own if each.end is None or each.end > day), None)


@implements("NBO-16.3")
def annex_date(profile: Profile, rows: Sequence[Acceptance], annex: str, kinds: Kinds) -> Reached:
    """An Annex enters into force so many months after enough States have effectively accepted it."""
    force = profile.annex_force
    if force is None:
        return Reached(None, None, 0)
    trigger, count = reached(
        force.threshold,
        (
            Standing(row.consent.unit, row.on, row.consent.end)
            for row in rows
            if row.annex == annex and kind_of(row.consent.unit, kinds) in force.counted_kinds
        ),
    )
    return Reached(trigger, None if trigger is None else add_months(trigger, force.delay_months), count)


def binding(profile: Profile, acts: Acts, kinds: Kinds, found: Sequence[Consent]) -> tuple[Acceptance, ...]:
    """Every acceptance with the dates between which it binds, never before the instrument itself does."""
    rows = accepted(profile, acts, found)
    by_annex: dict[str, list[Acceptance]] = {annex: [] for annex in profile.annexes}
    for row in rows:
        by_annex.setdefault(row.annex, []).append(row)
    dates = {
        annex: stated(acts, annex_date(profile, own, annex, kinds), annex).general for annex, own in by_annex.items()
    }
    return tuple(_dated(profile, acts, row, dates[row.annex]) for row in rows)


@implements("NBO-16.3", "NBO-19.4")
def _dated(profile: Profile, acts: Acts, row: Acceptance, general: date | None) -> Acceptance:
    """An Annex binds a party after its own acceptance and ends so many months after a notice given once it
    binds.
    """
    force, consent = profile.annex_force, row.consent
    if force is None or general is None or consent.start is None:
        return Acceptance(row.annex, consent, row.on, None, consent.end)
    start = max(general, add_months(row.on, force.delay_months), consent.start)
    ends = [(consent.end, consent.notice)] if consent.end is not None else []
    for act in acts_of(acts, consent.unit, "annex_withdrawal"):
        if row.annex in (act.annexes or ()):
            effect = notice_effect(profile, acts, consent.unit, act.receipt, start, row.annex)
            if effect is not None:
                ends.append((effect, act.receipt))
    end, notice = min(ends, key=lambda pair: pair[0]) if ends else (None, None)
    return Acceptance(row.annex, consent, row.on, start, end, notice)


@implements("NBO-19.4")
def deemed_denunciation(profile: Profile, consent: Consent, own: Sequence[Acceptance]) -> Consent:
    """Who withdraws its acceptance of all the Annexes (`own`: those under this consent) has denounced, unless
    another was accepted before the effect.
    """
    leaving = profile.leaving
    if leaving is None or consent.start is None:
        return consent
    for row in sorted((row for row in own if row.end is not None), key=lambda row: row.end or date.max):
        end = row.end
        if end is None or any(each.on < end and (each.end is None or each.end > end) for each in own):
            continue
        if consent.end is None or end < consent.end:
            provision = leaving.annex_provision or leaving.provision
            return replace(consent, end=end, notice=row.notice, ended_by=provision)
        return consent
    return consent
