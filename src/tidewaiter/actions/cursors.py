"""Reads and writes the cursors of pages: callers pass them back unread.

A list in the order in which its records came goes on after the last record shown, so that nothing is shown twice or
left out when something is added meanwhile. A list in another order goes on at a position.
"""

import base64
import binascii
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from tidewaiter.actions.act import Fault, Invalid

R = TypeVar("R", bound=Model)

_APART = "/"
_FURTHEST = 2**31


def page_of(found: QuerySet[R], after: str, most: int, *, by: str) -> tuple[list[R], str]:
    """One page of what is ordered by a time falling and the id falling, and the cursor of the next, if there is one."""
    if after:
        at, id = _last_shown(after)
        found = found.filter(Q(**{f"{by}__lt": at}) | Q(**{by: at, "id__lt": id}))
    rows = list(found[: most + 1])
    if len(rows) <= most:
        return rows, ""
    last = rows[most - 1]
    return rows[:most], _written(f"{getattr(last, by).isoformat()}{_APART}{last.pk}")


def _last_shown(after: str) -> tuple[datetime, UUID]:
    at, apart, id = _read(after).partition(_APART)
    try:
        moment = datetime.fromisoformat(at)
        named = UUID(id)
    except ValueError as problem:
        raise _bad() from problem
    if not apart or moment.utcoffset() != timedelta():
        raise _bad()
    return moment, named


def cursor_position(after: str) -> int:
    """Reads a cursor that is a position; Invalid when it is not one of ours."""
    if not after:
        return 0
    text = _read(after)
    if not text.isdigit() or int(text) >= _FURTHEST:
        raise _bad()
    return int(text)


def cursor_at(position: int) -> str:
    """Writes a cursor that is a position."""
    return _written(str(position))


def _written(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode()


def _read(after: str) -> str:
    try:
        return base64.urlsafe_b64decode(after.encode("ascii", "replace")).decode("ascii")
    except (ValueError, binascii.Error) as problem:
        raise _bad() from problem


def _bad() -> Invalid:
    return Invalid((Fault("bad_cursor", "after", "SYS-7"),))
