"""The outbox of changes: the database itself notes each, says nothing of content, and shows it to whom it concerns."""

import psycopg
import pytest
from psycopg import errors
from tests.acts import stories
from tests.records.hostile import acting, count, official
from tests.records.test_query_plans import ENTRIES, KEYS, fill, indexes, plan, walked
from tests.world import World

from tidewaiter.actions.callers import system_caller
from tidewaiter.records.central import hashed
from tidewaiter.records.indexing import CANDIDATES_WAITING

CHANGED = {
    "another name": "update records_centralentry set subject = subject || '{\"names\": []}' where id = %s",
    "another marking": (
        "update records_centralentry entry set marking_id = "
        "(select max(id) from records_marking where kind = 'entry' and id <> entry.marking_id) where id = %s"
    ),
    "another day of deletion": "update records_centralentry set delete_on = delete_on + 1 where id = %s",
    "a draft again": "update records_centralentry set released_by = '' where id = %s",
}
NOT_CHANGED = {
    "another reason": "update records_centralentry set reason = reason || '.' where id = %s",
    "a notice given": "update records_centralentry set noticed_for = delete_on where id = %s",
    "the same again": "update records_centralentry set subject = subject where id = %s",
}


def noted(installer: psycopg.Connection) -> list[tuple[str, str]]:
    """Takes all changes out of the outbox."""
    rows = installer.execute("delete from records_indexchange returning entry::text, what").fetchall()
    return [(entry, what) for entry, what in rows]


@pytest.mark.parametrize("statement", CHANGED.values(), ids=CHANGED.keys())
def test_what_changes_in_a_released_entry_is_noted_whoever_changes_it(world: World, statement: str) -> None:
    entry = stories.released(world, stories.person("Barnaby Quillfeather"))
    with world.raw("postgres") as installer:
        assert (entry, "put") in noted(installer)
        installer.execute(statement, [entry])
        assert noted(installer) == [(entry, "drop" if "released_by" in statement else "put")]


@pytest.mark.parametrize("statement", NOT_CHANGED.values(), ids=NOT_CHANGED.keys())
def test_what_no_search_could_tell_is_not_noted(world: World, statement: str) -> None:
    entry = stories.released(world, stories.person("Barnaby Quillfeather"))
    with world.raw("postgres") as installer:
        noted(installer)
        installer.execute(statement, [entry])
        assert noted(installer) == []


def test_an_entry_that_is_erased_or_comes_back_is_noted_and_a_draft_is_not(world: World) -> None:
    draft = stories.written(world, stories.vessel("MV Quillback"))
    entry = stories.released(world, stories.person("Barnaby Quillfeather"))
    with world.raw("postgres") as installer:
        noted(installer)
        for table in ("entrykey", "entryname", "entryversion"):
            installer.execute(f"delete from records_{table}")
        installer.execute("create temporary table kept as select * from records_centralentry where id = %s", [entry])
        installer.execute("delete from records_centralentry where id = any(%s)", [[draft, entry]])
        assert noted(installer) == [(entry, "drop")]
        installer.execute("insert into records_centralentry select * from kept")
        assert noted(installer) == [(entry, "put")]


def test_a_change_says_nothing_of_what_the_entry_holds(world: World) -> None:
    with world.raw("postgres") as installer:
        columns = installer.execute(
            "select attname, format_type(atttypid, -1) from pg_attribute "
            "where attrelid = 'records_indexchange'::regclass and attnum > 0"
        ).fetchall()
    assert dict(columns) == {
        "id": "uuid",
        "marking_id": "bigint",
        "entry": "uuid",
        "what": "character varying",
        "transaction": "bigint",
    }


@pytest.mark.provision("CCO-52.7")
def test_who_may_not_know_of_an_entry_does_not_learn_that_it_changed(world: World) -> None:
    with world.raw("postgres") as installer, world.raw("app_web") as web:
        noted(installer)
        entry = stories.released(world, stories.person("Barnaby Quillfeather"))
        denied = "update records_marking set deny_administrations = '{XC}' where id = any("
        installer.execute(denied + "select marking_id from records_centralentry where id = %s)", [entry])
        with acting(web, official("XB")):
            assert count(web, "records_indexchange") == 1
        with acting(web, official("XC")):
            assert count(web, "records_indexchange") == 0


def test_nobody_writes_changes_and_only_the_worker_as_the_system_removes_them(world: World) -> None:
    entry = stories.released(world, stories.person("Barnaby Quillfeather"))
    removing = "delete from records_indexchange"
    with world.raw("app_web") as web, acting(web, official("XA")), pytest.raises(errors.InsufficientPrivilege):
        web.execute(removing)
    adding = (
        "insert into records_indexchange (id, marking_id, entry, what, transaction) "
        "select gen_random_uuid(), marking_id, id, 'put', 1 from records_centralentry"
    )
    for role in ("app_web", "app_worker"):
        refused = pytest.raises(errors.InsufficientPrivilege)
        with world.raw(role) as connection, refused, acting(connection, official("XA")):
            connection.execute(adding)
    with world.raw("app_worker") as worker:
        with acting(worker, official("XB")):
            assert worker.execute(f"{removing} where entry = %s", [entry]).rowcount == 0
        with acting(worker, system_caller()):
            assert worker.execute(f"{removing} where entry = %s", [entry]).rowcount == 1


def test_candidates_that_wait_are_found_by_the_index_on_keys(world: World) -> None:
    fill(world, ENTRIES)
    fill(world, KEYS)
    with world.raw("app_web") as web, acting(web, official("XB")):
        nodes = plan(web, CANDIDATES_WAITING, [[hashed(key) for key in ("one", "two", "three")], 200])
    assert "entry_by_key" in indexes(nodes)
    assert {"records_entrykey", "records_indexchange"} & walked(nodes) == set()
