"""The jobs: what acts left to be told is told once, what has reached its day is deleted, and a hint is heard."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from procrastinate.contrib.django import app
from tests.acts import stories
from tests.acts.accounts import manager, offer
from tests.acts.posting import at_hour, chooses
from tests.doors.api_calls import ENTRY, SEARCH, call, change
from tests.world import World

from tidewaiter.actions import people
from tidewaiter.actions.act import Clock
from tidewaiter.doors.jobs import listener
from tidewaiter.doors.jobs.tasks import accounts, deliver, retention
from tidewaiter.doors.jobs.worker import attempt, catch_up


@pytest.fixture
def postbox() -> Iterator[list[mail.EmailMessage]]:
    """What was mailed."""
    mail.outbox = []
    yield mail.outbox


def _told(world: World, who: str) -> list[str]:
    return [notice["event"] for notice in call(world, who, "GET", "/assistance/desk").body["notices"]]


def _receive_one(world: World) -> str:
    line = call(world, "xa.officer", "GET", "/assistance/requests?state=sent").body["items"][0]
    who = f"{line['requested'].lower()}.officer"
    assert change(world, who, "POST", f"/assistance/requests/{line['id']}", {}, act="/moves/receive").status == 200
    return str(line["number"])


def test_what_was_left_to_be_told_reaches_desk_and_mail_once(world: World, postbox: list[mail.EmailMessage]) -> None:
    with world.as_worker():
        deliver(0)
    postbox.clear()
    number = _receive_one(world)
    requesting = number[:2].lower()
    with world.as_worker():
        deliver(0)
        deliver(0)
    assert "request_received" in _told(world, f"{requesting}.officer")
    assert [each.to for each in postbox] == [[f"contact.{requesting}@example.invalid"]]
    assert number in postbox[0].subject


def test_a_mail_server_that_fails_costs_no_notice(
    world: World, postbox: list[mail.EmailMessage], monkeypatch: pytest.MonkeyPatch, moved_clock: Clock
) -> None:
    def refusing(self: EmailBackend, messages: object) -> int:
        raise SMTPRecipientsRefused({})

    number = _receive_one(world)
    with monkeypatch.context() as patched:
        patched.setattr(EmailBackend, "send_messages", refusing)
        with world.as_worker():
            deliver(0)
    assert "request_received" in _told(world, f"{number[:2].lower()}.officer")
    assert postbox == []
    moved_clock.offset = timedelta(minutes=2)
    with world.as_worker():
        deliver(0)
        deliver(0)
    sent = [each.extra_headers["Message-ID"] for each in postbox]
    assert len(sent) == len(set(sent))
    assert any(number in each.subject for each in postbox)


def test_a_digest_is_sent_by_the_same_job_at_its_hour(
    world: World, postbox: list[mail.EmailMessage], moved_clock: Clock
) -> None:
    at_hour(moved_clock, 9)
    mine = chooses(world, "xb.officer", "daily")
    with world.as_worker():
        deliver(0)
    for _ in range(2):
        stories.played(world, "send")
    with world.as_worker():
        deliver(0)
        postbox.clear()
        at_hour(moved_clock, 6)
        deliver(0)
        deliver(0)
    assert [each.to for each in postbox] == [[mine]]


@pytest.mark.provision("CCO-51.2", "CCO-51.3")
def test_an_entry_is_announced_a_month_before_its_day_and_gone_on_it(world: World, moved_clock: Clock) -> None:
    end = moved_clock.today() + timedelta(days=80)
    entry = {**ENTRY, "delete_on": end.isoformat()}
    id = call(world, "xa.cais_official", "POST", "/central/entries", entry).body["id"]
    assert change(world, "xa.approver", "POST", f"/central/entries/{id}", act="/release").status == 200
    with world.as_worker():
        retention(0)
        moved_clock.offset = timedelta(days=60)
        retention(0)
        deliver(0)
    assert "entry_expiring" in _told(world, "xa.cais_official")
    found = call(world, "xb.cais_official", "POST", "/central/search", SEARCH).body["hits"]
    assert [hit["id"] for hit in found] == [id]
    with world.as_worker():
        moved_clock.offset = timedelta(days=80)
        retention(0)
        retention(0)
    assert call(world, "xa.cais_official", "GET", f"/central/entries/{id}").status == 404


def test_a_worker_that_starts_does_what_came_due_while_none_ran(
    world: World, postbox: list[mail.EmailMessage], moved_clock: Clock
) -> None:
    number = _receive_one(world)
    with world.as_worker():
        catch_up()
    assert any(number in each.subject for each in postbox)


def test_a_job_that_fails_outside_the_queue_is_noted_and_not_fatal(caplog: pytest.LogCaptureFixture) -> None:
    def failing(timestamp: int) -> None:
        raise RuntimeError("no database today")

    attempt(failing)
    assert "waits for its time" in caplog.text


def test_the_outbox_is_heard_within_moments(world: World) -> None:
    heard = threading.Event()
    with world.as_worker():
        listening = listener.Listener(heard.set, patience=0.2)
        listening.start()
        assert listening.listening.wait(10)
    try:
        _receive_one(world)
        assert heard.wait(10)
    finally:
        listening.end()
        listening.join(10)
    assert not listening.is_alive()


def test_the_queue_knows_both_jobs_and_when_they_come() -> None:
    periods = {periodic.task.name: periodic.cron for periodic in app.periodic_registry.periodic_tasks.values()}
    assert periods["deliver"] == "* * * * *"
    assert periods["retention"] == "0 0 * * *"
    assert periods["accounts"] == "30 0 * * *"
    assert periods["profiles"] == "15 0 * * *"


@pytest.mark.provision("CCO-47.1.ii")
def test_an_invitation_that_nobody_answered_is_gone_a_month_after_its_end(world: World, moved_clock: Clock) -> None:
    people.invite_officer(manager(world), offer())
    with world.as_worker():
        accounts(0)
        moved_clock.offset = timedelta(days=30)
        accounts(0)
        assert _invitations(world) == 1
        moved_clock.offset = timedelta(days=38)
        accounts(0)
    assert _invitations(world) == 0


def _invitations(world: World) -> int:
    with world.raw("postgres") as installer:
        row = installer.execute("select count(*) from records_invitation").fetchone()
    assert row is not None
    return int(row[0])
