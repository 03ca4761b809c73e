"""Drafts the notices that follow from an act of a party, and says what their text rests on."""

from collections.abc import Iterable, Mapping
from datetime import date

from tidewaiter.actions.act import Deed
from tidewaiter.records import depositary
from tidewaiter.treaty.acts import InstrumentAct
from tidewaiter.treaty.profile import NoticeEvent
from tidewaiter.treaty.rules.consequences import Change, Consequences


def announce(
    deed: Deed,
    instrument: str,
    fact: str,
    performed: InstrumentAct,
    result: Consequences,
    *,
    only_urgent: bool = False,
    again: str = "",
) -> tuple[str, ...]:
    """Drafts what the act's consequences want told, each event once; with `again`, also what was told before."""
    urgent = {draft.event for draft in result.notices if draft.target}
    events = dict.fromkeys(draft.event for draft in result.notices)
    told = frozenset[str]() if again else depositary.events_told_of(fact)
    drafted: list[str] = []
    for event in events:
        if event in told or (only_urgent and event not in urgent):
            continue
        about = {**told_about(performed), **_dates(event, result), **({"corrects": again} if again else {})}
        drafted += depositary.draft_notices(
            deed.caller.administration,
            instrument=instrument,
            event=event,
            units=performed.units,
            about=about,
            fact=fact,
            day=deed.day,
            at=deed.at,
        )
    return tuple(drafted)


def told_about(performed: InstrumentAct) -> dict[str, str]:
    """What a notice says of an act: codes and days under the names of its fields, and nothing that is empty."""
    found = {
        "type": performed.type,
        "on": performed.on.isoformat(),
        "received": _day(performed.received),
        "cured_on": _day(performed.cured_on),
        "effect_on": _day(performed.effect_on),
        "annexes": ", ".join(performed.annexes or ()),
        "articles": ", ".join(performed.articles),
        "territories": ", ".join(performed.territories),
    }
    return {"units": ", ".join(performed.units), **{name: value for name, value in found.items() if value}}


def _dates(event: NoticeEvent, result: Consequences) -> Mapping[str, str]:
    """The days that follow, as far as the event is about them."""
    found = {
        "general_date": _day(result.general.after) if result.general.changed else "",
        "own_dates": _each(result.units),
        "annex_dates": _each(result.annexes),
        "annex_own_dates": _each(result.annex_units),
        "territory_dates": _each(result.territories),
        "ending_dates": _each(result.endings),
        "reserved_dates": _each(result.reserved) if event == "reservation" else "",
    }
    return {name: value for name, value in found.items() if value}


def _each(rows: Iterable[Change]) -> str:
    return "; ".join(f"{row.of} {row.name}".strip() + f" {row.after.isoformat()}" for row in rows if row.after)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
