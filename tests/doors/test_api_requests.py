"""The paths of requests for assistance, from draft to close, over the same acts as the pages."""

import pytest
from tests.doors.api_calls import NOWHERE, REQUEST, call, upload
from tests.world import World


def _drafted(world: World) -> str:
    answer = call(world, "xa.officer", "POST", "/assistance/requests", REQUEST)
    assert answer.status == 201
    assert answer.headers["Location"] == f"/api/v1/assistance/requests/{answer.body['id']}"
    return str(answer.body["id"])


def _moved(world: World, who: str, id: str, verb: str, body: object | None = None) -> int:
    return call(world, who, "POST", f"/assistance/requests/{id}/moves/{verb}", body or {}).status


@pytest.mark.provision("CCO-21.1", "CCO-23")
def test_a_request_goes_from_draft_to_close_between_two_administrations(world: World) -> None:
    id = _drafted(world)
    read = call(world, "xa.officer", "GET", f"/assistance/requests/{id}")
    assert read.headers["ETag"].startswith(f'"{read.body["etag"]}.')
    assert read.body["content"]["matter"] == REQUEST["matter"]
    assert _moved(world, "xa.officer", id, "send") == 403
    digest = {"digest": read.body["digest"]}
    assert call(world, "xa.approver", "POST", f"/assistance/requests/{id}/approval", digest).status == 200
    assert _moved(world, "xa.officer", id, "send") == 200
    assert [_moved(world, "xb.officer", id, verb) for verb in ("receive", "start")] == [200, 200]
    reply = {"reply": {"answer_type": "full", "text": "The consignor is known here."}}
    assert _moved(world, "xb.officer", id, "answer", reply) == 200
    assert _moved(world, "xa.officer", id, "close") == 200
    closed = call(world, "xa.officer", "GET", f"/assistance/requests/{id}").body
    assert closed["state"] == "closed"
    given = next(step["reply"] for step in closed["steps"] if step["verb"] == "answer")
    assert given["content"]["text"] == "The consignor is known here."
    assert given["caveats"]


def test_a_move_from_a_wrong_state_is_a_conflict_and_a_move_that_does_not_exist_is_invalid(world: World) -> None:
    id = _drafted(world)
    assert _moved(world, "xa.officer", id, "close") == 409
    assert _moved(world, "xa.officer", id, "fly") == 422


def test_a_draft_is_rewritten_only_by_who_read_its_last_version(world: World) -> None:
    id = _drafted(world)
    path, changed = f"/assistance/requests/{id}", {**REQUEST, "matter": "Undervalued silk"}
    etag = call(world, "xa.officer", "GET", path).headers["ETag"]
    assert call(world, "xa.officer", "PUT", path, changed).status == 428
    assert call(world, "xa.officer", "PUT", path, changed, If_Match='"other"').status == 412
    assert call(world, "xa.officer", "PUT", path, changed, If_Match=etag).status == 200
    assert call(world, "xa.officer", "PUT", path, REQUEST, If_Match=etag).status == 412
    assert call(world, "xa.officer", "GET", path).body["content"]["matter"] == "Undervalued silk"


@pytest.mark.provision("CCO-21.4")
def test_an_incomplete_draft_is_kept_and_lists_what_is_missing_in_the_callers_language(world: World) -> None:
    bare = {name: REQUEST[name] for name in ("requested_administration", "instrument", "type")}
    id = call(world, "xa.officer", "POST", "/assistance/requests", bare).body["id"]
    english, french = (
        call(world, "xa.officer", "GET", f"/assistance/requests/{id}", Accept_Language=language)
        for language in ("en", "fr-BE")
    )
    told = {problem["field"]: problem for problem in english.body["problems"]}
    assert told["matter"]["provision"].startswith("CCO-21.4")
    assert told["matter"]["message"] != french.body["problems"][0]["message"]
    assert (english.headers["Content-Language"], french.headers["Content-Language"]) == ("en", "fr")


def test_a_file_is_attached_and_fetched_by_its_own_side_until_the_request_is_sent(world: World) -> None:
    id = _drafted(world)
    path = f"/assistance/requests/{id}/attachments"
    made = upload(world, "xa.officer", path, "facture é.txt", b"Invoice 17", copy_level="certified")
    assert (made.status, made.body["copy_level"], made.body["size"]) == (201, "certified", 10)
    fetched = call(world, "xa.officer", "GET", f"/assistance/attachments/{made.body['id']}")
    assert (fetched.body, fetched.headers["X-Media-Type"]) == (b"Invoice 17", "text/plain")
    assert fetched.headers["Content-Disposition"] == "attachment; filename*=UTF-8''facture%20%C3%A9.txt"
    assert call(world, "xb.officer", "GET", f"/assistance/attachments/{made.body['id']}").status == 404


@pytest.mark.parametrize(
    ("name", "data", "fields", "fault"),
    [
        ("a.txt", b"", {}, ("empty_file", "file")),
        ("a.exe", b"MZ\x90\x00\x03" * 20, {}, ("file_not_recognised", "file")),
        ("a.txt", b"text", {"copy_level": "best"}, ("unknown_choice", "copy_level")),
        ("a.txt", b"text", {"colour": "red"}, ("unknown_field", "colour")),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_with_the_reason(
    world: World, name: str, data: bytes, fields: dict[str, str], fault: tuple[str, str]
) -> None:
    answer = upload(world, "xa.officer", f"/assistance/requests/{_drafted(world)}/attachments", name, data, **fields)
    assert answer.status == 422
    assert fault in {(each["code"], each["field"]) for each in answer.body["faults"]}


def test_lists_go_on_page_by_page_until_every_request_was_given_once(world: World) -> None:
    whole = [each["id"] for each in call(world, "xa.officer", "GET", "/assistance/requests?limit=200").body["items"]]
    given, after = [], ""
    while True:
        page = call(world, "xa.officer", "GET", f"/assistance/requests?limit=2&after={after}").body
        given += [each["id"] for each in page["items"]]
        after = page["next"]
        if not after:
            break
    assert given == whole
    assert len(whole) > 2


def test_the_desk_the_bases_and_the_form_say_what_an_officer_needs_before_writing(world: World) -> None:
    desk = call(world, "xa.officer", "GET", "/assistance/desk").body
    assert all(line["waits_for"] == "XA" for line in desk["waits_for_me"])
    bases = call(world, "xa.officer", "GET", "/assistance/bases?requested=XB&type=information").body["items"]
    assert {basis["provision"]: basis["open"] for basis in bases}["CCO-23"]
    fields = call(world, "xa.officer", "GET", "/assistance/forms/cco-2019/information").body["items"]
    assert {field["name"]: field["required"] for field in fields}["category"]
    for path in ("/assistance/forms/cco-2019/gossip", "/assistance/forms/none/information", "/assistance/forms/../x"):
        assert call(world, "xa.officer", "GET", path).status == 404


def test_a_request_of_others_and_one_that_is_not_there_are_answered_alike(world: World) -> None:
    id = _drafted(world)
    etag = call(world, "xa.officer", "GET", f"/assistance/requests/{id}").headers["ETag"]
    for method, path, body in (
        ("GET", "", None),
        ("PUT", "", REQUEST),
        ("POST", "/approval", {"digest": "0"}),
        ("POST", "/moves/send", {}),
        ("POST", "/moves/receive", {}),
    ):
        hidden, absent = (
            call(world, who, method, f"/assistance/requests/{each}{path}", body, If_Match=etag)
            for each in (id, NOWHERE)
            for who in ("xb.approver",)
        )
        assert (hidden.status, hidden.body) == (absent.status, absent.body)
        assert hidden.status == 404
