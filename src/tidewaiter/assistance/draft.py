"""The draft of a request as an officer writes it, tidied, and the digest that an approval approves."""

import hashlib
import json
import unicodedata
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, TypeVar

from tidewaiter.assistance.fields import FIELDS, FieldKind
from tidewaiter.assistance.form import fields_for
from tidewaiter.assistance.types import InformationCategory

_LINES = frozenset(known.name for known in FIELDS if known.kind is FieldKind.LONG_TEXT)


@dataclass(frozen=True, slots=True)
class PersonNamed:
    """A person as far as known: name, address, and the role played in the case (CCO-21.4)."""

    name: str = ""
    address: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class AttachmentNamed:
    """A file that goes with a draft, named here by its SHA-256 so that an approval covers it too."""

    name: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class RequestDraft:
    """Content of a request; codes are plain text here, so that a wrong one is a problem, not a crash.

    The requesting administration is not content: it is that of the officer who drafts.
    """

    requested_administration: str = ""
    type: str = ""
    instrument: str = ""
    requester_ref: str = ""
    purpose: str = ""
    matter: str = ""
    reasons: str = ""
    category: tuple[str, ...] = ()
    category_other: str = ""
    offence_state: str = ""
    grounds: str = ""
    offence_territory: str = ""
    control_questions: tuple[str, ...] = ()
    doubt_statement: str = ""
    offence_seriousness: bool = False
    persons: tuple[PersonNamed, ...] = ()
    persons_unknown: bool = False
    goods: str = ""
    means: str = ""
    documents: str = ""
    declaration_no: str = ""
    declared_value: str = ""
    declared_classification: str = ""
    declared_origin: str = ""
    verification_done: str = ""
    specific_information_wanted: str = ""
    case_summary: str = ""
    applicable_law: str = ""
    stage: str = ""
    customs_competence_note: str = ""
    requested_procedure: str = ""
    intended_use: str = ""
    urgency: str = "normal"
    urgency_reason: str = ""
    language: str = ""
    translation_language: str = ""
    attachments_translated: bool = False
    cannot_reciprocate: bool = False
    reciprocity_statement: str = ""
    attachments: tuple[AttachmentNamed, ...] = ()


_Named = TypeVar("_Named", PersonNamed, AttachmentNamed)


def normalised(draft: RequestDraft) -> RequestDraft:
    """Return the draft as it is kept: NFC, trimmed, one-line fields on one line, empty entries left out.

    What the form of the chosen instrument and type does not ask is emptied: nobody sends what nobody checked.
    """
    tidy = replace(draft, **{each.name: _tidied(each.name, getattr(draft, each.name)) for each in fields(draft)})
    asked = {rule.name for rule in fields_for(tidy.instrument, tidy.type)}
    idle = [known.name for known in FIELDS if asked and known.name not in asked]
    return replace(tidy, **{name: getattr(RequestDraft(), name) for name in idle})


def digest(draft: RequestDraft) -> str:
    """SHA-256 (hex) over the canonical JSON of the content: any edit gives another and voids an approval."""
    text = json.dumps(asdict(draft), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def names_persons(draft: RequestDraft) -> bool:
    """Say whether the draft carries personal data: a person is named, or its category is persons (CCO-23)."""
    return bool(draft.persons) or InformationCategory.PERSONS in draft.category


def _tidied(name: str, value: Any) -> Any:
    """Tidy one field's value, whatever its kind."""
    if isinstance(value, str):
        return _lines(value) if name in _LINES else _line(value)
    if isinstance(value, tuple):
        entries = (_line(entry) if isinstance(entry, str) else _tidied_parts(entry) for entry in value)
        return tuple(entry for entry in entries if entry not in ("", PersonNamed(), AttachmentNamed()))
    return value


def _tidied_parts(entry: _Named) -> _Named:
    """Tidy each part of a person or attachment."""
    return replace(entry, **{part.name: _line(getattr(entry, part.name)) for part in fields(entry)})


def _line(text: str) -> str:
    """Put text on one line, with single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _lines(text: str) -> str:
    """Keep the lines of a text, with one kind of line end and nothing around them."""
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").strip()
