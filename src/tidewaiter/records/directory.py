"""Reads and writes the directory: authorities, contact points, investigators, officials, filings; as known, by day."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.records.markings import marking_for
from tidewaiter.records.models import (
    CompetentAuthority,
    ContactPoint,
    DesignatedOfficial,
    DirectContact,
    Filing,
    Investigator,
)
from tidewaiter.records.models.marking import known_id
from tidewaiter.records.models.registry import Believed

Row = TypeVar("Row", bound=Believed)
Listing = CompetentAuthority | ContactPoint | Investigator | DesignatedOfficial
LISTED: tuple[type[Listing], ...] = (CompetentAuthority, ContactPoint, Investigator, DesignatedOfficial)


@dataclass(frozen=True, slots=True)
class Entering:
    """How something comes into the directory: whose row it is, when, and which fact it says better, and why."""

    owner: str
    at: datetime
    fact: str = ""
    why: str = ""
    retracted: bool = False


def _columns(how: Entering) -> dict[str, Any]:
    return {
        "marking_id": marking_for(Facts(Kind.PUBLIC, owner=how.owner)),
        "fact": uuid.UUID(how.fact) if how.fact else uuid.uuid4(),
        "recorded_at": how.at,
        "why": how.why,
        "retracted": how.retracted,
    }


def believed(rows: Iterable[Row]) -> list[Row]:
    """What is believed: the last row of each fact, from rows in the order of their recording, unless retracted."""
    last: dict[uuid.UUID, Row] = {}
    for row in rows:
        last[row.fact] = row
    return [row for row in last.values() if not row.retracted]


def add(how: Entering, model: type[Listing], **said: object) -> str:
    """Writes a row of the directory; gives the id of its fact."""
    row = model(**_columns(how), **said)
    row.save(force_insert=True)
    return str(row.fact)


def add_again(how: Entering, row: Listing, **changed: object) -> None:
    """Writes what is now known of a fact: all that its last row says, save what changed."""
    kept = {field.name for field in type(row)._meta.concrete_fields} - {field.name for field in _OF_EVERY_ROW}
    add(how, type(row), **{name: getattr(row, name) for name in kept} | changed)


_OF_EVERY_ROW = Believed._meta.fields


def _rows(model: type[Row], administration: str) -> list[Row]:
    found = model._default_manager.all()
    return list((found.filter(administration=administration) if administration else found).order_by("recorded_at"))


def rows_of(model: type[Row], administration: str = "") -> list[Row]:
    """Every row of a table, of one administration or of all, in the order of recording: the history."""
    return _rows(model, administration)


def _on(rows: Iterable[Any], day: date) -> list[Any]:
    standing = [row for row in believed(rows) if row.since <= day and (row.until is None or day <= row.until)]
    return [row for row in standing if getattr(row, "examined", "") != "returned"]


def listing(fact: str) -> Listing | None:
    """What is believed of one fact of the directory; None where there is none, or it was taken back."""
    for model in LISTED:
        found = model._default_manager.filter(fact=known_id(fact)).order_by("recorded_at").last()
        if found is not None:
            return None if found.retracted else found
    return None


def authorities_on(day: date) -> Mapping[str, tuple[CompetentAuthority, ...]]:
    """The authorities designated on a day, by administration; a filing returned for completion designates nobody."""
    return _grouped(sorted(_on(_rows(CompetentAuthority, ""), day), key=lambda row: (row.provision, row.name)))


def investigators_on(day: date) -> Mapping[str, tuple[Investigator, ...]]:
    """The investigators listed on a day, by administration."""
    return _grouped(sorted(_on(_rows(Investigator, ""), day), key=lambda row: row.name))


def _grouped(rows: Iterable[Any]) -> dict[str, tuple[Any, ...]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.administration, []).append(row)
    return {code: tuple(each) for code, each in found.items()}


def contact_points_on(day: date) -> Mapping[str, ContactPoint]:
    """The contact point in force on a day, by administration: the one that last began."""
    rows = sorted(_on(_rows(ContactPoint, ""), day), key=lambda row: (row.since, row.recorded_at))
    return {row.administration: row for row in rows}


def officials_on(day: date) -> Mapping[str, tuple[str, ...]]:
    """The designated officials on a day, by administration (CCO-52.6)."""
    grouped = _grouped(sorted(_on(_rows(DesignatedOfficial, ""), day), key=lambda row: row.officer))
    return {code: tuple(dict.fromkeys(row.officer for row in rows)) for code, rows in grouped.items()}


def add_filing(how: Entering, *, administration: str, kind: str, text: str, received: date) -> str:
    """Writes a filing under CCO-31.3, or what is known better of one; gives the id of the fact."""
    row = Filing.objects.create(**_columns(how), administration=administration, kind=kind, text=text, received=received)
    return str(row.fact)


def filings(administration: str = "") -> Mapping[str, tuple[Filing, ...]]:
    """The filings of one administration, or of all, as believed now, by the day on which they arrived."""
    return _grouped(sorted(believed(_rows(Filing, administration)), key=lambda row: (row.received, row.recorded_at)))


def filing(fact: str) -> Filing | None:
    """A filing as believed now."""
    found = Filing.objects.filter(fact=known_id(fact)).order_by("recorded_at").last()
    return None if found is None or found.retracted else found


def add_direct_contact(home: str, *, own: str, other: str, on: date, officer: str, at: datetime) -> None:
    """Writes that two investigators dealt with each other; one's own administration alone reads it."""
    DirectContact.objects.create(
        marking_id=marking_for(Facts(Kind.HOUSE, owner=home)),
        administration=home,
        own=known_id(own),
        other=known_id(other),
        on=on,
        noted_by=officer,
        noted_at=at,
    )


def direct_contacts() -> tuple[DirectContact, ...]:
    """The notes on direct contacts that the caller may read: those of the own administration, latest first."""
    return tuple(DirectContact.objects.order_by("-on", "-noted_at"))
