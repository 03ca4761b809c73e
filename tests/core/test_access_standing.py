"""An account is open by what happened to it, and only closes as time passes; opening it again takes somebody's act."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.access.standing import (
    CERTIFIED_GRACE,
    DORMANT_AFTER,
    DUTIES_GRACE,
    Account,
    certification_ends,
    closed_because,
    dormant,
    duties_missing,
    duties_to_accept,
)
from tidewaiter.treaty.duties import DutyVersion, current_duties, duties_in_effect, versions
from tidewaiter.treaty.provisions import LANGUAGES, provision

FIRST = date(2030, 1, 1)
V1 = DutyVersion("v1", date(2030, 1, 1), ())
V2 = DutyVersion("v2", date(2031, 3, 1), ())
V3 = DutyVersion("v3", date(2031, 3, 20), ())
CODE = (V1, V2, V3)

DAYS = st.dates(date(2029, 1, 1), date(2035, 12, 31))
SOME_DAY = st.none() | DAYS
ACCOUNTS = st.builds(
    Account,
    designated_from=DAYS,
    designated_until=SOME_DAY,
    suspended=st.booleans(),
    machine=st.booleans(),
    active_since=SOME_DAY,
    last_sign_in=SOME_DAY,
    certified_on=SOME_DAY,
    accepted=st.frozensets(st.sampled_from([version.version for version in CODE])),
)


def account(**changes: object) -> Account:
    """An account in good standing on 2031-03-01."""
    sound = Account(
        designated_from=FIRST,
        designated_until=None,
        active_since=FIRST,
        last_sign_in=date(2031, 2, 28),
        certified_on=date(2031, 1, 15),
        accepted=frozenset({"v1"}),
    )
    return replace(sound, **changes)  # type: ignore[arg-type]


def closed(one: Account, day: date) -> str:
    reason = closed_because(one, day)
    return reason.code if reason else ""


@given(ACCOUNTS, DAYS, st.integers(0, 2_000))
def test_what_is_closed_on_a_day_of_the_designation_stays_closed(one: Account, day: date, later: int) -> None:
    if day >= one.designated_from and closed_because(one, day) is not None:
        assert closed_because(one, day + timedelta(days=later)) is not None


@given(ACCOUNTS, DAYS, st.integers(0, 2_000))
def test_no_new_version_of_the_duties_opens_an_account_again(one: Account, day: date, later: int) -> None:
    in_effect = {version.version for version in duties_in_effect(day, CODE)}
    could_be = replace(one, accepted=one.accepted & in_effect)  # nobody accepts what is not in effect yet
    if duties_missing(could_be, day, CODE) is not None:
        assert duties_missing(could_be, day + timedelta(days=later), CODE) is not None


@given(ACCOUNTS, DAYS)
def test_a_suspended_account_is_closed_on_every_day(one: Account, day: date) -> None:
    assert closed_because(replace(one, suspended=True), day) is not None


@given(ACCOUNTS, DAYS, DAYS)
def test_a_sign_in_or_a_confirmation_never_closes_what_was_open(one: Account, day: date, moment: date) -> None:
    if closed_because(one, day) is None:
        signed_in = replace(one, last_sign_in=max(moment, one.last_sign_in or moment))
        certified = replace(one, certified_on=max(day, one.certified_on or day))
        assert closed_because(signed_in, day) is None
        assert closed_because(certified, day) is None


@given(ACCOUNTS, DAYS)
def test_a_machine_neither_sleeps_nor_has_duties(one: Account, day: date) -> None:
    machine = replace(one, machine=True)
    assert not dormant(machine, day)
    assert duties_missing(machine, day, CODE) is None
    assert duties_to_accept(machine, day, CODE) is None


@pytest.mark.provision("CCO-1.ix", "CCO-47.1.ii")
def test_a_designation_is_good_from_its_first_to_its_last_day() -> None:
    held = account(designated_from=date(2031, 3, 1), designated_until=date(2031, 8, 31), last_sign_in=date(2031, 8, 30))
    assert closed(held, date(2031, 2, 28)) == "not_designated"
    assert closed(held, date(2031, 3, 1)) == ""
    assert closed(held, date(2031, 8, 31)) == ""
    assert closed(held, date(2031, 9, 1)) == "not_designated"


def test_an_ended_designation_is_told_before_a_suspension() -> None:
    assert closed(account(suspended=True, designated_until=date(2031, 2, 1)), date(2031, 3, 1)) == "not_designated"
    assert closed(account(suspended=True), date(2031, 3, 1)) == "suspended"


@pytest.mark.provision("CCO-47.1.ii")
def test_after_ninety_days_without_a_sign_in_an_account_is_dormant() -> None:
    last = date(2031, 2, 28)
    assert closed(account(), last + DORMANT_AFTER) == ""
    assert closed(account(), last + DORMANT_AFTER + timedelta(days=1)) == "dormant"
    opened_again = account(active_since=last + timedelta(days=100))
    assert closed(opened_again, last + timedelta(days=100)) == ""
    never_used = account(active_since=None, last_sign_in=None)
    assert closed(never_used, FIRST + DORMANT_AFTER + timedelta(days=1)) == "dormant"


def test_an_account_made_long_before_its_designation_begins_is_open_when_it_does() -> None:
    begins = date(2031, 3, 1)
    early = account(designated_from=begins, active_since=begins - timedelta(days=200), last_sign_in=None)
    early = replace(early, certified_on=begins - timedelta(days=200))
    assert closed(early, begins) == ""
    assert closed(early, begins + DORMANT_AFTER + timedelta(days=1)) == "dormant"


@pytest.mark.provision("CCO-47.1.ii")
def test_an_account_is_confirmed_within_a_year_and_a_month() -> None:
    once = account(certified_on=date(2031, 1, 31), last_sign_in=date(2035, 1, 1))
    assert certification_ends(once) == date(2032, 1, 31)
    assert closed(once, date(2032, 1, 31) + CERTIFIED_GRACE) == ""
    assert closed(once, date(2032, 1, 31) + CERTIFIED_GRACE + timedelta(days=1)) == "not_certified"
    assert certification_ends(account(certified_on=None)) == date(2031, 1, 1)
    assert certification_ends(account(certified_on=None, active_since=None)) == date(2031, 1, 1)


def test_a_new_version_of_the_duties_closes_after_thirty_days_until_it_is_accepted() -> None:
    one = account()
    known = (V1, V2)
    assert duties_to_accept(one, date(2031, 2, 28), known) is None
    assert duties_to_accept(one, date(2031, 3, 1), known) == V2
    assert duties_missing(one, date(2031, 3, 30), known) is None
    assert duties_missing(one, date(2031, 3, 31), known) == V2
    accepted = replace(one, accepted=frozenset({"v1", "v2"}))
    assert duties_missing(accepted, date(2031, 3, 31), known) is None
    assert duties_to_accept(accepted, date(2031, 3, 31), known) is None


def test_a_third_version_does_not_give_more_time_for_the_second() -> None:
    assert duties_to_accept(account(), date(2031, 3, 20), CODE) == V3
    assert duties_missing(account(), date(2031, 3, 30), CODE) is None
    assert duties_missing(account(), date(2031, 3, 31), CODE) == V3
    up_to_date = account(accepted=frozenset({"v3"}))
    assert duties_missing(up_to_date, date(2040, 1, 1), CODE) is None
    second_only = account(accepted=frozenset({"v1", "v2"}))
    assert duties_missing(second_only, V3.effective_on + DUTIES_GRACE - timedelta(days=1), CODE) is None
    assert duties_missing(second_only, V3.effective_on + DUTIES_GRACE, CODE) == V3


def test_who_never_accepted_any_version_waits_for_nothing() -> None:
    newcomer = account(accepted=frozenset())
    assert duties_missing(newcomer, V1.effective_on, CODE) == V1
    assert duties_missing(newcomer, V1.effective_on - timedelta(days=1), CODE) is None


def test_the_files_of_duties_are_read_in_the_order_of_their_days(tmp_path: Path) -> None:
    words = "\n".join(f'{language} = "A duty."' for language in LANGUAGES)
    for version, day in (("2031-1", "2031-03-01"), ("2030-1", "2030-01-01")):
        duty = f'[[duty]]\nprovision = "CCO-31.1"\ntrust = "verified"\n[duty.words]\n{words}\n'
        (tmp_path / f"{version}.toml").write_text(f'version = "{version}"\neffective_on = {day}\n{duty}')
    read = versions(tmp_path)
    assert [each.version for each in read] == ["2030-1", "2031-1"]
    assert [each.version for each in duties_in_effect(date(2030, 12, 31), read)] == ["2030-1"]


def test_our_duties_rest_on_provisions_that_exist_and_speak_four_languages() -> None:
    assert current_duties(date(2024, 6, 30)) is None
    for version in versions():
        assert duties_in_effect(version.effective_on)[-1] == version
        assert version.duties
        for duty in version.duties:
            assert provision(duty.provision) is not None
            assert len({duty.words.in_language(language) for language in LANGUAGES}) == len(LANGUAGES)
