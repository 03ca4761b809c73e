"""The story of the thin path in real browsers: a request from draft to close, an entry found and not found."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.doors.browsing import browsing, officer
from tests.world import World

MATTER = "Invoice 4471 for 12 pallets of tiles"


def _drafts(page: Page) -> str:
    page.get_by_role("link", name="Ask another administration").click()
    page.get_by_label("Administration").select_option("XB")
    page.get_by_label("Information for controls on export").check()
    page.get_by_role("button", name="Show the bases open today").click()
    page.get_by_role("link", name="Draft under CCO Agreement, Art. 26").click()
    page.locator("[name=matter]").fill(MATTER)
    page.get_by_role("main").get_by_role("button", name="Keep the draft").last.click()
    expect(page.get_by_role("heading", name="What it still lacks")).to_be_visible()
    page.get_by_role("link", name="Change the content").click()
    for name in ("reasons", "doubt_statement", "verification_done", "case_summary", "applicable_law"):
        page.locator(f"[name={name}]").fill("The declared price is a third of the usual one.")
    page.locator("[name=purpose]").first.check()
    page.locator("[name=control_questions]").first.check()
    page.locator("[name=intended_use]").first.check()
    page.locator("[name=persons_unknown]").check()
    page.get_by_role("button", name="Keep the changes").click()
    expect(page.get_by_role("heading", name="What it still lacks")).to_have_count(0)
    expect(page.get_by_text("Send to XB")).to_be_visible()
    expect(page.get_by_role("link", name="Send to XB")).to_have_count(0)
    return page.url


def _answers(page: Page, address: str) -> None:
    page.goto("/")
    page.get_by_role("link", name=MATTER).first.click()
    page.get_by_role("button", name="Confirm receipt to XA").click()
    page.get_by_role("button", name="Start the execution").click()
    page.goto(f"{address}moves/answer/")
    page.get_by_role("main").get_by_role("button", name=re.compile("answer")).click()
    expect(page.get_by_role("alert")).to_contain_text("CCO-26")
    page.get_by_label("The answer gives all that was asked").check()
    page.locator("[name=text]").fill("The goods left under another declaration.")
    page.locator("[name=finding_lawful_export]").first.check()
    page.get_by_role("main").get_by_role("button", name=re.compile("answer")).click()
    expect(page.locator(".record-state")).to_contain_text("Answered")


@pytest.mark.browser
@pytest.mark.provision("CCO-21.1", "CCO-26", "CCO-20.1", "SYS-7")
def test_a_request_goes_from_draft_to_close_between_two_administrations(world: World, site: str) -> None:
    with browsing() as browser:
        author = officer(browser, world, site, "xa.officer")
        address = _drafts(author)
        approver = officer(browser, world, site, "xa.approver")
        approver.goto(address)
        approver.get_by_role("button", name="Approve this content").click()
        author.reload()
        author.get_by_role("link", name="Send to XB").click()
        author.get_by_role("button", name="Send to XB").click()
        _answers(officer(browser, world, site, "xb.officer"), address)
        author.goto("/")
        author.get_by_role("link", name=MATTER).first.click()
        expect(author.get_by_text("The goods left under another declaration.")).to_be_visible()
        expect(author.get_by_label("Conditions of use")).to_contain_text("CCO-30.1")
        author.get_by_role("link", name="Close the request").click()
        author.get_by_role("button", name="Close the request").click()
        expect(author.locator(".record-state")).to_contain_text("Closed")
        _journal_tells(browser, world, site, ("Sending the request", "Approving", "Closing the request"))


def _journal_tells(browser: Browser, world: World, site: str, acts: tuple[str, ...]) -> None:
    head = officer(browser, world, site, "xa.head")
    head.get_by_role("link", name="Journal").click()
    for act in acts:
        expect(head.get_by_role("row").filter(has_text=act).first).to_contain_text("Done")


def _searches(page: Page) -> None:
    page.get_by_role("navigation", name="Places").get_by_role("link", name="Central system").click()
    page.locator("[name=kind][value=person]").check()
    page.locator("[name='names-1-text']").fill("Hilario Van Tongeren")
    page.locator("[name=purpose][value=offences]").check()
    page.get_by_label("Case reference").fill("2026/114")
    page.get_by_role("main").get_by_role("button", name="Search").click()


@pytest.mark.browser
@pytest.mark.provision("CCO-52.7", "CCO-50.2")
def test_a_denied_member_finds_nothing_while_another_finds_the_entry_with_reasons(world: World, site: str) -> None:
    with browsing() as browser:
        denied = officer(browser, world, site, "xc.cais_official")
        _searches(denied)
        expect(denied.get_by_role("heading", name=re.compile("Nothing found"))).to_be_visible()
        expect(denied.get_by_role("article")).to_have_count(0)
        finder = officer(browser, world, site, "xb.cais_official")
        _searches(finder)
        hit = finder.get_by_role("article")
        expect(hit).to_contain_text("Ilario Vantongeren")
        expect(hit).to_contain_text("Why it is shown")
        expect(hit).to_contain_text("Ask XA")


@pytest.mark.browser
def test_a_page_is_whole_on_a_phone_and_twice_as_large(world: World, site: str) -> None:
    with browsing() as browser:
        page = officer(browser, world, site, "xa.officer", viewport={"width": 320, "height": 640})
        for address in ("/", "/requests/", "/requests/new/?to=XB&type=control", "/central/search/", "/register/"):
            page.goto(address)
            room, wanted = page.evaluate("[document.documentElement.clientWidth, document.documentElement.scrollWidth]")
            assert wanted <= room, address
