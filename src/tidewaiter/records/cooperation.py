"""Reads and writes a national unit's own work: its files and their gates, meetings, translations and copies."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.records.directory import believed
from tidewaiter.records.markings import marking_for
from tidewaiter.records.models import (
    Meeting,
    PipelineFile,
    PipelineGate,
    PipelineNote,
    Translation,
    TranslationCopy,
    TranslationReceipt,
)
from tidewaiter.records.models.marking import known_id
from tidewaiter.treaty.pipelines import Gate
from tidewaiter.treaty.rules.pipelines import Period, period


@dataclass(frozen=True, slots=True)
class Keeping:
    """Who keeps a record of the own administration and when, and which fact it says better, and why."""

    home: str
    officer: str
    at: datetime
    fact: str = ""
    why: str = ""
    retracted: bool = False


def _own(home: str) -> int:
    return marking_for(Facts(Kind.HOUSE, owner=home))


def _columns(how: Keeping) -> dict[str, Any]:
    return {
        "marking_id": _own(how.home),
        "fact": uuid.UUID(how.fact) if how.fact else uuid.uuid4(),
        "recorded_at": how.at,
        "recorded_by": how.officer,
        "why": how.why,
        "retracted": how.retracted,
    }


def open_file(
    how: Keeping, *, kind: str, number: str, title: str, instrument: str, partner: str, gates: Iterable[Gate]
) -> str:
    """Writes a file with its gates; gives its id."""
    row = PipelineFile.objects.create(
        marking_id=_own(how.home),
        administration=how.home,
        kind=kind,
        number=number,
        title=title,
        instrument=instrument,
        partner=partner,
        gates=[asdict(gate) for gate in gates],
        opened_by=how.officer,
        opened_at=how.at,
    )
    return str(row.id)


def files(home: str) -> list[PipelineFile]:
    """The files of an administration, newest first."""
    found = PipelineFile.objects.filter(administration=home).prefetch_related("passed", "notes")
    return list(found.order_by("-opened_at"))


def file_by_id(file_id: str) -> PipelineFile | None:
    """The file with this id, if the caller may know of it."""
    return PipelineFile.objects.filter(id=known_id(file_id)).first()


def gates_of(file: PipelineFile) -> tuple[Gate, ...]:
    """The gates of a file in the order in which it was opened."""
    return tuple(Gate(each["code"], tuple(each["after"]), each["exact"]) for each in file.gates)


def gate_rows(file: PipelineFile) -> list[PipelineGate]:
    """Every row about the gates of a file, in the order of recording: the history."""
    return sorted(file.passed.all(), key=lambda row: row.recorded_at)


def passed(file: PipelineFile) -> Mapping[str, PipelineGate]:
    """The gates that a file has passed, as believed now."""
    return {row.code: row for row in believed(gate_rows(file))}


def periods(rows: Mapping[str, PipelineGate]) -> Mapping[str, Period]:
    """The day or month of each gate that was passed."""
    return {code: found for code, row in rows.items() if (found := period(row.on)) is not None}


def add_gate(how: Keeping, file: PipelineFile, *, code: str, on: str, reference: str) -> None:
    """Writes that a file passed a gate, or what is known better of it."""
    PipelineGate.objects.create(**_columns(how), file=file, code=code, on=on, reference=reference)


def add_note(how: Keeping, file: PipelineFile, *, text: str, reference: str) -> None:
    """Writes a note on a file."""
    PipelineNote.objects.create(
        marking_id=_own(how.home), file=file, text=text, reference=reference, noted_by=how.officer, noted_at=how.at
    )


def notes(file: PipelineFile) -> list[PipelineNote]:
    """The notes on a file, latest first."""
    return sorted(file.notes.all(), key=lambda row: row.noted_at, reverse=True)


def add_meeting(how: Keeping, *, kind: str, title: str, place: str, begins: date, ends: date) -> str:
    """Writes a meeting, or what is known better of one; gives the id of the fact."""
    said = {"kind": kind, "title": title, "place": place, "begins": begins, "ends": ends}
    return str(Meeting.objects.create(**_columns(how), administration=how.home, **said).fact)


def meetings(home: str) -> list[Meeting]:
    """The meetings of an administration as believed now, by day."""
    rows = Meeting.objects.filter(administration=home).order_by("recorded_at")
    return sorted(believed(rows), key=lambda row: (row.begins, row.title))


def meeting(fact: str) -> Meeting | None:
    """A meeting as believed now, if the caller may know of it."""
    return next(iter(believed(Meeting.objects.filter(fact=known_id(fact)).order_by("recorded_at"))), None)


def add_translation(
    how: Keeping, *, instrument: str, language: str, version: int, on: date, state: str, reference: str
) -> str:
    """Writes a version of a translation, or what is known better of one; gives the id of the fact."""
    said = {"instrument": instrument, "language": language, "version": version, "on": on, "state": state}
    row = Translation.objects.create(**_columns(how), administration=how.home, reference=reference, **said)
    return str(row.fact)


def translations(home: str) -> list[Translation]:
    """The translations of an administration as believed now: by instrument and language, the newest version first."""
    rows = Translation.objects.filter(administration=home).order_by("recorded_at")
    return sorted(believed(rows), key=lambda row: (row.instrument.casefold(), row.language, -row.version))


def translation(fact: str) -> Translation | None:
    """A version of a translation as believed now, if the caller may know of it."""
    return next(iter(believed(Translation.objects.filter(fact=known_id(fact)).order_by("recorded_at"))), None)


def distribute(home: str, fact: str, officers: Sequence[str], *, by: str, at: datetime) -> None:
    """Writes that a version went to each of these officers."""
    marking = _own(home)
    TranslationCopy.objects.bulk_create(
        TranslationCopy(
            marking_id=marking, translation=known_id(fact), officer=officer, distributed_by=by, distributed_at=at
        )
        for officer in officers
    )


def copies(facts: Iterable[str]) -> QuerySet[TranslationCopy]:
    """The copies of these versions with their receipts, by name of account."""
    wanted = [known_id(fact) for fact in facts]
    return TranslationCopy.objects.filter(translation__in=wanted).select_related("receipt").order_by("officer")


def acknowledge(home: str, copy: TranslationCopy, at: datetime) -> None:
    """Writes that the officer has the copy."""
    TranslationReceipt.objects.create(marking_id=_own(home), copy=copy, acknowledged_at=at)
