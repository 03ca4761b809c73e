"""Problems of drafts and faults of acts as lines a form can show: the words, the field to go to, the provision."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from tidewaiter.doors.words import say
from tidewaiter.screening.catalogue import SUBJECT_CODES
from tidewaiter.screening.problems import BadSubject


class Told(Protocol):
    """What problems and faults have in common."""

    @property
    def code(self) -> str:
        """The kind of problem."""

    @property
    def field(self) -> str | None:
        """The field it concerns, if one."""

    @property
    def provision(self) -> str:
        """The provision that asks for it."""

    @property
    def params(self) -> Mapping[str, str]:
        """What the sentence names."""


@dataclass(frozen=True, slots=True)
class FaultLine:
    """One thing to put right; `field` is the name of the input, or empty."""

    text: str
    field: str = ""
    provision: str = ""


def faults_of(problems: Iterable[Told]) -> tuple[FaultLine, ...]:
    """Put problems of a draft, a reply or an entry, or faults of an act, into words."""
    return tuple(FaultLine(_words(problem), problem.field or "", problem.provision) for problem in problems)


def bad_subject(fault: BadSubject, field: str) -> FaultLine:
    """Put what cannot be a subject of a search or an entry into words."""
    return FaultLine(say(f"subject:{fault.code}", value=fault.value), field)


def _words(problem: Told) -> str:
    if ":" in problem.code:
        return say(problem.code, **problem.params)
    prefix = "subject" if problem.code in SUBJECT_CODES else "problem"
    return say(f"{prefix}:{problem.code}", **problem.params)
