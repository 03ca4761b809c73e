"""What a form shows and how what was typed is read back: one shape for every field, so that one template draws all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from tidewaiter.doors.web.days import PARTS, day_of, parts_of, typed_day
from tidewaiter.doors.web.faults import FaultLine
from tidewaiter.doors.words import say

FEW = 5  # up to so many choices are shown at once, more in a list to open
BLANK_ROWS, MOST_ROWS = 3, 60
LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that a field offers."""

    value: str
    label: Any
    chosen: bool = False
    help: Any = ""
    provision: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One part of a repeated row."""

    name: str
    label: Any
    choices: tuple[Choice, ...] = ()
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One input of a repeated row, filled."""

    name: str
    label: str
    value: str
    choices: tuple[Choice, ...]
    wide: bool


@dataclass(frozen=True, slots=True)
class Box:
    """One of the three inputs of a date."""

    name: str
    label: str
    value: str
    part: str


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form, with what stands in it and what is wrong with it.

    `kind` is text, long, date, choice, choices, bool, rows or note; a date's value is `days.typed_day` of what was
    typed, or a day in ISO. `required` fields carry no mark, the others say that they are optional.
    """

    name: str
    label: Any
    kind: str = "text"
    help: Any = ""
    required: bool = False
    value: str = ""
    choices: tuple[Choice, ...] = ()
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    blanks: int = BLANK_ROWS
    limit: int = 300
    provision: str = ""
    autocomplete: str = ""
    faults: tuple[FaultLine, ...] = ()

    @property
    def few(self) -> bool:
        """Whether all choices are shown at once."""
        return len(self.choices) <= FEW

    @property
    def boxes(self) -> tuple[Box, ...]:
        """The three inputs of a date, filled."""
        labels = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
        values = zip(PARTS, parts_of(self.value), strict=True)
        return tuple(Box(f"{self.name}-{part}", labels[part], value, part) for part, value in values)

    @property
    def cells(self) -> tuple[tuple[Cell, ...], ...]:
        """The repeated rows with their inputs: the filled ones and some blank ones."""
        blanks = ((("",) * len(self.columns)),) * self.blanks
        return tuple(self._cells(number, row) for number, row in enumerate((*self.rows, *blanks), start=1))

    def _cells(self, number: int, row: Sequence[str]) -> tuple[Cell, ...]:
        return tuple(
            Cell(
                f"{self.name}-{number}-{column.name}",
                f"{column.label} {number}",
                value,
                chosen(column.choices, (value,)),
                column.wide,
            )
            for column, value in zip(self.columns, row, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Group:
    """Some fields under one heading."""

    title: Any
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A whole form; `faults` are all of its faults for the summary at the top."""

    groups: tuple[Group, ...]
    faults: tuple[FaultLine, ...] = ()

    @property
    def summary(self) -> tuple[tuple[FaultLine, Any], ...]:
        """Each fault with the label of its field; a fault of a field that the form lacks links nowhere."""
        labels = {field.name: field.label for group in self.groups for field in group.fields}
        return tuple(
            (line if line.field in labels else replace(line, field=""), labels.get(line.field, ""))
            for line in self.faults
        )

    def with_faults(self, faults: Iterable[FaultLine]) -> "Form":
        """The same form with these faults at their fields and in the summary."""
        told = tuple(faults)
        groups = tuple(
            replace(group, fields=tuple(_with_its_faults(field, told) for field in group.fields))
            for group in self.groups
        )
        return Form(groups, told)


def _with_its_faults(field: Field, faults: Iterable[FaultLine]) -> Field:
    return replace(field, faults=tuple(line for line in faults if line.field == field.name))


def with_blanks(field: Field, typed: QueryDict | None) -> Field:
    """The same repeated rows with as many blank ones as stood there, and more where more were asked for."""
    if field.kind != "rows" or not typed:
        return field
    numbers = range(1, MOST_ROWS + 1)
    stood = sum(f"{field.name}-{number}-{field.columns[0].name}" in typed for number in numbers)
    more = BLANK_ROWS if typed.get("more") == field.name else 0
    return replace(field, blanks=min(max(stood - len(field.rows), 0) + more, MOST_ROWS - len(field.rows)))


def chosen(choices: Iterable[Choice], values: Iterable[str]) -> tuple[Choice, ...]:
    """The same choices with those of these values chosen."""
    wanted = set(values)
    return tuple(replace(choice, chosen=choice.value in wanted) for choice in choices)


def coded(prefix: str, codes: Iterable[str]) -> tuple[Choice, ...]:
    """Choices for codes that the catalogues have words for."""
    return tuple(Choice(code, say(f"{prefix}:{code}")) for code in codes)


def text(typed: QueryDict | Mapping[str, str], name: str) -> str:
    """What was typed in one field, without space around it."""
    return str(typed.get(name, ""))[:LONGEST].strip()


def several(typed: QueryDict, name: str) -> tuple[str, ...]:
    """The boxes ticked in one field."""
    return tuple(typed.getlist(name))[:MOST_ROWS]


def words(typed: QueryDict, name: str) -> tuple[str, ...]:
    """Codes typed in one field with commas or spaces between."""
    return tuple(dict.fromkeys(text(typed, name).replace(",", " ").replace(";", " ").split()))


def rows(typed: QueryDict, name: str, columns: Sequence[Column]) -> tuple[tuple[str, ...], ...]:
    """The repeated rows in which anything was typed; a choice alone is not typing."""
    found = []
    for number in range(1, MOST_ROWS + 1):
        row = tuple(text(typed, f"{name}-{number}-{column.name}") for column in columns)
        if any(value for value, column in zip(row, columns, strict=True) if not column.choices):
            found.append(row)
    return tuple(found)


def day(typed: QueryDict, name: str) -> date | None:
    """The day in a date field, None where nothing stands there; BadDay, a ValueError with words, where it is none."""
    return day_of(typed_day(typed, name))
