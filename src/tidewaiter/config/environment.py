"""Reads the environment, in this one place, so that each setting is typed, documented, refused when wrong."""

import json
import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from gettext import gettext as _
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Literal
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from tidewaiter.doors.cli.errors import CommandError

Process = Literal["web", "worker"]
TRUE, FALSE = ("1", "true", "yes", "on"), ("", "0", "false", "no", "off")
LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
SHORTEST_KEY = 32
DATABASE_SCHEMES = ("postgresql", "postgres")
SENDER = "tidewaiter@localhost"
MAIL_PORTS = {"smtp": 587, "smtps": 465}


class BadSetting(CommandError):
    """A variable of the environment, or a file that stands for one, holds a value that cannot be used."""


@dataclass(frozen=True, slots=True)
class Mail:
    """Where mail goes: printed on the console, or to an SMTP server (`smtps` is TLS from the first byte)."""

    scheme: Literal["console", "smtp", "smtps"]
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    sender: str = SENDER


@dataclass(frozen=True, slots=True)
class Environment:
    """Every setting of Tidewaiter, typed; docs/settings.md tells what each is for."""

    home: Path
    process: Process
    port: int
    installing_url: str | None
    web_url: str | None
    worker_url: str | None
    secret_key: str
    identity_key: bytes
    demo: bool
    allowed_hosts: tuple[str, ...]
    public_url: str
    mail: Mail
    attachment_limit: int
    sign_on_issuers: tuple[str, ...]
    proxies: tuple[IPv4Network | IPv6Network, ...]
    public_register: bool
    token: str | None
    index: Path
    list_days: int
    hit_list_days: int

    @property
    def own_url(self) -> str | None:
        """The database address of this process; None before `tidewaiter setup`."""
        return self.worker_url if self.process == "worker" else self.web_url

    @property
    def attachments(self) -> Path:
        """The folder of attachments, outside whatever the web serves."""
        return self.home / "attachments"

    @property
    def compiled(self) -> Path:
        """The folder in which the kernels of the search are kept once they are compiled for this machine."""
        return self.home / "compiled"

    @property
    def accounts_file(self) -> Path:
        """Where a demo keeps the accounts of its officers."""
        return self.home / "demo-accounts.json"


def read(variables: Mapping[str, str] | None = None) -> Environment:
    """Read the environment (that of the process unless given); BadSetting names what is wrong in it."""
    given = os.environ if variables is None else variables
    home = home_folder(given)
    addresses = kept(home / "database.json")
    demo = _truth(given, "TIDEWAITER_DEMO")
    return Environment(
        home=home,
        process=_process(given),
        port=_number(given, "PORT", 8000, 1, 65535),
        installing_url=_address(given, "DATABASE_URL", None),
        web_url=_address(given, "TIDEWAITER_WEB_DATABASE_URL", addresses.get("web")),
        worker_url=_address(given, "TIDEWAITER_WORKER_DATABASE_URL", addresses.get("worker")),
        secret_key=_secret(given, "TIDEWAITER_SECRET_KEY", home),
        identity_key=_secret(given, "TIDEWAITER_IDENTITY_KEY", home).encode(),
        demo=demo,
        allowed_hosts=_hosts(given),
        public_url=_public_url(given),
        mail=_mail(given, demo),
        attachment_limit=_number(given, "TIDEWAITER_ATTACHMENT_LIMIT", 10 * 2**20, 1, 2**30),
        sign_on_issuers=_issuers(given, demo),
        proxies=_proxies(given),
        public_register=_truth(given, "TIDEWAITER_PUBLIC_REGISTER"),
        token=given.get("TIDEWAITER_TOKEN") or None,
        index=Path(given.get("TIDEWAITER_INDEX") or home / "index").expanduser().absolute(),
        list_days=_number(given, "TIDEWAITER_LIST_DAYS", 3, 1, 30),
        hit_list_days=_number(given, "TIDEWAITER_HIT_LIST_DAYS", 90, 1, 366),
    )


def home_folder(given: Mapping[str, str]) -> Path:
    """The folder of all that is kept outside the database; a relative one is below the working folder."""
    return Path(given.get("TIDEWAITER_HOME") or "var").expanduser().absolute()


def kept(file: Path) -> dict[str, str]:
    """Read one of our small files of names and texts; empty when there is none, BadSetting if spoilt."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise BadSetting(_("%(file)s cannot be read: %(error)s") % {"file": file, "error": error}) from error
    if not isinstance(content, dict) or not all(isinstance(value, str) for value in content.values()):
        raise BadSetting(_("%(file)s does not hold what Tidewaiter wrote there") % {"file": file})
    return content


def keep(file: Path, content: Mapping[str, str]) -> None:
    """Write such a file whole or not at all, readable by its owner only."""
    file.parent.mkdir(parents=True, exist_ok=True)
    making = _private_copy(file, content)
    making.replace(file)


def _private_copy(file: Path, content: Mapping[str, str]) -> Path:
    descriptor, name = tempfile.mkstemp(prefix=file.name, dir=file.parent)  # made with mode 0600
    with os.fdopen(descriptor, "w", encoding="utf-8") as writing:
        json.dump(dict(content), writing, indent=2)
    return Path(name)


def _secret(given: Mapping[str, str], name: str, home: Path) -> str:
    secret = given.get(name)
    if secret is None:
        return _kept_secrets(home)[name]
    if len(secret) < SHORTEST_KEY:
        told = _("%(setting)s has fewer than %(least)s characters")
        raise BadSetting(told % {"setting": name, "least": SHORTEST_KEY})
    return secret


def _kept_secrets(home: Path) -> dict[str, str]:
    file = home / "secrets.json"
    if not file.exists():
        names = ("TIDEWAITER_SECRET_KEY", "TIDEWAITER_IDENTITY_KEY")
        home.mkdir(parents=True, exist_ok=True)
        making = _private_copy(file, {name: secrets.token_hex(32) for name in names})
        try:
            os.link(making, file)  # of two processes that start together, the first one's keys are kept
        except FileExistsError:
            pass
        finally:
            making.unlink()
    return kept(file)


def _process(given: Mapping[str, str]) -> Process:
    match given.get("TIDEWAITER_PROCESS") or "web":
        case "web":
            return "web"
        case "worker":
            return "worker"
        case other:
            raise BadSetting(_("TIDEWAITER_PROCESS: %(value)s is neither web nor worker") % {"value": repr(other)})


def _truth(given: Mapping[str, str], name: str) -> bool:
    value = given.get(name, "").lower()
    if value not in TRUE + FALSE:
        raise BadSetting(_("%(setting)s: %(value)s is neither 1 nor 0") % {"setting": name, "value": repr(value)})
    return value in TRUE


def _number(given: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    value = given.get(name) or str(default)
    if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
        told = _("%(setting)s: %(value)s is not a whole number from %(least)s to %(most)s")
        raise BadSetting(told % {"setting": name, "value": repr(value), "least": least, "most": most})
    return int(value)


def _hosts(given: Mapping[str, str]) -> tuple[str, ...]:
    hosts = tuple(host.strip() for host in given.get("TIDEWAITER_ALLOWED_HOSTS", "").split(",") if host.strip())
    if any("/" in host or "*" in host for host in hosts):
        raise BadSetting(_("TIDEWAITER_ALLOWED_HOSTS: host names separated by commas, without * and without /"))
    return hosts or LOCAL_HOSTS


def _public_url(given: Mapping[str, str]) -> str:
    """The address that mails lead to, without a slash at its end; this machine's where none is given."""
    name = "TIDEWAITER_PUBLIC_URL"
    given_url = given.get(name) or f"http://localhost:{_number(given, 'PORT', 8000, 1, 65535)}"
    parts = _split(name, given_url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise BadSetting(_("%(setting)s: an address such as https://tidewaiter.example.org") % {"setting": name})
    return given_url.rstrip("/")


def _issuers(given: Mapping[str, str], demo: bool) -> tuple[str, ...]:
    """The OpenID providers this host may call, exactly as they name themselves; plain http on a demo's own machine."""
    name = "TIDEWAITER_SIGN_ON_ISSUERS"
    issuers = tuple(issuer.strip() for issuer in given.get(name, "").split(",") if issuer.strip())
    for issuer in issuers:
        parts = _split(name, issuer)
        at_home = demo and parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1", "::1")
        if not (at_home or parts.scheme == "https") or not parts.hostname or "@" in parts.netloc:
            raise BadSetting(
                _("%(setting)s: addresses that begin with https://, separated by commas") % {"setting": name}
            )
        if parts.query or parts.fragment:
            raise BadSetting(_("%(setting)s: an issuer has no ? and no # in it") % {"setting": name})
    return issuers


def _proxies(given: Mapping[str, str]) -> tuple[IPv4Network | IPv6Network, ...]:
    """The proxies in front of us, whose word counts for where a call comes from."""
    name = "TIDEWAITER_PROXIES"
    networks = [network.strip() for network in given.get(name, "").split(",") if network.strip()]
    try:
        return tuple(ip_network(network) for network in networks)
    except ValueError as error:
        told = _("%(setting)s: addresses or networks such as 10.0.0.0/24, separated by commas (%(error)s)")
        raise BadSetting(told % {"setting": name, "error": error}) from error


def _address(given: Mapping[str, str], name: str, default: str | None) -> str | None:
    value = given.get(name) or default
    if value is None:
        return None
    if _split(name, value).scheme not in DATABASE_SCHEMES:
        # the value itself is not shown: it may hold a password
        raise BadSetting(_("%(setting)s: an address begins with postgresql://") % {"setting": name})
    return value


def _split(name: str, value: str) -> SplitResult:
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018 - reading it is what finds a bad one
    except ValueError as error:
        raise BadSetting(_("%(setting)s is no address: %(error)s") % {"setting": name, "error": error}) from error
    return parts


def _mail(given: Mapping[str, str], demo: bool) -> Mail:
    name = "TIDEWAITER_EMAIL_URL"
    parts = _split(name, given.get(name) or ("console:" if demo else "smtp://localhost:25"))
    sender = parse_qs(parts.query).get("from", [SENDER])[0]
    match parts.scheme:
        case "console":
            return Mail("console", sender=sender)
        case "smtp" | "smtps" as scheme if parts.hostname:
            port = parts.port or MAIL_PORTS[scheme]
            user, password = unquote(parts.username or ""), unquote(parts.password or "")
            return Mail(scheme, parts.hostname, port, user, password, sender)
        case _:
            raise BadSetting(
                _("%(setting)s: console:, or smtp://user:password@host:port, or smtps://...") % {"setting": name}
            )
