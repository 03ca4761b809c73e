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
from tidewaiter.screening.index.names import Word, parts_of
from tidewaiter.screening.index.near import Keys, Words, keys_of_all
from tidewaiter.screening.index.numbers import number_keys
from tidewaiter.screening.index.packing import KINDS, kind_number, last_day_number, packed, unpacked
from tidewaiter.screening.index.shapes import Indexed
from tidewaiter.screening.index.walk import SHARES, WITH_PARTICLE, Listed
from tidewaiter.screening.subjects import Subject, SubjectKind

MAX_NAMES = 200
_WORDS = ("word_bytes", "word_start", "heard_bytes", "heard_start", "word_bare")
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
        self.words = Words(*(arrays[name] for name in _WORDS))
        bits = (len(arrays["key_start"]) - 1).bit_length() - 1
        self.keys = Keys(bits, arrays["key_start"], arrays["key_hash"], arrays["key_word"])
        self.listed = Listed(*(arrays[name] for name in Listed._fields))
        self.kind_rows = np.searchsorted(arrays["row_entity"], arrays["kind_start"]).tolist()
        # What questions have needed lately: the words like a word, and room to find them in.
        self.near: dict[Word, Array] = {}
        self.scratch: list[Array] = []
        self.entry = lru_cache(maxsize=4096)(self._entry)

    def __len__(self) -> int:
        return len(self.digests)

    def _entry(self, place: int) -> Indexed:
        first, last = int(self._starts[place]), int(self._starts[place + 1])
        return unpacked(self._bytes[first:last].tobytes(), int(self.markings[place]), int(self.last_days[place]))


class _Rows:
    """The names of all entries as numbers of words, growing."""

    def __init__(self) -> None:
        self.words: dict[Word, int] = {}
        self.word, self.weight, self.place = array("i"), array("f"), array("B")
        self.length, self.entity = array("i"), array("i")

    def take(self, entity: int, subject: Subject) -> None:
        """Add each different name of an entry."""
        person = subject.kind is SubjectKind.PERSON
        known: set[tuple[tuple[int, int], ...]] = set()
        for name in subject.names[:MAX_NAMES]:
            parts = parts_of(name.text, person)
            words = [self.words.setdefault(part.word, len(self.words)) for part in parts]
            row = tuple((word, part.place) for word, part in zip(words, parts, strict=True))
            if row and row not in known:
                known.add(row)
                self.entity.append(entity)
                self.length.append(len(row))
                self.word.extend(words)
                self.weight.extend([part.weight for part in parts])
                self.place.extend([part.place for part in parts])


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
        "entry_start": _starts(np.array([len(blob) for blob in blobs], np.int64)),
        "entry_bytes": np.frombuffer(b"".join(blobs), np.uint8),
        "number_key": np.array([key for key, _ in numbers], np.uint64),
        "number_entry": np.array([place for _, place in numbers], np.int32),
        "kind_start": np.searchsorted(np.array(kinds, np.int32), np.arange(len(KINDS) + 1)).astype(np.int32),
    }
    found = plain | _named(rows)
    for one in found.values():
        one.flags.writeable = False
    return found


def _by_kind(held: tuple[int, Indexed]) -> tuple[int, int]:
    return kind_number(held[1].subject.kind), held[0]


def _named(rows: _Rows) -> Arrays:
    words = sorted(rows.words, key=_by_sound)
    renumbered = np.empty(len(words), np.int32)
    renumbered[[rows.words[word] for word in words]] = np.arange(len(words), dtype=np.int32)
    row_word = renumbered[_numpy(rows.word, np.int32)]
    length, place = _numpy(rows.length, np.int32), _numpy(rows.place, np.uint8)
    start = _starts(length)
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
        "post_start": _starts(np.bincount(row_word[posted], minlength=len(words))),
        "post_row": row_of[order],
        "post_share": share[order],
    } | _keyed(words)


def words_of(words: list[Word]) -> Words:
    """Give words as bytes side by side."""
    texts, skeletons = [word.text.encode() for word in words], [word.skeleton.encode() for word in words]
    found = Words(
        np.frombuffer(b"".join(texts) or b"\0", np.uint8),
        _starts(np.array([len(text) for text in texts], np.int64)),
        np.frombuffer(b"".join(skeletons) or b"\0", np.uint8),
        _starts(np.array([len(text) for text in skeletons], np.int64)),
        np.array([word.bare for word in words], np.uint8),
    )
    for one in found:
        # One type of array for the compiler, whether made or mapped from a file.
        one.flags.writeable = False
    return found


def _keyed(words: list[Word]) -> Arrays:
    plain = words_of(words)
    keys, owners = keys_of_all(plain)
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    # Buckets of about two keys by their first bits.
    bits = min(22, max(4, len(keys).bit_length() - 1))
    bucket = np.arange((1 << bits) + 1, dtype=np.uint64) << np.uint64(32 - bits)
    found = dict(zip(_WORDS, plain, strict=True))
    found["letter"] = np.array([ord(word.text[0]) for word in words], np.uint8)
    found["key_start"] = np.searchsorted(keys.astype(np.uint64), bucket).astype(np.int32)
    found["key_hash"], found["key_word"] = keys, owners[order]
    return found


def _by_sound(word: Word) -> tuple[str, str, bool]:
    return word.skeleton, word.text, word.bare


def _shares(weight: Array, place: Array, start: Array, length: Array) -> Array:
    # What part of its name a word is, in 255ths; words read together are not counted twice.
    single = np.where(place < WITH_PARTICLE, weight, 0).astype(np.float32)
    total = np.add.reduceat(single, start[:-1].astype(np.int64)) if len(length) else np.empty(0, np.float32)
    share = weight / np.repeat(np.maximum(total, 1e-6), length) * SHARES
    return np.where(weight > 0, np.clip(np.rint(share), 1, SHARES), 0).astype(np.uint8)


def _starts(lengths: Array) -> Array:
    starts = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=starts[1:])
    if starts[-1] >= 2**31:
        raise ValueError("one index holds at most two billion letters; divide the entries")
    return starts.astype(np.int32)


def _numpy(numbers: "array[int] | array[float]", kind: type) -> Array:
    return np.frombuffer(numbers, kind) if numbers else np.empty(0, kind)
