"""Puts the policy into the database after each migration, and checks at start-up that it is still there."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import files
from typing import Any, Protocol

from django.apps import apps

from tidewaiter.access.facts import MARKING_FIELDS, Kind
from tidewaiter.access.rows import by_kind, sql
from tidewaiter.access.rules import OWN, SEE
from tidewaiter.access.words import Expression
from tidewaiter.assistance.lifecycle import MOVES, editable_states
from tidewaiter.records import sign_in
from tidewaiter.records.grants import OUTSIDE_ROW_POLICY, SEARCH, WEB, WORKER


class GuardError(Exception):
    """The database does not hold what the code says it must; `differences` names each point."""

    def __init__(self, differences: list[str]) -> None:
        self.differences = differences
        super().__init__("; ".join(differences))


class Cursor(Protocol):
    """The part of a database cursor used here (Django's and psycopg's both have it)."""

    def execute(self, query: Any, params: Any = None) -> Any:
        """Runs one statement."""

    def fetchall(self) -> list[Any]:
        """Gives all rows."""


ROLES = ("app_owner", "app_web", "app_worker", "app_search")
_DEFINERS = (
    "app.visible_markings()",
    "app.owned_markings()",
    "app.visible_of_kind(text)",
    "app.owned_of_kind(text)",
    "app.known_of_kind(text, bigint[])",
    "app.marking(jsonb)",
    "app.thorough_search(text, real, integer)",
    "app.take_step()",
    "app.note_change()",
)


def role_statements() -> list[str]:
    """The statements that make the four roles where absent, for the installing role to run."""
    statements = []
    for role in ROLES:
        login = "login" if role in ("app_web", "app_worker") else "nologin"
        statements.append(
            f"do $$ begin if not exists (select 1 from pg_roles where rolname = '{role}') then "
            f"create role {role} {login} nosuperuser nocreatedb nocreaterole nobypassrls; end if; end $$"
        )
    statements.append("grant app_search to app_owner")
    return statements


def protected_tables() -> list[str]:
    """Every table of ours that is under row policy: all but the listed exceptions."""
    tables = (model._meta.db_table for model in apps.get_app_config("records").get_models())
    return sorted(set(tables) - OUTSIDE_ROW_POLICY - {"records_marking"})


def source() -> str:
    """The whole SQL that stands for the policy of this code, in the order in which it runs."""
    template = files("tidewaiter.records").joinpath("sql/guards.sql").read_text(encoding="utf-8")
    filled = _fill(template)
    return "\n".join([filled, *_ownership(), *_row_policies(), *sign_in.policies(), *_grants(), *_moves()])


def _fill(template: str) -> str:
    if not (SEE and OWN and MOVES):
        raise GuardError(["an empty table of rules would open or close everything"])
    columns = ", ".join(MARKING_FIELDS)
    states = "array[" + ", ".join(f"'{state}'" for state in sorted(editable_states())) + "]"
    parts = {
        "visible": by_kind(SEE),
        "owned": by_kind(OWN),
        "each_visible": _each_kind(SEE, "m.id", "(among is null or m.id = any(among))"),
        "each_owned": _each_kind(OWN, "m.id"),
        "each_known": _each_kind(SEE, "m.*", "m.id = any(ids)"),
        "marking_columns": columns,
        "marking_values": ", ".join(f"m.{name}" for name in MARKING_FIELDS),
        "editable_states": states,
    }
    for name, text in parts.items():
        template = template.replace("{{" + name + "}}", text)
    return template


def _each_kind(table: Mapping[Kind, Expression], columns: str, these: str = "true") -> str:
    """The branches that look at the markings of one kind; a kind without a rule has none, which is an error there."""
    return "\n".join(
        f"    when '{kind.value}' then return query select {columns} from public.records_marking m "
        f"where m.kind = '{kind.value}' and {these} and {sql(rule)};"
        for kind, rule in table.items()
    )


def _ownership() -> list[str]:
    """Definer functions belong to app_search, which sees what row policy would hide from their caller."""
    granting = ["grant create on schema app to app_search;"]
    given = [f"alter function {function} owner to app_search;" for function in _DEFINERS]
    return [*granting, *given, "revoke create on schema app from app_search;"]


def _row_policies() -> list[str]:
    statements = _policy("records_marking", "app.visible_markings()", "app.owned_markings()", column="id")
    for table in protected_tables():
        kind = OF_ONE_KIND.get(table)
        seen = f"app.visible_of_kind('{kind.value}')" if kind else "app.visible_markings()"
        owned = f"app.owned_of_kind('{kind.value}')" if kind else "app.owned_markings()"
        statements += _policy(table, seen, owned, column="marking_id")
    for table in SEARCH:
        statements += [
            f"drop policy if exists definer on public.{table};",
            f"create policy definer on public.{table} to app_search using (true) with check (true);",
            # the owner is a member of app_search, whose functions it replaces, and would see what that role sees
            f"drop policy if exists blind on public.{table};",
            f"create policy blind on public.{table} as restrictive to app_owner using (false) with check (false);",
        ]
    return statements


_NEW_ROWS: Mapping[str, tuple[str, ...]] = {
    "records_requestforassistance": ("state = 'draft'", "requesting = (select app.administration())"),
    "records_attachment": ("administration = (select app.administration())",),
    "records_importbatch": ("administration = (select app.administration())",),
    "records_importmapping": ("administration = (select app.administration())",),
    "records_exportrecord": ("administration = (select app.administration())",),
    "records_centralentry": ("supplier = (select app.administration())",),
    "records_journalentry": ("administration = (select app.administration())",),
    "records_submittedlist": ("administration = (select app.administration())",),
    "records_quietpair": ("administration = (select app.administration())",),
    "records_ordinaryname": ("administration = (select app.administration())",),
    "records_listmapping": ("administration = (select app.administration())",),
    "records_keptform": ("officer = (select (app.ident()).officer)",),
    "records_performed": ("officer = (select (app.ident()).officer)",),
}
"""What else a new row must say: nobody writes in another administration's name, even under a marking of its own."""

OF_ONE_KIND: Mapping[str, Kind] = {
    **dict.fromkeys(
        (
            "records_centralentry",
            "records_entryname",
            "records_entrykey",
            "records_entryversion",
            "records_importbatch",
            "records_indexchange",
        ),
        Kind.ENTRY,
    ),
    **dict.fromkeys(
        (
            "records_instrumentactrecord",
            "records_unitrecord",
            "records_arrangementrecord",
            "records_treatyposition",
        ),
        Kind.PUBLISHED,
    ),
    **dict.fromkeys(("records_journalentry", "records_journalbody"), Kind.JOURNAL),
}
"""Tables that every search reads or writes, and the one kind of marking on all their rows; no row of another kind can
be written there. Their policies need not weigh some thousand markings of entries to let an act into the journal."""

_WITH_ENTRY = ("records_listhit", "records_quietpair")
"""Rows about an entry, which whoever may not know of the entry may not know of either, nor count, change or delete.

The subquery runs under row policy as the caller; `offset 0` keeps it one look into the key of entries a row."""


def _policy(table: str, seen: str, owned: str, *, column: str) -> list[str]:
    see, own = f"{column} in (select {seen})", f"{column} in (select {owned})"
    if table in _WITH_ENTRY:
        known = f" and exists (select 1 from public.records_centralentry e where e.id = {table}.entry offset 0)"
        see, own = see + known, own + known
    also = "".join(f" and {condition}" for condition in _NEW_ROWS.get(table, ()))
    roles = "to app_web, app_worker"
    return [
        f"alter table public.{table} enable row level security;",
        f"alter table public.{table} force row level security;",
        *(f"drop policy if exists {name} on public.{table};" for name in ("see", "write", "change", "remove")),
        f"create policy see on public.{table} for select {roles} using ({see});",
        f"create policy write on public.{table} for insert {roles} with check ({own}{also});",
        f"create policy change on public.{table} for update {roles} using ({own}) with check ({own});",
        f"create policy remove on public.{table} for delete {roles} using ({own});",
    ]


def _grants() -> list[str]:
    statements = ["revoke all on all tables in schema public from public, app_web, app_worker, app_search;"]
    lists: tuple[tuple[str, Mapping[str, str]], ...] = (
        ("app_web", WEB),
        ("app_worker", WORKER),
        ("app_search", SEARCH),
    )
    for role, tables in lists:
        statements += [f"grant {rights} on public.{table} to {role};" for table, rights in tables.items()]
    sequences = "grant usage on all sequences in schema public to app_web, app_worker, app_search;"
    return [*statements, sequences, _JOB_FUNCTIONS]


_JOB_FUNCTIONS = """do $$ declare f record; begin
    for f in select p.oid::regprocedure as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
             where n.nspname = 'public' and p.proname like 'procrastinate%' loop
        execute format('revoke execute on function %s from public', f.name);
        execute format('grant execute on function %s to app_worker', f.name);
    end loop;
end $$;"""


def _moves() -> list[str]:
    rows = ", ".join(f"('{move.verb}', '{move.source}', '{move.target}', '{move.by}')" for move in MOVES)
    return [
        "insert into public.records_permittedmove (verb, source, target, side) values "
        f"{rows} on conflict (verb, source, target, side) do nothing;",
        f"delete from public.records_permittedmove where (verb, source, target, side) not in (values {rows});",
    ]


def apply(connection: Any, identity_key: bytes) -> None:
    """Applies the policy as app_owner and stores the sha256 of its source and of what the catalogues then hold."""
    text = source()
    inner, outer = _pads(identity_key)
    with connection.cursor() as cursor:
        cursor.execute(text)
        cursor.execute(
            "insert into app_private.identity_key (inner_pad, outer_pad) values (%s, %s) "
            "on conflict (only_row) do update set inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad",
            [inner, outer],
        )
        cursor.execute(
            "insert into app.guard (source, snapshot, applied_at) values (%s, %s, now()) on conflict (only_row) "
            "do update set source = excluded.source, snapshot = excluded.snapshot, applied_at = now()",
            [source_digest(), snapshot(cursor)],
        )


def _pads(key: bytes) -> tuple[bytes, bytes]:
    """HMAC's two padded keys (RFC 2104), so that the database needs no extension to check a signature."""
    block = (hashlib.sha256(key).digest() if len(key) > 64 else key).ljust(64, b"\0")
    return bytes(byte ^ 0x36 for byte in block), bytes(byte ^ 0x5C for byte in block)


def source_digest() -> str:
    """The sha256 of the policy this code stands for; every journal entry carries it."""
    return hashlib.sha256(source().encode()).hexdigest()


_CATALOGUES: Mapping[str, str] = {
    "row policies": "select tablename, policyname, cmd, roles::text, coalesce(qual, ''), coalesce(with_check, '') "
    "from pg_policies where schemaname = 'public' order by 1, 2",
    "tables, views and their rights": "select relname, relkind, relrowsecurity, relforcerowsecurity, "
    "pg_get_userbyid(relowner), coalesce(relacl::text, ''), coalesce(reloptions::text, '') "
    "from pg_class where relnamespace in ('public'::regnamespace, 'app'::regnamespace) "
    "and relkind in ('r', 'v', 'm') order by 1",
    "rights on columns": "select attrelid::regclass::text, attname, attacl::text from pg_attribute "
    "where attacl is not null and attrelid in (select oid from pg_class where relnamespace = 'public'::regnamespace) "
    "order by 1, 2",
    "functions": "select p.proname, pg_get_userbyid(p.proowner), p.prosecdef, coalesce(p.proacl::text, ''), p.prosrc, "
    "coalesce(p.proconfig::text, '') from pg_proc p where p.pronamespace = 'app'::regnamespace order by 1",
    "triggers": "select tgrelid::regclass::text, tgname, tgenabled, tgfoid::regproc::text from pg_trigger "
    "where not tgisinternal and tgrelid::regclass::text like 'records\\_%' order by 1, 2",
    "constraints": "select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint "
    "where contype in ('c', 'f', 'u', 'p') and conrelid::regclass::text like 'records\\_%' order by 1, 2",
    "roles": "select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcanlogin from pg_roles "
    "where rolname like 'app\\_%' order by 1",
    "memberships": "select roleid::regrole::text, member::regrole::text from pg_auth_members "
    "where member::regrole::text like 'app\\_%' order by 1, 2",
    "schemas": "select nspname, pg_get_userbyid(nspowner), coalesce(nspacl::text, '') from pg_namespace "
    "where nspname in ('public', 'app', 'app_private') order by 1",
    "permitted moves": "select verb, source, target, side from public.records_permittedmove order by 1, 2, 3, 4",
}
"""What is compared at start-up, by the name under which a difference is told."""


def snapshot(cursor: Cursor) -> str:
    """What the database's own catalogues say about policies, rights, functions and the like: a sha256 of each."""
    found = {}
    for name, query in _CATALOGUES.items():
        cursor.execute(query)
        rows = [[str(value) for value in row] for row in cursor.fetchall()]
        found[name] = hashlib.sha256(json.dumps(rows).encode()).hexdigest()
    return json.dumps(found)


def verify(connection: Any) -> list[str]:
    """Names how the database differs from the code; empty when it holds exactly what was applied."""
    never = ["the policy was never applied to this database: run `tidewaiter setup`"]
    with connection.cursor() as cursor:
        cursor.execute("select to_regclass('app.guard') is not null")
        if not cursor.fetchall()[0][0]:
            return never
        cursor.execute("select source, snapshot from app.guard")
        rows = cursor.fetchall()
        if not rows:
            return never
        stored_source, stored_snapshot = rows[0]
        found = json.loads(snapshot(cursor))
        cursor.execute("select similarity('Иванов', 'ИВАНОВА') > 0.5")
        trigrams = cursor.fetchall()[0][0]
    if stored_source != source_digest():
        return ["the database holds the policy of another version: run `tidewaiter setup`"]
    stored = json.loads(stored_snapshot)
    differences = [
        f"{name} in the database were changed after they were applied"
        for name, digest in found.items()
        if stored.get(name) != digest
    ]
    if not trigrams:
        differences.append("the database's locale drops letters outside ASCII: make it with C.UTF-8 or ICU")
    return differences


@contextmanager
def migration_sight(cursor: Cursor) -> Iterator[None]:
    """Lets a data migration see the rows it migrates: FORCE binds the owner too (settled point 4)."""
    tables = [*protected_tables(), "records_marking", *sign_in.WRITTEN_BY]
    for table in tables:
        cursor.execute(f"create policy migration_sight on public.{table} to app_owner using (true)")
    _blind(cursor, "true")
    try:
        yield
    finally:
        for table in tables:
            cursor.execute(f"drop policy migration_sight on public.{table}")
        _blind(cursor, "false")


def _blind(cursor: Cursor, sight: str) -> None:
    for table in SEARCH:
        cursor.execute(f"alter policy blind on public.{table} using ({sight}) with check ({sight})")
