"""Every saved state of an article as a row: kept, put back, and put on an article that is only shown."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Model

from articles import comparing, publishing, tagging
from articles.models import Article, Author, Drawing, Entry, Picture, Section, Version
from articles.models.places import names_on
from members.models import User
from portal.lib import sanitise

TYPED = ("title", "kicker", "abstract", "dateline", "body", "editor", "language", "access", "source")
LATER = {"editor": ""}  # came after the first versions were kept, which are those of an article without it
ROWS: dict[str, type[Model]] = {"section": Section, "picture": Picture, "drawing": Drawing}
READ = ("title", "abstract", "body", "beginning")  # whose words are counted

Form = dict[str, Any]


class NothingToRestore(ValueError):
    """The article stands as that version says already."""


@dataclass(frozen=True)
class Worn:
    """What an article cannot hold before it is saved, and the fields whose rows are gone: they stayed as they were."""

    authors: list[Author]
    keywords: list[str]
    gone: list[str]


def form_of(article: Article) -> Form:
    """What the form of `article` holds, its keywords and authors asked from the database."""
    authors, keywords = names_on(article.pk)
    return {
        **{name: getattr(article, name) for name in TYPED},
        **{name: getattr(article, f"{name}_id") for name in ROWS},
        "beginning": article.teaser,
        "keywords": [keyword.name for keyword in keywords],
        "authors": sorted(author.pk for author in authors),
    }


def digest_of(form: Form) -> str:
    """The same for the same words, whoever saved them and when."""
    said = {name: value for name, value in form.items() if value or name not in LATER}
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def keep(article: Article, *, by: User | None, at: datetime, restored: Version | None = None) -> Version | None:
    """Write down how `article` stands; None where the newest version says the same. The caller holds its row."""
    form = form_of(article)
    digest = digest_of(form)
    last = article.versions.order_by("-number").first()
    if last and last.digest == digest:
        return None
    added, gone = comparing.counts(*(map(sanitise.text, _read(said)) for said in (last.form if last else {}, form)))
    return Version.objects.create(
        article=article,
        number=last.number + 1 if last else 1,
        form=form,
        digest=digest,
        changed=[name for name in form if last and form[name] != (LATER | last.form).get(name)],
        words_added=added if last else 0,
        words_gone=gone,
        restored=restored,
        saved_at=at,
        saved_by=by,
    )


def keep_standing(number: int) -> None:
    """Before article `number` is changed: what an archive brought, or anything else wrote, is not lost."""
    article = Article.objects.get(pk=number)
    keep(article, by=article.changed_by, at=article.changed_at)


def hold(number: int) -> Version:
    """The version of how article `number` stands, which nobody changes before the transaction ends."""
    Entry.objects.select_for_update(no_key=True).get(pk=number)
    keep_standing(number)
    return Version.objects.filter(article=number).order_by("-number")[0]


def newest_number(article: Article) -> int:
    """Of its versions; 0 where it has none."""
    return article.versions.aggregate(newest=Max("number"))["newest"] or 0


def is_theirs(article: Article, user: User) -> bool:
    """Whether `user` began it; what an archive brought, or somebody began whose account is gone, is everybody's."""
    began = article.versions.order_by("number").values_list("saved_by", flat=True).first()
    return began in (None, user.pk)


def digest_now(article: Article) -> str:
    """The digest of how `article`, as its row has it, stands."""
    return digest_of(form_of(article))


def put_on(article: Article, form: Form) -> Worn:
    """Let `article` say what `form` says, without saving it; what is no longer there stays as it was."""
    for name in TYPED:
        setattr(article, name, form.get(name, getattr(article, name)))
    article.teaser = form.get("beginning", article.teaser)
    gone = []
    for name, model in ROWS.items():
        row = model._default_manager.filter(pk=form.get(name)).first() if form.get(name) else None
        if form.get(name) and row is None:
            gone.append(name)
        else:
            setattr(article, name, row)
    authors = {author.pk: author for author in Author.objects.filter(pk__in=form.get("authors", []))}
    gone += ["authors"] if len(authors) < len(form.get("authors", [])) else []
    return Worn([authors[pk] for pk in form.get("authors", []) if pk in authors], form.get("keywords", []), gone)


def restore(version: Version, *, by: User | None, at: datetime) -> tuple[Version, list[str]]:
    """Save the article as `version` says: a new version, and the fields that could not be as they were.

    NothingToRestore where it stands so. Of two at once the later sees what the first did.
    """
    with transaction.atomic():
        hold(version.article_id)
        article = Article.objects.get(pk=version.article_id)
        worn = put_on(article, version.form)
        article.revision += 1
        article.changed_at, article.changed_by = at, by
        article.save()
        article.authors.set(worn.authors)
        article.keywords.set(tagging.keywords_named(worn.keywords))
        made = keep(article, by=by, at=at, restored=version)
        if made is None:
            raise NothingToRestore(version)
        publishing.saved(article)
    return made, worn.gone


def _read(form: Form) -> list[str]:
    return [form.get(name, "") for name in READ]
