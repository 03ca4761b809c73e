"""Pages and filters of lists: nothing twice, nothing left out, and each filter leaves out just what it names."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from tests.acts import stories
from tests.doors.api_calls import ENTRY, REQUEST, ROOT, call
from tests.world import World

LISTS = (
    ("xa.officer", "/assistance/requests"),
    ("xa.cais_official", "/central/entries"),
    ("xa.head", "/journal"),
    ("xa.administrator", "/people/officers"),
    ("xa.administrator", "/people/tokens"),
)


def _pages(world: World, who: str, path: str, limit: int = 2) -> Iterator[list[Any]]:
    address = f"{path}{'&' if '?' in path else '?'}limit={limit}"
    while address:
        answer = call(world, who, "GET", address)
        assert answer.status == 200
        yield answer.body["items"]
        link = answer.headers.get("Link", "")
        assert bool(link) == bool(answer.body["next"])
        named = re.fullmatch(r'<([^>]+)>; rel="next"', link)
        address = named[1].removeprefix(ROOT) if named else ""


def _key(item: dict[str, Any]) -> str:
    return str(item.get("id") or item["username"])


@pytest.mark.parametrize(("who", "path"), LISTS)
def test_the_pages_of_a_list_are_the_whole_list(world: World, who: str, path: str) -> None:
    for _ in range(5):
        stories.drafted(world)
        call(world, "xa.cais_official", "POST", "/central/entries", ENTRY)
    whole = [_key(item) for item in call(world, who, "GET", f"{path}?limit=200").body["items"]]
    read = [_key(item) for page in _pages(world, who, path) for item in page]
    if path == "/journal":  # each page read writes a line, all of them newer than the first page
        read, whole = [id for id in read if id in whole], [id for id in whole if id in read]
    assert len(whole) > 4
    assert read == whole


def test_what_is_added_while_pages_are_read_shifts_nothing(world: World) -> None:
    for _ in range(4):
        stories.drafted(world)
    before = [_key(item) for item in call(world, "xa.officer", "GET", "/assistance/requests?limit=200").body["items"]]
    read = []
    for page in _pages(world, "xa.officer", "/assistance/requests"):
        read += [_key(item) for item in page]
        stories.drafted(world)
    assert read == before


def test_every_page_holds_at_most_its_limit_and_a_limit_beyond_the_most_is_refused(world: World) -> None:
    for who, path in LISTS:
        assert len(call(world, who, "GET", f"{path}?limit=1").body["items"]) == 1
        assert call(world, who, "GET", f"{path}?limit=0").status == 422
        assert call(world, who, "GET", f"{path}?limit=501").status == 422


@pytest.mark.parametrize(
    "cursor", ["x", "MQ==", "MjAyNi0wMS0wMQ==", "MjAyNi0wMS0wMVQwMDowMDowMCswMDowMC94", "%C3%A9", "=" * 300]
)
def test_a_cursor_that_is_not_ours_is_a_fault(world: World, cursor: str) -> None:
    for who, path in LISTS[:2]:
        answer = call(world, who, "GET", f"{path}?after={cursor}")
        assert (answer.status, [fault["field"] for fault in answer.body["faults"]]) == (422, ["after"])


def _listed(world: World, who: str, address: str) -> list[dict[str, Any]]:
    answer = call(world, who, "GET", address)
    assert answer.status == 200, answer.body
    return list(answer.body["items"])


def test_requests_are_filtered_by_state_other_side_type_direction_and_day(world: World) -> None:
    every = _listed(world, "xa.officer", "/assistance/requests?limit=200")
    for name, of in (("state", "state"), ("type", "type")):
        for value in {item[of] for item in every}:
            found = _listed(world, "xa.officer", f"/assistance/requests?limit=200&{name}={value}")
            assert found == [item for item in every if item[of] == value]
    outgoing = _listed(world, "xa.officer", "/assistance/requests?limit=200&direction=out")
    incoming = _listed(world, "xa.officer", "/assistance/requests?limit=200&direction=in")
    assert {item["requesting"] for item in outgoing} == {"XA"} == {item["requested"] for item in incoming}
    assert len(outgoing) + len(incoming) == len(every)
    assert _listed(world, "xa.officer", "/assistance/requests?since=2000-01-01&limit=200") == every
    assert _listed(world, "xa.officer", "/assistance/requests?since=2999-01-01") == []
    assert call(world, "xa.officer", "GET", "/assistance/requests?direction=sideways").status == 422
    assert call(world, "xa.officer", "GET", "/assistance/requests?since=soon").status == 422


def test_entries_are_filtered_by_number_import_and_day(world: World) -> None:
    every = _listed(world, "xd.cais_official", "/central/entries")
    number = every[0]["number"]
    assert [item["number"] for item in _listed(world, "xd.cais_official", f"/central/entries?number={number}")] == [
        number
    ]
    nowhere = "019a2c1e-6f2d-7c3a-9a51-2f8e0a4b7c11"
    assert _listed(world, "xd.cais_official", f"/central/entries?batch={nowhere}") == []
    assert _listed(world, "xd.cais_official", "/central/entries?since=2999-01-01") == []
    assert _listed(world, "xd.cais_official", "/central/entries?since=2000-01-01") == every


def test_the_journal_is_filtered_by_act_officer_and_outcome(world: World) -> None:
    call(world, "xa.administrator", "POST", "/assistance/requests", REQUEST)
    found = _listed(world, "xa.head", "/journal?verb=draft_request&officer=xa.administrator&outcome=refused")
    assert [(line["verb"], line["officer"], line["outcome"]) for line in found] == [
        ("draft_request", "xa.administrator", "refused")
    ]
    assert call(world, "xa.head", "GET", "/journal?outcome=splendid").status == 422


def test_accounts_and_tokens_are_filtered_by_role_standing_and_owner(world: World) -> None:
    heads = _listed(world, "xa.administrator", "/people/officers?role=head")
    assert [officer["username"] for officer in heads] == ["xa.head"]
    usable = _listed(world, "xa.administrator", "/people/officers?open=true&limit=200")
    closed = _listed(world, "xa.administrator", "/people/officers?open=false&limit=200")
    assert all(not officer["closed"] for officer in usable)
    assert all(officer["closed"] for officer in closed)
    assert len(usable) + len(closed) == len(_listed(world, "xa.administrator", "/people/officers?limit=200"))
    mine = _listed(world, "xa.administrator", "/people/tokens?officer=xa.officer")
    assert {token["officer"] for token in mine} == {"xa.officer"}
