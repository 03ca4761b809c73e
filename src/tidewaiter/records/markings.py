"""Turns the facts of a record into the id of its marking."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection, transaction

from tidewaiter.access.facts import MARKING_FIELDS, Facts, Kind
from tidewaiter.records.models import Marking
from tidewaiter.records.reading import columns, made


def marking_for(facts: Facts) -> int:
    """The id of the marking with these facts, made when new; the database refuses one that is not the caller's."""
    with connection.cursor() as cursor:
        cursor.execute("select app.marking(%s)", [json.dumps(_plain(facts), sort_keys=True)])
        return int(cursor.fetchone()[0])


def marking_again(facts: Facts) -> int:
    """The same for a record that every act writes: once a transaction that asked has committed, it is remembered.

    Markings are never changed nor deleted, and whether the caller may write under this one its policy still says.
    """
    connection.ensure_connection()
    remembered = _remembered.setdefault(connection.connection, {})
    known = remembered.get(facts)
    if known is not None:
        return known
    marking = marking_for(facts)
    transaction.on_commit(lambda: remembered.setdefault(facts, marking))
    return marking


# A connection leads to one database; another may hold the same marking under another id.
_remembered: WeakKeyDictionary[Any, dict[Facts, int]] = WeakKeyDictionary()


def markings_known(kind: Kind, ids: Iterable[int]) -> dict[int, Marking]:
    """The markings of a kind with these ids, of those that the caller may see."""
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, [kind.value, list(ids)])
        found = [made(Marking, row) for row in cursor.fetchall()]
    return {marking.id: marking for marking in found}


KNOWN = f"select {columns(Marking, 'known')} from app.known_of_kind(%s, %s::bigint[]) known"  # noqa: S608  # our own names
"""What `markings_known` asks, of a kind and ids."""


def _plain(facts: Facts) -> Mapping[str, object]:
    plain: dict[str, object] = {}
    for name in MARKING_FIELDS:
        value = getattr(facts, name)
        if isinstance(value, tuple):
            plain[name] = sorted(set(value))
        else:
            plain[name] = value.isoformat() if isinstance(value, date) else value
    return plain


def facts_of(marking: Marking) -> Facts:
    """The facts that a marking stands for."""
    values = {name: getattr(marking, name) for name in MARKING_FIELDS}
    lists = {name: tuple(value) for name, value in values.items() if isinstance(value, list)}
    return Facts(**{**values, **lists, "kind": Kind(marking.kind)})
