"""Every address that the portal answers at, made from its own patterns."""

import re
from collections.abc import Iterable, Mapping

from django.urls import URLPattern, URLResolver, get_resolver

_CONVERTER = re.compile(r"<(?:\w+:)?(\w+)>")
_GROUP = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")


class NoArguments(AssertionError):
    """A pattern asks for something that nobody said what to put there."""


def routes(patterns: Iterable[URLPattern | URLResolver] | None = None, prefix: str = "") -> Iterable[str]:
    """Each pattern whole, its parts written <name>."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + plain(str(entry.pattern))
        if isinstance(entry, URLResolver):
            yield from routes(entry.url_patterns, route)
        else:
            yield route


def plain(pattern: str) -> str:
    """A pattern with neither converters nor regular expressions."""
    named = _GROUP.sub(lambda group: f"<{group[1]}>", _CONVERTER.sub(r"<\1>", pattern))
    return named.replace("^", "").replace("$", "").replace("\\", "")


def filled(route: str, arguments: Mapping[str, Mapping[str, object]]) -> str:
    """The path of `route`, its parts taken from the longest key of `arguments` that it begins with."""
    fitting = max((key for key in arguments if route.startswith(key)), key=len, default=None)
    known = arguments[fitting] if fitting is not None else {}

    def value(part: re.Match[str]) -> str:
        if part[1] not in known:
            raise NoArguments(f"Nobody said what stands for <{part[1]}> in {route!r}.")
        return str(known[part[1]])

    return "/" + re.sub(r"<(\w+)>", value, route)
