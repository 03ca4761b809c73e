"""Train the frozen model of the second stage on public data and write it as plain numbers; twice gives the same file.

Run `python -m scripts.train_judge DATA` from the checkout after `scripts/train_names.py`. Everything measured is
cross-fitted: a query is scored by trees that saw neither it nor any other query for the same entry.
"""

import json
import random
import sys
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from bench import accuracy
from tidewaiter.screening.judging.features import COLUMNS, FEATURES
from tidewaiter.screening.judging.names import features, named
from tidewaiter.screening.reasons import ALERT
from tidewaiter.screening.subjects import SubjectKind

MODEL = Path(__file__).parents[1] / "src/tidewaiter/screening/judging/tables/model.json"
LIST_NAMES = 33_000
FOLDS = 3
# How many entries of a question are learnt from, and how much each kind of example counts.
ENTRIES_KEPT, ENTRIES_LEARNT, LEAST_ALIKE = 10, 5, 0.2
WRONG_ENTRY, INVENTED, LABELLED_PAIR = 0.3, 0.5, 5.0
TREES, LEAVES, RATE = 100, 12, 0.12
# The published score says how rare such a score is among ordinary people: one in ten, in a hundred, in a thousand.
SCALE = ((0.1, 0.5), (0.01, 0.7), (0.001, 0.85))
LEAST_SUM, MOST_SUM = -12.0, 7.0

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Examples:
    """One row for each pair of names: features, question, entry, whether right, and its weight."""

    table: NDArray[np.float32]
    question: NDArray[np.int64]
    entry: NDArray[np.int64]
    right: Flags
    weight: Numbers
    learnt: Flags


def examples(task: accuracy.Task, candidates: list[list[str]]) -> Examples:
    """Describe for each question the two likest names of its likest entries."""
    names = {entry: named(subject) for entry, subject in task.entries.items()}
    chance, all_entries = random.Random(LIST_NAMES), list(task.entries)
    numbers = {entry: number for number, entry in enumerate(task.entries)}
    tables, places = [], []
    for number, (one, near) in enumerate(zip(task.asked, candidates, strict=True)):
        # Two entries at random, so that the trees also know names that have nothing in common.
        far = [entry for entry in chance.choices(all_entries, k=2) if entry not in near]
        mine, found = named(one.subject), [*near, *far]
        whole = features(mine, [names[entry] for entry in found])
        rows = [_likest(part) for part in np.split(whole, np.cumsum([len(names[entry].parts) for entry in found])[:-1])]
        order = sorted(range(len(rows)), key=lambda k: -_simple(rows[k])[0])
        for rank, k in enumerate(order):
            right = found[k] in one.wanted
            if rank < ENTRIES_KEPT or right or found[k] in far:
                # What has nothing in common with its entry teaches nothing.
                learnt = _simple(rows[k])[0] >= LEAST_ALIKE if right else rank < ENTRIES_LEARNT or found[k] in far
                tables.append(rows[k])
                told = number, numbers[found[k]], right, _weight(one, right)
                places += [(*told, learnt and not second) for second in range(len(rows[k]))]
    columns = list(zip(*places, strict=True))
    return Examples(
        np.concatenate(tables),
        np.array(columns[0]),
        np.array(columns[1]),
        np.array(columns[2]),
        np.array(columns[3]),
        np.array(columns[4]),
    )


def _simple(table: NDArray[np.float32]) -> NDArray[np.float32]:
    weights = np.zeros(FEATURES, np.float32)
    for column, weight in (("trigrams", 0.3), ("covered_query", 0.25), ("covered_entry", 0.2), ("laid", 0.25)):
        weights[list(COLUMNS).index(column)] = weight
    return table @ weights


def _likest(table: NDArray[np.float32]) -> NDArray[np.float32]:
    return table[np.argsort(-_simple(table), kind="stable")[:2]]


def _weight(one: accuracy.Asked, right: bool) -> float:
    if one.wanted:
        # Of firms and ships there are no ordinary ones to learn from, so other entries count in full.
        return WRONG_ENTRY if not right and one.subject.kind is SubjectKind.PERSON else 1.0
    return 1.0 if one.group == "benign" else INVENTED


def folds(task: accuracy.Task) -> NDArray[np.int64]:
    """Give each question its fold, one for all questions that mean the same entry."""
    keys = [min(one.wanted) if one.wanted else one.subject.names[0].text for one in task.asked]
    return np.array([zlib.crc32(key.encode()) % 60 % FOLDS for key in keys])


def fitted(table: NDArray[np.float32], right: Flags, weight: Numbers) -> HistGradientBoostingClassifier:
    """Fit the trees, each feature allowed to pull only the way it must."""
    model = HistGradientBoostingClassifier(
        max_iter=TREES,
        learning_rate=RATE,
        max_leaf_nodes=LEAVES,
        min_samples_leaf=40,
        l2_regularization=2.0,
        monotonic_cst=list(COLUMNS.values()),
        random_state=0,
        early_stopping=False,
    )
    return model.fit(table, right, sample_weight=weight)


@dataclass(frozen=True)
class Pairs:
    """The labelled pairs of names as features."""

    table: NDArray[np.float32]
    same: Flags


def labelled(data: Path) -> Pairs:
    """Describe the labelled pairs."""
    found = [(features(named(one), [named(other)])[0], same) for one, other, same in accuracy.pairs(data)]
    return Pairs(np.array([row for row, _ in found]), np.array([same for _, same in found]))


def cross_fitted(all_: Examples, pairs: Pairs, fold: NDArray[np.int64]) -> tuple[Numbers, Numbers]:
    """Score every example and every labelled pair by trees that did not see it."""
    sums, pair_sums = np.zeros(len(all_.table)), np.zeros(len(pairs.table))
    pair_fold = np.arange(len(pairs.table)) % FOLDS
    for k in range(FOLDS):
        mine = fold[all_.question] == k
        model = _fit_on(all_, pairs, all_.learnt & ~mine, pair_fold != k)
        sums[mine] = model.decision_function(all_.table[mine])
        pair_sums[pair_fold == k] = model.decision_function(pairs.table[pair_fold == k])
    return sums, pair_sums


def _fit_on(all_: Examples, pairs: Pairs, some: Flags, some_pairs: Flags) -> HistGradientBoostingClassifier:
    return fitted(
        np.concatenate([all_.table[some], pairs.table[some_pairs]]),
        np.concatenate([all_.right[some], pairs.same[some_pairs]]),
        np.concatenate([all_.weight[some], np.full(some_pairs.sum(), LABELLED_PAIR)]),
    )


def hits(task: accuracy.Task, all_: Examples, scores: Numbers, most: int = 10) -> list[list[tuple[str, float]]]:
    """Give for each question its entries with their best score, best first."""
    entries = list(task.entries)
    found: list[dict[int, float]] = [{} for _ in task.asked]
    for question, entry, score in zip(all_.question, all_.entry, scores, strict=True):
        best = found[question]
        best[entry] = max(best.get(entry, -np.inf), float(score))
    return [
        [(entries[entry], score) for entry, score in sorted(best.items(), key=lambda pair: -pair[1])[:most]]
        for best in found
    ]


def scale_of(task: accuracy.Task, found: list[list[tuple[str, float]]]) -> list[tuple[float, float]]:
    """Give the points between which the published score is drawn, from the sums of the trees."""
    strangers = np.sort(
        [scored[0][1] for one, scored in zip(task.asked, found, strict=True) if one.group == "benign" and scored]
    )[::-1]
    points = [(float(strangers[int(share * len(strangers))]), score) for share, score in SCALE]
    return [(LEAST_SUM, 0.0), *points, (max(MOST_SUM, points[-1][0] + 1.0), 0.99)]


def frozen(model: HistGradientBoostingClassifier, scale: list[tuple[float, float]]) -> dict[str, object]:
    """Give a fitted model as plain lists of numbers."""
    kept: dict[str, list[float]] = {name: [] for name in ("roots", "features", "limits", "lower", "higher", "values")}
    for (tree,) in model._predictors:
        root = len(kept["features"])
        kept["roots"].append(root)
        for node in tree.nodes:
            leaf = bool(node["is_leaf"])
            kept["features"].append(-1 if leaf else int(node["feature_idx"]))
            kept["limits"].append(0.0 if leaf else float(node["num_threshold"]))
            kept["lower"].append(0 if leaf else root + int(node["left"]))
            kept["higher"].append(0 if leaf else root + int(node["right"]))
            kept["values"].append(round(float(node["value"]), 9) if leaf else 0.0)
    baseline = float(np.ravel(model._baseline_prediction)[0])
    return {"columns": list(COLUMNS), "baseline": baseline, **kept, "scale": scale}


def published(score: float, scale: list[tuple[float, float]]) -> float:
    """Draw a sum of the trees on the scale of the published score."""
    sums, scores = np.array(scale).T
    return float(np.interp(score, sums, scores))


def report(task: accuracy.Task, found: list[list[tuple[str, float]]], scale: list[tuple[float, float]]) -> None:
    """Print the cross-fitted figures of the bars, in published scores."""
    drawn = [[(entry, published(score, scale)) for entry, score in one] for one in found]
    figures = accuracy.figures(task, drawn, ALERT)
    print(f"F1 {figures.f1:.4f} at {figures.f1_at:.3f}, recall at 1 % {figures.recall_at_1_percent:.4f}", end=" ")
    print(f"and at 0.1 % {figures.recall_at_1_in_1000:.4f} of ordinary people")
    slips = accuracy.perturbation_recall(task, found)
    for group, (count, in_ten, alert) in figures.groups.items():
        print(f"{group:26} {count:6} in ten {in_ten:.3f} alert {alert:.3f} perturbed {slips.get(group, 0.0):.3f}")


def main(data: Path) -> None:
    """Train, print the cross-fitted figures, and write the model."""
    task = accuracy.task(data, fill=LIST_NAMES, benign_step=2)
    all_, pairs, fold = examples(task, accuracy.brute_candidates(task)), labelled(data), folds(task)
    sums, pair_sums = cross_fitted(all_, pairs, fold)
    found = hits(task, all_, sums)
    scale = scale_of(task, found)
    report(task, found, scale)
    f1, at = accuracy.pair_f1(pair_sums, pairs.same)
    print(f"labelled pairs F1 {f1:.4f} at {published(at, scale):.3f}")
    model = _fit_on(all_, pairs, all_.learnt, np.ones(len(pairs.table), bool))
    MODEL.write_text(json.dumps(frozen(model, scale)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
