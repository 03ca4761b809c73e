"""The document of the API: its first lines are run as they stand, and its table is that of the schema."""

import importlib.util
import os
import re
import subprocess
from pathlib import Path
from types import ModuleType

import pytest
from django.conf import settings
from tests.doors.api_calls import call
from tests.world import World

from tidewaiter.access.verbs import Scope
from tidewaiter.doors.api.problems import KINDS

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL)


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("operations", ROOT / "scripts" / "operations.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _run(lines: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **variables, "no_proxy": "*"}
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", lines], env=environment, capture_output=True, text=True, timeout=120
    )


def test_the_document_starts_with_a_request_sent_in_five_lines_that_work(site: str, world: World) -> None:
    lines = BLOCKS[0]
    assert len(lines.strip().splitlines()) == 5
    assert DOCUMENT.index(lines) < 400
    before = {
        item["id"] for item in call(world, "xb.officer", "GET", "/assistance/requests?direction=in").body["items"]
    }
    tokens = {"OFFICER_TOKEN": world.token("xa.officer"), "APPROVER_TOKEN": world.token("xa.approver")}
    ran = _run(lines, TIDEWAITER_URL=site, **tokens)
    assert ran.returncode == 0, ran.stderr
    after = call(world, "xb.officer", "GET", "/assistance/requests?direction=in").body["items"]
    new = [item for item in after if item["id"] not in before]
    assert [(item["matter"], item["state"]) for item in new] == [("Undervalued textiles", "sent")]


def test_the_lines_stop_at_what_is_refused(site: str, world: World) -> None:
    token = world.token("xa.officer")  # who wrote it does not approve it
    ran = _run(BLOCKS[0], TIDEWAITER_URL=site, OFFICER_TOKEN=token, APPROVER_TOKEN=token)
    assert ran.returncode == 22


def test_the_table_of_operations_is_that_of_the_schema() -> None:
    assert _script().with_table(DOCUMENT) == DOCUMENT


def test_a_document_without_its_marks_is_an_error() -> None:
    with pytest.raises(ValueError, match="marks"):
        _script().with_table("# The REST API")


def test_the_document_names_every_scope_every_problem_and_the_rates() -> None:
    assert [scope for scope in Scope if f"`{scope}`" not in DOCUMENT] == []
    assert [kind.name for kind in KINDS if f"| {kind.status} | `{kind.name}` |" not in DOCUMENT] == []
    assert f"{settings.API_RATES['token']} calls a minute" in DOCUMENT
    assert f"and {settings.API_RATES['failed']} a minute" in DOCUMENT
