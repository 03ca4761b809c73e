"""Questions about the central system: how long data and records of verifications stay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from tidewaiter.treaty.provisions import Instrument
from tidewaiter.treaty.questions.question import Answer, NotSupported, Question
from tidewaiter.treaty.rules.retention import extension_valid, notice_on, verification_delete_on


@dataclass(frozen=True, slots=True)
class RetentionGiven:
    """The foreseen deletion, the day of entry, and the moment an extension was received."""

    delete_on: date
    entered_on: date | None = None
    extension_received: datetime | None = None


@dataclass(frozen=True, slots=True)
class RetentionExpect:
    """The day of the notice and whether an extension counts."""

    notice_on: date | None = None
    extension_valid: bool | None = None


@dataclass(frozen=True, slots=True)
class VerificationGiven:
    """The day of the verification."""

    verified_on: date


@dataclass(frozen=True, slots=True)
class VerificationExpect:
    """The day on which its record is deleted."""

    delete_on: date | None = None


def _retention(instrument: Instrument, given: RetentionGiven) -> Answer:
    if instrument.profile.retention is None:
        raise NotSupported
    return {
        "notice_on": notice_on(given.delete_on, given.entered_on, instrument),
        "extension_valid": extension_valid(given.delete_on, given.extension_received),
    }


def _verification(instrument: Instrument, given: VerificationGiven) -> Answer:
    if instrument.profile.retention is None:
        raise NotSupported
    return {"delete_on": verification_delete_on(given.verified_on, instrument)}


QUESTIONS: Mapping[str, Question] = {
    "retention": Question(RetentionGiven, RetentionExpect, _retention),
    "verification_record": Question(VerificationGiven, VerificationExpect, _verification),
}
