"""Answers that several paths share."""

from typing import Literal

from pydantic import AwareDatetime, Field

from tidewaiter.doors.api.text import Asked, Shown


class Made(Shown):
    """What was made or changed."""

    id: str = Field(examples=["019a2c1e-6f2d-7c3a-9a51-2f8e0a4b7c11"])


class Recorded(Shown):
    """What was sent stands in the record; it has no address of its own."""

    recorded: Literal[True] = True


class BelievedAsked(Asked):
    """As believed at which moment; now where none is named."""

    believed: AwareDatetime | None = Field(None, examples=["2026-03-02T09:30:00Z"])
