"""Writes a batch of finished items, all of it or nothing, with few statements however many there are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction

from articles import indexing
from articles.importing import numbering, places, standing
from articles.importing.drafts import Draft
from articles.importing.finishing import Finished
from articles.importing.linking import Clash, copy_articles, correct, draw, keep_addresses, link
from articles.importing.standing import Options, Standing
from articles.models import Article, Drawing, Entry, Imported, Section
from articles.models.places import word_slug
from portal.lib import pages

# A number that nothing else locks: whoever runs them, imports write one batch after the other.
LOCK = 0x1A9087


@dataclass
class Written:
    """What a batch did; what is in none of these was there already, as it is."""

    new: list[Finished] = field(default_factory=list)
    updated: list[Finished] = field(default_factory=list)
    edited: list[Finished] = field(default_factory=list)  # changed at the source, but here as well: left alone
    clashing: list[Clash] = field(default_factory=list)
    renumbered: list[tuple[Finished, int]] = field(default_factory=list)  # whose number another entry has


@dataclass(frozen=True)
class Found:
    """What the entries of a batch refer to, there already or made for them."""

    sections: dict[str, Section]
    drawings: dict[str, Drawing]  # by key


def write(batch: Sequence[Finished], options: Options) -> Written:
    """Make or renew the entries of `batch` in one transaction.

    Looks again, under a lock, at what is there: two runs of one file at once end like one.
    """
    written = Written()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        there = standing.of([one.draft.item for one in batch])
        new = [one for one in batch if one.key not in there]
        numbers = _numbers(new)  # before anything is written that somebody may wait for: this waits for all who save
        found = Found(places.sections(one.draft.section for one in batch), draw(batch))
        made = _make(new, numbers, found, options)
        written.new = list(made.values())
        written.renumbered = [(one, number) for number, one in made.items() if one.wanted_number not in (None, number)]
        renewed = {}
        for one in batch:
            known = there.get(one.key)
            if known and known.calls_for(one.draft.item, options, published_at=one.draft.published_at):
                if _renew(known, one, found, options):
                    renewed[known.number] = one
                else:
                    written.edited.append(one)
        written.updated = list(renewed.values())
        written.clashing = _settle(made, renewed, options)
    return written


def _make(new: list[Finished], numbers: list[int | None], found: Found, options: Options) -> dict[int, Finished]:
    entries = [
        Entry(kind=Entry.Kind.ARTICLE, number=number, **_entry_values(one, found, options))
        for one, number in zip(new, numbers, strict=True)
    ]
    Entry.objects.bulk_create(entries)
    made = {entry.pk: one for entry, one in zip(entries, new, strict=True)}
    copy_articles([Article(entry_ptr_id=number, **_article_values(one)) for number, one in made.items()])
    Imported.objects.bulk_create(
        Imported(key=one.key, digest=one.draft.item.digest, entry_id=number, imported_at=options.at)
        for number, one in made.items()
    )
    return made


def _numbers(new: list[Finished]) -> list[int | None]:
    """The number that each brings and that is free, once; None is for the next of ours."""
    free = numbering.claim({number for one in new if (number := one.wanted_number)})
    numbers: list[int | None] = []
    for one in new:
        numbers.append(one.wanted_number if one.wanted_number in free else None)
        free.discard(one.wanted_number or 0)
    return numbers


def _renew(known: Standing, one: Finished, found: Found, options: Options) -> bool:
    """One conditional update, so that of an editor and us only one wins; False when it was the editor."""
    untouched = Entry.objects.filter(pk=known.number, revision=1, changed_by=None)
    if known.is_edited or not untouched.update(**_entry_values(one, found, options, is_new=False)):
        return False
    Article.objects.filter(pk=known.number).update(**_article_values(one))
    Imported.objects.filter(entry=known.number).update(digest=one.draft.item.digest, imported_at=options.at)
    return True


def _settle(made: dict[int, Finished], renewed: dict[int, Finished], options: Options) -> list[Clash]:
    """What follows from having written entries: their links, the index, and the pages that show them."""
    numbered = made | renewed
    if not numbered:
        return []
    link(numbered, renewed=renewed)
    correct(numbered)
    clashing = keep_addresses(numbered)
    indexing.reindex(numbered)
    pages.changed()
    if options.publish:
        for moment in _to_come((one.draft.published_at for one in numbered.values()), options.at):
            pages.will_change(moment)
    return clashing


def _to_come(moments: Iterable[datetime | None], at: datetime) -> set[datetime]:
    return {moment for moment in moments if moment and moment > at}


def _entry_values(one: Finished, found: Found, options: Options, *, is_new: bool = True) -> dict[str, object]:
    draft = one.draft
    values: dict[str, object] = {
        "section": found.sections[draft.section],
        "kicker": draft.kicker,
        "title": draft.title,
        "slug": word_slug(draft.title, limit=100),
        "abstract": one.abstract,
        "language": draft.language,
        "access": draft.access,
        "words": one.words,
        "changed_at": _came_out_at(draft, options) if is_new else options.at,
    }
    if is_new or one.picture or not one.left_out:  # a picture whose file is not at hand this time stays
        values["picture"] = one.picture
    if kept := draft.kept:
        values |= {"teaser": kept.teaser, "corrected_at": kept.corrected_at}
        values["changed_at"] = kept.changed_at or options.at
        values["drawing"] = found.drawings.get(kept.drawing)
    if options.publish and draft.published_at:
        values["published_at"] = draft.published_at
        values["withdrawn_at"], values["withdrawn_because"] = draft.withdrawn_at, draft.withdrawn_because
    return values


def _came_out_at(draft: Draft, options: Options) -> datetime:
    """An article of an archive is as readers had it on its day: taking it over is no edit of it."""
    was_out = options.publish and draft.published_at
    return min(draft.published_at or options.at, options.at) if was_out else options.at


def _article_values(one: Finished) -> dict[str, str]:
    return {"dateline": one.dateline, "body": one.body, "editor": one.draft.editor, "source": one.draft.source}
