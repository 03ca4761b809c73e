"""Sign-up as a person does it, in a real browser: with a passkey, and with an authenticator app without JavaScript."""

import re
import time

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from tests.doors.accounts import PASSWORD, link_of
from tests.doors.browsing import LATE, PATIENCE, browsing, officer
from tests.world import World

from tidewaiter.doors.web.account import code_at

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def _invites(page: Page) -> None:
    """The administrator of XA offers Nell an account, on the page."""
    page.goto("/people/")
    page.get_by_role("link", name="Invite an officer").click()
    page.get_by_label("Name", exact=True).fill("Nell Harbourlight")
    page.get_by_label("E-mail").fill("nell@example.org")
    page.get_by_label("User name").fill("xa.nell")
    page.get_by_role("radio", name="English").check()
    page.locator("[name=office][value=XA-HQ]").check()
    page.locator("[name=roles][value=officer]").check()
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("heading", name="Invitations that wait")).to_be_visible()


def _accepts(page: Page, link: str) -> None:
    page.goto(link)
    expect(page.get_by_role("heading", name="Nell Harbourlight, an account for you")).to_be_visible()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("The password again").fill(PASSWORD)
    page.get_by_label("I accept these duties.").check()
    page.get_by_role("button", name="Accept and set the password").click()
    expect(page.get_by_role("heading", name="Choose your second factor")).to_be_visible()


def _window(context: BrowserContext, site: str) -> Page:
    context.add_cookies([{"name": "django_language", "value": "en", "url": site}])
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    return page


def _with_device(page: Page) -> None:
    """Give the browser a device that holds passkeys and knows its owner's finger."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})


@pytest.mark.browser
@pytest.mark.provision("CCO-47.1.ii")
def test_an_invited_person_signs_up_with_a_passkey_and_signs_in_with_it_alone(world: World, site: str) -> None:
    at = site.replace("127.0.0.1", "localhost")  # passkeys belong to a name, not to an address
    with browsing() as browser:
        _invites(officer(browser, world, at, "xa.administrator"))
        page = _window(browser.new_context(base_url=at, locale="en-GB"), at)
        _with_device(page)
        errors: list[str] = []
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        _accepts(page, link_of(world, "xa.nell"))
        page.get_by_role("link", name="Add a passkey").click()
        page.get_by_label("Name of the passkey").fill("phone")
        page.get_by_role("button", name="Make the passkey").click()
        expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
        expect(page.locator(".codes li")).to_have_count(10)
        with page.expect_download() as kept:
            page.get_by_role("link", name="Keep them as a file").click()
        written = kept.value.path().read_text(encoding="utf-8")
        assert written.split() == page.locator(".codes li").all_inner_texts()
        page.get_by_role("link", name="I have kept them: go on").click()
        expect(page.get_by_role("heading", name="Desk", exact=True)).to_be_visible()
        page.locator(".who summary").click()
        page.get_by_role("button", name="Sign out").click()
        page.goto("/sign-in/")
        page.get_by_role("button", name="Sign in with a passkey").click()
        expect(page.get_by_role("heading", name="Desk", exact=True)).to_be_visible()
        page.goto("/account/second-factor/")
        expect(page.get_by_text("phone", exact=True)).to_be_visible()
        expect(page.get_by_role("link", name="Remove phone")).to_have_count(0)
        assert not errors, errors


@pytest.mark.browser
@pytest.mark.provision("CCO-47.1.ii")
def test_proof_by_passkey_leads_back_to_what_asked_for_it(world: World, site: str) -> None:
    at = site.replace("127.0.0.1", "localhost")
    with browsing() as browser:
        page = officer(browser, world, at, "xa.officer")
        _with_device(page)
        page.goto("/account/second-factor/passkeys/new/")
        page.get_by_role("button", name="Make the passkey").click()
        expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
        page.goto("/account/prove/?next=/account/tokens/")
        page.get_by_role("button", name="Use a passkey").click()
        expect(page.get_by_role("heading", name="API tokens")).to_be_visible()
        page.goto("/account/second-factor/")
        page.get_by_role("link", name=re.compile("^Remove Passkey of")).click()
        page.get_by_role("button", name="Remove it").click()
        expect(page.get_by_text("The passkey is removed from your account.")).to_be_visible()
        page.locator(".who summary").click()
        page.get_by_role("button", name="Sign out").click()
        page.goto("/sign-in/")
        page.get_by_role("button", name="Sign in with a passkey").click()
        expect(page.get_by_text("This passkey opens no account here.")).to_be_visible()


@pytest.mark.browser
@pytest.mark.provision("CCO-47.1.ii")
def test_an_invited_person_signs_up_with_an_app_and_no_javascript(world: World, site: str) -> None:
    with browsing() as browser:
        _invites(officer(browser, world, site, "xa.administrator", java_script_enabled=False))
        page = _window(browser.new_context(base_url=site, locale="en-GB", java_script_enabled=False), site)
        _accepts(page, link_of(world, "xa.nell"))
        page.get_by_role("link", name="Add a passkey").click()
        expect(page.get_by_text("This browser cannot use passkeys")).to_be_visible()
        expect(page.get_by_role("button", name="Make the passkey")).to_be_hidden()
        page.get_by_role("link", name="Set up an authenticator app").click()
        picture = page.get_by_role("img", name=re.compile("secret of your account"))
        assert picture.evaluate("image => image.naturalWidth") > 0
        secret = page.locator("#totp-secret").inner_text()
        while time.time() % 30 > LATE:
            time.sleep(0.5)
        page.get_by_label("Code").fill(code_at(secret, int(time.time())))
        page.get_by_role("button", name="Confirm the app").click()
        expect(page.locator(".codes li")).to_have_count(10)
        code = page.locator(".codes li").first.inner_text()
        page.get_by_role("link", name="I have kept them: go on").click()
        expect(page.get_by_role("heading", name="Desk", exact=True)).to_be_visible()
        page.goto("/sign-out/")
        page.get_by_role("main").get_by_role("button", name="Sign out").click()
        page.get_by_label("Name of the account").fill("xa.nell")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("main").get_by_role("button", name="Sign in").click()
        page.get_by_label("Code").fill(code)
        page.get_by_role("main").get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", name="Desk", exact=True)).to_be_visible()
