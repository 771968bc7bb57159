"""How much work a page is, at few and at many articles.

    bin/manage shell -c "from bench import reading; reading.main()"

Makes two databases of its own beside the configured one, fills one to FEW and one to MANY articles, measures
in turns, so that whatever else the machine does falls on both, and drops them. What is told is the quietest of
ROUNDS rounds. Every request goes through the whole WSGI application, anonymous, without a store of pages. CPU is
the time of this process, PostgreSQL's not counted; "ms" is what a reader would wait. Ends with 1 where a budget
of the design is not kept.
"""

import io
import ipaddress
import random
import secrets
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test.utils import CaptureQueriesContext, override_settings

from articles import indexing, sitemaps
from articles.models import Article, Entry, Keyword, Listed, Section
from bench.load import load

FEW, MANY = 500, 50_000
ROUNDS, WARM, TIMES = 8, 5, 20
BUDGETS = {"article": (8, 7), "home": (15, 7)}  # CPU ms, queries
MOST_GROWTH = 1.25
WORDS = ["trade", "maine energy", '"natural gas"', "transportation -senator", "procurement open data", "coast gua"]

_askers = count(secrets.randbelow(2**24))
Application = Callable[..., object]
Address = Callable[[random.Random], str]


@dataclass(frozen=True)
class Measured:
    cpu: float
    wait: float
    slowest: float
    queries: int


def main(few: int = FEW, many: int = MANY) -> None:
    with tempfile.TemporaryDirectory() as folder, override_settings(STATIC_ROOT=folder, DEBUG=False):
        call_command("collectstatic", interactive=False, verbosity=0)
        sys.exit(in_own_databases(few, many))


def in_own_databases(few: int, many: int) -> int:
    ours, made = connection.settings_dict["NAME"], []
    try:
        made += (filled(ours, total) for total in (few, many))
        small, large = in_turns(made)
        return report(small, large, few=few, many=many)
    finally:
        for name in made:
            switch_to(name)
            connection.creation.destroy_test_db(ours, verbosity=0)


def filled(ours: str, total: int) -> str:
    """The name of a new database with `total` articles."""
    switch_to(ours)
    connection.settings_dict["TEST"]["NAME"] = f"bench_{ours.rpartition('/')[2]}_{total}"
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    began = time.perf_counter()
    load(total)
    loaded = total / (time.perf_counter() - began)
    say(f"{total:,} articles: loaded {loaded:,.0f} a second, indexed again {indexed_again():,.0f} a second")
    return name


def switch_to(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


def in_turns(names: list[str]) -> list[dict[str, Measured]]:
    """The quietest round of each page in each database; a page is asked of one right after the other."""
    application = get_wsgi_application()
    pages = [addresses_in(name) for name in names]
    found: list[dict[str, list[Measured]]] = [defaultdict(list) for _ in names]
    for _ in range(ROUNDS):
        for what in pages[0]:
            for name, addresses, rounds in zip(names, pages, found, strict=True):
                switch_to(name)
                rounds[what].append(measure(application, addresses[what]))
    return [{what: min(each, key=lambda one: one.cpu) for what, each in rounds.items()} for rounds in found]


def indexed_again() -> float:
    """Entries a second, each with another title than before."""
    numbers = list(Entry.objects.order_by("-pk").values_list("pk", flat=True)[:1000])
    Entry.objects.filter(pk__in=numbers).update(title=f"Another title {time.perf_counter()}")
    began = time.perf_counter()
    indexing.reindex(numbers)
    return len(numbers) / (time.perf_counter() - began)


def addresses_in(name: str) -> dict[str, Address]:
    switch_to(name)
    numbers = list(Article.objects.order_by("pk").values_list("pk", "slug"))
    section, keyword = Section.objects.order_by("pk")[0], Keyword.objects.order_by("pk")[0]
    of_section = Entry.objects.filter(section=section).order_by("published_at", "pk")
    of_keyword = Listed.objects.filter(keyword=keyword).order_by("published_at", "entry_id")
    deep_section = deepest(section, of_section.values_list("published_at", "pk"))
    deep_keyword = deepest(keyword, of_keyword.values_list("published_at", "entry_id"))
    return {
        "article": lambda chance: "/articles/{}/{}/".format(*chance.choice(numbers)),
        "home": lambda chance: "/",
        "section": lambda chance: section.get_absolute_url(),
        "section, last page": lambda chance: deep_section,
        "keyword": lambda chance: keyword.get_absolute_url(),
        "keyword, last page": lambda chance: deep_keyword,
        "search, relevance": lambda chance: f"/search/?q={chance.choice(WORDS)}",
        "search, newest": lambda chance: f"/search/?q={chance.choice(WORDS)}&sort=newest",
        "search, nothing": lambda chance: "/search/?q=xylograph",
        "feed": lambda chance: "/feeds/latest.atom",
        "sitemap": lambda chance: "/sitemap.xml",
        "sitemap of a range": lambda chance: f"/sitemap-{numbers[0][0] // sitemaps.RANGE}.xml",
    }


def deepest(place: Section | Keyword, oldest) -> str:
    """The address of the last full page of a list."""
    at, number = list(oldest[:22])[-1]
    return f"{place.get_absolute_url()}?after={int(at.timestamp() * 1_000_000)}-{number}"


def measure(application: Application, address: Address) -> Measured:
    chance = random.Random(7)
    for _ in range(WARM):
        ask(application, address(chance))
    with CaptureQueriesContext(connection) as captured:
        ask(application, address(chance))
        queries = len(captured)
    cpu, wait = [], []
    for _ in range(TIMES):
        path = address(chance)
        began, worked = time.perf_counter(), time.process_time()
        ask(application, path)
        cpu.append((time.process_time() - worked) * 1000)
        wait.append((time.perf_counter() - began) * 1000)
    return Measured(statistics.median(cpu), statistics.median(wait), sorted(wait)[-TIMES // 20], queries)


def ask(application: Application, path: str) -> bytes:
    """One GET as the web server would hand it over, from a network that asked for nothing before."""
    path, _, query = path.partition("?")
    asker = ipaddress.ip_address(int(ipaddress.ip_address("10.0.0.0")) + next(_askers) % 2**24)
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query.replace(" ", "+"),
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "HTTP_HOST": "localhost",
        "REMOTE_ADDR": str(asker),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
    }
    statuses: list[str] = []
    response = application(environ, lambda status, headers: statuses.append(status))
    body = b"".join(response)
    response.close()
    if not statuses[0].startswith("200"):
        raise RuntimeError(f"{path}?{query} answered {statuses[0]}")
    return body


def report(small: dict[str, Measured], large: dict[str, Measured], *, few: int, many: int) -> int:
    """Print the figures; 1 where one is over its budget."""
    say(f"{'':20}{'CPU ms':>16}{'ratio':>7}{'ms':>16}{'95 %':>8}{'queries':>12}   budget")
    say(f"{'articles':20}{few:>8}{many:>8}{'':7}{few:>8}{many:>8}{many:>8}{few:>6}{many:>6}")
    kept = [line(what, small[what], large[what]) for what in small]
    return 0 if all(kept) else 1


def line(what: str, small: Measured, large: Measured) -> bool:
    ratio = large.cpu / small.cpu
    kept, words = True, ""
    if what in BUDGETS:
        cpu, queries = BUDGETS[what]
        kept = large.cpu <= cpu and large.queries <= queries and ratio <= MOST_GROWTH
        words = f"{cpu} ms, {queries} q" + ("" if kept else "  NOT KEPT")
    say(
        f"{what:20}{small.cpu:8.2f}{large.cpu:8.2f}{ratio:7.2f}{small.wait:8.1f}{large.wait:8.1f}"
        f"{large.slowest:8.1f}{small.queries:6}{large.queries:6}   {words}"
    )
    return kept


def say(words: str) -> None:
    print(words, file=sys.stdout, flush=True)  # noqa: T201  # figures for a person
