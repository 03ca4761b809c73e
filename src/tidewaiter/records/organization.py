"""Reads and writes decisions of the Council that centralize information (CCO-44)."""

from collections.abc import Iterable
from datetime import date, datetime

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.records.markings import marking_for
from tidewaiter.records.models import CouncilDecision


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
