"""What the catalogues must say of every table, view, index and function of ours, whoever added it."""

import re
from pathlib import Path

from tests.world import World

import tidewaiter
from tidewaiter.records.grants import OUTSIDE_ROW_POLICY, WEB, WORKER
from tidewaiter.records.guards import protected_tables
from tidewaiter.records.sign_in import WRITTEN_BY

OURS = "relnamespace in ('public'::regnamespace, 'app'::regnamespace)"
OF_THE_OWNER = {"requesting", "supplier", "administration", "officer"}
RANDOM = {"uuid"}
COUNTED = {"records_entrykey_pkey", "records_marking_pkey"}
"""Keys that count up: only who has SQL could see the gaps, and they tell a number of rows, never whose."""
DIGESTS = {"records_marking_digest_key"}
"""Markings are made by app.marking alone, which tells nobody whether one was there."""


def test_every_table_of_ours_is_forced_under_row_policy_but_the_listed_ones(world: World) -> None:
    with world.raw("app_web") as web:
        found = {
            name: (enabled, forced)
            for name, enabled, forced in web.execute(
                "select relname, relrowsecurity, relforcerowsecurity from pg_class "
                f"where relkind in ('r', 'p') and {OURS} and relname like 'records\\_%'"
            )
        }
    open_tables = {name for name, flags in found.items() if flags != (True, True)}
    assert open_tables == OUTSIDE_ROW_POLICY - set(WRITTEN_BY)
    assert set(found) - open_tables == {*protected_tables(), "records_marking", *WRITTEN_BY}


def test_no_protected_table_has_a_policy_for_everybody(world: World) -> None:
    with world.raw("app_web") as web:
        policies = web.execute(
            "select tablename, policyname, roles::text[], qual, with_check from pg_policies"
        ).fetchall()
    assert {name for _, name, *_ in policies} == {"see", "read", "write", "change", "remove", "definer", "blind"}
    for table, name, roles, using, checking in policies:
        if table in WRITTEN_BY:
            assert set(roles) == {"app_web", "app_worker"}, table
            nobody = {using, checking} <= {"false", None}
            assert name == "read" or nobody or "app.ident()" in f"{using}{checking}", table
        elif name == "definer":
            assert roles == ["app_search"], table
        elif name == "blind":
            assert (roles, using, checking) == (["app_owner"], "false", "false"), table
        else:
            assert set(roles) == {"app_web", "app_worker"}, table
            assert re.search(r"app\.(visible|owned)_(markings\(\)|of_kind\('\w+'::text\))", f"{using}{checking}"), table


def test_no_view_is_there_that_would_run_as_its_owner_and_none_that_is_never_filtered(world: World) -> None:
    with world.raw("app_web") as web:
        views = web.execute(
            f"select relname, relkind from pg_class where relkind in ('v', 'm') and {OURS} "
            "and not coalesce(reloptions::text, '') like '%security_invoker=true%'"
        ).fetchall()
    assert views == []


def test_no_unique_index_betrays_a_hidden_row(world: World) -> None:
    """A duplicate must be one's own, or a chance of one in 2^122."""
    with world.raw("app_web") as web:
        indexes = web.execute(
            "select i.indexrelid::regclass::text, array_agg(a.attname::text), array_agg(format_type(a.atttypid, -1)) "
            "from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey) "
            "where i.indisunique and i.indrelid::regclass::text = any(%s) group by 1",
            [[*protected_tables(), "records_marking"]],
        ).fetchall()
    telling = {
        name
        for name, columns, types in indexes
        if not OF_THE_OWNER.intersection(columns) and not RANDOM.intersection(types)
    }
    assert len(indexes) > len(protected_tables())
    assert telling == COUNTED | DIGESTS


def test_every_definer_function_has_a_fixed_search_path_and_an_owner_who_cannot_sign_in(world: World) -> None:
    with world.raw("app_web") as web:
        functions = web.execute(
            "select p.proname, pg_get_userbyid(p.proowner), coalesce(p.proconfig::text, ''), r.rolcanlogin, "
            "p.proacl::text from pg_proc p join pg_roles r on r.oid = p.proowner "
            "where p.prosecdef and p.pronamespace in ('public'::regnamespace, 'app'::regnamespace)"
        ).fetchall()
    assert {name for name, *_ in functions} >= {"ident", "visible_markings", "thorough_search", "take_step", "marking"}
    for name, owner, configured, may_login, rights in functions:
        assert owner in ("app_owner", "app_search"), name
        assert "search_path=pg_catalog" in configured, name
        assert not may_login, name
        assert not re.search(r"[{,]=X", rights), name


def test_the_searcher_reads_names_and_no_entries(world: World) -> None:
    with world.raw("app_web") as web:
        readable = {
            table
            for (table,) in web.execute(
                "select relname from pg_class where relkind = 'r' and relname like 'records\\_%' "
                "and (has_table_privilege('app_search', oid, 'select') "
                "or has_any_column_privilege('app_search', oid, 'select'))"
            )
        }
    assert readable == {"records_marking", "records_entryname", "records_requestforassistance"}


def test_the_granted_rights_are_the_listed_ones(world: World) -> None:
    with world.raw("app_web") as web:
        for role, listed in (("app_web", WEB), ("app_worker", WORKER)):
            readable = {
                table
                for (table,) in web.execute(
                    "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace "
                    "and has_table_privilege(%s, oid, 'select')",
                    [role],
                )
            }
            assert readable == {table for table, rights in listed.items() if "select" in rights}


def test_no_source_sets_an_identity_that_outlives_its_transaction() -> None:
    wrong = re.compile(r"set_config\([^)]*,\s*false\s*\)|\bset\s+(session\s+)?app\.|set_config\('app[^)]*%s\)", re.I)
    home = Path(tidewaiter.__file__).parent
    sources = [path for ending in ("*.py", "*.sql") for path in home.rglob(ending)]
    assert len(sources) > 100
    assert [path for path in sources if wrong.search(path.read_text(encoding="utf-8"))] == []
