"""Reads the journal, apart from the writing of it, which only the wrapper of acts may import."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tidewaiter.records.models import JournalEntry


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One act as it is told to a reader of the journal."""

    id: str
    at: datetime
    verb: str
    outcome: str
    administration: str
    officer: str
    provisions: tuple[str, ...]
    about: Mapping[str, object]


def lines(*, limit: int, verb: str = "", since: datetime | None = None) -> tuple[JournalLine, ...]:
    """The newest entries that the caller may see, newest first."""
    found = JournalEntry.objects.select_related("body").order_by("-at", "-id")
    if verb:
        found = found.filter(verb=verb)
    if since:
        found = found.filter(at__gte=since)
    return tuple(_line(entry) for entry in found[:limit])


def _line(entry: JournalEntry) -> JournalLine:
    body = getattr(entry, "body", None)
    return JournalLine(
        id=str(entry.id),
        at=entry.at,
        verb=entry.verb,
        outcome=entry.outcome,
        administration=entry.administration,
        officer=entry.officer,
        provisions=tuple(entry.provisions),
        about=body.content if body else {},
    )
