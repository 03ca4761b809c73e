"""Encrypts the few secrets that must be read again, so that a copied database opens nothing without the host's key."""

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

SECOND_FACTORS = "second factors"
SIGN_ON_SECRETS = "sign-on secrets"


class Unreadable(Exception):
    """A kept secret cannot be read under the installation's present key."""


def sealed(purpose: str, text: str) -> str:
    """Encrypts a text under the key of one purpose."""
    return _cipher(purpose).encrypt(text.encode()).decode()


def opened(purpose: str, sealed_text: str) -> str:
    """Gives a text back; Unreadable when it was changed, sealed for another purpose, or the key is another."""
    try:
        return _cipher(purpose).decrypt(sealed_text.encode()).decode()
    except InvalidToken as error:
        raise Unreadable(purpose) from error


def _cipher(purpose: str) -> Fernet:
    """A key for each purpose, derived from the secret key (HKDF-SHA-256), so that one never opens another's."""
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"tidewaiter {purpose}".encode())
    return Fernet(base64.urlsafe_b64encode(derived.derive(settings.SECRET_KEY.encode())))
