"""Reads and writes administrations, officers and roles."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Q

from tidewaiter.records.models import Administration, Office, Officer, OfficerPresence, OfficerRole


def officer_of_user(user_id: int) -> Officer | None:
    """The officer who signs in with this account, if any."""
    return Officer.objects.select_related("administration", "user").filter(user_id=user_id).first()


def officer_named(username: str) -> Officer | None:
    """The officer with this user name, if any; what no database keeps names nobody."""
    if not username.isprintable():
        return None
    return Officer.objects.select_related("administration", "user").filter(username=username).first()


def roles_on(officer: Officer, day: date) -> frozenset[str]:
    """The roles an officer holds on that day."""
    with connection.cursor() as cursor:
        cursor.execute(ROLES, {"officer": officer.username, "day": day})
        return frozenset(role for (role,) in cursor.fetchall())


ROLES = (
    "select role from records_officerrole "
    "where officer_id = %(officer)s and since <= %(day)s and (until is null or until >= %(day)s)"
)
"""The roles of an officer on a day; every call of the API and every page asks it among what surrounds the account."""


def roles_from(officer: Officer, day: date) -> frozenset[str]:
    """The roles an officer holds on that day or later: the power by which managing the account is measured."""
    not_over = Q(until__isnull=True) | Q(until__gte=day)
    return frozenset(officer.held_roles.filter(not_over).values_list("role", flat=True))


def administrations() -> list[Administration]:
    """All administrations by code, the Organization's own included."""
    return list(Administration.objects.order_by("code"))


def administration(code: str) -> Administration | None:
    """The administration with this code, if any; what no database keeps names none."""
    if not code.isprintable():
        return None
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


def named_offices(administration_code: str) -> dict[str, str]:
    """The offices of an administration with their names, by code."""
    return dict(
        Office.objects.filter(administration_id=administration_code).order_by("code").values_list("code", "name")
    )


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
    email: str,
    day: date,
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
        email=email,
        designated_from=since,
        designated_until=until,
        active_since=day,
        certified_on=day,
    )


def give_role(username: str, role: str, *, since: date, until: date | None) -> None:
    """Gives an officer a role from one day to another; giving it again from the same day changes the end."""
    held = OfficerRole.objects.filter(officer_id=username, role=role, since=since)
    if not held.update(until=until):
        OfficerRole.objects.create(officer_id=username, role=role, since=since, until=until)


def open_personal_data(administration_code: str, day: date | None) -> None:
    """Notes the day from which personal-data functions are open to an administration, or that they are not."""
    Administration.objects.filter(code=administration_code).update(undertaking_on=day)


def officers_of(administration: str) -> list[Officer]:
    """Every officer and machine that an administration ever had, by name of account."""
    found = Officer.objects.select_related("administration", "user", "office").filter(administration_id=administration)
    return list(found.order_by("username"))


def holders_on(role: str, day: date) -> list[Officer]:
    """The officers of all administrations who hold a role that day and are designated, by name of account."""
    held = OfficerRole.objects.filter(Q(until__isnull=True) | Q(until__gte=day), role=role, since__lte=day)
    found = Officer.objects.select_related("administration").filter(username__in=held.values("officer_id"))
    standing = found.filter(Q(designated_until__isnull=True) | Q(designated_until__gte=day), designated_from__lte=day)
    return list(standing.order_by("username"))


def end_role(username: str, role: str, last_day: date) -> None:
    """Ends a role that runs beyond a day."""
    running = OfficerRole.objects.filter(officer_id=username, role=role)
    running.filter(Q(until__isnull=True) | Q(until__gt=last_day)).update(until=last_day)


def officers_choosing(choices: Iterable[str]) -> list[Officer]:
    """The officers of all administrations who made one of these choices about mail, and have an address for it."""
    found = Officer.objects.select_related("administration", "user", "presence")
    return list(found.filter(presence__digest__in=list(choices)).exclude(email="").order_by("username"))


def choice_of(username: str) -> str:
    """How often an officer wants mail; empty where the officer never said so."""
    return OfficerPresence.objects.filter(officer_id=username).values_list("digest", flat=True).first() or ""


def choose(username: str, choice: str) -> None:
    """Writes how often an officer wants mail."""
    if not OfficerPresence.objects.filter(officer_id=username).update(digest=choice):
        OfficerPresence.objects.create(officer_id=username, digest=choice)
