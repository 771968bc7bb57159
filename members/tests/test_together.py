"""Presses that come at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.db import connections
from django.test import Client

from members import trying
from members.models import Membership, User
from portal.lib.models import Mail

pytestmark = pytest.mark.django_db(transaction=True)
TYPED = {"email": "ann@portal.example", "password1": "seven-tonnes-of-tea"}


def at_once(many, act):
    def alone(number):
        try:
            return act(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(many) as pool:
        return list(pool.map(alone, range(many)))


def test_of_many_addresses_at_once_few_are_looked_at(monkeypatch):
    hashed = []
    monkeypatch.setattr(trying, "make_password", hashed.append)
    statuses = at_once(20, lambda n: Client().post("/trial/", TYPED | {"email": f"r{n}@portal.example"}).status_code)
    assert sorted(statuses) == [302] * trying.OPENED[0][0] + [429] * (20 - trying.OPENED[0][0])
    assert len(hashed) == trying.ADDRESSES, "The others cost nothing."


def test_twenty_presses_open_one_account():
    statuses = at_once(20, lambda _: Client().post("/trial/", TYPED).status_code)
    assert statuses == [302] * 20
    assert User.objects.count() == Membership.objects.count() == Mail.objects.count() == 1


def test_one_mailbox_keeps_one_trial_however_its_links_are_pressed():
    links = []
    for number in range(5):
        Client(REMOTE_ADDR=f"198.51.100.{number}").post("/trial/", TYPED | {"email": f"ann+{number}@portal.example"})
    for address in EmailAddress.objects.all():
        links += [f"/account/confirm-email/{EmailConfirmationHMAC(address).key}/"] * 2
    statuses = at_once(10, lambda number: Client().post(links[number]).status_code)
    assert not [status for status in statuses if status >= 500]
    assert Membership.objects.filter(confirmed_at__isnull=False).count() == 1


def test_one_network_does_not_get_more_by_asking_at_once():
    statuses = at_once(12, lambda n: Client().post("/trial/", TYPED | {"email": f"r{n}@portal.example"}).status_code)
    assert sorted(statuses) == [302] * trying.OPENED[0][0] + [429] * (12 - trying.OPENED[0][0])
    assert User.objects.count() == trying.OPENED[0][0]
