"""Finds out which peers are installed; what is absent is left out of the scorecard, and said."""

import importlib
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version

from bench.trial import Finder, Listed

QUICK = 6
MODULES = ("bench.peer_nomenklatura", "bench.peer_token_sort", "bench.peer_trigrams")


@dataclass(frozen=True, slots=True)
class Peer:
    """One engine to measure against, built on a list; of the questions on accuracy it is asked every `step`th."""

    name: str
    versions: str
    step: int
    finder: Finder
    build_cpu: float


_STEPS = {"bench.peer_nomenklatura": 12, "bench.peer_token_sort": 3}


def built(listed: Sequence[Listed], schemata: Mapping[str, str], amount: str) -> Iterator[Peer | str]:
    """Each peer, or the name of the package that it lacks; a `full` amount asks each of them everything."""
    for name in MODULES:
        try:
            module = importlib.import_module(name)
        except ModuleNotFoundError as error:
            yield f"{name.removeprefix('bench.peer_')} ({error.name} is not installed)"
            continue
        versions = ", ".join(f"{package} {version(package)}" for package in module.PACKAGES)
        began = time.process_time()
        finder: Finder = module.build(listed, schemata)
        step = {"full": 1, "quick": QUICK * _STEPS.get(name, 1)}.get(amount, _STEPS.get(name, 1))
        yield Peer(module.NAME, versions, step, finder, time.process_time() - began)
