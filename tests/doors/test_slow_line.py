"""The two main stories over a line as slow as 2G: they end, and `make slow-line` shows what each page took."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page
from tests.doors.browsing import browsing
from tests.doors.serving import served, signed_in
from tests.doors.test_weights import counting
from tests.world import World

# Chromium's own numbers for 2G: 300 ms each way and back, 250 kbit/s down, 50 kbit/s up.
LATENCY, DOWN, UP = 300, 250_000 // 8, 50_000 // 8
PATIENCE = 60_000
FIGURES = "SLOW_LINE_FIGURES"


class Diary:
    """What each step took, for the table in docs/accessibility.md; nothing is asserted about time."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.lines: list[str] = []

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Counts the bytes and seconds of one step."""
        began = time.perf_counter()
        with counting(self.page) as travelled:
            yield
            self.page.wait_for_load_state("load")
        seconds = time.perf_counter() - began
        self.lines.append(
            f"| {name} | {len(travelled.by_address)} | {travelled.bytes / 1000:.1f} kB | {seconds:.1f} s |"
        )


def slowed(page: Page) -> Page:
    """The same page on a 2G line."""
    page.set_default_timeout(PATIENCE)
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": LATENCY, "downloadThroughput": DOWN, "uploadThroughput": UP},
    )
    return page


@pytest.mark.browser
def test_a_request_is_drafted_and_the_central_system_searched_over_a_2g_line(world: World) -> None:
    with served(world) as site, browsing() as browser:
        page = slowed(signed_in(browser, world, site, "xa.officer").new_page())
        diary = Diary(page)
        with diary.step("Desk, first time"):
            page.goto("/")
        with diary.step("Choose whom to ask"):
            page.get_by_role("link", name="Ask another administration").click()
        with diary.step("The form"):
            page.goto("/requests/new/form/?to=XB&type=control&instrument=cco-2019")
        page.locator("[name=matter]").fill("Invoice 4471 for 12 pallets of tiles")
        with diary.step("The draft is kept"):
            page.get_by_role("main").get_by_role("button", name="Keep the draft").last.click()
            page.get_by_role("heading", name="What it still lacks").wait_for()
        finder = slowed(signed_in(browser, world, site, "xb.cais_official").new_page())
        search = Diary(finder)
        with search.step("Search page, first time"):
            finder.goto("/central/search/")
        finder.locator("[name='names-1-text']").fill("Ilario Vantongeren")
        finder.locator("[name=purpose][value=offences]").check()
        finder.get_by_label("Case reference").fill("2026/114")
        with search.step("Search with a hit"):
            finder.get_by_role("main").get_by_role("button", name="Search").click()
            finder.locator(".hit").first.wait_for()
        table = ["| Step | Requests | On the wire | Until loaded |", "| --- | --- | --- | --- |"]
        lines = [*table, *diary.lines, *search.lines]
        if os.environ.get(FIGURES):
            Path(os.environ[FIGURES]).write_text("\n".join(lines) + "\n", encoding="utf-8")
        assert len(lines) == 8
