"""What editors of the demonstration wrote around its articles: topics, authors, and the front page as they put it."""

from datetime import datetime, timedelta
from typing import Any

from markdown_it import MarkdownIt

from articles import arranging
from articles.models import ArrangedBlock, Arrangement, Author, Entry, Imported, Keyword, Section
from members.models import User

_markdown = MarkdownIt("commonmark")


def topics(written: list[dict[str, Any]]) -> None:
    """Introductions and pictures of keywords."""
    for topic in written:
        keyword = Keyword.objects.get(name=topic["keyword"])
        keyword.introduction = _markdown.render(topic["introduction"])
        keyword.picture = entry(topic["picture_of"]).picture if "picture_of" in topic else None
        keyword.save()


def authors(written: list[dict[str, str]]) -> None:
    for person in written:
        author = Author.objects.get(name=person["name"])
        author.about = person["about"]
        author.save()


def front(written: dict[str, Any], *, by: User, at: datetime) -> None:
    """Arranged and put live, its lead for a while only: what is published after that leads by itself."""
    made = Arrangement.objects.create(
        lead=entry(written["lead"]),
        lead_ends_at=at + timedelta(days=written["leads_for_days"]),
        made_at=at,
        made_by=by,
    )
    for position, block in enumerate(written["blocks"], start=1):
        section = Section.objects.get(slug=block["section"])
        row = ArrangedBlock.objects.create(arrangement=made, section=section, position=position)
        row.pinned.set([entry(key) for key in block["pinned"]])
    arranging.put_live(made, by=by, at=at)


def entry(key: str) -> Entry:
    """The article that came under this key of the demonstration's file."""
    return Imported.objects.select_related("entry__picture").get(key=key).entry
