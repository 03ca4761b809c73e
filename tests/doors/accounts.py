"""What the tests of accounts share: an invitation, its link, and an account on its way through it."""

import re
import time

from django.http import HttpResponse
from django.test import Client
from tests.doors.pages import text_of
from tests.world import World

from tidewaiter.actions import people
from tidewaiter.doors.web.account import code_at

PASSWORD = "tide tables for the quay"
OFFER = {
    "name": "Nell Harbourlight",
    "email": "nell@example.org",
    "username": "xa.nell",
    "language": "en",
    "office": "XA-HQ",
    "roles": ["officer"],
}


def invited(world: World, **changed: str) -> str:
    """Invite an officer on the page, as the administrator of XA does; gives the link's path."""
    answer = world.client("xa.administrator").post("/people/invite/", {**OFFER, **changed})
    assert answer.status_code == 302, text_of(answer)
    username = changed.get("username", OFFER["username"])
    return link_of(world, username)


def link_of(world: World, username: str) -> str:
    """The path of the latest link that went to this person, whom a browser may be waiting for."""
    with world.raw("postgres") as database:
        found = database.execute(
            "select id from records_invitation where username = %s order by invited_at desc", [username]
        ).fetchone()
    assert found, f"nobody invited {username}"
    return f"/welcome/{people.invitation_key(str(found[0]))}/"


def accepted(link: str, client: Client | None = None) -> Client:
    """A browser in which the invitation was just accepted: signed in, and without a second factor."""
    client = client or Client(HTTP_ACCEPT_LANGUAGE="en")
    answer = client.post(link, {"password": PASSWORD, "password_again": PASSWORD, "duties": "on"})
    assert (answer.status_code, answer["Location"]) == (302, "/account/second-factor/"), text_of(answer)
    return client


def app_added(client: Client) -> tuple[HttpResponse, str]:
    """Set up an authenticator app; gives the answer and the secret in the app."""
    secret = once_shown(client.get("/account/second-factor/app/"))[0]
    return client.post("/account/second-factor/app/", {"code": code_at(secret, int(time.time()))}), secret


def once_shown(page: HttpResponse) -> list[str]:
    """What a page shows this once."""
    marked = re.search(r'class="once[^"]*"[^>]*>(.*?)</(?:p|ul|dd)>', page.content.decode(), re.DOTALL)
    assert marked, text_of(page)
    return re.findall(r"[\w.~+/=-]{6,}", re.sub(r"</?li[^>]*>", " ", marked[1]))


def stale(client: Client, minutes: int = 6) -> None:
    """Let some minutes pass since the officer last proved who it is."""
    session = client.session
    session["account_authentication_methods"] = [
        {**proof, "at": proof["at"] - 60 * minutes} for proof in session["account_authentication_methods"]
    ]
    session.save()


def journalled(world: World, officer: str) -> list[tuple[str, str, dict[str, object]]]:
    """What the journal holds of an officer's acts: verb, outcome and what it says, the latest first."""
    lines = people.read_journal(world.caller("xa.administrator"), limit=100)
    return [(line.verb, line.outcome, dict(line.about)) for line in lines if line.officer == officer]
