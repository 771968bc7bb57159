"""The newsroom's forms."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from articles import tagging, versioning
from articles.checking import LONGEST_TITLE
from articles.fields import CorrectionField, KeywordsField
from articles.models import Article
from articles.models.places import folded
from articles.widgets import KickerWidget, drawings_of
from portal.lib import sanitise
from portal.lib.lines import LineField, LineWidget

CORRECT = "_correct"  # the button that says what was wrong
ASKS = _("Write what was wrong and what is right. Until then readers have what they had.")
LONGEST_ABSTRACT = Article._meta.get_field("abstract").max_length


class WordsForm(forms.ModelForm):
    """Drops what no page can hold from every line that was typed."""

    def clean(self) -> dict:
        typed = super().clean() or self.cleaned_data
        return {name: sanitise.printable(value) if isinstance(value, str) else value for name, value in typed.items()}


class ArticleForm(WordsForm):
    """A draft may lack much; what a reader must have is asked for when it is published."""

    keywords = KeywordsField(
        label=_("Keywords"),
        required=False,
        help_text=_("Begin to type. A keyword that is not there yet is made when you save."),
    )
    beginning = forms.CharField(
        label=_("Teaser of a text for members"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        help_text=_("What everyone may read. Left empty: how the text begins, a third of it at most."),
    )
    correction = CorrectionField(
        required=False,
        help_text=_("What was wrong, and what is right. “Correct” puts it under the text and into feeds."),
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    taken_up: ClassVar[dict[str, Any]] = {}  # words that were typed before and not saved
    over = forms.IntegerField(required=False)

    class Meta:
        model = Article
        fields = (
            "title", "kicker", "abstract", "dateline", "body", "section", "keywords", "authors", "editor",
            "picture", "drawing", "language", "access", "source",
        )  # fmt: skip
        widgets = {
            "title": LineWidget({"data-counted": LONGEST_TITLE}),
            "kicker": KickerWidget,
            "abstract": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField", "data-counted": LONGEST_ABSTRACT}),
        }
        field_classes = {"title": LineField}
        help_texts = {
            "source": _("Only of a text taken over: who published it first. Our own stories name theirs in the text."),
            "title": format_lazy(
                _("Up to {most} characters: lists, mails and search engines cut a longer one."), most=LONGEST_TITLE
            ),
            "abstract": format_lazy(
                _("Two sentences, at most {most} characters: why the story matters, not how it begins."),
                most=LONGEST_ABSTRACT,
            ),
        }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments, passed on
        self.initial["revision"] = self.instance.revision
        self.initial["beginning"] = self.instance.teaser
        self.initial.update(self.taken_up)
        for name in {"abstract", "body"} & self.fields.keys():
            self.fields[name].required = False
        if "body" in self.fields:
            self.fields["body"].help_text = drawings_of(self.instance.body)

    @property
    def is_behind(self) -> bool:
        """Whether somebody saved a newer version while this one was being written."""
        return bool(self.instance.pk) and "revision" in self.errors

    def as_version(self, stands: dict[str, Any]) -> dict[str, Any]:
        """What was typed, as a version of the article would hold it; from `stands` what cannot be read."""
        read = {name: value for name, value in self.cleaned_data.items() if name in stands}
        for name in {"section", "picture", "drawing"} & read.keys():
            read[name] = read[name] and read[name].pk
        if "authors" in read:
            read["authors"] = sorted(author.pk for author in read["authors"])
        if "keywords" in read:
            read["keywords"] = sorted(read["keywords"], key=folded)
        return stands | read | {"body": sanitise.body(read.get("body", ""))}

    def clean_body(self) -> str:
        return sanitise.paragraphs(self.cleaned_data["body"])

    def clean_correction(self) -> str:
        """Given where *Correct* was pressed at what readers have, and only there."""
        words, is_asked = self.cleaned_data["correction"], CORRECT in self.data
        if (words or is_asked) and self.instance.state != "published":
            raise ValidationError(_("Readers do not have it now, so nothing is corrected. Empty this line to save."))
        if is_asked and not words:
            raise ValidationError(ASKS, code="asks")
        if words and not is_asked:
            raise ValidationError(_("Press “Correct” to publish this, or empty this line to publish without it."))
        return words

    def clean(self) -> dict:
        typed = super().clean()
        stands = self.instance.revision
        if self.instance.pk and stands not in (typed.get("revision"), typed.get("over")):
            self.add_error("revision", _("A newer version was saved while you were writing."))
        if "beginning" in typed:
            self.instance.teaser = typed["beginning"]
        return typed

    def _save_m2m(self) -> None:
        if "keywords" in self.cleaned_data:
            self.cleaned_data["keywords"] = tagging.keywords_named(self.cleaned_data["keywords"])
        super()._save_m2m()  # type: ignore[misc]  # Django's own hook


def as_typed(article: Article, typed: dict[str, list[str]]) -> dict[str, Any]:
    """What `typed` would make of `article`, which is changed by it and not saved, as a version holds it."""
    stands = versioning.form_of(article)
    form = ArticleForm(MultiValueDict(typed), instance=article)
    form.full_clean()
    return form.as_version(stands)


class CommentForm(forms.Form):
    words = forms.CharField(
        label=_("Your comment on this version, for the newsroom"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_words(self) -> str:
        return sanitise.printable(self.cleaned_data["words"])
