"""Numpy arrays in one file that is mapped read-only, and refused when it is torn, foreign or of another version."""

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tidewaiter.screening.index.shapes import IndexRefused

Array = npt.NDArray[Any]

_MAGIC = b"TWINDEX\n"
# Raised whenever the meaning of an array changes; older files are then built anew.
VERSION = 3
_LINE = 64
_PREFIX = len(_MAGIC) + 4 + 32


def write_arrays(path: Path, arrays: Mapping[str, Array]) -> None:
    """Write arrays to a new file that only its owner can read, on disk when this returns."""
    listed, place = [], 0
    for name, array in arrays.items():
        listed.append([name, array.dtype.str, int(array.size), place])
        place += -(-array.nbytes // _LINE) * _LINE
    header = json.dumps({"version": VERSION, "bytes": place, "arrays": listed}).encode()
    start = -(-(_PREFIX + len(header)) // _LINE) * _LINE
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(_MAGIC + len(header).to_bytes(4, "little") + hashlib.sha256(header).digest() + header)
        file.write(b"\0" * (start - file.tell()))
        for array in arrays.values():
            array.tofile(file)
            file.write(b"\0" * (-array.nbytes % _LINE))
        file.flush()
        os.fsync(file.fileno())


def read_arrays(path: Path) -> dict[str, Array]:
    """Map the arrays of a file; IndexRefused where it is not whole and ours, FileNotFoundError where it is gone."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        prefix = file.read(_PREFIX)
        header = file.read(int.from_bytes(prefix[8:12], "little")) if prefix.startswith(_MAGIC) else b""
        if not header or hashlib.sha256(header).digest() != prefix[12:]:
            raise IndexRefused(f"{path} is not an index file or its beginning is damaged; build the index again")
        described = json.loads(header)
        if described["version"] != VERSION:
            raise IndexRefused(f"{path} has version {described['version']}, not {VERSION}; build the index again")
        start = -(-(_PREFIX + len(header)) // _LINE) * _LINE
        if size != start + described["bytes"]:
            raise IndexRefused(f"{path} has {size} bytes, not {start + described['bytes']}; build the index again")
        mapped = np.memmap(file, np.uint8, "r") if size > start else np.empty(0, np.uint8)
    plain = mapped.view(np.ndarray)
    found = {}
    for name, kind, count, place in described["arrays"]:
        dtype = np.dtype(kind)
        found[name] = plain[start + place : start + place + count * dtype.itemsize].view(dtype)
    return found
