"""The depositary's custody: the original texts and what came in, each with its receipt and its own bytes."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest
from tests.acts.deposits import CCO, depositary
from tests.world import World

from tidewaiter.actions import registry
from tidewaiter.actions.act import Invalid, NotPermitted
from tidewaiter.actions.registry import DocumentGiven

TEXT = b"%PDF-1.7\nThe Agreement as signed in Havana\n%%EOF\n"
ORIGINAL = DocumentGiven("original_text", CCO, "Agreement, English original", "en", place="Vault 2")


@pytest.mark.provision("CCO-66.2.i")
def test_an_original_text_is_kept_with_its_place_its_custodian_and_the_digest_of_its_bytes(world: World) -> None:
    who = depositary(world)
    for language in ("en", "fr", "es"):
        registry.keep_document(who, replace(ORIGINAL, language=language), name="havana.pdf", data=TEXT)
    kept = registry.list_documents(who, instrument=CCO)
    originals = [each for each in kept if each.kind == "original_text"]
    assert {each.language for each in originals} == {"en", "fr", "es"}
    assert {(each.place, each.custodian, each.digest) for each in originals} == {
        ("Vault 2", "xz.depositary", sha256(TEXT).hexdigest())
    }
    assert registry.read_document(who, originals[0].id).data == TEXT


@pytest.mark.provision("CCO-66.2.i", "CCO-66.2.iii")
def test_a_document_without_a_title_or_received_tomorrow_is_not_taken_in(world: World) -> None:
    who = depositary(world)
    kept = registry.keep_document(who, ORIGINAL, name="havana.pdf", data=TEXT)
    wrong = replace(ORIGINAL, title=" ", received_at=kept.received_at + timedelta(days=1))
    with pytest.raises(Invalid) as refused:
        registry.keep_document(who, wrong, name="havana.pdf", data=TEXT)
    assert {fault.code for fault in refused.value.faults} == {"missing", "in_future"}
    assert len(registry.list_documents(who, instrument=CCO)) == 1


def test_nobody_but_the_depositary_takes_documents_into_custody(world: World) -> None:
    with pytest.raises(NotPermitted):
        registry.keep_document(world.caller("xa.officer"), ORIGINAL, name="havana.pdf", data=TEXT)
