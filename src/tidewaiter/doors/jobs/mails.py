"""Writes and sends the e-mails that say something waits: an event, a number and where to look, nothing of a case."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext

from tidewaiter.actions.assistance import Mail
from tidewaiter.doors.words import say

logger = logging.getLogger(__name__)

_PLACES = {"request": "/requests/{subject}/", "entry": "/central/{subject}/"}


def send(mail: Mail) -> bool:
    """Send one e-mail in its addressee's language; False when the mail server did not take it."""
    try:
        return message_of(mail).send() == 1
    except (SMTPException, OSError) as problem:
        # the addressee is not logged: the log is read by others than the administration's
        logger.warning("a mail of the event %s was not taken: %s", mail.event, type(problem).__name__)
        return False


def message_of(mail: Mail) -> EmailMessage:
    """Return the message of one e-mail."""
    with translation.override(mail.language):
        event = say(f"event:{mail.event}", **mail.params)
        lines = [event, "", gettext("Sign in to Tidewaiter to see it:"), place_of(mail)]
        subject = " ".join(f"Tidewaiter: {event}".split())
        return EmailMessage(subject=subject, body="\n".join(lines), to=[mail.to])


def place_of(mail: Mail) -> str:
    """Return the address of the page that shows what the mail is about."""
    places = (place for beginning, place in _PLACES.items() if mail.event.startswith(beginning))
    path: str = next(places, "/").format(subject=mail.subject)
    return f"{settings.TIDEWAITER.public_url}{path}"
