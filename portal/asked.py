"""Which requests may be answered from the store, and by which key.

A page that is stored is rendered from its address and nothing else: what the page is not known to take, and
every header but few, is taken away before Django sees it. So nobody can make a page that others get differ.
"""

import io
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from portal import heads

Environ = dict[str, Any]

# Pages of one person, and pages that count or ask for the moment.
NEVER = (
    "/admin/", "/account/", "/captcha/", "/search/", "/ask/", "/preview/", "/styleguide/", "/healthz", "/readyz",
    "/weekly/confirm/", "/weekly/preferences/", "/weekly/leave/", "/weekly/asked/", "/trial/", "/database/",
)  # fmt: skip
# What the pages below an address take; any other parameter is none of theirs. Elsewhere, what has one is not stored.
TAKES = {"/sections/": "after", "/keywords/": "after", "/authors/": "after", "/questions/": "after", "/p/": "v"}
TAKES |= {"/weekly/": "after", "/articles/": "", "/feeds/": "after", "/media/": "", "/static/": ""}
WHOLE = {"/", "/sitemap.xml", "/news-sitemap.xml", "/robots.txt", "/llms.txt", "/opensearch.xml"}
# Of a request, all that the rendering of a stored page may know, besides the address.
KEPT = (
    "REMOTE_ADDR", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_USER_AGENT", "SERVER_PROTOCOL",
    "SERVER_NAME", "SERVER_PORT", "SCRIPT_NAME",
)  # fmt: skip
LONGEST = 600
REMEMBERED = 500
_WEIGHT = re.compile(r"q=([01](?:\.\d{0,3})?)")


@dataclass(slots=True, frozen=True)
class Asked:
    key: str
    path: str
    query: str


@dataclass(slots=True, frozen=True)
class Plain:
    """A request that the store may answer, in plain words: all that its answer depends on."""

    key: str
    encodings: tuple[str, ...]
    is_whole: bool  # not the head alone
    stays: bool
    tags: str | None
    since: str | None
    environ: Environ


class Desk:
    """Reads requests; remembers what hosts and encodings it has understood."""

    def __init__(self) -> None:
        self._host = urlsplit(settings.BASE_URL).netloc
        self._session = f"{settings.SESSION_COOKIE_NAME}="
        self._hosts: dict[str, bool] = {}
        self._encodings: dict[str, tuple[str, ...]] = {}

    def read(self, environ: Environ) -> Asked | None:
        """What is asked for, if it may be stored; None where Django answers this one itself."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or "HTTP_AUTHORIZATION" in environ:
            return None
        path, query = environ["PATH_INFO"], environ["QUERY_STRING"]
        if self._session in environ.get("HTTP_COOKIE", "") or path.startswith(NEVER) or len(path) > LONGEST:
            return None
        if not self._is_ours(environ.get("HTTP_HOST", "")):
            return None
        if query:
            known = _known(path, query)
            if known is None:
                return None
            query = known
        secure = "s" if _is_secure(environ) else ""
        return Asked(key=f"{secure}{path}?{query}", path=path, query=query)

    def plain(self, head: bytes) -> Plain | None:
        """The same from what came over the wire; None too where that is not one request, written as most are."""
        environ = heads.environ(head)
        if environ is None or environ["CONTENT_LENGTH"]:
            return None
        asked = self.read(environ | {"wsgi.url_scheme": "http"})
        if asked is None:
            return None
        return Plain(
            key=asked.key,
            encodings=self.encodings(environ.get("HTTP_ACCEPT_ENCODING", "")),
            is_whole=environ["REQUEST_METHOD"] == "GET",
            stays=heads.stays(environ),
            tags=environ.get("HTTP_IF_NONE_MATCH"),
            since=environ.get("HTTP_IF_MODIFIED_SINCE"),
            environ=environ,
        )

    def bare(self, environ: Environ, asked: Asked) -> Environ:
        """The request as it is for everybody who asks this."""
        kept = {name: value for name, value in environ.items() if name in KEPT or name.startswith("wsgi.")}
        return kept | {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": asked.path,
            "QUERY_STRING": asked.query,
            "HTTP_HOST": self._host,
            "HTTP_COOKIE": _token(environ.get("HTTP_COOKIE", "")),
            "wsgi.input": io.BytesIO(),
        }

    def encodings(self, accepted: str) -> tuple[str, ...]:
        """Of those we have, what a client takes: what it likes best first, and of equals the smallest."""
        found = self._encodings.get(accepted)
        if found is None:
            found = _encodings(accepted)
            if len(self._encodings) < REMEMBERED:
                self._encodings[accepted] = found
        return found

    def _is_ours(self, host: str) -> bool:
        known = self._hosts.get(host)
        if known is None:
            known = validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS)
            if len(self._hosts) < REMEMBERED:
                self._hosts[host] = known
        return known


def _token(cookies: str) -> str:
    """The one cookie that a form may need; a page that uses it says so by setting it, and is not stored."""
    found = re.search(rf"(?:^|;)\s*({settings.CSRF_COOKIE_NAME}=[A-Za-z0-9]{{32}})\s*(?:;|$)", cookies)
    return found[1] if found else ""


def _is_secure(environ: Environ) -> bool:
    """As Django decides it."""
    if settings.SECURE_PROXY_SSL_HEADER:
        said = environ.get("HTTP_X_FORWARDED_PROTO")
        if said is not None:
            return bool(said.split(",")[0].strip() == "https")
    return bool(environ["wsgi.url_scheme"] == "https")


def _known(path: str, query: str) -> str | None:
    """Of a query, what the page takes; None where that is not known or too much."""
    if path in WHOLE:
        return ""
    name = next((name for place, name in TAKES.items() if path.startswith(place)), None)
    if not name or len(query) > LONGEST:
        return None if name is None else ""
    given = [value for key, value in parse_qsl(query, keep_blank_values=True, errors="replace") if key == name]
    return urlencode({name: given[-1]}) if given and given[-1] else ""


def _encodings(accepted: str) -> tuple[str, ...]:
    taken = {}
    for part in accepted[:LONGEST].lower().split(","):
        name, _, weight = part.strip().partition(";")
        found = _WEIGHT.fullmatch(weight.replace(" ", ""))
        taken[name.strip()] = float(found[1]) if found else 1.0
    weights = {name: taken.get(name, taken.get("*", 0.0)) for name in ("br", "gzip")}
    wanted = [name for name in weights if weights[name] and weights[name] >= taken.get("identity", 0.0)]
    return tuple(sorted(wanted, key=lambda name: -weights[name]))
