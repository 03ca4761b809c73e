"""Screens many questions against an index in bounded memory: found by the index, judged, best first, explained."""

import math
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, islice
from typing import NamedTuple

from tidewaiter.screening.explain import told
from tidewaiter.screening.index.finding import Index
from tidewaiter.screening.judging.names import NO_PAIR, BestPair
from tidewaiter.screening.judging.worth import judged_by
from tidewaiter.screening.reasons import WEAK, Band, Match
from tidewaiter.screening.subjects import Subject
from tidewaiter.screening.weighing import Weighed, Weighing

CHUNK = 4_000
# What the index may give of one question before the judging, which sees more and orders anew: of names that come
# without vowels the right one is often not among its twenty best.
CANDIDATES = 50
# Who asks for less than the weak band is given whatever the index finds.
_BELOW_WEAK = math.nextafter(WEAK, 0.0)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: a reference of whoever asks, and the subject.

    With `any_kind` nobody said whether a person or a ship is meant: each candidate is met as one of its own kind.
    """

    row: str
    subject: Subject
    any_kind: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """One entry that a question may mean: its score from 0 to 1, and on demand the reasons."""

    row: str
    entity: str
    score: float
    asked: Subject
    listed: Subject
    names: BestPair = field(default=NO_PAIR, repr=False, compare=False)

    @property
    def band(self) -> Band:
        """How much the match is worth looking at."""
        return Band.of(self.score)

    def match(self) -> Match:
        """Why: what `compare` says of both; which names are most alike is known already."""
        return told(self.asked, self.listed, judged_by(self.asked, self.listed, self.names))


def screen(
    index: Index,
    asked: Iterable[Asked],
    *,
    visible: Collection[int] | None,
    day: date,
    threshold: float,
    top: int,
    threads: int = 1,
    kindless: Collection[str] = frozenset(),
) -> Iterator[Found]:
    """Give for each question, in their order, at most `top` entries that reach the threshold, best first.

    Equal scores go by the id of the entry. A question asked twice within a chunk is answered once. Of the entries in
    `kindless` nobody said what kind they are: each is met as one of the kind that is asked for.
    """
    ways = {any_kind: Weighing.of(any_kind, threshold, top, kindless) for any_kind in (True, False)}

    def begun(chunk: list[Asked], pool: Executor | None) -> _Begun:
        answers: dict[bool, dict[Subject, int]] = {True: {}, False: {}}
        places = [_place_of(answers[one.any_kind], one.subject) for one in chunk]
        portions = {
            any_kind: index.search(
                [*subjects],
                ways[any_kind],
                visible=visible,
                day=day,
                top=max(CANDIDATES, top),
                pool=pool,
                same_kind=not any_kind and not kindless,
                floor=ways[any_kind].floor,
            )
            for any_kind, subjects in answers.items()
        }
        return _Begun(chunk, places, portions)

    for some in _answered(asked, begun, threads):
        yield from some.found()


def weigh(index: Index, asked: Subject, *, visible: Collection[int] | None, day: date, top: int) -> list[Weighed]:
    """Give of the `top` entries that the index finds for one question those of the weak band and above, best first.

    Unlike `screen` with this threshold it judges all of them, however little the index itself thinks of one.
    """
    weighing = Weighing.of(False, _BELOW_WEAK, top, ())
    ((found,),) = index.search([asked], weighing, visible=visible, day=day, top=top, floor=weighing.floor)
    return [one for one in found if one.score >= WEAK]


class _Begun(NamedTuple):
    # Questions that are being answered, the place of each among the different ones of its way, and the answers to come.
    asked: list[Asked]
    places: list[int]
    portions: dict[bool, Iterator[list[list[Weighed]]]]

    def found(self) -> Iterator[Found]:
        found = {any_kind: [*chain.from_iterable(some)] for any_kind, some in self.portions.items()}
        for question, place in zip(self.asked, self.places, strict=True):
            for weighed in found[question.any_kind][place]:
                yield Found(question.row, weighed.entity, weighed.score, *weighed[2:5])


def _answered(
    asked: Iterable[Asked], begun: Callable[[list[Asked], Executor | None], _Begun], threads: int
) -> Iterator[_Begun]:
    questions = iter(asked)
    chunks = iter(lambda: [*islice(questions, CHUNK)], [])
    if threads <= 1:
        for chunk in chunks:
            yield begun(chunk, None)
        return
    pool = ThreadPoolExecutor(threads)
    try:
        # While the answers to one chunk are taken, the threads have the next.
        waiting = deque[_Begun]()
        for chunk in chunks:
            waiting.append(begun(chunk, pool))
            if len(waiting) > 1:
                yield waiting.popleft()
        yield from waiting
    finally:
        # Whoever wants no more waits for no more than what runs.
        pool.shutdown(cancel_futures=True)


def _place_of(known: dict[Subject, int], subject: Subject) -> int:
    return known.setdefault(subject, len(known))
