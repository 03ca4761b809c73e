"""The register as a file: taken out as believed at a moment, and taken in all at once or not at all."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Deed, Fault, act, refuse
from tidewaiter.actions.registry.parties import faults_of
from tidewaiter.records import registry
from tidewaiter.records.register_lines import add_line, register_file
from tidewaiter.records.registry import Recording
from tidewaiter.records.versions import Version, add_version
from tidewaiter.treaty.agreements import added_fault
from tidewaiter.treaty.provisions import Instrument, beside, instrument_ids, load_instrument, with_profile
from tidewaiter.treaty.registry_file import InstrumentLine, Line, RegistryFile, same, united
from tidewaiter.treaty.rules.admission import findings, refused

_KINDS: Mapping[str, str] = {"UnitLine": "unit", "ActLine": "act", "ArrangementLine": "arrangement"}


@dataclass(frozen=True, slots=True)
class ImportDone:
    """What an import did, or would do: how many facts are new, corrected and as before, and which instruments wait."""

    added: int
    corrected: int
    unchanged: int
    waiting: tuple[str, ...] = ()


@act(Verb.EXPORT_REGISTER)
def export_register(deed: Deed, *, believed: datetime | None = None) -> RegistryFile:
    """Takes the whole register out, as believed at a moment (None: now) (CCO-66.1, SYS-3)."""
    deed.require(Facts(Kind.PUBLISHED, owner=deed.caller.administration))
    found = register_file(believed=believed)
    deed.tell(facts=len(found.facts), instruments=len(found.instrument), believed=believed)
    return found


@act(Verb.IMPORT_REGISTER)
def import_register(deed: Deed, file: RegistryFile, *, why: str = "", dry_run: bool = False) -> ImportDone:
    """Takes a file in, all of it or nothing: new facts are added, changed ones corrected with a reason (SYS-3)."""
    deed.require(Facts(Kind.PUBLISHED, owner=deed.caller.administration))
    known = register_file()
    before = {line.fact: line for line in known.facts}
    refuse(*_instrument_faults(file))
    read = _read(file)
    with beside(lambda: (*registry.instruments_added(), *read)):
        refuse(*_act_faults(deed, file, known), *_why_faults(file, before, why))
    changed = [line for line in file.facts if line.fact not in before or not same(line, before[line.fact])]
    new = [line for line in changed if line.fact not in before]
    waiting = _new_instruments(file, known)
    done = ImportDone(
        added=len(new),
        corrected=len(changed) - len(new),
        unchanged=len(file.facts) - len(changed),
        waiting=tuple(each.id for each in waiting),
    )
    deed.tell(added=done.added, corrected=done.corrected, unchanged=done.unchanged, dry_run=dry_run)
    if not dry_run:
        for line in changed:
            add_line(_recording(deed, line, corrects=line.fact in before, why=why), line)
        for each in waiting:
            add_version(_version(deed, each))
    return done


def _recording(deed: Deed, line: Line, *, corrects: bool, why: str) -> Recording:
    return Recording(
        owner=deed.caller.administration,
        at=deed.at,
        source=line.source,
        trust=line.trust,
        fact=line.fact,
        why=line.why or (why.strip() if corrects else ""),
    )


def _version(deed: Deed, line: InstrumentLine) -> Version:
    """Whoever imports a file is the author of what it adds: another person verifies it here as everywhere."""
    return Version(
        id="",
        instrument=line.id,
        family=line.family,
        profile=line.profile,
        administration=line.administration or deed.caller.administration,
        source=line.source,
        recorded_by=deed.caller.officer,
        recorded_at=deed.at,
        verified_by="",
        verified_at=None,
        withdrawn_at=None,
    )


def _new_instruments(file: RegistryFile, known: RegistryFile) -> tuple[InstrumentLine, ...]:
    there = {(each.id, each.profile) for each in known.instrument}
    return tuple(each for each in file.instrument if (each.id, each.profile) not in there)


def _read(file: RegistryFile) -> tuple[Instrument, ...]:
    return tuple(with_profile(load_instrument(each.family), each.profile, each.id) for each in file.instrument)


def _instrument_faults(file: RegistryFile) -> Iterator[Fault]:
    for number, (line, found) in enumerate(zip(file.instrument, _read(file), strict=True), 1):
        fault = added_fault(line.id, line.family, found)
        if fault is not None:
            yield Fault(fault, f"instrument.{number}", "SYS-1", {"value": line.id})


def _act_faults(deed: Deed, file: RegistryFile, known: RegistryFile) -> Iterator[Fault]:
    """Acts that there cannot be beside all others, of the file and of the register; those as before are not asked."""
    after = _merged(file, known)
    register, before = after.register(), {line.fact: line for line in known.act}
    for number, line in enumerate(file.act, 1):
        where = f"act.{number}"
        if line.instrument not in instrument_ids():
            yield Fault("unknown_choice", f"{where}.instrument", "SYS-1", {"value": line.instrument})
        elif line.fact not in before or not same(line, before[line.fact]):
            others = [each.act for each in after.act if each.instrument == line.instrument and each.fact != line.fact]
            found = findings(load_instrument(line.instrument), register, line.act, day=deed.day, others=others)
            for fault in faults_of(refused(found)):
                yield replace(fault, field=f"{where}.{fault.field}")


def _merged(file: RegistryFile, known: RegistryFile) -> RegistryFile:
    """What the register will hold: what it knew, with the file's lines in the place of those that they correct."""
    facts = {line.fact for line in file.facts}
    return united(
        [
            file,
            replace(
                known,
                instrument=(),
                unit=tuple(line for line in known.unit if line.fact not in facts),
                act=tuple(line for line in known.act if line.fact not in facts),
                arrangement=tuple(line for line in known.arrangement if line.fact not in facts),
                position=(),
            ),
        ]
    )


def _why_faults(file: RegistryFile, before: Mapping[str, Line], why: str) -> Iterator[Fault]:
    places: Counter[str] = Counter()
    for line in file.facts:
        kind = _KINDS.get(type(line).__name__, "position")
        places[kind] += 1
        earlier = before.get(line.fact)
        if earlier is None:
            continue
        if type(earlier) is not type(line):
            yield Fault("fact_of_another_kind", f"{kind}.{places[kind]}.fact", "SYS-3", {"value": line.fact})
        elif not same(line, earlier) and not why.strip() and (not line.why or line.why == earlier.why):
            yield Fault("missing_why", f"{kind}.{places[kind]}.why", "SYS-3")
