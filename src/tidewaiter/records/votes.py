"""Reads and writes votes of a Council by name, and what bars a Member's vote (CCO-10.4, CCO-16.2)."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.records.markings import marking_for
from tidewaiter.records.models import CouncilVote, VotingBar
from tidewaiter.records.models.marking import known_id
from tidewaiter.treaty.rules.votes import Ballot, Barred, Outcome, Roll

EXCLUSION, ARREARS = "exclusion", "arrears"
BARS = (EXCLUSION, ARREARS)


@dataclass(frozen=True, slots=True)
class Entry:
    """Whose row it is, who wrote it, and when."""

    owner: str
    officer: str
    at: datetime


def add_bar(entry: Entry, *, fact: str = "", **said: Any) -> str:
    """Writes an exclusion or arrears, or how long it lasted after all (the same `fact`); gives the id of the fact."""
    row = VotingBar.objects.create(
        marking_id=marking_for(Facts(Kind.PUBLIC, owner=entry.owner)),
        fact=uuid.UUID(fact) if fact else uuid.uuid4(),
        recorded_at=entry.at,
        **said,
    )
    return str(row.fact)


def bar_rows(instrument: str = "") -> tuple[VotingBar, ...]:
    """What bars votes, as it is known now, latest first."""
    rows = VotingBar.objects.filter(instrument=instrument) if instrument else VotingBar.objects.all()
    last = {row.fact: row for row in rows.order_by("recorded_at", "id")}
    return tuple(sorted((row for row in last.values() if not row.retracted), key=lambda row: row.since, reverse=True))


def barred(instrument: str, day: date) -> Barred:
    """Whose vote is taken by decision on a day, and who is in arrears; `until` is the first day on which it is over."""
    rows = [row for row in bar_rows(instrument) if row.since <= day and (row.until is None or day < row.until)]
    return Barred(
        frozenset(row.unit for row in rows if row.kind == EXCLUSION),
        frozenset(row.unit for row in rows if row.kind == ARREARS),
    )


def add_vote(entry: Entry, given: Roll, ballots: tuple[Ballot, ...], counted: Outcome, **said: Any) -> str:
    """Writes a vote with the roll on which it was taken, the ballots and what came of them; gives its id."""
    row = CouncilVote.objects.create(
        marking_id=marking_for(Facts(Kind.PUBLIC, owner=entry.owner)),
        roll=[*given.units, *given.voting_partners],
        excluded=list(given.excluded),
        arrears=list(given.arrears),
        voters=[ballot.unit for ballot in ballots],
        casts=[ballot.cast for ballot in ballots],
        votes_for=counted.tally.in_favour,
        votes_against=counted.tally.against,
        abstentions=counted.abstaining,
        void=counted.void,
        present=counted.present,
        quorum=counted.quorum,
        result=counted.tally.result,
        contested=counted.contested,
        recorded_by=entry.officer,
        recorded_at=entry.at,
        **said,
    )
    return str(row.id)


def votes() -> tuple[CouncilVote, ...]:
    """All votes that stand, latest first."""
    rows = tuple(CouncilVote.objects.order_by("-day", "-recorded_at", "id"))
    gone = {row.fact for row in rows if row.retracted}
    return tuple(row for row in rows if row.fact not in gone)


def vote_by_id(vote: str) -> CouncilVote | None:
    """The vote with this id, if there is one and it stands."""
    wanted = known_id(vote)
    return next((row for row in votes() if row.id == wanted), None)


def number_taken(number: str) -> bool:
    """Whether a vote that stands, or its resolution, bears this number."""
    return any(number in (row.number, row.resolution) for row in votes())


def retract_vote(entry: Entry, row: CouncilVote, why: str) -> None:
    """Writes that there was no such vote; what was recorded stays readable."""
    row.id = uuid.uuid4()
    row.marking_id = marking_for(Facts(Kind.PUBLIC, owner=entry.owner))
    row.recorded_by, row.recorded_at, row.retracted, row.why = entry.officer, entry.at, True, why
    row.save(force_insert=True)
