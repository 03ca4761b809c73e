"""What goes into the search index and what comes out of it, and how it refuses a file that it cannot trust."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from tidewaiter.screening.subjects import Subject


class IndexRefused(Exception):
    """An index that cannot be read as it stands; the message says which file and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Indexed:
    """One entry of the index: its id, what it names, who may know of it, and the last day on which it stands."""

    entity: str
    subject: Subject
    marking: int = 0
    last_day: date | None = None


class Holding(Protocol):
    """Where the entries of candidates are kept until somebody reads them."""

    def entry(self, place: int) -> Indexed:
        """Give the entry kept at a place."""


class Candidate:
    """An entry that may be meant: best `score` first; `channel` is how it was found: number, name or second.

    The entry itself is unpacked when it is asked for, since most candidates are never read.
    """

    __slots__ = ("_holding", "_place", "channel", "score")

    def __init__(self, holding: Holding, place: int, score: float, channel: str) -> None:
        """Remember where the entry is kept."""
        self._holding = holding
        self._place = place
        self.score = score
        self.channel = channel

    @property
    def entity(self) -> str:
        """The id of the entry."""
        return self._holding.entry(self._place).entity

    @property
    def subject(self) -> Subject:
        """What the entry names."""
        return self._holding.entry(self._place).subject

    def __repr__(self) -> str:
        return f"Candidate({self.entity!r}, {self.score}, {self.channel!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Candidate):
            return NotImplemented
        return (self.entity, self.score, self.channel) == (other.entity, other.score, other.channel)

    def __hash__(self) -> int:
        return hash((self.entity, self.score))
