"""Carries the caller's facts into the database as one signed setting of one transaction, and nowhere else."""

import hashlib
import hmac
import json
import time

from django.conf import settings
from django.db import connection

from tidewaiter.access.facts import Caller

SECONDS_VALID = 600
"""How long a signed identity lasts; an act is one transaction, and no transaction should last this long."""


def sign(caller: Caller, key: bytes, expires: float) -> str:
    """Writes the caller's facts as JSON with its HMAC-SHA-256, in the form that `app.ident()` reads."""
    facts = {
        "administration": caller.administration,
        "office": caller.office,
        "officer": caller.officer,
        "roles": sorted(caller.roles),
        "day": caller.day.isoformat(),
        "organization": caller.organization,
        "undertaking": caller.undertaking,
        "purpose": caller.purpose,
        "case": caller.case,
        "fresh": caller.fresh,
        "machine": caller.machine,
        "rank": caller.rank,
        "expires": expires,
    }
    body = json.dumps(facts, sort_keys=True)
    return f"{body}.{hmac.new(key, body.encode(), hashlib.sha256).hexdigest()}"


def set_identity(caller: Caller) -> None:
    """Sets the caller's facts for this transaction; outside a transaction the setting vanishes at once."""
    signed = sign(caller, settings.TIDEWAITER.identity_key, time.time() + SECONDS_VALID)
    with connection.cursor() as cursor:
        cursor.execute("select set_config('app.ident', %s, true)", [signed])
