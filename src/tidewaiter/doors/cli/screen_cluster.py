"""Splits a list over the workers of a Dask cluster, on one machine or many; the hits are those of a single machine.

Each worker is sent the entries once and builds its index of them once. Slices of the list go out as workers are free,
and their hits come back in the order of the list. What a lost worker had is given to another.
"""

import pickle
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError
from dataclasses import replace
from gettext import gettext as _
from hashlib import sha256
from itertools import islice
from threading import Lock
from typing import Any

from distributed import Client, KilledWorker

from tidewaiter.doors.cli.errors import CommandError
from tidewaiter.doors.cli.screen_hits import Hit, Order, hits
from tidewaiter.doors.cli.screen_lists import Entries
from tidewaiter.screening.index.finding import Index
from tidewaiter.screening.run import Asked

SLICE = 1_000
_SLICES_A_THREAD = 2
_LOSSES = 5
_SECONDS_TO_CONNECT = 10
_SECONDS_FOR_A_WORKER = 30

_indexes: dict[str, Index] = {}
_building = Lock()


def hits_of_cluster(address: str, entries: Entries, asked: Iterable[Asked], order: Order) -> Iterator[Hit]:
    """The rows of the table of hits, computed by the workers behind a scheduler's address."""
    try:
        client: Any = Client(  # type: ignore[no-untyped-call]
            address, timeout=_SECONDS_TO_CONNECT, set_as_default=False
        )
        client.wait_for_workers(1, timeout=_SECONDS_FOR_A_WORKER)
    except (OSError, ValueError, TimeoutError) as error:
        told = _("no Dask scheduler with workers answers at %(address)s: %(why)s")
        raise CommandError(told % {"address": address, "why": error}) from error
    with client:
        yield from _Split(client, entries, order).hits(asked)


class _Split:
    """One list on its way through a cluster: at any time a few slices for each thread of the workers are out."""

    def __init__(self, client: Any, entries: Entries, order: Order) -> None:
        self._client = client
        # One bytes object: the workers pass it on among each other, and unpack it once.
        self._packed = pickle.dumps(entries.indexed)
        self._digest = sha256(self._packed).hexdigest()
        self._order = replace(order, threads=1)
        self._losses = 0
        self._sent = self._send()

    def hits(self, asked: Iterable[Asked]) -> Iterator[Hit]:
        """The hits of all slices in the order of the list."""
        slices = _slices(asked)
        out: deque[tuple[list[Asked], Any]] = deque()
        while True:
            for questions in islice(slices, max(0, self._at_once() - len(out))):
                out.append((questions, self._asked(questions)))
            if not out:
                return
            yield from self._answer(*out.popleft())

    def _at_once(self) -> int:
        threads: int = sum(self._client.nthreads().values())
        return max(2, _SLICES_A_THREAD * threads)

    def _send(self) -> Any:
        return self._client.scatter(self._packed, broadcast=True, hash=False)

    def _asked(self, questions: list[Asked]) -> Any:
        return self._client.submit(
            hits_of_slice, self._sent, self._digest, questions, self._order, pure=False, retries=_LOSSES
        )

    def _answer(self, questions: list[Asked], future: Any) -> list[Hit]:
        while True:
            try:
                return list(future.result())
            except (CancelledError, KilledWorker) as error:
                # Every worker that held the entries is gone: they are sent anew to those that there are now.
                self._losses += 1
                if self._losses > _LOSSES:
                    raise CommandError(_("the workers were lost again and again; nothing was written")) from error
                self._client.wait_for_workers(1, timeout=_SECONDS_FOR_A_WORKER)
                self._sent = self._send()
                future = self._asked(questions)


def _slices(asked: Iterable[Asked]) -> Iterator[list[Asked]]:
    questions = iter(asked)
    while some := list(islice(questions, SLICE)):
        yield some


def hits_of_slice(packed: bytes, digest: str, questions: list[Asked], order: Order) -> list[Hit]:
    """What a worker does with one slice; the index of these entries is built by the first and kept for the rest."""
    with _building:
        if digest not in _indexes:
            _indexes.clear()
            _indexes[digest] = Index.of(pickle.loads(packed))  # noqa: S301  # sent by our own client
        index = _indexes[digest]
    return list(hits(index, questions, order))
