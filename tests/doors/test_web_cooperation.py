"""The pages of a national unit: files gate by gate, meetings in the calendar feed, translations acknowledged."""

import pytest
from django.test import Client
from tests.acts import stories
from tests.acts.tried_cooperation import SESSION, work
from tests.doors.browsing import browsing, officer
from tests.doors.pages import text_of
from tests.doors.shots import spills
from tests.world import World

from tidewaiter.actions import cooperation


def _client(world: World, username: str) -> Client:
    """A browser that speaks English, whatever the officer's own language."""
    client = world.client(username)
    client.cookies["django_language"] = "en"
    return client


def _date(name: str, days: int) -> dict[str, str]:
    day = stories.in_days(days)
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def _post(client: Client, path: str, **typed: str) -> str:
    answer = client.post(path, typed, follow=True)
    assert answer.status_code == 200, text_of(answer)
    return text_of(answer)


@pytest.mark.provision("MNG-9")
def test_an_agreement_is_opened_and_goes_gate_by_gate_to_its_entry_into_force(world: World) -> None:
    client = _client(world, "xa.officer")
    typed = {"kind": "agreement", "number": "A-7", "title": "Agreement with Hungary"}
    refused = client.post("/unit/files/new/", typed)
    assert refused.status_code == 422
    assert 'value="A-7"' in refused.content.decode()
    assert "Agreement with Hungary" in _post(client, "/unit/files/new/", **typed, partner="HU")
    again = client.post("/unit/files/new/", {**typed, "partner": "HU"})
    assert again.status_code == 422
    file = cooperation.list_pipelines(world.caller("xa.officer"))[0].id
    gate = f"/unit/files/{file}/gates/"
    early = client.post(f"{gate}approval/", {"on": "2025-03"})
    assert "This gate waits for another one: Negotiation." in text_of(early)
    days = [("proposal", "2025-01-10"), ("negotiation", "2025-03"), ("approval", "2025-06")]
    for code, on in (*days, ("own_notification", "2025-11-20"), ("partner_notification", "2025-12-05")):
        page = _post(client, f"{gate}{code}/", on=on, reference="Note 3")
    assert "By the rule of its instrument it is in force on 1 February 2026" in page
    wrong = client.post(f"{gate}approval/", {"on": "2025-12-24", "why": "Misread."})
    assert "A later gate rests on this one" in text_of(wrong)
    page = _post(client, f"{gate}partner_notification/", on="", why="It never came.", taken_back="on")
    assert "it is in force on" not in page
    assert "It never came." in page
    assert "The ministry agrees." in _post(client, f"/unit/files/{file}/notes/", text="The ministry agrees.")
    assert "A-7" in text_of(client.get("/unit/files/"))
    assert b"A-7" in client.get("/unit/files/?sheet=csv").content


def test_another_administration_finds_neither_the_file_nor_the_translation(world: World) -> None:
    has = work(world)
    other = _client(world, "xb.head")
    for path in (
        f"/unit/files/{has.file}/",
        f"/unit/files/{has.file}/gates/research/",
        f"/unit/translations/{has.translation}/",
        f"/unit/translations/{has.translation}/edit/",
    ):
        assert other.get(path).status_code in (403, 404), path
    assert "K-1" not in text_of(other.get("/unit/files/"))
    assert other.post(f"/unit/translations/{has.translation}/distribute/").status_code in (403, 404)
    assert _client(world, "xz.depositary").get("/unit/meetings/").status_code == 403


@pytest.mark.provision("MNG-11")
def test_a_meeting_stands_in_the_list_and_in_the_feed_of_the_own_officers_alone(world: World) -> None:
    client = _client(world, "xa.officer")
    typed = {"kind": "rilo", "title": "RILO contact points", "place": "Port Grand"}
    assert client.post("/unit/meetings/new/", typed).status_code == 422
    page = _post(client, "/unit/meetings/new/", **typed, **_date("begins", 20), **_date("ends", 22))
    assert "RILO contact points" in page
    feed = client.get("/register/calendar.ics").content.decode()
    assert "RILO contact points" in feed
    assert f"DTSTART;VALUE=DATE:{stories.in_days(20):%Y%m%d}" in feed
    assert f"DTEND;VALUE=DATE:{stories.in_days(23):%Y%m%d}" in feed
    assert "RILO contact points" not in _client(world, "xb.officer").get("/register/calendar.ics").content.decode()
    meeting = cooperation.list_meetings(world.caller("xa.officer"))[0].id
    page = _post(
        client, f"/unit/meetings/{meeting}/", **typed, **_date("begins", 20), why="Called off.", cancelled="on"
    )
    assert "No meeting is recorded yet." in page
    assert client.get(f"/unit/meetings/{meeting}/").status_code == 404


def test_meetings_of_the_past_are_shown_when_asked_for(world: World) -> None:
    client = _client(world, "xa.officer")
    past = cooperation.MeetingDraft("carec", "CAREC committee", stories.in_days(-40))
    cooperation.record_meeting(world.caller("xa.officer"), past)
    cooperation.record_meeting(world.caller("xa.officer"), SESSION)
    coming = text_of(client.get("/unit/meetings/?when=coming"))
    assert "Council session" in coming
    assert "CAREC committee" not in coming
    assert "CAREC committee" in text_of(client.get("/unit/meetings/?when=past"))


@pytest.mark.provision("MNG-12")
def test_a_translation_is_distributed_acknowledged_and_shows_whom_to_remind(world: World) -> None:
    client = _client(world, "xa.officer")
    typed = {"instrument": "Revised Kyoto Convention", "language": "mn", "version": "2", "state": "official"}
    assert client.post("/unit/translations/new/", {**typed, "version": "two"}).status_code == 422
    page = _post(client, "/unit/translations/new/", **typed, **_date("on", -9))
    assert "Distributed to 0, acknowledged by 0." in page
    assert client.post("/unit/translations/new/", {**typed, **_date("on", -9)}).status_code == 422
    fact = cooperation.list_translations(world.caller("xa.officer"))[0].id
    place = f"/unit/translations/{fact}/"
    page = _post(client, f"{place}distribute/")
    everybody = cooperation.read_translation(world.caller("xa.officer"), fact).line.distributed
    assert f"Distributed to {everybody}, acknowledged by 0." in page
    head = _client(world, "xa.head")
    assert "Waiting for you to acknowledge" in text_of(head.get("/unit/translations/"))
    assert f"Distributed to {everybody}, acknowledged by 1." in _post(head, f"{place}acknowledge/")
    assert "Waiting for you to acknowledge" not in text_of(head.get("/unit/translations/"))
    page = _post(client, f"{place}edit/", **typed, **_date("on", -9), reference="Archive 12", why="Left out.")
    assert "Archive 12" in page
    assert client.get(f"{place}distribute/").status_code == 405


@pytest.mark.provision("MNG-1", "MNG-2")
def test_the_positions_of_a_state_without_any_say_so(world: World) -> None:
    page = text_of(_client(world, "xa.officer").get("/unit/positions/"))
    assert "No position of our State is recorded." in page


@pytest.mark.browser
def test_the_pages_of_the_unit_are_read_at_every_width_without_scrolling_sideways(world: World, site: str) -> None:
    has = work(world)
    cooperation.record_meeting(world.caller("xa.officer"), SESSION)
    with browsing() as browser:
        page = officer(browser, world, site, "xa.officer")
        for width, height in ((1280, 900), (390, 844)):
            page.set_viewport_size({"width": width, "height": height})
            for path in (
                "/unit/meetings/",
                "/unit/files/",
                f"/unit/files/{has.file}/",
                "/unit/translations/",
                f"/unit/translations/{has.translation}/",
            ):
                page.goto(path)
                assert spills(page) == [], (path, width)
