"""What cannot be a fact is refused, and what is only not in due form is recorded with a question."""

from datetime import date

import pytest

from tidewaiter.treaty.acts import InstrumentAct
from tidewaiter.treaty.provisions import load_instrument
from tidewaiter.treaty.register import Register, Unit
from tidewaiter.treaty.rules.admission import as_registered, findings, may_vote

CCO, NBO = load_instrument("cco-2019"), load_instrument("nbo-1977")
DAY = date(2033, 1, 1)
FIVE = InstrumentAct("accession", date(1980, 2, 21), ("PA", "PB", "PC", "PD", "PE"), annexes=("I", "II"))
JOINED = InstrumentAct("ratification", date(2031, 3, 15), ("HT",))


def found(instrument, act, *others, **units):
    register = Register({instrument.id: others}, units)
    return {
        (each.code, each.provision, each.severity) for each in findings(instrument, register, act, day=DAY, others=None)
    }


def act(type, on, *units, **named):
    return InstrumentAct(type, date.fromisoformat(on), units, **named)


@pytest.mark.provision("CCO-60.1", "NBO-15.2")
def test_a_signature_after_the_last_day_is_refused_and_on_it_is_not():
    assert found(CCO, act("signature", "2020-01-01", "AG")) == set()
    assert found(CCO, act("signature", "2020-01-02", "AG")) == {("signature_closed", "CCO-60.1", "refused")}
    assert found(NBO, act("signature", "1978-07-01", "SE")) >= {("signature_closed", "NBO-15.2", "refused")}


@pytest.mark.provision("CCO-43.1", "CCO-43.2")
def test_opt_outs_belong_to_the_moment_of_joining_and_to_optional_articles():
    late = act("reservation", "2031-09-01", "HT", articles=("39",), reasons=True)
    assert ("not_at_joining", "CCO-43.2", "refused") in found(CCO, late, JOINED)
    in_time = act("opt_out", "2031-03-15", "HT", articles=("29", "39"), reasons=True)
    assert found(CCO, in_time, JOINED) == {("not_optional", "CCO-43.1", "question")}
    bare = act("reservation", "2031-03-15", "HT", articles=("39",))
    assert found(CCO, bare, JOINED) == {("reasons_missing", "CCO-43.2", "defective")}
    part = act("opt_out", "2031-03-15", "HT", articles=("37.iii",))
    assert as_registered(CCO.profile, part).type == "reservation"


@pytest.mark.provision("NBO-19.1", "NBO-19.4")
def test_nairobi_is_left_only_after_the_day_on_which_it_enters_into_force():
    assert not found(NBO, act("withdrawal", "1980-05-22", "PA"), FIVE)
    assert found(NBO, act("withdrawal", "1980-05-21", "PA"), FIVE)
    late = act("accession", "2031-04-01", "SE", annexes=("IX",))
    other = act("accession", "2000-01-01", "CZ", annexes=("IX",))
    assert found(NBO, act("annex_withdrawal", "2031-07-01", "SE", annexes=("IX",)), FIVE, late, other)
    assert not found(NBO, act("annex_withdrawal", "2031-07-02", "SE", annexes=("IX",)), FIVE, late, other)


@pytest.mark.provision("NBO-15.5")
def test_a_union_comes_with_or_after_its_states_and_never_votes():
    union = Unit("EU", "union", member_states=("PA", "SE"))
    joins = act("accession", "2031-03-15", "EU", annexes=("I",))
    assert ("union_before_members", "NBO-15.5", "refused") in found(NBO, joins, FIVE, EU=union)
    together = act("accession", "2031-03-15", "EU", "SE", annexes=("I",))
    assert not {each for each in found(NBO, together, FIVE, EU=union) if each[2] == "refused"}
    assert not may_vote(NBO.profile, "union")
    assert may_vote(CCO.profile, "territory")


@pytest.mark.provision("CCO-5.1.iii", "CCO-60.4.i")
def test_missing_evidence_and_unstated_capacity_are_asked_for_and_never_refused():
    bare = Unit("AW", "territory", evidence=("customs_autonomy",))
    deposit = act("ratification", "2031-03-15", "AW")
    assert ("gateway_missing", "CCO-5.1.iii", "defective") in found(CCO, deposit, AW=bare)
    both = act("ratification", "2031-03-15", "NL", territories=("AW",))
    assert ("capacity_unstated", "CCO-60.4.i", "question") in found(CCO, both, AW=bare)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (act("withdrawal", "2031-01-01", "HT"), "no_consent"),
        (act("territorial_extension", "2031-09-01", "QQ", territories=("TX",)), "no_consent"),
        (act("ratification", "2031-03-15", "HT"), "recorded_twice"),
        (act("acceptance", "2031-04-15", "HT"), "already_party"),
        (act("reservation_withdrawal", "2031-09-01", "HT", articles=("39",)), "nothing_reserved"),
        (act("deposit_withdrawn", "2031-09-01", "QQ"), "nothing_deposited"),
        (act("ratification", "2018-03-15", "QQ"), "before_instrument"),
        (
            act("ratification", "2031-03-15", "QQ", received=date(2031, 3, 20), cured_on=date(2031, 3, 18)),
            "cured_before_receipt",
        ),
    ],
)
def test_what_contradicts_another_fact_is_refused(wrong, code):
    assert (code, "refused") in {(each[0], each[2]) for each in found(CCO, wrong, JOINED)}
