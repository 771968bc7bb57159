"""Codes cost a row and a drawing: one network has so many in an hour, and honest readers never see the end."""

import pytest
from captcha.models import CaptchaStore
from django.test import Client
from django.urls import reverse

from feedback import codes

pytestmark = pytest.mark.django_db


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(codes, "IN_AN_HOUR", {"new": 3, "draw": 3, "speak": 3})


def statuses(path, *, client=None, times=5, **more):
    return [(client or Client()).get(path, **more).status_code for _ in range(times)]


@pytest.mark.parametrize("path", ["/ask/", "/ask/box/"])
def test_opening_the_form_again_and_again(few, path):
    assert statuses(path) == [200] * 3 + [429] * 2
    assert CaptchaStore.objects.count() == 3
    page = Client().get("/ask/").content.decode()
    assert "/captcha/image" not in page and "mailto:" in page
    assert statuses(path, client=Client(REMOTE_ADDR="198.51.100.9"), times=1) == [200]


def test_sending_the_form_again_and_again_keeps_what_was_typed(few):
    typed = {"text": "Does the licence cover goods in transit?", "email": "lena@example.org"}
    pages = [
        Client().post("/ask/", typed | more) for more in ({"reload": "1"}, {}, {"reload": "1"}, {}, {"reload": "1"})
    ]
    assert [page.status_code for page in pages] == [200] * 3 + [429] * 2
    assert CaptchaStore.objects.count() == 3
    assert all(typed["text"] in page.content.decode() for page in pages)
    assert pages[-1].headers["Retry-After"] == "3600"


def test_reloading_and_drawing(few):
    key = CaptchaStore.generate_key()
    asks = {"headers": {"X-Requested-With": "XMLHttpRequest"}}
    for path, more in ((reverse("captcha-refresh"), asks), (reverse("captcha-image", args=[key]), {})):
        assert statuses(path, **more) == [200] * 3 + [429] * 2
    assert Client().post(reverse("captcha-refresh"), **asks).status_code == 405


def test_nobody_who_asks_comes_near_the_end():
    """Twenty people of one office, each with three tries and five pictures."""
    assert codes.IN_AN_HOUR["new"] >= 20 * 3 * 2
    assert codes.IN_AN_HOUR["draw"] >= 20 * 5 * 2
