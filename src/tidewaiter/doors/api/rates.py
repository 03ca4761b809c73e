"""How often the API may be called: with one token, and from one address with tokens that are none."""

from django.conf import settings
from django.http import HttpRequest
from ninja.errors import Throttled
from ninja.throttling import BaseThrottle

from tidewaiter.doors.counting import counted, seconds_left


class TokenRate(BaseThrottle):
    """So many calls a minute with one token; where an operation takes none, from one address."""

    def allow_request(self, request: HttpRequest) -> bool:
        """Count this call, and tell whether it is still within the rate."""
        who = request.headers.get("Authorization", "") or address_of(request)
        return counted("api:token", who) <= settings.API_RATES["token"]

    def wait(self) -> float:
        """Return the seconds until counting begins anew."""
        return seconds_left()


def refuse_more_failures(request: HttpRequest) -> None:
    """Count a token that is none; Throttled where this address has sent too many of them in this minute."""
    if counted("api:failed", address_of(request)) > settings.API_RATES["failed"]:
        raise Throttled(wait=seconds_left())


def refuse_more_failed_secrets(request: HttpRequest, client_id: str) -> None:
    """Count a secret that is not this client's; Throttled where too many came from here, for this client or in all."""
    refuse_more_failures(request)
    if counted("api:secret", f"{address_of(request)} {client_id}") > settings.API_RATES["secret"]:
        raise Throttled(wait=seconds_left())


def address_of(request: HttpRequest) -> str:
    """Return the address that the connection comes from; what a header says of it is not believed."""
    return str(request.META.get("REMOTE_ADDR", ""))
