"""Who may write the sign-in tables, read from the acts' own rules as SQL: everybody reads them, few write them.

They lie outside row policy because they are read before an identity exists (settled point 3); a write comes later,
under one, so that smuggled SQL cannot give its author another officer's token or role.
"""

from collections.abc import Mapping
from types import MappingProxyType

from tidewaiter.access.rows import sql
from tidewaiter.access.rules import ACTS
from tidewaiter.access.verbs import Verb

_OFFICERS_OWN = "(select o.administration_id from public.records_officer o where o.username = officer_id)"

WRITTEN_BY: Mapping[str, tuple[tuple[Verb, ...], str, str]] = MappingProxyType(
    {
        "records_administration": ((Verb.RECORD_ADMINISTRATION, Verb.RECORD_FILING), "code", "''"),
        "records_office": ((Verb.RECORD_ADMINISTRATION,), "administration_id", "''"),
        "records_officer": ((Verb.REGISTER_OFFICER,), "administration_id", "''"),
        "records_officerrole": ((Verb.REGISTER_OFFICER, Verb.DESIGNATE_OFFICIAL), _OFFICERS_OWN, "officer_id"),
        "records_apitoken": ((Verb.ISSUE_TOKEN,), _OFFICERS_OWN, "officer_id"),
    }
)
"""Each table with the acts that write it, and where its rows name their owner and their author."""


def policies() -> list[str]:
    """The statements that let the application roles read these tables, and write them only as one of their acts may."""
    statements = []
    for table, (verbs, owner, author) in WRITTEN_BY.items():
        may = " or ".join(_may(verb, owner, author) for verb in verbs)
        roles = "to app_web, app_worker"
        statements += [
            f"alter table public.{table} enable row level security;",
            f"alter table public.{table} force row level security;",
            *(f"drop policy if exists {name} on public.{table};" for name in ("read", "write", "change")),
            f"create policy read on public.{table} for select {roles} using (true);",
            f"create policy write on public.{table} for insert {roles} with check ({may});",
            f"create policy change on public.{table} for update {roles} using ({may}) with check ({may});",
        ]
    return statements


def _may(verb: Verb, owner: str, author: str) -> str:
    """The rule of one act over a row, with the row's owner and author where the rule looks for a marking's."""
    rule = ACTS[verb]
    held = "array[" + ", ".join(f"'{role}'" for role in rule.roles) + "]"
    return (
        f"exists (select 1 from app.ident() i, (select {owner}::text as owner, {author}::text as author) m "
        f"where i.roles && {held} and {sql(rule.requires)})"
    )
