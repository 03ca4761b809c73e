"""`tidewaiter build-demo`: builds the demo world where there is none; apart, as the web role."""

import argparse
import json
import os
from dataclasses import asdict
from gettext import gettext as _
from pathlib import Path
from typing import Any

from django.conf import settings

from tidewaiter.actions import demo, demo_screening
from tidewaiter.doors.cli.errors import CommandError

FIELDS = ("administration", "role", "username", "password", "totp_secret", "api_token")


def main(argv: list[str]) -> int:
    """Build the world in an empty database, keep one that is there; CommandError for anything else."""
    parser = argparse.ArgumentParser(
        prog="tidewaiter build-demo", description=_("Build the demo world where there is none.")
    )
    parser.parse_args(argv)
    file: Path = settings.TIDEWAITER.accounts_file
    match demo.state():
        case "empty":
            accounts = demo.build(settings.TIDEWAITER.home, lambda doing: print(f"    {doing}", flush=True))
            demo_screening.keep_profiles(accounts)
            demo_screening.hand_in()
            _keep(file, [asdict(account) for account in accounts])
        case "demo" if file.exists():
            return 0
        case "demo":
            told = _("%(file)s is missing, so nobody could sign in: run `tidewaiter demo`, which builds anew.")
            raise CommandError(told % {"file": file})
        case _:
            told = _("The database holds something else than the demo world: it stays as it is.")
            raise CommandError(told)
    return 0


def _keep(file: Path, accounts: list[dict[str, Any]]) -> None:
    # only when the whole world stands: a world without this file is made anew
    making = file.with_suffix(".new")
    making.unlink(missing_ok=True)
    with os.fdopen(os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as writing:
        json.dump([{name: account[name] for name in FIELDS} for account in accounts], writing, indent=2)
    making.replace(file)
