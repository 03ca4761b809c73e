"""Questions in the form in which machine code walks them: words each once, and names as numbers of words."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tidewaiter.screening.index.names import Word, parts_of
from tidewaiter.screening.index.walk import WITH_PARTICLE, Names
from tidewaiter.screening.subjects import Subject, SubjectKind

# An entry met under many names is asked for under the first of them.
MAX_ASKED_NAMES = 32


@dataclass(frozen=True, slots=True)
class Asked:
    """Some questions taken apart; `of` says for each name whose it is."""

    words: list[Word]
    of: list[int]
    names: Names


def asked_of(subjects: Sequence[Subject]) -> Asked:
    """Take the names of questions apart."""
    words: dict[Word, int] = {}
    of, lengths = [], [0]
    word, weight, place, letter = [], [], [], []
    for number, subject in enumerate(subjects):
        person = subject.kind is SubjectKind.PERSON
        for name in subject.names[:MAX_ASKED_NAMES]:
            parts = parts_of(name.text, person)
            total = sum(part.weight for part in parts if part.place < WITH_PARTICLE) or 1.0
            for part in parts:
                word.append(words.setdefault(part.word, len(words)))
                weight.append(part.weight / total)
                place.append(part.place)
                letter.append(ord(part.word.text[0]))
            of.append(number)
            lengths.append(len(word))
    return Asked(
        list(words),
        of,
        Names(
            np.array(lengths, np.int64),
            np.array(word, np.int64),
            np.array(weight, np.float64),
            np.array(place, np.int64),
            np.array(letter, np.uint8),
        ),
    )
