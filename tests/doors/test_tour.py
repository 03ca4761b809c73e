"""The guided tour of docs/tour.md, played in a real browser: its steps, its words and its pictures cannot go stale.

Each picture is recorded in docs/images/tour.json with the title and the headings that its page had. This test compares
them with the pages of today; `make tour` (REWRITE_TOUR=1) takes the pictures and writes the record anew.
"""

import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Locator, Page, expect
from tests.acts.submitting import manifest_of_the_demo
from tests.doors.browsing import browsing, officer
from tests.doors.pictures import take
from tests.world import World

from tidewaiter.actions.demo import as_plain

DOCS = Path(__file__).resolve().parents[2] / "docs"
IMAGES = DOCS / "images"
RECORD = IMAGES / "tour.json"
STYLE = DOCS.parent / "src" / "tidewaiter" / "doors" / "web" / "static" / "web" / "style.css"
REWRITING = os.environ.get("REWRITE_TOUR") == "1"
WINDOW = {"width": 1000, "height": 700}
LARGEST = 80_000  # bytes of one picture
MATTER = "Invoice 4471 for 12 pallets of tiles"
DOUBT = "The declared price is a third of the usual one."


@dataclass
class Tour:
    """Who is on the way: it presses what the document says is pressed, and records what each picture shows."""

    browser: Browser
    world: World
    site: str
    shown: dict[str, dict[str, object]] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)

    def as_officer(self, username: str) -> Page:
        """A window in which this officer has signed in."""
        return officer(self.browser, self.world, self.site, username, viewport=WINDOW)

    def press(self, page: Page, label: str, within: str = "main") -> None:
        """Press the button or link of this name."""
        self.words.add(label)
        place = page.get_by_role("main") if within == "main" else page.get_by_role("navigation", name=within)
        place.get_by_role("button", name=label).or_(place.get_by_role("link", name=label)).last.click()

    def reads(self, page: Page, *texts: str) -> None:
        """See these words on the page."""
        for text in texts:
            self.words.add(text)
            expect(page.get_by_text(text).first).to_be_visible()

    def picture(self, page: Page, name: str, of: Locator | None = None) -> None:
        """Record what the page says of itself, and take the picture, of this part of the page, where that is asked."""
        assert name not in self.shown, f"{name} is taken twice"
        headings = page.locator("main h1, main h2").all_inner_texts()
        self.shown[name] = {"title": page.title(), "headings": [" ".join(text.split()) for text in headings]}
        if REWRITING:
            page.evaluate("scrollTo(0, 0)")
            if of is not None:
                of.evaluate("place => scrollTo(0, place.getBoundingClientRect().top - 24)")
            take(page, IMAGES / name)


@pytest.fixture
def tour(world: World, site: str) -> Iterator[Tour]:
    manifest_of_the_demo(world)
    with browsing() as browser:
        yield Tour(browser, world, site)


def _stands_before_the_door(tour: Tour) -> None:
    """As a stranger who has just started the demo, whose accounts stand on the page."""
    accounts = settings.TIDEWAITER.accounts_file
    accounts.write_text(json.dumps(as_plain(list(tour.world.accounts.values()))), encoding="utf-8")
    try:
        door = tour.browser.new_context(base_url=tour.site, locale="en-GB", viewport=WINDOW).new_page()
        door.goto("/sign-in/")
        tour.reads(door, "Accounts of this demonstration")
        tour.picture(door, "tour-01-door.png")
    finally:
        accounts.unlink()


def _asks(tour: Tour, page: Page) -> str:
    tour.press(page, "Ask another administration")
    page.get_by_label("Administration").select_option("XB")
    page.get_by_label("Information for controls on export").check()
    tour.press(page, "Show the bases open today")
    tour.reads(page, "Open today", "XB is bound to help.")
    tour.picture(page, "tour-03-bases.png", page.locator("#bases"))
    tour.press(page, "Draft under CCO Agreement, Art. 26")
    page.locator("[name=matter]").fill(MATTER)
    tour.press(page, "Keep the draft")
    tour.reads(page, "What it still lacks")
    tour.picture(page, "tour-04-lacks.png")
    tour.press(page, "Change the content")
    for name in ("reasons", "doubt_statement", "verification_done", "case_summary", "applicable_law"):
        page.locator(f"[name={name}]").fill(DOUBT)
    for name in ("purpose", "control_questions", "intended_use"):
        page.locator(f"[name={name}]").first.check()
    page.locator("[name=persons_unknown]").check()
    tour.press(page, "Keep the changes")
    expect(page.get_by_role("heading", name="What it still lacks")).to_have_count(0)
    return page.url


def _approves_and_sends(tour: Tour, author: Page, address: str) -> None:
    approver = tour.as_officer("xa.approver")
    approver.goto(address)
    tour.reads(approver, "Approve this content")
    tour.picture(approver, "tour-05-approval.png")
    tour.press(approver, "Approve this content")
    author.reload()
    tour.press(author, "Send to XB")
    tour.press(author, "Send to XB")
    tour.reads(author, "The request has gone to XB.")


def _answers(tour: Tour, address: str) -> None:
    page = tour.as_officer("xb.officer")
    page.get_by_role("link", name=MATTER).first.click()
    tour.press(page, "Confirm receipt to XA")
    tour.press(page, "Start the execution")
    page.goto(f"{address}moves/answer/")
    tour.press(page, "Send the answer to XA")
    expect(page.get_by_role("alert")).to_contain_text("CCO-26")
    tour.picture(page, "tour-06-faults.png")
    page.get_by_label("The answer gives all that was asked").check()
    page.locator("[name=text]").fill("The goods left under another declaration.")
    page.locator("[name=finding_lawful_export]").first.check()
    tour.press(page, "Send the answer to XA")
    expect(page.locator(".record-state")).to_contain_text("Answered")


def _reads_the_answer(tour: Tour, author: Page) -> None:
    author.goto("/")
    author.get_by_role("link", name=MATTER).first.click()
    tour.reads(author, "The goods left under another declaration.")
    expect(author.get_by_label("Conditions of use")).to_contain_text("CCO-30.1")
    tour.picture(author, "tour-07-answer.png", author.get_by_text("XB confirmed receipt"))


def _searches(tour: Tour, page: Page) -> None:
    tour.press(page, "Central system", within="Places")
    page.locator("[name=kind][value=person]").check()
    page.locator("[name='names-1-text']").fill("Hilario Van Tongeren")
    page.locator("[name=purpose][value=offences]").check()
    page.get_by_label("Case reference").fill("2026/114")
    tour.press(page, "Search")


def _finds_and_does_not_find(tour: Tour) -> Page:
    finder = tour.as_officer("xb.cais_official")
    _searches(tour, finder)
    tour.reads(finder, "Ilario Vantongeren", "Why it is shown", "Found under")
    tour.picture(finder, "tour-08-hit.png")
    denied = tour.as_officer("xc.cais_official")
    _searches(tour, denied)
    tour.reads(denied, "Nothing found for “Hilario Van Tongeren”")
    tour.picture(denied, "tour-09-nothing.png")
    return finder


def _settles_a_hit(tour: Tour, finder: Page) -> None:
    tour.press(finder, "Screening", within="Places")
    tour.press(finder, "Manifest of MV Brise Vaillante, voyage 114W")
    tour.reads(finder, "Screened", "Hits")
    tour.picture(finder, "tour-18-list.png")
    tour.press(finder, "Hilario Van Tongerren")
    tour.reads(finder, "Why it is shown", "The two sides", "Confirm it", "Dismiss it")
    tour.picture(finder, "tour-19-list-hit.png")


def _looks_behind(tour: Tour) -> None:
    head = tour.as_officer("xa.head")
    tour.press(head, "Journal", within="Places")
    expect(head.get_by_role("row").filter(has_text="Sending the request").first).to_be_visible()
    tour.picture(head, "tour-10-journal.png")
    tour.press(head, "Register", within="Places")
    tour.reads(head, "Whom you can ask")
    tour.picture(head, "tour-11-register.png")
    tour.press(head, "Instruments")
    tour.press(head, "CCO Agreement")
    tour.reads(head, "Where they are", "Over the years", "Articles")
    tour.picture(head, "tour-14-instrument.png", head.get_by_role("heading", name="Where they are"))
    tour.press(head, "Matrix")
    tour.reads(head, "What the shapes mean")
    tour.picture(head, "tour-15-matrix.png")
    head.goto("/register/provisions/CCO-26.i/")
    tour.picture(head, "tour-12-provision.png")
    head.locator("details.who summary").click()
    tour.words.add("Account")
    head.locator("details.who").get_by_role("link", name="Account", exact=True).click()
    expect(head.get_by_role("main").get_by_role("heading", level=1)).to_be_visible()
    tour.picture(head, "tour-13-account.png")


def _keeps_the_register(tour: Tour) -> None:
    keeper = tour.as_officer("xz.depositary")
    keeper.goto("/register/depositary/")
    tour.reads(keeper, "Depositary’s desk", "Under examination")
    tour.picture(keeper, "tour-16-depositary.png")
    keeper.get_by_role("main").get_by_role("link", name="XD").first.click()
    expect(keeper.get_by_role("main").get_by_role("heading", level=1)).to_be_visible()
    tour.picture(keeper, "tour-17-act.png")


@pytest.mark.browser
def test_the_tour_goes_as_its_document_says(tour: Tour) -> None:
    _stands_before_the_door(tour)
    author = tour.as_officer("xa.officer")
    tour.reads(author, "Waits for us", "Waits for others")
    tour.picture(author, "desk.png")
    tour.picture(author, "tour-02-desk.png")
    address = _asks(tour, author)
    _approves_and_sends(tour, author, address)
    _answers(tour, address)
    _reads_the_answer(tour, author)
    _settles_a_hit(tour, _finds_and_does_not_find(tour))
    _looks_behind(tour)
    _keeps_the_register(tour)
    record = {"style": hashlib.sha256(STYLE.read_bytes()).hexdigest(), "pictures": tour.shown}
    if REWRITING:
        RECORD.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert json.loads(RECORD.read_text(encoding="utf-8")) == record, "the pages have changed: run `make tour`"
    document = (DOCS / "tour.md").read_text(encoding="utf-8")
    pressed_or_read = {" ".join(words.split()) for words in re.findall(r"\*\*([^*]+)\*\*", document)}
    assert pressed_or_read - tour.words == set(), "the tour speaks of what nobody pressed or read"
    assert set(re.findall(r"`(x[a-dz]\.\w+)`", document)) <= set(tour.world.accounts)


def test_the_pictures_of_the_tour_are_those_that_it_names() -> None:
    document = (DOCS / "tour.md").read_text(encoding="utf-8")
    named = re.findall(r"!\[([^\]]+)\]\(images/([\w.-]+)\)", document)
    recorded = set(json.loads(RECORD.read_text(encoding="utf-8"))["pictures"])
    assert {name for _, name in named} == recorded - {"desk.png"}
    assert [name for alternative, name in named if len(alternative.split()) < 4] == []
    assert {path.name for path in IMAGES.glob("*.png")} == recorded
    assert [path.name for path in IMAGES.glob("*.png") if path.stat().st_size > LARGEST] == []
