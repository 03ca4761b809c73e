"""Screening on pages without scripts: a list handed in and read, its progress, its hits decided, names and elements."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from tests.acts import stories, submitting
from tests.doors.pages import text_of
from tests.world import World

from tidewaiter.actions import screening
from tidewaiter.doors.web import screening_keeping

NAME = submitting.NAME
OFFICIAL = "xb.cais_official"
WHY = {"source": "Brise 44N", "kind": "manifest", "purpose": "offences", "case": "2026/114"}
FILE = f"B/L no;Consignee;Weight\nBL-1;{NAME};12\nBL-2;Olga Stensrud;x\nBL-3;Piet\n".encode()
READ = {"read-0": "bill", "read-1": "consignee", "read-2": "weight_kg"}


def hand_in(client: Client, data: bytes, name: str = "list.csv") -> HttpResponse:
    return client.post("/screening/new/", {"file": SimpleUploadedFile(name, data)})


def handed_in(client: Client, data: bytes = FILE) -> str:
    """The address of the form for a file that was handed in."""
    answer = hand_in(client, data)
    assert answer.status_code == 302, text_of(answer)
    return str(answer["Location"])


def taken(client: Client, data: bytes = FILE, **more: str) -> str:
    """The address of a list that is on its way to the worker."""
    answer = client.post(handed_in(client, data), {**WHY, **READ, "do": "take", **more})
    assert answer.status_code == 302, text_of(answer)
    return str(answer["Location"]).partition("?")[0]


def hits_on(page: HttpResponse) -> list[str]:
    """The addresses of the hits on a page, in their order."""
    return re.findall(r'href="(/screening/hits/[0-9a-f-]{36}/)"', page.content.decode())


def english(world: World, username: str) -> Client:
    """An officer's browser in which English was chosen."""
    client = world.client(username)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def client(world: World) -> Client:
    """The official's browser; XA watches for somebody who stands in the list."""
    stories.released(world, stories.person(NAME))
    return english(world, OFFICIAL)


@pytest.mark.provision("CCO-50.2", "CCO-47.1")
def test_a_list_is_looked_at_before_it_is_kept_and_wrong_lines_are_told_by_reason(client: Client) -> None:
    place = handed_in(client)
    form = text_of(client.get(place))
    assert all(words in form for words in ("Consignee", NAME, "Could not be read: Weight “x”.", "3 cells where"[2:]))
    nameless = client.post(place, {**WHY, **READ, "do": "check", "case": ""})
    assert (nameless.status_code, "What this is for" in text_of(nameless)) == (422, False)
    assert 'value="Brise 44N"' in nameless.content.decode()
    checked = text_of(client.post(place, {**WHY, **READ, "do": "check"}))
    assert "2 lines with 2 names or things to be screened. 1 line holds something strange" in checked
    assert "1 line is not taken" in checked
    assert "No list yet." in text_of(client.get("/screening/"))


def test_a_column_is_read_as_its_officer_says_and_the_reading_is_kept_for_the_next_list(client: Client) -> None:
    odd = f"Zzz;Qqq\n{NAME};1970-01-02\n".encode()
    place = handed_in(client, odd)
    unread = client.post(place, {**WHY, "do": "check", "read-0": "", "read-1": ""})
    assert "No column names anybody or anything." in text_of(unread)
    twice = client.post(place, {**WHY, "do": "check", "read-0": "name", "read-1": "name"})
    assert "Two columns are read as the same thing: Name." in text_of(twice)
    reading = {"read-0": "name", "read-1": "birth", "save_as": "Odd port", "zone": "noon"}
    wrong = client.post(place, {**WHY, **reading, "do": "check"})
    assert "such as +02:00" in text_of(wrong)
    assert "No line is refused." in text_of(client.post(place, {**WHY, **reading, "zone": "", "do": "check"}))
    used = client.post(handed_in(client, odd + b"Olga Stensrud;1980\n"), {"do": "use", "mapping": "Odd port"})
    assert '<option value="birth" selected>' in used.content.decode()


def test_what_is_no_list_is_refused_with_a_reason_and_a_foreign_upload_is_nobodys(client: Client, world: World) -> None:
    assert hand_in(client, b"").status_code == 422
    assert "At most 20 MB" in text_of(client.post("/screening/new/", {}))
    place = handed_in(client)
    assert world.client("xc.cais_official").get(place).status_code == 404
    assert world.client("xb.administrator").get("/screening/").status_code == 403


@pytest.mark.provision("CCO-44", "CCO-51.3")
def test_the_page_of_a_list_moves_until_all_is_screened_and_the_same_list_is_noticed(
    client: Client, world: World
) -> None:
    place = taken(client)
    waiting = client.get(f"{place}?follow=on").content.decode()
    assert '<progress id="progress" value="0" max="2">' in waiting
    assert '<noscript><meta http-equiv="refresh"' in waiting
    assert "refresh" not in client.get(place).content.decode()
    assert "data-following" in client.get(f"{place}?part=moving").content.decode()
    submitting.work(world)
    done = client.get(f"{place}?follow=on")
    assert "refresh" not in done.content.decode()
    assert "2 lines were screened. 1 line was not taken." in text_of(done)
    assert "Show what was found" in text_of(client.get(f"{place}?part=moving"))
    assert len(hits_on(done)) == 1
    again = client.post(handed_in(client), {**WHY, **READ, "do": "take"})
    assert (again.status_code, "Screen the list once more all the same" in text_of(again)) == (409, True)
    assert "The same list was handed in on" in text_of(client.get(taken(client, again="on")))


def test_a_list_too_long_for_one_step_goes_on_where_it_stopped(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screening_keeping, "HANDING_SECONDS", -1.0)
    monkeypatch.setattr(screening_keeping, "SLICE", 1)
    place = taken(client)
    assert "1 line has been taken so far." in text_of(client.get(place))
    for _step in range(3):
        client.post(f"{place}go-on/")
    assert "0 of 2 lines are screened" in text_of(client.get(place))
    assert client.post(f"{place}go-on/").status_code == 409


@pytest.mark.provision("CCO-50.4", "CCO-53.1")
def test_a_hit_shows_both_sides_with_reasons_and_is_decided(client: Client, world: World) -> None:
    place = taken(client)
    submitting.work(world)
    [hit] = hits_on(client.get(place))
    shown = text_of(client.get(hit))
    assert f"{NAME} is the name of an entry Consignee · line 2 · BL-1" in shown
    assert f"The name is the same: {NAME}" in shown
    assert "XA asks of whoever meets it: Discreet surveillance" in shown
    assert "In your list In the entry of XA" in shown
    lacking = client.post(f"{hit}confirm/", {"place": "Bell Sound"})
    assert (lacking.status_code, 'value="Bell Sound"' in lacking.content.decode()) == (422, True)
    confirmed = client.post(f"{hit}confirm/", {"outcome": "checked", "place": "Bell Sound"}, follow=True)
    assert "The hit is confirmed." in text_of(confirmed)
    assert "Checked · Bell Sound" in text_of(confirmed)
    request = client.post(f"{hit}ask/", follow=True)
    assert re.fullmatch(r"/requests/[0-9a-f-]{36}/edit/", request.redirect_chain[-1][0])
    assert "Brise 44N / BL-1" in request.content.decode()
    client.post(f"{hit}reopen/", {"reason": "Another passport"})
    last = client.post(
        f"{hit}dismiss/",
        {"reason_code": "other_birth", "reason": "Born in 1990", "valid_until": stories.in_days(30).isoformat()},
        follow=True,
    )
    assert "It was the last open one." in text_of(last)
    assert "Every hit is decided." in text_of(client.get(place))
    assert hits_on(client.get(f"{place}?state=dismissed")) == [hit]
    assert client.get(f"{hit}confirm/").status_code == 409
    assert client.get(f"{hit}nonsense/").status_code == 404
    assert world.client("xa.cais_official").get(hit).status_code == 404


def test_the_two_sides_of_a_hit_show_where_each_lives(world: World) -> None:
    draft = stories.person(NAME)
    stories.released(world, replace(draft, subject=replace(draft.subject, addresses=("12 Tidemarsh Lane, Gullhaven",))))
    client = english(world, OFFICIAL)
    data = f"B/L no;Consignee;Consignee address\nBL-1;{NAME};Tidemarsh Ln 12, Gullhaven\n".encode()
    place = handed_in(client, data)
    assert "Consignee: address" in text_of(client.get(place))
    read = {"read-0": "bill", "read-1": "consignee", "read-2": "consignee_address"}
    kept = client.post(place, {**WHY, **read, "do": "take"})["Location"].partition("?")[0]
    submitting.work(world)
    [hit] = hits_on(client.get(kept))
    shown = text_of(client.get(hit))
    assert "Addresses Tidemarsh Ln 12, Gullhaven 12 Tidemarsh Lane, Gullhaven" in shown
    assert "The address is the same: 12 Tidemarsh Lane, Gullhaven" in shown


def test_an_ordinary_name_is_kept_from_a_hit_and_its_hits_stay_quiet_until_it_is_taken_off(
    client: Client, world: World
) -> None:
    place = taken(client)
    submitting.work(world)
    [hit] = hits_on(client.get(place))
    new = f"/screening/names/new/?hit={hit.split('/')[-2]}"
    assert f'value="{NAME}"' in client.get(new).content.decode()
    lacking = client.post(new, {"name": NAME, "birth": "1970"})
    assert (lacking.status_code, 'value="1970"' in lacking.content.decode()) == (422, True)
    kept = client.post(new, {"name": NAME, "reason": "Our harbour pilot"}, follow=True)
    assert f"{NAME} Our harbour pilot" in text_of(kept)
    second = taken(client, FILE + b"BL-9;Lucia Amaroso;1\n")
    submitting.work(world)
    assert "1 hit stays quiet" in text_of(client.get(second))
    assert "The name is one of your ordinary names" in text_of(client.get(f"{second}?state=quiet"))
    [name] = screening.list_ordinary_names(world.caller(OFFICIAL))
    assert "The name is taken off." in text_of(client.post(f"/screening/names/{name.id}/end/", follow=True))


@pytest.mark.provision("CCO-28.1", "CCO-28.2")
def test_advance_information_holds_approved_elements_alone_and_says_when_it_comes_late(
    client: Client, world: World
) -> None:
    before = {"advance": "on", "eta": (datetime.now(UTC) - timedelta(days=1)).date().isoformat(), "eta_time": "06:00"}
    place = handed_in(client)
    unadopted = client.post(place, {**WHY, **READ, **before, "do": "check"})
    assert "2 lines with" in text_of(unadopted)
    secretariat = english(world, "xz.secretariat_official")
    adopted = {
        "version": "v1",
        "decision": "EC 3",
        "decided_on": stories.in_days(-2).isoformat(),
        "in_force_from": stories.in_days(-1).isoformat(),
        "elements": ["consignee"],
    }
    assert secretariat.post("/register/elements/new/", {**adopted, "version": ""}).status_code == 422
    assert secretariat.post("/register/elements/new/", adopted).status_code == 302
    assert secretariat.post("/register/elements/new/", adopted).status_code == 422
    assert "Version v1 In force" in text_of(english(world, "xa.officer").get("/register/elements/"))
    refused = text_of(client.post(place, {**WHY, **READ, **before, "do": "take"}))
    assert "Weight" in refused
    late = client.post(place, {**WHY, **READ, "read-2": "", **before, "do": "take"}, follow=True)
    assert "came late" in text_of(late)
    assert "Write the hour as 14:30." in text_of(
        client.post(handed_in(client), {**WHY, **READ, **before, "eta_time": "six", "do": "check"})
    )


def test_a_list_is_deleted_with_a_reason_and_says_so(client: Client, world: World) -> None:
    place = taken(client)
    submitting.work(world)
    assert client.post(f"{place}delete/", {"reason": ""}).status_code == 422
    gone = client.post(f"{place}delete/", {"reason": "Handed in by mistake"}, follow=True)
    assert "The lines and hits of the list are erased." in text_of(gone)
    assert hits_on(gone) == []
    assert "Deleted" in text_of(client.get("/screening/"))


def test_an_officer_without_lists_is_led_to_the_risk_profiles(world: World) -> None:
    client = world.client("xb.head")
    desk = client.get("/").content.decode()
    assert 'href="/screening/profiles/"' in desk and 'href="/screening/"' not in desk
    assert (client.get("/screening/profiles/").status_code, client.get("/screening/").status_code) == (200, 403)
