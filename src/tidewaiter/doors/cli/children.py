"""Starts child processes that end with their parent, since a parent killed outright cannot stop them."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping

PR_SET_PDEATHSIG = 1
MODULE = "tidewaiter.doors.cli.main"


def ending_with_parent(number: signal.Signals) -> Callable[[], None]:
    """Return what a new child calls first, so that it gets this signal when the thread that made it dies."""
    parent = os.getpid()
    prctl = _prctl()

    def bind() -> None:
        if prctl is not None:
            prctl(PR_SET_PDEATHSIG, int(number))
        if os.getppid() != parent:  # it died before the line above took hold
            os.kill(os.getpid(), number)

    return bind


def end_with_own_parent() -> None:
    """Ask the system to stop this process, as Ctrl-C would, when the process that started it dies."""
    prctl = _prctl()
    if prctl is not None:
        prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM))


def _prctl() -> Callable[[int, int], int] | None:
    return getattr(ctypes.CDLL(None, use_errno=True), "prctl", None)  # Linux alone has it


def start_command(
    words: list[str], variables: Mapping[str, str], when_orphaned: signal.Signals = signal.SIGTERM
) -> subprocess.Popen[bytes]:
    """Start `tidewaiter WORDS` with these variables of the environment; it gets the signal when we die."""
    return subprocess.Popen(
        [sys.executable, "-m", MODULE, *words],
        env={**os.environ, **variables},
        stdin=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C reaches the parent alone, which stops its children in order
        preexec_fn=ending_with_parent(when_orphaned),
    )


def stop(process: subprocess.Popen[bytes], seconds: float) -> None:
    """Ask a child to end, wait so long, then end it by force."""
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
