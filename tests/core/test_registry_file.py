"""The register as a file: read strictly, written always the same, and asked without a database."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.treaty.acts import InstrumentAct
from tidewaiter.treaty.provisions import load_instrument
from tidewaiter.treaty.registry_file import (
    FORMAT,
    KNOWN_FACTS,
    ActLine,
    ArrangementLine,
    PositionLine,
    RegistryFile,
    UnitLine,
    fact_id,
    json_text,
    read_registry_file,
    same,
    toml_text,
    united,
)
from tidewaiter.treaty.rules.force import bound, entry_into_force
from tidewaiter.treaty.strict import NotUnderstood

HEAD = f'format = "{FORMAT}"\n'
JSON = f'{{"format": "{FORMAT}", "act": '
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t\"'\\"), min_size=1, max_size=20)
CODES = st.sampled_from(("XA", "XB", "XC", "XDD"))
DAYS = st.dates(date(1950, 1, 1), date(2060, 1, 1))
UNITS = st.builds(
    UnitLine,
    code=CODES,
    kind=st.sampled_from(("state", "territory", "union")),
    name=st.dictionaries(st.sampled_from(("en", "fr", "es", "nl")), TEXTS),
    position=st.sampled_from(((), (12.5, -69.97), (-90, 180))),
    council_member=st.booleans(),
    source=TEXTS,
    why=TEXTS,
)
ACTS = st.builds(
    ActLine,
    fact=st.uuids().map(str),
    instrument=st.just("nbo-1977"),
    type=st.sampled_from(("accession", "withdrawal")),
    on=DAYS,
    units=st.lists(CODES, min_size=1, max_size=3).map(tuple),
    annexes=st.sampled_from((None, (), ("I", "IV"))),
    received=st.none() | DAYS,
    reasons=st.booleans(),
    finding=st.just("") | TEXTS,
    trust=st.sampled_from(("verified", "partial", "unverified")),
)
ARRANGEMENTS = st.builds(
    ArrangementLine,
    fact=st.uuids().map(str),
    parties=st.just(("XA", "XB")),
    articles=st.lists(st.sampled_from(("27", "28")), min_size=1).map(tuple),
    from_=DAYS,
    elements=st.lists(TEXTS, max_size=2).map(tuple),
)
POSITIONS = st.builds(
    PositionLine,
    fact=st.uuids().map(str),
    kind=st.just("convention"),
    instrument=TEXTS,
    precision=st.sampled_from(("year", "ambiguous")),
    unit=CODES,
    year=st.none() | st.integers(1900, 2050),
)


def one_each(lines: list[UnitLine]) -> tuple[UnitLine, ...]:
    return tuple({line.code: line for line in lines}.values())


FILES = st.builds(
    RegistryFile,
    unit=st.lists(UNITS).map(one_each),
    act=st.lists(ACTS, max_size=4).map(tuple),
    arrangement=st.lists(ARRANGEMENTS, max_size=3).map(tuple),
    position=st.lists(POSITIONS, max_size=3).map(tuple),
)


@given(FILES)
def test_what_is_written_reads_back_the_same_and_writes_the_same_bytes_in_either_format(file: RegistryFile) -> None:
    toml, plain = toml_text(file), json_text(file)
    assert read_registry_file(toml, "x") == read_registry_file(plain, "x") == file.ordered()
    assert toml_text(read_registry_file(plain, "x")) == toml
    assert json_text(read_registry_file(toml, "x")) == plain


@given(FILES, st.randoms())
def test_the_order_in_which_facts_are_known_never_changes_the_file(file: RegistryFile, chance: object) -> None:
    shuffled = list(file.act)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert toml_text(replace(file, act=tuple(shuffled), unit=tuple(reversed(file.unit)))) == toml_text(file)


WRONG = {
    '[[unit]]\ncode = "XA"': "format",
    HEAD + '[[town]]\ncode = "XA"': 'unknown key "town"',
    HEAD + '[[unit]]\ncode = "XA"\ncolour = "red"': 'x, unit 1: unknown key "colour"',
    HEAD + '[[unit]]\ncode = "xa"': '"xa" is no code of a unit',
    HEAD + '[[unit]]\ncode = "XA"\nposition = [1.0]': "x, unit 1, position: must be latitude and longitude",
    HEAD + '[[unit]]\ncode = "XA"\nname = { de = "A" }': '"de" is unknown; the languages are en, fr, es, nl',
    HEAD + '[[unit]]\ncode = "XA"\n[[unit]]\ncode = "XA"': 'two lines bear the code "XA"',
    HEAD + '[[act]]\nfact = "a"\ninstrument = "cco-2019"\ntype = "accession"\non = 2031-02-30': "is not valid TOML",
    HEAD + '[[act]]\nfact = "a"\ninstrument = "cco-2019"\ntype = "joined"\non = 2031-02-03': '"joined" is unknown',
    HEAD + '[[act]]\nfact = "a"\ninstrument = "cco-2019"\ntype = "accession"\non = 2031-02-03': "name who performed it",
    HEAD + '[[act]]\ninstrument = "cco-2019"\ntype = "accession"\non = 2031-02-03\nunits = ["XA"]': '"fact" is missing',
    HEAD
    + '[[arrangement]]\nfact = "a"\nparties = ["XA"]\narticles = ["27"]\nfrom = 2031-01-01': "at least two parties",
    HEAD
    + '[[arrangement]]\nfact = "a"\nparties = ["XA", "XB"]\narticles = ["27"]\nfrom = 2031-01-02\nto = 2031-01-01': (
        "x, arrangement 1, to: lies before its first day 2031-01-02"
    ),
    HEAD + '[[position]]\nfact = "a"\nkind = "rumour"\ninstrument = "HS"\nprecision = "year"': '"rumour" is unknown',
    HEAD + '[[instrument]]\nid = "bil-xa-xb-2026"\nfamily = "bil"\nprofile = "id = 3"': "x, instrument 1, profile, id",
    "{": "is not valid JSON",
    JSON + '[{"on": "May"}]}': "x, act 1, on: must be a date such as 2031-03-30",
    JSON + "{}}": "x, act: must be a list of tables",
}


@pytest.mark.parametrize("text", WRONG)
def test_a_file_that_is_not_understood_is_refused_with_the_place_and_the_remedy(text: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read_registry_file(text, "x")
    assert WRONG[text] in str(refused.value)


def test_two_facts_of_one_name_are_refused_even_across_tables() -> None:
    act = ActLine("a", "cco-2019", "accession", date(2031, 1, 1), ("XA",))
    position = PositionLine("a", "convention", "HS", "year")
    with pytest.raises(NotUnderstood, match="two lines bear the fact"):
        read_registry_file(toml_text(RegistryFile(act=(act,), position=(position,))), "x")


def test_a_name_always_stands_for_the_same_fact_and_an_id_for_itself() -> None:
    assert fact_id("SE accession") == fact_id("SE accession") != fact_id("CZ accession")
    assert fact_id(fact_id("SE accession")) == fact_id("SE accession")


def test_the_reason_of_a_correction_does_not_make_another_fact() -> None:
    act = ActLine("a", "cco-2019", "accession", date(2031, 1, 1), ("XA",))
    assert same(act, replace(act, why="a slip of the pen"))
    assert not same(act, replace(act, on=date(2031, 1, 2)))


def known() -> RegistryFile:
    return united(
        [read_registry_file(path.read_text(encoding="utf-8"), path.name) for path in KNOWN_FACTS.glob("*.toml")]
    )


def test_every_known_fact_names_its_source() -> None:
    assert len(known().facts) > 70
    assert [line for line in known().facts if not line.source] == []


@pytest.mark.provision("NBO-16.1", "NBO-16.2", "NBO-16.3", "NBO-18")
def test_the_real_accessions_of_sweden_and_the_czech_republic_give_the_published_dates() -> None:
    acts, nairobi = known().register().under("nbo-1977"), load_instrument("nbo-1977")
    dates = entry_into_force(nairobi, acts)
    assert dates.general == date(1980, 5, 21)
    assert dates.units == {"SE": date(1983, 8, 3), "CZ": date(1999, 9, 29)}
    on = date(1999, 9, 29)
    assert bound(nairobi, acts, {}, "SE", "IX", date(1983, 8, 3)).bound
    assert not bound(nairobi, acts, {}, "SE", "II", on).bound
    assert bound(nairobi, acts, {}, "CZ", "XI.14", on).bound
    assert bound(nairobi, acts, {}, "CZ", "XI.15", on).reason == "reserved"


def test_a_published_date_never_delays_what_the_recorded_acts_bring_earlier() -> None:
    nairobi = load_instrument("nbo-1977")
    acts = [
        InstrumentAct("accession", date(1980, 2, 21), ("P1", "P2", "P3", "P4", "P5"), annexes=("I",)),
        InstrumentAct("entry_into_force_stated", date(1983, 1, 1), ()),
    ]
    assert entry_into_force(nairobi, acts).general == date(1980, 5, 21)
    stated = [InstrumentAct("entry_into_force_stated", date(1980, 1, 1), ()), *acts]
    assert entry_into_force(nairobi, stated).general == date(1980, 1, 1)


@pytest.mark.provision("JHB-1", "MNG-1", "MNG-2")
def test_what_a_source_tells_inexactly_is_kept_as_it_tells_it_and_computes_nothing() -> None:
    positions = known().position
    africa = next(line for line in positions if line.unit == "ZA")
    assert (africa.precision, africa.year, africa.trust) == ("ambiguous", 2007, "unverified")
    mongolia = [line for line in positions if line.unit == "MN"]
    assert [line.year for line in mongolia if line.precision == "year"] == [1991, 1993, 2002, 2006]
    assert len({line.partner for line in mongolia if line.partner}) == 15
    assert all(line.meaning == "uncertain" for line in mongolia)
    signatures = [line for line in positions if line.kind == "signature"]
    assert len(signatures) == 14
    assert {line.trust for line in signatures} == {"unverified"}
    assert set(known().register().acts) == {"nbo-1977"}


def test_the_files_of_known_facts_are_texts_that_a_person_can_read() -> None:
    for path in sorted(Path(KNOWN_FACTS).glob("*.toml")):
        assert path.read_text(encoding="utf-8").startswith("# ")
