"""Row security as the application's own roles meet it: without a genuine identity there is nothing to see."""

from dataclasses import replace

import psycopg
import pytest
from psycopg import errors
from psycopg.conninfo import make_conninfo
from tests.records.filled import fill
from tests.records.hostile import IDENTITY, acting, count, official, signed
from tests.world import TEMPLATE, World

from tidewaiter.access.verbs import Role
from tidewaiter.records.guards import protected_tables

SEEN_BY_NOBODY = "select count(*) from records_centralentry"


def test_the_roles_of_the_application_own_nothing_and_stand_above_no_policy(world: World) -> None:
    with world.raw("app_web") as web:
        roles = web.execute(
            "select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles "
            "where rolname in ('app_web', 'app_worker', 'app_search', 'app_owner')"
        ).fetchall()
        assert len(roles) == 4
        assert all(flags == [False] * 4 for _, *flags in roles)
        owned = web.execute(
            "select relname from pg_class where relowner in ('app_web'::regrole, 'app_worker'::regrole)"
        ).fetchall()
        assert owned == []


@pytest.mark.parametrize("role", ["app_web", "app_worker"])
def test_who_has_no_identity_sees_no_row_of_any_protected_table(world: World, role: str) -> None:
    fill(world)
    tables = [*protected_tables(), "records_marking"]
    with world.raw("postgres") as installer, world.raw(role) as connection:
        assert [table for table in tables if count(installer, table) == 0] == []
        for table in tables:
            try:
                assert count(connection, table) == 0, table
            except errors.InsufficientPrivilege:
                assert "read" not in table


def test_an_identity_opens_the_own_rows_and_no_others(world: World) -> None:
    with world.raw("app_web") as web, acting(web, official("XB")):
        owners = {row[0] for row in web.execute("select supplier from records_centralentry").fetchall()}
        requests = web.execute("select requesting, requested from records_requestforassistance").fetchall()
    assert owners == {"XA", "XB"}
    assert requests
    assert all("XB" in pair for pair in requests)


def test_an_identity_whose_facts_were_changed_is_an_error(world: World) -> None:
    genuine = signed(official("XC"))
    for forged in (genuine.replace("XC", "XA"), genuine[:-1] + ("0" if genuine[-1] != "0" else "1"), "XA", "{}", "."):
        with world.raw("app_web") as web, web.transaction(), pytest.raises(errors.InvalidAuthorizationSpecification):
            web.execute(IDENTITY, [forged])
            web.execute(SEEN_BY_NOBODY)


def test_an_identity_that_has_run_out_is_an_error(world: World) -> None:
    with world.raw("app_web") as web, web.transaction(), pytest.raises(errors.InvalidAuthorizationSpecification):
        web.execute(IDENTITY, [signed(official("XA"), seconds=-1)])
        web.execute(SEEN_BY_NOBODY)


def test_an_identity_ends_with_its_transaction_whether_it_commits_or_not(world: World) -> None:
    with world.raw("app_web") as web:
        for last in ("commit", "rollback"):
            web.execute("begin")
            web.execute(IDENTITY, [signed(official("XA"))])
            assert count(web, "records_centralentry") > 0
            web.execute(last)
            assert web.execute("select current_setting('app.ident', true)").fetchone() == ("",)
            assert count(web, "records_centralentry") == 0


def test_an_identity_set_after_a_savepoint_is_gone_when_that_is_rolled_back(world: World) -> None:
    with world.raw("app_web") as web, web.transaction():
        web.execute("savepoint inner_one")
        web.execute(IDENTITY, [signed(official("XA"))])
        web.execute("rollback to savepoint inner_one")
        assert count(web, "records_centralentry") == 0


def test_the_role_of_the_system_is_taken_from_the_worker_only(world: World) -> None:
    system = replace(official("XZ"), roles=frozenset({Role.SYSTEM_JOB}))
    with world.raw("app_worker") as worker, acting(worker, system):
        assert count(worker, "records_centralentry") > 0
    with world.raw("app_web") as web, pytest.raises(errors.InvalidAuthorizationSpecification), acting(web, system):
        web.execute(SEEN_BY_NOBODY)


HOSTILE = {
    "become the owner": "set role app_owner",
    "become the searcher": "set role app_search",
    "become the installer": "set session authorization postgres",
    "switch row security off": "alter table records_centralentry disable row level security",
    "let the owner pass": "alter table records_centralentry no force row level security",
    "drop a policy": "drop policy see on records_centralentry",
    "add a policy": "create policy mine on records_centralentry using (true)",
    "read the key": "select * from app_private.identity_key",
    "write the guard": "update app.guard set source = ''",
    "read a file": "select pg_read_file('/etc/passwd')",
    "run a program": "copy (select 1) to program 'id'",
    "write a file": "copy (select 1) to '/tmp/x'",
    "load a library": "load 'dblink'",
    "make a function": "create function public.f() returns int language sql as 'select 1'",
    "make a table": "create table public.t (a int)",
    "make a view": "create view public.v as select * from records_centralentry",
    "make an extension": "create extension dblink",
    "make a role": "create role mine",
    "change a state": "update records_requestforassistance set state = 'closed'",
    "change a number": "update records_requestforassistance set number = 'XA-1'",
    "change who asked": "update records_requestforassistance set requesting = 'XB'",
    "change who supplied": "update records_centralentry set supplier = 'XB'",
    "change a step": "update records_step set verb = 'send'",
    "delete a step": "delete from records_step",
    "change a move": "insert into records_permittedmove (verb, source, target, side) values ('a', 'b', 'c', 'd')",
    "change a marking": "update records_marking set released = true",
    "write a marking": "insert into records_marking (kind) values ('public')",
    "change the journal": "update records_journalentry set officer = 'nobody'",
    "delete from the journal": "delete from records_journalentry",
    "empty the journal": "truncate records_journalentry cascade",
    "empty the journal's bodies": "truncate records_journalbody",
    "change what was told": "update records_journalbody set content = '{}'",
    "stop the triggers": "set session_replication_role = replica",
    "drop a trigger": "drop trigger take_step on records_step",
}


REFUSED = {"42501", "0A000"}
"""Insufficient privilege, and COPY to a program or file, which PostgreSQL refuses before it looks at the table."""
OF_THE_SESSION = {
    "make a function of the session": "create function pg_temp.f() returns int language sql as 'select 1'",
    "make a table of the session": "create temporary table t (a int)",
}


def refusals(connection: psycopg.Connection, statements: dict[str, str]) -> dict[str, str | None]:
    """What the database answers to each statement, by its SQLSTATE; None where it was done."""
    answers: dict[str, str | None] = {}
    for name, statement in statements.items():
        try:
            with acting(connection, official("XA")):
                connection.execute(statement)
                answers[name] = None
        except psycopg.Error as problem:
            answers[name] = problem.sqlstate
    return answers


@pytest.mark.parametrize("role", ["app_web", "app_worker"])
def test_the_roles_of_the_application_do_nothing_but_what_they_were_granted(world: World, role: str) -> None:
    with world.raw(role) as connection:
        answers = refusals(connection, HOSTILE)
    assert {name: state for name, state in answers.items() if state not in REFUSED} == {}


@pytest.mark.parametrize("role", ["app_web", "app_worker"])
def test_the_roles_of_the_application_make_nothing_of_their_own_in_an_installed_database(
    world: World, role: str
) -> None:
    """Asked of the template, since a clone is made without the rights on the database that `install` takes away."""
    with psycopg.connect(make_conninfo(world.url(role), dbname=TEMPLATE), autocommit=True) as connection:
        answers = refusals(connection, OF_THE_SESSION)
    assert set(answers.values()) == {"42501"}


def test_nobody_passes_on_a_right(world: World) -> None:
    with world.raw("app_web") as web:
        web.execute("grant select on records_marking to public")
        rights = web.execute("select relacl::text from pg_class where relname = 'records_marking'").fetchone()
    assert rights is not None
    assert "{=r" not in rights[0]
    assert ",=r" not in rights[0]


def test_the_owner_changes_no_line_of_the_journal_either(world: World) -> None:
    for statement in (
        "update records_journalentry set officer = 'nobody'",
        "delete from records_journalentry",
        "truncate records_journalentry cascade",
        "update records_journalbody set content = '{}'",
    ):
        with world.raw("postgres") as installer, pytest.raises(errors.InsufficientPrivilege, match="never changed"):
            installer.execute(statement)


def test_nobody_writes_in_another_administrations_name(world: World) -> None:
    """Not even under a marking of its own, which the policy of markings alone would let pass."""
    with world.raw("postgres") as installer:
        columns = [
            name
            for (name,) in installer.execute(
                "select column_name from information_schema.columns where table_name = 'records_centralentry' "
                "and column_name not in ('id', 'supplier', 'number', 'released_by') order by 1"
            )
        ]
    listed = ", ".join(columns)
    copied = (
        f"insert into records_centralentry (id, supplier, number, released_by, {listed}) "
        f"select gen_random_uuid(), %s, 'COPY-1', '', {listed} from records_centralentry where supplier = 'XB' limit 1"
    )
    with world.raw("app_web") as web:
        with acting(web, official("XB")):
            web.execute(copied, ["XB"])
        with pytest.raises(errors.InsufficientPrivilege), acting(web, official("XB")):
            web.execute(copied, ["XA"])


def test_a_cheap_hostile_function_is_shown_the_visible_rows_only(world: World) -> None:
    printed: list[str] = []
    with world.raw("postgres") as installer:
        installer.execute(
            "create function public.peek(text) returns boolean language plpgsql cost 0.0001 as "
            "$$ begin raise notice 'saw %', $1; return true; end $$"
        )
        installer.execute("grant execute on function public.peek(text) to app_web")
        names = {name for (name,) in installer.execute("select text from records_entryname")}
    with world.raw("app_web") as web, acting(web, official("XC")):
        web.add_notice_handler(lambda notice: printed.append(str(notice.message_primary)))
        visible = {name for (name,) in web.execute("select text from records_entryname where peek(text)")}
    assert {line.removeprefix("saw ") for line in printed} == visible
    assert 0 < len(visible) < len(names)


def test_the_thorough_search_gives_no_hidden_entry(world: World) -> None:
    asked = "select entry_id from app.thorough_search('ilario vantongeren', 0.3, 100)"
    with world.raw("app_web") as web:
        assert web.execute(asked).fetchall() == []
        with acting(web, official("XC")):
            assert web.execute(asked).fetchall() == []
        with acting(web, official("XB")):
            assert len(web.execute(asked).fetchall()) == 1


def test_the_thorough_search_takes_no_lower_threshold_and_no_higher_number(world: World) -> None:
    with world.raw("app_web") as web, acting(web, official("XA")):
        found = web.execute("select score from app.thorough_search('vantongeren', 0, 1000000)").fetchall()
    assert found
    assert all(score >= 0.3 for (score,) in found)


def test_only_the_owner_of_a_record_gets_a_marking_for_it(world: World) -> None:
    theirs = '{"kind": "request", "owner": "XA", "parties": [], "released": true, "personal": false}'
    with world.raw("app_web") as web:
        with pytest.raises(errors.InvalidAuthorizationSpecification):
            web.execute("select app.marking(%s)", [theirs])
        with pytest.raises(errors.InsufficientPrivilege), acting(web, official("XB")):
            web.execute("select app.marking(%s)", [theirs])
