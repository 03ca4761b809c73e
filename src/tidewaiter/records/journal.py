"""Appends to the journal: a permanent skeleton, an erasable body, and a leaf for the seal to come."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache

from django.db import connection

from tidewaiter.access.facts import Caller, Facts, Kind
from tidewaiter.records.guards import source_digest
from tidewaiter.records.markings import marking_again
from tidewaiter.records.models import JournalEntry
from tidewaiter.records.models.marking import new_id


def canonical(value: object) -> bytes:
    """JSON in one spelling, so that a digest made today is made again in ten years."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str).encode(
        "utf-8", "replace"
    )


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
    marking = marking_again(Facts(Kind.JOURNAL, owner=caller.administration))
    salt, content = secrets.token_hex(16), _storable(json.loads(canonical(about)))
    entry = JournalEntry(
        id=new_id(),
        marking_id=marking,
        at=at,
        verb=verb,
        outcome=outcome,
        administration=caller.administration,
        officer=caller.officer,
        provisions=list(provisions),
        policy=_policy(),
        body_digest=body_digest(salt, content),
    )
    entry.leaf = leaf(entry)
    with connection.cursor() as cursor:
        cursor.execute(
            _APPEND,
            {
                **{name: getattr(entry, name) for name in _SKELETON},
                "provisions": json.dumps(entry.provisions),
                "body": new_id(),
                "salt": salt,
                "content": json.dumps(content),
                "erase_on": erase_on,
            },
        )


_SKELETON = tuple(field.attname for field in JournalEntry._meta.concrete_fields)
# both in one statement, since every act makes it
_APPEND = (
    f"with entry as (insert into records_journalentry ({', '.join(_SKELETON)}) "  # noqa: S608  # names of our own columns
    f"values ({', '.join(f'%({name})s' for name in _SKELETON)})) "
    "insert into records_journalbody (id, marking_id, entry_id, salt, content, erase_on) "
    "values (%(body)s, %(marking_id)s, %(id)s, %(salt)s, %(content)s, %(erase_on)s)"
)


@cache
def _policy() -> str:
    """The digest of the policy under which this process runs, reckoned once."""
    return source_digest()


def body_digest(salt: str, content: object) -> str:
    """The salted digest by which the skeleton vouches for a body that may be erased before it."""
    return hashlib.sha256(salt.encode() + canonical(content)).hexdigest()


def _storable(value: object) -> object:
    """PostgreSQL keeps no NUL in JSON; an attempt that held one is told all the same."""
    if isinstance(value, str):
        return value.replace("\0", "\ufffd")
    if isinstance(value, dict):
        return {str(_storable(name)): _storable(part) for name, part in value.items()}
    return [_storable(part) for part in value] if isinstance(value, list) else value


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
