"""What every test stands on: settings, rows that migrations put, and a browser that fails on any complaint.

Browser tests ask for `page` (and so are marked `browser`):

    def test_reader_finds_it(page, live_server): page.goto(live_server.url) ...

`@pytest.mark.parametrize("javascript", [True, False])`, `width` and `scheme` change the window; `sign_in(user)`
puts a session into it; `axe()` finds nothing wrong with the page it shows; `run_jobs()` does what the worker would.
"""

import gc
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import hypothesis
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.apps import apps
from django.conf import settings as django_settings
from django.db import connections
from django.test import Client, TransactionTestCase, override_settings
from playwright.sync_api import sync_playwright

from portal.tests import emptying

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]
LONGEST = {
    "test_closed_folder.py", "test_entering.py", "test_every_page.py", "test_exact.py", "test_front_doors.py",
    "test_importing_archives.py", "test_kills.py", "test_pictures.py",
}  # fmt: skip


def pytest_configure(config):
    config.addinivalue_line("markers", "browser: walks the portal in chromium (left out by bin/test --fast)")
    TransactionTestCase._fixture_teardown = emptying.empty
    hypothesis.settings.register_profile("portal", deadline=None)  # what is slow on a busy machine is not wrong
    hypothesis.settings.load_profile("portal")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Databases of the tests are copies of the one that bin/_test.py has brought up to date: migrating takes longer."""
    settings = connections["default"].settings_dict
    settings["TEST"]["TEMPLATE"] = settings["NAME"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        emptying.keep()
    yield
    with django_db_blocker.unblock():
        connections["default"].close()  # which a trial may have ended
        emptying.end_others()


def pytest_collection_finish():
    """What stands from here on is not looked through for garbage again and again: a tenth of the time of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """The files that take longest begin first: at the end, one run would wait for them alone."""
    items.sort(key=lambda item: item.path.name not in LONGEST)
    for item in items:
        if "page" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session", autouse=True)
def settings_of_tests(tmp_path_factory):
    """Files in a folder of this run; static files as they lie; mails are rows; connections end with their request."""
    connections["default"].settings_dict["CONN_MAX_AGE"] = 0
    storages = django_settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    data = tmp_path_factory.mktemp("data")
    mail = {"EMAIL_BACKEND": "portal.lib.outbox.OutboxBackend", "EMAIL_URL": ""}  # pytest-django put its own
    quick = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a good one takes half a second for each login
    files = {"STORAGES": storages, "DATA_DIR": data, "MEDIA_ROOT": data / "media"}
    with override_settings(**files, **mail, PASSWORD_HASHERS=quick):
        yield


@pytest.fixture(scope="session")
def chromium():
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if path is None:
        pytest.skip("No chromium on this machine: browser tests were not run.")
    # Playwright's loop runs in this thread; Django would take our own synchronous queries for a mistake.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def javascript():
    return True


@pytest.fixture
def width():
    return 1440


@pytest.fixture
def scheme():
    return "light"


class Complaints(list):
    """What the browser objected to: errors, violations of the policy, requests that leave the machine."""

    def __init__(self):
        super().__init__()
        # Said after a few seconds, which a busy machine may take; test_pictures.py holds that the font is used.
        self.expected = ["was preloaded using link preload but not used"]
        self.pages = []

    def expect(self, words):
        """Let errors pass that hold these words ("410" for a page that answers 410)."""
        self.expected.append(words)

    def note(self, words):
        if not any(expected in words for expected in self.expected):
            self.append(words)

    def settle(self):
        """Wait until all that the open pages have to say was heard: the browser tells it in order, but later."""
        for page in self.pages:
            if not page.is_closed():
                with page.expect_console_message(lambda message: message.text == "settled"):
                    page.evaluate("console.info('settled')")

    def watch(self, page):
        self.pages.append(page)
        page.on("console", lambda message: message.type in ("error", "warning") and self.note(said(message)))
        page.on("pageerror", lambda error: self.note(str(error)))
        page.on("request", self.check_request)

    def check_request(self, request):
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob") and address.hostname not in ("localhost", "127.0.0.1"):
            self.note(f"Asked for {request.url}")


def said(message):
    return f"{message.text} ({message.location.get('url', '')})"


@pytest.fixture
def complaints():
    """Fails the test that ends with any; `complaints.expect(words)` where one belongs to the story."""
    found = Complaints()
    yield found
    assert not found, "\n".join(found)


@pytest.fixture
def window(chromium, javascript, width, scheme, complaints):
    """A fresh profile; pages it opens are watched."""
    context = chromium.new_context(
        java_script_enabled=javascript,
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        locale="en-GB",
        reduced_motion="reduce",  # contrast is measured on settled colours
    )
    context.set_default_timeout(10_000)
    context.on("page", complaints.watch)
    yield context
    complaints.settle()
    context.close()


@pytest.fixture
def page(window, live_server, settings):
    """A page of the portal that runs at `live_server.url`; mails and codes carry the same address."""
    settings.BASE_URL = live_server.url
    return window.new_page()


@pytest.fixture
def sign_in(window, live_server):
    """Open a session for a user without walking through the login."""

    def sign_in(user):
        client = Client()
        client.force_login(user)
        name = django_settings.SESSION_COOKIE_NAME
        window.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])

    return sign_in


# WCAG 2.5.8 leaves out links in a sentence; axe does not see that a text that is being edited is made of sentences.
IS_BEING_WRITTEN = "selector => Boolean(document.querySelector(selector)?.closest('[contenteditable=true] p'))"
COLOURS = ["color-contrast", "link-in-text-block"]
# Most of axe's time went into reading the same few colours again for each text and all that lies behind it.
READ_ONCE = """{
  const {Color} = axe.commons.color, read = Color.prototype.parseString, known = new Map();
  Color.prototype.parseString = function (text) {
    if (!known.has(text)) {
      const {r, g, b, alpha} = read.call(new Color(), text);
      known.set(text, {r, g, b, alpha});
    }
    return Object.assign(this, known.get(text));
  };
}"""


@pytest.fixture
def axe(page):
    """Whether nothing is wrong, by axe, with what the page shows, or with its colours alone; needs JavaScript."""
    script = f"{Axe().axe_script};\n{READ_ONCE}; null"

    def check(context="document", *, colours_only=False):
        page.wait_for_load_state()
        # A sign of an icon font would be taken for a word.
        if not page.evaluate("document.fonts.ready.then(() => 'axe' in window)"):
            page.evaluate(script)
        # Without preload: axe would put a <style> of its own into the page, which the policy refuses.
        rules = f"runOnly: {COLOURS}" if colours_only else "rules: {'target-size': {enabled: true}}"
        options = f"{{resultTypes: ['violations'], preload: false, {rules}}}"
        # At its end, where a bar that stays in view lies at its own place and covers nothing.
        page.evaluate("scrollTo({top: document.documentElement.scrollHeight, behavior: 'instant'})")
        found = page.evaluate(f"axe.run({context}, {options}).then(found => found.violations)")
        lines = [
            f"{violation['id']}: {violation['help']} ({node['html'][:160]} {node['any'][:1]})"
            for violation in found
            for node in violation["nodes"]
            if violation["id"] != "target-size" or not page.evaluate(IS_BEING_WRITTEN, node["target"][0])
        ]
        assert not lines, f"{page.url}\n" + "\n".join(lines)

    return check


@pytest.fixture
def run_jobs(transactional_db):
    """Do every job that waits, as the worker would, on connections of its own."""

    def run():
        options = {"wait": False, "install_signal_handlers": False, "listen_notify": False}
        app = apps.get_app_config("procrastinate").app
        with app.replace_connector(app.connector.get_worker_connector()) as worker, ThreadPoolExecutor(1) as pool:
            pool.submit(worker.run_worker, **options).result(timeout=60)

    return run
