"""Questions in the form in which machine code walks them: words each once, and names as numbers of words."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tidewaiter.screening.index.names import Word, parts_of_words
from tidewaiter.screening.index.walk import WITH_PARTICLE, Names
from tidewaiter.screening.korean import read_names
from tidewaiter.screening.letters import Word as LatinWord
from tidewaiter.screening.letters import latin_words
from tidewaiter.screening.subjects import Subject, SubjectKind

# An entry met under many names is asked for under the first of them.
MAX_ASKED_NAMES = 32


@dataclass(frozen=True, slots=True)
class Asked:
    """Some questions taken apart; `of` says for each name whose it is, and `latin` which Latin words it has."""

    words: list[Word]
    of: list[int]
    latin: list[tuple[LatinWord, ...]]
    names: Names


def asked_of(subjects: Sequence[Subject]) -> Asked:
    """Take the names of questions apart."""
    words: dict[Word, int] = {}
    of, latin, lengths = [], [], [0]
    numbers, weights, places, letters = [], [], [], []
    for number, subject in enumerate(subjects):
        person = subject.kind is SubjectKind.PERSON
        for name in read_names(subject)[:MAX_ASKED_NAMES]:
            spelled = latin_words(name.text)
            parts = parts_of_words(spelled, person)
            total = sum([weight for _, weight, place in parts if place < WITH_PARTICLE]) or 1.0
            for word, weight, place in parts:
                numbers.append(words.setdefault(word, len(words)))
                weights.append(weight / total)
                places.append(place)
                letters.append(ord(word.text[0]))
            of.append(number)
            latin.append(spelled)
            lengths.append(len(numbers))
    return Asked(
        list(words),
        of,
        latin,
        Names(
            np.array(lengths, np.int64),
            np.array(numbers, np.int64),
            np.array(weights, np.float64),
            np.array(places, np.int64),
            np.array(letters, np.uint8),
        ),
    )
