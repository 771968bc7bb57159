"""Makes one keyword of several, and two of one."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet

from articles import indexing, jobs, tagging
from articles.models import Entry, Keyword, KeywordAlias, OldAddress
from articles.naming import free_keyword_slug
from articles.words import is_paired
from portal.lib import pages

LOOKED_AT = 2000

_Tagged = Entry.keywords.through


class Gone(Exception):
    """What was chosen is no longer there: somebody merged, split or deleted it meanwhile. Nothing was done."""


@dataclass(frozen=True)
class Done:
    keyword: Keyword  # the one that stays, or that was made
    moved: int  # articles


def merge(stays: int, others: Collection[int]) -> Done:
    """Let the keyword `stays` take over the `others`: articles, places in lists, spellings and addresses, at once.

    Their names become spellings of it, so that whoever types one gets it, and their pages lead to its page. It keeps
    its introduction and picture, and takes theirs where it has none. What search knows follows in the worker. Gone
    where one of them is not there any more.
    """
    with transaction.atomic():
        tagging.hold_alone()
        found = Keyword.objects.in_bulk({stays, *others})
        if len(found) < len({stays, *others}):
            raise Gone
        kept = found.pop(stays)
        taken = [found[pk] for pk in sorted(found)]
        numbers = set(_Tagged.objects.filter(keyword__in=taken).values_list("entry", flat=True))
        _move_articles(numbers, of=[one.pk for one in taken], to=kept.pk)
        KeywordAlias.objects.filter(keyword__in=taken).update(keyword=kept)
        for one in taken:
            one.delete()
            kept.aliases.create(name=one.name, slug=one.slug)
        _inherit(kept, taken)
        paths = [one.get_absolute_url() for one in taken]
        OldAddress.objects.filter(to__in=paths).update(to=kept.get_absolute_url())
        find_anew(Keyword.objects.filter(pk=stays))
        pages.changed()
    return Done(kept, len(numbers))


def split(spelling: int, *, with_articles: bool) -> Done:
    """Make a keyword of the spelling with this number, under the address it once had, if any.

    `with_articles` gives it those of `saying`, which lose the other keyword. Gone where the spelling is not there.
    """
    with transaction.atomic():
        tagging.hold_alone()
        alias = KeywordAlias.objects.select_related("keyword").filter(pk=spelling).first()
        if alias is None:
            raise Gone
        numbers = set(saying(alias).values_list("pk", flat=True)) if with_articles else set()
        find_anew(Keyword.objects.filter(pk=alias.keyword_id))
        alias.delete()
        made = Keyword(name=alias.name, slug=alias.slug or free_keyword_slug(alias.name))
        made.save()
        _move_articles(numbers, of=[alias.keyword_id], to=made.pk)
        pages.changed()
    return Done(made, len(numbers))


def saying(alias: KeywordAlias) -> QuerySet[Entry]:
    """Of its keyword's newest LOOKED_AT articles those whose title, abstract or open text hold this spelling."""
    newest = Entry.objects.filter(keywords=alias.keyword_id).order_by("-pk")[:LOOKED_AT]
    is_spaced = not any(is_paired(letter) for letter in alias.name)
    word = "[\\s-]+".join(re.escape(part) for part in re.split(r"[\s-]+", alias.name))
    pattern = rf"(^|\W){word}(\W|$)" if is_spaced else word
    matches = Q(title__iregex=pattern) | Q(searchable__open_text__iregex=pattern)
    return Entry.objects.filter(matches, pk__in=newest.values("pk"))


def find_anew(keywords: QuerySet[Keyword]) -> None:
    """Let the worker index again what carries these keywords: their names and spellings are searched."""
    jobs.reindex_soon(_Tagged.objects.filter(keyword__in=keywords).values_list("entry", flat=True))


def _move_articles(numbers: Collection[int], *, of: Collection[int], to: int) -> None:
    rows = (_Tagged(entry_id=number, keyword_id=to) for number in sorted(numbers))
    _Tagged.objects.bulk_create(rows, ignore_conflicts=True, batch_size=5000)
    _Tagged.objects.filter(keyword__in=of, entry__in=numbers).delete()
    indexing.move_places(numbers, of=of, to=to)


def _inherit(kept: Keyword, taken: Collection[Keyword]) -> None:
    for one in taken:
        kept.introduction = kept.introduction or one.introduction
        kept.picture = kept.picture or one.picture
    kept.save()
