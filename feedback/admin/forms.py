"""The form an editor answers with; refuses to write over what somebody else has done meanwhile."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from articles import tagging
from articles.fields import CorrectionField, KeywordsField
from articles.forms import WordsForm
from feedback.models import Answer, Question
from portal.lib import sanitise
from portal.lib.lines import LineField, LineWidget
from portal.lib.meanwhile import digest, with_value

ANSWER, ANSWER_AND_PUBLISH, PUBLISH, CLOSE, REOPEN = "_answer", "_answer_publish", "_publish", "_close", "_reopen"
WITHDRAW, RESTORE, CORRECT = "_withdraw", "_restore", "_correct"


class QuestionForm(WordsForm):
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    title = LineField(
        label=_("Question, in one line"),
        max_length=200,
        required=False,
        help_text=_("The title readers see. Say it as one would search for it."),
    )
    asked = forms.CharField(
        label=_("Question, as readers see it"),
        max_length=4000,
        required=False,
        widget=AdminTextareaWidget(attrs={"rows": 5}),
        help_text=_("Plain text. Take out names, addresses and whatever would tell who asked."),
    )
    abstract = forms.CharField(
        label=_("Answer in short"),
        max_length=600,
        required=False,
        widget=AdminTextareaWidget(attrs={"rows": 3}),
        help_text=_("For lists. Left empty, it is how the answer begins."),
    )
    keywords = KeywordsField(label=_("Keywords"), required=False)

    class Meta:
        model = Question
        fields = ["answer"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = digest(self.instance.answer)
        first_line = self.instance.text.strip().partition("\n")[0]
        self.initial.setdefault("title", Truncator(first_line).chars(200))
        self.initial.setdefault("asked", self.instance.text)

    def clean_answer(self) -> str:
        return sanitise.body(self.cleaned_data["answer"])

    def clean(self) -> dict:
        """Looks at the question as it is at this moment, and holds it until the verb is done."""
        cleaned = super().clean()
        held = Question.objects.select_for_update().get(pk=self.instance.pk)
        if "answer" in self.data:
            self._check_nobody_was_first(held)
            if (ANSWER in self.data or ANSWER_AND_PUBLISH in self.data) and not cleaned.get("answer"):
                self.add_error("answer", _("Write the answer first."))
        if (PUBLISH in self.data or ANSWER_AND_PUBLISH in self.data) and not cleaned.get("title"):
            self.add_error("title", _("Give the question in one line; it becomes the title."))
        return cleaned

    def _check_nobody_was_first(self, held: Question) -> None:
        if held.answered_at or held.closed_at:
            words = _("Somebody answered or closed this meanwhile. Nothing of yours was sent; it is below.")
            self.add_error(None, words)
        elif digest(held.answer) != self.data.get("seen"):
            self.data = with_value(self.data, "seen", digest(held.answer))
            words = _("Somebody changed the answer meanwhile. Yours is below; saving again puts it in place of theirs.")
            self.add_error(None, words)


class AnswerForm(WordsForm):
    """A published answer as readers see it."""

    keywords = KeywordsField(label=_("Keywords"), required=False)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason, as readers will see it"),
        max_length=300,
        required=False,
        widget=AdminTextareaWidget(attrs={"rows": 2}),
        help_text=_("Only for taking it away: whoever comes to its address is told."),
    )

    correction = CorrectionField(
        label=_("What was wrong, and what is right"),
        required=False,
        help_text=_("Only for correcting it: stands under the answer from then on."),
    )

    class Meta:
        model = Answer
        fields = ["title", "asked", "abstract", "body", "keywords"]
        field_classes = {"title": LineField}
        widgets = {
            "title": LineWidget,
            "asked": AdminTextareaWidget(attrs={"rows": 5}),
            "abstract": AdminTextareaWidget(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["revision"] = self.instance.revision

    def clean(self) -> dict:
        typed = super().clean()
        held = Answer.objects.select_for_update().filter(pk=self.instance.pk).first()
        if held and held.revision != typed.get("revision"):
            self.data = with_value(self.data, "revision", held.revision)
            words = _("Somebody saved a newer version meanwhile. Yours is below; saving again replaces theirs.")
            self.add_error(None, words)
        if WITHDRAW in self.data and not typed.get("reason"):
            self.add_error("reason", _("Say why; readers see it in its place."))
        if CORRECT in self.data and typed.get("correction") == "":
            self.add_error("correction", _("Write the correction as readers will see it."))
        if CORRECT not in self.data and typed.get("correction"):
            self.add_error("correction", _("Press “Correct” to publish this, or empty this line to save without it."))
        return typed

    def _save_m2m(self) -> None:
        self.cleaned_data["keywords"] = tagging.keywords_named(self.cleaned_data.get("keywords", []))
        super()._save_m2m()  # type: ignore[misc]  # Django's own hook
