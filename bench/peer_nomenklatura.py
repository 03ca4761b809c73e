"""nomenklatura's own blocker and its logic-v2 scorer: what yente scores with.

It is told whether a person, an organization or a vessel is meant, which the others are not. logic-v2 remembers the
analysis of a name by the id of its entity, so each question gets an id that was never used before.
"""

import itertools
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from anyascii import anyascii
from followthemoney import Dataset, StatementEntity
from nomenklatura.blocker.index import Index
from nomenklatura.matching import LogicV2

from bench.trial import Finder, Listed, Ranked

NAME = "nomenklatura blocker + logic-v2"
PACKAGES = ("nomenklatura", "rigour", "followthemoney")
TOP = 10
_DATASET = Dataset.make({"name": "bench", "title": "bench"})
_numbers = itertools.count()


class _View:
    """The entities in the shape that the blocker reads."""

    scope = _DATASET

    def __init__(self, entities: Sequence[StatementEntity]) -> None:
        self._entities = entities

    def entities(self, include_schemata: object = None) -> Iterator[StatementEntity]:
        """All entities; every one has a schema that can be matched."""
        return iter(self._entities)


def _entity(key: str, schema: str, names: Sequence[str]) -> StatementEntity:
    return StatementEntity.from_data(_DATASET, {"id": key, "schema": schema, "properties": {"name": list(names)}})


def build(listed: Sequence[Listed], schemata: Mapping[str, str]) -> Finder:
    """Index the list; `schemata` tells of some questions what they name, the others are persons."""
    names: dict[str, list[str]] = defaultdict(list)
    kinds: dict[str, str] = {}
    for one in listed:
        names[one.entity].append(one.name)
        kinds[one.entity] = one.schema
    entities = {key: _entity(key, kinds[key], found) for key, found in names.items()}
    folder = tempfile.TemporaryDirectory(prefix="bench-nomenklatura-")
    view: Any = _View(list(entities.values()))
    index: Any = Index(view, Path(folder.name))
    index.build()
    config = LogicV2.default_config()

    def find(asked: Sequence[str]) -> list[Ranked]:
        start = time.perf_counter_ns()
        questions = {
            key: _entity(key, schemata.get(name, "Person"), [anyascii(name)])
            for key, name in ((f"q{start}-{next(_numbers)}", name) for name in asked)
        }
        blocked = {str(key): found for key, found in index.match_entities(questions.values())}
        answers = []
        for key, question in questions.items():
            scored = [
                (str(match), float(LogicV2.compare(question, entities[str(match)], config).score))
                for match, _ in blocked.get(key, [])
            ]
            answers.append(sorted(scored, key=_best_first)[:TOP])
        return answers

    find.folder = folder  # type: ignore[attr-defined]  # the files live as long as what reads them
    return find


def _best_first(found: tuple[str, float]) -> tuple[float, str]:
    return -found[1], found[0]
