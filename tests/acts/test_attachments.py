"""Files attached to a request: recognised by content, named safely, shown to the two sides when their time comes."""

import hashlib
import io
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from tests.acts import stories
from tests.world import World

from tidewaiter.actions import assistance
from tidewaiter.actions.act import Conflict, Invalid, NotFound
from tidewaiter.actions.assistance import AttachmentView

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
EXECUTABLE = b"MZ" + b"\0" * 300


def docx() -> bytes:
    """The least that is taken for a word processor's file."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", "<Relationships/>")
        archive.writestr("word/document.xml", "<document/>")
    return kept.getvalue()


def attach(
    world: World,
    username: str,
    rfa_id: str,
    name: str = "note.txt",
    data: bytes = b"seen at dusk",
    level: str = "plain",
) -> AttachmentView:
    return assistance.attach(world.caller(username), rfa_id, name=name, data=data, copy_level=level)


def faults(world: World, name: str, data: bytes, level: str = "plain") -> set[tuple[str, str]]:
    with pytest.raises(Invalid) as refused:
        attach(world, "xa.officer", stories.drafted(world), name, data, level)
    return {(fault.code, fault.provision) for fault in refused.value.faults}


@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [
        ("scan.PNG", PNG, "image/png"),
        ("bill.pdf", PDF, "application/pdf"),
        ("noté.txt", "déclaré".encode(), "text/plain"),
        ("list.csv", b"a,b\n1,2\n", "text/plain"),
        ("letter.docx", docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ],
    ids=["png", "pdf", "txt", "csv", "docx"],
)
@pytest.mark.provision("CCO-1.vii")
def test_a_file_is_recognised_by_its_content(world: World, name: str, data: bytes, media_type: str) -> None:
    view = attach(world, "xa.officer", stories.drafted(world), name, data)
    assert (view.media_type, view.size, view.digest) == (media_type, len(data), hashlib.sha256(data).hexdigest())
    given = assistance.read_attachment(world.caller("xa.approver"), view.id)
    assert (given.name, given.data) == (name, data)


def test_a_file_that_is_not_what_its_name_says_is_refused(world: World) -> None:
    assert faults(world, "scan.pdf", PNG) == {("file_not_as_named", "CCO-21.2")}
    assert faults(world, "noending", b"text") == {("file_not_as_named", "CCO-21.2")}
    assert faults(world, "page.html", b"only text") == {("file_not_as_named", "CCO-21.2")}


@pytest.mark.parametrize(
    "data",
    [
        b"<html><script>alert(1)</script>",
        b"  \n<!DOCTYPE html><p>",
        "\ufeff<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".encode(),
        b"<?xml version='1.0'?><svg/>",
        b"<script>alert(1)</script>",
        EXECUTABLE,
        b"text with \0 in it",
        b"\xff\xfe\xfd not utf-8",
        b"GIF89a" + b"\0" * 20,
    ],
    ids=["html", "doctype", "svg", "xml", "script", "program", "nul", "bytes", "gif"],
)
def test_what_a_browser_would_run_or_nobody_can_recognise_is_refused(world: World, data: bytes) -> None:
    assert ("file_not_recognised", "CCO-21.2") in faults(world, "innocent.txt", data)


def test_an_empty_file_and_one_too_large_are_refused(world: World) -> None:
    assert ("empty_file", "CCO-21.2") in faults(world, "a.txt", b"")
    assert faults(world, "a.txt", b"x" * (settings.TIDEWAITER.attachment_limit + 1)) == {("file_too_large", "CCO-21.2")}


@pytest.mark.parametrize("level", ["", "original", "plain "])
@pytest.mark.provision("CCO-1.vii")
def test_the_level_of_a_copy_is_stated(world: World, level: str) -> None:
    assert faults(world, "a.txt", b"text", level) == {("missing", "CCO-1.vii")}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\x\\note.txt", "note.txt"),
        ('a"b<c>.txt', "abc.txt"),
        ("line\r\nSet-Cookie.txt", "lineSet-Cookie.txt"),
        ("evil\u202etxt.txt", "eviltxt.txt"),
        ("x" * 400 + ".txt", "x" * 196 + ".txt"),
    ],
)
def test_a_name_is_not_trusted(world: World, given: str, kept: str) -> None:
    view = attach(world, "xa.officer", stories.drafted(world), given)
    assert view.name == kept
    kept_under = Path(settings.TIDEWAITER.attachments) / view.digest[:2] / view.digest
    assert kept_under.read_bytes() == b"seen at dusk"


def test_bytes_that_changed_or_went_are_not_served(world: World) -> None:
    view = attach(world, "xa.officer", stories.drafted(world), data=b"to be spoilt")
    place = Path(settings.TIDEWAITER.attachments) / view.digest[:2] / view.digest
    place.write_bytes(b"other bytes")
    with pytest.raises(Conflict) as spoilt:
        assistance.read_attachment(world.caller("xa.officer"), view.id)
    assert spoilt.value.code == "attachment_spoilt"
    place.unlink()
    with pytest.raises(Conflict):
        assistance.read_attachment(world.caller("xa.officer"), view.id)


def test_kept_files_are_open_to_this_system_alone(world: World) -> None:
    view = attach(world, "xa.officer", stories.drafted(world), data=b"for our eyes")
    place = Path(settings.TIDEWAITER.attachments) / view.digest[:2] / view.digest
    assert place.stat().st_mode & 0o077 == 0
    assert place.parent.stat().st_mode & 0o077 == 0


def test_an_approval_covers_the_files_and_another_file_voids_it(world: World) -> None:
    rfa_id = stories.drafted(world)
    attach(world, "xa.officer", rfa_id)
    stories.approve(world, rfa_id)
    attach(world, "xa.officer", rfa_id, "second.txt", b"one more")
    assert [approval.valid for approval in stories.seen(world, "xa.officer", rfa_id).approvals] == [False]
    named = [one.name for one in stories.seen(world, "xa.officer", rfa_id).content.attachments]
    assert named == ["note.txt", "second.txt"]


def test_an_edit_neither_drops_nor_invents_a_file(world: World) -> None:
    rfa_id = stories.drafted(world)
    attach(world, "xa.officer", rfa_id)
    etag = stories.seen(world, "xa.officer", rfa_id).etag
    assistance.edit_request(world.caller("xa.officer"), rfa_id, stories.ASKED, etag=etag)
    assert [one.name for one in stories.seen(world, "xa.officer", rfa_id).content.attachments] == ["note.txt"]


@pytest.mark.provision("CCO-30.1")
def test_a_file_reaches_the_other_side_when_the_request_does_and_nobody_else(world: World) -> None:
    rfa_id = stories.drafted(world)
    view = attach(world, "xa.officer", rfa_id)
    with pytest.raises(NotFound):
        assistance.read_attachment(world.caller("xb.officer"), view.id)
    stories.approve(world, rfa_id)
    stories.move(world, "xa.officer", "send", rfa_id)
    assert assistance.read_attachment(world.caller("xb.officer"), view.id).data == b"seen at dusk"
    with pytest.raises(NotFound):
        assistance.read_attachment(world.caller("xc.officer"), view.id)


@pytest.mark.provision("CCO-30.1")
def test_what_the_requested_side_attaches_is_its_own_until_it_answers(world: World) -> None:
    rfa_id = stories.played(world, "send", "receive", "start")
    view = attach(world, "xb.officer", rfa_id, "answer.txt", b"what we found")
    assert stories.seen(world, "xa.officer", rfa_id).attachments == ()
    with pytest.raises(NotFound):
        assistance.read_attachment(world.caller("xa.officer"), view.id)
    stories.move(world, "xb.officer", "answer", rfa_id)
    seen = stories.seen(world, "xa.officer", rfa_id)
    assert [one.id for one in seen.attachments] == [view.id]
    assert seen.steps[-1].reply is not None
    assert [one.sha256 for one in seen.steps[-1].reply.content.attachments] == [view.digest]
    assert assistance.read_attachment(world.caller("xa.officer"), view.id).data == b"what we found"


def test_nothing_is_attached_to_what_was_sent_or_is_not_there_to_answer(world: World) -> None:
    rfa_id = stories.played(world, "send")
    for username in ("xa.officer", "xb.officer"):
        with pytest.raises(Conflict):
            attach(world, username, rfa_id)


def test_a_file_added_to_a_returned_request_is_seen_when_it_is_completed(world: World) -> None:
    rfa_id = stories.played(world, "send", "receive", "return_for_completion")
    view = attach(world, "xa.officer", rfa_id, "more.txt", b"the missing paper")
    with pytest.raises(NotFound):
        assistance.read_attachment(world.caller("xb.officer"), view.id)
    stories.move(world, "xa.officer", "complete", rfa_id)
    assert assistance.read_attachment(world.caller("xb.officer"), view.id).data == b"the missing paper"


@pytest.mark.parametrize(
    ("verbs", "open_to"),
    [
        ((), {"xa.officer"}),
        (("send",), set()),
        (("send", "receive"), {"xb.officer"}),
        (("send", "receive", "start"), {"xb.officer"}),
        (("send", "receive", "return_for_completion"), {"xa.officer"}),
        (("send", "receive", "start", "answer"), set()),
    ],
)
def test_a_side_is_offered_to_attach_exactly_when_it_may(
    world: World, verbs: tuple[str, ...], open_to: set[str]
) -> None:
    rfa_id = stories.played(world, *verbs)
    for username in ("xa.officer", "xb.officer") if verbs else ("xa.officer",):
        offered = {view.verb for view in stories.seen(world, username, rfa_id).moves if view.permitted}
        assert ("attach" in offered) is (username in open_to), username
        if username in open_to:
            attach(world, username, rfa_id)
        else:
            with pytest.raises(Conflict):
                attach(world, username, rfa_id)
