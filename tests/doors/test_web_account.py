"""An account of one's own: begun by invitation, opened by two factors, proved again for what matters."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import URLPattern
from tests.acts import stories
from tests.doors.accounts import PASSWORD, accepted, app_added, invited, journalled, link_of, once_shown, stale
from tests.doors.pages import code_of, hidden, sign_in, text_of
from tests.world import World

from tidewaiter.actions import people
from tidewaiter.actions.act import Clock
from tidewaiter.doors.web.urls import urlpatterns
from tidewaiter.treaty import duties as duties_data
from tidewaiter.treaty.duties import DutyVersion

OPEN_TO_ALL = {
    *("health", "language", "account_login", "account_inactive", "account_logout", "mfa_authenticate"),
    *("mfa_login_webauthn", "welcome", "sign_on_choose", "sign_on_leave", "sign_on_return"),
}
OF_SECOND_FACTOR = {"second_factor", "mfa_activate_totp", "mfa_add_webauthn"}


def test_the_link_shows_who_invites_whom_as_what_and_each_duty_with_its_provision(world: World) -> None:
    page = text_of(Client(HTTP_ACCEPT_LANGUAGE="en").get(invited(world)))
    for told in ("Nell Harbourlight", "Customs of Alder Bank", "xa.nell", "Officer", "xa.administrator"):
        assert told in page
    current = duties_data.current_duties(stories.in_days(0))
    assert current is not None
    for duty in current.duties:
        assert duty.words.in_language("en") in page
        assert duty.provision in page


def test_an_invitation_is_read_in_the_language_it_was_made_in(world: World) -> None:
    page = Client(HTTP_ACCEPT_LANGUAGE="en").get(invited(world, language="nl"))
    assert '<html lang="nl">' in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"password": "short one", "password_again": "short one", "duties": "on"}, "at least 12 characters"),
        ({"password": PASSWORD, "password_again": "another", "duties": "on"}, "are not the same"),
        ({"password": "xa.nell.xa.n", "password_again": "xa.nell.xa.n", "duties": "on"}, "too similar"),
        ({"password": PASSWORD, "password_again": PASSWORD}, "accept"),
        ({}, "This cannot be taken as it stands"),
    ],
)
def test_what_is_wrong_with_an_acceptance_is_said_and_no_password_comes_back(
    world: World, typed: dict[str, str], told: str
) -> None:
    link = invited(world)
    answer = Client(HTTP_ACCEPT_LANGUAGE="en").post(link, typed)
    assert answer.status_code == 422
    assert told in text_of(answer)
    assert PASSWORD not in answer.content.decode()
    assert link_of(world, "xa.nell"), "it still waits"


@pytest.mark.provision("CCO-47.1.ii")
def test_an_account_without_second_factor_opens_the_pages_that_give_it_one_and_nothing_else(world: World) -> None:
    client = accepted(invited(world))
    for pattern in urlpatterns:
        assert isinstance(pattern, URLPattern)
        if pattern.name in OPEN_TO_ALL | OF_SECOND_FACTOR:
            continue
        path = "/" + str(pattern.pattern)
        for kind, value in (
            ("uuid", "0" * 8 + "-0000-4000-8000-" + "0" * 12),
            ("int", "1"),
            ("slug", "x"),
            ("str", "x"),
        ):
            for name in pattern.pattern.converters:
                path = path.replace(f"<{kind}:{name}>", value)
        for answer in (client.get(path), client.post(path)):
            assert answer.status_code in (302, 405), (path, answer.status_code)
            if answer.status_code == 302:
                assert answer["Location"].startswith("/account/second-factor/"), (path, answer["Location"])
    api = client.get("/api/v1/assistance/requests")
    assert api.status_code == 401


@pytest.mark.provision("CCO-47.1.ii")
def test_an_authenticator_app_opens_the_account_and_its_recovery_codes_are_shown_once(world: World) -> None:
    client = accepted(invited(world))
    answer, _ = app_added(client)
    assert answer["Location"] == "/account/second-factor/codes/?next=/"
    codes = client.get(answer["Location"])
    assert codes.headers["Cache-Control"].count("no-store") == 1
    shown = once_shown(codes)
    assert len(shown) == 10
    again = client.get("/account/second-factor/codes/").content.decode()
    assert not any(code in again for code in shown)
    assert client.get("/").status_code == 200
    done = [about for verb, outcome, about in journalled(world, "xa.nell") if outcome == "done"]
    assert {"method": "invitation"} in done
    assert {"change": "totp_added"} in done
    other = Client(HTTP_ACCEPT_LANGUAGE="en")
    step = other.post("/sign-in/", {"login": "xa.nell", "password": PASSWORD})
    assert other.post(step["Location"], {"code": shown[0]})["Location"] == "/"
    third = Client(HTTP_ACCEPT_LANGUAGE="en")
    step = third.post("/sign-in/", {"login": "xa.nell", "password": PASSWORD})
    assert third.post(step["Location"], {"code": shown[0]}).status_code == 200, "a recovery code is taken once"


def test_whoever_left_before_the_second_factor_goes_on_with_link_and_password(world: World) -> None:
    link = invited(world)
    accepted(link)
    refused = Client().post("/sign-in/", {"login": "xa.nell", "password": PASSWORD})
    assert refused.status_code == 403
    other = Client(HTTP_ACCEPT_LANGUAGE="en")
    assert "lacks its second factor" in text_of(other.get(link))
    assert other.post(link, {"password": "not the password"}).status_code == 422
    assert other.post(link, {"password": PASSWORD})["Location"] == "/account/second-factor/"
    app_added(other)
    done = Client(HTTP_ACCEPT_LANGUAGE="en").get(link)
    assert done.status_code == 410
    assert "This invitation was accepted" in text_of(done)


def test_an_hour_after_the_invitation_was_opened_it_is_opened_once_more(world: World) -> None:
    link = invited(world)
    client = accepted(link)
    stale(client, minutes=30)
    assert client.get("/account/second-factor/app/").status_code == 200, "installing an app takes its time"
    stale(client, minutes=31)
    away = client.get("/account/second-factor/app/", follow=True)
    assert away.status_code == 200
    assert "An hour has passed" in text_of(away)
    assert client.post(link, {"password": PASSWORD})["Location"] == "/account/second-factor/"
    app_added(client)
    assert client.get("/").status_code == 200


def test_links_that_open_nothing_say_what_to_do(world: World, moved_clock: Clock) -> None:
    link, stranger = invited(world), Client(HTTP_ACCEPT_LANGUAGE="en")
    forged = stranger.get(link[:-3] + "xy/")
    assert (forged.status_code, "Copy the link from the mail" in text_of(forged)) == (404, True)
    moved_clock.offset = timedelta(days=8)
    ended = stranger.post(link, {"password": PASSWORD, "password_again": PASSWORD, "duties": "on"})
    assert (ended.status_code, "invite you again" in text_of(ended)) == (410, True)
    moved_clock.offset = timedelta()
    waiting = people.list_officers(world.caller("xa.administrator")).invitations
    people.withdraw_invitation(world.caller("xa.administrator"), waiting[0].id)
    withdrawn = stranger.get(link)
    assert (withdrawn.status_code, "withdrawn" in text_of(withdrawn)) == (410, True)


def test_a_designation_that_begins_later_is_accepted_from_its_first_day(world: World, moved_clock: Clock) -> None:
    link = invited(world, designated_from=stories.in_days(20).isoformat())
    early = Client(HTTP_ACCEPT_LANGUAGE="en").get(link)
    assert (early.status_code, "begins later" in text_of(early)) == (403, True)
    moved_clock.offset = timedelta(days=20)
    assert Client().get(link).status_code == 200


@pytest.mark.provision("CCO-47.1")
def test_every_sign_in_is_recorded_once_with_how_it_began(world: World) -> None:
    before = len([line for line in journalled(world, "xa.officer") if line[0] == "sign_in"])
    sign_in(Client(), world, "xa.officer")
    lines = [line for line in journalled(world, "xa.officer") if line[0] == "sign_in"]
    assert len(lines) == before + 1
    assert lines[0] == ("sign_in", "done", {"method": "password"})


@pytest.mark.provision("CCO-47.1")
def test_a_sign_in_that_cannot_be_recorded_is_none(world: World) -> None:
    client = Client(raise_request_exception=False)
    first = client.post("/sign-in/", {"login": "xa.officer", "password": world.accounts["xa.officer"].password})
    with world.raw("postgres") as database:
        database.execute("revoke insert on records_journalentry from app_web")
    assert client.post(first["Location"], {"code": code_of(world, "xa.officer")}).status_code == 500
    with world.raw("postgres") as database:
        database.execute("grant insert on records_journalentry to app_web")
    assert client.get("/").status_code == 302


def test_five_wrong_passwords_close_a_name_for_some_minutes_whether_or_not_there_is_such_an_account(
    world: World,
) -> None:
    pages = []
    for login in ("xa.officer", "nobody.here"):
        client = Client(HTTP_ACCEPT_LANGUAGE="en")
        for _ in range(5):
            assert client.post("/sign-in/", {"login": login, "password": "wrong"}).status_code == 200
        locked = client.post("/sign-in/", {"login": login, "password": world.accounts["xa.officer"].password})
        assert locked.status_code == 429
        pages.append(text_of(locked))
    assert pages[0] == pages[1]
    assert "Wait 5 minutes" in pages[0]
    assert "administrator of your administration" in pages[0]


def _entry_waiting(world: World) -> str:
    return stories.written(world, stories.vessel("MV Quillback"))


@pytest.mark.provision("CCO-47.1.ii")
def test_a_release_six_minutes_after_signing_in_asks_for_proof_and_then_works(world: World) -> None:
    entry = _entry_waiting(world)
    client = world.client("xa.approver")
    stale(client)
    asked = client.post(f"/central/{entry}/release/")
    assert asked["Location"] == f"/account/prove/?next=/central/{entry}/"
    page = client.get(asked["Location"], HTTP_ACCEPT_LANGUAGE="en")
    assert 'name="code"' in page.content.decode()
    assert 'name="password"' not in page.content.decode(), "a password alone is no proof"
    wrong = client.post("/account/prove/", {"code": "000000", "next": f"/central/{entry}/"})
    assert wrong.status_code == 200
    proved = client.post("/account/prove/", {"code": code_of(world, "xa.approver"), "next": f"/central/{entry}/"})
    assert proved["Location"] == f"/central/{entry}/"
    assert client.post(f"/central/{entry}/release/")["Location"] == f"/central/{entry}/"


def test_proof_leads_to_no_other_site(world: World) -> None:
    client = world.client("xa.officer", fresh=False)
    given = {"code": code_of(world, "xa.officer"), "next": "https://elsewhere.example/"}
    assert client.post("/account/prove/", given)["Location"] == "/"


def test_what_was_typed_for_a_token_is_there_again_after_the_proof(world: World) -> None:
    client = world.client("xa.officer")
    mark = hidden(client.get("/account/tokens/new/"), "typing")
    stale(client)
    asked = client.post("/account/tokens/new/", {"typing": mark, "label": "Nightly list", "scopes": ["requests:read"]})
    assert asked["Location"] == "/account/prove/?next=/account/tokens/new/"
    client.post("/account/prove/", {"code": code_of(world, "xa.officer"), "next": "/account/tokens/new/"})
    page = client.get("/account/tokens/new/").content.decode()
    assert 'value="Nightly list"' in page
    assert 'value="requests:read" checked' in page


@pytest.mark.provision("CCO-47.1.ii")
def test_a_token_is_shown_once_does_what_its_scopes_allow_and_is_revoked(world: World) -> None:
    client = world.client("xa.officer")
    given = {"label": "Nightly list", "scopes": ["requests:read"], "expires_on": stories.in_days(30).isoformat()}
    shown = client.post("/account/tokens/new/", given)
    assert "no-store" in shown.headers["Cache-Control"]
    token = once_shown(shown)[0]
    assert token not in client.get("/account/tokens/").content.decode()
    assert "Nightly list" in text_of(client.get("/account/tokens/"))
    bearer = {"HTTP_AUTHORIZATION": f"Bearer {token}"}
    assert Client().get("/api/v1/assistance/requests", **bearer).status_code == 200
    assert Client().get("/api/v1/central/entries", **bearer).status_code == 403
    found = next(each for each in people.list_tokens(world.caller("xa.officer")) if each.label == "Nightly list")
    assert world.client("xb.head").get(f"/account/tokens/{found.id}/revoke/").status_code == 404
    assert client.post(f"/account/tokens/{found.id}/revoke/")["Location"] == "/account/tokens/"
    assert Client().get("/api/v1/assistance/requests", **bearer).status_code == 401


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"label": ""}, "label"),
        ({"scopes": []}, "scope"),
        ({"expires_on": "2099-01-01"}, "2027"),
        ({"expires_on-day": "31", "expires_on-month": "2", "expires_on-year": "2027", "expires_on": ""}, "no such day"),
        ({"networks": "10.0.0.0/99"}, "10.0.0.0/99"),
    ],
)
def test_what_is_wrong_with_a_token_is_said_at_its_field(world: World, wrong: dict[str, object], told: str) -> None:
    given = {"label": "List", "scopes": ["requests:read"], "expires_on": stories.in_days(30).isoformat(), **wrong}
    answer = world.client("xa.officer").post("/account/tokens/new/", given, HTTP_ACCEPT_LANGUAGE="en")
    assert answer.status_code == 422
    assert told.lower() in text_of(answer).lower()


def test_the_account_page_says_how_one_signs_in_and_where(world: World) -> None:
    client = world.client("xa.officer")
    client.defaults["HTTP_USER_AGENT"] = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    page = text_of(client.get("/account/"))
    for told in ("Ada Fernwick", "xa.officer", "authenticator app", "Firefox on Linux", "Here", "Certified"):
        assert told in page


def test_other_sessions_end_one_by_one_or_all_at_once_and_no_others_session_at_all(world: World) -> None:
    here, there, elsewhere = (world.client("xa.officer") for _ in range(3))
    stranger = world.client("xb.officer")
    for client in (here, there, elsewhere, stranger):
        assert client.get("/account/").status_code == 200
    ids = _sessions(there)
    theirs = _sessions(stranger)
    assert here.post(f"/account/sessions/{theirs[0]}/end/").status_code == 404
    assert stranger.get("/account/").status_code == 200
    assert here.post(f"/account/sessions/{ids[0]}/end/")["Location"] == "/account/"
    assert there.get("/account/").status_code == 302, "the place last seen first was that one itself"
    assert here.post("/account/sessions/end/")["Location"] == "/account/"
    assert elsewhere.get("/account/").status_code == 302
    assert here.get("/account/").status_code == 200


def _sessions(client: Client) -> list[str]:
    page = client.get("/account/").content.decode()
    return [part.split("/")[0] for part in page.split("/account/sessions/")[1:] if part[0].isdigit()]


@pytest.mark.provision("CCO-47.1.ii")
def test_a_new_password_needs_the_old_one_and_ends_every_other_session(world: World) -> None:
    here, there = world.client("xa.officer"), world.client("xa.officer")
    there.get("/account/")
    new = {"password1": PASSWORD, "password2": PASSWORD}
    wrong = here.post("/account/password/", {"oldpassword": "guessed", **new}, HTTP_ACCEPT_LANGUAGE="en")
    assert "not the password that the account has now" in text_of(wrong)
    right = here.post("/account/password/", {"oldpassword": world.accounts["xa.officer"].password, **new})
    assert right["Location"] == "/account/"
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302
    assert Client().post("/sign-in/", {"login": "xa.officer", "password": PASSWORD})["Location"] == "/sign-in/code/"
    assert ("change_sign_in", "done", {"change": "password"}) in journalled(world, "xa.officer")


def test_no_password_of_a_change_that_needs_proof_is_kept_in_the_session(world: World) -> None:
    client = world.client("xa.officer")
    stale(client)
    given = {"oldpassword": "the old one", "password1": PASSWORD, "password2": PASSWORD}
    assert client.post("/account/password/", given)["Location"].startswith("/account/prove/")
    assert PASSWORD not in str(dict(client.session.items()))


@pytest.mark.provision("CCO-47.1.ii")
def test_the_only_second_factor_is_never_removed(world: World) -> None:
    client = world.client("xa.officer")
    page = client.get("/account/second-factor/").content.decode()
    assert "/account/second-factor/app/remove/" not in page
    assert client.post("/account/second-factor/app/remove/").status_code == 409
    assert (
        Client()
        .post("/sign-in/", {"login": "xa.officer", "password": world.accounts["xa.officer"].password})
        .status_code
        == 302
    ), "the account still has its second factor"


def test_new_recovery_codes_replace_the_old_ones(world: World) -> None:
    client = world.client("xa.officer")
    made = client.post("/account/second-factor/codes/new/")
    assert made["Location"] == "/account/second-factor/codes/"
    first = once_shown(client.get(made["Location"]))
    client.post("/account/second-factor/codes/new/")
    second = once_shown(client.get(made["Location"]))
    assert not set(first) & set(second)
    old, new = Client(), Client()
    for browser in (old, new):
        browser.post("/sign-in/", {"login": "xa.officer", "password": world.accounts["xa.officer"].password})
    assert old.post("/sign-in/code/", {"code": first[0]}).status_code == 200
    assert new.post("/sign-in/code/", {"code": second[0]})["Location"] == "/"


@pytest.fixture
def newer_duties(monkeypatch: pytest.MonkeyPatch) -> DutyVersion:
    """A second version of the duties, in effect since ten days; the first one is data and stays."""
    first = duties_data.versions()[0]
    second = DutyVersion(
        "9999-1",
        stories.in_days(-10),
        (*first.duties[1:], first.duties[0].__class__("CCO-52.2", "verified", first.duties[0].words)),
    )
    both = (first, second)
    monkeypatch.setattr(duties_data, "versions", lambda: both)
    return second


@pytest.mark.provision("CCO-52.2")
def test_a_new_version_of_the_duties_waits_on_the_desk_and_closes_the_account_in_time(
    world: World, newer_duties: DutyVersion, moved_clock: Clock
) -> None:
    client = world.client("xa.officer")
    desk = text_of(client.get("/"))
    assert "The duties have changed." in desk
    page = text_of(client.get("/account/duties/"))
    assert "New" in page
    assert "No longer among them" in page
    moved_clock.offset = timedelta(days=21)
    assert client.get("/requests/")["Location"] == "/account/duties/?next=/requests/"
    unticked = client.post("/account/duties/", {"version": "9999-1"})
    assert unticked.status_code == 422
    assert client.post("/account/duties/", {"version": "older", "duties": "on"}).status_code == 409
    given = {"version": "9999-1", "duties": "on", "next": "/requests/"}
    assert client.post("/account/duties/", given)["Location"] == "/requests/"
    assert client.get("/requests/").status_code == 200
    assert "The duties have changed." not in text_of(client.get("/"))


def test_duties_that_are_accepted_can_be_read_again(world: World) -> None:
    page = text_of(world.client("xa.officer").get("/account/duties/"))
    assert "You have accepted it." in page
