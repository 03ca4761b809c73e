"""The syntax of UN/EDIFACT, read by us and by pydifact; and what is said of an interchange that is wrong."""

import io
import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydifact.parser import Parser

from tidewaiter.screening.lists.edifact import LONGEST_SEGMENT, Segment, segments
from tidewaiter.screening.lists.lines import lines_of
from tidewaiter.screening.lists.list_mapping import ListMapping
from tidewaiter.screening.lists.rows import BadList
from tidewaiter.screening.lists.submitted import Flag, PartyRole, RefusedLine, SubmittedLine
from tidewaiter.screening.subjects import IdentifierKind

HEADER = "UNB+UNOC:3+BRISELINES+XBCUSTOMS+310209:1800+TW0417'"


def interchange(*body: str, kind: str = "CUSCAR:D:95B:UN", header: str = HEADER, encoding: str = "latin-1") -> bytes:
    """An interchange of one message with right counts and references."""
    message = [f"UNH+1+{kind}'", *(f"{segment}'" for segment in body)]
    return "\n".join([header, *message, f"UNT+{len(message) + 1}+1'", "UNZ+1+TW0417'"]).encode(encoding)


def read(data: bytes) -> list[Segment]:
    return list(segments(io.BytesIO(data)))


def lines(data: bytes) -> list[SubmittedLine | RefusedLine]:
    return list(lines_of(io.BytesIO(data), ListMapping()))


def taken(data: bytes) -> list[SubmittedLine]:
    found = lines(data)
    assert [one for one in found if isinstance(one, RefusedLine)] == []
    return [one for one in found if isinstance(one, SubmittedLine)]


def refused(data: bytes) -> list[tuple[int, str]]:
    return [(one.line, one.code) for one in lines(data) if isinstance(one, RefusedLine)]


TEXT = st.text("ABCXYZabc 0123456789.,-/()='+:?!*\"%&;<>éüß", max_size=12)
SEGMENTS = st.lists(
    st.tuples(
        st.sampled_from(["NAD", "FTX", "LOC", "GID", "RFF"]),
        st.lists(st.lists(TEXT, min_size=1, max_size=4), max_size=5),
    ),
    max_size=12,
)


def escaped(text: str) -> str:
    return re.sub(r"([?+:'])", r"?\1", text)


def bare(element: list[str]) -> list[str]:
    """Without empty components at the end, which a reader may give or leave out."""
    while element and not element[-1]:
        element = element[:-1]
    return element


@pytest.mark.filterwarnings("ignore:Segment")
@pytest.mark.filterwarnings("ignore:segments.xml")
@settings(max_examples=150, deadline=None)
@given(SEGMENTS, st.sampled_from(["", "\n", "\r\n"]))
@example([("FTX", [["?'"], ["", "", "?"], ["+:"]])], "\r\n")
def test_every_generated_interchange_is_cut_as_pydifact_cuts_it(
    made: list[tuple[str, list[list[str]]]], between: str
) -> None:
    written = [
        "+".join([tag, *(":".join(map(escaped, element)) for element in elements)]) + "'" for tag, elements in made
    ]
    text = between.join([HEADER, *written])
    ours = [[each.tag, *map(bare, map(list, each.elements))] for each in read(text.encode("latin-1"))]
    theirs = [
        [each.tag, *(bare(list(part) if isinstance(part, list) else [part]) for part in each.elements)]
        for each in Parser().parse(text)
    ]
    assert ours == theirs
    assert ours[1:] == [[tag, *map(bare, elements)] for tag, elements in made]


@pytest.mark.filterwarnings("ignore:Segment")
@pytest.mark.filterwarnings("ignore:segments.xml")
@pytest.mark.parametrize("name", ["manifest.edi", "passengers.edi"])
def test_the_examples_are_cut_as_pydifact_cuts_them(name: str) -> None:
    data = (Path(__file__).parents[2] / "examples" / "lists" / name).read_bytes()
    theirs = [each for each in Parser().parse(data.decode("latin-1")) if each.tag != "UNA"]
    cut = [[bare(list(part) if isinstance(part, list) else [part]) for part in each.elements] for each in theirs]
    ours = read(data)
    assert [each.tag for each in ours] == [each.tag for each in theirs]
    assert [[bare(list(part)) for part in each.elements] for each in ours] == cut


def test_the_service_string_names_other_marks() -> None:
    data = b"UNA|*,\\ ~\r\nUNB*UNOA|2*A*B*310209|1800*7~\r\nFTX*AAA***A \\* B \\~ C\\|D|E~"
    assert read(data)[1].elements == (("AAA",), ("",), ("",), ("A * B ~ C|D", "E"))


def test_a_blank_as_release_mark_releases_nothing() -> None:
    assert read(b"UNA:+.  'UNB+UNOA:2+A+B+310209:1800+7'FTX+AAA+++who? me'")[1].text(3) == "who? me"


@pytest.mark.parametrize("advice", [b"UNA::.? '", b"UNA:+.?", b"UNA:+xA '", b"UNA:+.? A"])
def test_a_service_string_that_cannot_be_told_apart_is_refused(advice: bytes) -> None:
    with pytest.raises(BadList) as bad:
        read(advice + HEADER.encode())
    assert bad.value.code in ("bad_service_string", "no_interchange_header")


def test_letters_are_those_of_the_syntax_identifier() -> None:
    for syntax, encoding, name in (
        ("UNOC", "latin-1", "Étoile"),
        ("UNOE", "iso8859-5", "Маяк"),
        ("UNOY", "utf-8", "灯台 Étoile"),
    ):
        header = HEADER.replace("UNOC", syntax)
        data = interchange("CNI+1", f"NAD+CZ+++{name}", header=header, encoding=encoding)
        assert taken(data)[0].parties[0].subject.names[0].text == name


def test_a_letter_outside_the_syntax_identifier_is_reported_with_its_byte_and_the_rest_is_read() -> None:
    data = interchange(
        "CNI+1", "RFF+BM:B1", "NAD+CZ+++Étoile", "NAD+CN+++Gullhaven", header=HEADER.replace("UNOC", "UNOA")
    )
    found = lines(data)
    assert isinstance(found[0], RefusedLine)
    assert (found[0].code, found[0].row_id) == ("bad_letter", "B1")
    assert data[int(found[0].params["byte"])] == 0xC9
    assert isinstance(found[1], SubmittedLine)
    assert [party.role for party in found[1].parties] == [PartyRole.CONSIGNEE]


def test_what_is_no_interchange_is_refused_at_once() -> None:
    for data, code in (
        (b"UNA:+.? 'UNH+1+CUSCAR:D:95B:UN'", "no_interchange_header"),
        (b"UNB+UNOZ:3+A+B+310209:1800+7'", "unknown_syntax"),
        (b"UNB+UNOC:3+A+B+310209:1800+7", "segment_not_ended"),
        (b"UNB+" + b"A" * (LONGEST_SEGMENT + 10) + b"'", "long_segment"),
    ):
        with pytest.raises(BadList) as bad:
            lines_of(io.BytesIO(data), ListMapping())
        assert bad.value.code == code


def test_a_file_that_breaks_off_gives_what_stood_before_and_says_so() -> None:
    whole = interchange("CNI+1", "NAD+CZ+++Lantern Reef", "CNI+2", "NAD+CZ+++Pallas Ironworks")
    found = lines(whole[: whole.index(b"Pallas") + 3])
    assert [one.code for one in found if isinstance(one, RefusedLine)] == ["segment_not_ended"]
    assert sum(isinstance(one, SubmittedLine) for one in found) == 1
    found = lines(whole[: whole.index(b"UNT")])
    assert sum(isinstance(one, SubmittedLine) for one in found) == 2
    assert [one.code for one in found if isinstance(one, RefusedLine)] == ["cut_off"]


@pytest.mark.parametrize(
    ("wrong", "right", "codes"),
    [
        (b"UNT+9+1'", b"UNT+4+1'", ["wrong_count"]),
        (b"UNT+4+2'", b"UNT+4+1'", ["wrong_reference"]),
        (b"UNZ+2+TW0417'", b"UNZ+1+TW0417'", ["wrong_count"]),
        (b"UNZ+1+XX'", b"UNZ+1+TW0417'", ["wrong_reference"]),
        (b"", b"UNT+4+1'\n", ["cut_off"]),
        (b"", b"UNZ+1+TW0417'", ["cut_off"]),
    ],
)
def test_counts_and_references_of_trailers_are_checked(wrong: bytes, right: bytes, codes: list[str]) -> None:
    data = interchange("CNI+1", "NAD+CZ+++Lantern Reef")
    assert right in data
    found = lines(data.replace(right, wrong))
    assert [one.code for one in found if isinstance(one, RefusedLine)] == codes
    assert sum(isinstance(one, SubmittedLine) for one in found) == 1


def test_groups_are_counted_too() -> None:
    message = "UNH+1+CUSCAR:D:95B:UN'CNI+1'NAD+CZ+++Lantern Reef'UNT+4+1'"
    group = f"UNG+CUSCAR+A+B+310209:1800+G1+UN+D:95B'{message}UNE+1+G1'"
    assert len(taken(f"{HEADER}{group}UNZ+1+TW0417'".encode())) == 1
    assert refused(f"{HEADER}{group}UNZ+1+TW0417'".replace("UNE+1+G1", "UNE+3+G2").encode()) == [
        (7, "wrong_count"),
        (7, "wrong_reference"),
    ]


def test_an_unknown_segment_is_named_with_its_number_and_the_consignment_is_taken() -> None:
    found = lines(interchange("CNI+1", "RFF+BM:B1", "ZZZ+1", "NAD+CZ+++Lantern Reef", "nad+x"))
    unknown, wrong, line = found
    assert isinstance(unknown, RefusedLine)
    assert (unknown.line, unknown.code, unknown.row_id) == (5, "unknown_segment", "B1")
    assert dict(unknown.params) == {"tag": "ZZZ", "segment": "5"}
    assert isinstance(wrong, RefusedLine)
    assert wrong.code == "bad_tag"
    assert isinstance(line, SubmittedLine)


def test_an_unknown_message_is_named_and_the_others_are_read() -> None:
    data = interchange("CNI+1", "NAD+CZ+++Lantern Reef").decode("latin-1")
    other = "UNH+0+BAPLIE:D:95B:UN'LOC+147+0010101'UNT+3+0'"
    both = data.replace("UNH+1", f"{other}UNH+1").replace("UNZ+1", "UNZ+2").encode()
    found = lines(both)
    assert isinstance(found[0], RefusedLine)
    assert (found[0].code, found[0].params["message"]) == ("unknown_message", "BAPLIE")
    assert sum(isinstance(one, SubmittedLine) for one in found) == 1


def test_a_cargo_report_gives_each_consignment_with_its_goods_way_and_containers() -> None:
    data = interchange(
        "BGM+85+M1+9",
        "TDT+20+017W+1++BRSL:172:20:Brise Lines+++9901178:146:11:Brise Lointaine:XA",
        "LOC+9+XAPLR:139:6",
        "LOC+11+XBGLH:139:6",
        "DTM+132:203102100600:203",
        "EQD+CN+TWTU4071817+45R1:102:5+++5",
        "SEL+SL204417+SH",
        "EQD+CN+TWTU4071822+22G1:102:5+++4",
        "CNI+1+MASTER1",
        "RFF+BM:TWBL310001",
        "LOC+11+XBSTH",
        "NAD+CZ+77:167:ZZZ++Lantern Reef Trading SA+3 Quai des Phares+Pelorus",
        "NAD+CN++Vasilko Merrander:12 Tidemarsh Lane",
        "GID+1+6:PK",
        "FTX+AAA+++Steel:structures",
        "MEA+AAE+N+KGM:1",
        "MEA+AAE+G+TNE:40",
        "SGP+TWTU4071817",
        "CST++7308.90:122",
        "MOA+44:1000:USD",
        "GID+2+80:BX",
        "MEA+WT+G+KGM:1500.5",
        "MOA+44:500:USD",
        "MOA+77:9:USD",
    )
    journey, line, empty = taken(data)
    vessel, carrier = journey.parties
    assert vessel.subject.names[0].text == "Brise Lointaine"
    assert [(one.kind, one.value) for one in vessel.subject.identifiers] == [(IdentifierKind.IMO, "9901178")]
    assert carrier.role is PartyRole.CARRIER
    assert line.row_id == "TWBL310001"
    assert [(party.role.value, party.supposed) for party in line.parties] == [
        ("consignor", True),
        ("consignee", True),
        ("container", False),
        ("commodity", False),
    ]
    assert line.parties[0].subject.identifiers[0].kind is IdentifierKind.TAX
    assert line.parties[1].subject.names[0].text == "Vasilko Merrander"
    assert [party.subject.addresses for party in line.parties[:2]] == [
        ("3 Quai des Phares, Pelorus",),
        ("12 Tidemarsh Lane",),
    ]
    assert line.goods is not None
    assert line.goods.plain() == {
        "hs": ["730890"],
        "description": "Steel structures",
        "weight_kg": "41500.5",
        "value": "1500",
        "currency": "USD",
        "packages": 86,
        "package_kind": "PK",
        "seal_no": ["SL204417"],
    }
    assert line.route is not None
    assert line.route.plain() == {
        "loading": "XAPLR",
        "discharge": "XBSTH",
        "voyage": "017W",
        "carrier": "Brise Lines",
        "eta": "2031-02-10T06:00:00+00:00",
    }
    assert empty.row_id == "TWTU4071822"


def test_a_second_bill_behind_parties_is_a_line_of_its_own() -> None:
    data = interchange(
        "CNI+1", "RFF+BM:H1", "NAD+CZ+++One", "GID+1+1:PK", "RFF+BM:H2", "NAD+CZ+++Two", "CNI+2", "NAD+CZ+++Three"
    )
    assert [(line.row_id, line.parties[0].subject.names[0].text) for line in taken(data)] == [
        ("H1", "One"),
        ("H2", "Two"),
        ("", "Three"),
    ]


def test_unreadable_figures_of_a_cargo_report_are_flagged_and_hide_nobody() -> None:
    data = interchange(
        "TDT+20+1+1++BRSL:172:20:Brise Lines", "DTM+132:20310299:102", "CNI+1", "NAD+CZ+++One+++++Atlantis",
        "GID+1+many:PK", "MEA+AAE+G+XYZ:12", "MOA+44:dear:USD",
    )  # fmt: skip
    journey, line = taken(data)
    assert journey.flags == (Flag("unreadable", "eta: 20310299"),)
    assert {flag.code for flag in line.flags} == {"unreadable", "unknown_country"}
    assert [flag.value for flag in line.flags][1:] == ["packages: many", "weight_kg: 12 XYZ", "value: dear"]


def test_a_consignment_without_anybody_is_refused_and_the_next_taken() -> None:
    data = interchange("CNI+1", "RFF+BM:B1", "CNI+2", "RFF+BM:B2", "NAD+CZ+++One")
    assert refused(data) == [(3, "nothing_to_screen")]


PASSENGERS = (
    "BGM+745",
    "NAD+MS+++GULLHAVEN HANDLING",
    "TDT+20+TW482+4++TW",
    "LOC+125+PLR",
    "LOC+87+GLH",
    "DTM+232:3102100835:201",
    "NAD+FL+++MERRANDER:VASILKO:TEO",
    "ATT+2++M",
    "DTM+329:750302",
    "LOC+178+STH",
    "NAT+2+NLD",
    "RFF+AVF:TW4K2P",
    "RFF+ABO:P1",
    "DOC+P:110:111+XA1204417",
    "DTM+36:340111",
    "LOC+91+XAA",
    "NAD+FM+++QUILLFEATHER:JONAS+12 TIDEMARSH LANE+GULLHAVEN++XB-1012",
    "DTM+329:19820117",
    "DOC+I+ID77",
    "DOC+AC+CMC44120",
    "NAD+DDU+++EIDER",
    "DTM+329:991332",
    "CNT+42:2",
)


def test_a_passenger_list_gives_each_person_with_documents_and_way() -> None:
    first, crew, transit = taken(interchange(*PASSENGERS, kind="PAXLST:D:05B:UN:IATA"))
    subject = first.parties[0].subject
    assert (first.row_id, first.parties[0].role, subject.names[0].text) == (
        "P1",
        PartyRole.PASSENGER,
        "VASILKO TEO MERRANDER",
    )
    assert (str(subject.birth), subject.countries) == ("1975-03-02", ("NL",))
    assert [(one.kind.value, one.value) for one in subject.identifiers] == [("passport", "XA1204417")]
    assert first.route is not None
    assert (first.route.loading, first.route.discharge, first.route.voyage) == ("STH", "GLH", "TW482")
    assert first.route.eta is not None
    assert first.route.eta.isoformat() == "2031-02-10T08:35:00+00:00"
    assert crew.parties[0].role is PartyRole.CREW
    assert crew.parties[0].subject.addresses == ("12 TIDEMARSH LANE, GULLHAVEN, XB-1012",)
    assert [one.kind.value for one in crew.parties[0].subject.identifiers] == ["national_id", "other"]
    assert str(crew.parties[0].subject.birth) == "1982-01-17"
    assert transit.parties[0].role is PartyRole.PASSENGER
    assert transit.flags == (Flag("unreadable", "birth: 991332"),)


def test_two_figures_of_a_year_are_of_the_century_that_is_past() -> None:
    born = {"310209": "1931-02-09", "320101": "1932-01-01", "050607": "2005-06-07"}
    for six, day in born.items():
        line = taken(interchange("NAD+FL+++EIDER:ANNA", f"DTM+329:{six}", kind="PAXLST:D:05B:UN"))[0]
        # the interchange is of 9 February 2031: who is born in 31 is a newborn child or a hundred years old
        assert str(line.parties[0].subject.birth) == day.replace("1931", "2031")


def test_damaged_interchanges_never_end_in_an_error() -> None:
    whole = interchange(*PASSENGERS, kind="PAXLST:D:05B:UN") + b"\n"
    for place in range(0, len(whole), 7):
        for damage in (whole[:place], whole[:place] + b"?" + whole[place:], whole[:place] + b"'" + whole[place + 3 :]):
            try:
                found = lines(damage)
            except BadList:
                continue
            assert all(isinstance(one, SubmittedLine | RefusedLine) for one in found)
