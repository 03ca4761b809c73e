"""Every duty, power and limit of the instruments is carried out by something and shown by a case, or says
why not.
"""

import ast
import importlib
import importlib.util
import pkgutil
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tidewaiter.access.verbs import Verb
from tidewaiter.treaty.provisions import implemented, instruments, provision

ROOT = Path(__file__).parents[2]
# Lower this number whenever provisions are carried out; it never rises from one release to the next. It rose once, from
# 162 to 276, when the provisions that had not been in the data at all came in: the organs, the committees and money of
# CCO 3 and 8 to 19, CCO 55 to 63 and 67, the items of Nairobi 12 and 22, and the bilateral family.
NOT_YET_AT_MOST = 223
BINDING = ("duty", "power", "limit")
CORE = ("treaty", "access", "assistance", "screening")


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("tidewaiter_coverage_script", ROOT / "scripts" / "treaty_coverage.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # A dataclass looks its module up by name.
    spec.loader.exec_module(module)
    return module


SCRIPT = _script()
ROWS = SCRIPT.coverage()
VERBS = {verb.value for verb in Verb}


def _models() -> set[str]:
    folder = ROOT / "src" / "tidewaiter" / "records" / "models"
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in folder.glob("*.py"))
    return {node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}


def test_every_instrument_says_what_is_known_of_it() -> None:
    assert {each.id for each in instruments() if each.provisions} >= {"bil", "cco-2019", "jhb-2003", "nbo-1977"}


def test_the_document_shows_every_divergence_with_our_reading() -> None:
    shown = SCRIPT.document(ROWS)
    every = [each for instrument in instruments() for each in instrument.divergences]
    assert len(every) >= 91
    assert [each.id for each in every if f"| {each.problem['en']} | {each.reading['en']} |" not in shown] == []


def test_the_document_names_every_provision_that_is_not_yet_carried_out_under_its_shelf() -> None:
    lines = SCRIPT.document(ROWS).splitlines()
    start = lines.index("| Not yet, by shelf | Number | Provisions |") + 2
    told = {line.split(" | ")[0].strip("| "): line for line in lines[start : lines.index("", start)]}
    undone = [row.provision for row in ROWS if row.provision.carried_out_by == "not yet"]
    assert {each.shelf for each in undone} == set(told)
    assert [each.id for each in undone if f" {each.id}," not in told[each.shelf].replace(" |", ", ")] == []


def test_every_rule_is_a_function_tied_to_its_provision() -> None:
    assert [row.provision.id for row in ROWS if row.provision.carried_out_by == "rule" and not row.functions] == []


def test_every_act_is_a_verb() -> None:
    assert [
        (row.provision.id, row.provision.by)
        for row in ROWS
        if row.provision.carried_out_by == "act" and row.provision.by not in VERBS
    ] == []


def test_every_record_is_a_model() -> None:
    models = _models()
    assert [
        (row.provision.id, row.provision.by)
        for row in ROWS
        if row.provision.carried_out_by == "record" and row.provision.by not in models
    ] == []


def test_every_duty_power_and_limit_that_is_carried_out_has_a_case() -> None:
    assert [
        row.provision.id
        for row in ROWS
        if row.provision.kind in BINDING
        and row.provision.carried_out_by in ("rule", "act", "record")
        and not (row.law_cases or row.tests)
    ] == []


def test_whatever_is_not_carried_out_says_why() -> None:
    left = [row.provision for row in ROWS if row.provision.carried_out_by in ("person", "nobody", "not yet")]
    assert all(each.reason for each in left)
    assert all(each.shelf for each in left if each.carried_out_by == "not yet")


def test_no_more_is_left_undone_than_before() -> None:
    undone = [row.provision.id for row in ROWS if row.provision.carried_out_by == "not yet"]
    assert len(undone) <= NOT_YET_AT_MOST


def test_functions_are_tied_only_to_provisions_that_exist_where_their_article_is_loaded() -> None:
    known = {row.provision.id for row in ROWS}
    articles = {article.id for instrument in instruments() for article in instrument.articles}
    loaded = [each for each in SCRIPT.functions() if each.split(".")[0] in articles]
    assert [
        each
        for each in loaded
        if each not in known and not any(one.startswith(each + ".") for one in known) and each not in articles
    ] == []


def test_what_the_source_ties_is_what_the_core_registers_when_imported() -> None:
    for room in CORE:
        package = importlib.import_module(f"tidewaiter.{room}")
        for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            importlib.import_module(module.name)
    core = tuple(f"tidewaiter.{room}." for room in CORE)
    written = {(each, name) for each, names in SCRIPT.functions().items() for name in names if name.startswith(core)}
    registered = {(each, name) for each, names in implemented().items() for name in names if name.startswith(core)}
    assert written == registered


def test_a_stale_document_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = tmp_path / "coverage.md"
    assert SCRIPT.main(["--check", "--document", str(document)]) == 1
    assert SCRIPT.main(["--document", str(document)]) == 0
    assert SCRIPT.main(["--check", "--document", str(document)]) == 0
    document.write_text(document.read_text(encoding="utf-8") + "x", encoding="utf-8")
    assert SCRIPT.main(["--check", "--document", str(document)]) == 1
    assert "stale" in capsys.readouterr().err


def test_every_provision_that_the_source_names_is_in_the_data() -> None:
    named = re.compile(r"\b(?:CCO|NBO|JHB|BIL)-[A-Z0-9](?:[A-Za-z0-9.]*[A-Za-z0-9])?\b")
    files = [path for kind in ("*.py", "*.html") for path in (ROOT / "src").rglob(kind)]
    found = {each: path.name for path in files for each in named.findall(path.read_text(encoding="utf-8"))}
    assert {each: name for each, name in found.items() if provision(each) is None} == {}
