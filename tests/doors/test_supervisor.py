"""The embedded PostgreSQL must let nobody else in, end with its parent however that ends, and tell what is wrong."""

import os
import shutil
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest

from tidewaiter.doors.cli.postgres import LONGEST_SOCKET_PATH, SOCKET_NAME, SUPERUSER, Cluster
from tidewaiter.doors.cli.postgres_programs import ClusterError, find_binaries, reachable, server_account

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")


def reachable_folder() -> Path:
    # pytest's own folders are closed to the user who runs the server for root
    folder = Path(tempfile.mkdtemp(prefix="tw-"))
    folder.chmod(0o755)
    return folder


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    folder = reachable_folder()
    with Cluster(folder, fast=True):
        pass
    yield folder
    shutil.rmtree(folder)


def ask(cluster: Cluster, question: LiteralString) -> object:
    with psycopg.connect(cluster.url(SUPERUSER, SUPERUSER)) as connection:
        row = connection.execute(question).fetchone()
        return row and row[0]


def ends(pid: int, seconds: float = 10.0) -> bool:
    deadline = time.monotonic() + seconds
    while lives(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not lives(pid)


def server_pid(home: Path) -> int:
    return int((home / "postgres" / "postmaster.pid").read_text().split()[0])


def lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_second_start_keeps_what_the_first_one_held(home: Path) -> None:
    with Cluster(home, fast=True) as cluster, psycopg.connect(cluster.url(SUPERUSER, SUPERUSER)) as connection:
        connection.execute("create table kept as select 42 as answer")
    with Cluster(home, fast=True) as cluster:
        assert ask(cluster, "select answer from kept") == 42


def test_there_is_no_tcp_and_the_folders_are_private(home: Path) -> None:
    with Cluster(home, fast=True) as cluster:
        assert ask(cluster, "show listen_addresses") == ""
        assert (home / "postgres-socket").stat().st_mode & 0o777 == 0o700
        assert (home / "postgres").stat().st_mode & 0o777 == 0o700
        assert not (home / "postgres" / SOCKET_NAME).exists()


def test_letters_outside_ascii_are_compared(home: Path) -> None:
    with Cluster(home, fast=True) as cluster, psycopg.connect(cluster.url(SUPERUSER, SUPERUSER)) as connection:
        connection.execute("create extension pg_trgm")
        assert connection.execute("select similarity('Иванов', 'ИВАНОВА') > 0.5").fetchone() == (True,)
        connection.rollback()


@as_root
def test_another_user_of_the_machine_is_refused_at_the_folder_and_by_the_server(home: Path) -> None:
    with Cluster(home, fast=True) as cluster:
        psql = [reachable(find_binaries(), server_account()).program("psql"), "-c", "select 1"]
        attempt = [*psql, cluster.url(SUPERUSER, SUPERUSER)]

        def as_nobody() -> str:
            return subprocess.run(attempt, user="nobody", capture_output=True, text=True, check=False).stderr

        assert "Permission denied" in as_nobody()
        (home / "postgres-socket").chmod(0o755)  # even with it open, the server asks the system who is calling
        assert "Peer authentication failed" in as_nobody()
        assert subprocess.run(attempt, capture_output=True, check=False).returncode == 0


def test_a_role_that_is_not_mapped_cannot_sign_in(home: Path) -> None:
    with Cluster(home, fast=True) as cluster:
        with psycopg.connect(cluster.url(SUPERUSER, SUPERUSER), autocommit=True) as connection:
            connection.execute("create role stranger login")
        try:
            with pytest.raises(psycopg.OperationalError, match="Peer authentication failed"):
                psycopg.connect(cluster.url(SUPERUSER, "stranger"))
        finally:
            with psycopg.connect(cluster.url(SUPERUSER, SUPERUSER), autocommit=True) as connection:
                connection.execute("drop role stranger")


def start_in_child(home: Path) -> tuple[subprocess.Popen[str], int]:
    program = textwrap.dedent("""
        import sys, time
        from pathlib import Path
        from tidewaiter.doors.cli.postgres import Cluster
        Cluster(Path(sys.argv[1]), fast=True).start()
        print("started", flush=True)
        time.sleep(60)
    """)
    child = subprocess.Popen([sys.executable, "-c", program, str(home)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "started\n"
    return child, server_pid(home)


def test_a_killed_parent_leaves_no_server_and_clean_data(home: Path) -> None:
    child, pid = start_in_child(home)
    assert lives(pid)
    child.kill()
    child.wait()
    assert ends(pid)
    assert "database system is shut down" in (home / "postgres.log").read_text()


def test_a_start_right_after_a_killed_one_waits_for_it_and_succeeds(home: Path) -> None:
    child, pid = start_in_child(home)
    child.kill()
    with Cluster(home, fast=True) as cluster:
        assert ask(cluster, "select 1") == 1
        assert server_pid(home) != pid
    child.wait()


def test_a_second_server_over_the_same_data_is_refused_and_the_first_one_lives_on(home: Path) -> None:
    with Cluster(home, fast=True) as first:
        with pytest.raises(ClusterError, match="Another server"):
            Cluster(home, fast=True).start()
        assert ask(first, "select 1") == 1


def test_a_pid_file_whose_number_belongs_to_another_program_is_no_obstacle(home: Path) -> None:
    (home / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n{home / 'postgres'}\n")
    with Cluster(home, fast=True) as cluster:
        assert ask(cluster, "select 1") == 1


def test_data_of_another_version_is_explained_and_left_alone(home: Path) -> None:
    file = home / "postgres" / "PG_VERSION"
    before = file.read_text()
    file.write_text("9\n")
    try:
        with pytest.raises(ClusterError, match="was made by PostgreSQL 9"):
            Cluster(home, fast=True).start()
    finally:
        file.write_text(before)


def test_a_server_that_cannot_start_shows_the_end_of_its_log(home: Path) -> None:
    file = home / "postgres" / "postgresql.auto.conf"
    before = file.read_text()
    file.write_text("no_such_parameter = 1\n")
    try:
        with pytest.raises(ClusterError, match="no_such_parameter"):
            Cluster(home, fast=True).start()
    finally:
        file.write_text(before)


def test_a_home_too_deep_for_a_socket_still_works_and_leaves_no_folder_behind() -> None:
    top = reachable_folder()
    try:
        deep = top / ("d" * LONGEST_SOCKET_PATH)
        with Cluster(deep, fast=True) as cluster:
            assert ask(cluster, "select 1") == 1
            socket = Path(str(ask(cluster, "show unix_socket_directories")).strip('"'))
            assert top not in socket.parents
            assert socket.stat().st_mode & 0o777 == 0o700
        assert not socket.exists()
    finally:
        shutil.rmtree(top)


@as_root
def test_a_home_that_the_servers_user_cannot_reach_is_not_opened_for_it() -> None:
    private = Path(tempfile.mkdtemp(prefix="tw-"))
    place = private / "home"
    try:
        with Cluster(place, fast=True) as cluster:
            assert ask(cluster, "select 1") == 1
            real = (place / "postgres").resolve()
        assert private.stat().st_mode & 0o777 == 0o700
        assert private not in real.parents
        with Cluster(place, fast=True) as cluster:
            assert (place / "postgres").resolve() == real
    finally:
        shutil.rmtree(real.parent)
        shutil.rmtree(private)


def test_stopping_twice_and_asking_a_stopped_server_for_its_address_are_harmless_and_clear(home: Path) -> None:
    cluster = Cluster(home, fast=True)
    cluster.start()
    cluster.stop()
    cluster.stop()
    with pytest.raises(ClusterError, match="not started"):
        cluster.url(SUPERUSER, SUPERUSER)


def test_the_interrupt_of_a_terminal_does_not_reach_the_server(home: Path) -> None:
    with Cluster(home, fast=True):
        assert os.getsid(server_pid(home)) != os.getsid(0)
