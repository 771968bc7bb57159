"""What each list, search and look-up of the newsroom, and the page of a picture, cost where there are many rows.

    bin/manage shell -c "from bench import admin; admin.main()"

Asks a database that `bench.load` filled (100 000 articles) and that has as many pictures and keywords, which are put in
here where they are fewer: the first page, the last, each order, each filter and searches. Median of three: wall clock,
CPU of this process, queries. Ends with 1 where one takes longer than the budget. For a database that nobody needs.
"""

import re
import sys
import time
from collections.abc import Iterator
from html import unescape
from statistics import median
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import admin
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse
from django.utils import timezone

from articles.models import Entry, Keyword, Picture
from articles.models.places import folded
from bench.apart import PLAIN
from members.models import User

MANY = 100_000
BUDGET = 0.150
TIMES = 3
SEARCHED = ("quay", "senate committee on finance", "1234", "zzzz")
_CHOICE = re.compile(r'href="(\?[^"#]*)"')
SUGGESTIONS = ("articles_keyword_suggest", "articles_picture_suggest", "articles_picture_choose")


def main(many: int = MANY) -> None:
    fill(many)
    storages = settings.STORAGES | {"staticfiles": PLAIN}
    with override_settings(STORAGES=storages, ALLOWED_HOSTS=["*"]):
        client = Client()
        client.force_login(User.objects.get_or_create(username="bench", is_staff=True, is_superuser=True)[0])
        taken = {path: cost(client, path) for path in paths(client)}
    for path, (wall, cpu, queries) in sorted(taken.items(), key=lambda one: -one[1][0]):
        say(f"{wall * 1000:6.0f} ms {cpu * 1000:6.0f} ms CPU {queries:3} queries  {path}")
    late = [path for path, (wall, _, _) in taken.items() if wall > BUDGET]
    say(f"{len(taken)} addresses with {Entry.objects.count()} entries, {len(late)} over {BUDGET * 1000:.0f} ms")
    sys.exit(int(bool(late)))


def fill(many: int) -> None:
    """Pictures and keywords beside the articles, none of them used."""
    now = timezone.now()
    pictures = range(Picture.objects.count(), many)
    known = {"width": 1600, "height": 1067, "widths": [360, 720], "added_at": now, "credit": "Ann Lee"}
    Picture.objects.bulk_create(
        (
            Picture(name=f"pictures/be/many{n}.jpg", digest=f"many{n}", alt=f"Cranes over quay {n}", **known)
            for n in pictures
        ),
        batch_size=5000,
        ignore_conflicts=True,
    )
    names = [f"Topic {number}" for number in range(Keyword.objects.count(), many)]
    keywords = (Keyword(name=name, slug=folded(name).replace(" ", "-"), folded=folded(name)) for name in names)
    Keyword.objects.bulk_create(keywords, batch_size=5000, ignore_conflicts=True)
    if pictures or names:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def paths(client: Client) -> Iterator[str]:
    for model, room in admin.site._registry.items():
        path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        yield path
        page = client.get(path).content.decode()
        yield from dict.fromkeys(path + unescape(found) for found in _CHOICE.findall(page) if found != "?")
        if room.search_fields:
            yield from (f"{path}?{urlencode({'q': words})}" for words in SEARCHED)
        for owner in (room, *room.inlines):
            for name in owner.autocomplete_fields:
                yield from (_looked_up(owner.model, name, words) for words in ("", *SEARCHED))
    for picture in (Picture.objects.order_by("pk")[:1].get(), Picture.objects.order_by("-pk")[:1].get()):
        yield reverse("admin:articles_picture_change", args=[picture.pk])  # which says where it is used
    for name in SUGGESTIONS:
        yield from (f"{reverse(f'admin:{name}')}?{urlencode({'term': words, 'q': words})}" for words in ("", *SEARCHED))


def _looked_up(model: type[Model], name: str, words: str) -> str:
    asked = {"app_label": model._meta.app_label, "model_name": model._meta.model_name, "field_name": name}
    return f"{reverse('admin:autocomplete')}?{urlencode(asked | {'term': words})}"


def cost(client: Client, path: str) -> tuple[float, float, int]:
    seen: list[str] = []
    with connection.execute_wrapper(lambda run, sql, *rest: seen.append(sql) or run(sql, *rest)):
        answer = client.get(path)
    if answer.status_code != 200:
        raise AssertionError(f"{path}: {answer.status_code}")
    walls, cpus = [], []
    for _ in range(TIMES):
        begun, spent = time.monotonic(), time.process_time()
        client.get(path)
        walls.append(time.monotonic() - begun)
        cpus.append(time.process_time() - spent)
    return median(walls), median(cpus), len(seen)


def say(words: str) -> None:
    print(words, flush=True)  # noqa: T201  # for a person
