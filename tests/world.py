"""The demo world as tests use it: built once by acts, cloned for each test, entered as app_web or app_worker."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

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

TEMPLATE, WORKING = "world", "test"


class Built:
    """A cluster with the demo world in a template database, and the accounts of its officers."""

    def __init__(self, home: Path) -> None:
        self.cluster = Cluster(home / "cluster", fast=True)
        self.cluster.start()
        self.installer = self.cluster.url("postgres", "postgres")
        install(self.installer, TEMPLATE, settings.TIDEWAITER.identity_key)
        use(self.cluster.url(TEMPLATE, "app_web"))
        self.accounts = {account.username: account for account in demo.build(home, lambda _: None)}
        connections.close_all()

    def clone(self) -> None:
        """Replaces the working database by a fresh copy of the template, as the installing role."""
        with psycopg.connect(self.installer, autocommit=True) as connection:
            for statement in (
                "drop database if exists {working} with (force)",
                "create database {working} template {template} strategy file_copy",
            ):
                connection.execute(
                    sql.SQL(statement).format(working=sql.Identifier(WORKING), template=sql.Identifier(TEMPLATE))
                )

    def stop(self) -> None:
        """Ends the cluster."""
        connections.close_all()
        self.cluster.stop()


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
        connections.close_all()
        cache.clear()
        caches["public"].clear()
        built.clone()
        use(self.url("app_web"))

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
