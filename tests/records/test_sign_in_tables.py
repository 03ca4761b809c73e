"""The tables of sign-in are read by all and written only as the acts' own rules let a caller write them."""

import time
from dataclasses import replace
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from tests.world import World

from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Role
from tidewaiter.records.identity import sign

TOKEN = (
    "insert into records_apitoken (id, officer_id, digest, label, issued_at, expires_on) "
    "values (%s, %s, %s, 'smuggled', now(), current_date + 9)"
)
ROLE = "insert into records_officerrole (officer_id, role, since) values (%s, 'cais_official', '2020-01-01')"


def run_as(world: World, caller: Caller | None, statement: str, *params: object) -> None:
    with world.raw("app_web") as web, web.transaction():
        if caller is not None:
            signed = sign(caller, settings.TIDEWAITER.identity_key, time.time() + 60)
            web.execute("select set_config('app.ident', %s, true)", [signed])
        web.execute(statement, params)


def refused(world: World, caller: Caller | None, statement: str, *params: object) -> bool:
    try:
        run_as(world, caller, statement, *params)
    except psycopg.errors.InsufficientPrivilege:
        return True
    return False


@pytest.mark.provision("CCO-47.1")
def test_smuggled_sql_gives_nobody_the_token_of_another_officer(world: World) -> None:
    officer = world.caller("xa.officer")
    assert refused(world, officer, TOKEN, uuid4(), "xa.head", uuid4().hex)
    assert refused(world, None, TOKEN, uuid4(), "xa.officer", uuid4().hex)
    assert not refused(world, officer, TOKEN, uuid4(), "xa.officer", uuid4().hex)


def test_a_role_is_given_by_those_who_may_designate_in_their_own_administration(world: World) -> None:
    assert refused(world, world.caller("xa.officer"), ROLE, "xa.contact_point")
    assert refused(world, world.caller("xb.cais_authority"), ROLE, "xa.contact_point")
    assert not refused(world, world.caller("xa.cais_authority"), ROLE, "xa.contact_point")


def test_a_token_is_not_revived_by_another_officer(world: World) -> None:
    statement = "update records_apitoken set revoked_at = null where officer_id = 'xa.head' returning id"
    with world.raw("app_web") as web, web.transaction():
        signed = sign(world.caller("xa.officer"), settings.TIDEWAITER.identity_key, time.time() + 60)
        web.execute("select set_config('app.ident', %s, true)", [signed])
        assert web.execute(statement).fetchall() == []


def test_an_administration_is_not_made_by_an_officer_of_another(world: World) -> None:
    statement = (
        "insert into records_administration (code, name, unit, language, organization, recorded_at) "
        "values ('XQ', '{}', 'XQ', 'en', false, now())"
    )
    officer = world.caller("xa.head")
    assert refused(world, officer, statement)
    installer = replace(officer, administration="installation", roles=frozenset({Role.INSTALLER}))
    assert not refused(world, installer, statement)
