"""The start-up check: whatever somebody changed in the database afterwards is named, and nothing is served over it."""

import runpy
from collections.abc import Mapping

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from psycopg import sql
from tests.records.hostile import count
from tests.world import WORKING, World

from tidewaiter.config.startup import refuse_unguarded_database
from tidewaiter.doors.cli.errors import CommandError
from tidewaiter.records import guards

TAMPERED: Mapping[str, tuple[str, str]] = {
    "a dropped policy": ("drop policy see on records_centralentry", "row policies"),
    "a policy for everybody": ("create policy more on records_approval using (true)", "row policies"),
    "row security off": ("alter table records_centralentry disable row level security", "tables, views"),
    "row security not forced": ("alter table records_step no force row level security", "tables, views"),
    "another owner": ("alter table records_reply owner to app_web", "tables, views"),
    "a right on a table": ("grant select on records_outboxrow to app_web", "tables, views"),
    "a view": ("create view public.everything as select * from records_centralentry", "tables, views"),
    "a right on a column": ("grant update (state) on records_requestforassistance to app_web", "rights on columns"),
    "another function": (
        "create or replace function app.visible_markings() returns setof bigint language sql stable security definer "
        "set search_path = pg_catalog, pg_temp as 'select id from public.records_marking'",
        "functions",
    ),
    "a function's search path": ("alter function app.visible_markings() reset search_path", "functions"),
    "a function's right": ("grant execute on function app.take_step() to app_web", "functions"),
    "a stopped trigger": ("alter table records_journalentry disable trigger refuse_change", "triggers"),
    "a dropped trigger": ("drop trigger take_step on records_step", "triggers"),
    "a dropped constraint": ("alter table records_step drop constraint step_is_permitted", "constraints"),
    "an opened schema": ("grant usage on schema app_private to app_web", "schemas"),
    "a move taken away": ("delete from records_permittedmove where verb = 'complete'", "permitted moves"),
    "a move added": (
        "insert into records_permittedmove (verb, source, target, side) "
        "values ('close', 'draft', 'closed', 'requesting')",
        "permitted moves",
    ),
}
OF_THE_CLUSTER: Mapping[str, tuple[str, str, str]] = {
    "a role above policy": ("alter role app_web bypassrls", "alter role app_web nobypassrls", "roles"),
    "a role of the owner": ("grant app_owner to app_web", "revoke app_owner from app_web", "memberships"),
}


def as_owner(installer: psycopg.Connection) -> None:
    """Acts as the owner, to whom an installed database belongs as this clone does not."""
    installer.execute(sql.SQL("alter database {} owner to app_owner").format(sql.Identifier(WORKING)))
    installer.execute("set role app_owner")


def test_a_fresh_database_holds_what_the_code_says(world: World) -> None:
    assert guards.verify(connection) == []


@pytest.mark.parametrize(("statement", "named"), TAMPERED.values(), ids=TAMPERED.keys())
def test_what_was_changed_in_the_database_is_named(world: World, statement: str, named: str) -> None:
    with world.raw("postgres") as installer:
        installer.execute(statement)
    differences = guards.verify(connection)
    assert len(differences) == 1
    assert differences[0].startswith(named)


@pytest.mark.parametrize(("statement", "undone", "named"), OF_THE_CLUSTER.values(), ids=OF_THE_CLUSTER.keys())
def test_what_was_given_to_a_role_is_named(world: World, statement: str, undone: str, named: str) -> None:
    with world.raw("postgres") as installer:
        installer.execute(statement)
        try:
            differences = guards.verify(connection)
        finally:
            installer.execute(undone)
    assert [difference.split(" in ")[0] for difference in differences] == [named]
    assert guards.verify(connection) == []


def test_nothing_is_served_over_a_database_without_its_policy(world: World) -> None:
    refuse_unguarded_database()
    with world.raw("postgres") as installer:
        installer.execute("drop policy see on records_centralentry")
    with pytest.raises(CommandError, match="row policies"):
        runpy.run_module("tidewaiter.config.wsgi")


def test_the_policy_of_another_version_is_named(world: World) -> None:
    with world.raw("postgres") as installer:
        installer.execute("update app.guard set source = repeat('0', 64)")
    assert "another version" in guards.verify(connection)[0]


def test_a_database_to_which_no_policy_was_applied_is_named(world: World) -> None:
    with world.raw("postgres") as installer:
        installer.execute("delete from app.guard")
        assert "never applied" in guards.verify(connection)[0]
    elsewhere = psycopg.conninfo.make_conninfo(world.url("postgres"), dbname="postgres")
    with psycopg.connect(elsewhere) as other:
        assert "never applied" in guards.verify(other)[0]


def test_applying_the_policy_again_changes_nothing(world: World) -> None:
    with world.raw("postgres") as installer:
        as_owner(installer)
        before = guards.snapshot(installer.cursor())
        for _ in range(2):
            guards.apply(installer, settings.TIDEWAITER.identity_key)
            assert guards.snapshot(installer.cursor()) == before
    assert guards.verify(connection) == []


def test_applying_the_policy_again_heals_what_was_changed(world: World) -> None:
    with world.raw("postgres") as installer:
        for name in ("a dropped policy", "a move added", "a stopped trigger"):
            installer.execute(TAMPERED[name][0])
        assert len(guards.verify(connection)) == 3
        as_owner(installer)
        guards.apply(installer, settings.TIDEWAITER.identity_key)
    assert guards.verify(connection) == []


@pytest.mark.parametrize("table", ["SEE", "OWN", "MOVES"])
def test_an_empty_table_of_rules_is_refused(monkeypatch: pytest.MonkeyPatch, table: str) -> None:
    monkeypatch.setattr(guards, table, ())
    with pytest.raises(guards.GuardError, match="empty"):
        guards.source()


def test_the_owner_sees_no_row_but_while_it_migrates(world: World) -> None:
    tables = [*guards.protected_tables(), "records_marking"]
    with world.raw("postgres") as installer:
        everything = {table: count(installer, table) for table in tables}
        installer.execute("set role app_owner")
        assert {count(installer, table) for table in tables} == {0}
        with guards.migration_sight(installer.cursor()):
            assert {table: count(installer, table) for table in tables} == everything
            installer.execute("update records_centralentry set reason = reason || '.'")
        assert {count(installer, table) for table in tables} == {0}
    assert guards.verify(connection) == []


def test_a_migration_that_fails_leaves_no_sight_behind(world: World) -> None:
    with world.raw("postgres") as installer:
        installer.execute("set role app_owner")
        with pytest.raises(ZeroDivisionError), guards.migration_sight(installer.cursor()):
            raise ZeroDivisionError
        assert count(installer, "records_centralentry") == 0
    assert guards.verify(connection) == []
