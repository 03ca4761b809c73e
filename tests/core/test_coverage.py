"""Every duty, power and limit of the instruments is carried out by something and shown by a case, or says
why not.
"""

import ast
import importlib
import importlib.util
import pkgutil
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tidewaiter.access.verbs import Verb
from tidewaiter.treaty.provisions import implemented, instruments

ROOT = Path(__file__).parents[2]
# Lower this number whenever provisions are carried out; it never rises from one release to the next.
NOT_YET_AT_MOST = 162
BINDING = ("duty", "power", "limit")
CORE = ("treaty", "access", "assistance", "screening")


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("tidewaiter_coverage_script", ROOT / "scripts" / "coverage.py")
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


def test_both_conventions_are_loaded() -> None:
    assert {each.id for each in instruments() if each.articles} >= {"cco-2019", "nbo-1977"}


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
