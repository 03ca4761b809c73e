"""The depositary's pages: the desk, an act from receipt to confirmation, notices, proofs, documents and copies."""

import re

import pytest
from django.test import Client
from tests.acts import stories
from tests.acts.deposits import depositary, nine_stand, receive, received
from tests.world import World

from tidewaiter.actions import registry
from tidewaiter.actions.assistance import deliver_notices, read_notices
from tidewaiter.actions.callers import system_caller

DESK = "/register/depositary/"
RECEIVE = f"{DESK}receive/"


def day(name: str, days: int) -> dict[str, str]:
    """A date as the three inputs of a form."""
    when = stories.in_days(days)
    return {f"{name}-day": str(when.day), f"{name}-month": str(when.month), f"{name}-year": str(when.year)}


def typed(**named: str) -> dict[str, str]:
    """The form of a ratification by XL."""
    plain = {"instrument": "cco-2019", "type": "ratification", "units": "XL", "trust": "verified", "reference": "N 12"}
    return {**plain, **day("on", -3), **named}


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert (address, answer.status_code) == (address, status)
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.mark.provision("CCO-66.2.iii", "CCO-64.1")
def test_an_act_is_weighed_received_and_confirmed_on_pages_without_scripts(world: World) -> None:
    nine_stand(world)
    iris = world.client("xz.depositary")
    weighed = iris.post(RECEIVE, {**typed(), "deed": "weigh"})
    assert weighed.status_code == 200
    assert "This is the tenth: general entry into force on" in weighed.content.decode()
    assert "Notices to 12 addressees will be drafted." in weighed.content.decode()
    assert 'value="XL"' in weighed.content.decode()
    answer = iris.post(RECEIVE, typed())
    assert answer.status_code == 302
    act = answer["Location"]
    assert "under examination" in text_of(iris, DESK)
    assert "This is the tenth" in text_of(iris, act)
    refused = iris.post(f"{act}confirm/", {"why": ""})
    assert refused.status_code == 422
    assert iris.post(f"{act}confirm/", {"why": "The roll of signatures shows it"}).status_code == 302
    page = text_of(iris, act)
    assert "in due form" in page
    assert act not in iris.get(DESK).content.decode().partition("Notices to dispatch")[0]
    assert page.count("drafted on") == 2


@pytest.mark.provision("CCO-60.1", "CCO-43.2")
def test_what_cannot_be_is_refused_at_its_field_and_what_was_typed_stays(world: World) -> None:
    iris = world.client("xz.depositary")
    answer = iris.post(RECEIVE, typed(type="signature", units="XB", reference="Odd note 7"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Odd note 7" in page
    assert "record an accession" in page
    assert "CCO-60.1" in page
    empty = iris.post(RECEIVE, {})
    assert empty.status_code == 422


@pytest.mark.provision("CCO-66.2.v")
def test_a_finding_a_cure_a_correction_and_a_retraction_are_made_on_pages(world: World) -> None:
    nine_stand(world)
    iris = world.client("xz.depositary")
    act = f"/register/acts/{receive(world, received(days=-20))}/"
    said = {"outcome": "defective", "finding": "The instrument is not signed", "finding_provision": "CCO-60.2"}
    assert iris.post(f"{act}examine/", said).status_code == 302
    assert "The instrument is not signed" in text_of(iris, act)
    assert iris.post(f"{act}cure/", day("cured_on", -2)).status_code == 302
    assert "cured on" in text_of(iris, act)
    assert 'value="XL"' in text_of(iris, f"{act}correct/")
    assert iris.post(f"{act}correct/", {**typed(), "why": "Misread"}).status_code == 302
    assert iris.post(f"{act}retract/", {"why": ""}).status_code == 422
    assert iris.post(f"{act}retract/", {"why": "There was none"}).status_code == 302
    assert "taken back" in text_of(iris, act)
    assert text_of(iris, f"{DESK}acts/?instrument=cco-2019&unit=XA")
    assert "That is no moment" in text_of(iris, f"{DESK}acts/?believed=yesterday", 422)


@pytest.mark.provision("SYS-9")
def test_a_notice_is_dispatched_opened_and_proved_for_each_addressee(world: World) -> None:
    nine_stand(world)
    iris = world.client("xz.depositary")
    done = registry.confirm_act(depositary(world), receive(world), why="Signed")
    first = f"{DESK}notices/{done.notices[0]}/"
    assert "Dispatch it" in text_of(iris, first)
    assert world.client("xb.officer").get(first).status_code == 404
    assert "told on their desks" in text_of(iris, f"{first}dispatch/")
    assert iris.post(f"{first}dispatch/").status_code == 302
    assert iris.post(f"{first}dispatch/").status_code == 409
    with world.as_worker():
        deliver_notices(system_caller())
    told = read_notices(world.caller("xb.officer")).items[0]
    assert told.event == "depositary_notice"
    clem = world.client("xb.officer")
    assert clem.get(f"/notices/{told.id}/")["Location"] == first
    assert clem.get(first).status_code == 200
    assert "xb.officer" in text_of(iris, first)
    given = {**day("proved_on", 0), "how": "letter", "reference": "RR 1"}
    assert iris.post(f"{first}proof/XB/", given).status_code == 302
    assert "RR 1" in text_of(iris, first)
    assert iris.post(f"{first}proof/XB/", {**given, **day("proved_on", 4)}).status_code == 422
    second = f"{DESK}notices/{done.notices[1]}/"
    assert iris.post(f"{second}drop/", {"why": "Told by letter already"}).status_code == 302
    assert "Told by letter already" in text_of(iris, second)
    for state in ("", "draft", "dispatched", "proved", "dropped", "poem"):
        assert text_of(iris, f"{DESK}notices/?state={state}")


@pytest.mark.parametrize("role", ["xa.officer", "xa.head", "xz.independent_representative"])
def test_the_desk_is_the_keepers_alone_and_acts_are_read_by_all(world: World, role: str) -> None:
    fact = receive(world, received("XB", type="withdrawal"))
    other = world.client(role)
    for address in (DESK, RECEIVE, f"{DESK}notices/", f"/register/acts/{fact}/confirm/"):
        assert (address, other.get(address).status_code) == (address, 403)
    assert other.get(f"/register/acts/{fact}/").status_code == 200


@pytest.mark.parametrize("language", ["fr", "es", "nl"])
def test_every_page_speaks_the_language_of_its_reader(world: World, language: str) -> None:
    nine_stand(world)
    iris = world.client("xz.depositary")
    iris.cookies["django_language"] = language
    fact = receive(world)
    act = f"/register/acts/{fact}/"
    pages = [DESK, RECEIVE, act, *(f"{act}{deed}/" for deed in ("confirm", "examine", "correct", "retract"))]
    done = registry.confirm_act(depositary(world), fact, why="x")
    for address in (*pages[:3], *pages[4:], f"{DESK}acts/", f"{DESK}notices/", f"{DESK}notices/{done.notices[0]}/"):
        assert iris.get(address).status_code == 200
