"""README tells of every variable that is read from the environment, and of none that is not."""

import re

import pytest

from portal.tests.house import CHECKOUT

READ = re.compile(r'(?:\benv(?:\.\w+)?\(|\bos\.environ(?:\.get\(|\[))\s*"([A-Z_]+)"')
SET_BY_US = {"DJANGO_SETTINGS_MODULE"}


@pytest.fixture
def told():
    table = (CHECKOUT / "README.md").read_text()
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    return {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)}


def test_every_variable_has_its_line_and_every_line_its_variable(told):
    sources = [*CHECKOUT.glob("portal/*.py"), *CHECKOUT.glob("portal/lib/*.py")]
    read = {name for source in sources for name in READ.findall(source.read_text())}
    assert told == read - SET_BY_US
