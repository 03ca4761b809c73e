"""Reads the public data that accuracy and speed are measured on, where it lies; nothing of it is copied."""

import csv
import gzip
import os
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

Row = dict[str, str]

DATA = Path(os.environ.get("TIDEWAITER_PUBLIC_DATA", Path(__file__).parents[2] / "shared" / "data")).resolve()
LANGUAGES = ("russian", "arabic", "chinese", "japanese")


def present() -> bool:
    """Whether the public data lies where it is looked for."""
    return (DATA / "watchlist.csv.gz").exists()


@lru_cache(maxsize=16)
def rows(name: str) -> tuple[Row, ...]:
    """All rows of one of the tables."""
    with gzip.open(DATA / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def token_pairs(language: str) -> Iterator[tuple[str, str, int]]:
    """Latin form, original form and how often the pair was seen, of one of the LANGUAGES."""
    with gzip.open(DATA / f"names_{language}.tsv.gz", "rt", encoding="utf-8") as file:
        for line in file:
            latin, original, count = line.rstrip("\n").split("\t")
            yield latin, original.replace(" ", ""), int(count)


@lru_cache(maxsize=1)
def latin_tokens() -> Counter[str]:
    """The Latin name tokens of all four languages with their counts."""
    found: Counter[str] = Counter()
    for language in LANGUAGES:
        for latin, _, count in token_pairs(language):
            found[latin] += count
    return found
