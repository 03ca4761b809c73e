"""The system's acts of telling: outbox rows become desk notices, and each notice the mails of whom it concerns."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from tidewaiter.access.decide import Reason
from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.notices import concerns, concerns_the_contact_point
from tidewaiter.access.standing import closed_because
from tidewaiter.access.verbs import Role, Verb
from tidewaiter.actions.act import Deed, act
from tidewaiter.assistance.mailing import Addressee, MailStage, Outcome, Pace
from tidewaiter.records import accounts, directory, mails, outbox, people
from tidewaiter.records.models import MailDelivery, Notice, Officer

_AT_ONCE = 200
_CHOSEN = tuple(pace.value for pace in Pace if pace is not Pace.NONE)
_GIVEN_UP: Mapping[Addressee, str] = {
    Addressee.CONTACT_POINT: "mail_given_up",
    Addressee.INVITED: "mail_invitation_given_up",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One run: how many notices were put on desks, and whether a mail is due."""

    notices: int
    mails_due: bool


@dataclass(frozen=True, slots=True)
class ToldLine:
    """One event in a mail: a code, the id it concerns, and what the sentence needs, nothing of a case."""

    event: str
    subject: str
    params: Mapping[str, str]
    at: datetime


@dataclass(frozen=True, slots=True)
class Mail:
    """An e-mail that is claimed for this try, to be sent once; `delivery` is its id, the same at every try."""

    delivery: str
    tries: int
    to: str
    addressee: Addressee
    pace: Pace
    administration: str
    language: str
    lines: tuple[ToldLine, ...]


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of one try to send a mail; `problem` is a code, never a server's own words."""

    delivery: str
    tries: int
    outcome: Outcome
    problem: str = ""


@dataclass(frozen=True, slots=True)
class _Chooser:
    officer: Officer
    roles: frozenset[Role]
    pace: Pace


@act(Verb.DELIVER_NOTICES)
def deliver_notices(deed: Deed) -> Told:
    """Puts on the desks what acts left to be told, once each, and makes the mails that tell of it; sends nothing."""
    deed.require(Facts(Kind.NOTICE, owner=deed.caller.administration))
    mails.make_alone()
    made = outbox.deliver(deed.at, _AT_ONCE)
    choosers = _choosers(deed.day) if made else ()
    contacts = directory.contact_points_on(deed.day) if made else {}
    for notice in made:
        if notice.event == "officer_invited":
            mails.add(notice, Addressee.INVITED, deed.at)
        elif notice.administration in contacts and concerns_the_contact_point(notice.event):
            mails.add(notice, Addressee.CONTACT_POINT, deed.at)
        for chooser in choosers:
            if chooser.officer.administration_id == notice.administration and concerns(chooser.roles, notice.event):
                mails.add(notice, Addressee.OFFICER, deed.at, officer=chooser.officer.username, pace=chooser.pace)
    left = mails.abandon(deed.at)
    deed.tell(notices=len(made), **({"uncertain": left} if left else {}))
    return Told(len(made), mails.any_due(deed.at))


def _choosers(day: date) -> tuple[_Chooser, ...]:
    found = (_chooser(officer, day) for officer in people.officers_choosing(_CHOSEN))
    return tuple(chooser for chooser in found if chooser is not None)


def _chooser(officer: Officer, day: date) -> _Chooser | None:
    """The officer with what the officer may read today; nobody whose account is closed is told anything."""
    choice = people.choice_of(officer.username)
    if choice not in _CHOSEN or not officer.email or _closed(officer, day):
        return None
    return _Chooser(officer, frozenset(Role(role) for role in people.roles_on(officer, day)), Pace(choice))


def _closed(officer: Officer, day: date) -> Reason | None:
    return closed_because(accounts.account_of(officer), day)


@act(Verb.CLAIM_MAILS)
def claim_mails(deed: Deed, *, most: int = 1) -> tuple[Mail, ...]:
    """Takes mails that are due to be sent by the caller alone; what it takes and never settles is not sent again."""
    deed.require(Facts(Kind.NOTICE, owner=deed.caller.administration))
    taken: list[Mail] = []
    dropped = 0
    while len(taken) < most and (delivery := mails.next_due(deed.at)) is not None:
        mail = _addressed(delivery, deed.day, deed.at)
        if mail is None:
            mails.drop(delivery, deed.at)
            dropped += 1
        else:
            mails.claim(delivery, deed.at)
            taken.append(mail)
    deed.tell(mails=[mail.delivery for mail in taken], dropped=dropped)
    return tuple(taken)


def _addressed(delivery: MailDelivery, day: date, at: datetime) -> Mail | None:
    """The mail to whoever is the addressee today; nothing where there is nobody, or nothing left to tell."""
    notices = mails.notices_in(delivery)
    match Addressee(delivery.addressee):
        case Addressee.CONTACT_POINT:
            contact = directory.contact_points_on(day).get(delivery.administration)
            home = people.administration(delivery.administration)
            return _mail(delivery, notices, contact.email if contact else "", home.language if home else "en")
        case Addressee.INVITED:
            return _to_the_invited(delivery, notices, at)
        case Addressee.OFFICER:
            return _to_the_officer(delivery, notices, day)


def _to_the_invited(delivery: MailDelivery, notices: list[Notice], at: datetime) -> Mail | None:
    invited = accounts.invitation(notices[0].subject) if notices else None
    if invited is None or invited.accepted_at or invited.withdrawn_at or invited.expires_at <= at:
        return None
    return _mail(delivery, notices, invited.email, invited.language)


def _to_the_officer(delivery: MailDelivery, notices: list[Notice], day: date) -> Mail | None:
    officer = people.officer_named(delivery.officer)
    chooser = _chooser(officer, day) if officer is not None else None
    if chooser is None or chooser.officer.administration_id != delivery.administration:
        return None
    telling = [notice for notice in notices if concerns(chooser.roles, notice.event)]
    return _mail(delivery, telling, chooser.officer.email, chooser.officer.language)


def _mail(delivery: MailDelivery, notices: list[Notice], to: str, language: str) -> Mail | None:
    if not to or not notices:
        return None
    return Mail(
        delivery=str(delivery.id),
        tries=delivery.tries + 1,
        to=to,
        addressee=Addressee(delivery.addressee),
        pace=Pace(delivery.pace),
        administration=delivery.administration,
        language=language,
        lines=tuple(ToldLine(one.event, one.subject, one.params, one.at) for one in notices),
    )


@act(Verb.NOTE_MAILS)
def note_mails(deed: Deed, posted: tuple[Posted, ...]) -> None:
    """Writes what became of claimed mails; an administration whose contact point's mail was given up is told so."""
    deed.require(Facts(Kind.NOTICE, owner=deed.caller.administration))
    stages = {}
    for one in posted:
        delivery = mails.claimed(one.delivery, one.tries)
        if delivery is not None:
            stage = mails.settle(delivery, one.outcome, one.problem, deed.at)
            stages[one.delivery] = stage.value
            if stage is MailStage.GIVEN_UP:
                _tell_given_up(deed, delivery)
    deed.tell(mails=stages)


def _tell_given_up(deed: Deed, delivery: MailDelivery) -> None:
    """Once until somebody there has taken note: a dead address would otherwise fill the desk."""
    event = _GIVEN_UP.get(Addressee(delivery.addressee), "")
    if not event or outbox.told_and_unseen(delivery.administration, event):
        return
    outbox.put(
        deed.caller.administration,
        event=event,
        addressee=delivery.administration,
        subject=str(delivery.id),
        params={"day": deed.day.isoformat()},
        at=deed.at,
    )
