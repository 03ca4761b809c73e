"""Writes the parts of documents that the code knows better than we do: acts, states, moves and the words."""

import argparse
import json
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NotRequired, TypedDict

from babel.messages.pofile import read_po

from tidewaiter.access.facts import Kind
from tidewaiter.access.rules import ACTS, OWN, SEE, ActRule
from tidewaiter.access.verbs import PERSONAL_ROLES, Role, Verb
from tidewaiter.access.words import (
    All,
    Any,
    AtMost,
    Expression,
    Fact,
    Listed,
    Not,
    NotAfter,
    Of,
    Operand,
    Same,
    Set,
    Value,
)
from tidewaiter.assistance.lifecycle import (
    MOVES,
    Move,
    State,
    diagram,
    editable_states,
    open_states,
    provision_for,
    terminal_states,
)

ROOT = Path(__file__).resolve().parent.parent
ENGLISH = ROOT / "src" / "tidewaiter" / "locale" / "en" / "LC_MESSAGES" / "django.po"
BEGIN, END = "<!-- generated: {what} -->", "<!-- end of generated -->"
WRITTEN_BY = "<!-- Written by scripts/documents.py from {source}; change that and run the script again. -->"
_NAIROBI = "NBO"
GLOSSARY = ROOT / "docs" / "glossary.toml"
_INTRODUCTION = """# Glossary

One word for one thing in four languages, so that code, pages and lawyers mean the same. The words are those of the
instruments: for the Agreement establishing the Caribbean Customs Organization (Havana 2019, "CCO") the English, French
and Spanish texts, which are equally authentic, and the published Dutch translation; for the Nairobi Convention (1977,
"NBO") the English text. A noun may stand here where the text has the verb. A test holds every catalogue to these words.

- A word marked **†** is our own: no instrument uses it.
- A word marked **‡** is from an instrument whose French, Spanish and Dutch texts were not at hand; its words in these
  languages are not verified.
- "Where" names the provision that gives the word its meaning or that it serves, as in `treaty/instruments/`.
- In French the CCO text calls a Cooperating Partner simply *Partenaire*; in Dutch *inbreuk op de douanewetgeving* is
  written out, never shortened to *delict*.
"""


class Term(TypedDict):
    """One thing with its word in four languages, and where it comes from."""

    en: str
    fr: str
    es: str
    nl: str
    where: list[str]
    meaning: str
    own: NotRequired[bool]
    trust: NotRequired[str]
    rivals: NotRequired[dict[str, list[str]]]


class Section(TypedDict):
    """Terms that belong together."""

    title: str
    term: list[Term]


def main() -> int:
    """Write the generated parts, or with `--check` only say which are not fresh; 0 if all are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if something is stale")
    checking = parser.parse_args().check
    stale = {path: text for path, text in generated(ROOT).items() if not _holds(path, text)}
    for path, text in stale.items():
        print(f"{'stale' if checking else 'written'}: {path.relative_to(ROOT)}")
        if not checking:
            path.write_text(text, encoding="utf-8")
    if stale and checking:
        print("Run `.venv/bin/python scripts/documents.py`.", file=sys.stderr)
    return int(bool(stale) and checking)


def _holds(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


def generated(root: Path) -> Mapping[Path, str]:
    """Every file that is generated or has a generated part, with the whole text that it should hold."""
    said = english_words()
    docs = root / "docs"
    walkthrough = docs / "walkthroughs" / "request.md"
    index = docs / "README.md"
    return {
        docs / "acts.md": acts_page(said),
        docs / "states.md": states_page(said),
        docs / "glossary.md": glossary_page(glossary()),
        index: index_page(docs, index.read_text(encoding="utf-8")),
        walkthrough: with_diagram(walkthrough.read_text(encoding="utf-8")),
        root / "src" / "tidewaiter" / "treaty" / "law_cases.toml": law_cases(root / "tests" / "law"),
    }


def law_cases(folder: Path) -> str:
    """The names of the law cases by provision, which ship with the law since a provision's page shows them."""
    found: dict[str, list[str]] = {}
    for path in sorted(folder.rglob("*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf-8")).get("case", ()):
            for provision in case.get("provision", ()):
                found.setdefault(provision, []).append(case["name"])
    rows = (f'"{id}" = {json.dumps(names, ensure_ascii=False)}' for id, names in sorted(found.items()))
    return (
        "# Written by scripts/documents.py from tests/law: the law cases on each provision.\n" + "\n".join(rows) + "\n"
    )


def english_words() -> Mapping[str, str]:
    """The English catalogue: words by message id."""
    with ENGLISH.open("rb") as file:
        catalogue = read_po(file, locale="en")
    return {str(message.id): str(message.string) for message in catalogue if message.id}


def with_diagram(text: str) -> str:
    """The text with a fresh diagram between the two marks; ValueError where the marks are not there."""
    return _with_part(text, "moves", f"```mermaid\n{diagram()}```")


def index_page(docs: Path, text: str) -> str:
    """The index with a fresh list of what tells how to do something, and of the decisions."""
    guides = [f"- [{path.name}]({path.name}): {_title(path)}" for path in sorted(docs.glob("howto-*.md"))]
    decisions = []
    for path in sorted((docs / "decisions").glob("*.md")):
        number, _, title = _title(path).partition(". ")
        decisions.append(f"{number}. [{title}](decisions/{path.name})")
    return _with_part(_with_part(text, "guides", "\n".join(guides)), "decisions", "\n".join(decisions))


def _title(path: Path) -> str:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(line[2:] for line in lines if line.startswith("# "))


def _with_part(text: str, what: str, part: str) -> str:
    """The text with a fresh part between the two marks; ValueError where the marks are not there."""
    begin = BEGIN.format(what=what)
    before, found, rest = text.partition(begin)
    _, end, after = rest.partition(END)
    if not (found and end):
        raise ValueError(f"the marks {begin} and {END} are missing")
    return f"{before}{begin}\n\n{part}\n\n{END}{after}"


def acts_page(said: Mapping[str, str]) -> str:
    """The page of all acts: who may perform each, under which provision, and what must hold of the record."""
    rows = [_act_row(verb, rule, said) for verb, rule in ACTS.items()]
    lines = [
        WRITTEN_BY.format(source="access/rules.py"),
        "# Acts, and who may see what",
        "",
        "Whatever a person or a machine can do with a record is one of these acts, reading included.",
        "`access/rules.py` holds the tables of this page, and `access/decide.py` reads them; a refusal names the",
        "provisions whose condition did not hold. `caller` is who performs the act and `record` is what it concerns:",
        "`record.owner` the administration whose it is, `record.requested` the one asked for help, `record.author` who",
        "last wrote it, `record.bound` whether the instrument binds the caller's administration that day.",
        "",
        "## Who may act",
        "",
        "One of the roles suffices; beside it, what is required must hold.",
        "",
        "| Act | In words | Roles | Provision | What it requires |",
        "| --- | --- | --- | --- | --- |",
        *rows,
        "",
        "## Roles",
        "",
        "An officer may hold several. The system job is the worker; the installer is whoever has the host's shell.",
        "",
        "| Role | In words |",
        "| --- | --- |",
        *(f"| `{role}` | {said[f'role:{role}']} |" for role in Role),
        "",
        "## Which records a caller sees",
        "",
        "A record is visible when the condition of its kind holds. The database applies the same conditions as row",
        "policies, which `access/rows.py` writes from the same table.",
        *_kinds(SEE),
        "",
        "## Which records a caller writes",
        *_kinds(OWN),
        "",
    ]
    return "\n".join(lines)


def _act_row(verb: Verb, rule: ActRule, said: Mapping[str, str]) -> str:
    return (
        f"| `{verb}` | {said[f'verb:{verb}']} | {_roles(rule.roles)} | {rule.provision} | {in_words(rule.requires)} |"
    )


def _roles(roles: tuple[Role, ...]) -> str:
    if not set(PERSONAL_ROLES) <= set(roles):
        return ", ".join(f"`{role}`" for role in roles)
    others = [f"`{role}`" for role in roles if role not in PERSONAL_ROLES]
    return ", ".join(["every role of a person", *others])


def _kinds(table: Mapping[Kind, Expression]) -> Iterator[str]:
    for kind, expression in table.items():
        yield from ("", f"**{kind}**", "")
        yield from tree(expression)


def tree(expression: Expression, depth: int = 0) -> Iterator[str]:
    """One expression as a list in Markdown, its parts below it."""
    indent = "  " * depth + "- "
    if isinstance(expression, All | Any) and len(expression.parts) > 1:
        word = "all of these" if isinstance(expression, All) else "one of these"
        yield f"{indent}{word}{_cited(expression)}:"
        for part in expression.parts:
            yield from tree(part, depth + 1)
    elif isinstance(expression, Not) and isinstance(expression.part, All | Any):
        yield f"{indent}none of these{_cited(expression)}:"
        for part in expression.part.parts:
            yield from tree(part, depth + 1)
    else:
        yield indent + in_words(expression)


def in_words(expression: Expression, nested: bool = False) -> str:
    """One expression of the vocabulary as a sentence part, with its provisions."""
    match expression:
        case All(()):
            return "nothing more"
        case All(parts) | Any(parts):
            joined = (" and " if isinstance(expression, All) else " or ").join(in_words(part, True) for part in parts)
            apart = len(parts) > 1 and (nested or expression.provision)
            return (f"({joined})" if apart else joined) + _cited(expression)
        case Not(part):
            return _denied(part) + _cited(expression)
        case _:
            return _atom(expression, "is") + _cited(expression)


def _denied(part: Expression) -> str:
    if isinstance(part, Same | Listed | Set | AtMost | NotAfter):
        return _atom(part, "is not")
    return f"not {in_words(part, True)}"


def _atom(expression: Same | Listed | AtMost | NotAfter | Set, verb: str) -> str:
    match expression:
        case Listed(Value(role), Of("roles")):
            return f"the caller {'holds' if verb == 'is' else 'does not hold'} the role `{role}`"
        case Same(left, right):
            return f"{_name(left)} {verb} {_name(right)}"
        case Listed(item, within):
            return f"{_name(item)} {verb} among {_name(within)}"
        case AtMost(number, limit):
            return f"{_name(number)} {verb} at most {_name(limit)}"
        case NotAfter(day, last):
            return f"{_name(day)} {verb} on or before {_name(last)}"
    return f"{_name(expression.operand)} {verb} set"


def _name(operand: Operand) -> str:
    match operand:
        case Fact(name):
            return f"`record.{name}`"
        case Of(name):
            return f"`caller.{name}`"
    return f"`{operand.text}`"


def _cited(expression: Expression) -> str:
    return f" ({expression.provision})" if expression.provision else ""


def states_page(said: Mapping[str, str]) -> str:
    """The page of states and moves of a request for assistance."""
    lines = [
        WRITTEN_BY.format(source="assistance/lifecycle.py"),
        "# States of a request for assistance",
        "",
        "A request stands in one of these states, and only a move of the table below changes it. The buttons of pages,",
        "the moves of the API, the diagram in the [walkthrough](walkthroughs/request.md) and the database's table of",
        "permitted moves are all made from `MOVES` in `assistance/lifecycle.py`. Silence moves nothing.",
        "",
        "| State | In words | The requesting side may edit | It may be withdrawn | Nothing follows |",
        "| --- | --- | --- | --- | --- |",
        *(_state_row(state, said) for state in State),
        "",
        "## Moves",
        "",
        "Each move is the act of the same name in [acts.md](acts.md). Under another instrument it is the same move,",
        "carried by that instrument's provision.",
        "",
        "| Move | From | To | Made by | CCO Agreement | Nairobi Convention |",
        "| --- | --- | --- | --- | --- | --- |",
        *(_move_row(move) for move in MOVES),
        "",
    ]
    return "\n".join(lines)


def glossary() -> list[Section]:
    """The terms, section by section."""
    sections: list[Section] = tomllib.loads(GLOSSARY.read_text(encoding="utf-8"))["section"]
    return sections


def glossary_page(sections: list[Section]) -> str:
    """The page of the words, a table for each section."""
    lines = [WRITTEN_BY.format(source="docs/glossary.toml"), _INTRODUCTION]
    for section in sections:
        lines += [
            f"## {section['title']}",
            "",
            "| English | Français | Español | Nederlands | Where | Meaning |",
            "| --- | --- | --- | --- | --- | --- |",
            *(_term_row(term) for term in section["term"]),
            "",
        ]
    return "\n".join(lines)


def _term_row(term: Term) -> str:
    mark = " †" if term.get("own") else " ‡" if term.get("trust") == "partial" else ""
    words = (term["en"] + mark, term["fr"], term["es"], term["nl"], ", ".join(term["where"]), term["meaning"])
    return f"| {' | '.join(words)} |"


def _state_row(state: State, said: Mapping[str, str]) -> str:
    marks = (state in editable_states(), state in open_states(), state in terminal_states())
    return f"| `{state}` | {said[f'state:{state}']} | " + " | ".join("yes" if mark else "no" for mark in marks) + " |"


def _move_row(move: Move) -> str:
    nairobi = provision_for(move, _NAIROBI)
    return f"| `{move.verb}` | `{move.source}` | `{move.target}` | {move.by} side | {move.provision} | {nairobi} |"


if __name__ == "__main__":
    sys.exit(main())
