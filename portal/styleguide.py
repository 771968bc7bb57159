"""What the style guide shows of forms and entries: every kind of field, untouched and with something wrong."""

from datetime import UTC, datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.models import Drawing, Entry, Keyword
from feedback.codes import IdentifyingCodeField

SHOWN = 5
CORRECTED = datetime(2026, 11, 24, 11, 5, tzinfo=UTC)
CORRECTIONS = [
    {"corrected_at": CORRECTED, "words": "An earlier version gave the wait as 33 hours. It was 31."},
    {"corrected_at": CORRECTED.replace(day=23), "words": "The ferry is the Professor Gül, not the Gül."},
]
WRONG = {"question": "We move flat-packed furniture from Tashkent to Koper.", "email": "lena.w.example.org"}


class SampleForm(forms.Form):
    question = forms.CharField(
        label=_("Your question"),
        help_text=_("Say what you ship and where to, if it matters."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    email = forms.EmailField(
        label=_("Email address"),
        help_text=_("For the answer only."),
        error_messages={"invalid": _("Enter your email address with an @, like name@example.org")},
    )
    name = forms.CharField(label=_("Name"), required=False)
    section = forms.ChoiceField(label=_("Section"), choices=[("policy", _("Policy")), ("trade", _("Trade"))])
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("news", _("News")), ("explained", _("Explained"))], widget=forms.RadioSelect
    )
    topics = forms.MultipleChoiceField(
        label=_("What to send"),
        choices=[("weekly", _("The Weekly")), ("reports", _("New research reports"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    code = IdentifyingCodeField()
    agreed = forms.BooleanField(
        label=_("You may publish the question and answer"),
        help_text=_("Never with your name or address."),
        required=False,
    )


def context() -> dict[str, object]:
    """Two forms with ids of their own; none is called `form`, whose errors the page would repeat."""
    return {
        "sample": SampleForm(auto_id="sample_%s", initial={"topics": ["weekly"]}),
        "wrong": SampleForm(WRONG, auto_id="wrong_%s"),
        "entries": Entry.objects.published().for_list()[:SHOWN],
        "pictured": Entry.objects.published().for_list().filter(picture__isnull=False).first(),
        "drawing": Drawing.objects.order_by("pk").first(),
        "keywords": Keyword.objects.order_by("folded")[:SHOWN],
        "corrected": {"corrected_at": CORRECTED},
        "corrections": CORRECTIONS,
    }
