"""Who manages whom: never oneself, never another administration's, never more power than one's own."""

from datetime import date, timedelta

import pytest
from django.contrib.sessions.models import Session
from tests.acts import stories
from tests.acts.accounts import column, joined, line, manager, user_id
from tests.world import World

from tidewaiter.actions import people, registry
from tidewaiter.actions.act import Clock, Conflict, Invalid, NotFound, NotPermitted
from tidewaiter.actions.callers import caller_for_token, caller_for_user
from tidewaiter.actions.people import change_roles, end_designation, recertify_officer, restore_officer, suspend_officer


def reasons(refused: pytest.ExceptionInfo[NotPermitted]) -> list[str]:
    return [reason.code for reason in refused.value.reasons]


def closed_with(world: World, username: str) -> str:
    with pytest.raises(NotPermitted) as refused:
        world.caller(username)
    return reasons(refused)[0]


@pytest.mark.provision("CCO-47.1.ii")
def test_an_administrator_manages_no_head_and_makes_none(world: World) -> None:
    administrator = manager(world)
    for attempt in (
        lambda: change_roles(administrator, "xa.head", roles=("officer",)),
        lambda: change_roles(administrator, "xa.officer", roles=("officer", "head")),
        lambda: suspend_officer(administrator, "xa.head", why="other"),
        lambda: end_designation(administrator, "xa.head", last_day=stories.in_days(0)),
        lambda: recertify_officer(administrator, "xa.head"),
        lambda: restore_officer(administrator, "xa.head"),
        lambda: people.renew_access(administrator, "xa.head"),
        lambda: people.invite_officer(administrator, _head()),
    ):
        with pytest.raises(NotPermitted):
            attempt()
    change_roles(manager(world, "xa.head"), "xa.officer", roles=("officer", "head"))
    assert line(world, "xa.officer").roles == ("cais_official", "head", "officer")
    with pytest.raises(NotPermitted):
        suspend_officer(administrator, "xa.officer", why="other")


def _head() -> people.InvitationDraft:
    return people.InvitationDraft("xa.two", "Two", "two@example.invalid", "XA-HQ", ("head",), "en", date(2026, 1, 1))


@pytest.mark.parametrize("username", ["xa.administrator", "xa.head", "xa.security_authority"])
@pytest.mark.provision("CCO-47.1.ii")
def test_nobody_manages_the_own_account(world: World, username: str) -> None:
    who = manager(world, username)
    for attempt in (
        lambda: change_roles(who, username, roles=("officer",)),
        lambda: suspend_officer(who, username, why="leave"),
        lambda: restore_officer(who, username),
        lambda: end_designation(who, username, last_day=stories.in_days(0)),
        lambda: people.renew_access(who, username),
    ):
        with pytest.raises(NotPermitted):
            attempt()


@pytest.mark.provision("CCO-47.1.ii")
def test_the_head_alone_confirms_the_own_account(world: World, moved_clock: Clock) -> None:
    with pytest.raises(NotPermitted):
        recertify_officer(manager(world), "xa.administrator")
    recertify_officer(manager(world, "xa.head"), "xa.head")
    recertify_officer(manager(world, "xa.head"), "xa.administrator")
    head = world.caller("xa.head")
    moved_clock.offset = timedelta(days=30)
    recertify_officer(manager(world, "xa.head"), "xa.administrator")
    found = line(world, "xa.administrator")
    assert found.certified_on == stories.in_days(0)
    assert found.certified_until > line(world, head.officer).certified_until


@pytest.mark.parametrize("username", ["xb.head", "xb.administrator"])
def test_another_administrations_account_is_not_there(world: World, username: str) -> None:
    who = manager(world, username)
    for attempt in (
        lambda: change_roles(who, "xa.officer", roles=("officer",)),
        lambda: suspend_officer(who, "xa.officer", why="other"),
        lambda: end_designation(who, "xa.officer", last_day=stories.in_days(0)),
        lambda: recertify_officer(who, "xa.officer"),
        lambda: restore_officer(who, "xa.officer"),
        lambda: change_roles(who, "nobody.at.all", roles=("officer",)),
        lambda: change_roles(who, "\0", roles=("officer",)),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert {officer.username[:2] for officer in people.list_officers(who).officers} == {"xb"}


@pytest.mark.provision("CCO-47.1.ii")
def test_a_suspended_officer_is_out_at_once_until_the_administration_opens_the_account(world: World) -> None:
    client = world.client("xa.officer")
    token = world.token("xa.officer")
    suspend_officer(manager(world, "xa.security_authority"), "xa.officer", why="lost_device")
    assert closed_with(world, "xa.officer") == "suspended"
    with pytest.raises(NotPermitted):
        caller_for_user(user_id(world, "xa.officer"), language="")
    assert client.get("/account/").status_code in (302, 403, 404)
    found = line(world, "xa.officer")
    assert (found.closed, found.suspended_for) == ("suspended", "lost_device")
    with pytest.raises(Conflict):
        suspend_officer(manager(world), "xa.officer", why="other")
    with pytest.raises(NotPermitted):
        restore_officer(manager(world, "xa.security_authority"), "xa.officer")
    restore_officer(manager(world), "xa.officer")
    assert caller_for_token(token, language="").officer == "xa.officer"
    with pytest.raises(Conflict):
        restore_officer(manager(world), "xa.officer")


def test_a_suspension_ends_the_sessions_of_the_account(world: World) -> None:
    client = world.client("xa.officer")
    client.get("/requests/")
    key = client.session.session_key
    assert Session.objects.filter(session_key=key).exists()
    suspend_officer(manager(world), "xa.officer", why="inquiry")
    assert not Session.objects.filter(session_key=key).exists()


def test_a_suspension_says_why(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        suspend_officer(manager(world), "xa.officer", why="I dislike them")
    assert [fault.field for fault in refused.value.faults] == ["suspended_for"]


@pytest.mark.provision("CCO-47.1.ii")
def test_an_account_that_nobody_used_for_a_quarter_is_opened_by_its_administration(
    world: World, moved_clock: Clock
) -> None:
    moved_clock.offset = timedelta(days=91)
    assert closed_with(world, "xa.officer") == "dormant"
    with world.raw("postgres") as installer:
        installer.execute(
            "update records_officer set active_since = %s where username = 'xa.head'", [stories.in_days(0)]
        )
    restore_officer(manager(world, "xa.head"), "xa.officer")
    assert world.caller("xa.officer").officer == "xa.officer"
    assert line(world, "xa.approver").closed == "dormant"


def test_a_sign_in_keeps_an_account_awake(world: World, moved_clock: Clock) -> None:
    moved_clock.offset = timedelta(days=80)
    people.note_sign_in(manager(world, "xa.officer"), method="passkey")
    moved_clock.offset = timedelta(days=160)
    assert world.caller("xa.officer").officer == "xa.officer"
    assert closed_with(world, "xa.approver") == "dormant"
    with pytest.raises(Invalid):
        people.note_sign_in(manager(world, "xa.officer"), method="guessed")


@pytest.mark.provision("CCO-47.1.ii")
def test_roles_are_those_named_and_that_of_the_designated_official_stays(world: World) -> None:
    change_roles(manager(world), "xa.officer", roles=("contact_point",))
    assert line(world, "xa.officer").roles == ("cais_official", "contact_point")
    change_roles(manager(world), "xa.officer", roles=("officer", "contact_point"))
    assert line(world, "xa.officer").roles == ("cais_official", "contact_point", "officer")
    for roles in ((), ("cais_official",), ("depositary",), ("system_job",), ("king",)):
        with pytest.raises((Invalid, NotPermitted)):
            change_roles(manager(world), "xa.officer", roles=roles)


def test_changing_an_account_asks_who_it_is_anew(world: World) -> None:
    stale = manager(world, fresh=False)
    for attempt in (
        lambda: change_roles(stale, "xa.officer", roles=("officer",)),
        lambda: suspend_officer(stale, "xa.officer", why="other"),
        lambda: recertify_officer(stale, "xa.officer"),
        lambda: end_designation(stale, "xa.officer", last_day=stories.in_days(0)),
    ):
        with pytest.raises(NotPermitted) as refused:
            attempt()
        assert reasons(refused) == ["step_up"]


@pytest.mark.provision("CCO-1.ix")
def test_who_leaves_works_to_the_last_day_and_not_after(world: World, moved_clock: Clock) -> None:
    end_designation(manager(world), "xa.officer", last_day=stories.in_days(2))
    moved_clock.offset = timedelta(days=2)
    assert world.caller("xa.officer").roles
    moved_clock.offset = timedelta(days=3)
    assert closed_with(world, "xa.officer") == "not_designated"
    with pytest.raises(Conflict):
        end_designation(manager(world), "xa.officer", last_day=stories.in_days(9))
    with pytest.raises(Conflict):
        restore_officer(manager(world), "xa.officer")


def test_who_leaves_at_once_loses_tokens_and_roles(world: World) -> None:
    end_designation(manager(world), "xa.officer", last_day=stories.in_days(-1))
    assert closed_with(world, "xa.officer") == "bad_token"
    assert line(world, "xa.officer").roles == ()
    with world.raw("postgres") as installer:
        live = installer.execute(
            "select count(*) from records_apitoken where officer_id = 'xa.officer' and revoked_at is null"
        ).fetchone()
    assert live == (0,)


def test_an_end_is_neither_long_past_nor_later_than_the_one_that_stands(world: World) -> None:
    joined(world, "xa.guest", designated_until=stories.in_days(10))
    for day in (-2, 11):
        with pytest.raises(Invalid) as refused:
            end_designation(manager(world), "xa.guest", last_day=stories.in_days(day))
        assert [fault.field for fault in refused.value.faults] == ["last_day"]
    end_designation(manager(world), "xa.guest", last_day=stories.in_days(5))
    assert column(world, "xa.guest", "designated_until") == stories.in_days(5)


@pytest.mark.parametrize("to", ["XA", "QQ", "\0"])
def test_an_officer_is_released_to_another_administration_that_there_is(world: World, to: str) -> None:
    with pytest.raises(Invalid) as refused:
        end_designation(manager(world), "xa.officer", last_day=stories.in_days(1), released_to=to)
    assert [fault.field for fault in refused.value.faults] == ["released_to"]


@pytest.mark.provision("CCO-47.1.iv")
def test_it_is_shown_for_any_day_who_had_access_to_the_system_and_who_to_information(
    world: World, moved_clock: Clock
) -> None:
    before = stories.in_days(0)
    moved_clock.offset = timedelta(days=10)
    joined(world, "xa.later")
    suspend_officer(manager(world), "xa.approver", why="leave")
    end_designation(manager(world), "xa.officer", last_day=stories.in_days(-1))
    now = stories.in_days(0)
    open_then, open_now = (_open(world, day) for day in (before, now))
    assert open_then - open_now == {"xa.officer", "xa.approver"}
    assert open_now - open_then == {"xa.later"}
    assert _informed(world, before) == {"xa.officer", "xa.approver", "xa.cais_official"}
    assert _informed(world, now) == {"xa.approver", "xa.cais_official"}


def _open(world: World, day: date) -> set[str]:
    listed = people.list_officers(world.caller("xa.security_authority"), on=day).officers
    return {officer.username for officer in listed if not officer.closed}


def _informed(world: World, day: date) -> set[str]:
    listed = people.list_officers(world.caller("xa.security_authority"), on=day).officers
    return {officer.username for officer in listed if officer.information_access}


def test_the_list_tells_each_reader_what_is_open_to_that_reader(world: World) -> None:
    seen = {who: line(world, "xa.head", by=who).may for who in ("xa.administrator", "xa.security_authority")}
    assert seen == {"xa.administrator": (), "xa.security_authority": ()}
    assert line(world, "xa.officer", by="xa.security_authority").may == ("suspend_officer",)
    assert "change_roles" in line(world, "xa.officer", by="xa.administrator").may
    assert line(world, "xa.head", by="xa.head").may == ("recertify_officer",)
    with pytest.raises(NotPermitted):
        people.list_officers(world.caller("xa.officer"))


@pytest.mark.provision("CCO-52.2")
def test_a_new_officer_reads_nothing_of_the_central_system_before_a_designation(world: World) -> None:
    joined(world, "xa.new")
    assert not line(world, "xa.new").information_access
    registry.designate_official(world.caller("xa.cais_authority"), officer="xa.new", since=stories.in_days(0))
    assert line(world, "xa.new").information_access
