"""Hears what the database says on a channel: a row committed is told at once, without waiting for the minute's job."""

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

    def __init__(
        self, heard: Callable[[], None], *, channel: str = CHANNEL, settling: float = 0.0, patience: float = 5.0
    ) -> None:
        """`patience` is in seconds: how long a silence or a lost database is waited out.

        With `settling` what is said within so many seconds is heard once, and once at the beginning.
        """
        super().__init__(name=f"{channel}-listener", daemon=True)
        self._heard = heard
        self._channel = channel
        self._settling = settling
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
                logger.warning("the channel %s is not heard: %s", self._channel, type(problem).__name__)
                self._ended.wait(self._patience)

    def _listen(self) -> None:
        with psycopg.connect(_address(), autocommit=True) as listening:
            listening.execute(f"LISTEN {self._channel}")
            self.listening.set()
            if self._settling:
                self._heard()
            while not self._ended.is_set():
                if not list(listening.notifies(timeout=self._patience, stop_after=1)):
                    continue
                if self._settling:
                    list(listening.notifies(timeout=self._settling))
                self._heard()


def _address() -> str:
    given = connection.settings_dict
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    address = {ours: str(given[theirs]) for theirs, ours in names.items() if given.get(theirs)}
    plain = {name: value for name, value in given["OPTIONS"].items() if isinstance(value, str)}
    return make_conninfo(**{**plain, **address})
