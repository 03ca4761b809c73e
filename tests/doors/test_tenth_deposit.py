"""The tenth deposit in a real browser: received, weighed, confirmed, told, dispatched and proved."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.acts import stories
from tests.acts.deposits import nine_stand
from tests.doors.browsing import back, browsing, officer
from tests.world import World

from tidewaiter.actions.assistance import deliver_notices
from tidewaiter.actions.callers import system_caller


def _receives(page: Page) -> None:
    page.goto("/register/depositary/")
    page.get_by_role("link", name="Receive an act").click()
    page.locator("[name=instrument][value=cco-2019]").check()
    page.locator("[name=type]").select_option("ratification")
    page.locator("[name=units]").fill("XL")
    when = stories.in_days(-3)
    for part, value in (("day", when.day), ("month", when.month), ("year", when.year)):
        page.locator(f"[name=on-{part}]").fill(str(value))
    page.locator("[name=reference]").fill("Note 12/2026")
    page.get_by_role("button", name="First show what it would change").click()
    expect(page.locator("#consequences")).to_contain_text("This is the tenth: general entry into force on")
    page.get_by_role("button", name="Receive it for examination").click()
    expect(page.locator(".record-state")).to_contain_text("under examination")


def _confirms(page: Page) -> None:
    expect(page.locator("#consequences")).to_contain_text("Notices to 12 addressees will be drafted.")
    page.get_by_role("link", name="Confirm that it is in due form").click()
    expect(page.locator("#consequences")).to_contain_text("This is the tenth")
    page.locator("[name=why]").fill("The roll of signatures in Havana shows its signature")
    page.get_by_role("button", name="Confirm it").click()
    expect(page.locator(".record-state")).to_contain_text("in due form")


def _dispatches(page: Page) -> str:
    page.get_by_role("link", name=re.compile("^entry into force")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("entry into force")
    address = page.url
    page.get_by_role("link", name="Dispatch it").click()
    page.get_by_role("button", name="Dispatch it").click()
    expect(page.locator(".record-state")).to_contain_text("dispatched")
    return address


def _proves(page: Page) -> None:
    page.get_by_role("link", name="Record proof for XB").click()
    today = stories.in_days(0)
    for part, value in (("day", today.day), ("month", today.month), ("year", today.year)):
        page.locator(f"[name=proved_on-{part}]").fill(str(value))
    page.locator("[name=how][value=letter]").check()
    page.locator("[name=reference]").fill("RR 1234")
    page.get_by_role("button", name="Record the proof").click()
    expect(page.locator("#addressees")).to_contain_text("RR 1234")


@pytest.mark.browser
@pytest.mark.provision("CCO-64.1", "CCO-66.2.iii", "CCO-66.2.v", "CCO-66.2.vi", "SYS-9")
def test_the_tenth_deposit_goes_from_receipt_to_proof(world: World, site: str) -> None:
    nine_stand(world)
    with browsing() as browser:
        iris = officer(browser, world, site, "xz.depositary")
        _receives(iris)
        _confirms(iris)
        address = _dispatches(iris)
        _proves(iris)
        kept = iris.context.storage_state()
    with world.as_worker():
        deliver_notices(system_caller())
    with browsing() as browser:
        told = officer(browser, world, site, "xb.officer")
        told.goto("/notices/")
        told.get_by_role("link", name=re.compile("The depositary tells of entry into force")).click()
        expect(told).to_have_url(address)
        iris = back(browser, kept, site)
        iris.goto(address)
        expect(iris.locator("#addressees")).to_contain_text("xb.officer")
