"""Rates: a token and an address may call so often a minute, and are told how long to wait."""

import pytest
from django.conf import settings
from tests.doors.api_calls import call
from tests.world import World

from tidewaiter.doors import counting


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three calls a minute, in a minute that does not end meanwhile."""
    monkeypatch.setattr(settings, "API_RATES", {"token": 3, "failed": 3})
    monkeypatch.setattr(counting.time, "time", lambda: 1_800_000_021.0)


@pytest.mark.usefixtures("few")
def test_a_token_that_calls_too_often_waits_and_no_other_does(world: World) -> None:
    statuses = [call(world, "xa.officer", "GET", "/assistance/desk").status for _ in range(5)]
    assert statuses == [200, 200, 200, 429, 429]
    refused = call(world, "xa.officer", "GET", "/registry/directory")
    assert (refused.status, refused.headers["Content-Type"]) == (429, "application/problem+json")
    assert refused.body["type"] == "urn:tidewaiter:problem:too_many"
    assert refused.headers["Retry-After"] == "39"
    assert call(world, "xb.officer", "GET", "/assistance/desk").status == 200


@pytest.mark.usefixtures("few")
def test_an_address_that_tries_tokens_is_told_to_wait_and_a_good_token_from_it_is_not(world: World) -> None:
    tried = [call(world, "", "GET", "/assistance/desk", Authorization=f"Bearer guess-{n}").status for n in range(5)]
    assert tried == [401, 401, 401, 429, 429]
    assert call(world, "xa.officer", "GET", "/assistance/desk").status == 200


@pytest.mark.usefixtures("few")
def test_counting_begins_anew_in_the_next_minute(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(4):
        answer = call(world, "xa.officer", "GET", "/assistance/desk")
    assert answer.status == 429
    later = 1_800_000_021.0 + int(answer.headers["Retry-After"])
    monkeypatch.setattr(counting.time, "time", lambda: later)
    assert call(world, "xa.officer", "GET", "/assistance/desk").status == 200
