"""Reads and writes administrations, officers, roles and tokens."""

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.db.models import Q

from tidewaiter.records.models import Administration, ApiToken, Office, Officer, OfficerRole


def officer_of_user(user_id: int) -> Officer | None:
    """The officer who signs in with this account, if any."""
    return Officer.objects.select_related("administration", "user").filter(user_id=user_id).first()


def officer_named(username: str) -> Officer | None:
    """The officer with this user name, if any."""
    return Officer.objects.select_related("administration", "user").filter(username=username).first()


def officer_of_token(token: str, day: date) -> Officer | None:
    """The officer whose unrevoked token this is on that day, if any; the token itself is nowhere stored."""
    found = (
        ApiToken.objects.select_related("officer__administration", "officer__user")
        .filter(digest=token_digest(token), revoked_at__isnull=True, expires_on__gte=day)
        .first()
    )
    return found.officer if found else None


def is_designated(officer: Officer, day: date) -> bool:
    """Tells whether the officer's designation runs on that day, both ends included (CCO-1.ix)."""
    return officer.designated_from <= day and (officer.designated_until is None or day <= officer.designated_until)


def roles_on(officer: Officer, day: date) -> frozenset[str]:
    """The roles an officer holds on that day."""
    current = Q(until__isnull=True) | Q(until__gte=day)
    return frozenset(officer.held_roles.filter(current, since__lte=day).values_list("role", flat=True))


def administrations() -> list[Administration]:
    """All administrations by code, the Organization's own included."""
    return list(Administration.objects.order_by("code"))


def administration(code: str) -> Administration | None:
    """The administration with this code, if any."""
    return Administration.objects.filter(code=code).first()


def organization_code() -> str:
    """The code under which the Organization's own acts, such as the system job's, are kept; empty without one."""
    return Administration.objects.filter(organization=True).values_list("code", flat=True).first() or ""


def add_administration(
    *,
    code: str,
    name: Mapping[str, str],
    unit: str,
    language: str,
    organization: bool,
    offices: Iterable[tuple[str, str]],
    at: datetime,
) -> None:
    """Writes an administration with its offices."""
    Administration.objects.create(
        code=code, name=dict(name), unit=unit, language=language, organization=organization, recorded_at=at
    )
    Office.objects.bulk_create(Office(code=office, administration_id=code, name=title) for office, title in offices)


def offices_of(administration_code: str) -> frozenset[str]:
    """The codes of an administration's offices."""
    return frozenset(Office.objects.filter(administration_id=administration_code).values_list("code", flat=True))


def office_codes() -> frozenset[str]:
    """The codes of all offices."""
    return frozenset(Office.objects.values_list("code", flat=True))


def usernames() -> frozenset[str]:
    """The user names of all officers."""
    return frozenset(Officer.objects.values_list("username", flat=True))


def add_officer(
    *,
    username: str,
    name: str,
    administration_code: str,
    office: str,
    language: str,
    since: date,
    until: date | None,
    password: str,
    totp_secret: str,
) -> None:
    """Writes an officer with a sign-in account and its second factor (CCO-47.1.ii)."""
    user = User.objects.create(username=username, password=make_password(password), email="")
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": get_adapter().encrypt(totp_secret)}
    )
    Officer.objects.create(
        username=username,
        user=user,
        administration_id=administration_code,
        office_id=office,
        name=name,
        language=language,
        designated_from=since,
        designated_until=until,
    )


def give_role(username: str, role: str, *, since: date, until: date | None) -> None:
    """Gives an officer a role from one day to another; giving it again from the same day changes the end."""
    held = OfficerRole.objects.filter(officer_id=username, role=role, since=since)
    if not held.update(until=until):
        OfficerRole.objects.create(officer_id=username, role=role, since=since, until=until)


def open_personal_data(administration_code: str, day: date) -> None:
    """Notes the day from which personal-data functions are open to an administration (CCO-31.3)."""
    Administration.objects.filter(code=administration_code).update(undertaking_on=day)


def new_token(username: str, *, label: str, expires_on: date, at: datetime) -> str:
    """Makes a token, keeps its digest and gives the token back for the only time."""
    token = f"tw_{secrets.token_urlsafe(32)}"
    ApiToken.objects.create(
        officer_id=username, digest=token_digest(token), label=label, issued_at=at, expires_on=expires_on
    )
    return token


def token_digest(token: str) -> str:
    """The sha256 under which a token is kept; it has 256 random bits, so a plain digest suffices."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
