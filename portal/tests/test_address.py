"""Where the web server listens, and what is said where it cannot."""

import socket

import pytest

from portal.address import Address


@pytest.mark.parametrize(("taken", "proposed"), [(60_191, 60_192), (65_535, 65_534)])
def test_a_taken_port_proposes_its_neighbour(taken, proposed, monkeypatch):
    monkeypatch.setenv("HOST", "127.0.0.9")
    monkeypatch.setenv("PORT", str(taken))
    with socket.socket() as other:
        other.bind(("127.0.0.9", taken))
        other.listen()
        assert f"PORT={proposed} bin/run" in Address().trouble()
