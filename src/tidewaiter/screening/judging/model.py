"""The frozen model: many small decision trees over the features of two names, and the scale of the published score.

Trees are not walked. Each leaf is a bit of its tree's number; the conditions of all trees stand in order by feature
and limit, and each that a row breaks rules out the leaves below it. The leftmost leaf that is left is where a walk
would end (QuickScorer, Lucchese and others 2015).
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tidewaiter.screening.judging.compiled import compiled
from tidewaiter.screening.judging.features import COLUMNS, Table

_FILE = Path(__file__).parent / "tables" / "model.json"
_MATCHED = 15
_LEAVES = 12
_ALL = (1 << _LEAVES) - 1
NO_WORD_ALIKE = 0.6

Numbers = NDArray[np.float64]
Places = NDArray[np.int32]
Bits = NDArray[np.uint16]


class Trees(NamedTuple):
    """The conditions in order by feature and limit: where one is broken, its tree and the leaves of it that stay.

    `lowest` gives the place of the lowest bit of a number, `leaves` the values of the leaves of each tree; `sums` and
    `scores` are the scale that maps what all trees and the baseline say to the score.
    """

    baseline: float
    start: Places
    limits: Numbers
    broken: NDArray[np.uint32]
    lowest: NDArray[np.uint8]
    leaves: Numbers
    sums: Numbers
    scores: Numbers


@dataclass(frozen=True, slots=True)
class Model:
    """The trees, and what can be asked of them."""

    trees: Trees

    def scores(self, table: Table) -> Numbers:
        """Give the published score, from 0 to 1, of each row of features."""
        scores = np.empty(len(table))
        _scores(table, self.trees, leaf_room(self.trees), scores)
        return scores


def leaf_room(trees: Trees) -> Bits:
    """Make room for the leaves that are left of each tree."""
    return np.zeros(len(trees.leaves), np.uint16)


@compiled
def score_of(row: Table, trees: Trees, left: Bits) -> float:
    """Give the score of one row of features."""
    start, limits, broken, lowest, leaves = trees.start, trees.limits, trees.broken, trees.lowest, trees.leaves
    left[:] = _ALL
    for feature in range(len(start) - 1):
        value = np.float64(row[feature])
        for k in range(start[feature], start[feature + 1]):
            if value <= limits[k]:
                break
            left[broken[k] >> _LEAVES] &= broken[k] & _ALL
    total = 0.0
    for tree in range(len(left)):
        total += leaves[tree, lowest[left[tree]]]
    score = _on_scale(total + trees.baseline, trees.sums, trees.scores)
    # The trees saw few names without a word in common, because the index seldom gives them.
    return score * NO_WORD_ALIKE if row[_MATCHED] == 0 else score


@compiled
def _on_scale(total: float, sums: Numbers, scores: Numbers) -> float:
    last = len(sums) - 1
    if total < sums[0]:
        return float(scores[0])
    if total >= sums[last]:
        return float(scores[last])
    k = 0
    while sums[k + 1] <= total:
        k += 1
    return float((scores[k + 1] - scores[k]) / (sums[k + 1] - sums[k]) * (total - sums[k]) + scores[k])


@compiled
def _scores(table: Table, trees: Trees, left: Bits, scores: Numbers) -> None:
    for row in range(len(table)):
        scores[row] = score_of(table[row], trees, left)


@cache
def frozen_model() -> Model:
    """Read the model that `scripts/train_judge.py` made, once."""
    kept = json.loads(_FILE.read_text(encoding="utf-8"))
    if kept["columns"] != list(COLUMNS):
        raise ValueError("the model was made for other features")
    sums, scores = np.array(kept["scale"], np.float64).T.copy()
    leaves = np.zeros((len(kept["roots"]), _LEAVES))
    conditions: list[tuple[int, float, int]] = []
    for tree, root in enumerate(kept["roots"]):
        values = [*_leaves(kept, root)]
        leaves[tree, : len(values)] = values
        conditions += _conditions(kept, tree, root, 0)
    features, limits, broken = zip(*sorted(conditions), strict=True)
    return Model(
        Trees(
            kept["baseline"],
            np.searchsorted(np.array(features), np.arange(len(COLUMNS) + 1)).astype(np.int32),
            np.array(limits, np.float64),
            np.array(broken, np.uint32),
            np.array([_lowest(bits) for bits in range(_ALL + 1)], np.uint8),
            leaves,
            sums,
            scores,
        )
    )


def _leaves(kept: dict[str, Any], place: int) -> Sequence[float]:
    if kept["features"][place] < 0:
        return [kept["values"][place]]
    return [*_leaves(kept, kept["lower"][place]), *_leaves(kept, kept["higher"][place])]


def _conditions(kept: dict[str, Any], tree: int, place: int, first: int) -> Iterator[tuple[int, float, int]]:
    # `first` is the leaf at which what stands below this place begins.
    feature = kept["features"][place]
    if feature < 0:
        return
    lower, higher = kept["lower"][place], kept["higher"][place]
    width = len(_leaves(kept, lower))
    yield feature, kept["limits"][place], tree << _LEAVES | _ALL & ~(((1 << width) - 1) << first)
    yield from _conditions(kept, tree, lower, first)
    yield from _conditions(kept, tree, higher, first + width)


def _lowest(bits: int) -> int:
    return (bits & -bits).bit_length() - 1 if bits else 0
