"""Matters before the Organization: every table of moves is sound, and the examples of the requirements hold."""

from collections.abc import Sequence
from datetime import date

import pytest

from tidewaiter.treaty.acts import InstrumentAct
from tidewaiter.treaty.provisions import load_instrument, provision
from tidewaiter.treaty.rules import amending, disputes, membership, transition
from tidewaiter.treaty.rules.amending import AmendmentFile, life, may_object
from tidewaiter.treaty.rules.matters import OPENED, Move, Taken, open_moves, state_of

AGREEMENT, CONVENTION = load_instrument("cco-2019"), load_instrument("nbo-1977")
assert AGREEMENT.profile.amendment is not None
assert CONVENTION.profile.amendment is not None
TABLES: dict[str, tuple[str, Sequence[Move]]] = {
    "amendment": ("CCO", amending.moves(AGREEMENT.profile.amendment)),
    "recommendation": ("NBO", amending.moves(CONVENTION.profile.amendment)),
    **{f"dispute {each}": ("CCO", disputes.moves(AGREEMENT.profile, each)) for each in disputes.ABOUT},
    "dispute under Nairobi": ("NBO", disputes.moves(CONVENTION.profile, "members")),
    **{each: ("CCO", membership.moves(each)) for each in membership.VARIANTS},
    **{each: ("CCO", transition.moves(each)) for each in transition.VARIANTS},
}
REACHED = {OPENED} | {move.target for _, moves in TABLES.values() for move in moves if move.target}
TWELVE = tuple(
    InstrumentAct("ratification", on=date(2029, 1, 1), units=(unit,))
    for unit in ("AG", "AI", "BM", "BS", "CU", "DO", "HT", "KY", "LC", "MS", "TC", "AW")
)


@pytest.mark.parametrize("name", TABLES)
def test_every_state_of_a_table_is_reached_and_every_provision_exists(name: str) -> None:
    prefix, moves = TABLES[name]
    assert {state for move in moves for state in move.source} <= REACHED
    assert [move.code for move in open_moves(moves, ())]
    assert len({move.code for move in moves}) == len(moves)
    unknown = [move.provision for move in moves if provision(f"{prefix}-{move.provision}") is None]
    assert unknown == []
    assert not any(set(move.asks) & set(move.may) for move in moves)


@pytest.mark.provision("CCO-63.1", "CCO-63.3", "CCO-63.5")
def test_a_dispute_follows_its_stages_and_ends_outside_the_system() -> None:
    moves = disputes.moves(AGREEMENT.profile, "members")
    steps: list[Taken] = []
    for place, code in enumerate(("negotiation_round", "executive_committee", "recommendation", "diplomatic"), 1):
        assert code in {move.code for move in open_moves(moves, steps)}
        steps.append(Taken(code, date(2031, place, 1)))
    assert state_of(moves, steps) == "diplomatic"
    assert open_moves(moves, steps) == ()


@pytest.mark.provision("CCO-63.4")
def test_an_agreement_binds_only_where_it_was_made_before_the_recommendation() -> None:
    recommended = Taken("recommendation", date(2031, 7, 1))
    early = Taken("agreement_to_be_bound", date(2031, 5, 20), unit="AG")
    late = Taken("agreement_to_be_bound", date(2031, 7, 2), unit="HT")
    same_day = Taken("agreement_to_be_bound", date(2031, 7, 1), unit="BM")
    assert disputes.bound_by_recommendation((early, recommended, late, same_day)) == ("AG",)
    assert disputes.bound_by_recommendation((early, late)) == ()


@pytest.mark.provision("NBO-14")
def test_nairobi_knows_negotiation_alone() -> None:
    codes = {move.code for move in disputes.moves(CONVENTION.profile, "members")}
    assert codes == {"negotiation_round", "settled"}
    assert disputes.moves(CONVENTION.profile, "partner") == ()


@pytest.mark.provision("CCO-11.7.xi")
def test_a_condition_falls_overdue_on_the_day_after_its_last() -> None:
    asked = Taken("condition", date(2030, 2, 1), id="one", text="Annual report", due_on=date(2031, 1, 31))
    met = Taken("condition_met", date(2031, 2, 3), concerns="one")
    assert [membership.conditions((asked,), date(2031, *day))[0].overdue for day in ((1, 31), (2, 1))] == [False, True]
    assert not membership.conditions((asked, met), date(2031, 2, 4))[0].overdue


@pytest.mark.provision("CCO-57")
def test_a_dataset_is_importable_once_its_partner_approved_just_that_one() -> None:
    steps = (
        Taken("dataset", date(2031, 7, 1), id="D-1"),
        Taken("dataset", date(2031, 7, 1), id="D-2"),
        Taken("data_approval", date(2031, 8, 1), concerns="D-1"),
    )
    assert [transition.importable(steps, each) for each in ("D-1", "D-2", "D-3")] == [True, False, False]


def _file(*steps: Taken) -> AmendmentFile:
    return AmendmentFile("A-1", "cco-2019", ("26",), "", date(2031, 1, 10), steps)


NOTIFIED = (
    Taken("communicated", date(2031, 1, 31)),
    Taken("adopted", date(2031, 5, 27)),
    Taken("notified", date(2032, 2, 29)),
)


@pytest.mark.provision("CCO-62.2", "CCO-62.3", "CCO-62.4")
def test_the_examples_of_tacit_acceptance() -> None:
    found = [life(AGREEMENT, _file(*NOTIFIED), TWELVE, {}, day) for day in (date(2033, 1, 1), date(2034, 5, 28))]
    assert [each.state for each in found] == ["notified", "in_force"]
    assert found[0].earliest == date(2031, 5, 1)
    assert (found[0].last_day, found[0].amendment.in_force) == (date(2034, 2, 28), date(2034, 5, 28))


@pytest.mark.provision("CCO-62.3", "NBO-20.3")
def test_who_may_object() -> None:
    kinds = {"AW": "territory"}
    signed = InstrumentAct("signature", on=date(2019, 5, 22), units=("NL",))
    acts = (*TWELVE, signed, InstrumentAct("partner_arrangement", on=date(2031, 1, 1), units=("XP",)))
    file = _file(*NOTIFIED)
    may = {
        unit: may_object(AGREEMENT, file, unit, date(2033, 1, 1), acts, kinds)  # type: ignore[arg-type]
        for unit in ("AG", "AW", "NL", "XP", "QQ")
    }
    assert may == {"AG": True, "AW": True, "NL": True, "XP": False, "QQ": False}


def test_a_hold_is_lifted_or_upheld_by_the_council() -> None:
    held = (*NOTIFIED, Taken("objection", date(2033, 1, 4), unit="NL"))
    acts = (*TWELVE, InstrumentAct("signature", on=date(2019, 5, 22), units=("NL",)))
    states = [
        life(AGREEMENT, _file(*held, *more), acts, {}, date(2033, 6, 1)).state
        for more in ((), (Taken("hold_lifted", date(2033, 5, 27)),), (Taken("hold_upheld", date(2033, 5, 27)),))
    ]
    assert states == ["legal_hold", "notified", "objected"]


@pytest.mark.provision("CCO-67", "NBO-23")
def test_registration_is_due_from_the_general_entry_into_force() -> None:
    days = (date(2029, 3, 31), date(2029, 4, 1))
    due = [transition.registration_due(AGREEMENT, TWELVE, {}, day) for day in days]
    assert due[0] is None
    assert due[1] is not None
    assert (due[1].provision, due[1].since) == ("CCO-67", date(2029, 4, 1))


@pytest.mark.provision("CCO-65.4")
def test_a_removed_partner_takes_part_no_longer() -> None:
    arrangement = InstrumentAct("partner_arrangement", on=date(2030, 1, 10), units=("XP",))
    removal = InstrumentAct("partner_removal", on=date(2031, 5, 27), units=("XP",), effect_on=date(2031, 7, 1))
    standing = [
        amending.standings(AGREEMENT, (*TWELVE, arrangement, removal), {}, day)["XP"]
        for day in (date(2031, 6, 30), date(2031, 7, 1))
    ]
    assert [(each.status, each.until) for each in standing] == [
        ("withdrawing", date(2031, 7, 1)),
        ("former", date(2031, 7, 1)),
    ]
    assert "CCO-65.4" in standing[1].provisions
