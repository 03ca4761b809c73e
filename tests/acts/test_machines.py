"""Machine accounts: a person answers for each, a secret opens an hour at a time, and a machine decides nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.acts import stories
from tests.acts.accounts import line, manager, user_id
from tests.world import World

from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Role, Scope
from tidewaiter.actions import assistance, people, registry
from tidewaiter.actions.act import Clock, Conflict, Invalid, NotFound, NotPermitted
from tidewaiter.actions.callers import caller_for_machine, caller_for_token, caller_for_user, installer_caller
from tidewaiter.actions.people import open_machine_session, register_machine, renew_machine_secret

NAME = "xa.case-system"
HOME = "192.0.2.10"


def draft(**changes: object) -> people.MachineDraft:
    machine = people.MachineDraft(
        username=NAME,
        name="Case system of Alder Bank",
        office="XA-HQ",
        roles=("officer",),
        scopes=("requests:read", "requests:write", "requests:decide"),
        networks=("192.0.2.0/24",),
        answerable="xa.officer",
        designated_until=stories.in_days(200),
    )
    return replace(machine, **changes)  # type: ignore[arg-type]


def connected(secret: str, address: str = HOME) -> Caller:
    """The machine as it acts: with the access token it was given for its secret."""
    session = open_machine_session(caller_for_machine(NAME, secret, address=address))
    return caller_for_token(session.token, language="", address=address)


def refused_as(secret: str, *, name: str = NAME, address: str = HOME) -> str:
    with pytest.raises(NotPermitted) as refused:
        caller_for_machine(name, secret, address=address)
    return refused.value.reasons[0].code


@pytest.mark.provision("CCO-47.1.ii")
def test_a_machine_drafts_and_reads_and_decides_nothing(world: World) -> None:
    machine = connected(register_machine(manager(world), draft()))
    assert (machine.machine, machine.administration, machine.roles) == (True, "XA", {Role.OFFICER})
    rfa_id = assistance.draft_request(machine, stories.ASKED)
    digest = assistance.read_request(machine, rfa_id).digest
    with pytest.raises(NotPermitted) as refused:
        assistance.approve_request(machine, rfa_id, digest=digest)
    assert [reason.code for reason in refused.value.reasons] == ["role"]
    assert people.read_journal(world.caller("xa.head"), limit=1)[0].officer == NAME


@pytest.mark.provision("CCO-47.1.ii")
def test_a_secret_opens_from_its_networks_alone_and_nothing_but_a_session(world: World) -> None:
    secret = register_machine(manager(world), draft())
    assert refused_as(secret, address="203.0.113.1") == "bad_address"
    assert refused_as(secret, address="") == "bad_address"
    assert {refused_as(secret, name=name) for name in ("xa.officer", "nobody", "\0", "")} == {"bad_secret"}
    assert {refused_as(wrong) for wrong in ("", "twm_guessed", secret[:-1], "\ud800")} == {"bad_secret"}
    session = open_machine_session(caller_for_machine(NAME, secret, address=HOME))
    with pytest.raises(NotPermitted) as refused:
        caller_for_token(session.token, language="", address="203.0.113.1")
    assert refused.value.reasons[0].code == "bad_address"
    with pytest.raises(NotPermitted):
        open_machine_session(caller_for_token(session.token, language="", address=HOME))


def test_a_session_lasts_an_hour(world: World, moved_clock: Clock) -> None:
    secret = register_machine(manager(world), draft())
    session = open_machine_session(caller_for_machine(NAME, secret, address=HOME))
    assert (session.seconds, session.scopes) == (3600, ("requests:decide", "requests:read", "requests:write"))
    moved_clock.offset = timedelta(minutes=59)
    assert caller_for_token(session.token, language="", address=HOME).officer == NAME
    moved_clock.offset = timedelta(minutes=61)
    with pytest.raises(NotPermitted):
        caller_for_token(session.token, language="", address=HOME)
    assert all(each.officer != NAME for each in people.list_tokens(world.caller("xa.head")))


def test_a_session_has_the_scopes_that_were_asked_among_the_machines_own(world: World) -> None:
    caller = caller_for_machine(NAME, register_machine(manager(world), draft()), address=HOME)
    session = open_machine_session(caller, scopes=("requests:read",))
    reader = caller_for_token(session.token, language="", address=HOME)
    assert reader.scopes == {Scope.REQUESTS_READ}
    with pytest.raises(NotPermitted):
        assistance.draft_request(reader, stories.ASKED)
    for beyond in ("central:read", "everything"):
        with pytest.raises(Invalid):
            open_machine_session(caller, scopes=("requests:read", beyond))


@pytest.mark.provision("CCO-47.1.ii")
def test_a_renewed_secret_ends_the_old_one_and_what_it_had_opened(world: World) -> None:
    old = register_machine(manager(world), draft())
    session = open_machine_session(caller_for_machine(NAME, old, address=HOME))
    new = renew_machine_secret(manager(world), NAME)
    assert refused_as(old) == "bad_secret"
    with pytest.raises(NotPermitted):
        caller_for_token(session.token, language="", address=HOME)
    assert connected(new).officer == NAME


def test_a_machine_is_looked_after_by_the_managers_of_its_house(world: World) -> None:
    register_machine(manager(world), draft())
    with pytest.raises(NotFound):
        renew_machine_secret(manager(world, "xb.administrator"), NAME)
    with pytest.raises(NotFound):
        renew_machine_secret(manager(world), "xa.officer")
    for username in ("xa.officer", "xa.security_authority", "xa.cais_authority"):
        with pytest.raises(NotPermitted):
            renew_machine_secret(manager(world, username), NAME)
        with pytest.raises(NotPermitted):
            register_machine(manager(world, username), draft(username="xa.other"))
    with pytest.raises(NotPermitted) as refused:
        register_machine(manager(world, fresh=False), draft(username="xa.other"))
    assert [reason.code for reason in refused.value.reasons] == ["step_up"]


def test_a_suspended_or_ended_machine_opens_nothing(world: World) -> None:
    secret = register_machine(manager(world), draft())
    session = open_machine_session(caller_for_machine(NAME, secret, address=HOME))
    people.suspend_officer(manager(world, "xa.security_authority"), NAME, why="inquiry")
    assert refused_as(secret) == "suspended"
    with pytest.raises(NotPermitted):
        caller_for_token(session.token, language="", address=HOME)
    people.restore_officer(manager(world), NAME)
    assert connected(secret).officer == NAME
    people.end_designation(manager(world), NAME, last_day=stories.in_days(-1))
    assert refused_as(secret) == "not_designated"


def test_a_machine_neither_sleeps_nor_accepts_duties_but_is_confirmed_once_a_year(
    world: World, moved_clock: Clock
) -> None:
    secret = register_machine(manager(world), draft(designated_until=stories.in_days(366)))
    found = line(world, NAME)
    assert (found.machine, found.answerable, found.second_factor, found.closed) == (True, "xa.officer", True, "")
    moved_clock.offset = timedelta(days=300)
    assert connected(secret).officer == NAME


@pytest.mark.provision("SYS-7")
def test_a_machine_is_given_no_role_in_which_a_person_decides(world: World) -> None:
    for roles in (("approver",), ("officer", "administrator"), ("cais_official",), ("head",), ("king",), ()):
        with pytest.raises((Invalid, NotPermitted)):
            register_machine(manager(world), draft(roles=roles))
    register_machine(manager(world), draft())
    with pytest.raises(Invalid):
        people.change_roles(manager(world), NAME, roles=("approver",))
    with pytest.raises(NotFound):
        registry.designate_official(manager(world, "xa.cais_authority"), officer=NAME, since=stories.in_days(0))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"username": "No Good"}, "username"),
        ({"name": ""}, "name"),
        ({"office": "XB-HQ"}, "office"),
        ({"answerable": "xb.officer"}, "answerable"),
        ({"answerable": "nobody"}, "answerable"),
        ({"answerable": "\0"}, "answerable"),
        ({"designated_until": stories.in_days(-1)}, "designated_until"),
        ({"designated_until": stories.in_days(400)}, "designated_until"),
        ({"scopes": ()}, "scopes"),
        ({"scopes": ("everything",)}, "scopes"),
        ({"networks": ("home",)}, "networks"),
    ],
)
def test_a_machine_that_does_not_hold_names_its_field(world: World, changes: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        register_machine(manager(world), draft(**changes))
    assert [fault.field for fault in refused.value.faults] == [field]


def test_who_answers_for_a_machine_has_an_open_account_and_a_name_is_taken_once(world: World) -> None:
    people.suspend_officer(manager(world), "xa.officer", why="leave")
    with pytest.raises(Invalid) as refused:
        register_machine(manager(world), draft())
    assert [fault.field for fault in refused.value.faults] == ["answerable"]
    register_machine(manager(world), draft(answerable="xa.approver"))
    with pytest.raises(Conflict):
        register_machine(manager(world), draft(answerable="xa.approver"))


def test_nobody_signs_in_as_a_machine_and_no_token_outlives_its_hour(world: World) -> None:
    register_machine(manager(world), draft())
    for half in (True, False):
        with pytest.raises(NotPermitted):
            caller_for_user(user_id(world, NAME), language="", half=half)
    with pytest.raises(NotFound):
        people.issue_token(
            installer_caller(), username=NAME, label="x", expires_on=stories.in_days(9), scopes=("requests:read",)
        )
    with pytest.raises(NotFound):
        people.renew_access(manager(world), NAME)


def test_a_person_opens_no_session_of_a_machine(world: World) -> None:
    register_machine(manager(world), draft())
    for who in (manager(world, "xa.officer"), manager(world, "xa.head"), replace(manager(world), officer=NAME)):
        with pytest.raises(NotPermitted):
            open_machine_session(who)
