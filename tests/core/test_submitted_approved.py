"""Advance exchange: before the arrival or late (CCO-28.1), and no element that the list does not hold (CCO-28.2)."""

import dataclasses
import io
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.screening.lists.approved import Timing, timing, unapproved
from tidewaiter.screening.lists.lines import lines_of
from tidewaiter.screening.lists.list_mapping import ListMapping
from tidewaiter.screening.lists.submitted import ELEMENTS, SubmittedLine

MANIFEST = (
    "Id,Shipper,Shipper country,Consignee,Container,Seal,HS,Description,Weight,POL,ETA,Vessel,IMO,Carrier,Flag\n"
    "1,Lantern Reef,XA,=Gullhaven,TWTU4071818,SL204417,87032,Cars,heavy,XAPLR,2031-02-10,Brise,9901178,Brise Lines,XA\n"
)
PASSENGER = "Surname,Birth,Nationality,Passport,National ID\nEider,1975-03-02,Atlantis,P1,N1\n"
ALL = frozenset(ELEMENTS)


def line_of(text: str) -> SubmittedLine:
    (line,) = lines_of(io.BytesIO(text.encode()), ListMapping())
    assert isinstance(line, SubmittedLine)
    return line


@pytest.mark.provision("CCO-28.1")
def test_information_is_in_advance_until_the_consignment_is_to_arrive() -> None:
    eta = datetime(2031, 2, 10, 6, tzinfo=UTC)
    assert timing(eta, datetime(2031, 2, 9, 18, tzinfo=UTC)) is Timing.IN_ADVANCE
    assert timing(eta, datetime(2031, 2, 10, 7, tzinfo=UTC)) is Timing.LATE
    assert timing(eta, eta) is Timing.LATE
    assert timing(eta, datetime(2031, 2, 10, 2, 30, tzinfo=timezone(timedelta(hours=-4)))) is Timing.LATE
    assert timing(None, eta) is Timing.UNKNOWN


@pytest.mark.provision("CCO-28.2")
def test_an_element_outside_the_list_is_named_with_its_first_line_and_passes_once_it_is_approved() -> None:
    line = line_of(MANIFEST)
    again = dataclasses.replace(line, line=line.line + 1)
    assert unapproved([line, again], ALL - {"seal_no", "imo"}) == {"imo": line.line, "seal_no": line.line}
    assert unapproved([line, again], ALL) == {}


@given(st.sets(st.sampled_from(ELEMENTS)))
def test_whatever_is_approved_exactly_the_rest_of_a_line_is_named(approved: set[str]) -> None:
    for text in (MANIFEST, PASSENGER):
        line = line_of(text)
        assert set(unapproved([line], approved)) == line.elements - approved
