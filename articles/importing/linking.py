"""The rows around an entry, many at a time: its article, keywords, authors and old addresses."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db import connection

from articles import tagging
from articles.importing import places
from articles.importing.finishing import Finished
from articles.models import Article, Entry, OldAddress

Numbered = Mapping[int, Finished]


def copy_articles(articles: Sequence[Article]) -> None:
    """Insert the articles' own columns; their entries are there already.

    Django's bulk_create refuses models that inherit, and COPY is the fastest way in besides.
    """
    if not articles:
        return
    fields = Article._meta.local_concrete_fields
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(field.attname) for field in fields)
    command = f"COPY {quoted(Article._meta.db_table)} ({columns}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(command) as copy:
        for article in articles:
            copy.write_row([getattr(article, field.attname) for field in fields])


def link(numbered: Numbered, *, renewed: Collection[int]) -> None:
    """Give entries their keywords and authors; those of `renewed` lose the ones they had."""
    tagging.hold()
    keywords = places.keywords(name for one in numbered.values() for name in one.draft.keywords)
    authors = places.authors(name for one in numbered.values() for name in one.draft.authors)
    tagged, written = Entry.keywords.through.objects, Entry.authors.through.objects
    tagged.filter(entry__in=renewed).delete()
    written.filter(entry__in=renewed).delete()
    tagged.bulk_create(
        tagged.model(entry_id=number, keyword_id=pk)
        for number, one in numbered.items()
        for pk in _each_once(keywords[name].pk for name in one.draft.keywords)
    )
    written.bulk_create(
        written.model(entry_id=number, author_id=pk)
        for number, one in numbered.items()
        for pk in _each_once(authors[name].pk for name in one.draft.authors)
    )


def _each_once(numbers: Iterable[int]) -> Iterable[int]:
    """Two spellings may be aliases of one keyword."""
    return dict.fromkeys(numbers)


def keep_addresses(numbered: Numbered) -> list[Finished]:
    """Let old addresses lead to their entries; the first entry keeps one, the later ones are returned."""
    paths = {one.draft.path for one in numbered.values() if one.draft.path}
    taken = dict(OldAddress.objects.filter(path__in=paths).values_list("path", "entry_id"))
    free: dict[str, int] = {}
    clashing = []
    for number, one in numbered.items():
        path = one.draft.path
        if path and taken.get(path, free.setdefault(path, number)) != number:
            clashing.append(one)
    OldAddress.objects.bulk_create(
        (OldAddress(path=path, entry_id=number) for path, number in free.items() if path not in taken and path),
        ignore_conflicts=True,
    )
    return clashing
