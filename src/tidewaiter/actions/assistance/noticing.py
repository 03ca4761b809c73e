"""Acts on an administration's own notices: reading, opening and acknowledging them, and choosing mail."""

from dataclasses import dataclass
from datetime import datetime

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Deed, Fault, Invalid, NotFound, act
from tidewaiter.actions.assistance.shapes import MailView, NoticeView
from tidewaiter.actions.cursors import page_of
from tidewaiter.assistance.mailing import Pace
from tidewaiter.records import mails, outbox, people
from tidewaiter.records.models import MailDelivery, Notice

_MOST = 200


@dataclass(frozen=True, slots=True)
class NoticePage:
    """Some notices, the cursor of the next page where there are more, and how many nobody has acknowledged."""

    items: tuple[NoticeView, ...]
    unseen: int
    next: str = ""


@dataclass(frozen=True, slots=True)
class NoticeChoice:
    """How often an officer wants mail, and the officer's own address; empty without one."""

    pace: Pace
    email: str


@act(Verb.READ_NOTICES)
def read_notices(deed: Deed, *, unseen: bool = False, limit: int = 50, after: str = "") -> NoticePage:
    """What the caller's administration was told, newest first, who opened and acknowledged it, and how its mails are.

    With `unseen` only what nobody acknowledged.
    """
    deed.require(Facts(Kind.NOTICE, owner=deed.caller.administration))
    rows, next_page = page_of(outbox.notices(unseen=unseen), after, max(1, min(limit, _MOST)), by="at")
    telling = mails.telling_of(rows)
    items = tuple(_notice(row, telling.get(row.id, [])) for row in rows)
    return NoticePage(items, outbox.notices(unseen=True).count(), next_page)


def _notice(row: Notice, telling: list[MailDelivery]) -> NoticeView:
    return NoticeView(
        id=str(row.id),
        event=row.event,
        subject=row.subject,
        params=row.params,
        at=row.at,
        opened_at=row.opened_at,
        opened_by=row.opened_by,
        seen_at=row.seen_at,
        seen_by=row.seen_by,
        mails=tuple(_mail(delivery) for delivery in telling),
    )


def _mail(row: MailDelivery) -> MailView:
    return MailView(row.addressee, row.pace, row.stage, row.tries, row.settled_at or row.claimed_at, row.try_at)


@act(Verb.OPEN_NOTICE)
def open_notice(deed: Deed, notice_id: str) -> NoticeView:
    """Opens one notice, and notes who of the administration was the first to do so."""
    notice = outbox.notice_by_id(notice_id)
    if notice is None:
        raise NotFound
    deed.require(Facts(Kind.NOTICE, owner=notice.administration))
    deed.tell(notice=notice.id, event=notice.event)
    outbox.open_notice(notice, deed.caller.officer, deed.at)
    return _notice(notice, [])


@act(Verb.ACKNOWLEDGE_NOTICES)
def acknowledge_notices(deed: Deed, *, notice_id: str = "", until: datetime | None = None) -> int:
    """Takes note of one notice, or of all up to a moment; gives how many nobody had taken note of before."""
    if not notice_id:
        deed.require(Facts(Kind.NOTICE, owner=deed.caller.administration))
        found = outbox.notices(unseen=True).filter(at__lte=until or deed.at)
    else:
        notice = outbox.notice_by_id(notice_id)
        if notice is None:
            raise NotFound
        deed.require(Facts(Kind.NOTICE, owner=notice.administration))
        deed.tell(notice=notice.id)
        found = outbox.notices().filter(id=notice.id)
    seen = outbox.acknowledge(found, deed.caller.officer, deed.at)
    deed.tell(notices=seen)
    return seen


@act(Verb.READ_NOTICE_CHOICE)
def read_notice_choice(deed: Deed) -> NoticeChoice:
    """How often the caller wants mail; an officer who never said so gets none."""
    deed.require(_own(deed))
    choice = people.choice_of(deed.caller.officer)
    officer = people.officer_named(deed.caller.officer)
    return NoticeChoice(Pace(choice or Pace.NONE), officer.email if officer else "")


@act(Verb.CHOOSE_NOTICES)
def choose_notices(deed: Deed, choice: str) -> None:
    """Chooses how often the caller wants mail about what concerns the roles that the caller holds."""
    deed.require(_own(deed))
    if choice not in {pace.value for pace in Pace}:
        raise Invalid((Fault("unknown_choice", "notice_choice", "SYS-9", {"value": choice[:40]}),))
    deed.tell(choice=choice)
    people.choose(deed.caller.officer, choice)


def _own(deed: Deed) -> Facts:
    return Facts(Kind.PERSONAL, owner=deed.caller.administration, author=deed.caller.officer)
