"""Who may act at all: tokens, designations, roles, and who gives them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.acts import stories
from tests.acts.accounts import manager, offer, user_id
from tests.world import World

from tidewaiter.access.verbs import Role
from tidewaiter.actions import people
from tidewaiter.actions.act import Clock, Conflict, Invalid, NotPermitted, once
from tidewaiter.actions.callers import (
    caller_for_stranger,
    caller_for_token,
    caller_for_user,
    installer_caller,
    officer_card,
    system_caller,
)


def new_officer(username: str = "xa.new", administration: str = "XA", *roles: str) -> people.OfficerDraft:
    return people.OfficerDraft(
        username=username,
        name="Nell Harbourlight",
        administration=administration,
        office=f"{administration}-HQ",
        roles=roles or ("officer",),
        language="en",
        designated_from=stories.in_days(0),
        password="correct horse battery",
        totp_secret="JBSWY3DPEHPK3PXP",
    )


def own_token(world: World) -> str:
    return people.issue_token(
        manager(world, "xa.officer"),
        username="xa.officer",
        label="mine",
        expires_on=stories.in_days(2),
        scopes=("requests:read",),
    )


def refused_reason(token: str) -> tuple[str, str]:
    with pytest.raises(NotPermitted) as refused:
        caller_for_token(token, language="")
    return refused.value.reasons[0].code, refused.value.reasons[0].provision


@pytest.mark.provision("CCO-47.1")
def test_an_unknown_a_revoked_and_an_expired_token_are_refused_alike(world: World, moved_clock: Clock) -> None:
    issued = own_token(world)
    assert caller_for_token(issued, language="").officer == "xa.officer"
    answers = [refused_reason("tw_never_issued"), refused_reason(""), refused_reason("\ud800")]
    moved_clock.offset = timedelta(days=3)
    answers.append(refused_reason(issued))
    moved_clock.offset = timedelta()
    with world.raw("postgres") as installer:
        installer.execute("update records_apitoken set revoked_at = now() where label = 'mine'")
    answers.append(refused_reason(issued))
    assert set(answers) == {("bad_token", "CCO-47.1")}


def test_a_token_is_kept_as_a_digest_only(world: World) -> None:
    issued = own_token(world)
    with world.raw("postgres") as installer:
        rows = installer.execute("select t::text from records_apitoken t").fetchall()
        bodies = installer.execute("select content::text from records_journalbody").fetchall()
    assert not any(issued in row[0] for row in (*rows, *bodies))


@pytest.mark.provision("CCO-1.ix")
def test_after_the_designation_ended_an_officer_does_nothing_more(world: World) -> None:
    with world.raw("postgres") as installer:
        last_day = stories.in_days(0)
        installer.execute("update records_officer set designated_until = %s where username = 'xa.officer'", [last_day])
        assert world.caller("xa.officer").officer == "xa.officer"
        ended = stories.in_days(-1)
        installer.execute("update records_officer set designated_until = %s where username = 'xa.officer'", [ended])
        user = installer.execute("select user_id from records_officer where username = 'xa.officer'").fetchone()
    assert refused_reason(world.token("xa.officer")) == ("not_designated", "CCO-1.ix")
    assert user is not None
    with pytest.raises(NotPermitted):
        caller_for_user(user[0], language="")
    with pytest.raises(NotPermitted):
        caller_for_user(10**9, language="")


def test_a_closed_account_is_refused(world: World) -> None:
    with world.raw("postgres") as installer:
        installer.execute("update auth_user set is_active = false where username = 'xa.officer'")
    assert refused_reason(world.token("xa.officer")) == ("suspended", "CCO-47.1.ii")


@pytest.mark.provision("CCO-1.ix")
def test_whoever_has_the_installations_shell_alone_registers_officers_directly(world: World) -> None:
    for username in ("xa.administrator", "xa.head", "xz.secretariat_official"):
        with pytest.raises(NotPermitted):
            people.register_officer(manager(world, username), new_officer())
    people.register_officer(installer_caller(), new_officer())
    with pytest.raises(Conflict):
        people.register_officer(installer_caller(), new_officer())
    with pytest.raises(Invalid):
        people.register_officer(installer_caller(), replace(new_officer("xa.other"), office="XB-HQ"))


@pytest.mark.parametrize("role", ["depositary", "secretariat_official", "independent_representative"])
@pytest.mark.provision("CCO-66.1")
def test_no_member_makes_an_officer_of_the_organization(world: World, role: str) -> None:
    with pytest.raises(Invalid) as refused:
        people.register_officer(installer_caller(), new_officer("xa.new", "XA", role))
    assert [fault.field for fault in refused.value.faults] == ["roles"]
    people.register_officer(installer_caller(), new_officer("xz.new", "XZ", role))


@pytest.mark.parametrize("role", ["cais_official", "system_job", "installer", "king"])
@pytest.mark.provision("CCO-52.2")
def test_nobody_becomes_a_designated_official_or_the_system_by_registration(world: World, role: str) -> None:
    for administration in ("XA", "XZ"):
        with pytest.raises(Invalid) as refused:
            people.register_officer(installer_caller(), new_officer("xa.new", administration, role))
        assert [fault.field for fault in refused.value.faults] == ["roles"]


@pytest.mark.provision("CCO-47.1.ii")
def test_an_account_without_a_long_password_or_a_second_factor_is_refused(world: World) -> None:
    draft = new_officer()
    for wrong, field in (
        (replace(draft, password="short"), "password"),
        (replace(draft, totp_secret=""), "totp_secret"),
        (replace(draft, username="No Good"), "username"),
        (replace(draft, roles=()), "roles"),
        (replace(draft, designated_until=stories.in_days(-1)), "designated_until"),
    ):
        with pytest.raises(Invalid) as refused:
            people.register_officer(installer_caller(), wrong)
        assert [fault.field for fault in refused.value.faults] == [field]


def test_an_administration_is_recorded_once_and_by_the_organization(world: World) -> None:
    draft = people.AdministrationDraft(code="XQ", name={"en": "Customs of Quiet Cay"}, unit="XQ", language="en")
    with pytest.raises(NotPermitted):
        people.record_administration(world.caller("xa.head"), draft)
    people.record_administration(world.caller("xz.secretariat_official"), draft)
    with pytest.raises(Conflict):
        people.record_administration(world.caller("xz.secretariat_official"), draft)
    for wrong in (
        replace(draft, code="q"),
        replace(draft, code="XR", name={}),
        replace(draft, code="XR", language="xx"),
    ):
        with pytest.raises(Invalid):
            people.record_administration(world.caller("xz.secretariat_official"), wrong)


def test_a_callers_roles_are_those_of_the_day(world: World, moved_clock: Clock) -> None:
    with world.raw("postgres") as installer:
        installer.execute(
            "update records_officerrole set until = %s where officer_id = 'xa.approver' and role = 'approver'",
            [stories.in_days(1)],
        )
    moved_clock.offset = timedelta(days=1)
    assert Role.APPROVER in world.caller("xa.approver").roles
    moved_clock.offset = timedelta(days=2)
    assert Role.APPROVER not in world.caller("xa.approver").roles


def test_the_card_of_an_officer_says_who_is_signed_in(world: World) -> None:
    card = officer_card(world.caller("xb.officer"))
    assert (card.name, card.administration, card.roles) == ("Aurélie Portvent", "XB", ("cais_official", "officer"))
    assert system_caller().administration == "XZ"


def test_the_journal_is_read_by_those_who_may_and_only_their_own(world: World) -> None:
    for username in ("xa.head", "xa.cais_authority", "xa.security_authority", "xa.administrator"):
        lines = people.read_journal(world.caller(username), limit=5)
        assert {line.administration for line in lines} == {"XA"}
    for username in ("xa.officer", "xa.approver", "xa.contact_point", "xz.depositary"):
        with pytest.raises(NotPermitted):
            people.read_journal(world.caller(username))


@pytest.mark.provision("CCO-52.2")
def test_a_registered_officer_does_nothing_before_accepting_the_duties(world: World) -> None:
    people.register_officer(installer_caller(), new_officer())
    who = user_id(world, "xa.new")
    with pytest.raises(NotPermitted) as refused:
        caller_for_user(who, language="")
    assert [(reason.code, reason.provision) for reason in refused.value.reasons] == [
        ("duties_not_accepted", "CCO-52.2")
    ]
    entering = caller_for_user(who, language="", half=True)
    assert entering.roles == {Role.INVITED}
    waiting = people.duties_waiting(entering)
    assert waiting is not None
    version, closed = waiting
    assert closed
    with pytest.raises(Conflict):
        people.accept_duties(entering, version="0")
    people.accept_duties(entering, version=version.version)
    assert caller_for_user(who, language="").roles == caller_for_user(who, language="", half=True).roles
    assert people.duties_waiting(caller_for_user(who, language="")) is None


def test_the_means_of_signing_in_are_changed_by_their_owner_who_proved_it_lately(world: World) -> None:
    people.change_sign_in(manager(world, "xa.officer"), what="passkey_added")
    with pytest.raises(NotPermitted) as stale:
        people.change_sign_in(manager(world, "xa.officer", fresh=False), what="passkey_added")
    assert [reason.code for reason in stale.value.reasons] == ["step_up"]
    with pytest.raises(Invalid):
        people.change_sign_in(manager(world, "xa.officer"), what="everything")
    told = [line.about.get("change") for line in people.read_journal(world.caller("xa.head"), limit=3)]
    assert told == ["everything", None, "passkey_added"]


def test_what_ran_out_a_month_ago_is_cleared_away_by_the_worker(world: World, moved_clock: Clock) -> None:
    own_token(world)
    people.invite_officer(manager(world), offer())
    moved_clock.offset = timedelta(days=20)
    assert reviewed(world) == 0
    moved_clock.offset = timedelta(days=45)
    assert reviewed(world) == 2
    assert reviewed(world) == 0
    with world.raw("postgres") as installer:
        left = installer.execute("select count(*) from records_apitoken where label = 'mine'").fetchone()
    assert left == (0,)


def reviewed(world: World) -> int:
    with world.as_worker():
        return people.review_accounts(system_caller())


@pytest.mark.provision("CCO-47.1.v")
def test_a_failed_sign_in_stands_in_the_journal_of_the_accounts_own_house(world: World) -> None:
    stranger = caller_for_stranger("xa.officer")
    assert stranger is not None
    assert (stranger.administration, stranger.officer, stranger.roles) == ("XA", "", {Role.STRANGER})
    people.note_failed_sign_in(stranger, username="xa.officer", method="password")
    line = people.read_journal(world.caller("xa.head"), limit=1)[0]
    assert (line.verb, line.outcome, line.officer) == ("note_failed_sign_in", "done", "")
    assert line.about == {"account": "xa.officer", "method": "password"}
    assert line.provisions == ("CCO-47.1.v",)
    with pytest.raises(NotPermitted):
        people.note_failed_sign_in(stranger, username="xb.officer", method="password")
    with pytest.raises(Invalid):
        people.note_failed_sign_in(stranger, username="xa.officer", method="a password that was typed")
    for unknown in ("no.body", "", "\0", "a password"):
        assert caller_for_stranger(unknown) is None


def test_forms_not_handed_in_and_keys_of_acts_are_cleared_away_too(world: World, moved_clock: Clock) -> None:
    who = manager(world, "xa.officer")
    people.keep_form(who, "/requests/new/", "matter=x")
    with once("a key", lambda: "asked"):
        people.list_tokens(who)
    assert reviewed(world) == 0
    moved_clock.offset = timedelta(days=31)
    assert reviewed(world) == 2
    with world.raw("postgres") as installer:
        for table in ("records_keptform", "records_performed"):
            assert installer.execute(f"select count(*) from {table}").fetchone() == (0,)
