"""What pages weigh on the wire, every resource counted as it travels: for islands with poor lines."""

import re
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page
from tests.doors.browsing import browsing
from tests.doors.crawling import kinds_of_pages
from tests.doors.serving import served, signed_in
from tests.world import World

FIRST, LATER = 100_000, 20_000


@dataclass
class Travelled:
    """The bytes that came over the wire, heads included, by address; what the cache gave is not among them."""

    by_address: dict[str, int] = field(default_factory=dict)

    @property
    def bytes(self) -> int:
        """All of them together."""
        return sum(self.by_address.values())


@contextmanager
def counting(page: Page) -> Iterator[Travelled]:
    """Counts what travels for this page through the browser's own protocol."""
    travelled, names = Travelled(), {}
    session = page.context.new_cdp_session(page)

    def answered(event: dict) -> None:
        names[event["requestId"]] = event["response"]["url"]

    def finished(event: dict) -> None:
        address = names.get(event["requestId"], "?")
        travelled.by_address[address] = travelled.by_address.get(address, 0) + int(event["encodedDataLength"])

    session.send("Network.enable")
    session.on("Network.responseReceived", answered)
    session.on("Network.loadingFinished", finished)
    yield travelled
    session.detach()


@pytest.mark.browser
@pytest.mark.parametrize("username", ["xa.officer", "xa.head", "xa.administrator", "xb.cais_official"])
def test_the_first_page_travels_under_100_kb_and_each_later_one_under_20(world: World, username: str) -> None:
    with served(world) as site, browsing() as browser:
        page = signed_in(browser, world, site, username).new_page()
        with counting(page) as first:
            page.goto("/", wait_until="networkidle")
        assert 2_000 < first.bytes < FIRST, first.by_address
        walker = signed_in(browser, world, site, username).new_page()
        heavy = {}
        without = "" if username == "xa.officer" else "/register/"  # the same register for all, and a walk takes long
        for address in kinds_of_pages(walker, without=without):
            with counting(page) as later:
                page.goto(address, wait_until="networkidle")
            if later.bytes >= LATER:
                heavy[address] = later.by_address
        assert not heavy


@pytest.mark.browser
def test_the_sign_in_page_of_a_stranger_travels_under_100_kb(world: World) -> None:
    with served(world) as site, browsing() as browser:
        page = browser.new_context(base_url=site).new_page()
        with counting(page) as travelled:
            page.goto("/sign-in/", wait_until="networkidle")
        assert 2_000 < travelled.bytes < FIRST, travelled.by_address


def test_what_never_changes_is_kept_for_ever_and_travels_compressed(world: World) -> None:
    with served(world) as site:
        html = urllib.request.urlopen(f"{site}/sign-in/").read().decode()
        addresses = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', html))
        assert addresses
        for address in addresses:
            asked = urllib.request.Request(site + address, headers={"Accept-Encoding": "gzip"})
            with urllib.request.urlopen(asked) as answer:
                assert "immutable" in answer.headers["Cache-Control"], address
                assert answer.headers["Content-Encoding"] == "gzip" or len(answer.read()) < 1_500, address
