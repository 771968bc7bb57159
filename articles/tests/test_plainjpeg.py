"""A safe copy that comes back is not made worse; anything else is made anew."""

import pytest

from articles import safecopy
from articles.tests.pictures_made import photograph, saved, scene

COPY = safecopy.made(photograph()).data
NOTE = b"\xff\xfe\x00\x05abc"


@pytest.mark.parametrize("first", [photograph(), saved(scene().convert("L"))], ids=["colour", "grey"])
def test_safe_copy_is_its_own(first):
    copy = safecopy.made(first)
    assert safecopy.made(copy.data) == copy
    assert copy.data != first


@pytest.mark.parametrize(
    "data",
    [
        COPY + b"<script>",
        COPY[:2] + NOTE + COPY[2:],
        COPY[:20] + NOTE + COPY[20:],
        saved(scene(), quality=86, progressive=True, optimize=True),
        saved(scene(), quality=85),
        saved(scene().resize((safecopy.WIDEST + 2, 40)), quality=85, progressive=True, optimize=True),
    ],
    ids=["after its end", "before its header", "a note", "another quality", "not progressive", "too wide"],
)
def test_what_holds_more_or_was_saved_otherwise_is_made_anew(data):
    made = safecopy.made(data)
    assert made.data != data
    assert b"abc" not in made.data[:40] and b"<script>" not in made.data
