"""How often the API may be called: with one token, and from one address with tokens that are none."""

import hashlib
import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from ninja.errors import Throttled
from ninja.throttling import BaseThrottle

_WINDOW = 60


class TokenRate(BaseThrottle):
    """So many calls a minute with one token; where an operation takes none, from one address."""

    def allow_request(self, request: HttpRequest) -> bool:
        """Count this call, and tell whether it is still within the rate."""
        who = request.headers.get("Authorization", "") or address_of(request)
        return _counted("token", who) <= settings.API_RATES["token"]

    def wait(self) -> float:
        """Return the seconds until counting begins anew."""
        return seconds_left()


def refuse_more_failures(request: HttpRequest) -> None:
    """Count a token that is none; Throttled where this address has sent too many of them in this minute."""
    if _counted("failed", address_of(request)) > settings.API_RATES["failed"]:
        raise Throttled(wait=seconds_left())


def refuse_more_failed_secrets(request: HttpRequest, client_id: str) -> None:
    """Count a secret that is not this client's; Throttled where too many came from here, for this client or in all."""
    refuse_more_failures(request)
    if _counted("secret", f"{address_of(request)} {client_id}") > settings.API_RATES["secret"]:
        raise Throttled(wait=seconds_left())


def address_of(request: HttpRequest) -> str:
    """Return the address that the connection comes from; what a header says of it is not believed."""
    return str(request.META.get("REMOTE_ADDR", ""))


def seconds_left() -> int:
    """Return the whole seconds, at least one, until the next minute of counting."""
    return _WINDOW - int(time.time()) % _WINDOW


def _counted(what: str, who: str) -> int:
    # the token itself is written nowhere, and the workers share the cache
    key = f"api:{what}:{hashlib.sha256(who.encode()).hexdigest()}:{int(time.time()) // _WINDOW}"
    cache.add(key, 0, 2 * _WINDOW)
    try:
        return int(cache.incr(key))
    except ValueError:  # the cache made room in this very moment
        return 1
