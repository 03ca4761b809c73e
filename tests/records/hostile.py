"""What a test needs to stand before the database as an attacker with SQL would: an identity of its own making."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

import psycopg
from django.conf import settings

from tidewaiter.access.facts import MARKING_FIELDS, Caller, Facts
from tidewaiter.access.verbs import Role
from tidewaiter.records.identity import sign

IDENTITY = "select set_config('app.ident', %s, true)"


def today() -> date:
    """The day in UTC."""
    return datetime.now(UTC).date()


def official(administration: str, *roles: Role, purpose: str = "offences") -> Caller:
    """An officer of an administration who is also a designated official."""
    return Caller(
        administration=administration,
        office=f"{administration}-HQ",
        officer=f"{administration.lower()}.officer",
        roles=frozenset({Role.OFFICER, Role.CAIS_OFFICIAL, *roles}),
        day=today(),
        undertaking=True,
        purpose=purpose,
        case="CASE-1",
    )


def signed(caller: Caller, *, seconds: float = 60) -> str:
    """The identity as the application signs it."""
    return sign(caller, settings.TIDEWAITER.identity_key, time.time() + seconds)


@contextmanager
def acting(connection: psycopg.Connection, caller: Caller) -> Iterator[psycopg.Connection]:
    """A transaction under a genuine identity."""
    with connection.transaction():
        connection.execute(IDENTITY, [signed(caller)])
        yield connection


def count(connection: psycopg.Connection, table: str) -> int:
    """How many rows of a table this connection sees."""
    row = connection.execute(f"select count(*) from {table}").fetchone()
    assert row is not None
    return int(row[0])


def as_json(facts: Facts) -> str:
    """Facts as `app.marking` takes them."""
    return json.dumps({name: getattr(facts, name) for name in MARKING_FIELDS})
