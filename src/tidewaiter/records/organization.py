"""Reads and writes decisions of the Council (CCO-44), and gives the rules what the Organization's files hold."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.records import matters
from tidewaiter.records.markings import marking_for
from tidewaiter.records.models import CouncilDecision, Matter
from tidewaiter.treaty.provisions import instrument_ids, load_instrument
from tidewaiter.treaty.register import Register
from tidewaiter.treaty.rules import membership, transition
from tidewaiter.treaty.rules.amending import AmendmentFile, Life, as_adopted, life
from tidewaiter.treaty.rules.amendments import AdoptedAmendment


def add_decision(
    owner: str,
    *,
    number: str,
    decided_on: date,
    effective_on: date,
    categories: Iterable[str],
    purposes: Iterable[str],
    votes: tuple[int, int, int],
    at: datetime,
) -> None:
    """Writes a decision with its votes (for, against, abstentions)."""
    CouncilDecision.objects.create(
        marking_id=marking_for(Facts(Kind.PUBLIC, owner=owner)),
        number=number,
        decided_on=decided_on,
        effective_on=effective_on,
        categories=list(categories),
        purposes=list(purposes),
        votes_for=votes[0],
        votes_against=votes[1],
        abstentions=votes[2],
        recorded_at=at,
    )


def decisions_in_effect(day: date) -> list[CouncilDecision]:
    """The decisions in effect on a day, oldest first."""
    return list(CouncilDecision.objects.filter(effective_on__lte=day).order_by("effective_on", "number"))


def amendment_file(row: Matter) -> AmendmentFile:
    """An amendment as the rules take it."""
    return AmendmentFile(
        id=row.number,
        instrument=row.instrument,
        provisions=tuple(row.provisions),
        annex=row.annex,
        proposed_on=row.opened_on,
        steps=matters.steps_of(row),
    )


def lives(register: Register, day: date) -> tuple[tuple[Matter, AmendmentFile, Life], ...]:
    """Every amendment with how far it has come on a day, for calendars and pages: `Life.last_day` is the last day for
    objections, `Life.amendment` holds the dates of acceptance and of force as they stand if nobody objects.
    """
    known = set(instrument_ids())
    found = []
    for row in matters.matters("amendment"):
        if row.instrument in known and row.opened_on <= day:
            file = amendment_file(row)
            acts, kinds = register.under(row.instrument), register.kinds
            found.append((row, file, life(load_instrument(row.instrument), file, acts, kinds, day)))
    return tuple(found)


def amendments(register: Register, day: date) -> Mapping[str, tuple[AdoptedAmendment, ...]]:
    """The amendments of each instrument on a day, as `rules.amendments.amendments_binding` takes them."""
    found: dict[str, tuple[AdoptedAmendment, ...]] = {}
    for _, file, reached in lives(register, day):
        found[file.instrument] = (*found.get(file.instrument, ()), as_adopted(file, reached))
    return found


def voting_partners(instrument: str) -> frozenset[str]:
    """The Partners whose arrangement gives them a vote in the Council (REQUIREMENTS 3.5: none unless it says so)."""
    rows = [row for row in matters.matters("application") if row.instrument == instrument]
    return frozenset(unit for row in rows if membership.voting_partner(matters.steps_of(row)) for unit in row.units)


def dataset_importable(dataset: str) -> bool:
    """Whether legacy data of this dataset (the id of its step) may be taken over: its partner approved (CCO-57)."""
    return any(transition.importable(matters.steps_of(row), dataset) for row in matters.matters("transition"))
