"""The machine readable zone of travel documents (ICAO Doc 9303), with the specimens of the standard's own kind."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.screening.lists.lines import lines_of
from tidewaiter.screening.lists.list_mapping import ListMapping
from tidewaiter.screening.lists.mrz import check_digit, country_code, read_mrz
from tidewaiter.screening.lists.submitted import Flag, PartyRole, SubmittedLine

# The zones of Utopia's specimen documents, which Doc 9303 prints for every size.
TD3 = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
TD2 = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6"
TD1 = "I<UTOD231458907<<<<<<<<<<<<<<<7408122F1204159UTO<<<<<<<<<<<6ERIKSSON<<ANNA<MARIA<<<<<<<<<<"
MRV_A = "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL8988901C4XXX4009078F96121096ZE184226B<<<<<<"
MRV_B = "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nL8988901C4XXX4009078F9612109<<<<<<<<"


@pytest.mark.parametrize(
    ("text", "form", "number"),
    [
        (TD3, "TD3", "L898902C3"),
        (TD2, "TD2", "D23145890"),
        (TD1, "TD1", "D23145890"),
        (MRV_A, "MRV-A", "L8988901C"),
        (MRV_B, "MRV-B", "L8988901C"),
    ],
)
def test_every_size_of_document_is_read(text: str, form: str, number: str) -> None:
    zone = read_mrz(text)
    assert zone is not None
    assert (zone.form, zone.number, zone.surname, zone.given_names) == (form, number, "ERIKSSON", "ANNA MARIA")
    assert (zone.issuer, zone.sex, zone.wrong) == ("UTO", "F", ())
    assert zone.code.startswith("P") is (form == "TD3")
    assert read_mrz(text.lower().replace("\n", "  ")) == zone


def test_a_number_longer_than_nine_letters_goes_on_in_the_optional_data() -> None:
    digit = check_digit("D23145890734")
    line = f"I<UTOD23145890<734{digit}<<<<<<<<<<<"
    zone = read_mrz(line + TD1[30:])
    assert zone is not None
    assert zone.number == "D23145890734"
    assert "number" not in zone.wrong
    assert read_mrz(TD1[:14] + "9" + TD1[15:]).number == "D23145890"  # type: ignore[union-attr]


@pytest.mark.parametrize("text", ["", "P<UTO", TD3[:-1], TD3 + "<", TD3.replace("<", "*"), "Ü" * 88])
def test_what_is_no_zone_is_none(text: str) -> None:
    assert read_mrz(text) is None


@given(st.integers(45, 87), st.sampled_from("0123456789"))
def test_one_wrong_letter_in_the_data_is_betrayed_unless_the_digits_cannot_tell(place: int, letter: str) -> None:
    flat = TD3.replace("\n", "")
    if letter == flat[place]:
        return
    zone = read_mrz(flat[:place] + letter + flat[place + 1 :])
    assert zone is not None
    checked = not 54 <= place <= 56 and place != 64  # nationality and sex have no digit
    # ten letters apart are one to a digit modulo ten, a filler is a nought
    worth = {mark: int(mark, 36) for mark in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"} | {"<": 0}
    same = worth[letter] % 10 == worth[flat[place]] % 10
    assert bool(zone.wrong) is (checked and not same)


def test_codes_of_nobodys_country_are_empty() -> None:
    assert [country_code(code) for code in ("D", "GBN", "RKS", "UTO", "XXA", "FRA")] == [
        "DE",
        "GB",
        "XK",
        "",
        "",
        "FRA",
    ]


def of_list(zone: str, more: str = "") -> SubmittedLine:
    data = f'MRZ;Name\n"{zone}";{more}\n'.encode()
    (line,) = lines_of(io.BytesIO(data), ListMapping())
    assert isinstance(line, SubmittedLine)
    return line


def test_a_list_may_carry_nothing_but_the_zone() -> None:
    line = of_list(TD3.replace("UTO74", "FRA74"))
    (party,) = line.parties
    assert party.role is PartyRole.PASSENGER
    assert [name.text for name in party.subject.names] == ["ANNA MARIA ERIKSSON"]
    assert [(one.kind.value, one.value) for one in party.subject.identifiers] == [("passport", "L898902C3")]
    assert (str(party.subject.birth), party.subject.countries) == ("1974-08-12", ("FR",))


def test_a_wrong_digit_or_an_unreadable_zone_is_flagged_and_the_person_taken() -> None:
    assert of_list(TD3.replace("L898902C36", "L898902C37")).flags == (
        Flag("mrz_check_digit", "mrz: number"),
        Flag("mrz_check_digit", "mrz: composite"),
    )
    line = of_list("P<UTOERIKSSON", "Anna Eriksson")
    assert line.flags == (Flag("unreadable", "mrz: P<UTOERIKSSON"),)
    assert of_list(MRV_A).parties[0].subject.identifiers[0].kind.value == "other"
    assert of_list(TD1).parties[0].subject.identifiers[0].kind.value == "national_id"
