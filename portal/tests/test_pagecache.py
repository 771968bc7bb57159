"""Public pages from memory: what is kept, for whom, and how long."""

import gzip
import io
import threading

import brotli
import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connection, connections
from django.test import Client

from articles import publishing
from articles.models import Section
from articles.tests.factories import make_article
from members.tests.factories import make_user
from portal import entering
from portal.lib import pages
from portal.lib.models import Tally
from portal.pagecache import PageCache
from portal.tests import emptying
from portal.tests.house import eventually

PERSON = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}


class Answer:
    def __init__(self, status, headers, body):
        self.status = int(status.split()[0])
        self.headers = {name.lower(): value for name, value in headers}
        self.body = body

    @property
    def text(self):
        unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}
        return unpack[self.headers.get("content-encoding")](self.body).decode()


class Portal:
    """The portal as its server calls it, and before that its front, where there is one; counts what reaches Django."""

    def __init__(self, application=None, *, has_front=False):
        self.entered, self.at_once = [], 0
        self._has_front = has_front
        self._django = application or get_wsgi_application()
        self.store = PageCache(self._count)

    def _count(self, environ, start_response):
        self.entered.append(environ["PATH_INFO"])
        return self._django(environ, start_response)

    def ask(self, address, method="GET", body=b"", headers=None, **environ):
        if self._has_front and not (body or environ) and (told := self._ask_front(address, method, headers or {})):
            return told
        path, _, query = address.partition("?")
        named = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in (headers or {}).items()}
        asked = {
            "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000", "HTTP_HOST": "localhost", "REMOTE_ADDR": "127.0.0.1", "SCRIPT_NAME": "",
            "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(body),
            "CONTENT_LENGTH": str(len(body)) if body else "",
        }  # fmt: skip
        said = []
        answer = self.store(asked | named | environ, lambda *told: said.extend(told))
        return Answer(said[0], said[1], b"".join(answer))

    def _ask_front(self, address, method, headers):
        lines = "".join(f"{name}: {value}\r\n" for name, value in ({"Host": "localhost"} | headers).items())
        told = self.store.at_once(f"{method} {address} HTTP/1.1\r\n{lines}\r\n".encode())
        if told is None:
            return None
        self.at_once += 1
        status, *named = b"".join(told[0]).decode("latin-1").split("\r\n")[:-1]
        return Answer(status.partition(" ")[2], [line.split(": ", 1) for line in named], told[1])

    def close(self):
        self.store.close()


@pytest.fixture(params=["front", "server"])
def portal(transactional_db, request):
    opened = Portal(has_front=request.param == "front")
    yield opened
    opened.close()


class TestKept:
    def test_a_page_is_made_once_and_answered_from_memory(self, portal):
        make_article(title="Cranes turn east")
        first, again = portal.ask("/"), portal.ask("/")
        assert portal.entered == ["/"]
        assert first.status == again.status == 200
        assert first.text == again.text
        assert "Cranes turn east" in again.text
        assert int(again.headers["age"]) < 5
        assert "default-src" in again.headers["content-security-policy"]
        assert again.headers["cache-control"] == "no-cache"

    @pytest.mark.parametrize(
        ("accepted", "encoding"),
        [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip;q=0.5", "gzip"), ("", None), ("*", "br"),
         ("identity", None), ("br;q=0, *;q=0", None), ("br;q=0.1, gzip", "gzip"), ("gzip;q=0.5, identity", None)],
    )  # fmt: skip
    def test_in_the_encoding_a_reader_likes_best_and_of_those_the_smallest(self, portal, accepted, encoding):
        make_article()
        plain = portal.ask("/")
        answer = portal.ask("/", headers={"Accept-Encoding": accepted})
        assert answer.headers.get("content-encoding") == encoding
        assert answer.text == plain.text
        assert answer.headers["vary"] == "Accept-Encoding"
        assert int(answer.headers["content-length"]) == len(answer.body)
        assert len(portal.entered) == 1

    def test_tags_are_of_one_encoding_and_known_ones_are_not_sent_again(self, portal):
        make_article()
        takes = [{"Accept-Encoding": name} for name in ("br", "gzip", "identity")]
        tags = [portal.ask("/", headers=each).headers["etag"] for each in takes]
        assert len(set(tags)) == 3
        for tag, each in zip(tags, takes, strict=True):
            again = portal.ask("/", headers=each | {"If-None-Match": f'"other", W/{tag}'})
            assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
            assert "content-length" not in again.headers
        assert portal.ask("/", headers={"If-None-Match": '"other"'}).status == 200
        assert portal.ask("/feeds/latest.atom").status == 200

    def test_head_is_the_same_without_a_body(self, portal):
        make_article()
        head, get = portal.ask("/", "HEAD"), portal.ask("/")
        assert head.body == b""
        assert head.headers["content-length"] == str(len(get.body))
        assert len(portal.entered) == 1

    @pytest.mark.parametrize("address", ["/feeds/latest.atom", "/sitemap.xml", "/robots.txt", "/weekly/subscribe/"])
    def test_feeds_and_maps_too(self, portal, address):
        make_article()
        assert portal.ask(address).body == portal.ask(address).body
        assert len(portal.entered) == 1

    def test_one_rendering_at_a_time(self, transactional_db, monkeypatch):
        monkeypatch.setattr(entering, "PAGES", 2)  # who waits for what is being made takes no room from other pages
        go, django = threading.Event(), get_wsgi_application()

        def slowly(environ, start_response):
            go.wait(10)
            return django(environ, start_response)

        portal = Portal(slowly)
        answers = []
        readers = [threading.Thread(target=lambda: answers.append(portal.ask("/").status)) for _ in range(8)]
        for reader in readers:
            reader.start()
        eventually(lambda: portal.entered, within=10)
        go.set()
        for reader in readers:
            reader.join()
        portal.close()
        assert answers == [200] * 8
        assert portal.entered == ["/"]


class TestNotKept:
    @pytest.mark.parametrize(
        "address", ["/search/?q=tea", "/ask/", "/account/login/", "/nowhere/", "/p/999", "/healthz", "/readyz"]
    )
    def test_what_is_of_one_person_or_moment_or_nowhere(self, portal, address):
        portal.ask(address)
        portal.ask(address)
        assert len(portal.entered) == 2
        assert len(portal.store.shelf) == 0

    def test_a_session_never_meets_the_store(self, portal):
        make_article()
        portal.ask("/")
        client = Client()
        client.force_login(make_user("chief"))
        cookie = {"Cookie": f"session={client.cookies['session'].value}"}
        answer = portal.ask("/", headers=cookie)
        assert answer.headers["cache-control"] == "private, no-store"
        assert "age" not in answer.headers
        assert "/account/logout/" in answer.text
        assert "/account/logout/" not in portal.ask("/").text
        assert len(portal.entered) == 2

    def test_a_post_reaches_django_whole(self, portal):
        body = b"email=ann%40example.org"
        kind = {"CONTENT_TYPE": "application/x-www-form-urlencoded"}
        assert portal.ask("/weekly/subscribe/", "POST", body, **kind).status == 302
        assert portal.ask("/weekly/subscribe/").status == 200


class TestExact:
    def test_a_change_is_seen_at_once_by_whoever_asks_after_it(self, portal):
        article = make_article(title="Before")
        address = article.get_absolute_url()
        assert "Before" in portal.ask(address).text
        portal.store.watch._over.set()  # the listener falls silent
        portal.store.watch._listener.join()
        portal.store.watch._asked = float("-inf")  # and has been for long
        type(article).objects.filter(pk=article.pk).update(title="After")
        pages.changed()
        assert "After" in portal.ask(address).text

    def test_word_of_a_change_comes_to_the_listener(self, portal):
        section = make_article().section
        portal.ask(section.get_absolute_url())
        Section.objects.filter(pk=section.pk).update(name="Harbours")
        pages.changed()
        eventually(lambda: "Harbours" in portal.ask(section.get_absolute_url()).text, within=1)

    def test_a_page_that_changed_while_it_was_made_is_not_kept(self, transactional_db):
        django = get_wsgi_application()

        def meanwhile(environ, start_response):
            answer = django(environ, start_response)
            pages.changed()
            connections.close_all()
            return answer

        portal = Portal(meanwhile)
        portal.ask("/")
        assert len(portal.store.shelf) == 0
        portal.close()

    def test_a_killed_listener_is_replaced(self, portal):
        make_article(title="Before")
        portal.ask("/")
        emptying.end_others()
        Section.objects.update(name="Harbours")
        pages.changed()
        eventually(lambda: "Harbours" in portal.ask("/").text, within=1)

    def test_withdrawn_is_gone(self, portal):
        article = make_article()
        assert portal.ask(article.get_absolute_url()).status == 200
        publishing.withdraw(article, reason="Mistaken", by=None, at=article.published_at)
        eventually(lambda: portal.ask(article.get_absolute_url()).status == 410, within=1)


class TestReads:
    def test_people_count_machines_do_not(self, portal):
        article = make_article()
        address = article.get_absolute_url()
        for headers in (
            PERSON,
            PERSON,
            {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"},
            {},
            {"User-Agent": ""},
        ):
            assert "portal-reads" not in portal.ask(address, headers=headers).headers
        portal.ask(address, headers=PERSON | {"Sec-Purpose": "prefetch"})
        portal.ask(address, "HEAD", headers=PERSON)
        portal.store.reads.write()
        assert [(row.what, row.about, row.count) for row in Tally.objects.all()] == [("read", article.pk, 2)]


@pytest.fixture
def stop_database():
    """As if PostgreSQL stopped, for everybody, until `start()`."""
    held = connection.settings_dict.copy()

    def start():
        connection.close()
        connection.settings_dict.update(held)

    def stop():
        emptying.end_others()
        connection.close()
        connection.settings_dict |= {"HOST": "127.0.0.1", "PORT": 1}

    stop.start = start
    yield stop
    start()


class TestWithoutDatabase:
    def test_what_is_stored_outlives_it_and_all_is_well_when_it_is_back(self, portal, stop_database):
        article = make_article(title="Before")
        address = article.get_absolute_url()
        kept = [address, "/", "/feeds/latest.atom", article.section.get_absolute_url(), f"/p/{article.pk}/qr.svg"]
        for each in kept:
            portal.ask(each)
        stop_database()
        portal.store.watch._asked -= 3600  # an hour later
        portal.store.watch._until = 0  # and something was to appear meanwhile
        assert [portal.ask(each).status for each in kept] == [200] * len(kept)
        assert "Before" in portal.ask(address).text
        assert int(portal.ask(address).headers["age"]) >= 0
        assert portal.ask("/search/?q=tea").status == 503
        portal.store.watch._asked -= 86_400
        assert portal.ask(address).status == 503  # a day is enough
        stop_database.start()
        type(article).objects.filter(pk=article.pk).update(title="After")
        pages.changed()
        eventually(lambda: "After" in portal.ask(address).text, within=5)
        assert portal.ask("/search/?q=tea").status == 200
