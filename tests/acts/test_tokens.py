"""API tokens: for just their scopes, from just their networks, for a while, and revoked for good."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.acts import stories
from tests.acts.accounts import manager
from tests.acts.test_default_deny import EVERY, records
from tests.world import World

from tidewaiter.access.decide import may_perform
from tidewaiter.access.facts import Caller
from tidewaiter.access.rules import SCOPES
from tidewaiter.access.verbs import PERSONAL_ROLES, Scope, Verb
from tidewaiter.actions import assistance, people, registry
from tidewaiter.actions.act import Clock, Conflict, Invalid, NotFound, NotPermitted
from tidewaiter.actions.callers import caller_for_token, installer_caller
from tidewaiter.actions.people import issue_token, list_tokens, revoke_token

READING = ("requests:read",)


def issued(world: World, username: str = "xa.officer", *scopes: str, networks: tuple[str, ...] = ()) -> str:
    return issue_token(
        manager(world, username),
        username=username,
        label="case system",
        expires_on=stories.in_days(30),
        scopes=scopes or READING,
        networks=networks,
    )


def token_id(world: World, username: str, label: str = "case system") -> str:
    return next(each.id for each in list_tokens(world.caller(username)) if each.label == label)


def refused_as(token: str, address: str = "") -> str:
    with pytest.raises(NotPermitted) as refused:
        caller_for_token(token, language="", address=address)
    return refused.value.reasons[0].code


@pytest.mark.provision("CCO-47.1.ii")
def test_a_token_does_what_its_scopes_say_and_nothing_else(world: World) -> None:
    rfa_id = stories.drafted(world)
    reader = caller_for_token(issued(world), language="")
    assert reader.scopes == {Scope.REQUESTS_READ}
    assert assistance.read_request(reader, rfa_id).id == rfa_id
    with pytest.raises(NotPermitted) as refused:
        assistance.draft_request(reader, stories.ASKED)
    assert [reason.code for reason in refused.value.reasons] == ["scope"]
    line = people.read_journal(world.caller("xa.head"), limit=1)[0]
    assert (line.verb, line.outcome, line.officer) == ("draft_request", "refused", "xa.officer")


@pytest.mark.parametrize("scope", [None, *Scope])
@pytest.mark.provision("CCO-47.1.ii")
def test_each_act_is_refused_to_a_token_without_its_scope(world: World, scope: Scope | None) -> None:
    """One officer who holds every personal role, with every scope but one: all that is then closed is that scope's."""
    scopes = frozenset(Scope) - {scope}
    who = replace(world.caller("xa.officer"), roles=frozenset(PERSONAL_ROLES), scopes=scopes)
    closed = [verb for verb in EVERY if _without_scope(who, verb)]
    assert {SCOPES.get(verb) for verb in closed} <= {scope, None}
    has = records(world)
    for verb in closed:
        with pytest.raises(NotPermitted) as refused:
            EVERY[verb](who, has)
        assert [reason.code for reason in refused.value.reasons] == ["scope"], verb


def _without_scope(who: Caller, verb: Verb) -> bool:
    return may_perform(replace(who, scopes=None), verb) and not may_perform(who, verb)


@pytest.mark.provision("CCO-47.1.ii")
def test_a_token_bound_to_networks_opens_nothing_from_elsewhere(world: World) -> None:
    token = issued(world, networks=("192.0.2.0/28", "2001:db8::/32", " 198.51.100.7 "))
    for address in ("192.0.2.3", "2001:db8::1", "198.51.100.7", "::ffff:192.0.2.3"):
        assert caller_for_token(token, language="", address=address).officer == "xa.officer"
    for address in ("192.0.2.16", "2001:db9::1", "198.51.100.8", "::ffff:203.0.113.1", "", "unix:", "192.0.2.3, x"):
        assert refused_as(token, address) == "bad_address"
    unbound = issued(world)
    assert caller_for_token(unbound, language="", address="203.0.113.9").officer == "xa.officer"
    assert caller_for_token(unbound, language="").officer == "xa.officer"


def test_a_token_is_for_known_scopes_real_networks_and_at_most_a_year(world: World) -> None:
    who = manager(world, "xa.officer")
    sound = {"username": "xa.officer", "label": "mine", "expires_on": stories.in_days(9), "scopes": READING}
    for wrong, field, code in (
        ({"scopes": ()}, "scopes", "missing"),
        ({"scopes": ("everything",)}, "scopes", "unknown_choice"),
        ({"networks": ("office",)}, "networks", "bad_network"),
        ({"networks": ("192.0.2.0/33",)}, "networks", "bad_network"),
        ({"networks": ("",)}, "networks", "bad_network"),
        ({"label": "\t"}, "label", "not_usable"),
        ({"label": "a\0b"}, "label", "not_usable"),
        ({"expires_on": stories.in_days(0)}, "expires_on", "not_usable"),
        ({"expires_on": stories.in_days(367)}, "expires_on", "too_far"),
    ):
        with pytest.raises(Invalid) as refused:
            issue_token(who, **{**sound, **wrong})  # type: ignore[arg-type]
        assert [(fault.field, fault.code) for fault in refused.value.faults] == [(field, code)]


@pytest.mark.provision("CCO-47.1.ii")
def test_a_token_is_issued_by_its_owner_in_person_after_proving_it(world: World) -> None:
    token = caller_for_token(issued(world, "xa.officer", *Scope), language="")
    asked = {"username": "xa.officer", "label": "another", "expires_on": stories.in_days(9), "scopes": READING}
    for who, code in ((token, "scope"), (manager(world, "xa.officer", fresh=False), "step_up")):
        with pytest.raises(NotPermitted) as refused:
            issue_token(who, **asked)  # type: ignore[arg-type]
        assert [reason.code for reason in refused.value.reasons] == [code]
    for username in ("xa.head", "xa.administrator", "xb.officer"):
        with pytest.raises(NotPermitted):
            issue_token(manager(world, username), **asked)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        issue_token(installer_caller(), **{**asked, "username": "no.body"})  # type: ignore[arg-type]


def test_a_token_ends_on_its_day_and_is_then_forgotten(world: World, moved_clock: Clock) -> None:
    token = issued(world)
    moved_clock.offset = timedelta(days=30)
    assert caller_for_token(token, language="").officer == "xa.officer"
    moved_clock.offset = timedelta(days=31)
    assert refused_as(token) == "bad_token"
    assert "case system" not in {each.label for each in list_tokens(world.caller("xa.officer"))}


@pytest.mark.parametrize("by", ["xa.officer", "xa.administrator", "xa.head", "xa.security_authority"])
@pytest.mark.provision("CCO-47.1.ii")
def test_a_token_is_revoked_by_its_owner_or_a_manager_and_for_good(world: World, by: str) -> None:
    token = issued(world)
    found = token_id(world, "xa.officer")
    revoke_token(manager(world, by, fresh=False), found)
    assert refused_as(token) == "bad_token"
    line = next(each for each in list_tokens(world.caller("xa.officer")) if each.id == found)
    assert line.revoked_by == by
    with pytest.raises(Conflict):
        revoke_token(manager(world, by), found)


def test_nobody_else_revokes_a_token_and_abroad_it_is_not_there(world: World) -> None:
    token = issued(world)
    found = token_id(world, "xa.officer")
    with pytest.raises(NotPermitted):
        revoke_token(manager(world, "xa.approver"), found)
    for username in ("xb.head", "xb.officer", "xz.secretariat_official"):
        with pytest.raises(NotFound):
            revoke_token(manager(world, username), found)
    for unknown in ("nothing", "", "00000000-0000-0000-0000-000000000000"):
        with pytest.raises(NotFound):
            revoke_token(manager(world, "xa.head"), unknown)
    assert caller_for_token(token, language="").officer == "xa.officer"


def test_each_sees_the_own_tokens_and_managers_those_of_the_house(world: World) -> None:
    issued(world)
    assert {each.officer for each in list_tokens(world.caller("xa.officer"))} == {"xa.officer"}
    for username in ("xa.administrator", "xa.head", "xa.security_authority"):
        listed = list_tokens(world.caller(username))
        assert {each.officer[:2] for each in listed} == {"xa"}
        assert len({each.officer for each in listed}) > 5
    assert {each.officer for each in list_tokens(world.caller("xb.approver"))} == {"xb.approver"}


def test_a_token_proves_by_itself_who_calls_but_opens_no_role(world: World) -> None:
    who = caller_for_token(issued(world, "xa.officer", "register:write", "people:write"), language="")
    assert who.fresh
    with pytest.raises(NotPermitted) as refused:
        people.suspend_officer(who, "xa.approver", why="other")
    assert [reason.code for reason in refused.value.reasons] == ["role"]
    with pytest.raises(NotPermitted):
        registry.designate_official(who, officer="xa.contact_point", since=stories.in_days(0))


def test_a_scope_that_a_later_release_dropped_opens_nothing_and_breaks_nothing(world: World) -> None:
    token = issued(world)
    with world.raw("postgres") as installer:
        installer.execute(
            "update records_apitoken set scopes = '{requests:read,requests:burn}' where label = 'case system'"
        )
    assert caller_for_token(token, language="").scopes == {Scope.REQUESTS_READ}
