"""Names are written in many ways; these sentences say which ways are one name and which are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.screening.compare import compare
from tidewaiter.screening.keys import (
    MAX_INDEX_KEYS,
    MAX_QUERY_KEYS,
    index_keys,
    name_tokens,
    normalise,
    query_keys,
    trigram_text,
)
from tidewaiter.screening.reasons import REASON_PARAMETERS, Band
from tidewaiter.screening.subjects import BadSubject, Name, NameKind, Subject, SubjectKind


def person(*names: str) -> Subject:
    return Subject(SubjectKind.PERSON, tuple(Name(name) for name in names))


def firm(name: str) -> Subject:
    return Subject(SubjectKind.BUSINESS, (Name(name),))


SAME_PERSONS = {
    "one letter wrong": ("Marianne Lindqvist", "Marianne Lindqwist"),
    "two letters swapped": ("Marianne Lindqvist", "Marianne Lidnqvist"),
    "a short name with a wrong consonant": ("Kolbe Tarn", "Kolbe Tarm"),
    "another order": ("Okonjo, Peter Adewale", "Peter Adewale Okonjo"),
    "written together": ("Abu Bakr Sissoko", "Abubakr Sissoko"),
    "written apart": ("Sunam Pak", "Su Nam Pak"),
    "an article joined": ("Al-Ubaydi Karim", "Alubaydi Karim"),
    "another transliteration": ("Mohammed Yousef Qassem", "Muhamad Yusuf Kasim"),
    "Abd with its article": ("Abd al-Rahman Salim", "Abdurrahman Salim"),
    "Abd and one letter for two": ("Abd al-Rahman Salim", "Abdurahman Salim"),
    "Din with its article": ("Shams al-Din Karimi", "Shamsuddin Karimi"),
    "Din and one letter for two": ("Shamsudin Karimi", "Shams ad-Din Karimi"),
    "Basque and Spanish letters": ("Goikoetxea Iker", "Goicoechea Iker"),
    "Cyrillic letters": ("Владимир Щербаков", "Vladimir Shcherbakov"),
    "Arabic letters": ("محمد حمزة زبيدي", "Muhammad Hamza Zubaydi"),
    "Arabic letters and an article": ("سليمان مجيد التكريتي", "Sulayman Majid al-Tikriti"),
    "Greek letters": ("Γεώργιος Παππάς", "Georgios Pappas"),
    "Korean letters": ("김정일", "Kim Jong Il"),
    "Chinese letters": ("习近平", "Xi Jinping"),
    "accents": ("António Injaí", "Antonio Injai"),
    "accents as separate marks": ("Anto\u0301nio Injai", "António Injai"),
    "look-alike letters": ("АRСЕ ВОRВОА", "Arce Borboa"),
    "zero-width letters": ("Mari\u200banne Lind\u00adqvist\u2060", "Marianne Lindqvist"),
    "wide letters": ("Ｍａｒｉａｎｎｅ Lindqvist", "Marianne Lindqvist"),
    "a title": ("Dr. Marianne Lindqvist", "Lindqvist, Marianne"),
    "vowels left out": ("Mrnn Lndqvst", "Marianne Lindqvist"),
    "a digit for a letter": ("LUCER0 DE MARTINEZ", "Lucero de Martinez"),
    "an apostrophe inside": ("Sa'id Kan‘an", "Said Kanan"),
    "an initial": ("M. Lindqvist Berg", "Marianne Lindqvist Berg"),
}
WORDS = st.sampled_from(["anna", "berg", "karim", "lopez", "ivanov", "o'neil", "al-said", "шевченко"])
OTHER_PERSONS = {
    "only one name shared": ("Marianne Lindqvist", "Marianne Oduya"),
    "two other names around a frequent one": ("Ali Hassan Karim", "Ali Farouk Nabil"),
    "nothing shared": ("Peter Adewale", "Ingrid Solheim"),
    "short names one letter apart": ("Lin He", "Li Ho"),
}


@pytest.mark.parametrize(("asked", "listed"), SAME_PERSONS.values(), ids=SAME_PERSONS)
def test_one_person_is_found_and_matches_however_written(asked: str, listed: str) -> None:
    for one, other in ((asked, listed), (listed, asked)):
        assert query_keys(person(one)) & index_keys(person(other))
        assert compare(person(one), person(other)).band in {Band.STRONG, Band.POSSIBLE}


@pytest.mark.parametrize(("asked", "listed"), OTHER_PERSONS.values(), ids=OTHER_PERSONS)
def test_other_persons_do_not_reach_the_possible_band(asked: str, listed: str) -> None:
    assert compare(person(asked), person(listed)).band in {Band.WEAK, Band.NONE}


def test_company_forms_do_not_part_two_firms_and_do_not_join_them() -> None:
    assert compare(firm("Harbour Star S.A. de C.V."), firm("HARBOUR STAR")).band is Band.STRONG
    assert compare(firm("Harbour Star Ltd"), firm("Meridian Grain Ltd")).band is Band.NONE


def test_a_family_name_that_is_a_company_form_still_names_a_person() -> None:
    assert name_tokens("Thomas Sa") == ("thomas", "sa")
    assert name_tokens("Thomas S.A.", person=False) == ("thomas",)


def test_a_name_of_framing_words_only_is_carried_by_them() -> None:
    assert name_tokens("The Company", person=False) == ("the", "company")
    assert index_keys(firm("The Company")) & query_keys(firm("Company"))


def test_normalising_keeps_order_and_drops_titles_and_particles() -> None:
    assert normalise("AL-UBAYDI, Haji Ahmad bin Hassan") == "ubaydi ahmad hassan"


def test_a_weak_alias_counts_for_less_than_a_primary_name() -> None:
    weak = Subject(SubjectKind.PERSON, (Name("Marianne Lindqvist", NameKind.WEAK),))
    match = compare(person("Marianne Lindqvist"), weak)
    assert match.score < compare(person("Marianne Lindqvist"), person("Marianne Lindqvist")).score
    assert "name_weak" in {reason.code for reason in match.reasons}


def test_the_best_of_many_names_counts() -> None:
    listed = person("Someone Else", "Marianne Lindqvist", "Third Name")
    match = compare(person("Marianne Lindqvist"), listed)
    assert match.reasons[0].code == "name_same"
    assert match.reasons[0].params == (("name", "Marianne Lindqvist"),)


def test_reasons_name_the_words_that_stand_for_each_other_and_those_that_are_left() -> None:
    match = compare(person("Yousef Lindqwist Berg"), person("Lindqvist, Yusuf Karim"))
    told = {reason.code: dict(reason.params) for reason in (*match.reasons, *match.differs)}
    assert told["word_spelling"] == {"query": "lindqwist", "entry": "lindqvist"}
    assert told["word_variant"] == {"query": "yousef", "entry": "yusuf"}
    assert told["words_only_query"] == {"words": "berg"}
    assert told["words_only_entry"] == {"words": "karim"}
    assert "words_reordered" in told


def test_a_frequent_word_weighs_less_when_rarities_are_given() -> None:
    asked, listed = person("Mohammed Zubeiri"), person("Mohammed Zubeirat Khan")
    rarity = {"mohammed": 0.3}
    assert compare(asked, listed, rarity).score < compare(asked, listed).score


@pytest.mark.parametrize("text", ["---", "'''", "\u200b\u200d", "!!! ???", "\ud800", "\x00"])
def test_a_name_without_letters_has_no_keys_and_says_so_when_searched(text: str) -> None:
    assert index_keys(person(text)) == frozenset()
    assert compare(person(text), person("Marianne Lindqvist")).band is Band.NONE
    with pytest.raises(BadSubject) as refused:
        query_keys(person(text))
    assert refused.value.code == "nothing_to_search"


@pytest.mark.parametrize("text", ["", "   ", "\t\n"])
def test_an_empty_name_is_refused_with_a_code(text: str) -> None:
    with pytest.raises(BadSubject) as refused:
        Name(text)
    assert refused.value.code == "name_empty"


def test_a_very_long_name_is_cut_and_the_match_says_so() -> None:
    long = person("Marianne Lindqvist " * 600)
    assert len(index_keys(long)) <= MAX_INDEX_KEYS
    match = compare(long, long)
    assert "name_cut" in {reason.code for reason in match.reasons}


def test_keys_of_a_subject_with_very_many_names_are_bounded_and_keep_the_primary_name() -> None:
    aliases = tuple(Name(f"Alias{chr(97 + i % 26)}{chr(97 + i // 26)}qu Person", NameKind.ALIAS) for i in range(500))
    subject = Subject(SubjectKind.PERSON, (*aliases, Name("Marianne Lindqvist")))
    assert len(index_keys(subject)) == MAX_INDEX_KEYS
    assert {"t:marianne", "t:lindqvist"} <= index_keys(subject)


def test_the_trigram_text_is_latin_and_holds_each_name_once() -> None:
    names = (Name("Владимир"), Name("VLADIMIR", NameKind.ALIAS), Name("Mr. Karim", NameKind.ALIAS))
    assert trigram_text(names) == "vladimir karim"


@given(st.text(min_size=1, max_size=300), st.text(min_size=1, max_size=300))
def test_no_text_makes_keys_or_comparison_fail(one: str, other: str) -> None:
    if not one.strip() or not other.strip():
        return
    first, second = person(one), person(other)
    assert all(key == key.lower() and key.isascii() and "\x00" not in key for key in index_keys(first))
    match = compare(first, second)
    assert 0.0 <= match.score <= 1.0
    assert all(tuple(name for name, _ in r.params) == REASON_PARAMETERS[r.code] for r in match.reasons)


@given(st.lists(WORDS, min_size=1))
def test_a_name_always_finds_itself(words: list[str]) -> None:
    subject = person(" ".join(words))
    assert query_keys(subject) & index_keys(subject)
    assert len(query_keys(subject)) <= MAX_QUERY_KEYS
    assert compare(subject, subject).score == 1.0
