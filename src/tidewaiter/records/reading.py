"""Reads rows by SQL written once: Django writes its own anew for each query, which costs more than the database's part.

Only for what every call and every search asks; elsewhere a query set says the same more plainly.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

Row = TypeVar("Row", bound=Model)


def columns(model: type[Model], table: str) -> str:
    """The columns of a model in the order in which `made` takes their values, as those of this table or alias."""
    return ", ".join(f'{table}."{field.column}"' for field in model._meta.concrete_fields)


def place_of(model: type[Model], name: str) -> int:
    """At which place among them a field's value stands."""
    return [field.name for field in model._meta.concrete_fields].index(name)


def width(model: type[Model]) -> int:
    """How many columns that are."""
    return len(model._meta.concrete_fields)


def made(model: type[Row], values: Sequence[Any]) -> Row:
    """The row of a model with these values, as Django would have read it."""
    names, changed = _fields(model)
    given = list(values)
    for place, change in changed:
        given[place] = change(given[place], None, connection)
    return model.from_db("default", names, given)


@cache
def _fields(model: type[Model]) -> tuple[list[str], list[tuple[int, Callable[..., Any]]]]:
    fields = model._meta.concrete_fields
    changed = [(place, field.from_db_value) for place, field in enumerate(fields) if hasattr(field, "from_db_value")]
    return [field.attname for field in fields], changed
