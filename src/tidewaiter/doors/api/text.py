"""Texts as they may come in: bounded, and free of the characters that no database or journal could keep."""

import re
from datetime import date
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from tidewaiter.assistance.fields import LONG, SHORT
from tidewaiter.screening.subjects import MAX_NAME_LETTERS

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
ONE_LINE = r"^[^\x00-\x1f\x7f-\x9f]*$"
LINES = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]*$"

Code = Annotated[str, StringConstraints(max_length=64, pattern=ONE_LINE)]
"""A code, a username or the number of something."""
Cursor = Annotated[str, StringConstraints(max_length=300, pattern=ONE_LINE)]
"""Where a page begins, as the page before it said."""
Line = Annotated[str, StringConstraints(max_length=SHORT, pattern=ONE_LINE)]
"""Text on one line."""
Text = Annotated[str, StringConstraints(max_length=LONG, pattern=LINES)]
"""Text on several lines."""
Flag = Annotated[bool, Field(strict=True)]
"""Yes or no, and not 1, "on" or "yes"."""
NameText = Annotated[str, StringConstraints(max_length=MAX_NAME_LETTERS, pattern=ONE_LINE)]
"""A name; more letters than are compared are refused rather than cut unseen."""


def _written_out(day: object) -> object:
    # a number would pass for the seconds since 1970
    if not isinstance(day, str) or not _DAY.fullmatch(day):
        raise PydanticCustomError("day", "is not a day")
    return day


Day = Annotated[date, BeforeValidator(_written_out)]
"""A day, written 2031-03-12 and in no other way."""


class Given(BaseModel):
    """What comes in: a field that is not known is refused."""

    model_config = ConfigDict(extra="forbid", populate_by_name=False)


class Shown(BaseModel):
    """What goes out, made from the dataclass of the same fields."""

    model_config = ConfigDict(from_attributes=True)


class Asked(BaseModel):
    """Parameters of an address; ninja hands on the known ones only, so unknown ones are looked for here."""

    @model_validator(mode="before")
    @classmethod
    def _nothing_unknown(cls, values: object, info: ValidationInfo) -> object:
        known = {field.alias or name for name, field in cls.model_fields.items()}
        for name in (info.context or {})["request"].GET if info.context else ():
            if name not in known:
                raise PydanticCustomError("extra_forbidden", "is not known", {"unknown": (name,)})
        return values
