"""Builds the documents into pages that one folder holds and a browser reads without a network: `make docs`.

The sources stay what the repository's own web view shows: plain Markdown with relative links. What a site needs beside
them, the order of its contents, is made here; a document of any new name finds its place by itself.
"""

import shutil
from fnmatch import fnmatch
from pathlib import Path

from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx

ROOT = Path(__file__).resolve().parent.parent

project = "Tidewaiter"
author = "the authors of Tidewaiter"
project_copyright = "the authors of Tidewaiter, under Apache-2.0"
language = "en"
html_title = "Tidewaiter"

extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
root_doc = "README"
include_patterns = ["*.md", "docs/*.md", "docs/*/*.md", "examples/*/*.md"]
exclude_patterns = [".*", "build", "node_modules", "scripts", "src", "tests", "var"]
nitpicky = True
myst_heading_anchors = 4

html_theme = "furo"
html_static_path = ["site/site.css"]
templates_path = ["site/templates"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
html_theme_options = {"footer_icons": []}

# A document belongs to the first group that one of its patterns fits; what fits none is reference.
GROUPS = {
    "Guided tour": ("docs/tour",),
    "How to": ("docs/howto-*", "docs/law-check", "docs/translating", "examples/*", "CONTRIBUTING"),
    "Explanation": ("docs/architecture", "docs/walkthroughs/*", "docs/jobs", "docs/accessibility", "SECURITY"),
    "Decisions": ("docs/decisions/*",),
    "Words": ("docs/glossary",),
    "Reference": ("*",),
}
ORDER = ("Guided tour", "How to", "Reference", "Explanation", "Words", "Decisions")


def contents() -> dict[str, list[str]]:
    """Which documents stand in which group; the first page, which leads to them all, in none."""
    pages = sorted(path for pattern in include_patterns for path in ROOT.glob(pattern))
    names = [path.relative_to(ROOT).with_suffix("").as_posix() for path in pages]
    grouped: dict[str, list[str]] = {group: [] for group in ORDER}
    for name in names:
        if name != root_doc:
            group = next(group for group, patterns in GROUPS.items() if any(fnmatch(name, one) for one in patterns))
            grouped[group].append(name)
    return grouped


def add_contents(_app: Sphinx, name: str, source: list[str]) -> None:
    """Give the first page the contents that the site's navigation is made of."""
    if name == root_doc:
        for group, pages in contents().items():
            source[0] += "\n\n" + "\n".join(["```{toctree}", ":hidden:", f":caption: {group}", "", *pages, "```"])


def add_index(app: Sphinx, error: Exception | None) -> None:
    """Let the folder itself open on the first page."""
    if error is None and app.builder.format == "html":
        shutil.copy(Path(app.outdir) / f"{root_doc}.html", Path(app.outdir) / "index.html")


def setup(app: Sphinx) -> None:
    """Hook the two in; a diagram is shown as the text it is, since drawing it would need a script from elsewhere."""
    app.add_lexer("mermaid", TextLexer)
    app.connect("source-read", add_contents)
    app.connect("build-finished", add_index)
