"""The names of entries as the second stage compares them: each word once, and each name as numbers of words.

Nothing need be unpacked or taken apart again to judge an entry.
"""

import numpy as np

from tidewaiter.screening.index.arrays import Array
from tidewaiter.screening.index.packing import NAME_KINDS, name_number
from tidewaiter.screening.index.taking import Taken
from tidewaiter.screening.index.wordlist import starts_of
from tidewaiter.screening.judging.best import COUNT_BITS, READ_BITS, share_of
from tidewaiter.screening.subjects import NameKind

# How much a name of each kind counts, by its number in the files.
SHARES = np.array([share_of(kind) for kind in NAME_KINDS])


def heading(kind: NameKind, how_read: int) -> int:
    """Give what stands before the words of a name, but for their count; `how_read` is of `korean.how_read`."""
    return name_number(kind) << COUNT_BITS | how_read << READ_BITS


def judged_arrays(names: Taken, headings: Array, names_of: Array) -> dict[str, Array]:
    """Give the arrays of `Kept`: words in the order in which names need them, and for each entry its names.

    `names_of` says how many names each entry has.
    """
    met = np.full(len(names.words.row), len(names.word), np.int64)
    met[names.word[::-1]] = np.arange(len(names.word) - 1, -1, -1)
    used = np.flatnonzero(met < len(names.word))
    used = used[np.argsort(met[used])]
    number = np.empty(len(met), np.int32)
    number[used] = np.arange(len(used), dtype=np.int32)
    rows = [names.words.row[at] for at in used.tolist()]
    count = names.length.astype(np.int32)
    ends = starts_of(count + 1)
    told = np.empty(int(ends[-1]), np.int32)
    is_word = np.ones(len(told), bool)
    is_word[ends[:-1]] = False
    told[ends[:-1]] = headings | count
    told[is_word] = number[names.word]
    return {
        "judged_bytes": np.frombuffer(b"".join(rows), np.uint8),
        "judged_word": starts_of(np.array([len(row) for row in rows], np.int64)),
        "judged_names": told,
        "judged_start": ends[starts_of(names_of)],
    }
