"""The directory through its acts: named, examined, replaced, ended and put right, told to others, known by day."""

from datetime import date, timedelta

import pytest
from tests.acts import stories
from tests.acts.tried_directory import listed
from tests.world import World

from tidewaiter.actions import central, people, registry
from tidewaiter.actions.act import Clock, Invalid, NotFound, NotPermitted
from tidewaiter.actions.registry import AdministrationPage, ListingView


def shown(world: World, code: str, who: str = "xc.officer", days: int = 0) -> AdministrationPage:
    return registry.read_administration(world.caller(who), code, on=stories.in_days(days))


def of_kind(found: AdministrationPage, kind: str) -> list[ListingView]:
    return [item for item in found.items if item.kind == kind]


def told(world: World, event: str) -> list[tuple[list[str], list[str]]]:
    """The provisions and the addressees of each notice drafted for an event, latest last."""
    with world.raw("postgres") as installer:
        rows = installer.execute(
            "select n.provisions, array(select a.code::text from records_noticeaddressee a where a.notice_id = n.id "
            "order by a.code) from records_depositarynotice n "
            "where n.event = %s and n.dropped_at is null order by n.drafted_at",
            [event],
        ).fetchall()
    return [(list(provisions), list(codes)) for provisions, codes in rows]


@pytest.mark.provision("CCO-20.3", "CCO-1.ii", "CCO-66.2.vii")
def test_an_authority_counts_for_its_article_from_its_day_and_the_other_members_are_to_be_told(world: World) -> None:
    before = len(told(world, "authorities"))
    registry.record_authority(
        world.caller("xb.head"),
        administration="XB",
        authority_for="CCO-29",
        name="Port Authority",
        since=stories.in_days(3),
    )
    who = world.caller("xa.officer")
    for article, days, count in (("CCO-29", 2, 1), ("CCO-29", 3, 2), ("CCO-29.1", 3, 2), ("CCO-26", 3, 1)):
        found = registry.find_authorities(who, administration="XB", provision_id=article, on=stories.in_days(days))
        assert (found.bound, len(found.authorities)) == (True, count)
    drafted = told(world, "authorities")[before:]
    assert len(drafted) == 1
    provisions, addressees = drafted[0]
    assert provisions == ["CCO-20.3", "CCO-66.2.vii"]
    assert "XB" not in addressees
    assert len(addressees) == 11


@pytest.mark.provision("CCO-20.3")
def test_a_filing_without_article_or_day_is_returned_for_completion_and_nothing_is_recorded(world: World) -> None:
    before = shown(world, "XB").items
    with pytest.raises(Invalid) as refused:
        registry.record_authority(
            world.caller("xb.head"), administration="XB", authority_for="", name="Port Authority", since=None
        )
    faults = {(fault.code, fault.field, fault.provision) for fault in refused.value.faults}
    assert faults == {
        ("return_for_completion", "authority_for", "CCO-20.3"),
        ("return_for_completion", "since", "CCO-20.3"),
    }
    assert shown(world, "XB").items == before


@pytest.mark.provision("CCO-20.3")
def test_the_secretariat_returns_a_filing_which_then_designates_nobody_and_drops_its_notices(world: World) -> None:
    fact = listed(world).authority
    before = len(told(world, "authorities"))
    secretariat = world.caller("xz.secretariat_official")
    with pytest.raises(Invalid):
        registry.examine_authority(secretariat, fact, finding="returned", note=" ")
    registry.examine_authority(secretariat, fact, finding="returned", note="The day of the law is missing.")
    item = next(one for one in shown(world, "XA").items if one.fact == fact)
    assert (item.standing, item.note) == ("returned", "The day of the law is missing.")
    assert [said.examined for said in item.earlier] == [""]
    assert len(told(world, "authorities")) == before - 1
    who = world.caller("xb.officer")
    assert len(registry.find_authorities(who, administration="XA", provision_id="CCO-29").authorities) == 1
    registry.record_authority(
        world.caller("xa.head"),
        administration="XA",
        authority_for="CCO-29",
        name="Port Police",
        since=stories.in_days(0),
        fact=fact,
        why="The day is named now.",
    )
    registry.examine_authority(secretariat, fact, finding="complete")
    assert len(registry.find_authorities(who, administration="XA", provision_id="CCO-29").authorities) == 2
    assert len(next(one for one in shown(world, "XA").items if one.fact == fact).earlier) == 3


@pytest.mark.provision("CCO-21.1", "CCO-66.2.viii", "NBO-6.1")
def test_a_contact_point_is_replaced_from_a_day_and_each_instruments_parties_are_to_be_told(world: World) -> None:
    before = len(told(world, "contact_point"))
    registry.record_contact_point(
        world.caller("xa.head"),
        administration="XA",
        name="New desk",
        email="new@example.invalid",
        since=stories.in_days(5),
    )
    assert shown(world, "XA", days=4).view.contact_email == "contact.xa@example.invalid"
    assert shown(world, "XA", days=5).view.contact_email == "new@example.invalid"
    standings = {item.email: item.standing for item in of_kind(shown(world, "XA", days=5), "contact_point")}
    assert standings == {"contact.xa@example.invalid": "replaced", "new@example.invalid": "standing"}
    drafted = told(world, "contact_point")[before:]
    assert sorted(provisions for provisions, _ in drafted) == [["CCO-21.1", "CCO-66.2.viii"], ["NBO-6.1"]]
    by_provision = {provisions[0]: codes for provisions, codes in drafted}
    assert by_provision["NBO-6.1"] == ["XB", "XC", "XE", "XF"]


@pytest.mark.provision("SYS-3")
def test_putting_something_right_and_taking_it_back_lose_no_history(world: World) -> None:
    head = world.caller("xb.head")
    kept = registry.record_authority(
        head, administration="XB", authority_for="CCO-29", name="Port Autority", since=stories.in_days(0)
    )
    better = {"administration": "XB", "authority_for": "CCO-29", "name": "Port Authority", "since": stories.in_days(0)}
    with pytest.raises(Invalid) as refused:
        registry.record_authority(head, **better, fact=kept)
    assert [fault.field for fault in refused.value.faults] == ["why"]
    registry.record_authority(head, **better, fact=kept, why="Misspelt.")
    with pytest.raises(Invalid):
        registry.end_listing(head, kept, last_day=None)
    registry.end_listing(head, kept, last_day=None, why="It was never designated.")
    item = next(one for one in shown(world, "XB").items if one.fact == kept)
    assert item.standing == "taken_back"
    assert [(said.name, said.why) for said in item.earlier] == [("Port Autority", ""), ("Port Authority", "Misspelt.")]
    with pytest.raises(NotPermitted):
        registry.end_listing(head, kept, last_day=stories.in_days(1))


def test_what_belongs_to_another_administration_or_is_of_another_kind_is_not_put_right(world: World) -> None:
    has = listed(world)
    head = world.caller("xb.head")
    said = {"authority_for": "CCO-29", "name": "Ours", "since": stories.in_days(0), "why": "Ours."}
    with pytest.raises(NotFound):
        registry.record_authority(head, administration="XB", fact=has.authority, **said)
    with pytest.raises(NotFound):
        registry.record_authority(world.caller("xa.head"), administration="XA", fact=has.investigator, **said)
    with pytest.raises(NotPermitted):
        registry.end_listing(head, has.authority, last_day=stories.in_days(1))


def test_an_end_before_the_beginning_is_refused_with_the_remedy(world: World) -> None:
    has = listed(world)
    with pytest.raises(Invalid) as refused:
        registry.end_listing(world.caller("xa.head"), has.authority, last_day=stories.in_days(-1))
    assert [(fault.code, fault.field) for fault in refused.value.faults] == [("ends_before", "last_day")]


@pytest.mark.provision("CCO-45.4", "CCO-45.5", "CCO-48.1", "CCO-48.2", "CCO-48.3")
def test_authorities_for_the_system_and_its_security_are_listed_and_told_under_their_own_provisions(
    world: World,
) -> None:
    before = len(told(world, "security_authorities"))
    head, depositary = world.caller("xb.head"), world.caller("xz.depositary")
    assert [lack.what for lack in shown(world, "XN").view.lacks] == ["security_authority"]
    registry.record_authority(
        depositary, administration="XN", authority_for="CCO-48.1", name="Office B", since=stories.in_days(0)
    )
    provisions, addressees = told(world, "security_authorities")[before:][0]
    assert (provisions, len(addressees)) == (["CCO-48.3"], 11)
    assert shown(world, "XN").view.lacks == ()
    secretariat = world.caller("xz.secretariat_official")
    responsible = next(item for item in of_kind(shown(world, "XZ"), "authority") if item.provision == "CCO-45.4")
    registry.end_listing(depositary, responsible.fact, last_day=stories.in_days(-1))
    assert [lack.what for lack in shown(world, "XZ").view.lacks] == ["responsible_official"]
    said = {"authority_for": "CCO-45.4", "name": "Official S", "since": stories.in_days(0)}
    before = len(told(world, "central_authorities"))
    registry.record_authority(secretariat, administration="XZ", **said)
    assert shown(world, "XZ").view.lacks == ()
    provisions, addressees = told(world, "central_authorities")[before:][0]
    assert (provisions, len(addressees)) == (["CCO-45.5"], 12)
    security = {**said, "authority_for": "CCO-48.2"}
    registry.record_authority(secretariat, administration="XZ", **security)
    assert told(world, "security_authorities")[-1][0] == ["CCO-48.3"]
    for who, home in ((head, "XB"), (depositary, "XB")):
        with pytest.raises(Invalid) as refused:
            registry.record_authority(who, administration=home, **said)
        assert [fault.code for fault in refused.value.faults] == ["not_of_this_administration"]


@pytest.mark.provision("CCO-52.6", "CCO-52.2")
def test_an_official_is_replaced_and_loses_access_at_midnight_after_the_last_day(
    world: World, moved_clock: Clock
) -> None:
    authority = world.caller("xb.cais_authority")
    fact = registry.designate_official(authority, officer="xb.contact_point", since=stories.in_days(0))
    before = len(told(world, "designated_officials"))
    registry.end_official(authority, fact, last_day=stories.in_days(1))
    provisions, addressees = told(world, "designated_officials")[before:][0]
    assert (provisions, len(addressees)) == (["CCO-52.6"], 11)
    open_on = []
    for days in (0, 1, 2):
        moved_clock.offset = timedelta(days=days)
        try:
            central.list_entries(world.caller("xb.contact_point"))
            open_on.append(days)
        except NotPermitted:
            continue
    assert open_on == [0, 1]


@pytest.mark.provision("CCO-47.1.iv")
def test_the_end_of_a_designation_never_rewrites_who_had_access(world: World, moved_clock: Clock) -> None:
    authority = world.caller("xb.cais_authority")
    begun = registry.designate_official(authority, officer="xb.contact_point", since=stories.in_days(0))
    later = registry.designate_official(authority, officer="xb.contact_point", since=stories.in_days(40))
    moved_clock.offset = timedelta(days=10)
    authority = world.caller("xb.cais_authority")
    with pytest.raises(Invalid) as refused:
        registry.end_official(authority, begun, last_day=stories.in_days(-3))
    assert [fault.code for fault in refused.value.faults] == ["end_in_the_past"]
    registry.end_official(authority, later, last_day=stories.in_days(0))
    registry.end_official(authority, begun, last_day=stories.in_days(0))
    assert "xb.contact_point" in shown(world, "XB", days=0).view.officials
    assert "xb.contact_point" not in shown(world, "XB", days=1).view.officials
    assert "xb.contact_point" not in shown(world, "XB", days=40).view.officials
    with pytest.raises(Invalid) as refused:
        registry.end_official(authority, begun, last_day=stories.in_days(5))
    assert [fault.code for fault in refused.value.faults] == ["ends_already"]
    with pytest.raises(NotPermitted):
        registry.end_official(world.caller("xa.head"), begun, last_day=stories.in_days(0))


@pytest.mark.provision("CCO-31.3")
def test_a_filing_taken_back_closes_personal_data_again_and_a_later_one_opens_them(world: World) -> None:
    depositary = world.caller("xz.depositary")
    filing = next(item for item in of_kind(shown(world, "XB"), "filing") if item.filing == "undertaking")
    said = {"administration": "XB", "kind": "undertaking", "text": filing.name, "received": filing.since}
    registry.record_filing(depositary, **said, fact=filing.fact, why="It was XD's.", taken_back=True)
    view = shown(world, "XB").view
    assert view.undertaking_on is None
    assert [(lack.what, lack.blocks) for lack in view.lacks if lack.provision == "CCO-31.3"] == [("undertaking", True)]
    assert not world.caller("xb.officer").undertaking
    registry.record_filing(depositary, **{**said, "received": stories.in_days(0)})
    assert shown(world, "XB").view.undertaking_on == stories.in_days(0)
    assert world.caller("xb.officer").undertaking
    with pytest.raises(NotFound):
        registry.record_filing(depositary, **{**said, "kind": "law_list"}, fact=filing.fact, why="x")
    with pytest.raises(Invalid):
        registry.record_filing(depositary, **said, taken_back=True)


@pytest.mark.provision("CCO-31.3", "CCO-66.2.iv")
def test_a_filing_is_told_to_the_other_members_and_one_of_no_party_to_nobody(world: World) -> None:
    before = len(told(world, "confidentiality"))
    depositary = world.caller("xz.depositary")
    today = stories.in_days(0)
    registry.record_filing(depositary, administration="XB", kind="law_list", text="Data Act.", received=today)
    drafted = told(world, "confidentiality")[before:]
    assert [(provisions, len(codes)) for provisions, codes in drafted] == [(["CCO-31.3"], 11)]
    people.record_administration(
        world.caller("xz.secretariat_official"),
        people.AdministrationDraft(code="XQ", name={"en": "Customs of Quiet Cay"}, unit="XQ", language="en"),
    )
    registry.record_filing(depositary, administration="XQ", kind="law_list", text="Data Act.", received=today)
    assert len(told(world, "confidentiality")) == before + 1


@pytest.mark.provision("CCO-61.1", "NBO-9")
def test_investigators_are_found_by_every_administration_and_direct_contacts_by_the_own_alone(world: World) -> None:
    own = listed(world).investigator
    other = registry.record_investigator(
        world.caller("xb.head"),
        administration="XB",
        name="Yorick Yarrow",
        post="Maritime investigations",
        reach="+1 555 0100",
        since=stories.in_days(-2),
    )
    found = of_kind(shown(world, "XB"), "investigator")
    assert ("Yorick Yarrow", "Maritime investigations", "+1 555 0100") in {
        (one.name, one.post, one.reach) for one in found
    }
    officer = world.caller("xa.officer")
    registry.note_direct_contact(officer, own=own, other=other, on=stories.in_days(0))
    noted = shown(world, "XA", "xa.approver").contacts
    assert [(one.own, one.other, one.administration) for one in noted] == [("Ida", "Yorick Yarrow", "XB")]
    assert shown(world, "XA", "xb.officer").contacts == ()
    with world.raw("postgres") as installer:
        columns = installer.execute(
            "select column_name from information_schema.columns where table_name = 'records_directcontact'"
        ).fetchall()
    assert {name for (name,) in columns} == {
        *("id", "marking_id", "administration", "own", "other", "on", "noted_by", "noted_at")
    }
    for ours, theirs in ((other, own), (own, own), (own, "x")):
        with pytest.raises(NotFound):
            registry.note_direct_contact(officer, own=ours, other=theirs, on=stories.in_days(0))
    with pytest.raises(Invalid):
        registry.note_direct_contact(officer, own=own, other=other, on=stories.in_days(1))


def test_an_investigator_needs_a_name_and_a_way_to_reach_it(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        registry.record_investigator(
            world.caller("xb.head"), administration="XB", name=" ", reach="", since=stories.in_days(0)
        )
    assert [fault.field for fault in refused.value.faults] == ["name", "reach"]


@pytest.mark.provision("CCO-1.ii")
def test_nobody_is_customs_administration_for_an_article_that_does_not_bind_the_unit(world: World) -> None:
    who = world.caller("xa.officer")
    found = registry.find_authorities(who, administration="XM", provision_id="CCO-39")
    assert (found.bound, found.authorities) == (False, ())
    assert found.because
    with pytest.raises(Invalid):
        registry.find_authorities(who, administration="XB", provision_id="CCO-99")
    for nobody in ("XZ", "QQ"):
        with pytest.raises(NotFound):
            registry.find_authorities(who, administration=nobody, provision_id="CCO-29")


@pytest.mark.provision("CCO-45.5", "CCO-52.6")
def test_the_directory_answers_for_any_day(world: World) -> None:
    who = world.caller("xa.officer")
    then = {each.code: each for each in registry.read_directory(who, on=date(2024, 6, 30))}
    now = {each.code: each for each in registry.read_directory(who)}
    assert then["XB"].contact_email == ""
    assert now["XB"].contact_email == "contact.xb@example.invalid"
    assert "contact_point" in {lack.what for lack in then["XB"].lacks}
    assert "contact_point" not in {lack.what for lack in now["XB"].lacks}


@pytest.mark.provision("CCO-52.1", "CCO-52.5")
def test_whoever_has_access_to_the_system_by_a_role_is_named_beside_the_lists(world: World) -> None:
    assert {(one.officer, one.role) for one in shown(world, "XB").holders} == {
        ("xb.cais_authority", "cais_authority"),
        ("xb.security_authority", "security_authority"),
    }
    assert "independent_representative" in {one.role for one in shown(world, "XZ").holders}
