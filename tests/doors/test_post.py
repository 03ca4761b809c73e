"""Mails over a real line to a mail server: what it answers decides whether a mail is sent, tried again or given up."""

import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest
from tests.acts import stories
from tests.acts.posting import drained, mails_about
from tests.doors.api_calls import NOWHERE
from tests.doors.mail_server import MailServer, mail_server
from tests.world import World

from tidewaiter.actions.act import Clock, clock
from tidewaiter.actions.assistance import Mail, ToldLine
from tidewaiter.assistance.mailing import Addressee, Outcome, Pace
from tidewaiter.doors.jobs import post
from tidewaiter.doors.jobs.tasks import deliver

TO = "contact.xb@example.invalid"


@pytest.fixture
def server() -> Iterator[MailServer]:
    """A mail server that takes everything until told otherwise."""
    with mail_server() as listening:
        yield listening


def a_mail(to: str = TO) -> Mail:
    line = ToldLine("request_sent", NOWHERE, {"number": "XA-2026-AAAAA", "other": "XA"}, clock.now())
    return Mail("7a4c", 1, to, Addressee.CONTACT_POINT, Pace.EACH, "XB", "fr", (line,))


def test_a_mail_arrives_in_two_parts_with_the_id_of_its_delivery(server: MailServer) -> None:
    assert post.send(a_mail()).outcome is Outcome.TAKEN
    (arrived,) = server.taken
    assert arrived["To"] == TO
    assert arrived["Message-ID"] == "<7a4c@localhost>"
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in arrived.walk() if not part.is_multipart()] == [
        "text/plain",
        "text/html",
    ]


@pytest.mark.parametrize(
    ("on_rcpt", "on_data", "outcome", "problem"),
    [
        ("550 no such address", "250 OK", Outcome.REFUSED, "550"),
        ("451 later", "250 OK", Outcome.FAILED, "451"),
        ("250 OK", "554 not wanted", Outcome.REFUSED, "554"),
        ("250 OK", "452 full", Outcome.FAILED, "452"),
    ],
)
def test_what_the_server_answers_decides(
    server: MailServer, on_rcpt: str, on_data: str, outcome: Outcome, problem: str
) -> None:
    server.on_rcpt, server.on_data = on_rcpt, on_data
    posted = post.send(a_mail())
    assert (posted.outcome, posted.problem, server.taken) == (outcome, problem, [])


@pytest.mark.parametrize(("where", "taken"), [("before taking", 0), ("after taking", 1)])
def test_a_line_that_breaks_while_the_mail_is_handed_over_leaves_it_uncertain(
    server: MailServer, where: str, taken: int
) -> None:
    server.breaks_off = where
    assert post.send(a_mail()).outcome is Outcome.UNCERTAIN
    assert len(server.taken) == taken


def test_an_address_that_no_server_could_be_told_is_refused_and_nowhere_logged(
    server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        posted = post.send(a_mail("nobody\n@example.invalid"))
    assert (posted.outcome, posted.problem) == (Outcome.REFUSED, "bad_address")
    assert "nobody" not in caplog.text
    assert server.taken == []


def test_a_server_that_is_away_costs_one_mail_one_try_and_the_others_none(world: World, moved_clock: Clock) -> None:
    drained(world)
    ids = [stories.played(world, "send") for _ in range(3)]
    with mail_server() as server:
        server.shutdown()
        server.server_close()
        with world.as_worker():
            deliver(0)
        stages = [mails_about(world, "xb.officer", each)[0] for each in ids]
        assert [(mail.stage, mail.tries) for mail in stages] == [("failed", 1), ("waiting", 0), ("waiting", 0)]
    moved_clock.offset = timedelta(minutes=2)
    with mail_server() as server, world.as_worker():
        deliver(0)
        deliver(0)
        assert sorted(mail["To"] for mail in server.taken) == [TO] * 3


def test_a_server_that_fails_and_recovers_gets_each_mail_once(
    world: World, server: MailServer, moved_clock: Clock
) -> None:
    drained(world)
    rfa_id = stories.played(world, "send")
    server.on_rcpt = "451 later"
    with world.as_worker():
        deliver(0)
        deliver(0)
    assert [(mail.stage, mail.tries) for mail in mails_about(world, "xb.officer", rfa_id)] == [("failed", 1)]
    server.on_rcpt = "250 OK"
    moved_clock.offset = timedelta(minutes=2)
    with world.as_worker():
        for _ in range(3):
            deliver(0)
    assert len(server.taken) == 1
    assert [(mail.stage, mail.tries) for mail in mails_about(world, "xb.officer", rfa_id)] == [("sent", 2)]


def test_a_mail_taken_before_the_line_broke_is_not_sent_again(
    world: World, server: MailServer, moved_clock: Clock
) -> None:
    drained(world)
    rfa_id = stories.played(world, "send")
    server.breaks_off = "after taking"
    with world.as_worker():
        deliver(0)
    server.breaks_off = ""
    moved_clock.offset = timedelta(days=2)
    with world.as_worker():
        deliver(0)
    assert len(server.taken) == 1
    assert [mail.stage for mail in mails_about(world, "xb.officer", rfa_id)] == ["uncertain"]


def test_an_address_refused_for_good_is_given_up_at_once_and_told_on_the_desk(
    world: World, server: MailServer, moved_clock: Clock
) -> None:
    drained(world)
    rfa_id = stories.played(world, "send")
    server.on_rcpt = "550 no such address"
    with world.as_worker():
        deliver(0)
        deliver(0)
    assert [(mail.stage, mail.tries) for mail in mails_about(world, "xb.officer", rfa_id)] == [("given_up", 1)]
    client = world.client("xb.officer")
    assert "donné" in client.get("/notices/").content.decode()
    assert server.taken == []
