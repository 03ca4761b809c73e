"""The register without signing in: closed unless it is switched on, and then nothing opens but what is published."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.conf import settings
from django.test import Client
from tests.doors.pages import text_of
from tests.world import World

from tidewaiter.doors.web import public

OPEN = (
    "/register/instruments/",
    "/register/instruments/cco-2019/",
    "/register/instruments/cco-2019/text/",
    "/register/parties/",
    "/register/parties/XA/",
    "/register/matrix/",
    "/register/provisions/CCO-39/",
    "/register/calendar/",
)
CLOSED = (
    *("/", "/requests/", "/requests/new/", "/central/search/", "/register/", "/register/categories/", "/journal/"),
    *("/register/bases/", "/register/units/", "/register/agreements/", "/register/administrations/XA/", "/people/"),
    *("/account/", "/account/tokens/", "/notices/"),
)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(settings, "TIDEWAITER", replace(settings.TIDEWAITER, public_register=True))
    yield


def readings(world: World) -> list[tuple[str, str]]:
    with world.raw("postgres") as installer:
        return installer.execute(
            "select verb, outcome from records_journalentry where officer = '' and verb like 'read%' order by at"
        ).fetchall()


def test_the_register_is_closed_to_strangers_unless_it_is_switched_on(world: World) -> None:
    stranger = Client()
    for address in (*OPEN, *CLOSED):
        answer = stranger.get(address)
        assert answer.status_code == 302, address
        assert answer["Location"].startswith("/sign-in/"), address
    assert stranger.get("/register/calendar.ics").status_code == 401
    assert readings(world) == []


def test_switched_on_a_stranger_reads_what_is_published_and_nothing_else(world: World, opened: None) -> None:
    stranger = Client()
    for address in OPEN:
        page = stranger.get(address)
        assert page.status_code == 200, address
        text = page.content.decode()
        assert "Sign in" in text
        for account in world.accounts:
            assert account not in text, address
        assert "example.invalid" not in text, address
        assert "mailto:" not in text, address
    for address in CLOSED:
        answer = stranger.get(address)
        assert answer.status_code == 302, address
        assert answer["Location"].startswith("/sign-in/"), address
    for address in OPEN:
        assert stranger.post(address).status_code in (302, 403, 405), address
    assert stranger.get("/api/v1/registry/instruments/cco-2019/status").status_code == 401


def test_the_navigation_of_a_stranger_leads_nowhere_that_is_closed(world: World, opened: None) -> None:
    page = Client().get("/register/instruments/cco-2019/")
    for address in CLOSED:
        if address != "/":
            assert f'href="{address}"' not in page.content.decode(), address
    assert 'href="/register/matrix/"' in page.content.decode()


def test_a_stranger_reads_in_the_language_of_the_browser(world: World, opened: None) -> None:
    page = Client().get("/register/matrix/", headers={"Accept-Language": "fr-FR,fr;q=0.9"})
    assert '<html lang="fr">' in page.content.decode()
    assert "Qui est lié par quelle partie" in text_of(page)


@pytest.mark.provision("CCO-47.1")
def test_many_strangers_leave_one_line_a_minute_in_the_journal(world: World, opened: None) -> None:
    for _ in range(5):
        assert Client().get("/register/matrix/").status_code == 200
        assert Client(headers={"Accept-Language": "nl"}).get("/register/matrix/").status_code == 200
    assert readings(world) == [("read_matrix", "done")]


def test_a_stranger_who_asks_for_ever_new_days_is_told_to_wait(
    world: World, opened: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public, "READINGS", {"address": 3, "all": 100})
    monkeypatch.setattr("time.time", lambda: 1_900_000_000.0)
    answers = [Client().get(f"/register/matrix/?on=2026-01-{day:02}") for day in range(1, 6)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert int(answers[-1]["Retry-After"]) >= 1
    assert len(readings(world)) == 3
    assert Client().get("/register/matrix/?on=2026-01-01").status_code == 200
    assert Client(REMOTE_ADDR="192.0.2.9").get("/register/matrix/?on=2026-01-09").status_code == 200


def test_a_stranger_does_not_ask_what_was_believed_earlier(world: World, opened: None) -> None:
    page = Client().get("/register/instruments/cco-2019/?believed=2020-01-01")
    assert "12 units are bound" in text_of(page)
    assert 'name="believed' not in page.content.decode()


def test_an_officer_reads_the_same_pages_as_before(world: World, opened: None) -> None:
    page = world.client("xa.officer").get("/register/matrix/")
    assert page.status_code == 200
    assert "Ada Fernwick" in page.content.decode()
    assert Client().get("/register/instruments/none/").status_code == 404
    assert Client().get("/register/parties/QQ/").status_code == 404
