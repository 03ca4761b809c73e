"""Numbers, birth dates, countries and goods codes: what they add to a match and what they take away."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.screening.catalogue import message_keys
from tidewaiter.screening.compare import Ranked, compare, rank
from tidewaiter.screening.countries import country_of
from tidewaiter.screening.keys import index_keys, query_keys
from tidewaiter.screening.reasons import Band, Match
from tidewaiter.screening.subjects import (
    BadSubject,
    Identifier,
    IdentifierKind,
    Name,
    PartialDate,
    Subject,
    SubjectKind,
)

IMO, OTHER = IdentifierKind.IMO, IdentifierKind.OTHER


def ship(name: str = "", *identifiers: Identifier) -> Subject:
    return Subject(SubjectKind.TRANSPORT, (Name(name),) if name else (), identifiers)


def born(text: str, *countries: str) -> Subject:
    return Subject(
        SubjectKind.PERSON, (Name("Marianne Lindqwist"),), birth=PartialDate.parse(text), countries=countries
    )


def codes(match: Match) -> set[str]:
    return {reason.code for reason in (*match.reasons, *match.differs)}


def test_the_same_imo_number_is_strong_even_under_another_name() -> None:
    asked, listed = (
        ship("Harbour Star", Identifier(IMO, "IMO 9074729")),
        ship("Meridian", Identifier(IMO, "9074729")),
    )
    assert "imo:9074729" in query_keys(asked) & index_keys(listed)
    match = compare(asked, listed)
    assert match.band is Band.STRONG
    assert {"identifier_same", "name_differs"} <= codes(match)


def test_a_number_alone_finds_its_entry_with_or_without_its_kind() -> None:
    listed = ship("Meridian", Identifier(IMO, "9074729"))
    for asked in (ship("", Identifier(IMO, "9074729")), ship("", Identifier(OTHER, "9074729"))):
        assert query_keys(asked) & index_keys(listed)
        assert compare(asked, listed).band in {Band.STRONG, Band.POSSIBLE}


@pytest.mark.parametrize("slip", ["9074792", "9074728", "9174729"])
def test_a_slip_in_an_imo_number_is_found_and_told(slip: str) -> None:
    asked, listed = ship("", Identifier(IMO, slip)), ship("", Identifier(IMO, "9074729"))
    assert asked.identifiers[0].warning == "check_digit"
    assert query_keys(asked) & index_keys(listed)
    assert "identifier_near" in codes(compare(asked, listed))


def test_two_ships_of_one_name_with_other_imo_numbers_score_lower() -> None:
    asked = ship("Harbour Star", Identifier(IMO, "9074729"))
    other = ship("Harbour Star", Identifier(IMO, "9187629"))
    assert compare(asked, other).score < compare(ship("Harbour Star"), other).score
    assert "identifier_differs" in codes(compare(asked, other))


@pytest.mark.parametrize(
    ("kind", "value", "warning"),
    [
        ("imo", "9074729", None),
        ("imo", "907472", "wrong_form"),
        ("container", "CSQU 305438-3", None),
        ("container", "CSQU3054384", "check_digit"),
        ("vin", "1M8GDM9AXKP042788", None),
        ("vin", "1M8GDM9A1KP042788", "check_digit"),
        ("vin", "WVWZZZ1JZXW000001", None),
        ("vin", "WVWZZZ1JZXW00000O", "wrong_form"),
        ("lei", "5493001KJTIIGC8Y1R12", None),
        ("lei", "5493001KJTIIGC8Y1R13", "check_digit"),
        ("hs", "8703.23", None),
        ("hs", "87032", "wrong_form"),
        ("passport", "x 123-456", None),
        ("mmsi", "12345", "wrong_form"),
    ],
)
def test_a_number_that_cannot_be_right_is_kept_with_a_warning(kind: str, value: str, warning: str | None) -> None:
    assert Identifier(IdentifierKind(kind), value).warning == warning


@pytest.mark.parametrize(("kind", "value", "code"), [("imo", " - ", "identifier_empty"), ("x", "1", "identifier_kind")])
def test_a_number_without_content_or_kind_is_refused(kind: IdentifierKind, value: str, code: str) -> None:
    with pytest.raises(BadSubject) as refused:
        Identifier(kind, value)
    assert refused.value.code == code


def test_a_subject_without_name_and_number_and_a_wrong_country_are_refused() -> None:
    with pytest.raises(BadSubject) as empty:
        Subject(SubjectKind.PERSON)
    with pytest.raises(BadSubject) as country:
        Subject(SubjectKind.PERSON, (Name("Anna Berg"),), countries=("Sweden",))
    assert (empty.value.code, country.value.code) == ("subject_empty", "country_code")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("1975", PartialDate(1975)),
        ("1975-03", PartialDate(1975, 3)),
        ("1975-03-02", PartialDate(1975, 3, 2)),
        ("02 Mar 1975", PartialDate(1975, 3, 2)),
        ("Mar 1975", PartialDate(1975, 3)),
        ("circa 1960", PartialDate(1960, approximate=True)),
        ("c. 1960", PartialDate(1960, approximate=True)),
        ("vers 1960", PartialDate(1960, approximate=True)),
        ("1960 to 1965", PartialDate(1960, last_year=1965)),
        ("1960-1965", PartialDate(1960, last_year=1965)),
        ("01 Jan 1960 to 31 Dec 1961", PartialDate(1960, last_year=1961)),
    ],
)
def test_a_partial_date_is_read_as_written(text: str, read: PartialDate) -> None:
    assert PartialDate.parse(text) == read


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "date_unreadable"),
        ("yesterday", "date_unreadable"),
        ("02/03/1975", "date_unreadable"),
        ("12 Foo 1975", "date_unreadable"),
        ("1975-13", "date_month"),
        ("1975-02-30", "date_day"),
        ("0999", "date_year"),
        ("1965 to 1960", "date_span"),
        ("9" * 100000, "date_unreadable"),
    ],
)
def test_an_unreadable_date_is_refused_with_a_code(text: str, code: str) -> None:
    with pytest.raises(BadSubject) as refused:
        PartialDate.parse(text)
    assert refused.value.code == code


@given(st.dates(min_value=date(1800, 1, 1), max_value=date(2199, 12, 31)))
def test_a_written_date_is_read_back(day: date) -> None:
    read = PartialDate(day.year, day.month, day.day)
    assert str(read) == day.isoformat()
    assert PartialDate.parse(str(read)) == read


@pytest.mark.parametrize(
    ("asked", "listed", "code"),
    [
        ("1975-03-02", "1975-03-02", "birth_same"),
        ("1975-03-02", "1975", "birth_year_same"),
        ("1975-03-02", "1975-02-03", "birth_swapped"),
        ("1975-03-02", "1975-01-01", "birth_year_same"),
        ("1975-03-02", "circa 1976", "birth_near"),
        ("1975-03-02", "1970 to 1980", "birth_near"),
        ("1975-03-02", "1976", "birth_near"),
        ("1975-03-02", "1975-08-19", "birth_differs"),
        ("1975-03-02", "1958", "birth_differs"),
    ],
)
def test_births_are_compared_as_far_as_they_are_known(asked: str, listed: str, code: str) -> None:
    match = compare(born(asked), born(listed))
    assert code in codes(match)
    assert (code == "birth_differs") == (code in {reason.code for reason in match.differs})


def test_agreeing_births_lift_and_differing_births_lower_the_score() -> None:
    plain = Subject(SubjectKind.PERSON, (Name("Marianne Lindqvist"),))
    scores = [
        compare(subject, listed).score
        for subject, listed in ((born("1975-03-02"), _listed("1975-03-02")), (plain, _listed("1975-03-02")))
    ]
    assert compare(born("1975-03-02"), _listed("1958-07-01")).score < compare(born("1975"), plain).score
    assert scores[0] > compare(born("1960"), _listed("1975-03-02")).score


def _listed(text: str) -> Subject:
    return Subject(SubjectKind.PERSON, (Name("Marianne Lindqvist"),), birth=PartialDate.parse(text))


def test_a_shared_birth_date_does_not_make_a_match_of_strangers() -> None:
    other = Subject(SubjectKind.PERSON, (Name("Peter Okonjo"),), birth=PartialDate(1975, 3, 2))
    assert compare(born("1975-03-02", "SE"), other).band is Band.NONE


def test_countries_same_and_different_are_told() -> None:
    assert "country_same" in codes(compare(born("1975", "SE", "XA"), born("1975", "XA")))
    assert "country_differs" in codes(compare(born("1975", "SE"), born("1975", "NO")))


def test_a_person_and_a_firm_of_one_name_differ_in_kind() -> None:
    firm = Subject(SubjectKind.BUSINESS, (Name("Marianne Lindqwist"),))
    assert "kind_differs" in codes(compare(born("1975"), firm))


def test_goods_match_by_code_and_by_heading() -> None:
    asked, same, heading = (
        Subject(SubjectKind.COMMODITY, identifiers=(Identifier(IdentifierKind.HS, code),))
        for code in ("870323", "8703.23.10", "870340")
    )
    for listed, code in ((same, "hs_same"), (heading, "hs_heading_same")):
        assert query_keys(asked) & index_keys(listed)
        assert code in codes(compare(asked, listed))
    assert compare(asked, same).score > compare(asked, heading).score


def test_ranking_gives_best_first_within_the_limit_and_drops_what_is_no_match() -> None:
    people = [(n, Subject(SubjectKind.PERSON, (Name(n),))) for n in ("Berg Karin", "Karin Berg Olsson", "Otto Lund")]
    found = rank(people[0][1], people, 10)
    assert [ranked.id for ranked in found] == ["Berg Karin", "Karin Berg Olsson"]
    assert rank(people[0][1], people, 1) == found[:1]
    assert isinstance(found[0], Ranked)
    assert rank(people[0][1], [], 10) == ()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Russian Federation", "RU"),
        ("fr", "FR"),
        ("XA", "XA"),
        ("UK", "GB"),
        ("SWE", "SE"),
        ("Türkiye", "TR"),
        ("Narnia", None),
    ],
)
def test_country_words_of_real_lists_become_codes(words: str, code: str | None) -> None:
    assert country_of(words) == code


def test_every_message_key_is_a_code_of_its_family() -> None:
    keys = message_keys()
    assert {
        "match:birth_swapped",
        "band:strong",
        "subject:name_empty",
        "identifier_warning:check_digit",
    } <= keys
    assert {key.split(":")[0] for key in keys} == {"match", "band", "subject", "identifier_warning"}
