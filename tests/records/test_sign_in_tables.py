"""The tables of sign-in are read by all and written only as the acts' own rules let a caller write them."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from tests.acts.accounts import manager
from tests.world import World

from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Role
from tidewaiter.actions import people
from tidewaiter.records.grants import OUTSIDE_ROW_POLICY
from tidewaiter.records.identity import sign
from tidewaiter.records.sign_in import WRITTEN_BY

TOKEN = (
    "insert into records_apitoken (id, officer_id, digest, label, issued_at, expires_on, revoked_by, scopes, "
    "networks) values (%s, %s, %s, 'smuggled', now(), current_date + 9, '', '{}', '{}')"
)
ROLE = "insert into records_officerrole (officer_id, role, since) values (%s, %s, '2020-01-01')"
INVITATION = (
    "insert into records_invitation (id, kind, administration_id, office_id, username, name, email, language, roles, "
    "designated_from, transfers, rank, invited_by, invited_at, expires_at) values "
    "(gen_random_uuid(), %s, %s, %s, %s, 'N', %s, 'en', %s, current_date, '', 0, 'x', now(), now() + interval '1 day')"
)
OFFICER = (
    "insert into records_officer (username, user_id, administration_id, office_id, name, language, designated_from, "
    "email, suspended_for, suspended_by, certified_by, released_to, machine, answerable, secret_digest, scopes, "
    "networks) values (%s, %s, %s, %s, 'N', 'en', current_date, '', '', '', '', '', %s, '', '', '{}', '{}')"
)
USER = (
    "insert into auth_user (username, password, email, is_superuser, is_staff, is_active, first_name, last_name, "
    "date_joined) values (%s, '!', '', false, false, true, '', '', now()) returning id"
)


def run_as(world: World, caller: Caller | None, statement: str, *params: object) -> int:
    """The rows that a statement reached, as app_web with a genuine identity or with none."""
    with world.raw("app_web") as web, web.transaction():
        if caller is not None:
            signed = sign(caller, settings.TIDEWAITER.identity_key, time.time() + 60)
            web.execute("select set_config('app.ident', %s, true)", [signed])
        return web.execute(statement, params).rowcount


def refused(world: World, caller: Caller | None, statement: str, *params: object) -> bool:
    """The statement is an error, or reaches no row."""
    try:
        return run_as(world, caller, statement, *params) == 0
    except psycopg.errors.InsufficientPrivilege:
        return True


def invited(username: str, administration: str = "XA") -> Caller:
    """Whoever holds the link of an invitation of this name."""
    day = datetime.now(UTC).date()
    return Caller(administration, f"{administration}-HQ", username, frozenset({Role.INVITED}), day)


def as_installer(world: World, statement: str, *params: object) -> None:
    with world.raw("postgres") as installer:
        installer.execute(statement, params)


def user(world: World, username: str) -> int:
    """A bare account that signs in, as app_web can make one."""
    with world.raw("postgres") as installer:
        row = installer.execute(USER, [username]).fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.provision("CCO-47.1")
def test_smuggled_sql_gives_nobody_the_token_of_another_officer(world: World) -> None:
    officer = world.caller("xa.officer")
    assert refused(world, officer, TOKEN, uuid4(), "xa.head", uuid4().hex)
    assert refused(world, None, TOKEN, uuid4(), "xa.officer", uuid4().hex)
    assert refused(world, replace(officer, fresh=False), TOKEN, uuid4(), "xa.officer", uuid4().hex)
    assert not refused(world, officer, TOKEN, uuid4(), "xa.officer", uuid4().hex)


CHANGES = (
    "suspended_on = null, suspended_for = '', suspended_by = ''",
    "designated_until = null",
    "designated_until = current_date + 900",
    "active_since = current_date + 1",
    "certified_on = current_date + 300",
    "released_to = 'XB'",
    "secret_digest = 'x'",
)
NOT_GRANTED = (
    "administration_id = 'XB'",
    "machine = true",
    "email = 'thief@example.invalid'",
    "scopes = '{people:write}'",
    "networks = '{}'",
    "user_id = 1",
    "username = 'xa.other'",
    "answerable = 'x'",
    "designated_from = '2020-01-01'",
)


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.provision("CCO-47.1.ii")
def test_an_officer_changes_nothing_of_an_account_not_even_of_the_own(world: World, change: str) -> None:
    as_installer(
        world,
        "update records_officer set suspended_on = current_date, designated_until = current_date + 5 "
        "where username in ('xa.officer', 'xa.approver')",
    )
    for username in ("xa.officer", "xa.approver"):
        statement = f"update records_officer set {change} where username = %s"
        assert refused(world, world_caller(world), statement, username)
        assert refused(world, None, statement, username)


def world_caller(world: World) -> Caller:
    """The identity that an act of xa.officer had begun with before the account was closed."""
    today = datetime.now(UTC).date()
    roles = frozenset({Role.OFFICER, Role.CAIS_OFFICIAL})
    return Caller("XA", "XA-HQ", "xa.officer", roles, today, fresh=True)


@pytest.mark.parametrize("change", [*CHANGES[:4], CHANGES[5], CHANGES[6]])
@pytest.mark.parametrize("username", ["xa.head", "xa.administrator"])
@pytest.mark.provision("CCO-47.1.ii")
def test_a_manager_changes_nothing_of_the_own_account(world: World, username: str, change: str) -> None:
    who = world.caller(username)
    as_installer(
        world,
        "update records_officer set suspended_on = current_date, designated_until = current_date + 5 "
        "where username = %s",
        username,
    )
    assert refused(world, who, f"update records_officer set {change} where username = %s", username)


def test_a_head_confirms_the_own_account_in_sql_too_and_an_administrator_does_not(world: World) -> None:
    statement = "update records_officer set certified_on = current_date where username = %s"
    assert not refused(world, world.caller("xa.head"), statement, "xa.head")
    assert refused(world, world.caller("xa.administrator"), statement, "xa.administrator")
    assert refused(world, world.caller("xa.administrator"), statement, "xa.head")
    assert refused(world, world.caller("xb.head"), statement, "xa.officer")


@pytest.mark.parametrize("change", NOT_GRANTED)
def test_what_an_account_is_changes_for_nobody(world: World, change: str) -> None:
    for username in ("xa.head", "xa.administrator"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            run_as(world, world.caller(username), f"update records_officer set {change} where username = 'xa.officer'")


def test_a_security_authority_closes_an_account_and_opens_none(world: World) -> None:
    who = world.caller("xa.security_authority")
    suspend = "update records_officer set suspended_on = current_date where username = %s"
    lift = "update records_officer set suspended_on = null where username = %s"
    assert not refused(world, who, suspend, "xa.officer")
    assert refused(world, who, lift, "xa.officer")
    assert refused(world, who, suspend, "xa.head")
    assert refused(world, who, suspend, "xa.security_authority")
    assert not refused(world, world.caller("xa.administrator"), lift, "xa.officer")


def test_nobody_prolongs_a_designation_that_ends(world: World) -> None:
    as_installer(world, "update records_officer set designated_until = current_date + 5 where username = 'xa.officer'")
    for later in ("null", "current_date + 6"):
        statement = f"update records_officer set designated_until = {later} where username = 'xa.officer'"
        assert refused(world, world.caller("xa.head"), statement)
    sooner = "update records_officer set designated_until = current_date + 4 where username = 'xa.officer'"
    assert not refused(world, world.caller("xa.head"), sooner)


@pytest.mark.provision("CCO-52.2")
def test_a_role_is_given_by_those_who_may_and_no_more_than_they_may(world: World) -> None:
    authority, administrator = world.caller("xa.cais_authority"), world.caller("xa.administrator")
    assert refused(world, world.caller("xa.officer"), ROLE, "xa.contact_point", "cais_official")
    assert refused(world, world.caller("xb.cais_authority"), ROLE, "xa.contact_point", "cais_official")
    assert not refused(world, authority, ROLE, "xa.contact_point", "cais_official")
    for role in ("officer", "administrator", "head"):
        assert refused(world, authority, ROLE, "xa.contact_point", role)
        assert refused(world, authority, ROLE, "xa.cais_authority", role)
    assert refused(world, administrator, ROLE, "xa.contact_point", "head")
    assert refused(world, administrator, ROLE, "xa.contact_point", "depositary")
    assert refused(world, administrator, ROLE, "xa.approver", "cais_official")
    assert refused(world, administrator, ROLE, "xa.administrator", "officer")
    assert refused(world, administrator, ROLE, "xa.head", "officer")
    assert not refused(world, administrator, ROLE, "xa.contact_point", "approver")


def test_a_role_is_not_prolonged_by_its_holder(world: World) -> None:
    statement = "update records_officerrole set until = null where officer_id = %s"
    for username in ("xa.officer", "xa.administrator", "xa.head"):
        assert refused(world, world.caller(username), statement, username)


@pytest.mark.provision("CCO-47.1.ii")
def test_a_revoked_token_stays_revoked_for_everybody(world: World) -> None:
    owner, head = world.caller("xa.officer"), world.caller("xa.head")
    revive = "update records_apitoken set revoked_at = null, revoked_by = '' where officer_id = 'xa.officer'"
    assert refused(
        world, world.caller("xb.head"), "update records_apitoken set revoked_at = now() where officer_id ~ '^xa'"
    )
    other = "update records_apitoken set revoked_at = now() where officer_id = 'xa.head'"
    assert refused(world, owner, other)
    mine = "update records_apitoken set revoked_at = now() where officer_id = 'xa.officer'"
    assert not refused(world, owner, mine)
    for who in (owner, head, world.caller("xa.administrator")):
        assert refused(world, who, revive)


@pytest.mark.parametrize("change", ["scopes = '{people:write}'", "networks = '{}'", "expires_on = '2099-01-01'"])
def test_what_a_token_opens_is_never_changed(world: World, change: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        run_as(world, world.caller("xa.officer"), f"update records_apitoken set {change}")


def test_an_invitation_is_made_by_a_manager_for_no_more_power_than_the_own(world: World) -> None:
    administrator = world.caller("xa.administrator")
    new = ("new", "XA", "XA-HQ", "xa.new", "n@example.invalid")
    assert refused(world, world.caller("xa.officer"), INVITATION, *new, ["officer"])
    assert refused(world, world.caller("xb.head"), INVITATION, *new, ["officer"])
    assert refused(world, replace(administrator, fresh=False), INVITATION, *new, ["officer"])
    assert refused(world, administrator, INVITATION, *new, ["head"])
    assert not refused(world, administrator, INVITATION, *new, ["officer"])


def test_access_to_an_account_is_offered_anew_at_its_own_address_by_who_manages_it(world: World) -> None:
    administrator = world.caller("xa.administrator")
    theirs = "thief@example.invalid"
    assert refused(world, administrator, INVITATION, "anew", "XA", "XA-HQ", "xa.officer", theirs, [])
    head = ("anew", "XA", "XA-HQ", "xa.head", "xa.head@example.invalid")
    assert refused(world, administrator, INVITATION, *head, [])
    officer = ("anew", "XA", "XA-HQ", "xa.officer", "xa.officer@example.invalid")
    assert not refused(world, administrator, INVITATION, *officer, [])


def test_an_answered_invitation_opens_nothing_again(world: World) -> None:
    run_as(
        world, world.caller("xa.administrator"), INVITATION, "new", "XA", "XA-HQ", "xa.new", "n@x.invalid", ["officer"]
    )
    who = invited("xa.new")
    assert refused(world, invited("xa.other"), "update records_invitation set accepted_at = now()")
    assert not refused(world, who, "update records_invitation set accepted_at = now()")
    assert refused(world, who, "update records_invitation set accepted_at = null")
    assert refused(world, world.caller("xa.administrator"), "update records_invitation set accepted_at = null")


def test_whoever_is_invited_makes_the_account_that_was_offered_and_no_other(world: World) -> None:
    new, other = user(world, "xa.new"), user(world, "xa.other")
    assert refused(world, invited("xa.new"), OFFICER, "xa.new", new, "XA", "XA-HQ", False)
    run_as(
        world, world.caller("xa.administrator"), INVITATION, "new", "XA", "XA-HQ", "xa.new", "n@x.invalid", ["officer"]
    )
    assert refused(world, invited("xa.other"), OFFICER, "xa.other", other, "XA", "XA-HQ", False)
    assert refused(world, invited("xa.new"), OFFICER, "xa.other", other, "XA", "XA-HQ", False)
    assert refused(world, invited("xa.new"), OFFICER, "xa.new", new, "XB", "XB-HQ", False)
    assert refused(world, invited("xa.new"), OFFICER, "xa.new", new, "XA", "XA-HQ", True)
    assert not refused(world, invited("xa.new"), OFFICER, "xa.new", new, "XA", "XA-HQ", False)
    for role in ("head", "approver", "cais_official"):
        assert refused(world, invited("xa.new"), ROLE, "xa.new", role)
    assert not refused(world, invited("xa.new"), ROLE, "xa.new", "officer")


def test_a_manager_makes_machines_without_a_persons_roles_and_no_persons(world: World) -> None:
    administrator = world.caller("xa.administrator")
    person, machine = user(world, "xa.person"), user(world, "xa.machine")
    assert refused(world, administrator, OFFICER, "xa.person", person, "XA", "XA-HQ", False)
    assert refused(world, world.caller("xa.officer"), OFFICER, "xa.machine", machine, "XA", "XA-HQ", True)
    assert refused(world, administrator, OFFICER, "xa.machine", machine, "XB", "XB-HQ", True)
    assert not refused(world, administrator, OFFICER, "xa.machine", machine, "XA", "XA-HQ", True)
    assert refused(world, administrator, TOKEN, uuid4(), "xa.machine", uuid4().hex)


def test_duties_are_accepted_and_a_sign_in_is_noted_by_the_officer_alone(world: World) -> None:
    duties = "insert into records_dutyacceptance (officer_id, version, accepted_at) values (%s, 'later', now())"
    presence = "insert into records_officerpresence (officer_id, last_sign_in_at, digest) values (%s, now(), 'none')"
    for statement in (duties, presence):
        assert refused(world, world.caller("xa.officer"), statement, "xa.head")
        assert refused(world, world.caller("xa.head"), statement, "xa.officer")
        assert refused(world, None, statement, "xa.officer")
        assert not refused(world, world.caller("xa.officer"), statement, "xa.officer")
    assert refused(world, world.caller("xa.head"), "update records_officerpresence set last_sign_in_at = now()")


def test_a_sign_on_is_recorded_and_ended_by_its_own_administration(world: World) -> None:
    add = (
        "insert into records_signon (id, administration_id, issuer, client_id, client_secret, recorded_by, "
        "recorded_at) values (gen_random_uuid(), 'XA', 'https://login.example.invalid', 'x', 'x', 'x', now())"
    )
    assert refused(world, world.caller("xb.head"), add)
    assert refused(world, world.caller("xa.officer"), add)
    assert not refused(world, world.caller("xa.head"), add)
    end = "update records_signon set ended_at = %s"
    now = datetime.now(UTC)
    assert refused(world, world.caller("xb.head"), end, now)
    assert refused(world, world.caller("xa.head"), "update records_signon set issuer = 'https://thief.invalid'")
    assert not refused(world, world.caller("xa.head"), end, now)
    assert refused(world, world.caller("xa.head"), end, None)


def test_an_administration_is_not_made_by_an_officer_of_another(world: World) -> None:
    statement = (
        "insert into records_administration (code, name, unit, language, organization, recorded_at) "
        "values ('XQ', '{}', 'XQ', 'en', false, now())"
    )
    office = "insert into records_office (code, administration_id, name) values ('XA-SPY', 'XA', 'x')"
    officer = world.caller("xa.head")
    assert refused(world, officer, statement)
    assert refused(world, officer, office)
    assert refused(world, world.caller("xb.head"), "update records_administration set undertaking_on = '2020-01-01'")
    installer = replace(officer, administration="installation", roles=frozenset({Role.INSTALLER}))
    assert not refused(world, installer, statement)


@pytest.mark.parametrize("table", sorted(OUTSIDE_ROW_POLICY))
def test_without_an_identity_no_row_outside_row_policy_is_written(world: World, table: str) -> None:
    with world.raw("postgres") as installer:
        found = installer.execute(
            "select column_name from information_schema.columns where table_name = %s order by ordinal_position",
            [table],
        ).fetchall()
    first = found[0][0]
    assert refused(world, None, f"delete from {table}")
    assert refused(world, None, f"update {table} set {first} = {first}")
    with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.NotNullViolation)):
        run_as(
            world,
            None,
            f"insert into {table} select * from {table} limit 1" if _filled(world, table) else _empty(table),
        )


def _filled(world: World, table: str) -> bool:
    with world.raw("postgres") as installer:
        return installer.execute(f"select 1 from {table} limit 1").fetchone() is not None


def _empty(table: str) -> str:
    return f"insert into {table} default values"


@pytest.mark.parametrize("table", sorted(WRITTEN_BY))
def test_nobody_who_signs_in_removes_a_row_of_sign_in(world: World, table: str) -> None:
    for username in ("xa.head", "xa.administrator", "xz.secretariat_official"):
        assert refused(world, world.caller(username), f"delete from {table}")


def test_the_worker_clears_away_tokens_and_invitations_and_changes_no_account(world: World) -> None:
    system = Caller("XZ", "", "system", frozenset({Role.SYSTEM_JOB}), datetime.now(UTC).date(), organization=True)
    with world.raw("app_worker") as worker:

        def reached(statement: str) -> int:
            with worker.transaction():
                signed = sign(system, settings.TIDEWAITER.identity_key, time.time() + timedelta(minutes=1).seconds)
                worker.execute("select set_config('app.ident', %s, true)", [signed])
                return worker.execute(statement).rowcount

        assert reached("delete from records_apitoken where officer_id = 'xa.officer'") == 1
        for statement in (
            "update records_officer set suspended_on = current_date",
            "update records_officerrole set until = null",
            "insert into records_officerrole (officer_id, role, since) values ('xa.officer', 'head', '2020-01-01')",
            "delete from records_officer",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                reached(statement)


def test_a_key_and_a_form_are_kept_under_the_callers_own_name(world: World) -> None:
    who = manager(world, "xa.officer")
    people.keep_form(who, "/requests/new/", "matter=x")
    mine = "(select marking_id from records_keptform limit 1)"
    performed = (
        "insert into records_performed (id, marking_id, officer, key, asked, status, location, at) "
        f"values (gen_random_uuid(), {mine}, %s, 'k', 'a', 0, '', now())"
    )
    form = (
        "insert into records_keptform (id, marking_id, officer, path, typed, kept_at) "
        f"values (gen_random_uuid(), {mine}, %s, '/', '', now())"
    )
    for statement in (performed, form):
        assert refused(world, who, statement, "xb.officer")
        assert not refused(world, who, statement, "xa.officer")
