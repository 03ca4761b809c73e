"""`tidewaiter setup`: makes or migrates the database, and keeps the addresses of web and worker."""

import argparse
import secrets
from gettext import gettext as _
from urllib.parse import quote

from django.conf import settings
from django.core.management import call_command
from psycopg.conninfo import conninfo_to_dict

from tidewaiter.config import demo_database
from tidewaiter.config.environment import Environment, keep, kept
from tidewaiter.config.install import database_name, install
from tidewaiter.doors.cli.errors import CommandError
from tidewaiter.doors.cli.postgres import SUPERUSER, Cluster
from tidewaiter.doors.cli.postgres_programs import ClusterError

ROLES = {"web": "app_web", "worker": "app_worker"}


def main(argv: list[str]) -> int:
    """Set up the database of DATABASE_URL, or of the embedded PostgreSQL, started for it and stopped."""
    parser = argparse.ArgumentParser(
        prog="tidewaiter setup",
        description=_("Make or migrate the database, its roles and policies; doing it again does no harm."),
    )
    parser.parse_args(argv)
    environment: Environment = settings.TIDEWAITER
    if environment.installing_url:
        set_up(environment, environment.installing_url)
        return 0
    try:
        with Cluster(environment.home) as cluster:
            set_up(environment, cluster.url(SUPERUSER, SUPERUSER))
    except ClusterError as error:
        raise CommandError(str(error)) from error
    return 0


def set_up(environment: Environment, url: str) -> None:
    """Install into the database the installing address means, keep addresses, collect the static files."""
    database = database_name(url)
    if environment.demo:
        demo_database.claim(url, database, environment.accounts_file)
    addresses = _addresses(environment, url, database)
    passwords = {ROLES[key]: given for key, value in addresses.items() if (given := _parts(value).get("password"))}
    install(url, database, environment.identity_key, passwords, tell=lambda doing: print(f"    {doing}"))
    keep(environment.home / "database.json", addresses)
    # ninja's 20 MB are pages that browse the API, which we do not show
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["ninja"])


def _addresses(environment: Environment, url: str, database: str) -> dict[str, str]:
    before = kept(environment.home / "database.json")
    named = {"web": environment.web_url, "worker": environment.worker_url}
    addresses = {}
    for key, role in ROLES.items():
        own, fresh = named[key], _address(url, database, role)
        chosen = own is not None and own != before.get(key)
        # a kept address lives on, with its password, while it leads to the same place
        addresses[key] = own if own and (chosen or _place(own) == _place(fresh)) else fresh
    return addresses


def _address(url: str, database: str, role: str) -> str:
    parts = _parts(url)
    user, host = role, parts.pop("host", "")
    local = not host or host.startswith("/")
    if "password" in parts or not local:  # a server that knows the installing role by a socket knows ours so too
        user += ":" + secrets.token_urlsafe(24)
    port = f":{parts['port']}" if "port" in parts and not local else ""
    given = {name: value for name, value in parts.items() if name not in ("user", "password", "dbname")}
    if local:
        given = {"host": host, **given} if host else given
    else:
        given.pop("port", None)
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in given.items())
    place = f"{user}@{'' if local else host}{port}"
    return f"postgresql://{place}/{quote(database, safe='')}" + (f"?{query}" if query else "")


def _parts(url: str) -> dict[str, str]:
    return {name: str(value) for name, value in conninfo_to_dict(url).items() if value is not None}


def _place(url: str) -> dict[str, str]:
    return {name: value for name, value in _parts(url).items() if name != "password"}
