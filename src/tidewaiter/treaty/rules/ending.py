"""How membership ends, what outlives it, and when standing opt-outs and reservations are to be reviewed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tidewaiter.treaty.acts import InstrumentAct, Kind, ledger
from tidewaiter.treaty.profile import Profile
from tidewaiter.treaty.provisions import Instrument, implements
from tidewaiter.treaty.rules.consent import Acts, Kinds, other_readings
from tidewaiter.treaty.rules.months import add_months
from tidewaiter.treaty.rules.parties import parties
from tidewaiter.treaty.rules.reservations import Party, reserved, reserving
from tidewaiter.treaty.rules.territories import coverages


@dataclass(frozen=True, slots=True)
class Ending:
    """The first day on which a unit or territory is no longer bound (None: it stays), and what binds it
    still; provisional while the day rests on an act under examination.
    """

    effect: date | None
    still_bound_by: tuple[str, ...]
    provisional: bool = False


@implements("CCO-59", "CCO-65.1", "CCO-65.2", "NBO-17.2", "NBO-19.3", "NBO-19.4", "NBO-19.5", "BIL-END")
def ending(instrument: Instrument, acts: Sequence[InstrumentAct], kinds: Mapping[str, Kind], unit: str) -> Ending:
    """A notice ends the bond after its delay; what protects information and running investigations goes on."""
    known = ledger(acts)
    answer = _ending(instrument.profile, known, kinds, unit)
    others = (_ending(instrument.profile, reading, kinds, unit) for reading in other_readings(known, kinds))
    return replace(answer, provisional=any(other.effect != answer.effect for other in others))


def _ending(profile: Profile, acts: Acts, kinds: Kinds, unit: str) -> Ending:
    found = parties(profile, acts, kinds)
    ends = [each.end for each in found.of(unit) if each.start is not None]
    ends = ends or [row.end for row in coverages(profile, acts, found, unit) if row.start is not None]
    days = [day for day in ends if day is not None]
    if profile.leaving is None or not days or len(days) < len(ends):
        return Ending(None, ())
    return Ending(max(days), tuple(profile.cited(each) for each in profile.leaving.survives))


@implements("CCO-43.3")
def review_dates(
    instrument: Instrument, acts: Sequence[InstrumentAct], kinds: Mapping[str, Kind], unit: str, count: int
) -> tuple[date, ...]:
    """A Member with an opt-out or reservation reviews it every three years from its own entry into force."""
    profile = instrument.profile
    rule = profile.reservations
    acts = ledger(acts)
    found = parties(profile, acts, kinds)
    start = next((each.start for each in found.of(unit) if each.start is not None), None)
    if rule is None or rule.review_months is None or start is None:
        return ()
    days = (add_months(start, rule.review_months * number) for number in range(1, count + 1))
    items = {item for own in found.of(unit) for act in reserving(acts, Party(own)) for item in act.articles}
    due = []
    for day in days:
        consent = found.on(unit, day)
        if consent is not None and any(
            reserved(profile, acts, found, Party(consent), item, day).reserved for item in items
        ):
            due.append(day)
    return tuple(due)
