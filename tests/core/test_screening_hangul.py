"""Names in Hangul are read as Latin lists write them; a reading that only resembles a name counts for less."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import romanised
from tidewaiter.screening.compare import compare
from tidewaiter.screening.index.asking import MAX_ASKED_NAMES, asked_of
from tidewaiter.screening.index.finding import Index
from tidewaiter.screening.index.shapes import Indexed
from tidewaiter.screening.judging.names import MAX_NAMES_COMPARED, named
from tidewaiter.screening.judging.worth import worths
from tidewaiter.screening.keys import index_keys, query_keys, trigram_text
from tidewaiter.screening.korean import read_names, readings
from tidewaiter.screening.reasons import ALERT, Band
from tidewaiter.screening.run import Asked, Found, screen
from tidewaiter.screening.subjects import Name, NameKind, Subject, SubjectKind

DAY = date(2026, 11, 1)
# The examples that the standards of the DPRK and the ROK give themselves, and names as people spell their own.
AS_PUBLISHED = {
    "DPRK, softened within the given name": ("박동구", "Pak Tong Gu"),
    "DPRK, hard after a hard letter": ("안복철", "An Pok Chol"),
    "DPRK, aspirates": ("장성택", "Jang Song Thaek"),
    "DPRK, vowels alone": ("오극렬", "O Kuk Ryol"),
    "DPRK, the r that it keeps": ("최룡해", "Choe Ryong Hae"),
    "DPRK, the r that Hangul of the ROK drops": ("이영호", "Ri Yong Ho"),
    "ROK, Revised Romanization": ("한복남", "Han Boknam"),
    "ROK, eo and eu": ("민용하", "Min Yongha"),
    "ROK, without the r": ("최룡해", "Choi Yong Hae"),
    "McCune-Reischauer, ch softened": ("전봉준", "Chon Pong Jun"),
    "customary, vowels as in English": ("노무현", "Roh Moo Hyun"),
    "customary, park": ("박영수", "Park Young Soo"),
    "a family name of two syllables": ("남궁민수", "Namgung Min Su"),
    "the given name first": ("경수 송", "Song Kyong Su"),
    "the family name apart": ("김 정일", "Kim Jong Il"),
    "letters of syllables apart": ("\u1100\u1175\u11b7\u110c\u1165\u11bc\u110b\u1175\u11af", "Kim Jong Il"),
    "invisible letters": ("김\u200b정\u2060일", "Kim Jong Il"),
    "Latin in the same cell": ("김정일 (KIM Jong Il)", "KIM Jong Il"),
}
OTHER_SCRIPTS = st.text(st.characters(exclude_categories=["Cs"], max_codepoint=0x10FF), min_size=1, max_size=40)
KOREAN_LETTERS = st.text(
    st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3)
    | st.characters(min_codepoint=0x1100, max_codepoint=0x11FF)
    | st.sampled_from("ㄱㅏ\u3164\uffa0\uffdc -·(김이남궁Kim\u200b"),
    min_size=1,
    max_size=420,
)


def person(*names: str) -> Subject:
    return Subject(SubjectKind.PERSON, tuple(Name(name) for name in names))


def firm(*names: str) -> Subject:
    return Subject(SubjectKind.BUSINESS, tuple(Name(name) for name in names))


def found(listed: list[Subject], asked: list[Subject], threshold: float = 0.0) -> list[list[Found]]:
    index = Index.of(Indexed(str(place), subject) for place, subject in enumerate(listed))
    questions = [Asked(str(place), subject) for place, subject in enumerate(asked)]
    answers: list[list[Found]] = [[] for _ in asked]
    for one in screen(index, questions, visible=None, day=DAY, threshold=threshold, top=10):
        answers[int(one.row)].append(one)
    return answers


@pytest.mark.parametrize(("name", "latin"), AS_PUBLISHED.values(), ids=AS_PUBLISHED)
def test_a_name_in_hangul_is_read_as_the_published_systems_write_it(name: str, latin: str) -> None:
    assert latin in readings(name)
    assert len(readings(name)) <= 5


@pytest.mark.parametrize(("name", "latin"), AS_PUBLISHED.values(), ids=AS_PUBLISHED)
def test_such_a_name_and_its_latin_form_find_each_other_with_and_without_the_index(name: str, latin: str) -> None:
    for asked, listed in ((person(name), person(latin)), (person(latin), person(name))):
        assert query_keys(asked) & index_keys(listed)
        assert [[one.entity for one in some] for some in found([listed], [asked], ALERT)] == [["0"]]
        assert compare(asked, listed).band is Band.STRONG


@pytest.mark.parametrize("system", romanised.SYSTEMS)
def test_of_made_names_in_each_system_more_than_nineteen_in_twenty_are_among_the_ten_best(system: str) -> None:
    pairs = romanised.korean(150, seed=11, systems=(system,))
    latin, hangul = [person(pair.latin) for pair in pairs], [person(pair.original) for pair in pairs]
    for listed, asked in ((latin, hangul), (hangul, latin)):
        answers = found(listed, asked)
        assert sum(str(place) in {one.entity for one in some} for place, some in enumerate(answers)) > 0.95 * len(pairs)


@given(st.lists(OTHER_SCRIPTS.filter(str.strip), min_size=1, max_size=3))
def test_names_without_hangul_are_not_touched_so_that_nothing_changes_for_them(texts: list[str]) -> None:
    subject = person(*texts)
    assert read_names(subject) is subject.names


@given(KOREAN_LETTERS.filter(str.strip), st.booleans())
def test_whatever_is_made_of_korean_letters_has_at_most_five_readings_and_none_is_empty(text: str, one: bool) -> None:
    read = readings(text, person=one)
    assert 1 <= len(read) <= 5
    assert all(each.strip() for each in read)
    assert 0.0 <= compare(person(text), person(text)).score <= 1.0


def test_reasons_show_the_reading_that_matched() -> None:
    match = compare(person("김정일"), person("KIM, Jong Il"))
    assert [(one.code, dict(one.params)) for one in match.reasons] == [("name_same", {"name": "KIM, Jong Il"})]
    match = compare(person("KIM, Jong Il"), person("Someone Else", "김정일"))
    assert match.reasons[0].params == (("name", "Kim Jong Il"),)


def test_a_reading_keeps_how_the_name_belongs_to_its_bearer() -> None:
    listed = Subject(SubjectKind.PERSON, (Name("Marianne Lindqvist"), Name("김정일", NameKind.WEAK)))
    assert [name.kind for name in read_names(listed)][1:] == [NameKind.WEAK] * 4
    assert "name_weak" in {one.code for one in compare(person("Kim Jong Il"), listed).reasons}


def test_however_many_names_are_in_hangul_they_stay_bounded() -> None:
    many = person(*(f"김{chr(0xAC00 + 28 * place)}일" for place in range(300)))
    assert len(asked_of([many]).of) == MAX_ASKED_NAMES
    assert len(named(many).names) == MAX_NAMES_COMPARED


def test_the_name_of_a_firm_in_hangul_stays_whole() -> None:
    assert readings("고려항공", person=False) == ("goryeohanggong", "koryohanggong")
    listed = [firm("Goryeohanggong"), firm("Koryohanggong"), firm("Harbour Star")]
    assert {one.entity: one.score for one in found(listed, [firm("고려항공")], 0.5)[0]} == {"0": 1.0, "1": 1.0}


def test_a_name_that_a_reading_only_resembles_does_not_raise_an_alert_as_its_latin_form_might() -> None:
    listed = person("Kim Jong Un")
    assert compare(person("Kim Jong Su"), listed).score >= ALERT
    assert compare(person("김정수"), listed).score < ALERT
    assert [one.score for one in found([listed], [person("김정수")])[0]] == [compare(person("김정수"), listed).score]


@pytest.mark.parametrize(("one", "other"), [("이영호", "이용호"), ("김정은", "김종운"), ("박성주", "박송주")])
def test_two_names_in_hangul_that_a_system_writes_alike_are_told_apart(one: str, other: str) -> None:
    assert set(readings(one)) & set(readings(other))
    assert compare(person(one), person(one)).score == 1.0
    apart = compare(person(one), person(other))
    assert apart.score < 1.0
    assert "name_same" not in {reason.code for reason in apart.reasons}


@pytest.mark.parametrize(("one", "other"), [("이영호", "리영호"), ("최용해", "최룡해"), ("노무현", "로무현")])
def test_one_name_in_hangul_of_both_states_is_one_name(one: str, other: str) -> None:
    assert compare(person(one), person(other)).score == 1.0


@given(st.lists(KOREAN_LETTERS.filter(str.strip), min_size=1, max_size=2), KOREAN_LETTERS.filter(str.strip))
def test_the_index_and_the_comparison_say_the_same_of_names_in_hangul(names: list[str], other: str) -> None:
    listed = person(*names, "Kim Jong Il")
    for one in found([listed], [person(other), person("Kim Jong Il", other)]):
        assert [hit.score for hit in one] == [worths(hit.asked, [listed])[0] for hit in one]


def test_a_foreign_name_in_hangul_is_not_taken_for_a_korean_one() -> None:
    assert readings("블라디미르 푸틴") == ("beulradimireu putin", "pulradimiru phuthin")


def test_one_latin_word_beside_hangul_is_half_of_the_name() -> None:
    assert readings("Kim 명박") == ("Kim myeongbak", "Kim myongbak")
    assert readings("김명박 Kim Myongbak")[-1] == "Kim Myongbak"


def test_the_text_for_the_trigram_pass_holds_the_readings() -> None:
    assert trigram_text([Name("최룡해")]) == "choe ryong hae choi yonghae choi yong hae"
