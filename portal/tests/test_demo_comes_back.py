"""The demonstration content, with its maps and pictures, through an export into an empty portal."""

from datetime import UTC, datetime

import pytest

from articles.models import Drawing, Picture
from articles.tests.exporting_made import comes_back
from portal import demo
from subscriptions.models import Issue

pytestmark = pytest.mark.django_db


def test_demonstration_content_comes_back_as_it_was(tmp_path, capsys):
    demo.load(at=datetime(2026, 3, 1, tzinfo=UTC), show=lambda _: None)
    Issue.objects.all().delete()  # which hold on to their articles
    there = Drawing.objects.count(), Picture.objects.count()
    comes_back(tmp_path, capsys)
    assert (Drawing.objects.count(), Picture.objects.count()) == there
