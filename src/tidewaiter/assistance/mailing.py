"""The life of one e-mail: its stages, when it is due, when it is tried again, and when it is given up."""

from datetime import datetime, time, timedelta
from enum import StrEnum


class Pace(StrEnum):
    """How often an addressee wants mail."""

    EACH = "each"
    DAILY = "daily"
    WEEKLY = "weekly"
    NONE = "none"


class Addressee(StrEnum):
    """Whom a mail is for: the administration's contact point, one of its officers, or a person it invites."""

    CONTACT_POINT = "contact_point"
    OFFICER = "officer"
    INVITED = "invited"


class MailStage(StrEnum):
    """How far one mail is."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    GIVEN_UP = "given_up"
    UNCERTAIN = "uncertain"
    DROPPED = "dropped"


class Outcome(StrEnum):
    """What became of one try: taken, not taken now, refused for good, or nobody can say."""

    TAKEN = "taken"
    FAILED = "failed"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"


OPEN_STAGES = (MailStage.WAITING, MailStage.FAILED)
"""Stages from which a mail is still tried; from SENDING it never is again, so that none is sent twice."""
WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)
"""How long is waited after the first, second, ... failed try; after the last one the mail is given up."""
CLAIM_LASTS = timedelta(minutes=15)
"""After so long a mail that was being sent has no worker any more; no session with a mail server lasts half of it."""
DIGEST_AT = time(6, 0)
"""The moment of the day, in UTC, at which digests leave."""
_MONDAY = 0


def due_at(pace: Pace, at: datetime) -> datetime:
    """The moment at which a mail leaves that tells of something noticed at `at`, in UTC."""
    if pace not in (Pace.DAILY, Pace.WEEKLY):
        return at
    hour = datetime.combine(at.date(), DIGEST_AT, at.tzinfo)
    if hour <= at:
        hour += timedelta(days=1)
    if pace is Pace.WEEKLY:
        hour += timedelta(days=(_MONDAY - hour.weekday()) % 7)
    return hour


def after(outcome: Outcome, tries: int, at: datetime) -> tuple[MailStage, datetime | None]:
    """The stage after a try, and the moment of the next one where there is one; `tries` counts this one too."""
    match outcome:
        case Outcome.TAKEN:
            return MailStage.SENT, None
        case Outcome.UNCERTAIN:
            return MailStage.UNCERTAIN, None
        case Outcome.FAILED if tries <= len(WAITS):
            return MailStage.FAILED, at + WAITS[tries - 1]
    return MailStage.GIVEN_UP, None
