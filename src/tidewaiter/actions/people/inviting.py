"""Acts by which an account begins: an administration offers it, the person accepts; nobody else ever holds its keys."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

from django.core import signing

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.verbs import Role, Verb, rank_of
from tidewaiter.actions.act import Conflict, Deed, Fault, Invalid, NotFound, act, clock
from tidewaiter.actions.people.managed import account_facts, managed
from tidewaiter.actions.people.registering import SHORTEST_PASSWORD, USERNAME, is_address, roles_to_give
from tidewaiter.records import accounts, outbox, people, tokens
from tidewaiter.records.models import Invitation
from tidewaiter.treaty.duties import current_duties
from tidewaiter.treaty.provisions import LANGUAGES, implements

ANSWERED_WITHIN = timedelta(days=7)
"""An invitation that nobody answers in seven days ends; the days count from the first day of the designation."""
_SALT = "tidewaiter.invitation"
_NEW, _ANEW = "new", "anew"


@dataclass(frozen=True, slots=True)
class InvitationDraft:
    """An account offered to a person; `transfers` names the account that the person has in another administration."""

    username: str
    name: str
    email: str
    office: str
    roles: tuple[str, ...]
    language: str
    designated_from: date
    designated_until: date | None = None
    transfers: str = ""


@dataclass(frozen=True, slots=True)
class InvitationView:
    """An invitation as it stands; `state` is open, accepted, withdrawn or ended."""

    id: str
    kind: str
    administration: str
    username: str
    name: str
    email: str
    office: str
    roles: tuple[str, ...]
    language: str
    designated_from: date
    designated_until: date | None
    invited_by: str
    invited_at: datetime
    expires_at: datetime
    state: str
    administration_name: Mapping[str, str] = field(default_factory=dict)


@act(Verb.INVITE_OFFICER)
@implements("CCO-1.ix")
def invite_officer(deed: Deed, draft: InvitationDraft) -> str:
    """Offers a person an account in one's own administration; a mail with the link goes to the person alone."""
    home = deed.caller.administration
    rank = rank_of(Role(role) for role in draft.roles if role in set(Role))
    deed.require(Facts(Kind.PUBLIC, owner=home, author=deed.caller.officer, rank=rank))
    deed.tell(officer_invited=draft.username, roles=list(draft.roles), transfers=draft.transfers)
    faults = _draft_faults(home, draft, deed.day)
    if faults:
        raise Invalid(tuple(faults))
    if draft.username in people.usernames():
        raise Conflict("already_there", officer=draft.username)
    for waiting in accounts.open_invitations(home, deed.at):
        if waiting.username == draft.username:
            raise Conflict("already_invited", officer=draft.username)
    return _offer(deed, replace(draft, name=draft.name.strip(), email=draft.email.strip()), kind=_NEW, rank=rank)


def _offer(deed: Deed, draft: InvitationDraft, *, kind: str, rank: int) -> str:
    made = accounts.add_invitation(
        kind=kind,
        administration=deed.caller.administration,
        office=draft.office,
        username=draft.username,
        name=draft.name,
        email=draft.email,
        language=draft.language,
        roles=sorted(set(draft.roles)),
        since=draft.designated_from,
        until=draft.designated_until,
        transfers=draft.transfers,
        rank=rank,
        by=deed.caller.officer,
        at=deed.at,
        expires_at=max(deed.at, datetime.combine(draft.designated_from, time.min, UTC)) + ANSWERED_WITHIN,
    )
    outbox.put(
        deed.caller.administration,
        event="officer_invited",
        addressee=deed.caller.administration,
        subject=str(made.id),
        params={},
        at=deed.at,
    )
    return str(made.id)


def _draft_faults(home: str, draft: InvitationDraft, day: date) -> list[Fault]:
    wrong = {
        "username": not USERNAME.fullmatch(draft.username),
        "name": not draft.name.strip() or len(draft.name) > 200 or not draft.name.isprintable(),
        "email": not is_address(draft.email.strip()),
        "office": draft.office not in people.offices_of(home),
        "language": draft.language not in LANGUAGES,
        "roles": not draft.roles or not set(draft.roles) <= roles_to_give(home),
        "designated_until": draft.designated_until is not None and draft.designated_until < draft.designated_from,
    }
    faults = [Fault("not_usable", name, "CCO-1.ix") for name, bad in wrong.items() if bad]
    return faults + _transfer_faults(home, draft.transfers, draft.designated_from)


def _transfer_faults(home: str, transfers: str, since: date) -> list[Fault]:
    """A transfer needs both sides: the other administration has released the officer to this one, from a day on."""
    if not transfers:
        return []
    leaving = people.officer_named(transfers) if USERNAME.fullmatch(transfers) else None
    if leaving is None or leaving.released_to != home or leaving.designated_until is None:
        return [Fault("not_released", "transfers", "CCO-1.ix")]
    if since <= leaving.designated_until:
        until = leaving.designated_until.isoformat()
        return [Fault("not_later", "designated_from", "CCO-1.ix", {"until": until})]
    return []


@act(Verb.WITHDRAW_INVITATION)
def withdraw_invitation(deed: Deed, invitation_id: str) -> None:
    """Takes back an invitation that was not accepted yet; its link opens nothing any more."""
    found = accounts.invitation(invitation_id)
    if found is None or found.administration_id != deed.caller.administration:
        raise NotFound
    deed.require(Facts(Kind.PUBLIC, owner=found.administration_id, rank=found.rank))
    deed.tell(officer_invited=found.username)
    if _state(found, deed.at) != "open":
        raise Conflict("invitation_not_open")
    accounts.answer_invitation(found, withdrawn_at=deed.at)


@act(Verb.RENEW_ACCESS)
def renew_access(deed: Deed, username: str) -> str:
    """Takes away all means of signing in of an officer who lost them, and invites the officer to set up new ones.

    The link goes to the address that the account has had since its invitation: whoever manages it cannot take it over.
    """
    officer = managed(deed, username, machine=False)
    deed.tell(access_renewed=username)
    if not officer.email:
        raise Invalid((Fault("no_address", "email", "CCO-47.1.ii"),))
    accounts.withdraw_invitations(username, deed.at)
    accounts.take_credentials(officer)
    tokens.revoke_all(username, by=deed.caller.officer, at=deed.at)
    draft = InvitationDraft(
        username=username,
        name=officer.name,
        email=officer.email,
        office=officer.office_id,
        roles=tuple(sorted(people.roles_on(officer, deed.day))),
        language=officer.language,
        designated_from=officer.designated_from,
        designated_until=officer.designated_until,
    )
    return _offer(deed, draft, kind=_ANEW, rank=account_facts(officer, deed.day).rank)


@act(Verb.ACTIVATE_ACCOUNT)
@implements("CCO-47.1.ii")
def activate_account(deed: Deed, invitation_id: str, *, password: str, duties: str) -> str:
    """Makes the account that was offered, with the person's own password, once its duties are accepted; gives its name.

    The account does nothing before it has a second factor, which its owner sets up next.
    """
    found = accounts.invitation(invitation_id)
    if found is None:
        raise NotFound
    deed.require(Facts(Kind.PUBLIC, owner=found.administration_id, author=found.username))
    deed.tell(officer=found.username, kind_of_invitation=found.kind)
    if _state(found, deed.at) != "open" or accounts.held_invitation(found.id) is None:
        raise Conflict("invitation_not_open")
    current = current_duties(deed.day)
    faults = _transfer_faults(found.administration_id, found.transfers, found.designated_from)
    if len(password) < SHORTEST_PASSWORD:
        faults.append(Fault("too_short", "password", "CCO-47.1.ii", {"least": str(SHORTEST_PASSWORD)}))
    if current is not None and duties != current.version:
        faults.append(Fault("duties_not_accepted", "duties", "CCO-52.2"))
    if faults:
        raise Invalid(tuple(faults))
    _begin(deed, found, password)
    if current is not None:
        accounts.accept_duties(found.username, current.version, deed.at)
    accounts.answer_invitation(found, accepted_at=deed.at, withdrawn_at=None)
    return found.username


def _begin(deed: Deed, found: Invitation, password: str) -> None:
    if found.kind == _ANEW:
        accounts.set_password(found.username, password)
        return
    if found.username in people.usernames():
        raise Conflict("already_there", officer=found.username)
    accounts.add_account(found, password=password, day=deed.day)
    for role in found.roles:
        people.give_role(found.username, role, since=found.designated_from, until=found.designated_until)


def invitation_key(invitation_id: str) -> str:
    """The text in an invitation's link: the id, signed by the installation and stored nowhere."""
    return signing.dumps(str(invitation_id), salt=_SALT)


def invitation_of_key(key: str) -> Invitation | None:
    """The invitation whose link this is; None for a text that is not ours or an invitation that is gone."""
    try:
        return accounts.invitation(str(signing.loads(key, salt=_SALT)))
    except signing.BadSignature:
        return None


def may_go_on(found: Invitation) -> bool:
    """Whether the link of an accepted invitation still leads to setting up the second factor that the account lacks."""
    officer = people.officer_named(found.username)
    return (
        found.accepted_at is not None
        and clock.now() < found.expires_at
        and officer is not None
        and officer.administration_id == found.administration_id
        and not accounts.has_second_factor(officer.user_id)
    )


def view_of(found: Invitation) -> InvitationView:
    """An invitation as it stands now."""
    return InvitationView(
        id=str(found.id),
        kind=found.kind,
        administration=found.administration_id,
        username=found.username,
        name=found.name,
        email=found.email,
        office=found.office_id,
        roles=tuple(found.roles),
        language=found.language,
        designated_from=found.designated_from,
        designated_until=found.designated_until,
        invited_by=found.invited_by,
        invited_at=found.invited_at,
        expires_at=found.expires_at,
        state=_state(found, clock.now()),
        administration_name=found.administration.name,
    )


def _state(found: Invitation, at: datetime) -> str:
    if found.accepted_at is not None:
        return "accepted"
    if found.withdrawn_at is not None:
        return "withdrawn"
    return "open" if at < found.expires_at else "ended"
