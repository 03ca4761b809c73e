"""`tidewaiter people`: sets up administrations, officers and tokens, by the right of the shell of this machine."""

import argparse
import base64
import getpass
import secrets
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from gettext import gettext as _
from urllib.parse import quote

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from tidewaiter.access.verbs import PERSONAL_ROLES, Role, Scope
from tidewaiter.actions.callers import installer_caller
from tidewaiter.actions.people import (
    AdministrationDraft,
    OfficerDraft,
    issue_token,
    record_administration,
    register_officer,
)
from tidewaiter.doors.cli.acting import refusals_in_words
from tidewaiter.doors.cli.errors import CommandError
from tidewaiter.doors.words import day_in_words
from tidewaiter.treaty.provisions import LANGUAGES

_SECRET_BYTES = 20
_TOKEN_DAYS = 90
_EVERY_SCOPE = "all"
# The role of a designated official comes from a designation alone (CCO-52.2).
_ROLES = tuple(role.value for role in PERSONAL_ROLES if role is not Role.CAIS_OFFICIAL)


def main(argv: list[str]) -> int:
    """Set one of them up; CommandError names what does not hold."""
    parser = argparse.ArgumentParser(
        prog="tidewaiter people",
        description=_("Set up administrations, officers and tokens, by the right of the shell of this machine."),
    )
    commands = parser.add_subparsers(dest="command", required=True)
    _describe_administration(commands.add_parser("add-administration", help=_("a customs administration")))
    first = commands.add_parser("create-administrator", help=_("the first officer of an administration"))
    _describe_officer(first, ("administrator",))
    _describe_officer(commands.add_parser("add-officer", help=_("an officer with roles")), ())
    _describe_token(commands.add_parser("issue-token", help=_("an API token for an officer")))
    given = parser.parse_args(argv)
    doing: Callable[[argparse.Namespace], None] = given.doing
    with refusals_in_words():
        doing(given)
    return 0


def _describe_administration(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--code", required=True, help=_("two to eight capital letters"))
    parser.add_argument("--unit", required=True, help=_("the party to the instruments for which it acts"))
    parser.add_argument("--language", required=True, choices=LANGUAGES)
    for language in LANGUAGES:
        parser.add_argument(f"--name-{language}", default="", metavar="NAME")
    parser.add_argument("--office", action="append", required=True, metavar="CODE=NAME", type=_office)
    parser.add_argument("--organization", action="store_true", help=_("it is the Organization itself"))
    parser.set_defaults(doing=_add_administration)


def _describe_officer(parser: argparse.ArgumentParser, roles: tuple[str, ...]) -> None:
    today = datetime.now(UTC).date()
    parser.add_argument("--administration", required=True, metavar="CODE")
    parser.add_argument("--office", required=True, metavar="CODE")
    parser.add_argument("--username", required=True)
    parser.add_argument("--name", required=True)
    lost = _("where a new invitation goes when the means of signing in are lost")
    parser.add_argument("--email", required=bool(roles), default="", help=lost)
    parser.add_argument("--language", default="en", choices=LANGUAGES)
    parser.add_argument("--from", dest="since", type=date.fromisoformat, default=today, metavar="DATE")
    parser.add_argument("--until", type=date.fromisoformat, metavar="DATE", help=_("last day (open)"))
    if not roles:
        parser.add_argument("--role", dest="roles", action="append", required=True, choices=_ROLES)
    parser.set_defaults(doing=_add_officer, **({"roles": roles} if roles else {}))
    parser.epilog = _("The password is asked for, or read as a line from standard input.")


def _describe_token(parser: argparse.ArgumentParser) -> None:
    end = datetime.now(UTC).date() + timedelta(days=_TOKEN_DAYS)
    parser.add_argument("--username", required=True)
    parser.add_argument("--label", required=True, help=_("what it is for"))
    parser.add_argument("--expires", type=date.fromisoformat, default=end, metavar="DATE", help=f"({end})")
    opens = _("what the token opens, named once or several times; `all` is every scope")
    scopes = (_EVERY_SCOPE, *(scope.value for scope in Scope))
    parser.add_argument("--scope", dest="scopes", action="append", required=True, choices=scopes, help=opens)
    bound = _("a network from which alone it opens anything (from anywhere)")
    parser.add_argument("--network", dest="networks", action="append", default=[], metavar="CIDR", help=bound)
    parser.set_defaults(doing=_issue_token)


def _office(text: str) -> tuple[str, str]:
    code, equals, name = text.partition("=")
    if not equals or not code.strip() or not name.strip():
        raise argparse.ArgumentTypeError("CODE=NAME")
    return code.strip(), name.strip()


def _add_administration(given: argparse.Namespace) -> None:
    names = {language: getattr(given, f"name_{language}") for language in LANGUAGES}
    draft = AdministrationDraft(
        code=given.code,
        name={language: name for language, name in names.items() if name},
        unit=given.unit,
        language=given.language,
        organization=given.organization,
        offices=tuple(given.office),
    )
    record_administration(installer_caller(), draft)
    print(_("%(code)s is recorded.") % {"code": given.code})


def _add_officer(given: argparse.Namespace) -> None:
    secret = base64.b32encode(secrets.token_bytes(_SECRET_BYTES)).decode()
    draft = OfficerDraft(
        username=given.username,
        name=given.name,
        administration=given.administration,
        office=given.office,
        roles=tuple(given.roles),
        language=given.language,
        designated_from=given.since,
        designated_until=given.until,
        password=_password(),
        totp_secret=secret,
        email=given.email,
    )
    register_officer(installer_caller(), draft)
    label = quote(f"Tidewaiter:{given.username}")
    told = _("%(officer)s may sign in from %(day)s.")
    print(told % {"officer": given.username, "day": day_in_words(given.since)})
    print(_("The secret of the second factor, shown this once:") + f"\n  {secret}")
    print(f"  otpauth://totp/{label}?secret={secret}&issuer=Tidewaiter")


def _password() -> str:
    if sys.stdin.isatty():
        password = getpass.getpass(_("Password:") + " ")
        if getpass.getpass(_("Again:") + " ") != password:
            raise CommandError(_("the two passwords differ"))
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    try:
        validate_password(password)
    except ValidationError as error:
        told = _("this password is not taken: %(faults)s")
        raise CommandError(told % {"faults": " ".join(error.messages)}) from error
    return password


def _issue_token(given: argparse.Namespace) -> None:
    token = issue_token(
        installer_caller(),
        username=given.username,
        label=given.label,
        expires_on=given.expires,
        scopes=tuple(Scope) if _EVERY_SCOPE in given.scopes else tuple(given.scopes),
        networks=tuple(given.networks),
    )
    print(token)
