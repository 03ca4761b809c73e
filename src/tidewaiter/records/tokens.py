"""Reads and writes API tokens, of which only a digest is kept."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import connection

from tidewaiter.records.models import Administration, ApiToken, Officer
from tidewaiter.records.models.marking import known_id
from tidewaiter.records.reading import columns, made, width


def token_with(secret: str, *, day: date, at: datetime) -> ApiToken | None:
    """The token that this text is, if it is unrevoked and has not run out; the text itself is nowhere stored."""
    with connection.cursor() as cursor:
        cursor.execute(_CURRENT, [digest_of(secret), day, at])
        row = cursor.fetchone()
    if row is None:
        return None
    parts, first = [], 0
    for model in (ApiToken, Officer, Administration, User):
        parts.append(row[first : first + width(model)])
        first += width(model)
    token = made(ApiToken, parts[0])
    token.officer = made(Officer, parts[1])
    token.officer.administration = made(Administration, parts[2])
    token.officer.user = made(User, parts[3])
    return token


# asked at every call of the API; in this order, which the planner would take longer to find than the rows
_CURRENT = (
    f"select {columns(ApiToken, 't')}, {columns(Officer, 'o')}, {columns(Administration, 'a')}, {columns(User, 'u')} "  # noqa: S608  # our own names
    "from (select * from records_apitoken where digest = %s and revoked_at is null and expires_on >= %s "
    "and (expires_at is null or expires_at > %s) order by id limit 1) t, "
    "lateral (select * from records_officer where username = t.officer_id limit 1) o, "
    "lateral (select * from records_administration where code = o.administration_id limit 1) a, "
    "lateral (select * from auth_user where id = o.user_id limit 1) u"
)


def token_named(token_id: str) -> ApiToken | None:
    """The token with this id, if any."""
    return ApiToken.objects.select_related("officer").filter(id=known_id(token_id)).first()


def new_token(
    username: str,
    *,
    label: str,
    expires_on: date,
    at: datetime,
    scopes: Iterable[str],
    networks: Iterable[str] = (),
    expires_at: datetime | None = None,
) -> str:
    """Makes a token, keeps its digest and gives the token back for the only time."""
    token = f"tw_{secrets.token_urlsafe(32)}"
    ApiToken.objects.create(
        officer_id=username,
        digest=digest_of(token),
        label=label,
        issued_at=at,
        expires_on=expires_on,
        expires_at=expires_at,
        scopes=list(scopes),
        networks=list(networks),
    )
    return token


def tokens_of(administration: str, day: date, *, username: str = "") -> list[ApiToken]:
    """The tokens of an administration's officers, or of one of them, that have not run out; the newest first."""
    found = ApiToken.objects.select_related("officer").filter(
        officer__administration_id=administration, expires_on__gte=day, expires_at__isnull=True
    )
    mine = found.filter(officer_id=username) if username else found
    return list(mine.order_by("-issued_at", "id"))


def revoke(token: ApiToken, *, by: str, at: datetime) -> None:
    """Revokes a token."""
    ApiToken.objects.filter(id=token.id).update(revoked_at=at, revoked_by=by)


def revoke_all(username: str, *, by: str, at: datetime) -> int:
    """Revokes every token of an officer; gives their number."""
    live = ApiToken.objects.filter(officer_id=username, revoked_at__isnull=True)
    return live.update(revoked_at=at, revoked_by=by)


def forget(before: date) -> int:
    """Removes tokens that ran out before a day; gives their number."""
    gone, _ = ApiToken.objects.filter(expires_on__lt=before).delete()
    return gone


def digest_of(secret: str) -> str:
    """The sha256 under which a token or a machine's secret is kept; of 256 random bits a plain digest suffices."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
