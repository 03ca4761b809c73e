"""The register on pages: instruments, parties, matrix, provisions and bases, on any day, as light as they are exact."""

import gzip
import re
from datetime import date

import pytest
from tests.doors.pages import text_of
from tests.world import World

from tidewaiter.doors.web.svg_map import Mark, chart
from tidewaiter.doors.web.svg_timeline import Point, timeline

PAGES = (
    "/register/instruments/",
    "/register/instruments/cco-2019/",
    "/register/instruments/nbo-1977/",
    "/register/instruments/jhb-2003/",
    "/register/instruments/bil/",
    "/register/instruments/cco-2019/text/",
    "/register/parties/",
    "/register/parties/XM/",
    "/register/matrix/",
    "/register/matrix/?instrument=nbo-1977",
    "/register/matrix/?columns=every",
    "/register/provisions/CCO-39/",
    "/register/provisions/NBO-A4/",
    "/register/calendar/",
    "/register/bases/?from=XA&to=XM&type=cross_border_surveillance",
)


@pytest.mark.parametrize("language", ["en", "fr", "es", "nl"])
def test_every_page_opens_in_four_languages_and_travels_lightly(world: World, language: str) -> None:
    client = world.client("xa.officer")
    client.cookies["django_language"] = language
    for address in PAGES:
        page = client.get(address)
        assert page.status_code == 200, address
        assert f'<html lang="{language}">' in page.content.decode()
        assert len(gzip.compress(page.content)) < 18_000, address
        assert not re.search(r"\sstyle=|<script(?! src)", page.content.decode()), address


@pytest.mark.provision("CCO-64.1", "CCO-64.2")
def test_an_instrument_is_shown_as_of_the_day_that_was_chosen(world: World) -> None:
    client = world.client("xa.officer")
    client.cookies["django_language"] = "en"
    today = text_of(client.get("/register/instruments/cco-2019/"))
    assert "In force since 4 October 2023 . 12 units are bound." in today
    before = client.get("/register/instruments/cco-2019/?on-day=3&on-month=10&on-year=2023")
    assert "Enters into force on 4 October 2023 . 0 units are bound." in text_of(before)
    assert "As of 3 October 2023" in text_of(before)
    assert 'href="/register/parties/XM/?on=2023-10-03"' in before.content.decode()
    wrong = client.get("/register/instruments/cco-2019/?on-day=31&on-month=2&on-year=2023")
    assert "There is no such day in that month." in text_of(wrong)
    assert 'value="31"' in wrong.content.decode()


def test_an_unverified_instrument_says_that_nobody_is_bound_by_it(world: World) -> None:
    client = world.client("xa.officer")
    client.cookies["django_language"] = "en"
    for address in ("/register/instruments/jhb-2003/", "/register/matrix/?instrument=jhb-2003"):
        assert "Nobody is taken for bound by an unverified text." in text_of(client.get(address))


@pytest.mark.provision("CCO-43.4")
def test_the_matrix_says_each_standing_with_a_shape_and_a_word(world: World) -> None:
    client = world.client("xa.officer")
    client.cookies["django_language"] = "en"
    page = client.get("/register/matrix/")
    html = page.content.decode()
    row = re.search(r'<tr><th scope="row"><a href="/register/parties/XM/">.*?</tr>', html, re.DOTALL)
    assert row is not None
    assert row[0].count("w-bound") == 8
    assert row[0].count("opted out") == 1
    assert html.count('<th scope="col">') == 11
    assert "What the shapes mean" in text_of(page)
    earlier = text_of(client.get("/register/matrix/?on=2024-02-01"))
    assert "deposited, not bound yet" in earlier


def test_a_list_of_parties_goes_into_a_spreadsheet_on_the_day_that_is_shown(world: World) -> None:
    client = world.client("xa.officer")
    client.cookies["django_language"] = "en"
    page = client.get("/register/parties/?on=2023-10-03&bound=nbo-1977")
    assert "XA" in text_of(page)
    assert '<input type="hidden" name="on" value="2023-10-03">' in page.content.decode()
    sheet = client.get("/register/parties/?on=2024-02-01&find=marlin&sheet=csv").content.decode()
    assert "XM Customs of Marlin Sound" in sheet
    assert "deposited, not bound yet" in sheet


def test_a_party_that_nobody_knows_has_no_page(world: World) -> None:
    client = world.client("xa.officer")
    assert client.get("/register/parties/QQ/").status_code == 404
    assert client.get("/register/instruments/none/text/").status_code == 404


def test_a_provision_page_names_rule_cases_and_whom_it_binds(world: World) -> None:
    client = world.client("xa.officer")
    client.cookies["django_language"] = "en"
    page = text_of(client.get("/register/provisions/CCO-20.5/"))
    assert "tidewaiter.treaty.rules.capability.open_bases" in page
    assert "CCO Agreement : 12 bound" in page
    assert "checked with every change" in page
    annex = text_of(client.get("/register/provisions/CCO-39/"))
    assert "opted out" in annex


@pytest.mark.provision("CCO-20.5")
def test_the_finder_says_what_each_basis_asks_and_what_closes_each_other(world: World) -> None:
    client = world.client("xa.officer")
    client.cookies["django_language"] = "en"
    page = text_of(client.get("/register/bases/?from=XC&to=XM&type=cross_border_surveillance"))
    assert "XM opted out of Article 39 on 15 January 2024." in page
    assert "The text of this basis has not been verified." in page
    opened = text_of(client.get("/register/bases/?from=XC&to=XB&type=control"))
    assert "What it asks and what it allows" in opened
    assert "A court may have it only with the consent of whoever gave it." in opened
    assert "Between XC and XB" in opened
    past = text_of(client.get("/register/bases/?from=XC&to=XB&type=control&on=2023-09-01"))
    assert "The instrument is not in force. It enters into force on 4 October 2023." in past
    assert "Choose two different administrations." in text_of(client.get("/register/bases/?from=XC&to=XC&type=control"))


def test_the_first_step_of_a_request_shows_the_fact_that_closes_a_basis(world: World) -> None:
    client = world.client("xa.officer")
    client.cookies["django_language"] = "en"
    page = text_of(client.get("/requests/new/?to=XD&type=control"))
    assert "XD has not joined it." in page
    assert "Draft under CCO Agreement, Art. 26" in page


def test_coming_dates_stand_by_month_and_can_be_narrowed(world: World) -> None:
    client = world.client("xa.officer")
    client.cookies["django_language"] = "en"
    page = text_of(client.get("/register/calendar/?until_day=2030-12-31"))
    assert "April 2027 XM Customs of Marlin Sound reviews what it opted out of or reserved" in page
    narrowed = text_of(client.get("/register/calendar/?until_day=2030-12-31&instrument=nbo-1977"))
    assert "Nothing fits." in narrowed
    wrong = text_of(client.get("/register/calendar/?from_day=2027-01-01&until_day=2026-01-01"))
    assert "This cannot be" in wrong or "later" in wrong


def test_a_chart_draws_each_unit_once_and_no_two_codes_over_each_other() -> None:
    places = {"XA": (18.2, -63.0), "XB": (18.0, -63.2), "XC": (18.1, -63.1), "XD": (12.2, -69.0), "XE": (12.5, -70.0)}
    marks = [Mark(code, place, "party", f"{code}: <party>") for code, place in places.items()]
    drawn = str(chart(marks, "Where", "What"))
    labels = re.findall(r'<text x="([\d.]+)" y="([\d.]+)" class="label"[^>]*>(\w+)</text>', drawn)
    assert sorted(code for _, _, code in labels) == sorted(places)
    for number, (x, y, _) in enumerate(labels):
        for other_x, other_y, _ in labels[number + 1 :]:
            assert abs(float(x) - float(other_x)) > 15 or abs(float(y) - float(other_y)) > 12
    assert "<party>" not in drawn
    assert 'role="img"' in drawn
    assert str(chart([], "Where", "What")) == ""


def test_a_chart_of_one_unit_or_of_the_whole_world_stays_in_its_frame() -> None:
    for places in ([(18.0, -63.0)], [(89.0, 179.0), (-89.0, -179.0)], [(0.0, 0.0), (0.0, 0.0)]):
        drawn = str(chart([Mark(f"U{n}", place, "party", "x") for n, place in enumerate(places)], "a", "b"))
        frame = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', drawn)
        assert frame is not None
        assert 250 <= float(frame[2]) <= 500
        assert "nan" not in drawn


def test_a_timeline_shows_what_was_and_breaks_what_is_to_come() -> None:
    steps = [(date(2023, 10, 4), 10), (date(2030, 1, 1), 9)]
    points = [Point(date(2023, 2, 1), "joined", "party", "XA ratification")]
    drawn = str(timeline(steps, points, general=date(2023, 10, 4), on=date(2026, 1, 1), title="t", described="d"))
    assert "XA ratification" in drawn
    assert "step coming" in drawn
    assert ">2023</text>" in drawn
    assert str(timeline([], [], general=None, on=date(2026, 1, 1), title="t", described="d")) == ""
