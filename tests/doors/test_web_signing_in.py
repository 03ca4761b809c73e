"""Signing in: two factors and a designation, or no page; what was typed outlives a session, for its author only."""

import pytest
from django.test import Client
from tests.doors.pages import CONTENT, FORM, hidden, sign_in, text_of
from tests.world import World


def test_without_signing_in_every_page_leads_to_the_sign_in(world: World) -> None:
    for address in ("/", "/requests/", "/central/search/", "/register/", "/journal/"):
        response = Client().get(address)
        assert response.status_code == 302
        assert response["Location"].startswith("/sign-in/?next=")


@pytest.mark.provision("CCO-47.1")
def test_password_and_code_open_the_desk_in_the_officers_own_language(world: World) -> None:
    client = Client()
    assert sign_in(client, world, "xb.officer")["Location"] == "/"
    page = client.get("/")
    assert page.status_code == 200
    assert '<html lang="fr">' in page.content.decode()


@pytest.mark.provision("CCO-47.1")
def test_the_password_alone_opens_nothing(world: World) -> None:
    client = Client()
    client.post("/sign-in/", {"login": "xa.officer", "password": world.accounts["xa.officer"].password})
    assert client.get("/").status_code == 302
    wrong = client.post("/sign-in/code/", {"code": "000000"})
    assert wrong.status_code == 200
    assert client.get("/").status_code == 302


def test_a_wrong_name_and_a_wrong_password_are_answered_alike(world: World) -> None:
    pages = [
        Client().post("/sign-in/", {"login": login, "password": "not the password"}, HTTP_ACCEPT_LANGUAGE="en")
        for login in ("xa.officer", "nobody.here")
    ]
    assert {page.status_code for page in pages} == {200}
    told = {text_of(page).split("Sign in", 2)[2][:200] for page in pages}
    assert len(told) == 1


@pytest.mark.provision("CCO-47.1")
def test_an_account_without_second_factor_is_refused_with_the_provision(world: World) -> None:
    with world.raw("postgres") as database:
        database.execute(
            "delete from mfa_authenticator where user_id = (select id from auth_user where username = 'xa.officer')"
        )
    client = Client()
    answer = client.post("/sign-in/", {"login": "xa.officer", "password": world.accounts["xa.officer"].password})
    assert answer.status_code == 403
    assert "This account has no second factor" in text_of(answer)
    assert "CCO-47.1.ii" in text_of(answer)
    assert client.get("/").status_code == 302


@pytest.mark.provision("CCO-1.ix")
def test_an_officer_without_designation_today_is_refused_before_and_after_signing_in(world: World) -> None:
    client = world.client("xa.officer")
    assert client.get("/").status_code == 200
    with world.raw("postgres") as database:
        database.execute("update records_officer set designated_until = '2026-01-01' where username = 'xa.officer'")
    inside = client.get("/")
    outside = Client().post("/sign-in/", {"login": "xa.officer", "password": world.accounts["xa.officer"].password})
    assert (inside.status_code, outside.status_code) == (403, 403)
    assert "CCO-1.ix" in text_of(inside)
    assert "CCO-1.ix" in text_of(outside)


def test_nobody_can_sign_up(world: World) -> None:
    for address in ("/sign-up/", "/signup/", "/accounts/signup/", "/password/reset/"):
        assert Client().get(address).status_code == 404


def _expired(client: Client) -> dict[str, object]:
    """A form opened by an officer whose session ends before it is sent."""
    typed = {**CONTENT, "typing": hidden(client.get(FORM), "typing")}
    client.session.flush()
    return typed


def test_what_was_typed_when_the_session_ended_is_there_again_after_signing_in(world: World) -> None:
    client = world.client("xa.officer")
    typed = _expired(client)
    away = client.post(FORM, typed)
    assert away["Location"].startswith("/sign-in/")
    stored = str(dict(client.session.items()))
    assert "pallets" not in stored, "the session table holds no case data"
    sign_in(client, world, "xa.officer")
    assert "Invoice 4471 for 12 pallets of tiles" in client.get(FORM).content.decode()
    assert "Invoice 4471" not in client.get(FORM).content.decode(), "it is offered once"


def test_what_one_officer_typed_is_not_offered_to_another(world: World) -> None:
    client = world.client("xa.officer")
    client.post(FORM, _expired(client))
    sign_in(client, world, "xa.approver")
    assert "Invoice 4471" not in client.get(FORM).content.decode()


def test_a_stranger_cannot_fill_the_session_table(world: World) -> None:
    client = Client()
    client.post(FORM, {**CONTENT, "typing": "made up"})
    assert "typed" not in client.session
