"""Reads and writes what parties do and file; facts are added, never changed (SYS-3)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import cast

from django.db.models import Q

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.records.markings import marking_for
from tidewaiter.records.models import (
    CompetentAuthority,
    ContactPoint,
    DesignatedOfficial,
    Filing,
    InstrumentActRecord,
)
from tidewaiter.treaty.acts import ActType, InstrumentAct


def _public(owner: str) -> int:
    return marking_for(Facts(Kind.PUBLIC, owner=owner))


def add_instrument_act(owner: str, instrument: str, act: InstrumentAct, *, reference: str, at: datetime) -> None:
    """Writes one act of a party with its legal date and the moment it was recorded."""
    InstrumentActRecord.objects.create(
        marking_id=_public(owner),
        instrument=instrument,
        type=act.type,
        units=list(act.units),
        on=act.on,
        received=act.received,
        annexes=list(act.annexes or ()),
        names_annexes=act.annexes is not None,
        articles=list(act.articles),
        territories=list(act.territories),
        effect_on=act.effect_on,
        cured_on=act.cured_on,
        reasons=act.reasons,
        reference=reference,
        recorded_at=at,
    )


def acts_by_instrument() -> Mapping[str, tuple[InstrumentAct, ...]]:
    """All recorded acts, ready for the rules of `treaty`."""
    found: dict[str, list[InstrumentAct]] = {}
    for row in InstrumentActRecord.objects.order_by("on", "recorded_at"):
        found.setdefault(row.instrument, []).append(_act(row))
    return {instrument: tuple(acts) for instrument, acts in found.items()}


def _act(row: InstrumentActRecord) -> InstrumentAct:
    return InstrumentAct(
        type=cast(ActType, row.type),
        on=row.on,
        units=tuple(row.units),
        received=row.received,
        annexes=tuple(row.annexes) if row.names_annexes else None,
        articles=tuple(row.articles),
        territories=tuple(row.territories),
        effect_on=row.effect_on,
        cured_on=row.cured_on,
        reasons=row.reasons,
    )


def add_authority(owner: str, *, administration: str, provision: str, name: str, since: date, at: datetime) -> None:
    """Writes the designation of an authority for a provision (CCO-20.3, CCO-45.3)."""
    CompetentAuthority.objects.create(
        marking_id=_public(owner),
        administration=administration,
        provision=provision,
        name=name,
        since=since,
        recorded_at=at,
    )


def _standing(day: date) -> Q:
    """Designations that stand on a day, both ends included."""
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gte=day))


def authorities_on(day: date) -> Mapping[str, tuple[CompetentAuthority, ...]]:
    """The authorities designated on a day, by administration."""
    found: dict[str, list[CompetentAuthority]] = {}
    for row in CompetentAuthority.objects.filter(_standing(day)).order_by("administration", "provision"):
        found.setdefault(row.administration, []).append(row)
    return {code: tuple(rows) for code, rows in found.items()}


def add_contact_point(owner: str, *, administration: str, name: str, email: str, since: date, at: datetime) -> None:
    """Writes the contact point of an administration from a day on (CCO-21.1)."""
    ContactPoint.objects.create(
        marking_id=_public(owner),
        administration=administration,
        name=name,
        email=email,
        since=since,
        recorded_at=at,
    )


def contact_points_on(day: date) -> Mapping[str, ContactPoint]:
    """The contact point in force on a day, by administration."""
    rows = ContactPoint.objects.filter(since__lte=day).order_by("since", "recorded_at")
    return {row.administration: row for row in rows}


def add_official(
    owner: str, *, administration: str, officer: str, since: date, until: date | None, at: datetime
) -> None:
    """Writes the designation of an official to whom information is open (CCO-52.2)."""
    DesignatedOfficial.objects.create(
        marking_id=_public(owner),
        administration=administration,
        officer=officer,
        since=since,
        until=until,
        recorded_at=at,
    )


def officials_on(day: date) -> Mapping[str, tuple[str, ...]]:
    """The designated officials on a day, by administration (CCO-52.6)."""
    found: dict[str, list[str]] = {}
    for row in DesignatedOfficial.objects.filter(_standing(day)).order_by("administration", "officer"):
        found.setdefault(row.administration, []).append(row.officer)
    return {code: tuple(dict.fromkeys(names)) for code, names in found.items()}


def add_filing(owner: str, *, administration: str, kind: str, text: str, received: date, at: datetime) -> None:
    """Writes a filing under CCO-31.3."""
    Filing.objects.create(
        marking_id=_public(owner),
        administration=administration,
        kind=kind,
        text=text,
        received=received,
        recorded_at=at,
    )


def filings_of(administration: str) -> Mapping[str, date]:
    """The day on which each kind of filing first arrived from an administration."""
    rows = Filing.objects.filter(administration=administration).order_by("-received")
    return {row.kind: row.received for row in rows}
