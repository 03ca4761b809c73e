"""Lists as others submit them: every kind of file gives the same rows, in bounded memory, or is refused by name."""

import io
import json
import tempfile
import tracemalloc
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from tidewaiter.screening.identifiers import Identifier, IdentifierKind
from tidewaiter.screening.lists.formulas import as_text, without_mark
from tidewaiter.screening.lists.gathering import MOST_ROWS, GatheredRows, Listed, Unlisted, read_entity
from tidewaiter.screening.lists.mapping import ColumnMapping, as_iso, known_columns
from tidewaiter.screening.lists.reading import digest_of, format_of, preview, rows_of
from tidewaiter.screening.lists.rows import BadList, ListedEntity, ListFormat, ListRow
from tidewaiter.screening.lists.writing import HEADING, Exported, write
from tidewaiter.screening.subjects import Name, NameKind, PartialDate, Subject, SubjectKind

CELLS = [
    ["entity_id", "schema", "name", "kind", "country", "dob", "ident"],
    ["e1", "Person", "Vasilko Merrander", "primary", "XB", "1975-03-02", "passport:X12"],
    ["e2", "Vessel", "Brise Lointaine", "primary", "Atlantis", "", "IMO9187629"],
    ["e1", "Person", "MERANDER, Vasylko", "weak_aka", "", "", ""],
]
FTM = [
    {
        "id": "e1",
        "schema": "Person",
        "properties": {
            "name": ["Vasilko Merrander"],
            "weakAlias": ["MERANDER, Vasylko"],
            "nationality": ["xb"],
            "birthDate": ["1975-03-02"],
            "passportNumber": ["X12"],
        },
    },
    {
        "id": "e2",
        "schema": "Vessel",
        "properties": {"name": ["Brise Lointaine"], "flag": ["Atlantis"], "imoNumber": ["9187629"]},
    },
]


def csv_of(cells: list[list[str]], delimiter: str = ",") -> bytes:
    quoted = (delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in row) for row in cells)
    return "\n".join(quoted).encode()


def xlsx_of(cells: Iterable[Iterable[object]]) -> bytes:
    book = Workbook()
    for row in cells:
        book.active.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def ftm_of(entities: list[object]) -> bytes:
    return "\n".join(json.dumps(entity) for entity in entities).encode()


def rows(data: bytes, mapping: ColumnMapping | None = None) -> list[ListRow]:
    return list(rows_of(io.BytesIO(data), mapping or ColumnMapping()))


def entities(data: bytes, mapping: ColumnMapping | None = None) -> list[ListedEntity]:
    with tempfile.TemporaryFile() as aside:
        return list(GatheredRows(rows(data, mapping), aside).entities())


def listed(data: bytes, mapping: ColumnMapping | None = None) -> dict[str, Subject]:
    read = [read_entity(entity) for entity in entities(data, mapping)]
    return {one.key: one.subject for one in read if isinstance(one, Listed)}


def refused(data: bytes, mapping: ColumnMapping | None = None) -> BadList:
    with pytest.raises(BadList) as bad:
        rows(data, mapping)
    return bad.value


FILES = {
    "commas": csv_of(CELLS),
    "semicolons": csv_of(CELLS, ";"),
    "tabs": csv_of(CELLS, "\t"),
    "byte order mark": b"\xef\xbb\xbf" + csv_of(CELLS),
    "workbook": xlsx_of(CELLS),
    "follow the money": ftm_of(FTM),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("data", FILES.values(), ids=FILES.keys())
def test_every_kind_of_file_gives_the_same_subjects(data: bytes) -> None:
    assert listed(data) == {
        "e1": Subject(
            SubjectKind.PERSON,
            (Name("Vasilko Merrander"), Name("MERANDER, Vasylko", NameKind.WEAK)),
            (Identifier(IdentifierKind.PASSPORT, "X12"),),
            PartialDate(1975, 3, 2),
            ("XB",),
        ),
        "e2": Subject(SubjectKind.TRANSPORT, (Name("Brise Lointaine"),), (Identifier(IdentifierKind.IMO, "9187629"),)),
    }


def test_the_kind_of_a_file_is_told_by_its_content() -> None:
    kinds = {format_of(io.BytesIO(data)) for name, data in FILES.items() if name in ("commas", "tabs")}
    assert kinds == {ListFormat.CSV}
    assert format_of(io.BytesIO(FILES["workbook"])) is ListFormat.XLSX
    assert format_of(io.BytesIO(b"\n " + FILES["follow the money"])) is ListFormat.FTM
    with pytest.raises(BadList) as other:
        rows_of(io.BytesIO(FILES["commas"]), ColumnMapping(), expected="xlsx")
    assert other.value.code == "other_format"


def test_headings_that_are_known_are_mapped_by_themselves() -> None:
    header = ["Record ID", "Entity Type", "Full name", "Date-of-birth", "Nationality", "IMO", "Colour"]
    assert known_columns(header) == {
        "entity_id": "Record ID",
        "schema": "Entity Type",
        "name": "Full name",
        "dob": "Date-of-birth",
        "country": "Nationality",
        "imo": "IMO",
    }
    data = csv_of([header, ["r1", "Vessel", "Gannet", "", "XA", "9074729", "grey"]])
    assert listed(data)["r1"].identifiers == (Identifier(IdentifierKind.IMO, "9074729"),)


def test_a_mapping_says_the_rest() -> None:
    mapping = ColumnMapping(
        {"entity_id": "No.", "name": "Wie", "dob": "Geb", "country": "Land", "passport": "Pass"},
        schema="Person",
        date_format="dmy",
        separator="|",
    )
    data = csv_of([["No.", "Wie", "Geb", "Land", "Pass"], ["7", "Anna Eider|A. Eider", "31.12.1975", "XA|XB", "P1|P2"]])
    assert listed(data, mapping)["7"] == Subject(
        SubjectKind.PERSON,
        (Name("Anna Eider", NameKind.ALIAS), Name("A. Eider", NameKind.ALIAS)),
        (Identifier(IdentifierKind.PASSPORT, "P1"), Identifier(IdentifierKind.PASSPORT, "P2")),
        PartialDate(1975, 12, 31),
        ("XA", "XB"),
    )


def test_a_mapping_that_names_an_absent_column_is_refused_with_what_the_file_has() -> None:
    bad = refused(FILES["commas"], ColumnMapping({"name": "Caption"}))
    assert bad.code == "mapped_column_absent"
    assert bad.params["column"] == "Caption"
    assert "entity_id, schema, name" in bad.params["found"]
    assert refused(b"a,b\n1,2\n").params["column"] == "entity_id, schema, name"


@pytest.mark.parametrize(
    ("day", "order", "iso"),
    [
        ("31/12/1975", "dmy", "1975-12-31"),
        ("12.31.1975", "mdy", "1975-12-31"),
        ("1975/1/2", "ymd", "1975-01-02"),
        ("1975-01-02", "dmy", "1975-01-02"),
        ("31/12/75", "dmy", "31/12/75"),
        ("circa 1975", "dmy", "circa 1975"),
        ("31/12/1975", "", "31/12/1975"),
    ],
)
def test_dates_of_figures_are_read_in_the_order_that_the_mapping_says(day: str, order: str, iso: str) -> None:
    assert as_iso(day, order) == iso


def test_a_workbook_gives_dates_and_numbers_as_they_stand_and_values_instead_of_formulas() -> None:
    data = xlsx_of([CELLS[0], [17, "Person", "Anna", None, None, date(1975, 3, 2), "=1+1"], [], [18.0, "Person", "Bo"]])
    assert [(row.line, row.entity, row.births, row.idents) for row in rows(data)] == [
        (2, "17", ("1975-03-02",), ()),
        (4, "18", (), ()),
    ]


def test_a_list_is_looked_at_before_anything_is_asked_of_it() -> None:
    seen = preview(io.BytesIO(csv_of([["a", "b"], *([str(n), "x"] for n in range(9))])))
    assert (seen.format, seen.columns, len(seen.rows)) == (ListFormat.CSV, ("a", "b"), 5)
    assert preview(io.BytesIO(FILES["follow the money"])).rows[1] == ("e2", "Vessel", "Brise Lointaine")


NO_LISTS = {
    "nothing": (b"", "empty"),
    "space": (b" \n\n ", "empty"),
    "gzip": (b"\x1f\x8b\x08" + b"0" * 90, "compressed"),
    "binary": (b"\x7fELF\x00\xff\xfe", "not_text"),
    "utf-16": ("entity_id,schema,name\n".encode("utf-16"), "not_text"),
    "open quote": (csv_of(CELLS) + b'\ne9,Person,"never closed', "not_csv"),
    "one endless line": (b"entity_id,schema,name\n" + b"x" * 1_200_000, "long_line"),
    "a column twice": (b"entity_id,schema,name,Name\n1,Person,a,b\n", "column_twice"),
    "zip": (b"PK\x03\x04 nothing more", "not_xlsx"),
    "array": (b'[{"id": "x"}]', "not_json"),
    "half an object": (b'{"id": "x", ', "not_json"),
    "deep": (b'{"id":' + b"[" * 90_000, "not_json"),
    "second line no object": (ftm_of(FTM) + b"\n17", "not_json"),  # type: ignore[arg-type]
}


@pytest.mark.parametrize(("data", "code"), NO_LISTS.values(), ids=NO_LISTS.keys())
def test_what_is_no_list_is_refused_by_name(data: bytes, code: str) -> None:
    assert refused(data).code == code


def bomb(sheet: bytes) -> bytes:
    """A workbook whose sheet holds this."""
    file = io.BytesIO(xlsx_of(CELLS))
    packed = io.BytesIO()
    with zipfile.ZipFile(file) as whole, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for part in whole.infolist():
            made.writestr(part, sheet if part.filename == "xl/worksheets/sheet1.xml" else whole.read(part))
    return packed.getvalue()


HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
ROW = b'<row><c t="inlineStr"><is><t>%s</t></is></c></row>'
BOMBS = {
    "one endless text": HEAD + ROW % (b"x" * 3_000_000),
    "one endless row": HEAD + b"<row>" + b"<c/>" * 3_000_000,
    "entities": b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + HEAD + ROW % b"&b;",
    "no end": HEAD + b"<row>",
}


@pytest.mark.parametrize("sheet", BOMBS.values(), ids=BOMBS.keys())
def test_a_workbook_made_to_fill_the_memory_is_refused_in_little_of_it(sheet: bytes) -> None:
    data = bomb(sheet)
    tracemalloc.start()
    bad = refused(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert bad.code in ("too_large", "not_xlsx")
    assert peak < 40_000_000


def test_a_row_far_down_is_not_waited_for() -> None:
    far = b'<row r="900000000">' + (ROW % b"x").removeprefix(b"<row>")
    data = bomb(HEAD + ROW % b"entity_id" + far + b"</sheetData></worksheet>")
    bad = refused(data, ColumnMapping({"schema": "entity_id", "name": "entity_id"}))
    assert bad.code == "too_many_rows"


def test_a_cell_or_line_that_is_too_long_refuses_its_entity_alone() -> None:
    long = csv_of([*CELLS, ["e3", "Person", "x" * 3_000, "", "", "", ""], ["e4", "Person", "short"]])
    codes = {one.key: one.code for one in map(read_entity, entities(long)) if isinstance(one, Unlisted)}
    assert codes == {"e3": "too_long", "e4": "ragged"}
    given = ftm_of([*FTM, {"id": "e5"}, {"id": "e6", "schema": "Person", "properties": {"name": ["y" * 3_000]}}])
    codes = {one.key: one.code for one in map(read_entity, entities(given)) if isinstance(one, Unlisted)}
    assert codes == {"e5": "not_an_entity", "e6": "too_long"}


def test_letters_that_no_record_can_hold_are_refused_and_not_repeated() -> None:
    given = ftm_of([{"id": "e\u00001", "schema": "Person", "properties": {"name": ["An\ud800na"]}}])
    (found,) = map(read_entity, entities(given))
    assert isinstance(found, Unlisted)
    assert (found.code, found.key) == ("control_character", "e\ufffd1")
    (found,) = map(read_entity, entities(b"entity_id,schema,name\n1,a\x00b,Anna\n"))
    assert isinstance(found, Unlisted)
    assert found.params["value"] == "a\ufffdb"


def test_an_entity_with_rows_without_end_is_refused_and_counted() -> None:
    many = [ListRow(line, "e1", "Vessel", ((f"Gannet {line}", ""),)) for line in range(2, MOST_ROWS + 500)]
    with tempfile.TemporaryFile() as aside:
        (entity,) = GatheredRows(many, aside).entities()
    assert (len(entity.rows), entity.count) == (MOST_ROWS, len(many))
    found = read_entity(entity)
    assert isinstance(found, Unlisted)
    assert found.code == "too_many_rows"


keys = st.sampled_from(["", "a", "b", "c", "ä", "\U0001f6a2", "a b"])
names = st.tuples(st.text(max_size=5), st.sampled_from(["primary", "fka", ""]))
some_rows = st.lists(st.tuples(keys, st.lists(names, max_size=3)), max_size=60)


@settings(deadline=None)
@given(some_rows, st.integers(1, 4_000))
def test_sorting_in_runs_gives_each_entity_all_its_rows_in_their_order(
    written: list[tuple[str, list[tuple[str, str]]]], run_bytes: int
) -> None:
    given_rows = [ListRow(line, key, "Person", tuple(found)) for line, (key, found) in enumerate(written, start=2)]
    with tempfile.TemporaryFile() as aside:
        gathered = GatheredRows(given_rows, aside, run_bytes=run_bytes)
        twice = [list(gathered.entities()), list(gathered.entities())]
    assert twice[0] == twice[1]
    by_key: dict[object, list[ListRow]] = {}
    for row in given_rows:
        by_key.setdefault(row.entity or row.line, []).append(row)
    assert sorted((entity.rows for entity in twice[0]), key=repr) == sorted(map(tuple, by_key.values()), key=repr)
    assert all(entity.count == len(entity.rows) for entity in twice[0])
    assert [ListedEntity.of(json.loads(json.dumps(entity.plain()))) for entity in twice[0]] == twice[0]


def test_reading_and_sorting_hold_a_bounded_part_of_a_long_list() -> None:
    def endless(count: int) -> Iterator[ListRow]:
        for line in range(count):
            yield ListRow(line, f"e{line * 7919 % count}", "Person", ((f"Anna Eider {line}", "primary"),))

    peaks = []
    for hold in (list, lambda rows: sum(1 for _ in GatheredRows(rows, aside, run_bytes=300_000).entities())):
        with tempfile.TemporaryFile() as aside:
            tracemalloc.start()
            hold(endless(8_000))
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    whole, bounded = peaks
    assert bounded < whole / 2


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("=+-@'\t\r\n＝ab1 "), max_size=6))
def test_no_text_becomes_a_formula_and_every_text_comes_back(text: str) -> None:
    safe = as_text(text)
    assert not safe.startswith(tuple("=+-@\t\r\n＝"))
    assert without_mark(safe) == text


LEAVING = Exported(
    number="XA-E-ABCD2345",
    supplier="XA",
    subject=Subject(
        SubjectKind.PERSON,
        (Name("=cmd|' /C calc'!A0"), Name("Old Name", NameKind.FORMER), Name("Nick", NameKind.WEAK)),
        (Identifier(IdentifierKind.PASSPORT, "X1"),),
        PartialDate(1975, 3),
        ("XB",),
        ("12 Tidemarsh Lane, Gullhaven", "@3 Quai des Phares"),
    ),
    released=True,
    action="sight",
    purposes=("offences",),
    delete_on=date(2031, 1, 1),
    conditions=("Only for the stated purposes. (CCO-50.2)",),
    condition_codes=("purpose_only:CCO-50.2",),
    reason="+44 was called",
    grounds="@file",
    source_ref="-1",
)


@pytest.mark.parametrize("kind", ListFormat)
def test_what_leaves_carries_its_conditions_and_can_be_read_again(kind: ListFormat) -> None:
    data = write(kind, [LEAVING])
    assert format_of(io.BytesIO(data)) is kind
    (subject,) = listed(data).values()
    assert set(subject.names) == set(LEAVING.subject.names)
    assert (subject.birth, subject.identifiers, subject.countries) == (
        LEAVING.subject.birth,
        LEAVING.subject.identifiers,
        LEAVING.subject.countries,
    )
    assert subject.addresses == LEAVING.subject.addresses


def test_addresses_beyond_what_an_entry_keeps_are_left_out_and_flagged() -> None:
    places = ("x" * 201, *(f"{number} Kaai" for number in range(12)))
    entity = {"id": "e1", "schema": "Person", "properties": {"name": ["Anna Eider"], "address": list(places)}}
    (found,) = map(read_entity, entities(json.dumps(entity).encode()))
    assert isinstance(found, Listed)
    assert found.subject.addresses == places[1:11]
    assert [flag.partition(":")[0] for flag in found.flags] == ["address_left_out"] * 3
    cell = b'entity_id,schema,name,address\n1,Person,Anna,"12 Tidemarsh Lane,\nGullhaven|1 Kaai"\n'
    (found,) = map(read_entity, entities(cell))
    assert isinstance(found, Listed)
    assert found.subject.addresses == ("12 Tidemarsh Lane, Gullhaven", "1 Kaai")


def test_a_row_written_before_addresses_were_read_is_read_without_them() -> None:
    row = ListRow(2, "e1", "Person", (("Anna Eider", "primary"),), addresses=("1 Kaai",))
    assert ListRow.of(row.plain()) == row
    assert ListRow.of(row.plain()[:-1]).addresses == ()


def test_every_row_of_a_table_that_leaves_carries_the_conditions_and_no_formula() -> None:
    lines = write(ListFormat.CSV, [LEAVING]).decode("utf-8-sig").splitlines()
    assert lines[0].split(",") == list(HEADING)
    assert len(lines) == 4
    assert all("purpose_only:CCO-50.2" in line and ",XA," in line and "2031-01-01" in line for line in lines[1:])
    assert "\"'=cmd" in lines[1] or "'=cmd" in lines[1]
    sheet = load_workbook(io.BytesIO(write(ListFormat.XLSX, [LEAVING]))).active
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row if cell.value} == {"s"}
    (entity,) = map(json.loads, write(ListFormat.FTM, [LEAVING]).splitlines())
    assert entity["properties"]["previousName"] == ["Old Name"]
    assert entity["tidewaiter"]["condition_codes"] == ["purpose_only:CCO-50.2"]


def test_a_list_is_known_again_by_its_digest() -> None:
    stream = io.BytesIO(FILES["commas"])
    assert digest_of(stream) == digest_of(stream)
    assert stream.tell() == 0
    assert digest_of(io.BytesIO(FILES["tabs"])) != digest_of(stream)
