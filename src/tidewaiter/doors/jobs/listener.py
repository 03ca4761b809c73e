"""Hears the outbox: a row committed is told within a second, without waiting for the minute's job."""

import logging
import threading
from collections.abc import Callable

import psycopg
from django.db import connection
from psycopg.conninfo import make_conninfo

CHANNEL = "outbox"
logger = logging.getLogger(__name__)


class Listener(threading.Thread):
    """Listens on a connection of its own and calls `heard`; when the database goes away it comes back."""

    def __init__(self, heard: Callable[[], None], *, patience: float = 5.0) -> None:
        """`patience` is in seconds: how long a silence or a lost database is waited out."""
        super().__init__(name="outbox-listener", daemon=True)
        self._heard = heard
        self._patience = patience
        self._ended = threading.Event()
        self.listening = threading.Event()

    def end(self) -> None:
        """Stop after the present wait."""
        self._ended.set()

    def run(self) -> None:
        """Listen until told to end; a failure is logged, since the periodic job is the guarantee."""
        while not self._ended.is_set():
            try:
                self._listen()
            except Exception as problem:
                self.listening.clear()
                logger.warning("the outbox is not heard: %s", type(problem).__name__)
                self._ended.wait(self._patience)

    def _listen(self) -> None:
        with psycopg.connect(_address(), autocommit=True) as listening:
            listening.execute(f"LISTEN {CHANNEL}")
            self.listening.set()
            while not self._ended.is_set():
                for _ in listening.notifies(timeout=self._patience, stop_after=1):
                    self._heard()


def _address() -> str:
    given = connection.settings_dict
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    address = {ours: str(given[theirs]) for theirs, ours in names.items() if given.get(theirs)}
    plain = {name: value for name, value in given["OPTIONS"].items() if isinstance(value, str)}
    return make_conninfo(**{**plain, **address})
