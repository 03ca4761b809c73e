"""Files of a national unit: opened with their gates, each gate dated in its order, notes beside them (MNG-8, MNG-9)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Conflict, Deed, Fault, NotFound, act, refuse
from tidewaiter.records import cooperation, people, registry
from tidewaiter.records.cooperation import Keeping
from tidewaiter.records.models import PipelineFile
from tidewaiter.treaty.pipelines import kinds, pipeline_of
from tidewaiter.treaty.provisions import Instrument, implements, instruments, load_instrument
from tidewaiter.treaty.rules.pipelines import (
    Period,
    accession_in_force,
    agreement_in_force,
    gate_fault,
    open_gates,
    resting_on,
    without,
)

_TEMPLATE = "bil"


@dataclass(frozen=True, slots=True)
class FileDraft:
    """A file as it is opened: its kind, number and title, what it concerns, and the gates it does not need."""

    kind: str
    number: str
    title: str
    instrument: str = ""
    partner: str = ""
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GateView:
    """A gate of a file: when it was passed, shown by what, and whether it can be dated now."""

    code: str
    on: str = ""
    reference: str = ""
    recorded_by: str = ""
    recorded_at: datetime | None = None
    open: bool = False
    exact: bool = False
    waits_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GateSaid:
    """What was said of a gate once, in the history of a file."""

    code: str
    on: str
    reference: str
    why: str
    taken_back: bool
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note on a file."""

    text: str
    reference: str
    noted_by: str
    noted_at: datetime


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file in a list: how far it has come, and the day on which what it brings about enters into force."""

    id: str
    kind: str
    number: str
    title: str
    instrument: str
    partner: str
    last_gate: str
    last_on: str
    next_gates: tuple[str, ...]
    in_force: date | None
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class FileView:
    """A file with its gates, its history and its notes."""

    line: FileLine
    provision: str
    gates: tuple[GateView, ...]
    history: tuple[GateSaid, ...]
    notes: tuple[NoteView, ...]
    opened_by: str


@act(Verb.OPEN_PIPELINE)
@implements("MNG-8", "MNG-9")
def open_pipeline(deed: Deed, draft: FileDraft) -> str:
    """Opens a file of an accession, an agreement or a memorandum; its gates stay as they are from now on."""
    home = deed.caller.administration
    deed.require(Facts(Kind.HOUSE, owner=home))
    deed.tell(kind=draft.kind, number=draft.number)
    known = {each.number for each in cooperation.files(home)}
    pipeline = pipeline_of(draft.kind, _unit(home))
    refuse(
        Fault("unknown_choice", "kind", "MNG-8", {"value": draft.kind}) if pipeline is None else None,
        Fault("missing", "number", "MNG-8") if not draft.number.strip() else None,
        Fault("missing", "title", "MNG-8") if not draft.title.strip() else None,
        Fault("missing", "partner", "MNG-9") if draft.kind == "agreement" and not draft.partner.strip() else None,
    )
    if draft.number.strip() in known:
        raise Conflict("already_there")
    assert pipeline is not None
    gates = without(pipeline.gate, draft.left_out)
    refuse(Fault("missing", "left_out", pipeline.provision) if not gates else None)
    return cooperation.open_file(
        Keeping(home, deed.caller.officer, deed.at),
        kind=draft.kind,
        number=draft.number.strip(),
        title=draft.title.strip(),
        instrument=draft.instrument.strip(),
        partner=draft.partner.strip().upper(),
        gates=gates,
    )


def _unit(home: str) -> str:
    known = people.administration(home)
    return known.unit if known else ""


@act(Verb.LIST_PIPELINES)
@implements("MNG-8", "MNG-9")
def list_pipelines(deed: Deed) -> tuple[FileLine, ...]:
    """Lists the own administration's files, newest first, with how far each has come."""
    home = deed.caller.administration
    deed.require(Facts(Kind.HOUSE, owner=home))
    return tuple(_line(file) for file in cooperation.files(home))


@act(Verb.READ_PIPELINE)
def read_pipeline(deed: Deed, file_id: str) -> FileView:
    """Reads a file with its gates, its history and its notes."""
    file = _known(deed, file_id)
    dated = cooperation.passed(file)
    gates, can = cooperation.gates_of(file), open_gates(cooperation.gates_of(file), cooperation.periods(dated))
    shown = []
    for gate in gates:
        row = dated.get(gate.code)
        waiting = tuple(code for code in gate.after if code not in dated)
        if row is None:
            shown.append(GateView(gate.code, open=gate.code in can, exact=gate.exact, waits_for=waiting))
        else:
            known = (row.on, row.reference, row.recorded_by, row.recorded_at)
            shown.append(GateView(gate.code, *known, exact=gate.exact, waits_for=waiting))
    pipeline = pipeline_of(file.kind, _unit(file.administration))
    return FileView(
        line=_line(file),
        provision=pipeline.provision if pipeline else "MNG-8",
        gates=tuple(shown),
        history=tuple(
            GateSaid(row.code, row.on, row.reference, row.why, row.retracted, row.recorded_by, row.recorded_at)
            for row in reversed(cooperation.gate_rows(file))
        ),
        notes=tuple(NoteView(row.text, row.reference, row.noted_by, row.noted_at) for row in cooperation.notes(file)),
        opened_by=file.opened_by,
    )


def _known(deed: Deed, file_id: str) -> PipelineFile:
    file = cooperation.file_by_id(file_id)
    deed.require(Facts(Kind.HOUSE, owner=file.administration if file else ""))
    if file is None:
        raise NotFound
    deed.tell(file=str(file.id), number=file.number)
    return file


def _line(file: PipelineFile) -> FileLine:
    dated = cooperation.passed(file)
    gates, known = cooperation.gates_of(file), cooperation.periods(dated)
    last = next((gate.code for gate in reversed(gates) if gate.code in dated), "")
    return FileLine(
        id=str(file.id),
        kind=file.kind,
        number=file.number,
        title=file.title,
        instrument=file.instrument,
        partner=file.partner,
        last_gate=last,
        last_on=dated[last].on if last else "",
        next_gates=open_gates(gates, known),
        in_force=_in_force(file, known),
        opened_at=file.opened_at,
    )


def _in_force(file: PipelineFile, known: Mapping[str, Period]) -> date | None:
    """When what the file brings about enters into force, by the rule of its instrument; None while none is known."""
    unit = _unit(file.administration)
    pipeline = pipeline_of(file.kind, unit)
    if pipeline is None:
        return None
    instrument = _instrument(file.instrument)
    if pipeline.notifications:
        sides = zip((unit, file.partner), pipeline.notifications, strict=True)
        own_rule = instrument if instrument and instrument.prefix == "BIL" else load_instrument(_TEMPLATE)
        return agreement_in_force(own_rule, tuple((side, known.get(gate)) for side, gate in sides))
    if pipeline.deposit and instrument:
        register = registry.register()
        acts = register.under(instrument.id)
        return accession_in_force(instrument, acts, register.kinds, unit, known.get(pipeline.deposit))
    return None


def _instrument(id: str) -> Instrument | None:
    return next((each for each in instruments() if each.id == id), None)


@act(Verb.PASS_GATE)
@implements("MNG-8", "MNG-9")
def pass_gate(
    deed: Deed, file_id: str, *, gate: str, on: str, reference: str = "", why: str = "", taken_back: bool = False
) -> None:
    """Dates a gate of a file, behind the gates before it; puts its date right, or takes it back, with the reason."""
    file = _known(deed, file_id)
    dated = cooperation.passed(file)
    known = cooperation.periods(dated)
    gates = cooperation.gates_of(file)
    row = dated.get(gate)
    deed.tell(gate=gate, on=on[:10])
    if taken_back:
        wrong = resting_on(gates, known, gate)
        refuse(Fault("no_such_gate", "gate", "MNG-8") if row is None else None)
    else:
        wrong = gate_fault(gates, known, gate, on.strip(), deed.day)
    field = "on" if wrong and wrong.code in ("not_its_day", "not_exact", "in_future", "gate_too_early") else "gate"
    refuse(
        Fault(wrong.code, field, "MNG-8", {"gate": wrong.gate, "on": wrong.on}) if wrong else None,
        Fault("missing", "why", "MNG-8") if row is not None and not why.strip() else None,
    )
    fact = str(row.fact) if row else ""
    how = Keeping(file.administration, deed.caller.officer, deed.at, fact, why.strip(), retracted=taken_back)
    said = row.on if taken_back and row else on.strip()
    cooperation.add_gate(how, file, code=gate, on=said, reference=reference.strip())


@act(Verb.NOTE_ON_PIPELINE)
def note_on_pipeline(deed: Deed, file_id: str, *, text: str, reference: str = "") -> None:
    """Adds a note to a file, with where the document that it speaks of lies."""
    file = _known(deed, file_id)
    refuse(Fault("missing", "text", "MNG-8") if not text.strip() else None)
    how = Keeping(file.administration, deed.caller.officer, deed.at)
    cooperation.add_note(how, file, text=text.strip(), reference=reference.strip())


FILE_KINDS: tuple[str, ...] = kinds()
