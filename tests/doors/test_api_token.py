"""A machine exchanges its secret for an access token as RFC 6749 says, and works with it as far as a machine may."""

import base64
import json
from typing import Any
from urllib.parse import quote_plus, urlencode

import pytest
import requests
from django.conf import settings
from django.test import Client
from oauthlib.oauth2 import BackendApplicationClient
from tests.acts.accounts import manager
from tests.acts.test_machines import NAME, draft
from tests.doors.api_calls import REQUEST, ROOT
from tests.world import World

from tidewaiter.actions import people

FORM = "application/x-www-form-urlencoded"
GRANT = {"grant_type": "client_credentials"}
HOME = "192.0.2.10"


def machine(world: World, **changes: object) -> str:
    """A machine of XA; gives its secret."""
    return people.register_machine(manager(world), draft(**changes))


def basic(secret: str, name: str = NAME) -> dict[str, str]:
    """A header of Basic authentication, id and secret form-encoded first."""
    pair = f"{quote_plus(name)}:{quote_plus(secret)}".encode()
    return {"HTTP_AUTHORIZATION": f"Basic {base64.b64encode(pair).decode()}"}


def exchange(body: str | dict[str, str], address: str = HOME, **more: str) -> tuple[int, Any, dict[str, str]]:
    """What POST /token answers."""
    data = body if isinstance(body, str) else urlencode(body)
    given: dict[str, Any] = {"content_type": FORM, "REMOTE_ADDR": address, **more}
    response = Client().post(f"{ROOT}/token", data, **given)
    return response.status_code, json.loads(response.content), dict(response.headers)


def error(body: str | dict[str, str], **more: str) -> tuple[int, str]:
    status, answered, headers = exchange(body, **more)
    assert "access_token" not in answered
    assert headers["Cache-Control"] == "no-store"
    return status, answered["error"]


@pytest.mark.provision("CCO-47.1.ii")
@pytest.mark.parametrize("way", ["client_secret_basic", "client_secret_post"])
def test_a_secret_is_exchanged_for_a_token_in_both_ways(world: World, way: str) -> None:
    secret = machine(world)
    if way == "client_secret_basic":
        status, answered, headers = exchange(GRANT, **basic(secret))
    else:
        status, answered, headers = exchange({**GRANT, "client_id": NAME, "client_secret": secret})
    assert status == 200
    assert set(answered) == {"access_token", "token_type", "expires_in", "scope"}
    assert (answered["token_type"], answered["expires_in"]) == ("Bearer", 3600)
    assert answered["scope"] == "requests:decide requests:read requests:write"
    assert (headers["Cache-Control"], headers["Pragma"]) == ("no-store", "no-cache")
    assert headers["Content-Type"] == "application/json"
    line = people.read_journal(world.caller("xa.head"), limit=1)[0]
    assert (line.verb, line.officer, line.outcome) == ("open_machine_session", NAME, "done")
    assert answered["access_token"] not in str(line)


@pytest.mark.provision("CCO-47.1.ii", "SYS-7")
def test_a_machine_drafts_a_request_with_its_token_and_cannot_approve_it(world: World) -> None:
    token = exchange(GRANT, **basic(machine(world)))[1]["access_token"]
    client = Client(headers={"Authorization": f"Bearer {token}"}, REMOTE_ADDR=HOME)
    made = client.post(f"{ROOT}/assistance/requests", REQUEST, content_type="application/json")
    assert made.status_code == 201, made.content
    rfa_id = made.json()["id"]
    read = client.get(f"{ROOT}/assistance/requests/{rfa_id}")
    assert read.status_code == 200
    approved = client.post(
        f"{ROOT}/assistance/requests/{rfa_id}/approval",
        {"digest": read.json()["digest"]},
        content_type="application/json",
    )
    assert approved.status_code == 403, approved.content
    assert [fault["code"] for fault in approved.json()["faults"]] == ["role"]
    elsewhere = Client(headers={"Authorization": f"Bearer {token}"}, REMOTE_ADDR="203.0.113.1")
    refused = elsewhere.get(f"{ROOT}/assistance/requests/{rfa_id}")
    assert refused.status_code == 401
    assert [fault["code"] for fault in refused.json()["faults"]] == ["bad_address"]


def test_a_machine_asks_for_some_of_its_scopes_and_never_for_more(world: World) -> None:
    secret = machine(world)
    assert exchange({**GRANT, "scope": "requests:read"}, **basic(secret))[1]["scope"] == "requests:read"
    for beyond in ("requests:read central:read", "everything", "requests:read,requests:write", '"'):
        assert error({**GRANT, "scope": beyond}, **basic(secret)) == (400, "invalid_scope")
    assert error({**GRANT, "scope": ""}, **basic(secret)) == (400, "invalid_scope")


def test_whoever_is_not_the_machine_is_told_so_and_how_to_authenticate(world: World) -> None:
    secret = machine(world)
    for wrong in (
        basic("twm_guessed"),
        basic(secret, "xa.officer"),
        basic(secret, "no.body"),
        basic(secret, "\0"),
        basic("x" * 5_000),
        {"HTTP_AUTHORIZATION": "Basic not base64!"},
        {"HTTP_AUTHORIZATION": "Basic é"},
        {"HTTP_AUTHORIZATION": f"Bearer {world.token('xa.officer')}"},
        {},
    ):
        status, answered, headers = exchange(GRANT, **wrong)
        assert (status, answered["error"]) == (401, "invalid_client"), wrong
        assert headers["WWW-Authenticate"].startswith("Basic realm=")
    assert error(GRANT, address="203.0.113.1", **basic(secret)) == (401, "invalid_client")
    people.suspend_officer(manager(world), NAME, why="inquiry")
    status, answered, _ = exchange(GRANT, **basic(secret))
    assert (status, answered["error"], answered["error_description"]) == (401, "invalid_client", "suspended")


def test_what_is_no_request_for_a_token_is_named_by_the_standards_own_codes(world: World) -> None:
    secret = machine(world)
    assert error({"grant_type": "password"}, **basic(secret)) == (400, "unsupported_grant_type")
    assert error({"grant_type": "authorization_code"}, **basic(secret)) == (400, "unsupported_grant_type")
    for body in ("", "scope=requests:read", "grant_type=%zz", f"{urlencode(GRANT)}&{urlencode(GRANT)}", "ü"):
        assert error(body, **basic(secret)) == (400, "invalid_request"), body
    twice = f"{urlencode(GRANT)}&client_id=a&client_id=b"
    assert error(twice, **basic(secret)) == (400, "invalid_request")
    both = {**GRANT, "client_id": NAME, "client_secret": secret}
    assert error(both, **basic(secret)) == (400, "invalid_request")
    assert error({**GRANT, "client_id": "xa.other"}, **basic(secret)) == (400, "invalid_request")
    assert error(json.dumps(GRANT), content_type="application/json", **basic(secret)) == (400, "invalid_request")
    assert Client().get(f"{ROOT}/token").status_code == 405


def test_a_secret_in_the_address_is_not_read(world: World) -> None:
    secret = machine(world)
    query = urlencode({**GRANT, "client_id": NAME, "client_secret": secret})
    response = Client().post(f"{ROOT}/token?{query}", "", content_type=FORM, REMOTE_ADDR=HOME)
    assert response.status_code == 400


def test_wrong_secrets_are_counted_for_each_machine_and_address(world: World) -> None:
    secret = machine(world)
    most = settings.API_RATES["secret"]
    answered = [exchange(GRANT, **basic("twm_guessed"))[0] for _ in range(most + 1)]
    assert answered[:most] == [401] * most or 429 in answered  # a minute may end in between
    if answered[-1] == 429:
        status, told, headers = exchange(GRANT, **basic("twm_guessed"))
        assert (status, told["title"]) == (429, "Too many calls")
        assert 1 <= int(headers["Retry-After"]) <= 60
    assert exchange(GRANT, address="192.0.2.11", **basic("twm_guessed"))[0] == 401
    assert exchange(GRANT, **basic(secret))[0] == 200


def test_the_exchange_is_published_as_a_form_with_the_answers_of_the_standard() -> None:
    operation = Client().get(f"{ROOT}/openapi.json").json()["paths"][f"{ROOT}/token"]["post"]
    assert list(operation["requestBody"]["content"]) == [FORM]
    assert {"200", "400", "401", "429"} <= set(operation["responses"])
    for status in ("200", "400", "401"):
        assert list(operation["responses"][status]["content"]) == ["application/json"]


def test_a_client_library_gets_its_token_without_special_pleading(world: World, site: str) -> None:
    secret = machine(world, networks=("127.0.0.0/8",))
    client = BackendApplicationClient(NAME, scope=["requests:read"])
    answered = requests.post(
        f"{site}{ROOT}/token",
        data=client.prepare_request_body(),
        auth=(NAME, secret),
        headers={"Content-Type": FORM},
        timeout=20,
    )
    client.parse_request_body_response(answered.text, scope=["requests:read"])
    headers = {"Authorization": f"{client.token_type} {client.access_token}"}
    listed = requests.get(f"{site}{ROOT}/assistance/requests", headers=headers, timeout=20)
    assert listed.status_code == 200
    assert listed.json()["items"]
