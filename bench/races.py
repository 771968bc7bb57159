"""Twenty people of the newsroom at the same moment, again and again, on a real PostgreSQL.

    bin/manage shell -c "from bench import races; races.main()"

Each race posts real forms from as many threads, each with a session and a connection of its own, then asks whether
what they left is whole. Works in a database of its own beside the configured one, which it drops. Ends with 1 where
an answer was neither a page nor a redirect, or anything was left half.
"""

import sys
import time
from collections import Counter
from collections.abc import Callable
from itertools import cycle, islice

from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from articles import versioning
from articles.admin.merging import merge_path
from articles.models import Article, Entry, Keyword, KeywordAlias, Listed, Searchable
from articles.tests.at_once import at_once
from articles.tests.factories import make_article, make_keyword
from bench.apart import apart
from portal.lib import pages

ROUNDS, AT_ONCE = 50, 20
Post = tuple[str, dict[str, object]]
Round = tuple[list[Post], Callable[[], list[str]]]  # what is sent, and what is wrong afterwards


def main(rounds: int = ROUNDS, many: int = AT_ONCE) -> None:
    with apart("races"):
        wrong = sum([_raced(race, prepared, rounds, many) for race, prepared in RACES.items()])
    sys.exit(int(bool(wrong)))


def _raced(race: str, prepared: Callable[[], Round], rounds: int, many: int) -> int:
    began, answers, faults = time.monotonic(), Counter[str](), []
    for _ in range(rounds):
        faults += run(prepared, many, answers)
    took = time.monotonic() - began
    say(f"{race}: {rounds} rounds of {many}: answers {dict(answers)}, {len(faults)} faults, {took:.0f} s")
    for fault in faults[:5]:
        say(f"  {fault}")
    return len(faults)


def run(prepared: Callable[[], Round], many: int, answers: Counter[str]) -> list[str]:
    """One round: what is wrong after it, in words."""
    posts, whole = prepared()
    try:
        got = at_once(list(islice(cycle(posts), many)), role="editor")
    except Exception as error:  # a page of 500, which the client raises
        return [f"an answer was {error!r}"]
    answers.update(map(str, got))
    return [f"an answer was {status}" for status in got if status not in (200, 302)] + whole()


def publishing() -> Round:
    """Two who publish: one does."""
    article, before = make_article(published_at=None), _counter()

    def whole() -> list[str]:
        times = LogEntry.objects.filter(object_id=str(article.pk), change_message="Published").count()
        return _faults(article, {"published once": times == 1, "pages were dropped once": _counter() == before + 1})

    return [_verb(article, "publish")], whole


def publishing_and_editing() -> Round:
    """One publishes, another saves what they read before: of those who save one wins, and readers have one text."""
    article, before = make_article(published_at=None, kicker="First"), _counter()
    saves = [_save(article, kicker=f"Saved {number}", body=f"<p>Ships {number}.</p>") for number in range(4)]

    def whole() -> list[str]:
        found = Article.objects.get(pk=article.pk)
        return _faults(article, {
            "is published": found.state == "published",
            "saved once at most": found.revision <= 2,
            "pages were dropped": _counter() > before,
        })  # fmt: skip

    return [_verb(article, "publish"), saves[0], _verb(article, "publish"), saves[1], *saves[2:]], whole


def merging_and_editing() -> Round:
    """Two keywords become one, either way, while articles with both are saved."""
    one, other = make_keyword(), make_keyword()
    names = [one.name, other.name]
    articles = [make_article(keywords=[one]), make_article(keywords=[other]), make_article(published_at=None)]
    path = merge_path([one.pk, other.pk])
    merges: list[Post] = [(path, {"stays": one.pk}), (path, {"stays": other.pk})]
    saves = [_save(article, keywords=names) for article in articles]

    def whole() -> list[str]:
        left = Keyword.objects.filter(name__in=names)
        spelled = KeywordAlias.objects.filter(name__in=names)
        rule = {
            "one is left": left.count() == 1,
            "the other leads to it": [row.keyword for row in spelled] == list(left),
        }
        tagged = [
            [*article.keywords.all()] for article in Article.objects.filter(pk__in=[row.pk for row in articles[:2]])
        ]
        return _faults(articles[0], rule | {"articles have it": tagged == [list(left)] * 2}) + _faults(articles[1], {})

    return [merges[0], saves[0], merges[1], saves[1], saves[2]], whole


def restoring() -> Round:
    """Two put back two versions: what stands is one of them, whole."""
    article = make_article(kicker="First", body="<p>First.</p>")
    versioning.keep(article, by=None, at=timezone.now())
    article.kicker, article.body = "Second", "<p>Second.</p>"
    article.save()
    versioning.keep(article, by=None, at=timezone.now())
    address = [reverse("admin:articles_article_version", args=[article.pk, number]) for number in (1, 2)]

    def whole() -> list[str]:
        found = Article.objects.get(pk=article.pk)
        said = (found.kicker, found.body)
        return _faults(
            article, {"is one of the two": said in {("First", "<p>First.</p>"), ("Second", "<p>Second.</p>")}}
        )

    return [(address[0], {}), (address[1], {})], whole


def scheduling_and_withdrawing() -> Round:
    """Published, scheduled, taken back, withdrawn and brought back by several: each was allowed where it was done."""
    article = make_article(published_at=None)
    names = ("schedule", "publish", "unschedule", "withdraw", "restore")
    leads = {"Scheduled": "s", "Published": "p", "Taken back to draft": "d", "Withdrawn": "w", "Brought back": "p"}
    allowed = {"d": "sp", "s": "spd", "p": "w", "w": "p"}

    def whole() -> list[str]:
        done = (
            LogEntry.objects.filter(object_id=str(article.pk)).order_by("pk").values_list("change_message", flat=True)
        )
        state, is_allowed = "d", True
        for message in done:
            is_allowed, state = is_allowed and leads[message] in allowed[state], leads[message]
        stands = Article.objects.get(pk=article.pk).state
        return _faults(article, {"one after the other": is_allowed, "ends as told": stands.startswith(state)})

    return [_verb(article, name) for name in names], whole


RACES = {
    "two publish": publishing,
    "publish and edit": publishing_and_editing,
    "merge and edit": merging_and_editing,
    "two restore": restoring,
    "schedule and withdraw": scheduling_and_withdrawing,
}


def _faults(article: Article, rules: dict[str, bool]) -> list[str]:
    """The rules that do not hold; those that hold of every article among them."""
    found = Article.objects.get(pk=article.pk)
    versions = list(found.versions.order_by("number"))
    searched = Searchable.objects.get(entry=found.pk)
    listed = set(Listed.objects.filter(entry=found.pk, author=None).values_list("keyword_id", flat=True))
    is_open = found.state == "published" or found.state == "scheduled"
    rules |= {
        "versions are counted without a gap": [row.number for row in versions] == list(range(1, len(versions) + 1)),
        "the newest version says what stands": not versions or versioning.form_of(found) == _merged(versions[-1].form),
        "search knows what stands": found.body.strip("<>p/") in searched.open_text,
        "search knows since when": searched.published_at == (found.published_at if is_open else None),
        "keywords list it": listed == set(Entry.objects.get(pk=found.pk).keywords.values_list("pk", flat=True)),
    }
    return [f"not so: {rule}" for rule, holds in rules.items() if not holds]


def _merged(form: versioning.Form) -> versioning.Form:
    """What a version says, its keywords by what they were merged into since."""
    now = {alias.name: alias.keyword.name for alias in KeywordAlias.objects.filter(name__in=form["keywords"])}
    return form | {"keywords": sorted({now.get(name, name) for name in form["keywords"]})}


def _verb(article: Article, name: str) -> Post:
    typed = {"schedule": {"day": "2090-05-04", "time": "06:00"}, "withdraw": {"reason": "It was wrong."}}
    return reverse(f"admin:articles_article_{name}", args=[article.pk]), dict(typed.get(name, {}))


def _save(article: Article, **typed: object) -> Post:
    form = {"title": article.title, "abstract": article.abstract, "body": article.body, "section": article.section_id}
    known = {"language": "en", "access": "everyone", "revision": article.revision}
    return reverse("admin:articles_article_change", args=[article.pk]), form | known | typed


def _counter() -> int:
    return pages.standing(at=timezone.now()).counter


def say(words: str) -> None:
    print(words, flush=True)  # noqa: T201  # for a person
