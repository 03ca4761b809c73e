"""Lists on pages: they sort and filter across pages, go on from a cursor, and are given out as a spreadsheet."""

import csv
import io
import re

import pytest
from django.http import HttpResponse
from playwright.sync_api import expect
from tests.acts import stories
from tests.doors.browsing import browsing, officer
from tests.doors.pages import CONTENT, FORM, text_of
from tests.doors.shots import spills
from tests.world import World

from tidewaiter.actions import assistance, central, people
from tidewaiter.actions.act import Invalid


def heads(page: HttpResponse) -> list[str]:
    """What stands in the first cell of each row, in order."""
    found = re.findall(r'<th scope="row".*?</th>', page.content.decode(), re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", each).split()) for each in found]


def column(page: HttpResponse, label: str) -> list[str]:
    """What stands under one head, in order."""
    found = re.findall(rf'<td role="cell" data-label="{label}".*?</td>', page.content.decode(), re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", each).split()) for each in found]


def sheet(page: HttpResponse) -> list[list[str]]:
    """The rows of a spreadsheet that was given out."""
    assert page["Content-Type"].startswith("text/csv")
    assert page["Content-Disposition"].startswith("attachment;")
    return list(csv.reader(io.StringIO(page.content.decode("utf-8-sig"))))


def test_a_list_sorts_by_its_heads_and_says_how_it_stands(world: World) -> None:
    client = world.client("xa.officer")
    rising = client.get("/requests/?sort=type")
    assert 'aria-sort="ascending"><a href="?sort=-type">' in rising.content.decode()
    falling = client.get("/requests/?sort=-type")
    assert 'aria-sort="descending"><a href="?sort=type">' in falling.content.decode()
    kinds = column(rising, "Kind of help")
    assert len(set(kinds)) > 1
    assert list(dict.fromkeys(column(falling, "Kind of help"))) == list(dict.fromkeys(reversed(kinds)))


@pytest.mark.parametrize("sort", ["number", "requesting", "requested", "type", "state", "since"])
def test_every_order_of_the_act_is_an_order_either_way_round(world: World, sort: str) -> None:
    stories.played(world, "send")
    caller = world.caller("xa.officer")
    rising, falling = (
        [str(getattr(line, sort)) for line in assistance.list_requests(caller, sort=sign + sort, limit=200).items]
        for sign in ("", "-")
    )
    assert len(set(rising)) > 1
    assert rising == sorted(rising)
    assert falling == sorted(falling, reverse=True)


def test_what_is_due_first_stands_first_and_what_waits_for_no_day_last(world: World) -> None:
    caller = world.caller("xa.officer")
    first, last = (assistance.list_requests(caller, sort=sort).items for sort in ("due", "-due"))
    days = [line.due for line in first if line.due]
    assert len(set(days)) > 1
    assert days == sorted(days)
    assert [line.due for line in last if line.due] == sorted(days, reverse=True)
    for lines in (first, last):
        assert [bool(line.due) for line in lines] == sorted((bool(line.due) for line in lines), reverse=True)


@pytest.mark.provision("SYS-7")
def test_an_order_that_is_none_is_refused(world: World) -> None:
    with pytest.raises(Invalid):
        assistance.list_requests(world.caller("xa.officer"), sort="content")
    with pytest.raises(Invalid):
        central.list_entries(world.caller("xa.officer"), sort="subject")


def test_an_order_that_no_head_offers_is_not_asked_of_the_act(world: World) -> None:
    assert world.client("xa.officer").get("/requests/?sort=content").status_code == 200


def test_a_filter_stays_while_sorting_and_can_be_taken_off(world: World) -> None:
    client = world.client("xa.officer")
    client.post(FORM, CONTENT)
    page = client.get("/requests/?state=draft&sort=type")
    assert set(column(page, "State")) == {"Draft waits for XA"}
    assert 'href="?sort=-type&amp;state=draft"' in page.content.decode()
    nothing = text_of(client.get("/requests/?other=XZ"))
    assert "Nothing fits" in nothing
    assert "Show all again" in nothing


def test_pages_follow_one_another_without_a_gap_or_a_repetition(world: World) -> None:
    client = world.client("xa.head")
    for _ in range(120):
        people.read_journal(world.caller("xa.head"), limit=1)
    seen = []
    page = client.get("/journal/?verb=read_journal&sort=at")
    while True:
        seen += heads(page)
        found = re.search(r'href="(\?[^"]*after=[^"]+)">Show the next', page.content.decode())
        if found is None:
            break
        page = client.get("/journal/" + found[1].replace("&amp;", "&"))
        assert "Back to the first ones" in text_of(page)
    assert len(seen) >= 120
    assert "Back to the first ones" not in text_of(client.get("/journal/"))


@pytest.mark.provision("CCO-47.1")
def test_the_journal_is_filtered_by_officer_and_outcome(world: World) -> None:
    world.client("xa.officer").get("/journal/")
    page = world.client("xa.head").get("/journal/?officer=xa.officer&outcome=refused")
    assert set(column(page, "Officer")) == {"xa.officer"}
    assert set(column(page, "Outcome")) == {"Refused"}


def test_a_spreadsheet_holds_the_same_list_under_the_same_filter(world: World) -> None:
    client = world.client("xa.officer")
    client.post(FORM, CONTENT)
    shown = client.get("/requests/?state=draft")
    rows = sheet(client.get("/requests/?state=draft&sheet=csv"))
    assert rows[0][:2] == ["Matter", "Number"]
    assert [f"{row[0]} {row[1]}" for row in rows[1:]] == heads(shown)
    everything = sheet(client.get("/requests/?sheet=csv"))
    assert len(everything) > len(rows)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", rows[1][rows[0].index("Since")])


def test_nothing_in_a_spreadsheet_is_taken_for_a_formula(world: World) -> None:
    client = world.client("xa.officer")
    client.post(FORM, {**CONTENT, "matter": "=HYPERLINK(1)"})
    assert "'=HYPERLINK(1)" in [row[0] for row in sheet(client.get("/requests/?state=draft&sheet=csv"))]


@pytest.mark.provision("CCO-52.7")
def test_the_list_of_entries_is_not_given_out_as_a_spreadsheet(world: World) -> None:
    client = world.client("xa.officer")
    page = client.get("/central/")
    assert "sheet=csv" not in page.content.decode()
    assert client.get("/central/?sheet=csv")["Content-Type"].startswith("text/html")


def test_entries_sort_by_their_day_of_deletion_with_those_that_stay_last(world: World) -> None:
    stories.released(world, stories.vessel("MV Petrel"))
    days = column(world.client("xa.officer").get("/central/?sort=delete_on"), "Deleted on")
    assert "" in days
    assert days.index("") == len([day for day in days if day])


def test_the_directory_is_found_by_name_and_sorted(world: World) -> None:
    client = world.client("xa.officer")
    names = heads(client.get("/register/?sort=-name"))
    assert len(names) > 2
    found = heads(client.get("/register/?find=xb"))
    assert [name.split()[0] for name in found] == ["XB"]
    rows = sheet(client.get("/register/?sheet=csv"))
    assert len(rows) == len(names) + 1


@pytest.mark.browser
def test_on_a_phone_rows_are_blocks_with_labels_and_nothing_runs_over_the_edge(world: World, site: str) -> None:
    with browsing() as browser:
        page = officer(browser, world, site, "xa.head", viewport={"width": 390, "height": 844})
        for address in ("/requests/", "/journal/", "/register/", "/"):
            page.goto(address)
            assert not spills(page), address
        page.goto("/requests/")
        cell = page.locator("td[data-label='State']").first
        label = cell.evaluate("cell => getComputedStyle(cell, '::before').content")
        assert label == '"State"'
        page.get_by_label("Order").select_option("-state")
        page.get_by_role("main").get_by_role("button", name="Show").click()
        expect(page).to_have_url(re.compile("sort=-state"))
