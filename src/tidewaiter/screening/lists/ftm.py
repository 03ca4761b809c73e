"""Reads FollowTheMoney entities, one JSON object a line, as rows of a list: each line is one entity."""

import json
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, BinaryIO

from tidewaiter.screening.lists.rows import LONGEST_CELL, BadList, ListRow

_LONGEST_LINE = 4_000_000
_NAMES: Mapping[str, str] = MappingProxyType(
    {"name": "primary", "alias": "alias", "weakAlias": "weak", "previousName": "former"}
)
_COUNTRIES = ("nationality", "citizenship", "country", "mainCountry", "jurisdiction", "flag")
_NUMBERS: Mapping[str, str] = MappingProxyType(
    {
        "imoNumber": "imo",
        "mmsi": "mmsi",
        "callSign": "callsign",
        "vin": "vin",
        "passportNumber": "passport",
        "leiCode": "lei",
        "taxNumber": "tax",
        "vatCode": "tax",
        "idNumber": "other",
        "registrationNumber": "other",
        "serialNumber": "other",
    }
)
_OF_SCHEMA: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("person", "idNumber"): "national_id",
        ("vehicle", "registrationNumber"): "vehicle_registration",
        ("airplane", "registrationNumber"): "aircraft_registration",
    }
)
_KNOWN = (*_NAMES, "birthDate", "address", *_COUNTRIES, *_NUMBERS)


def ftm_rows(stream: BinaryIO) -> Iterator[ListRow]:
    """Give one row for each entity; BadList where a line is no JSON object."""
    line = 0
    while text := stream.readline(_LONGEST_LINE):
        line += 1
        if len(text) >= _LONGEST_LINE:
            raise BadList("long_line", line=str(line), limit=str(_LONGEST_LINE))
        if text.strip():
            yield _row(line, _entity(line, text))


def _entity(line: int, text: bytes) -> dict[str, Any]:
    try:
        entity = json.loads(text.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadList("not_text", line=str(line)) from error
    except (ValueError, RecursionError) as error:
        raise BadList("not_json", line=str(line)) from error
    if not isinstance(entity, dict):
        raise BadList("not_json", line=str(line))
    return entity


def _row(line: int, entity: Mapping[str, Any]) -> ListRow:
    key, schema, properties = entity.get("id"), entity.get("schema"), entity.get("properties")
    if not isinstance(properties, dict) or not isinstance(schema, str) or not isinstance(key, str):
        return ListRow(line, str(key or "")[:LONGEST_CELL], fault="not_an_entity")
    values = {name: _texts(properties.get(name)) for name in _KNOWN}
    if len(key) > LONGEST_CELL or any(len(text) > LONGEST_CELL for texts in values.values() for text in texts):
        return ListRow(line, key[:LONGEST_CELL], fault="too_long", params={"limit": str(LONGEST_CELL)})
    return ListRow(
        line,
        key.strip(),
        schema,
        tuple(_named(values)),
        values["birthDate"],
        tuple(dict.fromkeys(text for name in _COUNTRIES for text in values[name])),
        tuple(_numbered(schema, values)),
        addresses=values["address"],
    )


def _texts(value: object) -> tuple[str, ...]:
    given = value if isinstance(value, list) else [value]
    return tuple(text.strip() for text in given if isinstance(text, str) and text.strip())


def _named(values: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """The first name is the primary one; further ones of the same property are other names for it."""
    for name, kind in _NAMES.items():
        for place, text in enumerate(values[name]):
            yield text, "alias" if kind == "primary" and place else kind


def _numbered(schema: str, values: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    for name, kind in _NUMBERS.items():
        known = _OF_SCHEMA.get((schema.casefold(), name), kind)
        yield from (f"{known}:{text}" for text in values[name])
