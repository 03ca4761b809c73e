"""Requests on pages: a draft may be incomplete, what is typed is never lost, and a refusal says why."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.doors.pages import CONTENT, FORM, drafted, hidden, text_of
from tests.world import World


@pytest.mark.provision("CCO-20.5")
def test_the_choice_of_basis_shows_open_bases_and_why_others_are_closed(world: World) -> None:
    client = world.client("xa.officer")
    page = text_of(client.get("/requests/new/?to=XB&type=control"))
    assert "CCO Agreement, Art. 26 Open today" in page
    closed = text_of(client.get("/requests/new/?to=XD&type=control"))
    assert "Closed today The requested side is not bound by the instrument." in closed


@pytest.mark.provision("CCO-21.4")
def test_an_incomplete_draft_is_kept_and_its_record_lists_what_it_lacks(world: World) -> None:
    client = world.client("xa.officer")
    record = client.post(FORM, {"matter": "Only the matter so far"})["Location"]
    page = text_of(client.get(record))
    assert "Only the matter so far" in page
    assert "What it still lacks" in page
    assert "CCO-21.4" in page


def test_more_rows_keep_what_was_typed_and_save_nothing(world: World) -> None:
    client = world.client("xa.officer")
    typed = {
        **CONTENT,
        "persons-1-name": "Ilse Vermeulen",
        "persons-2-name": "",
        "persons-3-name": "",
        "more": "persons",
    }
    page = client.post(FORM, typed)
    html = page.content.decode()
    assert page.status_code == 200
    assert 'value="Ilse Vermeulen"' in html
    assert "persons-6-name" in html
    assert "persons-7-name" not in html
    assert "Invoice 4471" not in text_of(client.get("/requests/?state=draft"))


def test_an_edit_overtaken_by_a_colleague_keeps_what_was_typed(world: World) -> None:
    mine, theirs = world.client("xa.officer"), world.client("xa.approver")
    record = drafted(mine)
    old = hidden(mine.get(f"{record}edit/"), "etag")
    theirs.post(f"{record}edit/", {**CONTENT, "matter": "Their matter", "etag": old})
    answer = mine.post(f"{record}edit/", {**CONTENT, "matter": "My matter", "etag": old})
    assert answer.status_code == 409
    assert "My matter" in answer.content.decode()
    again = mine.post(f"{record}edit/", {**CONTENT, "matter": "My matter", "etag": hidden(answer, "etag")})
    assert again["Location"] == record


@pytest.mark.provision("SYS-7")
def test_nobody_approves_a_content_that_is_no_longer_the_one_shown(world: World) -> None:
    author, approver = world.client("xa.officer"), world.client("xa.approver")
    record = drafted(author)
    digest = hidden(approver.get(record), "digest")
    author.post(
        f"{record}edit/", {**CONTENT, "matter": "Changed", "etag": hidden(author.get(f"{record}edit/"), "etag")}
    )
    answer = approver.post(f"{record}approve/", {"digest": digest})
    assert answer.status_code == 409
    assert f'href="{record}"' in answer.content.decode()


@pytest.mark.provision("SYS-7", "CCO-21.1")
def test_sending_waits_for_another_officer_and_then_the_other_side_sees_it(world: World) -> None:
    author, approver, other = (world.client(name) for name in ("xa.officer", "xa.approver", "xb.officer"))
    record = drafted(author)
    assert author.get(f"{record}moves/send/").status_code == 403
    approver.post(f"{record}approve/", {"digest": hidden(approver.get(record), "digest")})
    assert other.get(record).status_code == 404
    assert author.post(f"{record}moves/send/")["Location"] == record
    assert other.get(record).status_code == 200
    assert "Invoice 4471" in text_of(other.get("/"))
    late = author.post(f"{record}moves/send/")
    assert late.status_code == 409


@pytest.mark.provision("CCO-42.5")
def test_a_refusal_without_reasons_comes_back_with_the_provision(world: World) -> None:
    author, approver, head = (world.client(name) for name in ("xa.officer", "xa.approver", "xb.head"))
    record = drafted(author)
    approver.post(f"{record}approve/", {"digest": hidden(approver.get(record), "digest")})
    author.post(f"{record}moves/send/")
    head.post(f"{record}moves/receive/")
    answer = head.post(f"{record}moves/decline/", {"ground": "G3", "reasons": ""})
    assert answer.status_code == 422
    assert "CCO-42.5" in text_of(answer)
    assert head.post(f"{record}moves/decline/", {"ground": "G3", "reasons": "Public policy."})["Location"] == record
    assert "Public policy." in text_of(author.get(record))


def test_a_file_is_taken_by_its_content_and_given_back_only_as_a_download(world: World) -> None:
    client = world.client("xa.officer")
    record = drafted(client)
    file = SimpleUploadedFile("invoice.txt", b"Invoice 4471\n")
    assert client.post(f"{record}attachments/", {"file": file, "copy_level": "plain"})["Location"] == record
    page = client.get(record).content.decode()
    address = page.split('class="files"')[1].split('href="')[1].split('"')[0]
    given = client.get(address)
    assert given.content == b"Invoice 4471\n"
    assert given["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in given["Content-Security-Policy"]
    assert world.client("xc.officer").get(address).status_code == 404
    page_in_disguise = SimpleUploadedFile("invoice.txt", b"<html><script>alert(1)</script></html>")
    refused = client.post(f"{record}attachments/", {"file": page_in_disguise, "copy_level": "plain"})
    assert refused.status_code == 422


def test_an_answer_that_comes_too_late_is_refused_and_its_words_are_given_back(world: World) -> None:
    author, approver, other = (world.client(name) for name in ("xa.officer", "xa.approver", "xb.officer"))
    record = drafted(author)
    approver.post(f"{record}approve/", {"digest": hidden(approver.get(record), "digest")})
    author.post(f"{record}moves/send/")
    for verb in ("receive", "start"):
        other.post(f"{record}moves/{verb}/")
    author.post(f"{record}moves/withdraw/", {"reason": "Settled with the importer."})
    late = other.post(f"{record}moves/answer/", {"answer_type": "full", "text": "Two pages of findings."})
    assert late.status_code == 409
    assert "Two pages of findings." in text_of(late)
    assert f'href="{record}"' in late.content.decode()
