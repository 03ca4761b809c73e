"""Whoever tries an account and cannot enter is told of in the journal of that account's own house (CCO-47.1.v)."""

import pytest
from django.test import Client
from tests.acts.accounts import manager
from tests.acts.test_machines import NAME, draft
from tests.doors.test_api_token import GRANT, basic, exchange
from tests.world import World

from tidewaiter.actions import people


def noted(world: World, head: str = "xa.head") -> list[tuple[str, str]]:
    """The failed sign-ins in the journal of a house, the newest first."""
    lines = people.read_journal(world.caller(head), verb="note_failed_sign_in")
    return [(str(line.about["account"]), str(line.about["method"])) for line in lines]


def sign_in(username: str, password: str) -> int:
    return Client().post("/sign-in/", {"login": username, "password": password}).status_code


@pytest.mark.provision("CCO-47.1.v")
def test_a_wrong_password_is_told_to_the_house_of_the_account_and_to_no_other(world: World) -> None:
    assert sign_in("xa.officer", "not the password at all") == 200
    assert noted(world) == [("xa.officer", "password")]
    assert noted(world, "xb.head") == []
    with world.raw("postgres") as installer:
        bodies = installer.execute("select content::text from records_journalbody").fetchall()
    assert not any("not the password" in body for (body,) in bodies)


def test_a_name_that_is_no_account_is_written_nowhere(world: World) -> None:
    with world.raw("postgres") as installer:
        before = installer.execute("select count(*) from records_journalentry").fetchone()
        assert sign_in("a password typed as a name", "x") == 200
        assert installer.execute("select count(*) from records_journalentry").fetchone() == before


@pytest.mark.provision("CCO-47.1.v")
def test_the_right_password_of_a_closed_account_is_told_too(world: World) -> None:
    people.suspend_officer(manager(world), "xa.officer", why="inquiry")
    assert sign_in("xa.officer", world.accounts["xa.officer"].password) == 403
    assert noted(world) == [("xa.officer", "closed")]


@pytest.mark.provision("CCO-47.1.v")
def test_a_wrong_code_after_the_right_password_is_told_too(world: World) -> None:
    client = Client()
    asked = client.post("/sign-in/", {"login": "xa.officer", "password": world.accounts["xa.officer"].password})
    assert client.post(asked["Location"], {"code": "000000"}).status_code == 200
    assert noted(world) == [("xa.officer", "second_factor")]


def test_guessing_at_one_account_fills_no_journal(world: World) -> None:
    for _ in range(12):
        sign_in("xa.officer", "not the password at all")
    assert 5 <= len(noted(world)) <= 10  # five in five minutes, which may end in between


@pytest.mark.provision("CCO-47.1.v")
def test_a_wrong_secret_of_a_machine_is_told_to_its_house(world: World) -> None:
    secret = people.register_machine(manager(world), draft())
    assert exchange(GRANT, **basic("twm_guessed"))[0] == 401
    assert exchange(GRANT, address="203.0.113.1", **basic(secret))[0] == 401
    assert exchange(GRANT, **basic("x", "no.body"))[0] == 401
    assert noted(world) == [(NAME, "closed"), (NAME, "secret")]
