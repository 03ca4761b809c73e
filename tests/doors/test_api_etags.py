"""Entity tags: nothing is changed that was not read as it stands, and nothing sent that is known."""

import threading

import pytest
from django.db import connection
from django.test import Client
from tests.acts import stories
from tests.doors.api_calls import ENTRY, REQUEST, ROOT, call, change, tag
from tests.world import World

EDIT = {**ENTRY, "reason": "Convicted of it.", "change_reason": "Judgment of May."}
REASONED = {"reason": "Acquitted."}
LONGER = {"until": "2091-06-30", "reason": "An appeal is pending."}


def _request(world: World) -> str:
    return f"/assistance/requests/{stories.drafted(world)}"


def _entry(world: World) -> str:
    return "/central/entries/" + str(call(world, "xa.cais_official", "POST", "/central/entries", ENTRY).body["id"])


def _changes(world: World) -> list[tuple[str, str, str, str, object]]:
    rfa, entry = _request(world), _entry(world)
    return [
        ("xa.officer", "PUT", rfa, "", REQUEST),
        ("xa.cais_official", "PUT", entry, "", EDIT),
        ("xa.cais_official", "POST", entry, "/extension", LONGER),
        ("xa.approver", "POST", entry, "/release", None),
        ("xa.cais_official", "DELETE", entry, "", REASONED),
    ]


def test_every_change_of_a_record_has_to_name_what_was_read(world: World) -> None:
    for who, method, path, act, body in _changes(world):
        for headers in ({}, {"If_Match": ""}, {"If_Match": "*"}):
            answer = call(world, who, method, path + act, body, **headers)
            assert (answer.status, answer.body["type"]) == (428, "urn:tidewaiter:problem:unconditional"), path + act


def test_what_is_not_what_was_read_is_not_changed(world: World) -> None:
    for who, method, path, act, body in _changes(world):
        for stale in ('"0"', '"x"', '"7.abc"', '"' + "9" * 40 + '"'):
            answer = call(world, who, method, path + act, body, If_Match=stale)
            assert (answer.status, answer.body["type"]) == (412, "urn:tidewaiter:problem:changed"), path + act


def test_each_change_is_made_with_the_tag_of_the_last_reading(world: World) -> None:
    for who, method, path, act, body in _changes(world):
        assert change(world, who, method, path, body, act=act).status in (200, 204), path + act


def test_a_tag_that_came_back_weak_from_a_compressed_answer_is_taken(world: World) -> None:
    path = _request(world)
    headers = {"Authorization": f"Bearer {world.token('xa.officer')}", "Accept-Encoding": "gzip"}
    zipped = Client().get(ROOT + path, headers=headers)["ETag"]
    assert zipped.startswith('W/"')
    assert call(world, "xa.officer", "PUT", path, {**REQUEST, "matter": "Other"}, If_Match=zipped).status == 200


def test_the_tag_in_the_body_is_enough_to_change_it(world: World) -> None:
    path = _request(world)
    known = call(world, "xa.officer", "GET", path).body["etag"]
    assert call(world, "xa.officer", "PUT", path, REQUEST, If_Match=f'"{known}"').status == 200


def test_whoever_has_it_already_is_sent_nothing(world: World) -> None:
    places = (("xa.officer", _request(world)), ("xa.cais_official", _entry(world)), ("xa.officer", "/assistance/desk"))
    for who, path in places:
        first = call(world, who, "GET", path)
        for known in (first.headers["ETag"], f'"other", W/{first.headers["ETag"]}'):
            again = call(world, who, "GET", path, If_None_Match=known)
            assert (again.status, again.body, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
        assert call(world, who, "GET", path, If_None_Match='"other"').body == first.body


def test_an_answer_in_another_language_or_with_an_approval_is_another(world: World) -> None:
    path = _request(world)
    first = tag(world, "xa.officer", path)
    french = call(world, "xa.officer", "GET", path, If_None_Match=first, Accept_Language="fr")
    assert french.status == 200
    stories.approve(world, path.rpartition("/")[2])
    assert call(world, "xa.officer", "GET", path, If_None_Match=first).status == 200
    assert call(world, "xa.officer", "PUT", path, REQUEST, If_Match=first).status == 200


def test_a_move_with_a_tag_is_made_only_on_what_was_read(world: World) -> None:
    path = _request(world)
    stale = tag(world, "xa.officer", path)
    change(world, "xa.officer", "PUT", path, {**REQUEST, "matter": "Another matter"})
    digest = call(world, "xa.approver", "GET", path).body["digest"]
    assert call(world, "xa.approver", "POST", f"{path}/approval", {"digest": digest}).status == 200
    refused = call(world, "xa.officer", "POST", f"{path}/moves/send", {}, If_Match=stale)
    assert (refused.status, refused.body["faults"][0]["code"]) == (412, "changed")
    assert change(world, "xa.officer", "POST", path, {}, act="/moves/send").status == 200


def test_an_approval_of_what_was_changed_meanwhile_is_refused_alike(world: World) -> None:
    path = _request(world)
    digest = call(world, "xa.approver", "GET", path).body["digest"]
    change(world, "xa.officer", "PUT", path, {**REQUEST, "matter": "Another matter"})
    assert call(world, "xa.approver", "POST", f"{path}/approval", {"digest": digest}).status == 412


@pytest.mark.parametrize("kind", ["request", "entry"])
def test_of_two_changes_at_once_one_is_lost_to_nobody(world: World, kind: str) -> None:
    path, who = (_request(world), "xa.officer") if kind == "request" else (_entry(world), "xa.cais_official")
    read, field = tag(world, who, path), "matter" if kind == "request" else "reason"
    body = REQUEST if kind == "request" else EDIT
    begin, statuses = threading.Barrier(4), []

    def send(place: int) -> None:
        begin.wait()
        try:
            changed = {**body, field: f"Version of hand {place}."}
            statuses.append(call(world, who, "PUT", path, changed, If_Match=read).status)
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(place,)) for place in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200, 412, 412, 412]
