"""A list split over the processes of a Dask cluster: the same hits, row by row, though one is killed half-way."""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from distributed import LocalCluster
from tests.core.screened import entries_and_list

from tidewaiter.doors.cli import screen_cluster
from tidewaiter.doors.cli.errors import CommandError
from tidewaiter.doors.cli.screen import main
from tidewaiter.doors.cli.screen_hits import Order, hits
from tidewaiter.doors.cli.screen_lists import Faults, read_entries, read_questions
from tidewaiter.screening.index.finding import Index
from tidewaiter.screening.run import Asked


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
    ) as found:
        yield found


def test_hits_of_a_cluster_are_those_of_one_machine_though_a_worker_is_killed(
    tmp_path: Path, cluster: LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screen_cluster, "SLICE", 25)
    entries_file, list_file = entries_and_list(tmp_path, 150, 400)
    entries = read_entries(entries_file, Faults("entries"))
    order = Order(threshold=0.3, top=5, threads=2, language="en")
    expected = list(hits(Index.of(entries.indexed), read_questions(list_file, Faults("list")), order))
    pids = [worker.process.pid for worker in cluster.workers.values()]

    def killing_half_way() -> Iterator[Asked]:
        for count, asked in enumerate(read_questions(list_file, Faults("list"))):
            if count == 200:
                os.kill(pids[0], signal.SIGKILL)
            yield asked

    found = list(screen_cluster.hits_of_cluster(cluster.scheduler_address, entries, killing_half_way(), order))
    assert found == expected
    assert len(found) > 200
    assert pids[0] not in [worker.process.pid for worker in cluster.workers.values() if worker.process.is_alive()]


def test_the_command_writes_the_same_bytes_with_and_without_a_scheduler(tmp_path: Path, cluster: LocalCluster) -> None:
    entries, listed = entries_and_list(tmp_path, 100, 150)
    given = ["--entries", entries, "--list", listed, "--language", "nl"]
    assert main([*given, "--out", str(tmp_path / "one.csv")]) == 0
    assert main([*given, "--out", str(tmp_path / "many.csv"), "--scheduler", cluster.scheduler_address]) == 0
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "many.csv").read_bytes()


def test_a_scheduler_that_does_not_answer_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen_cluster, "_SECONDS_TO_CONNECT", 1)
    entries, listed = entries_and_list(tmp_path, 3, 3)
    given = ["--entries", entries, "--list", listed, "--out", str(tmp_path / "h.csv")]
    with pytest.raises(CommandError, match="127.0.0.1:9"):
        main([*given, "--scheduler", "tcp://127.0.0.1:9"])
    assert not (tmp_path / "h.csv").exists()


def test_without_dask_the_command_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entries, listed = entries_and_list(tmp_path, 3, 3)
    given = [
        "--entries",
        entries,
        "--list",
        listed,
        "--out",
        str(tmp_path / "h.csv"),
        "--scheduler",
        "tcp://127.0.0.1:9",
    ]
    monkeypatch.setitem(sys.modules, "distributed", None)  # as where it is not installed
    monkeypatch.delitem(sys.modules, screen_cluster.__name__)
    with pytest.raises(CommandError, match="tidewaiter\\[dask\\]"):
        main(given)
