"""What it costs to save an article of 20 000 words, again and again with a little changed.

    bin/manage shell -c "from bench import saving; saving.main()"

Joins real articles to one text and posts the newsroom's form, as a browser would: cleaned, counted, kept as a version,
indexed. Median CPU of this process. Works in a database of its own beside the configured one, which it drops. Ends
with 1 where it costs more than the budget, with 2 where the archives are not there.
"""

import sys
import time
from statistics import median

from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import indexing
from articles.models import Article, Section
from bench.apart import apart
from bench.differences import paragraphs_of, say
from members.models import User

WORDS, TIMES = 20_000, 15
BUDGET = 0.100


def main(words: int = WORDS, times: int = TIMES) -> None:
    texts = paragraphs_of(words)
    with apart("saving"):
        taken = {name: report(name, texts, times, moments) for name, moments in STATES.items()}
    sys.exit(1 if max(taken.values()) > BUDGET else 0)


STATES = {"a draft": {}, "published": {"published_at": timezone.now()}}


def report(name: str, texts: list[str], times: int, moments: dict[str, object]) -> float:
    section, _ = Section.objects.get_or_create(slug="ports", defaults={"name": "Ports"})
    known = {"title": "Berth 19 reopens", "abstract": "Two weeks early.", "section": section}
    article = Article.objects.create(**known, body="".join(texts), changed_at=timezone.now(), **moments)
    indexing.reindex([article.pk])
    client = Client()
    editor = User.objects.create(username=name, is_staff=True)
    editor.groups.add(Group.objects.get(name="editor"))
    client.force_login(editor)
    taken = [_saved(client, article.pk, texts, place) for place in range(times)]
    say(f"{name:30} {median(taken) * 1000:6.0f} ms")
    return median(taken)


def _saved(client: Client, number: int, texts: list[str], place: int) -> float:
    article = Article.objects.get(pk=number)
    changed = [*texts[:place], f"<p>Ships came at {place}.</p>", *texts[place + 1 :]]
    form = {"title": article.title, "abstract": article.abstract, "section": article.section_id, "language": "en"}
    form |= {"access": "everyone", "revision": article.revision, "body": "".join(changed)}
    begun = time.process_time()
    answer = client.post(reverse("admin:articles_article_change", args=[number]), form)
    spent = time.process_time() - begun
    if answer.status_code != 302:
        raise AssertionError(f"It was not saved: {answer.status_code}.")
    return spent
