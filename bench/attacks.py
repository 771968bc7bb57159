"""Collections of attacks on sanitisers, through every door by which a text comes in, opened in a real browser.

    bin/manage shell -c "from bench import attacks; attacks.main('DOMPurify.json', 'folder', ...)"

The collections are not part of the project: take them from the packages that carry them (npm's `dompurify@0.8.0` has
`test/fixtures/expect.js`, PyPI's `brs-kb` its payloads) and write each as a JSON list of strings; a .txt file is taken
by the line, another file whole. Each attack comes in as an article by the form, pasted into the editor and sent, by
WordPress's XML, by ninjs and by Markdown; what was kept of it is opened in a frame of its own. Neither there nor in
the newsroom that is pasted into is there the policy that would stop it as well.
Works in a database of its own beside the configured one, which it drops. Ends with 1 where one ran.
"""

import io
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, suppress
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, sync_playwright

from articles import tables
from articles.models import Article, Entry
from articles.tests.factories import make_section
from articles.tests.wordpress_made import FOOT, HEAD, post
from bench.apart import apart
from members.tests.factories import make_user
from portal.lib import sanitise
from portal.tests.served import Served

AT_ONCE = 100  # frames on a page
OPENS, ENDS = "Berth 19 takes ships again.", "So the harbour says."
SITE = "http://attacked.example/"
SCRIPT = (Path(__file__).parent / "attacked.js").read_text()
PASTE = (Path(__file__).parent / "pasted.js").read_text()
ALLOWED = [*sanitise.TAGS, "div"]  # in which a page puts a table
_NUMBER = "Attack "


def main(*paths: str) -> None:
    found = list(dict.fromkeys(one for path in paths for one in collected(Path(path))))
    with apart("attacks") as folder, browser() as page:
        status = report(page, found, folder)
    sys.exit(status)


def collected(path: Path) -> Iterator[str]:
    """The attacks of a file, or of each file in a folder."""
    if path.is_dir():
        for file in sorted(path.iterdir()):
            yield from collected(file)
    elif path.suffix == ".json":
        yield from (one for one in json.loads(path.read_text()) if isinstance(one, str) and one.strip())
    else:
        text = path.read_text(errors="replace")
        yield from (line for line in (text.splitlines() if path.suffix == ".txt" else [text]) if line.strip())


def report(page: Page, attacks: list[str], folder: Path) -> int:
    live = [number for number, faults in shown(page, dict(enumerate(attacks))).items() if "ran" in faults]
    say(f"{len(attacks)} attacks; not cleaned, {len(live)} of them run in this browser")
    with newsroom(page, folder) as form:
        sent, ran = pasted(form, attacks)
    say(f"pasted into the editor, {len(ran)} ran there")
    faults = len(ran) + judged(page, "the editor", through(by_form, sent, folder), sent)
    for name, door in DOORS.items():
        faults += judged(page, name, through(door, attacks, folder), attacks)
    return int(bool(faults))


def judged(page: Page, name: str, kept: dict[int, str], attacks: list[str]) -> int:
    """How many of those that were kept do, or could do, what no article may."""
    wrong = {number: found for number, found in shown(page, kept).items() if found}
    say(f"{name:10} {len(kept)} came in, {len(attacks) - len(kept)} were refused, {len(wrong)} ran or could have")
    for number, found in list(wrong.items())[:5]:
        say(f"  {sorted(found)}: {attacks[number][:150]!r} became {kept[number][:300]!r}")
    return len(wrong)


@contextmanager
def newsroom(page: Page, folder: Path) -> Iterator[Page]:
    """The form of a new article, as an editor has it open."""
    make_section()
    with (
        Served(folder, workers=1, SECRET_KEY=settings.SECRET_KEY) as served,
        at_the_form(page, f"http://127.0.0.1:{served.port}") as form,
    ):
        yield form


@contextmanager
def at_the_form(page: Page, site: str) -> Iterator[Page]:
    """The same on a portal that is served already; the policy of its pages stops nothing here."""
    client = Client()
    client.force_login(make_user("editor"))
    name = settings.SESSION_COOKIE_NAME
    window = page.context.browser.new_context(bypass_csp=True)
    window.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])
    try:
        form = window.new_page()
        form.goto(site + reverse("admin:articles_article_add"))
        form.locator(".ProseMirror[contenteditable=true]").wait_for()
        yield form
    finally:
        window.close()


def pasted(form: Page, attacks: list[str]) -> tuple[list[str], set[int]]:
    """What the form would send of each attack that is pasted into its editor, and those that ran while it was."""
    sent: list[str] = []
    ran: set[int] = set()
    for begin in range(0, len(attacks), AT_ONCE):
        told = form.evaluate(PASTE, attacks[begin : begin + AT_ONCE])
        sent += told["kept"]
        ran |= {begin + place for place in told["ran"]}
    return sent, ran


def through(door: Callable[[list[str], Path], None], attacks: list[str], folder: Path) -> dict[int, str]:
    """What was kept of each attack that came in, as its page prints it."""
    Entry.objects.all().delete()
    door(attacks, folder)
    rows = Article.objects.filter(title__startswith=_NUMBER).values_list("title", "body")
    return {int(title.removeprefix(_NUMBER)): tables.framed(body) for title, body in rows}


def by_form(attacks: list[str], _folder: Path) -> None:
    editor, section = make_user("editor"), make_section()
    form = {"section": section.pk, "language": "en", "access": "everyone", "abstract": OPENS}
    for number, attack in enumerate(attacks):
        if number % AT_ONCE == 0:  # or the messages that nobody reads would pile up in one session
            client = Client()
            client.force_login(editor)
        body = {"title": f"{_NUMBER}{number}", "body": f"<p>{OPENS}</p>{attack}<p>{ENDS}</p>"}
        client.post(reverse("admin:articles_article_add"), form | body)


def by_wordpress(attacks: list[str], folder: Path) -> None:
    file = folder / "attacks.xml"
    with file.open("w", encoding="utf-8") as out:
        out.write(HEAD)
        for number, attack in enumerate(attacks):
            body = f"<p>{OPENS}</p>{sanitise.printable(attack)}<p>{ENDS}</p>".replace("]]>", "]]]]><![CDATA[>")
            out.write(post(number + 1, f"{_NUMBER}{number}", body))
        out.write(FOOT)
    _bring(file)


def by_ninjs(attacks: list[str], folder: Path) -> None:
    _bring(_lines(folder, attacks, lambda number, attack: {
        "uri": f"urn:attack:{number}", "type": "text", "versioncreated": "2020-05-04T12:00:00+02:00",
        "headline": f"{_NUMBER}{number}", "description_text": OPENS, "subject": [{"name": "Ports"}],
        "body_xhtml": f"<p>{OPENS}</p>{attack}<p>{ENDS}</p>",
    }))  # fmt: skip


def by_markdown(attacks: list[str], folder: Path) -> None:
    _bring(_lines(folder, attacks, lambda number, attack: {
        "id": f"attack-{number}", "title": f"{_NUMBER}{number}", "date": "2020-05-04T10:00:00+00:00",
        "section": "Ports", "summary": OPENS, "body_markdown": f"{OPENS}\n\n{attack}\n\n{ENDS}",
    }))  # fmt: skip


DOORS = {"the form": by_form, "WordPress": by_wordpress, "ninjs": by_ninjs, "Markdown": by_markdown}


def _lines(folder: Path, attacks: list[str], item: Callable[[int, str], dict[str, object]]) -> Path:
    file = folder / "attacks.jsonl"
    file.write_text("".join(json.dumps(item(number, attack)) + "\n" for number, attack in enumerate(attacks)))
    return file


def _bring(file: Path) -> None:
    told = io.StringIO()
    with redirect_stderr(told), suppress(SystemExit):  # that some were refused; what came in is counted
        call_command("import_articles", str(file), stdout=told)


@contextmanager
def browser() -> Iterator[Page]:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the browser's loop runs in this thread
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu"]
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        yield alone(chromium.new_page())
        chromium.close()
        connection.close()  # beside the browser's loop Django has one of its own


def alone(page: Page) -> Page:
    """A page of a site that is nowhere: whatever it asks for besides is refused."""
    page.route(lambda url: url != SITE, lambda route: route.abort())
    page.route(SITE, lambda route: route.fulfill(body="<!doctype html><body>", content_type="text/html"))
    return page


def shown(page: Page, htmls: dict[int, str]) -> dict[int, set[str]]:
    """What each text did or could have: "ran", or the names of what no article may have."""
    numbers, found = list(htmls), {}
    for begin in range(0, len(numbers), AT_ONCE):
        some = numbers[begin : begin + AT_ONCE]
        page.goto(SITE)
        told = page.evaluate(SCRIPT, {"htmls": [htmls[number] for number in some], "allowed": ALLOWED})
        found |= {number: set(faults) for number, faults in zip(some, told, strict=True)}
    return found


def say(words: str) -> None:
    print(words, flush=True)  # noqa: T201  # for a person
