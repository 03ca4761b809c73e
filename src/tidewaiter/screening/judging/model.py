"""The frozen model: many small decision trees over the features of two names, and the scale of the published score."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tidewaiter.screening.judging.compiled import compiled
from tidewaiter.screening.judging.features import COLUMNS, Table

_FILE = Path(__file__).parent / "tables" / "model.json"
_MATCHED = list(COLUMNS).index("matched")
_NO_WORD_ALIKE = 0.6

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Model:
    """Trees below each other: a place without a feature is a leaf; `scale` maps their sum to the score."""

    baseline: float
    roots: Places
    features: Places
    limits: Numbers
    lower: Places
    higher: Places
    values: Numbers
    scale: tuple[Numbers, Numbers]

    def scores(self, table: Table) -> Numbers:
        """Give the published score, from 0 to 1, of each row of features."""
        sums = np.empty(len(table))
        _sums(table, self.roots, self.features, self.limits, self.lower, self.higher, self.values, sums)
        scores: Numbers = np.interp(sums + self.baseline, *self.scale)
        # The trees saw few names without a word in common, because the index seldom gives them.
        scores[table[:, _MATCHED] == 0] *= _NO_WORD_ALIKE
        return scores


@compiled
def _sums(
    table: Table,
    roots: Places,
    features: Places,
    limits: Numbers,
    lower: Places,
    higher: Places,
    values: Numbers,
    sums: Numbers,
) -> None:
    for row in range(len(table)):
        total = 0.0
        for root in roots:
            place = root
            while features[place] >= 0:
                place = lower[place] if table[row, features[place]] <= limits[place] else higher[place]
            total += values[place]
        sums[row] = total


@cache
def frozen_model() -> Model:
    """Read the model that `scripts/train_judge.py` made, once."""
    kept = json.loads(_FILE.read_text(encoding="utf-8"))
    if kept["columns"] != list(COLUMNS):
        raise ValueError("the model was made for other features")
    sums, scores = np.array(kept["scale"], np.float64).T.copy()
    return Model(
        kept["baseline"],
        np.array(kept["roots"], np.int64),
        np.array(kept["features"], np.int64),
        np.array(kept["limits"], np.float64),
        np.array(kept["lower"], np.int64),
        np.array(kept["higher"], np.int64),
        np.array(kept["values"], np.float64),
        (sums, scores),
    )
