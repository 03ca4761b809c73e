"""The duties that a designated official accepts before using the system: versions, each duty with its provision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from tidewaiter.treaty.provisions import LocalText, Trust, local_text
from tidewaiter.treaty.strict import load_toml, read

FOLDER = Path(__file__).parent / "duties_of_officials"


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty in our own words, with the provision that it rests on and how sure we are of it."""

    provision: str
    trust: Trust
    words: LocalText


@dataclass(frozen=True, slots=True)
class DutyVersion:
    """The duties as they stand from a day on."""

    version: str
    effective_on: date
    duties: tuple[Duty, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    provision: str
    trust: Trust
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _File:
    version: str
    effective_on: date
    duty: tuple[_Row, ...]


@cache
def versions(folder: Path = FOLDER) -> tuple[DutyVersion, ...]:
    """Every version, the earliest first."""
    return tuple(sorted((_version(path) for path in folder.glob("*.toml")), key=lambda each: each.effective_on))


def _version(path: Path) -> DutyVersion:
    found = read(_File, load_toml(path), path.name)
    duties = tuple(Duty(row.provision, row.trust, local_text(row.words, path.name)) for row in found.duty)
    return DutyVersion(found.version, found.effective_on, duties)


def duties_in_effect(day: date, known: Sequence[DutyVersion] | None = None) -> tuple[DutyVersion, ...]:
    """The versions that have taken effect by that day, the latest last; ours unless others are named."""
    return tuple(each for each in (versions() if known is None else known) if each.effective_on <= day)


def current_duties(day: date) -> DutyVersion | None:
    """The version in force on that day; None before the first."""
    effective = duties_in_effect(day)
    return effective[-1] if effective else None
