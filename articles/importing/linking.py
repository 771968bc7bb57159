"""The rows around an entry, many at a time: its article, keywords, authors and old addresses."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db import connection, models

from articles import tagging
from articles.importing import places
from articles.importing.drafts import Draft
from articles.importing.finishing import Finished
from articles.models import Article, Correction, Drawing, Entry, OldAddress

Numbered = Mapping[int, Finished]
Clash = tuple[Finished, str]  # and the old address that leads to another entry


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


def keep_addresses(numbered: Numbered) -> list[Clash]:
    """Let old addresses lead to their entries; the first entry keeps one, the later ones are returned."""
    wanted = [(path, number) for number, one in numbered.items() for path in _old_paths(number, one.draft)]
    taken = dict(OldAddress.objects.filter(path__in={path for path, _number in wanted}).values_list("path", "entry_id"))
    free: dict[str, int] = {}
    clashing = []
    for path, number in wanted:
        if taken.get(path, free.setdefault(path, number)) != number:
            clashing.append((numbered[number], path))
    OldAddress.objects.bulk_create(
        (OldAddress(path=path, entry_id=number) for path, number in free.items() if path not in taken),
        ignore_conflicts=True,
    )
    return clashing


def _old_paths(number: int, draft: Draft) -> list[str]:
    """An article of a portal that could not keep its number is also asked for under the old one."""
    moved = [draft.kept.path] if draft.kept and draft.kept.path and draft.kept.number != number else []
    return [*draft.paths, *moved]


def correct(numbered: Numbered) -> None:
    """Give entries the corrections that their items bring; where an item cannot speak of them, they stay."""
    said = {number: one.draft.kept.corrections for number, one in numbered.items() if one.draft.kept}
    Correction.objects.filter(entry__in=said).delete()
    Correction.objects.bulk_create(
        Correction(entry_id=number, words=words, corrected_at=at)
        for number, corrections in said.items()
        for at, words in corrections
    )


def draw(finished: Iterable[Finished]) -> dict[str, Drawing]:
    """The drawings that items bring, by key; one that is here already stays as it is here."""
    brought = {drawing.key: drawing for one in finished if one.draft.kept for drawing in one.draft.kept.drawings}
    known = {drawing.key: drawing for drawing in Drawing.objects.filter(key__in=brought)} if brought else {}
    for key in brought.keys() - known.keys():
        models.Model.save(brought[key])  # it was drawn to see whether it can be
    return brought | known
