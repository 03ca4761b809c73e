"""The jobs: what acts left to be told is told once, what has reached its day is deleted, and a hint is heard."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from procrastinate.contrib.django import app
from tests.doors.api_calls import ENTRY, SEARCH, call
from tests.world import World

from tidewaiter.actions.act import Clock
from tidewaiter.actions.assistance import Mail
from tidewaiter.doors.jobs import listener, mails
from tidewaiter.doors.jobs.tasks import deliver, retention
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
    assert call(world, who, "POST", f"/assistance/requests/{line['id']}/moves/receive", {}).status == 200
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


def test_a_mail_speaks_the_addressees_language_and_tells_nothing_of_the_case() -> None:
    given = Mail(
        to="contact.xb@example.invalid",
        administration="XB",
        language="fr",
        event="request_sent",
        subject="019a2c1e-6f2d-7c3a-9a51-2f8e0a4b7c11",
        params={"number": "XA-2026-AAAAA", "other": "XA"},
    )
    french, english = (mails.message_of(Mail(**{**_fields(given), "language": each})) for each in ("fr", "en"))
    assert french.subject != english.subject
    assert "XA-2026-AAAAA" in french.subject
    assert french.body.rstrip().endswith("\nhttp://localhost:8000/requests/019a2c1e-6f2d-7c3a-9a51-2f8e0a4b7c11/")


def _fields(given: Mail) -> dict[str, object]:
    return {name: getattr(given, name) for name in Mail.__dataclass_fields__}


def test_a_mail_server_that_fails_costs_no_notice(
    world: World, postbox: list[mail.EmailMessage], monkeypatch: pytest.MonkeyPatch
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
    with world.as_worker():
        deliver(0)
    assert any(number in each.subject for each in postbox)


@pytest.mark.provision("CCO-51.2", "CCO-51.3")
def test_an_entry_is_announced_a_month_before_its_day_and_gone_on_it(world: World, moved_clock: Clock) -> None:
    end = moved_clock.today() + timedelta(days=100)
    entry = {**ENTRY, "delete_on": end.isoformat()}
    id = call(world, "xa.cais_official", "POST", "/central/entries", entry).body["id"]
    assert call(world, "xa.approver", "POST", f"/central/entries/{id}/release").status == 200
    with world.as_worker():
        retention(0)
        moved_clock.offset = timedelta(days=75)
        retention(0)
        deliver(0)
    assert "entry_expiring" in _told(world, "xa.cais_official")
    found = call(world, "xb.cais_official", "POST", "/central/search", SEARCH).body["hits"]
    assert [hit["id"] for hit in found] == [id]
    with world.as_worker():
        moved_clock.offset = timedelta(days=100)
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
