"""Unsent work: kept by itself while it is typed, offered when the form is opened again, and nobody else's to read."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from tests.acts import stories
from tests.doors.browsing import browsing, officer
from tests.doors.pages import CONTENT, FORM, drafted, hidden, text_of
from tests.world import World

from tidewaiter.access.facts import Caller
from tidewaiter.actions import people
from tidewaiter.actions.act import Clock, Invalid

TYPED = "matter=Half+a+sentence&purpose=proper_application"


def person(world: World, username: str) -> Caller:
    """The officer as one who signed in: what is being typed is open to no token."""
    return replace(world.caller(username), scopes=None)


def keep(world: World, username: str = "xa.officer", path: str = FORM, typed: str = TYPED) -> None:
    """What the script does some seconds after typing stops."""
    answer = world.client(username).post("/work/keep/", {"path": path, "typed": typed})
    assert answer.status_code == 200, answer.content


def test_unsent_work_is_offered_again_and_stands_in_the_form_as_it_was_left(world: World) -> None:
    keep(world)
    client = world.client("xa.officer")
    page = client.get(FORM)
    assert re.search(r"You were writing this on \d+ \w+ \d{4}, \d\d:\d\d UTC", text_of(page))
    assert "Half a sentence" not in page.content.decode()
    assert "data-keep" not in page.content.decode()
    going_on = client.get(FORM + "&continue=1")
    assert 'value="Half a sentence"' in going_on.content.decode()
    assert f'data-keep="{FORM.replace("&", "&amp;")}"' in going_on.content.decode()


def test_handing_the_form_in_drops_what_was_kept(world: World) -> None:
    keep(world)
    client = world.client("xa.officer")
    client.post(FORM + "&continue=1", {**CONTENT, "kept": "1"})
    assert "You were writing this" not in text_of(client.get(FORM))
    assert people.open_form(person(world, "xa.officer"), FORM) is None


def test_a_form_that_is_not_taken_leaves_what_was_kept(world: World) -> None:
    client = world.client("xa.cais_official")
    keep(world, "xa.cais_official", "/central/new/?kind=person", "names-1-text=Jorin+Maldavec")
    assert client.post("/central/new/?kind=person", {"kept": "1"}).status_code == 422
    assert "You were writing this" in text_of(client.get("/central/new/?kind=person"))


def test_the_desk_lists_unsent_work_and_forgets_what_is_discarded(world: World) -> None:
    keep(world)
    client = world.client("xa.officer")
    desk = client.get("/")
    assert "Your unsent work XA asks XB to verify a control Half a sentence" in text_of(desk)
    assert f'href="{FORM.replace("&", "&amp;")}&amp;continue=1"' in desk.content.decode()
    assert client.post("/work/drop/", {"path": FORM, "next": "/"})["Location"] == "/"
    assert "Half a sentence" not in text_of(client.get("/"))


@pytest.mark.provision("CCO-47.1.iii")
def test_unsent_work_is_its_writers_alone(world: World) -> None:
    keep(world)
    for colleague in ("xa.approver", "xa.head", "xa.administrator", "xb.officer"):
        assert people.open_form(person(world, colleague), FORM) is None
        assert "Half a sentence" not in text_of(world.client(colleague).get("/"))
        assert people.drop_form(person(world, colleague), FORM) is False
    assert people.open_form(person(world, "xa.officer"), FORM) is not None


@pytest.mark.provision("CCO-47.1.ii")
def test_no_password_and_no_token_is_ever_kept(world: World) -> None:
    secret = "matter=x&password=hunter2&new_password1=hunter2&csrfmiddlewaretoken=abc&recovery_code=1234&typing=abc"
    keep(world, typed=secret)
    found = people.open_form(person(world, "xa.officer"), FORM)
    assert found is not None
    assert found.typed == "matter=x"


@pytest.mark.parametrize(
    "path", ["/sign-in/", "/account/", "https://elsewhere.invalid/", "//elsewhere.invalid/", "/nowhere/", "/"]
)
def test_only_forms_of_ours_are_kept_and_never_those_of_an_account(world: World, path: str) -> None:
    answer = world.client("xa.officer").post("/work/keep/", {"path": path, "typed": "a=b"})
    assert answer.status_code == 422


@pytest.mark.parametrize("path", ["/sign-in/", "/account/keys/", "//elsewhere.invalid/", "no path", "/" + "x" * 400])
def test_the_act_itself_refuses_addresses_that_are_not_a_forms(world: World, path: str) -> None:
    with pytest.raises(Invalid):
        people.keep_form(person(world, "xa.officer"), path, "a=b")


def test_what_is_too_long_is_refused_and_old_work_makes_room(world: World) -> None:
    who = person(world, "xa.officer")
    with pytest.raises(Invalid):
        people.keep_form(who, FORM, "a=" + "b" * 300_000)
    for number in range(45):
        people.keep_form(who, f"/requests/new/form/?to=X{number}", "a=b")
    assert people.open_form(who, "/requests/new/form/?to=X0") is None
    assert people.open_form(who, "/requests/new/form/?to=X44") is not None


def test_the_journal_names_the_form_and_nothing_that_was_typed(world: World) -> None:
    keep(world)
    line = next(each for each in people.read_journal(world.caller("xa.head"), limit=5) if each.verb == "keep_form")
    assert line.about == {"path": "/requests/new/form/"}


def test_unsent_work_ends_after_thirty_days(world: World, moved_clock: Clock) -> None:
    keep(world)
    moved_clock.offset = timedelta(days=29)
    assert people.open_form(person(world, "xa.officer"), FORM) is not None
    moved_clock.offset = timedelta(days=31)
    assert people.open_form(person(world, "xa.officer"), FORM) is None


def test_work_begun_before_a_colleagues_change_does_not_write_over_it_unseen(world: World) -> None:
    mine, theirs = world.client("xa.officer"), world.client("xa.approver")
    record = drafted(mine)
    old = hidden(mine.get(f"{record}edit/"), "etag")
    keep(world, path=f"{record}edit/", typed=f"matter=Mine&etag={old}")
    theirs.post(f"{record}edit/", {**CONTENT, "matter": "Theirs", "etag": old})
    page = mine.get(f"{record}edit/?continue=1")
    assert 'value="Mine"' in page.content.decode()
    assert "Somebody else changed this request meanwhile" in text_of(page)


@pytest.mark.provision("SYS-7", "CCO-53.1")
def test_what_an_officer_may_not_do_with_an_entry_is_listed_with_its_reason(world: World) -> None:
    entry = stories.written(world, stories.vessel("MV Petrel"), "xa.cais_official")
    page = text_of(world.client("xa.cais_official").get(f"/central/{entry}/"))
    assert re.search(r"Not open to you .* SYS-7", page)
    assert "Release it to those admitted" in text_of(world.client("xa.officer").get(f"/central/{entry}/"))


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (("31", "2", "2031"), "There is no such day in that month."),
        (("3", "", "2031"), "Give the day, the month and the year"),
        (("3", "13", "2031"), "Write the month as a number from 1 to 12"),
        (("3", "2", "31"), "Write the year with four figures."),
    ],
)
def test_a_day_that_is_none_comes_back_as_it_was_typed_with_what_is_wrong(
    world: World, parts: tuple[str, str, str], words: str
) -> None:
    client = world.client("xa.officer")
    entry = stories.written(world, stories.person("Jorin Maldavec"))
    typed = dict(zip(("until-day", "until-month", "until-year"), parts, strict=True))
    answer = client.post(f"/central/{entry}/extend/", {**typed, "reason": "Still open"})
    assert answer.status_code == 422
    assert words in text_of(answer)
    for name, value in typed.items():
        assert re.search(rf'name="{name}"[^>]*value="{value}"', answer.content.decode())


@pytest.mark.parametrize("month", ["6", "06", "June", "jun"])
def test_a_month_is_written_as_a_number_or_as_a_word(world: World, month: str) -> None:
    client = world.client("xa.officer")
    client.cookies["django_language"] = "en"
    entry = stories.released(world, stories.person("Jorin Maldavec"))
    typed = {"until-day": "30", "until-month": month, "until-year": "2032", "reason": "Still open"}
    assert client.post(f"/central/{entry}/extend/", typed)["Location"] == f"/central/{entry}/"
    assert "30 June 2032" in text_of(client.get(f"/central/{entry}/"))


def test_every_form_gives_back_what_was_typed_when_the_session_had_ended(world: World) -> None:
    entry = stories.released(world, stories.person("Jorin Maldavec"))
    rfa = stories.played(world, "send")
    forms = {
        FORM: "matter",
        "/central/search/": "names-1-text",
        "/central/new/?kind=person": "names-1-text",
        f"/central/{entry}/edit/": "change_reason",
        f"/central/{entry}/extend/": "until-month",
        f"/central/{entry}/delete/": "reason",
        f"/requests/{rfa}/moves/withdraw/": "reason",
    }
    for path, name in forms.items():
        client = world.client("xa.officer")
        typed = {name: "Quillback words", "typing": hidden(client.get(path), "typing")}
        client.session.flush()
        assert client.post(path, typed)["Location"].startswith("/sign-in/"), path
        sealed, user = client.session["typed"], world.client("xa.officer")
        session = user.session
        session["typed"] = sealed
        session.save()
        user.cookies["typed"] = client.cookies["typed"].value
        assert "Quillback words" in user.get(path).content.decode(), path


@pytest.mark.browser
def test_a_browser_that_closes_loses_nothing(world: World, site: str) -> None:
    with browsing() as browser:
        page = officer(browser, world, site, "xa.officer")
        page.goto(FORM)
        page.locator("[name=matter]").press_sequentially("Twelve pallets")
        expect(page.get_by_role("status")).to_have_text(re.compile(r"Kept at \d\d:\d\d UTC"))
        page.locator("[name=reasons]").press_sequentially("A third of the usual price")
        page.goto("/")
        page.get_by_role("link", name="XA asks XB to verify a control").click()
        expect(page.locator("[name=matter]")).to_have_value("Twelve pallets")
        expect(page.locator("[name=reasons]")).to_have_value("A third of the usual price")
        page.get_by_role("button", name="Keep the draft").last.click()
        expect(page.get_by_role("heading", name="What it still lacks")).to_be_visible()
        page.goto("/")
        expect(page.get_by_text("Your unsent work")).to_have_count(0)


@pytest.mark.browser
def test_a_cited_provision_opens_as_a_card_and_gives_the_focus_back(world: World, site: str) -> None:
    with browsing() as browser:
        page = officer(browser, world, site, "xa.officer")
        page.goto(FORM)
        cited = page.get_by_role("main").get_by_role("link", name=re.compile(r"^CCO-\d")).first
        cited.click()
        card = page.get_by_role("dialog")
        expect(card.get_by_role("heading", name=re.compile("^CCO-"))).to_be_visible()
        assert "/register/" not in page.url
        page.keyboard.press("Escape")
        expect(card).to_have_count(0)
        expect(cited).to_be_focused()
        without = browser.new_context(
            base_url=site, java_script_enabled=False, storage_state=page.context.storage_state()
        )
        plain = without.new_page()
        plain.goto(FORM)
        plain.get_by_role("main").get_by_role("link", name=re.compile(r"^CCO-\d")).first.click()
        expect(plain.get_by_role("heading", level=1)).to_be_visible()
        assert "/register/provisions/" in plain.url


@pytest.mark.browser
def test_keys_lead_to_places_and_can_be_switched_off(world: World, site: str) -> None:
    with browsing() as browser:
        page = officer(browser, world, site, "xa.officer")
        page.keyboard.press("g")
        page.keyboard.press("r")
        page.wait_for_url("**/requests/")
        page.keyboard.press("/")
        expect(page.get_by_label("State")).to_be_focused()
        page.get_by_role("heading", level=1).click()
        page.keyboard.press("?")
        keys = page.get_by_role("dialog", name="Keys")
        expect(keys).to_be_visible()
        keys.get_by_label("Use these keys in this browser").uncheck()
        page.keyboard.press("Escape")
        page.reload()
        page.keyboard.press("?")
        expect(page.get_by_role("dialog")).to_have_count(0)
        page.get_by_role("button", name="Keys").click()
        expect(keys.get_by_label("Use these keys in this browser")).not_to_be_checked()


@pytest.mark.browser
def test_a_form_pressed_twice_is_sent_once(world: World, site: str) -> None:
    with browsing() as browser:
        page = officer(browser, world, site, "xa.officer")
        page.goto(FORM)
        page.locator("[name=matter]").fill("Pressed twice")
        page.get_by_role("button", name="Keep the draft").last.dblclick()
        expect(page.get_by_role("heading", name="What it still lacks")).to_be_visible()
        page.goto("/requests/?state=draft")
        expect(page.get_by_role("link", name="Pressed twice")).to_have_count(1)
