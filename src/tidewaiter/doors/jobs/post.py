"""Takes one written mail to the mail server, and says what became of it: taken, not now, never, or nobody knows."""

import logging
import smtplib
from smtplib import (
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPServerDisconnected,
)
from typing import Any

from django.core.mail import get_connection
from django.core.mail.backends import smtp
from django.core.mail.backends.base import BaseEmailBackend

from tidewaiter.actions.assistance import Mail, Posted
from tidewaiter.assistance.mailing import Outcome
from tidewaiter.doors.jobs.mails import message_of

logger = logging.getLogger(__name__)

UNREACHABLE = "unreachable"
"""The problem of a mail server that nobody answers for: the other mails need not be tried now."""
_FOR_GOOD = 500


class Unanswered(SMTPServerDisconnected):
    """The line broke while the mail was handed over: the server may have taken it."""


class _Telling:
    """Tells a line that broke while the mail was handed over from one that broke before."""

    def data(self, msg: Any) -> Any:
        """Hand over the mail itself."""
        try:
            return super().data(msg)  # type: ignore[misc]  # of the class it is mixed into
        except SMTPResponseException:
            raise
        except OSError as broken:
            raise Unanswered(type(broken).__name__) from broken


class _Line(_Telling, smtplib.SMTP):
    """A session in the clear, or one that turns to TLS."""


class _SecureLine(_Telling, smtplib.SMTP_SSL):
    """A session in TLS from the first byte."""


class EmailBackend(smtp.EmailBackend):
    """Django's way to a mail server, over a line that tells when nobody knows whether a mail was taken."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """The class of the session."""
        return _SecureLine if self.use_ssl else _Line


def send(mail: Mail) -> Posted:
    """Send one claimed mail once."""
    outcome, problem = _sent(mail)
    if outcome is not Outcome.TAKEN:
        # the addressee is not logged: the log is read by others than the administration's
        logger.warning("the mail %s was not sent: %s (%s)", mail.delivery, outcome, problem)
    return Posted(mail.delivery, mail.tries, outcome, problem)


def _sent(mail: Mail) -> tuple[Outcome, str]:
    try:
        message = message_of(mail)
    except Exception:  # whatever is wrong with our words, the mail was certainly not sent
        logger.exception("the mail %s could not be written", mail.delivery)
        return Outcome.FAILED, "unwritten"
    connection = get_connection()
    try:
        connection.open()
        taken = connection.send_messages([message])
    except (SMTPException, OSError, ValueError) as problem:
        return _became(problem)
    finally:
        _close(connection)
    return (Outcome.TAKEN, "") if taken else (Outcome.FAILED, "not_taken")


def _became(problem: Exception) -> tuple[Outcome, str]:
    """What a failure means for the mail; only what concerns its own address or content is for good."""
    match problem:
        case Unanswered():
            became = Outcome.UNCERTAIN, "unanswered"
        case SMTPRecipientsRefused():
            became = _refused([code for code, _ in problem.recipients.values()])
        case SMTPDataError():
            became = _refused([problem.smtp_code])
        case SMTPResponseException():
            became = Outcome.FAILED, str(problem.smtp_code)
        case ValueError():
            became = Outcome.REFUSED, "bad_address"
        case _:
            became = Outcome.FAILED, UNREACHABLE
    return became


def _refused(codes: list[int]) -> tuple[Outcome, str]:
    lasting = bool(codes) and min(codes) >= _FOR_GOOD
    return (Outcome.REFUSED if lasting else Outcome.FAILED), str(min(codes, default="not_taken"))


def _close(connection: BaseEmailBackend) -> None:
    """A mail that was taken stays taken, however the session ends."""
    try:
        connection.close()
    except (SMTPException, OSError) as problem:
        logger.info("the session with the mail server ended badly: %s", type(problem).__name__)
