"""What the API answers to what it cannot take: a problem, never a failure, and nothing that tells too much."""

import pytest
from tests.doors.api_calls import ENTRY, REQUEST, SEARCH, call
from tests.world import World

from tidewaiter.actions import registry
from tidewaiter.doors.api import directory as routes

_HOSTILE = (
    ("x" * 10_000, "too_long"),
    ("a\x00b", "control_character"),
    ("a\x1bb", "control_character"),
    ("a\nb", "control_character"),
    ("a\x85b", "control_character"),
    ("\ud800", "wrong_form"),
    (7, "wrong_form"),
    (["a"], "wrong_form"),
)


@pytest.mark.parametrize(("text", "code"), _HOSTILE, ids=range(len(_HOSTILE)))
def test_a_hostile_name_is_a_fault_of_its_field_wherever_it_comes(world: World, text: object, code: str) -> None:
    sent = (
        ("xb.cais_official", "/central/search", {**SEARCH, "name": text}, "name"),
        ("xa.cais_official", "/central/entries", {**ENTRY, "names": [{"text": text}]}, "names.0.text"),
        ("xa.officer", "/assistance/requests", {**REQUEST, "matter": text}, "matter"),
        ("xa.officer", "/assistance/requests", {**REQUEST, "persons": [{"name": text}]}, "persons.0.name"),
    )
    for who, path, body, field in sent:
        answer = call(world, who, "POST", path, body)
        assert (answer.status, answer.headers["Content-Type"]) == (422, "application/problem+json")
        assert [(fault["code"], fault["field"]) for fault in answer.body["faults"]] == [(code, field)]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{broken", 400),
        (b"\xff\xfe\x00", 400),
        (b"[" * 100_000, 400),
        (b'{"limit": ' + b"9" * 5_000 + b"}", 400),
        (b"", 422),
        (b"null", 422),
        (b"[]", 422),
        (b'{"limit": NaN}', 422),
        (b'{"a": "' + b"x" * 3_000_000 + b'"}', 413),
    ],
    ids=["broken", "bytes", "deep", "digits", "empty", "null", "list", "nan", "large"],
)
def test_a_body_that_cannot_be_read_is_a_problem(world: World, body: bytes, status: int) -> None:
    answer = call(world, "xb.cais_official", "POST", "/central/search", body)
    assert (answer.status, answer.body["status"]) == (status, status)
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("different", "field"),
    [
        ({"colour": "red"}, "colour"),
        ({"\ud800": 1}, ""),
        ({"schema": "rumour"}, "schema"),
        ({"birth": "soon"}, "birth"),
        ({"birth": "0000"}, "birth"),
        ({"countries": ["Germany"]}, "countries"),
        ({"identifier": "---"}, "identifier"),
        ({"identifier": {"kind": "tattoo", "value": "1"}}, "identifier.kind"),
        ({"name": "  "}, "name"),
        ({"name": None}, "name"),
        ({"name": "\u200b\u202e"}, "name"),
        ({"limit": True}, "limit"),
        ({"limit": 10**30}, "limit"),
    ],
)
def test_a_search_that_makes_no_sense_names_the_field(world: World, different: dict[str, object], field: str) -> None:
    answer = call(world, "xb.cais_official", "POST", "/central/search", {**SEARCH, **different})
    assert answer.status == 422
    assert [fault["field"] for fault in answer.body["faults"]] == [field]
    assert all(fault["message"] for fault in answer.body["faults"])


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/assistance/requests?colour=red", "colour"),
        ("/assistance/requests?limit=100000", "limit"),
        ("/assistance/requests?after=zzz", "after"),
        ("/assistance/requests?after=OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk=", "after"),
        ("/assistance/requests?other=%00", "other"),
        ("/assistance/requests?state=asleep", "state"),
        ("/assistance/requests/not-an-id", "id"),
        ("/registry/provisions/%00", "id"),
    ],
)
def test_a_wrong_address_names_the_parameter(world: World, path: str, field: str) -> None:
    answer = call(world, "xa.officer", "GET", path)
    assert answer.status == 422
    assert [fault["field"] for fault in answer.body["faults"]] == [field]


def test_an_unknown_address_and_an_unknown_method_are_problems_too(world: World) -> None:
    nowhere = call(world, "xa.officer", "GET", "/nothing/here")
    assert (nowhere.status, nowhere.body["type"]) == (404, "urn:tidewaiter:problem:not_found")
    wrong = call(world, "xa.officer", "DELETE", "/assistance/desk")
    assert (wrong.status, wrong.body["type"]) == (405, "urn:tidewaiter:problem:method_not_allowed")
    assert wrong.headers["Allow"] == "GET"


def test_an_unexpected_failure_tells_nothing_of_itself(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(caller: object, on: object) -> None:
        raise RuntimeError("the password is on line 17")

    assert routes.acts is registry
    monkeypatch.setattr(registry, "read_directory", failing)
    answer = call(world, "xa.officer", "GET", "/registry/directory")
    assert (answer.status, answer.body["type"]) == (500, "urn:tidewaiter:problem:unexpected")
    assert "password" not in str(answer.body)


def test_the_callers_own_language_is_spoken_where_none_is_asked_for(world: World) -> None:
    spoken = {
        who: call(world, who, "GET", "/nothing" if who == "" else "/assistance/desk").headers["Content-Language"]
        for who in ("", "xa.officer", "xb.officer", "xc.officer", "xd.officer")
    }
    assert spoken == {"": "en", "xa.officer": "en", "xb.officer": "fr", "xc.officer": "es", "xd.officer": "nl"}
