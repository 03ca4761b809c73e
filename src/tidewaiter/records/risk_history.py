"""What lists leave behind for risk assessment: keyed digests of traders and containers with a term, counts of values.

The digests are made with a key of this installation, so that a copied table cannot be tried with names from elsewhere;
they go when nothing was seen under them for as long as a condition can look back. Of traders none is made unless a
profile asks for it: what nobody asks is not kept.
"""

import hashlib
import hmac
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import connection
from django.db.models import Min

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.records.markings import marking_for
from tidewaiter.records.models import ConfirmedContainer, SeenTrader, ValueCount
from tidewaiter.records.models.marking import known_id, new_id
from tidewaiter.screening.risk.conditions import MOST_MONTHS
from tidewaiter.screening.risk.declared import Declared
from tidewaiter.screening.risk.history import Fence, History, fence_of, step_of
from tidewaiter.treaty.rules.months import add_months

_CURRENCY_LETTERS = 3
_YEARS = 2
"""Counts of this year and the one before make the fence; older prices say little."""


def history_for(administration: str, list_id: str, lines: Sequence[Declared], day: date) -> History:
    """What own lists other than this one say of these lines on a day."""
    return History(
        day,
        since=_since(administration),
        traders=_traders(administration, list_id, lines),
        containers=_containers(administration, lines),
        fences=_fences(administration, lines, day),
    )


def _since(administration: str) -> date | None:
    """The first day of which a trader is still noted; digests that went by their term can only make it later."""
    found: date | None = SeenTrader.objects.filter(administration=administration).aggregate(day=Min("first_on"))["day"]
    return found


def _traders(administration: str, list_id: str, lines: Sequence[Declared]) -> dict[str, date]:
    digests = {_digest(administration, key): key for key in _keys(lines)}
    rows = SeenTrader.objects.filter(administration=administration, digest__in=list(digests))
    own = known_id(list_id)
    days = ((digests[row.digest], row.before_on if row.last_list == own else row.last_on) for row in rows)
    return {key: day for key, day in days if day is not None}


def _keys(lines: Iterable[Declared]) -> set[str]:
    return {key for line in lines for trader in line.traders for key in trader.keys}


def _containers(administration: str, lines: Sequence[Declared]) -> dict[str, date]:
    digests = {_digest(administration, f"container:{each}"): each for line in lines for each in line.containers}
    rows = ConfirmedContainer.objects.filter(administration=administration, digest__in=list(digests))
    return {digests[row.digest]: row.confirmed_on for row in rows}


def _fences(administration: str, lines: Sequence[Declared], day: date) -> dict[tuple[str, str], Fence]:
    asked = {(line.heading, line.currency) for line in lines if line.heading and line.value_per_kg}
    found = ValueCount.objects.filter(
        administration=administration,
        year__gt=day.year - _YEARS,
        heading__in={heading for heading, _ in asked},
    )
    counted: dict[tuple[str, str], Counter[int]] = {}
    for row in found:
        counted.setdefault((row.heading, row.currency), Counter())[row.step] += row.lines
    fences = {key: fence_of(steps) for key, steps in counted.items() if key in asked}
    return {key: fence for key, fence in fences.items() if fence is not None}


def note_traders(administration: str, list_id: str, lines: Sequence[Declared], day: date) -> None:
    """Leaves behind that the traders of these lines stood in a list, once the lines were assessed."""
    digests = sorted(_digest(administration, key) for key in _keys(lines))
    with connection.cursor() as cursor:
        cursor.execute(
            _NOTE_TRADERS,
            {
                "ids": [new_id() for _ in digests],
                "marking": _own(administration),
                "home": administration,
                "digests": digests,
                "list": known_id(list_id),
                "day": day,
                "end": add_months(day, MOST_MONTHS),
            },
        )


_NOTE_TRADERS = """
insert into records_seentrader as known
    (id, marking_id, administration, digest, first_on, last_list, last_on, delete_on)
select id, %(marking)s, %(home)s, digest, %(day)s, %(list)s, %(day)s, %(end)s
from unnest(%(ids)s::uuid[], %(digests)s::text[]) given(id, digest)
on conflict (administration, digest) do update
set before_on = known.last_on, last_on = excluded.last_on, last_list = excluded.last_list,
    delete_on = excluded.delete_on
where known.last_list <> excluded.last_list
"""


def count_values(administration: str, lines: Sequence[Declared], day: date) -> None:
    """Adds the values per kilogram of these lines to the counts of the year, in an order that no two slices reverse."""
    counted = Counter(
        (line.heading, line.currency, step_of(line.value_per_kg))
        for line in lines
        if line.heading and line.value_per_kg and len(line.currency) == _CURRENCY_LETTERS
    )
    found = sorted(counted)
    given: dict[str, Any] = {
        "ids": [new_id() for _ in found],
        "headings": [heading for heading, _, _ in found],
        "currencies": [currency for _, currency, _ in found],
        "steps": [step for _, _, step in found],
        "lines": [counted[each] for each in found],
    }
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNT_VALUES, {**given, "marking": _own(administration), "home": administration, "year": day.year}
        )


_COUNT_VALUES = """
insert into records_valuecount as known (id, marking_id, administration, year, heading, currency, step, lines)
select id, %(marking)s, %(home)s, %(year)s, heading, currency, step, lines
from unnest(%(ids)s::uuid[], %(headings)s::text[], %(currencies)s::text[], %(steps)s::smallint[], %(lines)s::integer[])
    given(id, heading, currency, step, lines)
on conflict (administration, year, heading, currency, step) do update set lines = known.lines + excluded.lines
"""


def note_confirmed(administration: str, containers: Iterable[str], day: date) -> None:
    """Remembers the containers of a line on which an officer confirmed a hit or a risk."""
    for container in containers:
        ConfirmedContainer.objects.update_or_create(
            administration=administration,
            digest=_digest(administration, f"container:{container}"),
            defaults={"confirmed_on": day, "delete_on": add_months(day, MOST_MONTHS)},
            create_defaults={
                "marking_id": _own(administration),
                "confirmed_on": day,
                "delete_on": add_months(day, MOST_MONTHS),
            },
        )


def forget(day: date, asking: Collection[str]) -> int:
    """Deletes what is past its term or its year, and all on traders where no profile asks (for the system's job)."""
    gone = (
        SeenTrader.objects.exclude(delete_on__gt=day, administration__in=asking),
        ConfirmedContainer.objects.filter(delete_on__lte=day),
        ValueCount.objects.filter(year__lte=day.year - _YEARS),
    )
    return sum(found._raw_delete("default") for found in gone)


def _own(administration: str) -> int:
    return marking_for(Facts(Kind.HOUSE, owner=administration))


def _digest(administration: str, key: str) -> str:
    """A digest under the key of this administration in this installation."""
    return hmac.new(_key(settings.SECRET_KEY, administration), key.encode(), hashlib.sha256).hexdigest()


@lru_cache(maxsize=64)
def _key(secret: str, administration: str) -> bytes:
    info = f"tidewaiter risk history {administration}".encode()
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret.encode())
