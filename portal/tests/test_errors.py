"""The pages for what goes wrong: each leads on, says no more than it must, and repeats nothing that was sent."""

import pytest
from django import forms
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig
from django.template import loader
from django.test import Client

from articles.tests.factories import make_article
from feedback.forms import AskForm
from members.tests.factories import make_user
from portal import views
from portal.lib import http
from subscriptions.forms import SubscribeForm

WORDS = "<script>alert(1)</script>"


def test_each_leads_home_and_to_search(rf, client, db):
    request = rf.get("/")
    request.reader = client.get("/").wsgi_request.reader
    answers = {
        400: views.bad_request(request, BadRequest(WORDS)),
        403: views.forbidden(request, PermissionDenied(WORDS)),
        404: client.get("/nowhere/"),
        405: client.post("/"),
        413: views.bad_request(request, RequestDataTooBig(WORDS)),
        429: http.too_many(request),
        500: views.server_error(request),
    }
    for status, answer in answers.items():
        page = answer.content.decode()
        assert answer.status_code == status
        assert 'href="/"' in page and 'action="/search/"' in page, status
        assert page.count("<h1") == 1 and 'content="noindex"' in page, status
        assert "script>alert" not in page, status


@pytest.mark.parametrize("address", ["/nowhere/%3Cscript%3Ealert(1)%3C/script%3E/", "/?q=%3Cscript%3Ealert(1)"])
@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "patch"])
def test_repeats_no_word_of_an_address(client, db, address, method):
    answer = getattr(client, method)(address)
    assert answer.status_code in (200, 404, 405)
    assert b"alert(1)" not in answer.content


class TestNotAllowed:
    def test_says_what_is(self, client, db):
        answer = client.post("/weekly/")
        assert answer.status_code == 405
        assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD"}
        assert "takes no such request" in answer.content.decode()
        assert not answer.cookies

    @pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options"])
    def test_says_how_long_its_page_is_so_that_the_connection_can_go_on(self, client, db, method):
        answer = getattr(client, method)("/weekly/")
        assert answer.status_code == 405
        assert int(answer.headers["Content-Length"]) == len(answer.content) > 0

    @pytest.mark.parametrize(
        "path",
        ["/", "/articles/1/x/", "/articles/1/x.md", "/sections/x/", "/search/", "/about/", "/questions/", "/weekly/"]
        + ["/feeds/latest.atom", "/sitemap.xml", "/robots.txt", "/media/x.jpg", "/p/1", "/wp-login.php"],
    )
    @pytest.mark.parametrize("method", ["post", "delete", "brew"])
    def test_asks_neither_for_a_token_nor_the_database(self, db, django_assert_num_queries, method, path):
        """As robots send it: a test's own client would be let past the token."""
        client = Client(enforce_csrf_checks=True)
        with django_assert_num_queries(0):
            answer = client.generic(method.upper(), path)
        assert answer.status_code == 405 and "takes no such request" in answer.text

    def test_who_has_a_session_is_told_so_too(self, client, db):
        asking = Client(enforce_csrf_checks=True)
        asking.force_login(make_user())
        assert asking.post("/").status_code == 405
        assert asking.post("/account/logout/").status_code == 403, "What acts still asks for the token."


class TestTooMany:
    def test_says_when_to_come_back(self, rf, client, db):
        request = rf.get("/")
        request.reader = client.get("/").wsgi_request.reader
        answer = http.too_many(request, seconds=90)
        assert answer.headers["Retry-After"] == "90"
        assert "try again in 2 minutes" in answer.content.decode()
        assert "try again in a minute" in http.too_many(request, seconds=60).content.decode()

    @pytest.mark.parametrize(("path", "wait"), [("/account/login/", "60"), ("/account/password/reset/", "3600")])
    def test_a_library_that_forgets_to_is_helped(self, client, db, path, wait):
        typed = {"login": "ann", "password": "x", "email": "ann@portal.example"}
        answers = [client.post(path, typed) for _ in range(60)]
        refused = [answer for answer in answers if answer.status_code == 429]
        assert refused and all(answer.headers["Retry-After"] == wait for answer in refused)


def test_a_fault_of_ours_asks_no_database(rf, client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert views.server_error(rf.get("/")).status_code == 500


def test_a_fault_under_way_is_answered_with_the_page(db, monkeypatch):
    """As a browser meets it: through every middleware."""
    article = make_article()
    monkeypatch.setattr(type(article), "is_published", lambda *_, **__: 1 / 0)
    answer = Client(raise_request_exception=False).get(article.get_absolute_url())
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.content.decode()
    assert "ZeroDivision" not in answer.content.decode()


class Plain(forms.Form):
    """As those of a library: its helper, if any, has no layout."""

    email = forms.EmailField()
    helper = SubscribeForm().helper


@pytest.mark.parametrize(("form", "times"), [(Plain({}), 1), (SubscribeForm({}), 0), (AskForm({}), 0)])
def test_a_form_s_errors_stand_first_unless_its_page_prints_them(rf, client, db, form, times):
    request = rf.get("/")
    request.reader = client.get("/").wsgi_request.reader
    page = loader.get_template("base.html").render({"form": form}, request)
    assert page.count("summary-wrong") == times
