"""What is to be told after commit: outbox rows written by acts, and the desk notices that the system makes of them."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.records.markings import marking_for
from tidewaiter.records.models import Notice, OutboxRow
from tidewaiter.records.models.marking import new_id

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


def unmailed(most: int) -> list[Notice]:
    """Notices whose e-mail was not sent yet, oldest first."""
    found = Notice.objects.select_for_update(skip_locked=True).filter(mailed_at__isnull=True)
    return list(found.order_by("at", "id")[:most])


def mailed(notice: Notice, at: datetime) -> None:
    """Notes that a notice's e-mail was sent, or that there is nobody to send it to."""
    notice.mailed_at = at
    notice.save(update_fields=["mailed_at"])


def notices(limit: int) -> list[Notice]:
    """The newest notices to the caller's administration."""
    return list(Notice.objects.order_by("-at", "-id")[:limit])
