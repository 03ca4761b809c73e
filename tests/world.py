"""The demo world as tests use it: built once by acts, cloned for each test, entered as app_web or app_worker."""

import fcntl
import os
import pickle
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import psycopg
from django.conf import settings
from django.contrib.auth.models import User
from django.core.cache import cache, caches
from django.db import connections
from django.test import Client
from psycopg import sql

from tidewaiter.access.facts import Caller
from tidewaiter.actions import demo
from tidewaiter.actions.callers import caller_for_token
from tidewaiter.config.install import install
from tidewaiter.doors.cli.postgres import Cluster
from tidewaiter.records.indexing import index_folder

TEMPLATE, WORKING = "world", "test"
T = TypeVar("T")


class Built:
    """A cluster with the demo world in a template database, and the accounts of its officers.

    Of several workers the first one builds it and the others copy its files from the folder that they share.
    """

    def __init__(self, home: Path, shared: Path) -> None:
        self.cluster = Cluster(home / "cluster", fast=True)
        self.kept: dict[Callable[[World], Any], tuple[str, Any]] = {}
        if home == shared:
            self.accounts = self._build(home)
        else:
            self.accounts = self._share(home, shared)
        self.installer = self.cluster.url("postgres", "postgres")

    def _build(self, home: Path) -> dict[str, demo.DemoAccount]:
        self.cluster.start()
        install(self.cluster.url("postgres", "postgres"), TEMPLATE, settings.TIDEWAITER.identity_key)
        use(self.cluster.url(TEMPLATE, "app_web"))
        accounts = {account.username: account for account in demo.build(home, lambda _: None)}
        connections.close_all()
        return accounts

    def _share(self, home: Path, shared: Path) -> dict[str, demo.DemoAccount]:
        own, common, told = home / "cluster" / "postgres", shared / "postgres", shared / "accounts"
        with (shared / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if told.exists():
                own.parent.mkdir()
                _copy(common, own)
                accounts = pickle.loads(told.read_bytes())
            else:
                accounts = self._build(home)
                self.cluster.stop()
                _copy(own.resolve(), common)
                told.touch(mode=0o600)
                told.write_bytes(pickle.dumps(accounts))
        self.cluster.start()
        return accounts

    def clone(self, template: str = TEMPLATE) -> None:
        """Replaces the working database by a fresh copy of a template, as the installing role."""
        self._copy(template, WORKING)

    def keep(self, name: str) -> None:
        """Makes a template of the working database, to which nobody may be connected."""
        self._copy(WORKING, name)

    def _copy(self, template: str, to: str) -> None:
        names = {"to": sql.Identifier(to), "template": sql.Identifier(template)}
        with psycopg.connect(self.installer, autocommit=True) as connection:
            connection.execute(sql.SQL("drop database if exists {to} with (force)").format(**names))
            making = "create database {to} template {template} strategy file_copy"
            connection.execute(sql.SQL(making).format(**names))

    def stop(self) -> None:
        """Ends the cluster."""
        connections.close_all()
        self.cluster.stop()


def _copy(data: Path, to: Path) -> None:
    # each file keeps its owner, which under root is the account of the server
    subprocess.run(["cp", "-a", data, to], check=True)


def use(url: str) -> None:
    """Points Django's connection at another database or role."""
    connections.close_all()
    parts = psycopg.conninfo.conninfo_to_dict(url)
    settings_dict = connections["default"].settings_dict
    settings_dict.update(NAME=parts["dbname"], USER=parts["user"], HOST=parts["host"])
    connections.settings["default"].update(NAME=parts["dbname"], USER=parts["user"], HOST=parts["host"])


class World:
    """The demo world of one test."""

    def __init__(self, built: Built) -> None:
        self._built = built
        self.accounts = built.accounts
        self._begin(TEMPLATE)

    def _begin(self, template: str) -> None:
        connections.close_all()
        cache.clear()
        caches["public"].clear()
        self._built.clone(template)
        use(self.url("app_web"))

    def remembered(self, make: "Callable[[World], T]") -> T:
        """What this makes of a fresh world: made once by a worker, and copied with its index for who asks again.

        A test asks for it before it changes anything.
        """
        kept = self._built.kept
        if make in kept:
            name, made = kept[make]
            self._begin(name)
            if self._index_of(name).exists():
                shutil.copytree(self._index_of(name), index_folder())
            return made  # type: ignore[no-any-return]
        made = make(self)
        name = f"{TEMPLATE}_{len(kept)}"
        if index_folder().exists():
            shutil.copytree(index_folder(), self._index_of(name))
        connections.close_all()
        self._built.keep(name)
        kept[make] = name, made
        return made

    @staticmethod
    def _index_of(name: str) -> Path:
        return settings.TIDEWAITER.home / "indexes" / name

    def url(self, role: str) -> str:
        """The address of the working database for a role."""
        return self._built.cluster.url(WORKING, role)

    def leave(self) -> None:
        """Closes what the test left open."""
        connections.close_all()

    def caller(self, username: str) -> Caller:
        """The caller behind an officer's token."""
        return caller_for_token(self.token(username), language="")

    def token(self, username: str) -> str:
        """An officer's API token."""
        return self.accounts[username].api_token

    def client(self, username: str, *, fresh: bool = True) -> Client:
        """A browser without scripts, signed in as an officer just now if `fresh` (sign-in has tests of its own)."""
        client = Client()
        client.force_login(
            User.objects.get(username=username), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        if fresh:
            session = client.session
            proof = {"method": "mfa", "type": "totp", "at": time.time()}
            session["account_authentication_methods"] = [proof]
            session["account_authentication_methods_user"] = session["_auth_user_id"]
            session.save()
        return client

    def keep_awake(self, day: date) -> None:
        """Leaves no account dormant or unconfirmed on a day to which a test moves the clock."""
        with self.raw("postgres") as installer:
            installer.execute("update records_officer set active_since = %s, certified_on = %s", [day, day])

    @contextmanager
    def as_worker(self) -> Iterator[None]:
        """Runs as the worker does: the connection is app_worker's."""
        use(self.url("app_worker"))
        try:
            yield
        finally:
            use(self.url("app_web"))

    @contextmanager
    def raw(self, role: str) -> Iterator[psycopg.Connection]:
        """A bare connection as a role, for what an attacker with SQL would try."""
        with psycopg.connect(self.url(role), autocommit=True) as connection:
            yield connection

    def environment(self, username: str = "") -> dict[str, str]:
        """The environment in which a command finds this world, with an officer's token if one is named."""
        given = {
            **os.environ,
            "TIDEWAITER_WEB_DATABASE_URL": self.url("app_web"),
            "TIDEWAITER_WORKER_DATABASE_URL": self.url("app_worker"),
        }
        return {**given, "TIDEWAITER_TOKEN": self.token(username)} if username else given
