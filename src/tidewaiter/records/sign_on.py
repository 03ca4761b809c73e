"""Reads and writes administrations' own OpenID providers, and which subject there is bound to which account here."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from allauth.socialaccount.models import SocialAccount

from tidewaiter.records.ciphers import SIGN_ON_SECRETS, opened, sealed
from tidewaiter.records.models import SignOn


def provider_of(administration: str, issuer: str) -> str:
    """The name under which bindings are kept: another issuer gives another name, so no old binding ever fits it."""
    digest = hashlib.sha256(f"{administration}\0{issuer}".encode()).hexdigest()
    return f"{administration.lower()}-{digest[:40]}"


def in_force(administration: str) -> SignOn | None:
    """The sign-on of an administration that has not been ended, if any."""
    return SignOn.objects.filter(administration_id=administration, ended_at__isnull=True).first()


def all_in_force() -> list[SignOn]:
    """Every sign-on that has not been ended, by administration."""
    rows = SignOn.objects.select_related("administration").filter(ended_at__isnull=True)
    return list(rows.order_by("administration_id"))


def sign_on_with(sign_on_id: UUID) -> SignOn | None:
    """The sign-on with this id, ended or not."""
    return SignOn.objects.filter(id=sign_on_id).first()


def add(administration: str, *, issuer: str, client_id: str, client_secret: str, by: str, at: datetime) -> SignOn:
    """Writes a sign-on; the secret lies encrypted."""
    return SignOn.objects.create(
        administration_id=administration,
        issuer=issuer,
        client_id=client_id,
        client_secret=sealed(SIGN_ON_SECRETS, client_secret),
        recorded_by=by,
        recorded_at=at,
    )


def end(sign_on_id: UUID, at: datetime) -> bool:
    """Ends a sign-on; False when it had ended."""
    return SignOn.objects.filter(id=sign_on_id, ended_at__isnull=True).update(ended_at=at) == 1


def secret_of(sign_on: SignOn) -> str:
    """The secret that we and the provider share; Unreadable after the installation's key changed."""
    return opened(SIGN_ON_SECRETS, sign_on.client_secret)


def bound_user(provider: str, subject: str) -> int | None:
    """The account to which a subject is bound, if any."""
    bound = SocialAccount.objects.filter(provider=provider, uid=subject).first()
    return int(bound.user_id) if bound else None


def providers_bound(user_id: int) -> Sequence[str]:
    """Where an account is bound."""
    return list(SocialAccount.objects.filter(user_id=user_id).values_list("provider", flat=True))


def bind(user_id: int, provider: str, subject: str) -> None:
    """Binds an account to a subject, in place of the subject it was bound to there before."""
    SocialAccount.objects.filter(user_id=user_id, provider=provider).exclude(uid=subject).delete()
    SocialAccount.objects.get_or_create(user_id=user_id, provider=provider, uid=subject)


def release(user_id: int, provider: str) -> bool:
    """Undoes the binding of an account; False when there is none."""
    deleted, _ = SocialAccount.objects.filter(user_id=user_id, provider=provider).delete()
    return bool(deleted)
