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
    of, latin, lengths = [], [], []
    numbers, weights, places = [], [], []
    for number, subject in enumerate(subjects):
        person = subject.kind is SubjectKind.PERSON
        for name in read_names(subject)[:MAX_ASKED_NAMES]:
            spelled = latin_words(name.text)
            parts = parts_of_words(spelled, person)
            for word, weight, place in parts:
                numbers.append(words.setdefault(word, len(words)))
                weights.append(weight)
                places.append(place)
            of.append(number)
            latin.append(spelled)
            lengths.append(len(parts))
    asked = list(words)
    return Asked(asked, of, latin, _names(asked, lengths, numbers, weights, places))


def _names(
    words: Sequence[Word], lengths: list[int], numbers: list[int], weights: list[float], places: list[int]
) -> Names:
    length = np.array(lengths, np.int64)
    start = np.concatenate([[0], np.cumsum(length)])
    number, weight, place = np.array(numbers, np.int64), np.array(weights, np.float64), np.array(places, np.int64)
    name = np.repeat(np.arange(len(length)), length)
    single = np.where(place < WITH_PARTICLE, weight, 0.0)
    total = np.bincount(name, weights=single, minlength=len(length))
    total[total == 0.0] = 1.0
    first = np.array([ord(word.text[0]) for word in words], np.uint8)
    return Names(start, number, weight / total[name], place, first[number])
