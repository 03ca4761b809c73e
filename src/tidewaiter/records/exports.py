"""Reads what may leave, and keeps the record of what left (CCO-47.1.vi)."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.records.markings import marking_for
from tidewaiter.records.models import CentralEntry, ExportRecord

_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def entries(*, category: str, supplier: str, released: bool | None, most: int) -> list[CentralEntry]:
    """Entries that the caller sees for the stated purpose, in the order of their numbers, up to `most`."""
    fits = Q()
    if category:
        fits &= Q(category=category)
    if supplier:
        fits &= Q(supplier=supplier)
    if released is not None:
        fits &= ~Q(released_by="") if released else Q(released_by="")
    found = CentralEntry.objects.select_related("marking").filter(fits)
    return list(found.order_by("supplier", "number")[:most])


def new_serial(administration: str) -> str:
    """A number for a medium that does not tell how many there are."""
    return f"{administration}-X-" + "".join(secrets.choice(_LETTERS) for _ in range(8))


@dataclass(frozen=True, slots=True)
class Left:
    """What is recorded of one export."""

    serial: str
    purpose: str
    case: str
    format: str
    filters: Mapping[str, str]
    entries: int
    digest: str
    carrier: str
    handed_over_on: date
    destroy_on: date


def add_record(administration: str, officer: str, left: Left, at: datetime) -> ExportRecord:
    """Keeps the record of one export, for its own administration."""
    return ExportRecord.objects.create(
        marking_id=marking_for(Facts(Kind.HOUSE, owner=administration)),
        administration=administration,
        exported_by=officer,
        exported_at=at,
        **{name: getattr(left, name) for name in Left.__dataclass_fields__},
    )


def records(administration: str, most: int) -> list[ExportRecord]:
    """The exports of one administration, newest first."""
    return list(ExportRecord.objects.filter(administration=administration).order_by("-exported_at", "-id")[:most])
