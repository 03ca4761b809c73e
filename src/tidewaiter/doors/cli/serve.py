"""`tidewaiter serve`: the web pages and the API under gunicorn, the fastest here for synchronous Django."""

import argparse
import gc
import logging
from gettext import gettext as _
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from gunicorn.app.base import BaseApplication
from gunicorn.util import import_app

from tidewaiter.actions.central import warm_search

MEMORY_FOLDER = Path("/dev/shm")
logger = logging.getLogger(__name__)


class Site(BaseApplication):
    """Our site as gunicorn wants it; the application is loaded, and so checked, before the workers part."""

    def __init__(self, options: dict[str, Any]) -> None:
        self._chosen = options
        super().__init__()

    def load_config(self) -> None:
        """Hand gunicorn our options."""
        for name, value in self._chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Return the WSGI application; CommandError if the database is not as it must be."""
        application = import_app("tidewaiter.config.wsgi:application")
        gc.freeze()  # what is loaded stays to the end: no worker's collector need walk it, nor copy its pages
        return application


def main(argv: list[str]) -> int:
    """Serve until told to stop; does not return before."""
    parser = argparse.ArgumentParser(prog="tidewaiter serve", description=_("Answer the web pages and the API."))
    parser.add_argument("--host", default="127.0.0.1", help=_("address to listen on (default: this machine only)"))
    parser.add_argument(
        "--port", type=int, default=settings.TIDEWAITER.port, help=_("port to listen on (PORT, else 8000)")
    )
    parser.add_argument("--workers", type=int, default=2, help=_("processes, each answering one at a time (2)"))
    chosen = parser.parse_args(argv)
    Site(_options(chosen.host, chosen.port, chosen.workers)).run()
    return 0


def _options(host: str, port: int, workers: int) -> dict[str, Any]:
    options: dict[str, Any] = {
        "bind": f"{host}:{port}",
        "workers": workers,
        "worker_class": "sync",
        "preload_app": True,
        "timeout": 60,
        "graceful_timeout": 10,
        "loglevel": "warning",
        "proc_name": "tidewaiter-web",
        "control_socket_disable": True,
        "post_worker_init": _warm,
    }
    if MEMORY_FOLDER.is_dir():
        options["worker_tmp_dir"] = str(MEMORY_FOLDER)  # a slow disk would make living workers look dead
    return options


def _warm(_worker: object) -> None:
    """Begin to open the index before the first search; pages are served meanwhile, and whatever fails here."""
    try:
        warm_search()
    except DatabaseError as problem:
        logger.warning("the index is opened at the first search: %s", type(problem).__name__)
