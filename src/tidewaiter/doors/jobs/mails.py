"""Writes the e-mails that say something waits: events, numbers and where to look, nothing of a case, no name."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext, ngettext

from tidewaiter.actions.assistance import Mail, ToldLine
from tidewaiter.actions.people import invitation_key
from tidewaiter.assistance.mailing import Addressee, Pace
from tidewaiter.doors.words import say

MOST_LINES = 100
"""A longer digest names the number of the rest."""
_SAID = ("number", "other", "day", "about", "instrument")
"""What a sentence in a mail may say; whatever else an event carries stays inside."""
_PLACES: Mapping[str, str] = {
    "request_": "/requests/{subject}/",
    "entry_deleted": "/notices/",
    "entry_": "/central/{subject}/",
    "officer_": "/people/",
    "profile_": "/screening/profiles/{subject}/",
    "mail_": "/notices/",
    "depositary_": "/register/depositary/notices/{subject}/",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One event in words, with the address of the page that shows it."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of a digest about one kind of record; the heading counts those, too, that are left out."""

    heading: str
    lines: tuple[Line, ...]


def message_of(mail: Mail) -> EmailMultiAlternatives:
    """Return the message of one e-mail, text and HTML, in its addressee's language.

    Its Message-ID is that of the delivery at every try, so that whoever gets it twice can tell.
    """
    with translation.override(mail.language):
        shape, subject = _shape(mail)
        told = {
            "language": mail.language,
            "subject": subject,
            "administration": mail.administration,
            "look": say("mail:look"),
            "nothing_here": say("mail:nothing_here"),
            "why": _why(mail),
            "notices": place("/notices/"),
            "choice": place("/account/notices/") if mail.addressee is Addressee.OFFICER else "",
            **_content(mail, shape),
        }
        message = EmailMultiAlternatives(
            subject=subject,
            body=render_to_string(f"mail/{shape}.txt", told).strip() + "\n",
            to=[mail.to],
            headers={
                "Message-ID": f"<{mail.delivery}@{urlsplit(settings.TIDEWAITER.public_url).hostname}>",
                "Auto-Submitted": "auto-generated",
                "Content-Language": mail.language,
            },
        )
        message.attach_alternative(render_to_string(f"mail/{shape}.html", told), "text/html")
        return message


def _shape(mail: Mail) -> tuple[str, str]:
    """The template of a mail, and its subject."""
    if mail.addressee is Addressee.INVITED:
        return "invitation", gettext("Tidewaiter: your account")
    if mail.pace is Pace.EACH:
        return "notice", " ".join(f"Tidewaiter: {line_of(mail.lines[0]).text}".split())
    count = len(mail.lines)
    return "digest", ngettext("Tidewaiter: %(count)d notice", "Tidewaiter: %(count)d notices", count) % {"count": count}


def _content(mail: Mail, shape: str) -> dict[str, object]:
    match shape:
        case "invitation":
            return {"address": place(f"/welcome/{invitation_key(mail.lines[0].subject)}/")}
        case "notice":
            return {"line": line_of(mail.lines[0])}
    return {"groups": groups_of(mail.lines), "count": len(mail.lines), "left_out": max(0, len(mail.lines) - MOST_LINES)}


def _why(mail: Mail) -> str:
    match mail.addressee:
        case Addressee.CONTACT_POINT:
            return gettext(
                "This address receives it as the contact point of %(administration)s. The head of the administration "
                "may record another."
            ) % {"administration": mail.administration}
        case Addressee.OFFICER:
            return gettext("You receive it because you chose so. Change that here:")
    return gettext("Once you have used this link, it opens nothing any more. If you expected no account, do nothing.")


def line_of(told: ToldLine) -> Line:
    """Return one event in the active language, with where to look."""
    said = {name: told.params[name] for name in _SAID if name in told.params}
    text = say(f"event:{told.event}", **said)
    beginnings = (path for beginning, path in _PLACES.items() if told.event.startswith(beginning))
    return Line(text, place(next(beginnings, "/").format(subject=told.subject)))


def groups_of(lines: tuple[ToldLine, ...]) -> tuple[Group, ...]:
    """Return the lines of a digest by what they are about, the oldest first, as many as a mail shows."""
    titles = {
        "request_": gettext("Requests for assistance"),
        "entry_": gettext("Central system"),
        "": gettext("Other notices"),
    }
    sorted_lines: dict[str, list[tuple[int, ToldLine]]] = {}
    for number, line in enumerate(lines):
        beginning = next(each for each in titles if line.event.startswith(each))
        sorted_lines.setdefault(beginning, []).append((number, line))
    return tuple(
        Group(
            gettext("%(title)s: %(count)s") % {"title": titles[beginning], "count": len(sorted_lines[beginning])},
            tuple(line_of(line) for number, line in sorted_lines[beginning] if number < MOST_LINES),
        )
        for beginning in titles
        if beginning in sorted_lines
    )


def place(path: str) -> str:
    """Return the whole address of a page."""
    return f"{settings.TIDEWAITER.public_url}{path}"
