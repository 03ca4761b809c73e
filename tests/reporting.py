"""Leaves out tests that this machine cannot run, and says so in capitals at the very end, so that nobody is fooled."""

import os
import shutil
from collections import Counter
from pathlib import Path

import pytest

PUBLIC_FILES = (
    *("watchlist.csv.gz", "queries_alias.csv.gz", "queries_xscript.csv.gz", "queries_perturbed.csv.gz"),
    *("queries_typos.csv.gz", "negatives.csv.gz", "name_pairs.csv.gz"),
    *(f"names_{script}.tsv.gz" for script in ("arabic", "chinese", "japanese", "russian")),
)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
NAMED = "TIDEWAITER_PUBLIC_DATA"
REASONS = {
    "public_data": f"NO PUBLIC DATA IN ../shared/data ({NAMED} CAN NAME ANOTHER FOLDER)",
    "browser": "NO CHROMIUM ON THIS MACHINE (apt install chromium)",
}
LEFT_OUT = pytest.StashKey[Counter[str]]()


def public_data_folder() -> Path:
    """Return the folder of public data: the one named, else `shared/data` beside the repository."""
    named = os.environ.get(NAMED)
    return Path(named) if named else Path(__file__).resolve().parent.parent.parent / "shared" / "data"


def chromium() -> str | None:
    """Return the path of this machine's Chromium, or None."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def missing_marks() -> set[str]:
    """Return the marks whose tests cannot run here; public data that somebody named is never among them."""
    marks = set()
    if not os.environ.get(NAMED) and not public_data_folder().exists():
        marks.add("public_data")
    if chromium() is None:
        marks.add("browser")
    return marks


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect what cannot run, and count it by reason."""
    missing = missing_marks()
    counts: Counter[str] = Counter()
    kept = []
    for item in items:
        mark = next((mark for mark in sorted(missing) if item.get_closest_marker(mark)), None)
        if mark is None:
            kept.append(item)
        else:
            counts[mark] += 1
    if counts:
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = kept
    config.stash[LEFT_OUT] = counts


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Fail a test of public data when the folder is there, or was named, and lacks files."""
    if item.get_closest_marker("public_data"):
        folder = public_data_folder()
        absent = [name for name in PUBLIC_FILES if not (folder / name).is_file()]
        if absent:
            pytest.fail(f"{folder} ({NAMED}) lacks {', '.join(absent)}", pytrace=False)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In a worker of xdist, hand the counts to the one who prints."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["left_out"] = dict(session.config.stash.get(LEFT_OUT, Counter()))


class FromWorkers:
    """Takes the counts of xdist's workers; each of them collects everything, so one of them is enough."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: object) -> None:
        """Keep what a worker counted."""
        counts = getattr(node, "workeroutput", {}).get("left_out", {})
        self._config.stash[LEFT_OUT] = Counter(counts) | self._config.stash.get(LEFT_OUT, Counter())


def pytest_configure(config: pytest.Config) -> None:
    """Listen to the workers where there are any."""
    config.pluginmanager.register(FromWorkers(config), "tidewaiter-left-out")


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Print, after pytest's own last line, what was not run and why."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or hasattr(config, "workeroutput"):
        return
    for mark, count in sorted(config.stash.get(LEFT_OUT, Counter()).items()):
        reporter.write_line(f"{count} {'TEST WAS' if count == 1 else 'TESTS WERE'} NOT RUN: {REASONS[mark]}")
