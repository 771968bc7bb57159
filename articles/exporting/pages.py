"""Articles as Markdown files with front matter, in a folder: what people and programs can read for a long time."""

import contextlib
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from articles import markdown
from articles.exporting.items import Fields
from articles.models.places import word_slug

# As the sanitiser writes them: lower-case names, values in double quotes.
_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)(?:"[^"]*"|[^">])*>')
# The name under which the front matter says whether there are line breaks between the body's blocks.
LINES = "lines_between_blocks"
_VOID = {"br", "hr", "img"}
# Stands at the beginning of what Markdown takes for a block of HTML.
_ELEMENT = re.compile(r"<(?:p|h[2-4]|ul|ol|blockquote|table|figure|hr)\b")


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
        path = root / _place(fields)
        path.parent.mkdir(exist_ok=True)
        path.write_text(page(fields), encoding="utf-8")

    yield write


def _place(fields: Fields) -> str:
    year = fields["published_at"][:4] if fields["published_at"] else "drafts"
    return f"{year}/{fields['number']:06}-{word_slug(fields['title'], limit=80)}.md"


def page(fields: Fields) -> str:
    """Everything but the body as front matter: YAML whose values are written as JSON, which YAML includes."""
    body, images = fields["body_html"], fields["images"]
    text = written(_without_sizes(body, images))
    front = {name: value for name, value in fields.items() if name != "body_html"}
    front[LINES] = with_sizes(markdown.read(text), images) == body
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


def written(body: str) -> str:
    """A sanitised body as Markdown; what Markdown cannot say stands in it as HTML, so that it reads back the same."""
    blocks = list(_blocks(body))
    ways = (lambda: markdown.of(body), lambda: _joined(_one, blocks), lambda: _joined(_raw, blocks))
    return next((text for way in ways if _says(text := way(), body)), _raw(body))


def _joined(say: Callable[[str], str], blocks: list[str]) -> str:
    return "\n\n".join(map(say, blocks))


def _one(block: str) -> str:
    text = markdown.of(block)
    return text if _says(text, block) else _raw(block)


def _says(text: str, body: str) -> bool:
    return markdown.tight(markdown.read(text)) == markdown.tight(body)


def _raw(block: str) -> str:
    """On one line: an empty one would end it."""
    line = block.replace("\n", "&#10;").replace("\r", "&#13;")
    return line if _ELEMENT.match(line) else f"<div>{line}</div>"


def _blocks(body: str) -> Iterator[str]:
    """The elements at the top level, in order, and what stands between them."""
    depth = start = 0
    for tag in _TAG.finditer(body):
        if tag[2] not in _VOID:
            depth += -1 if tag[1] else 1
        if not depth and (tag[1] or tag[2] == "hr"):
            yield body[start : tag.end()].strip("\n")
            start = tag.end()
    if rest := body[start:].strip("\n"):
        yield rest
