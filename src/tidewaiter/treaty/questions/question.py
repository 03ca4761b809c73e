"""What a question of a law case consists of: the facts it takes, the answer it may expect, and who answers
it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tidewaiter.treaty.provisions import Instrument

Answer = Mapping[str, object]


class NotSupported(LookupError):
    """The instrument's profile holds no exact answer to the question."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question: the shapes of its `given` and `expect`, and the function from instrument and facts to answer.

    `several` answers from several instruments, given the function that loads one; `instrument_key` names the
    key of `given` that says which instrument decides, where that is not the instrument of the case.
    """

    given: type
    expect: type
    answer: Callable[[Instrument, Any], Answer] | None = None
    several: Callable[[Callable[[str], Instrument], Any], Answer] | None = None
    instrument_key: str = ""


def shown(day: date | None) -> date | str:
    """A date as a case writes it, where no date is the word "none"."""
    return "none" if day is None else day
