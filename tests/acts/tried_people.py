"""The acts on accounts, tried on an account, an invitation, a machine, a token and a sign-on of XA."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from tests.acts import stories
from tests.acts.accounts import PASSWORD, manager, offer
from tests.world import World

from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Verb
from tidewaiter.actions import people


@dataclass(frozen=True)
class Accounts:
    """What belongs to XA's accounts and others may want."""

    invitation: str
    machine: str
    token: str
    sign_on: UUID


Tried = Callable[[Caller, Accounts], object]
OFFICER = people.OfficerDraft(
    *("xa.new", "Nell", "XA", "XA-HQ", ("officer",), "en", stories.in_days(0), "correct horse", "JBSWY3DPEHPK3PXP")
)
READING = ("requests:read",)
_SIGN_ON = (
    "insert into records_signon (id, administration_id, issuer, client_id, client_secret, recorded_by, recorded_at) "
    "values (gen_random_uuid(), 'XA', 'https://login.example.invalid', 'x', 'x', 'xa.head', now()) returning id"
)
ABOUT_ACCOUNTS: dict[Verb, Tried] = {
    Verb.REGISTER_OFFICER: lambda who, _: people.register_officer(who, OFFICER),
    Verb.ISSUE_TOKEN: lambda who, _: people.issue_token(
        who, username="xa.contact_point", label="x", expires_on=stories.in_days(9), scopes=READING
    ),
    Verb.WITHDRAW_INVITATION: lambda who, has: people.withdraw_invitation(who, has.invitation),
    Verb.ACTIVATE_ACCOUNT: lambda who, has: people.activate_account(
        who, has.invitation, password=PASSWORD, duties="2026-1"
    ),
    Verb.NOTE_FAILED_SIGN_IN: lambda who, _: people.note_failed_sign_in(
        who, username="xa.contact_point", method="password"
    ),
    Verb.CHANGE_ROLES: lambda who, _: people.change_roles(who, "xa.contact_point", roles=("officer",)),
    Verb.SUSPEND_OFFICER: lambda who, _: people.suspend_officer(who, "xa.contact_point", why="other"),
    Verb.RESTORE_OFFICER: lambda who, _: people.restore_officer(who, "xa.contact_point"),
    Verb.RENEW_ACCESS: lambda who, _: people.renew_access(who, "xa.contact_point"),
    Verb.END_DESIGNATION: lambda who, _: people.end_designation(who, "xa.contact_point", last_day=stories.in_days(0)),
    Verb.RECERTIFY_OFFICER: lambda who, _: people.recertify_officer(who, "xa.contact_point"),
    Verb.REVOKE_TOKEN: lambda who, has: people.revoke_token(who, has.token),
    Verb.RENEW_MACHINE_SECRET: lambda who, has: people.renew_machine_secret(who, has.machine),
    Verb.END_SIGN_ON: lambda who, has: people.end_sign_on(who, has.sign_on),
}
"""The acts that concern an account of XA."""
OF_ONES_OWN_ACCOUNTS: dict[Verb, Callable[[Caller, object], object]] = {
    Verb.INVITE_OFFICER: lambda who, _: people.invite_officer(who, offer("xc.friend", office="XC-HQ")),
    Verb.SIGN_IN: lambda who, _: people.note_sign_in(who, method="password"),
    Verb.CHANGE_SIGN_IN: lambda who, _: people.change_sign_in(who, what="password"),
    Verb.ACCEPT_DUTIES: lambda who, _: people.accept_duties(who, version="2026-1"),
    Verb.LIST_OFFICERS: lambda who, _: people.list_officers(who),
    Verb.LIST_TOKENS: lambda who, _: people.list_tokens(who),
    Verb.REGISTER_MACHINE: lambda who, _: people.register_machine(who, _machine("xc.friendly-machine")),
    Verb.OPEN_MACHINE_SESSION: lambda who, _: people.open_machine_session(who),
    Verb.RECORD_SIGN_ON: lambda who, _: people.record_sign_on(
        who, people.SignOnDraft("https://login.example.invalid", "client", "secret")
    ),
    Verb.REVIEW_ACCOUNTS: lambda who, _: people.review_accounts(who),
    Verb.KEEP_FORM: lambda who, _: people.keep_form(who, "/requests/new/", "matter=x"),
    Verb.OPEN_FORM: lambda who, _: people.open_form(who, "/requests/new/"),
    Verb.DROP_FORM: lambda who, _: people.drop_form(who, "/requests/new/"),
}
"""The acts that concern the caller's own account, or accounts of the caller's own administration."""


def accounts(world: World) -> Accounts:
    """An open invitation, a machine, a token and a sign-on of XA."""
    people.issue_token(
        manager(world, "xa.contact_point"),
        username="xa.contact_point",
        label="of XA",
        expires_on=stories.in_days(9),
        scopes=READING,
    )
    people.register_machine(manager(world), _machine("xa.machine"))
    with world.raw("postgres") as installer:
        row = installer.execute(_SIGN_ON).fetchone()
    assert row is not None
    listed = people.list_tokens(manager(world, "xa.contact_point"))
    return Accounts(
        invitation=people.invite_officer(manager(world), offer("xa.invited")),
        machine="xa.machine",
        token=next(token.id for token in listed if token.label == "of XA"),
        sign_on=row[0],
    )


def _machine(username: str) -> people.MachineDraft:
    home = username[:2].upper()
    answerable = f"{username[:2]}.contact_point"
    until = stories.in_days(100)
    return people.MachineDraft(username, "A machine", f"{home}-HQ", ("officer",), READING, (), answerable, until)
