"""Several people of the newsroom at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection
from django.test import Client

from members.tests.factories import make_user


def at_once(sent, *, role="author", user=None):
    """Each (address, form) posted by a person of their own, or all by `user`, at the same moment; the status codes."""
    clients = [Client() for _ in sent]
    for client in clients:
        client.force_login(user or make_user(role))
    start = Barrier(len(sent))

    def send(client, posted):
        try:
            start.wait()
            return client.post(*posted).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(sent)) as pool:
        return list(pool.map(send, clients, sent))
