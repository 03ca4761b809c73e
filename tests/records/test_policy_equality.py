"""The two readings of the row rules, Python and SQL, agree on random records and callers."""

from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import fields
from datetime import date, timedelta

import psycopg
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from tests.world import World

from tidewaiter.access.decide import Permit, decide, owns, sees
from tidewaiter.access.facts import MARKING_FIELDS, Caller, Facts, Kind
from tidewaiter.access.verbs import Role, Verb
from tidewaiter.records.identity import sign
from tidewaiter.records.sign_in import WRITTEN_BY, Written, may

CODES = ("XA", "XB", "XC", "")
OFFICES = ("XA-HQ", "XB-HQ", "")
OFFICERS = ("xa.one", "xb.one", "")
PURPOSES = ("offences", "risk_assessment", "")
TODAY = date(2026, 3, 2)
DAYS = tuple(TODAY + timedelta(days=days) for days in (-1, 0, 1))


def some(words: Sequence[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(words), max_size=2, unique=True).map(tuple)


FACTS = st.builds(
    Facts,
    kind=st.sampled_from(Kind),
    owner=st.sampled_from(CODES),
    parties=some(CODES),
    released=st.booleans(),
    personal=st.booleans(),
    purposes=some(PURPOSES),
    allow_administrations=some(CODES),
    allow_offices=some(OFFICES),
    allow_officers=some(OFFICERS),
    deny_administrations=some(CODES),
    deny_offices=some(OFFICES),
    deny_officers=some(OFFICERS),
    last_day=st.sampled_from((*DAYS, None)),
)
CALLERS = st.builds(
    Caller,
    administration=st.sampled_from(CODES),
    office=st.sampled_from(OFFICES),
    officer=st.sampled_from(OFFICERS),
    roles=st.frozensets(st.sampled_from([*Role, Role.CAIS_OFFICIAL, Role.CAIS_OFFICIAL]), max_size=3),
    day=st.sampled_from(DAYS),
    organization=st.booleans(),
    undertaking=st.booleans(),
    purpose=st.sampled_from(PURPOSES),
    case=st.sampled_from(("CASE-1", "")),
    fresh=st.booleans(),
    machine=st.booleans(),
)
WRITING = {verb for written in WRITTEN_BY.values() for verb in (*written.added, *written.changed, *written.removed)}
OPEN_ENTRIES = st.builds(
    Facts,
    kind=st.just(Kind.ENTRY),
    owner=st.sampled_from(("XA", "XB")),
    released=st.just(True),
    personal=st.booleans(),
    purposes=st.just(("offences",)),
    allow_offices=some(OFFICES),
    deny_officers=some(OFFICERS),
)
SEARCHERS = st.builds(
    Caller,
    administration=st.sampled_from(("XA", "XB", "XC")),
    office=st.sampled_from(OFFICES),
    officer=st.sampled_from(OFFICERS),
    roles=st.just(frozenset({Role.CAIS_OFFICIAL})),
    day=st.just(TODAY),
    organization=st.booleans(),
    undertaking=st.booleans(),
    purpose=st.sampled_from(("offences", "risk_assessment")),
)


PERSONAL = st.builds(
    Facts,
    kind=st.sampled_from((Kind.PERSONAL, Kind.HOUSE)),
    owner=st.sampled_from(("XA", "XB")),
    allow_officers=some(OFFICERS),
)
OFFICERS_CALLING = st.builds(
    Caller,
    administration=st.sampled_from(("XA", "XB")),
    office=st.just("XA-HQ"),
    officer=st.sampled_from(OFFICERS),
    roles=st.frozensets(st.sampled_from((Role.OFFICER, Role.HEAD, Role.INVITED, Role.SYSTEM_JOB)), max_size=2),
    day=st.just(TODAY),
)
PEOPLE = tuple(sorted(WRITING))
MANAGERS = st.builds(
    Caller,
    administration=st.just("XA"),
    office=st.just("XA-HQ"),
    officer=st.sampled_from(("xa.one", "xb.one")),
    roles=st.sampled_from(Role).map(lambda role: frozenset({role})),
    day=st.just(TODAY),
    fresh=st.sampled_from((True, True, False)),
    machine=st.booleans(),
)
ACCOUNTS = st.builds(
    Facts,
    kind=st.just(Kind.PUBLIC),
    owner=st.sampled_from(CODES),
    author=st.sampled_from(OFFICERS),
    rank=st.integers(0, 5),
)

KIND_BY_KIND = {"visible": "visible_of_kind", "owned": "owned_of_kind"}


class Readings:
    """Asks both readings; markings are written by the installing role, read as the worker, whom any role may act as."""

    def __init__(self, installer: psycopg.Connection, worker: psycopg.Connection) -> None:
        self.installer, self.worker = installer, worker
        self.decisions = 0
        self.yes = {"visible": 0, "owned": 0}

    def compare(self, facts: Sequence[Facts], callers: Sequence[Caller]) -> None:
        ids = self._write(facts)
        for caller in callers:
            expected = {
                "visible": {key for key, one in zip(ids, facts, strict=True) if sees(caller, one)},
                "owned": {key for key, one in zip(ids, facts, strict=True) if owns(caller, one)},
            }
            for name, wanted in expected.items():
                assert self._read(name, caller, ids) == (wanted, wanted), (name, caller)
                assert self._read_among(name, caller, ids, ids[::2]) == (
                    wanted & {*ids[::2]} if name == "visible" else wanted
                )
                self.decisions += len(ids)
                self.yes[name] += len(wanted)
        self.installer.execute("delete from records_marking where id = any(%s)", [ids])

    def _write(self, facts: Sequence[Facts]) -> list[int]:
        columns = ", ".join(MARKING_FIELDS)
        places = ", ".join(["%s"] * len(MARKING_FIELDS))
        row = f"({places}, gen_random_uuid()::text)"
        values = [_column(getattr(one, name)) for one in facts for name in MARKING_FIELDS]
        found = self.installer.execute(
            f"insert into records_marking ({columns}, digest) values {', '.join([row] * len(facts))} "
            "returning id, names_nobody",
            values,
        ).fetchall()
        assert [names_nobody for _, names_nobody in found] == [one.names_nobody for one in facts]
        return [written for written, _ in found]

    def _read(self, name: str, caller: Caller, ids: list[int]) -> tuple[set[int], set[int]]:
        """What the rule gives over all markings, and over those of each kind, which is what policies ask for."""
        signed = sign(caller, settings.TIDEWAITER.identity_key, 4e9)
        with self.worker.transaction():
            self.worker.execute("select set_config('app.ident', %s, true)", [signed])
            found = self.worker.execute(
                f"select marking from app.{name}_markings() marking where marking = any(%s)", [ids]
            )
            return {marking for (marking,) in found}, self._of_kinds(name, ids)

    def _read_among(self, name: str, caller: Caller, ids: list[int], among: list[int]) -> set[int]:
        """What the rules of each kind give where the caller says among which markings the wanted ones are."""
        signed = sign(caller, settings.TIDEWAITER.identity_key, 4e9)
        with self.worker.transaction():
            self.worker.execute(
                "select set_config('app.ident', %s, true), set_config('app.among', (%s::bigint[])::text, true)",
                [signed, among],
            )
            return self._of_kinds(name, ids)

    def _of_kinds(self, name: str, ids: list[int]) -> set[int]:
        found = self.worker.execute(
            "select marking from unnest(%s::text[]) kind, "
            f"lateral (select * from app.{KIND_BY_KIND[name]}(kind)) found(marking) where marking = any(%s)",
            [[kind.value for kind in Kind], ids],
        ).fetchall()
        return {marking for (marking,) in found}


def _column(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def compared(world: World, facts: st.SearchStrategy[Facts], callers: st.SearchStrategy[Caller]) -> Readings:
    with ExitStack() as stack:
        readings = Readings(stack.enter_context(world.raw("postgres")), stack.enter_context(world.raw("app_worker")))

        @hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
        @given(st.lists(facts, min_size=8, max_size=16), st.lists(callers, min_size=5, max_size=8))
        def agree(some_facts: list[Facts], some_callers: list[Caller]) -> None:
            readings.compare(some_facts, some_callers)

        agree()
    return readings


def test_python_and_the_database_agree_on_every_kind_of_record(world: World) -> None:
    readings = compared(world, FACTS, CALLERS)
    assert readings.decisions > 3_000
    assert 0 < readings.yes["visible"] < readings.decisions / 2
    assert 0 < readings.yes["owned"] < readings.decisions / 2


def test_python_and_the_database_agree_on_released_entries(world: World) -> None:
    readings = compared(world, OPEN_ENTRIES, SEARCHERS)
    assert readings.decisions > 3_000
    assert 0 < readings.yes["visible"] < readings.decisions / 2


def test_python_and_the_database_agree_on_what_is_one_officers_or_one_houses_alone(world: World) -> None:
    readings = compared(world, PERSONAL, OFFICERS_CALLING)
    assert readings.decisions > 3_000
    assert 0 < readings.yes["visible"] < readings.decisions * 2 / 3
    assert 0 < readings.yes["owned"] < readings.decisions * 2 / 3


def test_python_and_the_database_agree_on_who_writes_the_tables_of_sign_in(world: World) -> None:
    yes, no = Counter[Verb](), Counter[Verb]()
    with world.raw("app_worker") as worker:

        def compare(some_facts: list[Facts], caller: Caller) -> None:
            written = _written(worker, caller, some_facts)
            for place, facts in enumerate(some_facts):
                for verb in PEOPLE:
                    permitted = isinstance(decide(caller, verb, facts), Permit)
                    assert permitted == written[place][verb], (verb, caller, facts)
                    (yes if permitted else no)[verb] += 1

        @hypothesis_settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
        @given(st.lists(ACCOUNTS, min_size=4, max_size=12), st.one_of(CALLERS, MANAGERS))
        def agree(some_facts: list[Facts], caller: Caller) -> None:
            compare(some_facts, caller)

        agree()
        for role in Role:  # each once on its own: chance may leave out one that alone opens an act
            caller = Caller("XA", "XA-HQ", "xa.one", frozenset({role}), TODAY, fresh=True)
            compare([Facts(Kind.PUBLIC, "XA", author=author) for author in ("xa.one", "xb.one")], caller)
    assert {verb for verb in PEOPLE if not no[verb]} == set()
    assert {verb for verb in PEOPLE if not yes[verb]} == set()


def _written(worker: psycopg.Connection, caller: Caller, some_facts: Sequence[Facts]) -> list[dict[Verb, bool]]:
    """What the database itself says of each act on each account, in the words of the policies on the sign-in tables."""
    columns = ", ".join(may(verb, Written("t.owner", "t.author", "t.rank")) for verb in PEOPLE)
    rows = ", ".join(["(%s, %s, %s, %s::integer)"] * len(some_facts))
    values = [part for place, one in enumerate(some_facts) for part in (place, one.owner, one.author, one.rank)]
    with worker.transaction():
        worker.execute(
            "select set_config('app.ident', %s, true)", [sign(caller, settings.TIDEWAITER.identity_key, 4e9)]
        )
        found = worker.execute(
            f"select {columns} from (values {rows}) t(place, owner, author, rank) order by t.place", values
        ).fetchall()
    return [dict(zip(PEOPLE, row, strict=True)) for row in found]


def test_every_fact_of_a_marking_is_a_column_of_its_table(world: World) -> None:
    with world.raw("postgres") as installer:
        found = installer.execute(
            "select column_name from information_schema.columns where table_name = 'records_marking'"
        )
        assert {name for (name,) in found} == {"id", "digest", "names_nobody", *MARKING_FIELDS}
    assert set(MARKING_FIELDS) <= {field.name for field in fields(Facts)}
