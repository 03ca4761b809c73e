"""Compiles the kernels of the search into one folder, so that the processes of a test run need not each do it.

Run `python scripts/compile_kernels.py`; it takes a minute and more on a bare machine, and no time where all are there.
"""

import os
import sys
import tempfile
from pathlib import Path

from tidewaiter.records.open_index import load
from tidewaiter.screening.index import Indexed, build
from tidewaiter.screening.subjects import Name, Subject, SubjectKind

_LISTED = ("Barnaby Quillfeather", "Leopoldine Achterbergh", "محمد")


def main() -> int:
    """Build a small index and open it as a server does, which runs each kernel once."""
    if "NUMBA_CACHE_DIR" not in os.environ:
        print("NUMBA_CACHE_DIR names the folder in which the compiled kernels are kept", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "index"
        build(folder, [Indexed(name, Subject(SubjectKind.PERSON, (Name(name),))) for name in _LISTED])
        load(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
