"""A real OpenID provider on this machine for tests, the sign-on that XA records with it, and a way through both."""

import json
import os
import re
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from tests.world import World

from tidewaiter.access.facts import Caller
from tidewaiter.actions import people
from tidewaiter.actions.people import SignOnDraft

SITE = "http://testserver"
PEOPLE = {"arlen.one": "first word at Arlen", "arlen.two": "second word at Arlen"}
PATIENCE = 120  # seconds until a provider that does not start is a failure; a busy machine is none
_PROGRAM = Path(__file__).with_name("provider_site.py")


@dataclass
class Provider:
    """A provider that runs, and what it gave its one client."""

    folder: Path
    port: int
    client_id: str
    client_secret: str
    process: subprocess.Popen[bytes] | None = None

    @property
    def issuer(self) -> str:
        """How it names itself."""
        return f"http://localhost:{self.port}/oidc"

    @property
    def draft(self) -> SignOnDraft:
        """What an administration records of it."""
        return SignOnDraft(self.issuer, self.client_id, self.client_secret)

    def mood(self, **moods: Any) -> None:
        """Make it lie or stall from now on, as `provider_site` reads it; without moods it behaves."""
        (self.folder / "mood.json").write_text(json.dumps(moods))

    def start(self) -> None:
        """Start it in a process of its own, and wait until it listens."""
        (self.folder / "ready").unlink(missing_ok=True)
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "TIDEW"))}
        with (self.folder / "log").open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, str(_PROGRAM), str(self.folder), str(self.port)],
                env=environment,
                stdout=log,
                stderr=log,
            )
        until = time.monotonic() + PATIENCE
        while not (self.folder / "ready").exists():
            if self.process.poll() is not None or time.monotonic() > until:
                raise AssertionError(f"the provider does not start: {(self.folder / 'log').read_text()}")
            time.sleep(0.1)

    def stop(self) -> None:
        """End it; it may be stopped twice."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait()
            self.process = None


@contextmanager
def provider_at(folder: Path, *redirect_addresses: str) -> Iterator[Provider]:
    """A provider whose client may come back to these addresses."""
    with socket.socket() as found:
        found.bind(("localhost", 0))
        port = found.getsockname()[1]
    made = Provider(folder, port, f"client-{secrets.token_hex(4)}", secrets.token_urlsafe(24))
    setup = {
        "people": PEOPLE,
        "client_id": made.client_id,
        "client_secret": made.client_secret,
        "redirect_addresses": redirect_addresses,
    }
    (folder / "setup.json").write_text(json.dumps(setup))
    try:
        made.start()
        yield made
    finally:
        made.stop()


def name_issuers(monkeypatch: pytest.MonkeyPatch, site: str, *issuers: str) -> None:
    """Let the operator of this host name these issuers, at this address of the pages."""
    monkeypatch.setattr(settings, "TIDEWAITER", replace(settings.TIDEWAITER, public_url=site, sign_on_issuers=issuers))


def signed_in(world: World, username: str) -> Caller:
    """The caller that an officer is who signed in on the pages just now: no token opens the acts of sign-on."""
    return replace(world.caller(username), scopes=None, fresh=True)


def recorded(world: World, provider: Provider, by: str = "xa.administrator") -> None:
    """The provider as the sign-on of an administration."""
    people.record_sign_on(signed_in(world, by), provider.draft)


def address_of(response: HttpResponse) -> str:
    """Where a page that goes on to the provider goes on to."""
    found = re.fullmatch(r"0; url=(\S+)", response["Refresh"])
    assert found
    return found[1]


def through(provider_address: str, person: str = "arlen.one") -> str:
    """Sign in at the provider as a person does; gives the address it sends the browser back to."""
    browser = requests.Session()
    page = browser.get(provider_address)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    following = re.search(r'name="next" value="([^"]+)"', page.text)
    assert token, page.text
    assert following, page.text
    typed = {
        "username": person,
        "password": PEOPLE[person],
        "next": following[1].replace("&amp;", "&"),
        "csrfmiddlewaretoken": token[1],
    }
    answer = browser.post(page.url, data=typed, allow_redirects=False)
    while not answer.headers["Location"].startswith(SITE):
        answer = browser.get(requests.compat.urljoin(answer.url, answer.headers["Location"]), allow_redirects=False)
    return str(answer.headers["Location"])


def back(client: Client, address: str) -> HttpResponse:
    """Come back to this site with the provider's answer."""
    parts = urlsplit(address)
    return client.get(parts.path, {name: values[0] for name, values in parse_qs(parts.query).items()})


def bind(client: Client, person: str = "arlen.one") -> HttpResponse:
    """Bind the account of whoever is signed in here to a person at the provider."""
    return back(client, through(address_of(client.post("/account/sign-on/")), person))


def enter(client: Client, administration: str = "XA", person: str = "arlen.one", **typed: str) -> HttpResponse:
    """Sign in through the provider of an administration; gives the page that answers the provider's proof."""
    return back(client, through(address_of(client.post(f"/sign-in/through/{administration}/", typed)), person))
