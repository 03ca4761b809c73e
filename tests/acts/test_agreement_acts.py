"""Bilateral agreements and completed instruments: written by one, verified by another, and then law like the rest."""

from dataclasses import replace

import pytest
from tests.acts import stories
from tests.acts.tried_agreements import AGREEMENT, draft
from tests.records.test_sign_in_tables import refused as refused_in_sql
from tests.world import World

from tidewaiter.access.facts import Caller
from tidewaiter.actions import assistance, registry
from tidewaiter.actions.act import Conflict, Invalid, NotFound, NotPermitted
from tidewaiter.actions.assistance import MoveInput
from tidewaiter.actions.registry import InstrumentDraft
from tidewaiter.assistance.replies import ReplyDraft
from tidewaiter.treaty.acts import InstrumentAct
from tidewaiter.treaty.provisions import INSTRUMENTS, shipped


def verified(world: World, given: InstrumentDraft, author: str = "xa.head", second: str = "xa.approver") -> str:
    version = registry.record_instrument(world.caller(author), given)
    registry.verify_instrument(world.caller(second), version)
    return version


def notified(world: World, *, days: int = -100, instrument: str = AGREEMENT) -> None:
    for unit in ("XA", "XB"):
        act = InstrumentAct("notification", stories.in_days(days), (unit,))
        registry.record_instrument_act(world.caller("xz.depositary"), instrument, act, reference="Note")


def bases(who: Caller, type: str = "control") -> dict[str, registry.Basis]:
    return {view.instrument: view for view in registry.find_bases(who, requested="XB", type=type)}


@pytest.mark.provision("CCO-20.5", "SYS-7", "BIL-EIF")
def test_an_agreement_counts_when_another_officer_has_verified_it_and_both_have_notified(world: World) -> None:
    officer = world.caller("xa.officer")
    version = registry.record_instrument(world.caller("xa.head"), draft())
    assert AGREEMENT not in bases(officer)
    with pytest.raises(NotPermitted):
        registry.verify_instrument(world.caller("xa.head"), version)
    registry.verify_instrument(world.caller("xa.approver"), version)
    closed = bases(officer)[AGREEMENT]
    assert not closed.open
    assert closed.closing is not None
    assert closed.closing.code == "not_in_force"
    notified(world)
    assert bases(officer)[AGREEMENT].open


@pytest.mark.provision("CCO-20.5", "BIL-SCOPE", "BIL-GROUNDS", "BIL-LANG")
def test_a_request_rests_on_an_agreement_from_draft_to_refusal(world: World) -> None:
    verified(world, draft(languages=("fr",), grounds=("G1", "G4")))
    notified(world)
    asked = replace(stories.ASKED, instrument=AGREEMENT)
    with pytest.raises(Invalid) as refused:  # the agreement knows French alone
        stories.played(world, draft=asked)
    assert [fault.code for fault in refused.value.faults] == ["language_not_accepted"]
    rfa_id = stories.played(world, "send", "receive", draft=replace(asked, language="fr"))
    view = stories.seen(world, "xb.approver", rfa_id)
    assert (view.provision, view.state) == ("BIL-SCOPE", "received")
    with pytest.raises(Invalid) as refused:  # nor is this ground among those that were chosen
        stories.move(world, "xb.approver", "decline", rfa_id)
    assert [(fault.code, fault.provision) for fault in refused.value.faults] == [("ground_not_available", "BIL-SCOPE")]
    declined = MoveInput(reply=ReplyDraft(ground="G4", reasons="It would prejudice public policy."))
    stories.move(world, "xb.approver", "decline", rfa_id, declined)
    assert stories.seen(world, "xa.officer", rfa_id).state == "declined"


@pytest.mark.provision("BIL-EIF", "BIL-END")
def test_an_agreement_of_its_own_rules_begins_and_ends_by_them(world: World) -> None:
    verified(world, draft(force="days", force_number=30, ending_months=6))
    notified(world, days=-40)
    assert bases(world.caller("xa.officer"))[AGREEMENT].open
    ended = InstrumentAct("withdrawal", stories.in_days(-5), ("XB",))
    registry.record_instrument_act(world.caller("xz.depositary"), AGREEMENT, ended, reference="Note 9")
    party = registry.read_party(world.caller("xa.officer"), "XB")
    standing = next(each.standing for each in party.instruments if each.id == AGREEMENT)
    assert standing.status == "withdrawing"


def test_a_unit_outside_the_agreement_can_do_nothing_under_it(world: World) -> None:
    verified(world, draft())
    notified(world)
    assert AGREEMENT not in {
        view.instrument for view in registry.find_bases(world.caller("xa.officer"), requested="XC", type="control")
    }


def test_a_house_drafts_its_own_agreements_and_nobody_elses(world: World) -> None:
    for username in ("xc.head", "xc.officer"):
        with pytest.raises(NotPermitted):
            registry.record_instrument(world.caller(username), draft())
    version = registry.record_instrument(world.caller("xa.officer"), draft())
    for username in ("xb.head", "xc.head"):
        with pytest.raises(NotPermitted):
            registry.verify_instrument(world.caller(username), version)
        assert registry.read_agreements(world.caller(username)) == ()
    with pytest.raises(NotPermitted):  # the other side's version does not become XB's by writing it anew
        registry.record_instrument(world.caller("xb.head"), draft())
    registry.verify_instrument(world.caller("xz.depositary"), version)
    assert [view.counts for view in registry.read_agreements(world.caller("xc.head"))] == [True]


def test_a_unit_keeps_its_fifteen_agreements_here(world: World) -> None:
    partners = [f"X{letter}{letter}" for letter in "ABCDEFGHIJKLMNO"]
    for partner in partners:
        name = f"bil-xa-{partner.lower()}-2026"
        verified(world, draft(name, ("XA", partner)), "xa.officer", "xa.head")
    found = registry.read_agreements(world.caller("xb.officer"))
    assert {view.instrument.profile.parties[1] for view in found if view.counts} == set(partners)


@pytest.mark.provision("SYS-1", "SYS-3")
def test_a_later_version_takes_the_place_of_the_one_before_until_it_is_taken_back(world: World) -> None:
    verified(world, draft())
    second = verified(world, draft(assistance={"control": "off"}))
    notified(world)
    officer = world.caller("xa.officer")
    assert bases(officer)[AGREEMENT].closed_by == "type_not_given"
    registry.withdraw_instrument_version(world.caller("xa.head"), second)
    assert bases(officer)[AGREEMENT].open
    with pytest.raises(Conflict):
        registry.withdraw_instrument_version(world.caller("xa.head"), second)
    with pytest.raises(Conflict):
        registry.verify_instrument(world.caller("xa.approver"), second)
    with pytest.raises(NotFound):
        registry.verify_instrument(world.caller("xa.approver"), "nothing")


WRONG = {
    "bad_agreement_id": replace(draft(), id="bil-xa-xb", profile=draft("bil-xa-xb").profile),
    "id_differs": replace(draft(), id="bil-xa-xb-2027"),
    "two_parties": draft("bil-xb-xa-2026"),
    "still_unverified": replace(
        draft(), profile=draft().profile.replace('trust = "verified"', 'trust = "unverified"', 1)
    ),
    "profile_not_read": replace(draft(), profile="id = 3"),
    "not_completable": InstrumentDraft(
        "nbo-1977", "nbo-1977", (INSTRUMENTS / "nbo-1977" / "profile.toml").read_text(encoding="utf-8"), "x"
    ),
    "unknown_choice": replace(draft(), family="cco-1819"),
}


@pytest.mark.provision("SYS-1")
@pytest.mark.parametrize("code", WRONG)
def test_what_cannot_be_added_is_refused_with_the_reason(world: World, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        registry.record_instrument(world.caller("xz.depositary"), WRONG[code])
    assert code in [fault.code for fault in refused.value.faults]


def test_a_profile_that_cannot_be_read_names_the_key(world: World) -> None:
    wrong = replace(draft(), profile=draft().profile.replace("threshold = 2", "treshold = 2"))
    with pytest.raises(Invalid) as refused:
        registry.record_instrument(world.caller("xa.head"), wrong)
    assert 'force: unknown key "treshold"' in refused.value.faults[0].params["value"]


def johannesburg() -> InstrumentDraft:
    """An invented completion: nobody has read the text, so the numbers are nobody's but this test's."""
    profile = """
id = "jhb-2003"
prefix = "JHB"
trust = "verified"
title = { en = "J", fr = "J", es = "J", nl = "J" }
articles = 25
general_provision = "2"
strength = 4

[joining]
types = ["ratification", "accession"]
kinds = ["state"]
provisions = ["2"]
eligibility_provision = "2"

[force]
threshold = 2
counted_types = ["ratification"]
counted_kinds = ["state"]
delay_months = 1
general_provision = "2"
later_provision = "2"

[[assistance]]
type = "control"
provision = "5"
duty = "shall"

[[assistance]]
type = "information"
provision = "5"
duty = "shall"

[[assistance]]
type = "controlled_delivery"
provision = "12"
duty = "may"

[refusal]
reasons_required = true
reasons_provision = "2"

[[ground]]
code = "G1"
provision = "2"
effects = ["decline", "condition"]
"""
    return InstrumentDraft("jhb-2003", "jhb-2003", profile, "The official text")


@pytest.mark.provision("JHB-0", "JHB-12", "JHB-EIF")
def test_completing_the_johannesburg_profile_opens_assistance_without_code(world: World) -> None:
    depositary, officer = world.caller("xz.depositary"), world.caller("xa.officer")
    ratified = InstrumentAct("ratification", stories.in_days(-90), ("XA", "XB"))
    registry.record_instrument_act(depositary, "jhb-2003", ratified, reference="Letter")
    assert bases(officer)["jhb-2003"].closed_by == "unverified"
    with pytest.raises(NotPermitted):
        registry.record_instrument(world.caller("xa.head"), johannesburg())
    verified(world, johannesburg(), "xz.depositary", "xz.secretariat_official")
    assert bases(officer)["jhb-2003"].open
    assert bases(officer, "controlled_delivery")["jhb-2003"].open
    assert shipped("jhb-2003").trust == "unverified"
    rfa_id = assistance.draft_request(officer, replace(stories.ASKED, instrument="jhb-2003"))
    assert assistance.read_request(officer, rfa_id).provision == "JHB-5"


@pytest.mark.provision("SYS-7")
def test_smuggled_sql_brings_no_agreement_into_effect_on_one_persons_word(world: World) -> None:
    version = registry.record_instrument(world.caller("xa.head"), draft())
    verify = "update records_instrumentversion set verified_by = {}, verified_at = now() where id = '" + version + "'"
    for username, second in (("xa.head", "'xa.head'"), ("xa.head", "recorded_by"), ("xb.head", "'xb.head'")):
        assert refused_in_sql(world, world.caller(username), verify.format(second))
    columns = "id, instrument, family, profile, administration, source, recorded_by, recorded_at, verified_by"
    born_verified = (
        f"insert into records_instrumentversion ({columns}, verified_at) select gen_random_uuid(), instrument, family, "
        "profile, administration, source, 'xa.head', now(), 'xa.approver', now() from records_instrumentversion"
    )
    assert refused_in_sql(world, world.caller("xa.head"), born_verified)
    assert refused_in_sql(world, world.caller("xa.head"), "update records_instrumentversion set profile = 'x'")
    assert [view.counts for view in registry.read_agreements(world.caller("xa.head"))] == [False]
