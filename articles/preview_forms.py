"""What is asked of those who show a version, and of those it is shown to."""

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.previewing import DAYS, MOST_DAYS
from portal.lib import sanitise


class _Typed(forms.CharField):
    def to_python(self, value: object) -> str:
        return super().to_python(sanitise.printable(str(value or "")).replace("\r\n", "\n")) or ""


class OfferForm(forms.Form):
    name = _Typed(
        label=_("For whom"), max_length=120, help_text=_("Their name stands in the history with what they say.")
    )
    days = forms.IntegerField(label=_("For how many days"), min_value=1, max_value=MOST_DAYS, initial=DAYS)


class RespondForm(forms.Form):
    """Two buttons, *approve* and *comment*; a comment has words."""

    summary_above = True
    prefix = "say"

    words = _Typed(
        label=_("What you want to say"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    approves = forms.TypedChoiceField(choices=[("1", ""), ("", "")], required=False, coerce=lambda typed: typed == "1")

    def clean(self) -> dict:
        typed = super().clean() or self.cleaned_data
        typed["approves"] = typed.get("approves") is True
        if not typed["approves"] and not typed.get("words") and "words" not in self.errors:
            self.add_error("words", _("Write what should be different, or approve it as it is."))
        return typed
