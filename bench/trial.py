"""How many right entries an engine finds, and how many ordinary people it troubles, by the labels of public data.

A trial is one list of Latin names, questions with the entries that are right, and names that nobody on the list bears.
Any entry that bears the very same name as a right one is right too: the same party stands on several lists.
`bench.accuracy` is the smaller task that the second stage is trained and checked on; this one measures any engine.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench import public, romanised
from bench.generators import Negative, fill, negatives

Ranked = list[tuple[str, float]]
Finder = Callable[[Sequence[str]], list[Ranked]]
PairScorer = Callable[[str, str, str], float]

LISTED = 33_000
RELATED = 85
MOST_NEGATIVES = 0.11
_PAIRS = {"russian": 400, "arabic": 400, "chinese": 200, "japanese": 200}


@dataclass(frozen=True, slots=True)
class Listed:
    """One name on the list an engine is built on."""

    entity: str
    schema: str
    name: str
    kind: str = "primary"


@dataclass(frozen=True, slots=True)
class Question:
    """One name that is asked, the entries that are right, its group, and whether the headline figures count it."""

    text: str
    right: frozenset[str]
    group: str
    counted: bool = True
    schema: str = "Person"


@dataclass(frozen=True, slots=True)
class Trial:
    """What an engine is tried on."""

    listed: tuple[Listed, ...]
    questions: tuple[Question, ...]
    ordinary: tuple[str, ...]

    def sampled(self, step: int) -> "Trial":
        """Every so manieth question of each group, and of the ordinary people."""
        return Trial(self.listed, self.questions[::step], self.ordinary[::step])

    def schemata(self) -> dict[str, str]:
        """What the questions name that name no person."""
        return {one.text: one.schema for one in self.questions if one.schema != "Person"}


def trial(size: int = LISTED) -> Trial:
    """The whole trial: the public list, filled to `size` names."""
    held = {(row["entity_id"], row["query"]) for row in public.rows("queries_alias")}
    listed = [
        Listed(row["entity_id"], row["schema"], row["name"], row["kind"])
        for row in public.rows("watchlist")
        if row["script"] == "Latin" and (row["entity_id"], row["name"]) not in held
    ]
    questions = [*_labelled(_Twins(public.rows("watchlist")))]
    for group, pairs in _made().items():
        for place, pair in enumerate(pairs):
            listed.append(Listed(f"{group}-{place}", "Person", pair.latin))
            questions.append(Question(pair.original, frozenset({f"{group}-{place}"}), group, counted=False))
    listed += [Listed(one.entity, one.schema, one.name) for one in fill(max(0, size - len(listed)))]
    named = {one.entity for one in listed}
    kept = tuple(question for question in questions if question.right & named)
    return Trial(tuple(listed), kept, tuple(row["full_name"] for row in public.rows("negatives")))


class _Twins:
    """Which entries bear the very same name."""

    def __init__(self, rows: Iterable[public.Row]) -> None:
        self._names: dict[str, set[str]] = defaultdict(set)
        self._bearers: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            name = " ".join(sorted(row["name"].casefold().replace(",", " ").split()))
            self._names[row["entity_id"]].add(name)
            self._bearers[name].add(row["entity_id"])

    def of(self, entities: str) -> frozenset[str]:
        """The entities, and all that bear a name of theirs."""
        named = entities.split(";")
        return frozenset(named).union(*(self._bearers[name] for one in named for name in self._names[one]))


def _labelled(twins: _Twins) -> Iterable[Question]:
    for row in public.rows("queries_alias"):
        if row["script"] == "Latin":
            alike = int(row["relatedness"]) >= RELATED
            group = "Latin aliases" if alike else "Latin aliases, less related"
            yield Question(row["query"], twins.of(row["entity_id"]), group, alike, row["schema"])
    for row in public.rows("queries_xscript"):
        person = row["schema"] == "Person"
        group = f"{row['script']} {'persons' if person else 'organizations'}"
        yield Question(row["query"], twins.of(row["entity_id"]), group, person, row["schema"])
    for row in public.rows("queries_typos"):
        yield Question(row["query"], twins.of(row["entity_ids"]), "UN typing errors")
        yield Question(row["clean_name"], twins.of(row["entity_ids"]), "UN clean names")
    for row in public.rows("queries_perturbed"):
        yield Question(row["query"], twins.of(row["entity_id"]), f"{row['family']}: {row['perturbation']}")


def _made() -> dict[str, list[romanised.Pair]]:
    found = {"Cyrillic persons (Slavic, made)": romanised.slavic(1_000)}
    for language, count in _PAIRS.items():
        found[f"{language.title()} transcriptions (made)"] = romanised.transcribed(language, count)
    found["Hangul persons (made)"] = romanised.korean(600)
    return found


@dataclass(frozen=True, slots=True)
class Accuracy:
    """What was measured: recall by group, the best F1, recall at alert rates, alerts at each threshold asked for."""

    in_ten: Mapping[str, tuple[float, int]]
    counted_in_ten: float
    best_f1: float
    best_at: float
    f1_frozen: float | None
    at_one_percent: float
    at_one_per_mille: float
    alerts: Mapping[float, float]


def measured(given: Trial, finder: Finder, frozen: Sequence[float] = ()) -> Accuracy:
    """Try an engine that was built on the trial's list; `frozen` are its own thresholds, the alert threshold first."""
    answers = finder([question.text for question in given.questions])
    strangers = np.array([found[0][1] if found else 0.0 for found in finder(given.ordinary)])
    places = [_place(question.right, found) for question, found in zip(given.questions, answers, strict=True)]
    counted = [place for place, question in zip(places, given.questions, strict=True) if question.counted]
    right = np.array([score for _, score in counted])
    best, threshold = best_f1(right, strangers)
    return Accuracy(
        in_ten=_by_group(given.questions, places),
        counted_in_ten=sum(place >= 0 for place, _ in counted) / len(counted),
        best_f1=best,
        best_at=threshold,
        f1_frozen=_f1(right, strangers, frozen[0]) if frozen else None,
        at_one_percent=_recall_at(right, strangers, 0.01),
        at_one_per_mille=_recall_at(right, strangers, 0.001),
        alerts={one: 1_000 * float((strangers >= one).mean()) for one in frozen},
    )


def _place(right: frozenset[str], found: Ranked) -> tuple[int, float]:
    """The place of the first right entry, from 0, and its score; -1 and 0 where there is none in ten."""
    return next(((place, score) for place, (entity, score) in enumerate(found[:10]) if entity in right), (-1, 0.0))


def _by_group(questions: Sequence[Question], places: Sequence[tuple[int, float]]) -> dict[str, tuple[float, int]]:
    groups: dict[str, list[bool]] = defaultdict(list)
    for question, (place, _) in zip(questions, places, strict=True):
        groups[question.group].append(place >= 0)
    return {group: (sum(hits) / len(hits), len(hits)) for group, hits in groups.items()}


Scores = NDArray[np.float64]


def best_f1(right: Scores, wrong: Scores) -> tuple[float, float]:
    """The best F1 of any threshold above 0, and that threshold."""
    thresholds = np.unique(np.concatenate([right, wrong]))
    thresholds = thresholds[thresholds > 0]
    if not len(thresholds):
        return 0.0, 0.0
    hits = len(right) - np.searchsorted(np.sort(right), thresholds)
    alarms = len(wrong) - np.searchsorted(np.sort(wrong), thresholds)
    scores = 2 * hits / (hits + alarms + len(right))
    place = int(np.argmax(scores))
    return float(scores[place]), float(thresholds[place])


def _f1(right: Scores, wrong: Scores, threshold: float) -> float:
    hits, alarms = int((right >= threshold).sum()), int((wrong >= threshold).sum())
    return 2 * hits / (hits + alarms + len(right))


def _recall_at(right: Scores, wrong: Scores, rate: float) -> float:
    """The share of the right ones above the lowest threshold at which no more than `rate` of the others alert."""
    return float((right > _least(wrong, rate)).mean())


def _least(wrong: Scores, rate: float) -> float:
    return float(np.sort(wrong)[::-1][int(rate * len(wrong))])


@dataclass(frozen=True, slots=True)
class Perturbed:
    """Recall by class of perturbation at the threshold where no more than the allowed share of negatives fires."""

    recall: Mapping[str, tuple[float, int]]
    threshold: float
    firing: Mapping[str, float]

    @property
    def worst(self) -> tuple[str, float]:
        """The class found least, with its recall."""
        name = min(self.recall, key=lambda one: self.recall[one][0])
        return name, self.recall[name][0]


def perturbed_list() -> tuple[Listed, ...]:
    """All names of the entries that the perturbed names are of: the pool of sanctions-screening-benchmark."""
    pool = {row["entity_id"] for row in public.rows("queries_perturbed")}
    rows = [row for row in public.rows("watchlist") if row["entity_id"] in pool and row["script"] == "Latin"]
    return tuple(Listed(row["entity_id"], row["schema"], row["name"], row["kind"]) for row in rows)


def perturbed_negatives() -> list[Negative]:
    """Negatives of all three rules, made of the names that were perturbed."""
    names = sorted({row["source_name"] for row in public.rows("queries_perturbed")})
    return negatives(names, [row["name"] for row in public.rows("watchlist")])


def perturbation(finder: Finder, most: float = MOST_NEGATIVES, step: int = 1) -> Perturbed:
    """Try an engine that was built on `perturbed_list`: its single best candidate must be right and above the
    threshold; a negative fires when any candidate of it is.
    """
    rows = public.rows("queries_perturbed")[::step]
    made = perturbed_negatives()
    firing = np.array([found[0][1] if found else 0.0 for found in finder([one.text for one in made])])
    allowed = _least(firing, most)
    hits: dict[str, list[bool]] = defaultdict(list)
    for row, found in zip(rows, finder([row["query"] for row in rows]), strict=True):
        best = found[0] if found else ("", 0.0)
        hits[row["perturbation"]].append(best[0] == row["entity_id"] and best[1] > allowed)
    fired: dict[str, list[bool]] = defaultdict(list)
    for one, score in zip(made, firing.tolist(), strict=True):
        fired[one.rule].append(score > allowed)
    return Perturbed(
        {name: (sum(found) / len(found), len(found)) for name, found in hits.items()},
        allowed,
        {name: sum(found) / len(found) for name, found in fired.items()},
    )


def pairs_f1(scorer: PairScorer) -> tuple[float, float]:
    """The best F1 over the labelled name pairs, and its threshold; the scorer is given schema and both names."""
    scores: dict[bool, list[float]] = {True: [], False: []}
    for row in public.rows("name_pairs"):
        scores[row["is_match"] == "true"].append(scorer(row["schema"], row["name1"], row["name2"]))
    return best_f1(np.array(scores[True]), np.array(scores[False]))
