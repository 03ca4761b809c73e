"""Invented entries for tests of the index: names of few words in many combinations, so that they meet each other."""

from datetime import date

from hypothesis import strategies as st

from tidewaiter.screening.index import Candidate, Indexed
from tidewaiter.screening.subjects import Identifier, Name, Subject, SubjectKind

DAY = date(2026, 6, 1)
WORDS = [
    "Mohammed",
    "Muhammad",
    "Mehmet",
    "Ali",
    "Aly",
    "Hassan",
    "Hasan",
    "Hussein",
    "Ivan",
    "Iwan",
    "Petrov",
    "Petroff",
    "Pietrow",
    "Sunam",
    "Su",
    "Nam",
    "Kim",
    "Lee",
    "Abdul",
    "Rahman",
    "al",
    "Qadhafi",
    "Kadafi",
    "Maria",
    "Mariya",
    "Marine",
    "Trading",
    "Company",
    "Ltd",
    "J",
    "B",
    "Orlova",
    "Orlow",
    "محمد",
    "علي",
    "Петров",
]

texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
kinds = st.sampled_from([SubjectKind.PERSON, SubjectKind.BUSINESS, SubjectKind.TRANSPORT])
days = st.sampled_from([None, date(2026, 5, 31), DAY, date(2027, 1, 1)])


@st.composite
def entries(draw: st.DrawFn, most: int = 30) -> list[Indexed]:
    """Some entries under ids of their own, with markings 0 to 3."""
    found = []
    for number in range(draw(st.integers(1, most))):
        names = tuple(Name(text) for text in draw(st.lists(texts, min_size=1, max_size=3)))
        marking, last_day = draw(st.integers(0, 3)), draw(days)
        found.append(Indexed(f"entry-{number}", Subject(draw(kinds), names), marking, last_day))
    return found


def person(text: str) -> Subject:
    """A person of one name."""
    return Subject(SubjectKind.PERSON, (Name(text),))


def numbered(kind: str, value: str) -> Subject:
    """A means of transport known by a number alone."""
    return Subject(SubjectKind.TRANSPORT, (), (Identifier(kind, value),))  # type: ignore[arg-type]


def told(found: list[list[Candidate]]) -> list[list[tuple[str, float, str]]]:
    """What was found, in a form that can be compared across indexes."""
    return [[(one.entity, one.score, one.channel) for one in some] for some in found]
