"""Debian's PostgreSQL, started for some tests and thrown away: a socket in a folder, and no port."""

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

OWNER = "tests"
"""The name to connect as. Whoever can reach the folder needs no password."""


@contextmanager
def postgresql():
    """Run a server that begins empty; the value is the folder of its socket, which is its host to a client.

    PostgreSQL refuses to run as root, and so does initdb: for root it is Debian's user `postgres` who runs both.
    """
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not programs:
        pytest.fail("there is no PostgreSQL; `.ci/run apps` and `.ci/run browser` install it and run these tests")
    folder = tempfile.mkdtemp()
    as_another = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    if as_another:
        shutil.chown(folder, "postgres")

    def run(program, *arguments):
        command = [*as_another, str(programs[-1] / program), "-D", f"{folder}/data", *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")

    try:
        run("initdb", "-A", "trust", "-U", OWNER, "-E", "UTF8", "--no-sync")
        run("pg_ctl", "-w", "-l", f"{folder}/log", "-o", f"-k {folder} -c listen_addresses= -c fsync=off", "start")
        try:
            yield folder
        finally:
            run("pg_ctl", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)
