"""Who may not know of an entry: hits, counts, work and the database itself are as if the entry were not there."""

from collections.abc import Callable
from dataclasses import replace

import psycopg
import pytest
from django.db import connection, transaction
from tests.acts import stories, submitting
from tests.acts.submitting import NAME, read, screened, work
from tests.world import World

from tidewaiter.actions import central, screening
from tidewaiter.actions.act import NotFound, with_purpose
from tidewaiter.actions.callers import system_caller
from tidewaiter.records.identity import set_identity
from tidewaiter.screening.entries import Audience, EntryDraft

OFFICIAL = "xb.cais_official"
NAMES = (NAME, "Ottilie Marchbanks", "Leopold Achterberg")

HIDDEN: dict[str, Callable[[EntryDraft], EntryDraft]] = {
    "deny_administrations": lambda draft: replace(draft, audience=Audience(deny_administrations=("XB",))),
    "deny_officers": lambda draft: replace(draft, audience=Audience(deny_officers=(OFFICIAL,))),
    "allow_others": lambda draft: replace(draft, audience=Audience(allow_administrations=("XC",))),
    "another_purpose": lambda draft: replace(draft, purposes=("risk_assessment",)),
}


def seen(world: World, list_id: str) -> dict[str, object]:
    """All that an officer is told of a list and of its hits, without ids and moments."""
    caller = world.caller(OFFICIAL)
    view = screening.read_list(caller, list_id)
    page = screening.list_hits(caller, list_id, state="")
    opened = [screening.read_hit(caller, hit.id) for hit in page.items]
    return {
        "counts": (view.stand.hits, page.counts, view.stand.keep_until, view.stand.state, page.next),
        "hits": [(hit.line, hit.row_id, hit.name, hit.score, hit.band, hit.state) for hit in page.items],
        "views": [(one.entry.number, one.score, one.reasons, one.differs, one.may) for one in opened],
    }


def test_a_denied_official_is_told_what_a_world_without_the_entries_tells(world: World) -> None:
    """The same list screened before and after entries that this official may not know of: nothing differs."""
    stories.released(world, stories.person("Ottilie Marchbanks"))
    before = screened(world, *NAMES)
    expected = seen(world, before.id)
    assert before.hits.open == 1
    for change in HIDDEN.values():
        stories.released(world, change(stories.person(NAME)))
    with world.as_worker():
        assert screening.find_list_work(system_caller()) == ()
    work(world)
    after = screened(world, *NAMES)
    assert seen(world, after.id) == seen(world, before.id) == expected


def test_hits_of_an_entry_that_was_closed_to_the_house_are_gone_from_everywhere(world: World) -> None:
    """The supplier shuts out an administration that had hits: they vanish with counts and quiet pairs."""
    entry_id = stories.released(world, stories.person(NAME))
    stand = screened(world, NAME)
    hit = submitting.dismissed(world, stand.id)
    nothing = screened(world, "Ottilie Marchbanks")
    version = central.read_entry(world.caller("xa.officer"), entry_id).version
    closed = HIDDEN["deny_administrations"](stories.person(NAME))
    central.edit_entry(world.caller("xa.officer"), entry_id, closed, reason="Closed to XB", version=version)
    central.release_entry(world.caller("xa.cais_official"), entry_id)
    work(world)
    now, other = read(world, stand.id), read(world, nothing.id)
    assert (now.hits, now.keep_until) == (other.hits, other.keep_until)
    assert screening.list_hits(world.caller(OFFICIAL), stand.id, state="").items == ()
    for attempt in (
        lambda: screening.read_hit(world.caller(OFFICIAL), hit.id),
        lambda: screening.decide_hit(world.caller(OFFICIAL), hit.id, submitting.CONFIRMED),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert counted(world, OFFICIAL, "offences") == {"records_listhit": 0, "records_quietpair": 0}


def counted(world: World, username: str, purpose: str) -> dict[str, int]:
    """How many rows about entries an identity sees with plain SQL."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        set_identity(with_purpose(world.caller(username), purpose, "CASE-1"))
        found = {}
        for table in ("records_listhit", "records_quietpair"):
            cursor.execute(f"select count(*) from {table}")  # noqa: S608  # two names
            found[table] = cursor.fetchone()[0]
    return found


def test_the_database_shows_hits_to_those_alone_who_may_know_of_the_entry(world: World) -> None:
    stories.released(world, stories.person(NAME))
    submitting.dismissed(world, screened(world, NAME).id)
    all_of_it, none = {"records_listhit": 1, "records_quietpair": 1}, {"records_listhit": 0, "records_quietpair": 0}
    assert counted(world, OFFICIAL, "offences") == all_of_it
    assert counted(world, OFFICIAL, "supply_chain") == none
    assert counted(world, OFFICIAL, "") == none
    assert counted(world, "xb.contact_point", "offences") == none
    assert counted(world, "xc.officer", "offences") == none
    assert counted(world, "xa.cais_official", "offences") == none


def test_nobody_changes_or_counts_a_hidden_hit_with_plain_sql(world: World) -> None:
    stories.released(world, stories.person(NAME))
    screened(world, NAME)
    for statement in ("update records_listhit set state = 'open'", "delete from records_quietpair"):
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            set_identity(with_purpose(world.caller(OFFICIAL), "supply_chain", "CASE-1"))
            cursor.execute(statement)
            assert cursor.rowcount == 0
    with (
        pytest.raises(Exception, match="permission denied") as refused,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        set_identity(world.caller(OFFICIAL))
        cursor.execute("delete from records_listhit")
    assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege)


def test_another_officer_of_the_house_whom_the_entry_denies_is_told_nothing_of_its_hit(world: World) -> None:
    stories.released(world, HIDDEN["deny_officers"](stories.person(NAME)))
    others = screened(world, NAME, username="xb.officer")
    assert others.hits.open == 1
    denied = read(world, others.id)
    assert denied.hits.open == 0
    assert denied.keep_until < others.keep_until
    with pytest.raises(NotFound):
        screening.read_hit(world.caller(OFFICIAL), submitting.hits(world, others.id, "xb.officer")[0].id)
