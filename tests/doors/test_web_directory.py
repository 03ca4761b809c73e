"""The pages of the directory: on any day, one page an administration, forms that keep what was typed."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from tests.acts import stories
from tests.acts.tried_directory import listed
from tests.doors.browsing import browsing, officer
from tests.doors.pages import text_of
from tests.doors.shots import spills
from tests.world import World

from tidewaiter.actions import registry
from tidewaiter.actions.act import clock

XB = "/register/administrations/XB/"


def _client(world: World, username: str, *, fresh: bool = True) -> Client:
    """A browser that speaks English, whatever the officer's own language."""
    client = world.client(username, fresh=fresh)
    client.cookies["django_language"] = "en"
    return client


def _date(name: str, days: int) -> dict[str, str]:
    day = stories.in_days(days)
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def _post(client: Client, path: str, **typed: str) -> str:
    answer = client.post(path, typed, follow=True)
    assert answer.status_code == 200, text_of(answer)
    return text_of(answer)


def _item(world: World, code: str, kind: str, name: str) -> str:
    found = registry.read_administration(world.caller("xc.officer"), code)
    return next(item.fact for item in found.items if item.kind == kind and item.name == name)


def test_the_directory_shows_what_is_still_to_be_filed_and_leads_to_each_administration(world: World) -> None:
    page = _client(world, "xa.officer").get("/register/")
    assert XB in page.content.decode()
    assert "The authority for the security of the central system is to be designated." in text_of(page)
    blocked = text_of(_client(world, "xa.officer").get("/register/?lacking=blocks"))
    assert "Nothing" in blocked or "no administration" in blocked.casefold()


def test_the_directory_answers_for_a_day_and_for_what_is_no_day(world: World) -> None:
    client = _client(world, "xa.officer")
    then = text_of(client.get("/register/?on-day=30&on-month=6&on-year=2024"))
    assert "as it stood on" in then
    assert "contact.xb@example.invalid" not in then
    wrong = client.get("/register/?on-day=31&on-month=2&on-year=2024")
    assert wrong.status_code == 422
    assert "There is no such day in that month." in text_of(wrong)


@pytest.mark.provision("CCO-20.3")
def test_a_head_designates_an_authority_the_secretariat_returns_it_and_the_head_puts_it_right(world: World) -> None:
    head = _client(world, "xb.head")
    assert "return" in text_of(head.post(XB + "new/authority/", {"name": "Port Police"})).casefold()
    typed = {"authority_for": "CCO-29", "name": "Port Police", "reach": "1 Quay Street", **_date("since", 0)}
    assert "Port Police" in _post(head, XB + "new/authority/", **typed)
    fact = _item(world, "XB", "authority", "Port Police")
    secretariat = _client(world, "xz.secretariat_official")
    deed = f"{XB}items/{fact}/"
    refused = secretariat.post(f"{deed}examine/", {"finding": "returned"})
    assert refused.status_code == 422
    page = _post(secretariat, f"{deed}examine/", finding="returned", note="The law that empowers it is not named.")
    assert "The law that empowers it is not named." in page
    form = head.get(f"{deed}correct/").content.decode()
    assert 'value="Port Police"' in form
    page = _post(head, f"{deed}correct/", **{**typed, "why": "The law is named now."})
    assert "1 Quay Street" in page
    assert "3 earlier versions" not in page
    assert "2 earlier versions" in page
    assert head.get(f"{deed}examine/").status_code == 403


@pytest.mark.provision("CCO-21.1")
def test_a_typed_form_of_a_contact_point_is_kept_with_what_is_wrong(world: World) -> None:
    head = _client(world, "xb.head")
    wrong = head.post(XB + "new/contact_point/", {"name": "Harbour desk", "email": "nowhere", **_date("since", 0)})
    assert wrong.status_code == 422
    assert 'value="Harbour desk"' in wrong.content.decode()
    wrong = head.post(XB + "new/contact_point/", {"name": "Harbour desk", "email": "a@b.invalid"})
    assert "This is required and has not been given." in text_of(wrong)
    page = _post(
        head, XB + "new/contact_point/", name="Harbour desk", email="desk@example.invalid", **_date("since", 0)
    )
    assert "desk@example.invalid" in page


@pytest.mark.provision("CCO-52.6")
def test_an_official_is_designated_and_ended_on_pages(world: World) -> None:
    authority = _client(world, "xb.cais_authority")
    page = _post(authority, XB + "new/official/", officer="xb.contact_point", **_date("since", 0))
    assert "xb.contact_point" in page
    found = registry.read_administration(world.caller("xc.officer"), "XB")
    fact = next(item.fact for item in found.items if item.officer == "xb.contact_point")
    page = _post(authority, f"{XB}items/{fact}/end/", **_date("last_day", 0))
    assert "It ends as you said, and its history stays." in page
    stale = _client(world, "xb.cais_authority", fresh=False)
    answer = stale.post(f"{XB}items/{fact}/end/", _date("last_day", 0))
    assert answer.status_code == 302
    assert "/account/prove/" in answer["Location"]


@pytest.mark.provision("CCO-31.3")
def test_the_depositary_takes_a_filing_back_and_the_page_says_what_is_closed(world: World) -> None:
    depositary = _client(world, "xz.depositary")
    found = registry.read_administration(world.caller("xc.officer"), "XB")
    fact = next(item.fact for item in found.items if item.filing == "undertaking")
    page = _post(depositary, f"{XB}items/{fact}/end/", why="It was the filing of XD.")
    assert "Personal-data functions stay closed until it arrives." in page
    typed = {"kind": "undertaking", "text": "Undertaking of the Director.", **_date("received", 0)}
    page = _post(depositary, XB + "new/filing/", **typed)
    assert "Personal-data functions stay closed until it arrives." not in page
    assert _client(world, "xb.head").get(XB + "new/filing/").status_code == 403


@pytest.mark.provision("CCO-61.1")
def test_a_direct_contact_is_noted_between_two_listed_investigators(world: World) -> None:
    own = listed(world).investigator
    typed = {"name": "Yorick Yarrow", "post": "Head", "reach": "+1 555", **_date("since", -3)}
    assert "Yorick Yarrow" in _post(_client(world, "xb.head"), XB + "new/investigator/", **typed)
    other = _item(world, "XB", "investigator", "Yorick Yarrow")
    client = _client(world, "xa.officer")
    assert client.post(XB + "contact/", {"own": own, "other": other, **_date("on", 2)}).status_code == 422
    page = _post(client, XB + "contact/", own=own, other=other, **_date("on", 0))
    assert "Ida – Yorick Yarrow" in page
    assert "Ida – Yorick Yarrow" not in text_of(_client(world, "xb.officer").get("/register/administrations/XA/"))
    assert client.get("/register/administrations/XA/contact/").status_code == 404


@pytest.mark.provision("CCO-1.ii")
def test_a_page_says_who_is_the_customs_administration_for_an_article(world: World) -> None:
    listed(world)
    client = _client(world, "xb.officer")
    page = text_of(client.get("/register/administrations/XA/?article=CCO-29"))
    assert re.search(r"for CCO-29 : [^;]+; Port Police", page)
    assert client.get("/register/administrations/XA/?article=CCO-99").status_code == 422
    assert "Nobody: on" in text_of(client.get("/register/administrations/XM/?article=CCO-39"))


def test_what_is_not_there_is_not_found(world: World) -> None:
    head = _client(world, "xb.head")
    nowhere = "00000000-0000-4000-8000-000000000000"
    official = _item(world, "XB", "authority", "Central system unit of XB")
    for path in (
        "/register/administrations/QQ/",
        XB + "new/poem/",
        f"{XB}items/{nowhere}/end/",
        f"{XB}items/{official}/burn/",
        f"/register/administrations/XA/items/{official}/end/",
    ):
        assert head.get(path).status_code == 404, path
    for path in ("/register/administrations/XA/new/authority/", XB + "new/filing/"):
        assert head.get(path).status_code == 403, path


@pytest.mark.browser
def test_an_administration_is_read_at_every_width_without_scrolling_sideways(world: World, site: str) -> None:
    fact = listed(world).authority
    registry.end_listing(world.caller("xa.head"), fact, last_day=clock.today() + timedelta(days=9))
    with browsing() as browser:
        page = officer(browser, world, site, "xa.head")
        for width, height in ((1280, 900), (390, 844)):
            page.set_viewport_size({"width": width, "height": height})
            for path in (
                "/register/",
                "/register/administrations/XA/?article=CCO-29",
                "/register/administrations/XA/new/authority/",
            ):
                page.goto(path)
                assert spills(page) == [], (path, width)
