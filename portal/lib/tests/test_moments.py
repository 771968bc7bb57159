from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import translation

MOMENT = datetime(2026, 11, 24, 8, 5, 9, 640102, tzinfo=UTC)


def shown(text, **context):
    return Template("{% load moments %}" + text).render(Context(context))


def test_when_is_the_time_of_today_and_else_the_day():
    start = '<time datetime="2026-11-24T08:05:09+00:00">'
    assert shown("{% when at today %}", at=MOMENT, today=date(2026, 11, 24)) == f"{start}08:05 UTC</time>"
    assert shown("{% when at today %}", at=MOMENT, today=date(2026, 11, 25)) == f"{start}24 Nov 2026</time>"
    assert shown("{% when at today %}", at=MOMENT) == f"{start}24 Nov 2026</time>"
    assert shown("{% when at today %}", at=None) == ""


@pytest.fixture
def translated(settings, monkeypatch):
    """As on a portal whose own words are not English."""
    settings.USE_I18N = True
    monkeypatch.setattr(translation, "_trans", type(translation._trans)())


def test_the_month_is_in_the_language_of_the_page(translated):
    with translation.override("ru"):
        assert "24 ноя" in shown("{% when at today %}", at=MOMENT).lower()
    assert "24 Nov 2026" in shown("{% when at today %}", at=MOMENT)


def test_filters_print_hours_and_machine_time():
    assert shown("{{ at|clock }} {{ at|iso }}", at=MOMENT) == "08:05 2026-11-24T08:05:09+00:00"
    assert shown("{{ at|is_on:day }}", at=MOMENT, day=date(2026, 11, 24)) == "True"
