"""Writes docs/scorecard.md: the engine beside its peers on one machine in one run, every figure with its bar.

BENCH=full asks every peer everything and adds the index of 5,000,000 names; without it the slow peers are sampled.
BENCH=quick samples everything and stops at an index of 100,000: for whoever works on the engine.
"""

import os
import platform
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from bench import ours, public
from bench.peers import QUICK, Peer, built
from bench.speed import QUESTIONS, Throughput, beside_peers, large_apart, warm_up
from bench.trial import (
    Accuracy,
    Perturbed,
    Trial,
    measured,
    pairs_f1,
    perturbation,
    perturbed_list,
    trial,
)
from tidewaiter.screening.index.finding import Index
from tidewaiter.screening.reasons import ALERT, STRONG

CARD = Path(__file__).parents[1] / "docs" / "scorecard.md"
MILLION, FIVE = 1_000_000, 5_000_000
_LARGE = {"": (MILLION,), "full": (MILLION, FIVE), "quick": (100_000,)}
_OURS = "Tidewaiter"
_PACKAGES = ("numpy", "numba", "rapidfuzz", "anyascii")


@dataclass(frozen=True, slots=True)
class Tried:
    """One engine with what was measured of it, and how much of the trial it was asked."""

    engine: str
    versions: str
    step: int
    accuracy: Accuracy


def main() -> int:
    """Measure and write; says on the way what it does."""
    if not public.present():
        print(f"no public data in {public.DATA}: nothing can be measured", file=sys.stderr)
        return 1
    amount = os.environ.get("BENCH", "")
    if amount not in _LARGE:
        print("BENCH is full, quick or not set", file=sys.stderr)
        return 2
    began = time.perf_counter()
    given = trial()
    found = list(built(given.listed, given.schemata(), amount))
    peers, absent = [one for one in found if isinstance(one, Peer)], [one for one in found if isinstance(one, str)]
    for one in absent:
        _say(f"left out: {one}")
    _say("accuracy")
    own_step = QUICK if amount == "quick" else 1
    tried = list(_tried(given, peers, own_step))
    ssb = _perturbed(own_step)
    pairs = pairs_f1(ours.pair_score)
    _say("throughput")
    speeds = beside_peers(given, peers)
    large: dict[int, dict[str, float]] = {}
    for rows in (0, *_LARGE[amount]):
        # written before the large indexes too: a run that is broken off there leaves what it had
        if rows:
            _say(f"an index of {rows:,} names")
            large[rows] = large_apart(rows)
        parts = (
            _head(given, absent, amount),
            _bars(tried[0].accuracy, ssb, pairs, speeds, large),
            _engines(tried),
            _groups(tried),
            _perturbations(ssb),
            _speeds(speeds),
            _large(large),
        )
        CARD.write_text("\n".join(line for part in parts for line in part) + "\n", encoding="utf-8")
    _say(f"{CARD} written after {time.perf_counter() - began:.0f} s")
    return 0


def _say(what: str) -> None:
    print(what, flush=True)


def _tried(given: Trial, peers: Sequence[Peer], own_step: int) -> Iterator[Tried]:
    warm_up()
    finder = ours.finder(Index.of(ours.entries(given.listed)))
    own = measured(given.sampled(own_step), finder, (ALERT, STRONG))
    yield Tried(_OURS, f"tidewaiter {version('tidewaiter')}", own_step, own)
    for peer in peers:
        _say(f"  {peer.name}, every {peer.step}. question")
        yield Tried(peer.name, peer.versions, peer.step, measured(given.sampled(peer.step), peer.finder))


def _perturbed(step: int) -> Perturbed:
    return perturbation(ours.finder(Index.of(ours.entries(perturbed_list()))), step=step)


def _head(given: Trial, absent: Sequence[str], amount: str) -> Iterator[str]:
    yield "# Scorecard of the screening engine"
    yield ""
    yield "Written by `make bench` (`BENCH=full` for all of it); do not edit. Bars are those of issue 5: floor / goal."
    yield ""
    versions = ", ".join(f"{package} {version(package)}" for package in _PACKAGES)
    yield f"* {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {_processor()}, {os.cpu_count()} processors, "
    yield f"  Python {platform.python_version()}, {versions}; load average at the end {os.getloadavg()[0]:.1f}."
    yield f"* Public data: the half in `{public.DATA.name}` that thresholds and models were made with. The other half,"
    yield "  kept for acceptance, was not seen; figures there may be lower."
    yield f"* List: {len(given.listed):,} Latin names: the public list without the aliases that are asked, the Latin"
    yield "  side of the made pairs, and a fill recombined from public name tokens (`bench/generators.py`, seeded)."
    counted = sum(one.counted for one in given.questions)
    yield f"* Questions: {len(given.questions):,}, of which {counted:,} count for F1 and recall;"
    yield f"  {len(given.ordinary):,} invented ordinary people. Bare names: no birth date, country or kind."
    yield '* Groups called "made" are built by `bench/romanised.py`, which says how; they count for no headline figure.'
    if amount == "quick":
        yield f"* **A quick run**: only every {QUICK}. question was asked, and every perturbed name of as many."
    if amount != "full":
        yield "* The slow peers are asked a sample, as the tables tell."
    yield "* Peers get other scripts romanised by anyascii; nomenklatura is told what kind of thing is meant."
    if absent:
        yield f"* Left out: {'; '.join(absent)}."
    yield ""


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _bars(
    accuracy: Accuracy,
    ssb: Perturbed,
    pairs: tuple[float, float],
    speeds: Sequence[Throughput],
    large: Mapping[int, Mapping[str, float]],
) -> Iterator[str]:
    yield "## Bars"
    yield ""
    yield from _table(
        ("What", "Floor", "Goal", "Measured"), (*_accuracy_bars(accuracy, ssb, pairs), *_speed_bars(speeds, large))
    )


def _accuracy_bars(
    accuracy: Accuracy, ssb: Perturbed, pairs: tuple[float, float]
) -> Iterator[tuple[str, str, str, str]]:
    frozen = "" if accuracy.f1_frozen is None else f" (at the frozen threshold {ALERT}: {accuracy.f1_frozen:.3f})"
    yield "F1, names only", "0.93", "0.955", f"{accuracy.best_f1:.3f}{frozen}"
    rates = f"{accuracy.at_one_percent:.3f} / {accuracy.at_one_per_mille:.3f}"
    yield "Recall at 1 alert per 100 / per 1,000 ordinary people", "0.87 / 0.78", "0.91 / 0.83", rates
    for group, floor, goal in (
        ("Latin aliases", "0.97", "0.99"),
        ("Cyrillic persons (Slavic, made)", "0.98", "0.99"),
        ("Arabic persons", "0.80", "0.90"),
        ("Hangul persons (made)", "0.95", "0.98"),
        ("UN typing errors", "-", "-"),
    ):
        yield f"Recall@10: {group}", floor, goal, _share(accuracy.in_ten, group)
    firing = ", ".join(f"{rule} {share:.2f}" for rule, share in ssb.firing.items())
    worst, recall = ssb.worst
    yield (
        "Worst perturbation class, at most 11 % of negatives firing",
        "0.80",
        "0.90",
        f"{recall:.3f} {worst} ({firing})",
    )
    yield "Labelled name pairs, F1", "0.81", "0.85", f"{pairs[0]:.3f}"


def _share(in_ten: Mapping[str, tuple[float, int]], group: str) -> str:
    if group not in in_ten:
        return ""
    share, count = in_ten[group]
    return f"{share:.3f} of {count}"


def _speed_bars(
    speeds: Sequence[Throughput], large: Mapping[int, Mapping[str, float]]
) -> Iterator[tuple[str, str, str, str]]:
    peer = next((one for one in speeds if one.engine.startswith("nomenklatura")), None)
    for one in speeds[:3] if peer else ():
        ratio = one.per_cpu_second / peer.per_cpu_second if peer else 0.0
        yield f"CPU ratio to nomenklatura: {one.engine}", "50x", "150x", f"{ratio:.0f}x"
    for rows, floor, goal in ((MILLION, "4 s", "2 s"), (FIVE, "12 s", "5 s")):
        if rows in large:
            measured_ = large[rows]
            told = f"{measured_['cold_seconds']:.2f} s ({measured_['cold_cpu']:.2f} s of processor)"
            yield f"20,000 names × {rows:,} rows, cold, two threads, half visible", floor, goal, told
    if MILLION in large:
        one_million = large[MILLION]
        alone = f"{one_million['alone_p95_ms']:.2f} ms (p50 {one_million['alone_p50_ms']:.2f} ms)"
        yield "One question, 1,000,000 rows, p95", "5 ms", "2 ms", alone
        told = (
            f"{one_million['bytes_a_row']:.0f} B / {one_million['build_seconds']:.0f} s / "
            f"{one_million['added_seconds']:.2f} s (removed: {one_million['removed_seconds']:.2f} s)"
        )
        yield "Memory a row / build / a change visible", "400 B / 90 s / 2 s", "250 B / 30 s / 0.5 s", told


def _engines(tried: Sequence[Tried]) -> Iterator[str]:
    yield "## Accuracy beside the peers"
    yield ""
    rows = []
    for one in tried:
        found = one.accuracy
        alerts = " / ".join(f"{count:.1f}" for count in found.alerts.values()) or "-"
        rows.append(
            (
                one.engine,
                one.versions,
                "all" if one.step == 1 else f"every {one.step}.",
                f"{found.counted_in_ten:.3f}",
                f"{found.best_f1:.3f} at {found.best_at:.2f}",
                f"{found.at_one_percent:.3f}",
                f"{found.at_one_per_mille:.3f}",
                alerts,
            )
        )
    yield from _table(
        (
            "Engine",
            "Versions",
            "Asked",
            "Recall@10",
            "Best F1",
            "Recall at 1 %",
            "at 0.1 %",
            "Alerts per 1,000 ordinary people: alert / strong",
        ),
        rows,
    )


def _groups(tried: Sequence[Tried]) -> Iterator[str]:
    yield "## Recall@10 by script, kind and perturbation"
    yield ""
    groups = tried[0].accuracy.in_ten
    rows = [
        (group, str(groups[group][1]), *(_bare(one.accuracy.in_ten, group) for one in tried))
        for group in sorted(groups)
    ]
    yield from _table(("Group", "Questions", *(one.engine for one in tried)), rows)


def _bare(in_ten: Mapping[str, tuple[float, int]], group: str) -> str:
    return f"{in_ten[group][0]:.3f}" if group in in_ten else "-"


def _perturbations(ssb: Perturbed) -> Iterator[str]:
    yield "## Perturbations, by the definitions of sanctions-screening-benchmark 0.1.0"
    yield ""
    yield "The pool is the entries whose names were perturbed; the best candidate must be the right one and lie above"
    yield f"the threshold ({ssb.threshold:.3f}), at which at most 11 % of the negatives of all three rules fire."
    yield ""
    rows = [(name, f"{share:.3f}", str(count)) for name, (share, count) in sorted(ssb.recall.items())]
    yield from _table(("Class", "Recall", "Questions"), rows)


def _speeds(speeds: Sequence[Throughput]) -> Iterator[str]:
    yield "## Throughput, one process, one thread of ours"
    yield ""
    yield f"{QUESTIONS:,} names as a manifest has them: four in five ordinary people, one in five listed with a slip."
    yield "At the alert threshold, so that only promising candidates are judged; a peer asked fewer is sampled evenly."
    yield ""
    rows = [
        (one.engine, f"{one.questions:,}", f"{one.cpu:.2f}", f"{one.per_cpu_second:,.0f}", f"{one.build_cpu:.1f}")
        for one in speeds
    ]
    yield from _table(("Engine", "Questions", "CPU s", "Questions per CPU s", "Build, CPU s"), rows)


def _large(large: Mapping[int, Mapping[str, float]]) -> Iterator[str]:
    yield "## Large indexes"
    yield ""
    if not large:
        yield "Not measured in this run."
        return
    yield f"Each in a process of its own, {', '.join(f'{rows:,}' for rows in large)} names of entities of their own."
    yield ""
    names = dict.fromkeys(name for figures in large.values() for name in figures)
    rows = [(name.replace("_", " "), *(f"{figures[name]:,.2f}" for figures in large.values())) for name in names]
    yield from _table(("Figure", *(f"{rows_:,}" for rows_ in large)), rows)


def _table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heading)} |"
    yield f"|{' --- |' * len(heading)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


if __name__ == "__main__":
    sys.exit(main())
