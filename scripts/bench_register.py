"""Measures how fast every party's status is worked out anew from 40 years of acts under 20 instruments.

`make bench` runs it; `--parties N`, `--instruments N` and `--sample N` change the size. It needs no database.
"""

import argparse
import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tidewaiter.treaty.acts import InstrumentAct
from tidewaiter.treaty.provisions import Instrument, load_instrument
from tidewaiter.treaty.rules.ending import ending
from tidewaiter.treaty.rules.force import bound, entry_into_force
from tidewaiter.treaty.rules.standings import matrix, standings

LAWS = ("cco-2019", "nbo-1977")
FIRST, YEARS = date(2019, 6, 1), 40
TODAY = date(FIRST.year + YEARS, 1, 1)
SEED = 20260101


@dataclass(frozen=True)
class Book:
    """One instrument with the acts of all parties under it."""

    instrument: Instrument
    acts: tuple[InstrumentAct, ...]


def main() -> int:
    """Fills the books, measures one pass over all of them, and the same answers asked unit by unit."""
    options = _options()
    books = [_book(LAWS[number % len(LAWS)], options.parties, number) for number in range(options.instruments)]
    acts = sum(len(book.acts) for book in books)
    print(f"{options.parties} parties x {len(books)} instruments x {YEARS} years: {acts} acts")
    busy = time.process_time()
    passes = [_seconds(lambda: [_all(book) for book in books]) for _ in range(options.passes)]
    busy = (time.process_time() - busy) / options.passes
    whole = statistics.median(passes)
    print(f"all statuses, one pass:        {whole:8.3f} s (median of {options.passes}: {_listed(passes)})")
    print(f"processor time of one pass:    {busy:8.3f} s")
    cells = _seconds(lambda: [_matrix(book) for book in books])
    print(f"all cells of all matrices:     {cells:8.3f} s")
    sample = [(book, unit) for book in books[: len(LAWS)] for unit in _units(options.sample)]
    one = _seconds(lambda: [_one_by_one(book, unit) for book, unit in sample]) / len(sample)
    alone = one * options.parties * len(books)
    print(f"asked unit by unit:            {alone:8.1f} s (extrapolated from {len(sample)} units)")
    print(f"ratio:                         {alone / whole:8.1f} times as fast in one pass")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parties", type=int, default=200)
    parser.add_argument("--instruments", type=int, default=20)
    parser.add_argument("--sample", type=int, default=5, help="how many parties are asked about one by one")
    parser.add_argument("--passes", type=int, default=5)
    options = parser.parse_args()
    if options.parties < options.sample or min(options.sample, options.instruments, options.passes) < 1:
        parser.error("at least one instrument, one pass and one party in the sample, and no more than there are")
    return options


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _listed(passes: Sequence[float]) -> str:
    return ", ".join(f"{each:.3f}" for each in passes)


def _all(book: Book) -> object:
    return standings(book.instrument, book.acts, {}, TODAY)


def _matrix(book: Book) -> object:
    profile = book.instrument.profile
    columns = [str(number) for number in range(1, profile.articles + 1)] + list(profile.annexes)
    return matrix(book.instrument, book.acts, {}, TODAY, columns)


def _one_by_one(book: Book, unit: str) -> object:
    dates = entry_into_force(book.instrument, book.acts).units.get(unit)
    general = book.instrument.profile.general_provision
    answer = bound(book.instrument, book.acts, {}, unit, general, TODAY)
    return dates, answer, ending(book.instrument, book.acts, {}, unit)


def _units(count: int) -> list[str]:
    return [f"{first}{second}" for first in "ABCDEFGHIJ" for second in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"][:count]


def _book(law: str, parties: int, number: int) -> Book:
    chance = random.Random(SEED + number)  # noqa: S311  # dates, not secrets
    acts = [act for unit in _units(parties) for act in _acts(law, unit, chance)]
    chance.shuffle(acts)
    return Book(load_instrument(law), tuple(acts))


def _acts(law: str, unit: str, chance: random.Random) -> list[InstrumentAct]:
    """The acts of one party in 40 years: about ten, as many as a busy treaty collection has."""
    annexes = load_instrument(law).profile.annexes
    named = tuple(chance.sample(annexes, chance.randint(1, 6))) if annexes else None
    joined = _day(chance, FIRST, 20)
    acts = _joining(law, unit, joined, named, chance)
    acts += [_free(law, unit, joined, chance) for _ in range(chance.randint(0, 4))]
    acts += [_lifted(law, unit, joined, chance) for _ in range(chance.randint(0, 2))]
    for _ in range(chance.randint(0, 3) if annexes else 0):
        acts.append(InstrumentAct("annex_acceptance", _day(chance, joined, 15), (unit,), annexes=_two(annexes, chance)))
        acts.append(InstrumentAct("annex_withdrawal", _day(chance, joined, 20), (unit,), annexes=_two(annexes, chance)))
    for place in range(chance.randint(0, 3)):
        territory = (f"{unit}{'TUV'[place]}",)
        acts.append(InstrumentAct("territorial_extension", _day(chance, joined, 15), (unit,), territories=territory))
        acts.append(InstrumentAct("territorial_exclusion", _day(chance, joined, 20), (unit,), territories=territory))
    return acts + _leaving(unit, joined, named, chance)


def _joining(
    law: str, unit: str, joined: date, named: tuple[str, ...] | None, chance: random.Random
) -> list[InstrumentAct]:
    if law == "cco-2019" and chance.random() < 0.6:
        signed = InstrumentAct("signature", FIRST + timedelta(days=chance.randint(0, 200)), (unit,))
        return [signed, InstrumentAct("ratification", joined + timedelta(days=210), (unit,))]
    return [InstrumentAct("accession", joined, (unit,), annexes=named)]


def _free(law: str, unit: str, joined: date, chance: random.Random) -> InstrumentAct:
    if law == "cco-2019":
        article = str(chance.randint(34, 41))
        return InstrumentAct("opt_out", joined, (unit,), articles=(article,))
    articles = (chance.choice(("XI.15", "IX.3", "5.2", "II", "7.3")),)
    return InstrumentAct("reservation", _day(chance, joined, 20), (unit,), articles=articles, reasons=True)


def _lifted(law: str, unit: str, joined: date, chance: random.Random) -> InstrumentAct:
    day = _day(chance, joined, 25)
    articles = (str(chance.randint(34, 41)),) if law == "cco-2019" else ("XI.15",)
    return InstrumentAct("reservation_withdrawal", day, (unit,), articles=articles, effect_on=day + timedelta(days=30))


def _leaving(unit: str, joined: date, named: tuple[str, ...] | None, chance: random.Random) -> list[InstrumentAct]:
    if chance.random() > 0.2:
        return []
    left = _day(chance, joined + timedelta(days=1000), 15)
    acts = [InstrumentAct("withdrawal", left, (unit,))]
    if chance.random() < 0.3:
        acts.append(InstrumentAct("withdrawal_revoked", left + timedelta(days=60), (unit,)))
    elif chance.random() < 0.3:
        acts.append(InstrumentAct("accession", left + timedelta(days=700), (unit,), annexes=named))
    return acts


def _two(annexes: Sequence[str], chance: random.Random) -> tuple[str, ...]:
    return tuple(chance.sample(annexes, 2))


def _day(chance: random.Random, after: date, years: int) -> date:
    return after + timedelta(days=chance.randint(1, years * 365))


if __name__ == "__main__":
    raise SystemExit(main())
