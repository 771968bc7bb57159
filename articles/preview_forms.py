"""What is asked of those who show a version, and of those it is shown to."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from articles.previewing import DAYS, MOST_DAYS
from portal.lib import sanitise

CHANGES = "changes"


class _Typed(forms.CharField):
    def to_python(self, value: object) -> str:
        return super().to_python(sanitise.printable(str(value or "")).replace("\r\n", "\n")) or ""


class OfferForm(forms.Form):
    name = _Typed(
        label=_("For whom"), max_length=120, help_text=_("Their name stands in the history with what they say.")
    )
    days = forms.IntegerField(label=_("For how many days"), min_value=1, max_value=MOST_DAYS, initial=DAYS)
    shows = forms.ChoiceField(
        label=_("What they see"),
        choices=[(CHANGES, _("The draft changes, which readers do not have yet")), ("", _("What readers have"))],
        widget=forms.RadioSelect,
        initial=CHANGES,
        required=False,
    )

    def __init__(self, typed: QueryDict | None, *, has_changes: bool) -> None:
        super().__init__(typed)
        self.has_changes = has_changes
        if not has_changes and not self.data.get("shows"):  # what was chosen before they went is answered
            del self.fields["shows"]

    def clean_shows(self) -> str:
        shows = self.cleaned_data["shows"]
        if shows and not self.has_changes:
            raise forms.ValidationError(_("The draft changes were published or dropped meanwhile: choose again."))
        return shows


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
