"""Which amendments bind a party: those in force at its deposit, and later ones with all parties."""

from datetime import date

import pytest

from tidewaiter.treaty.acts import InstrumentAct
from tidewaiter.treaty.provisions import load_instrument
from tidewaiter.treaty.rules.amendments import (
    AdoptedAmendment,
    Amendment,
    BindingAmendment,
    Proposal,
    amendment,
    amendments_binding,
)

CCO, NBO = load_instrument("cco-2019"), load_instrument("nbo-1977")
TEN = InstrumentAct("ratification", date(2030, 11, 30), ("AG", "AI", "AW", "BM", "BS", "CU", "CW", "DO", "HT", "KY"))
FIVE = InstrumentAct("accession", date(1980, 2, 21), ("P1", "P2", "P3", "P4", "P5"), annexes=NBO.profile.annexes)


def _adopted(in_force: date | None, *provisions: str, annex: str | None = None) -> AdoptedAmendment:
    life = Amendment("in force" if in_force else "objected", None, in_force, True)
    return AdoptedAmendment("A-1", provisions or ("23",), life, annex)


def _binding(acts: list[InstrumentAct], each: AdoptedAmendment, unit: str, on: date) -> tuple[BindingAmendment, ...]:
    return amendments_binding(CCO, [each], acts, {}, unit, on)


LC = InstrumentAct("accession", date(2031, 3, 15), ("LC",), territories=("T1",))


@pytest.mark.provision("CCO-60.6")
@pytest.mark.parametrize(
    ("in_force", "since", "because"),
    [
        (date(2031, 3, 1), date(2031, 6, 15), "CCO-60.6"),
        (date(2031, 3, 15), date(2031, 6, 15), "CCO-60.6"),
        (date(2031, 3, 20), date(2031, 6, 15), "CCO-62.4"),
        (date(2032, 1, 10), date(2032, 1, 10), "CCO-62.4"),
    ],
    ids=["in force before deposit", "on the day of deposit", "between deposit and own date", "later, for all"],
)
def test_a_later_party_is_bound_by_an_amendment_from_the_day_that_its_force_and_its_own_date_allow(
    in_force: date, since: date, because: str
) -> None:
    for unit in ("LC", "T1"):
        (found,) = _binding([TEN, LC], _adopted(in_force), unit, date(2033, 1, 1))
        assert (found.since, found.because) == (since, because)


def test_nobody_is_bound_by_an_amendment_before_it_is_bound_at_all() -> None:
    each = _adopted(date(2031, 3, 1))
    assert _binding([TEN, LC], each, "LC", date(2031, 6, 14)) == ()
    assert len(_binding([TEN, LC], each, "LC", date(2031, 6, 15))) == 1
    assert _binding([TEN, LC], each, "MS", date(2033, 1, 1)) == ()


def test_a_party_of_the_first_day_is_bound_from_the_day_of_force_and_until_it_leaves() -> None:
    leaving = InstrumentAct("withdrawal", date(2034, 1, 31), ("AG",))
    each = _adopted(date(2032, 1, 10))
    assert _binding([TEN, leaving], each, "AG", date(2032, 1, 9)) == ()
    assert _binding([TEN, leaving], each, "AG", date(2032, 1, 10))[0].since == date(2032, 1, 10)
    assert _binding([TEN, leaving], each, "AG", date(2034, 7, 31)) == ()


def test_who_leaves_and_accedes_again_takes_the_text_as_it_then_stands() -> None:
    acts = [
        TEN,
        InstrumentAct("withdrawal", date(2031, 8, 31), ("AG",)),
        InstrumentAct("accession", date(2033, 1, 10), ("AG",)),
    ]
    (found,) = _binding(acts, _adopted(date(2032, 6, 1)), "AG", date(2034, 1, 1))
    assert (found.since, found.because) == (date(2033, 4, 10), "CCO-60.6")


def test_an_amendment_that_an_objection_stopped_binds_nobody() -> None:
    assert _binding([TEN], _adopted(None), "AG", date(2040, 1, 1)) == ()


def test_an_amendment_of_an_article_opted_out_of_is_put_to_the_member() -> None:
    opt_out = InstrumentAct("opt_out", date(2030, 11, 30), ("HT",), articles=("39",))
    each = _adopted(date(2032, 1, 10), "39.2", "40")
    assert _binding([TEN, opt_out], each, "HT", date(2033, 1, 1))[0].ask_about == ("39.2",)
    assert _binding([TEN, opt_out], each, "AG", date(2033, 1, 1))[0].ask_about == ()


@pytest.mark.provision("NBO-21.1", "NBO-21.2")
def test_an_amendment_of_an_annex_in_force_when_its_acceptance_was_notified_comes_with_it() -> None:
    acts = [
        FIVE,
        InstrumentAct("accession", date(2031, 3, 15), ("SE",), annexes=("I",)),
        InstrumentAct("annex_acceptance", date(2031, 3, 30), ("SE",), date(2031, 4, 1), annexes=("X",)),
    ]
    days = {date(2031, 3, 20): "NBO-21.2", date(2031, 4, 1): "NBO-21.2", date(2031, 4, 5): "NBO-20.3"}
    for in_force, because in days.items():
        (found,) = amendments_binding(NBO, [_adopted(in_force, "X.4", annex="X")], acts, {}, "SE", date(2032, 1, 1))
        assert (found.since, found.because) == (date(2031, 7, 1), because)
    other = _adopted(date(2031, 3, 20), "IX.3", annex="IX")
    assert amendments_binding(NBO, [other], acts, {}, "SE", date(2032, 1, 1)) == ()
    (body,) = amendments_binding(NBO, [_adopted(date(2031, 3, 1), "5.1")], acts, {}, "SE", date(2032, 1, 1))
    assert (body.since, body.because) == (date(2031, 6, 15), "NBO-21.1")


def test_amendments_come_in_the_order_in_which_they_bind() -> None:
    rule = CCO.profile.amendment
    assert rule is not None
    lives = [
        amendment(CCO, rule, Proposal(opened, opened, opened), [], [TEN], {})
        for opened in (date(2033, 1, 1), date(2031, 1, 1))
    ]
    known = [AdoptedAmendment(f"A-{number}", ("23",), life) for number, life in enumerate(lives)]
    found = amendments_binding(CCO, known, [TEN], {}, "AG", date(2040, 1, 1))
    assert [(each.id, each.since) for each in found] == [("A-1", date(2033, 4, 1)), ("A-0", date(2035, 4, 1))]
