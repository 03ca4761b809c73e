"""The score of two subjects: the same however it is asked for, between 0 and 1, and never lower for what agrees."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from tidewaiter.screening.compare import compare, rank
from tidewaiter.screening.index.judged import SHARES
from tidewaiter.screening.index.segment import Segment, arrays_of
from tidewaiter.screening.index.shapes import Indexed
from tidewaiter.screening.judging import ALERT, model, worths
from tidewaiter.screening.judging.best import Pairs, best_kept
from tidewaiter.screening.judging.features import COLUMNS, FEATURES
from tidewaiter.screening.judging.kernel import slips, work_room
from tidewaiter.screening.judging.known_names import given_name_groups, rarity_of
from tidewaiter.screening.judging.model import frozen_model
from tidewaiter.screening.judging.names import BestPair, Named, asked_names, best_pairs, named
from tidewaiter.screening.reasons import POSSIBLE, STRONG, WEAK, Band
from tidewaiter.screening.subjects import (
    Identifier,
    IdentifierKind,
    Name,
    NameKind,
    PartialDate,
    Subject,
    SubjectKind,
)

WORDS = st.sampled_from(
    ["marianne", "lindqvist", "karim", "haddad", "ivanov", "o'neil", "al-said", "шевченко", "김정일", "محمد", "li", "m"]
)
NAMES = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)
PERSONS = st.lists(NAMES, min_size=1, max_size=3).map(
    lambda names: Subject(SubjectKind.PERSON, tuple(Name(name) for name in names))
)
NUMBERS = st.sampled_from([(), (Identifier(IdentifierKind.PASSPORT, "K1234567"),)])
BIRTHS = st.sampled_from([None, PartialDate(1975, 3, 2), PartialDate(1975), PartialDate(1958, 7, 1)])
COUNTRIES = st.sampled_from([(), ("SE",), ("NO",)])
FULL = st.builds(
    lambda person, numbers, birth, countries: replace(person, identifiers=numbers, birth=birth, countries=countries),
    PERSONS,
    NUMBERS,
    BIRTHS,
    COUNTRIES,
)


def person(*names: str) -> Subject:
    return Subject(SubjectKind.PERSON, tuple(Name(name) for name in names))


@settings(deadline=None)  # the first example compiles
@given(FULL, st.lists(FULL, min_size=1, max_size=6))
def test_the_fast_scores_of_many_are_those_of_comparing_each(asked: Subject, listed: list[Subject]) -> None:
    assert worths(asked, listed) == [compare(asked, one).score for one in listed]


@given(FULL, FULL)
def test_what_the_reasons_weigh_adds_up_to_the_score(asked: Subject, listed: Subject) -> None:
    match = compare(asked, listed)
    assert 0.0 <= match.score <= 1.0
    weighed = sum(one.weight for one in (*match.reasons, *match.differs))
    if any(one.weight for one in match.reasons):
        assert weighed == pytest.approx(match.score, abs=0.03)
    if match.band in {Band.STRONG, Band.POSSIBLE}:
        assert sum(one.weight for one in match.reasons) >= POSSIBLE - 0.03


@given(
    st.lists(st.sampled_from(["marianne", "lindqvist", "karim", "haddad", "ivanov"]), min_size=2, max_size=4),
    st.randoms(),
)
def test_the_order_of_the_words_does_not_matter_for_the_same_words(words: list[str], chance: object) -> None:
    turned = list(words)
    chance.shuffle(turned)  # type: ignore[attr-defined]
    assert compare(person(" ".join(words)), person(" ".join(turned))).score == 1.0


@given(PERSONS, PERSONS)
def test_each_agreeing_fact_raises_and_each_differing_fact_lowers(asked: Subject, listed: Subject) -> None:
    base = compare(asked, listed).score
    steps = (
        {"birth": PartialDate(1975, 3, 2)},
        {"countries": ("SE",)},
        {"identifiers": (Identifier(IdentifierKind.PASSPORT, "K1234567"),)},
    )
    other = (
        {"birth": PartialDate(1958, 7, 1)},
        {"countries": ("NO",)},
        {"identifiers": (Identifier(IdentifierKind.PASSPORT, "X9876543"),)},
    )
    for same, differing in zip(steps, other, strict=True):
        assert compare(replace(asked, **same), replace(listed, **same)).score >= base
        assert compare(replace(asked, **same), replace(listed, **differing)).score <= base


@given(PERSONS, NAMES)
def test_another_name_of_the_entry_never_lowers_the_score(asked: Subject, name: str) -> None:
    listed = person("Peter Adewale")
    more = replace(listed, names=(*listed.names, Name(name, NameKind.ALIAS)))
    assert compare(asked, more).score >= compare(asked, listed).score


def test_ranking_gives_the_scores_of_comparing() -> None:
    listed = [(name, person(name)) for name in ("Marianne Lindqwist", "M. Lindqvist", "Marianne Berg", "Otto Lund")]
    asked = person("Marianne Lindqvist")
    found = rank(asked, listed, 10)
    assert [one.match for one in found] == [compare(asked, person(one.id)) for one in found]
    assert found[0].id == "Marianne Lindqwist"


def test_the_bands_stand_in_order_and_an_alert_is_at_least_possible() -> None:
    assert 0 < WEAK < POSSIBLE <= ALERT < STRONG < 1


def test_a_frequent_word_weighs_less_than_a_rare_one_by_the_frozen_table() -> None:
    assert rarity_of("muhammad") < rarity_of("antonio") < rarity_of("zwqxjk") == 1.0
    rare = compare(person("Zubeirat Muhammad"), person("Zubeirat Karim")).score
    assert compare(person("Muhammad Zubeirat"), person("Muhammad Karim")).score < rare


def test_forms_of_one_given_name_are_known_and_told() -> None:
    assert set(given_name_groups("iosif")) & set(given_name_groups("joseph"))
    match = compare(person("Iosif Kazarnovsky"), person("Joseph Kazarnovsky"))
    assert "word_variant" in {one.code for one in match.reasons}
    assert match.score >= POSSIBLE


def test_the_frozen_model_may_pull_each_way_only_as_it_must() -> None:
    model = frozen_model()
    chance = np.random.default_rng(5)
    table = (chance.random((300, FEATURES)) * 3).astype(np.float32)
    before = model.scores(table)
    for place, way in enumerate(COLUMNS.values()):
        more = table.copy()
        more[:, place] += chance.random(len(table)).astype(np.float32)
        change = model.scores(more) - before
        assert (change * way >= -1e-12).all()
    assert ((before >= 0) & (before <= 1)).all()


def _walked(kept: dict[str, Any], row: list[float]) -> float:
    total = 0.0
    for place in kept["roots"]:
        while kept["features"][place] >= 0:
            lower = row[kept["features"][place]] <= kept["limits"][place]
            place = kept["lower" if lower else "higher"][place]
        total += kept["values"][place]
    return total


def test_the_trees_give_what_walking_them_gives() -> None:
    kept = json.loads((Path(model.__file__).parent / "tables" / "model.json").read_text(encoding="utf-8"))
    chance = np.random.default_rng(6)
    table = (chance.random((500, FEATURES)) * 4 - 0.5).astype(np.float32)
    # limits themselves belong to the lower side
    limits = [limit for limit, feature in zip(kept["limits"], kept["features"], strict=True) if feature >= 0]
    table[::5] = chance.choice(np.array(limits, np.float32), (100, FEATURES))
    sums = np.array([_walked(kept, row) for row in table.astype(float).tolist()]) + kept["baseline"]
    shares = np.where(table[:, list(COLUMNS).index("matched")] == 0, 0.6, 1.0)
    wanted = np.interp(sums, *np.array(kept["scale"]).T) * shares
    assert frozen_model().scores(table).tolist() == wanted.tolist()


LINES = st.text("abcde", max_size=80).map(str.encode)


@settings(deadline=None)
@given(LINES, LINES)
def test_slips_are_those_of_optimal_string_alignment(one: bytes, other: bytes) -> None:
    a, b = (np.frombuffer(bytearray(line + b"\0"), np.uint8).reshape(1, -1) for line in (one, other))
    assert slips(a, 0, len(one), b, 0, len(other), work_room()) == OSA.distance(one, other)


def test_what_an_index_keeps_of_a_word_is_the_whole_word() -> None:
    texts = ["Marianne Lindqvist", "Iosif al-Said", "محمد 747 Ltd", "x" * 60, "김정일 Li"]
    for kind in (SubjectKind.PERSON, SubjectKind.BUSINESS):
        mine = Subject(kind, tuple(Name(text, NameKind.WEAK) for text in texts))
        segment = Segment(arrays_of([Indexed("e", mine)]))
        asked = named(mine)
        count, zero = len(asked.parts), np.zeros(1, np.int64)
        for at in range(count):
            pairs = Pairs(zero + at, zero + at + 1, zero, np.array([kind is SubjectKind.PERSON]), np.zeros(1))
            best = best_kept(asked_names(asked.parts), pairs, segment.judged, SHARES)
            one = Named(asked.person, (asked.names[at],), (asked.parts[at],))
            assert best_pairs(one, [asked]) == [BestPair(best.score[0], best.asked[0], best.listed[0])]


SAME_NAMES = {
    "Hebrew": ("בנימין כהן", "Binyamin Cohen"),
    "Japanese": ("タナカ ヒロシ", "Tanaka Hiroshi"),
    "Arabic written together": ("عبدالله حداد", "Abdullah Haddad"),
    "Arabic with Allah apart": ("مطيع الله حداد", "Matiullah Haddad"),
    "Persian": ("فیض الله نورزی", "Faizullah Noorzai"),
    "Ukrainian": ("Олександр Шевченко", "Oleksandr Shevchenko"),
    "scanned m": ("Dirnitri Igorevich Popov", "Dimitri Igorevich Popov"),
    "scanned l": ("ALlQ Qasimov", "ALIQ Qasimov"),
    "some vowels dropped": ("TRJO FRR Efrn Pblo", "TREJO FREIRE, Efrain Pablo"),
    "cut short": ("TARABAIN CHAMAS, Moh", "TARABAIN CHAMAS, Mohamad"),
}


@pytest.mark.parametrize(("asked", "listed"), SAME_NAMES.values(), ids=SAME_NAMES)
def test_a_name_is_known_again_in_other_letters(asked: str, listed: str) -> None:
    assert compare(person(asked), person(listed)).score >= POSSIBLE


@pytest.mark.parametrize("text", ["---", "\u200b", "!"])
def test_a_name_without_letters_is_like_no_name(text: str) -> None:
    assert worths(person(text), [person(text), person("Marianne Lindqvist")]) == [0.0, 0.0]
    assert worths(person("Marianne Lindqvist"), []) == []
