"""Acts done once under a key: kept with the act, the officer's own, and forgotten by the worker after their term."""

from datetime import timedelta

import pytest
from django.db import transaction
from tests.acts import stories
from tests.world import World

from tidewaiter.actions import assistance, central
from tidewaiter.actions.act import Conflict, NotPermitted, Repeated, clock, keep_answer, once
from tidewaiter.actions.callers import system_caller
from tidewaiter.records import performed
from tidewaiter.records.identity import set_identity
from tidewaiter.records.models import Performed


def _drafts(world: World) -> int:
    return len(assistance.list_requests(world.caller("xa.officer"), state="draft", limit=200).items)


def _draft_under(world: World, key: str, asked: str = "a", *, keep: bool = True) -> None:
    with once(key, lambda: asked) as attempt:
        made = assistance.draft_request(world.caller("xa.officer"), stories.ASKED)
    if keep:
        keep_answer(attempt, status=201, answer={"id": made}, location=f"/requests/{made}")


def test_the_act_is_done_once_and_its_answer_is_given_again(world: World) -> None:
    before = _drafts(world)
    _draft_under(world, "key")
    with pytest.raises(Repeated) as again:
        _draft_under(world, "key")
    assert (again.value.status, again.value.location) == (201, f"/requests/{again.value.answer['id']}")
    with pytest.raises(Conflict, match="key_reused"):
        _draft_under(world, "key", asked="b")
    assert _drafts(world) == before + 1


def test_an_answer_that_was_never_kept_is_first_awaited_and_then_lost(world: World, moved_clock: object) -> None:
    _draft_under(world, "key", keep=False)
    with pytest.raises(Conflict, match="key_in_use"):
        _draft_under(world, "key")
    moved_clock.offset = timedelta(minutes=1)  # type: ignore[attr-defined]
    with pytest.raises(Conflict, match="answer_lost"):
        _draft_under(world, "key")


def test_what_was_refused_takes_no_key_and_a_second_act_none_at_all(world: World) -> None:
    with pytest.raises(NotPermitted), once("key", lambda: "a"):
        central.list_entries(world.caller("xa.head"))
    with once("key", lambda: "a"):
        assistance.list_requests(world.caller("xa.head"))
        with pytest.raises(AssertionError, match="one key"):
            assistance.list_requests(world.caller("xa.head"))


def test_outside_of_a_key_nothing_is_kept(world: World) -> None:
    _draft_under(world, "key")
    stories.drafted(world)
    with world.raw("postgres") as owner:
        assert owner.execute("select count(*) from records_performed").fetchone() == (1,)


def test_another_officer_of_the_same_administration_does_not_see_the_key(world: World) -> None:
    _draft_under(world, "key")
    for username, seen in (("xa.officer", 1), ("xa.contact_point", 0), ("xb.officer", 0)):
        with transaction.atomic():
            set_identity(world.caller(username))
            assert Performed.objects.count() == seen


def test_the_worker_forgets_what_is_older_than_the_term(world: World, moved_clock: object) -> None:
    _draft_under(world, "old")
    moved_clock.offset = timedelta(days=2)  # type: ignore[attr-defined]
    _draft_under(world, "new")
    with world.as_worker(), transaction.atomic():
        set_identity(system_caller())
        assert performed.forget(clock.now() - timedelta(days=1)) == 1
        assert performed.forget(clock.now() - timedelta(days=1)) == 0
        assert Performed.objects.count() == 1
