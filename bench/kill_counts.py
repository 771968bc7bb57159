"""What is counted after the kills: every article, every mail, every delivery."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import psycopg

from portal import embedded

WEEKLY, OUTBOX = "subscriptions_delivery", "lib_mail"
STATES = """
SELECT count(*) FILTER (WHERE sent_at IS NOT NULL), count(*) FILTER (WHERE uncertain_at IS NOT NULL),
count(*) FILTER (WHERE refused_at IS NOT NULL),
count(*) FILTER (WHERE num_nonnulls(sent_at, uncertain_at, refused_at) = 0)
FROM """
# Entries, and how many of them are whole: known to the importer, with a body, words to search and both keywords.
ARTICLES = """
SELECT count(*), count(DISTINCT imported.key), count(article.entry_ptr_id), count(words.entry_id),
count(*) FILTER (WHERE (SELECT count(*) FROM articles_entry_keywords of WHERE of.entry_id = entry.number) = 2)
FROM articles_entry entry LEFT JOIN articles_imported imported ON imported.entry_id = entry.number
LEFT JOIN articles_article article ON article.entry_ptr_id = entry.number
LEFT JOIN articles_searchable words ON words.entry_id = entry.number
"""
SHOWN = """
from django.test import Client
from members.models import User
client = Client(HTTP_HOST="localhost")
client.force_login(User.objects.get(username="chief"))
pages = [f"/admin/{model}/" for model in ("subscriptions/delivery", "lib/mail")]
print(sum(client.get(page, {"state": "uncertain"}).content.count(b"state-uncertain") for page in pages))
"""


def items(numbers: Iterable[int]) -> Iterator[str]:
    """Lines of an archive."""
    for number in numbers:
        body = "\n\n".join(f"The berth was closed since spring, for reason {number} of many." for _ in range(12))
        words = {"title": f"Berth {number} reopens", "summary": "Ships are taken again.", "body_markdown": body}
        places = {"section": "Ports", "tags": [f"Berth {number % 40}", "Quays"], "authors": [f"Author {number % 7}"]}
        item = {"id": f"kill-{number}", "lang": "en", "date": "2020-05-04T10:00:00+00:00"} | words | places
        yield json.dumps(item) + "\n"


def ask(data_dir: Path, query: str) -> Any:
    sockets = str(embedded.socket_folder(data_dir))
    with psycopg.connect(host=sockets, user="portal", dbname="portal") as session:
        return session.execute(query).fetchone()


def nothing_waits(data_dir: Path) -> bool:
    return not any(ask(data_dir, STATES + table)[3] for table in (WEEKLY, OUTBOX))


def _states(data_dir: Path, table: str) -> Counter[str]:
    return Counter(dict(zip(("sent", "uncertain", "refused", "waiting"), ask(data_dir, STATES + table), strict=True)))


def broken(trial: Any) -> Iterator[str]:
    """Every promise that does not hold, of a kill_trial.Trial that is over."""
    folder = trial.house.data_dir
    weekly, mails = (_states(folder, table) for table in (WEEKLY, OUTBOX))
    taken = Counter(recipient for recipient, _ in trial.listener.taken)
    both, expected = weekly + mails, trial.readers + trial.mails
    articles = ask(folder, ARTICLES)
    shown = int(trial.manage("shell", "-v0", "-c", SHOWN))
    trial.say(f"Weekly: {dict(weekly)}; other mails: {dict(mails)}; {len(taken)} of {expected} reached the server.")
    trial.say(f"Articles: {articles[0]}; imports begun again: {trial.begun_again}.")
    if doubled := [recipient for recipient, times in taken.items() if times > 1]:
        yield f"Mails were doubled: {doubled}"
    if expected - len(taken) > both["uncertain"]:
        yield f"Mails were lost: {expected - len(taken)} are missing, {both['uncertain']} are uncertain."
    if both["sent"] > len(taken):
        yield "Something counts as sent that the mail server never had."
    if both["sent"] + both["uncertain"] != expected or sum(weekly.values()) != trial.readers:
        yield "Rows are missing, or were refused."
    if both["uncertain"] > trial.kills:
        yield f"{both['uncertain']} are uncertain after {trial.kills} kills."
    if shown != both["uncertain"]:
        yield f"Staff see {shown} uncertain ones of {both['uncertain']}."
    if set(articles) != {trial.items}:
        yield f"Articles are doubled, half or missing: {articles} of {trial.items}."
