"""The names of entries as the second stage compares them: each word once, and each name as numbers of words.

Nothing need be unpacked or taken apart again to judge an entry.
"""

from array import array

import numpy as np

from tidewaiter.screening.index.arrays import Array
from tidewaiter.screening.index.packing import NAME_KINDS, name_number
from tidewaiter.screening.index.wordlist import starts_of
from tidewaiter.screening.judging.best import COUNT_BITS, READ_BITS, share_of, shortened
from tidewaiter.screening.judging.packing import row_of
from tidewaiter.screening.subjects import NameKind
from tidewaiter.screening.words import Token, Wording

# How much a name of each kind counts, by its number in the files.
SHARES = np.array([share_of(kind) for kind in NAME_KINDS])


class JudgedNames:
    """The names of entries, growing; entries come in the order of their places."""

    def __init__(self) -> None:
        """Start without any."""
        self._words: dict[Token, int] = {}
        self._names = array("i")
        self._ends = array("i")

    def take(self, name: Wording, kind: NameKind, how_read: int) -> None:
        """Add a name to the entry that is being told; `how_read` is of `korean.how_read`."""
        self._names.append(name_number(kind) << COUNT_BITS | how_read << READ_BITS | len(name.tokens))
        words = self._words
        self._names.extend([words.setdefault(token, len(words)) for token in name.tokens])

    def end(self) -> None:
        """All names of the entry are told."""
        self._ends.append(len(self._names))

    def arrays(self) -> dict[str, Array]:
        """Give the arrays of `Kept`."""
        rows = [shortened(row_of(token)) for token in self._words]
        return {
            "judged_bytes": np.frombuffer(b"".join(rows), np.uint8),
            "judged_word": starts_of(np.array([len(row) for row in rows], np.int64)),
            "judged_names": np.array(self._names, np.int32),
            "judged_start": np.array([0, *self._ends], np.int32),
        }
