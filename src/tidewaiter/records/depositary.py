"""Reads and writes what the depositary tells (drafts, addressees, proofs, receipts) and keeps (documents)."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, Q, QuerySet

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.records import people, registry
from tidewaiter.records.markings import marking_for
from tidewaiter.records.models import (
    DepositaryNotice,
    NoticeAddressee,
    NoticeProof,
    NoticeReceipt,
    RegisterDocument,
)
from tidewaiter.records.models.marking import known_id
from tidewaiter.treaty.profile import NoticeEvent
from tidewaiter.treaty.provisions import load_instrument
from tidewaiter.treaty.register import Register
from tidewaiter.treaty.rules.notices import NoticeDraft, Target, notices_for

DEPOSITARY_NOTICE = "depositary_notice"
"""The event of the desk notice by which an administration learns that the depositary told it something."""


def draft_notices(
    owner: str,
    *,
    instrument: str,
    event: NoticeEvent,
    unit: str = "",
    units: Sequence[str] = (),
    about: Mapping[str, str],
    fact: str = "",
    day: date,
    at: datetime,
    target: Target = "",
    known: Register | None = None,
) -> tuple[str, ...]:
    """Drafts the notices that the instrument asks for when something happened, and gives their ids, none if none.

    `owner` is the caller's administration, `units` are those concerned, `about` holds what the text says: codes and
    days as text, under names that the words `notice:EVENT` know. Nothing is dispatched: that is an act of its own.
    `known` spares a second reading of the register.
    """
    register = known if known is not None else registry.register()
    drafts = notices_for(load_instrument(instrument), register, event, unit=unit, units=units, day=day)
    concerned = tuple(dict.fromkeys(code for code in (unit, *units) if code))
    inside = _inside()
    return tuple(
        _write(owner, instrument, draft, inside, _Told(concerned, about, fact, target or draft.target, day, at))
        for draft in drafts
    )


@dataclass(frozen=True, slots=True)
class _Told:
    units: tuple[str, ...]
    about: Mapping[str, str]
    fact: str
    target: Target
    day: date
    at: datetime


def _inside() -> Mapping[str, str]:
    """The administration in this system by the unit that it serves; the Organization serves its own organs."""
    known = people.administrations()
    return {"executive_committee" if one.organization else one.unit: one.code for one in known}


def _write(owner: str, instrument: str, draft: NoticeDraft, inside: Mapping[str, str], told: _Told) -> str:
    told_inside = tuple(inside[code] for code in draft.to if code in inside)
    marking = marking_for(Facts(Kind.DISPATCH, owner=owner, parties=told_inside))
    row = DepositaryNotice.objects.create(
        marking_id=marking,
        instrument=instrument,
        event=draft.event,
        provisions=list(draft.provisions),
        units=list(told.units),
        about=dict(told.about),
        fact=uuid.UUID(told.fact) if told.fact else None,
        target=told.target,
        required=draft.required,
        drafted_on=told.day,
        drafted_at=told.at,
    )
    NoticeAddressee.objects.bulk_create(
        NoticeAddressee(marking_id=marking, notice=row, code=code, administration=inside.get(code, ""))
        for code in draft.to
    )
    return str(row.id)


def notices() -> QuerySet[DepositaryNotice]:
    """The notices of which the caller may know, newest first, with addressees, proofs and receipts."""
    rows = DepositaryNotice.objects.select_related("marking").prefetch_related(
        Prefetch("addressees", NoticeAddressee.objects.order_by("code")),
        Prefetch("addressees__proofs", NoticeProof.objects.order_by("recorded_at", "id")),
        Prefetch("receipts", NoticeReceipt.objects.order_by("at", "id")),
    )
    return rows.order_by("-drafted_at", "-id")


def waiting() -> Q:
    """Of notices: those neither dispatched nor dropped."""
    return Q(dispatched_at__isnull=True, dropped_at__isnull=True)


def unproved() -> Q:
    """Of notices: those dispatched with an addressee for whom no proof is recorded."""
    without = NoticeAddressee.objects.filter(proofs__isnull=True)
    return Q(dispatched_at__isnull=False, id__in=without.values("notice_id"))


def notice_by_id(notice_id: str) -> DepositaryNotice | None:
    """The notice with this id, if the caller may know of it."""
    return notices().filter(id=known_id(notice_id)).first()


def facts_of_notice(row: DepositaryNotice) -> Facts:
    """The facts of a notice, for decisions on it."""
    return Facts(
        Kind.DISPATCH,
        owner=row.marking.owner,
        parties=tuple(row.marking.parties),
        released=row.marking.released,
        author=row.dispatched_by,
    )


def dispatch(row: DepositaryNotice, officer: str, at: datetime) -> bool:
    """Marks a draft as dispatched and opens it to its addressees; False where somebody did so or dropped it before."""
    facts = Facts(Kind.DISPATCH, owner=row.marking.owner, parties=tuple(row.marking.parties), released=True)
    marking = marking_for(facts)
    changed = DepositaryNotice.objects.filter(waiting(), id=row.id).update(
        dispatched_at=at, dispatched_by=officer, marking_id=marking
    )
    if changed:
        NoticeAddressee.objects.filter(notice_id=row.id).update(marking_id=marking)
    return bool(changed)


def drop(row: DepositaryNotice, officer: str, why: str, at: datetime) -> bool:
    """Marks a draft as dropped, with the reason; False where it was dispatched or dropped before."""
    found = DepositaryNotice.objects.filter(waiting(), id=row.id)
    return bool(found.update(dropped_at=at, dropped_by=officer, why=why))


def drop_drafts_of(fact: str, officer: str, why: str, at: datetime) -> int:
    """Drops what is drafted about a fact that no longer stands; what was dispatched stays as it is."""
    found = DepositaryNotice.objects.filter(waiting(), fact=known_id(fact))
    return found.update(dropped_at=at, dropped_by=officer, why=why)


def events_told_of(fact: str) -> frozenset[str]:
    """The events of which a notice about a fact is drafted or dispatched already."""
    found = DepositaryNotice.objects.filter(fact=known_id(fact), dropped_at__isnull=True)
    return frozenset(found.values_list("event", flat=True))


def notices_about(fact: str) -> list[DepositaryNotice]:
    """The notices about one fact, newest first."""
    return list(notices().filter(fact=known_id(fact)))


@dataclass(frozen=True, slots=True)
class Proof:
    """Proof of dispatch to one addressee: the day, the way, where to look it up, and when it was received if known."""

    day: date
    how: str
    reference: str = ""
    received_on: date | None = None


def add_proof(addressee: NoticeAddressee, proof: Proof, officer: str, at: datetime) -> None:
    """Writes proof of the dispatch to one addressee; a later one corrects an earlier one."""
    NoticeProof.objects.create(
        marking_id=addressee.marking_id,
        addressee=addressee,
        day=proof.day,
        how=proof.how,
        reference=proof.reference,
        received_on=proof.received_on,
        recorded_by=officer,
        recorded_at=at,
    )


def note_opened(row: DepositaryNotice, administration: str, officer: str, at: datetime) -> None:
    """Writes once that an addressee opened a notice."""
    if NoticeReceipt.objects.filter(notice=row, administration=administration).exists():
        return
    keeper = row.marking.owner
    facts = Facts(Kind.DISPATCH, owner=administration, parties=(keeper,), released=True)
    NoticeReceipt.objects.create(
        marking_id=marking_for(facts), notice=row, administration=administration, officer=officer, at=at
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """What is taken into custody: what it is, of which instrument and act, by whom, where, since when, and its file."""

    kind: str
    instrument: str
    title: str
    language: str
    received_at: datetime
    name: str
    media_type: str
    size: int
    digest: str
    fact: str = ""
    units: tuple[str, ...] = ()
    place: str = ""
    custodian: str = ""
    copy_of: str = ""
    internal: bool = False


def keep_document(owner: str, kept: Kept, officer: str, at: datetime) -> RegisterDocument:
    """Writes a document into custody."""
    kind = Kind.HOUSE if kept.internal else Kind.PUBLIC
    return RegisterDocument.objects.create(
        marking_id=marking_for(Facts(kind, owner=owner)),
        kind=kept.kind,
        instrument=kept.instrument,
        fact=uuid.UUID(kept.fact) if kept.fact else None,
        units=list(kept.units),
        title=kept.title,
        language=kept.language,
        place=kept.place,
        custodian=kept.custodian,
        received_at=kept.received_at,
        name=kept.name,
        media_type=kept.media_type,
        size=kept.size,
        digest=kept.digest,
        copy_of_id=known_id(kept.copy_of) if kept.copy_of else None,
        recorded_by=officer,
        recorded_at=at,
    )


def documents(*, instrument: str = "", fact: str = "") -> QuerySet[RegisterDocument]:
    """The documents in custody of which the caller may know, received last first."""
    found = RegisterDocument.objects.order_by("-received_at", "-id")
    if instrument:
        found = found.filter(instrument=instrument)
    return found.filter(fact=known_id(fact)) if fact else found


def document_by_id(document_id: str) -> RegisterDocument | None:
    """The document with this id, if the caller may know of it."""
    return RegisterDocument.objects.select_related("marking").filter(id=known_id(document_id)).first()
