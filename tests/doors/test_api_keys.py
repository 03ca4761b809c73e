"""Idempotency keys: what is sent twice under one key is done once, whatever happens in between."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection
from tests.acts import stories
from tests.doors.api_calls import ENTRY, NOWHERE, REQUEST, SEARCH, Answer, call, change, upload
from tests.world import World

from tidewaiter.actions.act import clock
from tidewaiter.doors.api import keys

DRAFTS = "/assistance/requests"


def _draft(world: World, key: str, who: str = "xa.officer", **different: object) -> Answer:
    return call(world, who, "POST", DRAFTS, {**REQUEST, **different}, Idempotency_Key=key)


def _drafts(world: World) -> int:
    return len(call(world, "xa.officer", "GET", f"{DRAFTS}?state=draft&limit=200").body["items"])


def _told(world: World, verb: str) -> list[str]:
    lines = call(world, "xa.head", "GET", f"/journal?verb={verb}").body["items"]
    return [line["outcome"] for line in lines]


def _rows(world: World) -> int:
    with world.raw("postgres") as owner:
        found = owner.execute("select count(*) from records_performed").fetchone()
    assert found is not None
    return int(found[0])


def test_the_same_call_under_the_same_key_is_done_once_and_answered_twice(world: World) -> None:
    before, told = _drafts(world), _told(world, "draft_request")
    first, second = _draft(world, "one"), _draft(world, "one")
    assert (first.status, second.status) == (201, 201)
    assert first.body == second.body
    assert first.headers["Location"] == second.headers["Location"]
    assert "Idempotent-Replayed" not in first.headers
    assert second.headers["Idempotent-Replayed"] == "true"
    assert _drafts(world) == before + 1
    assert _told(world, "draft_request") == ["repeated", "done", *told]


def test_another_call_under_the_same_key_is_refused_and_does_nothing(world: World) -> None:
    _draft(world, "one")
    before = _drafts(world)
    other = _draft(world, "one", matter="Something else")
    assert (other.status, [fault["code"] for fault in other.body["faults"]]) == (409, ["key_reused"])
    elsewhere = call(world, "xa.cais_official", "POST", "/central/entries", ENTRY, Idempotency_Key="two")
    assert elsewhere.status == 201
    assert call(world, "xa.cais_official", "POST", DRAFTS, REQUEST, Idempotency_Key="two").status in (403, 409)
    assert _drafts(world) == before


def test_without_a_key_or_under_another_each_call_is_a_new_one(world: World) -> None:
    before = _drafts(world)
    for key in ("one", "two"):
        assert _draft(world, key).status == 201
    for _ in range(2):
        assert call(world, "xa.officer", "POST", DRAFTS, REQUEST).status == 201
    assert _drafts(world) == before + 4


def test_a_key_is_its_officers_own(world: World) -> None:
    first, other = _draft(world, "one"), _draft(world, "one", who="xa.contact_point")
    assert first.status == other.status == 201
    assert first.body != other.body


def test_a_first_call_that_was_refused_or_invalid_leaves_no_key(world: World) -> None:
    refused = call(world, "xa.administrator", "POST", DRAFTS, REQUEST, Idempotency_Key="one")
    invalid = _draft(world, "two", instrument="no-such")
    malformed = call(world, "xa.officer", "POST", DRAFTS, b"{", Idempotency_Key="three")
    assert (refused.status, invalid.status, malformed.status) == (403, 422, 400)
    assert _rows(world) == 0
    assert _draft(world, "two").status == 201


@pytest.mark.parametrize("key", ["", "x" * 201, "caf\u00e9", "a\x01b"])
def test_a_key_that_is_not_in_form_is_a_fault_of_the_header(world: World, key: str) -> None:
    answer = _draft(world, key)
    assert answer.status == 422
    assert [fault["field"] for fault in answer.body["faults"]] == ["Idempotency-Key"]


def test_two_calls_at_once_under_one_key_are_one_act(world: World) -> None:
    before = _drafts(world)
    answers: list[Answer] = []
    begin = threading.Barrier(4)

    def send() -> None:
        begin.wait()
        try:
            answers.append(_draft(world, "one"))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert _drafts(world) == before + 1
    done = [answer for answer in answers if answer.status == 201]
    assert len({answer.body["id"] for answer in done}) == 1
    others = [answer for answer in answers if answer.status != 201]
    assert all(answer.body["faults"][0]["code"] == "key_in_use" for answer in others)
    assert all(answer.headers["Retry-After"] == "1" for answer in others)
    assert _draft(world, "one").body == done[0].body


@contextmanager
def _no_answer_kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def fails(*_: object, **__: object) -> None:
        raise DatabaseError("the connection is gone")

    with monkeypatch.context() as patched:
        patched.setattr(keys, "keep_answer", fails)
        yield


def test_an_answer_that_was_not_kept_is_told_as_lost_and_the_act_is_not_done_again(
    world: World, monkeypatch: pytest.MonkeyPatch, moved_clock: Any
) -> None:
    with _no_answer_kept(monkeypatch):
        assert _draft(world, "one").status == 201
    before = _drafts(world)
    soon = _draft(world, "one")
    moved_clock.offset = timedelta(minutes=2)
    later = _draft(world, "one")
    assert [answer.body["faults"][0]["code"] for answer in (soon, later)] == ["key_in_use", "answer_lost"]
    assert "journal" in later.body["faults"][0]["message"]
    assert _drafts(world) == before


def test_a_move_an_approval_and_a_file_are_each_made_once(world: World) -> None:
    id = stories.drafted(world)
    digest = call(world, "xa.approver", "GET", f"{DRAFTS}/{id}").body["digest"]
    path = f"{DRAFTS}/{id}"
    for _ in range(2):
        approved = call(world, "xa.approver", "POST", f"{path}/approval", {"digest": digest}, Idempotency_Key="a")
        assert approved.status == 200
    for _ in range(2):
        sent = call(world, "xa.officer", "POST", f"{path}/moves/send", {}, Idempotency_Key="b")
        assert (sent.status, sent.body) == (200, {"id": id})
    shown = call(world, "xa.officer", "GET", path).body
    assert [step["verb"] for step in shown["steps"]] == ["send"]
    assert len(shown["approvals"]) == 1
    other = stories.drafted(world)
    made = [upload(world, "xa.officer", f"{DRAFTS}/{other}/attachments", "a.txt", b"Plain.", key="c") for _ in "12"]
    assert made[0].body == made[1].body
    assert made[1].headers["Location"].endswith(f"/assistance/attachments/{made[0].body['id']}")
    assert upload(world, "xa.officer", f"{DRAFTS}/{other}/attachments", "a.txt", b"Else.", key="c").status == 409
    assert len(call(world, "xa.officer", "GET", f"{DRAFTS}/{other}").body["attachments"]) == 1


def test_a_search_under_a_key_is_made_again_and_nothing_of_it_is_kept(world: World) -> None:
    searched = [call(world, "xb.cais_official", "POST", "/central/search", SEARCH, Idempotency_Key="one") for _ in "12"]
    assert [answer.status for answer in searched] == [200, 200]
    assert all("Idempotent-Replayed" not in answer.headers for answer in searched)
    assert _rows(world) == 0


def test_a_secret_under_a_key_is_given_once_and_kept_nowhere(world: World) -> None:
    machine = {
        **{"username": "xa.gateway", "name": "Gateway", "office": "XA-HQ", "roles": ["officer"]},
        **{"scopes": ["requests:read"], "answerable": "xa.head"},
        "designated_until": (clock.today() + timedelta(days=30)).isoformat(),
    }
    first, second = (
        call(world, "xa.administrator", "POST", "/people/machines", machine, Idempotency_Key="one") for _ in "12"
    )
    assert first.status == 201
    assert (second.status, second.body["faults"][0]["code"]) == (409, "key_in_use")
    with world.raw("postgres") as owner:
        kept = owner.execute("select answer from records_performed").fetchall()
    assert kept == [(None,)]


def test_an_answer_is_not_given_again_to_a_token_that_no_longer_may(world: World) -> None:
    assert _draft(world, "one").status == 201
    with world.raw("postgres") as owner:
        owner.execute("update records_apitoken set scopes = array['requests:read'] where officer_id = 'xa.officer'")
    again = _draft(world, "one")
    assert (again.status, again.body["faults"][0]["code"]) == (403, "scope")


def test_what_another_administration_did_under_a_key_stays_hidden(world: World) -> None:
    assert _draft(world, "one").status == 201
    with world.raw("app_web") as web:
        assert web.execute("select count(*) from records_performed").fetchone() == (0,)
    hidden = call(world, "xb.officer", "POST", f"{DRAFTS}/{NOWHERE}/moves/receive", {}, Idempotency_Key="one")
    assert hidden.status == 404


def test_a_released_entry_is_released_once(world: World) -> None:
    id = call(world, "xa.cais_official", "POST", "/central/entries", ENTRY, Idempotency_Key="one").body["id"]
    assert change(world, "xa.approver", "POST", f"/central/entries/{id}", act="/release").status == 200
    assert call(world, "xa.cais_official", "POST", "/central/entries", ENTRY, Idempotency_Key="one").body == {"id": id}
