"""Submitted lists in every format: the same lines, wrong rows by number and reason, nothing lost in silence."""

import dataclasses
import gzip
import io
import json
import re
import tempfile
import tracemalloc
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from tidewaiter.screening.lists.digests import LinesDigest
from tidewaiter.screening.lists.encodings import encoding_of
from tidewaiter.screening.lists.figures import amount_of, born, count_of, kilograms, moment_of
from tidewaiter.screening.lists.headings import COLUMNS, KNOWN, folded, known_headings
from tidewaiter.screening.lists.lines import SubmittedFormat, lines_of, look, submitted_format
from tidewaiter.screening.lists.list_mapping import ListMapping, list_mapping_faults
from tidewaiter.screening.lists.rows import LONGEST_CELL, BadList
from tidewaiter.screening.lists.seen import SeenIds
from tidewaiter.screening.lists.submitted import ELEMENTS, Flag, PartyRole, RefusedLine, SubmittedLine
from tidewaiter.screening.subjects import IdentifierKind, Name, NameKind

EXAMPLES = Path(__file__).parents[2] / "examples" / "lists"
TODAY = date(2031, 2, 9)
DAYS_FIRST = ListMapping(date_format="dmy")


def read(data: bytes, mapping: ListMapping | None = None) -> list[SubmittedLine | RefusedLine]:
    return list(lines_of(io.BytesIO(data), mapping or ListMapping(), today=TODAY))


def taken(data: bytes, mapping: ListMapping | None = None) -> list[SubmittedLine]:
    found = read(data, mapping)
    assert [one for one in found if isinstance(one, RefusedLine)] == []
    return [one for one in found if isinstance(one, SubmittedLine)]


def one(data: bytes, mapping: ListMapping | None = None) -> SubmittedLine:
    (line,) = taken(data, mapping)
    return line


def refused(data: bytes, mapping: ListMapping | None = None) -> list[tuple[int, str]]:
    return [(line.line, line.code) for line in read(data, mapping) if isinstance(line, RefusedLine)]


def bad(data: bytes, mapping: ListMapping | None = None, expected: str = "") -> BadList:
    with pytest.raises(BadList) as error:
        lines_of(io.BytesIO(data), mapping or ListMapping(), expected=expected)
    return error.value


def table(*rows: str) -> bytes:
    return "\n".join(rows).encode()


def example(name: str) -> bytes:
    return (EXAMPLES / name).read_bytes()


def workbook(rows: list[list[object]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def names(line: SubmittedLine) -> dict[str, list[str]]:
    return {party.role.value: [name.text for name in party.subject.names] for party in line.parties}


def numbers(line: SubmittedLine) -> list[tuple[str, str]]:
    return [(each.kind.value, each.value) for party in line.parties for each in party.subject.identifiers]


@pytest.mark.parametrize("name", [path.name for path in sorted(EXAMPLES.iterdir()) if path.suffix != ".md"])
def test_every_example_is_taken_whole_and_survives_being_kept(name: str) -> None:
    lines = taken(example(name), DAYS_FIRST)
    assert len(lines) >= 2
    assert [line.flags for line in lines if line.flags] == []
    assert len({line.line for line in lines}) == len(lines)
    for line in lines:
        assert SubmittedLine.of(json.loads(json.dumps(line.plain()))) == line
        assert line.elements <= set(ELEMENTS)


def test_a_manifest_in_csv_says_who_what_and_which_way() -> None:
    line = taken(example("manifest.csv"))[1]
    assert line.row_id == "TWBL310002"
    assert names(line)["consignee"] == ["Vasilko Merrander"]
    assert line.goods is not None
    assert line.goods.plain() == {
        "hs": ["870323"],
        "description": "Used passenger car, chassis on file",
        "weight_kg": "1465",
        "value": "9250.00",
        "currency": "EUR",
        "packages": 1,
        "seal_no": ["SL204418"],
    }
    assert line.route is not None
    assert line.route.eta == datetime(2031, 2, 10, 6, tzinfo=UTC)
    assert ("imo", "9901178") in numbers(line)
    assert {"consignor", "vessel", "imo", "container", "seal_no", "hs", "eta"} <= line.elements


def test_the_same_manifest_gives_the_same_consignments_in_every_format() -> None:
    def third(data: bytes) -> tuple[object, ...]:
        line = next(line for line in taken(data) if line.row_id == "TWBL310003")
        traders = {role: known for role, known in names(line).items() if role in ("consignor", "consignee")}
        assert line.goods is not None
        containers = {value for kind, value in numbers(line) if kind == "container"}
        return traders, line.goods.hs, line.goods.weight_kg, line.goods.packages, line.goods.seal_no, containers

    files = [example(name) for name in ("manifest.csv", "consignments.json", "declaration.json", "manifest.edi")]
    assert [third(data) == third(files[0]) for data in files] == [True] * 4


def test_a_workbook_gives_the_lines_of_the_csv() -> None:
    csv = taken(example("passengers.csv"), DAYS_FIRST)
    rows: list[list[object]] = [list(row.split(";")) for row in example("passengers.csv").decode().splitlines()]
    rows[1][3] = datetime(1975, 3, 2)  # noqa: DTZ001 (a workbook has no zones)
    rows[1][0] = 1
    assert taken(workbook(rows), DAYS_FIRST) == csv


def test_the_format_is_told_by_the_content() -> None:
    kinds = {name: submitted_format(io.BytesIO(example(name))).value for name in ("manifest.csv", "manifest.edi")}
    assert kinds == {"manifest.csv": "csv", "manifest.edi": "edifact"}
    assert submitted_format(io.BytesIO(b'\xef\xbb\xbf  {"name": 1}')) is SubmittedFormat.JSON
    assert submitted_format(io.BytesIO('[{"a": 1}]'.encode("utf-16"))) is SubmittedFormat.JSON
    assert submitted_format(io.BytesIO(workbook([["Name"]]))) is SubmittedFormat.XLSX
    assert submitted_format(io.BytesIO(b"UNABLE,Name\n")) is SubmittedFormat.CSV
    assert bad(b"  \n").code == "empty"
    assert bad(gzip.compress(b"Name\nA")).code == "compressed"
    other = bad(example("manifest.csv"), expected="edifact")
    assert (other.code, other.params["found"]) == ("other_format", "csv")


# Encodings


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("windows-1252", "windows-1252"),
    ],
)
def test_the_encoding_is_told_and_the_names_are_right(encoding: str, told: str) -> None:
    data = "Shipper,Consignee\nÉtoile du Quai,Müller & Söhne\nPallas,Marisma\n".encode(encoding)
    seen = look(io.BytesIO(data), ListMapping())
    assert (seen.format, seen.encoding) == (SubmittedFormat.CSV, told)
    assert isinstance(seen.first[0], SubmittedLine)
    assert names(seen.first[0]) == {"consignor": ["Étoile du Quai"], "consignee": ["Müller & Söhne"]}


def test_a_mixture_of_encodings_is_refused_with_the_byte() -> None:
    data = "Shipper\nÉtoile du Quai\n灯台貿易\n".encode() + "Müller\n".encode("windows-1252")
    found = bad(data)
    assert (found.code, found.params["encoding"]) == ("mixed_encoding", "utf-8")
    assert data[int(found.params["byte"])] == 0xFC
    assert bad(b"Shipper\nA\x81B\xe9\n").params == {"encoding": "windows-1252", "byte": "9"}
    cut = bad("Shipper\n灯台".encode("utf-16")[:-1])
    assert cut.code == "mixed_encoding"


@settings(max_examples=60)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=60))
def test_what_is_written_in_utf_8_is_read_in_it(text: str) -> None:
    assert encoding_of(io.BytesIO(f"Shipper\n{text}".encode())) == "utf-8"


def test_json_is_utf_8_or_refused() -> None:
    assert bad('[{"consignor": "Étoile"}]'.encode("utf-16")).code == "json_encoding"


# Headings and mappings


def test_no_heading_stands_for_two_columns() -> None:
    assert [word for words in KNOWN.values() for word in words if folded(word) != word] == []
    every = [word for words in KNOWN.values() for word in words]
    assert len(every) == len(set(every))


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("Expéditeur;Destinataire;N° conteneur;Poids brut;Désignation des marchandises",
         ["consignor", "consignee", "container", "weight_kg", "description"]),
        ("Remitente;Consignatario;Número de contenedor;Peso bruto;Código SA",
         ["consignor", "consignee", "container", "weight_kg", "hs"]),
        ("Afzender;Geadresseerde;Containernummer;Brutogewicht;Goederencode",
         ["consignor", "consignee", "container", "weight_kg", "hs"]),
        ("Achternaam;Voornamen;Geboortedatum;Nationaliteit;Paspoortnummer",
         ["surname", "given_names", "birth", "nationality", "passport"]),
    ],
)  # fmt: skip
def test_headings_in_four_languages_are_known(header: str, columns: list[str]) -> None:
    assert set(known_headings(header.split(";"))) == set(columns)


def test_a_mapping_says_what_no_heading_tells_and_is_kept() -> None:
    mapping = ListMapping(
        {"consignee": "Kto", "weight_kg": "Masa", "eta": "Kedy", "bill": ""},
        date_format="dmy",
        separator="/",
        decimal=",",
        weight_unit="t",
        zone="+02:00",
    )
    assert ListMapping.of(json.loads(json.dumps(mapping.plain()))) == mapping
    line = one(table("Kto;Masa;Kedy;B/L", "Marisma/Marisma Import;1.234,5;10.02.2031 06:00;X1"), mapping)
    assert line.parties[0].subject.names == (Name("Marisma"), Name("Marisma Import", NameKind.ALIAS))
    assert line.row_id == ""
    assert line.goods is not None
    assert line.goods.weight_kg == Decimal(1234500)
    assert line.route is not None
    assert line.route.eta == datetime(2031, 2, 10, 4, tzinfo=UTC)


def test_faults_of_a_mapping_are_named() -> None:
    mapping = ListMapping({"colour": "X"}, "cook", "xyz", "....", ";", "stone", "+25:00")
    assert list(list_mapping_faults(mapping)) == [
        ("columns", "colour"),
        ("role", "cook"),
        ("date_format", "xyz"),
        ("decimal", ";"),
        ("weight_unit", "stone"),
        ("separator", "...."),
        ("zone", "+25:00"),
    ]
    assert list(list_mapping_faults(ListMapping({"hs": "X"}, "crew", "dmy", "|", ",", "t", "-03:30"))) == []


def test_a_list_without_a_column_to_screen_says_what_it_has() -> None:
    found = bad(b"Colour,Weight\nred,12\n")
    assert (found.code, found.params["found"]) == ("missing_column", "Colour, Weight")
    assert "consignee" in found.params["column"]
    absent = bad(b"Shipper\nA\n", ListMapping({"imo": "IMO No."}))
    assert (absent.code, absent.params) == ("mapped_column_absent", {"column": "IMO No.", "found": "Shipper"})
    assert bad(b"Shipper,SHIPPER\nA,B\n").code == "column_twice"
    assert bad(b",".join([b"Shipper"] * 1001)).code == "too_many_columns"


# Rows


def test_wrong_rows_are_reported_by_line_and_reason_and_right_rows_go_on() -> None:
    data = table(
        "Id,Shipper,Consignee",
        "1,Lantern Reef,Gullhaven",
        "2,Lantern Reef",
        f"3,{'x' * (LONGEST_CELL + 1)},Gullhaven",
        "4,,",
        '5,"Open" quote,Gullhaven',
        "6,Bell\x07,Gullhaven",
        "1,Pallas,Marisma",
        "7,Okonde,Marisma",
    )
    assert refused(data) == [
        (3, "ragged"),
        (4, "too_long"),
        (5, "nothing_to_screen"),
        (6, "not_csv"),
        (7, "control_character"),
        (8, "row_twice"),
    ]
    lines = [line for line in read(data) if isinstance(line, SubmittedLine)]
    assert [(line.line, line.row_id) for line in lines] == [(2, "1"), (9, "7")]
    twice = next(line for line in read(data) if isinstance(line, RefusedLine) and line.code == "row_twice")
    assert (twice.row_id, RefusedLine.of(json.loads(json.dumps(twice.plain())))) == ("1", twice)


def test_a_bill_of_lading_may_stand_on_many_lines_and_a_row_id_on_one() -> None:
    assert len(taken(b"B/L,Shipper\nX1,Lantern\nX1,Pallas\n")) == 2
    assert refused("Id,Shipper\nX1,Lantern\nX\u200b1,Pallas\n".encode()) == [(3, "row_twice")]


def test_names_of_nothing_are_flagged_and_of_ten_thousand_letters_refused() -> None:
    line = one(b"Shipper,Consignee\n!!! ---,Gullhaven\n")
    assert names(line) == {"consignee": ["Gullhaven"]}
    assert line.flags == (Flag("name_without_letters", "consignor: !!! ---"),)
    for nothing in ("\u200b\u2060", "\u3164", "\u202e...", "— «»"):
        assert refused(f"Shipper\n{nothing}\n".encode()) == [(2, "nothing_to_screen")]
    assert refused(b"Shipper\n" + b"x" * 10_000 + b"\n") == [(2, "too_long")]


def test_invisible_letters_are_flagged_and_numbers_read_without_them() -> None:
    line = one("Shipper,Container,IMO\nLan\u200btern \u202eReef,TWTU\u200b407181-7,ＩＭＯ ９９０１１７８\n".encode())
    assert ("container", "TWTU4071817") in numbers(line)
    assert ("imo", "9901178") in numbers(line)
    assert {flag.code for flag in line.flags} == {"invisible_letters"}
    assert line.flags[0].value == "consignor: Lantern Reef"


def test_cells_that_look_like_formulas_are_text() -> None:
    line = one(b"Shipper\n'=HYPERLINK(1)\n")
    assert names(line) == {"consignor": ["=HYPERLINK(1)"]}
    assert line.flags == (Flag("formula", "consignor: =HYPERLINK(1)"),)
    assert refused(workbook([["Shipper"], ["=1+1"]])) == []  # never computed by us: the sheet shows nothing


def test_numbers_are_of_the_kind_of_their_column_and_wrong_ones_are_flagged() -> None:
    header = "vessel,imo,mmsi,callsign,aircraft_registration,vehicle_registration,vin,container,passport,hs"
    line = one(table(header, "Brise,9901179,211331640,DABC,PJ-ABC,AB 12 CD,1M8GDM9AXKP042788,TWTU4071810,P1,87a"))
    kinds = {kind for kind, _ in numbers(line)}
    assert kinds == {each.value for each in IdentifierKind} - {"national_id", "tax", "lei", "other"}
    flags = {flag.code: flag.value for flag in line.flags}
    assert flags["wrong_form"] == "hs: 87A"
    assert {flag.value for flag in line.flags if flag.code == "check_digit"} == {
        "imo: 9901179",
        "container: TWTU4071810",
    }


def test_a_nought_that_a_workbook_took_from_a_code_is_put_back() -> None:
    line = one(workbook([["HS", "Description"], [30617, "Shrimp"]]))
    assert line.goods is not None
    assert line.goods.hs == ("030617",)
    assert line.flags == ()
    assert one(b"HS\n0306.17; 8703\n").goods == dataclasses.replace(line.goods, hs=("030617", "8703"), description="")


def test_unreadable_figures_are_flagged_and_hide_nobody() -> None:
    line = one(
        table(
            "Name,Date of birth,Nationality,Weight,Value,Packages,ETA,Role",
            "Anna Eider,once,Atlantis,heavy,dear,some,soon,cook",
        )
    )
    assert names(line) == {"passenger": ["Anna Eider"]}
    assert {(flag.code, flag.element) for flag in line.flags} == {
        ("unreadable", "birth"),
        ("unreadable", "weight_kg"),
        ("unreadable", "value"),
        ("unreadable", "packages"),
        ("unreadable", "eta"),
        ("unknown_country", "country"),
        ("unknown_role", "role"),
    }


def test_a_role_column_says_what_a_name_is() -> None:
    data = table("Naam;Hoedanigheid", "Eider;Bemanningslid", "Merrander;passagier", "Pallas BV;Afzender", "Quill;")
    roles = [line.parties[0].role for line in taken(data, ListMapping(role="notify"))]
    assert roles == [PartyRole.CREW, PartyRole.PASSENGER, PartyRole.CONSIGNOR, PartyRole.NOTIFY]


def test_a_document_is_of_the_type_beside_it() -> None:
    data = table("Surname,Document,Document type", "Eider,A1,Passport", "Eider,B2,ID card", "Eider,C3,")
    assert [numbers(line)[0][0] for line in taken(data)] == ["passport", "national_id", "other"]


def test_empty_lines_are_passed_over_and_tabs_part_cells() -> None:
    line = one(b"Shipper\tConsignee\n\nLantern\tGullhaven\n\n")
    assert names(line) == {"consignor": ["Lantern"], "consignee": ["Gullhaven"]}


def test_a_workbook_with_a_piece_missing_is_refused() -> None:
    whole = workbook([["Shipper"], ["Lantern Reef"]])
    for cut in (8, 20, 400):
        assert bad(whole[:4] + whole[4 + cut :]).code == "not_xlsx"


# JSON


def test_objects_in_an_array_or_one_a_line_give_the_same() -> None:
    objects = json.loads(example("consignments.json"))
    by_line = "\n".join(json.dumps(each) for each in objects).encode()
    assert taken(by_line) == taken(example("consignments.json"))


def test_a_wrong_object_is_refused_in_its_place() -> None:
    assert refused(b'[{"consignor": "A B"}, 7, {"colour": "red"}, {"consignee": "C D"}]') == [
        (2, "not_an_object"),
        (3, "missing_column"),
    ]
    assert refused(b'{"consignor": "A B"}\n{"consignor": \n\n{"consignee": "C D"}\n') == [(2, "not_json")]
    found = read(b'[{"consignor": "A B"},\n{"consignor": "C D"},\n{"consi')
    assert [type(line).__name__ for line in found] == ["SubmittedLine", "SubmittedLine", "RefusedLine"]
    assert refused(b'[{"consignor": "A B"}] more') == [(1, "not_json")]
    assert refused(b'[{"consignor": NaN}]') == [(1, "not_json")]


def test_deep_and_long_json_is_refused() -> None:
    assert refused(b"[" * 100_000) == [(1, "too_deep")]
    assert refused(b'[{"consignor": ' + b"[" * 100_000 + b"]" * 100_000 + b"}]") == [(1, "too_deep")]
    assert refused(b'{"Consignment":\n' + b"[" * 100_000) == [(2, "too_deep")]
    assert refused(b'{"Declaration":\n' * 500) != []
    nested: object = "Lantern Reef"
    for _ in range(300):
        nested = {"Consignor": nested}
    assert refused(json.dumps([{"Consignment": nested}]).encode()) == [(2, "nothing_to_screen")]
    assert refused(b'[{"consignor": "' + b"x" * 9_000_000 + b'"}]') == [(1, "long_value")]
    line = one(b'[{"consignor": "A B", "weight_kg": 1e999999}]')
    assert line.flags == (Flag("unreadable", "weight_kg: 1E+999999"),)


def test_a_declaration_gives_a_line_for_itself_and_each_consignment() -> None:
    journey, first, second = taken(example("declaration.json"))
    assert (journey.row_id, names(journey)["vessel"]) == ("31XB00000000417A", ["Brise Lointaine"])
    assert (first.row_id, second.row_id) == ("TWBL310001", "TWBL310003")
    assert second.goods is not None
    assert second.goods.weight_kg == Decimal(41500)
    assert first.route is not None
    assert first.route.origin == "XA"
    assert second.route == dataclasses.replace(first.route, origin="")


def test_a_declaration_is_read_alike_pretty_on_one_line_in_an_array_or_with_small_letters() -> None:
    pretty = [line.parties for line in taken(example("declaration.json"))]
    whole = json.loads(example("declaration.json"))
    assert [line.parties for line in taken(json.dumps(whole).encode())] == pretty
    assert [line.parties for line in taken(json.dumps([whole, whole]).encode())] == pretty * 2
    lowered = re.sub(rb'"[A-Z]\w+":', lambda found: found[0].lower(), example("declaration.json"))
    assert [line.parties for line in taken(lowered)] == pretty
    # consignments before the header
    turned = {"Declaration": dict(reversed(whole["Declaration"].items()))}
    assert [line.route for line in taken(json.dumps(turned, indent=1).encode())] == [
        line.route for line in taken(example("declaration.json"))
    ]


def test_goods_of_a_shipment_and_wrong_figures_of_the_model() -> None:
    shipment = {
        "GoodsShipment": {
            "UCR": "U1",
            "Exporter": {
                "Name": "Lantern Reef",
                "ID": "XA77",
                "Address": {"Line": ["3 Quai des Phares"], "CityName": "Pelorus", "CountryCode": "XA"},
            },
            "Consignment": {"TransportEquipment": {"ID": "TWTU4071817"}},
            "Destination": {"CountryCode": "XB"},
            "GovernmentAgencyGoodsItem": [
                {
                    "Commodity": {"Description": "Lamps", "Classification": {"ID": "9405.21"}},
                    "GoodsMeasure": {"GrossMassMeasure": {"value": "x", "unitCode": "KGM"}},
                    "Packaging": {"QuantityQuantity": "few"},
                    "StatisticalValueAmount": {"value": "much", "currencyID": "EUR"},
                }
            ],
        },
        "BorderTransportMeans": {"ID": "AB12CD", "ModeCode": "3", "ArrivalDateTime": "sometime"},
    }
    journey, line = taken(json.dumps(shipment).encode())
    assert numbers(journey) == [("vehicle_registration", "AB12CD")]
    assert numbers(line) == [("tax", "XA77"), ("container", "TWTU4071817"), ("hs", "940521")]
    assert line.parties[0].subject.addresses == ("3 Quai des Phares, Pelorus",)
    assert {flag.value for flag in line.flags} == {"packages: few", "weight_kg: x KGM", "value: much", "eta: sometime"}
    assert line.route is not None
    assert line.route.destination == "XB"


# Digests, ids and memory


def test_a_list_is_known_again_whatever_file_it_was_saved_in() -> None:
    def digest(lines: list[SubmittedLine | RefusedLine]) -> str:
        found = LinesDigest()
        for line in lines:
            found.add(line)
        return found.plain

    rows = [row.split(";") for row in example("passengers.csv").decode().splitlines()]
    first = digest(read(example("passengers.csv"), DAYS_FIRST))
    saved = workbook([list(rows[0]), *(list(row) for row in reversed(rows[1:]))])
    assert digest(read(saved, DAYS_FIRST)) == first
    changed = example("passengers.csv").replace(b"Quillfeather", b"Quillfeathers")
    assert digest(read(changed, DAYS_FIRST)) != first
    lines = read(example("passengers.csv"), DAYS_FIRST)
    half = LinesDigest()
    for line in lines[:2]:
        half.add(line)
    rest = LinesDigest(half.plain)
    for line in lines[2:]:
        rest.add(line)
    assert rest.plain == first


def test_the_digest_of_a_list_does_not_see_capitals_blanks_or_invisible_letters() -> None:
    def digest(name: str) -> str:
        found = LinesDigest()
        found.add(one(f"Shipper\n{name}\n".encode()))
        return found.plain

    assert digest("Lantern  Reef") == digest("LANTERN REEF") == digest("Lan\u200btern Reef")
    assert digest("Lantern Reef") != digest("Lantern Reed")


@settings(max_examples=30)
@given(st.lists(st.integers(0, 400), max_size=800))
def test_ids_are_new_once(ids: list[int]) -> None:
    seen, before = SeenIds(), set[int]()
    for each in ids:
        assert seen.add(str(each)) is (each not in before)
        before.add(each)


def test_ten_thousand_ids_are_told_apart() -> None:
    seen = SeenIds()
    assert all(seen.add(f"R{each}") for each in range(10_000))
    assert not any(seen.add(f"R{each}") for each in range(0, 10_000, 97))


STREAMED = {
    "csv": (b"Id,Shipper,Container\n", b"R%d,Lantern Reef Trading,TWTU4071817\n", b""),
    "json": (b"[", b'{"consignor": "Lantern Reef %d"},\n', b'{"consignor": "Pallas"}]'),
    "declaration": (
        b'{"Declaration": {"ID": "7",\n "Consignment": [',
        b'{"Consignor": {"Name": "Lantern Reef %d"}},\n',
        b'{"Consignor": {"Name": "Pallas"}}]}}',
    ),
    "edifact": (
        b"UNB+UNOC:3+A+B+310209:1800+7'UNH+1+CUSCAR:D:95B:UN'",
        b"CNI+%d'NAD+CZ+++Lantern Reef Trading'",
        b"UNT+1+1'UNZ+1+7'",
    ),
}


@pytest.mark.parametrize("kind", STREAMED)
def test_memory_does_not_grow_with_the_list(kind: str) -> None:
    header, row, end = STREAMED[kind]

    def peak(count: int) -> int:
        with tempfile.TemporaryFile() as stream:
            stream.write(header)
            stream.writelines(row % number if b"%d" in row else row for number in range(count))
            stream.write(end)
            tracemalloc.start()
            try:
                assert sum(1 for _ in lines_of(stream, ListMapping(), today=TODAY)) >= count
                return tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()

    peak(50)  # what the first list leaves in caches
    assert peak(2_400) < peak(400) + 600_000


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"Shipper,Consignee\n", b"[", b"{", b"UNB+UNOC:3+A+B+310209:1800+7'"]),
)
def test_no_bytes_end_in_an_error(data: bytes, start: bytes) -> None:
    try:
        found = read(start + data)
    except BadList:
        return
    assert all(isinstance(line, SubmittedLine | RefusedLine) for line in found)


# Figures


@pytest.mark.parametrize(
    ("text", "kilos"),
    [
        ("1200", "1200"), ("1,200.50", "1200.50"), ("1.200,50", "1200.50"), ("1,5", "1.5"), ("1.5", "1.5"),
        ("1,200", "1200"), ("1.200.000", "1200000"), ("1 200 kg", "1200"), ("2 t", "2000"), ("41.5 TNE", "41500.0"),
        ("100 lbs", "45.35923700"), ("12'000", "12000"), ("heavy", None), ("-5", None), ("1,2,3.4.5", None),
        ("5 stone", None), ("9" * 40, None),
    ],
)  # fmt: skip
def test_weights_are_read_as_they_are_written(text: str, kilos: str | None) -> None:
    assert kilograms(text) == (None if kilos is None else Decimal(kilos))


def test_a_source_may_say_its_decimal_mark_and_unit() -> None:
    assert kilograms("1,200", ",") == Decimal("1.2")
    assert kilograms("1.200", ",") == Decimal(1200)
    assert kilograms("7", "", "t") == Decimal(7000)
    assert amount_of("12 EUR") == (Decimal(12), "eur")
    assert (count_of("12 cartons"), count_of("1.5"), count_of("")) == (12, None, None)


def test_moments_have_a_zone() -> None:
    expected = datetime(2031, 2, 10, 6, tzinfo=UTC)
    for text in ("2031-02-10 06:00", "2031-02-10T06:00:00Z", "2031-02-10T08:00+02:00", "2031-02-10T02:00:00.5-0400"):
        assert moment_of(text) == expected
    assert moment_of("10.02.2031 08:00", "dmy", "+02:00") == expected
    assert moment_of("2031-02-30") is None
    assert moment_of("soon") is None


def test_births_of_six_figures() -> None:
    assert str(born("750302", TODAY)) == "1975-03-02"
    assert str(born("310209", TODAY)) == "2031-02-09"
    assert str(born("75<<<<", TODAY)) == "1975"
    assert born("<<<<<<", TODAY) is None
    assert born("751301", TODAY) is None


def test_an_address_goes_to_its_own_party_and_is_an_element_of_the_line() -> None:
    line = one(
        table("Shipper;Adresse expéditeur;Consignee;Consignee address", "Lantern;3 Quai des Phares;Gullhaven;1 Kaai")
    )
    assert {party.role.value: party.subject.addresses for party in line.parties} == {
        "consignor": ("3 Quai des Phares",),
        "consignee": ("1 Kaai",),
    }
    assert "address" in line.elements
    assert SubmittedLine.of(line.plain()) == line
    person = one(table("surname;given names;address", "Eider;Anna;12  Tidemarsh Lane, Gullhaven"))
    assert person.parties[0].subject.addresses == ("12 Tidemarsh Lane, Gullhaven",)
    several = one(b'[{"name": "Anna Eider", "address": ["1 Kaai, Gent", "2 Kaai, Gent", "?"]}]')
    assert several.parties[0].subject.addresses == ("1 Kaai, Gent", "2 Kaai, Gent")


def test_addresses_beyond_what_is_compared_are_told_and_hide_nobody() -> None:
    streets = [f"{number} Kaai, Gent" for number in range(12)]
    line = one(json.dumps([{"name": "Anna Eider", "address": ["x" * 300, *streets]}]).encode())
    addresses = line.parties[0].subject.addresses
    assert (len(addresses), len(addresses[0])) == (10, 200)
    assert [flag.code for flag in line.flags] == ["address_left_out"] * 3 + ["address_cut"]
    rows = one(b'name,address\nAnna Eider,"12 Tidemarsh Lane,\nGullhaven\x07"\n')
    assert rows.parties[0].subject.addresses == ("12 Tidemarsh Lane, Gullhaven",)


def test_columns_are_known_to_the_documents() -> None:
    text = (Path(__file__).parents[2] / "docs" / "lists.md").read_text(encoding="utf-8")
    assert [
        name for name in COLUMNS if f"`{name}`" not in text and not name.endswith(("_country", "_tax", "_address"))
    ] == []
    assert [name for name in ELEMENTS if f"`{name}`" not in text] == []
