"""Says where a call comes from that came through a proxy which the host's operator named; others are not believed."""

from collections.abc import Callable, Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any

Network = IPv4Network | IPv6Network
Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


def behind_proxies(application: Application, proxies: Sequence[Network]) -> Application:
    """Wrap an application so that REMOTE_ADDR is the address that the named proxies saw; itself where none is named."""
    if not proxies:
        return application

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        hops = environ.get("HTTP_X_FORWARDED_FOR", "").split(",")
        environ["REMOTE_ADDR"] = true_address(environ.get("REMOTE_ADDR", ""), hops, proxies)
        return application(environ, start_response)

    return answer


def true_address(peer: str, hops: Sequence[str], proxies: Sequence[Network]) -> str:
    """The first address, counted from here, that is no proxy of ours: what stands before it the caller wrote itself."""
    address = peer
    for hop in reversed(hops):
        known = _known(address)
        if known is None or not any(known in proxy for proxy in proxies):
            break
        if _known(hop) is None:
            break
        address = hop.strip()
    return address


def _known(text: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(text.strip())
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found
