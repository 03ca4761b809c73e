"""What is kept quiet: pairs for a version and a time, ordinary names for names alone, and digests that hold."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.screening.quiet import Ordinary, Quiet, Silence, normal_name, normal_number, party_digest
from tidewaiter.screening.reasons import Band, Match, MatchReason
from tidewaiter.screening.subjects import Identifier, IdentifierKind, Name, PartialDate, Subject, SubjectKind

DAY, LATER = date(2031, 2, 1), date(2031, 3, 1)
KEY = b"k" * 32
ALIKE = Match(0.9, Band.STRONG, (MatchReason("name_same"),))
NUMBERED = Match(0.99, Band.STRONG, (MatchReason("name_same"), MatchReason("identifier_same")))


def person(*names: str, birth: str = "", number: str = "") -> Subject:
    """Somebody of these names."""
    numbers = (Identifier(IdentifierKind.PASSPORT, number),) if number else ()
    born = PartialDate.parse(birth) if birth else None
    return Subject(SubjectKind.PERSON, tuple(map(Name, names)), numbers, born)


def test_a_name_is_the_same_in_another_order_case_and_with_marks_or_invisible_letters() -> None:
    same = ("Zoë O'Hara", "O’HARA, Zoe", "o\u200bhara zoe", "  zoé   o'hara ", "ＯＨＡＲＡ zoe")
    assert {normal_name(name) for name in same} == {"ohara zoe"}
    assert normal_name("Иван Петров") == "иван петров"
    assert normal_name("--") == ""
    assert normal_number("XX 99-1") == "xx991"


def test_a_party_is_another_one_by_any_word_number_birth_or_key() -> None:
    digest = party_digest(person("Ana Example", birth="1971"), KEY)
    assert digest == party_digest(person("EXAMPLE, Ana", birth="1971"), KEY)
    others = (
        person("Ana Example"),
        person("Ana Example", birth="1972"),
        person("Ana Example", birth="1971", number="1"),
    )
    assert len({digest, *(party_digest(other, KEY) for other in others)}) == 4
    assert digest != party_digest(person("Ana Example", birth="1971"), b"another key")


@given(st.lists(st.text(min_size=1, max_size=12).filter(str.strip), min_size=1, max_size=4), st.randoms())
def test_the_order_of_names_never_makes_another_party(names: list[str], random: object) -> None:
    shuffled = names[:]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert party_digest(person(*names), KEY) == party_digest(person(*shuffled), KEY)


def test_a_pair_is_quiet_for_its_version_and_until_its_last_day() -> None:
    quiet = Quiet(pairs={("digest", "entry", 1): LATER})
    who = person("Ana Example")
    assert quiet.silence(who, "digest", ("entry", 1), NUMBERED, LATER) == Silence("pair", LATER)
    assert quiet.silence(who, "digest", ("entry", 1), ALIKE, date(2031, 3, 2)) is None
    assert quiet.silence(who, "digest", ("entry", 2), ALIKE, DAY) is None
    assert quiet.silence(who, "other", ("entry", 1), ALIKE, DAY) is None


def test_an_ordinary_name_silences_names_alone_and_only_of_whom_it_means() -> None:
    one = Ordinary("ana example", LATER)
    assert Quiet(names={one.name: (one,)}).silence(person("Example Ana"), "d", ("e", 1), ALIKE, DAY) is not None
    assert Quiet(names={one.name: (one,)}).silence(person("Example Ana"), "d", ("e", 1), NUMBERED, DAY) is None
    assert (
        Quiet(names={one.name: (one,)}).silence(person("Example Ana"), "d", ("e", 1), ALIKE, date(2031, 3, 2)) is None
    )
    assert not one.covers(person("Anna Example"))
    assert not Ordinary("ana example", LATER, birth="1971").covers(person("Ana Example"))
    assert Ordinary("ana example", LATER, document="xx991").covers(person("Ana Example", number="XX991"))
