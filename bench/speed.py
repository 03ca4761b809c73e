"""How fast and how big: the same names through every engine in one run, and indexes of a million names and more.

`python -m bench.speed ROWS` measures one large index in a process of its own and prints JSON: memory and cold words are
only true where nothing ran before.
"""

import gc
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import ours
from bench.generators import classes, fill, half_of, manifest
from bench.peers import Peer
from bench.trial import Listed, Trial
from tidewaiter.screening.collector import look_seldom
from tidewaiter.screening.index.finding import Index
from tidewaiter.screening.index.keeping import add, build, remove
from tidewaiter.screening.index.shapes import Indexed
from tidewaiter.screening.judging import ALERT
from tidewaiter.screening.run import screen
from tidewaiter.screening.subjects import Name, Subject, SubjectKind

CLASSES = 3_000
QUESTIONS = 5_000
LARGE_QUESTIONS = 20_000
ALONE = 500
_PEER_QUESTIONS = {"nomenklatura blocker + logic-v2": 300, "rapidfuzz token_sort, every name": 300}


@dataclass(frozen=True, slots=True)
class Throughput:
    """So many questions took an engine so many seconds of processor, by the clock as well."""

    engine: str
    questions: int
    cpu: float
    wall: float
    build_cpu: float

    @property
    def per_cpu_second(self) -> float:
        """Questions in one second of one processor."""
        return self.questions / self.cpu


def beside_peers(given: Trial, peers: Sequence[Peer], questions: int = QUESTIONS) -> list[Throughput]:
    """The same list and questions through our engine, in three ways, and through each peer, in this process."""
    listed = [one.name for one in given.listed]
    names = manifest(listed, questions)
    warm_up()
    began = time.process_time()
    index = Index.of(ours.entries(given.listed, classes(len(given.listed), CLASSES).tolist()))
    built = time.process_time() - began
    look_seldom()  # as the command does
    half = half_of(CLASSES)
    ways: dict[str, Callable[[Sequence[str]], object]] = {
        f"Tidewaiter, {CLASSES:,} classes, half visible": ours.finder(index, visible=half, threads=1, threshold=ALERT),
        "Tidewaiter, all visible": ours.finder(index, threads=1, threshold=ALERT),
        "Tidewaiter, all visible, with reasons of all hits": lambda some: _explained(index, some),
    }
    # each way meets names of its own, or the later ones would find the words known
    found = [
        _timed(name, way, manifest(listed, questions, seed=at), built) for at, (name, way) in enumerate(ways.items())
    ]
    for peer in peers:
        peer.finder(names[-3:])
        some = min(len(names), _PEER_QUESTIONS.get(peer.name, len(names)))
        found.append(_timed(peer.name, peer.finder, names[:: len(names) // some][:some], peer.build_cpu))
    return found


def _timed(engine: str, way: Callable[[Sequence[str]], object], names: Sequence[str], built: float) -> Throughput:
    cpu, wall = time.process_time(), time.perf_counter()
    way(names)
    return Throughput(engine, len(names), time.process_time() - cpu, time.perf_counter() - wall, built)


def _explained(index: Index, names: Sequence[str]) -> int:
    asked = (ours.question(name) for name in names if name.strip())
    found = screen(index, asked, visible=None, day=ours.DAY, threshold=ALERT, top=10)
    return sum(len(each.match().reasons) for each in found)


def warm_up() -> None:
    """Let the kernels be compiled, on names of nobody's list."""
    few = [Listed(str(at), "Person", name) for at, name in enumerate(("Ab Cedar", "Эф Гехар", "Ijko Lemon Norda"))]
    ours.finder(Index.of(ours.entries(few)))(["Ab Zedar", "Lemon Ijko", "Номан"] * 300)


def large(rows: int) -> dict[str, float]:
    """Everything about one large index, in a process where nothing ran before but the compiling."""
    warm_up()
    at_start = _megabytes()
    with tempfile.TemporaryDirectory(prefix="bench-index-") as home:
        folder = Path(home) / "index"
        entries = list(_entries(rows))
        held = _megabytes()
        cpu, wall = _cpu(), time.perf_counter()
        build(folder, entries)
        figures = {"build_seconds": time.perf_counter() - wall, "build_cpu": _cpu() - cpu}
        figures["build_megabytes"] = _megabytes() - held
        figures["bytes_a_row"] = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / rows
        figures["megabytes_before"] = at_start
        known = [entry.subject.names[0].text for entry in entries[:: max(1, rows // 50_000)]]
        del entries
        index = Index.open(folder)
        gc.collect()
        look_seldom()  # as the command does
        return figures | _many(index, known) | _alone(index, known) | _change(index, folder)


def _entries(rows: int) -> Iterator[Indexed]:
    marked = classes(rows, CLASSES).tolist()
    for one, marking in zip(fill(rows), marked, strict=True):
        yield Indexed(one.entity, Subject(ours.kind_of(one.schema), (Name(one.name),)), marking)


def _many(index: Index, known: Sequence[str]) -> dict[str, float]:
    half = half_of(CLASSES)
    names = manifest(known, LARGE_QUESTIONS)
    figures: dict[str, float] = {}
    ways = (
        ("cold", ours.finder(index, visible=half, threads=2, threshold=ALERT)),
        ("warm", ours.finder(index, visible=half, threads=2, threshold=ALERT)),
        ("all_visible", ours.finder(index, threads=2, threshold=ALERT)),
    )
    for name, finder in ways:
        cpu, wall = time.process_time(), time.perf_counter()
        finder(names)
        figures[f"{name}_seconds"] = time.perf_counter() - wall
        figures[f"{name}_cpu"] = time.process_time() - cpu
    return figures


def _alone(index: Index, known: Sequence[str]) -> dict[str, float]:
    half = half_of(CLASSES)
    finder = ours.finder(index, visible=half, threads=1, threshold=ALERT)
    taken = []
    for name in manifest(known, ALONE, seed=7):
        began = time.perf_counter()
        finder([name])
        taken.append(1_000 * (time.perf_counter() - began))
    cuts = statistics.quantiles(taken, n=20)
    return {"alone_p50_ms": cuts[9], "alone_p95_ms": cuts[18]}


def _change(index: Index, folder: Path) -> dict[str, float]:
    """Seconds from the call that adds or removes an entry to the first answer that shows it."""
    added = Indexed("new", Subject(SubjectKind.PERSON, (Name("Quevedra Ostenholt"),)))
    finder = ours.finder(index, threads=1)
    figures = {}
    began = time.perf_counter()
    add(folder, [added])
    if "new" not in {entity for entity, _ in finder(["Quevedra Ostenholt"])[0]}:
        raise SystemExit("the entry that was added was not found")
    figures["added_seconds"] = time.perf_counter() - began
    began = time.perf_counter()
    remove(folder, ["new"])
    if "new" in {entity for entity, _ in finder(["Quevedra Ostenholt"])[0]}:
        raise SystemExit("the entry that was removed was found")
    figures["removed_seconds"] = time.perf_counter() - began
    return figures


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024


def _cpu() -> float:
    """Seconds of processor of this process and of those that it waited for."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)


def large_apart(rows: int) -> dict[str, float]:
    """`large` in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.speed", str(rows)], stdout=subprocess.PIPE, text=True, check=True
    )
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


if __name__ == "__main__":
    print(json.dumps(large(int(sys.argv[1]))))
