"""Whether any reader is ever shown what was no longer so: random edits, scheduled moments and killed listeners.

    bin/manage shell -c "from bench import exact; exact.main()"

Four processes of the web server answer; readers ask on kept connections. An answer is stale where the read began
over a second after the commit (or the moment) that it does not show. Makes a database of its own beside the
configured one and drops it. Ends with 1 where one of READS answers was stale.
"""

import random
import re
import sys
import tempfile
import threading
import time
from datetime import timedelta
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from articles.models import Article
from articles.tests.factories import make_article, make_section
from portal.lib import pages
from portal.tests.served import Served

READS, READERS, WORKERS = 100_000, 8, 4
LATE = 1.0
PAUSE = 2.0  # seconds at most between two edits
MOMENTS = 6  # that stay: a list shows the newest twenty
SHOWN = re.compile(rb"(Edition|Moment) (\d+)")
KILL = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
 WHERE datname = current_database() AND pid <> pg_backend_pid()
   AND backend_type = 'client backend'
   AND (%s OR query LIKE 'LISTEN%%' OR query LIKE '%%min(at)%%')
"""


class Trial:
    """Edits one article's title to a rising number, and lets others appear at set moments, while readers read."""

    def __init__(self, served, *, reads, seed=1, kills=True):
        self.served, self.reads, self.kills = served, reads, kills
        self.chance = random.Random(seed)
        self.section = make_section(name="Trial", slug="trial")
        self.article = make_article(title="Edition 0", section=self.section)
        self.addresses = {
            "Edition": [self.article.get_absolute_url(), "/", self.section.get_absolute_url(), "/feeds/latest.atom"],
            "Moment": ["/", self.section.get_absolute_url(), "/feeds/latest.atom"],
        }
        self.happened = {"Edition": [(0, time.monotonic())], "Moment": []}  # number, since when it holds
        self.read, self.stale, self.killed, self.over = [], [], 0, False

    def run(self):
        """The stale answers, in words."""
        readers = [threading.Thread(target=self._keep_reading, args=[number]) for number in range(READERS)]
        for reader in readers:
            reader.start()
        number = 0
        while sum(self.read) < self.reads or number < 10:  # both, however fast the machine is
            number += 1
            self._edit(number)
            if number % 7 == 0:
                self._schedule(number)
            if self.kills and number % 5 == 0:
                self._kill()
            time.sleep(self.chance.uniform(0, PAUSE))
        self.over = True
        for reader in readers:
            reader.join()
        return self.stale

    def _edit(self, number):
        with transaction.atomic():
            Article.objects.filter(pk=self.article.pk).update(title=f"Edition {number}")
            pages.changed()
        self.happened["Edition"].append((number, time.monotonic()))

    def _schedule(self, number):
        due = timezone.now() + timedelta(seconds=self.chance.uniform(0.3, 3))
        with transaction.atomic():
            make_article(title=f"Moment {number}", section=self.section, published_at=due)
            pages.will_change(due)
        moment = time.monotonic() + (due - timezone.now()).total_seconds()
        self.happened["Moment"].append((number, moment))
        with transaction.atomic():
            old = [f"Moment {number}" for number, _ in self.happened["Moment"][:-MOMENTS]]
            Article.objects.filter(title__in=old).update(published_at=None)
            pages.changed()

    def _kill(self):
        with connection.cursor() as cursor:
            cursor.execute(KILL, [self.chance.random() < 0.3])
            self.killed += len(cursor.fetchall())

    def _keep_reading(self, number):
        chance, client = random.Random(number), self.served.connect()
        self.read.append(0)
        while not self.over:
            kind = chance.choice(list(self.addresses))
            address = chance.choice(self.addresses[kind])
            began = time.monotonic()
            client.request("GET", address)
            answer = client.getresponse()
            body = answer.read()
            if answer.status == 503:  # its connection was killed while it was in use
                continue
            if answer.status != 200:
                self.stale.append(f"{address} answered {answer.status}")
            else:
                self.read[number] += 1
                self._judge(kind, address, began, body)
            if answer.will_close:
                client.close()

    def _judge(self, kind, address, began, body):
        shown = {int(number) for name, number in SHOWN.findall(body) if name.decode() == kind}
        if missing := late(self.happened[kind], began, shown, is_edit=kind == "Edition"):
            self.stale.append(f"{address} lacked {kind} {missing} and showed {sorted(shown)[-3:]}")


def late(happened, began, shown, *, is_edit):
    """The number that an answer should have shown and did not; 0 where it is well."""
    due = [number for number, since in list(happened) if since < began - LATE]
    if not due:
        return 0
    if is_edit:  # one title, whose number only rises
        return max(due) if not shown or max(shown) < max(due) else 0
    newest = max((since, number) for number, since in list(happened) if since < began - LATE)[1]
    return newest if newest not in shown else 0


def main(reads: int = READS) -> None:
    ours = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"bench_{Path(ours).name}_exact"
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        with tempfile.TemporaryDirectory() as folder, Served(folder, workers=WORKERS) as served:
            began = time.monotonic()
            trial = Trial(served, reads=reads)
            stale = trial.run()
            lasted = time.monotonic() - began
        say(
            f"{sum(trial.read):,} reads in {lasted:.0f} s, {len(trial.happened['Edition']):,} edits,"
            f" {len(trial.happened['Moment']):,} moments, {trial.killed:,} sessions killed: {len(stale)} stale"
        )
        say("\n".join(stale[:10]))
    finally:
        connection.creation.destroy_test_db(ours, verbosity=0)
    sys.exit(1 if stale else 0)


def say(words: str) -> None:
    print(words, file=sys.stdout, flush=True)  # noqa: T201  # figures for a person
