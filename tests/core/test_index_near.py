"""The kernel of the index beside plain definitions: which words are like a word, and what a floor may leave out."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.indexed_names import DAY, entries, person, texts

from tidewaiter.screening.index import Index, Indexed
from tidewaiter.screening.index.asking import asked_of
from tidewaiter.screening.index.finding import Searched
from tidewaiter.screening.index.names import Word
from tidewaiter.screening.index.near import farthest, near_words
from tidewaiter.screening.index.walk import EVERYTHING, WITH_PARTICLE, Floor
from tidewaiter.screening.index.wordlist import by_sound, keyed, wordlist, words_of
from tidewaiter.screening.subjects import Identifier, IdentifierKind, Name, Subject, SubjectKind
from tidewaiter.screening.words import skeleton

_HEARD = {"a": "a", "e": "ai", "i": "i", "y": "i", "o": "u", "u": "u", "w": "u"}
letters = st.text("aeiuymhdsnrk0", min_size=1, max_size=13)
spoken = st.builds(lambda text, *how: Word(text, skeleton(text), *how), letters, st.booleans(), st.booleans())


@st.composite
def near_each_other(draw: st.DrawFn) -> list[Word]:
    """Words of which many differ in one or two letters."""
    found = draw(st.lists(spoken, min_size=1, max_size=12))
    for word in draw(st.lists(st.sampled_from(found), max_size=20)):
        place, letter = draw(st.integers(0, len(word.text))), draw(st.sampled_from("aeimhsnr"))
        text = word.text[:place] + letter + word.text[place + draw(st.integers(0, 1)) :]
        found.append(Word(text, skeleton(text), word.bare, draw(st.booleans())))
    return found


def _vowels(word: Word) -> str:
    return "aiu" if word.bare else next((_HEARD[one] for one in word.text if one in _HEARD), "aiu")


def _one_less(kind: str, text: str) -> set[str]:
    return {f"{kind}:{text[:place]}{text[place + 1 :]}" for place in range(len(text))}


def _keys(word: Word, whole: bool) -> set[str]:
    found = {f"t:{word.text}"}
    if len(word.skeleton) > 2:
        found.add(f"s:{word.skeleton}")
    elif len(word.skeleton) == 2:
        found |= {f"s:{word.skeleton}.{vowel}" for vowel in _vowels(word)}
    if whole:
        return found
    if len(word.skeleton) >= 4:
        found |= _one_less("s", word.skeleton)
    elif 3 < len(word.text) <= 12:
        found |= _one_less("t", word.text)
    return found


def _apart(one: str, other: str) -> int:
    rows = [list(range(len(other) + 1))]
    for i in range(1, len(one) + 1):
        row = [i]
        for j in range(1, len(other) + 1):
            least = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (one[i - 1] != other[j - 1]))
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                least = min(least, rows[-2][j - 2] + 1)
            row.append(least)
        rows.append(row)
    return rows[-1][-1]


def _too_far(one: str, other: str, apart: int) -> bool:
    return apart > int(0.15 * max(len(one), len(other)))


def _alike(one: Word, other: Word, strict: bool) -> int:
    held = strict and (one.together or other.together)
    if not _keys(one, held) & _keys(other, False) or (held and one.together and other.together):
        return 0
    if one.bare or other.bare:
        return _alike_bare(one, other, held)
    alike = _alike_spelled(one, other, held)
    return alike if alike >= (7_800 if strict else 7_400) else 0


def _alike_bare(one: Word, other: Word, strict: bool) -> int:
    heard = _apart(one.skeleton, other.skeleton)
    mine, theirs = len(one.skeleton), len(other.skeleton)
    if one.text == other.text and one.bare == other.bare:
        return 10_000
    if strict and _too_far(one.skeleton, other.skeleton, heard):
        return 0
    if heard == 0:
        return {0: 6_800, 1: 6_800, 2: 8_600}.get(mine, 9_400)
    return 7_800 if heard == 1 and min(mine, theirs) >= 3 else 0


def _alike_spelled(one: Word, other: Word, strict: bool) -> int:
    apart, heard = _apart(one.text, other.text), _apart(one.skeleton, other.skeleton)
    mine, theirs = len(one.skeleton), len(other.skeleton)
    if strict and _too_far(one.text, other.text, apart):
        return 0
    longest, shortest = max(len(one.text), len(other.text)), min(len(one.text), len(other.text))
    if shortest == 1 and apart:
        return 0
    slips = 0 if longest < 3 else 1 if longest < 7 else 2 if longest < 10 else 3
    spelled = 1.0 - 0.8 * apart / longest if apart <= slips else 0.0
    base = {0: 0.0, 1: 0.0, 2: 0.6}.get(mine, 0.65) if heard == 0 else 0.0
    if heard == 1 and min(mine, theirs) >= 4:
        base = 0.55
    return int(max(spelled, base + 0.3 * (1.0 - apart / longest) if base else 0.0) * 10_000 + 0.5)


@settings(max_examples=80, deadline=None)
@given(near_each_other(), near_each_other(), st.booleans())
def test_the_words_like_a_word_are_those_of_the_plain_definition(listed, more, strict):
    words = sorted({*listed, *more[: len(more) // 2]}, key=by_sound)
    asked = list(dict.fromkeys([*more, *listed]))
    arrays = keyed(words)
    for one in arrays.values():
        one.flags.writeable = False
    index = wordlist(arrays)
    seen = index.unseen()
    starts, found = near_words(words_of(asked), *index, farthest(strict), seen, strict)
    for place, word in enumerate(asked):
        near = found[starts[place] : starts[place + 1]].tolist()
        told = {words[one >> 16]: one & 0xFFFF for one in near}
        assert near == sorted(near) and len(told) == len(near)
        assert told == {other: alike for other in words if (alike := _alike(word, other, strict))}
    assert not seen.any()


def _told(searched: Searched) -> list[tuple[int, int, float]]:
    hits = searched.hits
    return list(zip(hits.question.tolist(), hits.digest.tolist(), hits.score.tolist(), strict=True))


@settings(max_examples=40, deadline=None)
@given(entries(most=60), st.lists(texts, min_size=1, max_size=6, unique=True), st.integers(2, 50), st.booleans())
def test_a_floor_leaves_out_only_what_is_under_it(listed, asked, top, strict):
    index, questions, floor = Index.of(listed), [person(text) for text in asked], Floor(0.6, 0.2, strict)
    everything = EVERYTHING._replace(strict=strict)
    (whole,) = index.search(questions, _told, visible=None, day=DAY, top=top, floor=everything)
    (some,) = index.search(questions, _told, visible=None, day=DAY, top=top, floor=floor)
    best = {question: max(score for other, _, score in whole if other == question) for question, _, _ in whole}
    above = [one for one in whole if one[2] >= max(0.6, best[one[0]] - 0.2)]
    assert [one for one in some if one[2] >= max(0.6, best[one[0]] - 0.2)] == above


@pytest.mark.parametrize(
    ("asked", "listed", "factor"),
    [
        ("Maria Xanthopoulos", "Xanthopoulos Jose", 0.76),
        ("Jose Xanthopoulos", "J Xanthopoulos", 0.76),
        ("J Xanthopoulos", "Jose Xanthopoulos", 0.87),
        ("Z Xanthopoulos", "Jose Xanthopoulos", 0.76),
        ("X Xanthopoulos", "Jose Xanthopoulos", 0.76),
        ("Xanthopoulos", "Jose Xanthopoulos", 0.76),
        ("Petrov", "Petrov", 1.0),
        ("Ivan Petrov", "Ivan Petrov", 1.0),
    ],
)
def test_one_shared_word_of_many_says_hardly_anything_of_an_alert(asked, listed, factor):
    index = Index.of([Indexed("e", person(listed))])

    def score(strict: bool) -> float:
        (found,) = index.find([person(asked)], visible=None, day=DAY, floor=EVERYTHING._replace(strict=strict))
        return found[0].score

    assert score(strict=True) == pytest.approx(score(strict=False) * min(1.0, factor / 0.87), abs=2e-4)


@pytest.mark.parametrize("asked", ["J Xanthopoulos Maria", "Jose B Xanthopoulos Maria"])
def test_a_floor_just_under_what_an_initial_leaves_keeps_it(asked):
    index, floor = Index.of([Indexed("e", person("Jose Baris Xanthopoulos"))]), EVERYTHING._replace(strict=True)
    ((found,),) = index.find([person(asked)], visible=None, day=DAY, floor=floor)
    just_under = floor._replace(least=found.score - 0.005)
    assert index.find([person(asked)], visible=None, day=DAY, floor=just_under) == [[found]]


@pytest.mark.parametrize("strict", [True, False])
def test_a_question_with_a_number_changes_nothing_for_its_neighbour(strict):
    numbered = Subject(SubjectKind.PERSON, (Name("Ivan Petrov"),), (Identifier(IdentifierKind.PASSPORT, "K1234567"),))
    index = Index.of([Indexed("e", person("Su Nam")), Indexed("f", person("Petrov Orlova"))])
    asked, floor = person("Sunamo"), Floor(0.5, 0.3, strict)

    def found(*questions: Subject) -> list[tuple[int, int, float]]:
        (told,) = index.search(questions, _told, visible=None, day=DAY, top=9, floor=floor)
        return [one for one in told if one[0] == 0]

    assert found(asked, numbered) == found(asked)
    assert bool(found(asked)) is not strict


def test_the_weights_of_the_single_words_of_an_asked_name_make_one() -> None:
    names = asked_of([person("Ivan Petrov Orlova"), person("Su Nam Kim")]).names
    for first, last in pairwise(names.start.tolist()):
        single = names.place[first:last] < WITH_PARTICLE
        assert names.weight[first:last][single].sum() == pytest.approx(1.0)
