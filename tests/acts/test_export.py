"""Entries that leave: what the official may see for the purpose and no more, encrypted, numbered, recorded."""

import io
from dataclasses import replace

import pytest
import pyzipper
from tests.acts import lists, stories
from tests.acts.lists import asked
from tests.world import World

from tidewaiter.access.facts import Caller
from tidewaiter.access.handling import Caveat
from tidewaiter.actions import central, people
from tidewaiter.actions.act import Invalid, NotPermitted
from tidewaiter.actions.central import ExportMade
from tidewaiter.actions.central.exporting import MOST_ENTRIES
from tidewaiter.screening.entries import Audience
from tidewaiter.screening.lists.mapping import ColumnMapping
from tidewaiter.screening.lists.reading import rows_of


def coded(caveat: Caveat) -> str:
    """A condition as its code."""
    return caveat.code


def export(world: World, username: str, **changes: object) -> ExportMade:
    return central.export_entries(fresh(world, username), asked(**changes), in_words=coded)


def fresh(world: World, username: str) -> Caller:
    return replace(world.caller(username), fresh=True)


def opened(made: ExportMade) -> dict[str, str]:
    """The plain files in an export, by name."""
    with pyzipper.AESZipFile(io.BytesIO(made.content)) as archive:
        archive.setpassword(made.passphrase.encode())
        return {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}


def names(made: ExportMade) -> set[str]:
    (text,) = opened(made).values()
    rows = rows_of(io.BytesIO(text.encode()), ColumnMapping())
    return {name for row in rows for name, _ in row.names}


def refused_for(world: World, username: str, **changes: object) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        export(world, username, **changes)
    return {fault.field: fault.code for fault in refused.value.faults}


@pytest.fixture
def entries(world: World) -> None:
    """XA's entries: for all, for offences alone and XB alone, not for XB, for another purpose, and a draft."""
    stories.released(world, stories.vessel("MV Open"))
    stories.released(world, stories.vessel("MV Only", audience=Audience(allow_administrations=("XB",))))
    stories.released(world, stories.vessel("MV Kept", audience=Audience(deny_administrations=("XB",))))
    stories.released(world, stories.vessel("MV Risk", purposes=("risk_assessment",)))
    stories.written(world, stories.vessel("MV Draft"))


@pytest.mark.provision("CCO-50.2", "CCO-52.7")
@pytest.mark.usefixtures("entries")
def test_only_what_the_official_may_see_for_the_purpose_leaves_and_is_counted(world: World) -> None:
    made = export(world, "xb.officer", supplier="XA")
    assert {"MV Open", "MV Only"} <= names(made)
    assert not {"MV Kept", "MV Risk", "MV Draft"} & names(made)
    assert made.record.entries == entities(made)
    assert "MV Risk" in names(export(world, "xb.officer", supplier="XA", purpose="risk_assessment"))
    assert "MV Draft" in names(export(world, "xa.officer"))
    assert "MV Draft" not in names(export(world, "xa.officer", released=True))


def entities(made: ExportMade) -> int:
    """How many entries the file holds."""
    (text,) = opened(made).values()
    return len({row.entity for row in rows_of(io.BytesIO(text.encode()), ColumnMapping())})


@pytest.mark.provision("CCO-52.7")
@pytest.mark.usefixtures("entries")
def test_an_entry_shut_to_the_caller_is_neither_in_the_file_nor_in_any_count(world: World) -> None:
    before = export(world, "xb.officer", supplier="XA").record.entries
    stories.released(world, stories.vessel("MV Hidden", audience=Audience(deny_administrations=("XB",))))
    after = export(world, "xb.officer", supplier="XA")
    assert after.record.entries == before
    assert "MV Hidden" not in "".join(opened(after).values())


@pytest.mark.provision("CCO-50.4", "CCO-53.1")
@pytest.mark.usefixtures("entries")
def test_every_row_carries_the_conditions_and_no_audience_leaves(world: World) -> None:
    (text,) = opened(export(world, "xb.officer", supplier="XA")).values()
    _, *lines = text.splitlines()
    assert all("purpose_only:CCO-50.2" in line and "ask_supplier:CCO-53.1" in line for line in lines)
    own = "".join(opened(export(world, "xa.officer", supplier="XA", format="ftm")).values())
    assert "MV Kept" in own
    assert '"XB"' not in own  # a number drawn at random may hold the letters
    assert "allow" not in own


@pytest.mark.provision("CCO-47.1.vi")
@pytest.mark.usefixtures("entries")
@pytest.mark.parametrize(("kind", "ending"), [("csv", "csv"), ("xlsx", "xlsx"), ("ftm", "ftm.json")])
def test_the_file_is_encrypted_with_a_passphrase_of_its_own_and_numbered(world: World, kind: str, ending: str) -> None:
    made, again = (export(world, "xa.officer", format=kind) for _ in range(2))
    assert (made.file_name, made.record.format) == (f"{made.record.serial}.zip", kind)
    assert made.record.serial != again.record.serial
    assert made.passphrase != again.passphrase
    assert b"MV Open" not in made.content
    with pyzipper.AESZipFile(io.BytesIO(made.content)) as archive:
        (inside,) = archive.infolist()
        assert inside.filename == f"{made.record.serial}.{ending}"
        assert inside.wz_aes_strength == 3  # AES-256, by WinZip's specification
        with pytest.raises(RuntimeError):
            archive.read(inside)
        with pytest.raises(RuntimeError):
            archive.read(inside, pwd=again.passphrase.encode())
        assert archive.read(inside, pwd=made.passphrase.encode())


@pytest.mark.provision("CCO-47.1.vi")
@pytest.mark.usefixtures("entries")
def test_what_left_is_recorded_for_its_own_administration_and_in_the_journal(world: World) -> None:
    made = export(world, "xa.officer", category="transport", supplier="XA")
    (shown, *_) = central.list_exports(world.caller("xa.security_authority"))
    assert shown == made.record
    assert (shown.carrier, shown.destroy_on) == ("Officer Merle, sealed bag 7", stories.in_days(30))
    assert shown.filters == {"category": "transport", "supplier": "XA", "released": ""}
    assert made.record not in central.list_exports(world.caller("xb.officer"))
    (line,) = people.read_journal(world.caller("xa.head"), limit=5, verb="export_entries")
    told = line.about
    assert (told["serial"], told["entries"], told["format"]) == (shown.serial, shown.entries, "csv")
    assert (told["purpose"], told["case"]) == ("offences", "CASE-1")
    assert made.passphrase not in str(told)


@pytest.mark.provision("CCO-47.1.ii", "CCO-52.2")
def test_only_a_designated_official_who_proved_who_it_is_lately_exports(world: World) -> None:
    with pytest.raises(NotPermitted) as stale:
        central.export_entries(replace(world.caller("xa.officer"), fresh=False), asked(), in_words=coded)
    assert "CCO-47.1.ii" in {reason.provision for reason in stale.value.reasons}
    for username in ("xa.head", "xa.administrator", "xa.security_authority"):
        with pytest.raises(NotPermitted):
            export(world, username)


def test_an_export_says_purpose_case_and_medium(world: World) -> None:
    with pytest.raises(NotPermitted) as no_purpose:
        export(world, "xa.officer", purpose="")
    assert "CCO-50.2" in {reason.provision for reason in no_purpose.value.reasons}
    with pytest.raises(NotPermitted):
        export(world, "xa.officer", case=" ")
    assert refused_for(world, "xa.officer", carrier=" ", destroy_on=None, handed_over_on=None, format="pdf") == {
        "carrier": "missing",
        "destroy_on": "missing",
        "handed_over_on": "missing",
        "format": "missing",
    }
    assert refused_for(world, "xa.officer", destroy_on=stories.in_days(0)) == {"destroy_on": "not_in_future"}
    assert refused_for(world, "xa.officer", purpose="curiosity", category="rumour", supplier="X\x00", case="a\x00") == {
        "purpose": "missing",
        "category": "unknown_choice",
        "supplier": "unknown_choice",
        "case": "control_character",
    }
    assert refused_for(world, "xa.officer", supplier="XQ") == {"category": "nothing_to_export"}


def test_more_than_the_cap_does_not_leave_at_once(world: World) -> None:
    lists.take(world.caller("xa.officer"), *lists.many(MOST_ENTRIES + 1))
    assert refused_for(world, "xa.officer", supplier="XA", released=False) == {"category": "too_many_entries"}


def test_an_export_can_be_imported_again(world: World) -> None:
    lists.take(world.caller("xa.officer"), {"entity_id": "one", **lists.PERSON, "name": "=Barnaby", "dob": "1971-08"})
    made = export(world, "xa.officer", category="person", released=False)
    (text,) = opened(made).values()
    assert lists.check(world.caller("xb.officer"), text.encode()).entries == made.record.entries
