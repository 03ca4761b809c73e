"""Law cases: reading a file of them strictly, asking each its question, and comparing the answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from tidewaiter.treaty.provisions import INSTRUMENTS, instrument_ids, load_instrument, well_formed
from tidewaiter.treaty.questions import amendments, bodies, data, parties, requests
from tidewaiter.treaty.questions.question import Answer, NotSupported, Question
from tidewaiter.treaty.strict import NotUnderstood, load_toml, read

QUESTIONS: Mapping[str, Question] = {
    **parties.QUESTIONS,
    **requests.QUESTIONS,
    **data.QUESTIONS,
    **bodies.QUESTIONS,
    **amendments.QUESTIONS,
}
_ORDERED = frozenset({"due", "available"})


@dataclass(frozen=True, slots=True)
class Case:
    """One law case, read: its question is known, its facts and its expectation are of the right form."""

    name: str
    provision: tuple[str, ...]
    instrument: str
    ask: str
    given: Any
    expected: Mapping[str, Any]
    where: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a case ended; `failure` is the text after its name where it failed."""

    case: Case
    failure: str = ""


@dataclass(frozen=True, slots=True)
class _File:
    case: tuple[_Row, ...]
    instrument: str = ""


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    ask: str
    given: Mapping[str, object]
    expect: Mapping[str, object]
    provision: tuple[str, ...] = ()
    instrument: str = ""


def read_cases(path: Path, folder: Path = INSTRUMENTS) -> tuple[list[Case], list[str]]:
    """Every case of a file, and a text for each thing in it that cannot be understood, naming file and
    case.
    """
    try:
        table = load_toml(path)
        rows = _rows(path, table, folder)
    except NotUnderstood as error:
        return [], [str(error)]
    cases, errors = [], []
    for number, row in enumerate(rows, 1):
        where = f"{path}, case {number}"
        if isinstance(row, dict) and isinstance(row.get("name"), str):
            where = f'{path}, case "{one_line(row["name"])}"'
        try:
            cases.append(_case(row, table.get("instrument"), where, folder))
        except NotUnderstood as error:
            errors.append(str(error))
    return cases, errors


def one_line(text: str) -> str:
    """A text on one line, as the one line of a verdict needs it."""
    return " ".join(text.split())


def judge(case: Case, folder: Path = INSTRUMENTS) -> Verdict:
    """Ask the question of a case and compare; NotUnderstood where its facts cannot be, naming file and
    case.
    """
    try:
        answer = _answer(case, folder)
    except NotSupported:
        return Verdict(case, f'question "{case.ask}" is not supported')
    except NotUnderstood as error:
        raise NotUnderstood(f"{case.where}: {error}") from None
    except OverflowError as error:
        raise NotUnderstood(f"{case.where}: {error}; choose a date nearer to our time") from None
    wrong = [key for key, value in case.expected.items() if not _agrees(key, value, answer[key])]
    if not wrong:
        return Verdict(case)
    expected = ", ".join(f"{key} = {_text(case.expected[key])}" for key in wrong)
    got = ", ".join(f"{key} = {_text(answer[key])}" for key in wrong)
    return Verdict(case, f"expected {expected} got {got}")


def _answer(case: Case, folder: Path) -> Answer:
    question = QUESTIONS[case.ask]
    if question.several is not None:
        return question.several(lambda instrument_id: load_instrument(instrument_id, folder), case.given)
    if question.answer is None:
        raise NotSupported
    return question.answer(load_instrument(case.instrument, folder), case.given)


def _rows(path: Path, table: Mapping[str, Any], folder: Path) -> list[Any]:
    for key in table:
        if key not in ("instrument", "case"):
            raise NotUnderstood(f'{path}: unknown key "{key}"; a file has "instrument" and tables [[case]]')
    known = instrument_ids(folder)
    if "instrument" in table and table["instrument"] not in known:
        raise NotUnderstood(f"{path}, instrument: is unknown; the instruments are {', '.join(known)}")
    rows = table.get("case")
    if not isinstance(rows, list) or not rows:
        raise NotUnderstood(f"{path}: holds no case; write at least one table [[case]]")
    return rows


def _case(table: object, default: str | None, where: str, folder: Path) -> Case:
    row = read(_Row, table, where)
    question = QUESTIONS.get(row.ask)
    if question is None:
        known = ", ".join(sorted(QUESTIONS))
        raise NotUnderstood(f'{where}: unknown question "{row.ask}"; the questions are {known}')
    for provision_id in row.provision:
        if not well_formed(provision_id):
            raise NotUnderstood(f'{where}, provision: "{provision_id}" is not an id such as CCO-43.3')
    if not row.expect:
        raise NotUnderstood(f"{where}: expect asserts nothing; name at least one key of the answer")
    given: Any = read(question.given, row.given, f"{where}, given")
    expected = _named(read(question.expect, row.expect, f"{where}, expect"), row.expect)
    instrument = _instrument(question, given, row.instrument or default or "", where, folder)
    return Case(row.name, row.provision, instrument, row.ask, given, expected, where)


def _instrument(question: Question, given: Any, name: str, where: str, folder: Path) -> str:
    """The instrument that decides; every instrument that a case names must be known."""
    named = list(given.instruments) if question.several is not None else [name]
    if question.instrument_key:
        named = [getattr(given, question.instrument_key)]
    known = instrument_ids(folder)
    for each in (*named, *([name] if name else [])):
        if each not in known:
            said = f'unknown instrument "{each}"' if each else "no instrument is named"
            raise NotUnderstood(f"{where}: {said}; the instruments are {', '.join(known)}")
    return named[0] if named else ""


def _named(expect: Any, table: Mapping[str, object]) -> dict[str, Any]:
    keys = {field.name.rstrip("_"): field.name for field in fields(expect)}
    return {key: getattr(expect, keys[key]) for key in table}


def _agrees(key: str, expected: Any, got: Any) -> bool:
    if key == "because":
        return all(any(_within(each, named) for each in got) for named in expected)
    if isinstance(expected, Mapping):
        return all(got.get(each, "none") == value for each, value in expected.items())
    if isinstance(expected, tuple):
        return expected == tuple(got) if key in _ORDERED else set(expected) == set(got)
    return bool(expected == got)


def _within(provision_id: str, named: str) -> bool:
    # An article alone is also an id and contains its paragraphs.
    return provision_id == named or provision_id.startswith(named + ".")


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key} = {_text(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (tuple, list)):
        return "[" + ", ".join(_text(item) for item in value) + "]"
    return value.isoformat() if isinstance(value, date) else str(value)
