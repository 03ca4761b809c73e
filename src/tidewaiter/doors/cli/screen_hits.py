"""What `tidewaiter screen` answers: rows of the table of hits, and the file they go to, which is whole or not there."""

import csv
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TextIO

from tidewaiter.doors.cli.code_words import words_of
from tidewaiter.doors.cli.errors import CommandError
from tidewaiter.screening.index.finding import Index
from tidewaiter.screening.lists.formulas import as_text
from tidewaiter.screening.run import Asked, screen
from tidewaiter.screening.subjects import Subject

_REASONS_KEPT = 20_000
COLUMNS = ("row_id", "entity_id", "score", "band", "reasons")
Hit = tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted of the screening; no day, since no entry of a file ends."""

    threshold: float
    top: int
    threads: int
    language: str
    kindless: frozenset[str] = frozenset()


def hits(index: Index, asked: Iterable[Asked], order: Order) -> Iterator[Hit]:
    """The rows of the table of hits for these questions, in their order and best first."""
    words = words_of(order.language)
    found = screen(
        index,
        asked,
        visible=None,
        day=date.min,
        threshold=order.threshold,
        top=order.top,
        threads=order.threads,
        kindless=order.kindless,
    )
    said: dict[tuple[Subject, str], str] = {}  # a list names the same party again and again
    for each in found:
        pair = each.asked, each.entity
        if pair not in said:
            if len(said) >= _REASONS_KEPT:
                said.clear()
            said[pair] = words.reasons(each.match())
        yield each.row, each.entity, f"{each.score:.4f}", each.band.value, said[pair]


def write_hits(rows: Iterable[Hit], stream: TextIO) -> None:
    """Write the table; a cell that a spreadsheet program would run is kept from it."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([as_text(cell) for cell in row] for row in rows)


@contextmanager
def output(file: str) -> Iterator[TextIO]:
    """Where the hits go: beside the file until they are whole, then in its place; or standard output."""
    if file == "-":
        sys.stdout.flush()
        with open(sys.stdout.fileno(), "w", encoding="utf-8", newline="", closefd=False) as stream:  # noqa: PTH123
            yield stream
        return
    target = Path(file)
    try:
        handle, beside = tempfile.mkstemp(prefix=f".{target.name[:80]}.", dir=target.parent)
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror or error}") from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            yield stream
        Path(beside).replace(target)
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror or error}") from error
    finally:
        Path(beside).unlink(missing_ok=True)
