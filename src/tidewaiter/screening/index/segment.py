"""One immutable part of an index: names as words with postings, and the entries themselves packed side by side.

Entries stand ordered by kind and by the digest of their id, names by entry, words by how they sound, so that words
that are like each other lie near each other.
"""

import hashlib
from array import array
from collections.abc import Iterable
from functools import lru_cache

import numpy as np

from tidewaiter.screening.index.arrays import Array
from tidewaiter.screening.index.judged import JudgedNames
from tidewaiter.screening.index.names import Word, parts_in
from tidewaiter.screening.index.numbers import number_keys
from tidewaiter.screening.index.packing import KINDS, as_kept, kind_number, last_day_number, packed, unpacked
from tidewaiter.screening.index.shapes import Indexed
from tidewaiter.screening.index.walk import SHARES, WITH_PARTICLE, Listed
from tidewaiter.screening.index.wordlist import by_sound, keyed, starts_of, wordlist
from tidewaiter.screening.judging.best import Kept
from tidewaiter.screening.korean import how_read, read_names
from tidewaiter.screening.subjects import Subject, SubjectKind
from tidewaiter.screening.words import wording

MAX_NAMES = 200
Arrays = dict[str, Array]


def digest(text: str) -> int:
    """Give 64 bits that stand for a text; two meet by chance once in many millions of indexes."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "little")


class Segment:
    """The arrays of one segment, mapped from a file or just made, and the entries in them."""

    def __init__(self, arrays: Arrays) -> None:
        """Take the arrays of `arrays_of`, as made or as read from a file."""
        self.arrays = arrays
        self.digests = arrays["digest"]
        self.markings = arrays["marking"]
        self.last_days = arrays["last_day"]
        self._starts = arrays["entry_start"]
        self._bytes = arrays["entry_bytes"]
        self.words = wordlist(arrays)
        self.listed = Listed(*(arrays[name] for name in Listed._fields))
        self.judged = Kept(*(arrays[name] for name in Kept._fields))
        self.kind_rows = np.searchsorted(arrays["row_entity"], arrays["kind_start"]).tolist()
        # What questions have needed lately: the words like a word, and room to find them in.
        self.near: dict[Word, Array] = {}
        self.scratch: list[Array] = []
        self.entry = lru_cache(maxsize=4096)(self._entry)

    def __len__(self) -> int:
        return len(self.digests)

    def kind_of(self, places: Array) -> Array:
        """Give the numbers of the kinds of the entries at these places."""
        kinds: Array = np.searchsorted(self.arrays["kind_start"], places, "right") - 1
        return kinds

    def _entry(self, place: int) -> Indexed:
        first, last = int(self._starts[place]), int(self._starts[place + 1])
        return unpacked(self._bytes[first:last].tobytes(), int(self.markings[place]), int(self.last_days[place]))


class _Rows:
    """The names of all entries as numbers of words, growing."""

    def __init__(self) -> None:
        self.words: dict[Word, int] = {}
        self.word, self.weight, self.place = array("i"), array("f"), array("B")
        self.length, self.entity = array("i"), array("i")
        self.judged = JudgedNames()

    def take(self, entity: int, subject: Subject) -> None:
        """Add each different name of an entry; all of them are judged."""
        person = subject.kind is SubjectKind.PERSON
        known: set[tuple[tuple[int, int], ...]] = set()
        for name in read_names(subject)[:MAX_NAMES]:
            taken = wording(name.text, person)
            kept = as_kept(name.text)
            self.judged.take(taken if kept == name.text else wording(kept, person), name.kind, how_read(name))
            parts = parts_in(taken)
            words = [self.words.setdefault(word, len(self.words)) for word, _, _ in parts]
            row = tuple((word, part[2]) for word, part in zip(words, parts, strict=True))
            if row and row not in known:
                known.add(row)
                self.entity.append(entity)
                self.length.append(len(row))
                self.word.extend(words)
                self.weight.extend([weight for _, weight, _ in parts])
                self.place.extend([place for _, _, place in parts])
        self.judged.end()


def arrays_of(entries: Iterable[Indexed]) -> Arrays:
    """Make the arrays of a segment; of two entries with one id the later counts."""
    by_digest = {digest(entry.entity): entry for entry in entries}
    ordered = sorted(by_digest.items(), key=_by_kind)
    rows = _Rows()
    numbers: list[tuple[int, int]] = []
    blobs = []
    for place, (_, entry) in enumerate(ordered):
        rows.take(place, entry.subject)
        blobs.append(packed(entry))
        if entry.subject.identifiers:
            numbers += ((digest(key), place) for key in number_keys(entry.subject))
    numbers.sort()
    kinds = [kind_number(entry.subject.kind) for _, entry in ordered]
    plain: Arrays = {
        "digest": np.array([one for one, _ in ordered], np.uint64),
        "marking": np.array([entry.marking for _, entry in ordered], np.int32),
        "last_day": np.array([last_day_number(entry.last_day) for _, entry in ordered], np.int32),
        "entry_start": starts_of(np.array([len(blob) for blob in blobs], np.int64)),
        "entry_bytes": np.frombuffer(b"".join(blobs), np.uint8),
        "number_key": np.array([key for key, _ in numbers], np.uint64),
        "number_entry": np.array([place for _, place in numbers], np.int32),
        "kind_start": np.searchsorted(np.array(kinds, np.int32), np.arange(len(KINDS) + 1)).astype(np.int32),
    }
    found = plain | _named(rows) | rows.judged.arrays()
    for one in found.values():
        one.flags.writeable = False
    return found


def _by_kind(held: tuple[int, Indexed]) -> tuple[int, int]:
    return kind_number(held[1].subject.kind), held[0]


def _named(rows: _Rows) -> Arrays:
    words = sorted(rows.words, key=by_sound)
    renumbered = np.empty(len(words), np.int32)
    renumbered[[rows.words[word] for word in words]] = np.arange(len(words), dtype=np.int32)
    row_word = renumbered[_numpy(rows.word, np.int32)]
    length, place = _numpy(rows.length, np.int32), _numpy(rows.place, np.uint8)
    start = starts_of(length)
    share = _shares(_numpy(rows.weight, np.float32), place, start, length)
    row_of = np.repeat(np.arange(len(length), dtype=np.int32), length)
    posted = np.flatnonzero(share)
    order = posted[np.argsort(row_word[posted], kind="stable")]
    return {
        "row_entity": _numpy(rows.entity, np.int32),
        "row_start": start,
        "row_word": row_word,
        "row_share": share,
        "row_place": place,
        "post_start": starts_of(np.bincount(row_word[posted], minlength=len(words))),
        "post_row": row_of[order],
        "post_share": share[order],
    } | keyed(words)


def _shares(weight: Array, place: Array, start: Array, length: Array) -> Array:
    # What part of its name a word is, in 255ths; words read together are not counted twice.
    single = np.where(place < WITH_PARTICLE, weight, 0).astype(np.float32)
    total = np.add.reduceat(single, start[:-1].astype(np.int64)) if len(length) else np.empty(0, np.float32)
    share = weight / np.repeat(np.maximum(total, 1e-6), length) * SHARES
    return np.where(weight > 0, np.clip(np.rint(share), 1, SHARES), 0).astype(np.uint8)


def _numpy(numbers: "array[int] | array[float]", kind: type) -> Array:
    return np.frombuffer(numbers, kind) if numbers else np.empty(0, kind)
