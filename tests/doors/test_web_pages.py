"""What every page owes its reader: one small script, no leak, little weight, reasons, the reader's language."""

import gzip
import re
from uuid import uuid4

import pytest
from django.template.loader import render_to_string
from django.test import Client
from tests.doors.pages import FORM, drafted, text_of
from tests.world import World

NAVIGATION = re.compile(r'<nav class="places".*?</nav>', re.DOTALL)


def _places(client: Client) -> list[str]:
    found = NAVIGATION.search(client.get("/").content.decode())
    return re.findall(r'href="([^"]+)"', found[0]) if found else []


def test_every_officer_sees_a_desk_and_only_places_that_open(world: World) -> None:
    for username in world.accounts:
        client = world.client(username)
        places = _places(client)
        assert places[0] == "/"
        assert {address: client.get(address).status_code for address in places} == dict.fromkeys(places, 200)


@pytest.mark.provision("CCO-47.1")
def test_the_journal_is_a_place_for_those_who_may_read_it_and_a_refusal_for_others(world: World) -> None:
    assert "/journal/" in _places(world.client("xa.head"))
    client = world.client("xa.officer")
    assert "/journal/" not in _places(client)
    refused = client.get("/journal/")
    assert refused.status_code == 403
    assert "CCO-47.1" in text_of(refused)


ONE_SCRIPT = '<script src="/static/web/tidewaiter.js" defer></script>'


def test_pages_carry_one_script_of_ours_nothing_inline_and_little_weight(world: World) -> None:
    client = world.client("xa.officer")
    record = drafted(client)
    style, script = (
        b"".join(client.get(f"/static/web/{name}").streaming_content) for name in ("style.css", "tidewaiter.js")
    )
    assert len(script) < 8_000
    for address in (
        "/",
        "/requests/",
        "/requests/new/?to=XB&type=control",
        FORM,
        record,
        "/central/search/",
        "/register/",
    ):
        page = client.get(address)
        html = page.content.decode()
        assert html.count(ONE_SCRIPT) == 1, address
        assert not re.search(r"<script|<style|\sstyle=|\son\w+=|javascript:", html.replace(ONE_SCRIPT, "")), address
        assert len(page.content) + len(style) + len(script) < 100_000, address
        policy = page["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_the_menu_of_the_account_leads_only_to_what_the_roles_open(world: World) -> None:
    for username in world.accounts:
        client = world.client(username)
        menu = re.search(r'<ul class="who-links">.*?</ul>', client.get("/").content.decode(), re.DOTALL)
        assert menu is not None, username
        for address in re.findall(r'href="([^"]+)"', menu[0]):
            assert client.get(address).status_code == 200, (username, address)


def test_a_provision_comes_alone_as_a_card_for_the_script(world: World) -> None:
    client = world.client("xa.officer")
    client.cookies["django_language"] = "en"
    card = client.get("/register/provisions/CCO-51.3/?part=card").content.decode()
    assert "<html" not in card
    assert '<h2 id="card-title"><span class="code">CCO-51.3</span>' in card
    assert client.get("/register/provisions/CCO-999/?part=card").status_code == 404


def test_the_longest_page_travels_lightly_over_a_slow_line(world: World) -> None:
    page = world.client("xa.officer").get("/register/instruments/cco-2019/", headers={"Accept-Encoding": "gzip"})
    assert page["Content-Encoding"] == "gzip"
    assert len(page.content) < 20_000 < len(gzip.decompress(page.content))


@pytest.mark.provision("CCO-30.1")
def test_a_hidden_request_and_an_absent_one_answer_alike(world: World) -> None:
    address = drafted(world.client("xa.officer"))
    stranger = world.client("xc.officer")
    hidden, absent = stranger.get(address), stranger.get(f"/requests/{uuid4()}/")
    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert text_of(hidden) == text_of(absent)


def test_a_language_chosen_is_kept_and_the_way_back_stays_in_the_house(world: World) -> None:
    client = world.client("xa.officer")
    back = client.post("/language/", {"language": "nl", "next": "/register/"})
    assert back["Location"] == "/register/"
    assert '<html lang="nl">' in client.get("/").content.decode()
    assert client.post("/language/", {"language": "nl", "next": "https://elsewhere.invalid/"})["Location"] == "/"


def test_health_tells_nothing_but_that_it_serves(world: World) -> None:
    answer = Client().get("/health")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert Client().post("/health").status_code == 405


def test_a_provision_has_a_page_in_the_readers_words_and_an_unknown_one_has_none(world: World) -> None:
    client = world.client("xc.officer")
    page = client.get("/register/provisions/CCO-21.4/")
    assert page.status_code == 200
    assert '<html lang="es">' in page.content.decode()
    assert client.get("/register/provisions/SYS-7/").status_code == 200
    assert client.get("/register/provisions/CCO-999/").status_code == 404
    assert client.get("/register/instruments/none/").status_code == 404


def test_a_form_from_elsewhere_is_refused_in_words(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/language/", {"language": "nl"})
    assert answer.status_code == 403
    assert "Nothing was done" in text_of(answer)


def test_the_pages_of_last_resort_need_neither_officer_nor_request(world: World) -> None:
    for name in ("400.html", "403.html", "404.html", "429.html", "500.html"):
        assert "Tidewaiter" in render_to_string(name)
