"""Every kind of page and state that an officer reaches, held against WCAG 2.2 AA by axe, in light, dark and small."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from tests.doors.browsing import browsing
from tests.doors.crawling import kinds_of_pages
from tests.doors.serving import signed_in
from tests.world import World

RULES: dict[str, object] = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}
COLOURS: dict[str, object] = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
ROLES = ("xa.officer", "xa.head", "xa.administrator", "xa.cais_official", "xb.cais_official", "xz.depositary")
# Who meets the same register as the officer walks past it: a walk takes a minute.
SAME_REGISTER = {"xa.head", "xa.administrator", "xa.cais_official", "xb.cais_official"}
UNTAKEN = ("/nowhere/", "/people/", "/journal/")
FORMS = "form.form"


def faults_of(page: Page, where: str, rules: dict[str, object] = RULES) -> list[str]:
    """What axe finds on the page as it stands."""
    found = Axe().run(page, options=rules).response["violations"]
    return [f"{where}: {each['id']}: {each['nodes'][0]['html'][:160]}" for each in found]


@pytest.mark.browser
@pytest.mark.parametrize("username", ROLES)
def test_no_page_that_a_role_reaches_breaks_a_rule_of_wcag(world: World, site: str, username: str) -> None:
    with browsing() as browser:
        page = signed_in(browser, world, site, username, bypass_csp=True).new_page()
        without = "/register/" if username in SAME_REGISTER else ""
        addresses = [*kinds_of_pages(page, without=without), *UNTAKEN]
        faults = []
        for address in addresses:
            page.goto(address)
            faults += faults_of(page, address)
        assert not faults, "\n".join(faults)
        assert len(addresses) > 8


@pytest.mark.browser
def test_no_page_breaks_a_rule_on_a_phone_nor_one_of_colours_in_the_dark_or_in_forced_colours(
    world: World, site: str
) -> None:
    with browsing() as browser:
        small = {"viewport": {"width": 360, "height": 740}}
        page = signed_in(browser, world, site, "xa.cais_official", bypass_csp=True, **small).new_page()
        faults = []
        for address in kinds_of_pages(page):
            page.goto(address)
            faults += faults_of(page, address)
            page.emulate_media(color_scheme="dark")
            faults += faults_of(page, f"{address} in the dark", COLOURS)
            page.emulate_media(color_scheme="light", forced_colors="active")
            faults += faults_of(page, f"{address} in forced colours", COLOURS)
            page.emulate_media(color_scheme="light", forced_colors="none")
        assert not faults, "\n".join(faults)


@pytest.mark.browser
@pytest.mark.parametrize("username", ["xa.officer", "xa.cais_official", "xa.administrator"])
def test_no_form_handed_in_empty_breaks_a_rule_of_wcag(world: World, site: str, username: str) -> None:
    with browsing() as browser:
        page = signed_in(browser, world, site, username, bypass_csp=True).new_page()
        faults, tried = [], 0
        without = "/register/" if username in SAME_REGISTER else ""
        for address in kinds_of_pages(page, without=without):
            page.goto(address)
            if page.locator(FORMS).count() == 0:
                continue
            with page.expect_navigation(wait_until="load"):
                page.locator(FORMS).first.evaluate("form => HTMLFormElement.prototype.submit.call(form)")
            tried += 1
            faults += faults_of(page, f"{address} handed in empty")
        assert tried
        assert not faults, "\n".join(faults)


@pytest.mark.browser
def test_sign_in_and_a_search_with_and_without_a_hit_break_no_rule_of_wcag(world: World, site: str) -> None:
    with browsing() as browser:
        stranger = browser.new_context(base_url=site, bypass_csp=True).new_page()
        stranger.goto("/sign-in/")
        faults = faults_of(stranger, "sign-in")
        stranger.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
        faults += faults_of(stranger, "sign-in without a name")
        finder = signed_in(browser, world, site, "xb.cais_official", bypass_csp=True).new_page()
        finder.goto("/central/search/")
        finder.get_by_role("main").get_by_role("button", name="Search").click()
        faults += faults_of(finder, "a search without purpose")
        finder.locator("[name='names-1-text']").fill("Ilario Vantongeren")
        finder.locator("[name=purpose][value=offences]").check()
        finder.get_by_label("Case reference").fill("2026/114")
        finder.get_by_role("main").get_by_role("button", name="Search").click()
        faults += faults_of(finder, "a search with a hit")
        assert not faults, "\n".join(faults)
