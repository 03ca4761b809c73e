"""By which a list is known again whatever file its lines stand in."""

import hashlib
import json
from collections.abc import Iterable

from tidewaiter.screening.lists.drafting import visible
from tidewaiter.screening.lists.submitted import RefusedLine, SubmittedLine
from tidewaiter.screening.subjects import Subject

_SPAN = 1 << 256


class LinesDigest:
    """Grows line by line and can go on from `plain`; the order of lines, their numbers and ids do not matter.

    A manifest that was sorted, or saved by another program in another format, has the same digest.
    """

    def __init__(self, plain: str = "") -> None:
        """Begin, or go on from what `plain` gave."""
        count, total = plain.split(":") if plain else ("0", "0")
        self._count, self._total = int(count), int(total, 16)

    def add(self, line: SubmittedLine | RefusedLine) -> None:
        """Count one line in; of a refused one only the reason."""
        said = line.code if isinstance(line, RefusedLine) else _normal(line)
        self._total = (self._total + int.from_bytes(hashlib.sha256(said.encode()).digest())) % _SPAN
        self._count += 1

    @property
    def plain(self) -> str:
        """The state as text, to be kept between slices; of a whole list it is the digest."""
        return f"{self._count}:{self._total:064x}"


def _normal(line: SubmittedLine) -> str:
    goods, route = line.goods and line.goods.plain(), line.route and line.route.plain()
    parties = sorted([party.role.value, *map(str, _subject(party.subject))] for party in line.parties)
    texts = json.dumps([parties, goods, route], ensure_ascii=False, sort_keys=True)
    return " ".join(visible(texts).casefold().split())


def _subject(subject: Subject) -> list[object]:
    return [
        subject.kind.value,
        _written(name.text for name in subject.names),
        sorted({f"{one.kind.value}:{one.value}" for one in subject.identifiers}),
        None if subject.birth is None else str(subject.birth),
        sorted(set(subject.countries)),
        # a list without addresses is known again by the digest that it had before they were read
        *([_written(subject.addresses)] if subject.addresses else []),
    ]


def _written(texts: Iterable[str]) -> list[str]:
    return sorted({" ".join(visible(text).casefold().split()) for text in texts})
