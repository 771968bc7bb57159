"""Runs every check: the quick ones beside each other, then pytest on every core, whose closing line comes last.

All failures are told, each check with its time. PostgreSQL is one of our own in a temporary folder, without the
care for power cuts that tests do not need.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOUSE))

from portal import embedded, processes  # noqa: E402  # the checkout is on no path before

HURRY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_wal_size=4GB")
# What a shell may hold for a portal of its own would change what is tested.
OURS = re.compile(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"')
PRODUCTION = {"BASE_URL": "https://portal.example", "SECRET_KEY": "only for the check of settings, long enough " * 2}
PYTHON = [sys.executable]
# What was kept of an earlier look at the types misleads now and then (relations' managers): a fresh look decides.
TYPES = '"$0" -m mypy . >/dev/null || "$0" -m mypy --cache-dir=/dev/null .'
MANAGE = [sys.executable, "manage.py"]
CHECKS: dict[str, tuple[list[str], dict[str, str]]] = {
    "lint": ([*PYTHON, "-m", "ruff", "check", "--quiet", "."], {}),
    "format": ([*PYTHON, "-m", "ruff", "format", "--quiet", "--check", "."], {}),
    "templates": ([*PYTHON, "-m", "djlint", "--quiet", "--lint", "templates"], {}),
    "types": (["sh", "-c", TYPES, sys.executable], {}),
    "requirements": ([*PYTHON, "bin/_requirements.py", "check"], {}),
    "migrations": ([*MANAGE, "makemigrations", "--check", "--dry-run"], {}),
    "production settings": ([*MANAGE, "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
}


def environment(data_dir: Path) -> dict[str, str]:
    ours = {*OURS.findall((HOUSE / "portal" / "settings.py").read_text()), "WEB_WORKERS"}
    ours.add("PYTHONDONTWRITEBYTECODE")  # each of many processes would compile everything anew
    clean = {name: value for name, value in os.environ.items() if name not in ours}
    address = embedded.database_url(data_dir)
    return clean | {"DATA_DIR": str(data_dir), "DATABASE_URL": address, "SECRET_KEY": "for tests " * 6}


def check(name: str, surroundings: dict[str, str]) -> bool:
    command, more = CHECKS[name]
    began_at = time.monotonic()
    done = subprocess.run(command, cwd=HOUSE, env=surroundings | more, capture_output=True, text=True, check=False)
    verdict = "FAILED" if done.returncode else "ok"
    told = (done.stdout + done.stderr).rstrip() + "\n" if done.returncode else ""
    sys.stdout.write(f"{name}: {verdict}, {time.monotonic() - began_at:.1f} s\n{told}")
    sys.stdout.flush()
    return not done.returncode


def check_all(surroundings: dict[str, str]) -> bool:
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return all(list(pool.map(lambda name: check(name, surroundings), CHECKS)))


def run_pytest(arguments: list[str], surroundings: dict[str, str]) -> int:
    """One run more than there are cores, since tests often wait; those of one file together, as they share much."""
    spread = ["-n", str(1 + max(2, os.cpu_count() or 2)), "--dist", "loadfile", "--no-loadscope-reorder"]
    command = [*processes.dies_with_us(signal.SIGTERM), *PYTHON, "-m", "pytest", *spread, *arguments]
    process = subprocess.Popen(command, cwd=HOUSE, env=surroundings, start_new_session=True)
    try:
        return process.wait()
    except BaseException:
        os.killpg(process.pid, signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)  # to tell what has failed so far
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        raise


def main(arguments: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # PostgreSQL and its folder go too
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's "&" has it ignored, by all below us too
    fast = arguments[:1] == ["--fast"]
    arguments = arguments[1:] if fast else arguments
    only = ["-m", "not browser"] if fast else []
    with tempfile.TemporaryDirectory(prefix="portal-test-") as folder:
        data_dir = Path(folder)
        (data_dir / "static").mkdir()  # where WhiteNoise looks for files; the tests have theirs where they lie
        surroundings = environment(data_dir)
        server = embedded.Server(data_dir, settings=HURRY)
        process = server.start()
        try:
            subprocess.run([*MANAGE, "migrate", "--verbosity=0"], cwd=HOUSE, env=surroundings, check=True)
            well = bool(arguments) or check_all(surroundings)
            tested = run_pytest([*only, *(arguments or ["--durations=10"])], surroundings)
        finally:
            server.stop(process, within=10)
    return tested or (0 if well else 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
