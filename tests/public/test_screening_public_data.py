"""Floors on published names that were not made by us, so that a change that loses real people is seen."""

import csv
import gzip
import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pytest

from tidewaiter.screening.compare import Ranked, rank
from tidewaiter.screening.judging import worths
from tidewaiter.screening.keys import index_keys, query_keys
from tidewaiter.screening.reasons import Band
from tidewaiter.screening.subjects import Name, NameKind, Subject, SubjectKind

DATA = Path(os.environ.get("TIDEWAITER_PUBLIC_DATA", Path(__file__).parents[2].parent / "shared" / "data")).resolve()
pytestmark = [
    pytest.mark.public_data,
    pytest.mark.skipif(not (DATA / "watchlist.csv.gz").exists(), reason=f"no public data in {DATA}"),
]
# As many as the acts compare for one search.
MOST_CANDIDATES = 200
KINDS = {"Person": SubjectKind.PERSON, "Organization": SubjectKind.BUSINESS}
NAME_KINDS = {
    "primary": NameKind.PRIMARY,
    "weak_aka": NameKind.WEAK,
    "fka": NameKind.FORMER,
    "original_script": NameKind.ORIGINAL_SCRIPT,
}
Row = dict[str, str]


def rows(name: str, step: int = 1) -> list[Row]:
    with gzip.open(DATA / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))[::step]


def subject(listed: list[Row]) -> Subject:
    names = tuple(Name(row["name"], NAME_KINDS.get(row["kind"], NameKind.ALIAS)) for row in listed)
    return Subject(KINDS.get(listed[0]["schema"], SubjectKind.TRANSPORT), names)


@dataclass(frozen=True)
class WatchList:
    rows: dict[str, list[Row]]
    entries: dict[str, Subject]
    postings: dict[str, set[str]]

    def candidates(self, asked: Subject, changed: dict[str, Subject]) -> list[tuple[str, Subject]]:
        """Entries that share most keys with the query, as the database gives them."""
        shared: Counter[str] = Counter()
        keys = query_keys(asked)
        for key in keys:
            shared.update(self.postings.get(key, ()))
        for entry, listed in changed.items():
            shared[entry] = len(keys & index_keys(listed))
        best = [entry for entry, count in shared.most_common(MOST_CANDIDATES) if count]
        return [(entry, changed.get(entry) or self.entries[entry]) for entry in best]


@lru_cache(maxsize=1)
def watch_list() -> WatchList:
    listed: dict[str, list[Row]] = defaultdict(list)
    for row in rows("watchlist"):
        listed[row["entity_id"]].append(row)
    entries = {entry: subject(names) for entry, names in listed.items()}
    postings: dict[str, set[str]] = defaultdict(set)
    for entry, found in entries.items():
        for key in index_keys(found):
            postings[key].add(entry)
    return WatchList(dict(listed), entries, dict(postings))


@dataclass(frozen=True)
class Found:
    """Shares of the queries whose entry was a candidate, was among the ten best, and was there as possible."""

    candidate: float
    in_ten: float
    possible: float


def found(asked: list[Row], ids: str, left_out: Callable[[Row, Row], bool]) -> Found:
    tally = [_found_one(row, row[ids].split(";"), left_out) for row in asked]
    return Found(*(sum(column) / len(tally) for column in zip(*tally, strict=True)))


def _found_one(row: Row, wanted: list[str], left_out: Callable[[Row, Row], bool]) -> tuple[bool, ...]:
    known = watch_list()
    changed = {}
    for entry in wanted:
        kept = [name for name in known.rows[entry] if not left_out(row, name)]
        if kept:
            changed[entry] = subject(kept)
    asked = Subject(known.entries[wanted[0]].kind, (Name(row["query"]),))
    candidates = known.candidates(asked, changed)
    best = [ranked for ranked in rank(asked, candidates, 10) if ranked.id in wanted]
    return bool({entry for entry, _ in candidates} & set(wanted)), bool(best), any(map(_worth_a_look, best))


def _worth_a_look(ranked: Ranked[str]) -> bool:
    return ranked.match.band in {Band.STRONG, Band.POSSIBLE}


def _nothing(_asked: Row, _name: Row) -> bool:
    return False


def test_aliases_like_the_other_names_of_their_entry_are_found() -> None:
    alike = [row for row in rows("queries_alias") if int(row["relatedness"]) >= 85][::16]
    result = found(alike, "entity_id", lambda asked, name: name["name"] == asked["query"])
    assert result.candidate >= 0.99
    assert result.in_ten >= 0.94
    assert result.possible >= 0.86


def test_persons_written_in_another_script_are_found_by_their_latin_names() -> None:
    persons = [row for row in rows("queries_xscript") if row["schema"] == "Person"]
    result = found(persons, "entity_id", lambda _asked, name: name["script"] != "Latin")
    assert result.candidate >= 0.98
    assert result.in_ten >= 0.90
    assert result.possible >= 0.80


def test_published_typing_errors_are_found() -> None:
    result = found(rows("queries_typos"), "entity_ids", _nothing)
    assert result.in_ten == 1.0
    assert result.possible >= 0.94


@pytest.mark.parametrize(
    ("family", "in_ten", "possible"),
    [("benign", 0.99, 0.98), ("degraded", 0.97, 0.92), ("adversarial", 0.97, 0.94)],
)
def test_perturbed_names_are_found(family: str, in_ten: float, possible: float) -> None:
    perturbed = [row for row in rows("queries_perturbed") if row["family"] == family][::16]
    result = found(perturbed, "entity_id", _nothing)
    assert result.candidate >= 0.99
    assert result.in_ten >= in_ten
    assert result.possible >= possible


def test_ordinary_people_seldom_look_like_someone_on_the_list() -> None:
    alerts = Counter(_bands_of_strangers(rows("negatives", 80)))
    assert alerts[Band.STRONG] / alerts.total() <= 0.004
    assert (alerts[Band.STRONG] + alerts[Band.POSSIBLE]) / alerts.total() <= 0.012


def _bands_of_strangers(strangers: list[Row]) -> Iterator[Band]:
    for row in strangers:
        asked = Subject(SubjectKind.PERSON, (Name(row["full_name"]),))
        best = rank(asked, watch_list().candidates(asked, {}), 1)
        yield best[0].match.band if best else Band.NONE


def test_labelled_pairs_of_names_are_told_apart() -> None:
    pairs = rows("name_pairs")
    scored = [(_alike(row), row["is_match"] == "true") for row in pairs]
    best = max(_f1(scored, threshold / 100) for threshold in range(40, 96))
    assert best >= 0.84


def _alike(row: Row) -> float:
    kind = KINDS.get(row["schema"], SubjectKind.TRANSPORT if row["schema"] == "Vessel" else SubjectKind.BUSINESS)
    return worths(Subject(kind, (Name(row["name1"]),)), [Subject(kind, (Name(row["name2"]),))])[0]


def _f1(scored: list[tuple[float, bool]], threshold: float) -> float:
    alike = [(score >= threshold, same) for score, same in scored]
    right = sum(found and same for found, same in alike)
    return 2 * right / (2 * right + sum(found is not same for found, same in alike))
