"""Reads and writes what surrounds an account: invitations, duties accepted, presence, machines, sessions."""

import secrets
from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from tidewaiter.access.standing import Account
from tidewaiter.records.models import DutyAcceptance, Invitation, Officer, OfficerPresence
from tidewaiter.records.models.marking import known_id, new_id
from tidewaiter.records.people import ROLES
from tidewaiter.records.tokens import digest_of

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def account_of(officer: Officer) -> Account:
    """What the record holds of an officer's account, as the core judges it."""
    return account_and_roles(officer, date.min)[0]


def account_and_roles(officer: Officer, day: date) -> tuple[Account, frozenset[str]]:
    """The same, and the roles that the officer holds on a day."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, {"officer": officer.username, "day": day})
        seen, accepted, roles = cursor.fetchone()
    account = Account(
        designated_from=officer.designated_from,
        designated_until=officer.designated_until,
        suspended=officer.suspended_on is not None or not officer.user.is_active,
        machine=officer.machine,
        active_since=officer.active_since,
        last_sign_in=seen.date() if seen else None,
        certified_on=officer.certified_on,
        accepted=frozenset(accepted),
    )
    return account, frozenset(roles)


# asked at every call of the API and every page
_STANDING = (
    "select (select last_sign_in_at from records_officerpresence where officer_id = %(officer)s), "  # noqa: S608  # our own
    "array(select version::text from records_dutyacceptance where officer_id = %(officer)s), "
    f"array({ROLES})"
)


def has_second_factor(user_id: int) -> bool:
    """Tells whether an account has a passkey or an authenticator app (CCO-47.1.ii)."""
    return bool(Authenticator.objects.filter(user_id=user_id, type__in=SECOND_FACTORS).exists())


def hold(user_id: int) -> None:
    """Holds an account until the transaction ends, so that two removals cannot each take another for the last."""
    User.objects.select_for_update().get(pk=user_id)


def note_sign_in(username: str, at: datetime) -> None:
    """Notes the moment of an officer's latest sign-in."""
    if not OfficerPresence.objects.filter(officer_id=username).update(last_sign_in_at=at):
        OfficerPresence.objects.create(officer_id=username, last_sign_in_at=at)


def last_sign_ins(usernames: Iterable[str]) -> dict[str, datetime]:
    """The latest sign-in of each of these officers that ever signed in."""
    found = OfficerPresence.objects.filter(officer_id__in=list(usernames), last_sign_in_at__isnull=False)
    return {row.officer_id: row.last_sign_in_at for row in found if row.last_sign_in_at is not None}


def accept_duties(username: str, version: str, at: datetime) -> None:
    """Writes that an officer accepted a version of the duties; once is enough."""
    if not DutyAcceptance.objects.filter(officer_id=username, version=version).exists():
        DutyAcceptance.objects.create(officer_id=username, version=version, accepted_at=at)


def add_invitation(
    *,
    kind: str,
    administration: str,
    office: str,
    username: str,
    name: str,
    email: str,
    language: str,
    roles: Iterable[str],
    since: date,
    until: date | None,
    transfers: str,
    rank: int,
    by: str,
    at: datetime,
    expires_at: datetime,
) -> Invitation:
    """Writes an invitation."""
    return Invitation.objects.create(
        id=new_id(),
        kind=kind,
        administration_id=administration,
        office_id=office,
        username=username,
        name=name,
        email=email,
        language=language,
        roles=list(roles),
        designated_from=since,
        designated_until=until,
        transfers=transfers,
        rank=rank,
        invited_by=by,
        invited_at=at,
        expires_at=expires_at,
    )


def invitation(invitation_id: str | UUID) -> Invitation | None:
    """The invitation with this id, if any."""
    return Invitation.objects.select_related("administration").filter(id=known_id(invitation_id)).first()


def held_invitation(invitation_id: UUID) -> Invitation | None:
    """The invitation, if nobody answered it, held so that nobody else answers it before this transaction ends."""
    waiting = Invitation.objects.filter(id=invitation_id, accepted_at__isnull=True, withdrawn_at__isnull=True)
    return waiting.select_for_update().first()


def open_invitations(administration: str, at: datetime) -> list[Invitation]:
    """An administration's invitations that wait for an answer, the newest first."""
    waiting = Invitation.objects.select_related("administration").filter(
        administration_id=administration, accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=at
    )
    return list(waiting.order_by("-invited_at", "id"))


def answer_invitation(found: Invitation, *, accepted_at: datetime | None = None, withdrawn_at: datetime | None) -> None:
    """Notes that an invitation was accepted or withdrawn."""
    Invitation.objects.filter(id=found.id).update(accepted_at=accepted_at, withdrawn_at=withdrawn_at)


def add_account(invited: Invitation, *, password: str, day: date) -> None:
    """Writes the account and the officer that an accepted invitation makes, certified by that."""
    user = User.objects.create(username=invited.username, password=make_password(password), email="")
    Officer.objects.create(
        username=invited.username,
        user=user,
        administration_id=invited.administration_id,
        office_id=invited.office_id,
        name=invited.name,
        email=invited.email,
        language=invited.language,
        designated_from=invited.designated_from,
        designated_until=invited.designated_until,
        active_since=day,
        certified_on=day,
        certified_by=invited.invited_by,
    )


def set_password(username: str, password: str) -> None:
    """Sets the password of an account."""
    User.objects.filter(username=username).update(password=make_password(password))


def withdraw_invitations(username: str, at: datetime) -> None:
    """Notes that all invitations of an account which nobody answered are withdrawn."""
    waiting = Invitation.objects.filter(username=username, accepted_at__isnull=True, withdrawn_at__isnull=True)
    waiting.update(withdrawn_at=at)


def take_credentials(officer: Officer) -> None:
    """Takes away every means of signing in, and ends every session: whoever holds them is nobody any more."""
    User.objects.filter(pk=officer.user_id).update(password=make_password(None))
    Authenticator.objects.filter(user_id=officer.user_id).delete()
    SocialAccount.objects.filter(user_id=officer.user_id).delete()
    end_sessions(officer.user_id)


def end_sessions(user_id: int) -> None:
    """Ends every session of an account."""
    for session in UserSession.objects.filter(user_id=user_id):
        SessionStore(session.session_key).delete()
        session.delete()


def suspend(username: str, *, why: str, by: str, day: date) -> None:
    """Closes an account until its administration opens it again."""
    Officer.objects.filter(username=username).update(suspended_on=day, suspended_for=why, suspended_by=by)


def restore(username: str, day: date) -> None:
    """Opens a closed or dormant account again; ninety days without a sign-in are counted anew."""
    Officer.objects.filter(username=username).update(
        suspended_on=None, suspended_for="", suspended_by="", active_since=day
    )


def certify(username: str, *, by: str, day: date) -> None:
    """Notes that the administration confirmed that the account is still needed as it is."""
    Officer.objects.filter(username=username).update(certified_on=day, certified_by=by)


def end_designation(username: str, *, last_day: date, released_to: str) -> None:
    """Notes the last day of a designation, and the administration to which the officer is released, if one."""
    Officer.objects.filter(username=username).update(designated_until=last_day, released_to=released_to)


def add_machine(
    *,
    username: str,
    name: str,
    administration: str,
    office: str,
    language: str,
    answerable: str,
    scopes: Iterable[str],
    networks: Iterable[str],
    since: date,
    until: date | None,
    by: str,
) -> str:
    """Writes a machine account, which nobody signs in to, and gives its secret for the only time."""
    secret = _secret()
    user = User.objects.create(username=username, password=make_password(None), email="")
    Officer.objects.create(
        username=username,
        user=user,
        administration_id=administration,
        office_id=office,
        name=name,
        language=language,
        designated_from=since,
        designated_until=until,
        active_since=since,
        certified_on=since,
        certified_by=by,
        machine=True,
        answerable=answerable,
        secret_digest=digest_of(secret),
        scopes=list(scopes),
        networks=list(networks),
    )
    return secret


def renew_secret(username: str) -> str:
    """Gives a machine account a new secret, for the only time; the old one opens nothing any more."""
    secret = _secret()
    Officer.objects.filter(username=username, machine=True).update(secret_digest=digest_of(secret))
    return secret


def _secret() -> str:
    return f"twm_{secrets.token_urlsafe(32)}"


def forget_invitations(before: datetime) -> int:
    """Removes invitations that were answered or ran out before a moment; gives their number."""
    done, _ = Invitation.objects.filter(expires_at__lt=before).delete()
    return done
