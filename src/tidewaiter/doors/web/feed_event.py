"""One event of the calendar feed, whichever shelf it comes from."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """One event of the feed: `key` is its identity whatever its day, `until` its last day where it has several.

    A `tentative` one rests on something that may still change.
    """

    key: str
    day: date
    summary: str
    described: str = ""
    address: str = ""
    category: str = ""
    tentative: bool = False
    until: date | None = None
