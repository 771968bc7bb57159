"""What people meet when something underneath is gone, or somebody sends more than anybody should."""

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from members.tests.factories import make_user
from portal import views

PAGES = ["/", "/search/?q=tea", "/articles/1/x/", "/feeds/latest.atom", "/weekly/", "/ask/", "/nowhere/", "/p/1"]


@pytest.fixture
def no_database(transactional_db):
    """As if PostgreSQL had stopped: whoever asks for a connection is refused."""
    held = connection.settings_dict.copy()
    connection.close()
    connection.settings_dict |= {"HOST": "127.0.0.1", "PORT": 1}
    yield
    connection.close()
    connection.settings_dict.update(held)


@pytest.fixture
def reader():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("cookies", [{}, {"session": "abc"}], ids=["anybody", "under a session"])
def test_without_a_database_a_page_says_come_back(no_database, reader, address, cookies):
    reader.cookies.load(cookies)
    answer = reader.get(address)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "60"
    assert "Back in a minute" in answer.content.decode()
    assert "default-src" in answer.headers["Content-Security-Policy"]
    assert "psycopg" not in answer.content.decode()


@pytest.mark.parametrize("address", ["/weekly/subscribe/", "/ask/"])
def test_without_a_database_a_form_says_come_back(no_database, reader, address):
    assert reader.post(address, {"email": "ann@example.org", "text": "Whose port is it?"}).status_code == 503


class TestTyped:
    """Kept by the page that says come back, so that a button sends it again."""

    def test_words_of_a_search(self, no_database, reader):
        page = reader.get("/search/", {"q": 'tea & "silk" <b>'}).content.decode()
        assert 'value="tea &amp; &quot;silk&quot; &lt;b&gt;"' in page
        assert 'action="/search/"' in page

    def test_where_it_was_searched_and_in_what_order(self, no_database, reader):
        page = reader.get("/search/", {"q": "tea", "from": "2026-1<", "section": "trade", "sort": "newest"}).text
        for name, value in (("from", "2026-1&lt;"), ("section", "trade"), ("sort", "newest")):
            assert f'<input type="hidden" name="{name}" value="{value}">' in page
        assert 'type="hidden"' not in reader.get("/?sort=newest").text

    def test_more_than_is_read(self, no_database, reader):
        assert reader.get(f"/?{'q=a&' * 2000}").status_code == 503

    def test_fields_of_a_form_but_no_secrets(self, no_database, reader):
        text = "Whose port is it?\n</textarea><script>alert(1)</script>"
        typed = {"email": "ann@example.org", "text": text, "password": "open sesame", "captcha_1": "XKCD", "topic": "3"}
        page = reader.post("/ask/?about=7", typed).content.decode()
        assert 'action="/ask/?about=7" method="post"' in page
        assert 'name="email" value="ann@example.org"' in page
        assert "Whose port is it?\n&lt;/textarea&gt;&lt;script&gt;" in page
        assert '<input type="hidden" name="topic" value="3">' in page
        assert "open sesame" not in page
        assert "XKCD" not in page
        assert "<script" not in page

    def test_nothing_that_another_site_sent(self, no_database, reader):
        page = reader.post("/account/login/", {"login": "mallory"}, headers={"Sec-Fetch-Site": "cross-site"})
        assert "mallory" not in page.content.decode()


def test_without_a_database_machines_are_told(no_database, reader):
    assert reader.get("/readyz").status_code == 503
    assert reader.get("/healthz").status_code == 200


def test_a_fault_of_ours_is_none_that_passes(rf):
    try:
        raise ZeroDivisionError
    except ZeroDivisionError:
        answer = views.server_error(rf.get("/"))
    assert answer.status_code == 500
    assert "Retry-After" not in answer.headers


class TestTooLarge:
    """Nothing of it is read: Django would write a file of any size to disk to look for the token behind it."""

    def send(self, client, address, size):
        head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
        body = head + b"a" * size + b"\r\n--x--\r\n"
        return client.post(address, body, content_type="multipart/form-data; boundary=x")

    @pytest.mark.parametrize("address", ["/", "/account/login/", "/admin/", "/weekly/subscribe/", "/nowhere/"])
    def test_from_anybody(self, db, address):
        client = Client(enforce_csrf_checks=True)
        client.cookies["csrftoken"] = "a" * 32
        answer = self.send(client, address, django_settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        assert answer.status_code == 413
        assert "too much at once" in answer.content.decode()
        assert not answer.wsgi_request._read_started

    def test_from_staff_who_send_a_picture_much_larger_than_any_we_take(self, client, db, settings):
        settings.PICTURE_MAX_BYTES = 1_000_000
        client.force_login(make_user("editor"))
        answer = self.send(client, reverse("admin:articles_picture_add"), 5_500_000)
        assert answer.status_code == 413
        assert not answer.wsgi_request._read_started

    def test_a_picture_a_little_too_large_is_refused_in_the_form(self, client, db):
        client.force_login(make_user("editor"))
        file = SimpleUploadedFile("a.png", b"\x89PNG" + b"\0" * 20_000_000)
        page = client.post(reverse("admin:articles_picture_add"), {"alt": "Cranes", "file": file}).content.decode()
        assert "The file is larger than 20 MB." in page
        assert "Cranes" in page
