"""Writes the table of operations in docs/api.md from the published schema, so that the document cannot fall behind."""

import argparse
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tidewaiter.config.settings")

import django  # noqa: E402  # settings are named above

django.setup()

from tidewaiter.doors.api.routes import api  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "api.md"
PREFIX = "api/v1/"
BEGIN, END = "<!-- generated: operations -->", "<!-- end of generated -->"


def main() -> int:
    """Write the table, or with `--check` only say whether it is fresh; 0 if it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if it is stale")
    checking = parser.parse_args().check
    held = DOCUMENT.read_text(encoding="utf-8")
    fresh = with_table(held)
    if held == fresh:
        return 0
    if checking:
        print("stale: docs/api.md. Run `.venv/bin/python scripts/operations.py`.", file=sys.stderr)
        return 1
    DOCUMENT.write_text(fresh, encoding="utf-8")
    return 0


def with_table(text: str) -> str:
    """The text with a fresh table between the two marks; ValueError where the marks are not there."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"the marks {BEGIN} and {END} are missing")
    table = "\n".join(rows(api.get_openapi_schema(path_prefix=PREFIX)))
    return f"{before}{BEGIN}\n\n{table}\n\n{END}{after}"


def rows(schema: Mapping[str, Any]) -> Iterator[str]:
    """The lines of the table: each operation with its address, what it does, its name and its scope."""
    yield "| Under `/api/v1` | | Operation | Scope |"
    yield "| --- | --- | --- | --- |"
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            address = path.removeprefix("/" + PREFIX.rstrip("/"))
            scope = " or ".join(f"`{scope}`" for scope in operation["x-tidewaiter-scope"]) or "none"
            yield f"| `{method.upper()} {address}` | {operation['summary']} | `{operation['operationId']}` | {scope} |"


if __name__ == "__main__":
    sys.exit(main())
