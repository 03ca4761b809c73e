"""Invented names for the tests of `tidewaiter screen`: entries, and a list that asks for some of them with slips."""

import csv
import io
import random
from pathlib import Path

_ONSETS = ("b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "br", "kr", "tr", "sch", "st")
_ENDS = ("a", "el", "in", "or", "us", "an", "is", "o", "ek", "um")


def word(chance: random.Random) -> str:
    """One invented word."""
    middle = "".join(chance.choice(_ONSETS) + chance.choice("aeiou") for _ in range(chance.choice((1, 2))))
    return (middle + chance.choice(_ONSETS) + chance.choice(_ENDS)).capitalize()


def names(count: int, seed: int = 7) -> list[str]:
    """So many names of two or three words."""
    chance = random.Random(seed)
    words = [word(chance) for _ in range(max(40, count))]
    return [" ".join(chance.sample(words, chance.choice((2, 3)))) for _ in range(count)]


def slipped(name: str, seed: int) -> str:
    """The name with one letter wrong."""
    place = random.Random(seed).randrange(1, len(name))
    return name[:place] + "e" + name[place + 1 :]


def table(heading: str, *rows: tuple[str, ...]) -> str:
    """A CSV table as text."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows([heading.split(","), *rows])
    return written.getvalue()


def written(path: Path, text: str) -> str:
    """The text in a file, and where it is."""
    path.write_text(text, encoding="utf-8")
    return str(path)


def entries_and_list(folder: Path, entries: int, questions: int) -> tuple[str, str]:
    """Files with so many invented entries, and a list whose every second row asks for one of them with a slip."""
    listed, others = names(entries), names(questions, seed=8)
    asked = [slipped(listed[at % entries], at) if at % 2 else others[at] for at in range(questions)]
    rows = [(f"e{at}", "Person", name, "primary") for at, name in enumerate(listed)]
    return (
        written(folder / "entries.csv", table("entity_id,schema,name,kind", *rows)),
        written(folder / "list.csv", table("row_id,name", *((f"r{at}", name) for at, name in enumerate(asked)))),
    )
