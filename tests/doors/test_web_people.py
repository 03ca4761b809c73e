"""The pages on which an administration looks after its accounts: its own alone, and nobody above one's own power."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.acts import stories
from tests.doors.accounts import OFFER, accepted, app_added, invited, link_of, once_shown, stale
from tests.doors.pages import hidden, text_of
from tests.world import World

from tidewaiter.access.decide import may_perform
from tidewaiter.access.verbs import Verb
from tidewaiter.actions import people
from tidewaiter.actions.act import Clock

PAGES = {
    "/people/": Verb.LIST_OFFICERS,
    "/people/xa.officer/": Verb.LIST_OFFICERS,
    "/people/invite/": Verb.INVITE_OFFICER,
    "/people/machines/": Verb.REGISTER_MACHINE,
    "/people/certify/": Verb.RECERTIFY_OFFICER,
    "/people/xa.officer/change_roles/": Verb.CHANGE_ROLES,
    "/people/xa.officer/suspend_officer/": Verb.SUSPEND_OFFICER,
    "/people/xa.officer/renew_access/": Verb.RENEW_ACCESS,
    "/people/xa.officer/recertify_officer/": Verb.RECERTIFY_OFFICER,
    "/people/xa.officer/end_designation/": Verb.END_DESIGNATION,
}


def _does(world: World, username: str, path: str, given: dict[str, object] | None = None) -> str:
    answer = world.client(username).post(path, given or {})
    assert answer.status_code == 302, text_of(answer)
    return str(answer["Location"])


def _line(world: World, username: str) -> people.OfficerLine:
    lines = people.list_officers(world.caller("xa.head")).officers
    return next(line for line in lines if line.username == username)


@pytest.mark.provision("CCO-47.1.ii", "CCO-47.1.iv")
def test_each_role_opens_the_pages_of_its_acts_and_no_others(world: World) -> None:
    for username in (name for name in world.accounts if name.startswith("xa.")):
        client, caller = world.client(username), world.caller(username)
        for path, verb in PAGES.items():
            refused = client.get(path).status_code == 403
            itself = username in path and verb is not Verb.LIST_OFFICERS
            assert refused is (itself or not may_perform(caller, verb)), (username, path)


def test_a_foreign_administration_finds_and_changes_nobody_of_anothers(world: World) -> None:
    for username in ("xb.head", "xb.administrator"):
        client = world.client(username)
        assert "xa.officer" not in client.get("/people/").content.decode()
        for path, verb in PAGES.items():
            if "xa.officer" in path:
                for answer in (client.get(path), client.post(path, {"why": "other", "roles": ["officer"]})):
                    assert answer.status_code in (404, 405), (username, path, verb)
        nobody = client.get("/people/xx.nobody/")
        known = client.get("/people/xa.officer/")
        assert text_of(nobody).replace("xx.nobody", "") == text_of(known).replace("xa.officer", "")
    assert _line(world, "xa.officer").closed == ""


@pytest.mark.provision("CCO-47.1.ii")
def test_nobody_manages_an_account_with_more_power_than_the_own_one(world: World) -> None:
    page = text_of(world.client("xa.administrator").get("/people/xa.head/"))
    assert "Not open to you" in page
    assert world.client("xa.administrator").post("/people/xa.head/renew_access/").status_code == 403
    own = world.client("xa.administrator").post("/people/xa.administrator/change_roles/", {"roles": ["head"]})
    assert own.status_code == 403
    offered = world.client("xa.administrator").post("/people/invite/", {**OFFER, "roles": ["head"]})
    assert offered.status_code == 403


@pytest.mark.provision("CCO-47.1.iv")
def test_the_list_says_who_had_access_on_a_chosen_day_and_how_each_account_stands(world: World) -> None:
    head = world.client("xa.head")
    today = text_of(head.get("/people/"))
    for told in ("Ada Fernwick", "Open", "Officers", "Certified until"):
        assert told in today
    before = text_of(head.get("/people/?on=2024-06-30"))
    assert "The designation begins later" in before
    sheet = head.get("/people/?sheet=csv")
    assert sheet.headers["Content-Type"].startswith("text/csv")
    assert "xa.officer" in sheet.content.decode()
    assert head.get("/people/?on=2024-02-31").status_code == 422
    filtered = text_of(head.get("/people/?state=suspended"))
    assert "Ada Fernwick" not in filtered


def test_an_invitation_waits_on_the_list_until_it_is_answered_or_withdrawn(world: World) -> None:
    invited(world)
    manager = world.client("xa.administrator")
    page = manager.get("/people/")
    assert "Nell Harbourlight" in text_of(page)
    key = link_of(world, "xa.nell").split("/")[2]
    assert key not in page.content.decode(), "the link goes to the person alone"
    waiting = people.list_officers(world.caller("xa.administrator")).invitations[0]
    assert world.client("xb.administrator").post(f"/people/invitations/{waiting.id}/withdraw/").status_code == 404
    assert _does(world, "xa.administrator", f"/people/invitations/{waiting.id}/withdraw/") == "/people/"
    assert "Nell Harbourlight" not in text_of(manager.get("/people/"))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"email": "no address"}, "f-email"),
        ({"username": "certify"}, "f-username"),
        ({"roles": []}, "f-roles"),
        ({"roles": ["depositary"]}, "f-roles"),
        ({"username": "xa.officer"}, "already"),
        ({"designated_until-day": "31", "designated_until-month": "2", "designated_until-year": "2031"}, "no such day"),
        ({"transfers": "xb.officer"}, "f-transfers"),
    ],
)
def test_what_is_wrong_with_an_invitation_is_said_and_what_was_typed_stays(
    world: World, wrong: dict[str, object], told: str
) -> None:
    offer = {**OFFER, **wrong}
    who = "xa.head" if wrong.get("roles") == ["depositary"] else "xa.administrator"
    answer = world.client(who).post("/people/invite/", offer, HTTP_ACCEPT_LANGUAGE="en")
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert 'value="Nell Harbourlight"' in answer.content.decode()


def test_what_was_typed_in_an_invitation_outlives_the_proof(world: World) -> None:
    client = world.client("xa.administrator")
    mark = hidden(client.get("/people/invite/"), "typing")
    stale(client)
    assert client.post("/people/invite/", {**OFFER, "typing": mark})["Location"].startswith("/account/prove/")
    session = client.session
    session["account_authentication_methods"][0]["at"] += 400
    session.save()
    assert 'value="Nell Harbourlight"' in client.get("/people/invite/").content.decode()


@pytest.mark.provision("CCO-47.1.ii")
def test_a_suspended_account_is_closed_at_once_and_opened_again(world: World) -> None:
    inside = world.client("xa.officer")
    assert inside.get("/").status_code == 200
    given = {"suspended_for": "lost_device"}
    assert _does(world, "xa.security_authority", "/people/xa.officer/suspend_officer/", given) == "/people/xa.officer/"
    assert inside.get("/").status_code == 302, "its sessions have ended"
    assert Client().post(
        "/sign-in/", {"login": "xa.officer", "password": world.accounts["xa.officer"].password}
    ).status_code in (302, 403)
    page = text_of(world.client("xa.administrator").get("/people/xa.officer/"))
    assert "Suspended" in page
    assert world.client("xa.administrator").get("/people/xa.officer/suspend_officer/").status_code == 409
    _does(world, "xa.administrator", "/people/xa.officer/restore_officer/")
    assert world.client("xa.officer").get("/").status_code == 200


def test_a_suspension_needs_its_reason(world: World) -> None:
    answer = world.client("xa.administrator").post("/people/xa.officer/suspend_officer/", {})
    assert answer.status_code == 422
    assert "f-suspended_for" in answer.content.decode()


@pytest.mark.provision("CCO-47.1.ii")
def test_roles_are_changed_to_just_those_ticked(world: World) -> None:
    _does(world, "xa.head", "/people/xa.officer/change_roles/", {"roles": ["officer", "approver"]})
    assert {"officer", "approver"} <= set(_line(world, "xa.officer").roles)
    answer = world.client("xa.head").post("/people/xa.officer/change_roles/", {"roles": []})
    assert answer.status_code == 422


@pytest.mark.provision("CCO-47.1.ii")
def test_whoever_lost_everything_is_invited_anew_and_what_was_lost_opens_nothing(world: World) -> None:
    answer = accepted(invited(world))
    app_added(answer)
    before = answer.get("/")
    assert before.status_code == 200
    _does(world, "xa.administrator", "/people/xa.nell/renew_access/")
    assert answer.get("/").status_code == 302
    link = link_of(world, "xa.nell")
    page = Client(HTTP_ACCEPT_LANGUAGE="en").get(link)
    assert "renewed your access" in text_of(page)
    again = accepted(link)
    app_added(again)
    assert again.get("/").status_code == 200


@pytest.mark.provision("CCO-1.ix")
def test_a_designation_ends_and_the_officer_is_released_to_another_administration(world: World) -> None:
    given = {"last_day": stories.in_days(0).isoformat(), "released_to": "XB"}
    _does(world, "xa.head", "/people/xa.officer/end_designation/", given)
    line = _line(world, "xa.officer")
    assert (line.designated_until, line.released_to) == (stories.in_days(0), "XB")
    offer = {
        **OFFER,
        **{"username": "xb.ada", "office": "XB-HQ", "transfers": "xa.officer", "language": "fr"},
        "designated_from": stories.in_days(1).isoformat(),
    }
    _does(world, "xb.administrator", "/people/invite/", offer)


@pytest.mark.provision("CCO-47.1.ii")
def test_the_yearly_certification_confirms_the_ticked_accounts_and_no_others(world: World, moved_clock: Clock) -> None:
    moved_clock.offset = timedelta(days=1)
    head = world.client("xa.head")
    assert "Certify the accounts" in text_of(head.get("/people/certify/"))
    assert head.post("/people/certify/", {}).status_code == 422
    ticked = {"certified": ["xa.officer", "xa.approver", "xb.officer"]}
    assert head.post("/people/certify/", ticked)["Location"] == "/people/"
    assert _line(world, "xa.officer").certified_on == stories.in_days(0)
    assert _line(world, "xa.contact_point").certified_on != stories.in_days(0)


@pytest.mark.provision("CCO-47.1.ii")
def test_a_machine_gets_its_secret_once_and_a_new_one_when_asked(world: World) -> None:
    manager = world.client("xa.administrator")
    given = {
        **{"username": "xa.feed", "name": "National system", "office": "XA-HQ", "roles": ["officer"]},
        **{"scopes": ["requests:read"], "answerable": "xa.administrator"},
        "designated_until": stories.in_days(100).isoformat(),
    }
    shown = manager.post("/people/machines/", given)
    assert shown.status_code == 200, text_of(shown)
    assert "no-store" in shown.headers["Cache-Control"]
    secret = once_shown(shown)[0]
    page = manager.get("/people/xa.feed/")
    assert secret not in page.content.decode()
    assert "xa.administrator" in text_of(page)
    again = manager.post("/people/xa.feed/renew_machine_secret/")
    assert once_shown(again)[0] != secret
    assert manager.post("/people/xa.feed/renew_access/").status_code == 404, "a machine has no means to renew"


def test_every_act_on_an_account_asks_for_proof_after_some_minutes(world: World) -> None:
    client = world.client("xa.administrator")
    stale(client)
    for path, verb in PAGES.items():
        answer = client.get(path)
        if verb is Verb.LIST_OFFICERS:
            assert answer.status_code == 200, path
        else:
            assert answer["Location"] == f"/account/prove/?next={path}"
