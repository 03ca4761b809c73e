"""What the first page weighs on the wire, and what of it is kept; the walk of `test_axe` weighs later pages."""

import re
import urllib.request

import pytest
from tests.doors.browsing import browsing
from tests.doors.serving import served, signed_in
from tests.doors.wire import FIRST, counting
from tests.world import World


def _what_never_changes_is_kept_for_ever_and_travels_compressed(site: str) -> None:
    html = urllib.request.urlopen(f"{site}/sign-in/").read().decode()
    addresses = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', html))
    assert addresses
    for address in addresses:
        asked = urllib.request.Request(site + address, headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(asked) as answer:
            assert "immutable" in answer.headers["Cache-Control"], address
            assert answer.headers["Content-Encoding"] == "gzip" or len(answer.read()) < 1_500, address


@pytest.mark.browser
def test_the_first_page_of_every_role_travels_under_100_kb_and_what_never_changes_is_kept(world: World) -> None:
    with served(world) as site, browsing() as browser:
        _what_never_changes_is_kept_for_ever_and_travels_compressed(site)
        for username in ("xa.officer", "xa.head", "xa.administrator", "xb.cais_official"):
            page = signed_in(browser, world, site, username).new_page()
            with counting(page) as first:
                page.goto("/", wait_until="networkidle")
            assert 2_000 < first.bytes < FIRST, (username, first.by_address)
        page = browser.new_context(base_url=site).new_page()
        with counting(page) as travelled:
            page.goto("/sign-in/", wait_until="networkidle")
        assert 2_000 < travelled.bytes < FIRST, travelled.by_address
