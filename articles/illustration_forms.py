"""The newsroom's forms for what is seen: pictures, maps and charts."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from articles import pictures
from articles.drawing import making, routes
from articles.fields import InLanguagesField
from articles.forms import WordsForm
from articles.in_languages import kept
from articles.models import Drawing, Picture
from members.models import User
from portal.lib.lines import LineField

FOCUS = {"focus_x", "focus_y"}
WORDS = ("alt", "caption", "language", "credit", "licence")


class PictureForm(WordsForm):
    """The words of a picture, and what of it is kept where it is cropped."""

    in_languages: forms.Field | None = InLanguagesField(
        label=_("In other languages"),
        required=False,
        help_text=_("For articles in these languages; where nothing is written, they show the words above."),
    )

    class Meta:
        model = Picture
        fields: tuple[str, ...] = ("focus_x", "focus_y", *WORDS, "in_languages")
        widgets = {
            **{name: forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}) for name in ("alt", "caption")},
            **{name: forms.NumberInput(attrs={"min": 0, "max": 100}) for name in ("focus_x", "focus_y")},
        }
        field_classes = {"credit": LineField}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments, passed on
        for name in FOCUS & self.fields.keys():
            self.fields[name].required = False  # left empty, the focus stays where it is
        if "language" in self.fields:
            self.fields["language"].required = False  # likewise
        if "in_languages" in self.fields:
            self.fields["in_languages"].widget.besides = self.instance.language

    def clean_language(self) -> str:
        return self.cleaned_data["language"] or self.instance.language

    def clean(self) -> dict:
        typed = super().clean()
        if "in_languages" in typed:
            typed["in_languages"] = kept(typed["in_languages"], besides=typed.get("language", self.instance.language))
        return typed

    def clean_focus_x(self) -> int:
        return self._focus("focus_x")

    def clean_focus_y(self) -> int:
        return self._focus("focus_y")

    def _focus(self, name: str) -> int:
        typed = self.cleaned_data[name]
        if typed is not None and typed > 100:
            raise ValidationError(_("A per cent of the picture: 0 to 100."))
        return getattr(self.instance, name) if typed is None else typed


class NewPictureForm(PictureForm):
    """Takes the file into the library when all its words are right; `by` and `at` are set by the admin."""

    in_languages = None  # written once it is in the library
    file = forms.FileField(label=_("File"), help_text=_("JPEG, PNG, WebP, AVIF, HEIC or GIF; at most 20 MB."))
    by: User | None = None
    at: datetime

    class Meta(PictureForm.Meta):
        fields = WORDS

    def clean(self) -> dict:
        typed = super().clean()
        if self.errors and typed.get("file"):
            again = _("Choose the file once more: a browser sends it with the form, and does not keep it.")
            self.add_error("file", again)
        elif not self.errors:
            words = {name: typed[name] for name in WORDS}
            try:
                self.instance = pictures.add(typed["file"], by=self.by, at=self.at, **words)
            except (pictures.Refused, pictures.NotStored) as refusal:
                self.add_error("file", str(refusal))
        return typed

    @property
    def was_known(self) -> bool:
        """Whether the library had this file before, and so keeps the words it has."""
        return self.instance.added_at != self.at


class DrawingForm(WordsForm):
    """A map or chart that can be drawn; what cannot is told line by line."""

    class Meta:
        model = Drawing
        fields = ("kind", "title", "unit", "data", "source", "alt")
        widgets = {
            "data": forms.Textarea(attrs={"rows": 12, "class": "vLargeTextField", "spellcheck": "false"}),
            "alt": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments, passed on
        if "data" in self.fields:
            self.fields["data"].help_text = render_to_string("admin/articles/drawing/_help.html")

    def clean(self) -> dict:
        typed = super().clean()
        if not self.errors:
            try:
                making.drawn(typed["kind"], typed["data"], title=typed["title"], alt=typed["alt"], key="new")
            except routes.Wrong as wrong:
                self.add_error("data", wrong.faults)
        return typed
