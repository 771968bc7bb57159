"""Makes the files of our own PostgreSQL, with its role and database: whole or not at all."""

import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from portal.processes import dies_with_us
from portal.unprivileged import Way

PORTAL = "portal"  # the role that the portal connects as, and its database
# The portal's role is no superuser: nothing it can be talked into reads a file or runs a program.
FIRST_WORDS = f"CREATE ROLE {PORTAL} LOGIN CREATEDB;\nCREATE DATABASE {PORTAL} OWNER {PORTAL};\n"
LOCALE = ("--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=builtin", "--builtin-locale=PG_UNICODE_FAST")
ACCESS = ("--username=postgres", "--auth-local=trust", "--auth-host=reject")
NEEDS = 200  # MB, with the demonstration and what PostgreSQL writes ahead
ALONE = ("--single", "-c", "exit_on_error=true")  # else what failed, on a full disk for one, ends with code 0


class DidNotStart(Exception):
    """PostgreSQL did not come up; says why, in its own words."""


def create(cluster: Path, way: Way, binaries: Path, *, pause: Callable[[float], None]) -> None:
    for half in cluster.parent.glob("new.*"):
        shutil.rmtree(half, ignore_errors=True)
    free = shutil.disk_usage(cluster.parent).free // 1_000_000
    if free < NEEDS:
        raise DidNotStart(f"{cluster.parent} lies on a disk with {free} MB left; a new portal needs {NEEDS}.")
    new = Path(tempfile.mkdtemp(prefix="new.", dir=cluster.parent))
    try:
        way.give(new)
        before = [*way.prefix, *dies_with_us(signal.SIGKILL)]
        _run([*before, str(binaries / "initdb"), "-D", str(new), *LOCALE, *ACCESS], pause)
        _run([*before, str(binaries / "postgres"), *ALONE, "-D", str(new), "postgres"], pause, FIRST_WORDS)
        new.rename(cluster)
    finally:
        shutil.rmtree(new, ignore_errors=True)  # a half one would keep a full disk full


def _run(command: list[str], pause: Callable[[float], None], words: str = "") -> None:
    """Run a program to its end; it is killed where `pause` ends the waiting."""
    with tempfile.TemporaryFile("w+") as asked, tempfile.TemporaryFile("w+") as told:
        asked.write(words)
        asked.seek(0)
        process = subprocess.Popen(command, stdin=asked, stdout=told, stderr=told, cwd="/")
        try:
            while process.poll() is None:
                pause(0.02)
        finally:
            process.kill()
            process.wait()
        if process.returncode:
            told.seek(0)
            raise DidNotStart(told.read().strip())
