"""Appends to the journal: a permanent skeleton, an erasable body, and a leaf for the seal to come."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import date, datetime

from tidewaiter.access.facts import Caller, Facts, Kind
from tidewaiter.records.guards import source_digest
from tidewaiter.records.markings import marking_for
from tidewaiter.records.models import JournalBody, JournalEntry
from tidewaiter.records.models.marking import new_id


def canonical(value: object) -> bytes:
    """JSON in one spelling, so that a digest made today is made again in ten years."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str).encode()


def append(
    caller: Caller,
    *,
    verb: str,
    outcome: str,
    provisions: tuple[str, ...],
    about: Mapping[str, object],
    at: datetime,
    erase_on: date | None = None,
) -> None:
    """Writes one entry in the current transaction, as the caller (CCO-47.1)."""
    marking = marking_for(Facts(Kind.JOURNAL, owner=caller.administration))
    salt = secrets.token_hex(16)
    body_digest = hashlib.sha256(salt.encode() + canonical(about)).hexdigest()
    entry = JournalEntry(
        id=new_id(),
        marking_id=marking,
        at=at,
        verb=verb,
        outcome=outcome,
        administration=caller.administration,
        officer=caller.officer,
        provisions=list(provisions),
        policy=source_digest(),
        body_digest=body_digest,
    )
    entry.leaf = leaf(entry)
    entry.save(force_insert=True)
    content = json.loads(canonical(about))
    JournalBody(id=new_id(), marking_id=marking, entry=entry, salt=salt, content=content, erase_on=erase_on).save(
        force_insert=True
    )


def leaf(entry: JournalEntry) -> str:
    """The RFC 6962 leaf hash of the skeleton; the body enters only through its salted digest."""
    skeleton = [
        str(entry.id),
        entry.at.isoformat(),
        entry.verb,
        entry.outcome,
        entry.administration,
        entry.officer,
        entry.provisions,
        entry.policy,
        entry.body_digest,
    ]
    return hashlib.sha256(b"\0" + canonical(skeleton)).hexdigest()
