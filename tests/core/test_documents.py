"""The documents keep up with the code: acts, states, commands, settings, decisions, names and links."""

import ast
import importlib.util
import re
from itertools import chain
from pathlib import Path
from types import ModuleType

import pytest

from tidewaiter.access.verbs import Role, Verb
from tidewaiter.assistance.lifecycle import MoveVerb, State
from tidewaiter.doors.cli.commands import COMMANDS

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
CODE = ROOT / "src" / "tidewaiter"
DECISIONS = sorted((DOCS / "decisions").glob("*.md"))
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md"))]
WALKTHROUGHS = sorted((DOCS / "walkthroughs").glob("*.md"))
HEADINGS = ["Why the question", "What we do", "What it costs"]

_LINK = re.compile(r"(?<!`)\[[^\]]*\]\(([^)\s]+)\)")
_NAMED = re.compile(r"`([\w/]+\.(?:py|sql)): (\w+)`")


def _generator() -> ModuleType:
    path = ROOT / "scripts" / "documents.py"
    spec = importlib.util.spec_from_file_location("documents", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GENERATOR = _generator()
GENERATED = GENERATOR.generated(ROOT)
SHARED = ("opzegging",)  # the Dutch texts use it for leaving either instrument


def _rows(page: Path) -> set[str]:
    """The codes in the first column of a page's tables."""
    return set(re.findall(r"^\| `([^`]+)` \|", page.read_text(encoding="utf-8"), re.MULTILINE))


def _anchors(page: Path) -> set[str]:
    found = set()
    for line in page.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            kept = "".join(letter for letter in line.lstrip("#").strip().lower() if letter.isalnum() or letter in " -_")
            found.add(kept.replace(" ", "-"))
    return found


def _defined(path: Path) -> set[str]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".sql":
        return set(re.findall(r"function app\.(\w+)\(", text))
    names = set()
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        names.update(target.id for target in targets if isinstance(target, ast.Name))
    return names


@pytest.mark.parametrize("path", GENERATED, ids=[str(path.relative_to(ROOT)) for path in GENERATED])
def test_a_generated_document_is_fresh(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == GENERATED[path]


def test_a_changed_diagram_makes_the_walkthrough_stale() -> None:
    fresh = GENERATED[DOCS / "walkthroughs" / "request.md"]
    changed = fresh.replace("draft --> sent: send", "draft --> closed: send")
    assert changed != fresh
    assert GENERATOR.with_diagram(changed) == fresh


def test_a_walkthrough_without_its_marks_is_an_error() -> None:
    with pytest.raises(ValueError, match="marks"):
        GENERATOR.with_diagram("# One request")


def test_every_act_and_every_role_is_documented() -> None:
    assert _rows(DOCS / "acts.md") == {*Verb, *Role}


def test_every_state_and_every_move_is_documented() -> None:
    assert _rows(DOCS / "states.md") == {*State, *MoveVerb}


def test_every_command_is_documented() -> None:
    page = (DOCS / "commands.md").read_text(encoding="utf-8")
    assert [command.name for command in COMMANDS if f"| `tidewaiter {command.name}" not in page] == []


def test_every_setting_is_documented() -> None:
    code = (CODE / "config" / "environment.py").read_text(encoding="utf-8")
    read = set(re.findall(r'"(TIDEWAITER_[A-Z_]+|DATABASE_URL|PORT)"', code))
    assert {"TIDEWAITER_HOME", "DATABASE_URL", "PORT"} <= read
    assert read - _rows(DOCS / "settings.md") == set()


def test_decisions_are_numbered_without_a_gap_and_listed_in_the_index() -> None:
    assert [path.name[:4] for path in DECISIONS] == [f"{number:04}" for number in range(1, len(DECISIONS) + 1)]
    listed = re.findall(
        r"^(\d+)\. \[[^\]]+\]\(decisions/([\w-]+\.md)\)$", (DOCS / "README.md").read_text(), re.MULTILINE
    )
    assert listed == [(str(number), path.name) for number, path in enumerate(DECISIONS, 1)]


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_says_why_what_and_at_what_cost(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f"# {int(path.name[:4])}. ")
    assert "\nAccepted, 2" in text
    assert re.findall(r"^## (.+)$", text, re.MULTILINE)[:3] == HEADINGS


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_of_a_document_lead_somewhere(path: Path) -> None:
    lost = []
    for target in _LINK.findall(path.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        place, _, anchor = target.partition("#")
        page = (path.parent / place).resolve() if place else path
        if not page.exists() or (anchor and anchor not in _anchors(page)):
            lost.append(target)
    assert lost == []


@pytest.mark.parametrize("path", WALKTHROUGHS, ids=lambda path: path.stem)
def test_every_name_in_a_walkthrough_is_in_the_code(path: Path) -> None:
    named = _NAMED.findall(path.read_text(encoding="utf-8"))
    assert len(named) > 10
    assert [pair for pair in named if not (CODE / pair[0]).exists() or pair[1] not in _defined(CODE / pair[0])] == []


def test_every_file_in_the_map_of_rooms_is_in_the_code() -> None:
    rooms = "|".join(path.name for path in CODE.iterdir() if path.is_dir())
    lost, room = [], ""
    for line in (DOCS / "architecture.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 3 and (named := re.fullmatch(rf"`({rooms})`", cells[0])):
            room = named[1]
        if len(cells) == 3 and room and (not cells[0] or cells[0] == f"`{room}`"):
            lost += [
                f"{room}/{name}" for name in re.findall(r"`([\w./]+)`", cells[1]) if not (CODE / room / name).exists()
            ]
    assert room == "config"
    assert lost == []


def test_the_index_lists_every_document() -> None:
    index = (DOCS / "README.md").read_text(encoding="utf-8")
    listed = {(DOCS / target).resolve() for target in _LINK.findall(index)}
    assert {path.resolve() for path in DOCS.rglob("*.md")} - listed == {(DOCS / "README.md").resolve()}


TERMS = list(chain.from_iterable(section["term"] for section in GENERATOR.glossary()))


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term["en"])
def test_a_term_has_four_languages_a_meaning_and_a_provision(term: dict[str, object]) -> None:
    assert [name for name in ("en", "fr", "es", "nl", "where", "meaning") if not term.get(name)] == []
    assert set(term) <= {"en", "fr", "es", "nl", "where", "meaning", "own", "trust", "rivals"}
    assert term.get("trust", "partial") == "partial"
    assert set(term.get("rivals", {})) <= {"fr", "es", "nl"}


def test_every_provision_of_the_glossary_is_among_the_instruments_or_the_rules_of_the_house() -> None:
    folders = {"CCO": "cco-2019", "NBO": "nbo-1977"}
    lost = set()
    for cited in chain.from_iterable(term["where"] for term in TERMS):
        instrument, _, place = cited.partition("-")
        article = place.split(".")[0]
        name = f"annex-{int(article[1:]):02}" if article.startswith("A") else f"art-{int(article or 1):02}"
        known = instrument in folders and (CODE / "treaty/instruments" / folders[instrument] / f"{name}.toml").exists()
        if not known and not re.fullmatch(r"SYS-\d+", cited):
            lost.add(cited)
    assert lost == set()


def test_no_two_terms_share_a_word_in_one_language() -> None:
    for language in ("en", "fr", "es", "nl"):
        words = [term[language].lower() for term in TERMS if term[language] not in SHARED]
        assert sorted(word for word in set(words) if words.count(word) > 1) == []


def test_the_readme_names_the_two_commands_and_every_room() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"make (\w+)", readme))
    assert {"demo", "test"} <= named <= targets
    assert "tidewaiter law check" in readme
    rooms = {path.name for path in CODE.iterdir() if (path / "__init__.py").exists()}
    assert set(re.findall(r"^\| `(\w+)` \|", readme, re.MULTILINE)) == rooms


def test_the_accessibility_statement_names_the_tests_that_there_are() -> None:
    statement = (DOCS / "accessibility.md").read_text(encoding="utf-8")
    package = "axe_" + "playwright_python"
    tests = [path.name for path in (ROOT / "tests").rglob("*.py") if package in path.read_text(encoding="utf-8")]
    assert [name for name in tests if name not in statement] == []
    assert ("No automatic test" in statement) == (tests == [])


def test_the_licence_is_the_one_that_the_package_names() -> None:
    assert 'license = "Apache-2.0"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in licence
    assert "Version 2.0, January 2004" in licence
    assert "END OF TERMS AND CONDITIONS" in licence
