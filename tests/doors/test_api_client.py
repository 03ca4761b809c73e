"""The Python client of `examples/`: typed, and played against the served application."""

import importlib.util
import io
import json
import os
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from email.message import Message
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from tests.doors.api_calls import ENTRY, REQUEST, SEARCH
from tests.world import World

FOLDER = Path(__file__).parents[2] / "examples" / "python"


def _client_module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("tidewaiter_client", FOLDER / "tidewaiter_client.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["tidewaiter_client"] = module
    spec.loader.exec_module(module)
    return module


CLIENT = _client_module()


def _as(site: str, world: World, who: str, **options: Any) -> Any:
    return CLIENT.Client(site, world.token(who), **options)


def test_a_request_is_drafted_approved_sent_answered_and_read(site: str, world: World) -> None:
    officer, approver, asked = (_as(site, world, who) for who in ("xa.officer", "xa.approver", "xb.officer"))
    id = officer.draft_request(REQUEST)
    file = officer.attach(id, 'inv"oice.txt', b"Forty reefers.")
    assert (file.media_type, file.size) == ("text/plain", 14)
    draft = approver.read_request(id)
    assert (draft.state, draft.problems, draft.may("approve_request")) == ("draft", (), True)
    approver.approve(draft)
    officer.move(officer.read_request(id), "send")
    incoming = [line for line in asked.requests(direction="in", state="sent") if line.id == id]
    assert [(line.number, line.matter, line.overdue) for line in incoming] == [(draft.number, REQUEST["matter"], False)]
    for verb in ("receive", "start"):
        asked.move(asked.read_request(id), verb)
    asked.move(asked.read_request(id), "answer", reply={"answer_type": "full", "text": "The invoices differ."})
    answered = officer.read_request(id)
    assert answered.state == "answered"
    assert answered.steps[-1].reply.content["text"] == "The invoices differ."
    assert answered.steps[-1].at.tzinfo is not None


def test_what_changed_meanwhile_and_what_is_wrong_are_problems(site: str, world: World) -> None:
    officer = _as(site, world, "xa.officer", language="es")
    id = officer.draft_request(REQUEST)
    read = officer.read_request(id)
    officer.rewrite_request(read, {**REQUEST, "matter": "Another matter"})
    with pytest.raises(CLIENT.Problem) as changed:
        officer.rewrite_request(read, REQUEST)
    assert (changed.value.status, changed.value.kind) == (412, "changed")
    with pytest.raises(CLIENT.Problem) as wrong:
        officer.draft_request({**REQUEST, "colour": "red"})
    assert [(fault.field, fault.code) for fault in wrong.value.faults] == [("colour", "unknown_field")]
    with pytest.raises(CLIENT.Problem) as stranger:
        CLIENT.Client(site, "nonsense").read_request(id)
    assert (stranger.value.kind, stranger.value.provisions) == ("unauthenticated", ("CCO-47.1",))


def test_lists_are_gone_through_page_after_page(site: str, world: World) -> None:
    officer = _as(site, world, "xa.officer")
    made = {officer.draft_request(REQUEST) for _ in range(5)}
    found = [item["id"] for item in officer.items("/assistance/requests", {"limit": "2", "state": "draft"})]
    assert made <= set(found)
    assert len(found) == len(set(found))


def test_entries_are_listed_and_searched(site: str, world: World) -> None:
    official, approver = (_as(site, world, who) for who in ("xa.cais_official", "xa.approver"))
    id = official.send("POST", "/central/entries", ENTRY).body["id"]
    etag = approver.send("GET", f"/central/entries/{id}").etag
    approver.send("POST", f"/central/entries/{id}/release", etag=etag)
    assert id in [line.id for line in official.entries(category="person", released="true")]
    hit = next(hit for hit in _as(site, world, "xb.cais_official").search(SEARCH) if hit.id == id)
    assert (hit.supplier, hit.band) == ("XA", "strong")
    assert all(reason.words for reason in hit.reasons)


def _broken(monkeypatch: pytest.MonkeyPatch, *failures: Exception) -> list[str]:
    """Lets the first calls reach the server and their answers be lost on the way; gives the keys that were sent."""
    left, keys, whole = list(failures), [], urllib.request.urlopen

    def opened(asked: urllib.request.Request, **options: Any) -> Any:
        keys.append(str(asked.get_header("Idempotency-key")))
        answer = whole(asked, **options)
        if left:
            answer.close()
            raise left.pop(0)
        return answer

    monkeypatch.setattr(CLIENT.urllib.request, "urlopen", opened)
    monkeypatch.setattr(CLIENT.time, "sleep", lambda _: None)
    return keys


def test_an_answer_that_was_lost_is_asked_for_again_and_nothing_is_done_twice(
    site: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = _as(site, world, "xa.officer")
    before = len(list(officer.requests(state="draft")))
    keys = _broken(monkeypatch, ConnectionResetError("gone"), TimeoutError("slow"))
    answer = officer.send("POST", "/assistance/requests", REQUEST)
    assert (len(keys), len(set(keys)), answer.replayed) == (3, 1, True)
    assert len(list(officer.requests(state="draft"))) == before + 1


def test_a_server_that_asks_to_wait_is_asked_again_after_that_long(
    site: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    headers = Message()
    headers["Retry-After"] = "7"
    later = urllib.error.HTTPError("", 429, "Too many", headers, io.BytesIO(json.dumps({"status": 429}).encode()))
    _broken(monkeypatch, later)
    waited: list[float] = []
    monkeypatch.setattr(CLIENT.time, "sleep", waited.append)
    assert _as(site, world, "xa.officer").send("GET", "/assistance/desk").body["waits_for_me"]
    assert waited == [7.0]


def test_a_server_that_never_answers_is_unreachable_and_a_change_is_not_sent_twice(
    site: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = _as(site, world, "xa.officer")
    read = officer.read_request(officer.draft_request(REQUEST))
    keys = _broken(monkeypatch, *(ConnectionResetError("gone") for _ in range(9)))
    with pytest.raises(CLIENT.Unreachable):
        officer.send("GET", "/assistance/desk")
    assert len(keys) == 4
    with pytest.raises(CLIENT.Unreachable):
        officer.rewrite_request(read, REQUEST)
    assert len(keys) == 5


def test_the_script_sends_its_request_and_tells_the_answer(site: str, world: World) -> None:
    environment = {
        **os.environ,
        **{"TIDEWAITER_URL": site, "OFFICER_TOKEN": world.token("xa.officer")},
        **{"APPROVER_TOKEN": world.token("xa.approver")},
    }
    command = [sys.executable, "send_request.py", "request.json", "--every", "0.2", "--looks", "200"]
    told: list[str] = []

    def answers() -> None:
        asked = _as(site, world, "xb.officer")
        before = {line.id for line in asked.requests(direction="in")}
        begun.set()
        while not (new := [line for line in asked.requests(direction="in") if line.id not in before]):
            time.sleep(0.2)
        for verb in ("receive", "start"):
            asked.move(asked.read_request(new[0].id), verb)
        reply = {"answer_type": "full", "text": "The consignor is known here."}
        asked.move(asked.read_request(new[0].id), "answer", reply=reply)
        told.append(new[0].number)

    begun, other_side = threading.Event(), threading.Thread(target=answers, daemon=True)
    other_side.start()
    assert begun.wait(60)
    played = subprocess.run(command, cwd=FOLDER, env=environment, capture_output=True, text=True, timeout=300)
    other_side.join(60)
    assert (played.returncode, played.stderr) == (0, "")
    assert played.stdout.splitlines() == [
        f"{told[0]} is sent to XB",
        "answer by XB: The consignor is known here.",
    ]


def test_the_script_says_what_was_refused(site: str, world: World) -> None:
    token = world.token("xa.officer")  # who wrote it does not approve it
    environment = {**os.environ, "TIDEWAITER_URL": site, "OFFICER_TOKEN": token, "APPROVER_TOKEN": token}
    command = [sys.executable, "send_request.py", "request.json"]
    played = subprocess.run(command, cwd=FOLDER, env=environment, capture_output=True, text=True, timeout=120)
    assert played.returncode == 1
    assert played.stderr.startswith("403 Not permitted:")
