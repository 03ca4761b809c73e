"""A real browser for tests: this machine's Chromium, with an officer signed in as a person signs in."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, StorageState, sync_playwright
from tests.doors.pages import code_of
from tests.reporting import chromium
from tests.world import World

PATIENCE = 15_000  # milliseconds until a page that does not come is a failure
LATE = 25  # a code typed in the last seconds of its half minute may arrive too late


@contextmanager
def browsing() -> Iterator[Browser]:
    """The browser, closed at the end whatever happens."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield browser
        browser.close()


def officer(browser: Browser, world: World, site: str, username: str, **options: object) -> Page:
    """A window in which this officer has signed in with password and code, in English."""
    context = browser.new_context(base_url=site, locale="en-GB", **options)  # type: ignore[arg-type]
    context.add_cookies([{"name": "django_language", "value": "en", "url": site}])
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto("/sign-in/")
    page.get_by_label("Name of the account").fill(username)
    page.get_by_label("Password").fill(world.accounts[username].password)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    while time.time() % 30 > LATE:
        time.sleep(0.5)
    page.get_by_label("Code").fill(code_of(world, username))
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("heading", name="Desk", exact=True).wait_for()
    return page


def back(browser: Browser, kept: StorageState, site: str) -> Page:
    """A window of an officer who signed in before: a code is taken only once, so nobody can sign in twice at once."""
    page = browser.new_context(base_url=site, locale="en-GB", storage_state=kept).new_page()
    page.set_default_timeout(PATIENCE)
    return page
