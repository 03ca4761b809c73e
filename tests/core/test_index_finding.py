"""The search index in memory: what it finds, what it may never show, and that nothing typed can break it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.indexed_names import DAY, WORDS, entries, numbered, person, texts, told
from tests.core.name_parts import parts_of

from tidewaiter.screening.index import Index, Indexed, asking
from tidewaiter.screening.index.asking import asked_of
from tidewaiter.screening.index.finding import Searched
from tidewaiter.screening.index.names import word_of
from tidewaiter.screening.index.walk import WITH_PARTICLE, Floor
from tidewaiter.screening.judging.packing import packed
from tidewaiter.screening.subjects import Identifier, IdentifierKind, Name, PartialDate, Subject, SubjectKind
from tidewaiter.screening.words import wording

_FEW = settings(max_examples=25, deadline=None)


def _ids(index: Index, subject: Subject, **asked: object) -> list[str]:
    (found,) = index.find([subject], visible=None, day=DAY, **asked)  # type: ignore[arg-type]
    return [one.entity for one in found]


def _index(*names: str) -> Index:
    return Index.of(Indexed(name, person(name)) for name in names)


@_FEW
@given(entries(), st.lists(texts, min_size=1, max_size=4), st.sets(st.integers(0, 3)))
def test_hidden_entries_change_neither_scores_nor_order_of_what_is_visible(listed, asked, visible):
    questions = [person(text) for text in asked]
    masked = Index.of(listed).find(questions, visible=visible, day=DAY, top=5)
    alone = Index.of(one for one in listed if one.marking in visible).find(questions, visible=None, day=DAY, top=5)
    assert told(masked) == told(alone)


@_FEW
@given(entries(), st.lists(texts, min_size=1, max_size=4))
def test_an_entry_is_found_up_to_its_last_day_and_changes_nothing_after(listed, asked):
    questions = [person(text) for text in asked]
    standing = [one for one in listed if one.last_day is None or one.last_day >= DAY]
    found = told(Index.of(listed).find(questions, visible=None, day=DAY))
    assert found == told(Index.of(standing).find(questions, visible=None, day=DAY))


def test_an_entry_stands_on_its_last_day_and_not_on_the_day_after():
    index = Index.of([Indexed("a", person("Quillon Vantrey"), last_day=DAY)])
    question = [person("Quillon Vantrey")]
    assert [one.entity for one in index.find(question, visible=None, day=DAY)[0]] == ["a"]
    assert index.find(question, visible=None, day=DAY + timedelta(days=1)) == [[]]


@_FEW
@given(entries(most=60), texts)
def test_a_short_list_is_the_beginning_of_a_long_one(listed, asked):
    index, question = Index.of(listed), person(asked)
    (everything,) = told(index.find([question], visible=None, day=DAY, top=200))
    (few,) = told(index.find([question], visible=None, day=DAY, top=3))
    assert few == everything[:3]
    assert len({entity for entity, *_ in everything}) == len(everything)
    assert [-score for _, score, _ in everything] == sorted(-score for _, score, _ in everything)


@settings(max_examples=8, deadline=None)
@given(entries(), st.lists(texts, min_size=8, max_size=25))
def test_the_answer_depends_neither_on_order_nor_on_company_nor_on_threads(listed, asked):
    questions = [person(text) for text in asked]
    index = Index.of(listed)
    with ThreadPoolExecutor(3) as pool:
        together = told(index.find(questions * 40, visible=None, day=DAY, pool=pool))
    alone = [told(Index.of(reversed(listed)).find([one], visible=None, day=DAY))[0] for one in questions]
    assert together == alone * 40


def test_words_of_some_hundred_names_leave_nothing_behind_for_the_next_question():
    names = ["Petrov"] * 150 + ["Orlova"] * 150 + ["Ivan Petrov", "Orlova Maria", "Hassan Petrov"]
    index = Index.of(Indexed(str(number), person(name), number) for number, name in enumerate(names))
    asked = [person(text) for text in ("Petrov Orlova", "Orlova", "Ivan Petrov", "Maria Orlova Petrov", "Petrov")]
    alone = [told(index.find(asked, visible={number}, day=DAY)) for number in range(len(names))]
    together = told(index.find(asked * 3, visible=None, day=DAY, top=len(names)))
    assert len(together[0]) > 256
    for place, found in enumerate(together):
        assert sorted(found) == sorted(hit for answers in alone for hit in answers[place % len(asked)])


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=60).filter(str.strip), entries(most=5))
def test_nothing_that_can_be_typed_breaks_the_search(text, listed):
    entry = Indexed("odd", person(text))
    index = Index.of([*listed, entry])
    assert index.find([person(text)], visible=None, day=DAY)
    assert [one.subject for one in index.entries() if one.entity == "odd"] == [entry.subject]


@pytest.mark.parametrize(
    "text",
    [
        "x" * 10_000,
        "ab " * 5_000,
        "...!?",
        "\u200b\u200d",
        "a",
        "12 34",
        "Иvan Петroff علي 김정은 王",
        "\ud800 x",
        "q" * 70,
    ],
)
def test_long_empty_and_mixed_names_give_an_answer(text):
    index = _index("Ivan Petrov", "Ali Hassan", "Kim Jong Un")
    found = index.find([person(text), person("Iwan Petroff")], visible=None, day=DAY)
    assert [one.entity for one in found[1]] == ["Ivan Petrov"]


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("Mohamed Ali Hasan", "Mohammed Ali Hassan"),
        ("Hassan, Mohammed Ali", "Mohammed Ali Hassan"),
        ("Sunam Kim", "Su Nam Kim"),
        ("Su Nam Kim", "Sunam Kim"),
        ("Muammar Alqadhafi", "Muammar al-Qadhafi"),
        ("Петров Иван", "Ivan Petrov"),
        ("محمد علي حسن", "Mohammed Ali Hassan"),
        ("J. Petrov", "John Petrov"),
        ("Ivna Petrov", "Ivan Petrov"),
    ],
)
def test_a_name_is_found_in_other_spellings_scripts_and_orders(asked, listed):
    index = _index("Mohammed Ali Hassan", "Su Nam Kim", "Sunam Kim", "Muammar al-Qadhafi", "Ivan Petrov", "John Petrov")
    assert listed in _ids(index, person(asked))[:3]


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("Fundacion para la Paz de Cordoba", "Fundacion para la Paz de Cordoba"),
        ("Muammar al Qadhafi", "Muammar Alqadhafi"),
        ("I A C International", "IAC International"),
        ("White Pigeon", "Whitepigeon"),
    ],
)
def test_particles_and_words_written_together_cost_nothing(asked, listed):
    for one, other in ((asked, listed), (listed, asked)):
        question, entry = (Subject(SubjectKind.BUSINESS, (Name(name),)) for name in (one, other))
        ((found,),) = Index.of([Indexed("e", entry)]).find([question], visible=None, day=DAY)
        assert found.score > 0.85


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from([*WORDS, "J B", "Dr", "de", "SA", "x1", "李小龙", "!"]), min_size=1, max_size=26),
    st.booleans(),
)
def test_a_question_is_taken_apart_word_by_word(words, is_person):
    text = " ".join(words)
    expected = parts_of(text, is_person)
    asked = asked_of([Subject(SubjectKind.PERSON if is_person else SubjectKind.BUSINESS, (Name(text),))])
    weights = [weight for _, weight, _ in expected]
    whole = sum(weight for _, weight, place in expected if place < WITH_PARTICLE) or 1.0
    assert [word_of(asked.words[number]) for number in asked.names.word.tolist()] == [word for word, _, _ in expected]
    assert asked.names.place.tolist() == [place for _, _, place in expected]
    assert asked.names.weight.tolist() == pytest.approx([weight / whole for weight in weights])
    assert asked.names.letter.tolist() == [ord(word.text[0]) for word, _, _ in expected]
    assert asked.row(0) == packed(wording(text, is_person))
    assert asked.row_as(text, not is_person) == packed(wording(text, not is_person))


def test_what_is_remembered_of_the_words_asked_for_is_bounded(monkeypatch):
    monkeypatch.setattr(asking, "_MOST_WORDS", 40)
    index = _index(*(f"{one} Petrov" for one in WORDS))
    questions = [person(f"{one} {other}") for one in WORDS for other in WORDS]
    apart = [told(index.find([one], visible=None, day=DAY))[0] for one in questions]
    assert len(asking._remembered) < 60
    monkeypatch.undo()
    assert told(index.find(questions, visible=None, day=DAY)) == apart


def test_a_number_that_is_found_is_no_measure_of_the_names_beside_it():
    ship = Subject(SubjectKind.TRANSPORT, (Name("Maria Orlova"),), (Identifier(IdentifierKind.IMO, "9074729"),))
    index = Index.of([Indexed("ship", ship), Indexed("other", Subject(SubjectKind.TRANSPORT, (Name("Mariya Orlov"),)))])

    floor = Floor(0.5, 0.0, strict=False)

    def ids(searched: Searched) -> list[str]:
        return [searched.views[0].segment.entry(place).entity for place in searched.hits.place.tolist()]

    assert [*index.search([ship], ids, visible=None, day=DAY, top=9, floor=floor)] == [["ship", "other"]]


def test_an_entry_of_several_names_is_given_once_with_its_best():
    listed = Subject(SubjectKind.PERSON, (Name("Ivan Petrov"), Name("Iwan Petroff"), Name("Ali Hassan")))
    (found,) = Index.of([Indexed("e", listed)]).find([person("Iwan Petroff")], visible=None, day=DAY)
    assert told([found]) == [[("e", 1.0, "name")]]


def test_a_number_finds_its_bearer_before_any_name_even_with_a_slip():
    ship = Subject(SubjectKind.TRANSPORT, (Name("Northern Star"),), (Identifier(IdentifierKind.IMO, "9074729"),))
    index = Index.of([Indexed("ship", ship), Indexed("other", person("Someone Else"))])
    for asked in (numbered("imo", "9074729"), numbered("imo", "IMO 9074728"), numbered("other", "9074729")):
        (found,) = index.find([asked], visible=None, day=DAY)
        assert [(one.entity, one.channel) for one in found] == [("ship", "number")]
    assert not _ids(index, numbered("imo", "9321483"))
    assert index.find([numbered("imo", "9074729")], visible=[5], day=DAY) == [[]]


def test_goods_are_found_by_their_code_and_heading():
    goods = Subject(SubjectKind.COMMODITY, (), (Identifier(IdentifierKind.HS, "293627"),))
    index = Index.of([Indexed("goods", goods)])
    codes = {
        code: index.find([numbered("hs", code)], visible=None, day=DAY)[0] for code in ("29362700", "2936", "3001")
    }
    assert [one.score for one in codes["29362700"]] > [one.score for one in codes["2936"]] > []
    assert codes["3001"] == []


def test_a_question_of_one_kind_can_be_held_to_it():
    ship = Subject(SubjectKind.TRANSPORT, (Name("Maria Orlova"),))
    index = Index.of([Indexed("ship", ship), Indexed("person", person("Maria Orlova"))])
    assert sorted(_ids(index, person("Maria Orlova"))) == ["person", "ship"]
    assert _ids(index, person("Maria Orlova"), same_kind=True) == ["person"]


def test_an_entry_comes_back_as_it_was_put_in():
    subject = Subject(
        SubjectKind.BUSINESS,
        (
            Name("Ærø & Søn ApS"),
            Name(
                "张三 \u200b",
            ),
            Name('He said "no" \\'),
        ),
        (Identifier(IdentifierKind.LEI, "5493001KJTIIGC8Y1R12"), Identifier(IdentifierKind.TAX, "77-1")),
        PartialDate(1970, 2, None, approximate=True),
        ("DK", "FR"),
    )
    for birth in (subject.birth, None, PartialDate(1960, last_year=1965)):
        entry = Indexed("an id", Subject(subject.kind, subject.names, subject.identifiers, birth), 7, date(2030, 1, 2))
        assert list(Index.of([entry]).entries()) == [entry]
    assert list(Index.of([Indexed("x", subject)]).entries()) == [Indexed("x", subject)]
    assert Index.of([]).find([person("Ali")], visible=None, day=DAY) == [[]]
