"""Acts that take many entries at once: the import of a list, and the release of what was imported."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Conflict, Deed, Fault, Invalid, NotFound, act
from tidewaiter.actions.central.shapes import ImportDefaults, ImportReport, ImportRow, RefusedRow
from tidewaiter.actions.central.standing import is_member, open_purposes
from tidewaiter.records import central
from tidewaiter.screening.countries import country_of
from tidewaiter.screening.entries import EntryDraft, entry_problems
from tidewaiter.screening.problems import BadSubject
from tidewaiter.screening.subjects import (
    Identifier,
    IdentifierKind,
    Name,
    NameKind,
    PartialDate,
    Subject,
    SubjectKind,
)

_KINDS: Mapping[str, SubjectKind] = {
    "person": SubjectKind.PERSON,
    "organization": SubjectKind.BUSINESS,
    "company": SubjectKind.BUSINESS,
    "legalentity": SubjectKind.BUSINESS,
    "business": SubjectKind.BUSINESS,
    "vessel": SubjectKind.TRANSPORT,
    "airplane": SubjectKind.TRANSPORT,
    "aircraft": SubjectKind.TRANSPORT,
    "vehicle": SubjectKind.TRANSPORT,
    "transport": SubjectKind.TRANSPORT,
    "container": SubjectKind.TRANSPORT,
    "commodity": SubjectKind.COMMODITY,
}
_NAME_KINDS: Mapping[str, NameKind] = {
    "primary": NameKind.PRIMARY,
    "weak_aka": NameKind.WEAK,
    "weak": NameKind.WEAK,
    "fka": NameKind.FORMER,
    "former": NameKind.FORMER,
    "original_script": NameKind.ORIGINAL_SCRIPT,
}
_PROGRESS_EVERY = 1_000
_LONGEST_CELL = 2_000
Progress = Callable[[int], None]


@dataclass(slots=True)
class _Entity:
    """The rows of one entity as they are gathered; `refused` is the first reason against it."""

    line: int
    kind: SubjectKind | None = None
    names: dict[str, Name] = field(default_factory=dict)
    identifiers: dict[Identifier, None] = field(default_factory=dict)
    birth: PartialDate | None = None
    countries: dict[str, None] = field(default_factory=dict)
    flags: dict[str, None] = field(default_factory=dict)
    refused: RefusedRow | None = None


@act(Verb.IMPORT_ENTRIES)
def import_entries(
    deed: Deed,
    rows: Iterable[ImportRow],
    *,
    defaults: ImportDefaults,
    source: str,
    dry_run: bool,
    strict: bool,
    progress: Progress,
) -> ImportReport:
    """Takes a list as drafts, each entity whole or not at all; with `strict`, all of them or none."""
    home = deed.caller.administration
    facts = Facts(Kind.ENTRY, owner=home, personal=True, bound=is_member(home, deed.day))
    deed.require(facts)
    entities, digest, count = _gathered(rows, progress)
    entries, refused = _checked(deed, entities, defaults)
    writes = bool(entries) and not dry_run and not (strict and refused)
    batch_id = ""
    if writes:
        batch = central.add_batch(
            home, deed.caller.officer, source=source[:200], digest=digest, entries=len(entries), at=deed.at
        )
        central.add_entries(home, deed.caller.officer, entries, at=deed.at, batch=batch)
        batch_id = str(batch.id)
    deed.tell(source=source, digest=digest, rows=count, entries=len(entries), refused=len(refused), batch=batch_id)
    return ImportReport(
        batch=batch_id,
        rows=count,
        entries=len(entries),
        names=sum(len(entry.draft.subject.names) for entry in entries),
        flagged=sum(bool(entry.flags) for entry in entries),
        refused=tuple(refused),
        written=writes,
    )


def _gathered(rows: Iterable[ImportRow], progress: Progress) -> tuple[dict[str, _Entity], str, int]:
    """Groups rows by entity, wherever in the file they stand, and digests the whole list."""
    entities: dict[str, _Entity] = {}
    digest, count = hashlib.sha256(), 0
    for count, row in enumerate(rows, start=1):
        digest.update(repr(sorted(row.values.items())).encode("utf-8", "replace"))
        key = row.values.get("entity_id", "").strip()
        entity = entities.setdefault(key or f"\0{row.line}", _Entity(line=row.line))
        if entity.refused is None:
            entity.refused = _refusal(row, key, entity)
        if count % _PROGRESS_EVERY == 0:
            progress(count)
    progress(count)
    return entities, digest.hexdigest(), count


def _refusal(row: ImportRow, key: str, entity: _Entity) -> RefusedRow | None:
    """Takes one row into its entity; gives the reason when it cannot be taken."""
    if not key:
        return RefusedRow(row.line, "", "no_entity_id", {})
    if any(len(cell) > _LONGEST_CELL for cell in row.values.values()):
        return RefusedRow(row.line, key, "too_long", {"limit": str(_LONGEST_CELL)})
    try:
        return _taken(row, key, entity)
    except BadSubject as problem:
        return RefusedRow(row.line, key, "bad_subject", {"problem": problem.code})


def _taken(row: ImportRow, key: str, entity: _Entity) -> RefusedRow | None:
    schema = row.values.get("schema", "").strip()
    kind = _KINDS.get(schema.casefold())
    if kind is None:
        return RefusedRow(row.line, key, "unknown_schema", {"value": schema[:40]})
    if entity.kind not in (None, kind):
        return RefusedRow(row.line, key, "mixed_schema", {"value": schema[:40]})
    entity.kind = kind
    name = row.values.get("name", "").strip()
    if not name:
        return RefusedRow(row.line, key, "no_name", {})
    if any(ord(letter) < 32 for letter in name):
        return RefusedRow(row.line, key, "control_character", {})
    name_kind = _NAME_KINDS.get(row.values.get("kind", "").strip().casefold(), NameKind.ALIAS)
    entity.names.setdefault(name, Name(name, name_kind))
    _take_birth(row, entity)
    _take_country(row, entity)
    for part in row.values.get("ident", "").replace("|", ";").split(";"):
        if part.strip():
            entity.identifiers[_identifier(part.strip())] = None
    return None


def _take_birth(row: ImportRow, entity: _Entity) -> None:
    """The first date counts; a later one that differs is told by a flag, an unreadable one refuses the entity."""
    text = row.values.get("dob", "").strip()
    if not text:
        return
    read = PartialDate.parse(text)
    if entity.birth is None:
        entity.birth = read
    elif entity.birth != read:
        entity.flags[f"other_birth:{read}"] = None


def _take_country(row: ImportRow, entity: _Entity) -> None:
    """An unknown country word is kept and flagged, not guessed and not dropped."""
    words = row.values.get("country", "").strip()
    if not words:
        return
    code = country_of(words)
    if code:
        entity.countries[code] = None
    else:
        entity.flags[f"unknown_country:{words[:80]}"] = None


def _identifier(text: str) -> Identifier:
    """An identifier with its kind before it (`IMO9187629`, `passport:X123`), else of kind `other`."""
    kind, colon, value = text.partition(":")
    if colon and kind.strip().casefold() in {known.value for known in IdentifierKind}:
        return Identifier(IdentifierKind(kind.strip().casefold()), value)
    if text[:3].casefold() == "imo":
        return Identifier(IdentifierKind.IMO, text[3:])
    return Identifier(IdentifierKind.OTHER, text)


def _checked(
    deed: Deed, entities: Mapping[str, _Entity], defaults: ImportDefaults
) -> tuple[list[central.NewEntry], list[RefusedRow]]:
    purposes = open_purposes(deed.day)
    entries, refused = [], []
    for key, entity in entities.items():
        if entity.refused is not None or entity.kind is None:
            refused.append(entity.refused or RefusedRow(entity.line, key, "unknown_schema", {"value": ""}))
            continue
        draft = _draft(key, entity, entity.kind, defaults)
        problems = entry_problems(draft, day=deed.day, open_purposes=purposes)
        if problems:
            first = problems[0]
            params = {
                "problem": first.code,
                "field": first.field,
                "provision": first.provision,
                **first.params,
            }
            refused.append(RefusedRow(entity.line, key, "problem", params))
        else:
            entries.append(central.NewEntry(draft, tuple(entity.flags)))
    return entries, refused


def _draft(key: str, entity: _Entity, kind: SubjectKind, defaults: ImportDefaults) -> EntryDraft:
    subject = Subject(
        kind=kind,
        names=tuple(entity.names.values()),
        identifiers=tuple(entity.identifiers),
        birth=entity.birth if kind is SubjectKind.PERSON else None,
        countries=tuple(entity.countries),
    )
    return EntryDraft(
        subject=subject,
        reason=defaults.reason,
        grounds=defaults.grounds,
        purposes=defaults.purposes,
        action=defaults.action,
        delete_on=defaults.delete_on,
        attested=True,
        source_ref=key[:200],
    )


@act(Verb.RELEASE_BATCH)
def release_batch(deed: Deed, batch_id: str) -> int:
    """Releases all entries of a batch that another officer imported; gives their number."""
    batch = central.batch_by_id(batch_id)
    if batch is None:
        raise NotFound
    deed.require(central.batch_facts(batch, bound=is_member(deed.caller.administration, deed.day)))
    deed.tell(batch=batch.id, source=batch.source)
    if batch.released_by:
        raise Conflict("already_released", number=str(batch.id))
    released = central.release_batch(batch, deed.caller.officer, deed.at)
    if not released:
        raise Invalid((Fault("nothing_to_release", "batch", "CCO-53.1"),))
    deed.tell(released=released)
    return released
