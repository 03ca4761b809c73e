"""Counts what travels to a browser, every resource as it comes over the wire: for islands with poor lines."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Page

FIRST, LATER = 100_000, 20_000


@dataclass
class Travelled:
    """The bytes that came over the wire, heads included, by address; what the cache gave is not among them."""

    by_address: dict[str, int] = field(default_factory=dict)

    @property
    def bytes(self) -> int:
        """All of them together."""
        return sum(self.by_address.values())


@contextmanager
def counting(page: Page) -> Iterator[Travelled]:
    """Counts what travels for this page through the browser's own protocol."""
    travelled, names = Travelled(), {}
    session = page.context.new_cdp_session(page)

    def answered(event: dict) -> None:
        names[event["requestId"]] = event["response"]["url"]

    def finished(event: dict) -> None:
        address = names.get(event["requestId"], "?")
        travelled.by_address[address] = travelled.by_address.get(address, 0) + int(event["encodedDataLength"])

    session.send("Network.enable")
    session.on("Network.responseReceived", answered)
    session.on("Network.loadingFinished", finished)
    yield travelled
    session.detach()
