"""Make `articles.jsonl` from the texts: python -m demo.make.gather [--check]

A text is a head of "name: value" lines, an empty line and Markdown. A paragraph "Table: words"
right before a table becomes its caption. With --check nothing is written, and the exit code says
whether the file is what the texts make.
"""

import json
import re
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from markdown_it import MarkdownIt

DEMO = Path(__file__).resolve().parent.parent
TARGET = DEMO / "articles.jsonl"
LICENCE = "CC0-1.0"
# `date` is what `days_ago` and `time` mean on this day; whoever loads the articles counts from today.
DAY = datetime(2026, 11, 24, tzinfo=UTC)
# The day that stands in datelines, in the short form of newspapers.
MONTHS = ["Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."]

markdown = MarkdownIt("commonmark").enable("table")


def main() -> int:
    made = "".join(json.dumps(article, ensure_ascii=False) + "\n" for article in articles())
    if "--check" in sys.argv[1:]:
        return int(not TARGET.exists() or TARGET.read_text() != made)
    TARGET.write_text(made)
    sys.stdout.write(f"{TARGET.name}: {made.count(chr(10))} articles\n")
    return 0


def articles() -> list[dict[str, object]]:
    """Every article, newest first."""
    texts = [_article(path.read_text()) for path in sorted((DEMO / "texts").glob("*.md"))]
    return sorted(texts, key=lambda article: str(article["date"]), reverse=True)


def _article(written: str) -> dict[str, object]:
    top, body = written.split("\n\n", 1)
    head = dict(line.split(": ", 1) for line in top.splitlines())
    at = _moment(head)
    article: dict[str, object] = {
        "id": head["id"],
        "lang": "en",
        "title": head["title"],
        "date": at.isoformat(),
        "days_ago": int(head["days_ago"]),
        "time": head["time"],
        "authors": head["authors"].split("; "),
        "section": head["section"],
        "kicker": head.get("kicker", ""),
        "tags": head["keywords"].split("; "),
        "summary": head["abstract"],
        "access": head.get("access", "everyone"),
        "published_at": at.isoformat(),
    }
    if "place" in head:
        article["dateline"] = f"{head['place']}, {MONTHS[at.month - 1]} {at.day}"
    kept = {"body_html": _html(body)} if "\nTable: " in body else {"body_markdown": body.strip() + "\n"}
    return article | kept | {"images": _images(head), "licence": LICENCE, "source": "Written for this project"}


def _moment(head: dict[str, str]) -> datetime:
    hour, minute = head["time"].split(":")
    return DAY - timedelta(days=int(head["days_ago"])) + timedelta(hours=int(hour), minutes=int(minute))


def _images(head: dict[str, str]) -> list[dict[str, str]]:
    if "picture" not in head:
        return []
    is_map = head["alt"].startswith("Map")
    credit = "Map: Belt and Road Portal; outlines Natural Earth" if is_map else "Chart: Belt and Road Portal"
    return [
        {
            "file": f"images/{head['picture']}",
            "alt": head["alt"],
            "caption": head["caption"],
            "credit": credit,
            "licence": LICENCE,
        }
    ]


def _html(body: str) -> str:
    """HTML with captioned tables and without the inline styles that Markdown tables bring."""
    html = markdown.render(body)
    html = re.sub(r"<p>Table: (.*?)</p>\s*<table>", r"<table>\n<caption>\1</caption>", html)
    html = re.sub(r' style="text-align:\w+"', "", html)
    return html.replace("<th>", '<th scope="col">')


if __name__ == "__main__":
    sys.exit(main())
