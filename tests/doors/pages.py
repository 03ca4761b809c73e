"""What the tests of the pages share: reading a page, signing in as a person does, and forms filled as officers do."""

import re
import time

from django.http import HttpResponse
from django.test import Client
from tests.world import World

from tidewaiter.doors.web.account import code_at

CHOICE = {"to": "XB", "type": "control", "instrument": "cco-2019"}
FORM = "/requests/new/form/?to=XB&type=control&instrument=cco-2019"
CONTENT = {
    "purpose": "proper_application",
    "matter": "Invoice 4471 for 12 pallets of tiles",
    "reasons": "The declared price is a third of the usual one.",
    "control_questions": ["lawful_export"],
    "doubt_statement": "The export number does not belong to the series of that year.",
    "persons_unknown": "on",
    "verification_done": "We compared the invoice with the packing list.",
    "case_summary": "A consignment was declared far below its value.",
    "applicable_law": "Customs Act, section 41.",
    "intended_use": "administrative",
    "urgency": "normal",
    "language": "en",
}
ENTRY = {
    "names-1-text": "Northern Gannet",
    "names-1-kind": "primary",
    "identifiers-1-kind": "imo",
    "identifiers-1-value": "9074729",
    "reason": "Carried undeclared cigarettes twice.",
    "purposes": ["offences"],
    "action": "sight",
    "deny_administrations": "XC",
    "attested": "on",
}
SEARCH = {"kind": "person", "purpose": "offences", "case": "2026/114"}


def text_of(response: HttpResponse) -> str:
    """What the page says, without its marks, with single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def code_of(world: World, username: str) -> str:
    """The code that the officer's authenticator shows now."""
    return code_at(world.accounts[username].totp_secret, int(time.time()))


def sign_in(client: Client, world: World, username: str, **more: str) -> HttpResponse:
    """Sign in with both factors; gives the page that answers the second."""
    password = world.accounts[username].password
    first = client.post("/sign-in/", {"login": username, "password": password, **more})
    return client.post(first["Location"], {"code": code_of(world, username)})


def drafted(client: Client, **content: object) -> str:
    """Draft a complete request of XA to XB; gives the address of its record."""
    return str(client.post(FORM, {**CONTENT, **content})["Location"])


def hidden(response: HttpResponse, name: str) -> str:
    """The value of a hidden field of a page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())
    assert found, f"the page has no hidden {name}"
    return found[1]
