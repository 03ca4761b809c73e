"""What is read by SQL of our own, because every call asks it: the rows that Django reads, and those of each kind."""

import contextlib
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import psycopg
import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from psycopg import errors
from tests.acts import stories
from tests.records.filled import fill
from tests.records.hostile import acting, official
from tests.world import World

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.rules import SEE
from tidewaiter.records import accounts, central, people, tokens
from tidewaiter.records.entry_rows import rows_by_id
from tidewaiter.records.guards import OF_ONE_KIND
from tidewaiter.records.identity import set_identity
from tidewaiter.records.markings import marking_again, markings_known
from tidewaiter.records.models import Administration, ApiToken, CentralEntry, Marking, Officer
from tidewaiter.screening.entries import Audience


def values(row: Model) -> dict[str, object]:
    return {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_entries_and_their_markings_are_those_that_django_reads(world: World) -> None:
    person = stories.person("Barnaby Quillfeather")
    stories.released(world, replace(person, audience=Audience(deny_administrations=("XC",))))
    stories.released(world, replace(stories.vessel("MV Quillback"), audience=Audience(allow_offices=("XB-HQ",))))
    with transaction.atomic():
        set_identity(replace(world.caller("xb.officer"), purpose="offences", case="CASE-1"))
        expected = list(CentralEntry.objects.select_related("marking").order_by("id"))
        read = central.entries_by_id([entry.id for entry in expected])
        assert len(read) >= 2
        assert [values(entry) for entry in read] == [values(entry) for entry in expected]
        assert [values(entry.marking) for entry in read] == [values(entry.marking) for entry in expected]


@pytest.mark.provision("CCO-52.7")
def test_entries_looked_for_among_some_markings_are_those_that_row_policy_shows_of_them(world: World) -> None:
    person = stories.person("Barnaby Quillfeather")
    open_to_all = stories.released(world, person)
    closed = stories.released(world, replace(person, audience=Audience(deny_administrations=("XC",))))
    with world.raw("postgres") as installer:
        marking_of = dict(installer.execute("select id, marking_id from records_centralentry").fetchall())
    asked = [UUID(open_to_all), UUID(closed)]
    markings = [marking_of[entry] for entry in asked]
    for username, shown in (("xb.officer", {*asked}), ("xc.officer", {asked[0]})):
        with transaction.atomic():
            set_identity(replace(world.caller(username), purpose="offences", case="CASE-1"))
            assert {row.id for row in rows_by_id(asked, among=markings)} == shown
            assert {row.id for row in rows_by_id(asked, among=markings[1:])} == shown & {asked[1]}
            assert rows_by_id(asked, among=[]) == []
            assert {row.id for row in rows_by_id(asked)} == shown
            assert CentralEntry.objects.filter(id__in=asked).count() == len(shown)


def test_a_marking_is_remembered_only_when_the_transaction_that_made_it_was_kept(world: World) -> None:
    facts, caller = Facts(Kind.HOUSE, owner="XB", parties=("XC",)), world.caller("xb.officer")
    with contextlib.suppress(InterruptedError), transaction.atomic():
        set_identity(caller)
        undone = marking_again(facts)
        raise InterruptedError
    with transaction.atomic():
        set_identity(caller)
        kept = marking_again(facts)
    assert undone != kept
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        set_identity(caller)
        assert marking_again(facts) == kept
    assert not [one for one in asked.captured_queries if "app.marking" in one["sql"]]


@pytest.mark.provision("CCO-52.7")
def test_a_marking_that_the_caller_may_not_see_is_not_known_by_its_id(world: World) -> None:
    person = stories.person("Barnaby Quillfeather")
    entry = stories.released(world, replace(person, audience=Audience(deny_administrations=("XC",))))
    with world.raw("postgres") as installer:
        row = installer.execute("select marking_id from records_centralentry where id = %s", [entry]).fetchone()
        assert row is not None
    for username, sees in (("xb.officer", True), ("xc.officer", False)):
        with transaction.atomic():
            set_identity(replace(world.caller(username), purpose="offences", case="CASE-1"))
            every = {marking.id: Kind(marking.kind) for marking in Marking.objects.all()}
            assert (row[0] in every, set(markings_known(Kind.ENTRY, [row[0]]))) == (sees, {row[0]} & set(every))
            for kind in SEE:
                assert set(markings_known(kind, range(1, 500))) == {
                    known for known, its in every.items() if its is kind
                }


def test_a_token_is_read_with_its_officer_account_and_administration(world: World) -> None:
    officer = Officer.objects.get(username="xb.officer")
    now = datetime.now(UTC)
    found = tokens.token_with(world.token("xb.officer"), day=now.date(), at=now)
    assert found is not None
    assert values(found) == values(ApiToken.objects.get(id=found.id))
    assert values(found.officer) == values(officer)
    assert values(found.officer.administration) == values(Administration.objects.get(code="XB"))
    assert values(found.officer.user) == values(User.objects.get(pk=officer.user_id))
    assert tokens.token_with("tw_nothing", day=now.date(), at=now) is None


def test_an_account_and_its_roles_are_read_as_they_stand(world: World) -> None:
    officer, today = Officer.objects.get(username="xb.officer"), stories.in_days(0)
    assert accounts.account_of(officer).accepted == frozenset(officer.acceptances.values_list("version", flat=True))
    assert accounts.account_of(officer).accepted
    assert accounts.account_and_roles(officer, today) == (
        accounts.account_of(officer),
        people.roles_on(officer, today),
    )
    held = frozenset(officer.held_roles.filter(until__isnull=True).values_list("role", flat=True))
    assert people.roles_on(officer, today) == held != frozenset()
    assert people.roles_on(officer, datetime(2000, 1, 1, tzinfo=UTC).date()) == frozenset()


def test_tables_of_one_kind_hold_no_other(world: World) -> None:
    fill(world)
    with world.raw("postgres") as installer:
        for table, kind in OF_ONE_KIND.items():
            found = installer.execute(
                f"select distinct m.kind from records_marking m join {table} t on t.marking_id = m.id"  # type: ignore[arg-type]
            ).fetchall()
            assert found == [(kind.value,)], table


def test_no_row_of_another_kind_is_written_into_a_table_of_one_kind(world: World) -> None:
    stories.drafted(world)
    with world.raw("app_web") as web:
        assert _journal_under(web, Kind.JOURNAL) == 1
        with pytest.raises(errors.InsufficientPrivilege):
            _journal_under(web, Kind.REQUEST)


def _journal_under(web: psycopg.Connection, kind: Kind) -> int:
    """Writes a line of the journal under a marking that its author owns."""
    with acting(web, official("XA")):
        return web.execute(
            "insert into records_journalentry (id, marking_id, at, verb, outcome, administration, officer, provisions, "
            "policy, body_digest, leaf) select gen_random_uuid(), id, now(), 'x', 'done', 'XA', 'x', '[]', '', '', '' "
            "from app.owned_of_kind(%s) id limit 1",
            [kind.value],
        ).rowcount
