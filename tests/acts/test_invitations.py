"""The beginning of an account: one side offers, the other accepts, and nobody else ever holds its keys."""

from dataclasses import replace
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core import signing
from tests.acts import stories
from tests.acts.accounts import PASSWORD, activate, invited, joined, line, manager, offer, user_id
from tests.world import World

from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Role
from tidewaiter.actions import people
from tidewaiter.actions.act import Clock, Conflict, Invalid, NotFound, NotPermitted
from tidewaiter.actions.callers import caller_for_user
from tidewaiter.actions.people.inviting import ANSWERED_WITHIN


def state(world: World, invitation_id: str) -> str:
    found = people.invitation_of_key(people.invitation_key(invitation_id))
    assert found is not None
    return people.view_of(found).state


def waiting(world: World) -> list[str]:
    return [each.username for each in people.list_officers(world.caller("xa.head")).invitations]


def add_authenticator(world: World, username: str) -> None:
    Authenticator.objects.create(user_id=user_id(world, username), type=Authenticator.Type.TOTP, data={"secret": "x"})


def faults(refused: pytest.ExceptionInfo[Invalid]) -> list[tuple[str, str]]:
    return [(fault.field, fault.code) for fault in refused.value.faults]


@pytest.mark.provision("CCO-1.ix", "CCO-47.1.ii")
def test_an_account_is_offered_accepted_completed_and_then_used(world: World) -> None:
    invitation_id = people.invite_officer(manager(world), offer())
    assert (state(world, invitation_id), waiting(world)) == ("open", ["xa.new"])
    assert activate(invitation_id) == "xa.new"
    assert (state(world, invitation_id), waiting(world)) == ("accepted", [])
    with pytest.raises(NotPermitted) as refused:
        caller_for_user(user_id(world, "xa.new"), language="")
    assert [reason.code for reason in refused.value.reasons] == ["second_factor"]
    entering = caller_for_user(user_id(world, "xa.new"), language="", half=True)
    assert entering.roles == {Role.INVITED}
    with pytest.raises(NotPermitted):
        people.list_tokens(entering)
    add_authenticator(world, "xa.new")
    who = caller_for_user(user_id(world, "xa.new"), language="")
    assert (who.administration, who.roles) == ("XA", {Role.OFFICER})
    assert authenticate(username="xa.new", password=PASSWORD) is not None
    found = line(world, "xa.new")
    assert (found.closed, found.second_factor, found.certified_on) == ("", True, stories.in_days(0))


def test_the_person_alone_makes_the_account_and_only_once(world: World) -> None:
    invitation_id = people.invite_officer(manager(world), offer())
    for stranger in (manager(world), manager(world, "xb.head"), replace(invited(invitation_id), officer="xa.other")):
        with pytest.raises(NotPermitted):
            people.activate_account(stranger, invitation_id, password=PASSWORD, duties="2026-1")
    activate(invitation_id)
    with pytest.raises(Conflict) as conflict:
        activate(invitation_id, password="another long harbour song")
    assert conflict.value.code == "invitation_not_open"
    assert authenticate(username="xa.new", password=PASSWORD) is not None


def test_whoever_is_invited_does_nothing_but_accept(world: World) -> None:
    holder = invited(people.invite_officer(manager(world), offer()))
    with pytest.raises(NotPermitted):
        people.list_officers(holder)
    with pytest.raises(NotPermitted):
        people.issue_token(
            holder, username="xa.new", label="x", expires_on=stories.in_days(2), scopes=("requests:read",)
        )
    with pytest.raises(NotPermitted):
        people.invite_officer(holder, offer("xa.friend"))


def test_an_invitation_ends_after_a_week_and_its_link_opens_nothing(world: World, moved_clock: Clock) -> None:
    invitation_id = people.invite_officer(manager(world), offer())
    moved_clock.offset = ANSWERED_WITHIN
    assert (state(world, invitation_id), waiting(world)) == ("ended", [])
    with pytest.raises(Conflict):
        activate(invitation_id)
    with pytest.raises(Conflict):
        people.withdraw_invitation(manager(world), invitation_id)
    assert people.invite_officer(manager(world), offer(designated_from=stories.in_days(0))) != invitation_id


def test_an_invitation_is_taken_back_by_its_administration_alone(world: World) -> None:
    invitation_id = people.invite_officer(manager(world, "xa.head"), offer(roles=("head",)))
    with pytest.raises(NotFound):
        people.withdraw_invitation(manager(world, "xb.head"), invitation_id)
    with pytest.raises(NotPermitted):
        people.withdraw_invitation(manager(world), invitation_id)
    with pytest.raises(NotFound):
        people.withdraw_invitation(manager(world), "nothing")
    people.withdraw_invitation(manager(world, "xa.head"), invitation_id)
    assert state(world, invitation_id) == "withdrawn"
    with pytest.raises(Conflict):
        activate(invitation_id)


def test_a_key_is_ours_or_it_is_nothing(world: World) -> None:
    invitation_id = people.invite_officer(manager(world), offer())
    key = people.invitation_key(invitation_id)
    others = signing.dumps(invitation_id, salt="another purpose")
    for text in (key[:-1], key + "x", invitation_id, others, "", "\0", "ü" * 50):
        assert people.invitation_of_key(text) is None
    assert people.invitation_of_key(people.invitation_key("nothing")) is None


@pytest.mark.provision("CCO-47.1.ii")
def test_nobody_offers_more_power_than_the_own(world: World) -> None:
    with pytest.raises(NotPermitted) as refused:
        people.invite_officer(manager(world), offer(roles=("officer", "head")))
    assert [reason.provision for reason in refused.value.reasons] == ["CCO-47.1.ii"]
    people.invite_officer(manager(world, "xa.head"), offer(roles=("officer", "head")))
    with pytest.raises(NotPermitted) as stale:
        people.invite_officer(manager(world, fresh=False), offer("xa.other"))
    assert [reason.code for reason in stale.value.reasons] == ["step_up"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"username": "No Good"}, "username"),
        ({"name": " "}, "name"),
        ({"name": "N" * 201}, "name"),
        ({"name": "Nell\0"}, "name"),
        ({"email": "nell"}, "email"),
        ({"email": "n" * 60 + "@" + "example." * 30 + "invalid"}, "email"),
        ({"email": ""}, "email"),
        ({"office": "XB-HQ"}, "office"),
        ({"language": "xx"}, "language"),
        ({"roles": ()}, "roles"),
        ({"roles": ("king",)}, "roles"),
        ({"roles": ("cais_official",)}, "roles"),
        ({"roles": ("depositary",)}, "roles"),
        ({"roles": ("invited",)}, "roles"),
        ({"designated_until": stories.in_days(-1)}, "designated_until"),
        ({"transfers": "nobody.known"}, "transfers"),
        ({"transfers": "\0"}, "transfers"),
    ],
)
def test_an_offer_that_does_not_hold_names_its_field(world: World, changes: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        people.invite_officer(manager(world, "xa.head"), offer(**changes))
    assert [place for place, _ in faults(refused)] == [field]


def test_a_name_is_offered_once_and_never_twice_at_a_time(world: World) -> None:
    people.invite_officer(manager(world), offer())
    with pytest.raises(Conflict) as conflict:
        people.invite_officer(manager(world), offer())
    assert conflict.value.code == "already_invited"
    with pytest.raises(Conflict) as taken:
        people.invite_officer(manager(world), offer("xb.officer"))
    assert taken.value.code == "already_there"
    elsewhere = people.invite_officer(manager(world, "xb.head"), offer(office="XB-HQ"))
    activate(elsewhere)
    found = next(each for each in people.list_officers(world.caller("xa.head")).invitations)
    with pytest.raises(Conflict) as late:
        activate(found.id)
    assert late.value.code == "already_there"


def test_the_duties_of_today_and_a_long_password_are_asked_for(world: World) -> None:
    invitation_id = people.invite_officer(manager(world), offer())
    with pytest.raises(Invalid) as refused:
        people.activate_account(invited(invitation_id), invitation_id, password="short", duties="older")
    assert faults(refused) == [("password", "too_short"), ("duties", "duties_not_accepted")]
    assert state(world, invitation_id) == "open"
    assert not User.objects.filter(username="xa.new").exists()


def release(world: World, username: str, to: str, *, last_day: int = 3) -> None:
    by = manager(world, f"{username[:2]}.head")
    people.end_designation(by, username, last_day=stories.in_days(last_day), released_to=to)


@pytest.mark.provision("CCO-1.ix")
def test_a_transfer_needs_release_invitation_and_acceptance(world: World, moved_clock: Clock) -> None:
    newcomer = offer(transfers="xb.officer", designated_from=stories.in_days(4))
    with pytest.raises(Invalid) as unreleased:
        people.invite_officer(manager(world), newcomer)
    assert faults(unreleased) == [("transfers", "not_released")]
    release(world, "xb.officer", "XC")
    with pytest.raises(Invalid) as released_elsewhere:
        people.invite_officer(manager(world), newcomer)
    assert faults(released_elsewhere) == [("transfers", "not_released")]
    release(world, "xb.officer", "XA")
    with pytest.raises(Invalid) as too_early:
        people.invite_officer(manager(world), replace(newcomer, designated_from=stories.in_days(3)))
    assert faults(too_early) == [("designated_from", "not_later")]
    activate(people.invite_officer(manager(world), newcomer))
    add_authenticator(world, "xa.new")
    assert world.caller("xb.officer").administration == "XB"
    with pytest.raises(NotPermitted):
        caller_for_user(user_id(world, "xa.new"), language="")
    moved_clock.offset = timedelta(days=4)
    assert caller_for_user(user_id(world, "xa.new"), language="").administration == "XA"
    with pytest.raises(NotPermitted):
        world.caller("xb.officer")


def test_a_release_that_was_taken_back_meanwhile_transfers_nobody(world: World) -> None:
    release(world, "xb.officer", "XA")
    invitation_id = people.invite_officer(
        manager(world), offer(transfers="xb.officer", designated_from=stories.in_days(4))
    )
    release(world, "xb.officer", "")
    with pytest.raises(Invalid) as refused:
        activate(invitation_id)
    assert faults(refused) == [("transfers", "not_released")]


@pytest.mark.provision("CCO-47.1.ii")
def test_renewed_access_takes_every_credential_and_goes_to_the_recorded_address_alone(world: World) -> None:
    client = world.client("xa.officer")
    who = user_id(world, "xa.officer")
    SocialAccount.objects.create(user_id=who, provider="xa-provider", uid="subject")
    assert client.get("/").status_code == 200
    invitation_id = people.renew_access(manager(world), "xa.officer")
    found = people.invitation_of_key(people.invitation_key(invitation_id))
    assert found is not None
    assert (found.kind, found.email, found.username) == ("anew", "xa.officer@example.invalid", "xa.officer")
    assert not User.objects.get(pk=who).has_usable_password()
    assert not Authenticator.objects.filter(user_id=who).exists()
    assert not SocialAccount.objects.filter(user_id=who).exists()
    assert client.get("/").status_code == 302
    with pytest.raises(NotPermitted):
        world.caller("xa.officer")
    assert activate(invitation_id) == "xa.officer"
    assert authenticate(username="xa.officer", password=PASSWORD) is not None
    add_authenticator(world, "xa.officer")
    restored = caller_for_user(who, language="")
    assert restored.roles == {Role.OFFICER, Role.CAIS_OFFICIAL}


def test_a_second_renewal_leaves_one_link_that_opens(world: World) -> None:
    first, second = (people.renew_access(manager(world), "xa.officer") for _ in range(2))
    assert (state(world, first), state(world, second)) == ("withdrawn", "open")
    with pytest.raises(Conflict):
        activate(first)
    assert activate(second) == "xa.officer"


def test_access_is_renewed_by_those_who_manage_the_account(world: World) -> None:
    with pytest.raises(NotFound):
        people.renew_access(manager(world, "xb.administrator"), "xa.officer")
    with pytest.raises(NotPermitted):
        people.renew_access(manager(world), "xa.head")
    with pytest.raises(NotPermitted):
        people.renew_access(manager(world), "xa.administrator")
    with pytest.raises(NotPermitted):
        people.renew_access(manager(world, "xa.security_authority"), "xa.officer")
    with world.raw("postgres") as installer:
        installer.execute("update records_officer set email = '' where username = 'xa.officer'")
    with pytest.raises(Invalid) as refused:
        people.renew_access(manager(world), "xa.officer")
    assert faults(refused) == [("email", "no_address")]


def test_a_head_who_takes_office_tomorrow_is_above_an_administrator_today(world: World) -> None:
    joined(world, "xa.tomorrow", roles=("head",), designated_from=stories.in_days(1))
    with pytest.raises(NotPermitted):
        people.renew_access(manager(world), "xa.tomorrow")
    with pytest.raises(NotPermitted):
        people.suspend_officer(manager(world), "xa.tomorrow", why="other")


def test_the_offer_and_its_acceptance_stand_in_the_journal_without_password_or_address(world: World) -> None:
    activate(people.invite_officer(manager(world), offer()))
    lines = people.read_journal(world.caller("xa.head"), limit=3)
    told = {entry.verb: entry for entry in lines}
    assert told["invite_officer"].about["officer_invited"] == "xa.new"
    assert told["activate_account"].officer == "xa.new"
    assert PASSWORD not in str(lines)
    assert "nell@" not in str(lines)


def test_a_caller_of_the_web_is_not_made_from_a_machine_or_from_nobody(world: World) -> None:
    def entered(user: int) -> Caller:
        return caller_for_user(user, language="", half=True)

    with pytest.raises(NotPermitted):
        entered(10**9)
