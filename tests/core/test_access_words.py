"""Each word of the access vocabulary means what its sentence says, in Python and as SQL text."""

from dataclasses import replace
from datetime import date

from tidewaiter.access.decide import failing, holds
from tidewaiter.access.facts import Caller, Facts, Kind
from tidewaiter.access.handling import entry_caveats, message_keys, reply_caveats
from tidewaiter.access.rows import by_kind, sql
from tidewaiter.access.rules import SEE
from tidewaiter.access.verbs import MACHINE_ROLES, PERSONAL_ROLES, RANKS, Role, rank_of
from tidewaiter.access.words import All, Any, AtMost, Fact, Listed, Not, NotAfter, Of, Same, Set, Value, of_caller

WHO = Caller("XA", "XA-HQ", "xa.one", frozenset({Role.OFFICER}), date(2026, 3, 2))
WHAT = Facts(Kind.ENTRY, owner="XA", purposes=("offences",), last_day=date(2026, 3, 2))


def test_two_empty_sides_are_not_the_same() -> None:
    assert not holds(Same(Fact("author"), Of("purpose")), WHO, WHAT)
    assert holds(Same(Fact("owner"), Of("administration")), WHO, WHAT)


def test_nothing_is_listed_when_nothing_is_asked() -> None:
    assert not holds(Listed(Of("purpose"), Fact("purposes")), WHO, WHAT)
    assert holds(Listed(Value("offences"), Fact("purposes")), WHO, WHAT)
    assert holds(Listed(Value("officer"), Of("roles")), WHO, WHAT)


def test_the_last_day_still_counts_and_the_next_does_not() -> None:
    assert holds(NotAfter(Of("day"), Fact("last_day")), WHO, WHAT)
    assert not holds(NotAfter(Of("day"), Fact("last_day")), WHO, Facts(Kind.ENTRY, "XA", last_day=date(2026, 3, 1)))
    assert not holds(NotAfter(Of("day"), Fact("last_day")), WHO, Facts(Kind.ENTRY, "XA"))


def test_a_number_is_at_most_the_limit_and_what_is_no_number_never_is() -> None:
    power = AtMost(Fact("rank"), Of("rank"))
    for rank, holding in ((0, True), (1, True), (2, False)):
        assert holds(power, WHO, Facts(Kind.PUBLIC, owner="XA", rank=rank)) is holding
    assert holds(power, replace(WHO, roles=frozenset({Role.OFFICER, Role.HEAD})), Facts(Kind.PUBLIC, "XA", rank=4))
    assert not holds(AtMost(Fact("owner"), Of("rank")), WHO, WHAT)
    assert not holds(AtMost(Fact("rank"), Of("officer")), WHO, WHAT)
    assert sql(power) == 'coalesce(m.rank <= i."rank", false)'


def test_fresh_and_machine_are_flags_of_the_caller() -> None:
    for name in ("fresh", "machine"):
        flag = Set(Of(name))  # type: ignore[arg-type]
        assert not holds(flag, WHO, WHAT)
        assert holds(flag, replace(WHO, **{name: True}), WHAT)
        assert sql(flag) == f'coalesce(i."{name}", false)'


def test_the_highest_role_counts_and_a_role_outside_the_table_counts_for_nothing() -> None:
    assert rank_of(()) == 0
    assert rank_of((Role.INSTALLER, Role.SYSTEM_JOB, Role.INVITED)) == 0
    assert rank_of((Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR)) == RANKS[Role.HEAD]
    assert set(RANKS) == {*PERSONAL_ROLES, *MACHINE_ROLES}


def test_all_of_nothing_holds_and_any_of_nothing_does_not() -> None:
    assert holds(All(()), WHO, WHAT)
    assert not holds(Any(()), WHO, WHAT)
    assert (sql(All(())), sql(Any(()))) == ("true", "false")


def test_only_what_fails_is_named_and_only_once() -> None:
    closed = Set(Fact("released"), provision="CCO-53.1")
    rule = All((closed, Set(Fact("owner"), provision="CCO-1.x"), closed), provision="CCO-52.7")
    assert failing(rule, WHO, WHAT) == ("CCO-52.7", "CCO-53.1")
    assert failing(Not(closed), WHO, WHAT) == ()


def test_what_a_rule_asks_of_the_caller_is_all_that_can_change_its_answer() -> None:
    rule = All((Not(Any((Same(Fact("owner"), Of("office")), Listed(Of("case"), Fact("parties"))))), Set(Fact("owner"))))
    assert of_caller(rule) == {"office", "case"}
    assert of_caller(AtMost(Fact("rank"), Of("rank"))) == {"rank"}
    assert of_caller(SEE[Kind.ENTRY]) == {
        *("administration", "office", "officer", "roles", "day", "organization", "undertaking", "purpose")
    }


def test_a_word_in_a_rule_cannot_become_sql() -> None:
    assert sql(Same(Value("o'clock"), Of("case"))) == """coalesce('o''clock' <> '' and 'o''clock' = i."case", false)"""


def test_an_unknown_kind_of_record_is_seen_by_nobody() -> None:
    assert by_kind(SEE).endswith("else false end")


def test_the_supplier_is_not_told_to_ask_itself() -> None:
    personal = Facts(Kind.ENTRY, owner="XB", personal=True, last_day=date(2026, 4, 1))
    assert [caveat.code for caveat in entry_caveats(personal, WHO)] == [
        *("purpose_only", "ask_supplier", "personal_data", "deleted_after")
    ]
    assert [caveat.code for caveat in entry_caveats(WHAT, WHO)] == ["purpose_only", "deleted_after"]


def test_an_unknown_handling_is_the_strictest() -> None:
    assert reply_caveats("H99") == reply_caveats("H0")
    assert {f"caveat:{caveat.code}" for caveat in (*reply_caveats("H0"), *reply_caveats("H1"))} <= message_keys()
