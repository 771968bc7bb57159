"""Finds the sections, keywords and authors that a batch names, and makes those that are not there yet."""

from collections.abc import Callable, Iterable
from itertools import count
from typing import Any

from django.db import models

from articles.models import Author, Keyword, KeywordAlias, Section
from articles.models.places import folded, word_slug

Found = dict[str, Any]


def sections(names: Iterable[str]) -> dict[str, Section]:
    """Each name's section; a new one stays out of the masthead until an editor puts it there."""
    return _found_or_made(names, fold=folded, find=_sections, model=Section, limit=80)


def keywords(names: Iterable[str]) -> dict[str, Keyword]:
    """Each name's keyword, by how its letters fold and by the aliases that editors gave."""
    return _found_or_made(names, fold=folded, find=_keywords, model=Keyword, limit=80)


def authors(names: Iterable[str]) -> dict[str, Author]:
    return _found_or_made(names, fold=str, find=_authors, model=Author, limit=120)


def _sections(_spellings: set[str]) -> Found:
    return {folded(section.name): section for section in Section.objects.all()}


def _keywords(spellings: set[str]) -> Found:
    known = Keyword.objects.filter(folded__in=spellings)
    aliases = KeywordAlias.objects.filter(folded__in=spellings).select_related("keyword")
    return {alias.folded: alias.keyword for alias in aliases} | {keyword.folded: keyword for keyword in known}


def _authors(spellings: set[str]) -> Found:
    return {author.name: author for author in Author.objects.filter(name__in=spellings)}


def _found_or_made(
    names: Iterable[str],
    *,
    fold: Callable[[str], str],
    find: Callable[[set[str]], Found],
    model: type[models.Model],
    limit: int,
) -> Found:
    """Somebody else may make the same one at the same moment: then theirs is found on the next look."""
    spelled = {name: fold(name) for name in names}
    wanted = set(spelled.values())
    found = find(wanted) if wanted else {}
    while missing := {fold: name for name, fold in spelled.items() if fold not in found}:
        slugs = _free_slugs(model, missing.values(), limit=limit)
        made = [_new(model, name, slugs[name], fold) for fold, name in missing.items()]
        model._default_manager.bulk_create(made, ignore_conflicts=True)
        found = find(wanted)
    return {name: found[fold] for name, fold in spelled.items()}


def _new(model: type[models.Model], name: str, slug: str, spelling: str) -> models.Model:
    values = {"name": name, "slug": slug}
    return model(**values, folded=spelling) if model is Keyword else model(**values)


def _free_slugs(model: type[models.Model], names: Iterable[str], *, limit: int) -> dict[str, str]:
    """An address for each name that nobody has: "C" and "C++" differ by a number."""
    plain = {name: word_slug(name, limit=limit - 6) for name in names}
    taken = _taken(model, slug__in=plain.values())
    asked, free = set[str](), {}
    for name, slug in plain.items():
        if slug in taken and slug not in asked:
            taken |= _taken(model, slug__startswith=f"{slug}-")
            asked.add(slug)
        free[name] = slug if slug not in taken else _numbered(slug, taken)
        taken.add(free[name])
    return free


def _taken(model: type[models.Model], **which: Any) -> set[str]:
    """Of these addresses those that are given; a keyword that was merged keeps its own."""
    given = (Keyword, KeywordAlias) if model is Keyword else (model,)
    return {slug for each in given for slug in each._default_manager.filter(**which).values_list("slug", flat=True)}


def _numbered(slug: str, taken: set[str]) -> str:
    return next(numbered for number in count(2) if (numbered := f"{slug}-{number}") not in taken)
