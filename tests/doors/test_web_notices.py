"""The pages of notices: what was told, who saw it, what became of the mail, and the choice of mail."""

import re

import pytest
from django.test import Client
from tests.acts import stories
from tests.acts.posting import chooses, drained, failing, notices_about
from tests.doors.pages import text_of
from tests.world import World

from tidewaiter.assistance.mailing import Outcome


@pytest.fixture
def sent(world: World) -> str:
    """A request of XA to XB that XB was told of."""
    drained(world)
    rfa_id = stories.played(world, "send")
    drained(world)
    return rfa_id


def reading(world: World, username: str, language: str = "en") -> Client:
    client = world.client(username)
    client.post("/language/", {"language": language, "next": "/"})
    return client


def test_the_page_says_what_was_told_and_what_became_of_the_mail(world: World, sent: str) -> None:
    client = reading(world, "xb.officer")
    page = text_of(client.get("/notices/"))
    assert "XA sent request" in page
    assert "Nobody has opened it." in page
    assert "Mail to the contact point: sent on" in page
    assert "Not yet seen" in page


def test_following_a_notice_opens_it_and_leads_to_its_request(world: World, sent: str) -> None:
    client = reading(world, "xb.officer")
    notice = notices_about(world, "xb.officer", sent)[0]
    assert client.get(f"/notices/{notice.id}/")["Location"] == f"/requests/{sent}/"
    assert "First opened by xb.officer" in text_of(client.get("/notices/"))
    assert reading(world, "xa.officer").get(f"/notices/{notice.id}/").status_code == 404


def test_one_notice_is_marked_as_seen_and_leaves_the_list_of_the_unseen(world: World, sent: str) -> None:
    client = reading(world, "xb.officer")
    notice = notices_about(world, "xb.officer", sent)[0]
    assert str(notice.id) in client.get("/notices/?unseen=1").content.decode()
    answer = client.post("/notices/seen/", {"notice": notice.id, "unseen": "1"}, follow=True)
    assert answer.redirect_chain == [("/notices/?unseen=1", 302)]
    assert "1 notice is marked as seen" in text_of(answer)
    assert str(notice.id) not in answer.content.decode()
    assert "Seen by xb.officer" in text_of(client.get("/notices/"))


def test_all_are_marked_at_once_and_the_desk_counts_none(world: World, sent: str) -> None:
    client = reading(world, "xb.officer")
    assert re.search(r"\d+ notices? not yet seen", text_of(client.get("/")))
    until = re.search(r'name="until" value="([^"]+)"', client.get("/notices/").content.decode())
    assert until
    client.post("/notices/seen/", {"until": until[1]})
    assert "not yet seen" not in text_of(client.get("/")).casefold()
    assert "All notices" in text_of(client.get("/"))
    assert "has seen everything" in text_of(client.get("/notices/?unseen=1"))


def test_a_mail_that_fails_or_is_given_up_or_uncertain_is_said_in_words(world: World) -> None:
    drained(world)
    client = reading(world, "xb.officer")
    for outcome, words in (
        (Outcome.REFUSED, "given up on"),
        (Outcome.FAILED, "not taken after 1 try; the next is on"),
        (Outcome.UNCERTAIN, "uncertain on"),
    ):
        stories.played(world, "send")
        drained(world, lambda _, outcome=outcome: outcome)  # type: ignore[misc]
        assert words in text_of(client.get("/notices/"))
    drained(world, failing)
    assert "a mail to your contact point was given up" in text_of(client.get("/"))


def test_an_officers_own_mail_is_told_to_that_officer_alone(world: World) -> None:
    drained(world)
    chooses(world, "xb.officer", "each")
    stories.played(world, "send")
    drained(world)
    assert "Mail to you: sent" in text_of(reading(world, "xb.officer").get("/notices/"))
    assert "Mail to you:" not in text_of(reading(world, "xb.approver").get("/notices/"))


def test_an_officer_chooses_how_often_mail_comes(world: World) -> None:
    client = reading(world, "xb.officer")
    page = client.get("/account/notices/")
    assert re.search(r'value="none" checked', page.content.decode())
    assert "xb.officer@example.invalid" in text_of(page)
    kept = client.post("/account/notices/", {"notice_choice": "weekly"}, follow=True)
    assert "Your choice is kept." in text_of(kept)
    assert re.search(r'value="weekly" checked', kept.content.decode())
    wrong = client.post("/account/notices/", {"notice_choice": "hourly"})
    assert wrong.status_code == 422
    assert 'href="#f-notice_choice"' in wrong.content.decode()
    with world.raw("postgres") as installer:
        installer.execute("update records_officer set email = '' where username = 'xb.officer'")
    assert "No mail address is recorded" in text_of(client.get("/account/notices/"))


@pytest.mark.parametrize("language", ["en", "fr", "es", "nl"])
def test_the_pages_speak_each_language_and_stay_light(world: World, sent: str, language: str) -> None:
    client = reading(world, "xb.officer", language)
    for address in ("/notices/", "/notices/?unseen=1", "/account/notices/"):
        page = client.get(address)
        assert f'<html lang="{language}">' in page.content.decode()
        assert page.status_code == 200
        assert not re.search(r"<style|\sstyle=|\son\w+=", page.content.decode())
        assert len(page.content) < 100_000
    assert client.post("/notices/seen/", {"notice": "no id"}).status_code == 404
    assert client.post("/notices/seen/", {"until": "no moment"}).status_code == 302
    assert client.get("/notices/?after=no-cursor").status_code == 422
