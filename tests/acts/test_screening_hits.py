"""Hits of submitted lists: found as the officer, opened with reasons, decided, quiet, returned, gone with the entry."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.acts import stories, submitting
from tests.acts.indexed import index_now
from tests.acts.submitting import (
    CONFIRMED,
    NAME,
    PASSED,
    dismissal,
    dismissed,
    hits,
    line,
    opened,
    party,
    read,
    screened,
    taken,
    work,
)
from tests.world import World

from tidewaiter.actions import assistance, central, people, screening
from tidewaiter.actions.act import Clock, Conflict, Invalid, NotFound
from tidewaiter.actions.callers import caller_for_officer, system_caller
from tidewaiter.actions.screening import HitDecision, OrdinaryNameGiven
from tidewaiter.screening.subjects import Name, SubjectKind

OFFICIAL = "xb.cais_official"


def told(world: World, username: str) -> list[assistance.NoticeView]:
    """The notices of hits on an administration's desk."""
    with world.as_worker():
        assistance.deliver_notices(system_caller())
    return [one for one in assistance.read_notices(world.caller(username)).items if one.event.startswith("entry_hit")]


def journal(world: World, verb: str) -> list[dict[str, object]]:
    """What the journal of XB says of an act, newest first."""
    return [dict(line.about) for line in people.read_journal(world.caller("xb.head"), verb=verb)]


def rewritten(world: World, entry_id: str, name: str) -> None:
    """The entry says something else, and another officer released it again."""
    version = central.read_entry(world.caller("xa.officer"), entry_id).version
    draft = stories.person(name)
    central.edit_entry(world.caller("xa.officer"), entry_id, draft, reason="Other spelling", version=version)
    central.release_entry(world.caller("xa.cais_official"), entry_id)


def test_a_list_is_screened_and_its_hits_say_why(world: World) -> None:
    entry_id = stories.released(world, stories.person(NAME))
    stand = screened(world, NAME, "Ottilie Marchbanks")
    assert (stand.state, stand.lines, stand.lines_done, stand.percent) == ("screened", 2, 2, 100)
    assert stand.hits.open == 1
    found = opened(world, stand.id)
    assert (found.entry.id, found.entry.supplier, found.found_name) == (entry_id, "XA", NAME)
    assert found.band == "strong"
    assert "name_same" in {reason.code for reason in found.reasons}
    assert (found.line.row_id, found.party.subject.names[0].text) == ("BL-00002", NAME)


def test_a_party_of_many_lines_is_one_hit_and_one_decision(world: World) -> None:
    stories.released(world, stories.person(NAME))
    stand = screened(world, *(NAME,) * 5)
    assert stand.hits.open == 1
    found = opened(world, stand.id)
    assert (found.line.row_id, found.line.line) == ("BL-00002", 2)
    assert dismissed(world, stand.id).state == "dismissed"
    assert read(world, stand.id).hits.open == 0


def test_two_parties_of_one_name_are_two_hits_where_the_list_says_something_else_of_them(world: World) -> None:
    stories.released(world, stories.person(NAME))
    born = [line(2, party(NAME, birth="1970")), line(3, party(NAME, birth="1981")), line(4, party(NAME, birth="1970"))]
    stand = taken(world, born)
    work(world)
    assert [one.line for one in hits(world, stand.id)] == [2, 3]


def test_whoever_may_be_a_person_or_a_firm_is_named_in_the_request_all_the_same(world: World) -> None:
    stories.released(world, stories.person(NAME))
    supposed = replace(party(NAME), subject=replace(party(NAME).subject, kind=SubjectKind.BUSINESS), supposed=True)
    stand = taken(world, [line(2, supposed)])
    work(world)
    asked = opened(world, stand.id).ask
    assert asked is not None
    assert [one.name for one in asked.persons] == [NAME]


def test_the_journal_has_a_line_for_each_hit_that_was_opened_and_none_for_the_list_of_them(world: World) -> None:
    entry_id = stories.released(world, stories.person(NAME))
    stand = screened(world, NAME)
    hit = hits(world, stand.id)[0]
    assert journal(world, "read_hit") == []
    screening.read_hit(world.caller(OFFICIAL), hit.id)
    screening.read_hit(world.caller(OFFICIAL), hit.id)
    lines = journal(world, "read_hit")
    assert [line["entry"] for line in lines] == [entry_id, entry_id]
    assert {(line["purpose"], line["case"]) for line in lines} == {("offences", "CASE-7")}
    assert entry_id not in str(journal(world, "list_hits"))


def test_a_dismissed_pair_stays_quiet_in_the_next_list_and_is_counted_there(world: World) -> None:
    stories.released(world, stories.person(NAME))
    first = screened(world, NAME)
    assert dismissed(world, first.id).state == "dismissed"
    second = screened(world, NAME)
    assert (second.hits.open, second.hits.quiet) == (0, 1)
    assert hits(world, second.id) == ()
    assert opened(world, second.id, state="quiet").quiet_because == "pair"


def test_another_party_of_the_same_name_is_not_quiet(world: World) -> None:
    stories.released(world, stories.person(NAME))
    dismissed(world, screened(world, NAME).id)
    stand = submitting.taken(world, [submitting.line(2, submitting.party(NAME, birth="1971"))])
    work(world)
    assert read(world, stand.id).hits.open == 1


def test_a_dismissed_pair_returns_when_its_validity_ends(world: World, moved_clock: Clock) -> None:
    stories.released(world, stories.person(NAME))
    first = screened(world, NAME)
    dismissed(world, first.id, days=2)
    second = screened(world, NAME)
    moved_clock.offset = timedelta(days=3)
    assert [read(world, one.id).hits.open for one in (first, second)] == [1, 1]
    assert opened(world, first.id).may == ("confirm", "dismiss", "pass")
    assert screened(world, NAME).hits.open == 1


def test_a_dismissed_pair_returns_when_the_entry_changes(world: World) -> None:
    entry_id = stories.released(world, stories.person(NAME))
    first = screened(world, NAME)
    dismissed(world, first.id)
    second = screened(world, NAME)
    rewritten(world, entry_id, "Barnabas Quillfeather")
    assert [read(world, one.id).hits.shown for one in (first, second)] == [1, 0]
    work(world)
    assert [read(world, one.id).hits.open for one in (first, second)] == [1, 1]
    found = opened(world, first.id)
    assert (found.entry.version, found.entry.changed, found.found_name) == (2, False, "Barnabas Quillfeather")
    assert screened(world, NAME).hits.open == 1


def test_an_open_hit_is_withdrawn_when_the_changed_entry_is_like_it_no_longer(world: World) -> None:
    entry_id = stories.released(world, stories.person(NAME))
    first = screened(world, NAME)
    rewritten(world, entry_id, "Leopold Achterberg")
    work(world)
    counted = read(world, first.id).hits
    assert (counted.open, counted.withdrawn) == (0, 1)


def test_a_new_entry_is_held_against_the_lists_that_are_kept(world: World) -> None:
    first = screened(world, NAME, "Ottilie Marchbanks")
    assert first.hits.open == 0
    stories.released(world, stories.person(NAME))
    work(world)
    assert read(world, first.id).hits.open == 1
    work(world)
    assert read(world, first.id).hits.open == 1


def test_what_was_released_a_moment_before_and_came_in_late_is_found_when_no_act_can_be_under_way(
    world: World, moved_clock: Clock
) -> None:
    first = screened(world, NAME)
    entry_id = stories.released(world, stories.person(NAME))
    with world.raw("postgres") as installer:  # as if the act that released it had begun before the list was screened
        installer.execute(
            "update records_centralentry set released_at = released_at - interval '5 minutes' where id = %s", [entry_id]
        )
    work(world)
    moved_clock.offset = timedelta(minutes=20)
    work(world)
    assert read(world, first.id).hits.open == 1


def test_a_confirmed_hit_tells_the_supplier_and_drafts_a_request_for_information(world: World) -> None:
    entry_id = stories.released(world, stories.person(NAME))
    stand = screened(world, NAME)
    found = screening.decide_hit(world.caller(OFFICIAL), hits(world, stand.id)[0].id, CONFIRMED)
    assert (found.state, found.outcome, found.place) == ("confirmed", "checked", CONFIRMED.place)
    notice = told(world, "xa.officer")[0]
    assert (notice.event, notice.subject) == ("entry_hit_confirmed", entry_id)
    assert notice.params["other"] == "XB"
    assert notice.params["number"] == found.entry.number
    assert found.ask is not None
    assert (found.ask.requested_administration, found.ask.type) == ("XA", "information")
    assert found.ask.persons[0].name == NAME
    assert found.entry.number in found.ask.matter
    assert assistance.draft_request(world.caller("xb.officer"), found.ask)


@pytest.mark.provision("CCO-21.4")
def test_the_addresses_of_the_line_stand_in_the_request_and_those_of_the_entry_do_not(world: World) -> None:
    theirs, long = stories.person(NAME), Name(NAME + "e" * 300)
    told = replace(theirs, subject=replace(theirs.subject, names=(long,), addresses=("1 Entry Street, Gullhaven",)))
    stories.released(world, told)
    ours = ("12 Tidemarsh Lane, Gullhaven", "3 Quay Street, Port Grand", "x" * 200, "y" * 200)
    said = replace(party(NAME), subject=replace(party(NAME).subject, names=(long,), addresses=ours))
    stand = taken(world, [line(2, said)], case="XB-" + "7" * 97)
    work(world)
    asked = opened(world, stand.id).ask
    assert asked is not None
    assert asked.persons[0].address == "; ".join(ours[:3])
    assert "Entry Street" not in str(asked)
    assert asked.persons[0].name == NAME + "e" * (300 - len(NAME))
    assert assistance.draft_request(world.caller("xb.officer"), asked)


def test_a_hit_that_is_passed_tells_the_supplier_and_is_still_to_be_decided(world: World) -> None:
    stories.released(world, stories.person(NAME))
    stand = screened(world, NAME)
    found = screening.decide_hit(world.caller(OFFICIAL), hits(world, stand.id)[0].id, PASSED)
    assert found.state == "passed"
    assert found.may == ("confirm", "dismiss", "reopen")
    assert [one.event for one in told(world, "xa.officer")] == ["entry_hit_passed"]


def test_a_hit_on_ones_own_entry_tells_nobody_and_is_passed_to_nobody(world: World) -> None:
    stories.released(world, stories.person(NAME))
    stand = screened(world, NAME, username="xa.cais_official")
    hit = hits(world, stand.id, "xa.cais_official")[0]
    caller = world.caller("xa.cais_official")
    assert screening.read_hit(caller, hit.id).may == ("confirm", "dismiss")
    with pytest.raises(Conflict, match="hit_decided"):
        screening.decide_hit(caller, hit.id, PASSED)
    assert screening.decide_hit(caller, hit.id, CONFIRMED).ask is None
    assert told(world, "xa.officer") == []


def test_a_decision_is_taken_once_and_taken_back_by_name(world: World) -> None:
    stories.released(world, stories.person(NAME))
    first = screened(world, NAME)
    hit = dismissed(world, first.id)
    caller = world.caller(OFFICIAL)
    with pytest.raises(Conflict, match="hit_decided"):
        screening.decide_hit(caller, hit.id, CONFIRMED)
    assert screening.decide_hit(caller, hit.id, HitDecision("reopen")).state == "open"
    assert screened(world, NAME).hits.open == 1


LACKING = {
    "an unknown decision": (HitDecision("burn"), "decision"),
    "no outcome": (replace(CONFIRMED, outcome=""), "outcome"),
    "no place": (replace(CONFIRMED, place=" "), "place"),
    "a place of two lines": (replace(CONFIRMED, place="a\nb"), "place"),
    "no reason code": (HitDecision("dismiss", reason="x", valid_until=stories.in_days(3)), "reason_code"),
    "no reason": (replace(dismissal(), reason=""), "reason"),
    "no validity": (replace(dismissal(), valid_until=None), "valid_until"),
    "a validity that is over": (dismissal(-1), "valid_until"),
    "a validity of years": (dismissal(900), "valid_until"),
}


def test_a_decision_that_lacks_something_is_refused_by_field_and_provision(world: World) -> None:
    stories.released(world, stories.person(NAME))
    hit = hits(world, screened(world, NAME).id)[0]
    for lack, (decision, field) in LACKING.items():
        with pytest.raises(Invalid) as refused:
            screening.decide_hit(world.caller(OFFICIAL), hit.id, decision)
        assert [fault.field for fault in refused.value.faults] == [field], lack
        assert all(fault.provision for fault in refused.value.faults), lack


def test_a_dismissal_may_hold_for_the_rest_of_the_day_alone(world: World) -> None:
    stories.released(world, stories.person(NAME))
    assert dismissed(world, screened(world, NAME).id, days=0).state == "dismissed"


@pytest.mark.parametrize("again", ["draft", "other"])
def test_an_entry_that_changed_since_it_was_indexed_is_judged_as_it_stands(world: World, again: str) -> None:
    """The index is behind: an own entry is under change once more, or was released under another name."""
    entry_id = stories.released(world, stories.person(NAME), "xb.officer")
    index_now(world)
    version = central.read_entry(world.caller("xb.officer"), entry_id).version
    changed = stories.person(NAME if again == "draft" else "Olga Stensrud")
    central.edit_entry(world.caller("xb.officer"), entry_id, changed, reason="New facts.", version=version)
    if again == "other":
        central.release_entry(world.caller("xb.approver"), entry_id)
    listed = taken(world, submitting.lines(NAME))
    with world.as_worker():
        stand = screening.screen_list(caller_for_officer(OFFICIAL), listed.id, done=0)
    assert (stand.state, stand.hits.shown) == ("screened", 0)


def test_the_hits_of_an_erased_entry_are_gone_with_it(world: World) -> None:
    entry_id = stories.released(world, stories.person(NAME))
    first = screened(world, NAME)
    hit = dismissed(world, first.id)
    version = central.read_entry(world.caller("xa.officer"), entry_id).version
    central.delete_entry(world.caller("xa.officer"), entry_id, reason="Unfounded.", version=version)
    assert read(world, first.id).hits == screening.HitCounts()
    with pytest.raises(NotFound):
        screening.read_hit(world.caller(OFFICIAL), hit.id)
    with world.raw("postgres") as installer:
        for table in ("records_listhit", "records_quietpair"):
            assert installer.execute(f"select count(*) from {table}").fetchone() == (0,)  # noqa: S608


def test_an_ordinary_name_is_quiet_and_counted_but_not_where_a_number_agrees(world: World) -> None:
    number = submitting.party(NAME, passport="XX1234567").subject
    entry = stories.person(NAME)
    stories.released(world, replace(entry, subject=number))
    caller = world.caller(OFFICIAL)
    kept = screening.keep_ordinary_name(caller, OrdinaryNameGiven("quillfeather,  BARNABY", "Our postman."))
    first = screened(world, NAME)
    assert (first.hits.open, first.hits.quiet) == (0, 1)
    assert opened(world, first.id, state="quiet").quiet_because == "ordinary"
    second = submitting.taken(world, [submitting.line(2, submitting.party(NAME, passport="XX1234567"))])
    work(world)
    assert read(world, second.id).hits.open == 1
    screening.withdraw_ordinary_name(caller, kept)
    assert screening.list_ordinary_names(caller) == ()
    assert screened(world, NAME).hits.open == 1
    with pytest.raises(Conflict, match="already_withdrawn"):
        screening.withdraw_ordinary_name(caller, kept)


def test_an_ordinary_name_with_a_birth_or_document_covers_that_one_alone(world: World) -> None:
    stories.released(world, stories.person(NAME))
    caller = world.caller(OFFICIAL)
    screening.keep_ordinary_name(caller, OrdinaryNameGiven(NAME, "A known trader.", birth="1971-03-02"))
    screening.keep_ordinary_name(caller, OrdinaryNameGiven(NAME, "Another.", document="XX 99-1"))
    one, two, three = (
        submitting.party(NAME, birth="1971-03-02"),
        submitting.party(NAME, birth="1980"),
        submitting.party(NAME, passport="XX991"),
    )
    stand = submitting.taken(world, [submitting.line(place, each) for place, each in enumerate((one, two, three), 2)])
    work(world)
    counted = read(world, stand.id).hits
    assert (counted.open, counted.quiet) == (1, 2)
    assert hits(world, stand.id)[0].line == 3


WRONG_NAMES = (
    (OrdinaryNameGiven("--", "x"), "name"),
    (OrdinaryNameGiven(NAME, " "), "reason"),
    (OrdinaryNameGiven(NAME, "x", birth="someday"), "birth"),
    (OrdinaryNameGiven(NAME, "x", document="--"), "document"),
    (OrdinaryNameGiven(NAME, "x", until=stories.in_days(-1)), "until"),
    (OrdinaryNameGiven(NAME, "x", until=stories.in_days(900)), "until"),
)


def test_an_ordinary_name_that_lacks_something_is_refused(world: World) -> None:
    for given, field in WRONG_NAMES:
        with pytest.raises(Invalid) as refused:
            screening.keep_ordinary_name(world.caller(OFFICIAL), given)
        assert [fault.field for fault in refused.value.faults] == [field]
