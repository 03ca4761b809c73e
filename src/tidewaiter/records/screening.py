"""Reads and writes submitted lists and their lines, what is kept quiet, approved elements and kept mappings."""

import hashlib
import hmac
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import F, QuerySet

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.records.markings import marking_for
from tidewaiter.records.models import (
    CentralEntry,
    ElementListRecord,
    ListedLine,
    ListMapping,
    ListTally,
    OrdinaryName,
    SubmittedList,
)
from tidewaiter.records.models.marking import known_id, new_id
from tidewaiter.screening.lists.digests import LinesDigest
from tidewaiter.screening.lists.submitted import RefusedLine, SubmittedLine

CHANNEL = "lists"
"""The channel on which a list announces that it came whole."""
ARRIVING, SCREENING, SCREENED, DELETED = "arriving", "screening", "screened", "deleted"
MOST_REFUSALS = 1_000
_AT_ONCE = 1_000
LATEST_COMMIT = timedelta(minutes=15)
"""An act lasts ten minutes at most: an entry released longer ago than this is seen by now, or never will be."""


def house_facts(administration: str, *, author: str = "", bound: bool = True) -> Facts:
    """The facts of what an administration's own designated officials keep beside the entries, and nobody else sees."""
    return Facts(Kind.ENTRY, owner=administration, author=author, bound=bound)


def digest_key() -> bytes:
    """The key of digests that outlive what they were made of, so that nobody tries names out on a copied database."""
    return hashlib.sha256(b"tidewaiter party digests " + settings.SECRET_KEY.encode()).digest()


def hold(administration: str, digest: str) -> None:
    """Lets one act at a time begin this list, so that it is not taken twice unnoticed."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"list {administration} {digest}"])


def taken_before(administration: str, digest: str) -> SubmittedList | None:
    """The first list of the same file that had come whole, even if its lines are deleted."""
    found = SubmittedList.objects.filter(administration=administration, digest=digest).exclude(state=ARRIVING)
    return found.exclude(lines=0).order_by("submitted_at").first()


def same_content(row: SubmittedList) -> SubmittedList | None:
    """The first other list with the same lines, in whatever order or kind of file they came."""
    found = SubmittedList.objects.filter(administration=row.administration, content_digest=row.content_digest)
    return found.exclude(id=row.id).exclude(state=ARRIVING).order_by("submitted_at").first()


def add_list(administration: str, officer: str, at: datetime, **columns: Any) -> SubmittedList:
    """Writes a list that begins to arrive."""
    return SubmittedList.objects.create(
        marking_id=marking_for(house_facts(administration)),
        administration=administration,
        submitted_by=officer,
        submitted_at=at,
        state=ARRIVING,
        **columns,
    )


def list_by_id(list_id: str) -> SubmittedList | None:
    """The list with this id, if the caller may know of it."""
    return SubmittedList.objects.filter(id=known_id(list_id)).first()


def lists(administration: str) -> QuerySet[SubmittedList]:
    """The lists of one administration, newest first."""
    found = SubmittedList.objects.filter(administration=administration).defer("refusals")
    return found.order_by("-submitted_at", "-id")


@dataclass(frozen=True, slots=True)
class Taken:
    """What one slice of a list comes to."""

    lines: Sequence[SubmittedLine]
    refused: Sequence[RefusedLine]


def add_lines(row: SubmittedList, taken: Taken) -> bool:
    """Writes lines after those that stand there; False where somebody else added some meanwhile."""
    before, digest = row.lines, LinesDigest(row.content_digest)
    for line in taken.lines:
        digest.add(line)
    for refused in taken.refused:
        digest.add(refused)
    where = SubmittedList.objects.filter(id=row.id, state=ARRIVING, taken=row.taken)
    moved = where.update(
        taken=F("taken") + len(taken.lines) + len(taken.refused),
        lines=F("lines") + len(taken.lines),
        flagged=F("flagged") + sum(bool(line.flags) for line in taken.lines),
        refused=F("refused") + len(taken.refused),
        refusals=[*row.refusals, *(each.plain() for each in taken.refused)][:MOST_REFUSALS],
        content_digest=digest.plain,
    )
    if moved != 1:
        return False
    rows = (
        ListedLine(
            id=new_id(),
            marking_id=row.marking_id,
            list=row,
            number=before + place,
            line=line.line,
            row_id=line.row_id[:200],
            content=line.plain(),
        )
        for place, line in enumerate(taken.lines, start=1)
    )
    ListedLine.objects.bulk_create(rows, batch_size=_AT_ONCE)
    row.refresh_from_db()
    return True


def content_digest(row: SubmittedList) -> str:
    """The digest of all that was handed in, whatever its order or kind of file, which outlives the lines."""
    return hmac.new(digest_key(), row.content_digest.encode(), hashlib.sha256).hexdigest()


def change(row: SubmittedList, **columns: Any) -> None:
    """Writes some columns of a list."""
    for name, value in columns.items():
        setattr(row, name, value)
    row.save(update_fields=list(columns))


def move_on(row: SubmittedList, column: str, by: int, **also: Any) -> bool:
    """Moves one of the cursors of a list from where it was read; False where somebody else moved it meanwhile."""
    where = SubmittedList.objects.filter(id=row.id, **{"state": row.state, column: getattr(row, column)})
    moved = where.update(**{column: F(column) + by, **also})
    row.refresh_from_db()
    return moved == 1


def tell_worker() -> None:
    """Hints to the worker that a list waits, once this act is committed; it also looks without being told."""
    with connection.cursor() as cursor:
        cursor.execute(f"notify {CHANNEL}")


def lines_after(row: SubmittedList, number: int, most: int) -> list[ListedLine]:
    """The next lines of a list."""
    return list(ListedLine.objects.filter(list=row, number__gt=number).order_by("number")[:most])


def held(row: SubmittedList) -> SubmittedList | None:
    """The list as it stands now, held until the act ends; None where it was deleted meanwhile."""
    return SubmittedList.objects.select_for_update().exclude(state=DELETED).filter(id=row.id).first()


def delete_lines(row: SubmittedList, officer: str, at: datetime) -> int:
    """Deletes the lines of a list, and with them its hits; what stays are counts and digests."""
    found = ListedLine.objects.filter(list=row)
    count = found.count()
    found._raw_delete("default")
    change(row, state=DELETED, deleted_at=at, deleted_by=officer, refusals=[])
    return count


def add_tally(row: SubmittedList, officer: str, counts: Mapping[str, int]) -> None:
    """Keeps how the hits stood, for this officer alone."""
    facts = Facts(Kind.PERSONAL, owner=row.administration, allow_officers=(officer,))
    # without RETURNING, since the system that writes it does not read it
    ListTally(id=new_id(), marking_id=marking_for(facts), list=row, counts=dict(counts)).save(force_insert=True)


def tallies_of(rows: Collection[SubmittedList]) -> dict[str, Mapping[str, int]]:
    """How the hits of deleted lists stood, as far as the caller may know, by the id of the list."""
    found = ListTally.objects.filter(list__in=[row.id for row in rows])
    return {str(row.list_id): row.counts for row in found}


def waiting() -> list[SubmittedList]:
    """Lists of which lines wait to be screened for the first time, oldest first."""
    return list(SubmittedList.objects.filter(state=SCREENING).defer("refusals").order_by("submitted_at"))


def screened() -> list[SubmittedList]:
    """Lists that were screened and are still kept, oldest first."""
    return list(SubmittedList.objects.filter(state=SCREENED).defer("refusals").order_by("submitted_at"))


def kept_lists() -> list[SubmittedList]:
    """Lists whose lines are still there, whatever their state, oldest first."""
    return list(SubmittedList.objects.exclude(state=DELETED).defer("refusals").order_by("submitted_at"))


def released_since(since: datetime, until: datetime) -> QuerySet[CentralEntry]:
    """Entries that the caller may know of and that were released within a time, oldest first."""
    found = CentralEntry.objects.exclude(released_by="").filter(released_at__gt=since, released_at__lte=until)
    return found.order_by("released_at", "id")


def markings_released(since: datetime, until: datetime) -> list[tuple[datetime, int]]:
    """When entries were released within a time, and under which markings, each pair once."""
    found = released_since(since, until).order_by().values_list("released_at", "marking_id").distinct()
    return [(at, marking) for at, marking in found if at is not None]


@dataclass(frozen=True, slots=True)
class OrdinaryKept:
    """What is kept of an ordinary name: as written, in its normal form, and what narrows it."""

    text: str
    name: str
    birth: str
    document: str
    reason: str
    until: date


def add_ordinary(administration: str, officer: str, kept: OrdinaryKept, at: datetime) -> OrdinaryName:
    """Keeps an ordinary name of an administration."""
    return OrdinaryName.objects.create(
        marking_id=marking_for(house_facts(administration)),
        administration=administration,
        kept_by=officer,
        kept_at=at,
        **{name: getattr(kept, name) for name in OrdinaryKept.__slots__},
    )


def ordinary_by_id(name_id: str) -> OrdinaryName | None:
    """The ordinary name with this id, if the caller may know of it."""
    return OrdinaryName.objects.filter(id=known_id(name_id)).first()


def withdraw_ordinary(row: OrdinaryName, officer: str, at: datetime) -> None:
    """Takes an ordinary name back."""
    row.withdrawn_by, row.withdrawn_at = officer, at
    row.save(update_fields=["withdrawn_by", "withdrawn_at"])


def ordinary_names(administration: str, day: date) -> QuerySet[OrdinaryName]:
    """The ordinary names of an administration that count on a day."""
    return OrdinaryName.objects.filter(administration=administration, until__gte=day, withdrawn_at__isnull=True)


def forget_ordinary(day: date) -> int:
    """Deletes ordinary names that ended before a day; gives their number."""
    return OrdinaryName.objects.filter(until__lt=day)._raw_delete("default")


def add_elements(owner: str, officer: str, at: datetime, **columns: Any) -> ElementListRecord:
    """Records a list of approved elements; every Member reads it."""
    return ElementListRecord.objects.create(
        marking_id=marking_for(Facts(Kind.PUBLIC, owner=owner)), recorded_by=officer, recorded_at=at, **columns
    )


def element_lists() -> list[ElementListRecord]:
    """The recorded lists of elements, the one that comes or came into force last first."""
    return list(ElementListRecord.objects.order_by("-in_force_from", "-recorded_at"))


def elements_in_force(day: date) -> ElementListRecord | None:
    """The list of elements that counts on a day; of two from one day the one that was recorded later."""
    return ElementListRecord.objects.filter(in_force_from__lte=day).order_by("-in_force_from", "-recorded_at").first()


def save_mapping(administration: str, officer: str, name: str, mapping: Mapping[str, Any], at: datetime) -> None:
    """Keeps how a source's lists are read, in place of what was kept under the name."""
    values = {
        "marking_id": marking_for(house_facts(administration)),
        "mapping": dict(mapping),
        "saved_by": officer,
        "saved_at": at,
    }
    ListMapping.objects.update_or_create(administration=administration, name=name, defaults=values)


def mappings(administration: str) -> list[ListMapping]:
    """The kept readings of one administration, by name."""
    return list(ListMapping.objects.filter(administration=administration).order_by("name"))
