"""Closed lists of codes a request or reply may carry, so that no other room spells one of its own."""

from collections.abc import Mapping
from enum import StrEnum


class AssistanceType(StrEnum):
    """Kind of assistance asked for, named as in the law cases (CCO-23 to CCO-26; NBO-A2, NBO-A3)."""

    INFORMATION = "information"
    OFFENCE_INFORMATION = "offence_information"
    ASSESSMENT = "assessment"
    CONTROL = "control"


class RequestPurpose(StrEnum):
    """Purpose a request must state (CCO-20.1); any other purpose has no option."""

    PROPER_APPLICATION = "proper_application"
    OFFENCES = "offences"
    SUPPLY_CHAIN = "supply_chain"


class Stage(StrEnum):
    """Proceedings that the request serves (NBO-2.2)."""

    NONE = "none"
    INVESTIGATION = "investigation"
    ADMINISTRATIVE = "administrative"
    JUDICIAL = "judicial"


class IntendedUse(StrEnum):
    """Use the requester means to make of the answer (CCO-30.2, NBO-5.1)."""

    ADMINISTRATIVE = "administrative"
    CRIMINAL_INVESTIGATION = "criminal_investigation"
    PROSECUTION = "prosecution"
    COURT = "court"


class Urgency(StrEnum):
    """How soon an answer is needed; it sets service targets and has no legal effect."""

    NORMAL = "normal"
    URGENT = "urgent"
    IMMEDIATE = "immediate"


class InformationCategory(StrEnum):
    """Category of information (CCO-23 items i to v); the list is open, so "other" stands with a reason."""

    TECHNIQUES = "i"
    TRENDS = "ii"
    GOODS = "iii"
    PERSONS = "iv"
    RISK = "v"
    OTHER = "other"


class OffenceState(StrEnum):
    """Whether the activity that may be an offence is still to come (CCO-24)."""

    PLANNED = "planned"
    ONGOING = "ongoing"
    COMPLETED = "completed"


class ControlQuestion(StrEnum):
    """Question a request for control asks (CCO-26, NBO-A3); authenticity is Nairobi's alone."""

    DOCUMENT_AUTHENTICITY = "document_authenticity"
    LAWFUL_EXPORT = "lawful_export"
    LAWFUL_IMPORT = "lawful_import"


class Finding(StrEnum):
    """Answer to one control question."""

    LAWFUL = "lawful"
    NOT_LAWFUL = "not_lawful"
    GENUINE = "genuine"
    NOT_GENUINE = "not_genuine"
    NOT_KNOWN = "not_known"


class AnswerType(StrEnum):
    """How much of what was asked a reply gives."""

    FULL = "full"
    PARTIAL = "partial"
    NOTHING_FOUND = "nothing_found"


class Limit(StrEnum):
    """Limit that the requested side applied to its help (CCO-20.2)."""

    LAW = "law"
    COMPETENCE = "competence"
    RESOURCES = "resources"


class Language(StrEnum):
    """Language a request may be written in, ISO 639-1."""

    ENGLISH = "en"
    FRENCH = "fr"
    SPANISH = "es"
    DUTCH = "nl"


# The prefix under which the doors' catalogues translate each list of codes.
VOCABULARIES: Mapping[type[StrEnum], str] = {
    AssistanceType: "type",
    RequestPurpose: "purpose",
    Stage: "stage",
    IntendedUse: "use",
    Urgency: "urgency",
    InformationCategory: "category",
    OffenceState: "offence_state",
    ControlQuestion: "question",
    Finding: "finding",
    AnswerType: "answer",
    Limit: "limit",
    Language: "language",
}
