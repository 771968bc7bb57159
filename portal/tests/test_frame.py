"""The masthead and the footer are drawn once for all without a session, and for each with one."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from articles.tests.factories import make_section
from members.tests.factories import make_user

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_follows_sections_place_and_day(client):
    section = make_section(name="Trade", slug="trade")
    with time_machine.travel(NOON, tick=False):
        page = client.get("/sections/trade/").content.decode()
        assert '<a href="/sections/trade/" aria-current="true">Trade</a>' in page
        assert "Tuesday, 24 November 2026" in page
        assert 'href="/sections/trade/" aria-current' not in client.get("/").content.decode()
        section.name = "Trade & ports"
        section.save()
        assert "Trade &amp; ports" in client.get("/").content.decode()
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        assert "Wednesday, 25 November 2026" in client.get("/").content.decode()


def test_a_name_in_one_reader_s_masthead_is_in_nobody_else_s(client):
    anonymous = client.get("/").content.decode()
    client.force_login(make_user(name="Mira Okonjo"))
    mine = client.get("/").content.decode()
    assert "Mira" in mine and "csrfmiddlewaretoken" in mine
    client.logout()
    again = client.get("/").content.decode()
    assert again == anonymous and "Mira" not in again and "csrfmiddlewaretoken" not in again
