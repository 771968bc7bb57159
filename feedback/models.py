"""What visitors ask, and what an editor answers."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField

from articles.models import Entry
from articles.models.entry import EntryQuerySet
from articles.words import counted
from portal.lib import sanitise

EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "Link": {"enableTarget": False},
    "Pasting": True,
}


class QuestionQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        return self.filter(answered_at=None, closed_at=None)

    def in_state(self, state: str) -> Self:
        answered = self.filter(answered_at__isnull=False)
        return {
            "waiting": self.waiting(),
            "answered": answered.filter(published=None),
            "published": answered.filter(published__isnull=False),
            "closed": self.filter(closed_at__isnull=False),
        }[state]


class Question(models.Model):
    """A visitor's question as it was typed, and the answer that was mailed."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        ANSWERED = "answered", _("Answered")
        PUBLISHED = "published", _("Published")
        CLOSED = "closed", _("Closed")

    text = models.TextField(_("question"), max_length=4000)
    name = models.CharField(_("name"), max_length=100, blank=True)
    email = models.EmailField(_("email address"), max_length=254)
    about = models.ForeignKey(
        Entry, models.SET_NULL, null=True, blank=True, related_name="questions", verbose_name=_("about")
    )
    may_publish = models.BooleanField(_("may be published without the name"), default=False)
    asked_at = models.DateTimeField(_("asked at"), db_index=True)
    answer = ProseEditorField(_("answer"), blank=True, extensions=EXTENSIONS, sanitize=sanitise.body)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    closed_at = models.DateTimeField(_("closed without an answer at"), null=True, blank=True, editable=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        permissions = [("answer_question", "Can answer questions")]
        constraints = [
            models.CheckConstraint(condition=Q(answered_at=None) | ~Q(answer=""), name="question_answered_has_answer"),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(closed_at=None), name="question_not_answered_and_closed"
            ),
        ]

    def __str__(self) -> str:
        return f"Q-{self.pk}"

    def save(self, **options: object) -> None:
        self.answer = sanitise.body(self.answer)
        super().save(**options)  # type: ignore[arg-type]  # Django's own keywords, passed on

    @property
    def state(self) -> State:
        if self.closed_at:
            return self.State.CLOSED
        if not self.answered_at:
            return self.State.WAITING
        return self.State.PUBLISHED if hasattr(self, "published") else self.State.ANSWERED


class Answer(Entry):
    """A question and its answer, published under "Belt and Road FAQ" with the asker's consent."""

    question = models.OneToOneField(
        Question, models.PROTECT, null=True, blank=True, editable=False, related_name="published"
    )
    asked = models.TextField(
        _("the question as readers see it"),
        max_length=4000,
        blank=True,
        help_text=_("Plain text. Take out names, addresses and whatever would tell who asked."),
    )
    body = ProseEditorField(_("answer"), extensions=EXTENSIONS, sanitize=sanitise.body)

    class Meta:
        verbose_name = _("published answer")
        verbose_name_plural = _("published answers")

    def save(self, **options: object) -> None:
        self.kind = Entry.Kind.ANSWER
        self.asked = sanitise.printable(self.asked)
        self.body = sanitise.body(self.body)
        self.words = counted(sanitise.text(self.body), self.language)
        super().save(**options)


def published_answers() -> EntryQuerySet:
    """What readers find under "Belt and Road FAQ"."""
    return Entry.objects.published().filter(kind=Entry.Kind.ANSWER)


def latest_answers() -> EntryQuerySet:
    return published_answers().for_list()[:3]
