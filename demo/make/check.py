"""Check the demonstration content: python -m demo.make.check

Says every fault it finds and exits with 1, or says what there is and exits with 0.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from html import unescape
from typing import Any

from markdown_it import MarkdownIt
from PIL import Image

from demo.make.gather import DEMO, TARGET, articles

ROLES = {"author", "editor", "chief", "administrator"}
LARGEST = 150 * 1024
INVENTED = "This report is invented for demonstration"


def main() -> int:
    kept = [json.loads(line) for line in TARGET.read_text().splitlines()]
    faults = [*_gathered(kept), *_lists(kept)]
    for article in kept:
        faults += [f"{article['id']}: {fault}" for fault in _article(article)]
    for question in _read("questions"):
        faults += [f"{question['id']}: {fault}" for fault in _question(question, kept)]
    faults += _spellings(kept)
    report = faults or [f"{len(kept)} articles, {len(_read('questions'))} questions: no fault found"]
    sys.stdout.write("\n".join(report) + "\n")
    return int(bool(faults))


def _read(name: str) -> Any:
    return json.loads((DEMO / f"{name}.json").read_text())


def _gathered(kept: list[dict[str, Any]]) -> Iterator[str]:
    if kept != articles():
        yield "articles.jsonl is not what the texts make: run python -m demo.make.gather"
    used = {image["file"] for article in kept for image in article["images"]}
    for path in (DEMO / "images").iterdir():
        if f"images/{path.name}" not in used:
            yield f"{path.name}: no article shows it"


def _article(article: dict[str, Any]) -> Iterator[str]:
    words = _words(article)
    if not 350 <= len(words.split()) <= 800:
        yield f"{len(words.split())} words"
    if len(article["title"]) > 100 or len(article["summary"]) > 300:
        yield "title over 100 or abstract over 300 characters"
    if article["summary"].split(".")[0] in words:
        yield "the abstract repeats a sentence of the text"
    if not 2 <= len(article["tags"]) <= 5:
        yield f"{len(article['tags'])} keywords"
    if bool(article.get("dateline")) != (INVENTED in words):
        yield "news carries a dateline and says that it is invented; explainers do neither"
    if not article.get("dateline") and "Sources" not in words:
        yield "an explainer without sources"
    if found := re.search(r"['\"]|\.\.\.| -- ", words):
        near = words[max(0, found.start() - 20) : found.end() + 20]
        yield f"straight quote or typewriter mark near {near!r}"
    for image in article["images"]:
        yield from _image(image)


def _image(image: dict[str, str]) -> Iterator[str]:
    path = DEMO / image["file"]
    with Image.open(path) as picture:
        picture.load()
        if picture.width != 1600 or abs(picture.width / picture.height - 1.5) > 0.01:
            yield f"{path.name} is {picture.width} x {picture.height}"
    if path.stat().st_size > LARGEST:
        yield f"{path.name} is over 150 kB"
    if not 20 <= len(image["alt"]) <= 160 or not image["caption"] or not image["credit"]:
        yield f"{path.name}: alt text, caption or credit missing or too long"


def _question(question: dict[str, Any], kept: list[dict[str, Any]]) -> Iterator[str]:
    if not 150 <= len(question["answer"].split()) <= 250:
        yield f"{len(question['answer'].split())} words"
    if question["about"] not in {None, *(article["id"] for article in kept)}:
        yield f"about {question['about']}, which is not here"
    if "Source: " not in question["answer"]:
        yield "an answer without a source"


def _lists(kept: list[dict[str, Any]]) -> Iterator[str]:
    sections = [section["name"] for section in _read("sections")]
    counts = Counter(article["section"] for article in kept)
    if set(sections[:-1]) != set(counts) or min(counts.values()) < 2:
        yield f"sections: {counts}"
    if {person["role"] for person in _read("staff")} != ROLES:
        yield "staff: one account for each role"
    ids = {article["id"]: article["days_ago"] for article in kept}
    weekly = _read("weekly")
    for name, issue in weekly.items():
        for missing in [story for story in issue["articles"] if story not in ids]:
            yield f"weekly, {name}: {missing} is not here"
    if any(ids[story] <= weekly["sent"]["days_ago"] for story in weekly["sent"]["articles"] if story in ids):
        yield "weekly, sent: a story younger than the issue"


def _spellings(kept: list[dict[str, Any]]) -> Iterator[str]:
    used = Counter(tag for article in [*kept] for tag in article["tags"])
    used.update(tag for question in _read("questions") for tag in question["keywords"])
    aliases = {alias.casefold() for keyword in _read("keywords") for alias in keyword["aliases"]}
    for tag in used:
        if tag.casefold() in aliases:
            yield f"keyword {tag}: an alias is used in place of the keyword"
    if sum(count > 1 for count in used.values()) < 8:
        yield "too few keywords are shared"


def _words(article: dict[str, Any]) -> str:
    html = article.get("body_html") or MarkdownIt("commonmark").render(article["body_markdown"])
    return unescape(re.sub(r"<[^>]+>", " ", html))


if __name__ == "__main__":
    sys.exit(main())
