"""Votes by name: the table of REQUIREMENTS 3.4, and what no order of ballots may change."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.treaty.acts import InstrumentAct
from tidewaiter.treaty.provisions import load_instrument
from tidewaiter.treaty.register import Register, Unit
from tidewaiter.treaty.rules.votes import CASTS, Ballot, Barred, Cast, Roll, outcome, refused_ballots, roll

AGREEMENT, CONVENTION = load_instrument("cco-2019"), load_instrument("nbo-1977")
FIFTEEN = ("AG", "AI", "AW", "BM", "BS", "CU", "CW", "DO", "HT", "KY", "LC", "MS", "NL", "SX", "TC")
ROLL = Roll(FIFTEEN)


def ballots(in_favour: int, against: int, abstaining: int) -> tuple[Ballot, ...]:
    cast: list[Cast] = ["for"] * in_favour + ["against"] * against + ["abstain"] * abstaining
    return tuple(Ballot(unit, word) for unit, word in zip(FIFTEEN, cast, strict=False))


def result(rows: tuple[Ballot, ...], among: Roll = ROLL) -> str:
    assert AGREEMENT.profile.council is not None
    return outcome(AGREEMENT.profile.council, among, rows).tally.result


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((10, 5, 0), "adopted"),
        ((9, 5, 1), "rejected"),
        ((7, 3, 0), "adopted"),
        ((6, 3, 5), "adopted"),
        ((2, 1, 12), "adopted"),
        ((0, 0, 15), "rejected"),
        ((7, 0, 0), "no_quorum"),
        ((8, 0, 0), "adopted"),
    ],
)
@pytest.mark.provision("CCO-10.2", "CCO-10.5")
def test_the_table_of_votes(counts: tuple[int, int, int], expected: str) -> None:
    assert result(ballots(*counts)) == expected


@pytest.mark.provision("CCO-10.4", "CCO-16.2")
def test_the_example_of_a_contested_vote() -> None:
    assert AGREEMENT.profile.council is not None
    found = outcome(AGREEMENT.profile.council, Roll(FIFTEEN, arrears=("AG",)), ballots(10, 5, 0))
    assert found.contested
    assert found.without_arrears is not None
    assert (found.without_arrears.in_favour, found.without_arrears.against) == (9, 5)
    assert not outcome(AGREEMENT.profile.council, Roll(FIFTEEN, arrears=("TC",)), ballots(10, 5, 0)).contested


@pytest.mark.provision("CCO-65.4")
def test_three_quarters_of_fifteen_members_are_twelve() -> None:
    assert AGREEMENT.profile.council is not None
    for agree, expected in ((11, "rejected"), (12, "adopted")):
        found = outcome(AGREEMENT.profile.council, ROLL, ballots(agree, 0, 4), "partner_removal")
        assert (found.tally.result, found.needed) == (expected, 12)


@given(
    st.permutations(FIFTEEN).flatmap(
        lambda units: st.lists(st.sampled_from(CASTS), min_size=15, max_size=15).map(
            lambda words: tuple(Ballot(unit, word) for unit, word in zip(units, words, strict=True))
        )
    ),
    st.frozensets(st.sampled_from(FIFTEEN)),
)
@pytest.mark.provision("CCO-10.4", "CCO-10.5")
def test_the_order_of_ballots_changes_nothing_and_an_excluded_ballot_counts_for_nothing(
    rows: tuple[Ballot, ...], excluded: frozenset[str]
) -> None:
    assert AGREEMENT.profile.council is not None
    among = Roll(FIFTEEN, excluded=tuple(sorted(excluded)))
    found = outcome(AGREEMENT.profile.council, among, rows)
    assert found == outcome(AGREEMENT.profile.council, among, tuple(reversed(rows)))
    silent = tuple(Ballot(row.unit, "none" if row.unit in excluded else row.cast) for row in rows)
    assert found.tally == outcome(AGREEMENT.profile.council, among, silent).tally
    assert found.present == 15


@pytest.mark.provision("NBO-13")
def test_under_nairobi_those_present_who_abstain_count_against() -> None:
    assert CONVENTION.profile.council is not None
    for counts, expected in (((10, 0, 5), "adopted"), ((9, 0, 6), "rejected"), ((7, 0, 0), "no_quorum")):
        assert outcome(CONVENTION.profile.council, ROLL, ballots(*counts)).tally.result == expected


@pytest.mark.provision("NBO-13", "NBO-15.5")
def test_the_real_accessions_give_the_roll_of_an_annex() -> None:
    five = tuple(
        InstrumentAct("accession", on=date(1980, 2, 21), units=(unit,), annexes=("I", "IX"))
        for unit in ("FA", "FB", "FC", "FD", "FE")
    )
    sweden = InstrumentAct(
        "accession", on=date(1983, 5, 3), units=("SE",), annexes=("I", "III", "IV", "VIII", "IX", "X")
    )
    czech = InstrumentAct("accession", on=date(1999, 6, 29), units=("CZ",), annexes=("I", "II", "XI"))
    union = InstrumentAct("accession", on=date(1999, 7, 29), units=("EU",), annexes=("IX",))
    units = {code: Unit(code, council_member=code != "FE") for code in ("FA", "FB", "FC", "FD", "FE", "SE", "CZ")}
    register = Register({"nbo-1977": (*five, sweden, czech, union)}, {**units, "EU": Unit("EU", "union")})
    found = roll(CONVENTION, register, annex="IX", on=date(2031, 6, 25))
    assert found.units == ("FA", "FB", "FC", "FD", "SE")
    wrong = (Ballot("CZ", "for"), Ballot("EU", "for"), Ballot("FE", "for"))
    refused = refused_ballots(CONVENTION.profile, register, found, wrong)
    assert [(each.unit, each.why, each.provision) for each in refused] == [
        ("CZ", "not_on_roll", "NBO-13"),
        ("EU", "union", "NBO-13"),
        ("FE", "not_on_roll", "NBO-13"),
    ]


@pytest.mark.provision("CCO-8.1")
def test_the_roster_is_that_of_the_opening_day() -> None:
    acts = tuple(InstrumentAct("ratification", on=date(2030, 1, 1), units=(unit,)) for unit in FIFTEEN[:12])
    late = InstrumentAct("accession", on=date(2031, 2, 28), units=("SX",))
    register = Register({"cco-2019": (*acts, late)})
    before, after = (roll(AGREEMENT, register, on=date(2031, 5, day)) for day in (27, 28))
    assert ("SX" in before.units, "SX" in after.units) == (False, True)
    assert roll(AGREEMENT, register, on=date(2031, 5, 28), barred=Barred(arrears=frozenset({"SX"}))).arrears == ("SX",)
