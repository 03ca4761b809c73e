"""What the directory lists of one administration: each item as believed now, how it stands on a day, its history."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal, get_args

from tidewaiter.records import directory, people
from tidewaiter.records.models import CompetentAuthority, ContactPoint, DesignatedOfficial, Filing, Investigator

ListingKind = Literal["contact_point", "authority", "official", "investigator", "filing"]
Standing = Literal["standing", "coming", "replaced", "ended", "returned", "taken_back"]
KINDS: tuple[ListingKind, ...] = get_args(ListingKind)
STANDINGS: tuple[Standing, ...] = get_args(Standing)

Listed = ContactPoint | CompetentAuthority | DesignatedOfficial | Investigator
Row = Listed | Filing


@dataclass(frozen=True, slots=True)
class ListingView:
    """One thing the directory says of an administration, as one of its rows says it."""

    fact: str
    kind: ListingKind
    provision: str
    name: str
    since: date
    until: date | None
    standing: Standing
    recorded_at: datetime
    why: str
    post: str = ""
    reach: str = ""
    email: str = ""
    officer: str = ""
    filing: str = ""
    examined: str = ""
    note: str = ""
    earlier: tuple["ListingView", ...] = ()


def listings(code: str, day: date) -> tuple[ListingView, ...]:
    """Every item of an administration with what was said of it before; by kind, those that stand first."""
    contact = directory.contact_points_on(day).get(code)
    rows: dict[str, list[ListingView]] = {}
    for row in _rows(code):
        said = _as_filed(row, day) if isinstance(row, Filing) else _as_listed(row, day, contact)
        rows.setdefault(said.fact, []).append(said)
    items = [replace(said[-1], earlier=tuple(said[:-1])) for said in rows.values()]
    return tuple(sorted(items, key=lambda item: (KINDS.index(item.kind), STANDINGS.index(item.standing))))


def _rows(code: str) -> Iterator[Row]:
    yield from directory.rows_of(ContactPoint, code)
    yield from directory.rows_of(CompetentAuthority, code)
    yield from directory.rows_of(DesignatedOfficial, code)
    yield from directory.rows_of(Investigator, code)
    yield from directory.rows_of(Filing, code)


def _as_filed(row: Filing, day: date) -> ListingView:
    standing: Standing = "taken_back" if row.retracted else "standing" if row.received <= day else "coming"
    return ListingView(
        *(str(row.fact), "filing", "CCO-31.3", row.text, row.received, None, standing, row.recorded_at, row.why),
        filing=row.kind,
    )


def _as_listed(row: Listed, day: date, contact: ContactPoint | None) -> ListingView:
    kind, provision = _kind_of(row)
    named = people.officer_named(row.officer) if isinstance(row, DesignatedOfficial) else None
    said = ListingView(
        fact=str(row.fact),
        kind=kind,
        provision=provision,
        name=(named.name if named else row.officer) if isinstance(row, DesignatedOfficial) else row.name,
        since=row.since,
        until=row.until,
        standing=_standing(row, day, contact),
        recorded_at=row.recorded_at,
        why=row.why,
    )
    match row:
        case ContactPoint():
            return replace(said, reach=row.reach, email=row.email)
        case CompetentAuthority():
            return replace(said, reach=row.reach, examined=row.examined, note=row.note)
        case Investigator():
            return replace(said, post=row.post, reach=row.reach)
        case DesignatedOfficial():
            return replace(said, officer=row.officer)


def _kind_of(row: Listed) -> tuple[ListingKind, str]:
    match row:
        case ContactPoint():
            return "contact_point", "CCO-21.1"
        case CompetentAuthority():
            return "authority", row.provision
        case Investigator():
            return "investigator", "CCO-61.1"
        case DesignatedOfficial():
            return "official", "CCO-52.2"


def _standing(row: Listed, day: date, contact: ContactPoint | None) -> Standing:
    if row.retracted:
        return "taken_back"
    if isinstance(row, CompetentAuthority) and row.examined == "returned":
        return "returned"
    if row.until is not None and row.until < day:
        return "ended"
    if row.since > day:
        return "coming"
    replaced = isinstance(row, ContactPoint) and contact is not None and row.fact != contact.fact
    return "replaced" if replaced else "standing"
