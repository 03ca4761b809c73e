"""`tidewaiter demo`: starts everything over an invented world, tells how to get in, and ends clean."""

import argparse
import http.client
import json
import signal
import socket
import subprocess
import time
from contextlib import ExitStack
from gettext import gettext as _
from pathlib import Path
from types import FrameType

from django.conf import settings

from tidewaiter.doors.cli.children import end_with_own_parent, start_command, stop
from tidewaiter.doors.cli.errors import CommandError
from tidewaiter.doors.cli.postgres import SUPERUSER, Cluster
from tidewaiter.doors.cli.postgres_programs import ClusterError

HOST = "127.0.0.1"  # its passwords stand on the sign-in page: this machine only
ANSWER_SECONDS = 60.0
STOP_SECONDS = 3.0  # then by force, which jobs and pages bear: whoever pressed Ctrl-C is waiting
COLUMNS = ("administration", "role", "username", "password", "totp_secret")


class Progress:
    """Prints each step with the seconds since the beginning."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    def tell(self, text: str) -> None:
        """Print one line at once, also into a pipe."""
        print(f"{time.monotonic() - self._began:6.1f} s  {text}", flush=True)


def main(argv: list[str]) -> int:
    """Run the demo until Ctrl-C or SIGTERM, which end it with 0; CommandError tells why it cannot begin."""
    chosen = _parser().parse_args(argv)
    if chosen.stop_with_parent:
        end_with_own_parent()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # a shell's `&` ignores the first
        signal.signal(number, _interrupt)
    _refuse_busy_port(chosen.port)
    progress = Progress()
    try:
        with ExitStack() as running:
            children = _start(running, chosen.port, progress)
            _show(settings.TIDEWAITER.accounts_file, f"http://localhost:{chosen.port}/")
            _watch(children)
    except ClusterError as error:
        raise CommandError(str(error)) from error
    except KeyboardInterrupt:
        progress.tell(_("stopped"))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tidewaiter demo", description=_("Start everything over an invented world."))
    parser.add_argument(
        "--port", type=int, default=settings.TIDEWAITER.port, help=_("port to listen on (PORT, else 8000)")
    )
    parser.add_argument(
        "--stop-with-parent", action="store_true", help=_("stop when the process that started this one dies")
    )
    return parser


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _refuse_busy_port(port: int) -> None:
    with socket.socket() as trying:
        trying.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trying.bind((HOST, port))
        except (OSError, OverflowError) as error:
            raise CommandError(
                _(
                    "Port %(port)s cannot be used (%(error)s). Choose another: "
                    "`make demo PORT=%(next)s` or `tidewaiter demo --port %(next)s`."
                )
                % {"port": port, "error": error, "next": port + 1}
            ) from error


def _start(running: ExitStack, port: int, progress: Progress) -> dict[str, subprocess.Popen[bytes]]:
    home: Path = settings.TIDEWAITER.home
    url = settings.TIDEWAITER.installing_url
    if url is None:
        progress.tell(_("starting PostgreSQL, data in %(folder)s") % {"folder": home / "postgres"})
        cluster = Cluster(home)
        running.callback(cluster.stop)
        cluster.start()
        url = cluster.url(SUPERUSER, SUPERUSER)
    variables = {"DATABASE_URL": url, "TIDEWAITER_HOME": str(home), "TIDEWAITER_DEMO": "1"}
    progress.tell(_("setting the database up"))
    _run(["setup"], variables)
    if not settings.TIDEWAITER.accounts_file.exists():  # written last of all; `setup` drops a world without it
        progress.tell(_("building the demo world"))
        _run(["build-demo"], variables)
    progress.tell(_("starting the web server and the worker"))
    variables["PORT"] = str(port)  # the links in mails lead here
    variables["DATABASE_URL"] = ""  # who serves has no need of the installing role
    children: dict[str, subprocess.Popen[bytes]] = {}
    running.callback(_stop_all, children)
    # an orphaned worker would wait, politely and long, for a database that ended with it: jobs bear being killed
    for words, when_orphaned in (
        (["worker"], signal.SIGKILL),
        (["serve", "--host", HOST, "--port", str(port)], signal.SIGTERM),
    ):
        child = start_command(words, variables, when_orphaned)
        children[words[0]] = child
    _wait_for_answer(port, children)
    progress.tell(_("ready"))
    return children


def _stop_all(children: dict[str, subprocess.Popen[bytes]]) -> None:
    for child in children.values():
        if child.poll() is None:
            child.terminate()
    for child in children.values():
        stop(child, STOP_SECONDS)


def _run(words: list[str], variables: dict[str, str]) -> None:
    child = start_command(words, variables)
    try:
        code = child.wait()
    finally:
        stop(child, STOP_SECONDS)
    if code:
        told = _("`tidewaiter %(command)s` failed; the lines above tell why.")
        raise CommandError(told % {"command": words[0]})


def _wait_for_answer(port: int, children: dict[str, subprocess.Popen[bytes]]) -> None:
    deadline = time.monotonic() + ANSWER_SECONDS
    while not _answers(port):
        _refuse_ended(children)
        if time.monotonic() > deadline:
            told = _("The web server did not answer within %(seconds)s s.")
            raise CommandError(told % {"seconds": int(ANSWER_SECONDS)})
        time.sleep(0.1)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        connection.request("GET", "/", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status < http.HTTPStatus.INTERNAL_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _refuse_ended(children: dict[str, subprocess.Popen[bytes]]) -> None:
    for name, child in children.items():
        if child.poll() is not None:
            told = _("`tidewaiter %(command)s` ended by itself (code %(code)s); the lines above tell why.")
            raise CommandError(told % {"command": name, "code": child.returncode})


def _watch(children: dict[str, subprocess.Popen[bytes]]) -> None:
    while True:
        _refuse_ended(children)
        time.sleep(0.3)


def _show(accounts_file: Path, address: str) -> None:
    accounts = json.loads(accounts_file.read_text(encoding="utf-8"))
    rows = [COLUMNS, *(tuple(str(account[column]) for column in COLUMNS) for account in accounts)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(COLUMNS))]
    print()
    for row in rows:
        print("  " + "  ".join(word.ljust(width) for word, width in zip(row, widths, strict=True)).rstrip())
    kept = _("These officers are invented; %(file)s has them too, with their API tokens.") % {"file": accounts_file}
    answers = _("Tidewaiter answers at %(address)s") % {"address": address}
    ending = _("The sign-in page lists the accounts. Ctrl-C stops everything.")
    print(f"\n{kept}\n\n{answers}\n{ending}", flush=True)
