"""Every field a request may have, in the order an officer knows the facts, before an instrument is chosen."""

from dataclasses import dataclass
from enum import StrEnum

from tidewaiter.assistance.types import (
    AssistanceType,
    ControlQuestion,
    InformationCategory,
    IntendedUse,
    Language,
    OffenceState,
    RequestPurpose,
    Stage,
    Urgency,
)

SHORT, LONG, MANY = 300, 10_000, 50


class FieldKind(StrEnum):
    """How a field is filled: one line, several lines, one code, several codes, persons, or yes or no."""

    TEXT = "text"
    LONG_TEXT = "long"
    CHOICE = "choice"
    CHOICES = "choices"
    PERSONS = "persons"
    YES_NO = "bool"


class FieldGroup(StrEnum):
    """Parts of the form, in their order."""

    ROUTE = "route"
    MATTER = "matter"
    WHO_AND_WHAT = "who_and_what"
    DECLARATION = "declaration"
    DONE_SO_FAR = "done_so_far"
    CASE = "case"
    ANSWER_WANTED = "answer_wanted"


@dataclass(frozen=True, slots=True)
class Field:
    """A field as the house knows it, before an instrument says whether it is required.

    `always` says that the house requires it; `only_if_asked` hides it where the treaty does not require it.
    """

    name: str
    group: FieldGroup
    kind: FieldKind
    cco: str
    nbo: str
    always: bool = False
    only_if_asked: bool = False
    types: frozenset[AssistanceType] = frozenset(AssistanceType)
    choices: type[StrEnum] | None = None
    limit: int = 0


_INFORMATION = frozenset({AssistanceType.INFORMATION})
_OFFENCE = frozenset({AssistanceType.OFFENCE_INFORMATION})
_ASSESSMENT = frozenset({AssistanceType.ASSESSMENT})
_CONTROL = frozenset({AssistanceType.CONTROL})
_DOUBT = _ASSESSMENT | _CONTROL

_G, _K = FieldGroup, FieldKind

FIELDS: tuple[Field, ...] = (
    Field("requested_administration", _G.ROUTE, _K.CHOICE, "CCO-21.1", "NBO-6.1", always=True),
    Field("type", _G.ROUTE, _K.CHOICE, "CCO-21.4", "NBO-7.1", always=True, choices=AssistanceType),
    Field("instrument", _G.ROUTE, _K.CHOICE, "SYS-2", "SYS-2", always=True),
    Field("requester_ref", _G.ROUTE, _K.TEXT, "CCO-21.4", "NBO-7.1", limit=80),
    Field("purpose", _G.MATTER, _K.CHOICE, "CCO-20.1", "NBO-2.1", always=True, choices=RequestPurpose),
    Field("matter", _G.MATTER, _K.TEXT, "CCO-21.4", "NBO-7.1", always=True),
    Field("reasons", _G.MATTER, _K.LONG_TEXT, "CCO-21.4", "NBO-7.1", always=True),
    Field(
        "category",
        _G.MATTER,
        _K.CHOICES,
        "CCO-23",
        "NBO-7.1",
        always=True,
        types=_INFORMATION,
        choices=InformationCategory,
    ),
    Field("category_other", _G.MATTER, _K.TEXT, "CCO-23", "NBO-7.1", types=_INFORMATION),
    Field(
        "offence_state",
        _G.MATTER,
        _K.CHOICE,
        "CCO-24",
        "NBO-7.1",
        always=True,
        types=_OFFENCE,
        choices=OffenceState,
    ),
    Field("grounds", _G.MATTER, _K.LONG_TEXT, "CCO-24", "NBO-7.1", always=True, types=_OFFENCE),
    Field("offence_territory", _G.MATTER, _K.TEXT, "CCO-24", "NBO-7.1", always=True, types=_OFFENCE),
    Field(
        "control_questions",
        _G.MATTER,
        _K.CHOICES,
        "CCO-26",
        "NBO-A3",
        always=True,
        types=_CONTROL,
        choices=ControlQuestion,
    ),
    Field("doubt_statement", _G.MATTER, _K.LONG_TEXT, "CCO-25.1", "NBO-7.1", types=_DOUBT),
    Field("offence_seriousness", _G.MATTER, _K.YES_NO, "CCO-21.4", "NBO-A2.1", only_if_asked=True),
    Field("persons", _G.WHO_AND_WHAT, _K.PERSONS, "CCO-21.4", "NBO-7.1", always=True),
    Field("persons_unknown", _G.WHO_AND_WHAT, _K.YES_NO, "CCO-21.4", "NBO-7.1"),
    Field("goods", _G.WHO_AND_WHAT, _K.LONG_TEXT, "CCO-21.4", "NBO-7.1"),
    Field("means", _G.WHO_AND_WHAT, _K.LONG_TEXT, "CCO-21.4", "NBO-7.1"),
    Field("documents", _G.WHO_AND_WHAT, _K.LONG_TEXT, "CCO-21.4", "NBO-7.1"),
    Field("declaration_no", _G.DECLARATION, _K.TEXT, "CCO-21.4", "NBO-7.1", types=_DOUBT),
    Field("declared_value", _G.DECLARATION, _K.TEXT, "CCO-25.1", "NBO-A2.2", types=_ASSESSMENT),
    Field("declared_classification", _G.DECLARATION, _K.TEXT, "CCO-25.1", "NBO-A2.2", types=_ASSESSMENT),
    Field("declared_origin", _G.DECLARATION, _K.TEXT, "CCO-25.1", "NBO-A2.2", types=_ASSESSMENT),
    Field("verification_done", _G.DONE_SO_FAR, _K.LONG_TEXT, "CCO-21.4", "NBO-7.1", types=_DOUBT),
    Field("specific_information_wanted", _G.DONE_SO_FAR, _K.LONG_TEXT, "CCO-25.2", "NBO-7.1", types=_ASSESSMENT),
    Field("case_summary", _G.CASE, _K.LONG_TEXT, "CCO-21.4", "NBO-7.1", always=True),
    Field("applicable_law", _G.CASE, _K.LONG_TEXT, "CCO-21.4", "NBO-7.1", always=True),
    Field("stage", _G.CASE, _K.CHOICE, "CCO-21.4", "NBO-2.2", only_if_asked=True, choices=Stage),
    Field("customs_competence_note", _G.CASE, _K.LONG_TEXT, "CCO-21.4", "NBO-2.2", only_if_asked=True),
    Field("requested_procedure", _G.ANSWER_WANTED, _K.LONG_TEXT, "CCO-21.5", "NBO-6.2"),
    Field("intended_use", _G.ANSWER_WANTED, _K.CHOICE, "CCO-30.2", "NBO-5.1.a", always=True, choices=IntendedUse),
    Field("urgency", _G.ANSWER_WANTED, _K.CHOICE, "SYS-5", "SYS-5", choices=Urgency),
    Field("urgency_reason", _G.ANSWER_WANTED, _K.LONG_TEXT, "SYS-7", "SYS-7"),
    Field("language", _G.ANSWER_WANTED, _K.CHOICE, "CCO-21.3", "NBO-7.2", always=True, choices=Language),
    Field("translation_language", _G.ANSWER_WANTED, _K.CHOICE, "CCO-21.3", "NBO-7.3", choices=Language),
    Field("attachments_translated", _G.ANSWER_WANTED, _K.YES_NO, "CCO-21.3", "NBO-7.2"),
    Field("cannot_reciprocate", _G.ANSWER_WANTED, _K.YES_NO, "CCO-42.2", "NBO-4"),
    Field("reciprocity_statement", _G.ANSWER_WANTED, _K.LONG_TEXT, "CCO-42.2", "NBO-4"),
)
