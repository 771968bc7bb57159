"""The look's promises: colours that can be read, templates without a word inline, parts that open for staff."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import loader
from django.urls import reverse

from members.tests.factories import make_user

STATIC = Path(settings.BASE_DIR) / "static"
TEMPLATES = Path(settings.BASE_DIR) / "templates"
# Text on a ground, and the least ratio it must keep in both schemes.
READABLE = [
    ("ink", "paper", 7), ("ink-2", "paper", 7), ("ink-3", "paper", 4.5), ("red", "paper", 4.5), ("teal", "paper", 7),
    ("ink", "tint", 7), ("ink-2", "tint", 7), ("ink-3", "tint", 4.5), ("red", "red-wash", 4.5), ("ink", "ok-wash", 7),
    ("ink", "teal-wash", 7), ("ink", "raise", 7), ("edge", "raise", 3), ("edge", "paper", 3), ("paper", "ink", 7),
]  # fmt: skip


def colours(scheme):
    """Every token as (r, g, b); `scheme` 0 is light, 1 is dark."""
    pairs = re.findall(r"--([a-z0-9-]+): light-dark\((#\w+), (#\w+)\);", (STATIC / "css/tokens.css").read_text())
    return {name: rgb((light, dark)[scheme]) for name, light, dark in pairs}


def rgb(written):
    digits = written[1:] if len(written) == 7 else "".join(digit * 2 for digit in written[1:])
    return [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]


def luminance(colour):
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground", "least"), READABLE)
def test_text_can_be_read_on_its_ground(scheme, text, ground, least):
    shown = colours(scheme)
    dark, light = sorted([luminance(shown[text]), luminance(shown[ground])])
    assert (light + 0.05) / (dark + 0.05) >= least


def test_no_template_of_a_page_holds_style_or_script_inline():
    pages = [path for path in TEMPLATES.rglob("*.html") if path.parts[-2] != "mail" and "mail_" not in path.name]
    inline = re.compile(r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*\ssrc=)(?![^>]*application/ld\+json)")
    assert len(pages) > 50
    assert [str(path) for path in pages if inline.search(path.read_text())] == []


def test_first_visit_fetches_no_more_than_its_fonts():
    """Serif, its italic, the wordmark's and the sans; Latin Extended comes only with a page that needs it."""
    first = ["stix-two-text.woff2", "stix-two-text-italic.woff2", "stix-two-text-and.woff2", "archivo.woff2"]
    assert sum((STATIC / "fonts" / name).stat().st_size for name in first) <= 55_000


@pytest.mark.parametrize("status", [400, 405, 413, 500, 503])
def test_a_page_that_stands_alone_needs_nothing(status):
    page = loader.get_template(f"{status}.html").render({})
    assert "<h1" in page
    assert all((STATIC / path).is_file() for path in re.findall(r'"/static/([^"]+)"', page))


def test_staff_see_every_part(client, db):
    client.force_login(make_user("editor"))
    page = client.get(reverse("styleguide"))
    assert page.status_code == 200
    assert "Enter your email address with an @" in page.content.decode()


def test_nobody_else_does(client, db):
    assert client.get(reverse("styleguide")).status_code == 302


INCLUDED = re.compile(r'{% (?:include|extends) "([^"]+)"')


def reached_from(name):
    """Every template that `name` is drawn with."""
    found, open_ones = set(), {name}
    while open_ones:
        one = open_ones.pop()
        found.add(one)
        source = TEMPLATES / one
        open_ones |= set(INCLUDED.findall(source.read_text())) - found if source.exists() else set()
    return found


UNSEEN = {"parts/_other_forms.html"}  # stands in the head of a page


def test_the_style_guide_shows_every_part():
    parts = {f"parts/{part.name}" for part in (TEMPLATES / "parts").iterdir()}
    assert parts - reached_from("styleguide.html") - reached_from("_masthead.html") == UNSEEN
