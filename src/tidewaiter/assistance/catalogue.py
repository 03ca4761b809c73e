"""Every code this room may hand out, as message keys, so that a test can hold four languages to them."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from enum import StrEnum
from typing import get_args

from tidewaiter.assistance.clocks import Awaited
from tidewaiter.assistance.draft import PersonNamed
from tidewaiter.assistance.fields import FIELDS, FieldGroup
from tidewaiter.assistance.lifecycle import MoveVerb, Side, State
from tidewaiter.assistance.problems import ProblemCode, RequiredBy
from tidewaiter.assistance.replies import LimitApplied, QuestionAnswer, ReplyDraft, grounds_to_decline
from tidewaiter.assistance.types import VOCABULARIES
from tidewaiter.treaty.provisions import instruments
from tidewaiter.treaty.rules.capability import ClosedBy

_OWN_WORDS: Mapping[type[StrEnum], str] = {
    State: "state",
    Side: "side",
    MoveVerb: "verb",
    ProblemCode: "problem",
    RequiredBy: "required_by",
    FieldGroup: "group",
    Awaited: "clock",
}


def message_keys() -> frozenset[str]:
    """All keys that the doors must be able to say: "problem:<code>", "field:<name>", "help:<name>" ..."""
    return frozenset(_keys())


def _keys() -> Iterator[str]:
    """Derive the keys from the lists of codes, so that none is kept twice."""
    for codes, prefix in {**VOCABULARIES, **_OWN_WORDS}.items():
        yield from (f"{prefix}:{code}" for code in codes)
    parts = [fields(content) for content in (ReplyDraft, LimitApplied, QuestionAnswer, PersonNamed)]
    for name in {*(known.name for known in FIELDS), *(part.name for content in parts for part in content)}:
        yield from (f"field:{name}", f"help:{name}")
    yield from (f"closed_by:{code}" for code in get_args(ClosedBy))
    for instrument in instruments():
        yield from (f"ground:{rule.code}" for rule in grounds_to_decline(instrument.id))
