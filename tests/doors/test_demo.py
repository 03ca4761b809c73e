"""The first thing a stranger runs: it tells how to get in, keeps its world, and leaves nothing running."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from tidewaiter.doors.cli.postgres import SUPERUSER, Cluster

FIELDS = {"administration", "role", "username", "password", "totp_secret", "api_token"}


@dataclass
class Demo:
    """One home and port, over which demos are started one after the other."""

    home: Path
    port: int

    def environment(self) -> dict[str, str]:
        """That of a stranger: no database of one's own, whatever the other tests use."""
        own = ("DATABASE_URL", "TIDEWAITER_WEB_DATABASE_URL", "TIDEWAITER_WORKER_DATABASE_URL")
        return {**os.environ, **dict.fromkeys(own, ""), "TIDEWAITER_HOME": str(self.home)}

    def start(self, *words: str, **variables: str) -> subprocess.Popen[str]:
        environment = {**self.environment(), **variables}
        command = [sys.executable, "-m", "tidewaiter.doors.cli.main", "demo", "--port", str(self.port), *words]
        return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def started(self, *words: str) -> tuple[subprocess.Popen[str], list[str]]:
        demo, lines = self.start(*words), []
        assert demo.stdout is not None
        for line in demo.stdout:
            lines.append(line)
            if "Ctrl-C stops everything" in line:
                return demo, lines
        raise AssertionError("the demo did not start:\n" + "".join(lines))

    def status(self) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", "/")
        return connection.getresponse().status

    def still_running(self) -> list[str]:
        """Command lines of all processes that belong to this home."""
        mark, found = os.fsencode(str(self.home)), []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                words = (process / "cmdline").read_bytes()
                if words and mark in words + (process / "environ").read_bytes():
                    found.append(words.replace(b"\0", b" ").decode(errors="replace"))
            except OSError:
                continue
        return found

    def nothing_runs_within(self, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while self.still_running() and time.monotonic() < deadline:
            time.sleep(0.1)
        return self.still_running() == []


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    home = Path(tempfile.mkdtemp(prefix="tw-demo-"))
    home.chmod(0o755)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    yield Demo(home, port)
    shutil.rmtree(home)


def test_a_first_start_tells_how_to_get_in_and_ctrl_c_leaves_nothing(demo: Demo) -> None:
    process, lines = demo.started()
    accounts = json.loads((demo.home / "demo-accounts.json").read_text())
    assert (demo.home / "demo-accounts.json").stat().st_mode & 0o777 == 0o600
    assert all(set(account) == FIELDS and all(account.values()) for account in accounts)
    text = "".join(lines)
    assert f"http://localhost:{demo.port}/" in text
    assert all(account["username"] in text and account["password"] in text for account in accounts)
    assert demo.status() in (200, 302)
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 0
    assert demo.nothing_runs_within(1)


def test_a_second_start_keeps_the_world_and_a_kill_leaves_nothing(demo: Demo) -> None:
    before = (demo.home / "demo-accounts.json").read_text()
    process, lines = demo.started()
    assert (demo.home / "demo-accounts.json").read_text() == before
    assert not any("building" in line for line in lines)
    assert demo.status() in (200, 302)
    process.kill()
    process.wait()
    assert demo.nothing_runs_within(15)


def test_make_killed_above_it_leaves_nothing(demo: Demo) -> None:
    program = (
        "import subprocess, sys, time; "
        "subprocess.Popen([sys.executable, '-m', 'tidewaiter.doors.cli.main', *sys.argv[1:]]).wait()"
    )
    words = ["demo", "--port", str(demo.port), "--stop-with-parent"]
    command = [sys.executable, "-c", program, *words]
    above = subprocess.Popen(command, env=demo.environment(), stdout=subprocess.PIPE, text=True)
    assert above.stdout is not None
    assert any("Ctrl-C stops everything" in line for line in above.stdout)
    above.kill()
    above.wait()
    assert demo.nothing_runs_within(15)


def test_a_busy_port_is_named_with_what_to_do_and_nothing_is_started(demo: Demo) -> None:
    with socket.socket() as busy:
        busy.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a demo has just left it
        busy.bind(("127.0.0.1", demo.port))
        busy.listen()
        process = demo.start()
        output, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert f"tidewaiter: Port {demo.port} cannot be used" in output
    assert f"make demo PORT={demo.port + 1}" in output
    assert "PostgreSQL" not in output


def test_a_database_that_holds_something_else_is_refused_and_left_as_it_was(demo: Demo) -> None:
    with Cluster(demo.home, fast=True) as cluster:
        admin = cluster.url(SUPERUSER, SUPERUSER)
        with psycopg.connect(admin, autocommit=True) as connection:
            connection.execute("create database somebodys")
        with psycopg.connect(cluster.url("somebodys", SUPERUSER)) as connection:
            connection.execute("create table theirs as select 1 as one")
        process = demo.start(DATABASE_URL=cluster.url("somebodys", SUPERUSER))
        output, _ = process.communicate(timeout=60)
        assert process.returncode == 1
        assert "The database somebodys holds something else than a demo world" in output
        with psycopg.connect(cluster.url("somebodys", SUPERUSER)) as connection:
            query = "select relname from pg_class where relnamespace = 'public'::regnamespace"
            assert connection.execute(query).fetchall() == [("theirs",)]
