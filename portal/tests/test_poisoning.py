"""Nobody can fill, split or poison the store with what a page does not take."""

import pytest

from articles.tests.factories import make_article
from portal.stored import BESIDE, Page, Shelf
from portal.tests.test_pagecache import portal as portal  # a fixture

# As published by those who look for such faults.
HEADERS = [
    {"X-Forwarded-Host": "evil.example"}, {"X-Forwarded-Scheme": "http"}, {"X-Forwarded-Proto": "https"},
    {"X-Forwarded-Port": "1"}, {"X-Forwarded-Prefix": "/evil"}, {"X-Forwarded-Server": "evil.example"},
    {"X-Host": "evil.example"}, {"X-Original-URL": "/admin/"}, {"X-Rewrite-URL": "/admin/"},
    {"X-HTTP-Method-Override": "POST"}, {"X-HTTP-Method": "HEAD"}, {"X-Method-Override": "PUT"},
    {"Forwarded": "host=evil.example;proto=https"}, {"Accept-Language": "ar"}, {"Accept": "application/json"},
    {"X-Requested-With": "XMLHttpRequest"}, {"Range": "bytes=0-9"},
    {"If-Modified-Since": "Wed, 21 Oct 2065 07:28:00 GMT"}, {"Max-Forwards": "0"}, {"Cookie": "csrftoken=" + "a" * 32},
    {"If-None-Match": '"none"'}, {"Cookie": "messages=evil; csrftoken=evil; django_language=ar"}, {"Origin": "null"},
    {"X-Amz-Website-Redirect-Location": "//evil.example"}, {"Transfer-Encoding": "x"}, {"Host": "localhost:1337"},
    {"Referer": "https://evil.example/"}, {"User-Agent": "<evil>"}, {"X-Oversized": "x" * 20_000},
]  # fmt: skip
QUERIES = ["utm_source=evil", "after", "after=", "AFTER=1-1", "a=1;after=2-2", "q=evil", "_method=POST",
           "format=json", "%61fter=", "x=" + "y" * 5000, "&".join(f"p{number}=evil" for number in range(1000)),
]  # fmt: skip
VOLATILE = ("age", "date")


def same(answer, other):
    kept = [{name: value for name, value in each.headers.items() if name not in VOLATILE} for each in (answer, other)]
    return (answer.status, kept[0], answer.body) == (other.status, kept[1], other.body)


def test_a_header_changes_no_page_that_others_get(portal):
    address = make_article().get_absolute_url()
    plain = portal.ask(address)
    for headers in HEADERS:
        portal.store.shelf.drop()
        poisoned = portal.ask(address, headers=headers)
        assert poisoned.status in (200, 304), headers
        assert b"evil" not in poisoned.body, headers
        assert same(portal.ask(address), plain), headers
    assert len(portal.entered) == len(HEADERS) + 1


def test_a_foreign_host_is_refused_and_nothing_of_it_kept(portal):
    make_article()
    assert portal.ask("/", headers={"Host": "evil.example"}).status == 400
    assert len(portal.store.shelf) == 0
    assert portal.ask("/").status == 200


def test_parameters_that_a_page_does_not_take_neither_split_nor_change_it(portal):
    section = make_article().section
    for address in ("/", section.get_absolute_url(), "/feeds/latest.atom"):
        plain = portal.ask(address)
        for query in QUERIES:
            assert same(portal.ask(f"{address}?{query}"), plain), query
    assert len(portal.entered) == len(portal.store.shelf) == 3


def test_a_body_of_a_get_is_not_read(portal):
    make_article()
    fat = portal.ask("/", body=b"after=1-1&q=evil", CONTENT_TYPE="application/x-www-form-urlencoded")
    assert same(fat, portal.ask("/"))
    assert len(portal.entered) == 1


def test_an_address_that_means_another_to_a_proxy_is_none_of_ours(portal):
    make_article()
    for address in ("//", "/./", "/../", "/x/../", "/\\", "/;a=b", "/%2e%2e/", "/index.html", "/\0"):
        assert portal.ask(address).status in (301, 404), address
    assert len(portal.store.shelf) == 0


@pytest.mark.parametrize("portal", ["front"], indirect=True)  # which asks the server for each of them
def test_made_up_addresses_fill_nothing(portal):
    address = make_article().get_absolute_url()
    for number in range(50):
        portal.ask(f"/made-up/{number}/")
        portal.ask(f"{address}{number}/")
        portal.ask(f"/keywords/k{number}/")
    assert len(portal.store.shelf) == 0


def a_page(size, standing="now"):
    return Page({"": b"x" * size}, {"": b""}, {"": ""}, "", 0, standing, 0.0, size + BESIDE)


class TestShelf:
    def test_never_holds_more_than_its_limit(self):
        shelf = Shelf(100_000)
        for number in range(500):
            shelf.put(f"k{number}", a_page(number * 7 % 3000))
            if number % 3 == 0:
                shelf.get(f"k{number}")
            assert shelf.size <= 100_000
        assert len(shelf) > 20

    def test_the_least_used_go_first_and_passers_by_push_out_nobody_known(self):
        shelf = Shelf(100_000)
        known = [f"known{number}" for number in range(20)]
        for key in known:
            shelf.put(key, a_page(1000))
            shelf.get(key)
        for number in range(1000):
            shelf.put(f"once{number}", a_page(1000))
        assert all(shelf.get(key) for key in known)
        assert shelf.get("once0") is None
        assert shelf.get("once999")

    def test_a_change_drops_all_but_what_is_named_by_its_content(self):
        shelf = Shelf(100_000)
        shelf.put("page", a_page(100))
        shelf.put("picture", a_page(100, standing=None))
        shelf.drop()
        assert shelf.get("page") is None
        assert shelf.get("picture")
        assert shelf.size == 100 + BESIDE + 2 * len("picture")

    def test_one_larger_than_an_eighth_is_not_kept(self):
        shelf = Shelf(100_000)
        shelf.put("large", a_page(20_000))
        assert len(shelf) == 0
