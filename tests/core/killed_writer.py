"""A program that changes an index and stops at a step of it, to be killed there: run with the folder, change and step.

Started anew for each test it would read half of the engine each time. So it is started once, waits for orders on its
standard input, and lets a child of its own carry each of them out; it answers with the child's number once the child
stands at the step, and with the signal by which it ended.
"""

import os
import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from tests.core.indexed_names import person

from tidewaiter.screening.index import Indexed, add, merge, remove

CHANGES: dict[str, Callable[[Path], None]] = {
    "add": lambda home: add(home, [Indexed("Ali Hassan", person("Ali Hassan"), 1)]),
    "merge": merge,
    "remove": lambda home: remove(home, ["Su Nam Kim"]),
}
STEPS: dict[str, tuple[str, Callable[[str], bool]]] = {
    "before its file is there": ("open", lambda path: Path(path).name[:1] in "sr" and Path(path).name[1:].isdigit()),
    "before its pointer is there": ("open", lambda path: path.endswith("current.new")),
    "before its pointer counts": ("os.rename", lambda path: path.endswith("current.new")),
}
"""What the interpreter tells of a step (sys.addaudithook) just before it is made."""
WHILE_WRITING = "while its file is written"
"""The kernel itself kills whoever writes more than it may (RLIMIT_FSIZE)."""


def _stops_at(step: str) -> None:
    if step == WHILE_WRITING:
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        return
    event, meant = STEPS[step]

    def stop(happening: str, told: tuple[object, ...]) -> None:
        if happening == event and meant(str(told[0])):
            sys.stdout.write(f"{os.getpid()}\n")
            sys.stdout.flush()
            while True:
                signal.pause()

    sys.addaudithook(stop)


def main() -> None:
    """Carry out one order a line until there are no more."""
    while order := sys.stdin.readline():
        home, change, step = order.rstrip("\n").split("\t")
        child = os.fork()
        if not child:
            _stops_at(step)
            CHANGES[change](Path(home))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.WTERMSIG(status) if os.WIFSIGNALED(status) else 'unharmed'}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
