"""Holds the table of acts to the law: each act has a rule, each rule a provision, and the roles of 4.12 stay apart."""

from dataclasses import replace
from datetime import date
from inspect import isfunction

import pytest

from tidewaiter.access.decide import Permit, Reason, Refusal, decide, may_perform, sees
from tidewaiter.access.facts import Caller, Facts, Kind
from tidewaiter.access.rules import ACTS, OWN, SCOPES, SEE
from tidewaiter.access.verbs import MACHINE_ROLES, ORGANIZATION_ROLES, PERSONAL_ROLES, Role, Scope, Verb
from tidewaiter.access.words import All, Any, Expression, Not
from tidewaiter.actions import assistance, central, cooperation, organization, people, registry, screening
from tidewaiter.actions.act import PERFORMED
from tidewaiter.treaty.provisions import provision

SHELVES = (assistance, central, cooperation, organization, people, registry, screening)
DAY = date(2026, 3, 2)
ENTRY_VERBS = (
    Verb.LIST_ENTRIES,
    Verb.READ_ENTRY,
    Verb.CREATE_ENTRY,
    Verb.EDIT_ENTRY,
    Verb.RELEASE_ENTRY,
    Verb.EXTEND_ENTRY,
    Verb.DELETE_ENTRY,
    Verb.IMPORT_ENTRIES,
    Verb.RELEASE_BATCH,
    Verb.SEARCH_CENTRAL,
)


def caller(*roles: Role, administration: str = "XA", **changes: object) -> Caller:
    facts = {"administration": administration, "office": f"{administration}-HQ", "officer": f"{administration}.one"}
    return Caller(roles=frozenset(roles), day=DAY, undertaking=True, **{**facts, **changes})  # type: ignore[arg-type]


def provisions_in(expression: Expression) -> set[str]:
    below: tuple[Expression, ...] = ()
    if isinstance(expression, All | Any):
        below = expression.parts
    elif isinstance(expression, Not):
        below = (expression.part,)
    named = {expression.provision} if expression.provision else set()
    return named.union(*(provisions_in(part) for part in below)) if below else named


def named_provisions() -> set[str]:
    rules = [rule.requires for rule in ACTS.values()]
    found = {rule.provision for rule in ACTS.values()}
    return found.union(*(provisions_in(expression) for expression in (*rules, *SEE.values(), *OWN.values())))


def refusal(who: Caller, verb: Verb, facts: Facts) -> tuple[Reason, ...]:
    decision = decide(who, verb, facts)
    assert isinstance(decision, Refusal)
    return decision.reasons


@pytest.mark.parametrize("verb", Verb)
def test_every_act_has_a_rule_and_a_function(verb: Verb) -> None:
    assert verb in ACTS
    assert verb in PERFORMED


def test_no_rule_and_no_function_stands_without_an_act() -> None:
    assert set(ACTS) == set(PERFORMED) == set(Verb)


def test_every_public_function_of_the_shelves_is_an_act() -> None:
    public = {
        id(thing)
        for shelf in SHELVES
        for name, thing in vars(shelf).items()
        if isfunction(thing) and not name.startswith("_") and hasattr(thing, "__wrapped__")
    }
    assert public == {id(performed) for performed in PERFORMED.values()}


def test_every_kind_of_record_says_who_sees_and_who_writes_it() -> None:
    assert set(SEE) == set(OWN) == set(Kind)


@pytest.mark.parametrize("cited", sorted(named_provisions()))
def test_every_cited_provision_exists(cited: str) -> None:
    assert cited.startswith(("SYS-", "MNG-")) or provision(cited) is not None


@pytest.mark.parametrize("verb", ENTRY_VERBS)
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CAIS_OFFICIAL])
@pytest.mark.provision("CCO-52.2", "CCO-45.3", "CCO-48.1", "CCO-52.1", "CCO-47.1.iii")
def test_only_the_designated_official_opens_the_central_system(role: Role, verb: Verb) -> None:
    assert not may_perform(caller(role), verb)
    assert may_perform(caller(Role.CAIS_OFFICIAL), verb)


@pytest.mark.parametrize("role", [Role.CAIS_AUTHORITY, Role.SECURITY_AUTHORITY, Role.ADMINISTRATOR, Role.HEAD])
def test_who_reads_the_log_of_a_member_reads_no_entry_by_that(role: Role) -> None:
    who = caller(role)
    assert isinstance(decide(who, Verb.READ_JOURNAL, Facts(Kind.JOURNAL, owner="XA")), Permit)
    assert isinstance(decide(who, Verb.READ_JOURNAL, Facts(Kind.JOURNAL, owner="XB")), Refusal)
    assert isinstance(decide(who, Verb.READ_ENTRY, Facts(Kind.ENTRY, owner="XA")), Refusal)


@pytest.mark.parametrize("role", PERSONAL_ROLES)
def test_no_person_does_what_the_system_job_or_the_installer_does(role: Role) -> None:
    jobs = {verb for verb, rule in ACTS.items() if set(rule.roles) <= {Role.SYSTEM_JOB, Role.INSTALLER}}
    assert jobs == {
        *(Verb.DELIVER_NOTICES, Verb.CLAIM_MAILS, Verb.NOTE_MAILS, Verb.RUN_RETENTION),
        *(Verb.REVIEW_ACCOUNTS, Verb.REGISTER_OFFICER, Verb.KEEP_INDEX, Verb.REVIEW_PROFILES),
        *(Verb.FIND_LIST_WORK, Verb.RETIRE_LISTS),
    }
    assert not any(may_perform(caller(role), verb) for verb in jobs)


def test_the_installer_sets_up_and_nothing_else() -> None:
    opened = {verb for verb in Verb if may_perform(caller(Role.INSTALLER), verb)}
    assert opened == {Verb.RECORD_ADMINISTRATION, Verb.REGISTER_OFFICER, Verb.ISSUE_TOKEN}


def test_who_is_invited_or_has_no_complete_account_only_enters() -> None:
    opened = {verb for verb in Verb if may_perform(caller(Role.INVITED), verb)}
    assert opened == {Verb.ACTIVATE_ACCOUNT, Verb.SIGN_IN, Verb.CHANGE_SIGN_IN, Verb.ACCEPT_DUTIES}


def test_whoever_could_not_sign_in_does_nothing_but_stand_in_the_journal_of_that_house() -> None:
    stranger = caller(Role.STRANGER, officer="")
    assert {verb for verb in Verb if may_perform(stranger, verb)} == {Verb.NOTE_FAILED_SIGN_IN}
    assert isinstance(decide(stranger, Verb.NOTE_FAILED_SIGN_IN, Facts(Kind.PUBLIC, owner="XA")), Permit)
    assert isinstance(decide(stranger, Verb.NOTE_FAILED_SIGN_IN, Facts(Kind.PUBLIC, owner="XB")), Refusal)


@pytest.mark.parametrize("role", [Role.INVITED, Role.STRANGER])
@pytest.mark.provision("CCO-47.1.iii")
def test_whoever_is_not_inside_yet_sees_no_record_of_the_house(role: Role) -> None:
    for kind in (Kind.REQUEST, Kind.ENTRY, Kind.NOTICE, Kind.HOUSE, Kind.JOURNAL, Kind.OUTBOX):
        own = Facts(kind, owner="XA", parties=("XA", "XB"), released=True, purposes=("offences",))
        assert not sees(caller(role, purpose="offences"), own), kind


def account_of(officer: str, rank: int, owner: str = "XA") -> Facts:
    return Facts(Kind.PUBLIC, owner=owner, author=officer, rank=rank)


MANAGING = (
    Verb.CHANGE_ROLES,
    Verb.SUSPEND_OFFICER,
    Verb.RESTORE_OFFICER,
    Verb.RENEW_ACCESS,
    Verb.END_DESIGNATION,
    Verb.RECERTIFY_OFFICER,
    Verb.RENEW_MACHINE_SECRET,
)


@pytest.mark.parametrize("verb", MANAGING)
@pytest.mark.provision("CCO-47.1.ii")
def test_nobody_manages_an_account_with_more_power_than_the_own(verb: Verb) -> None:
    administrator = caller(Role.ADMINISTRATOR, fresh=True)
    for rank in range(6):
        decided = decide(administrator, verb, account_of("XA.two", rank))
        assert isinstance(decided, Permit) is (rank <= administrator.rank), rank
    assert isinstance(decide(caller(Role.HEAD, fresh=True), verb, account_of("XA.two", 4)), Permit)


@pytest.mark.parametrize("verb", MANAGING)
@pytest.mark.provision("CCO-47.1.ii")
def test_nobody_manages_the_own_account_or_one_of_another_administration(verb: Verb) -> None:
    for role in (Role.ADMINISTRATOR, Role.HEAD):
        own = decide(caller(role, fresh=True), verb, account_of("XA.one", 0))
        assert isinstance(own, Permit) is ((role, verb) == (Role.HEAD, Verb.RECERTIFY_OFFICER))
        assert isinstance(decide(caller(role, fresh=True), verb, account_of("XB.one", 0, "XB")), Refusal)


STEPPED_UP = (
    *MANAGING,
    *(Verb.INVITE_OFFICER, Verb.REGISTER_MACHINE, Verb.RECORD_SIGN_ON, Verb.END_SIGN_ON),
    *(Verb.CHANGE_SIGN_IN, Verb.ISSUE_TOKEN, Verb.RELEASE_ENTRY, Verb.RELEASE_BATCH, Verb.EXPORT_ENTRIES),
    *(Verb.END_LISTING, Verb.END_OFFICIAL, Verb.WITHDRAW_INSTRUMENT_VERSION, Verb.VERIFY_INSTRUMENT),
    Verb.RELEASE_PROFILE,
)
STEPPED_UP_KEEPING = (
    *(Verb.CONFIRM_ACT, Verb.CORRECT_ACT, Verb.RETRACT_ACT, Verb.DISPATCH_NOTICE, Verb.DROP_NOTICE, Verb.CERTIFY_COPY),
    *(Verb.IMPORT_REGISTER, Verb.RETRACT_MATTER_STEP, Verb.RETRACT_VOTE),
)


def test_the_acts_that_ask_who_it_is_anew_are_these_and_no_others() -> None:
    asking = {verb for verb, rule in ACTS.items() if "Of(name='fresh')" in repr(rule.requires)}
    assert asking == {*STEPPED_UP, *STEPPED_UP_KEEPING}


@pytest.mark.parametrize("verb", STEPPED_UP_KEEPING)
@pytest.mark.provision("CCO-66.2.v", "SYS-9")
def test_a_keeper_of_the_register_who_did_not_prove_it_lately_is_told_just_that(verb: Verb) -> None:
    keeper = caller(Role.DEPOSITARY, Role.SECRETARIAT_OFFICIAL, administration="XZ")
    facts = Facts(Kind.PUBLIC, owner="XZ", author="XA.one")
    assert refusal(keeper, verb, facts) == (Reason("step_up", "CCO-47.1.ii"),)
    assert isinstance(decide(replace(keeper, fresh=True), verb, facts), Permit)
    assert isinstance(decide(caller(Role.HEAD, Role.OFFICER, fresh=True), verb, facts), Refusal)


@pytest.mark.parametrize("verb", STEPPED_UP)
@pytest.mark.provision("CCO-47.1.ii")
def test_a_caller_who_did_not_prove_it_lately_is_told_just_that(verb: Verb) -> None:
    kind = Kind.ENTRY if verb in (Verb.RELEASE_ENTRY, Verb.RELEASE_BATCH, Verb.EXPORT_ENTRIES) else Kind.PUBLIC
    mine = verb in (Verb.CHANGE_SIGN_IN, Verb.ISSUE_TOKEN)
    facts = Facts(kind, owner="XA", author="XA.one" if mine else "XA.two")
    stale = caller(Role.HEAD, Role.CAIS_OFFICIAL, purpose="offences", case="CASE-1")
    assert refusal(stale, verb, facts) == (Reason("step_up", "CCO-47.1.ii"),)
    assert isinstance(decide(replace(stale, fresh=True), verb, facts), Permit)
    elsewhere = replace(facts, owner="XB", author="XB.one", bound=False)
    assert Reason("step_up", "CCO-47.1.ii") not in refusal(stale, verb, elsewhere)


SIGNED_IN_ONLY = {
    *(Verb.REGISTER_OFFICER, Verb.ISSUE_TOKEN, Verb.ACTIVATE_ACCOUNT, Verb.SIGN_IN, Verb.CHANGE_SIGN_IN),
    Verb.NOTE_FAILED_SIGN_IN,
    *(Verb.ACCEPT_DUTIES, Verb.OPEN_MACHINE_SESSION, Verb.RECORD_SIGN_ON, Verb.END_SIGN_ON, Verb.REVIEW_ACCOUNTS),
    *(Verb.KEEP_FORM, Verb.OPEN_FORM, Verb.DROP_FORM, Verb.DELIVER_NOTICES, Verb.CLAIM_MAILS, Verb.NOTE_MAILS),
    *(Verb.READ_NOTICE_CHOICE, Verb.CHOOSE_NOTICES, Verb.RUN_RETENTION, Verb.KEEP_INDEX, Verb.REVIEW_PROFILES),
    *(Verb.FIND_LIST_WORK, Verb.SCREEN_LIST, Verb.RESCREEN_LIST, Verb.RETIRE_LISTS),
}


def test_an_act_without_a_scope_is_open_to_no_token_and_these_are_all() -> None:
    assert set(Verb) - set(SCOPES) == SIGNED_IN_ONLY
    holder = caller(*Role, scopes=frozenset(Scope))
    assert not any(may_perform(holder, verb) for verb in SIGNED_IN_ONLY)


@pytest.mark.parametrize("verb", sorted(SCOPES))
@pytest.mark.provision("CCO-47.1.ii")
def test_a_token_opens_an_act_by_its_scope_and_by_no_other(verb: Verb) -> None:
    right = SCOPES[verb]
    assert may_perform(caller(*Role, scopes=frozenset({right})), verb)
    others = caller(*Role, scopes=frozenset(Scope) - {right})
    assert refusal(others, verb, Facts(Kind.PUBLIC, owner="XA")) == (Reason("scope", "CCO-47.1.ii"),)


def test_every_scope_opens_something_and_no_scope_makes_up_for_a_role() -> None:
    assert set(SCOPES.values()) == set(Scope)
    assert not any(may_perform(caller(scopes=frozenset(Scope)), verb) for verb in Verb)


@pytest.mark.provision("SYS-7")
def test_no_role_of_a_machine_decides_anything() -> None:
    deciding = (Verb.APPROVE_REQUEST, Verb.DECLINE, Verb.RELEASE_ENTRY, Verb.RELEASE_BATCH, Verb.SEARCH_CENTRAL)
    assert not any(may_perform(caller(*MACHINE_ROLES, machine=True), verb) for verb in (*deciding, *MANAGING))


@pytest.mark.provision("CCO-52.2")
def test_a_sender_of_lists_hands_in_and_reads_what_may_be_handed_in_and_no_more() -> None:
    opened = {verb for verb in Verb if may_perform(caller(Role.LIST_SENDER, machine=True), verb)}
    handing_in = {Verb.CHECK_LIST, Verb.SUBMIT_LIST, Verb.ADD_LINES, Verb.FINISH_LIST}
    assert opened == {*handing_in, Verb.LIST_ELEMENT_LISTS, Verb.OPEN_MACHINE_SESSION}
    assert Role.LIST_SENDER not in PERSONAL_ROLES


@pytest.mark.provision("CCO-66.1")
def test_the_register_of_acts_is_the_depositarys_alone() -> None:
    for verb in (Verb.RECORD_INSTRUMENT_ACT, Verb.RECORD_FILING):
        assert [role for role in Role if may_perform(caller(role), verb)] == [Role.DEPOSITARY]
    assert Role.DEPOSITARY in ORGANIZATION_ROLES


def test_nobody_without_a_role_does_anything() -> None:
    assert not any(may_perform(caller(), verb) for verb in Verb)


def test_a_refusal_for_lack_of_a_role_names_the_provision_of_the_act() -> None:
    reasons = refusal(caller(Role.HEAD), Verb.SEARCH_CENTRAL, Facts(Kind.ENTRY, owner="XA"))
    assert reasons == (Reason("role", "CCO-52.2"),)


@pytest.mark.provision("SYS-7")
def test_nobody_approves_what_they_wrote() -> None:
    own = Facts(Kind.REQUEST, owner="XA", author="XA.one", requested="XB")
    assert refusal(caller(Role.APPROVER), Verb.APPROVE_REQUEST, own) == (Reason("rule", "SYS-7"),)
    assert isinstance(decide(caller(Role.APPROVER, officer="XA.two"), Verb.APPROVE_REQUEST, own), Permit)


@pytest.mark.provision("CCO-53.1")
def test_nobody_changes_what_another_member_supplied() -> None:
    theirs = Facts(Kind.ENTRY, owner="XB", released=True)
    for verb in (Verb.EDIT_ENTRY, Verb.EXTEND_ENTRY, Verb.DELETE_ENTRY, Verb.RELEASE_ENTRY):
        assert "CCO-53.1" in {reason.provision for reason in refusal(caller(Role.CAIS_OFFICIAL), verb, theirs)}


@pytest.mark.provision("CCO-50.2", "CCO-47.1")
def test_a_search_without_purpose_or_case_names_both_provisions() -> None:
    own = Facts(Kind.ENTRY, owner="XA")
    missing = {reason.provision for reason in refusal(caller(Role.CAIS_OFFICIAL), Verb.SEARCH_CENTRAL, own)}
    assert missing == {"CCO-50.2", "CCO-47.1"}
    stated = caller(Role.CAIS_OFFICIAL, purpose="offences", case="CASE-1")
    assert decide(stated, Verb.SEARCH_CENTRAL, own) == Permit(("CCO-52.2",))


@pytest.mark.provision("CCO-64.1")
def test_who_is_no_member_that_day_neither_enters_nor_searches_nor_reads_others() -> None:
    who = caller(Role.CAIS_OFFICIAL, purpose="offences", case="CASE-1")
    for verb in (Verb.CREATE_ENTRY, Verb.SEARCH_CENTRAL):
        assert refusal(who, verb, Facts(Kind.ENTRY, owner="XA", bound=False)) == (Reason("rule", "CCO-64.1"),)
    others = Facts(Kind.ENTRY, owner="XB", released=True, bound=False)
    assert "CCO-64.1" in {reason.provision for reason in refusal(who, Verb.READ_ENTRY, others)}


@pytest.mark.provision("CCO-31.3", "CCO-50.3")
def test_personal_data_wait_for_the_undertaking_and_are_never_the_organizations() -> None:
    personal = Facts(Kind.ENTRY, owner="XA", personal=True)
    without = caller(Role.CAIS_OFFICIAL)
    without = Caller(**{**{name: getattr(without, name) for name in Caller.__dataclass_fields__}, "undertaking": False})
    assert {reason.provision for reason in refusal(without, Verb.CREATE_ENTRY, personal)} == {"CCO-31.3"}
    official = caller(Role.CAIS_OFFICIAL, organization=True)
    assert {reason.provision for reason in refusal(official, Verb.CREATE_ENTRY, personal)} == {"CCO-50.3"}
    assert isinstance(decide(caller(Role.CAIS_OFFICIAL), Verb.CREATE_ENTRY, personal), Permit)


@pytest.mark.provision("CCO-42.5")
def test_declining_is_for_those_who_may_approve() -> None:
    asked = Facts(Kind.REQUEST, owner="XB", requested="XA")
    assert refusal(caller(Role.OFFICER), Verb.DECLINE, asked) == (Reason("role", "CCO-42.5"),)
    assert isinstance(decide(caller(Role.HEAD), Verb.DECLINE, asked), Permit)
