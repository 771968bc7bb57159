"""What the doors settle before Django is entered: where the data lies, its secret, and that its database is up."""

import importlib
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal import environment
from portal.cluster import DidNotStart
from portal.keeping import HOUSE, User
from portal.locks import Lock
from portal.unprivileged import NoWay


class Refused(Exception):
    """Why nothing was started, in words for whoever asked."""


def data_dir() -> Path:
    """The folder of all data, made where it is not there, whole in the environment for whoever is started from here."""
    path = Path(environment.text("DATA_DIR") or HOUSE / "var").absolute()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"DATA_DIR ({path}) cannot be made: {error.strerror}.") from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise Refused(f"DATA_DIR ({path}) is not yours to write in.")
    os.environ["DATA_DIR"] = str(path)
    return path


def settle(folder: Path) -> None:
    """Put SECRET_KEY into the environment: the one given, else, outside production, one made once.

    Raises Wrong where anything is set wrong, before it is started with.
    """
    address = environment.base_url("BASE_URL", default="http://localhost")
    if not environment.text("SECRET_KEY") and not address.startswith("https://"):
        os.environ["SECRET_KEY"] = _kept_secret(folder / "secret_key")
    importlib.import_module("portal.settings")


def _kept_secret(path: Path) -> str:
    lock = Lock(path)  # two doors may open at the same moment
    lock.take(wait=True)
    if not lock.read():
        lock.write(secrets.token_urlsafe(64))
    kept = lock.read()
    lock.release()
    return kept


@contextmanager
def open_for_command() -> Iterator[None]:
    """For manage.py: the surroundings that bin/run serves in, with our PostgreSQL up where no other is named."""
    try:
        folder = data_dir()
        settle(folder)
        user = None if environment.text("DATABASE_URL") else User(folder)
        if user:
            user.enter()
    except (Refused, environment.Wrong, DidNotStart, NoWay) as refusal:
        sys.stderr.write(f"{refusal}\n")
        sys.exit(1)
    try:
        yield
    finally:
        if user:
            user.leave()
