"""What the newsroom's addresses can be about: of every room a row in each state that rights depend on."""

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from articles import clearing, previewing, versioning
from articles.models import Arrangement, Article, Correction, Entry, Picture, PreviewLink, Section
from articles.tests.factories import make_article, make_drawing, make_keyword, make_picture
from feedback.tests.factories import make_answer
from members.models import User
from members.tests.factories import make_user
from portal.tests.rooms import ROWS
from subscriptions.tests.factories import make_issue


class Subjects:
    """Made once; a draft of their own for each person who asks."""

    labels = frozenset(ROWS)

    def __init__(self) -> None:
        self._rows = {label: {"": {"object_id": make().pk}} for label, make in ROWS.items()}
        self._rows |= {
            "articles.article": self._articles(),
            "articles.keyword": {"": self._keyword()},
            "articles.picture": {of: {"object_id": row.pk} for of, row in self._pictures().items()},
            "articles.drawing": {of: {"object_id": row.pk} for of, row in self._drawings().items()},
            "articles.arrangement": {of: {"object_id": row.pk} for of, row in self._arrangements().items()},
            "subscriptions.issue": {of: {"object_id": row.pk} for of, row in self._issues().items()},
            "feedback.answer": {"": self._answer()},
            "members.user": {of: {"object_id": row.pk} for of, row in self._people().items()},
        }
        self._own: dict[int, dict[str, object]] = {}

    def of(self, label: str, person: User) -> dict[str, dict[str, object]]:
        """What a path may ask for, by the state of the row."""
        rows = self._rows[label]
        if label == "articles.article":
            self._own.setdefault(person.pk, _asked_of(draft_of(person)))
            rows = {"a draft of theirs": self._own[person.pk]} | rows
        return {of: _named(known) for of, known in rows.items()}

    @staticmethod
    def a_section() -> dict[str, object]:
        section = Section.objects.order_by("pk")[0]
        return {"content_type_id": ContentType.objects.get_for_model(Section).pk, "object_id": section.pk}

    def _articles(self) -> dict[str, dict[str, object]]:
        now, other = timezone.now(), make_user("author")
        waiting = draft_of(other)
        clearing.ask(waiting, by=other, at=now)
        made = {
            "a draft of somebody": draft_of(other),
            "a draft that waits to be cleared": waiting,
            "scheduled": make_article(published_at=now.replace(year=now.year + 1)),
            "published": make_article(),
            "withdrawn": make_article(withdrawn_at=now, withdrawn_because="It was wrong."),
        }
        return {of: _asked_of(article) for of, article in made.items()}

    def _keyword(self) -> dict[str, object]:
        keyword = make_keyword()
        return {"object_id": keyword.pk, "pk": keyword.aliases.create(name=f"{keyword.name} again").pk}

    def _answer(self) -> dict[str, object]:
        answer = make_answer()
        return {"object_id": answer.pk, "correction": _corrected(answer)}

    def _pictures(self) -> dict[str, Picture]:
        made = {of: make_picture() for of in ("that no reader sees", "over a text", "in a text", "over a topic")}
        make_article(picture=made["over a text"])
        make_article(body=_showing(made["in a text"].url))
        make_keyword(picture=made["over a topic"])
        return made

    def _drawings(self) -> dict[str, object]:
        made = {of: make_drawing() for of in ("that no reader sees", "over a text", "in a text")}
        make_article(drawing=made["over a text"])
        make_article(body=_showing(made["in a text"].get_absolute_url()))
        return made

    def _arrangements(self) -> dict[str, Arrangement]:
        known = {"lead": make_article(), "made_at": timezone.now(), "made_by": make_user("editor")}
        live = {"live_at": timezone.now(), "live_by": known["made_by"]}
        made = {"in the making": known, "live": known | live}
        return {of: Arrangement.objects.create(**values) for of, values in made.items()}

    def _issues(self) -> dict[str, object]:
        return {"in the making": make_issue(), "released": make_issue(released_at=timezone.now())}

    def _people(self) -> dict[str, User]:
        superuser = make_user("chief", is_superuser=True)
        return {"a reader": make_user(), "one of the staff": make_user("editor"), "a superuser": superuser}


def draft_of(person: User) -> Article:
    """As if they had filled in the form of a new article."""
    draft = make_article(published_at=None, changed_by=person)
    versioning.keep(draft, by=person, at=timezone.now())
    return draft


def _showing(url: str) -> str:
    return f'<p>So it looks.</p><figure><img src="{url}" alt="A quay"></figure>'


def _asked_of(article: Article) -> dict[str, object]:
    link: PreviewLink = previewing.offer(article, name="Jane Doe", days=1, by=None, at=timezone.now())
    return {
        "object_id": article.pk,
        "number": article.pk,
        "pk": link.pk,
        "version": 1,
        "correction": _corrected(article),
    }


def _corrected(entry: Entry) -> int:
    at = timezone.now()
    Entry.objects.filter(pk=entry.pk).update(corrected_at=at)
    return Correction.objects.create(entry_id=entry.pk, words="It was 31.", corrected_at=at).pk


def _named(known: dict[str, object]) -> dict[str, object]:
    return dict.fromkeys(("object_id", "number", "pk", "id"), known["object_id"]) | known
