"""An article without the page around it: plain, and as Markdown."""

import json
from datetime import UTC, datetime

import pytest
from django.utils import timezone
from markdown_it import MarkdownIt

from articles import publishing
from articles.models import Entry
from articles.tests.factories import make_article, make_author, make_keyword, make_picture, make_section
from members.access import Audience
from members.tests.factories import make_user

pytestmark = pytest.mark.django_db

BODY = """<h3>Who keeps the saving</h3><p>A <strong>box</strong> of H<sub>2</sub>O, see <a href="/p/7">the log</a>.</p>
<ul><li>One<ul><li>Within</li></ul></li></ul><ol><li>First</li></ol><blockquote><p>Quoted.</p></blockquote>
<pre><code>a = "```"</code></pre><table><caption>Costs</caption><thead><tr><th>Goods</th><th>Hours</th></tr></thead>
<tbody><tr><td>Tea | coffee</td><td>31</td></tr></tbody></table>
<figure><img src="/media/x.jpg" alt="Cranes [old](javascript:alert(1))"><figcaption>A quay.</figcaption></figure>"""
HOSTILE = "<p>&lt;script&gt;alert(1)&lt;/script&gt; [a](javascript:alert(1)) *b* `c` # d</p><p># e</p><p>1. f</p>"


@pytest.fixture(autouse=True)
def base(settings):
    settings.BASE_URL = "https://portal.example"


def plain(client, entry):
    return client.get(f"{entry.get_absolute_url()}plain/")


def markdown(client, entry):
    return client.get(f"{entry.get_absolute_url().rstrip('/')}.md")


def front_and_text(answer):
    _, front, text = answer.content.decode().split("---\n", 2)
    return {name: json.loads(value) for name, value in (line.split(": ", 1) for line in front.splitlines())}, text


def test_markdown_says_all_that_the_page_says(client):
    article = make_article(
        title='Tea: "31" hours',
        abstract="Two bays\nhave cut it.",
        dateline="KHORGOS, Nov. 24",
        body=BODY,
        section=make_section(name="Trade"),
        keywords=[make_keyword("Rail freight")],
        authors=[make_author("Mira Okonjo")],
        editor="Cara Moon",
        published_at=datetime(2026, 11, 24, 9, 40, tzinfo=UTC),
    )
    answer = markdown(client, article)
    assert answer.headers["Content-Type"] == "text/markdown; charset=utf-8"
    canonical = f"https://portal.example{article.get_absolute_url()}"
    assert answer.headers["Link"] == f'<{canonical}>; rel="canonical"'
    front, text = front_and_text(answer)
    assert front["title"] == 'Tea: "31" hours' and front["abstract"] == "Two bays\nhave cut it."
    assert (front["authors"], front["keywords"], front["section"]) == (["Mira Okonjo"], ["Rail freight"], "Trade")
    assert front["editor"] == "Cara Moon"
    assert (front["language"], front["published"]) == ("en", "2026-11-24T09:40:00+00:00")
    assert (front["canonical"], front["short"]) == (canonical, f"https://portal.example/p/{article.pk}")
    for part in (
        '# Tea: "31" hours',
        "KHORGOS, Nov. 24",
        "## Who keeps the saving",
        "A **box** of H<sub>2</sub>O, see [the log](https://portal.example/p/7).",
        "- One\n  - Within",
        "1. First",
        "> Quoted.",
        '````\na = "```"\n````',
        "Costs",
        "| Goods | Hours |\n| --- | --- |\n| Tea \\| coffee | 31 |",
        "A quay.",
    ):
        assert part in text, part


def test_text_stays_text_in_markdown(client):
    article = make_article(title="# A [b](c)", body=BODY + HOSTILE)
    publishing.correct(Entry.objects.get(pk=article.pk), words="<b>x</b> [y](z) *q*", by=None, at=timezone.now())
    _front, text = front_and_text(markdown(client, article))
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    assert "<script" not in html and 'javascript:alert(1)"' not in html and "<b>" not in html
    assert html.count("<h1>") == 1 and "<h1># A [b](c)</h1>" in html
    assert "[a](javascript:alert(1)) *b* `c` # d" in html
    assert "<p># e</p>" in html and "<p>1. f</p>" in html
    assert "&lt;b&gt;x&lt;/b&gt; [y](z) *q*" in html


def test_plain_version_is_small_and_has_neither_script_nor_picture(client):
    sentence = "A box that reached the dry port here in October waited to change trains. "
    body = BODY + "".join(f"<p>{sentence * 6}</p><p>Part {part}.</p>" for part in range(9))
    article = make_article(body=body, picture=make_picture(), keywords=[make_keyword() for _ in range(6)])
    answer = plain(client, article)
    page = answer.content.decode()
    assert len(answer.content) < 15_000 and article.words > 650
    assert "<script" not in page and "<img" not in page and "<picture" not in page and "style=" not in page
    assert f'<link rel="canonical" href="https://portal.example{article.get_absolute_url()}">' in page
    assert "A quay." in page and "Part 8." in page and 'rel="tag"' in page
    assert not answer.cookies and answer.headers["Cache-Control"] == "no-cache"


def test_the_page_names_its_other_forms(client):
    article = make_article()
    page = client.get(article.get_absolute_url()).content.decode()
    assert f'type="text/markdown" title="Markdown" href="{article.get_absolute_url().rstrip("/")}.md"' in page
    assert f'href="{article.get_absolute_url()}plain/"' in page


@pytest.mark.parametrize("form", [plain, markdown])
def test_the_gate_holds(client, form):
    secret = "Quincunx"
    body = "".join(f"<p>Open paragraph {part}.</p>" for part in range(4)) + f"<p>{secret}</p>" + "<p>More.</p>" * 9
    gated = make_article(body=body, access=Audience.MEMBERS)
    teased = form(client, gated).content.decode()
    assert secret not in teased and "Open paragraph 0" in teased and "The rest is for members" in teased
    client.force_login(make_user("author"))
    whole = form(client, gated)
    assert secret in whole.content.decode() and "no-store" in whole.headers["Cache-Control"]


@pytest.mark.parametrize("form", [plain, markdown])
def test_no_other_way_in(client, form):
    gone, draft, article = make_article(title="Gone"), make_article(published_at=None), make_article()
    publishing.withdraw(Entry.objects.get(pk=gone.pk), reason="Wrong.", by=None, at=timezone.now())
    assert form(client, gone).status_code == 410
    assert gone.body not in form(client, gone).content.decode()
    assert form(client, draft).status_code == 404
    right = form(client, article).wsgi_request.path
    wrong = client.get(right.replace(article.slug, "another"))
    assert (wrong.status_code, wrong.headers["Location"]) == (301, right)
    assert client.post(right).status_code == 405


@pytest.mark.parametrize("language", ["ar", "zh-hant"])
def test_language_and_direction(client, language):
    page = plain(client, make_article(language=language, title="港口", body="<p>港口開放。</p>")).content.decode()
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in page
    front, text = front_and_text(markdown(client, make_article(language=language, body="<p>港口開放。</p>")))
    assert front["language"] == language and "港口開放。" in text


def test_twenty_thousand_words(client):
    article = make_article(body="<p>" + "</p><p>".join(["word " * 100] * 200) + "</p>")
    assert plain(client, article).content.count(b"word") == markdown(client, article).content.count(b"word") == 20_000
