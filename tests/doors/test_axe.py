"""Every kind of page held against WCAG 2.2 AA by axe, in light and in dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from tests.doors.browsing import browsing, officer
from tests.world import World

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}
OF_AN_OFFICER = (
    "/",
    "/requests/",
    "/requests/new/?to=XD&type=control",
    "/requests/new/form/?to=XB&type=assessment&instrument=nbo-1977",
    "/central/",
    "/central/new/",
    "/central/new/?kind=person",
    "/central/search/",
    "/register/",
    "/register/categories/",
    "/register/instruments/cco-2019/",
    "/register/provisions/CCO-21.4/",
    "/journal/",
    "/nowhere/",
)


def _held(page: Page, where: str) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{where}: {each['id']}: {each['nodes'][0]['html'][:160]}" for each in found]


def _records(page: Page) -> list[str]:
    page.goto("/requests/")
    requests = [link.get_attribute("href") or "" for link in page.locator("a.line-what").all()]
    page.goto("/central/")
    entries = [link.get_attribute("href") or "" for link in page.locator("a.line-what").all()]
    return [
        *requests,
        *entries[:1],
        *(f"{entry}{act}/" for entry in entries[:1] for act in ("edit", "extend", "delete")),
    ]


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_an_officer_breaks_a_rule_of_wcag(world: World, site: str, scheme: str) -> None:
    with browsing() as browser:
        page = officer(browser, world, site, "xa.officer", color_scheme=scheme, bypass_csp=True)
        faults = []
        for address in (*OF_AN_OFFICER, *_records(page)):
            page.goto(address)
            faults += _held(page, address)
        page.goto("/requests/new/form/?to=XB&type=control&instrument=cco-2019")
        page.get_by_role("button", name="Keep the draft").last.click()
        page.get_by_role("link", name="Change the content").click()
        faults += _held(page, "a form with faults")
        assert not faults, "\n".join(faults)


@pytest.mark.browser
def test_sign_in_search_and_journal_break_no_rule_of_wcag(world: World, site: str) -> None:
    with browsing() as browser:
        stranger = browser.new_context(base_url=site, bypass_csp=True).new_page()
        stranger.goto("/sign-in/")
        faults = _held(stranger, "sign-in")
        finder = officer(browser, world, site, "xb.cais_official", bypass_csp=True)
        finder.goto("/central/search/")
        finder.get_by_role("main").get_by_role("button", name="Search").click()
        faults += _held(finder, "a search without purpose")
        finder.locator("[name='names-1-text']").fill("Ilario Vantongeren")
        finder.locator("[name=purpose][value=offences]").check()
        finder.get_by_label("Case reference").fill("2026/114")
        finder.get_by_role("main").get_by_role("button", name="Search").click()
        faults += _held(finder, "a search with a hit")
        head = officer(browser, world, site, "xa.head", bypass_csp=True)
        head.goto("/journal/")
        faults += _held(head, "the journal")
        assert not faults, "\n".join(faults)
