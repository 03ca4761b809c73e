"""Which data elements may be exchanged in advance (CCO-28.2), and whether a message came in advance (CCO-28.1)."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from enum import StrEnum

from tidewaiter.screening.lists.submitted import SubmittedLine
from tidewaiter.treaty.provisions import implements


class Timing(StrEnum):
    """When information arrived, against the arrival of what it tells of."""

    IN_ADVANCE = "in_advance"
    LATE = "late"
    UNKNOWN = "unknown"


@implements("CCO-28.1")
def timing(eta: datetime | None, received: datetime) -> Timing:
    """In advance is what was received before the consignment was to arrive; at that moment it is late."""
    if eta is None:
        return Timing.UNKNOWN
    return Timing.IN_ADVANCE if received < eta else Timing.LATE


@implements("CCO-28.2")
def unapproved(lines: Iterable[SubmittedLine], elements: Collection[str]) -> Mapping[str, int]:
    """Give each element that is not on the adopted list with the first line that holds it, in order of names.

    Such an element is refused and named, never dropped in silence (REQUIREMENTS 0.4, 11).
    """
    first: dict[str, int] = {}
    for line in lines:
        for element in line.elements.difference(elements):
            first.setdefault(element, line.line)
    return dict(sorted(first.items()))
