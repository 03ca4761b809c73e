"""Risk profiles as rules: what holds, what it scores, why, and what no profile can ever look at."""

import dataclasses
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.access.verbs import CentralPurpose
from tidewaiter.screening.lists.submitted import Goods, Party, PartyRole, Route, SubmittedLine
from tidewaiter.screening.partial_dates import PartialDate
from tidewaiter.screening.risk.conditions import (
    MOST_MONTHS,
    BadCondition,
    Condition,
    ConditionKind,
    read_condition,
)
from tidewaiter.screening.risk.declared import Declared, Trader, declared
from tidewaiter.screening.risk.history import Fence, History, fence_of, step_of
from tidewaiter.screening.risk.profiles import (
    ConditionDraft,
    Joined,
    Profile,
    ProfileDraft,
    latest_end,
    profile_problems,
)
from tidewaiter.screening.risk.scoring import reasons, risks
from tidewaiter.screening.subjects import Identifier, IdentifierKind, Name, Subject, SubjectKind

DAY = date(2031, 5, 20)
GOODS = Goods(("240220",), "cigarettes", Decimal(1000), Decimal(40000), "EUR", 20)
ROUTE = Route(loading="XBPGR", discharge="XAALD", origin="XB", destination="XA")
TRADER = Subject(SubjectKind.BUSINESS, (Name("Quillfeather & Söhne GmbH"),), countries=("XC",))
BOX = Subject(SubjectKind.TRANSPORT, identifiers=(Identifier(IdentifierKind.CONTAINER, "CSQU3054383"),))
LINE = SubmittedLine(
    7, "B/L 7", (Party(PartyRole.CONSIGNEE, TRADER), Party(PartyRole.CONTAINER, BOX)), goods=GOODS, route=ROUTE
)
NAME_KEY = "name:gmbh quillfeather sohne"
HISTORY = History(DAY, since=date(2029, 1, 1))


def profile(*rows: tuple[str, str, int], joined: str = "all", threshold: int = 1, **changes: object) -> Profile:
    conditions = tuple(read_condition(*row) for row in rows)
    made = Profile("P", 1, "risk_assessment", Joined(joined), threshold, conditions, DAY + timedelta(days=9))
    return dataclasses.replace(made, **changes)  # type: ignore[arg-type]


def said(made: Profile, line: SubmittedLine = LINE, history: History = HISTORY) -> list[tuple[str, dict[str, str]]]:
    (hit,) = risks(line, (made,), history)
    return [(each.code, dict(each.params)) for each in reasons(made.conditions, hit.held, line)]


def test_goods_of_a_chapter_by_way_of_a_country_say_just_that() -> None:
    made = profile(("goods", "24", 40), ("by_way_of", "XB", 30))
    (hit,) = risks(LINE, (made,), HISTORY)
    assert hit.score == 0.7
    assert said(made) == [("goods_chapter", {"hs": "24"}), ("by_way_of", {"place": "XBPGR XB"})]


@pytest.mark.parametrize(
    ("row", "holds"),
    [
        (("loaded_at", "XB", 10), True),
        (("loaded_at", "XBPGR XDAAA", 10), True),
        (("loaded_at", "XA", 10), False),
        (("discharged_at", "XAALD", 10), True),
        (("discharged_at", "XB", 10), False),
        (("origin", "XBPGR", 10), False),
        (("destination", "XA", 10), True),
        (("by_way_of", "XD", 10), False),
        (("goods", "2402", 10), True),
        (("goods", "240220 01", 10), True),
        (("goods", "2403", 10), False),
        (("value_per_kg", "50-", 10), None),
        (("value_per_kg", "50-100 EUR", 10), True),
        (("value_per_kg", "-39.9 eur", 10), True),
        (("value_per_kg", "40-40,5 EUR", 10), False),
        (("value_per_kg", "50-100 USD", 10), False),
        (("weight_per_package", "60-", 10), True),
        (("weight_per_package", "-50", 10), False),
    ],
)
def test_a_condition_holds_where_the_line_says_so(row: tuple[str, str, int], holds: bool | None) -> None:
    if holds is None:
        with pytest.raises(BadCondition):
            read_condition(*row)
    else:
        assert bool(risks(LINE, (profile(row),), HISTORY)) is holds


def test_what_a_line_does_not_say_holds_for_nothing() -> None:
    bare = SubmittedLine(1, "1", LINE.parties[1:])
    every = [("goods", "24", 9), ("origin", "XB", 9), ("value_per_kg", "1-2 EUR", 9), ("weight_per_package", "1-2", 9)]
    nothing = [*every, ("value_out_of_line", "20", 9), ("first_time_trader", "6", 9), ("container_confirmed", "6", 9)]
    assert risks(bare, [profile(each) for each in nothing], HISTORY) == ()
    for goods in (Goods(weight_kg=Decimal(0), value=Decimal(5), currency="EUR"), Goods(packages=0)):
        odd = dataclasses.replace(bare, goods=goods)
        assert risks(odd, [profile(each) for each in every[2:]], HISTORY) == ()


def test_a_container_counts_as_long_as_the_condition_looks_back() -> None:
    known = dataclasses.replace(HISTORY, containers={"CSQU3054383": date(2031, 1, 10)})
    made = profile(("container_confirmed", "6", 50))
    assert said(made, history=known) == [
        ("container_confirmed", {"container": "CSQU3054383", "day": "2031-01-10"}),
    ]
    assert risks(LINE, (profile(("container_confirmed", "4", 50)),), known) == ()
    assert risks(LINE, (made,), HISTORY) == ()


def test_a_trader_is_new_where_earlier_lists_reach_back_far_enough_to_tell() -> None:
    made = profile(("first_time_trader", "12", 50))
    assert said(made) == [("first_time_trader", {"trader": "Quillfeather & Söhne GmbH", "months": "12"})]
    seen = dataclasses.replace(HISTORY, traders={NAME_KEY: date(2030, 9, 1)})
    assert risks(LINE, (made,), seen) == ()
    assert risks(LINE, (profile(("first_time_trader", "3", 50)),), seen)
    for since in (None, date(2030, 12, 1)):
        assert risks(LINE, (made,), dataclasses.replace(HISTORY, since=since)) == ()


def test_a_trader_is_known_again_by_number_or_by_name_in_any_spelling_of_case_and_order() -> None:
    other = Subject(SubjectKind.BUSINESS, (Name("GMBH Söhne, QUILLFEATHER"),))
    numbered = Subject(SubjectKind.BUSINESS, (Name("Q."),), (Identifier(IdentifierKind.TAX, "NL 123"),))
    for subject, key in ((other, NAME_KEY), (numbered, "tax:NL123")):
        seen = declared(SubmittedLine(1, "1", (Party(PartyRole.CONSIGNOR, subject),)))
        assert seen is not None
        assert key in seen.traders[0].keys


def test_values_are_measured_against_the_fence_of_the_heading_once_enough_lines_were_counted() -> None:
    usual = fence_of({step_of(9.0): 40, step_of(10.0): 40, step_of(12.0): 20})
    assert usual is not None
    assert usual.lines == 100
    assert usual.low < 9 < 12 < usual.high < 40
    known = dataclasses.replace(HISTORY, fences={("2402", "EUR"): usual})
    ((code, told),) = said(profile(("value_out_of_line", "100", 50)), history=known)
    assert (code, told["found"], told["heading"], told["count"]) == ("value_out_of_line", "40", "2402", "100")
    assert risks(LINE, (profile(("value_out_of_line", "101", 50)),), known) == ()
    inside = dataclasses.replace(LINE, goods=dataclasses.replace(GOODS, value=Decimal(10000)))
    assert risks(inside, (profile(("value_out_of_line", "20", 50)),), known) == ()
    several = dataclasses.replace(LINE, goods=dataclasses.replace(GOODS, hs=("240220", "0101")))
    assert risks(several, (profile(("value_out_of_line", "20", 50)),), known) == ()


@given(st.dictionaries(st.integers(-40, 40), st.integers(1, 50), min_size=1))
def test_at_least_half_of_what_was_counted_lies_inside_the_fence(counts: dict[int, int]) -> None:
    fence = fence_of(counts)
    assert fence is not None
    inside = sum(lines for step, lines in counts.items() if not fence.outside(2 ** ((step + 0.5) / 4)))
    assert inside * 2 >= fence.lines


def test_an_empty_count_makes_no_fence() -> None:
    assert fence_of({}) is None
    assert fence_of({3: 0}) is None


def test_all_asks_for_each_condition_and_any_for_enough_points() -> None:
    rows = (("goods", "24", 40), ("origin", "XD", 40), ("destination", "XA", 40))
    assert risks(LINE, (profile(*rows),), HISTORY) == ()
    made = profile(*rows, joined="any", threshold=80)
    (hit,) = risks(LINE, (made,), HISTORY)
    assert (hit.score, [each.place for each in hit.held]) == (0.8, [0, 2])
    assert risks(LINE, (dataclasses.replace(made, threshold=81),), HISTORY) == ()


def test_a_profile_raises_nothing_from_its_last_day_on() -> None:
    made = profile(("goods", "24", 50), expires_on=DAY + timedelta(days=1))
    assert risks(LINE, (made,), HISTORY)
    for late in (0, 1, 400):
        assert risks(LINE, (made,), dataclasses.replace(HISTORY, day=DAY + timedelta(days=1 + late))) == ()


def test_the_reasons_stay_when_the_line_is_gone_without_its_words() -> None:
    made = profile(("goods", "24", 40), ("value_per_kg", "1-2 EUR", 10), ("first_time_trader", "6", 9), joined="any")
    (hit,) = risks(LINE, (made,), HISTORY)
    gone = [(each.code, dict(each.params)) for each in reasons(made.conditions, hit.held, None)]
    assert gone == [
        ("goods_chapter", {"hs": "24"}),
        ("value_per_kg", {"currency": "EUR", "range": "1–2"}),
        ("first_time_trader", {"months": "6"}),
    ]


PLACES = st.sampled_from(["", "XA", "XB", "XBPGR", "XC"])
LINES = st.builds(
    SubmittedLine,
    line=st.integers(1, 99),
    row_id=st.just("1"),
    parties=st.sampled_from([LINE.parties, LINE.parties[:1], LINE.parties[1:]]),
    goods=st.none()
    | st.builds(
        Goods,
        hs=st.lists(st.sampled_from(["2402", "240220", "01", "8703"]), max_size=2).map(tuple),
        weight_kg=st.none() | st.decimals(0, 1000, places=1),
        value=st.none() | st.decimals(0, 9000, places=1),
        currency=st.sampled_from(["", "EUR", "USD"]),
        packages=st.none() | st.integers(0, 50),
    ),
    route=st.none() | st.builds(Route, loading=PLACES, discharge=PLACES, origin=PLACES, destination=PLACES),
)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                ("goods", "24"),
                ("goods", "01 870323"),
                ("by_way_of", "XB"),
                ("origin", "XA XC"),
                ("destination", "XBPGR"),
                ("value_per_kg", "2-20 EUR"),
                ("weight_per_package", "-5"),
                ("value_out_of_line", "20"),
                ("first_time_trader", "12"),
                ("container_confirmed", "12"),
            ]
        ),
        st.integers(1, 100),
    ),
    min_size=1,
    max_size=6,
).map(lambda rows: tuple(read_condition(*row, points) for row, points in rows))
HISTORIES = st.builds(
    History,
    day=st.just(DAY),
    since=st.sampled_from([None, date(2031, 5, 1), date(2029, 1, 1)]),
    traders=st.sampled_from([{}, {NAME_KEY: date(2031, 3, 1)}]),
    containers=st.sampled_from([{}, {"CSQU3054383": date(2031, 1, 1)}]),
    fences=st.sampled_from([{}, {("2402", "EUR"): Fence(1, 5, 40)}]),
)
PROFILES = st.builds(
    Profile,
    id=st.sampled_from("PQRS"),
    version=st.just(1),
    purpose=st.just("risk_assessment"),
    joined=st.sampled_from(Joined),
    threshold=st.integers(1, 100),
    conditions=ROWS,
    expires_on=st.sampled_from([DAY, DAY + timedelta(days=1)]),
)


def holds(condition: Condition, line: SubmittedLine, history: History) -> bool:
    alone = Profile("X", 1, "risk_assessment", Joined.ANY, 1, (condition,), DAY + timedelta(days=1))
    return bool(risks(line, (alone,), history))


@given(LINES, PROFILES, HISTORIES)
def test_the_reasons_say_exactly_the_conditions_that_hold(line: SubmittedLine, made: Profile, known: History) -> None:
    for hit in risks(line, (made,), known):
        true = [place for place, each in enumerate(made.conditions) if holds(each, line, known)]
        assert [each.place for each in hit.held] == true
        told = reasons(made.conditions, hit.held, line)
        assert [each.points for each in told] == [made.conditions[place].points for place in true]
        assert hit.score == min(100, sum(each.points for each in told)) / 100


@given(LINES, PROFILES, HISTORIES, ROWS)
def test_a_further_condition_that_holds_never_lowers_a_score(
    line: SubmittedLine, made: Profile, known: History, more: tuple[Condition, ...]
) -> None:
    true = tuple(each for each in more if holds(each, line, known))
    before = risks(line, (made,), known)
    after = risks(line, (dataclasses.replace(made, conditions=(*made.conditions, *true)),), known)
    assert len(after) >= len(before)
    assert all(new.score >= old.score for old, new in zip(before, after, strict=False))


@given(LINES, PROFILES, HISTORIES)
def test_an_expired_profile_never_raises_and_one_with_a_day_left_may(
    line: SubmittedLine, made: Profile, known: History
) -> None:
    assert made.expires_on > DAY or risks(line, (made,), known) == ()


@given(LINES, st.lists(PROFILES, max_size=4, unique_by=lambda each: each.id), HISTORIES, st.randoms())
def test_the_same_line_is_always_raised_alike_and_in_one_order(
    line: SubmittedLine, made: list[Profile], known: History, chance: object
) -> None:
    found = risks(line, made, known)
    assert found == risks(line, made, known) == risks(line, list(reversed(made)), known)
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)


@given(
    LINES,
    st.lists(PROFILES, min_size=1, max_size=3),
    HISTORIES,
    st.sampled_from(["XA", "XB", "XC", "XD"]),
    st.sampled_from(["1950-01-01", "2001"]),
)
def test_nothing_that_a_line_says_of_a_person_changes_what_is_raised(
    line: SubmittedLine, made: list[Profile], known: History, country: str, born: str
) -> None:
    person = Subject(SubjectKind.PERSON, (Name("Ana Example"),), (), PartialDate.parse(born), (country,))
    with_person = dataclasses.replace(line, parties=(*line.parties, Party(PartyRole.CONSIGNEE, person)))
    assert risks(with_person, made, known) == risks(line, made, known)
    moved = tuple(
        dataclasses.replace(party, subject=dataclasses.replace(party.subject, countries=(country,)))
        for party in line.parties
    )
    assert risks(dataclasses.replace(line, parties=moved), made, known) == risks(line, made, known)


def test_no_part_of_what_is_assessed_holds_a_persons_origin_birth_or_sex() -> None:
    fields = {each.name for each in (*dataclasses.fields(Declared), *dataclasses.fields(Trader))}
    kinds = {kind.value for kind in ConditionKind}
    assert fields == {
        *("places", "hs", "containers", "traders", "value_per_kg", "currency", "weight_per_package"),
        *("role", "name", "keys"),
    }
    for word in ("nationality", "country_of_person", "religion", "sex", "gender", "ethnicity", "birth"):
        assert word not in fields | kinds
        with pytest.raises(BadCondition):
            read_condition(word, "XB", 10)


def test_a_line_with_a_traveller_is_not_assessed_at_all() -> None:
    person = Subject(SubjectKind.PERSON, (Name("Ana Example"),), countries=("XB",))
    for role in (PartyRole.PASSENGER, PartyRole.CREW):
        travelling = dataclasses.replace(LINE, parties=(*LINE.parties, Party(role, person)))
        assert declared(travelling) is None
        assert risks(travelling, (profile(("by_way_of", "XB", 50)),), HISTORY) == ()


DRAFT = ProfileDraft(
    name="Tobacco by way of XB",
    purpose="risk_assessment",
    grounds="Three seizures this spring.",
    joined="all",
    threshold=60,
    conditions=(ConditionDraft("goods", "24", 40), ConditionDraft("by_way_of", "XB", 30)),
    expires_on=date(2031, 11, 20),
)


def faults(open_purposes: frozenset[str] = frozenset(), **changes: object) -> list[tuple[str, str]]:
    draft = dataclasses.replace(DRAFT, **changes)  # type: ignore[arg-type]
    purposes = {purpose.value: purpose.value in open_purposes for purpose in CentralPurpose}
    return [(one.code, one.field) for one in profile_problems(draft, day=DAY, purposes=purposes)]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"name": " "}, [("missing", "name")]),
        ({"grounds": ""}, [("missing", "grounds")]),
        ({"grounds": "x" * 2001}, [("too_long", "grounds")]),
        ({"name": "a\x01b"}, [("control_character", "name")]),
        ({"purpose": "statistics"}, [("not_usable", "purpose")]),
        ({"joined": "some"}, [("not_usable", "joined")]),
        ({"expires_on": None}, [("missing", "expires_on")]),
        ({"expires_on": DAY}, [("not_in_future", "expires_on")]),
        ({"expires_on": date(2032, 5, 20)}, []),
        ({"expires_on": date(2032, 5, 21)}, [("profile_too_long", "expires_on")]),
        ({"conditions": ()}, [("missing", "conditions")]),
        ({"threshold": 71}, [("out_of_reach", "threshold")]),
        ({"threshold": 0}, [("not_usable", "threshold")]),
        ({"conditions": (ConditionDraft("goods", "24", 60),) * 13}, [("too_many", "conditions")]),
        ({"conditions": (ConditionDraft("nationality", "XB", 60),)}, [("condition_kind", "conditions.0")]),
        ({"conditions": (ConditionDraft("goods", "24", 60), ConditionDraft("origin", "B", 1))},
         [("condition_place", "conditions.1")]),
        ({"conditions": (ConditionDraft("goods", "2", 60),)}, [("condition_goods", "conditions.0")]),
        ({"conditions": (ConditionDraft("goods", " ", 60),)}, [("condition_value", "conditions.0")]),
        ({"conditions": (ConditionDraft("goods", "24", 101),)}, [("condition_points", "conditions.0")]),
        ({"conditions": (ConditionDraft("first_time_trader", "25", 60),)}, [("condition_months", "conditions.0")]),
        ({"conditions": (ConditionDraft("value_out_of_line", "19", 60),)}, [("condition_lines", "conditions.0")]),
        ({"conditions": (ConditionDraft("value_per_kg", "9-2 EUR", 60),)}, [("condition_order", "conditions.0")]),
        ({"conditions": (ConditionDraft("weight_per_package", "heavy", 60),)}, [("condition_range", "conditions.0")]),
    ],
)  # fmt: skip
def test_a_profile_that_lacks_something_is_told_where(
    changes: dict[str, object], expected: list[tuple[str, str]]
) -> None:
    assert faults(**changes) == expected


@pytest.mark.provision("CCO-44")
def test_a_profile_that_rests_on_entries_needs_a_purpose_that_the_council_opened() -> None:
    resting = (ConditionDraft("container_confirmed", "12", 80),)
    assert faults(conditions=resting) == [("purpose_not_open", "purpose")]
    assert faults(frozenset({"offences"}), conditions=resting) == [("purpose_not_open", "purpose")]
    for purpose in CentralPurpose:
        assert faults(frozenset({purpose.value}), conditions=resting, purpose=purpose.value) == []
        assert faults(purpose=purpose.value) == []


def test_no_version_lasts_longer_than_a_year_nor_looks_back_longer_than_digests_are_kept() -> None:
    assert latest_end(date(2032, 2, 29)) == date(2033, 2, 28)
    assert read_condition("container_confirmed", str(MOST_MONTHS), 1).months == MOST_MONTHS


@given(
    st.sampled_from(ConditionKind),
    st.sampled_from(["24", "XB", "XBPGR XA", "2402, 01", "6", "20", "1-2", "1-2 EUR", "-0.5", "3,25-", "x", "0"]),
    st.integers(1, 100),
)
def test_a_condition_reads_as_itself_again(kind: ConditionKind, value: str, points: int) -> None:
    try:
        read = read_condition(kind.value, value, points)
    except BadCondition:
        return
    assert read_condition(kind.value, read.value, points) == read


@pytest.mark.parametrize(
    ("kind", "value", "code", "params"),
    [
        ("value_per_kg", "50- EUR", "value_per_kg_below", {"found": "40", "currency": "EUR", "limit": "50"}),
        ("value_per_kg", "-39.9 EUR", "value_per_kg_above", {"found": "40", "currency": "EUR", "limit": "39.9"}),
        ("weight_per_package", "60-", "weight_per_package_below", {"found": "50", "limit": "60"}),
        ("weight_per_package", "-5", "weight_per_package_above", {"found": "50", "limit": "5"}),
        ("value_per_kg", "1-2 EUR", "value_per_kg", {"found": "40", "currency": "EUR", "range": "1–2"}),
    ],
)
def test_a_reason_says_on_which_side_of_an_open_range_a_line_lies(
    kind: str, value: str, code: str, params: dict[str, str]
) -> None:
    made = profile((kind, value, 50))
    (hit,) = risks(LINE, (made,), HISTORY)
    (reason,) = reasons(made.conditions, hit.held, LINE)
    assert (reason.code, dict(reason.params)) == (code, params)


def test_whoever_stood_in_a_list_on_the_very_day_that_is_looked_back_to_is_not_new() -> None:
    made = profile(("first_time_trader", "6", 9))
    for seen, new in ((date(2030, 11, 20), False), (date(2030, 11, 19), True)):
        known = dataclasses.replace(HISTORY, traders={NAME_KEY: seen})
        assert bool(risks(LINE, (made,), known)) is new


def test_goods_that_are_told_by_their_chapter_alone_are_measured_against_no_fence() -> None:
    chapter = dataclasses.replace(LINE, goods=dataclasses.replace(GOODS, hs=("24",)))
    known = dataclasses.replace(HISTORY, fences={("24", "EUR"): Fence(1, 2, 99), ("2402", "EUR"): Fence(1, 2, 99)})
    made = profile(("value_out_of_line", "20", 9))
    assert risks(chapter, (made,), known) == ()
    assert risks(LINE, (made,), known) != ()


def test_a_fence_stands_one_and_a_half_widths_of_the_middle_half_outside_of_it() -> None:
    one = fence_of({0: 40})
    assert one is not None
    assert (one.low, one.high, one.lines) == (2 ** (-1.5 / 4), 2 ** (2.5 / 4), 40)
    wide = fence_of({0: 10, 4: 20, 8: 10})
    assert wide is not None
    assert (wide.low, wide.high) == (2 ** (-7.5 / 4), 2 ** (12.5 / 4))
