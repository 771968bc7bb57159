"""Articles as Markdown with front matter: read by people, and taken back as they were."""

import pytest
from django.core.management import CommandError
from hypothesis import example, given, settings
from hypothesis import strategies as st

from articles import markdown
from articles.exporting import blocks, simple, spacing
from articles.models import Article, Entry
from articles.tests.exporting_made import LETTERS, PARTS, comes_back, library, make, send
from articles.tests.factories import make_article
from articles.tests.importing_made import bring
from portal.lib import sanitise

db = pytest.mark.django_db
MARKS = st.text(st.sampled_from("*_`#>-+=[]()!<&;:|\\~1. \n\tab"), max_size=40)
WORDS = MARKS | st.text(LETTERS, max_size=40)
ELEMENTS = st.tuples(
    st.sampled_from(["p", "h2", "blockquote", "pre", "li", "ul", "strong", "code", "td", "a", "cite"]), WORDS
).map(lambda one: f"<{one[0]}>{one[1].replace('<', '&lt;')}</{one[0]}>")

INLINE = (
    WORDS.map(lambda words: words.replace("<", "&lt;"))
    | st.sampled_from(["1. ", "2) ", "a ", " a", "\n", "!", " ", "“", "(", ")", "&amp;", "&nbsp;", "中文。", "- "])
    | st.tuples(
        st.sampled_from(["strong", "em", "code", 'a href="/p/7"', "cite"]), st.text("a.!? \n(“1*", max_size=5)
    ).map(lambda one: f"<{one[0]}>{one[1]}</{one[0].split()[0]}>")
)


@settings(max_examples=50)
@given(st.lists(PARTS | ELEMENTS | WORDS, max_size=5))
@example(["<p>1. one</p>", "<ul><li>a</li></ul><ul><li>b</li></ul>", "words", "<pre>a\n\n\nb</pre>", "<p>a\n\n# b</p>"])
def test_every_body_reads_back_the_same(parts):
    body = sanitise.body("".join(parts))
    told = blocks.of(body)
    assert markdown.tight(markdown.read(told.text)) == markdown.tight(body)
    assert spacing.restored(markdown.read(told.text), spacing.told(body, reading=told.reading)) in (
        body,
        markdown.tight(body),
    )


@settings(max_examples=100)
@given(st.lists(INLINE, max_size=4), st.sampled_from(["p", "h2", "ul", "ol"]))
@example(["<strong>Who asks?</strong>", " 1. ", "!", '<a href="/p/7">x</a>'], "p")
def test_what_is_taken_for_certain_is(parts, name):
    inner = "".join(parts)
    whole = f"<li>{inner}</li>\n<li>b</li>" if name in ("ul", "ol") else inner
    block = sanitise.body(f"<{name}>{whole}</{name}>")
    if told := simple.of(block):
        assert markdown.read(told[0]).strip("\n") == told[1]


@pytest.mark.parametrize(
    "body",
    ["<p>One.</p>\n<p>Two.</p><p>Three.</p>", "<ul><li>a</li>\n\n<li>b</li></ul><pre>a\n\nb</pre>\n<p>c<br>\nd</p>"],
)
def test_line_breaks_between_blocks_come_back_where_they_were(body):
    told = blocks.of(body)
    kept = spacing.told(body, reading=told.reading)
    assert isinstance(kept, str)
    assert spacing.restored(markdown.read(told.text), kept) == body


def test_plain_text_is_plain_markdown():
    body = '<h2>Rates</h2><p>They <em>fell</em> <a href="/p/7">again</a>.</p><ul><li>one</li><li>two</li></ul>'
    assert blocks.of(sanitise.body(body)).text == "## Rates\n\nThey *fell* [again](/p/7).\n\n- one\n- two"


@db
def test_folder_comes_back_as_it_was(tmp_path, capsys):
    shown, drawing = library()
    told = {
        "title": "null: # [x]\u2028y",
        "kicker": "---",
        "abstract": "Two\n---\nlines",
        "teaser": "",
        "section": "Trade",
        "access": "members",
        "picture": 1,
        "drawing": True,
        "body": "<p>One.</p>\n<p>{picture}</p>\n<figure>{picture}<figcaption>On <em>quay</em> 7</figcaption></figure>",
        "keywords": ["A, b", "true"],
        "authors": ["Ann: Lee"],
        "old_addresses": ["a/"],
        "corrections": [],
        "published_at": make_article().published_at,
        "changed_at": Article.objects.get().changed_at,
    }
    make(told, place=0, shown=shown, drawing=drawing)
    make_article(published_at=None, body="<p>One.</p><p>Two.</p>")
    comes_back(tmp_path, capsys, format="markdown")
    files = sorted(path.relative_to(tmp_path / "1" / "out").as_posix() for path in tmp_path.glob("1/out/*/*.md"))
    numbers = Entry.objects.order_by("pk").values_list("pk", flat=True)
    assert [name.partition("-")[0] for name in files] == [
        *(f"{told['published_at'].year}/{number:06}" for number in numbers[:2]),
        f"drafts/{numbers[2]:06}",
    ]
    assert f"](../{shown[0].name})" in (tmp_path / "1" / "out" / files[1]).read_text()
    assert (tmp_path / "1" / "out" / shown[0].name).is_file()


@db
def test_folder_that_holds_something_is_left_alone(tmp_path, capsys):
    make_article()
    (tmp_path / "notes.txt").write_text("ours")
    with pytest.raises(CommandError, match="holds something already") as end:
        send(tmp_path, capsys=capsys, format="markdown")
    assert end.value.returncode == 2
    with pytest.raises(CommandError, match="name one"):
        send("-", capsys=capsys, format="markdown")


OTHER = """---
title: 'Berth 7 reopens'
date: 2020-05-04T10:00:00Z
tags:
  - Berths
  - Ports
categories: ignored
author: Ann Lee
description: It is open.
---

Ships come *again*. They were away since spring.
"""


@db
def test_files_of_other_sites_are_taken(tmp_path, capsys):
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "one.md").write_text(OTHER)
    (tmp_path / "posts" / "draft.md").write_text(OTHER.replace("author", "draft: true\nauthor"))
    (tmp_path / "bare.md").write_text("# A bare page\n\nThese are words enough for it.\n")
    result = bring(tmp_path, capsys, publish=True)

    assert (result.status, "3 new" in result.out) == (0, True), result
    one = Article.objects.get(imported__key="posts/one.md")
    assert (one.title, one.abstract, one.published_at.year) == ("Berth 7 reopens", "It is open.", 2020)
    assert "<em>again</em>" in one.body
    assert {keyword.name for keyword in one.keywords.all()} == {"Berths", "Ports"}
    assert Article.objects.get(imported__key="posts/draft.md").published_at is None
    assert Article.objects.get(imported__key="bare.md").title == "A bare page"
    assert "3 unchanged" in bring(tmp_path, capsys, publish=True).out


@db
def test_file_that_cannot_be_taken_is_named(tmp_path, capsys):
    (tmp_path / "a.md").write_text("---\ntitle: x\n")
    (tmp_path / "b.md").write_bytes(b"\xff\xfe")
    (tmp_path / "c.md").write_text("---\n? what\n---\nWords.")
    (tmp_path / "d.md").write_text("Words without a title.")
    result = bring(tmp_path, capsys)
    assert result.status == 1
    for name, why in zip("abcd", ["has no end", "is not UTF-8", "not understood", "no title"], strict=True):
        assert any(f"{name}.md" in line and why in line for line in result.said.splitlines()), result.said
