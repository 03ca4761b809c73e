"""Holds the list of message keys to the codes that the room can really hand out."""

from typing import get_args

from tidewaiter.assistance.catalogue import message_keys
from tidewaiter.assistance.contents import fields_for
from tidewaiter.assistance.fields import FIELDS
from tidewaiter.assistance.lifecycle import MOVES, State
from tidewaiter.assistance.problems import ProblemCode
from tidewaiter.assistance.replies import grounds_to_decline
from tidewaiter.assistance.types import AssistanceType
from tidewaiter.treaty.rules.capability import ClosedBy


def test_every_state_verb_problem_and_field_has_a_key() -> None:
    expected = {f"state:{state}" for state in State} | {f"verb:{step.verb}" for step in MOVES}
    expected |= {f"problem:{code}" for code in ProblemCode} | {f"type:{type}" for type in AssistanceType}
    expected |= {f"closed_by:{code}" for code in get_args(ClosedBy)} | {"required_by:house"}
    expected |= {f"{kind}:{known.name}" for known in FIELDS for kind in ("field", "help")}
    assert expected <= message_keys()


def test_every_choice_and_ground_that_a_form_offers_has_a_key() -> None:
    for instrument in ("cco-2019", "nbo-1977"):
        assert {f"ground:{rule.code}" for rule in grounds_to_decline(instrument)} <= message_keys()
        for type in AssistanceType:
            for rule in fields_for(instrument, type):
                assert set(rule.choice_keys()) <= message_keys()
                assert f"group:{rule.group}" in message_keys()


def test_a_key_is_a_kind_and_a_code() -> None:
    assert all(key.count(":") == 1 and key == key.strip() for key in message_keys())
