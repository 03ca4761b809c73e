"""What a mail says, in each language and both parts: what happened, a number, where to look, and nothing else."""

import re
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from django.core.mail import EmailMultiAlternatives
from tests.acts import stories
from tests.acts.posting import chooses, drained
from tests.doors.api_calls import NOWHERE
from tests.world import World

from tidewaiter.actions.assistance import Mail, ToldLine
from tidewaiter.assistance.mailing import Addressee, Pace
from tidewaiter.doors.jobs.mails import MOST_LINES, message_of
from tidewaiter.doors.words import all_keys

LANGUAGES = ("en", "fr", "es", "nl")
AT = datetime(2031, 3, 12, 10, 0, tzinfo=UTC)
EVENTS = sorted(key.removeprefix("event:") for key in all_keys() if key.startswith("event:"))
NAMES = re.compile(r"quillfeather|pallet|cavit|hollow|400 hours|broker|\bg10\b|ottmar|customs act", re.IGNORECASE)


class Reading(HTMLParser):
    """Reads HTML as strictly as needed here: tags are closed in order, and what it says is kept."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def read(html: str) -> Reading:
    reading = Reading()
    reading.feed(html)
    assert reading.open == []
    return reading


def html_of(message: EmailMultiAlternatives) -> str:
    (alternative,) = message.alternatives
    assert alternative.mimetype == "text/html"
    return str(alternative.content)


def mail(
    *lines: ToldLine, pace: Pace = Pace.EACH, language: str = "en", addressee: Addressee = Addressee.OFFICER
) -> Mail:
    return Mail("7a4c", 1, "an.officer@example.invalid", addressee, pace, "XB", language, lines)


_ABOUT = {"depositary_notice": {"about": "deposit", "instrument": "cco-2019"}}


def told(event: str = "request_sent", **more: str) -> ToldLine:
    return ToldLine(
        event,
        NOWHERE,
        {"number": "XA-2026-AAAAA", "other": "XA", "day": "2031-03-12", **_ABOUT.get(event, {}), **more},
        AT,
    )


@pytest.mark.parametrize("event", [event for event in EVENTS if event != "officer_invited"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_event_is_said_in_each_language_and_links_to_a_page(language: str, event: str) -> None:
    message = message_of(mail(told(event), language=language))
    html = read(html_of(message))
    assert html.tags[0] == ("html", {"lang": language})
    assert message.extra_headers["Content-Language"] == language
    links = [attrs["href"] for tag, attrs in html.tags if tag == "a"]
    assert links
    for link in links:
        assert link.startswith("http://localhost:8000/")
        assert link in message.body
    sentence = message.subject.removeprefix("Tidewaiter: ")
    for part in (message.body, html.words):
        assert sentence in " ".join(part.split())  # a space that must not break is a plain one in a subject
    assert "event:" not in message.subject
    assert "…" not in message.subject


@pytest.mark.parametrize("pace", [Pace.EACH, Pace.DAILY])
def test_the_four_languages_say_it_differently(pace: Pace) -> None:
    messages = [message_of(mail(told(), told("entry_expiring"), pace=pace, language=each)) for each in LANGUAGES]
    assert len({message.body for message in messages}) == len({html_of(message) for message in messages}) == 4
    assert len({message.subject for message in messages}) >= 3


def test_a_mail_is_simple_html_with_the_tide_line_and_no_colours_of_its_own() -> None:
    message = message_of(mail(told(), pace=Pace.DAILY))
    html = html_of(message)
    assert "4px double" in html
    assert '<meta name="color-scheme" content="light dark">' in html
    assert not re.search(r"<table|<style|<script|<img|url\(|[; \"]color:(?!inherit)|background", html)
    assert re.findall(r"https?://[^\"<]+", html)
    assert all(each.startswith("http://localhost:8000") for each in re.findall(r"https?://[^\"<\s]+", html))


def test_whatever_else_an_event_carries_stays_out_of_the_mail_and_no_markup_gets_in() -> None:
    secret = told(reason="Ottmar Quillfeather was seen", matter="hollow pallets")
    marked = told(number="<b>XA</b>&1")
    for pace in (Pace.EACH, Pace.DAILY):
        message = message_of(mail(secret, marked, pace=pace))
        assert not NAMES.search(f"{message.subject}{message.body}{html_of(message)}")
    html = html_of(message)
    assert "<b>" not in html
    assert "&lt;b&gt;XA&lt;/b&gt;&amp;1" in html
    assert "<b>XA</b>&1" in message.body


@pytest.mark.provision("CCO-30.1")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mail_of_a_real_case_holds_nothing_of_the_case(world: World, language: str) -> None:
    drained(world)
    with world.raw("postgres") as installer:
        installer.execute("update records_officer set language = %s", [language])
    chooses(world, "xa.officer", "each")
    stories.played(world, "send", "receive", "decline", draft=stories.NAMING)
    mails = drained(world)
    assert {(each.addressee, each.language) for each in mails} >= {(Addressee.OFFICER, language)}
    officers = [account for account in world.accounts if account.startswith(("xa.", "xb."))]
    for each in mails:
        message = message_of(each)
        for text in (message.subject, message.body, html_of(message)):
            assert not NAMES.search(text)
            assert not any(officer in text for officer in officers)


def test_a_digest_counts_and_lists_what_was_told() -> None:
    message = message_of(
        mail(told(), told("request_answered"), told("entry_expiring"), told("mail_given_up"), pace=Pace.WEEKLY)
    )
    assert message.subject == "Tidewaiter: 4 notices"
    for part in (message.body, read(html_of(message)).words):
        assert "XB was told 4 things" in part
        assert "Requests for assistance: 2" in part
        assert "Central system: 1" in part
        assert "Other notices: 1" in part
    assert f"http://localhost:8000/central/{NOWHERE}/" in message.body
    assert message_of(mail(told(), pace=Pace.DAILY)).subject == "Tidewaiter: 1 notice"


def test_a_long_digest_says_how_many_it_leaves_out() -> None:
    message = message_of(mail(*(told() for _ in range(MOST_LINES + 7)), pace=Pace.DAILY))
    assert message.body.count("- XA sent request") == MOST_LINES
    assert "7 more stand on the page of notices." in message.body
    assert f"Requests for assistance: {MOST_LINES + 7}" in message.body


def test_the_same_mail_tried_again_has_the_same_id() -> None:
    first, again = (message_of(mail(told())) for _ in range(2))
    assert first.message()["Message-ID"] == again.message()["Message-ID"] == "<7a4c@localhost>"


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_invitation_goes_to_the_invited_person_with_a_link_and_no_name(language: str) -> None:
    invited = ToldLine("officer_invited", NOWHERE, {}, AT)
    message = message_of(mail(invited, language=language, addressee=Addressee.INVITED))
    (link, *_) = re.findall(r"http://\S+", message.body)
    assert link in html_of(message)
    assert "XB" in message.body
    assert NOWHERE not in message.subject
