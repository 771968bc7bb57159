"""Puts the demonstration content into an empty portal: all of it in one transaction, or nothing."""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from io import BytesIO
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import connection, transaction
from markdown_it import MarkdownIt

from articles.importing.media import Media
from articles.importing.reporting import Report
from articles.importing.running import Run
from articles.importing.shelves import Folder
from articles.importing.standing import Options
from articles.models import Drawing, Entry, Keyword, KeywordAlias, Section
from articles.tagging import keywords_named
from feedback import publishing
from feedback.models import Question
from feedback.publishing import Wording
from members.models import User
from portal import demo_front
from portal.lib import pages
from subscriptions import releasing
from subscriptions.models import Issue, Story

FOLDER = settings.BASE_DIR / "demo"
# Two that start at the same moment do not both find the portal empty.
_LOCK = 0xDE30
# No letter that is taken for another when it is read from a screen.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_MONTHS = ["Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."]
_markdown = MarkdownIt("commonmark").enable("table")


class NotWhole(Exception):
    """The files of demo/ are not what they should be; nothing was loaded."""


@dataclass(frozen=True)
class Account:
    """A staff account with the password that nobody can read again."""

    username: str
    role: str
    password: str


def load(*, at: datetime, show: Callable[[list[Account]], None]) -> bool:
    """Load everything, as seen from the day of `at`; False, and nothing done, where anything is there already.

    `show` is called before the commit: killed in between, the next start loads again and shows anew,
    and no password is lost.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        if Entry.objects.exists() or Section.objects.exists() or User.objects.exists():
            return False
        accounts = [_account(person) for person in _read("staff")]
        _sections()
        _keywords()
        _articles(at)
        _drawings()
        _questions(at)
        _weekly(at)
        demo_front.topics(_read("topics"))
        demo_front.authors(_read("authors"))
        demo_front.front(_read("front"), by=_staff("chief"), at=at)
        pages.changed()
        show(accounts)
    return True


def _read(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def _account(person: dict[str, str]) -> Account:
    password = "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
    email = f"{person['name'].split()[0].lower()}@example.org"
    user = User.objects.create_user(
        username=person["username"], email=email, password=password, name=person["name"], is_staff=True
    )
    user.groups.add(Group.objects.get(name=person["role"]))
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return Account(user.username, person["role"], password)


def _staff(role: str) -> User:
    return User.objects.filter(groups__name=role).get()


def _sections() -> None:
    for position, section in enumerate(_read("sections"), start=1):
        Section.objects.create(**section, position=10 * position, in_masthead=True)


def _keywords() -> None:
    for keyword in _read("keywords"):
        made = Keyword.objects.create(name=keyword["name"])
        for alias in keyword["aliases"]:
            KeywordAlias.objects.create(keyword=made, name=alias)


def _articles(at: datetime) -> None:
    """By the importer, with every moment counted back from today."""
    lines = (FOLDER / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    moved = "\n".join(json.dumps(_moved(json.loads(line), at)) for line in lines)
    faults: list[str] = []
    options = Options(publish=True, again=False, at=at)
    media = Media(Folder(FOLDER), at=at, looks_only=False)
    Run(options, UTC, media, Report(faults.append), passed=lambda _size: None).bring(BytesIO(moved.encode()))
    if faults:
        raise NotWhole("; ".join(faults))


def _drawings() -> None:
    """Maps and charts over their articles, whose pictures go on into mails and to other sites."""
    for item in _read("drawings"):
        entry = demo_front.entry(item.pop("article"))
        entry.drawing = Drawing.objects.create(**item | {"data": "\n".join(item["data"])})
        entry.save(update_fields=["drawing"])


def _moved(item: dict[str, Any], at: datetime) -> dict[str, Any]:
    moment = _moment(item, at)
    if item.get("dateline"):
        place = item["dateline"].rpartition(",")[0]
        item["dateline"] = f"{place}, {_MONTHS[moment.month - 1]} {moment.day}"
    return item | {"date": moment.isoformat(), "published_at": moment.isoformat()}


def _moment(item: dict[str, Any], at: datetime) -> datetime:
    """`days_ago` and `time` counted from `at`; what would be still to come was the day before."""
    day = at.astimezone(UTC).date() - timedelta(days=item["days_ago"])
    moment = datetime.combine(day, time.fromisoformat(item["time"]), tzinfo=UTC)
    return moment if moment <= at else moment - timedelta(days=1)


def _questions(at: datetime) -> None:
    editor = _staff("editor")
    for item in _read("questions"):
        answered_at = _moment(item, at)
        question = Question.objects.create(
            text=item["question"],
            name=item["name"],
            email=f"{item['name'].lower()}@example.org",
            about=demo_front.entry(item["about"]) if item["about"] else None,
            may_publish=True,
            asked_at=answered_at - timedelta(hours=20),
            answer=_markdown.render(item["answer"]),
            answered_at=answered_at,
            answered_by=editor,
        )
        wording = Wording(item["title"], item["question"], item["abstract"], keywords_named(item["keywords"]))
        publishing.publish(question, wording, by=editor, at=answered_at)


def _weekly(at: datetime) -> None:
    """One issue in the archive, and the draft of the next; nobody subscribes yet, so nothing is sent."""
    written = _read("weekly")
    sent = _issue(written["sent"])
    releasing.release(sent, by=_staff("chief"), at=_moment(written["sent"], at))
    _issue(written["draft"])


def _issue(item: dict[str, Any]) -> Issue:
    issue = Issue.objects.create(
        number=item["number"], subject=item["subject"], introduction=_markdown.render(item["introduction"])
    )
    Story.objects.bulk_create(
        Story(issue=issue, entry=demo_front.entry(key), position=position)
        for position, key in enumerate(item["articles"], start=1)
    )
    return issue
