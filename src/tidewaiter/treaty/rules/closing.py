"""The one fact that closes a basis between two units on a day: who has not done what, and since or until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from tidewaiter.treaty.acts import Ledger, acts_naming, acts_of, contains, ledger
from tidewaiter.treaty.provisions import Instrument, instruments
from tidewaiter.treaty.register import Register
from tidewaiter.treaty.rules.capability import BasisView, Question, ranked_bases
from tidewaiter.treaty.rules.consent import Acts, Kinds
from tidewaiter.treaty.rules.force import entry_into_force
from tidewaiter.treaty.rules.parties import parties
from tidewaiter.treaty.rules.standings import cells_of, standings

ClosingCode = Literal[
    "not_in_force",
    "in_force_from",
    "never_joined",
    "signed_only",
    "bound_from",
    "bound_undated",
    "left",
    "annex_not_accepted",
    "annex_from",
    "annex_undated",
    "annex_left",
    "opted_out",
    "reserved",
    "excepted",
    "not_given",
    "unverified",
    "no_arrangement",
    "arrangement_over",
    "arrangement_later",
]
CLOSING_CODES: tuple[str, ...] = get_args(ClosingCode)


@dataclass(frozen=True, slots=True)
class ClosingFact:
    """Why a basis is closed: the unit that it turns on, the day since or until which, the part of the instrument
    ("39", "IV"), the deposits made of those needed, and the provision (an id) that makes the fact count.
    """

    code: ClosingCode
    provision: str
    unit: str = ""
    other: str = ""
    day: date | None = None
    part: str = ""
    count: int = 0
    threshold: int = 0


def bases_between(register: Register, asked: Question) -> tuple[BasisView, ...]:
    """Every basis between two units, open ones first: of the conventions, and of the agreements of these two alone."""
    known = [(each, register.under(each.id)) for each in instruments()]
    concerned = [
        (each, acts)
        for each, acts in known
        if not _of_two_parties(each)
        or {asked.requesting, asked.requested} == set(each.profile.parties)
        or {asked.requesting, asked.requested} <= {unit for act in acts for unit in act.units}
    ]
    return ranked_bases(concerned, register.kinds, asked)


def _of_two_parties(instrument: Instrument) -> bool:
    force = instrument.profile.force
    return force is not None and force.counted_types == ("notification",)


def closing_fact(
    instrument: Instrument, acts: Acts, kinds: Kinds, view: BasisView, asked: Question
) -> ClosingFact | None:
    """The fact that closes this basis; None where it is open."""
    known = ledger(acts)
    match view.closed_by:
        case None:
            found = None
        case "unverified":
            found = ClosingFact("unverified", view.provision)
        case "type_not_given":
            found = ClosingFact("not_given", view.because[0] if view.because else view.provision)
        case "not_in_force":
            found = _not_in_force(instrument, known, kinds)
        case "annex_not_common":
            found = _annex(instrument, known, kinds, view, asked)
        case "opted_out":
            found = _opted_out(instrument, known, kinds, view, asked)
        case "no_arrangement":
            found = _no_arrangement(instrument, view, asked)
        case by:
            unit = asked.requesting if by == "requesting_not_bound" else asked.requested
            found = _not_bound(instrument, known, kinds, unit, asked.on)
    return found


def _written(instrument: Instrument, view: BasisView) -> str:
    """The provision of the basis as the acts write it: "39", "IV"."""
    profile = instrument.profile
    cited = {profile.cited(each.provision): each.provision for each in profile.assistance}
    return cited.get(view.provision, view.provision.removeprefix(f"{profile.prefix}-"))


def _not_in_force(instrument: Instrument, acts: Ledger, kinds: Kinds) -> ClosingFact:
    profile = instrument.profile
    force, dates = profile.force, entry_into_force(instrument, acts, kinds)
    provision = profile.cited(force.general_provision if force else profile.general_provision)
    if dates.general is not None:
        return ClosingFact("in_force_from", provision, day=dates.general)
    return ClosingFact("not_in_force", provision, count=dates.count, threshold=force.threshold if force else 0)


def _not_bound(instrument: Instrument, acts: Ledger, kinds: Kinds, unit: str, on: date) -> ClosingFact:
    standing = standings(instrument, acts, kinds, on).get(unit)
    joining = instrument.profile.joining
    general = instrument.profile.cited(joining.provisions[0] if joining else instrument.profile.general_provision)
    if standing is None or standing.status == "none":
        return ClosingFact("never_joined", standing.provisions[0] if standing else general, unit)
    provision = standing.provisions[0] if standing.provisions else general
    if standing.status == "signatory":
        return ClosingFact("signed_only", provision, unit, day=standing.acted_on)
    if standing.status == "former":
        return ClosingFact("left", provision, unit, day=standing.until)
    if standing.since is None:
        return ClosingFact("bound_undated", provision, unit, day=standing.acted_on)
    return ClosingFact("bound_from", provision, unit, day=standing.since)


def _annex(instrument: Instrument, acts: Ledger, kinds: Kinds, view: BasisView, asked: Question) -> ClosingFact:
    annex = _written(instrument, view).split(".")[0]
    lacking = (
        unit
        for unit in (asked.requesting, asked.requested)
        if cells_of(instrument, acts, kinds, asked.on, unit, [annex])[annex].word != "bound"
    )
    unit = next(lacking, asked.requested)
    profile = instrument.profile
    provision = profile.cited(annex)
    rows = [row for row in parties(profile, acts, kinds).accepted_by.get(unit, ()) if row.annex == annex]
    left = [row.end for row in rows if row.start is not None and row.end is not None and row.end <= asked.on]
    waiting = [row for row in rows if row.on <= asked.on and (row.end is None or asked.on < row.end)]
    if waiting:
        starts = [row.start for row in waiting if row.start is not None]
        code: ClosingCode = "annex_from" if starts else "annex_undated"
        return ClosingFact(code, provision, unit, day=min(starts, default=None), part=annex)
    if left:
        return ClosingFact("annex_left", provision, unit, day=max(left), part=annex)
    return ClosingFact("annex_not_accepted", provision, unit, part=annex)


def _opted_out(instrument: Instrument, acts: Ledger, kinds: Kinds, view: BasisView, asked: Question) -> ClosingFact:
    part, unit, profile = _written(instrument, view), asked.requested, instrument.profile
    scope = profile.reservations.scope_provision if profile.reservations else profile.general_provision
    word = cells_of(instrument, acts, kinds, asked.on, unit, [part])[part].word
    made = _reserving(acts, unit, part)
    if word == "not_accepted" or not made:
        partner = profile.partner_provision or scope
        return ClosingFact("excepted", profile.cited(partner), unit, part=part)
    code: ClosingCode = "opted_out" if word == "opted_out" else "reserved"
    return ClosingFact(code, profile.cited(scope), unit, day=made[-1], part=part)


def _reserving(acts: Ledger, unit: str, part: str) -> list[date]:
    found = [
        *acts_of(acts, unit, "opt_out", "reservation"),
        *acts_naming(acts, unit, "opt_out", "reservation"),
    ]
    return sorted(
        act.legal_date for act in found if any(contains(item, part) or contains(part, item) for item in act.articles)
    )


def _no_arrangement(instrument: Instrument, view: BasisView, asked: Question) -> ClosingFact:
    profile, part = instrument.profile, _written(instrument, view)
    asks = next((each.arrangement for each in profile.assistance if each.provision == part and each.arrangement), "")
    provision = profile.cited(asks or profile.general_provision)
    between = [
        each
        for each in asked.arrangements
        if {asked.requesting, asked.requested} <= set(each.parties)
        and any(contains(article, part) or contains(part, article) for article in each.articles)
    ]
    later = [each.from_ for each in between if each.from_ > asked.on]
    over = [each.to for each in between if each.to is not None and each.to < asked.on]
    code: ClosingCode = "arrangement_later" if later else "arrangement_over" if over else "no_arrangement"
    day = min(later) if later else max(over, default=None)
    return ClosingFact(code, provision, asked.requesting, asked.requested, day, part)
