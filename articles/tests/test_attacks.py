"""What comes in from outside runs nowhere, by whichever door it comes; what is honest comes in whole.

The attacks are of our own making, one or two of each kind; bench/attacks.py runs the published collections.
"""

import json
import re
from collections import Counter
from html.parser import HTMLParser

import pytest

from articles.tests.factories import make_section
from bench import attacks
from bench.load import DATA
from portal.lib import sanitise

RUN = "console.log(19)"
ATTACKS = [
    # Scripts, as they are and broken in two.
    f"<script>{RUN}</script>",
    f"<SCRIPT\n>{RUN}</SCRIPT >",
    f"<scr<script>ipt>{RUN}</scr</script>ipt>",
    f"<script/x>{RUN}</script",
    f"<![CDATA[<script>{RUN}</script>]]>",
    f"<!--><script>{RUN}</script>-->",
    f"<!-- --!><script>{RUN}</script> -->",
    f"<?xml version='1.0'?><script>{RUN}</script>",
    # Attributes that act.
    f"<img src=/x onerror={RUN}>",
    f"<p onpointerenter={RUN} onmouseover='{RUN}'>Berth</p>",
    f'<a href="/quay" onclick="{RUN}" onfocus={RUN} autofocus tabindex=1>Berth</a>',
    f"<table><tr onmouseover={RUN}><td background='javascript:{RUN}'>19</td></tr></table>",
    f"<details open ontoggle={RUN}><summary>Berth</summary></details>",
    f"<input autofocus onfocus={RUN}><select onfocus={RUN} autofocus></select>",
    f"<video><source onerror={RUN}></video><audio src=/x onerror={RUN}></audio>",
    f"<img/src=/x/onerror={RUN}//",
    f'<img src="/x" alt="`<p title="><img src=/x onerror={RUN}>">',
    f"<marquee onstart={RUN}>Berth</marquee><body onload={RUN}>",
    # Addresses that act.
    f"<a href='javascript:{RUN}'>Berth</a>",
    f"<a href=' &#1; JaVaScRiPt&colon;{RUN}'>Berth</a>",
    f"<a href='java&#x09;script&#58;{RUN}'>Berth</a>",
    f"<a href='java\nscript:{RUN}'>Berth</a>",
    f"<a href='data:text/html,<script>{RUN}</script>'>Berth</a>",
    "<a href='vbscript:MsgBox(19)'>Berth</a>",
    f"<img src='javascript:{RUN}'><img srcset='data:image/svg+xml,<svg onload={RUN}>'>",
    f"<form action='javascript:{RUN}'><button formaction='javascript:{RUN}'>Berth</button></form>",
    f"<map name=m><area href='javascript:{RUN}' shape=default></map><img usemap=#m src=/x>",
    f"<base href='javascript:{RUN}//'><a href='/x'>Berth</a>",
    # Other pages within the page.
    f"<iframe srcdoc='<script>parent.{RUN}</script>'></iframe>",
    f"<iframe src='javascript:{RUN}'></iframe><frameset><frame src='javascript:{RUN}'></frameset>",
    f"<object data='javascript:{RUN}'></object><embed src='javascript:{RUN}'>",
    f"<meta http-equiv=refresh content='0;url=javascript:{RUN}'><link rel=import href='/x'>",
    # Other languages within the page, and what becomes of them when it is read twice.
    f"<svg onload={RUN}><script>{RUN}</script><a xlink:href='javascript:{RUN}'><text>x</text></a></svg>",
    f"<svg><animate onbegin={RUN} attributeName=x dur=1s><set attributeName=href to='javascript:{RUN}'></svg>",
    f"<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=/x onerror={RUN}&gt;'>",
    f"<svg></p><style><a id='</style><img src=/x onerror={RUN}>'>",
    f"<noscript><p title='</noscript><img src=/x onerror={RUN}>'>",
    f"<template><img src=/x onerror={RUN}></template><textarea><img title='</textarea><img src=/x onerror={RUN}>'>",
    f"<xmp><p title='</xmp><img src=/x onerror={RUN}>'></xmp><title><p title='</title><img src=/x onerror={RUN}>'>",
    f"<table><caption><table><p title='</table><img src=/x onerror={RUN}>'></table>",
    f"<select><style></select><img src=/x onerror={RUN}></style></select>",
    f"<plaintext><img src=/x onerror={RUN}>",
    # Looks that act, names that stand for others, and marks no page can hold.
    f"<p style='background:url(javascript:{RUN});width:expression({RUN})'>Berth</p><style>@import '/x'</style>",
    "<form name=body><input name=attributes></form><a id=ran name=parent href='/x'>Berth</a>",
    f"<p is=x-berth><x-berth onclick={RUN} contenteditable>Berth</x-berth>",
    f"<img src=/x\x00 onerror\x00={RUN}><scri\x00pt>{RUN}</scri\x00pt>",
    f"<img src='/x%00y.jpg'><img src='/x&#0;.jpg' onerror={RUN}>",
    f"+ADw-script+AD4-{RUN}+ADw-/script+AD4-",
    # In the marks of Markdown.
    f"[Berth](javascript:{RUN}) ![Berth](javascript:{RUN}) <javascript:{RUN}>",
    f"[Berth][1]\n\n[1]: javascript:{RUN} 'x'",
    f'[Berth](/quay "><img src=/x onerror={RUN}>") ![x" onerror={RUN} y="](/x)',
    f"`<script>{RUN}</script>` and\n\n```html\n<img src=/x onerror={RUN}>\n```\n\n| <svg onload={RUN}> |\n|---|\n| 1 |",
]


@pytest.fixture
def page(chromium, transactional_db):
    page = attacks.alone(chromium.new_page())
    yield page
    page.close()


def test_what_is_not_cleaned_is_seen_to_run(page):
    """Or the test below could not fail."""
    seen = attacks.shown(page, dict(enumerate(ATTACKS)))
    assert sum("ran" in faults for faults in seen.values()) > 20
    assert {"onerror", "<svg>", "<form>", "javascript:", "style", "srcdoc"} <= set().union(*seen.values())


@pytest.mark.parametrize("door", attacks.DOORS.values(), ids=attacks.DOORS)
def test_nothing_runs(page, tmp_path, door):
    kept = attacks.through(door, ATTACKS, tmp_path)
    refused = [attack for number, attack in enumerate(ATTACKS) if number not in kept]
    assert all("\0" in attack for attack in refused), "A form refuses what no text can hold."
    assert {ATTACKS[number]: faults for number, faults in attacks.shown(page, kept).items() if faults} == {}


# As an editor would that puts what is pasted into its page as it comes.
TRUSTING = """() => document.querySelector("[contenteditable=true]").addEventListener("paste", (event) =>
  event.currentTarget.insertAdjacentHTML("afterend", event.clipboardData.getData("text/html")))"""


def test_nothing_runs_of_what_is_pasted(page, live_server, tmp_path):
    make_section()
    with attacks.at_the_form(page, live_server.url) as form:
        sent, ran = attacks.pasted(form, [attack.replace(RUN, "alert(19)") for attack in ATTACKS])
        assert ran == set()
        form.evaluate(TRUSTING)
        assert attacks.pasted(form, ["<img src=data:, onerror=alert(19)>"])[1], "Or nothing could be seen to run."
    assert attacks.judged(page, "the editor", attacks.through(attacks.by_form, sent, tmp_path), sent) == 0


class Marks(HTMLParser):
    """The allowed elements that a text opens, by the names that they have afterwards."""

    def __init__(self, html):
        super().__init__()
        self.seen = Counter()
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        name = sanitise.RENAMED.get(tag, tag)
        if name in sanitise.TAGS:
            self.seen[name] += 1
        self.seen.update(f"{name} {value}" for value in (dict(attributes).get("href"),) if value and ":" not in value)


def honest():
    archive = DATA / "articles-en-18f" / "articles.jsonl"
    if not archive.exists():
        pytest.skip("The archives are not beside the checkout.")
    with archive.open(encoding="utf-8") as lines:
        bodies = [json.loads(line)["body_html"] for line, _ in zip(lines, range(100), strict=False)]
    return [re.sub(r'(<img [^>]*src=")[^"]*', r"\1/media/quay.jpg", body) for body in bodies]  # as if taken in


def test_a_hundred_honest_articles_keep_all_allowed_marks():
    for html in honest():
        assert Marks(sanitise.body(html)).seen == Marks(html).seen
