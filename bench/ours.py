"""Tidewaiter's own engine in the shapes the benchmarks ask for."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from bench.trial import Finder, Listed, Ranked
from tidewaiter.screening.compare import compare
from tidewaiter.screening.index.finding import Index
from tidewaiter.screening.index.shapes import Indexed
from tidewaiter.screening.run import Asked, screen
from tidewaiter.screening.subjects import Name, NameKind, Subject, SubjectKind

DAY = date(2026, 1, 1)
_KINDS = {
    "Person": SubjectKind.PERSON,
    "Vessel": SubjectKind.TRANSPORT,
    "Airplane": SubjectKind.TRANSPORT,
}
_NAME_KINDS = {"primary": NameKind.PRIMARY, "weak_aka": NameKind.WEAK, "fka": NameKind.FORMER}
TOP = 10


def kind_of(schema: str) -> SubjectKind:
    """What a schema of the public data is to us; what we do not know is a business."""
    return _KINDS.get(schema, SubjectKind.BUSINESS)


def entries(listed: Iterable[Listed], markings: Sequence[int] = ()) -> Iterator[Indexed]:
    """What goes into an index: the names of each entity together."""
    named: dict[str, list[Listed]] = defaultdict(list)
    for one in listed:
        named[one.entity].append(one)
    for place, (entity, names) in enumerate(named.items()):
        known = tuple(Name(one.name, _NAME_KINDS.get(one.kind, NameKind.ALIAS)) for one in names)
        yield Indexed(entity, Subject(kind_of(names[0].schema), known), int(markings[place]) if len(markings) else 0)


def question(text: str, row: str = "") -> Asked:
    """A bare name of which nobody said what it names."""
    return Asked(row, Subject(SubjectKind.PERSON, (Name(text),)), any_kind=True)


def finder(index: Index, *, visible: Collection[int] | None = None, threads: int = 2, threshold: float = 0.0) -> Finder:
    """Screens names against an index, names only, at most ten entries each."""

    def find(names: Sequence[str]) -> list[Ranked]:
        answers: list[Ranked] = [[] for _ in names]
        asked = (question(name, str(place)) for place, name in enumerate(names) if name.strip())
        for found in screen(index, asked, visible=visible, day=DAY, threshold=threshold, top=TOP, threads=threads):
            answers[int(found.row)].append((found.entity, found.score))
        return answers

    return find


def pair_score(schema: str, one: str, other: str) -> float:
    """What `compare` gives to two bare names."""
    kind = kind_of(schema)
    return compare(Subject(kind, (Name(one),)), Subject(kind, (Name(other),))).score
