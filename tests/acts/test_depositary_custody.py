"""What the depositary keeps: documents with their digest and receipt, and certified copies that carry them."""

import hashlib

import pytest
from tests.acts.deposits import CCO, depositary, receive, received
from tests.world import World

from tidewaiter.actions import registry
from tidewaiter.actions.act import Conflict, Invalid, NotFound
from tidewaiter.actions.registry import DocumentGiven
from tidewaiter.doors.certificates import certified

TEXT = b"We hereby give notice. #set page(fill: red) ]$"


def kept(world: World, **named: str) -> registry.DocumentView:
    fact = receive(world, received("XB", type="withdrawal"))
    given = DocumentGiven(named.pop("kind", "act_document"), CCO, 'Notice #"1"', "en", fact=fact, place="Room 2")
    return registry.keep_document(depositary(world), given, name="notice.txt", data=TEXT)


@pytest.mark.provision("CCO-66.2.iii")
def test_a_document_is_kept_with_its_digest_receipt_place_and_custodian(world: World) -> None:
    document = kept(world)
    assert document.digest == hashlib.sha256(TEXT).hexdigest()
    assert (document.place, document.custodian, document.media_type) == ("Room 2", "xz.depositary", "text/plain")
    assert registry.read_document(world.caller("xb.officer"), document.id).data == TEXT
    assert document in registry.list_documents(depositary(world), fact=document.fact)


@pytest.mark.provision("CCO-66.2.iv")
def test_correspondence_and_undertakings_are_the_depositarys_own(world: World) -> None:
    document = kept(world, kind="communication")
    with pytest.raises(NotFound):
        registry.read_document(world.caller("xb.officer"), document.id)


@pytest.mark.provision("CCO-66.2.ii")
@pytest.mark.parametrize("language", ["en", "fr", "es", "nl"])
def test_a_certified_copy_is_pdf_a_carries_the_document_and_is_told_to_its_party(world: World, language: str) -> None:
    who, document = depositary(world), kept(world)
    copy = registry.certify_copy(who, document.id, language=language, written=certified)
    made = registry.read_document(who, copy.id).data
    assert made.startswith(b"%PDF-")
    assert b"pdfaid:part>3<" in made
    assert copy.copy_of == document.id
    notice = registry.read_party_act(who, document.fact).notices[0]
    assert (notice.event, [each.code for each in notice.addressees]) == ("certified_copy", ["XB"])
    assert notice.about["document"] == copy.id
    with pytest.raises(Conflict):
        registry.certify_copy(who, copy.id, language=language, written=certified)


def test_a_document_without_a_title_of_no_kind_or_unreadable_is_refused(world: World) -> None:
    given = DocumentGiven("poem", "cco-1819", " ", "xx", received_at=None)
    with pytest.raises(Invalid) as refused:
        registry.keep_document(depositary(world), given, name="a.exe", data=b"MZ\x90\x00\x03" * 20)
    found = {(fault.code, fault.field) for fault in refused.value.faults}
    assert found >= {("unknown_choice", "kind"), ("missing", "title"), ("file_not_recognised", "file")}
