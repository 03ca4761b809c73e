"""rapidfuzz token_sort against every name: what most home-made screening is."""

from collections.abc import Mapping, Sequence

import numpy as np
from anyascii import anyascii
from rapidfuzz import fuzz, process, utils

from bench.trial import Finder, Listed, Ranked

NAME = "rapidfuzz token_sort, every name"
PACKAGES = ("rapidfuzz",)
TOP = 10
_NEAREST = 40
_AT_ONCE = 64


def build(listed: Sequence[Listed], _schemata: Mapping[str, str]) -> Finder:
    """Hold the list in memory; other scripts are romanised with anyascii."""
    entities = [one.entity for one in listed]
    names = [_sorted(one.name) for one in listed]

    def find(asked: Sequence[str]) -> list[Ranked]:
        answers = []
        for start in range(0, len(asked), _AT_ONCE):
            some = [_sorted(name) for name in asked[start : start + _AT_ONCE]]
            # sorted tokens compared by ratio are token_sort_ratio, without sorting each name again for each question
            scores = process.cdist(some, names, scorer=fuzz.ratio, dtype=np.float32, workers=1)
            nearest = np.argpartition(-scores, _NEAREST, axis=1)[:, :_NEAREST]
            for row, places in zip(scores, nearest, strict=True):
                answers.append(best_of_entities([(entities[at], float(row[at]) / 100) for at in places]))
        return answers

    return find


def _sorted(name: str) -> str:
    return " ".join(sorted(utils.default_process(anyascii(name)).split()))


def best_of_entities(found: Sequence[tuple[str, float]]) -> Ranked:
    """The best score of each entity, best first, at most ten."""
    best: dict[str, float] = {}
    for entity, score in found:
        best[entity] = max(score, best.get(entity, 0.0))
    return sorted(best.items(), key=_best_first)[:TOP]


def _best_first(found: tuple[str, float]) -> tuple[float, str]:
    return -found[1], found[0]
