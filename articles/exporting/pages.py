"""Articles as Markdown files with front matter, in a folder: what people and programs can read for a long time."""

import contextlib
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from articles.exporting import blocks, spacing
from articles.exporting.items import Fields
from articles.models.places import word_slug

# The name under which the front matter says which line breaks there are between the body's blocks.
LINES = "lines_between_blocks"


class NotEmpty(OSError):
    """The folder holds something already."""


@contextlib.contextmanager
def opened(folder: str) -> Iterator[Callable[[Fields], None]]:
    """What writes an item as a file of its own, in a folder by year; NotEmpty where anything lies there already."""
    root = Path(folder)
    root.mkdir(parents=True, exist_ok=True)
    if any(root.iterdir()):
        raise NotEmpty(0, "it holds something already; name a new folder", folder)

    def write(fields: Fields) -> None:
        path = root / place(fields)
        path.parent.mkdir(exist_ok=True)
        path.write_text(page(fields), encoding="utf-8")

    yield write


def place(fields: Fields) -> str:
    """Where its file lies: by year, under a name that begins with its number."""
    year = fields["published_at"][:4] if fields["published_at"] else "drafts"
    return f"{year}/{fields['number']:06}-{word_slug(fields['title'], limit=80)}.md"


def page(fields: Fields) -> str:
    """Everything but the body as front matter: YAML whose values are written as JSON, which YAML includes."""
    body, images = fields["body_html"], fields["images"]
    written = blocks.of(_without_sizes(body, images))
    text = written.text
    front = {name: value for name, value in fields.items() if name != "body_html"}
    front[LINES] = spacing.told(body, reading=with_sizes(written.reading, images))
    lines = (f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in front.items())
    for image in images:
        for before, after in references(image).items():
            text = text.replace(before, after)
    return "\n".join(["---", *lines, "---", "", text, ""])


def references(image: Fields) -> dict[str, str]:
    """How a picture is shown on its page here, and in a file beside the pictures."""
    here, there = image["source_path"], f"../{image['file']}"
    return {f"]({here})": f"]({there})", f' src="{here}"': f' src="{there}"'}


def _without_sizes(body: str, images: list[Fields]) -> str:
    """Markdown knows of none; the front matter has them."""
    for image in images:
        body = re.sub(rf"({_shown(image)}){_size(image)}>", r"\1>", body)
    return body


def with_sizes(body: str, images: list[Fields]) -> str:
    """The body as it was: each picture with the size that it has in the library."""
    for image in images:
        body = re.sub(rf"({_shown(image)})>", rf"\1{_size(image)}>", body)
    return body


def _shown(image: Fields) -> str:
    return rf'<img src="{re.escape(str(image.get("source_path")))}" alt="[^"]*"'


def _size(image: Fields) -> str:
    return f' width="{image.get("width")}" height="{image.get("height")}"'
