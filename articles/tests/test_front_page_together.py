"""Several editors put an arrangement of the front page live at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Arrangement
from articles.tests.factories import make_article
from members.tests.factories import make_user
from portal.lib import pages

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 20


def at_the_same_moment(act, values):
    start = Barrier(len(values))

    def do(value):
        try:
            start.wait()
            return act(value)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(values)) as pool:
        return list(pool.map(do, values))


def draft():
    return Arrangement.objects.create(lead=make_article(), made_at=timezone.now())


def put_live(client, arrangement):
    return client.post(reverse("admin:articles_arrangement_live", args=[arrangement.pk])).status_code


def editors():
    clients = [Client() for _ in range(MANY)]
    for client in clients:
        client.force_login(make_user("editor"))
    return clients


def test_of_twenty_one_stands_and_each_other_stood_before_it():
    drafts = [draft() for _ in range(MANY)]
    before = pages.standing(at=timezone.now()).counter
    answers = at_the_same_moment(lambda pair: put_live(*pair), list(zip(editors(), drafts, strict=True)))
    assert answers == [302] * MANY
    live = Arrangement.objects.live().get()
    assert Client().get("/").context["lead"].pk == live.lead_id
    ended = Arrangement.objects.exclude(pk=live.pk)
    assert all(row.state == "ended" and row.ended_by for row in ended)
    assert len({row.live_by_id for row in ended} | {live.live_by_id}) == MANY
    assert pages.standing(at=timezone.now()).counter == before + MANY


def test_one_that_twenty_put_live_goes_live_once():
    made = draft()
    before = pages.standing(at=timezone.now()).counter
    at_the_same_moment(lambda client: put_live(client, made), editors())
    made.refresh_from_db()
    assert made.state == "live"
    assert pages.standing(at=timezone.now()).counter == before + 1
