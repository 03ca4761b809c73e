"""Questions about who is bound: entry into force, bound, ending, and the review of reservations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tidewaiter.treaty.provisions import Instrument
from tidewaiter.treaty.questions.facts import ActRow, KindWord, NoDate, acts, kinds, known_provision
from tidewaiter.treaty.questions.question import Answer, NotSupported, Question, shown
from tidewaiter.treaty.rules.ending import ending, review_dates
from tidewaiter.treaty.rules.force import bound, entry_into_force
from tidewaiter.treaty.strict import NotUnderstood


@dataclass(frozen=True, slots=True)
class EntryGiven:
    """The acts, and the Annex where one is asked about."""

    acts: tuple[ActRow, ...]
    annex: str = ""
    kinds: Mapping[str, KindWord] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EntryExpect:
    """The general date, the units' own dates, and the units counted."""

    general: date | NoDate | None = None
    units: Mapping[str, date | NoDate] | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class BoundGiven:
    """The acts, the unit and provision asked about, and the day."""

    acts: tuple[ActRow, ...]
    unit: str
    provision: str
    on: date
    kinds: Mapping[str, KindWord] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BoundExpect:
    """Whether the unit is bound, and the provisions that decide."""

    bound: bool | None = None
    because: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class EndingGiven:
    """The acts and the unit that leaves."""

    acts: tuple[ActRow, ...]
    unit: str
    kinds: Mapping[str, KindWord] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EndingExpect:
    """The day from which the unit is no longer bound, and what binds it still."""

    effect: date | NoDate | None = None
    still_bound_by: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class ReviewGiven:
    """The acts, the unit that opted out, and how many reviews to list."""

    acts: tuple[ActRow, ...]
    unit: str
    count: int
    kinds: Mapping[str, KindWord] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReviewExpect:
    """The days on which reviews are due, in order."""

    due: tuple[date, ...] | None = None


def _entry(instrument: Instrument, given: EntryGiven) -> Answer:
    profile = instrument.profile
    if given.annex and given.annex not in profile.annexes:
        raise NotUnderstood(f'given, annex: {profile.id} has no Annex "{given.annex}"')
    found = entry_into_force(instrument, acts(profile, given.acts), kinds(given.kinds), given.annex or None)
    units = {unit: shown(day) for unit, day in found.units.items()}
    return {"general": shown(found.general), "units": units, "count": found.count}


def _bound(instrument: Instrument, given: BoundGiven) -> Answer:
    profile = instrument.profile
    provision = known_provision(profile, given.provision, "given, provision")
    rows = acts(profile, given.acts)
    answer = bound(instrument, rows, kinds(given.kinds), given.unit, provision, given.on)
    return {"bound": answer.bound, "because": answer.because}


def _ending(instrument: Instrument, given: EndingGiven) -> Answer:
    answer = ending(instrument, acts(instrument.profile, given.acts), kinds(given.kinds), given.unit)
    return {"effect": shown(answer.effect), "still_bound_by": answer.still_bound_by}


def _review(instrument: Instrument, given: ReviewGiven) -> Answer:
    profile = instrument.profile
    if profile.reservations is None or profile.reservations.review_months is None:
        raise NotSupported
    rows = acts(profile, given.acts)
    return {"due": review_dates(instrument, rows, kinds(given.kinds), given.unit, given.count)}


QUESTIONS: Mapping[str, Question] = {
    "entry_into_force": Question(EntryGiven, EntryExpect, _entry),
    "bound": Question(BoundGiven, BoundExpect, _bound),
    "ending": Question(EndingGiven, EndingExpect, _ending),
    "reservation_review": Question(ReviewGiven, ReviewExpect, _review),
}
