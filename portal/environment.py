"""What is read from the environment. Each value is checked; a wrong one is named, with what it may be.

Set but empty means not set. Without Django, as the web server's own process is.
"""

import os
import shutil
from collections.abc import Callable
from email.utils import parseaddr
from typing import TypeVar
from urllib.parse import urlsplit

SWITCHES = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
CENTURY = 36_500  # days; with longer times no date can be reckoned
YEAR = 31_536_000  # seconds
LAST_PORT = 65_535
SHORTEST_SECRET = 32
CORES = os.cpu_count() or 1
Found = TypeVar("Found")
MAKES_SECRET = "This makes one: python3 -c 'import secrets; print(secrets.token_urlsafe(64))'"


class Wrong(Exception):
    """A variable has a value that it cannot have; says which, and what would do."""


def text(name: str, *, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def switch(name: str, *, default: bool) -> bool:
    given = text(name)
    if given and given.lower() not in SWITCHES:
        raise Wrong(f"{name} is {given!r}; it must be 1 or 0.")
    return SWITCHES[given.lower()] if given else default


def whole(name: str, *, default: int, least: int = 0, most: int) -> int:
    given = text(name)
    if not given:
        return default
    if not given.isascii() or not given.isdecimal() or not least <= int(given[:20]) <= most:
        raise Wrong(f"{name} is {given!r}; it must be a whole number from {least} to {most}.")
    return int(given)


def days(name: str, *, default: int) -> int:
    return whole(name, default=default, least=1, most=CENTURY)


def port(name: str) -> int:
    return whole(name, default=8000, least=1, most=LAST_PORT)


def names(name: str, *, default: list[str], fits: Callable[[str], bool], kind: str) -> list[str]:
    """Several with commas between."""
    given = [part.strip() for part in text(name).split(",") if part.strip()]
    for part in given:
        if not fits(part):
            raise Wrong(f"{name} has {part!r}; {kind}.")
    return given or default


def is_host(word: str) -> bool:
    return bool(word.strip(".")) and not set("/@?#*<>\"' ") & set(word)


def hosts(name: str) -> list[str]:
    """As Django's ALLOWED_HOSTS has them: ".portal.example" is all below it too, "*" any."""
    kind = "it takes names of hosts, as in portal.example"
    return names(name, default=[], fits=lambda part: part == "*" or is_host(part), kind=kind)


def base_url(name: str, *, default: str) -> str:
    given = text(name, default=default)
    scheme, _, rest = given.rstrip("/").lower().partition("://")
    if scheme not in ("http", "https") or not _is_place(f"//{rest}") or set("/?#@") & set(rest):
        raise Wrong(f"{name} is {given!r}; it must be http:// or https:// and a host alone: https://portal.example.")
    return f"{scheme}://{rest}"


def _is_place(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return is_host(parts.hostname or "") and parts.port != 0
    except ValueError:  # of the port
        return False


def secret_key(name: str, *, in_production: bool) -> str:
    """The one that was given; none where it has to be made."""
    given = text(name)
    if in_production and not given:
        raise Wrong(f"{name} must be set where BASE_URL begins with https://. {MAKES_SECRET}")
    if in_production and len(given) < SHORTEST_SECRET:
        raise Wrong(f"{name} must have at least {SHORTEST_SECRET} characters in production. {MAKES_SECRET}")
    return given


def mailbox(name: str, *, default: str) -> str:
    given = text(name)
    local, _, host = parseaddr(given)[1].rpartition("@")
    if given and (not local or not is_host(host) or set(given) & set("\r\n")):
        raise Wrong(f"{name} is {given!r}; it must be an address, as in: Belt and Road Portal <portal@portal.example>")
    return given or default


def contacts(name: str, *, default: list[str]) -> list[str]:
    kind = "each must begin with mailto:, https:// or tel:"
    return names(name, default=default, fits=lambda part: part.startswith(("mailto:", "https://", "tel:")), kind=kind)


def level(name: str, *, default: str) -> str:
    given = text(name, default=default).upper()
    if given not in LEVELS:
        raise Wrong(f"{name} is {given!r}; it must be one of {', '.join(LEVELS)}.")
    return given


def program(name: str) -> str:
    given = text(name)
    if given and shutil.which(given) is None:
        raise Wrong(f"{name} is {given!r}; there is no program that can be run.")
    return given


def read_as(name: str, *, default: str, reads: Callable[[str], Found], form: str) -> Found:
    """What `reads` makes of an address; a ValueError of it is our refusal, which may not repeat a password."""
    try:
        return reads(text(name, default=default))
    except ValueError as error:
        raise Wrong(f"{name} must be the address of {form}.") from error


def web_workers(name: str) -> int:
    """Two at least where nobody says how many, so that one slow request does not stop the others."""
    return whole(name, default=max(2, min(4, CORES)), least=1, most=64)
