"""Who may write the sign-in tables, read from the acts' own rules as SQL: everybody reads them, few write them.

They lie outside row policy because they are read before an identity exists (settled point 3); a write comes later,
under one, so that smuggled SQL cannot give its author another officer's token or role.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from tidewaiter.access.rows import sql
from tidewaiter.access.rules import ACTS
from tidewaiter.access.verbs import MACHINE_ROLES, ORGANIZATION_ROLES, RANKS, Role, Verb

_OFFICERS_OWN = "(select o.administration_id from public.records_officer o where o.username = officer_id)"
_RANK = "case {role} " + " ".join(f"when '{role}' then {rank}" for role, rank in RANKS.items()) + " else 0 end"
_OFFICERS_RANK = (
    f"(select coalesce(max({_RANK.format(role='r.role')}), 0) from public.records_officerrole r "
    "where r.officer_id = {officer} and (r.until is null or r.until >= i.day))"
)
_ROLES_RANK = (
    f"greatest({_RANK.format(role='role')}, {_OFFICERS_RANK.format(officer='records_officerrole.officer_id')})"
)
_OFFERED_RANK = (
    f"greatest((select coalesce(max({_RANK.format(role='offered')}), 0) "
    f"from unnest(records_invitation.roles) offered), {_OFFICERS_RANK.format(officer='username')})"
)
_HOLDER = "exists (select 1 from public.records_officer o where o.username = {username} and {condition})"
_OFFER = (
    "exists (select 1 from public.records_invitation v where v.kind = 'new' and v.username = {username} "
    "and v.administration_id = {administration} and v.accepted_at is null and v.withdrawn_at is null and {condition})"
)
_OF_THE_ORGANIZATION = "array[" + ", ".join(f"'{role}'" for role in sorted(ORGANIZATION_ROLES)) + "]"
_OF_MACHINES = "array[" + ", ".join(f"'{role}'" for role in MACHINE_ROLES) + "]"
_NOT_ANOTHER_HOUSES = (
    f"(role <> all({_OF_THE_ORGANIZATION}) or exists (select 1 from public.records_officer o "
    "join public.records_administration a on a.code = o.administration_id "
    "where o.username = officer_id and a.organization))"
)


@dataclass(frozen=True, slots=True)
class Written:
    """Which acts add, change and remove the rows of a table, and where a row names its owner, author and rank.

    `says` is what a row must say once an act has written it; `open` is which rows are still changed at all.
    """

    owner: str
    author: str = "''"
    rank: str = "0"
    added: tuple[Verb, ...] = ()
    changed: tuple[Verb, ...] = ()
    removed: tuple[Verb, ...] = ()
    says: Mapping[Verb, str] = field(default_factory=dict)
    open: str = "true"


WRITTEN_BY: Mapping[str, Written] = MappingProxyType(
    {
        "records_administration": Written(
            "code", added=(Verb.RECORD_ADMINISTRATION,), changed=(Verb.RECORD_FILING, Verb.RECORD_ADMINISTRATION)
        ),
        "records_office": Written("administration_id", added=(Verb.RECORD_ADMINISTRATION,)),
        "records_officer": Written(
            "administration_id",
            "username",
            _OFFICERS_RANK.format(officer="username"),
            added=(Verb.REGISTER_OFFICER, Verb.ACTIVATE_ACCOUNT, Verb.REGISTER_MACHINE),
            changed=(
                Verb.SUSPEND_OFFICER,
                Verb.RESTORE_OFFICER,
                Verb.END_DESIGNATION,
                Verb.RECERTIFY_OFFICER,
                Verb.RENEW_MACHINE_SECRET,
            ),
            says={
                Verb.REGISTER_OFFICER: "not machine",
                Verb.REGISTER_MACHINE: "machine",
                Verb.RENEW_MACHINE_SECRET: "machine",
                Verb.SUSPEND_OFFICER: "suspended_on is not null",
                Verb.ACTIVATE_ACCOUNT: "not machine and "
                + _OFFER.format(
                    username="records_officer.username",
                    administration="records_officer.administration_id",
                    condition="true",
                ),
            },
        ),
        "records_officerpresence": Written(
            _OFFICERS_OWN,
            "officer_id",
            added=(Verb.SIGN_IN, Verb.CHOOSE_NOTICES),
            changed=(Verb.SIGN_IN, Verb.CHOOSE_NOTICES),
        ),
        "records_dutyacceptance": Written(
            _OFFICERS_OWN, "officer_id", added=(Verb.ACCEPT_DUTIES, Verb.ACTIVATE_ACCOUNT)
        ),
        "records_invitation": Written(
            "administration_id",
            "username",
            _OFFERED_RANK,
            added=(Verb.INVITE_OFFICER, Verb.RENEW_ACCESS),
            changed=(Verb.WITHDRAW_INVITATION, Verb.RENEW_ACCESS, Verb.ACTIVATE_ACCOUNT),
            removed=(Verb.REVIEW_ACCOUNTS,),
            says={
                Verb.INVITE_OFFICER: "kind = 'new'",
                # a link to an account that exists goes to the address that the account has
                Verb.RENEW_ACCESS: "withdrawn_at is not null or (kind = 'anew' and "
                + _HOLDER.format(
                    username="records_invitation.username",
                    condition="o.email = records_invitation.email "
                    "and o.administration_id = records_invitation.administration_id",
                )
                + ")",
                Verb.WITHDRAW_INVITATION: "withdrawn_at is not null",
                Verb.ACTIVATE_ACCOUNT: "accepted_at is not null",
            },
            open="accepted_at is null and withdrawn_at is null",
        ),
        "records_signon": Written(
            "administration_id",
            added=(Verb.RECORD_SIGN_ON,),
            changed=(Verb.END_SIGN_ON,),
            says={Verb.END_SIGN_ON: "ended_at is not null"},
            open="ended_at is null",
        ),
        "records_officerrole": Written(
            _OFFICERS_OWN,
            "officer_id",
            _ROLES_RANK,
            added=(
                Verb.REGISTER_OFFICER,
                Verb.ACTIVATE_ACCOUNT,
                Verb.DESIGNATE_OFFICIAL,
                Verb.CHANGE_ROLES,
                Verb.REGISTER_MACHINE,
            ),
            changed=(
                Verb.REGISTER_OFFICER,
                Verb.DESIGNATE_OFFICIAL,
                Verb.END_OFFICIAL,
                Verb.CHANGE_ROLES,
                Verb.END_DESIGNATION,
            ),
            says={
                Verb.ACTIVATE_ACCOUNT: _OFFER.format(
                    username="officer_id", administration=_OFFICERS_OWN, condition="role = any(v.roles)"
                ),
                Verb.DESIGNATE_OFFICIAL: f"role = '{Role.CAIS_OFFICIAL}'",
                Verb.END_OFFICIAL: f"role = '{Role.CAIS_OFFICIAL}' and until is not null",
                Verb.CHANGE_ROLES: f"role <> '{Role.CAIS_OFFICIAL}' and {_NOT_ANOTHER_HOUSES}",
                Verb.REGISTER_MACHINE: f"role = any({_OF_MACHINES}) and "
                + _HOLDER.format(username="officer_id", condition="o.machine"),
                Verb.END_DESIGNATION: "until is not null",
            },
        ),
        "records_apitoken": Written(
            _OFFICERS_OWN,
            "officer_id",
            added=(Verb.ISSUE_TOKEN, Verb.OPEN_MACHINE_SESSION),
            changed=(Verb.REVOKE_TOKEN, Verb.END_DESIGNATION, Verb.RENEW_ACCESS, Verb.RENEW_MACHINE_SECRET),
            removed=(Verb.REVIEW_ACCOUNTS,),
            says={
                Verb.ISSUE_TOKEN: _HOLDER.format(username="officer_id", condition="not o.machine"),
                Verb.OPEN_MACHINE_SESSION: "expires_at is not null and "
                + _HOLDER.format(username="officer_id", condition="o.machine and records_apitoken.scopes <@ o.scopes"),
                **dict.fromkeys(
                    (Verb.REVOKE_TOKEN, Verb.END_DESIGNATION, Verb.RENEW_ACCESS, Verb.RENEW_MACHINE_SECRET),
                    "revoked_at is not null",
                ),
            },
            open="revoked_at is null",
        ),
        "records_instrumentversion": Written(
            "records_instrumentversion.administration",  # the caller has an administration too
            "recorded_by",
            added=(Verb.RECORD_INSTRUMENT, Verb.IMPORT_REGISTER),
            changed=(Verb.VERIFY_INSTRUMENT, Verb.WITHDRAW_INSTRUMENT_VERSION),
            says={
                **dict.fromkeys((Verb.RECORD_INSTRUMENT, Verb.IMPORT_REGISTER), "verified_at is null"),
                Verb.VERIFY_INSTRUMENT: "withdrawn_at is null and verified_at is not null "
                "and verified_by not in ('', recorded_by)",
                Verb.WITHDRAW_INSTRUMENT_VERSION: "withdrawn_at is not null",
            },
            open="withdrawn_at is null",
        ),
    }
)
"""Each table outside row policy with the acts that write it."""


def policies() -> list[str]:
    """The statements that let the application roles read these tables, and write them only as one of their acts may."""
    statements = []
    for table, written in WRITTEN_BY.items():
        change, remove = (_any(verbs, written) for verbs in (written.changed, written.removed))
        added, changed = (_any(verbs, written, written.says) for verbs in (written.added, written.changed))
        still = f"({written.open}) and ({change})" if written.changed else "false"
        roles = "to app_web, app_worker"
        statements += [
            f"alter table public.{table} enable row level security;",
            f"alter table public.{table} force row level security;",
            *(f"drop policy if exists {name} on public.{table};" for name in ("read", "write", "change", "remove")),
            f"create policy read on public.{table} for select {roles} using (true);",
            f"create policy write on public.{table} for insert {roles} with check ({added});",
            f"create policy change on public.{table} for update {roles} using ({still}) with check ({changed});",
            f"create policy remove on public.{table} for delete {roles} using ({remove});",
        ]
    return statements


def _any(verbs: tuple[Verb, ...], written: Written, says: Mapping[Verb, str] = MappingProxyType({})) -> str:
    """One of these acts is open to the caller, and the row says what it must after it."""
    return " or ".join(f"({may(verb, written)} and ({says.get(verb, 'true')}))" for verb in verbs) or "false"


def may(verb: Verb, written: Written) -> str:
    """The rule of one act over a row, with the row's own columns where the rule looks for a record's facts."""
    rule = ACTS[verb]
    held = "array[" + ", ".join(f"'{role}'" for role in rule.roles) + "]"
    return (
        "exists (select 1 from app.ident() i, "
        f"lateral (select {written.owner}::text as owner, {written.author}::text as author, {written.rank} as rank) m "
        f"where i.roles && {held} and {sql(rule.requires)})"
    )
