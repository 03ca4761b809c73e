"""What a watch entry must say before it may stand in the central system (REQUIREMENTS 4.6)."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tidewaiter.screening.subjects import Subject, SubjectKind
from tidewaiter.treaty.provisions import implements


class SuggestedAction(StrEnum):
    """What the supplier asks of whoever meets the subject (REQUIREMENTS 4.7)."""

    SIGHT = "sight"
    DISCREET = "discreet"
    SPECIFIC = "specific"
    ANALYSIS = "analysis"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom the supplier admits or shuts out (CCO-52.7): administrations, offices and officers by their codes."""

    allow_administrations: tuple[str, ...] = ()
    allow_offices: tuple[str, ...] = ()
    allow_officers: tuple[str, ...] = ()
    deny_administrations: tuple[str, ...] = ()
    deny_offices: tuple[str, ...] = ()
    deny_officers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """A watch entry as its supplier writes it; `delete_on` is the first day on which it no longer exists."""

    subject: Subject
    reason: str
    action: str
    purposes: tuple[str, ...]
    grounds: str = ""
    delete_on: date | None = None
    names_persons: bool = False
    attested: bool = False
    audience: Audience = Audience()
    source_ref: str = ""
    linked_request: str = ""


@dataclass(frozen=True, slots=True)
class EntryProblem:
    """One thing an entry still lacks: code, field, the provision that asks for it, parameters."""

    code: str
    field: str
    provision: str
    params: Mapping[str, str] = dataclasses.field(default_factory=dict)


@implements("CCO-1.xi")
def is_personal(draft: EntryDraft) -> bool:
    """Any data on an identified or identifiable natural person is personal data, wherever it stands."""
    return draft.subject.kind is SubjectKind.PERSON or draft.names_persons


LONGEST_TEXT = 4_000


@implements("CCO-51.1", "CCO-54.1", "CCO-44")
def entry_problems(
    draft: EntryDraft, *, day: date, open_purposes: Mapping[str, tuple[str, ...]]
) -> tuple[EntryProblem, ...]:
    """An entry needs an open category and purpose, reason, action, attestation; personal data grounds and an end."""
    problems = [*_category_problems(draft, open_purposes), *_text_problems(draft)]
    if draft.action not in {action.value for action in SuggestedAction}:
        problems.append(EntryProblem("missing", "action", "SYS-7"))
    if not draft.attested:
        problems.append(EntryProblem("missing", "attested", "CCO-54.1"))
    if is_personal(draft):
        problems.extend(_personal_problems(draft, day))
    return tuple(problems)


def _category_problems(draft: EntryDraft, open_purposes: Mapping[str, tuple[str, ...]]) -> list[EntryProblem]:
    purposes = open_purposes.get(draft.subject.kind.value)
    if purposes is None:
        return [EntryProblem("category_not_open", "schema", "CCO-44", {"category": draft.subject.kind.value})]
    if not draft.purposes:
        return [EntryProblem("missing", "purposes", "CCO-50.2")]
    outside = [purpose for purpose in draft.purposes if purpose not in purposes]
    return [EntryProblem("purpose_not_open", "purposes", "CCO-44", {"purpose": purpose}) for purpose in outside]


def _text_problems(draft: EntryDraft) -> list[EntryProblem]:
    problems = []
    if not draft.reason.strip():
        problems.append(EntryProblem("missing", "reason", "CCO-54.1"))
    for name in ("reason", "grounds"):
        text = getattr(draft, name)
        if len(text) > LONGEST_TEXT:
            problems.append(EntryProblem("too_long", name, "SYS-7", {"limit": str(LONGEST_TEXT)}))
        if any(ord(letter) < 32 and letter not in "\n\r\t" for letter in text):
            problems.append(EntryProblem("control_character", name, "SYS-7"))
    return problems


def _personal_problems(draft: EntryDraft, day: date) -> list[EntryProblem]:
    problems = []
    if not draft.grounds.strip():
        problems.append(EntryProblem("missing", "grounds", "CCO-54.1"))
    if draft.delete_on is None:
        problems.append(EntryProblem("missing", "delete_on", "CCO-51.1"))
    elif draft.delete_on <= day:
        problems.append(EntryProblem("not_in_future", "delete_on", "CCO-51.1"))
    return problems


def message_keys() -> frozenset[str]:
    """The codes that doors must be able to say in words."""
    actions = {f"action:{action.value}" for action in SuggestedAction}
    codes = (
        "missing",
        "category_not_open",
        "purpose_not_open",
        "too_long",
        "control_character",
        "not_in_future",
    )
    return frozenset(actions | {f"problem:{code}" for code in codes})
