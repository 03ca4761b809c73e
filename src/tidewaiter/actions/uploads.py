"""Keeps what an officer hands in for some steps: sealed, for that officer alone, and not for long. Not acts.

Each file is sealed under a key of its own, derived from the installation's secret key and the file's id, and lies in
parts with numbers, so that neither a copied folder nor an exchanged or shortened file tells or passes anything.
"""

import base64
import json
import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO
from uuid import UUID, uuid4

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from tidewaiter.actions.act import Fault, Invalid, NotFound

LARGEST = 20 * 2**20
"""Bytes of the largest file that is taken as a list in one piece."""
KEPT_SECONDS = 2 * 24 * 60 * 60
_END = b"end"


def refuse_larger(size: int | None) -> None:
    """Invalid where a file has more bytes than a list may have that is taken in one piece."""
    if (size or 0) > LARGEST:
        raise Invalid((Fault("file_over", "file", "SYS-7", {"limit": str(LARGEST // 2**20)}),))


def keep(owner: str, name: str, parts: Iterable[bytes], *, under: UUID | None = None) -> UUID:
    """Keeps the parts of a file for an officer; gives the id under which it is found."""
    kept = under or uuid4()
    cipher, place = _cipher(kept), _place(kept)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, making = tempfile.mkstemp(dir=place.parent)  # made with mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(cipher.encrypt(json.dumps({"owner": owner, "name": name}).encode()) + b"\n")
            number = 0
            for number, part in enumerate(parts, start=1):
                file.write(cipher.encrypt(b"%d:" % number + part) + b"\n")
            file.write(cipher.encrypt(b"%d:" % (number + 1) + _END) + b"\n")
        Path(making).replace(place)
    except BaseException:
        Path(making).unlink(missing_ok=True)
        raise
    return kept


def name_of(owner: str, kept: UUID) -> str:
    """What a kept file was called; NotFound where it is gone or another officer's."""
    with _opened(kept) as file:
        return _head(owner, kept, file.readline())


def parts_of(owner: str, kept: UUID) -> Iterator[bytes]:
    """The parts of a kept file, one after the other; NotFound where it is gone, another's, or spoilt."""
    with _opened(kept) as file:
        _head(owner, kept, file.readline())
        cipher, before = _cipher(kept), b""
        for number, sealed in enumerate(file, start=1):
            if number > 1:
                yield before
            before = _part(cipher, sealed, number)
        if before != _END:
            raise NotFound


def copy_of(owner: str, kept: UUID) -> BinaryIO:
    """The whole file in a private one without a name, which is gone when closed."""
    copy = tempfile.TemporaryFile(dir=_place(kept).parent)  # noqa: SIM115  # the caller closes it
    for part in parts_of(owner, kept):
        copy.write(part)
    copy.seek(0)
    return copy


def drop(kept: UUID) -> None:
    """Removes a kept file, if it is still there."""
    _place(kept).unlink(missing_ok=True)


def sweep(seconds: float = KEPT_SECONDS) -> int:
    """Removes what was kept longer than that; gives the number."""
    folder, last = settings.TIDEWAITER.home / "uploads", time.time() - seconds
    old = [file for file in folder.glob("*") if file.stat().st_mtime < last] if folder.is_dir() else []
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)


def _opened(kept: UUID) -> BinaryIO:
    try:
        return _place(kept).open("rb")
    except FileNotFoundError as gone:
        raise NotFound from gone


def _head(owner: str, kept: UUID, sealed: bytes) -> str:
    try:
        head = json.loads(_cipher(kept).decrypt(sealed.strip()))
    except InvalidToken as spoilt:
        raise NotFound from spoilt
    if head["owner"] != owner:
        raise NotFound
    return str(head["name"])


def _part(cipher: Fernet, sealed: bytes, number: int) -> bytes:
    try:
        counted, _, part = cipher.decrypt(sealed.strip()).partition(b":")
    except InvalidToken as spoilt:
        raise NotFound from spoilt
    if counted != b"%d" % number:
        raise NotFound
    return part


def _place(kept: UUID) -> Path:
    return Path(settings.TIDEWAITER.home) / "uploads" / str(kept)


def _cipher(kept: UUID) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=kept.bytes, info=b"tidewaiter uploads")
    return Fernet(base64.urlsafe_b64encode(derived.derive(settings.SECRET_KEY.encode())))
