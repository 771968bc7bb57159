"""The difference of two texts."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import comparing
from articles.comparing import Piece
from bench import differences
from bench.load import DATA


def sides(pieces):
    """The old and the new text, put together again from their pieces; blanks do not count."""
    old = "".join(piece.words for piece in pieces if piece.kind != "new" and not piece.is_mark)
    new = "".join(piece.words for piece in pieces if piece.kind != "gone" and not piece.is_mark)
    return "".join(old.split()), "".join(new.split())


def bare(text):
    return "".join(text.split())


@given(st.text(alphabet="ab .", max_size=40), st.text(alphabet="ab .", max_size=40))
def test_no_word_is_lost_or_made_up(old, new):
    assert sides(comparing.words(old, new)) == (bare(old), bare(new))


PARAGRAPHS = st.lists(st.text(alphabet="abc. 中", min_size=1, max_size=60), max_size=9)


@given(PARAGRAPHS, PARAGRAPHS)
def test_nor_over_paragraphs(old, new):
    before, after = ("".join(f"<p>{one}</p>" for one in texts) for texts in (old, new))
    blocks = comparing.paragraphs(before, after)
    pieces = [piece for block in blocks for piece in block.pieces]
    kept = sides([piece for piece in pieces if piece.kind != "same"])
    assert len(kept[0]) <= len(bare("".join(old))) and len(kept[1]) <= len(bare("".join(new)))
    if not any(block.left_out for block in blocks):
        assert sides(pieces) == (bare("".join(old)), bare("".join(new)))


def test_of_chinese_single_characters_are_marked():
    assert comparing.words("港口关闭", "港口开放") == [
        Piece("same", "港口"), Piece("gone", "关闭"), Piece("new", "开放")
    ]  # fmt: skip


def test_a_paragraph_that_was_put_in_leaves_the_others_alone():
    texts = [f"<p>Paragraph {place} tells of quay {place}.</p>" for place in range(40)]
    blocks = comparing.paragraphs("".join(texts), "".join([*texts[:20], "<p>Something new.</p>", *texts[20:]]))
    assert [block.left_out for block in blocks] == [19, 0, 0, 0, 19]
    assert blocks[2].pieces == (Piece("new", "Something new."),)


def test_a_heading_that_became_a_paragraph_and_a_link_that_leads_elsewhere_are_told():
    old = '<h2>Why</h2><p>See <a href="https://a.example">the log</a>.</p>'
    new = '<p>Why</p><p>See <a href="https://b.example">the log</a>.</p>'
    marks = {piece for block in comparing.paragraphs(old, new) for piece in block.pieces if piece.is_mark}
    assert {(piece.kind, piece.words) for piece in marks} == {
        ("gone", "h2"), ("gone", "a https://a.example"), ("new", "a https://b.example")
    }  # fmt: skip


def long_text(words, *, changed=0):
    """Paragraphs of sixty words; of one in `changed` words another."""
    every = [f"word{place * 7 % 3001}" if place % 5 else "the" for place in range(words)]
    if changed:
        every[::changed] = [f"x{word}" for word in every[::changed]]
    lines = [every[place : place + 60] for place in range(0, words, 60)]
    return "".join(f"<p>{' '.join(line)}.</p>" for line in lines)


@pytest.mark.parametrize("changed", [2000, 30])
def test_a_long_text_costs_little(changed):
    old, new = long_text(20_000), long_text(20_000, changed=changed)
    begun = time.process_time()
    blocks = comparing.paragraphs(old, new)
    assert time.process_time() - begun < 1.5, "A bound against seconds; on a quiet machine it is a tenth of one."
    assert sum(piece.kind == "new" for block in blocks for piece in block.pieces) == 20_000 // changed + (changed == 30)


@pytest.mark.parametrize("text", ["word " * 30_000, "<p>a</p>" * 30_000, "<p>" + "字" * 60_000])
def test_a_text_without_end_is_compared_in_reasonable_time(text):
    begun = time.process_time()
    comparing.paragraphs(text, text.replace("word word", "other word").replace("a", "b").replace("字字字", "字文字"))
    assert time.process_time() - begun < 10


@pytest.mark.skipif(not DATA.exists(), reason="The archives under ../shared/data are not beside this checkout.")
@pytest.mark.parametrize(("budget", "code"), [(60, 0), (0, 1)])
def test_the_benchmark_ends_as_the_budget_is_kept(monkeypatch, capsys, budget, code):
    monkeypatch.setattr(differences, "BUDGET", budget)
    with pytest.raises(SystemExit) as ended:
        differences.main(words=900)
    assert ended.value.code == code
    assert capsys.readouterr().out.count(" ms") == len(differences.CHANGES) + 2


def test_what_is_put_in_after_a_word_is_counted_and_the_word_is_not():
    assert comparing.counts(["The wait fell to 31 hours."], ["The wait fell to 31 hours, the operator says."]) == (3, 0)
    assert comparing.counts(["It (the ferry) sails."], ["“It”, the ferry, sails – now!"]) == (1, 0)
