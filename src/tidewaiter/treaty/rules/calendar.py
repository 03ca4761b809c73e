"""Every coming date under an instrument: entry into force, reviews, tacit acceptance, ends (CCO-66.2.vi)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, get_args

from tidewaiter.treaty.acts import Ledger, contains, ledger
from tidewaiter.treaty.profile import Profile
from tidewaiter.treaty.provisions import Instrument, implements
from tidewaiter.treaty.register import Register
from tidewaiter.treaty.rules.amendments import AdoptedAmendment
from tidewaiter.treaty.rules.annexes import Acceptance, annex_date
from tidewaiter.treaty.rules.consent import Consent, Kinds, other_readings, stated
from tidewaiter.treaty.rules.force import own_provision
from tidewaiter.treaty.rules.months import add_months
from tidewaiter.treaty.rules.parties import Parties, parties
from tidewaiter.treaty.rules.reservations import Party, reserved, reserving
from tidewaiter.treaty.rules.territories import coverages

ComingKind = Literal[
    "signature_closes",
    "entry_into_force",
    "bound",
    "annex_in_force",
    "annex_bound",
    "extended",
    "review",
    "review_reminder",
    "reservation_lifted",
    "amendment_accepted",
    "amendment_in_force",
    "left",
    "annex_left",
    "territory_left",
    "arrangement_ends",
]
COMING_KINDS: tuple[str, ...] = get_args(ComingKind)
# "Periodically" says Nairobi: a reminder of our own, without legal effect (REQUIREMENTS 5.1).
_REMINDER_MONTHS = 36


@dataclass(frozen=True, slots=True, order=True)
class ComingDate:
    """One day on which something takes effect: what, for whom (a unit, or the two of an arrangement), by which
    provision (an id).

    `part` is the Annex, article or amendment that it concerns, `state` the State through which a territory is covered;
    `number` tells several of one kind apart (which review, which consent). A `provisional` day rests on an act under
    examination.
    """

    day: date
    kind: ComingKind
    instrument: str
    unit: str = ""
    part: str = ""
    provision: str = ""
    state: str = ""
    number: int = 0
    provisional: bool = False

    @property
    def key(self) -> str:
        """What the date is of, whatever the day: the same when the day moves."""
        return ".".join((self.kind, self.instrument, self.unit, self.state, self.part, str(self.number)))


def coming(
    instrument: Instrument,
    register: Register,
    from_day: date,
    until_day: date,
    amendments: Sequence[AdoptedAmendment] = (),
) -> tuple[ComingDate, ...]:
    """Every date from the first day to the last, both included, in their order."""
    known = ledger(register.under(instrument.id))
    window = _Window(instrument, register, from_day, until_day)
    found = set(window.dates(known))
    others = [set(window.dates(reading)) for reading in other_readings(known, register.kinds)]
    if others:
        sure = set.intersection(*others)
        found = {replace(each, provisional=each not in sure) for each in found}
    return tuple(sorted({*found, *window.amended(amendments)}))


@dataclass(frozen=True, slots=True)
class _Window:
    """The days looked at, of one instrument in one register."""

    instrument: Instrument
    register: Register
    first: date
    last: date

    @property
    def profile(self) -> Profile:
        """The instrument's profile."""
        return self.instrument.profile

    @property
    def kinds(self) -> Kinds:
        """The kinds of the units."""
        return self.register.kinds

    def dates(self, acts: Ledger) -> Iterator[ComingDate]:
        """Every date that follows from these acts, each once."""
        found = parties(self.profile, acts, self.kinds)
        yield from self._general(acts, found)
        for consent in found.consents:
            yield from self._of_consent(found, consent)
            yield from self._reviews(acts, found, consent)
        for rows in found.accepted_by.values():
            for number, row in enumerate(rows):
                yield from self._of_annex(row, number)
        yield from self._of_territories(acts, found)
        yield from self._lifted(acts)
        yield from self._arrangements()

    def amended(self, amendments: Sequence[AdoptedAmendment]) -> Iterator[ComingDate]:
        """When silence accepts each amendment, and when it is in force."""
        rule = self.profile.amendment
        if rule is None:
            return
        for each in amendments:
            yield from self._on(each.life.accepted, "amendment_accepted", rule.objection_provision, part=each.id)
            yield from self._on(each.life.in_force, "amendment_in_force", rule.force_provision, part=each.id)

    def _on(
        self,
        day: date | None,
        kind: ComingKind,
        provision: str,
        *,
        unit: str = "",
        part: str = "",
        state: str = "",
        number: int = 0,
    ) -> Iterator[ComingDate]:
        if day is not None and self.first <= day <= self.last:
            cited = self.profile.cited(provision) if provision else ""
            yield ComingDate(day, kind, self.profile.id, unit, part, cited, state, number)

    @implements("CCO-60.1", "CCO-64.1", "NBO-16.1", "NBO-16.3")
    def _general(self, acts: Ledger, found: Parties) -> Iterator[ComingDate]:
        """Until when the instrument may be signed, and from when it and each Annex are in force."""
        profile = self.profile
        if profile.signature is not None:
            yield from self._on(profile.signature.until, "signature_closes", profile.signature.provision)
        if profile.force is not None:
            yield from self._on(found.reached.general, "entry_into_force", profile.force.general_provision)
        if profile.annex_force is not None:
            for annex in profile.annexes:
                dates = annex_date(profile, found.acceptances, annex, self.kinds)
                day = stated(acts, dates, annex).general
                yield from self._on(day, "annex_in_force", profile.annex_force.provision, part=annex)

    @implements("CCO-64.2", "CCO-65.1", "NBO-16.2", "NBO-19.3")
    def _of_consent(self, found: Parties, consent: Consent) -> Iterator[ComingDate]:
        """From when a unit is bound, and from when no longer."""
        if consent.start is not None:
            number = found.of(consent.unit).index(consent)
            provision = next(iter(own_provision(self.profile, found, consent)), "")
            yield from self._on(consent.start, "bound", provision, unit=consent.unit, number=number)
            yield from self._on(consent.end, "left", consent.ended_by, unit=consent.unit, number=number)

    @implements("NBO-16.3", "NBO-19.4")
    def _of_annex(self, row: Acceptance, number: int) -> Iterator[ComingDate]:
        """From when an Annex binds a unit, and from when it no longer does while the unit stays a party."""
        profile, unit, annex = self.profile, row.consent.unit, row.annex
        if profile.annex_force is None or row.start is None:
            return
        provision = profile.annex_force.provision
        yield from self._on(row.start, "annex_bound", provision, unit=unit, part=annex, number=number)
        if row.end is not None and row.end != row.consent.end and profile.leaving is not None:
            provision = profile.leaving.annex_provision or profile.leaving.provision
            yield from self._on(row.end, "annex_left", provision, unit=unit, part=annex, number=number)

    @implements("CCO-60.4.ii", "CCO-65.2", "NBO-17.1", "NBO-17.2")
    def _of_territories(self, acts: Ledger, found: Parties) -> Iterator[ComingDate]:
        """From when a territory is covered through a State, and from when no longer."""
        extended = {name for type, name in acts.by_territory if type == "territorial_extension"}
        for territory in sorted(extended | set(found.including)):
            for row in coverages(self.profile, acts, found, territory):
                if row.start is not None:
                    state = row.state.unit
                    yield from self._on(row.start, "extended", row.provision, unit=territory, state=state)
                    yield from self._on(row.end, "territory_left", row.ended_by, unit=territory, state=state)

    @implements("CCO-43.3", "NBO-18")
    def _reviews(self, acts: Ledger, found: Parties, consent: Consent) -> Iterator[ComingDate]:
        """Opt-outs and reservations in effect are reviewed every so many months from the unit's own first day."""
        rule, start = self.profile.reservations, consent.start
        items = {item for act in reserving(acts, Party(consent)) for item in act.articles}
        if rule is None or start is None or not items:
            return
        kind: ComingKind = "review" if rule.review_months else "review_reminder"
        months = rule.review_months or _REMINDER_MONTHS
        number = max(1, (self.first.year - start.year) * 12 // months - 1)
        day = add_months(start, months * number)
        while day <= self.last and (consent.end is None or day < consent.end):
            if any(reserved(self.profile, acts, found, Party(consent), item, day).reserved for item in items):
                provision = rule.review_provision or rule.scope_provision
                yield from self._on(day, kind, provision, unit=consent.unit, number=number)
            number += 1
            day = add_months(start, months * number)

    @implements("CCO-43.3", "NBO-18")
    def _lifted(self, acts: Ledger) -> Iterator[ComingDate]:
        """From when a withdrawn opt-out or reservation no longer counts."""
        rule = self.profile.reservations
        for act in acts:
            if rule is not None and act.type == "reservation_withdrawal" and act.effect_on is not None:
                day = max(act.effect_on, act.receipt)
                part = ", ".join(act.articles)
                for unit in act.units:
                    yield from self._on(day, "reservation_lifted", rule.withdrawal_provision, unit=unit, part=part)

    @implements("CCO-61.2")
    def _arrangements(self) -> Iterator[ComingDate]:
        """The last day of each arrangement that serves an article of this instrument."""
        served = {each.provision: each.arrangement for each in self.profile.assistance if each.arrangement}
        for number, each in enumerate(self.register.arrangements):
            for part, provision in served.items():
                if any(contains(article, part) or contains(part, article) for article in each.articles):
                    unit = ", ".join(each.parties)
                    yield from self._on(each.to, "arrangement_ends", provision, unit=unit, part=part, number=number)
