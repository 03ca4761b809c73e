"""Puts what an act of a party changes into words: one sentence that says the most, the dates, and who is told."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tidewaiter.doors.web.faults import FaultLine, faults_of
from tidewaiter.doors.words import addressee_name, day_in_words, say
from tidewaiter.treaty.rules.consequences import Change, Consequences

_ORDINALS: dict[int, Any] = {
    2: gettext_lazy("the second"),
    5: gettext_lazy("the fifth"),
    7: gettext_lazy("the seventh"),
    10: gettext_lazy("the tenth"),
}


@dataclass(frozen=True, slots=True)
class DateLine:
    """One day that the act gives, moves or takes away: whose, and what it was and will be."""

    label: str
    names: str
    before: date | None
    after: date | None


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice that will be drafted."""

    event: str
    provisions: tuple[str, ...]
    addressees: str
    count: int
    required: bool


@dataclass(frozen=True, slots=True)
class Weighed:
    """All that the part of a page needs that shows consequences."""

    headline: str
    provisional: bool
    dates: tuple[DateLine, ...]
    asks: tuple[FaultLine, ...]
    notices: tuple[NoticeLine, ...]
    told: str


def weighed(found: Consequences) -> Weighed:
    """The consequences in words."""
    return Weighed(
        _headline(found),
        found.provisional,
        tuple(_dates(found)),
        faults_of(found.asks),
        tuple(_notices(found)),
        _told(found),
    )


def _told(found: Consequences) -> str:
    count = len(found.addressees)
    if not count:
        return _("Nobody has to be told.")
    return ngettext(
        "Notices to %(count)s addressee will be drafted.", "Notices to %(count)s addressees will be drafted.", count
    ) % {"count": count}


def _headline(found: Consequences) -> str:
    day = found.general.after and day_in_words(found.general.after)
    counted = {"after": found.count_after, "threshold": found.threshold, "day": day or ""}
    if found.reaches and day:
        which = _ORDINALS.get(found.count_after) or _("number %(after)s") % counted
        return _("This is %(which)s: general entry into force on %(day)s.") % {"which": which, **counted}
    if found.general.changed and day:
        return _("General entry into force moves to %(day)s.") % counted
    if found.general.changed:
        return _("Without it there is no date of general entry into force: %(after)s of %(threshold)s count.") % counted
    if found.count_after != found.count_before and not day:
        return _("It counts: %(after)s of the %(threshold)s that entry into force needs.") % counted
    return _of_units(found)


def _of_units(found: Consequences) -> str:
    """The same where no general date is fixed or moved: the first unit's own day says the most."""
    rows = [row for row in found.units if row.after] or [row for row in found.endings if row.after]
    if rows:
        own = {"units": ", ".join(row.name for row in rows), "day": day_in_words(rows[0].after or date.min)}
        bound = rows[0] in found.units
        words = _("%(units)s is bound from %(day)s.") if bound else _("%(units)s is no longer bound from %(day)s on.")
        return words % own
    if found.annex_units or found.territories or found.reserved:
        return _("It changes what binds whom, as shown below.")
    return _("It changes no date.")


def _dates(found: Consequences) -> Iterator[DateLine]:
    if found.general.changed:
        yield DateLine(say("noticed:general_date"), "", found.general.before, found.general.after)
    yield from _grouped(say("noticed:own_dates"), found.units)
    for row in found.annexes:
        yield DateLine(say("noticed:annex_dates"), row.name, row.before, row.after)
    yield from _grouped(say("noticed:annex_own_dates"), found.annex_units)
    yield from _grouped(say("noticed:territory_dates"), found.territories)
    yield from _grouped(say("noticed:ending_dates"), found.endings)
    yield from _grouped(say("noticed:reserved_dates"), found.reserved)


def _grouped(label: str, rows: Iterable[Change]) -> Iterator[DateLine]:
    """Whoever has the same days stands on one line."""
    found: dict[tuple[date | None, date | None], list[str]] = {}
    for row in rows:
        found.setdefault((row.before, row.after), []).append(f"{row.name} {row.of}".strip())
    for (before, after), names in found.items():
        yield DateLine(label, ", ".join(names), before, after)


def _notices(found: Consequences) -> Iterator[NoticeLine]:
    for draft in found.notices:
        names = ", ".join(addressee_name(code) for code in draft.to)
        yield NoticeLine(say(f"notice_event:{draft.event}"), draft.provisions, names, len(draft.to), draft.required)
