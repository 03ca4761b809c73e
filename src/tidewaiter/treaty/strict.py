"""Strict reading of TOML into frozen dataclasses, so that a misspelt key or a wrong type can never pass as
law.
"""

from __future__ import annotations

import tomllib
import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

Record = TypeVar("Record")

_NAMES = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "a text",
    date: "a date",
    datetime: "a moment with an offset",
}


class NotUnderstood(ValueError):
    """Data that the strict reader refuses; the message names the place and what to do."""


def load_toml(path: Path) -> dict[str, Any]:
    """Read one TOML file; NotUnderstood names the file and why it cannot be read."""
    try:
        return parsed_toml(path.read_bytes().decode("utf-8-sig"), str(path))
    except OSError as error:
        raise NotUnderstood(f"{path}: cannot be read ({error.strerror}); check the name and the rights") from error
    except UnicodeDecodeError as error:
        raise NotUnderstood(f"{path}: is not UTF-8 text; save it as UTF-8") from error


def parsed_toml(text: str, where: str) -> dict[str, Any]:
    """Read TOML from a text; NotUnderstood names the place and why it cannot be read."""
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotUnderstood(f"{where}: is not valid TOML: {error}") from error


def read(shape: type[Record], table: object, where: str) -> Record:
    """Turn a TOML table into the dataclass `shape`; NotUnderstood for an unknown, missing or mistyped key."""
    if not isinstance(table, dict):
        raise NotUnderstood(f"{where}: must be a table")
    known = _keys(shape)  # type: ignore[arg-type]
    for key in table:
        if key not in known:
            raise NotUnderstood(f'{where}: unknown key "{key}"; known keys are {", ".join(sorted(known))}')
    values: dict[str, Any] = {}
    for key, (name, hint, required) in known.items():
        if key in table:
            values[name] = _value(hint, table[key], f"{where}, {key}")
        elif required:
            raise NotUnderstood(f'{where}: the key "{key}" is missing')
    try:
        return shape(**values)
    except NotUnderstood as error:
        raise NotUnderstood(f"{where}: {error}") from None


@cache
def _keys(shape: type) -> dict[str, tuple[str, Any, bool]]:
    hints = get_type_hints(shape)
    return {
        field.name.rstrip("_"): (
            field.name,
            hints[field.name],
            field.default is MISSING and field.default_factory is MISSING,
        )
        for field in fields(shape)
    }


def _value(hint: Any, value: object, where: str) -> Any:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _one_of(get_args(hint), value, where)
    if origin is Literal:
        return _word(get_args(hint), value, where)
    if origin is not None:
        every = get_args(hint)
        return _list(every[0], value, where) if origin is tuple else _table(every[1], value, where)
    if is_dataclass(hint):
        return read(hint, value, where)  # type: ignore[arg-type]
    return value if hint is object else _plain(hint, value, where)


def _one_of(hints: tuple[Any, ...], value: object, where: str) -> Any:
    real = [hint for hint in hints if hint is not type(None)]
    for hint in real[:-1]:
        try:
            return _value(hint, value, where)
        except NotUnderstood:
            continue
    try:
        return _value(real[-1], value, where)
    except NotUnderstood:
        if len(real) == 1:
            raise
        said = f'"{value}" is not understood, it ' if isinstance(value, str) else ""
        words = " or ".join(_named(hint) for hint in real)
        raise NotUnderstood(f"{where}: {said}must be {words}") from None


def _named(hint: Any) -> str:
    if get_origin(hint) is Literal:
        return " or ".join(f'"{word}"' for word in get_args(hint))
    return _NAMES.get(hint, "a table or a list")


def _word(words: tuple[Any, ...], value: object, where: str) -> object:
    if isinstance(value, str) and value in words:
        return value
    shown = f'"{value}"' if isinstance(value, str) else repr(value)
    raise NotUnderstood(f"{where}: {shown} is unknown; choose one of {', '.join(words)}")


def _list(hint: Any, value: object, where: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise NotUnderstood(f"{where}: must be a list")
    return tuple(_value(hint, item, f"{where} {number}") for number, item in enumerate(value, 1))


def _table(hint: Any, value: object, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise NotUnderstood(f"{where}: must be a table")
    return {key: _value(hint, item, f"{where}, {key}") for key, item in value.items()}


def _plain(hint: type, value: object, where: str) -> object:
    # Exact types: in Python a bool is an int and a datetime is a date, in law neither may stand for the
    # other.
    if type(value) is not hint:
        raise NotUnderstood(f"{where}: must be {_NAMES[hint]}")
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise NotUnderstood(f"{where}: must carry an offset, such as 2031-03-30T23:59:59Z")
        return _in_utc(value, where)
    if value == "":
        raise NotUnderstood(f"{where}: must not be empty")
    return value


def _in_utc(moment: datetime, where: str) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise NotUnderstood(f"{where}: lies outside the calendar") from None
