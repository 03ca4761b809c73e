"""Keeps the bytes of attachments outside the web root, under their digest, and checks them on the way out."""

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings


class Spoilt(Exception):
    """The stored bytes are gone or no longer those that were attached."""


def store(data: bytes) -> str:
    """Writes the bytes whole or not at all, readable by this system alone; gives their sha256."""
    digest = hashlib.sha256(data).hexdigest()
    place = _place(digest)
    if place.exists():
        return digest
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return digest


def read(digest: str) -> bytes:
    """The bytes with this sha256; Spoilt when they are not there or have changed."""
    try:
        data = _place(digest).read_bytes()
    except FileNotFoundError as problem:
        raise Spoilt(digest) from problem
    if hashlib.sha256(data).hexdigest() != digest:
        raise Spoilt(digest)
    return data


def _place(digest: str) -> Path:
    return Path(settings.TIDEWAITER.attachments) / digest[:2] / digest
