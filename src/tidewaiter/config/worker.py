"""`tidewaiter worker`: does the queued and periodic jobs; here because no door may import another, nor records."""

import argparse
from gettext import gettext as _

from tidewaiter.config.startup import refuse_unguarded_database
from tidewaiter.doors.jobs.worker import run_worker


def main(argv: list[str]) -> int:
    """Work until told to stop; CommandError if the database is not as it must be."""
    parser = argparse.ArgumentParser(
        prog="tidewaiter worker",
        description=_("Do the queued and the periodic jobs, one at a time, until told to stop."),
    )
    parser.parse_args(argv)
    refuse_unguarded_database()
    run_worker()
    return 0
