"""The story of screening in a real browser: a manifest of 20,000 lines, its hits read, dismissed, quiet and back."""

import csv
import io
import random
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TypeVar

import pytest
from django.db import connections
from playwright.sync_api import Page, expect
from tests.acts import stories
from tests.doors.browsing import browsing
from tests.doors.serving import signed_in
from tests.doors.test_axe import faults_of
from tests.world import World

from tidewaiter.actions import central

LINES = 20_000
STRONGEST, OTHER, LISTED = "Barnaby Quillfeather", "Leopoldine Achterbergh", "Leopoldina Achterberg"
SYLLABLES = ("bra", "ku", "lem", "nor", "vi", "sta", "fen", "dol", "tri", "mos", "gar", "eli", "zan", "pot", "kel")
PATIENCE = 60_000
_SETUP = "import django; django.setup(); "
FIRST_SLICE = _SETUP + (
    "from tidewaiter.actions.callers import caller_for_officer, system_caller; "
    "from tidewaiter.actions.screening import find_list_work, screen_list; "
    "from tidewaiter.doors.jobs.indexing import index; index(0); "
    "work = find_list_work(system_caller())[0]; screen_list(caller_for_officer(work.officer), work.id, done=0)"
)
ALL_OF_IT = _SETUP + "from tidewaiter.doors.jobs.screening import lists; lists(0)"
T = TypeVar("T")


def worker(world: World, work: str) -> None:
    """The worker does this in a process of its own, as it does in life, while the site answers."""
    given = {**world.environment(), "DJANGO_SETTINGS_MODULE": "tidewaiter.config.settings"}
    subprocess.run([sys.executable, "-c", work], env={**given, "TIDEWAITER_PROCESS": "worker"}, check=True, timeout=240)


def aside(act: Callable[[], T]) -> T:
    """Something done by acts while the browser is open, whose loop runs in this thread."""

    def alone() -> T:
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as other:
        return other.submit(alone).result()


def manifest(count: int, names: Iterable[str]) -> bytes:
    """As many lines of invented consignees, the given ones among them."""
    chance, written = random.Random(28), io.StringIO()
    lines = csv.writer(written, delimiter=";")
    lines.writerow(("B/L no", "Consignee", "Goods description"))
    places = dict(zip(chance.sample(range(count), len(tuple(names))), names, strict=True))
    for number in range(count):
        invented = " ".join("".join(chance.choices(SYLLABLES, k=3)).title() for _part in "ab")
        lines.writerow((f"BL-{number:05}", places.get(number, invented), "Ceramic tiles"))
    return written.getvalue().encode()


def hand_in(page: Page, name: str, file: bytes) -> None:
    """Hand a list in, look what it comes to, and have it screened."""
    page.goto("/screening/")
    page.get_by_role("link", name="Hand in a list").click()
    page.set_input_files("#f-file", files=[{"name": name, "mimeType": "text/csv", "buffer": file}])
    page.get_by_role("button", name="Look how it is read").click()
    expect(page.locator("[name=read-1]")).to_have_value("consignee")
    page.locator("[name=purpose][value=offences]").check()
    page.get_by_label("Case reference").fill("2026/114")
    page.get_by_role("button", name="Look at every line").click()
    expect(page.locator("#checked")).to_contain_text("No line is refused.", timeout=PATIENCE)
    page.locator("#checked").get_by_role("button", name="Hand it in to be screened").click()
    expect(page.locator("#moving")).to_contain_text("0 of", timeout=PATIENCE)


def change_the_entry(world: World, entry_id: str) -> None:
    """The supplier writes the name in another way, and its second official releases that."""
    supplier = world.caller("xa.officer")
    found = central.read_entry(supplier, entry_id)
    draft = replace(found.content, reason="Seen again with undeclared consignments.", attested=True)
    central.edit_entry(supplier, entry_id, draft, reason="A further sighting", version=found.version)
    central.release_entry(world.caller("xa.cais_official"), entry_id)


@pytest.mark.browser
@pytest.mark.provision("CCO-44", "CCO-50.2", "CCO-51.3")
def test_a_manifest_is_screened_before_the_officers_eyes_and_what_is_dismissed_returns_with_a_changed_entry(
    world: World, site: str
) -> None:
    stories.released(world, stories.person(STRONGEST))
    dismissed_entry = stories.released(world, stories.person(LISTED))
    with browsing() as browser:
        page = signed_in(browser, world, site, "xb.cais_official", bypass_csp=True).new_page()
        hand_in(page, "Brise Vaillante 44N.csv", manifest(LINES, (STRONGEST, OTHER)))
        expect(page.get_by_label("0 of 20,000 lines are screened (0 %).")).to_be_visible()
        worker(world, FIRST_SLICE)
        expect(page.locator("#moving")).to_contain_text("2,000 of 20,000 lines are screened (10 %).", timeout=PATIENCE)
        faults = faults_of(page, "a list under way")
        worker(world, ALL_OF_IT)
        expect(page.locator("#moving")).to_contain_text("20,000 lines were screened.", timeout=PATIENCE)
        listed = page.url
        faults += faults_of(page, "a list with hits")
        page.locator("#hits tbody a").first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text(f"{STRONGEST} is the name of an entry")
        expect(page.locator(".why li").first).to_have_text(f"The name is the same: {STRONGEST}")
        faults += faults_of(page, "a hit")

        page.goto(listed)
        page.get_by_role("link", name=OTHER).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(f"{OTHER} resembles {LISTED}")
        page.get_by_role("link", name="Dismiss it").click()
        faults += faults_of(page, "a hit to be dismissed")
        page.get_by_label("Somebody or something else").check()
        page.get_by_label("In your words").fill("Her passport was shown; she was born in 1990.")
        page.get_by_role("button", name="Dismiss it").click()
        expect(page.get_by_role("status")).to_contain_text("The hit is dismissed.")

        hand_in(page, "Brise Vaillante 45S.csv", manifest(40, (OTHER,)))
        worker(world, ALL_OF_IT)
        expect(page.locator("#hits")).to_contain_text("1 hit stays quiet", timeout=PATIENCE)
        expect(page.locator("#hits")).to_contain_text("Nothing in this list resembles an entry")
        second = page.url
        page.get_by_role("link", name="Show them").click()
        expect(page.get_by_role("link", name=OTHER)).to_be_visible()

        aside(lambda: change_the_entry(world, dismissed_entry))
        worker(world, ALL_OF_IT)
        for place in (second, listed):
            page.goto(place)
            expect(page.get_by_role("link", name=OTHER)).to_be_visible()
            expect(page.locator("#hits tbody tr", has_text=OTHER)).to_contain_text(re.compile("Open"))
        assert not faults, "\n".join(faults)
