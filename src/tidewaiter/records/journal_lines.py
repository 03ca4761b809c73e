"""Reads the journal, apart from the writing of it, which only the wrapper of acts may import."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from tidewaiter.records.models import JournalEntry
from tidewaiter.records.models.marking import known_id


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


def lines(
    *,
    limit: int,
    after: str = "",
    verb: str = "",
    officer: str = "",
    outcome: str = "",
    oldest_first: bool = False,
    since: datetime | None = None,
) -> tuple[JournalLine, ...]:
    """The entries that the caller may see under this filter, newest first or oldest first, those after one of them."""
    order = ("at", "id") if oldest_first else ("-at", "-id")
    wanted = {name: value for name, value in (("verb", verb), ("officer", officer), ("outcome", outcome)) if value}
    found = JournalEntry.objects.select_related("body").filter(**wanted).order_by(*order)
    if since:
        found = found.filter(at__gte=since)
    last = JournalEntry.objects.filter(id=known_id(after)).first() if after else None
    if last is not None:
        way = "gt" if oldest_first else "lt"
        found = found.filter(Q(**{f"at__{way}": last.at}) | Q(at=last.at, **{f"id__{way}": last.id}))
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
