"""E-mails and how far each is: made with a notice, claimed before sending, settled after; none is claimed again."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.assistance.mailing import CLAIM_LASTS, OPEN_STAGES, Addressee, MailStage, Outcome, Pace, after, due_at
from tidewaiter.records.markings import marking_for
from tidewaiter.records.models import MailDelivery, MailLine, Notice
from tidewaiter.records.models.marking import known_id

_MAKING = 7_409_211


def make_alone() -> None:
    """Lets one worker at a time make mails, so that an addressee gets one digest and not two halves."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [_MAKING])


def add(notice: Notice, addressee: Addressee, at: datetime, *, officer: str = "", pace: Pace = Pace.EACH) -> None:
    """Puts a notice into the mail that tells this addressee of it: one of its own, or the digest that gathers.

    Its own leaves in the order of what happened; a digest is counted from now, so that a late notice makes no second.
    """
    due = notice.at if pace is Pace.EACH else due_at(pace, at)
    facts = _facts(notice.administration, officer)
    delivery = _gathering(notice.administration, officer, pace, due) if pace is not Pace.EACH else None
    if delivery is None:
        delivery = MailDelivery.objects.create(
            marking_id=marking_for(facts),
            administration=notice.administration,
            addressee=addressee.value,
            officer=officer,
            pace=pace.value,
            stage=MailStage.WAITING.value,
            due_at=due,
            try_at=due,
        )
    MailLine.objects.create(marking_id=delivery.marking_id, delivery=delivery, notice=notice, officer=officer)


def _facts(administration: str, officer: str) -> Facts:
    """The contact point's mails are the whole administration's business, an officer's own only the officer's."""
    if officer:
        return Facts(Kind.PERSONAL, owner=administration, allow_officers=(officer,))
    return Facts(Kind.NOTICE, owner=administration)


def _gathering(administration: str, officer: str, pace: Pace, due: datetime) -> MailDelivery | None:
    found = MailDelivery.objects.select_for_update().filter(
        administration=administration, officer=officer, pace=pace.value, due_at=due, stage=MailStage.WAITING.value
    )
    return found.first()


def abandon(at: datetime) -> int:
    """Marks as uncertain what a worker was sending when it went away: it may have been sent, so it is not sent again.

    Gives how many were left so.
    """
    left = MailDelivery.objects.filter(stage=MailStage.SENDING.value, claimed_at__lt=at - CLAIM_LASTS)
    return left.update(stage=MailStage.UNCERTAIN.value, settled_at=at)


def any_due(at: datetime) -> bool:
    """Tells whether a mail is due."""
    return MailDelivery.objects.filter(stage__in=OPEN_STAGES, try_at__lte=at).exists()


def next_due(at: datetime) -> MailDelivery | None:
    """The mail that has been due longest and that no other worker holds; it is locked until the act ends."""
    due = MailDelivery.objects.select_for_update(skip_locked=True).filter(stage__in=OPEN_STAGES, try_at__lte=at)
    return due.order_by("try_at", "id").first()


def notices_in(delivery: MailDelivery) -> list[Notice]:
    """What a mail tells of, oldest first."""
    return list(Notice.objects.filter(mail_lines__delivery=delivery).order_by("at", "id"))


def claim(delivery: MailDelivery, at: datetime) -> None:
    """Writes that this worker sends the mail now; once that is committed nobody else does, whatever happens."""
    delivery.stage, delivery.claimed_at, delivery.try_at = MailStage.SENDING.value, at, None
    delivery.tries += 1
    delivery.save(update_fields=["stage", "claimed_at", "try_at", "tries"])


def drop(delivery: MailDelivery, at: datetime) -> None:
    """Writes that there is nobody left to send a mail to."""
    delivery.stage, delivery.settled_at, delivery.try_at = MailStage.DROPPED.value, at, None
    delivery.save(update_fields=["stage", "settled_at", "try_at"])


def claimed(delivery_id: str, tries: int) -> MailDelivery | None:
    """The mail that was claimed for this try and is not settled; a claim held too long may still be settled."""
    open_ones = MailDelivery.objects.select_for_update().filter(id=known_id(delivery_id), tries=tries)
    return open_ones.filter(stage__in=(MailStage.SENDING.value, MailStage.UNCERTAIN.value)).first()


def settle(delivery: MailDelivery, outcome: Outcome, problem: str, at: datetime) -> MailStage:
    """Writes what became of a try; gives the stage that follows."""
    stage, try_at = after(outcome, delivery.tries, at)
    delivery.stage, delivery.try_at, delivery.settled_at, delivery.problem = stage.value, try_at, at, problem[:40]
    delivery.save(update_fields=["stage", "try_at", "settled_at", "problem"])
    return stage


def telling_of(notices: Iterable[Notice]) -> Mapping[UUID, list[MailDelivery]]:
    """The mails, as far as the caller may know of them, that tell of these notices."""
    found: dict[UUID, list[MailDelivery]] = {}
    lines = MailLine.objects.select_related("delivery").filter(notice__in=[notice.id for notice in notices])
    for line in lines.order_by("officer", "delivery_id"):
        found.setdefault(line.notice_id, []).append(line.delivery)
    return found
