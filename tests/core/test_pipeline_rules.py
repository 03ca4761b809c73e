"""The gates of a national unit's files: their order is data, each is dated behind those before it."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.treaty.pipelines import Gate, Pipeline, gate_codes, kinds, pipeline_of, pipelines
from tidewaiter.treaty.provisions import load_instrument
from tidewaiter.treaty.rules.pipelines import (
    Period,
    accession_in_force,
    agreement_in_force,
    gate_fault,
    open_gates,
    period,
    resting_on,
    without,
)
from tidewaiter.treaty.strict import NotUnderstood

TODAY = date(2032, 6, 1)
ACCESSION, AGREEMENT = pipeline_of("accession", "MN"), pipeline_of("agreement", "MN")
assert ACCESSION is not None
assert AGREEMENT is not None
K_1 = {
    "research": "2030-02",
    "translation": "2030-06",
    "draft_proposal": "2030-09-01",
    "cabinet": "2030-11-05",
    "parliament": "2031-01-20",
    "deposit": "2031-03-15",
}


def periods(**said: str) -> dict[str, Period]:
    return {code: found for code, text in said.items() if (found := period(text))}


@pytest.mark.provision("MNG-8")
def test_a_file_of_accession_goes_from_gate_to_gate_in_its_order() -> None:
    passed: dict[str, Period] = {}
    for code, on in K_1.items():
        assert open_gates(ACCESSION.gate, passed) == (code,)
        assert gate_fault(ACCESSION.gate, passed, code, on, TODAY) is None
        passed |= periods(**{code: on})
    assert open_gates(ACCESSION.gate, passed) == ()


@pytest.mark.provision("MNG-8")
def test_parliament_cannot_come_before_the_cabinet() -> None:
    before = periods(research="2030-02", translation="2030-06", draft_proposal="2030-09-01")
    waits = gate_fault(ACCESSION.gate, before, "parliament", "2031-01-20", TODAY)
    assert waits is not None
    assert (waits.code, waits.gate) == ("gate_waits", "cabinet")
    passed = before | periods(cabinet="2030-11-05")
    early = gate_fault(ACCESSION.gate, passed, "parliament", "2030-11-04", TODAY)
    assert early is not None
    assert (early.code, early.gate, early.on) == ("gate_too_early", "cabinet", "2030-11-05")
    assert gate_fault(ACCESSION.gate, passed, "parliament", "2030-11-05", TODAY) is None


def test_a_month_is_neither_before_nor_after_a_day_within_it() -> None:
    passed = periods(research="2030-02-20")
    assert gate_fault(ACCESSION.gate, passed, "translation", "2030-02", TODAY) is None
    fault = gate_fault(ACCESSION.gate, passed, "translation", "2030-01", TODAY)
    assert fault is not None
    assert fault.code == "gate_too_early"


def test_a_gate_is_not_put_behind_one_that_rests_on_it_nor_taken_back_before_it() -> None:
    passed = periods(**K_1)
    fault = gate_fault(ACCESSION.gate, passed, "cabinet", "2031-02-01", TODAY)
    assert fault is not None
    assert (fault.code, fault.gate) == ("gate_passed", "parliament")
    kept = resting_on(ACCESSION.gate, passed, "cabinet")
    assert kept is not None
    assert kept.gate == "parliament"
    assert resting_on(ACCESSION.gate, passed, "deposit") is None


@pytest.mark.parametrize(
    ("code", "on", "fault"),
    [
        ("lunch", "2031-01-01", "no_such_gate"),
        ("research", "soon", "not_its_day"),
        ("research", "2031-13", "not_its_day"),
        ("research", "2031-02-30", "not_its_day"),
        ("research", "2032-07", "in_future"),
        ("deposit", "2031-03", "not_exact"),
    ],
)
def test_what_is_no_gate_or_no_day_is_refused(code: str, on: str, fault: str) -> None:
    found = gate_fault(ACCESSION.gate, periods(parliament="2031-01-20"), code, on, TODAY)
    assert found is not None
    assert found.code == fault


@pytest.mark.provision("MNG-9")
def test_an_agreement_enters_into_force_by_the_rule_of_bilateral_agreements_once_both_have_notified() -> None:
    bil = load_instrument("bil")
    notified = (("MN", period("2031-11-20")), ("HU", period("2031-12-05")))
    assert agreement_in_force(bil, notified) == date(2032, 2, 1)
    assert agreement_in_force(bil, tuple(reversed(notified))) == date(2032, 2, 1)
    assert agreement_in_force(bil, (notified[0], ("HU", None))) is None
    assert agreement_in_force(bil, (notified[0], ("HU", period("2031-12")))) is None
    assert agreement_in_force(bil, (notified[0], ("MN", period("2031-12-05")))) is None


@pytest.mark.provision("MNG-9")
def test_both_notifications_of_an_agreement_may_come_in_either_order() -> None:
    passed = periods(proposal="2031-01-10", negotiation="2031-03", approval="2031-06")
    assert open_gates(AGREEMENT.gate, passed) == ("own_notification", "partner_notification")
    assert gate_fault(AGREEMENT.gate, passed, "partner_notification", "2031-12-05", TODAY) is None


@pytest.mark.provision("MNG-8", "CCO-64.2")
def test_the_deposit_of_an_accession_gives_the_day_on_which_the_instrument_binds() -> None:
    cco = load_instrument("cco-2019")
    assert accession_in_force(cco, (), {}, "MN", None) is None
    assert accession_in_force(cco, (), {}, "MN", period("2031-03")) is None
    assert accession_in_force(load_instrument("jhb-2003"), (), {}, "MN", period("2031-03-15")) is None


def test_a_file_that_leaves_a_gate_out_waits_for_the_one_before_it() -> None:
    shorter = without(ACCESSION.gate, ("parliament", "cabinet"))
    assert [gate.code for gate in shorter] == ["research", "translation", "draft_proposal", "deposit"]
    assert shorter[-1] == Gate("deposit", ("draft_proposal",), exact=True)


@given(st.sets(st.sampled_from([gate.code for gate in ACCESSION.gate])))
def test_whatever_is_left_out_the_order_of_the_rest_stays(left_out: set[str]) -> None:
    rest = without(ACCESSION.gate, left_out)
    known: set[str] = set()
    for gate in rest:
        assert known.issuperset(gate.after)
        known.add(gate.code)


def test_a_national_unit_may_have_an_order_of_its_own() -> None:
    own = Pipeline("accession", "MNG-8", (Gate("cabinet"), Gate("deposit", ("cabinet",))), units=("HU",))
    known = (*pipelines(), own)
    assert pipeline_of("accession", "HU", known) == own
    assert pipeline_of("accession", "MN", known) == ACCESSION
    assert pipeline_of("picnic", "MN") is None


def test_the_data_that_waits_for_a_gate_behind_it_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pipelines.toml"
    head = '[[pipeline]]\nkind = "x"\nprovision = "MNG-8"\n'
    for gates in (
        '[[pipeline.gate]]\ncode = "a"\nafter = ["b"]\n[[pipeline.gate]]\ncode = "b"\n',
        '[[pipeline.gate]]\ncode = "a"\n[[pipeline.gate]]\ncode = "a"\n',
    ):
        path.write_text(head + gates, encoding="utf-8")
        with pytest.raises(NotUnderstood):
            pipelines.__wrapped__(path)
    path.write_text(head + 'deposit = "z"\n[[pipeline.gate]]\ncode = "a"\n', encoding="utf-8")
    with pytest.raises(NotUnderstood):
        pipelines.__wrapped__(path)


def test_every_kind_and_every_gate_is_listed_once() -> None:
    assert kinds() == ("accession", "agreement", "memorandum")
    assert len(set(gate_codes())) == len(gate_codes())
