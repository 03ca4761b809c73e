"""Risk profiles through their acts: written by one, released by another, tried on lists, decided, counted, ended."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from tests.acts import stories
from tests.acts.submitting import manifest_of_the_demo
from tests.acts.tried_risk import (
    LINES,
    TOBACCO,
    consignment,
    draft,
    handed_in,
    in_force,
    new_traders,
    raised,
    risky,
    screened,
)
from tests.world import World

from tidewaiter.access.facts import Caller
from tidewaiter.actions import assistance, demo_screening, people, screening
from tidewaiter.actions.act import Clock, Conflict, Invalid, NotFound, NotPermitted
from tidewaiter.actions.callers import system_caller
from tidewaiter.screening.risk.profiles import ConditionDraft

BOX = draft(name="Known boxes", conditions=(ConditionDraft("container_confirmed", "12", 80),))


def author(world: World) -> Caller:
    """XA's officer, who writes profiles."""
    return world.caller("xa.officer")


def later(world: World, clock: Clock, days: int) -> None:
    """The same world, this many days from now."""
    clock.offset += timedelta(days=days)
    world.keep_awake(clock.today())
    with world.raw("postgres") as installer:
        installer.execute("update records_apitoken set expires_on = '2099-01-01'")
        installer.execute("update records_officer set designated_until = '2099-01-01'")


@pytest.mark.provision("CCO-44")
def test_a_profile_raises_nothing_until_another_officer_releases_it(world: World) -> None:
    profile = screening.keep_profile(author(world), draft())
    assert raised(world, screened(world)) == ()
    with pytest.raises(NotPermitted) as refused:
        screening.release_profile(author(world), profile, version=1)
    assert {reason.provision for reason in refused.value.reasons} == {"SYS-7"}
    screening.release_profile(world.caller("xa.cais_official"), profile, version=1)
    with pytest.raises(Conflict):
        screening.release_profile(world.caller("xa.cais_official"), profile, version=1)
    (found,) = raised(world, screened(world, source="MV Second"))
    assert (found.line, found.row_id, found.score, found.name) == (2, "BL-2", 0.7, "Tobacco by way of XB")
    assert [(each.code, dict(each.params)) for each in found.reasons] == [
        ("goods_chapter", {"hs": "24"}),
        ("by_way_of", {"place": "XBPGR XB"}),
    ]


@pytest.mark.provision("CCO-44")
def test_a_further_version_waits_while_the_one_before_goes_on(world: World) -> None:
    profile = in_force(world)
    coffee = draft(conditions=(ConditionDraft("goods", "0901", 60),))
    with pytest.raises(Invalid) as refused:
        screening.keep_profile(author(world), coffee, profile_id=profile, version=1)
    assert [fault.field for fault in refused.value.faults] == ["why"]
    with pytest.raises(Conflict):
        screening.keep_profile(author(world), coffee, profile_id=profile, version=9, why="Coffee it is.")
    screening.keep_profile(author(world), coffee, profile_id=profile, version=1, why="Coffee it is.")
    view = screening.view_profile(world.caller("xa.head"), profile)
    assert [(each.number, each.why, bool(each.released_by)) for each in view.versions] == [
        (2, "Coffee it is.", False),
        (1, "", True),
    ]
    assert view.waiting is not None
    assert view.in_force is not None
    assert (view.waiting.number, view.in_force.number, view.line.state) == (2, 1, "in_force")
    assert [each.row_id for each in raised(world, screened(world))] == ["BL-2"]
    screening.release_profile(world.caller("xa.approver"), profile, version=2)
    assert [each.row_id for each in raised(world, screened(world, source="MV Second"))] == ["BL-3"]
    before = raised(world, state="open")
    assert [dict(each.reasons[0].params)["hs"] for each in sorted(before, key=lambda one: one.version)] == [
        "24",
        "0901",
    ]


def test_a_name_stands_once_and_a_profile_that_lacks_something_is_refused_whole(world: World) -> None:
    profile = in_force(world)
    with pytest.raises(Conflict) as taken:
        screening.keep_profile(author(world), draft(name="tobacco BY way of XB"))
    assert taken.value.code == "already_there"
    with pytest.raises(Invalid) as refused:
        screening.keep_profile(author(world), draft(name="x", grounds=" ", expires_on=stories.in_days(800)))
    assert {(fault.code, fault.field) for fault in refused.value.faults} == {
        ("missing", "grounds"),
        ("profile_too_long", "expires_on"),
    }
    screening.withdraw_profile(author(world), profile)
    assert screening.keep_profile(author(world), draft()) != profile
    for act in (
        lambda: screening.withdraw_profile(author(world), profile),
        lambda: screening.keep_profile(author(world), draft(name="z"), profile_id=profile, version=1, why="x"),
    ):
        with pytest.raises(Conflict) as gone:
            act()
        assert gone.value.code == "profile_withdrawn"
    with pytest.raises(NotFound):
        screening.view_profile(author(world), "no id")


def test_what_was_found_is_counted_for_the_profile_and_its_version(world: World) -> None:
    has = risky(world)
    screened(world, [*LINES, consignment(7, "Fourth Stores")], source="MV Second")
    assert len(raised(world, state="open")) == 3
    official = world.caller("xa.cais_official")
    assert screening.decide_risk(official, has.risk, outcome="confirmed").outcome == "confirmed"
    other = next(each for each in raised(world, state="open"))
    screening.decide_risk(official, other.id, outcome="not_useful")
    with pytest.raises(Invalid):
        screening.decide_risk(official, other.id, outcome="perhaps")
    line = next(each for each in screening.list_profiles(author(world)) if each.id == has.profile)
    assert (line.useful.raised, line.useful.decided, line.useful.confirmed, line.useful.share) == (3, 2, 1, 0.5)
    assert screening.view_profile(author(world), has.profile).versions_useful == ((1, line.useful),)
    screening.decide_risk(official, other.id, outcome="confirmed")
    assert {each.useful.share for each in screening.list_profiles(author(world))} == {1.0, None}
    assert [each.outcome for each in raised(world, has.list)] == ["confirmed"]
    assert len(raised(world, state="confirmed")) == 2
    page = screening.list_risks(official, limit=2)
    assert len((*page.items, *screening.list_risks(official, limit=2, after=page.next).items)) == 3
    with pytest.raises(Invalid):
        screening.list_risks(official, state="perhaps")


def test_a_list_screened_again_raises_and_counts_nothing_twice(world: World) -> None:
    has = risky(world)
    assert len(raised(world, has.list)) == 1
    index = screening.read_list(author(world), has.list)
    assert index.stand.lines == 3
    with world.raw("postgres") as installer:
        counted = installer.execute("select heading, sum(lines) from records_valuecount group by 1 order by 1")
        assert counted.fetchall() == [("0901", 1), ("2402", 2)]
        assert installer.execute("select count(*) from records_seentrader").fetchone() == (3,)


def test_nothing_of_a_line_or_a_trader_stands_in_what_is_left_behind(world: World) -> None:
    has = risky(world)
    screening.decide_risk(world.caller("xa.cais_official"), has.risk, outcome="confirmed")
    with world.raw("postgres") as installer:
        for table in ("raisedrisk", "seentrader", "confirmedcontainer", "valuecount"):
            rows = str(installer.execute(f"select row_to_json(t)::text from records_{table} t").fetchall())  # noqa: S608
            assert rows != "[]"
            assert not any(word in rows.casefold() for word in ("ottilie", "marchbanks", "csqu", "bl-2"))
    screening.delete_list(author(world), has.list, reason="No longer needed.")
    (left,) = raised(world, has.list)
    assert (left.kept, left.line, left.row_id, left.outcome) == (False, 0, "", "confirmed")
    assert dict(left.reasons[0].params) == {"hs": "24"}
    with pytest.raises(Conflict) as gone:
        screening.try_profile(author(world), has.profile, list_id=has.list)
    assert gone.value.code == "list_deleted"


def test_a_try_out_says_what_would_be_raised_and_keeps_nothing(world: World) -> None:
    list_id = handed_in(world)
    profile = screening.keep_profile(author(world), draft(joined="any", threshold=40))
    tried = screening.try_profile(author(world), profile, list_id=list_id)
    assert (tried.lines, tried.raised, tried.whole, tried.version, tried.history_since) == (3, 2, True, 1, None)
    assert [(each.row_id, each.score) for each in tried.strongest] == [("BL-2", 0.7), ("BL-5", 0.4)]
    assert raised(world) == ()
    with pytest.raises(NotFound):
        screening.try_profile(author(world), profile, list_id=list_id, version=7)
    with pytest.raises(NotFound):
        screening.try_profile(author(world), profile, list_id=profile)


def test_a_trader_is_new_until_an_earlier_list_named_it(world: World, moved_clock: Clock) -> None:
    in_force(world, new_traders())
    assert raised(world, screened(world)) == ()
    later(world, moved_clock, 20)
    assert raised(world, screened(world, LINES[:1], source="MV Between")) == ()
    later(world, moved_clock, 20)
    again = [LINES[0], consignment(9, "Newcomer Stores"), consignment(11, "Newcomer Stores")]
    found = raised(world, screened(world, again, source="MV Second"))
    assert sorted(each.row_id for each in found) == ["BL-11", "BL-9"]
    assert {dict(each.reasons[0].params)["trader"] for each in found} == {"Newcomer Stores"}
    later(world, moved_clock, 40)
    assert len(raised(world, screened(world, again, source="MV Third"))) == 3


@pytest.mark.provision("CCO-44", "CCO-50.2")
def test_a_profile_that_rests_on_hits_is_bound_to_what_the_council_opened(world: World) -> None:
    official = world.caller("xa.cais_official")
    with world.raw("postgres") as installer:
        installer.execute("update records_councildecision set purposes = array['offences']")
    with pytest.raises(Invalid) as refused:
        screening.keep_profile(author(world), BOX)
    assert [(fault.code, fault.provision) for fault in refused.value.faults] == [("purpose_not_open", "CCO-44")]
    profile = in_force(world, replace(BOX, purpose="offences"))
    in_force(world)
    first = raised(world, screened(world))
    assert [each.name for each in first] == ["Tobacco by way of XB"]
    screening.decide_risk(official, first[0].id, outcome="confirmed")
    second = raised(world, screened(world, source="MV Second"))
    assert [each.name for each in second].count("Known boxes") == 3
    with world.raw("postgres") as installer:
        installer.execute("update records_councildecision set purposes = array['supply_chain']")
    third = raised(world, screened(world, source="MV Third"))
    assert [each.name for each in third] == ["Tobacco by way of XB"]
    assert not screening.view_profile(official, profile).purpose_open


def test_values_out_of_line_are_told_against_what_own_lists_counted(world: World) -> None:
    usual = [
        consignment(number, f"Stores {number}", goods=replace(TOBACCO, value=Decimal(9000 + 50 * number)))
        for number in range(1, 41)
    ]
    written = draft(name="Values", conditions=(ConditionDraft("value_out_of_line", "40", 70),))
    in_force(world, written)
    assert raised(world, screened(world, usual)) == ()
    (found,) = raised(world, screened(world, [usual[0], LINES[0]], source="MV Second"))
    assert (found.row_id, found.reasons[0].code) == ("BL-2", "value_out_of_line")
    assert dict(found.reasons[0].params)["found"] == "40"


@pytest.mark.provision("CCO-51.3")
def test_a_profile_ends_and_its_administration_is_told_a_month_before(world: World, moved_clock: Clock) -> None:
    profile = in_force(world, draft(expires_on=stories.in_days(60)))

    def told() -> list[str]:
        with world.as_worker():
            screening.review_profiles(system_caller())
            screening.review_profiles(system_caller())
            assistance.deliver_notices(system_caller())
        found = assistance.read_notices(world.caller("xa.head")).items
        return [one.subject for one in found if one.event == "profile_expiring"]

    assert told() == []
    later(world, moved_clock, 35)
    assert told() == [profile]
    assert raised(world, screened(world))
    later(world, moved_clock, 25)
    assert told() == [profile]
    assert raised(world, screened(world, source="MV Second")) == ()
    assert screening.view_profile(author(world), profile).line.state == "expired"


def test_digests_and_counts_go_when_their_term_has_come(world: World, moved_clock: Clock) -> None:
    has = risky(world)
    screening.decide_risk(world.caller("xa.cais_official"), has.risk, outcome="confirmed")

    def left() -> list[int]:
        with world.as_worker():
            screening.review_profiles(system_caller())
        with world.raw("postgres") as installer:
            tables = ("seentrader", "confirmedcontainer", "valuecount")
            return [installer.execute(f"select count(*) from records_{each}").fetchone()[0] for each in tables]  # noqa: S608  # type: ignore[index]

    assert left() == [3, 1, 2]
    later(world, moved_clock, 100)
    assert left() == [3, 1, 2]
    later(world, moved_clock, 3 * 366)
    assert left() == [0, 0, 0]


def test_of_traders_nothing_is_kept_that_no_profile_asks_for(world: World, moved_clock: Clock) -> None:
    def kept() -> int:
        with world.raw("postgres") as installer:
            (count,) = installer.execute("select count(*) from records_seentrader").fetchone() or (0,)
            return int(count)

    in_force(world)
    screened(world)
    assert kept() == 0
    profile = screening.keep_profile(author(world), new_traders(expires_on=stories.in_days(300)))
    screened(world, source="MV Second")
    assert kept() == 3
    screening.withdraw_profile(author(world), profile)
    with world.as_worker():
        screening.review_profiles(system_caller())
    assert kept() == 0


def test_another_administration_knows_nothing_of_profiles_and_risks(world: World) -> None:
    has = risky(world)
    other = world.caller("xb.cais_official")
    assert screening.list_profiles(other) == ()
    assert screening.list_risks(other).items == ()
    assert screening.list_risks(other, list_id=has.list, profile_id=has.profile).items == ()
    for hidden in (
        lambda: screening.view_profile(other, has.profile),
        lambda: screening.try_profile(other, has.profile, list_id=has.list),
        lambda: screening.decide_risk(other, has.risk, outcome="confirmed"),
        lambda: screening.keep_profile(other, draft(), profile_id=has.profile, version=1, why="x"),
    ):
        with pytest.raises((NotFound, NotPermitted)):
            hidden()


def test_the_journal_says_which_profile_and_line_and_nothing_of_either(world: World) -> None:
    has = risky(world)
    screening.decide_risk(world.caller("xa.cais_official"), has.risk, outcome="confirmed")
    lines = people.read_journal(world.caller("xa.head"), limit=100)
    told = {entry.verb: dict(entry.about) for entry in reversed(lines)}
    assert told["keep_profile"]["version"] == 1
    assert told["decide_risk"]["outcome"] == "confirmed"
    assert told["screen_list"]["risks"] == 1
    said = str([told[verb] for verb in ("keep_profile", "release_profile", "list_risks", "decide_risk")])
    assert not any(word in said for word in ("Tobacco", "seizures", "Ottilie", "BL-2"))


def test_the_demo_has_a_profile_in_force_that_raises_a_line_and_one_that_waits(world: World) -> None:
    manifest_of_the_demo(world)
    official = world.caller(demo_screening.OFFICER)
    lines = {line.name: line for line in screening.list_profiles(official)}
    assert sorted(lines) == sorted(draft.name for draft in demo_screening.profiles(stories.in_days(30)))
    (found,) = screening.list_risks(official).items
    assert (found.row_id, found.score) == ("BL-001", 0.8)
    assert [each.code for each in found.reasons] == ["goods_heading", "loaded_at", "value_per_kg_below"]
    views = {name: screening.view_profile(official, line.id) for name, line in lines.items()}
    assert {name for name, view in views.items() if view.waiting} == set(lines) - {found.name}
    assert views[found.name].in_force is not None
