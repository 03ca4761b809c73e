"""The documentation site builds without a warning, stands alone without a network, and each page can be read aloud."""

import importlib.util
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOADED = {"link": "href", "script": "src", "img": "src", "iframe": "src", "source": "src", "object": "data"}
AFAR = re.compile(r"^(?:[a-z]+:)?//", re.IGNORECASE)
BUILD = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-c", "docs"]


class Page(HTMLParser):
    """What a page loads, where it leads, and what it says of itself."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.leads: list[str] = []
        self.ids: set[str] = set()
        self.language = self.title = ""
        self.headings = 0
        self.pictures: list[str | None] = []
        self._in_title = False
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what concerns us."""
        given = dict(attrs)
        self.ids.update(filter(None, [given.get("id")]))
        self.loads += filter(None, [given.get(LOADED.get(tag, ""))])
        self.leads += filter(None, [given.get("href") if tag == "a" else None])
        self.pictures += [given.get("alt")] if tag == "img" else []
        self.language = given.get("lang") or "" if tag == "html" else self.language
        self.headings += tag == "h1"
        self._in_title = tag == "title" or (self._in_title and tag != "/title")

    def handle_endtag(self, tag: str) -> None:
        """Leave the title."""
        self._in_title = self._in_title and tag != "title"

    def handle_data(self, data: str) -> None:
        """Note the title."""
        self.title += data if self._in_title else ""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as `make docs` builds it."""
    folder = tmp_path_factory.mktemp("site")
    words = [*BUILD, "-d", str(folder / "doctrees"), ".", str(folder / "pages")]
    built = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (built.returncode, built.stderr) == (0, "")
    return folder / "pages"


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Page]:
    return {path: Page(path) for path in sorted(site.rglob("*.html"))}


def _configuration() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_conf", ROOT / "docs" / "conf.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_document_has_a_page_and_the_folder_opens_on_the_first(site: Path, pages: dict[Path, Page]) -> None:
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    assert len(documents) > 30
    assert [each for each in documents if site / each.relative_to(ROOT).with_suffix(".html") not in pages] == []
    assert (site / "index.html").read_bytes() == (site / "README.html").read_bytes()


def test_nothing_is_loaded_from_elsewhere(site: Path, pages: dict[Path, Page]) -> None:
    assert {load for page in pages.values() for load in page.loads if AFAR.match(load)} == set()
    for style in site.rglob("*.css"):
        named = re.findall(r"url\(\s*['\"]?([^'\")]+)|@import\s+['\"]([^'\"]+)", style.read_text(encoding="utf-8"))
        assert [pair for pair in named if AFAR.match("".join(pair))] == [], style.name
    scripts = "".join(path.read_text(encoding="utf-8") for path in site.rglob("*.js"))
    assert re.findall(r"(?:import|fetch|importScripts)\s*\(\s*['\"]https?:", scripts) == []


def test_every_page_names_its_language_its_title_one_heading_and_each_picture(pages: dict[Path, Page]) -> None:
    for path, page in pages.items():
        assert (page.language, page.headings) == ("en", 1), path.name
        assert page.title.strip() not in ("", "Tidewaiter", "<no title> - Tidewaiter"), path.name
        assert None not in page.pictures and "" not in page.pictures, path.name


def test_links_within_the_site_lead_somewhere(pages: dict[Path, Page]) -> None:
    lost = []
    for path, page in pages.items():
        for lead in page.leads:
            place, _, anchor = lead.partition("#")
            if re.match(r"[a-z]+:", lead):
                continue
            target = (path.parent / place).resolve() if place else path
            if not target.exists() or (anchor and target in pages and anchor not in pages[target].ids):
                lost.append(f"{path.name}: {lead}")
    assert lost == []


def test_each_document_stands_in_one_group_of_the_contents() -> None:
    grouped = _configuration().contents()
    assert list(grouped) == ["Guided tour", "How to", "Reference", "Explanation", "Words", "Decisions"]
    assert grouped["Guided tour"] == ["docs/tour"]
    assert "docs/law-check" in grouped["How to"]
    assert {"docs/api", "docs/settings"} <= set(grouped["Reference"])
    assert "docs/architecture" in grouped["Explanation"]
    every = [name for names in grouped.values() for name in names]
    assert len(every) == len(set(every))
