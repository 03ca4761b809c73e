"""The journal: every act and every attempt, in the transaction of the act or in one of its own, never in half."""

import hashlib
from contextlib import suppress

import pytest
from django.db import DatabaseError, connection, transaction
from tests.acts import stories
from tests.world import World

from tidewaiter.actions import assistance, central, people
from tidewaiter.actions.act import Clock, Conflict, Invalid, NotFound, NotPermitted, clock
from tidewaiter.actions.central import Query
from tidewaiter.records.guards import source_digest
from tidewaiter.records.identity import set_identity
from tidewaiter.records.journal import body_digest, canonical, leaf
from tidewaiter.records.models import JournalBody, JournalEntry
from tidewaiter.screening.subjects import Name, Subject, SubjectKind


def last(world: World) -> people.JournalLine:
    """XA's newest line, before the reading of it."""
    return people.read_journal(world.caller("xa.head"), limit=1)[0]


def rows(world: World, table: str) -> int:
    with world.raw("postgres") as installer:
        row = installer.execute(f"select count(*) from {table}").fetchone()
    assert row is not None
    return int(row[0])


def failing(world: World, table: str) -> None:
    """From now on the database itself fails when a row is written into a table."""
    with world.raw("postgres") as installer:
        installer.execute(
            "create function public.fails() returns trigger language plpgsql as "
            "$$ begin raise exception 'disk full' using errcode = '53100'; end $$"
        )
        installer.execute(f"create trigger fails before insert on {table} for each row execute function fails()")


@pytest.mark.provision("CCO-47.1", "CCO-47.1.v")
def test_what_was_done_stands_with_officer_provisions_and_subject(world: World) -> None:
    rfa_id = stories.played(world, "send")
    line = last(world)
    assert (line.verb, line.outcome, line.officer) == ("send", "done", "xa.officer")
    assert {"CCO-21.1", "CCO-23"} <= set(line.provisions)
    assert line.about["request"] == rfa_id


@pytest.mark.provision("CCO-47.1")
def test_every_outcome_is_recorded_under_its_own_name(world: World) -> None:
    officer = world.caller("xa.officer")
    rfa_id = stories.drafted(world)
    with pytest.raises(NotPermitted):
        central.list_entries(world.caller("xa.head"))
    with pytest.raises(NotFound):
        assistance.read_request(officer, "nothing")
    with pytest.raises(Invalid):
        central.create_entry(officer, stories.vessel("MV Quillback", reason=""))
    with pytest.raises(Conflict):
        stories.move(world, "xa.officer", "close", rfa_id)
    lines = people.read_journal(world.caller("xa.head"), limit=4)
    assert [(line.verb, line.outcome) for line in lines] == [
        *(
            ("close", "conflict"),
            ("create_entry", "invalid"),
            ("read_request", "not_found"),
            ("list_entries", "refused"),
        )
    ]
    assert lines[-1].provisions == ("CCO-52.2",)


def test_a_crash_in_the_database_undoes_the_work_and_leaves_a_line(world: World) -> None:
    failing(world, "records_centralentry")
    before = rows(world, "records_centralentry")
    with pytest.raises(DatabaseError, match="disk full"):
        stories.written(world, stories.vessel("MV Quillback"))
    assert rows(world, "records_centralentry") == before
    line = last(world)
    assert (line.verb, line.outcome, line.officer) == ("create_entry", "failed", "xa.officer")
    assert line.about["error"] == "OperationalError"
    assert "disk full" not in str(line.about)


@pytest.mark.parametrize("table", ["records_entryname", "records_entrykey"])
def test_an_entry_whose_keys_could_not_be_written_is_not_released(world: World, table: str) -> None:
    entry_id = stories.written(world, stories.vessel("MV Quillback"))
    failing(world, table)
    before = rows(world, "records_entryname")
    with pytest.raises(DatabaseError, match="disk full"):
        central.release_entry(world.caller("xa.approver"), entry_id)
    assert rows(world, "records_entryname") == before
    assert not central.read_entry(world.caller("xa.officer"), entry_id).released
    failed = next(line for line in people.read_journal(world.caller("xa.head"), limit=5) if line.outcome == "failed")
    assert (failed.verb, failed.officer) == ("release_entry", "xa.approver")


def test_an_act_whose_last_write_fails_leaves_nothing_of_the_first(world: World) -> None:
    rfa_id = stories.drafted(world)
    stories.approve(world, rfa_id)
    failing(world, "records_outboxrow")
    with pytest.raises(DatabaseError):
        stories.move(world, "xa.officer", "send", rfa_id)
    seen = stories.seen(world, "xa.officer", rfa_id)
    assert (seen.state, seen.steps) == ("draft", ())
    with pytest.raises(NotFound):
        assistance.read_request(world.caller("xb.officer"), rfa_id)


def test_an_act_that_cannot_be_recorded_is_not_done(world: World) -> None:
    failing(world, "records_journalbody")
    before = rows(world, "records_requestforassistance")
    with pytest.raises(DatabaseError):
        stories.drafted(world)
    assert rows(world, "records_requestforassistance") == before


@pytest.mark.parametrize("refusal", ["refused", "invalid"])
def test_a_refusal_leaves_nothing_but_its_line(world: World, refusal: str) -> None:
    rfa_id = stories.drafted(world)
    counted = ("records_step", "records_reply", "records_outboxrow", "records_approval")
    before = [rows(world, table) for table in counted]
    lines = rows(world, "records_journalentry")
    if refusal == "refused":
        with pytest.raises(NotPermitted):
            stories.move(world, "xa.officer", "send", rfa_id)
    else:
        with pytest.raises(Conflict):
            assistance.approve_request(world.caller("xa.approver"), rfa_id, digest="wrong")
    assert [rows(world, table) for table in counted] == before
    assert rows(world, "records_journalentry") == lines + 1


@pytest.mark.parametrize("word", ["nul \0 inside", "half \ud83d pair", "bell \x07"])
def test_an_attempt_with_text_that_no_database_keeps_is_recorded_all_the_same(world: World, word: str) -> None:
    caller = world.caller("xa.officer")
    subject = Subject(kind=SubjectKind.PERSON, names=(Name(word),))
    for query in (Query(subject, "offences", "CASE-1"), Query(subject, word, word)):
        lines = rows(world, "records_journalentry")
        with suppress(Invalid, NotPermitted):
            central.search_central(caller, query)
        assert rows(world, "records_journalentry") == lines + 1


def test_body_and_skeleton_are_vouched_for_by_their_digests(world: World) -> None:
    stories.played(world, "send")
    with transaction.atomic():
        set_identity(world.caller("xa.head"))
        entries = list(JournalEntry.objects.select_related("body"))
        assert len(entries) > 5
        for entry in entries:
            assert entry.leaf == leaf(entry)
            assert entry.body_digest == body_digest(entry.body.salt, entry.body.content)
            assert entry.policy == source_digest()
        assert len({entry.body.salt for entry in entries}) == len(entries)


def test_a_changed_skeleton_or_body_no_longer_fits_its_digest(world: World) -> None:
    stories.drafted(world)
    with transaction.atomic():
        set_identity(world.caller("xa.head"))
        entry = JournalEntry.objects.select_related("body").latest("at")
    entry.officer = "somebody.else"
    assert entry.leaf != leaf(entry)
    assert entry.body_digest != body_digest(entry.body.salt, {**entry.body.content, "more": 1})


def test_a_digest_is_made_of_one_spelling(moved_clock: Clock) -> None:
    assert canonical({"b": [1, "é"], "a": clock.today()}) == canonical({"a": clock.today(), "b": [1, "é"]})
    assert canonical({"b": "é"}) == '{"b":"é"}'.encode()
    assert body_digest("salt", {}) == hashlib.sha256(b"salt{}").hexdigest()


def test_reading_is_recorded_too(world: World) -> None:
    rfa_id = stories.drafted(world)
    stories.seen(world, "xa.approver", rfa_id)
    line = last(world)
    assert (line.verb, line.officer, line.about["request"]) == ("read_request", "xa.approver", rfa_id)
    assert last(world).verb == "read_journal"


def test_the_journal_is_seen_by_nobody_outside_an_act(world: World) -> None:
    assert not connection.in_atomic_block
    assert (JournalEntry.objects.count(), JournalBody.objects.count()) == (0, 0)
