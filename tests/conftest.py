"""What every test runs in: a home of its own, the whole world in a real PostgreSQL, and the application's own role."""

import atexit
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import django
import pytest
from django.conf import settings
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db import connections
from hypothesis import settings as properties

pytest_plugins = ["tests.reporting"]

# No test is timed: the first example of a run may wait for a kernel to be compiled.
properties.register_profile("untimed", deadline=None)
properties.load_profile("untimed")

_MEMORY = Path("/dev/shm")
_ENOUGH = 4 << 30  # bytes: two clusters with what they write before a checkpoint


def _quickest_folder() -> str | None:
    """Memory where there is plenty: each test copies a database of nine hundred files, five times as fast there."""
    roomy = os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ENOUGH
    return str(_MEMORY) if roomy else None


_HOME = tempfile.mkdtemp(prefix="tidewaiter-tests-", dir=_quickest_folder())
Path(_HOME).chmod(0o711)  # the server of a root user runs as another, who must reach its own folder
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
for name in [name for name in os.environ if name.startswith("TIDEWAITER_") and name != "TIDEWAITER_PUBLIC_DATA"]:
    del os.environ[name]  # a developer's own installation is none of the tests' business
os.environ["TIDEWAITER_HOME"] = _HOME
# The home of the process that started the workers is what they share: first of all its keys, of which digests are made.
_SHARED = Path(os.environ.setdefault("TESTS_SHARE", _HOME))
if not _SHARED.samefile(_HOME):
    shutil.copy(_SHARED / "secrets.json", _HOME)
os.environ["TIDEWAITER_DEMO"] = "1"
os.environ["TIDEWAITER_LANGUAGE"] = "en"  # whatever the developer's own locale
os.environ["TIDEWAITER_WEB_DATABASE_URL"] = "postgresql://app_web@/not_started_yet"
os.environ["DJANGO_SETTINGS_MODULE"] = "tidewaiter.config.settings"
# what is imported is compiled once for all processes, whatever the machine is told: a start takes half the time
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# one folder for all processes and runs, so that each kernel of the search is compiled once
os.environ.setdefault("NUMBA_CACHE_DIR", str(Path(__file__).parent.parent / "build" / "numba"))


def pytest_configure() -> None:
    """Sets Django up once; quick password hashes and unhashed static files are the only differences from real life."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    in_memory = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {name: {"BACKEND": in_memory, "LOCATION": name} for name in ("default", "public")}
    settings.ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
    settings.STRICT_WORDS = True
    django.setup()


@pytest.fixture(scope="session")
def _built() -> Iterator[object]:
    """A cluster of this worker's own with the demo world built once, through acts, in a template database."""
    from tests.world import Built  # noqa: PLC0415  # its modules need Django set up, which collection does first

    built = Built(Path(_HOME), _SHARED)
    yield built
    built.stop()


@pytest.fixture
def world(_built: object) -> Iterator[object]:
    """The demo world in a database of its own, restored for each test; the connection is app_web's."""
    from tests.world import World  # noqa: PLC0415  # as above

    restored = World(_built)  # type: ignore[arg-type]
    yield restored
    restored.leave()


@pytest.fixture
def moved_clock() -> Iterator[object]:
    """The clock of acts, set back when the test ends; move it with `moved_clock.offset = timedelta(...)`."""
    from tidewaiter.actions.act import clock  # noqa: PLC0415  # as above

    yield clock
    clock.offset = timedelta()


class _QuietHandler(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: a test tells what it asserts."""


@pytest.fixture
def site(world: object) -> Iterator[str]:
    """The address of the whole application, served on this machine for a browser."""
    application = get_wsgi_application()

    def closing(environ: dict[str, object], start_response: object) -> object:
        answer = application(environ, start_response)
        connections.close_all()
        return answer

    server = ThreadedWSGIServer(("127.0.0.1", 0), _QuietHandler)
    server.set_app(closing)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()
