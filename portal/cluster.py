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


class DidNotStart(Exception):
    """PostgreSQL did not come up; says why, in its own words."""


def create(cluster: Path, way: Way, binaries: Path, *, pause: Callable[[float], None]) -> None:
    for half in cluster.parent.glob("new.*"):
        shutil.rmtree(half, ignore_errors=True)
    new = Path(tempfile.mkdtemp(prefix="new.", dir=cluster.parent))
    way.give(new)
    before = [*way.prefix, *dies_with_us(signal.SIGKILL)]
    _run([*before, str(binaries / "initdb"), "-D", str(new), *LOCALE, *ACCESS], pause)
    _run([*before, str(binaries / "postgres"), "--single", "-D", str(new), "postgres"], pause, FIRST_WORDS)
    new.rename(cluster)


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
