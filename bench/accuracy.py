"""How often the engine finds who is meant and how often it troubles ordinary people, on the public data."""

import csv
import gzip
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from bench import generators
from tidewaiter.screening.subjects import Name, NameKind, Subject, SubjectKind
from tidewaiter.screening.words import wording

KINDS = {"Person": SubjectKind.PERSON, "Organization": SubjectKind.BUSINESS, "Company": SubjectKind.BUSINESS}
NAME_KINDS = {
    "primary": NameKind.PRIMARY,
    "weak_aka": NameKind.WEAK,
    "fka": NameKind.FORMER,
    "original_script": NameKind.ORIGINAL_SCRIPT,
}
RELATED = 85
Row = dict[str, str]
Hits = Sequence[tuple[str, float]]


@dataclass(frozen=True)
class Asked:
    """One query: the class it is counted in, and the entries that are right (none for ordinary people)."""

    group: str
    subject: Subject
    wanted: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Task:
    """The entries that are searched, and everything that is asked of them."""

    entries: dict[str, Subject]
    asked: list[Asked]


def rows(data: Path, name: str) -> list[Row]:
    """Read one of the public tables."""
    with gzip.open(data / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def kind_of(schema: str) -> SubjectKind:
    """Give the kind of subject that a schema word of the data means."""
    return KINDS.get(schema, SubjectKind.TRANSPORT)


def task(data: Path, fill: int = 0, benign_step: int = 1) -> Task:
    """Make the whole task: the list without the aliases asked for, filled with invented names."""
    listed = rows(data, "watchlist")
    aliases = [row for row in rows(data, "queries_alias") if int(row["relatedness"]) >= RELATED]
    held = {(row["entity_id"], row["query"]) for row in aliases}
    entries: dict[str, list[Row]] = defaultdict(list)
    for row in listed:
        if row["script"] == "Latin" and (row["entity_id"], row["name"]) not in held:
            entries[row["entity_id"]].append(row)
    subjects = {entry: _subject(found) for entry, found in entries.items()}
    missing = max(0, fill - sum(len(found.names) for found in subjects.values()))
    subjects |= {one.entity: Subject(kind_of(one.schema), (Name(one.name),)) for one in generators.fill(missing)}
    asked = [*_aliases(aliases, subjects), *_other(data, subjects, held), *invented(data)]
    asked += [_plain("benign", row["full_name"], "Person") for row in rows(data, "negatives")[::benign_step]]
    return Task(subjects, _with_namesakes(asked, subjects))


def _subject(found: list[Row]) -> Subject:
    names = tuple(Name(row["name"], NAME_KINDS.get(row["kind"], NameKind.ALIAS)) for row in found)
    return Subject(kind_of(found[0]["schema"]), names)


def _plain(group: str, name: str, schema: str, *wanted: str) -> Asked:
    return Asked(group, Subject(kind_of(schema), (Name(name),)), frozenset(wanted))


def _aliases(aliases: list[Row], subjects: dict[str, Subject]) -> list[Asked]:
    return [
        _plain(f"alias {row['schema']}", row["query"], row["schema"], row["entity_id"])
        for row in aliases
        if row["entity_id"] in subjects
    ]


def _other(data: Path, subjects: dict[str, Subject], held: set[tuple[str, str]]) -> list[Asked]:
    asked = []
    for row in rows(data, "queries_xscript"):
        if row["entity_id"] in subjects:
            asked.append(
                _plain(f"script {row['script']} {row['schema']}", row["query"], row["schema"], row["entity_id"])
            )
    for row in rows(data, "queries_perturbed"):
        if row["entity_id"] in subjects and (row["entity_id"], row["source_name"]) not in held:
            asked.append(_plain(f"slip {row['perturbation']}", row["query"], "Person", row["entity_id"]))
    for row in rows(data, "queries_typos"):
        for name in {row["query"], row["clean_name"]}:
            asked.append(_plain("typos", name, "Person", *row["entity_ids"].split(";")))
    return asked


def _letters(name: str) -> str:
    return " ".join(sorted(re.findall(r"\w+", name.casefold())))


def _with_namesakes(asked: list[Asked], subjects: dict[str, Subject]) -> list[Asked]:
    # One party stands on several lists under other ids: an entry of the very same name is right as well.
    bearers: dict[str, set[str]] = defaultdict(set)
    for entry, subject in subjects.items():
        for name in subject.names:
            bearers[_letters(name.text)].add(entry)
    result = []
    for one in asked:
        wanted = set(one.wanted)
        for entry in one.wanted:
            for name in subjects[entry].names if entry in subjects else ():
                wanted |= bearers[_letters(name.text)]
        result.append(Asked(one.group, one.subject, frozenset(wanted)))
    return result


def invented(data: Path) -> list[Asked]:
    """Names that nobody bears, made from those that were perturbed: crossed, exchanged, misspelt beyond repair."""
    names = sorted({row["source_name"] for row in rows(data, "queries_perturbed")})
    made = generators.negatives(names, [row["name"] for row in rows(data, "watchlist")])
    return [_plain(f"no {one.rule}", one.text, "Person") for one in made]


def brute_candidates(found: Task, most: int = 30) -> list[list[str]]:
    """Give for each query the entries with the likest names by trigrams of letters and of consonants."""
    entries = list(found.entries)
    owner, texts, sounds = [], [], []
    for number, entry in enumerate(entries):
        subject = found.entries[entry]
        for name in subject.names:
            text, heard = _texts(name.text, subject.kind)
            owner.append(number)
            texts.append(text)
            sounds.append(heard)
    asked = [_texts(one.subject.names[0].text, one.subject.kind) for one in found.asked]
    owners = np.array(owner)
    by_text = _nearest(texts, [text for text, _ in asked], (2, 3), most)
    by_sound = _nearest(sounds, [heard for _, heard in asked], (2, 3), most // 2)
    return [
        [entries[k] for k in dict.fromkeys([*owners[a], *owners[b]])] for a, b in zip(by_text, by_sound, strict=True)
    ]


def _texts(name: str, kind: SubjectKind) -> tuple[str, str]:
    tokens = wording(name, kind is SubjectKind.PERSON).carrying
    return " ".join(token.text for token in tokens), "".join(sorted(token.skeleton for token in tokens))


def _nearest(listed: list[str], asked: list[str], grams: tuple[int, int], most: int) -> list[NDArray[np.int64]]:
    space = TfidfVectorizer(analyzer="char_wb", ngram_range=grams, dtype=np.float32, sublinear_tf=True)
    matrix = space.fit_transform(listed).T.tocsr()
    found = []
    for start in range(0, len(asked), 500):
        product = (space.transform(asked[start : start + 500]) @ matrix).tocsr()
        for row in range(product.shape[0]):
            begin, end = product.indptr[row], product.indptr[row + 1]
            scores = product.data[begin:end]
            best = np.argpartition(-scores, most)[:most] if len(scores) > most else np.arange(len(scores))
            found.append(product.indices[begin:end][best].astype(np.int64))
    return found


@dataclass(frozen=True)
class Figures:
    """The figures of the bars."""

    f1: float
    f1_at: float
    recall_at_1_percent: float
    at_1_percent: float
    recall_at_1_in_1000: float
    groups: dict[str, tuple[int, float, float]]


def figures(found: Task, hits: Sequence[Hits], alert: float, top: int = 10) -> Figures:
    """Count: `hits` holds for each query its entries with scores, best first."""
    right, strangers = [], []
    groups: dict[str, list[tuple[bool, float]]] = defaultdict(list)
    for one, scored in zip(found.asked, hits, strict=True):
        if one.wanted:
            best = max((score for entry, score in scored if entry in one.wanted), default=-99.0)
            groups[one.group].append((any(entry in one.wanted for entry, _ in scored[:top]), best))
            if counted(one.group):
                right.append(best)
        else:
            best = scored[0][1] if scored else -99.0
            groups[one.group].append((bool(scored), best))
            if one.group == "benign":
                strangers.append(best)
    good, bad = np.array(right), np.sort(np.array(strangers))[::-1]
    f1, f1_at = best_f1(good, bad)
    at_1, at_01 = bad[len(bad) // 100], bad[len(bad) // 1000]
    shares = {
        group: (len(all_), float(np.mean([hit for hit, _ in all_])), float(np.mean([s >= alert for _, s in all_])))
        for group, all_ in sorted(groups.items())
    }
    return Figures(f1, f1_at, float((good > at_1).mean()), float(at_1), float((good > at_01).mean()), shares)


def counted(group: str) -> bool:
    """Whether a class belongs to the queries of the F1 bar."""
    return group.startswith(("alias", "slip", "typos")) or group in {"script Arabic Person", "script Cyrillic Person"}


def best_f1(good: NDArray[np.float64], bad: NDArray[np.float64]) -> tuple[float, float]:
    """Give the best F1 over all thresholds, and its threshold."""
    best, at = 0.0, 1.0
    good, bad = np.sort(good), np.sort(bad)
    for threshold in np.unique(np.concatenate([good, bad])):
        hit = len(good) - np.searchsorted(good, threshold)
        false = len(bad) - np.searchsorted(bad, threshold)
        value = 2 * hit / (2 * hit + false + len(good) - hit) if hit else 0.0
        if value > best:
            best, at = float(value), float(threshold)
    return best, at


def perturbation_recall(found: Task, hits: Sequence[Hits], firing: float = 0.11) -> dict[str, float]:
    """Give the recall of each perturbation, best candidate and right, where so many invented negatives fire.

    Only the entries count whose names were perturbed, as in the benchmark that these classes come from.
    """
    pool = frozenset(entry for one in found.asked if one.group.startswith("slip") for entry in one.wanted)
    asked = [(one, [hit for hit in scored if hit[0] in pool]) for one, scored in zip(found.asked, hits, strict=True)]
    fired = [scored[0][1] if scored else -99.0 for one, scored in asked if one.group.startswith("no ")]
    at = sorted(fired, reverse=True)[int(firing * len(fired))]
    groups: dict[str, list[bool]] = defaultdict(list)
    for one, scored in asked:
        if one.group.startswith("slip"):
            top = scored[0][1] if scored else -99.0
            groups[one.group].append(top > at and any(entry in one.wanted and s == top for entry, s in scored))
    return {"threshold": at} | {group: sum(all_) / len(all_) for group, all_ in sorted(groups.items())}


def pairs(data: Path) -> list[tuple[Subject, Subject, bool]]:
    """Give the labelled pairs of names."""
    return [
        (
            Subject(kind_of(row["schema"]), (Name(row["name1"]),)),
            Subject(kind_of(row["schema"]), (Name(row["name2"]),)),
            row["is_match"] == "true",
        )
        for row in rows(data, "name_pairs")
    ]


def pair_f1(scores: Iterable[float], same: Iterable[bool]) -> tuple[float, float]:
    """Give the best F1 of labelled pairs, and its threshold."""
    score, label = np.array(list(scores)), np.array(list(same))
    return best_f1(score[label], score[~label])
