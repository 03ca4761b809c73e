"""The worker keeps the index by itself, hears of a change at once, and the command shows and rebuilds it."""

import threading
from datetime import date
from pathlib import Path

import pytest
from procrastinate.contrib.django import app
from tests.acts import stories
from tests.acts.indexed import folder_of
from tests.world import World

from tidewaiter.doors.cli import index as command
from tidewaiter.doors.jobs.indexing import CHANNEL, SETTLING, index, index_clear
from tidewaiter.doors.jobs.listener import Listener
from tidewaiter.doors.jobs.worker import attempt
from tidewaiter.screening.index import Index

FEATHER = stories.person("Barnaby Quillfeather")


def names_in(folder: Path) -> set[str]:
    """The names that an index holds."""
    return {name.text for entry in Index.open(folder).entries() for name in entry.subject.names}


def test_a_change_is_in_the_index_as_soon_as_the_worker_hears_of_it(world: World) -> None:
    folder, taken = folder_of(world), threading.Event()
    built = threading.Event()

    def heard() -> None:
        attempt(index)
        built.set()
        if "Barnaby Quillfeather" in names_in(folder):
            taken.set()

    with world.as_worker():
        listening = Listener(heard, channel=CHANNEL, settling=SETTLING, patience=0.5)
        listening.start()
        assert built.wait(60)
    stories.released(world, FEATHER)
    with world.as_worker():
        try:
            assert taken.wait(60)
        finally:
            listening.end()
            listening.join(10)


@pytest.mark.provision("CCO-51.3")
def test_what_was_deleted_leaves_the_disk_with_the_job_of_the_night(world: World) -> None:
    entry = stories.released(world, FEATHER)
    with world.as_worker():
        index(0)
    assert _bytes_of(world, b"Quillfeather")
    stories.central.delete_entry(world.caller("xa.officer"), entry, reason="An error")
    with world.as_worker():
        index_clear(0)
        index_clear(0)
    assert not _bytes_of(world, b"Quillfeather")


def _bytes_of(world: World, text: bytes) -> bool:
    return any(text in path.read_bytes() for path in folder_of(world).rglob("*") if path.is_file())


def test_the_queue_knows_when_the_index_is_kept_and_cleared() -> None:
    periods = {periodic.task.name: periodic.cron for periodic in app.periodic_registry.periodic_tasks.values()}
    assert periods["index"] == "* * * * *"
    assert periods["index_clear"] == "10,50 0,23 * * *"


def test_the_command_shows_that_there_is_none_builds_it_and_shows_it(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    stories.released(world, FEATHER)
    with world.as_worker():
        assert command.main(["status"]) == 1
        assert "no index" in capsys.readouterr().out
        assert command.main(["rebuild"]) == 0
        assert capsys.readouterr().out == f"The index holds {len(list(_all(world)))} entries.\n"
        assert command.main(["status"]) == 0
    shown = capsys.readouterr().out
    assert str(folder_of(world)) in shown
    assert "parts: 1" in shown


def _all(world: World) -> list[tuple[date]]:
    with world.raw("postgres") as installer:
        return installer.execute("select delete_on from records_centralentry where released_by <> ''").fetchall()
