"""A run that left tests out must say so at its very end; a run that was told where the data is must not."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.reporting import PUBLIC_FILES

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLE = """
import pytest
pytestmark = pytest.mark.filterwarnings("ignore")
@pytest.mark.public_data
def test_data(): pass
@pytest.mark.browser
def test_page(): pass
def test_plain(): pass
"""


def run(folder: Path, *words: str, **variables: str) -> tuple[int, list[str]]:
    (folder / "tests").mkdir(parents=True)
    for name in ("__init__.py", "reporting.py"):
        (folder / "tests" / name).write_text((ROOT / "tests" / name).read_text())
    (folder / "tests" / "conftest.py").write_text('pytest_plugins = ["tests.reporting"]\n')
    (folder / "tests" / "test_sample.py").write_text(SAMPLE)
    # no Chromium can be found on a PATH without programs
    # and the plug-ins of other packages, slow to load, have nothing to do here
    fixed = {"PATH": "/nonexistent", "TIDEWAITER_PUBLIC_DATA": "", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    environment = {**os.environ, **fixed, **variables}
    answer = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *words],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return answer.returncode, answer.stdout.strip().splitlines()


@pytest.mark.parametrize("words", [(), ("-p", "xdist", "-n", "2")], ids=["alone", "with xdist"])
def test_the_last_lines_say_in_capitals_what_was_left_out(tmp_path: Path, words: tuple[str, ...]) -> None:
    code, lines = run(tmp_path / "repo", *words)
    assert code == 0
    assert "1 passed" in lines[-3]
    assert lines[-2].startswith("1 TEST WAS NOT RUN: NO CHROMIUM")
    assert lines[-1].startswith("1 TEST WAS NOT RUN: NO PUBLIC DATA")


def test_data_that_was_named_but_is_not_there_fails(tmp_path: Path) -> None:
    code, lines = run(tmp_path / "repo", TIDEWAITER_PUBLIC_DATA=str(tmp_path / "nowhere"))
    assert code == 1
    assert any("lacks watchlist.csv.gz" in line for line in lines)


def test_data_that_lacks_one_file_fails(tmp_path: Path) -> None:
    for name in PUBLIC_FILES[1:]:
        (tmp_path / name).touch()
    code, lines = run(tmp_path / "repo", TIDEWAITER_PUBLIC_DATA=str(tmp_path))
    assert code == 1
    assert any(line.endswith(f"lacks {PUBLIC_FILES[0]}") for line in lines)


def test_nothing_is_said_of_data_that_is_there(tmp_path: Path) -> None:
    for name in PUBLIC_FILES:
        (tmp_path / name).touch()
    code, lines = run(tmp_path / "repo", TIDEWAITER_PUBLIC_DATA=str(tmp_path))
    assert code == 0
    assert lines[-1].startswith("1 TEST WAS NOT RUN: NO CHROMIUM")
    assert "2 passed" in lines[-2]
