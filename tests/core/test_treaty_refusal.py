"""Grounds of refusal as each instrument lists them."""

import pytest

from tidewaiter.treaty.rules.refusal import grounds

EVERY = {f"G{number}" for number in range(1, 16) if number != 11} | {"G11a", "G11b", "G11c"}


def _available(instrument: str) -> set[str]:
    return {rule.code for rule in grounds(instrument) if rule.available}


@pytest.mark.provision("CCO-42.1", "CCO-42.4", "CCO-42.5")
def test_the_agreement_knows_all_grounds_but_data_protection_and_demands_reasons() -> None:
    assert {rule.code for rule in grounds("cco-2019")} == EVERY
    assert _available("cco-2019") == EVERY - {"G13"}
    assert all(rule.reasons_required for rule in grounds("cco-2019") if "decline" in rule.effects)


@pytest.mark.provision("CCO-42.3")
def test_running_proceedings_allow_postponement_and_conditions_but_no_refusal() -> None:
    rule = next(each for each in grounds("cco-2019") if each.code == "G9")
    assert rule.effects == ("postpone", "condition")
    assert rule.provision == "CCO-42.3"


@pytest.mark.provision("NBO-3")
def test_nairobi_offers_neither_professional_interests_nor_resources_and_demands_no_reasons() -> None:
    assert _available("nbo-1977") == {"G1", "G3", "G5", "G6", "G8", "G11a", "G11b", "G14"}
    assert not any(rule.reasons_required for rule in grounds("nbo-1977"))
