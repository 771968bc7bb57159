"""Odd and hostile values at every public address: a clear answer below 500, soon."""

import time

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from articles.tests.factories import make_article

OURS = ("articles", "subscriptions", "feedback", "portal")
ODD = [
    "0", "-1", "99999999999999999999999", "١٢", "%00", "%ff%fe", "..%2f..%2fetc%2fpasswd", "a'b\"--", "<script>",
    "%F0%9F%9A%82", "{{7*7}}", "%0d%0aSet-Cookie:x=1", "x" * 3000,
]  # fmt: skip
QUERIES = [
    "q=%00", "q=%ff", "q=" + "a" * 100_000, "q=" + "%22" * 500, "q=" + "-a+" * 500, "after=x", "after=9" * 50,
    "after=1-1%27", "about=x", "about=-1", "about=99999999999999999999", "sort=x&q=a", "&".join(["a=b"] * 3000),
    "q=a&q=b&sort=newest&after=%00", "q[]=a", "q=%27%3B+DROP+TABLE+articles_entry", "next=https://evil.example",
]  # fmt: skip


def patterns(resolver=None, prefix=""):
    """Every address of ours as its pattern ("articles/<int:number>/<slug:slug>/")."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route)
        elif isinstance(entry, URLPattern) and entry.callback.__module__.split(".")[0] in OURS:
            yield route


def filled(route, value):
    """`route` with `value` for each of its parts."""
    parts = []
    for piece in route.replace("^", "").split("/"):
        parts.append(value if piece.startswith("<") else piece.split("<")[0])
    return "/" + "/".join(parts)


@pytest.fixture
def anybody():
    """A client that reports a fault as a reader would see it, not as an exception."""
    return Client(raise_request_exception=False)


def answered(response, began, what):
    assert response.status_code < 500, what
    assert time.monotonic() - began < 2, what


@pytest.mark.django_db
@pytest.mark.parametrize("value", ODD, ids=lambda value: value[:12])
def test_odd_parts_of_addresses(anybody, value):
    make_article()
    met = 0
    for route in patterns():
        began = time.monotonic()
        answered(anybody.get(filled(route, value)), began, f"{route} with {value[:40]}")
        met += 1
    assert met > 20  # the walk found the addresses


@pytest.mark.django_db
@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query[:12])
def test_odd_queries(anybody, query):
    article = make_article()
    for route in ("/", "/search/", "/ask/", "/ask/box/", "/questions/", "/weekly/", "/weekly/subscribe/",
                  article.section.get_absolute_url(), article.get_absolute_url(), f"/p/{article.pk}"):  # fmt: skip
        began = time.monotonic()
        answered(anybody.get(f"{route}?{query}"), began, f"{route} with {query[:40]}")


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["put", "delete", "patch", "trace", "options"])
def test_methods_nobody_asked_for(anybody, method):
    make_article()
    for route in patterns():
        began = time.monotonic()
        answered(getattr(anybody, method)(filled(route, "1")), began, f"{method} {route}")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"X-Forwarded-Host": "evil.example", "X-Forwarded-For": "x" * 5000},
        {"Cookie": "session=%00; session=" + "a" * 4000},
        {"Accept-Language": "zz-" * 2000},
        {"If-None-Match": "W/" * 2000, "If-Modified-Since": "yesterday"},
        {"Range": "bytes=0-,5-,-1"},
        {"User-Agent": "\xff\xfe"},
    ],
    ids=lambda headers: next(iter(headers)),
)
def test_odd_headers(anybody, headers):
    for route in ("/", make_article().get_absolute_url(), "/search/?q=a", "/feeds/latest.atom", "/ask/"):
        began = time.monotonic()
        response = anybody.get(route, headers=headers)
        answered(response, began, f"{route} with {headers}")
        assert b"evil.example" not in response.content


FORM = "application/x-www-form-urlencoded"
BODIES = [
    (b"", FORM),
    (b"%", FORM),
    (b"email=%00%0d%0aBcc:x@y.example&text=%00&code_0=%00&code_1=%ff", FORM),
    (b"email=" + b"a" * 300_000 + b"@b.example", FORM),
    (b"topics=%00&topics=99999999999999999999&email[]=1&email=2", FORM),
    (b"&".join([b"a=b"] * 3000), FORM),
    (b"email=a%40b.example", f"{FORM}; charset=utf-7"),
    (b"email=a%40b.example", f"{FORM}; charset=nonsense"),
    (b"email=a%40b.example", "text/plain"),
    (b'--x\r\nContent-Disposition: form-data; name="email"\r\n\r\nx', "multipart/form-data; boundary=x"),
    (b"--x\r\n" + b"A: b\r\n" * 3000, "multipart/form-data; boundary=x"),
    (b"x", "multipart/form-data; boundary="),
    (b"x", "multipart/form-data"),
    (b'{"email": "a@b.example"}', "application/json"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("body", "kind"), BODIES, ids=[f"{kind[-12:]} {body[:10]!r}" for body, kind in BODIES])
def test_odd_bodies(anybody, body, kind):
    post_everywhere(anybody, body, kind, {})


@pytest.mark.django_db
@pytest.mark.parametrize("sender", [{"Origin": "http://["}, {"Origin": "\xff", "Referer": "http://["}], ids=str)
def test_odd_senders(anybody, sender):
    post_everywhere(anybody, b"email=a%40b.example", FORM, sender)


def post_everywhere(anybody, body, kind, headers):
    make_article()
    for route in patterns():
        began = time.monotonic()
        response = anybody.generic("POST", filled(route, "1"), body, kind, headers=headers)
        answered(response, began, f"{route} with {body[:40]!r} as {kind} from {headers}")
        assert not response.cookies, route
