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
from tidewaiter.screening.index.building import Takers, processes_beside, uncollected
from tidewaiter.screening.index.judged import heading, judged_arrays
from tidewaiter.screening.index.names import word_of
from tidewaiter.screening.index.numbers import number_keys
from tidewaiter.screening.index.packing import KINDS, in_characters, kind_number, last_day_number, packed, unpacked
from tidewaiter.screening.index.rowing import Rows, rows_of
from tidewaiter.screening.index.shapes import Indexed
from tidewaiter.screening.index.taking import Taken
from tidewaiter.screening.index.walk import SHARES, WITH_PARTICLE, Listed
from tidewaiter.screening.index.wordlist import keyed, starts_of, wordlist
from tidewaiter.screening.judging.best import Kept
from tidewaiter.screening.korean import how_read, read_names
from tidewaiter.screening.subjects import SubjectKind

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
        # What questions have needed lately: the words like a word, strictly or not, and room to find them in.
        self.near: dict[bool, dict[str, Array]] = {False: {}, True: {}}
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


class _Entries:
    """All that is kept of entries but their words, growing in the order told."""

    def __init__(self) -> None:
        self.digest, self.kind, self.marking, self.last_day = array("Q"), array("B"), array("i"), array("i")
        self.packed: list[bytes] = []
        self.names, self.heading = array("B"), array("i")
        self.number, self.numbered = array("Q"), array("i")

    def take(self, entry: Indexed, takers: Takers) -> None:
        """Add an entry, and give its names to be taken apart; all of them are judged."""
        try:
            self.packed.append(packed(entry))
        except UnicodeEncodeError:
            entry = in_characters(entry)
            self.packed.append(packed(entry))
        subject = entry.subject
        person = subject.kind is SubjectKind.PERSON
        if subject.identifiers:
            keys = [digest(key) for key in number_keys(subject)]
            self.number.extend(keys)
            self.numbered.extend([len(self.digest)] * len(keys))
        self.digest.append(digest(entry.entity))
        self.kind.append(kind_number(subject.kind))
        self.marking.append(entry.marking)
        self.last_day.append(last_day_number(entry.last_day))
        names = read_names(subject)[:MAX_NAMES]
        self.names.append(len(names))
        for name in names:
            self.heading.append(heading(name.kind, how_read(name)))
            takers.give(name.text, person)

    def order(self) -> Array:
        """Give the places of those that count by kind and digest; of two entries with one id the later counts."""
        digests = np.array(self.digest, np.uint64)
        _, last = np.unique(digests[::-1], return_index=True)
        kept = len(digests) - 1 - last
        return kept[np.argsort(np.array(self.kind, np.uint8)[kept], kind="stable")]

    def arrays(self, order: Array) -> Arrays:
        """Give the arrays of the entries themselves, which are held no longer."""
        blobs = [self.packed[at] for at in order.tolist()]
        self.packed = []
        place = np.full(len(self.digest), -1, np.int32)
        place[order] = np.arange(len(order), dtype=np.int32)
        entry, key = place[np.array(self.numbered, np.int32)], np.array(self.number, np.uint64)
        entry, key = entry[entry >= 0], key[entry >= 0]
        by_key = np.lexsort((entry, key))
        kinds = np.array(self.kind, np.uint8)[order]
        return {
            "digest": np.array(self.digest, np.uint64)[order],
            "marking": np.array(self.marking, np.int32)[order],
            "last_day": np.array(self.last_day, np.int32)[order],
            "entry_start": starts_of(np.fromiter(map(len, blobs), np.int64, len(blobs))),
            "entry_bytes": np.frombuffer(b"".join(blobs), np.uint8),
            "number_key": key[by_key],
            "number_entry": entry[by_key],
            "kind_start": np.searchsorted(kinds, np.arange(len(KINDS) + 1)).astype(np.int32),
        }


def arrays_of(entries: Iterable[Indexed], beside: int | None = None) -> Arrays:
    """Make the arrays of a segment; of two entries with one id the later counts.

    Many names are taken apart in processes `beside` this one, as many as are worth it if nothing is said; what is made
    is the same whatever their number.
    """
    with uncollected():
        told = _Entries()
        with Takers(processes_beside() if beside is None else beside) as takers:
            for entry in entries:
                told.take(entry, takers)
            names = takers.taken()
        found = _together(told, names)
    for one in found.values():
        one.flags.writeable = False
    return found


def _together(told: _Entries, names: Taken) -> Arrays:
    order = told.order()
    names_of = np.array(told.names, np.int64)
    chosen = _stretches(names_of, order)
    headings, names_of = np.array(told.heading, np.int32)[chosen], names_of[order]
    words = names.word[_stretches(names.length.astype(np.int64), chosen)]
    names = Taken(names.length[chosen], words, names.words)
    return told.arrays(order) | _named(rows_of(names, names_of)) | judged_arrays(names, headings, names_of)


def _stretches(length: Array, order: Array) -> Array:
    # Stretches of these lengths lie side by side: the places of what is in some of them, stretch by stretch.
    some = length[order]
    first = (np.cumsum(length) - length)[order] - (np.cumsum(some) - some)
    return np.repeat(first, some) + np.arange(int(some.sum()))


def _named(rows: Rows) -> Arrays:
    start = starts_of(rows.length)
    share = _shares(rows.weight, rows.place, start, rows.length)
    row_of = np.repeat(np.arange(len(rows.length), dtype=np.int32), rows.length)
    posted = np.flatnonzero(share)
    order = posted[np.argsort(rows.word[posted], kind="stable")]
    return {
        "row_entity": rows.entity,
        "row_start": start,
        "row_word": rows.word,
        "row_share": share,
        "row_place": rows.place,
        "post_start": starts_of(np.bincount(rows.word[posted], minlength=len(rows.words))),
        "post_row": row_of[order],
        "post_share": share[order],
    } | keyed([*map(word_of, rows.words)])


def _shares(weight: Array, place: Array, start: Array, length: Array) -> Array:
    # What part of its name a word is, in 255ths; words read together are not counted twice.
    single = np.where(place < WITH_PARTICLE, weight, 0).astype(np.float32)
    total = np.add.reduceat(single, start[:-1].astype(np.int64)) if len(length) else np.empty(0, np.float32)
    share = weight / np.repeat(np.maximum(total, 1e-6), length) * SHARES
    return np.where(weight > 0, np.clip(np.rint(share), 1, SHARES), 0).astype(np.uint8)
