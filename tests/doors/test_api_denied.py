"""Default deny over the whole published API: without a token, in the wrong role, from another administration."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from tests.doors.api_calls import ENTRY, NOWHERE, REQUEST, ROOT, call
from tests.world import World

from tidewaiter.access.decide import may_perform
from tidewaiter.access.verbs import Verb
from tidewaiter.doors.api.published import NO_ACT, acts_of

_PLACES = {
    "id": NOWHERE,
    "verb": "send",
    "instrument": "cco-2019",
    "type": "information",
    "username": "xa.contact_point",
}
_QUERIES = {"find_bases": "?requested=XB&type=information"}
# Answers whoever has a machine's secret; its tests stand beside the machines'.
_WITHOUT_TOKEN = "open_machine_session"


@dataclass(frozen=True, slots=True)
class Operation:
    """One published operation with an address and a body that are in form."""

    id: str
    method: str
    path: str
    body: Any


def _operations(id: str = NOWHERE) -> Iterator[Operation]:
    places = {**_PLACES, "id": id}
    for path, methods in Client().get(f"{ROOT}/openapi.json").json()["paths"].items():
        for method, published in methods.items():
            name = published["operationId"]
            filled = re.sub(r"{(\w+)}", lambda found: places[found[1]], path.removeprefix(ROOT))
            if name != _WITHOUT_TOKEN:
                yield Operation(name, method.upper(), filled + _QUERIES.get(name, ""), _example(published))


def _example(published: dict[str, Any]) -> Any:
    """The first example of what an operation takes: it is in form."""
    content = published.get("requestBody", {}).get("content", {})
    found = [next(iter(each["examples"].values()))["value"] for each in content.values()]
    return found[0] if found else None


def _verbs(operation: Operation) -> set[Verb]:
    return set(acts_of(operation.id))


@pytest.mark.provision("CCO-47.1")
def test_no_operation_answers_anything_to_a_caller_without_a_good_token(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "API_RATES", dict.fromkeys(settings.API_RATES, 10**9))
    operations = list(_operations())
    assert len(operations) >= 30
    for operation in operations:
        for token in (None, "", "nonsense", "Ω".encode().decode("latin-1"), "x" * 5_000):
            headers = {} if token is None else {"Authorization": f"Bearer {token}"}
            answer = call(world, "", operation.method, operation.path, operation.body, **headers)
            assert (operation.id, answer.status) == (operation.id, 401)
            assert answer.headers["WWW-Authenticate"].startswith("Bearer")
            assert answer.body["provisions"] == ["CCO-47.1"]
            assert " " in answer.body["faults"][0]["message"]


def test_a_session_of_the_pages_opens_nothing_here(world: World) -> None:
    assert world.client("xa.officer").get(f"{ROOT}/assistance/desk").status_code == 401


def test_every_act_of_the_api_is_refused_to_roles_that_do_not_perform_it(world: World) -> None:
    refused = 0
    for username in ("xa.administrator", "xa.cais_authority", "xz.depositary", "xz.secretariat_official", "xb.head"):
        caller = world.caller(username)
        for operation in _operations():
            if operation.id in NO_ACT or any(may_perform(caller, verb) for verb in _verbs(operation)):
                continue
            answer = call(world, username, operation.method, operation.path, operation.body, If_Match='"x"')
            # what needs a record looks for it first, and says of none that it is not permitted
            named = NOWHERE in operation.path or _PLACES["username"] in operation.path
            allowed = (
                (403, 404, 422)
                if operation.id in ("attach", "keep_document", "send_list_file")
                else (403, 404)
                if named
                else (403,)
            )
            assert answer.status in allowed, (username, operation.id, answer.status)
            if answer.status == 403:
                assert all(fault["provision"] and " " in fault["message"] for fault in answer.body["faults"])
            refused += 1
    assert refused > 60


def test_a_record_of_the_own_administration_opens_no_act_to_a_role_that_does_not_perform_it(world: World) -> None:
    rfa = call(world, "xa.officer", "POST", "/assistance/requests", REQUEST).body["id"]
    path = f"/assistance/requests/{rfa}"
    tried = [each for each in _operations(rfa) if path in each.path and each.id != "attach"]
    assert len(tried) == 4
    for operation in tried:
        answer = call(world, "xa.administrator", operation.method, operation.path, operation.body, If_Match='"x"')
        assert (operation.id, answer.status) == (operation.id, 403)


def test_another_administration_is_told_the_same_of_a_hidden_record_and_of_none(world: World) -> None:
    rfa = call(world, "xa.officer", "POST", "/assistance/requests", REQUEST).body["id"]
    entry = call(world, "xa.cais_official", "POST", "/central/entries", ENTRY).body["id"]
    for username, hidden in (("xc.officer", rfa), ("xc.approver", rfa), ("xc.cais_official", entry)):
        for there, absent in zip(_operations(hidden), _operations(), strict=True):
            if there.path == absent.path:
                continue
            answers = [
                call(world, username, each.method, each.path, each.body, If_Match='"x"') for each in (there, absent)
            ]
            assert (there.id, answers[0].status) == (there.id, answers[1].status)
            assert answers[0].body == answers[1].body
            assert answers[0].status in (403, 404, 422), there.id
