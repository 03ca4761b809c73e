"""What is to be told after commit: outbox rows written by acts, and the desk notices that the system makes of them."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.records.markings import marking_for
from tidewaiter.records.models import Notice, OutboxRow
from tidewaiter.records.models.marking import known_id, new_id

CHANNEL = "outbox"
"""The channel on which a committed row announces itself; the worker also looks without being told."""


def put(owner: str, *, event: str, addressee: str, subject: str, params: Mapping[str, str], at: datetime) -> None:
    """Writes a row in the act's own transaction, so that nothing is told that did not happen."""
    OutboxRow(
        id=new_id(),
        marking_id=marking_for(Facts(Kind.OUTBOX, owner=owner)),
        event=event,
        addressee=addressee,
        subject=subject,
        params=dict(params),
        written_at=at,
    ).save(force_insert=True)
    with connection.cursor() as cursor:
        cursor.execute(f"notify {CHANNEL}")


def deliver(at: datetime, most: int) -> list[Notice]:
    """Makes desk notices of up to `most` undelivered rows, once each; a row that another worker holds is left to it."""
    rows = OutboxRow.objects.select_for_update(skip_locked=True).filter(delivered_at__isnull=True)
    made = []
    for row in rows.order_by("written_at", "id")[:most]:
        made.append(
            Notice.objects.create(
                marking_id=marking_for(Facts(Kind.NOTICE, owner=row.addressee)),
                outbox_id=row.id,
                administration=row.addressee,
                event=row.event,
                subject=row.subject,
                params=row.params,
                at=row.written_at,
            )
        )
        row.delivered_at = at
        row.save(update_fields=["delivered_at"])
    return made


def notices(*, unseen: bool = False) -> QuerySet[Notice]:
    """The notices to the caller's administration, newest first; all, or those that nobody acknowledged."""
    found = Notice.objects.order_by("-at", "-id")
    return found.filter(seen_at__isnull=True) if unseen else found


def notice_by_id(notice_id: str | UUID) -> Notice | None:
    """The notice with this id, if the caller may know of it."""
    return Notice.objects.filter(id=known_id(notice_id)).first()


def open_notice(notice: Notice, officer: str, at: datetime) -> None:
    """Notes who opened a notice first, and when."""
    Notice.objects.filter(id=notice.id, opened_at__isnull=True).update(opened_at=at, opened_by=officer)


def open_notices_about(subject: str | UUID, officer: str, at: datetime) -> None:
    """Notes that an officer opened what notices are about: the first to do so opened them too."""
    Notice.objects.filter(subject=str(subject), opened_at__isnull=True).update(opened_at=at, opened_by=officer)


def acknowledge(found: QuerySet[Notice], officer: str, at: datetime) -> int:
    """Notes who took note of these notices, and when; gives how many nobody had acknowledged before."""
    opened = found.filter(opened_at__isnull=True)
    opened.update(opened_at=at, opened_by=officer)
    return found.filter(seen_at__isnull=True).update(seen_at=at, seen_by=officer)


def told_and_unseen(administration: str, event: str) -> bool:
    """Tells whether an administration was told of such an event, or is about to be, and has not acknowledged it."""
    waiting = OutboxRow.objects.filter(addressee=administration, event=event, delivered_at__isnull=True)
    standing = Notice.objects.filter(administration=administration, event=event, seen_at__isnull=True)
    return waiting.exists() or standing.exists()
