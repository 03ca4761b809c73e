"""Examples of what is sent and answered, put together from the examples of the fields; a test sends each of them."""

from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]

_REF = "#/components/schemas/"
_OF_FORMAT = {
    "date": "2026-03-02",
    "date-time": "2026-03-02T09:30:00Z",
    "uuid": "019a2c1e-6f2d-7c3a-9a51-2f8e0a4b7c11",
    "binary": "%PDF-1.7",
}
# What a field of this name holds, where it has no example of its own: one case runs through all answers.
_OF_NAME: Mapping[str, str] = {
    "id": "019a2c1e-6f2d-7c3a-9a51-2f8e0a4b7c11",
    "number": "XA-2026-7K2M9",
    "administration": "XA",
    "requesting": "XA",
    "requested": "XB",
    "requested_administration": "XB",
    "supplier": "XA",
    "waits_for": "XB",
    "unit": "XB",
    "instrument": "cco-2019",
    "provision": "CCO-21.1",
    "provisions": "CCO-21.1",
    "due_provision": "CCO-21.2",
    "trust": "verified",
    "type": "information",
    "purpose": "offences",
    "purposes": "offences",
    "matter": "Undervalued textiles through Port Grand",
    "reasons": "Three consignments declared at a tenth of their market value.",
    "grounds": "Three false invoices, case 17/2026.",
    "category": "iii",
    "case_summary": "Consignments of 3, 9 and 14 May by the same consignor.",
    "applicable_law": "Customs Code, section 41",
    "intended_use": "administrative",
    "urgency": "normal",
    "language": "en",
    "state": "sent",
    "side": "requesting",
    "officer": "xa.officer",
    "drafted_by": "xa.officer",
    "entered_by": "xa.officer",
    "changed_by": "xa.officer",
    "released_by": "xa.cais_official",
    "reason": "No longer needed.",
    "etag": "4e0740856f8f1d1c3f3b1e9d1f1a9c5f-draft",
    "digest": "4e0740856f8f1d1c3f3b1e9d1f1a9c5f0f0b7d1c2a3e4f5a6b7c8d9e0f1a2b3c",
    "sha256": "4e0740856f8f1d1c3f3b1e9d1f1a9c5f0f0b7d1c2a3e4f5a6b7c8d9e0f1a2b3c",
    "code": "missing",
    "message": "This is required and has not been given.",
    "name": "Ana Example",
    "address": "1 Quay Street, Port Grand",
    "role": "consignee",
    "answer_type": "full",
    "text": "The consignor is known here; the invoices differ.",
    "handling": "H0",
    "question": "lawful_export",
    "finding": "lawful",
    "kind": "primary",
    "value": "9074729",
    "action": "discreet",
    "countries": "XB",
    "addresses": "12 Tidemarsh Lane, Gullhaven",
    "found_name": "Ivan Petrov",
    "words": "The same word in another spelling: petroff, petrov",
    "subject": "019a2c1e-6f2d-7c3a-9a51-2f8e0a4b7c11",
    "authorities": "Central system unit of XB (CCO-45.3)",
    "officials": "xb.cais_official",
    "contact_name": "Mutual assistance desk",
    "contact_email": "assistance@customs.example",
    "because": "CCO-23",
    "choices": "iii",
    "decision": "C-2024/7",
    "what": "answer",
    "batch": "019a2c1e-6f2d-7c3a-9a51-2f8e0a4b7c12",
}
# Texts that are empty more often than not.
_EMPTY = (
    "category_other control_questions customs_competence_note declaration_no declared_classification declared_origin "
    "declared_value deviation_note documents doubt_statement goods ground linked_request means needs next note "
    "offence_state offence_territory procedure reciprocity_statement requested_procedure requester_ref returned_fields "
    "source_ref specific_information_wanted stage translation_language urgency_reason verification_done warning flags "
    "divergences allow_administrations allow_offices allow_officers deny_administrations deny_offices deny_officers "
    "attachments"
)
_OFTEN_EMPTY = frozenset(_EMPTY.split())
_OF_TYPE = {"boolean": False, "integer": 1, "number": 0.5, "null": None}


class NoExample(ValueError):
    """A field has no example and no value that would be plain without one."""


def examples_of(schema: Schema, definitions: Mapping[str, Schema]) -> list[Any]:
    """Return the examples that a schema gives for the whole of it, or the one made of those of its fields."""
    resolved = _resolved(schema, definitions)
    given = schema.get("examples") or resolved.get("examples")
    return list(given) if given else [_made(resolved, definitions, "")]


def _made(schema: Schema, definitions: Mapping[str, Schema], name: str) -> Any:
    if schema.get("examples"):
        return schema["examples"][0]
    if name in _OFTEN_EMPTY and schema.get("type") in ("string", "array"):
        return "" if schema["type"] == "string" else []
    resolved = _resolved(schema, definitions)
    if resolved is not schema:
        return _made(resolved, definitions, name)
    for several in ("anyOf", "allOf", "oneOf"):
        if several in schema:
            return _made(schema[several][0], definitions, name)
    for fixed in ("const", "default"):
        if fixed in schema:
            return schema[fixed]
    return schema["enum"][0] if "enum" in schema else _of_type(schema, definitions, name)


def _of_type(schema: Schema, definitions: Mapping[str, Schema], name: str) -> Any:
    kind = schema.get("type")
    if kind == "object":
        return {each: _made(part, definitions, each) for each, part in schema.get("properties", {}).items()}
    if kind == "array":
        return [_made(schema["items"], definitions, name)]
    if schema.get("format") in _OF_FORMAT:
        return _OF_FORMAT[schema["format"]]
    if kind in _OF_TYPE:
        return schema.get("minimum", _OF_TYPE[kind])
    if name in _OF_NAME:
        return _OF_NAME[name]
    raise NoExample(name)


def _resolved(schema: Schema, definitions: Mapping[str, Schema]) -> Schema:
    reference = schema.get("$ref", "")
    return definitions[reference.removeprefix(_REF)] if reference else schema
