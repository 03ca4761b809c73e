"""The two main stories with the keyboard alone, and under the names that a screen reader says."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.doors.browsing import browsing
from tests.doors.serving import signed_in
from tests.world import World

_MOST_TABS = 120
_FOCUSED = "element => element === document.activeElement"


def tab_to(page: Page, target: Locator) -> Locator:
    """Presses Tab until this element has the focus, and sees that the focus shows."""
    for _ in range(_MOST_TABS):
        if target.evaluate(_FOCUSED):
            outline = target.evaluate("element => getComputedStyle(element).outlineStyle")
            assert outline != "none", "the focus does not show"
            return target
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {target}")


def typed(page: Page, target: Locator, text: str) -> None:
    """Goes to a field by Tab and types."""
    tab_to(page, target)
    page.keyboard.type(text)


def pressed(page: Page, target: Locator, key: str = "Enter") -> None:
    """Goes to a control by Tab and presses a key."""
    tab_to(page, target)
    page.keyboard.press(key)


@pytest.mark.browser
def test_a_request_is_drafted_with_the_keyboard_alone(world: World, site: str) -> None:
    with browsing() as browser:
        page = signed_in(browser, world, site, "xa.officer").new_page()
        page.goto("/")
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Go to the content")).to_be_focused()
        page.keyboard.press("Enter")
        pressed(page, page.get_by_role("link", name="Ask another administration"))
        page.wait_for_url("**/requests/new/**")
        main = page.get_by_role("main")
        typed(page, main.get_by_label("Administration"), "XB")
        option = main.get_by_label("Information for controls on export")
        first = main.get_by_role("radio").first
        tab_to(page, first)
        page.keyboard.press("Space")
        for _ in range(20):
            if option.is_checked():
                break
            page.keyboard.press("ArrowDown")
        expect(option).to_be_checked()
        pressed(page, main.get_by_role("button", name="Show the bases open today"))
        pressed(page, main.get_by_role("link", name="Draft under CCO Agreement, Art. 26"))
        page.wait_for_url("**/requests/new/form/**")
        typed(page, page.locator("[name=matter]"), "Invoice 4471")
        pressed(page, page.get_by_role("main").get_by_role("button", name="Keep the draft").last)
        expect(page.get_by_role("heading", name="What it still lacks")).to_be_visible()


@pytest.mark.browser
def test_the_central_system_is_searched_with_the_keyboard_alone(world: World, site: str) -> None:
    with browsing() as browser:
        page = signed_in(browser, world, site, "xb.cais_official").new_page()
        page.goto("/central/search/")
        typed(page, page.locator("[name='names-1-text']"), "Ilario Vantongeren")
        purposes = page.locator("[name=purpose]")
        tab_to(page, purposes.first)
        page.keyboard.press("Space")
        for _ in range(5):
            if page.locator("[name=purpose][value=offences]").is_checked():
                break
            page.keyboard.press("ArrowDown")
        typed(page, page.get_by_label("Case reference"), "2026/114")
        pressed(page, page.get_by_role("main").get_by_role("button", name="Search"))
        hit = page.locator(".hit").first
        expect(hit).to_be_visible()
        tab_to(page, hit.locator("a[href], summary").first)


@pytest.mark.browser
def test_a_screen_reader_hears_a_name_for_every_control_of_the_two_stories(world: World, site: str) -> None:
    with browsing() as browser:
        asking = signed_in(browser, world, site, "xa.officer").new_page()
        finding = signed_in(browser, world, site, "xb.cais_official").new_page()
        for page, address in (
            (asking, "/requests/new/?to=XB&type=control"),
            (asking, "/requests/new/form/?to=XB&type=control&instrument=cco-2019"),
            (finding, "/central/search/"),
        ):
            page.goto(address)
            snapshot = page.locator("body").aria_snapshot()
            controls = re.findall(r"^\s*- (textbox|combobox|checkbox|radio|button|link|searchbox)(.*)$", snapshot, re.M)
            assert len(controls) > 8, snapshot
            nameless = [line for line in controls if not re.match(r'\s+"[^"]+', line[1])]
            assert not nameless, nameless


@pytest.mark.browser
def test_a_screen_reader_hears_what_is_wrong_at_the_field_and_at_the_top(world: World, site: str) -> None:
    with browsing() as browser:
        page = signed_in(browser, world, site, "xb.cais_official").new_page()
        page.goto("/central/search/")
        page.get_by_role("main").get_by_role("button", name="Search").click()
        summary = page.get_by_role("alert")
        expect(summary).to_be_visible()
        expect(summary.get_by_role("link").first).to_be_visible()
        case = page.get_by_label("Case reference")
        expect(case).to_have_attribute("aria-invalid", "true")
        expect(case).to_have_accessible_description(re.compile("CCO-47.1"))


@pytest.mark.browser
def test_landmarks_and_one_heading_lead_through_every_main_page(world: World, site: str) -> None:
    with browsing() as browser:
        page = signed_in(browser, world, site, "xa.head").new_page()
        for address in ("/", "/requests/", "/register/", "/journal/", "/people/"):
            page.goto(address)
            assert page.get_by_role("main").count() == 1, address
            assert page.get_by_role("banner").count() == 1, address
            assert page.get_by_role("navigation").count() >= 1, address
            assert page.get_by_role("heading", level=1).count() == 1, address
            assert page.locator("html").get_attribute("lang") == "en"
