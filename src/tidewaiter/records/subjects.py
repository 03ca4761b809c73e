"""Writes a subject of the central system as JSON and reads it back."""

from collections.abc import Mapping
from typing import Any

from tidewaiter.screening.subjects import (
    Identifier,
    IdentifierKind,
    Name,
    NameKind,
    PartialDate,
    Subject,
    SubjectKind,
)


def plain_of(subject: Subject) -> dict[str, Any]:
    """A subject as JSON."""
    return {
        "kind": subject.kind.value,
        "names": [{"text": name.text, "kind": name.kind.value} for name in subject.names],
        "identifiers": [{"kind": one.kind.value, "value": one.value} for one in subject.identifiers],
        "birth": str(subject.birth) if subject.birth else None,
        "countries": list(subject.countries),
        "addresses": list(subject.addresses),
    }


def subject_of(plain: Mapping[str, Any]) -> Subject:
    """A subject from its JSON."""
    return Subject(
        kind=SubjectKind(plain["kind"]),
        names=tuple(Name(one["text"], NameKind(one["kind"])) for one in plain["names"]),
        identifiers=tuple(Identifier(IdentifierKind(one["kind"]), one["value"]) for one in plain["identifiers"]),
        birth=PartialDate.parse(plain["birth"]) if plain["birth"] else None,
        countries=tuple(plain["countries"]),
        # entries written before addresses were kept have none
        addresses=tuple(plain.get("addresses", ())),
    )
