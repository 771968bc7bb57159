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


@pytest.mark.parametrize(
    ("values", "advised"),
    [
        ({"HOST": "0.0.0.0"}, True),
        ({"HOST": "::"}, True),
        ({"HOST": "0.0.0.0", "ALLOWED_HOSTS": "portal.example"}, False),
        ({"HOST": "0.0.0.0", "BASE_URL": "http://portal.example"}, False),
        ({"HOST": "127.0.0.1"}, False),
    ],
)
def test_whoever_serves_others_is_told_what_names_it_answers_to(values, advised, monkeypatch):
    for name in ("BASE_URL", "ALLOWED_HOSTS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    assert ("ALLOWED_HOSTS" in Address().advice()) == advised
