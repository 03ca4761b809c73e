"""The paths of accounts: one's own administration's, within one's own power, and secrets shown once."""

from datetime import timedelta

import pytest
from tests.doors.api_calls import NOWHERE, call
from tests.world import World

from tidewaiter.actions.act import clock
from tidewaiter.doors.api.routes import api

INVITATION = {
    "username": "xa.newcomer",
    "name": "Ines Landward",
    "email": "ines.landward@customs.example",
    "office": "XA-HQ",
    "roles": ["officer"],
    "language": "en",
    "designated_from": "2026-03-02",
}


def _machine(**different: object) -> dict[str, object]:
    return {
        **{"username": "xa.gateway", "name": "Gateway", "office": "XA-HQ", "roles": ["officer"]},
        **{"scopes": ["requests:read", "requests:write"], "answerable": "xa.head"},
        "designated_until": (clock.today() + timedelta(days=30)).isoformat(),
        **different,
    }


@pytest.mark.provision("CCO-47.1.iv")
def test_the_list_tells_who_has_access_and_what_the_caller_may_do(world: World) -> None:
    listed = call(world, "xa.administrator", "GET", "/people/officers?limit=200").body
    by_name = {officer["username"]: officer for officer in listed["items"]}
    assert set(by_name) >= {"xa.officer", "xa.head", "xa.cais_official"}
    assert not any(name.startswith("xb.") for name in by_name)
    assert by_name["xa.cais_official"]["information_access"] is True
    assert "change_roles" in by_name["xa.officer"]["may"]
    assert by_name["xa.head"]["may"] == []  # above the administrator's own rank
    assert call(world, "xa.officer", "GET", "/people/officers").status == 403


def test_an_invitation_is_made_listed_and_taken_back(world: World) -> None:
    made = call(world, "xa.administrator", "POST", "/people/invitations", INVITATION)
    assert made.status == 201
    waiting = call(world, "xa.administrator", "GET", "/people/officers").body["invitations"]
    assert [(each["id"], each["username"], each["state"]) for each in waiting] == [
        (made.body["id"], "xa.newcomer", "open")
    ]
    path = f"/people/invitations/{made.body['id']}"
    assert call(world, "xb.administrator", "DELETE", path).status == 404
    assert call(world, "xa.administrator", "DELETE", path).status == 204
    assert call(world, "xa.administrator", "DELETE", path).status == 409
    assert call(world, "xa.administrator", "GET", "/people/officers").body["invitations"] == []


@pytest.mark.provision("CCO-47.1.ii")
def test_nobody_gives_more_power_than_their_own_or_to_another_administration(world: World) -> None:
    above = call(world, "xa.administrator", "POST", "/people/invitations", {**INVITATION, "roles": ["head"]})
    assert above.status == 403
    for username in ("xa.head", "xa.administrator"):
        path = f"/people/officers/{username}/roles"
        assert call(world, "xa.administrator", "PUT", path, {"roles": ["officer"]}).status == 403
    foreign = call(world, "xa.administrator", "PUT", "/people/officers/xb.officer/roles", {"roles": ["officer"]})
    assert foreign.status == 404


def test_a_suspended_officers_token_opens_nothing_until_the_account_is_open_again(world: World) -> None:
    path = "/people/officers/xa.officer/suspension"
    assert call(world, "xa.administrator", "POST", path, {"why": "lost_device"}).status == 204
    closed = call(world, "xa.officer", "GET", "/assistance/desk")
    assert (closed.status, closed.body["faults"][0]["code"]) == (401, "suspended")
    assert call(world, "xa.administrator", "DELETE", path).status == 204
    assert call(world, "xa.officer", "GET", "/assistance/desk").status == 200


def test_a_revoked_token_is_good_for_nothing(world: World) -> None:
    listed = call(world, "xa.administrator", "GET", "/people/tokens?officer=xa.officer").body["items"]
    assert all("token" not in each and "digest" not in each for each in listed)
    for token in listed:
        assert call(world, "xa.administrator", "DELETE", f"/people/tokens/{token['id']}").status == 204
    assert call(world, "xa.officer", "GET", "/assistance/desk").status == 401
    assert call(world, "xa.administrator", "DELETE", f"/people/tokens/{NOWHERE}").status == 404


def test_no_operation_issues_a_token(world: World) -> None:
    schema = api.get_openapi_schema(path_prefix="api/v1/")
    assert not any(path.endswith("/tokens") and "post" in methods for path, methods in schema["paths"].items())
    assert call(world, "xa.administrator", "POST", "/people/tokens", {}).status == 405


def test_a_machine_is_registered_with_a_secret_shown_once_and_renewed(world: World) -> None:
    made = call(world, "xa.administrator", "POST", "/people/machines", _machine())
    assert made.status == 201
    assert made.body["client_id"] == "xa.gateway"
    renewed = call(world, "xa.administrator", "POST", "/people/machines/xa.gateway/secret")
    assert renewed.status == 201
    assert renewed.body["client_secret"] != made.body["client_secret"]
    assert call(world, "xb.administrator", "POST", "/people/machines/xa.gateway/secret").status == 404
    by_name = {each["username"]: each for each in call(world, "xa.head", "GET", "/people/officers").body["items"]}
    assert (by_name["xa.gateway"]["machine"], by_name["xa.gateway"]["answerable"]) == (True, "xa.head")


@pytest.mark.parametrize(
    ("different", "field"),
    [
        ({"roles": ["head"]}, "roles"),
        ({"roles": ["pirate"]}, "roles.0"),
        ({"scopes": ["everything"]}, "scopes.0"),
        ({"networks": ["here"]}, "networks"),
        ({"answerable": "xb.head"}, "answerable"),
        ({"designated_until": "2099-01-01"}, "designated_until"),
    ],
)
def test_a_machine_that_does_not_hold_is_refused_with_its_field(
    world: World, different: dict[str, object], field: str
) -> None:
    answer = call(world, "xa.head", "POST", "/people/machines", _machine(**different))
    assert (answer.status, [fault["field"] for fault in answer.body["faults"]]) == (422, [field])


def test_the_secretariat_records_an_administration(world: World) -> None:
    given = {"code": "XQ", "name": {"en": "Customs of Quay Island"}, "unit": "XQ", "language": "en"}
    assert call(world, "xz.secretariat_official", "POST", "/registry/administrations", given).status == 201
    codes = [each["code"] for each in call(world, "xa.officer", "GET", "/registry/directory").body["items"]]
    assert "XQ" in codes
    assert call(world, "xz.secretariat_official", "POST", "/registry/administrations", given).status == 409
    assert call(world, "xa.head", "POST", "/registry/administrations", {**given, "code": "XR"}).status == 403


def test_the_law_is_read_in_the_callers_language(world: World) -> None:
    listed = call(world, "xb.officer", "GET", "/registry/instruments").body["items"]
    assert {"cco-2019", "nbo-1977"} <= {each["id"] for each in listed}
    french = call(world, "xb.officer", "GET", "/registry/instruments/cco-2019").body
    english = call(world, "xa.officer", "GET", "/registry/instruments/cco-2019").body
    assert len(french["articles"]) == len(english["articles"]) > 40
    assert french["articles"][0]["words"] != english["articles"][0]["words"]
    assert call(world, "xa.officer", "GET", "/registry/instruments/none-1900").status == 404
