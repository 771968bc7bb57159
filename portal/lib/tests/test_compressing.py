"""What is not stored goes out in gzip to whoever takes it, and only what is text."""

import gzip
from http import HTTPStatus

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from portal.lib.compressing import Compressing

TAKES = {"HTTP_ACCEPT_ENCODING": "gzip, deflate, br"}


def answered(body, media_type, **asked):
    return Compressing(lambda request: HttpResponse(body, content_type=media_type))(RequestFactory().get("/", **asked))


def test_a_search_comes_compressed_and_whole(client, db):
    plain, sent = client.get("/search/?q=gauge"), client.get("/search/?q=gauge", **TAKES)
    assert sent.status_code == HTTPStatus.OK
    assert sent.headers["Content-Encoding"] == "gzip" and "Accept-Encoding" in sent.headers["Vary"]
    assert len(sent.content) == int(sent.headers["Content-Length"]) < len(plain.content) / 2
    assert gzip.decompress(sent.content) == plain.content


def test_two_answers_alike_differ_in_length_so_that_it_tells_nothing():
    lengths = {len(answered(b"words " * 200, "text/html", **TAKES).content) for _ in range(20)}
    assert len(lengths) > 1


@pytest.mark.parametrize("asked", [{}, {"HTTP_ACCEPT_ENCODING": "br"}, {"HTTP_ACCEPT_ENCODING": "br, gzip;q=0"}])
def test_who_does_not_take_it_gets_it_plain(asked):
    answer = answered(b"words " * 200, "text/html", **asked)
    assert not answer.has_header("Content-Encoding") and answer.headers["Vary"] == "Accept-Encoding"


def test_a_picture_is_left_as_it_is():
    answer = answered(bytes(2000), "image/png", **TAKES)
    assert not answer.has_header("Content-Encoding") and len(answer.content) == 2000
