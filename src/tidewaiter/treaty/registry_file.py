"""The register as a file (TOML or JSON): read strictly, written so that the same facts are always the same bytes.

A file holds what is believed at one moment; when this register came to believe it stays in this register. Every fact
bears a name of its own, `fact`, so that a changed line is a correction and not another fact; a unit is known by its
code and an instrument by its id.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

import tomli_w

from tidewaiter.treaty.acts import ActType, Form, InstrumentAct, Kind, is_unit
from tidewaiter.treaty.articles import LANGUAGES
from tidewaiter.treaty.provisions import Instrument, load_instrument, with_profile
from tidewaiter.treaty.register import Evidence, FactTrust, PositionKind, Precision, Register, Unit
from tidewaiter.treaty.rules.capability import Arrangement
from tidewaiter.treaty.strict import NotUnderstood, parsed_toml, read

FORMAT = "tidewaiter register 1"
KNOWN_FACTS = Path(__file__).parent / "facts"
"""Files of real facts, each with its source and how far it is proven; none is loaded unless somebody asks for it."""
_DAYS = frozenset({"on", "received", "effect_on", "cured_on", "from", "to"})
_NAMESPACE = uuid.UUID("5d0f2a3e-7c0b-4d2e-9a57-1f6b7c1d8e42")

State = Literal["verified", "waiting"]


@dataclass(frozen=True, slots=True)
class InstrumentLine:
    """An instrument that a register added: its family, its profile as TOML, and whether two persons stand behind it."""

    id: str
    family: str
    profile: str
    state: State = "waiting"
    administration: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A State, territory or union."""

    code: str
    kind: Kind = "state"
    name: Mapping[str, str] = field(default_factory=dict)
    responsible_state: str = ""
    position: tuple[float | int, ...] = ()
    communities: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    council_member: bool = False
    member_states: tuple[str, ...] = ()
    source: str = ""
    trust: FactTrust = "verified"
    why: str = ""

    @property
    def fact(self) -> str:
        """The name of the fact: there is one unit by a code."""
        return unit_fact(self.code)


@dataclass(frozen=True, slots=True)
class ActLine:
    """An act of a party, with what its examination found."""

    fact: str
    instrument: str
    type: ActType
    on: date
    units: tuple[str, ...] = ()
    received: date | None = None
    annexes: tuple[str, ...] | None = None
    articles: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    effect_on: date | None = None
    cured_on: date | None = None
    reasons: bool = False
    form: Form = "in_due_form"
    finding: str = ""
    finding_provision: str = ""
    reference: str = ""
    source: str = ""
    trust: FactTrust = "verified"
    why: str = ""

    @property
    def act(self) -> InstrumentAct:
        """The act as the rules read it."""
        return InstrumentAct(**{each.name: getattr(self, each.name) for each in fields(InstrumentAct)})


@dataclass(frozen=True, slots=True)
class ArrangementLine:
    """A mutual arrangement of administrations (CCO-61.2)."""

    fact: str
    parties: tuple[str, ...]
    articles: tuple[str, ...]
    from_: date
    to: date | None = None
    scope: str = ""
    elements: tuple[str, ...] = ()
    frequency: str = ""
    reference: str = ""
    source: str = ""
    trust: FactTrust = "verified"
    why: str = ""

    @property
    def arrangement(self) -> Arrangement:
        """The arrangement as the rules read it."""
        return Arrangement(self.parties, self.articles, self.from_, self.to)


@dataclass(frozen=True, slots=True)
class PositionLine:
    """A position as a source states it, too inexact to compute with (MNG-1, MNG-2, JHB-1)."""

    fact: str
    kind: PositionKind
    instrument: str
    precision: Precision
    unit: str = ""
    partner: str = ""
    stated: str = ""
    year: int | None = None
    meaning: Literal["certain", "uncertain"] = "uncertain"
    source: str = ""
    trust: FactTrust = "verified"
    why: str = ""


Line = UnitLine | ActLine | ArrangementLine | PositionLine


@dataclass(frozen=True, slots=True)
class RegistryFile:
    """All that a file of the register says."""

    instrument: tuple[InstrumentLine, ...] = ()
    unit: tuple[UnitLine, ...] = ()
    act: tuple[ActLine, ...] = ()
    arrangement: tuple[ArrangementLine, ...] = ()
    position: tuple[PositionLine, ...] = ()

    def ordered(self) -> RegistryFile:
        """The same in the one order in which files are written."""
        return RegistryFile(
            tuple(sorted(self.instrument, key=lambda each: each.id)),
            tuple(sorted(self.unit, key=lambda each: each.code)),
            tuple(sorted(self.act, key=lambda each: (each.instrument, each.on, each.type, each.units, each.fact))),
            tuple(sorted(self.arrangement, key=lambda each: (each.from_, each.parties, each.fact))),
            tuple(sorted(self.position, key=lambda each: (each.unit, each.kind, each.instrument, each.fact))),
        )

    @property
    def facts(self) -> tuple[Line, ...]:
        """Every fact, units first, so that whatever names one finds it."""
        return (*self.unit, *self.act, *self.arrangement, *self.position)

    def instruments(self) -> tuple[Instrument, ...]:
        """The added instruments that count: those that two persons stand behind."""
        return tuple(_instrument(each, each.id) for each in self.instrument if each.state == "verified")

    def register(self) -> Register:
        """The register that the rules read; ask it inside `provisions.beside(file.instruments)`."""
        acts: dict[str, list[InstrumentAct]] = {}
        for each in self.act:
            acts.setdefault(each.instrument, []).append(each.act)
        return Register(
            acts={instrument: tuple(found) for instrument, found in acts.items()},
            units={each.code: unit_of(each) for each in self.unit},
            arrangements=tuple(each.arrangement for each in self.arrangement),
        )


_TABLES: Mapping[str, type[Any]] = {
    "instrument": InstrumentLine,
    "unit": UnitLine,
    "act": ActLine,
    "arrangement": ArrangementLine,
    "position": PositionLine,
}


def unit_fact(code: str) -> str:
    """The name of the fact that there is a unit by this code."""
    return fact_id(f"unit {code}")


def fact_id(name: str) -> str:
    """The id under which a register keeps a fact that a file names: an id as it is, a name always as the same id."""
    try:
        return str(uuid.UUID(name))
    except ValueError:
        return str(uuid.uuid5(_NAMESPACE, name))


def same(one: Line, other: Line) -> bool:
    """Whether two lines say the same of their fact, whatever the reason for which one of them was corrected."""
    return replace(one, why="") == replace(other, why="")


def unit_of(line: UnitLine) -> Unit:
    """The unit of a line."""
    values = {each.name: getattr(line, each.name) for each in fields(Unit) if each.name != "position"}
    placed = tuple(round(float(each), 2) for each in line.position)
    return Unit(**values, position=(placed[0], placed[1]) if placed else None)


def read_registry_file(text: str, where: str) -> RegistryFile:
    """Reads a file, TOML or JSON by its first letter; NotUnderstood names the place and what to do."""
    table = _parsed(text, where)
    said = table.pop("format", None)
    if said != FORMAT:
        raise NotUnderstood(f'{where}, format: must be "{FORMAT}"; take a file that `tidewaiter registry export` wrote')
    for key in table:
        if key not in _TABLES:
            raise NotUnderstood(f'{where}: unknown key "{key}"; known keys are format, {", ".join(_TABLES)}')
    found = {key: tuple(_lines(shape, table.get(key, []), f"{where}, {key}")) for key, shape in _TABLES.items()}
    file = RegistryFile(**found)
    _refuse_doubles(file, where)
    for number, line in enumerate(file.instrument, 1):
        if _instrument(line, f"{where}, instrument {number}, profile").profile.id != line.id:
            raise NotUnderstood(f'{where}, instrument {number}: the profile\'s own id must be "{line.id}" too')
    return file


def united(files: Sequence[RegistryFile]) -> RegistryFile:
    """Several files as one."""
    return RegistryFile(**{key: tuple(line for each in files for line in getattr(each, key)) for key in _TABLES})


def _parsed(text: str, where: str) -> dict[str, Any]:
    if not text.lstrip().startswith("{"):
        return parsed_toml(text, where)
    try:
        table = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotUnderstood(f"{where}: is not valid JSON: {error}") from None
    for key, lines in table.items():
        for number, line in enumerate(lines if isinstance(lines, list) else [], 1):
            if isinstance(line, dict):
                line.update(_days(line, f"{where}, {key} {number}"))
    return dict(table)


def _days(line: Mapping[str, Any], where: str) -> dict[str, date]:
    """JSON has no dates: those of a line are texts such as 2031-03-30."""
    found = {}
    for key in _DAYS & line.keys():
        try:
            found[key] = date.fromisoformat(line[key])
        except (TypeError, ValueError):
            raise NotUnderstood(f"{where}, {key}: must be a date such as 2031-03-30") from None
    return found


def _lines(shape: type[Any], lines: object, where: str) -> Iterable[Any]:
    if not isinstance(lines, list):
        raise NotUnderstood(f"{where}: must be a list of tables")
    for number, table in enumerate(lines, 1):
        line: Any = read(shape, table, f"{where} {number}")
        _check(line, f"{where} {number}")
        yield line if shape in (UnitLine, InstrumentLine) else replace(line, fact=fact_id(line.fact))


def _check(line: Any, where: str) -> None:
    """What the types alone do not say: codes of units, names of languages, and a place with two coordinates."""
    units = getattr(line, "units", ()) or getattr(line, "parties", ())
    codes = [*units, *getattr(line, "territories", ()), *getattr(line, "member_states", ())]
    codes += [getattr(line, key, "") for key in ("code", "unit", "partner", "responsible_state")]
    for code in codes:
        if code and not is_unit(code):
            raise NotUnderstood(f'{where}: "{code}" is no code of a unit; write two to eight capital letters')
    if isinstance(line, ActLine) and not units and line.type != "entry_into_force_stated":
        raise NotUnderstood(f'{where}, units: name who performed it, such as ["SE"]')
    if isinstance(line, ArrangementLine):
        _check_arrangement(line, where)
    if isinstance(line, UnitLine):
        _check_unit(line, where)


def _check_arrangement(line: ArrangementLine, where: str) -> None:
    if len(set(line.parties)) < 2 or not line.articles:
        raise NotUnderstood(f"{where}: name at least two parties and one Article that it serves")
    if line.to is not None and line.to < line.from_:
        raise NotUnderstood(f"{where}, to: lies before its first day {line.from_}; correct one of the two")


def _check_unit(line: UnitLine, where: str) -> None:
    for language in line.name:
        if language not in LANGUAGES:
            raise NotUnderstood(f'{where}, name: "{language}" is unknown; the languages are {", ".join(LANGUAGES)}')
    if line.position and (len(line.position) != 2 or abs(line.position[0]) > 90 or abs(line.position[1]) > 180):
        raise NotUnderstood(f"{where}, position: must be latitude and longitude in degrees, such as [12.5, -70]")


def _refuse_doubles(file: RegistryFile, where: str) -> None:
    names = [("unit", "code", each.code) for each in file.unit]
    names += [("instrument", "id", each.id) for each in file.instrument]
    named: tuple[Line, ...] = (*file.act, *file.arrangement, *file.position)
    names += [("", "fact", each.fact) for each in named]
    seen: set[tuple[str, str, str]] = set()
    for each in names:
        if each in seen:
            raise NotUnderstood(f'{where}: two lines bear the {each[1]} "{each[2]}"; keep one, or give one a new name')
        seen.add(each)


def _instrument(line: InstrumentLine, where: str) -> Instrument:
    return with_profile(load_instrument(line.family), line.profile, where)


def toml_text(file: RegistryFile) -> str:
    """The file as TOML: the same facts give the same bytes."""
    return tomli_w.dumps({"format": FORMAT, **_plain(file)}, multiline_strings=True)


def json_text(file: RegistryFile) -> str:
    """The file as JSON, dates written as in TOML: the same facts give the same bytes."""
    plain = {"format": FORMAT, **_plain(file)}
    return json.dumps(plain, ensure_ascii=False, indent=2, default=date.isoformat) + "\n"


def _plain(file: RegistryFile) -> dict[str, list[dict[str, Any]]]:
    ordered = file.ordered()
    plain = {key: [_table(line) for line in getattr(ordered, key)] for key in _TABLES}
    return {key: lines for key, lines in plain.items() if lines}


def _table(line: Any) -> dict[str, Any]:
    """A line without what it does not say."""
    found: dict[str, Any] = {}
    for each in fields(line):
        value = getattr(line, each.name)
        usual = each.default_factory() if each.default_factory is not MISSING else each.default
        if value is None or (value == usual and each.name != "state"):
            continue
        if isinstance(value, Mapping):
            value = {language: value[language] for language in LANGUAGES if language in value}
        found[each.name.rstrip("_")] = list(value) if isinstance(value, tuple) else value
    return found
