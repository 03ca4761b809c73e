"""Addresses: one place written in many ways, what makes it another, and what it adds to a match."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.records.subjects import plain_of, subject_of
from tidewaiter.screening.addresses import Likeness, best_agreement, likeness_of
from tidewaiter.screening.compare import compare
from tidewaiter.screening.index import Index, Indexed, build
from tidewaiter.screening.quiet import party_digest
from tidewaiter.screening.reasons import Band, Match
from tidewaiter.screening.run import Asked, screen
from tidewaiter.screening.subjects import BadSubject, Name, PartialDate, Subject, SubjectKind

DAY = date(2026, 1, 1)
HOUSE = "12 High Street, Ilchester"


def living(*addresses: str, name: str = "Marianne Lindqwist") -> Subject:
    return Subject(SubjectKind.PERSON, (Name(name),), addresses=addresses)


def codes(match: Match) -> set[str]:
    return {reason.code for reason in (*match.reasons, *match.differs)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (HOUSE, "High St. 12 ILCHESTER"),
        (HOUSE, "12, High Str, Ilchester, SO123AB, UK"),
        ("12 High Street, Ilchester SO12 3AB", "12 High Street, Ilchester, SO123AB"),
        ("100 N Main St, Boise", "100 North Main Street, Boise"),
        ("12-A Quay Road, Bath", "12A Quay Rd, Bath"),
        ("P.O. Box 123, Port Grand", "Postbus 123, Port Grand"),
        ("12 bis, rue de la République, 75001 Paris", "12bis R. de la Republique 75001 PARIS"),
        ("3 boulevard du Phare, Lyon", "3 bd. du Phare, Lyon"),
        ("Boîte postale 44, Port Grand", "BP 44 Port Grand"),
        ("C/ Mayor 12, 28013 Madrid", "Calle Mayor, nº 12, 28013 Madrid"),
        ("Avda. de la Constitución 5, Sevilla", "Avenida Constitucion 5 Sevilla"),
        ("Kerkstraat 12, 1012 AV Amsterdam", "Kerkstr. 12 1012AV Amsterdam"),
        ("Kade 3, Antwerpen", "3 Kaai, Antwerpen"),
        ("улица Ленина 12, Москва", "Ulitsa Lenina 12, Moskva"),
    ],
)
def test_a_house_is_the_same_however_its_address_is_written(one: str, other: str) -> None:
    assert likeness_of(one, other) is likeness_of(other, one) is Likeness.SAME_HOUSE


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("Flat 3, 12 High Street, Ilchester", HOUSE, Likeness.SAME_HOUSE),
        ("Suite 500, 12 Main St, Bath", "12 Main St, Suite 500, Bath", Likeness.SAME_HOUSE),
        ("3e étage, 12 rue Alba, Lyon", "12 rue Alba, Lyon", Likeness.SAME_HOUSE),
        ("C/ Mayor 12, 3º A, Madrid", "Calle Mayor 12, Madrid", Likeness.SAME_HOUSE),
        ("Kerkstraat 12 bus 3, Gent", "Kerkstraat 12, Gent", Likeness.SAME_HOUSE),
        ("Flat 3, 12 High Street, Ilchester", "Flat 4, 12 High Street, Ilchester", Likeness.ALIKE),
    ],
)
def test_another_door_of_a_house_is_alike_and_an_untold_one_the_same(one: str, other: str, likeness: Likeness) -> None:
    assert likeness_of(one, other) is likeness_of(other, one) is likeness


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (HOUSE, "14 High Street, Ilchester"),
        (HOUSE, "12 Mill Street, Ilchester"),
        ("12 High Street, Port Grand, Alba", "12 Mill Street, Port Grand, Alba"),
        ("12 High Street, Ilchester SO12 3AB", "12 High Street, Ilchester SO12 4AB"),
        ("3 rue du Port, 13001 Marseille", "3 rue du Port, 13002 Marseille"),
        ("Moscow, Russia", "Moscow, Russia"),
        ("2000 Antwerpen", "2000 Antwerpen"),
        ("!?", "!?"),
    ],
)
def test_another_number_or_street_is_another_address_and_a_town_is_none(one: str, other: str) -> None:
    assert likeness_of(one, other) is likeness_of(other, one) is Likeness.NOTHING


@pytest.mark.parametrize(
    ("other", "likeness"),
    [
        ("High Street, Ilchester", Likeness.ALIKE),
        ("12 High Street", Likeness.ALIKE),
        ("12 High Road, Ilchester", Likeness.ALIKE),
        ("12 High Street, Ilchestre", Likeness.ALIKE),
    ],
)
def test_what_says_less_or_slips_is_alike(other: str, likeness: Likeness) -> None:
    assert likeness_of(HOUSE, other) is likeness_of(other, HOUSE) is likeness
    assert likeness_of("High St, Ilchester", "High Street, Ilchester") is Likeness.SAME


def test_a_word_may_slip_by_its_length_and_the_last_of_two_words_is_no_other_spelling() -> None:
    assert likeness_of("12 Quay Road, Marston", "12 Quay Road, Marsten") is Likeness.ALIKE
    assert likeness_of("12 Quay Road, Marston", "12 Quay Road, Mersten") is Likeness.NOTHING
    assert likeness_of("12 Quay Road, Marstonbury", "12 Quay Road, Merstenbury") is Likeness.ALIKE


def test_the_same_address_lifts_a_name_and_is_told() -> None:
    asked, listed = living("High St 12, Ilchester", name="Mariane Lindqvist"), living(HOUSE)
    plain = compare(living(name="Mariane Lindqvist"), living())
    same, near = compare(asked, listed), compare(living("12 High Road, Ilchester", name="Mariane Lindqvist"), listed)
    assert plain.score < near.score < same.score
    told = {reason.code: dict(reason.params) for reason in (*same.reasons, *near.reasons)}
    assert told["address_same"] == {"address": HOUSE}
    assert told["address_near"] == {"query": "12 High Road, Ilchester", "entry": HOUSE}


def test_an_address_alone_is_no_match() -> None:
    match = compare(living(HOUSE, name="Tobias Quarrel"), living(HOUSE))
    assert match.band is Band.NONE
    assert match.score == compare(living(name="Tobias Quarrel"), living()).score
    assert "address_same" not in codes(match)


_STREETS = st.sampled_from(["High Street", "rue du Port", "Calle Mayor", "Kerkstraat", "Quay Road", "Mill Lane"])
_TOWNS = st.sampled_from(["Ilchester", "75001 Paris", "Madrid", "1012 AB Amsterdam", ""])
_ADDRESSES = st.builds("{} {}, {}".format, _STREETS, st.integers(1, 9), _TOWNS)
_SEVERAL = st.lists(_ADDRESSES, max_size=3)


@given(_SEVERAL, _SEVERAL)
def test_an_address_that_agrees_with_none_changes_no_score(asked: list[str], listed: list[str]) -> None:
    whole = compare(living(*asked), living(*listed))
    elsewhere = "77 Zeppelin Gardens, Ultima"
    assert compare(living(*asked, elsewhere), living(*listed)) == whole
    assert compare(living(*asked), living(elsewhere, *listed)) == whole
    assert whole.score >= compare(living(), living()).score


@given(st.permutations(["12 High Street, Ilchester", "12 High St, Ilchester", "High Road 12, Ilchester"]), _SEVERAL)
def test_the_order_of_addresses_never_matters(asked: list[str], listed: list[str]) -> None:
    assert best_agreement(asked, listed) == best_agreement(sorted(asked), sorted(listed))
    assert compare(living(*asked), living(*listed)) == compare(living(*sorted(asked)), living(*sorted(listed)))


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_can_be_compared_both_ways(one: str, other: str) -> None:
    assert likeness_of(one, other) is likeness_of(other, one)


def test_a_list_screened_by_an_index_on_disk_weighs_addresses_like_a_comparison(tmp_path) -> None:
    entries = [Indexed("a", living(HOUSE)), Indexed("b", living("9 Mill Lane, Bath")), Indexed("c", living())]
    build(tmp_path, iter(entries))
    index = Index.open(tmp_path)
    asked = living("High St 12, Ilchester", name="Marian Lindqvist")
    found = {one.entity: one for one in screen(index, [Asked("1", asked)], visible=None, day=DAY, threshold=0.0, top=9)}
    assert {one.entity: found[one.entity].score for one in entries} == {
        one.entity: compare(asked, one.subject).score for one in entries
    }
    assert found["a"].listed.addresses == (HOUSE,)
    assert "address_same" in codes(found["a"].match())
    assert next(iter(found)) == "a"


@pytest.mark.parametrize(
    ("addresses", "code"),
    [((" ",), "address_empty"), (("x" * 201,), "address_too_long"), (tuple("abcdefghijk"), "addresses_too_many")],
)
def test_addresses_that_no_subject_holds_are_refused(addresses: tuple[str, ...], code: str) -> None:
    with pytest.raises(BadSubject) as refused:
        living(*addresses)
    assert refused.value.code == code


def test_addresses_are_kept_and_what_was_kept_before_them_is_read() -> None:
    subject = living(HOUSE, "9 Mill Lane, Bath")
    assert subject_of(plain_of(subject)) == subject
    older = {name: value for name, value in plain_of(subject).items() if name != "addresses"}
    assert subject_of(older) == living()


def test_another_spelling_of_an_address_wakes_no_pair_that_was_decided() -> None:
    key = b"k" * 32
    assert party_digest(living(HOUSE), key) == party_digest(living("High St 12, Ilchester"), key)
    born = Subject(SubjectKind.PERSON, (Name("Marianne Lindqwist"),), birth=PartialDate(1975))
    assert party_digest(born, key) != party_digest(living(), key)
