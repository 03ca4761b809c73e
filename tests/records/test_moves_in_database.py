"""The database's own watch over the moves of a request, met with bare SQL instead of acts."""

import threading
import time
from collections.abc import Callable

import psycopg
import pytest
from django.db import connection as of_this_thread
from psycopg import errors
from tests.acts import stories
from tests.records.hostile import acting, as_json, official
from tests.world import World

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.actions.act import Conflict
from tidewaiter.assistance.lifecycle import MOVES

STEP = (
    "insert into records_step "
    "(id, marking_id, rfa_id, verb, source, target, side, administration, officer, at, reason, provision) "
    "values (gen_random_uuid(), app.marking(%s), %s, %s, %s, %s, %s, %s, 'somebody', now(), '', '')"
)


def step(
    world: World, who: str, rfa_id: str, verb: str, source: str, target: str, side: str, *, name: str = ""
) -> None:
    """Inserts a step as an administration, in its own name unless another is given."""
    facts = as_json(Facts(Kind.REQUEST, owner=who, parties=("XA", "XB"), released=True))
    with world.raw("app_web") as web, acting(web, official(who)):
        web.execute(STEP, [facts, rfa_id, verb, source, target, side, name or who])


def state_of(world: World, rfa_id: str) -> str:
    with world.raw("postgres") as installer:
        row = installer.execute("select state from records_requestforassistance where id = %s", [rfa_id]).fetchone()
    assert row is not None
    return str(row[0])


def update(world: World, who: str, rfa_id: str, assignment: str) -> int:
    with world.raw("app_web") as web, acting(web, official(who)):
        return web.execute(f"update records_requestforassistance set {assignment} where id = %s", [rfa_id]).rowcount


def test_the_table_of_moves_is_that_of_the_code(world: World) -> None:
    with world.raw("app_web") as web:
        found = web.execute("select verb, source, target, side from records_permittedmove").fetchall()
    assert set(found) == {(one.verb.value, one.source.value, one.target.value, one.by.value) for one in MOVES}
    assert len(found) == len(MOVES)


def test_a_step_sets_the_state(world: World) -> None:
    rfa_id = stories.played(world, "send")
    step(world, "XB", rfa_id, "receive", "sent", "received", "requested")
    assert state_of(world, rfa_id) == "received"


def test_a_state_is_never_written_directly(world: World) -> None:
    rfa_id = stories.played(world, "send")
    for who in ("XA", "XB"):
        with pytest.raises(errors.InsufficientPrivilege):
            update(world, who, rfa_id, "state = 'closed'")
    assert state_of(world, rfa_id) == "sent"


REFUSED = {
    "from a state in which the request is not": (
        *("XB", "start", "received", "executing", "requested"),
        errors.SerializationFailure,
    ),
    "by the side that may not": ("XA", "receive", "sent", "received", "requested", errors.InsufficientPrivilege),
    "by the other side in this side's place": (
        *("XB", "withdraw", "sent", "withdrawn", "requesting"),
        errors.InsufficientPrivilege,
    ),
    "by an administration that is no party": (
        *("XC", "receive", "sent", "received", "requested"),
        errors.InsufficientPrivilege,
    ),
    "that no table of moves holds": ("XB", "answer", "sent", "answered", "requested", errors.ForeignKeyViolation),
    "whose side is not the one that makes it": (
        *("XA", "receive", "sent", "received", "requesting"),
        errors.ForeignKeyViolation,
    ),
}


@pytest.mark.parametrize(("who", "verb", "source", "target", "side", "error"), REFUSED.values(), ids=REFUSED.keys())
def test_the_database_refuses_a_step(
    world: World, who: str, verb: str, source: str, target: str, side: str, error: type[psycopg.Error]
) -> None:
    rfa_id = stories.played(world, "send")
    with pytest.raises(error):
        step(world, who, rfa_id, verb, source, target, side)
    assert state_of(world, rfa_id) == "sent"


def test_the_database_refuses_a_step_in_another_administrations_name(world: World) -> None:
    rfa_id = stories.played(world, "send")
    with pytest.raises(errors.InsufficientPrivilege):
        step(world, "XA", rfa_id, "receive", "sent", "received", "requested", name="XB")
    assert state_of(world, rfa_id) == "sent"


def test_the_database_refuses_the_same_step_twice(world: World) -> None:
    rfa_id = stories.played(world, "send")
    step(world, "XB", rfa_id, "receive", "sent", "received", "requested")
    with pytest.raises(errors.SerializationFailure):
        step(world, "XB", rfa_id, "receive", "sent", "received", "requested")


def test_the_database_takes_no_request_that_was_not_drafted(world: World) -> None:
    stories.drafted(world)
    with world.raw("postgres") as installer:
        columns = ", ".join(
            name
            for (name,) in installer.execute(
                "select column_name from information_schema.columns "
                "where table_name = 'records_requestforassistance' and column_name not in ('id', 'state', 'number')"
            )
        )
    copied = (
        f"insert into records_requestforassistance (id, state, number, {columns}) select gen_random_uuid(), %s, %s, "
        f"{columns} from records_requestforassistance where requesting = 'XA' and state = 'draft' limit 1"
    )
    with world.raw("app_web") as web:
        with acting(web, official("XA")):
            web.execute(copied, ["draft", "XA-1"])
        with pytest.raises(errors.InsufficientPrivilege), acting(web, official("XA")):
            web.execute(copied, ["sent", "XA-2"])


@pytest.mark.parametrize("column", ["content", "instrument", "provision", "type", "requested"])
def test_what_was_sent_is_not_edited(world: World, column: str) -> None:
    rfa_id = stories.played(world, "send")
    value = "'{}'" if column == "content" else "'other'"
    with pytest.raises(errors.InsufficientPrivilege):
        update(world, "XA", rfa_id, f"{column} = {value}")


def test_what_was_sent_is_not_taken_out_of_sight(world: World) -> None:
    rfa_id = stories.played(world, "send")
    with pytest.raises(errors.InsufficientPrivilege):
        update(world, "XA", rfa_id, f"marking_id = app.marking('{as_json(Facts(Kind.REQUEST, owner='XA'))}')")


def test_the_requested_side_edits_nothing_of_the_request(world: World) -> None:
    rfa_id = stories.played(world, "send", "receive", "return_for_completion")
    assert update(world, "XB", rfa_id, "content = '{}'") == 0
    assert update(world, "XA", rfa_id, "edited_by = 'xa.officer'") == 1


def test_of_two_officers_who_move_a_request_at_once_one_is_told_that_it_changed(world: World) -> None:
    rfa_id = stories.played(world, "send")
    caller_told: list[str] = []

    def receive() -> None:
        try:
            stories.move(world, "xb.officer", "receive", rfa_id)
        except Conflict as conflict:
            caller_told.append(conflict.code)
        finally:
            of_this_thread.close()

    with world.raw("postgres") as installer:
        with installer.transaction():
            installer.execute("update records_requestforassistance set state = 'received' where id = %s", [rfa_id])
            late = threading.Thread(target=receive)
            late.start()
            with world.raw("postgres") as looking:
                wait_until(lambda: _waiting(looking))
        late.join(timeout=20)
    assert caller_told == ["state_changed"]


def _waiting(looking: psycopg.Connection) -> bool:
    row = looking.execute(
        "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and usename = 'app_web'"
    ).fetchone()
    return row is not None and row[0] > 0


def wait_until(holds: Callable[[], bool]) -> None:
    """Waits some seconds for something to hold."""
    for _ in range(200):
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError("it never came to that")
