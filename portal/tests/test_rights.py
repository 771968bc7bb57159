"""Who may do what in the newsroom: as docs/rights.md has it, and as it is answered.

RIGHTS=write bin/test portal/tests/test_rights.py writes the file anew; read its difference before it is committed.
"""

import os

import pytest

from members.tests.factories import make_user
from portal.roles import ROLES
from portal.tests.conventions import ROOT
from portal.tests.matrix import as_text, columns
from portal.tests.rights import TO_LOGIN, Asking, everything
from portal.tests.subjects import Subjects

pytestmark = pytest.mark.django_db
WRITTEN = ROOT / "docs" / "rights.md"


@pytest.fixture
def subjects(settings):
    settings.CLEARING = True  # so that its verbs have something to do
    settings.AUTHENTICATION_BACKENDS = ["portal.tests.rights.Remembering"]
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    settings.TEMPLATES = [{"BACKEND": "portal.tests.blank.Blank", "DIRS": [], "APP_DIRS": False}]
    return Subjects()


def test_each_role_gets_what_is_written(subjects):
    found = as_text(columns({role: make_user(role) for role in ROLES}, subjects))
    if os.environ.get("RIGHTS") == "write":
        WRITTEN.write_text(found)
    assert found == WRITTEN.read_text()


@pytest.mark.parametrize("make", [make_user, lambda: None], ids=["a reader", "nobody"])
def test_who_has_no_role_is_led_to_the_login(subjects, make):
    asking = Asking(make())
    found = {asked.path: asking.gets(asked) for asked in everything(subjects, make_user("author"))}
    assert {path: got for path, got in found.items() if got != TO_LOGIN} == {}
