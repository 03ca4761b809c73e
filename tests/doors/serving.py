"""The site as it is really served: gunicorn, compressed and hashed static files, over the world of one test."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.db import connections
from playwright.sync_api import Browser, BrowserContext
from tests.world import World

_COLLECT = "import django; django.setup(); from django.core.management import call_command as c; " + (
    "c('collectstatic', interactive=False, verbosity=0, ignore_patterns=['ninja'])"
)
_TRIES, _PAUSE = 150, 0.2


@contextmanager
def served(world: World) -> Iterator[str]:
    """The address of the served site; its processes end with the test."""
    given = {**world.environment(), "DJANGO_SETTINGS_MODULE": "tidewaiter.config.settings"}
    subprocess.run([sys.executable, "-c", _COLLECT], env=given, check=True)
    port = _free_port()
    command = [sys.executable, "-m", "tidewaiter.doors.cli.main", "serve", "--port", str(port), "--workers", "2"]
    server = subprocess.Popen(command, env=given, stderr=subprocess.PIPE, text=True)
    address = f"http://localhost:{port}"
    try:
        _wait_for(address, server)
        yield address
    finally:
        server.terminate()
        server.wait(20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str, server: "subprocess.Popen[str]") -> None:
    for _ in range(_TRIES):
        try:
            urllib.request.urlopen(f"{address}/health", timeout=2).close()
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            if server.poll() is not None:
                raise AssertionError(f"the server ended: {server.stderr.read() if server.stderr else ''}") from None
            time.sleep(_PAUSE)
        else:
            return
    raise AssertionError("the server does not answer")


def signed_in(browser: Browser, world: World, site: str, username: str, **options: object) -> BrowserContext:
    """A browser in which this officer is signed in already; signing in has tests of its own."""
    with ThreadPoolExecutor(1) as aside:  # the browser's loop runs in this thread, and Django refuses to wait in one
        kept = aside.submit(_cookies, world, username).result()
    context = browser.new_context(base_url=site, locale="en-GB", **options)  # type: ignore[arg-type]
    context.add_cookies(
        [
            *({"name": name, "value": value, "url": site} for name, value in kept.items()),
            {"name": "django_language", "value": "en", "url": site},
        ]
    )
    return context


def _cookies(world: World, username: str) -> Mapping[str, str]:
    client = world.client(username)
    connections.close_all()
    return {name: morsel.value for name, morsel in client.cookies.items()}
