"""What is read without the reader of Markdown reads as that would have it."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from articles import markdown, plainly

SIGNS = st.text(st.sampled_from("*_`#>-+=[]()!<&;:|\\~1. \n\ta\"'“中\u00a0"), max_size=30)
LINES = st.sampled_from(
    [
        "1. one",
        "12 Berths",
        "It’s (AP) so.",
        "---",
        "===",
        "- a",
        "    code",
        "[x]: /y",
        "AT&T & Co",
        "a  ",
        "# b",
        "1) c",
        "\u3000d",
    ]
)


@settings(max_examples=200)
@given(st.lists(st.tuples(LINES | SIGNS, st.sampled_from(["\n", "\n\n", "\n \n", " "])), max_size=6))
@example([("- a", "\n\n"), ("Plain.", "\n\n"), ("- b", "\n\n"), ("    c", "\n")])
def test_it_is_what_the_reader_makes_of_it(parts):
    text = "".join(f"{words}{end}" for words, end in parts)
    assert markdown.rendered(text) == markdown._reader.render(text)


@pytest.mark.parametrize("text", ["Words.\n\nMore words,\nover two lines.", "“Quoted,” she said.\n\n18F grew by 2.5%."])
def test_plain_words_are_plain(text):
    assert all(is_plain for is_plain, _part in plainly.runs(text))
