"""The seeded generators of the benchmarks: the same names for the same seed, and what they promise of those names."""

import random
from itertools import islice

import numpy as np
import pytest

from bench import public, romanised
from bench.generators import classes, fill, half_of, manifest, negatives, slipped
from bench.trial import Listed, Question, Trial, best_f1, measured

NAMES = ["KOVARIN, Dmitri Petrovich", "VANTREY, Quillon", "BESTERIK, Arnol Jan", "OSTENHOLT, Quevedra", "Mononym"]
public_data = pytest.mark.skipif(not public.present(), reason=f"no public data in {public.DATA}")


def test_negatives_are_made_by_three_rules_and_are_nobodys_names() -> None:
    made = negatives(NAMES, [*NAMES, "KOVARIN Quillon"])
    assert made == negatives(NAMES, [*NAMES, "KOVARIN Quillon"])
    assert {one.rule for one in made} == {"cross_pair", "token_swap", "edit_beyond"}
    assert not {one.text.casefold() for one in made} & {"kovarin quillon", *(name.casefold() for name in NAMES)}
    broken = next(one.text for one in made if one.rule == "edit_beyond")
    longest, short = (
        "Petrovich",
        next(word for word in broken.split() if word not in NAMES[0].replace(",", " ").split()),
    )
    assert (short[0], short[-1], len(short)) == (longest[0], longest[-1], 4)


def test_a_slip_changes_one_place_of_a_name() -> None:
    chance = random.Random(3)
    found = {slipped("Quevedra Ostenholt", chance) for _ in range(200)}
    assert len(found) > 50
    assert {len(name) for name in found} <= {17, 18, 19}


def test_access_classes_are_uneven_and_half_of_them_are_visible() -> None:
    drawn = classes(20_000, 3_000)
    assert (drawn == classes(20_000, 3_000)).all()
    assert drawn.min() >= 1
    assert drawn.max() <= 3_000
    assert np.bincount(drawn)[1:100].mean() > 5 * np.bincount(drawn, minlength=3_001)[2_000:].mean()
    assert len(half_of(3_000)) == 1_500
    assert half_of(3_000) == half_of(3_000)


def test_korean_names_are_romanised_by_three_systems() -> None:
    pairs = romanised.korean(300)
    assert pairs == romanised.korean(300)
    assert all(len(pair.original) == 3 and pair.latin.isascii() for pair in pairs)
    assert {pair.latin.split()[0] for pair in pairs if pair.original[0] == "김"} == {"Kim", "Gim"}
    northern = romanised.korean(300, systems=("dprk",))
    assert {pair.latin.split()[0] for pair in northern if pair.original[0] in "이리"} == {"Ri"}
    assert {pair.original[0] for pair in northern if pair.latin.startswith("Ri ")} == {"이", "리"}
    assert all(len(pair.latin.split()) == 3 for pair in northern)


def test_f1_and_recall_are_counted_as_the_definitions_say() -> None:
    assert best_f1(np.array([0.9, 0.8, 0.0]), np.array([0.7, 0.1])) == (0.8, 0.8)
    answers = {"a": [("x", 0.9)], "b": [("z", 0.95), ("y", 0.8)], "c": [], "p": [("x", 0.7)], "q": []}
    questions = tuple(Question(text, frozenset(right), "g") for text, right in (("a", "x"), ("b", "y"), ("c", "x")))
    found = measured(
        Trial((Listed("x", "Person", "X"),), questions, ("p", "q")),
        lambda names: [answers[name] for name in names],
        (0.75,),
    )
    assert found.in_ten == {"g": (2 / 3, 3)}
    assert (found.best_f1, found.best_at, found.f1_frozen) == (0.8, 0.8, 0.8)
    assert found.at_one_percent == 2 / 3
    assert found.alerts == {0.75: 0.0}


@public_data
@pytest.mark.public_data
def test_the_fill_is_seeded_and_its_tokens_are_as_uneven_as_real_ones() -> None:
    found = list(fill(6_000))
    assert found == list(fill(6_000))
    assert list(islice(fill(6_000, seed=1), 10)) != found[:10]
    assert len({one.entity for one in found}) == 6_000
    assert {one.schema for one in found} == {"Person", "Organization", "Vessel"}
    tokens = [token for one in found for token in one.name.split()]
    counts = sorted((tokens.count(token) for token in set(tokens[:2_000])), reverse=True)
    assert counts[0] > 20 * counts[len(counts) // 2]


@public_data
@pytest.mark.public_data
def test_a_manifest_has_listed_names_with_slips_among_ordinary_people() -> None:
    found = manifest(NAMES, 50)
    assert found == manifest(NAMES, 50)
    assert len(set(found)) > 45
    assert sum(any(name[:3] == one[:3] for name in NAMES) for one in found) >= 8


@public_data
@pytest.mark.public_data
def test_names_in_other_scripts_come_with_a_latin_side() -> None:
    for pairs in (romanised.slavic(50), romanised.transcribed("arabic", 50)):
        assert all(pair.latin[:1].isascii() or pair.latin[:1].isalpha() for pair in pairs)
        assert not any(pair.original.isascii() for pair in pairs)
