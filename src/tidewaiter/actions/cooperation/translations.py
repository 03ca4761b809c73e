"""Translations of instruments: each version, to whom it went, and who has acknowledged it (MNG-12)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Conflict, Deed, Fault, NotFound, act, refuse
from tidewaiter.records import cooperation, people
from tidewaiter.records.cooperation import Keeping
from tidewaiter.records.models import Translation, TranslationCopy
from tidewaiter.treaty.provisions import implements

TranslationState = Literal["draft", "reviewed", "official"]
TRANSLATION_STATES: tuple[str, ...] = get_args(TranslationState)
_MOST_VERSIONS = 9_999


@dataclass(frozen=True, slots=True)
class TranslationDraft:
    """A version of a translation as it is recorded: of what, into which language, where its text lies."""

    instrument: str
    language: str
    version: int
    on: date
    state: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class TranslationLine:
    """A version in a list: how many officers it went to, how many acknowledged it, and whether the reader should."""

    id: str
    instrument: str
    language: str
    version: int
    on: date
    state: str
    reference: str
    distributed: int
    acknowledged: int
    waits_for_me: bool


@dataclass(frozen=True, slots=True)
class CopyView:
    """That a version went to one officer, and when the officer acknowledged it."""

    officer: str
    name: str
    distributed_at: datetime
    acknowledged_at: datetime | None


@dataclass(frozen=True, slots=True)
class TranslationView:
    """A version with everybody it went to; `waiting` are those to be reminded, the longest first."""

    line: TranslationLine
    waiting: tuple[CopyView, ...]
    acknowledged: tuple[CopyView, ...]
    without_copy: int


@act(Verb.RECORD_TRANSLATION)
@implements("MNG-12")
def record_translation(deed: Deed, draft: TranslationDraft, *, fact: str = "", why: str = "") -> str:
    """Records a version of a translation, or puts one right; gives its id."""
    home = deed.caller.administration
    deed.require(Facts(Kind.HOUSE, owner=home))
    deed.tell(instrument=draft.instrument[:64], version=draft.version)
    if fact and cooperation.translation(fact) is None:
        raise NotFound
    refuse(*_faults(draft, deed.day), Fault("missing", "why", "MNG-12") if fact and not why.strip() else None)
    said = (draft.instrument.strip(), draft.language.strip(), draft.version)
    for row in cooperation.translations(home):
        if (row.instrument, row.language, row.version) == said and str(row.fact) != fact:
            raise Conflict("already_there")
    return cooperation.add_translation(
        Keeping(home, deed.caller.officer, deed.at, fact, why.strip()),
        instrument=said[0],
        language=said[1],
        version=draft.version,
        on=draft.on,
        state=draft.state,
        reference=draft.reference.strip(),
    )


def _faults(draft: TranslationDraft, day: date) -> tuple[Fault | None, ...]:
    known = draft.state in TRANSLATION_STATES
    return (
        Fault("missing", "instrument", "MNG-12") if not draft.instrument.strip() else None,
        Fault("missing", "language", "MNG-12") if not draft.language.strip() else None,
        Fault("not_usable", "version", "MNG-12") if not 1 <= draft.version <= _MOST_VERSIONS else None,
        Fault("in_future", "on", "MNG-12") if draft.on > day else None,
        Fault("unknown_choice", "state", "MNG-12", {"value": draft.state}) if not known else None,
    )


@act(Verb.LIST_TRANSLATIONS)
@implements("MNG-12")
def list_translations(deed: Deed) -> tuple[TranslationLine, ...]:
    """Lists the own administration's translations, with how far each is distributed and acknowledged."""
    home = deed.caller.administration
    deed.require(Facts(Kind.HOUSE, owner=home))
    rows = cooperation.translations(home)
    by_version: dict[object, list[TranslationCopy]] = {}
    for copy in cooperation.copies(str(row.fact) for row in rows):
        by_version.setdefault(copy.translation, []).append(copy)
    return tuple(_line(row, by_version.get(row.fact, []), deed.caller.officer) for row in rows)


def _line(row: Translation, copies: list[TranslationCopy], officer: str) -> TranslationLine:
    acknowledged = [copy for copy in copies if _acknowledged(copy)]
    return TranslationLine(
        id=str(row.fact),
        instrument=row.instrument,
        language=row.language,
        version=row.version,
        on=row.on,
        state=row.state,
        reference=row.reference,
        distributed=len(copies),
        acknowledged=len(acknowledged),
        waits_for_me=any(copy.officer == officer and copy not in acknowledged for copy in copies),
    )


def _acknowledged(copy: TranslationCopy) -> datetime | None:
    return copy.receipt.acknowledged_at if hasattr(copy, "receipt") else None


def _known(deed: Deed, fact: str, author: str = "") -> Translation:
    row = cooperation.translation(fact)
    deed.require(Facts(Kind.HOUSE, owner=row.administration if row else "", author=author))
    if row is None:
        raise NotFound
    deed.tell(translation=fact, version=row.version)
    return row


@act(Verb.READ_TRANSLATION)
def read_translation(deed: Deed, fact: str) -> TranslationView:
    """Reads a version with everybody it went to, and who is to be reminded."""
    row = _known(deed, fact)
    copies = list(cooperation.copies((fact,)))
    views = [CopyView(copy.officer, _name(copy.officer), copy.distributed_at, _acknowledged(copy)) for copy in copies]
    having = {copy.officer for copy in copies}
    return TranslationView(
        line=_line(row, copies, deed.caller.officer),
        waiting=tuple(sorted((one for one in views if not one.acknowledged_at), key=lambda one: one.distributed_at)),
        acknowledged=tuple(one for one in views if one.acknowledged_at),
        without_copy=len(set(_officers(row.administration, deed.day, ())) - having),
    )


def _name(username: str) -> str:
    officer = people.officer_named(username)
    return officer.name if officer else username


def _officers(home: str, day: date, offices: Iterable[str]) -> list[str]:
    """The officers designated that day, of some offices or of all; machines read no translations."""
    wanted = set(offices)
    return [
        each.username
        for each in people.officers_of(home)
        if not each.machine
        and each.designated_from <= day
        and (each.designated_until is None or day <= each.designated_until)
        and (not wanted or each.office_id in wanted)
    ]


@act(Verb.DISTRIBUTE_TRANSLATION)
@implements("MNG-12")
def distribute_translation(deed: Deed, fact: str, *, offices: tuple[str, ...] = ()) -> int:
    """Distributes a version to the officers of some offices, or of all, who have no copy yet; gives their number."""
    row = _known(deed, fact)
    unknown = [office for office in offices if office not in people.offices_of(row.administration)]
    refuse(*(Fault("unknown_choice", "offices", "MNG-12", {"value": office[:64]}) for office in unknown))
    having = {copy.officer for copy in cooperation.copies((fact,))}
    to = [name for name in _officers(row.administration, deed.day, offices) if name not in having]
    cooperation.distribute(row.administration, fact, to, by=deed.caller.officer, at=deed.at)
    deed.tell(officers=len(to))
    return len(to)


@act(Verb.ACKNOWLEDGE_TRANSLATION)
@implements("MNG-12")
def acknowledge_translation(deed: Deed, fact: str) -> None:
    """Acknowledges the officer's own copy of a version; a second time nothing changes."""
    row = _known(deed, fact, author=deed.caller.officer)
    copy = next((each for each in cooperation.copies((fact,)) if each.officer == deed.caller.officer), None)
    if copy is None:
        raise NotFound
    if _acknowledged(copy) is None:
        cooperation.acknowledge(row.administration, copy, deed.at)
