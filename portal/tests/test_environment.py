"""A value that cannot be is named, with what may stand there, before anything is started with it."""

import os
import subprocess
import sys

import psycopg
import pytest
from django.db import connection

from portal import environment, given
from portal.address import Address
from portal.tests.house import CHECKOUT, House

WRONG = [
    ("PORT", "abc", "from 1 to 65535"),
    ("BASE_URL", "portal.example", "https://portal.example"),
    ("BASE_URL", "ftp://portal.example", "https://portal.example"),
    ("BASE_URL", "https://", "https://portal.example"),
    ("BASE_URL", "https://two words", "https://portal.example"),
    ("BASE_URL", "https://portal.example/below", "https://portal.example"),
    ("BASE_URL", "https://portal.example:port", "https://portal.example"),
    ("BASE_URL", "https://*", "https://portal.example"),
    ("DATABASE_URL", "mysql://portal:hidden@db/portal", "postgres://USER"),
    ("DATABASE_URL", "postgres://db", "postgres://USER"),
    ("DATABASE_URL", "postgres://portal:hidden@db:port/portal", "postgres://USER"),
    ("EMAIL_URL", "mail.example", "smtp+tls://"),
    ("EMAIL_URL", "http://user:hidden@mail.example", "smtp+tls://"),
    ("EMAIL_URL", "smtp://user:hidden@mail.example:port", "smtp+tls://"),
    ("MAIL_FROM", "portal", "<portal@portal.example>"),
    ("WEEKLY_FROM", "weekly@", "<portal@portal.example>"),
    ("SECURITY_CONTACT", "mailto:a@portal.example,b@portal.example", "mailto:"),
    ("MAIL_KEPT_DAYS", "-1", "from 1 to 36500"),
    ("UNCONFIRMED_KEPT_DAYS", "1.5", "from 1 to 36500"),
    ("TRANSFERS_KEPT_DAYS", "0", "from 1 to 36500"),
    ("ARCHIVE_MB", "much", "from 1 to 100000"),
    ("CLEARING", "perhaps", "1 or 0"),
    ("SHARED_DRAFTS", "2", "1 or 0"),
    ("TRIAL_DAYS", "9" * 400, "from 1 to 36500"),
    ("TRIAL_CONFIRM_DAYS", "\u0663", "from 1 to 36500"),
    ("TRUSTED_PROXY_COUNT", "-1", "from 0 to 100"),
    ("ALLOWED_HOSTS", "portal.example,https://portal.example/", "as in portal.example"),
    ("SSL_REDIRECT", "perhaps", "1 or 0"),
    ("HSTS_SECONDS", "a year", "from 0 to"),
    ("WEB_WORKERS", "0", "from 1 to 64"),
    ("FORM_SECONDS", "0", "from 1 to 3600"),
    ("PAGES_MB", "-1", "from 0 to"),
    ("CONN_MAX_AGE", "None", "from 0 to"),
    ("LOG_LEVEL", "LOUD", "DEBUG, INFO, WARNING"),
    ("LOG_JSON", "perhaps", "1 or 0"),
    ("FLITE_PATH", "/no/such/program", "no program"),
    ("SOX_PATH", "/etc/passwd", "no program"),
    ("DEMO", "perhaps", "1 or 0"),
    ("DEBUG", "perhaps", "1 or 0"),
]
READ_ALL = """
import os, sys
for pair in sys.stdin.read().split("\\0"):
    name, _, value = pair.partition("=")
    os.environ[name] = value
    try:
        __import__("portal.settings")
        print("taken", end="\\0")
    except Exception as error:
        print(f"{type(error).__name__}: {error}", end="\\0")
    del os.environ[name]
    for module in [module for module in sys.modules if module.split(".")[0] == "portal"]:
        del sys.modules[module]
"""


def read_settings(pairs):
    """What reading the settings under each of these gives, in one process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", READ_ALL],
        input="\0".join(pairs),
        env={"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"},
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split("\0")[:-1]


def test_each_wrong_value_is_named_with_what_may_stand_there():
    told = read_settings(f"{name}={value}" for name, value, _ in WRONG)
    for (name, value, remedy), words in zip(WRONG, told, strict=True):
        assert words.startswith(f"Wrong: {name} "), (name, value, words)
        assert remedy in words and "\n" not in words and "hidden" not in words, (name, value, words)


def test_every_variable_with_a_rule_was_tried(settings):
    free = {"HOST", "DATA_DIR", "SECRET_KEY"}  # tried below and with the doors
    told = (CHECKOUT / "portal" / "settings.py").read_text()
    assert {name for name, *_ in WRONG} | free == set(environment_names(told))


def environment_names(source):
    return [part.split('"')[1] for part in source.split("env.")[1:] if '("' in part.split(",")[0].split(")")[0]]


def test_what_is_right_in_other_letters_is_taken():
    right = ["DEBUG=True", "DEMO=no", "LOG_LEVEL=info", "BASE_URL=http://Portal.example:8080/", "TRIAL_DAYS= 7 "]
    right += ["EMAIL_URL=", "PORT=", "DATABASE_URL=", "ALLOWED_HOSTS=.portal.example,*", "BASE_URL=http://[::1]:8000"]
    assert read_settings(right) == ["taken"] * len(right)


class TestProduction:
    @pytest.mark.parametrize("scheme", ["https", "HTTPS"])
    def test_it_needs_a_secret_worth_the_name(self, monkeypatch, scheme):
        monkeypatch.setenv("BASE_URL", f"{scheme}://Portal.example/")
        assert environment.base_url("BASE_URL", default="") == "https://portal.example"
        for secret, words in (("", "SECRET_KEY must be set"), ("short", "SECRET_KEY must have at least 32")):
            monkeypatch.setenv("SECRET_KEY", secret)
            with pytest.raises(environment.Wrong, match=words):
                environment.secret_key("SECRET_KEY", in_production=True)


def test_nothing_is_started_with_a_wrong_value(tmp_path):
    house = House(tmp_path, TRIAL_DAYS="x")
    for door in (house.door("run"), house.manage("check")):
        assert (door.returncode, door.stderr) == (1, "TRIAL_DAYS is 'x'; it must be a whole number from 1 to 36500.\n")
    assert not (tmp_path / "postgres").exists()


def test_a_host_that_is_none_of_this_machine(monkeypatch):
    monkeypatch.setenv("HOST", "192.0.2.1")
    assert Address().trouble().startswith("HOST is '192.0.2.1'")


class TestGivenDatabase:
    def name(self, monkeypatch, **changes):
        place = {name.lower(): value for name, value in connection.settings_dict.items()} | changes
        host = place["host"].replace("/", "%2F") if "host" in changes else f"/{place['host']}"
        monkeypatch.setenv("DATABASE_URL", f"postgres://{place['user']}@{host}/{place['name']}")

    def test_one_that_can_be_used(self, monkeypatch, db):
        self.name(monkeypatch)
        assert given.trouble() == ""

    def test_one_that_is_not_there(self, monkeypatch, db, tmp_path):
        self.name(monkeypatch, name="no-such-database")
        assert "no-such-database" in given.trouble()
        house = House(tmp_path, DATABASE_URL="postgres://portal:hidden@127.0.0.1:9/portal")
        for door in (house.door("run"), house.manage("migrate")):
            assert door.returncode == 1
            assert door.stderr.startswith("The database of DATABASE_URL does not answer: ")
            assert door.stderr.count("\n") == 1 and "hidden" not in door.stderr

    def test_one_whose_role_may_make_nothing(self, monkeypatch, db):
        self.name(monkeypatch)
        monkeypatch.setattr(given, "MAY", "SELECT false")
        assert "may not make tables" in given.trouble()

    def test_one_of_another_encoding(self, monkeypatch, transactional_db):
        where = connection.get_connection_params()
        with psycopg.connect(
            host=where["host"], user=where["user"], dbname=where["dbname"], autocommit=True
        ) as session:
            session.execute("CREATE DATABASE other_letters ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0")
            try:
                self.name(monkeypatch, name="other_letters")
                assert "SQL_ASCII" in given.trouble()
            finally:
                session.execute("DROP DATABASE other_letters")
