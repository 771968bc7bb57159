"""How long a search takes at a thousand, a hundred thousand and a million articles, side by side.

    bin/manage shell -c "from bench import searching; searching.main()"
    bin/manage shell -c "from bench import searching; searching.main([1_000, 100_000])"
    bin/manage shell -c "from bench import searching; searching.drop()"

Fills databases of its own beside the configured one (bench.load; a million takes half an hour and 13 GB) and keeps
them for the next run until they are dropped. Every search of MIX goes through the whole WSGI application, anonymous,
with counts and facets, each from another network. What is told is the quietest of ROUNDS rounds over the mix: what a
reader waits, and the CPU of this process and of its PostgreSQL session together, which other work on the machine
touches little. Ends with 1 where the 95th percentile of the wait is over LIMIT.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test.utils import override_settings
from psycopg import sql

from articles.models import Entry
from bench.load import NoData, load
from bench.reading import ask, switch_to

SIZES = (1_000, 100_000, 1_000_000)
LIMIT = 100  # milliseconds, 95th percentile
ROUNDS = 5

# One word that half of all articles have, or few; several; phrases; exclusion; beginnings; typing errors; nothing.
WORDS = [
    "trade", "energy", "senator", "ports", "oil", "hurricane", "broadband", "demurrage", "khorgos", "ferry", "ethanol",
    "maine energy", "rail freight", "customs duties china", "agriculture exports", "port security grant", "coast guard",
    "procurement open data", "natural gas pipeline alaska", "fishing quota new england", "letter of credit",
    '"natural gas"', '"open source" software', '"coast guard" funding', "transportation -senator", "steel -china",
    "transporta", "procure", "coast gua", "agricultral exports", "hurricaine relief", "xylograph", "quixotic zeppelin",
]  # fmt: skip
NARROWED = [
    "q=trade&sort=newest", "q=energy&sort=newest", 'q="natural+gas"&sort=newest', "q=ferry&sort=newest",
    "q=trade&section=trade", "q=energy&keyword=keyword-40", "q=oil&year=2026", "q=trade&year=2024",
    "q=senator&year=2019",
    "q=energy&from=2026-06&until=2026-09", "q=maine+energy&from=2020", "q=ports&kind=article&section=ports",
    "q=trade&after=20", "q=energy&after=480", "q=trade&sort=newest&after=1700000000000000-1",
    "q=oil&sort=newest&after=1500000000000000-1", "q=hurricane&section=policy&keyword=keyword-40&year=2025",
]  # fmt: skip
MIX = [f"q={words.replace(' ', '+')}" for words in WORDS] + NARROWED


@dataclass(frozen=True)
class Round:
    """Milliseconds, one for each of MIX."""

    waits: Sequence[float]
    cpu: Sequence[float]


def main(sizes: Sequence[int] = SIZES) -> None:
    with tempfile.TemporaryDirectory() as folder, override_settings(STATIC_ROOT=folder, DEBUG=False):
        call_command("collectstatic", interactive=False, verbosity=0)
        ours = connection.settings_dict["NAME"]
        try:
            sys.exit(report(measured(ours, sizes)))
        finally:
            switch_to(ours)


def measured(ours: str, sizes: Sequence[int]) -> dict[int, Round]:
    """The quietest round of each size; the sizes take turns, so that what else the machine does falls on all."""
    names = {size: filled(ours, size) for size in sizes}
    application = get_wsgi_application()
    found: dict[int, list[Round]] = {size: [] for size in sizes}
    for number in range(ROUNDS + 1):  # the first only warms
        for size, name in names.items():
            switch_to(name)
            one = round_of(application)
            if number:
                found[size].append(one)
    return {size: min(rounds, key=lambda one: sum(one.waits)) for size, rounds in found.items()}


def filled(ours: str, size: int) -> str:
    """The name of a database with `size` articles, made where it is not there yet."""
    name = database_of(ours, size)
    switch_to(ours)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() is None:
            cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    switch_to(name)
    call_command("migrate", verbosity=0)
    if Entry.objects.count() < size:
        began = time.perf_counter()
        load(size)
        say(f"{size:,} articles: loaded in {time.perf_counter() - began:,.0f} s")
    return name


def database_of(ours: str, size: int) -> str:
    return f"bench_{ours.rpartition('/')[2]}_{size}"


def drop(sizes: Sequence[int] = SIZES) -> None:
    """Drop the databases that were made for this."""
    for size in sizes:
        with connection.cursor() as cursor:
            name = database_of(connection.settings_dict["NAME"], size)
            cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


def round_of(application: Callable[..., object]) -> Round:
    waits, cpu = [], []
    for search in MIX:
        began, worked = time.perf_counter(), all_cpu()
        ask(application, f"/search/?{search}")
        cpu.append((all_cpu() - worked) * 1000)
        waits.append((time.perf_counter() - began) * 1000)
    return Round(waits, cpu)


def all_cpu() -> float:
    """Seconds of this process and of its session's, to the microsecond; PostgreSQL has to run on this machine."""
    connection.ensure_connection()
    stat = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    if not stat.exists():
        raise NoData("PostgreSQL runs elsewhere, or this is no Linux: its CPU cannot be read.")
    return time.process_time() + int(stat.read_text().split()[0]) / 1e9


def percent(values: Sequence[float], share: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[share - 1]


def report(rounds: dict[int, Round]) -> int:
    """Print the figures; 1 where the limit is not kept."""
    say(f"{len(MIX)} searches; milliseconds")
    say(f"{'articles':>12}{'wait 50 %':>12}{'95 %':>8}{'99 %':>8}{'CPU 50 %':>12}{'95 %':>8}{'99 %':>8}")
    for size, one in rounds.items():
        kept = "" if _is_kept(one) else f"   NOT KEPT: {LIMIT} ms"
        say(f"{size:12,}    {shares(one.waits)}    {shares(one.cpu)}{kept}")
    return 0 if all(_is_kept(one) for one in rounds.values()) else 1


def shares(values: Sequence[float]) -> str:
    return "".join(f"{percent(values, share):8.1f}" for share in (50, 95, 99))


def _is_kept(one: Round) -> bool:
    return percent(one.waits, 95) <= LIMIT


def say(words: str) -> None:
    print(words, file=sys.stdout, flush=True)  # noqa: T201  # figures for a person
