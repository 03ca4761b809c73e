"""Every kind of page that an officer reaches: held against WCAG 2.2 AA by axe in light, dark and small, and weighed."""

from collections import defaultdict

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page
from tests.acts.submitting import manifest_of_the_demo
from tests.doors.browsing import browsing
from tests.doors.crawling import walk
from tests.doors.serving import served, signed_in
from tests.doors.wire import LATER, Travelled, counting
from tests.world import World

RULES: dict[str, object] = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}
BRIEFLY: dict[str, object] = {"resultTypes": ["violations"], "preload": False}
COLOURS: dict[str, object] = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
# What a narrow window can break; names, roles and headings are the same at every width.
PLACED = ("color-contrast", "target-size", "scrollable-region-focusable", "region", "landmark-one-main", "bypass")
NARROW: dict[str, object] = {"runOnly": {"type": "rule", "values": list(PLACED)}}
# Two walks, one for each worker of the tests: whoever comes later passes by what is built of the same parts.
WALKERS = (("xa.officer", "xa.head", "xa.administrator"), ("xb.cais_official", "xz.depositary", "xa.cais_official"))
UNTAKEN = ("/nowhere/", "/people/", "/journal/")
FORMS = "form.form"
DESK, PHONE = {"width": 1280, "height": 720}, {"width": 360, "height": 740}
PARTS = """() => [...new Set([...document.querySelectorAll("body *")].map(each => {
    const path = [];
    for (let part = each; part && path.length < 4; part = part.parentElement)
        path.push([part.tagName, ...[...part.classList].sort(), part.getAttribute("role"), part.type].join("."));
    return path.join("<");
}))]"""


def faults_of(page: Page, where: str, rules: dict[str, object] = RULES) -> list[str]:
    """What axe finds on the page as it stands; it is brought to a page once, and tells of faults alone."""
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("options => axe.run(options).then(found => found.violations)", {**rules, **BRIEFLY})
    return [f"{where}: {each['id']}: {each['nodes'][0]['html'][:160]}" for each in found]


class Inspection:
    """What several walkers found wrong, each part of a page looked at once in its kind and once in each light."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.inspected = 0
        self._known: set[str] = set()
        self._of_kind: defaultdict[object, set[str]] = defaultdict(set)

    def of_page(self, page: Page, address: str, kind: object) -> None:
        """Holds an open page against the rules: here, on a phone, in the dark, in forced colours, and handed in."""
        parts = set(page.evaluate(PARTS))
        if parts <= self._of_kind[kind]:
            return
        self._of_kind[kind] |= parts
        self.inspected += 1
        self.faults += faults_of(page, address)
        if not parts <= self._known:
            self._known |= parts
            self._in_other_lights(page, address)
        if page.locator(FORMS).count():
            self._handed_in(page, address)

    def _in_other_lights(self, page: Page, address: str) -> None:
        page.set_viewport_size(PHONE)
        self.faults += faults_of(page, f"{address} on a phone", NARROW)
        page.set_viewport_size(DESK)
        page.emulate_media(color_scheme="dark")
        self.faults += faults_of(page, f"{address} in the dark", COLOURS)
        page.emulate_media(color_scheme="light", forced_colors="active")
        self.faults += faults_of(page, f"{address} in forced colours", COLOURS)
        page.emulate_media(color_scheme="light", forced_colors="none")

    def _handed_in(self, page: Page, address: str) -> None:
        with page.expect_navigation(wait_until="load"):
            page.locator(FORMS).first.evaluate("form => HTMLFormElement.prototype.submit.call(form)")
        self.faults += faults_of(page, f"{address} handed in empty")


@pytest.mark.browser
@pytest.mark.parametrize("usernames", WALKERS)
def test_no_page_that_a_role_reaches_breaks_a_rule_of_wcag_or_is_heavy(
    world: World, usernames: tuple[str, ...]
) -> None:
    inspection = Inspection()
    manifest_of_the_demo(world)
    with served(world) as site, browsing() as browser:
        for username in usernames:
            page = signed_in(browser, world, site, username, bypass_csp=True, viewport=DESK).new_page()
            page.goto("/")
            with counting(page) as travelled:

                def visit(address: str, kind: object, page: Page = page, travelled: Travelled = travelled) -> None:
                    if travelled.bytes >= LATER:
                        inspection.faults.append(f"{address} weighs {travelled.bytes}: {travelled.by_address}")
                    inspection.of_page(page, address, kind)
                    travelled.by_address.clear()

                assert walk(page, visit) > 8
            for address in UNTAKEN:
                page.goto(address)
                inspection.of_page(page, address, address)
            page.context.close()
    assert not inspection.faults, "\n".join(inspection.faults)
    assert inspection.inspected > 40


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
