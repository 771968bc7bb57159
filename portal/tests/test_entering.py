"""Requests enter Django whole, and few at a time; what is stored does not wait for them."""

import io
import threading

import pytest
from django.test import RequestFactory

from articles.tests.factories import make_article
from bench.rough import Hostile, unfinished
from members.tests.factories import make_user
from portal import entering
from portal.tests.served import Served
from portal.tests.test_pagecache import portal as portal  # a fixture

FORM = {"CONTENT_TYPE": "application/x-www-form-urlencoded"}


class Stuck:
    """A form whose sender has gone quiet, until its connection ends."""

    def __init__(self):
        self.ended = threading.Event()

    def read(self, size):
        self.ended.wait(30)
        return b""


@pytest.mark.django_db(transaction=True)
def test_forms_that_do_not_come_to_their_end_are_given_up_and_stop_nobody(tmp_path):
    with Served(tmp_path, workers=1, FORM_SECONDS="1") as served:
        stuck = [unfinished(served.port) for _ in range(8)]
        answers = [client.recv(4096) for client in stuck]
        for client in stuck:
            client.close()
        assert [answer[9:12] for answer in answers] == [b"408"] * 8
        assert all(b"connection: close" in answer.lower() for answer in answers)
        assert served.get("/")[0].status == 200


def test_a_form_that_is_cut_short_never_reaches_django(portal):
    answer = portal.ask("/weekly/subscribe/", "POST", b"email=ann", **FORM, CONTENT_LENGTH="500")
    assert answer.status == 408
    assert portal.entered == []


def test_many_that_are_stuck_keep_nobody_from_pages(portal):
    make_article()
    portal.ask("/")
    portal.store._door._forms = threading.BoundedSemaphore(3)
    sources = [Stuck() for _ in range(3)]
    stuck = [
        threading.Thread(
            target=portal.ask,
            args=["/weekly/subscribe/", "POST"],
            kwargs={**FORM, "CONTENT_LENGTH": "500", "wsgi.input": source},
        )
        for source in sources
    ]
    for each in stuck:
        each.start()
    while portal.store._door._forms._value:  # until all three wait
        threading.Event().wait(0.01)
    assert portal.ask("/").status == 200
    assert portal.ask("/search/?q=tea").status == 200
    busy = portal.ask("/weekly/subscribe/", "POST", b"email=ann", **FORM)
    assert (busy.status, busy.headers["retry-after"]) == (503, "10")
    assert "Back in a minute" in busy.text
    portal.store._door._pages = threading.BoundedSemaphore(1)
    with portal.store._door._pages:
        assert 'value="tea"' in portal.ask("/search/?q=tea").text
    for source in sources:
        source.ended.set()
    for each in stuck:
        each.join()
    assert portal.ask("/weekly/subscribe/", "POST", b"email=ann", **FORM).status != 503


def test_what_is_too_large_is_refused_unread(portal):
    large = {"CONTENT_LENGTH": "2600000", "wsgi.input": io.BytesIO()}
    assert portal.ask("/weekly/subscribe/", "POST", **FORM, **large).status == 413


@pytest.mark.django_db(transaction=True)
def test_hostile_requests_in_small(tmp_path):
    make_article()
    with Served(tmp_path) as served:
        trial = Hostile(served, total=160, slowest=30)  # the machine of a test may be busy
        assert trial.run() == []
        assert len(trial.times) == 160


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "path", "is_read"),
    [
        ("chief", "/admin/articles/import/add/", True),
        ("chief", "/admin/articles/picture/add/", False),
        ("author", "/admin/articles/import/add/", False),
        ("", "/admin/articles/import/add/", False),
    ],
)
def test_an_archive_is_read_only_from_who_may_send_one(client, settings, role, path, is_read):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE, settings.PICTURE_MAX_BYTES, settings.ARCHIVE_MAX_BYTES = 100, 100, 1000
    client.force_login(make_user(role))
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    environ = RequestFactory().post(path, b"x" * 500, "application/zip", headers={"Cookie": cookie}).environ
    is_archive = entering.is_for_archives(environ) and entering.may_send_archives(environ)
    whole = entering.read_whole(environ, is_archive=is_archive)
    assert len(whole["wsgi.input"].read()) == 500 * is_read
