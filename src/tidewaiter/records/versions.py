"""The instruments that this installation adds: each version waits until a second person has verified it."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q

from tidewaiter.records.models import InstrumentVersion
from tidewaiter.records.models.marking import known_id


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an added instrument: who wrote it, and who stands behind it since when."""

    id: str
    instrument: str
    family: str
    profile: str
    administration: str
    source: str
    recorded_by: str
    recorded_at: datetime
    verified_by: str
    verified_at: datetime | None
    withdrawn_at: datetime | None


def add_version(version: Version) -> str:
    """Writes a version that waits for its verification; gives its id."""
    row = InstrumentVersion.objects.create(
        instrument=version.instrument,
        family=version.family,
        profile=version.profile,
        administration=version.administration,
        source=version.source,
        recorded_by=version.recorded_by,
        recorded_at=version.recorded_at,
    )
    return str(row.id)


def verify_version(version_id: str, *, by: str, at: datetime) -> bool:
    """Marks a version as verified; False where it no longer waits."""
    waiting = InstrumentVersion.objects.filter(
        id=known_id(version_id), verified_at__isnull=True, withdrawn_at__isnull=True
    )
    return waiting.update(verified_by=by, verified_at=at) == 1


def withdraw_version(version_id: str, *, at: datetime) -> bool:
    """Takes a version back from a moment on; False where that was done before."""
    standing = InstrumentVersion.objects.filter(id=known_id(version_id), withdrawn_at__isnull=True)
    return standing.update(withdrawn_at=at) == 1


def version(version_id: str) -> Version | None:
    """One version, or None."""
    row = InstrumentVersion.objects.filter(id=known_id(version_id)).first()
    return None if row is None else _version(row)


def every_version(instrument: str = "") -> tuple[Version, ...]:
    """All versions of one instrument or of all, oldest first."""
    chosen = Q(instrument=instrument) if instrument else Q()
    return tuple(map(_version, InstrumentVersion.objects.filter(chosen).order_by("recorded_at", "id")))


def versions(*, believed: datetime | None = None) -> tuple[Version, ...]:
    """For each instrument the version that counted at a moment (None: now), or else the last that waited then."""
    found: dict[str, Version] = {}
    for each in every_version():
        recorded = believed is None or each.recorded_at <= believed
        gone = each.withdrawn_at is not None and (believed is None or each.withdrawn_at <= believed)
        if not recorded or gone:
            continue
        counts = each.verified_at is not None and (believed is None or each.verified_at <= believed)
        shown = each if counts else replace(each, verified_by="", verified_at=None)
        before = found.get(each.instrument)
        if before is None or _rank(shown) >= _rank(before):
            found[each.instrument] = shown
    return tuple(found[instrument] for instrument in sorted(found))


def _rank(version: Version) -> tuple[bool, datetime]:
    return version.verified_at is not None, version.verified_at or version.recorded_at


def _version(row: InstrumentVersion) -> Version:
    return Version(
        id=str(row.id),
        instrument=row.instrument,
        family=row.family,
        profile=row.profile,
        administration=row.administration,
        source=row.source,
        recorded_by=row.recorded_by,
        recorded_at=row.recorded_at,
        verified_by=row.verified_by,
        verified_at=row.verified_at,
        withdrawn_at=row.withdrawn_at,
    )
