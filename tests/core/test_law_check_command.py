"""The command `law check`: what it prints, how it ends, and that nothing misspelt is ever passed over."""

import shutil
from pathlib import Path

import pytest

from tidewaiter.doors.cli.law import main
from tidewaiter.treaty.provisions import INSTRUMENTS

TEN = '["AG", "AI", "AW", "BM", "BS", "CU", "CW", "DO", "HT", "KY"]'
ACT = f'{{ units = {TEN}, type = "ratification", on = 2030-11-30 }}'


def _file(folder: Path, text: str, name: str = "cases.toml") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def _case(
    *,
    name: str = "The tenth deposit fixes the date",
    extra: str = "",
    ask: str = "entry_into_force",
    act: str = ACT,
    given: str = "",
    expect: str = "general = 2031-02-28",
    top: str = 'instrument = "cco-2019"',
) -> str:
    return (
        f'{top}\n[[case]]\nname = "{name}"\nprovision = ["CCO-64.1"]\nask = "{ask}"\n{extra}\n'
        f"[case.given]\nacts = [{act}]\n{given}\n[case.expect]\n{expect}\n"
    )


def test_a_case_that_holds_is_counted_and_the_command_succeeds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", _file(tmp_path, _case())]) == 0
    assert capsys.readouterr().out == "1 passed, 0 failed\n"


def test_a_case_that_fails_says_what_was_expected_and_what_came(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = _case(expect='general = "none"\ncount = 10')
    assert main(["check", _file(tmp_path, text)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "FAIL The tenth deposit fixes the date: expected general = none got general = 2031-02-28",
        "0 passed, 1 failed",
    ]


def test_several_files_are_judged_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = _file(tmp_path, _case())
    bad = _file(tmp_path, _case(name="Wrong", expect="count = 9"), "other.toml")
    assert main(["check", good, bad]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "1 passed, 1 failed"


def test_a_question_that_an_instrument_does_not_answer_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (
        'instrument = "nbo-1977"\n[[case]]\nname = "x"\nask = "retention"\n'
        "given = { delete_on = 2031-03-31 }\nexpect = { notice_on = 2031-02-28 }\n"
    )
    assert main(["check", _file(tmp_path, text)]) == 1
    assert 'FAIL x: question "retention" is not supported' in capsys.readouterr().out


NAME = "The tenth deposit fixes the date"
BROKEN = {
    "an unknown instrument": (_case(top='instrument = "xyz"'), "cco-2019"),
    "an unknown instrument of a case": (_case(extra='instrument = "xyz"'), NAME),
    "no instrument at all": (_case(top=""), NAME),
    "an unknown question": (_case(ask="who_wins"), NAME),
    "an unknown key of the file": (_case(top='instrument = "cco-2019"\nauthor = "x"'), "author"),
    "an unknown key of the case": (_case(extra="note = 1"), NAME),
    "an unknown key of given": (_case(given="colour = 1"), NAME),
    "an unknown key of expect": (_case(expect="generl = 2031-02-28"), NAME),
    "an unknown key of an act": (
        _case(act='{ unit = "AG", type = "ratification", on = 2030-11-30, by = 1 }'),
        NAME,
    ),
    "an act under examination, which no case knows": (
        _case(act='{ unit = "AG", type = "ratification", on = 2030-11-30, form = "under_examination" }'),
        NAME,
    ),
    "a stated date instead of acts": (
        _case(act='{ unit = "AG", type = "entry_into_force_stated", on = 2030-11-30 }'),
        NAME,
    ),
    "an unknown type of act": (_case(act='{ unit = "AG", type = "raticate", on = 2030-11-30 }'), NAME),
    "an act without a date": (_case(act='{ unit = "AG", type = "ratification" }'), NAME),
    "an act without a unit": (_case(act='{ type = "ratification", on = 2030-11-30 }'), NAME),
    "an act by unit and units": (
        _case(act='{ unit = "AG", units = ["AI"], type = "ratification", on = 2030-11-30 }'),
        NAME,
    ),
    "a moment for a date": (
        _case(act='{ unit = "AG", type = "ratification", on = 2030-11-30T00:00:00Z }'),
        NAME,
    ),
    "a text for a date": (_case(act='{ unit = "AG", type = "ratification", on = "2030-11-30" }'), NAME),
    "a bool for a number": (_case(expect="count = true"), NAME),
    "a number for a text": (_case(act='{ unit = 7, type = "ratification", on = 2030-11-30 }'), NAME),
    "a word for a date": (_case(expect='general = "never"'), NAME),
    "an unknown kind": (_case(given='kinds = { AG = "empire" }'), NAME),
    "an Annex under the Agreement": (_case(given='annex = "IV"'), NAME),
    "an expectation of nothing": (_case(expect=""), NAME),
    "no case": ('instrument = "cco-2019"\n', "no case"),
    "an empty file": ("", "no case"),
    "a case that is no table": ('instrument = "cco-2019"\ncase = ["x"]\n', "case 1"),
    "a case without a name": (_case().replace(f'name = "{NAME}"\n', ""), "case 1"),
    "a date that does not exist": (_case(expect="general = 2031-02-30"), "TOML"),
    "broken TOML": ("[[case]\n", "TOML"),
    "an id with a suffix": (_case().replace('"CCO-64.1"', '"CCO-64.1-a"'), NAME),
    "a date beyond the calendar": (
        _case(act=f'{{ units = {TEN}, type = "ratification", on = 9999-12-31 }}'),
        NAME,
    ),
}


@pytest.mark.parametrize(("text", "named"), BROKEN.values(), ids=BROKEN)
def test_what_is_not_understood_is_an_error_that_names_file_and_case(
    text: str, named: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _file(tmp_path, text)
    assert main(["check", path]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert path in told.err
    assert named in told.err
    assert "Traceback" not in told.err


def test_a_good_file_does_not_hide_a_broken_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [_file(tmp_path, _case()), _file(tmp_path, _case(ask="who_wins"), "broken.toml")]
    assert main(["check", *files]) == 2
    assert "passed" not in capsys.readouterr().out


def test_every_broken_case_of_a_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    second = _case(name="Second", ask="who_loses").split("\n", 1)[1]
    assert main(["check", _file(tmp_path, _case(name="First", ask="who_wins") + second)]) == 2
    told = capsys.readouterr().err
    assert "First" in told
    assert "Second" in told


def test_a_missing_file_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(tmp_path / "nowhere.toml")]) == 2
    assert "nowhere.toml" in capsys.readouterr().err


def test_a_folder_is_not_a_file_of_cases(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(tmp_path)]) == 2
    assert str(tmp_path) in capsys.readouterr().err


def test_a_file_that_is_not_utf_8_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "latin.toml"
    path.write_bytes(_case(name="Décision").encode("latin-1"))
    assert main(["check", str(path)]) == 2
    assert "UTF-8" in capsys.readouterr().err


def test_a_nairobi_instrument_must_give_its_annexes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", _file(tmp_path, _case(top='instrument = "nbo-1977"'))]) == 2
    assert "annexes" in capsys.readouterr().err


def test_a_moment_needs_its_offset(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (
        'instrument = "cco-2019"\n[[case]]\nname = "x"\nask = "retention"\n'
        "given = { delete_on = 2031-03-31, extension_received = 2031-03-30T12:00:00 }\n"
        "expect = { extension_valid = true }\n"
    )
    assert main(["check", _file(tmp_path, text)]) == 2
    assert "offset" in capsys.readouterr().err


def test_the_command_without_a_file_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 2
    assert "FILE" in capsys.readouterr().err


def test_a_law_officer_changes_a_threshold_and_sees_the_answer_change(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "instruments"
    shutil.copytree(INSTRUMENTS, folder)
    profile = folder / "cco-2019" / "profile.toml"
    text = profile.read_text(encoding="utf-8")
    assert text.count("threshold = 10") == 1
    profile.write_text(text.replace("threshold = 10", "threshold = 11"), encoding="utf-8")
    eleventh = f'{ACT}, {{ unit = "LC", type = "ratification", on = 2031-01-31 }}'
    cases = _file(tmp_path, _case(act=eleventh))
    assert main(["check", cases]) == 0
    assert main(["check", "--instruments", str(folder), cases]) == 1
    assert "got general = 2031-04-30" in capsys.readouterr().out


BILATERAL = """
[[case]]
name = "Three bases in order"
ask = "basis"
[case.given]
requesting = "NL"
requested = "AG"
type = "control"
on = 2031-06-01
[case.given.instruments]
bil = [{ units = ["NL", "AG"], type = "notification", on = 2030-12-20 }]
cco-2019 = [
  { units = ["AG", "AI", "NL", "BM", "BS"], type = "ratification", on = 2030-11-30 },
  { units = ["CU", "CW", "DO", "HT", "KY"], type = "ratification", on = 2030-11-30 },
]
nbo-1977 = [{ units = ["NL", "AG", "P1", "P2", "P3"], type = "accession", on = 1980-02-21, annexes = ["III"] }]
[case.expect]
available = ["cco-2019", "bil", "nbo-1977"]
"""


def test_a_bilateral_agreement_that_lists_its_assistance_stands_between_the_agreement_and_nairobi(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "instruments"
    shutil.copytree(INSTRUMENTS, folder)
    profile = folder / "bil" / "profile.toml"
    text = profile.read_text(encoding="utf-8")
    listed = '\n[[assistance]]\ntype = "control"\nprovision = "SCOPE"\nduty = "shall"\n'
    profile.write_text(text if 'type = "control"' in text else text + listed, encoding="utf-8")
    assert main(["check", "--instruments", str(folder), _file(tmp_path, BILATERAL)]) == 0
    assert capsys.readouterr().out == "1 passed, 0 failed\n"


def test_a_profile_that_cannot_be_read_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "instruments"
    shutil.copytree(INSTRUMENTS, folder)
    with (folder / "cco-2019" / "profile.toml").open("a", encoding="utf-8") as profile:
        profile.write('colour = "blue"\n')
    assert main(["check", "--instruments", str(folder), _file(tmp_path, _case())]) == 2
    assert "colour" in capsys.readouterr().err
