"""The feed of coming dates: what calendar programs read, with a token as password, and nobody without one."""

import base64
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.test import Client
from icalendar import Calendar
from tests.acts import stories
from tests.acts.accounts import manager
from tests.world import World

from tidewaiter.actions import people, registry
from tidewaiter.doors.web import feed
from tidewaiter.treaty.acts import InstrumentAct

FEED = "/register/calendar.ics"


def basic(username: str, password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{username}:{password}".encode()).decode()}


def events(answer: object) -> list[dict[str, object]]:
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))  # type: ignore[attr-defined]


@pytest.mark.provision("CCO-43.3", "CCO-66.2.vi")
def test_a_calendar_program_reads_the_dates_with_username_and_token(world: World) -> None:
    answer = Client().get(FEED, headers=basic("xa.officer", world.token("xa.officer")))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    found = {str(each["SUMMARY"]): each for each in reversed(events(answer))}
    review = found["CCO Agreement: XM Customs of Marlin Sound reviews what it opted out of or reserved"]
    assert review["DTSTART"].dt == date(2027, 4, 15)
    assert review["DTEND"].dt == date(2027, 4, 16)
    assert str(review["STATUS"]) == "CONFIRMED"
    assert "CCO-43.3" in str(review["DESCRIPTION"])
    assert str(review["URL"]).startswith(settings.TIDEWAITER.public_url)


def test_the_feed_speaks_the_officers_own_language(world: World) -> None:
    answer = Client().get(FEED, headers=basic("xb.officer", world.token("xb.officer")))
    assert any("réexamine" in str(each["SUMMARY"]) for each in events(answer))


def test_nobody_reads_it_without_the_right_name_and_token(world: World) -> None:
    token = world.token("xa.officer")
    for headers in (
        {},
        basic("xa.officer", "wrong"),
        basic("xb.officer", token),
        basic("xa.officer", world.accounts["xa.officer"].password),
        {"Authorization": "Basic not-base-64!"},
        {"Authorization": f"Bearer {token}"},
    ):
        answer = Client().get(FEED, headers=headers)
        assert answer.status_code == 401, headers
        assert answer["WWW-Authenticate"].startswith("Basic ")
    assert Client().post(FEED, headers=basic("xa.officer", token)).status_code == 405


@pytest.mark.provision("CCO-47.1.ii")
def test_a_token_without_the_scope_reads_nothing(world: World) -> None:
    made = people.issue_token(
        manager(world, "xa.officer"),
        username="xa.officer",
        label="calendar",
        expires_on=stories.in_days(9),
        scopes=("requests:read",),
    )
    answer = Client().get(FEED, headers=basic("xa.officer", made))
    assert answer.status_code == 403
    assert "CCO-47.1.ii" in answer.content.decode()


def test_wrong_tokens_from_one_address_are_not_taken_for_ever(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "FAILURES", 2)
    monkeypatch.setattr("time.time", lambda: 1_900_000_000.0)
    answers = [Client().get(FEED, headers=basic("xa.officer", "wrong")).status_code for _ in range(4)]
    assert answers == [401, 401, 429, 429]


def test_a_browser_that_is_signed_in_takes_it_as_a_file_and_filters_it(world: World) -> None:
    client = world.client("xa.officer")
    assert len(events(client.get(FEED))) > len(events(client.get(f"{FEED}?instrument=nbo-1977")))
    assert {str(each["CATEGORIES"].cats[0]) for each in events(client.get(f"{FEED}?kind=review"))} == {
        "Review of reservations"
    }


def test_a_calendar_program_that_has_it_already_gets_it_once_more_only_when_it_changed(world: World) -> None:
    known = basic("xa.officer", world.token("xa.officer"))
    first = Client().get(FEED, headers=known)
    assert Client().get(FEED, headers={**known, "If-None-Match": first["ETag"]}).status_code == 304


def test_an_event_keeps_its_identity_when_its_day_moves_and_says_when_it_is_provisional(world: World) -> None:
    client = world.client("xa.officer")
    depositary = replace(world.caller("xz.depositary"), scopes=None, fresh=True)
    received = stories.in_days(-1)
    left = InstrumentAct(type="withdrawal", on=received - timedelta(days=1), received=received, units=("XC",))
    before = {str(each["UID"]) for each in events(client.get(FEED))}
    registry.record_instrument_act(depositary, "cco-2019", left, reference="Note")
    found = [each for each in events(client.get(FEED)) if str(each["UID"]) not in before]
    assert len(found) == 1
    dates = feed.events_of(registry.read_calendar(world.caller("xa.officer"), until_day=stories.in_days(400)))
    leaving = next(each for each in dates if "no longer bound" in each.summary)
    moved = replace(leaving, day=leaving.day + timedelta(days=3), tentative=True)
    one, other = (events_in([each])[0] for each in (leaving, moved))
    assert one["UID"] == other["UID"]
    assert str(other["STATUS"]) == "TENTATIVE"


def events_in(given: list[feed.FeedEvent]) -> list[dict[str, object]]:
    return list(Calendar.from_ical(feed.calendar_file(given, date(2026, 1, 1))).walk("VEVENT"))


def test_what_another_shelf_adds_stands_in_the_feed_of_an_officer_and_not_in_the_publics(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = feed.FeedEvent("meeting.1", date(2027, 1, 4), "A meeting", until=date(2027, 1, 6))
    monkeypatch.setattr(feed, "FURTHER", (lambda caller: [meeting] if caller.administration == "XA" else [],))
    mine = {str(each["SUMMARY"]): each for each in events(world.client("xa.officer").get(FEED))}
    assert mine["A meeting"]["DTEND"].dt == date(2027, 1, 7)
    assert "A meeting" not in {str(each["SUMMARY"]) for each in events(world.client("xb.officer").get(FEED))}
    monkeypatch.setattr(settings, "TIDEWAITER", replace(settings.TIDEWAITER, public_register=True))
    public = Client().get(FEED)
    assert public.status_code == 200
    assert "A meeting" not in {str(each["SUMMARY"]) for each in events(public)}
